"""The kinds of the language: each folder of the data and the type of what its files hold."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from catalog.command import Command
from catalog.component import Component, SystemEntity
from catalog.event import Fault, Invariant, Reaction
from catalog.gap import Gap
from catalog.guide import GuidePart
from catalog.runbook import Runbook
from catalog.scenario import Scenario
from catalog.tree import Tree

Entity: TypeAlias = SystemEntity | Component | Command | Fault | Reaction | Invariant | Gap | Runbook | Scenario | Tree | GuidePart

KINDS: Mapping[str, type[Entity]] = MappingProxyType(
    {
        "systems": SystemEntity,
        "components": Component,
        "commands": Command,
        "faults": Fault,
        "reactions": Reaction,
        "invariants": Invariant,
        "gaps": Gap,
        "runbooks": Runbook,
        "scenarios": Scenario,
        "trees": Tree,
        "guide": GuidePart,
    }
)


def singular(kind: str) -> str:
    """Return what one entity of a kind is called."""
    return kind.removesuffix("s")
