"""Replays every set of faults up to a size, from symptoms alone (language §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

from simulator.model import Case, Model, Outcome
from simulator.reader import replay
from simulator.replay import Replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One set of faults, replayed from one tree."""

    faults: tuple[str, ...]
    starts: str
    replay: Replay

    @property
    def holds(self) -> bool:
        """Whether the reader reached the goal."""
        return self.replay.outcome is Outcome.RESOLVED


def entrances(model: Model) -> tuple[str, ...]:
    """Return the trees that lead from symptoms to runbooks, sorted."""
    return tuple(sorted(name for name, tree in model.trees.items() if tree.leads_to_runbooks))


def fault_sets(model: Model, most: int) -> Iterator[tuple[str, ...]]:
    """Yield every set of 1 to `most` faults that can strike together, sorted."""
    names = sorted(model.faults)
    for size in range(1, most + 1):
        for faults in combinations(names, size):
            if can_strike_together(model, faults):
                yield faults


def can_strike_together(model: Model, faults: tuple[str, ...]) -> bool:
    """Return whether no two of the faults set one variable to different values."""
    values = {value for name in faults for value in model.faults[name]}
    return len(values) == len({fact for fact, _ in values})


def count_at_most(model: Model, most: int) -> int:
    """Return how many sets there are at most, those that clash included."""
    return sum(comb(len(model.faults), size) for size in range(1, most + 1))


def prove(model: Model, most: int, starts: tuple[str, ...]) -> Iterator[Proved]:
    """Yield the replay of every set of up to `most` faults from each of the trees `starts`."""
    for faults in fault_sets(model, most):
        for tree in starts:
            yield Proved(faults=faults, starts=tree, replay=replay(model, Case(starts=tree, faults=faults)))
