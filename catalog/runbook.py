"""Runbooks: what the operator does, step by step (language §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ConditionField
from catalog.effect import Effects
from catalog.entity import FaultId, InvariantId, Lines, Reach, RunbookId, Words
from catalog.location import Location, Word
from catalog.node import Mapping, Node
from catalog.shape import ReadWith, Seconds, Shape, Unreadable


class RunbookKind(StrEnum):
    """What a runbook is for."""

    HOW_TO = "how-to"
    ROUTINE = "routine"
    TROUBLESHOOTING = "troubleshooting"
    CHANGE = "change"
    ROLLBACK = "rollback"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A step is repeated with `placeholder` replaced by each of the values."""

    at: Location
    placeholder: Word
    values: Words


def _read_repetition(shape: Shape, node: Node, subject: str) -> object:
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return shape.expected("a mapping with one placeholder", node, subject, "write `{name: [value, value]}`")
    name, listed = node.entries[0]
    values = shape.words(listed, name)
    if isinstance(values, Unreadable):
        return values
    if not values:
        return shape.expected("at least one value", listed, f"{subject}.{name}", "list the values that it is repeated for")
    return Repetition(at=node.at, placeholder=name, values=values)


NEXT, DONE = "next", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: change a file, run lines, look; and where to go then."""

    at: Location
    id: Word | None = None
    title: Word
    note: Word | None = None
    warning: Word | None = None
    only_if: ConditionField | None = None
    edit: Word | None = None
    writes: Words = ()
    sets: Effects | None = None
    takes: Seconds | None = None
    run: Lines = ()
    for_each: Annotated[Repetition, ReadWith(_read_repetition)] | None = None
    expect: ConditionField | None = None
    if_met: Word | None = None
    if_unmet: Word | None = None
    if_fails: Word | None = None

    def targets(self) -> Iterator[Word]:
        """Yield where the step may lead, as far as it says so."""
        yield from (target for target in (self.if_met, self.if_unmet, self.if_fails) if target is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """How long an older guide says that it takes; `note` says why that is not so, where a replay takes another time."""

    at: Location
    from_: Seconds
    to: Seconds
    note: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Runbook:
    """A procedure with a goal, that a replay can follow."""

    at: Location
    id: Word
    title: Word | None = None
    kind: RunbookKind | None = None
    phase: Reach | None = None
    summary: Word | None = None
    symptoms: Words = ()
    covers: tuple[FaultId, ...] = ()
    goal: ConditionField | None = None
    objective: Seconds | None = None
    claimed: Claim | None = None
    steps: tuple[Step, ...]
    escalates_to: RunbookId | None = None
    accepts: tuple[InvariantId, ...] = ()
    sources: Words = ()

    def step(self, name: str) -> Step | None:
        """Return the step with the id `name`, or None."""
        return next((step for step in self.steps if step.id == name), None)

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
