"""What a proof says: how many replays ended how, the few failing sets that explain all others, what was never exercised."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from simulator.model import Model, Outcome
from simulator.symbolic.coverage import Idle
from simulator.symbolic.position import Position
from simulator.symbolic.vain import Vain

UGLY = frozenset({Outcome.FALSE_ALL_CLEAR, Outcome.BLIND, Outcome.LIVELOCK, Outcome.FLAPPING, Outcome.UNSAFE, Outcome.MISROUTED})
"""Outcomes by which the guide lies, destroys, leaves alone with a question, or goes in circles. The others are told honestly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A set of faults that does not end resolved, with `seconds` where time was kept.

    `late` is the fault that strikes late, and after how many steps. `at` is where the reader stood at the end; None: nowhere yet.
    `helped_by` are further faults with which it does end resolved.
    """

    faults: tuple[str, ...]
    starts: str
    outcome: Outcome
    by: str | None
    at: Position | None
    path: tuple[str, ...] = ()
    seconds: int | None = None
    late: tuple[str, int] | None = None
    helped_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The slowest replay, and the middle one of all, in seconds."""

    worst: int
    faults: tuple[str, ...]
    starts: str
    typical: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A question that a set of faults leaves without an answer: what was shown does not say."""

    tree: str
    node: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproven:
    """Areas whose faults could not be replayed together in every combination: it was given up `at` a position, since `why` was taken."""

    areas: tuple[str, ...]
    at: Position | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """In how many areas at once faults may lie that were proven, each area named after its runbook; `beyond`: what all at once came to."""

    together: int
    areas: tuple[str, ...]
    beyond: Unproven | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How many sets of any size are drawn at random, and the seed that says which."""

    count: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was proven: `most` is the greatest number of faults at once, None where there was no bound.

    `failures` holds every set that failed, where they were asked for; `minimal` those no part of which fails; `ugly` those that end in an ugly
    outcome while no part of them does. There may be more minimal sets than are listed: `minimal_count` in all. `sets` and `outcomes` count replays.
    With `drawn`, only a sample of the sets was replayed, and `minimal` explains what failed of it: each with any one fault less would not
    fail, but where very many failed, of which the rest stand as they were drawn.
    With `late`, one more fault strikes after a step. With `spread`, the faults of a set lie in so many areas; of the sets in `unproven` nothing is said.
    Whether a question is asked in `vain` is not looked for with `late` or `drawn`. `repeated` are questions, by tree and node, whose lines told nothing new;
    where there is no bound it is not looked for.
    """

    most: int | None
    starts: tuple[str, ...]
    late: bool
    sets: int
    outcomes: Counter[Outcome]
    failures: tuple[Failure, ...] | None
    minimal: tuple[Failure, ...]
    minimal_count: int
    ugly: tuple[Failure, ...]
    times: Times | None
    idle: tuple[Idle, ...]
    unanswered: tuple[Unanswered, ...]
    spread: Spread | None = None
    unproven: tuple[Unproven, ...] = ()
    vain: tuple[Vain, ...] | None = None
    repeated: tuple[tuple[str, str], ...] = ()
    drawn: Drawn | None = None

    @property
    def holds(self) -> bool:
        """Whether every replay ended resolved."""
        return self.outcomes.total() == self.outcomes[Outcome.RESOLVED]


def gap_of(model: Model, failure: Failure) -> str | None:
    """Return the first gap by id from which a failure follows: it holds all faults of the gap, and its reader is told honestly."""
    struck = {*failure.faults, *([failure.late[0]] if failure.late else [])}
    if failure.outcome in UGLY:
        return None
    return next((name for name, faults in sorted(model.gaps.items()) if struck.issuperset(faults)), None)


def unanswered_of(found: Mapping[tuple[str, str], tuple[str, ...]]) -> tuple[Unanswered, ...]:
    """Return the questions, by tree and node, that were left without an answer, each with a set that does so, sorted."""
    return tuple(Unanswered(tree=tree, node=node, faults=faults) for (tree, node), faults in sorted(found.items()))


def in_order(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """Return failures sorted by size, faults and start."""
    return tuple(sorted(failures, key=lambda one: (len(one.faults), one.faults, one.late or ("", 0), one.starts)))


def least(failures: Iterable[Failure]) -> list[Failure]:
    """Return the failures no part of which is among them, start by start, each once."""
    kept: dict[str, set[frozenset[str]]] = {}
    found = []
    for failure in sorted(failures, key=lambda one: len(one.faults)):
        known = kept.setdefault(failure.starts, set())
        if not _holds_one(failure.faults, known):
            found.append(failure)
            known.add(frozenset(failure.faults))
    return found


def _holds_one(faults: tuple[str, ...], known: set[frozenset[str]]) -> bool:
    """Whether one of the known sets is a part of a set, or the set; the parts of a small set are looked up, of a large one there are too many."""
    if 1 << len(faults) > len(known):
        return any(part.issubset(faults) for part in known)
    return any(frozenset(part) in known for size in range(len(faults) + 1) for part in combinations(faults, size))
