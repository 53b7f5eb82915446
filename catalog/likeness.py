"""What entities say, whatever file and line they stand in and however they are laid out: for telling a change from another layout."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass

from catalog.command import Command
from catalog.component import Address, Attribute, Component, SystemEntity, Variable
from catalog.condition import Test
from catalog.effect import Assignment, Failure
from catalog.event import Fault, Invariant, Reaction
from catalog.gap import Gap
from catalog.guide import GuidePart
from catalog.location import Location
from catalog.runbook import Runbook, Step
from catalog.scenario import Expectation, Outcome, Scenario
from catalog.tree import Trait, Tree, TreeNode

_UNORDERED = (Address, Assignment, Attribute, Test, Trait, TreeNode, Variable)
_SETS = frozenset(
    {
        (Component, "needs"),
        (Component, "starts_after"),
        (Gap, "faults"),
        (Runbook, "covers"),
        (Runbook, "accepts"),
        (Test, "values"),
        (Trait, "values"),
    }
)

PROSE: Mapping[type, frozenset[str]] = {
    SystemEntity: frozenset({"name", "why"}),
    Component: frozenset({"name", "why", "addresses", "files", "serves", "sources"}),
    Command: frozenset({"purpose", "phase", "risk", "output", "exit", "warning", "seed_form", "seed_note", "sources"}),
    Failure: frozenset({"message", "exit"}),
    Fault: frozenset({"name", "symptoms", "why", "sources"}),
    Reaction: frozenset({"by", "why", "sources"}),
    Invariant: frozenset({"name", "why"}),
    Gap: frozenset({"name", "why", "instead", "sources"}),
    Runbook: frozenset({"title", "kind", "phase", "summary", "symptoms", "objective", "claimed", "harmless", "sources"}),
    Step: frozenset({"title", "note", "warning", "precaution", "writes"}),
    Scenario: frozenset({"title", "why", "sources"}),
    Tree: frozenset({"title", "purpose"}),
    TreeNode: frozenset({"ask", "title", "note"}),
    GuidePart: frozenset(field.name for field in fields(GuidePart)),
}
"""By type, the keys for which no replay ends otherwise."""


def says(thing: object) -> Hashable:
    """Return a value that is equal for two entities that say the same in the same order of what has an order."""
    return _said(thing, {})


def does(thing: object) -> Hashable:
    """Return a value that is equal for two entities that a replay cannot tell apart: what they say without their prose."""
    return _said(thing, PROSE)


def _said(thing: object, without: Mapping[type, frozenset[str]]) -> Hashable:
    if isinstance(thing, str):
        return str(thing)
    if isinstance(thing, tuple):
        alike = tuple(_said(one, without) for one in thing)
        return tuple(sorted(alike, key=repr)) if all(isinstance(one, _UNORDERED) for one in thing) else alike
    if isinstance(thing, Expectation) and (thing.outcome, thing.by, thing.within) == (Outcome.RESOLVED, None, None):
        return None  # what is expected where nothing is said
    if is_dataclass(thing):
        kind = type(thing)
        kept = [field.name for field in fields(thing) if field.name not in without.get(kind, ())]
        parts = [(name, getattr(thing, name)) for name in kept]
        return tuple((name, _part(kind, name, value, without)) for name, value in parts if not isinstance(value, Location))
    return thing if isinstance(thing, Hashable) else repr(thing)


def _part(kind: type, name: str, value: object, without: Mapping[type, frozenset[str]]) -> Hashable:
    alike = _said(value, without)
    return tuple(sorted(alike, key=repr)) if (kind, name) in _SETS and isinstance(alike, tuple) else alike
