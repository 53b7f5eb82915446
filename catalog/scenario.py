"""Scenarios: which failures are replayed, from where, and what must come of it (language §5)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from catalog.effect import Assignments
from catalog.entity import ComponentId, Entrance, FaultId, RunbookId, Words
from catalog.location import Location, Word
from catalog.shape import Seconds


class Outcome(StrEnum):
    """How a replay ends for the guide's reader (language §4)."""

    RESOLVED = "resolved"
    UNRESOLVED = "unresolved"
    FALSE_ALL_CLEAR = "false-all-clear"
    BLOCKED = "blocked"
    BLIND = "blind"
    UNSAFE = "unsafe"
    LIVELOCK = "livelock"
    FLAPPING = "flapping"
    MISROUTED = "misrouted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A fault that strikes at the start, or once `after_step` steps have been taken."""

    SHORT: ClassVar[str] = "fault"

    at: Location
    fault: FaultId
    after_step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must come of a replay; `outcome` left out is `resolved`, `within` includes its end."""

    at: Location
    outcome: Outcome = Outcome.RESOLVED
    by: RunbookId | None = None
    within: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One replay with its expectation."""

    at: Location
    id: Word
    title: Word | None = None
    why: Word | None = None
    given: Assignments = ()
    faults: tuple[Strike, ...] = ()
    starts: Entrance
    changes: ComponentId | None = None
    expect: Expectation | None = None
    sources: Words = ()

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
