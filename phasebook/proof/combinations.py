"""The proof for every combination of faults: of all of them where diagrams can hold that, else of those in a few areas at once."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from phasebook.bar import bar, watched
from simulator.model import Model
from simulator.symbolic.areas import Area, areas_of, groups_of
from simulator.symbolic.proof import Proof, Spread, Unproven
from simulator.symbolic.unbounded import Part, TooManyCombinations, Unbounded

TOGETHER = 2
"""In so many areas faults may lie at once, where all areas at once are too much."""


def proven(model: Model, trees: tuple[str, ...], jobs: int) -> Proof:
    """Prove every combination of faults. Raises `TooManyCombinations` where that is too much and the catalog has no more than a few areas."""
    unbounded = Unbounded(model, trees)
    try:
        with bar(" positions") as advance:
            return unbounded.prove(progress=lambda: advance(1))
    except TooManyCombinations as large:
        areas = areas_of(model, trees)
        if len(areas) <= TOGETHER:
            raise
        beyond = Unproven(areas=(), at=large.at, why=large.why)
    whole, groups = Part(), list(groups_of(areas, TOGETHER))
    parts = _shared_out(unbounded, groups, jobs) if jobs > 1 else map(unbounded.part, groups)
    for part in watched(parts, "group", len(groups)):
        whole.add(part)
    return unbounded.proof(whole, Spread(together=TOGETHER, areas=tuple(area.name for area in areas), beyond=beyond))


def _shared_out(unbounded: Unbounded, groups: Sequence[tuple[Area, ...]], jobs: int) -> Iterator[Part]:
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=unbounded.recipe) as pool:
        yield from pool.map(_part, groups)


_SHARE: list[Unbounded] = []
"""What a worker process works with, compiled there once."""


def _begin(model: Model, trees: tuple[str, ...]) -> None:
    _SHARE[:] = [Unbounded(model, trees)]


def _part(group: Sequence[Area]) -> Part:
    return _SHARE[0].part(group)
