"""In which order faults are numbered, so that replays that take the same way are neighbours and the rest of a long number is zero."""

from simulator.symbolic.areas import ways_in
from simulator.symbolic.position import Entering
from simulator.symbolic.runner import Runner


def by_way_in(runner: Runner, start: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the faults, those together that lead their reader to the same runbook, and beside each the number of that way.

    Those that the tree asks about first are the last: the sets with one greatest fault are neighbours, and most of their readers go its way.
    """
    numbers = runner.route.numbers
    ways = {fault: -len(numbers) if runbook is None else -numbers[Entering(runbook)] for fault, runbook in ways_in(runner, start).items()}
    order = sorted(ways, key=lambda fault: (ways[fault], fault))
    return tuple(order), tuple(ways[fault] for fault in order)
