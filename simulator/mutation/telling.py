"""Cases that tell of a step: few of those that leave it by each way, spread over all ends."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from simulator.model import Case, Outcome
from simulator.mutation.bundle import Bundle
from simulator.mutation.footprint import Place
from simulator.symbolic.bits import ones
from simulator.symbolic.record import Way
from simulator.symbolic.runner import Run

A_WAY = 12
"""So many cases are kept of those that leave a step by one way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A case with its end, in the unchanged guide, and the way by which it leaves the step that it tells of."""

    case: Case
    way: Way
    outcome: Outcome
    by: str | None
    path: tuple[str, ...]
    seconds: int


def telling(bundles: Iterable[Bundle], runbook: str | None = None) -> dict[Place, list[Telling]]:
    """Return the cases that tell of the steps, of any runbook or of one, bundle by bundle until each way of each step has as many as are kept."""
    found: dict[Place, list[Telling]] = {}
    kept: Counter[tuple[Place, Way]] = Counter()
    for bundle in bundles:
        chosen = _chosen(bundle, kept, runbook)
        for number, ended in bundle.run.endings(sum(1 << number for number in chosen)):
            case = bundle.case(number)
            for step, way in sorted(chosen[number]):
                told = Telling(case=case, way=way, outcome=ended.outcome, by=ended.by, path=ended.path, seconds=ended.seconds)
                found.setdefault(step, []).append(told)
    return found


def _chosen(bundle: Bundle, kept: Counter[tuple[Place, Way]], runbook: str | None) -> dict[int, set[tuple[Place, Way]]]:
    """Return the numbers of the cases that are kept, each with the steps that it tells of, by the way that they are left."""
    chosen: dict[int, set[tuple[Place, Way]]] = {}
    for gone, where in bundle.went.items():
        if runbook is None or gone[0][0] == runbook:
            for number in _spread(bundle.run, where & bundle.met, A_WAY - kept[gone]):
                kept[gone] += 1
                chosen.setdefault(number, set()).add(gone)
    return chosen


def _spread(run: Run, where: int, most: int) -> list[int]:
    """Return the numbers of at most so many cases of a family, spread evenly over all ends and all of the family."""
    found: list[int] = []
    families = [family for ended in run.record.ended if (family := ended.where & where)]
    for place, family in enumerate(families):
        share = -(-(most - len(found)) // (len(families) - place))
        numbers = list(ones(family))
        apart = max(1, len(numbers) // share) if share > 0 else 1
        found += numbers[::apart][: max(share, 0)]
    return found
