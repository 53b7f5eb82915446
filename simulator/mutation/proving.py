"""The proof once a runbook is changed: only those sets of faults are replayed again that come by the change, and they alone could fail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from simulator.gaps import gap_of
from simulator.model import Case, Model
from simulator.mutation.footprint import Place
from simulator.mutation.telling import AT_ONCE, Struck, Tracing, together
from simulator.prove import entrances
from simulator.symbolic.bounded import failure
from simulator.symbolic.position import Taking, route
from simulator.symbolic.record import Way
from simulator.symbolic.runner import Run, Runner, planes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bundle:
    """Sets replayed at once from a tree: those that go each way of each step, and those that fail already."""

    start: str
    sets: list[Struck]
    planes: dict[str, int]
    went: dict[tuple[Place, Way], int] = field(default_factory=dict)
    failing: int

    @property
    def every(self) -> int:
        """All of them."""
        return (1 << len(self.sets)) - 1


class Proving:
    """Proves changes to the runbooks of one model, for sets of up to `most` faults from every tree."""

    def __init__(self, model: Model, most: int) -> None:
        self._bundles = [bundle for start in entrances(model) for bundle in _bundles(model, start, most)]

    def fails(self, changed: Model, ways: frozenset[tuple[Place, Way]]) -> Iterator[str]:
        """Yield the sets for which the proof fails once what bears on some ways is changed, and did not before."""
        for bundle in self._bundles:
            family = 0
            for way in ways:
                family |= bundle.went.get(way, 0)
            if family:
                run = Runner(changed, (bundle.start,)).run(Case(starts=bundle.start), bundle.planes, len(bundle.sets), family)
                for number, ended in run.endings(run.failing & ~bundle.failing):
                    faults = bundle.sets[number].faults
                    if gap_of(changed, failure(ended, faults, bundle.start)) is None:
                        yield f"{', '.join(faults)} from {bundle.start}"


def _bundles(model: Model, start: str, most: int) -> Iterator[_Bundle]:
    tracing = Tracing(model, route(model, (start,)), ())
    waiting = together(model, most)
    while sets := list(islice(waiting, AT_ONCE)):
        planes = planes_of([one.faults for one in sets])
        every = (1 << len(sets)) - 1
        tracing.bits.everything = every
        tracing.went.clear()
        run = Run(tracing.run(Case(starts=start), planes, every), list(tracing.digits.planes), every)
        bundle = _Bundle(start=start, sets=sets, planes=planes, failing=run.failing)
        for (at, way), where in tracing.went.items():
            if isinstance(at, Taking):
                key = ((at.runbook, model.runbooks[at.runbook].steps[at.index].number), way)
                bundle.went[key] = bundle.went.get(key, 0) | where
        yield bundle
