"""In which order faults are numbered, so that replays that take the same way are neighbours and the rest of a long number is zero."""

from simulator.model import Case
from simulator.symbolic.position import Entering
from simulator.symbolic.runner import Runner


def by_way_in(runner: Runner, start: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the faults, those together that lead their reader to the same runbook, and beside each the number of that way.

    Those that the tree asks about first are the last: the sets with one greatest fault are neighbours, and most of their readers go its way.
    """
    names = sorted(runner.model.faults)
    run = runner.run(Case(starts=start), {name: 1 << bit for bit, name in enumerate(names)}, len(names), (1 << len(names)) - 1)
    ways = {
        names[bit]: -runner.route.numbers[Entering(ending.path[0])] if ending.path else -len(runner.route.numbers)
        for bit, ending in run.endings(run.within)
    }
    order = sorted(names, key=lambda name: (ways[name], name))
    return tuple(order), tuple(ways[name] for name in order)
