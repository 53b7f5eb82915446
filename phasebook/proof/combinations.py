"""The proof for every combination of faults: of all of them where diagrams can hold that, else of those in a few areas at once."""

from collections.abc import Iterator, Sequence
from functools import partial

from phasebook.bar import bar, watched
from phasebook.workers import asked, workers
from simulator.model import Model
from simulator.symbolic.areas import Area, areas_of, groups_of
from simulator.symbolic.proof import Proof, Spread, Unproven
from simulator.symbolic.unbounded import Part, TooManyCombinations, Unbounded

TOGETHER = 2
"""In so many areas faults may lie at once, where all areas at once are too much."""


def proven(model: Model, trees: tuple[str, ...], jobs: int, together: int | None) -> Proof:
    """Prove every combination of the faults of up to so many areas `together`; where that is not given, of all faults.

    Raises `TooManyCombinations` where all faults are too much and the catalog has no more than a few areas.
    """
    unbounded, areas = Unbounded(model, trees), areas_of(model, trees)
    if together is not None and together < len(areas):
        return _by_areas(unbounded, areas, Spread(together=together, areas=_names(areas)), jobs)
    try:
        with bar(" positions") as advance:
            return unbounded.prove(progress=lambda: advance(1))
    except TooManyCombinations as large:
        if len(areas) <= TOGETHER:
            raise
        beyond = Unproven(areas=(), at=large.at, why=large.why)
    return _by_areas(unbounded, areas, Spread(together=TOGETHER, areas=_names(areas), beyond=beyond), jobs)


def _names(areas: Sequence[Area]) -> tuple[str, ...]:
    return tuple(area.name for area in areas)


def _by_areas(unbounded: Unbounded, areas: Sequence[Area], spread: Spread, jobs: int) -> Proof:
    whole, groups = Part(), list(groups_of(areas, spread.together))
    parts = _shared_out(unbounded, groups, jobs) if jobs > 1 else map(unbounded.part, groups)
    for part in watched(parts, "group", len(groups)):
        whole.add(part)
    return unbounded.proof(whole, spread)


def _shared_out(unbounded: Unbounded, groups: Sequence[tuple[Area, ...]], jobs: int) -> Iterator[Part]:
    with workers(jobs, Unbounded, *unbounded.recipe) as pool:
        yield from pool.map(partial(asked, Unbounded.part), groups)
