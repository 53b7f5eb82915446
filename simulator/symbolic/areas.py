"""Faults by area: those that lead to the same runbook where each strikes alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from simulator.model import Case, Model
from simulator.symbolic.runner import Runner, planes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """The faults of which readers who start from symptoms come to one runbook first; `runbook` is None where they come to none."""

    runbook: str | None
    faults: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the area is called."""
        return self.runbook or "no runbook"


def areas_of(model: Model, starts: tuple[str, ...]) -> tuple[Area, ...]:
    """Return the areas of a model for readers who start at the first of some trees, sorted; each fault is in one of them."""
    if not starts:
        return ()
    found: dict[str, list[str]] = {}
    for fault, runbook in ways_in(Runner(model, starts[:1]), starts[0]).items():
        found.setdefault(runbook or "", []).append(fault)
    return tuple(Area(runbook=runbook or None, faults=tuple(sorted(faults))) for runbook, faults in sorted(found.items()))


def ways_in(runner: Runner, start: str) -> Mapping[str, str | None]:
    """Return by fault the runbook to which it leads first where it strikes alone; None where it leads to none."""
    names = sorted(runner.model.faults)
    every = (1 << len(names)) - 1
    run = runner.run(Case(starts=start), planes_of([(name,) for name in names]), len(names), every)
    return {names[number]: next(iter(ending.path), None) for number, ending in run.endings(every)}


def groups_of(areas: Sequence[Area], together: int) -> Iterator[tuple[Area, ...]]:
    """Yield every group of up to so many areas, smaller ones first."""
    for size in range(1, together + 1):
        yield from combinations(areas, size)
