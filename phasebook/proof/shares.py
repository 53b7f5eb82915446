"""The proof of sets up to so many faults, batch by batch, in this process or shared out over others."""

from collections.abc import Iterator
from functools import partial

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
    from phasebook.workers import asked, workers  # noqa: PLC0415  (most proofs are one batch)

    with workers(jobs, _share, bounded.recipe, known) as pool:
        yield from pool.map(partial(asked, _part), batches)


def _share(recipe: tuple[Model, int, tuple[str, ...], bool], known: Known) -> tuple[Bounded, Known]:
    model, most, trees, every = recipe
    return Bounded(model, most, trees, every=every), known


def _part(share: tuple[Bounded, Known], batch: Batch) -> Part:
    bounded, known = share
    return bounded.part(batch, known)
