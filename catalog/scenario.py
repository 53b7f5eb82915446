"""Scenarios: which failures are replayed, from where, and what must come of it (language §5)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from catalog.effect import Assignments
from catalog.entity import ComponentId, Entrance, FaultId, RunbookId, Sources
from catalog.key import Says
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
    fault: Annotated[FaultId, Says("The fault that strikes.", "agents-crash")]
    after_step: Annotated[int | None, Says("After how many steps it strikes; from the start, where it is left out.", "2")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must come of a replay; `outcome` left out is `resolved`, `within` includes its end."""

    at: Location
    outcome: Annotated[Outcome, Says("How the replay must end; `resolved`, where it is left out.", "resolved")] = Outcome.RESOLVED
    by: Annotated[RunbookId | None, Says("The runbook in which it must end.", "pod-network-down")] = None
    within: Annotated[Seconds | None, Says("The time in which it must end.", "20m")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One replay with its expectation."""

    at: Location
    id: Annotated[Word, Says("The name of the scenario: small letters and digits, joined by hyphens.", "agents-crash-at-night")]
    title: Annotated[Word | None, Says("What happens, in a few words.", "The agents crash")] = None
    why: Annotated[Word | None, Says("Why it is worth a replay.", "It happened in spring.")] = None
    given: Annotated[Assignments, Says("What differs from a healthy cluster before anything strikes.", "{cni.agents: missing}")] = ()
    faults: Annotated[
        tuple[Strike, ...], Says("The faults that strike: each an id, or a mapping with `fault` and `after_step`.", "[agents-crash]")
    ] = ()
    starts: Annotated[Entrance, Says("Where the reader starts: a tree or a runbook.", "what-is-broken")]
    changes: Annotated[
        ComponentId | None, Says("The component that is to be changed, where a tree that classifies changes is tried.", "cni")
    ] = None
    expect: Annotated[Expectation | None, Says("How it must end; resolved, where it is left out.", "{outcome: resolved, within: 20m}")] = (
        None
    )
    sources: Sources = ()

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id
