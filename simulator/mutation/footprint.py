"""What a replay has touched: a change to anything else leaves it as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.cluster import Change, Ran
from simulator.model import Model, Outcome
from simulator.replay import Replay
from simulator.state import Round
from simulator.symbolic.record import Way

Place = tuple[str, int]
"""A runbook and the number of a step, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The steps and the ways by which they were left, the lines run, the reactions that fired or were at odds."""

    ways: frozenset[tuple[Place, Way]]
    lines: frozenset[str]
    reactions: frozenset[str]


def footprint(model: Model, replay: Replay) -> Footprint:
    """Return what a replay has touched."""
    ran = [*(one for question in replay.asked for one in question.ran), *(one for step in replay.steps for one in step.ran)]
    rounds = (*replay.opening, *(round_ for change in _changes(replay, ran) for round_ in change.rounds))
    return Footprint(
        ways=frozenset(_ways(model, replay)),
        lines=frozenset(one.line for one in ran),
        reactions=_fired(rounds),
    )


def _ways(model: Model, replay: Replay) -> Iterator[tuple[Place, Way]]:
    """Yield how the steps were left that were taken, that may have been passed over, by their titles, or that may have asked in vain."""
    for taken in replay.steps:
        place = (taken.runbook, taken.number)
        yield place, Way.TAKEN
        if taken.failed:
            yield place, Way.FAILED
        elif taken.expects:
            yield place, Way.MET if taken.met else Way.UNMET
    skipped = {title for taken in replay.steps for title in taken.skipped} | set(replay.skipped)
    for name in dict.fromkeys(replay.path):
        for step in model.runbooks[name].steps:
            if step.title in skipped or (replay.outcome is Outcome.BLIND and replay.by == name):
                yield (name, step.number), Way.SKIPPED


def _changes(replay: Replay, ran: list[Ran]) -> Iterator[Change]:
    yield from (one.change for one in ran)
    for step in replay.steps:
        yield from (change for change in (step.edited, step.strike) if change is not None)


def _fired(rounds: tuple[Round, ...]) -> frozenset[str]:
    return frozenset(name for round_ in rounds for name in round_.reactions)
