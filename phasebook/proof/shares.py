"""The proof of sets up to so many faults, batch by batch, in this process or shared out over others."""

from collections.abc import Iterator

from phasebook.bar import watched
from simulator.model import Model
from simulator.symbolic.bits import Batch
from simulator.symbolic.bounded import Bounded, Known, Part
from simulator.symbolic.proof import Proof


def proven(bounded: Bounded, jobs: int, scheduler: str | None) -> Proof:
    """Prove batch by batch, the first one, which holds the smallest sets, before all others."""
    first, *others = bounded.batches() or [Batch(chunks=())]
    whole = bounded.part(first)
    parts: Iterator[Part]
    if scheduler is not None:
        from phasebook.proof.cluster import shared_out  # noqa: PLC0415  (an extra that hardly anybody has)

        parts = shared_out(scheduler, bounded.recipe, others, whole.known())
    elif jobs > 1 and len(others) > 1:
        parts = _shared_out(bounded, others, whole.known(), jobs)
    else:
        parts = (bounded.part(one, whole.known()) for one in others)
    for part in watched(parts, "batch", len(others)):
        whole.add(part)
    return bounded.proof(whole)


def _shared_out(bounded: Bounded, batches: list[Batch], known: Known, jobs: int) -> Iterator[Part]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  (most proofs are one batch)

    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(bounded.recipe, known)) as pool:
        yield from pool.map(_part, batches)


_SHARE: list[tuple[Bounded, Known]] = []
"""What a worker process works with, compiled there once."""


def _begin(recipe: tuple[Model, int, tuple[str, ...], bool], known: Known) -> None:
    model, most, trees, every = recipe
    _SHARE[:] = [(Bounded(model, most, trees, every=every), known)]


def _part(batch: Batch) -> Part:
    bounded, known = _SHARE[0]
    return bounded.part(batch, known)
