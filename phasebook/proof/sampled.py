"""The proof for a sample of sets, share by share, in this process or shared out over others."""

from collections.abc import Iterator
from functools import partial

from phasebook.bar import watched
from phasebook.workers import asked, workers
from simulator.symbolic.bounded import Part
from simulator.symbolic.drawn import Sample
from simulator.symbolic.proof import Proof


def proven(sample: Sample, jobs: int) -> Proof:
    """Replay the shares of a sample, on so many processes."""
    whole, shares = Part(), sample.shares()
    parts = _shared_out(sample, jobs) if jobs > 1 and len(shares) > 1 else map(sample.part, shares)
    for part in watched(parts, "share", len(shares)):
        whole.add(part)
    return sample.proof(whole)


def _shared_out(sample: Sample, jobs: int) -> Iterator[Part]:
    with workers(jobs, Sample, *sample.recipe) as pool:
        yield from pool.map(partial(asked, Sample.part), sample.shares())
