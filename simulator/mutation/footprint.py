"""What a replay has touched: a change to anything else leaves it as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.cluster import Change, Ran
from simulator.replay import Replay
from simulator.state import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The runbooks entered, the steps taken (with their number), the lines run, the reactions that fired or were at odds."""

    runbooks: frozenset[str]
    steps: frozenset[tuple[str, int]]
    lines: frozenset[str]
    reactions: frozenset[str]


def footprint(replay: Replay) -> Footprint:
    """Return what a replay has touched."""
    ran = [*(one for question in replay.asked for one in question.ran), *(one for step in replay.steps for one in step.ran)]
    rounds = (*replay.opening, *(round_ for change in _changes(replay, ran) for round_ in change.rounds))
    return Footprint(
        runbooks=frozenset(replay.path),
        steps=frozenset((step.runbook, step.number) for step in replay.steps),
        lines=frozenset(one.line for one in ran),
        reactions=_fired(rounds),
    )


def _changes(replay: Replay, ran: list[Ran]) -> Iterator[Change]:
    yield from (one.change for one in ran)
    for step in replay.steps:
        yield from (change for change in (step.edited, step.strike) if change is not None)


def _fired(rounds: tuple[Round, ...]) -> frozenset[str]:
    return frozenset(name for round_ in rounds for name in round_.reactions)
