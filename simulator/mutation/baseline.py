"""Every replay that is held against a changed catalog: the scenarios, what is kept, each fault from its symptoms and from the runbooks that cover it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalog.catalog import Catalog
from catalog.scenario import Expectation
from simulator.compile import case_of
from simulator.model import Case, Model, Outcome
from simulator.mutation.footprint import Footprint, footprint
from simulator.prove import entrances
from simulator.reader import replay
from simulator.replay import Replay
from simulator.witnesses import Witness, is_possible


class Origin(StrEnum):
    """Why a replay is made."""

    SCENARIO = "a scenario ends otherwise"
    WITNESS = "a replay that is kept goes otherwise"
    SYMPTOMS = "a fault is not mended from its symptoms"
    COVERED = "a fault is not mended from a runbook that covers it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a replay has to end: in one outcome and, where they are given, in one runbook, on one way, within so many seconds.

    `objectives` gives those seconds by the runbook in which it ends.
    """

    outcome: Outcome
    by: str | None = None
    path: tuple[str, ...] | None = None
    within: int | None = None
    objectives: Mapping[str, int] = field(default_factory=dict)

    def comes_of(self, ended: Replay) -> bool:
        """Whether a replay ended so."""
        right = ended.outcome is self.outcome and self.by in (None, ended.by) and self.path in (None, ended.path)
        within = self.objectives.get(ended.by or "", self.within)
        return right and (within is None or ended.seconds <= within)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A replay of the unchanged catalog, what it has to come to, and what it has touched."""

    origin: Origin
    name: str
    case: Case
    wanted: Wanted
    touched: Footprint


def baseline(catalog: Catalog, model: Model, kept: tuple[Witness, ...]) -> tuple[Known, ...]:
    """Return every replay, short ones first; one that does not end as it has to already is left out, for it would notice anything."""
    every = (*_scenarios(catalog, model), *_kept(model, kept), *_covered(catalog, model), *_symptoms(catalog, model))
    return tuple(sorted(every, key=lambda one: (len(one.touched.ways), one.origin, one.name)))


def _scenarios(catalog: Catalog, model: Model) -> Iterator[Known]:
    for name, scenario in catalog.scenarios.items():
        expect = scenario.expect or Expectation(at=scenario.at)
        wanted = Wanted(outcome=Outcome(expect.outcome), by=expect.by, within=expect.within)
        yield from _known(Origin.SCENARIO, name, model, case_of(scenario), wanted)


def _kept(model: Model, kept: tuple[Witness, ...]) -> Iterator[Known]:
    for one in kept:
        if is_possible(model, one.case):
            yield from _known(Origin.WITNESS, one.title, model, one.case, Wanted(outcome=one.outcome, path=one.path, within=one.seconds))


def _covered(catalog: Catalog, model: Model) -> Iterator[Known]:
    for name, runbook in catalog.runbooks.items():
        for fault in runbook.covers:
            yield from _mended(Origin.COVERED, catalog, model, str(fault), name)


def _symptoms(catalog: Catalog, model: Model) -> Iterator[Known]:
    for tree in entrances(model):
        for fault in model.faults:
            yield from _mended(Origin.SYMPTOMS, catalog, model, fault, tree)


def _mended(origin: Origin, catalog: Catalog, model: Model, fault: str, start: str) -> Iterator[Known]:
    """One fault that is mended, held to the objective of the runbook in which that ends."""
    objectives = {name: int(runbook.objective) for name, runbook in catalog.runbooks.items() if runbook.objective is not None}
    wanted = Wanted(outcome=Outcome.RESOLVED, objectives=objectives)
    yield from _known(origin, f"{fault} from {start}", model, Case(starts=start, faults=(fault,)), wanted)


def _known(origin: Origin, name: str, model: Model, case: Case, wanted: Wanted) -> Iterator[Known]:
    ended = replay(model, case)
    if wanted.comes_of(ended):
        yield Known(origin=origin, name=name, case=case, wanted=wanted, touched=footprint(model, ended))
