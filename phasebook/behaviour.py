"""What a guide does, replay by replay: every scenario, and every set of faults up to a size from every tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from catalog.catalog import Catalog
from catalog.scenario import Expectation
from phasebook.report import Played
from simulator.compile import case_of
from simulator.model import Case, Model, Outcome
from simulator.prove import entrances, fault_sets
from simulator.reader import followed

ENDLESS = "endless"
"""The outcome of a replay that takes more steps or rounds than anybody could have meant."""

HARM: tuple[str, ...] = (
    Outcome.RESOLVED,
    Outcome.UNRESOLVED,
    Outcome.BLOCKED,
    Outcome.MISROUTED,
    Outcome.BLIND,
    Outcome.FLAPPING,
    Outcome.LIVELOCK,
    ENDLESS,
    Outcome.FALSE_ALL_CLEAR,
    Outcome.UNSAFE,
)
"""The outcomes, from the one that is wanted to the one that harms most."""


class Kind(StrEnum):
    """What is replayed."""

    SCENARIO = "scenario"
    FAULT = "fault"
    ENTERED = "entered"
    """a runbook that is entered by itself, whatever leads there, with one fault or none"""


class Name(NamedTuple):
    """Which replay: a scenario by its id, faults by theirs, joined by commas; and from where."""

    kind: Kind
    id: str
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one replay went; `played` is None where it is endless."""

    played: Played | None

    @property
    def outcome(self) -> str:
        """The outcome, `endless` included."""
        return ENDLESS if self.played is None else self.played.replay.outcome

    @property
    def expected(self) -> bool:
        """Whether it ended as it was to end."""
        return self.played is not None and self.played.expected

    @property
    def seconds(self) -> int:
        """How long it took; an endless one takes none that could be told."""
        return 0 if self.played is None else self.played.replay.seconds

    @property
    def path(self) -> tuple[str, ...]:
        """The runbooks entered."""
        return () if self.played is None else self.played.replay.path

    @property
    def length(self) -> int:
        """How many questions and steps a reader of its transcript goes through."""
        return 0 if self.played is None else len(self.played.replay.asked) + len(self.played.replay.steps)


def behaviour_of(catalog: Catalog, model: Model, most: int = 1) -> Mapping[Name, Ending]:
    """Return every replay of a guide: its scenarios, and the sets of up to `most` faults from each of its trees."""
    return dict(_endings(catalog, model, most))


def _endings(catalog: Catalog, model: Model, most: int) -> Iterator[tuple[Name, Ending]]:
    for name, scenario in catalog.scenarios.items():
        case = case_of(scenario)
        yield Name(Kind.SCENARIO, name, str(scenario.starts)), _ending(model, name, scenario.heading, case, scenario.expect)
    for faults in fault_sets(model, min(most, len(model.faults))):
        titles = " and ".join(catalog.faults[fault].title for fault in faults)
        for tree in entrances(model):
            named = ",".join(faults)
            yield Name(Kind.FAULT, named, tree), _ending(model, named, f"{titles}, from {tree}", Case(starts=tree, faults=faults), None)


def entered(catalog: Catalog, model: Model, runbooks: tuple[str, ...]) -> Iterator[tuple[Name, Ending]]:
    """Yield the replays of runbooks that are entered by themselves, in a healthy cluster and with each fault alone."""
    for book in runbooks:
        yield Name(Kind.ENTERED, "nothing", book), _ending(model, "nothing", f"Nothing is broken, from {book}", Case(starts=book), None)
        for fault in model.faults:
            title = f"{catalog.faults[fault].title}, from {book}"
            yield Name(Kind.ENTERED, fault, book), _ending(model, fault, title, Case(starts=book, faults=(fault,)), None)


def _ending(model: Model, name: str, title: str, case: Case, expect: Expectation | None) -> Ending:
    ended = followed(model, case)
    return Ending(played=None if ended is None else Played(scenario=name, title=title, case=case, replay=ended, expect=expect))
