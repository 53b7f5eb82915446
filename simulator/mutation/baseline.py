"""Every replay that is held against a changed catalog: the scenarios, what is kept, each fault from its symptoms and from the runbooks that cover it."""

from collections.abc import Iterator
from dataclasses import dataclass
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
    SYMPTOMS = "the proof of single faults ends otherwise"
    COVERED = "a runbook does not mend what it covers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a replay has to end: in one outcome and, where they are given, in one runbook, on one way, within so many seconds."""

    outcome: Outcome
    by: str | None = None
    path: tuple[str, ...] | None = None
    within: int | None = None

    def comes_of(self, ended: Replay) -> bool:
        """Whether a replay ended so."""
        right = ended.outcome is self.outcome and self.by in (None, ended.by) and self.path in (None, ended.path)
        return right and (self.within is None or ended.seconds <= self.within)


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
            case = Case(starts=name, faults=(str(fault),))
            yield from _known(Origin.COVERED, f"{fault} from {name}", model, case, Wanted(outcome=Outcome.RESOLVED))


def _symptoms(catalog: Catalog, model: Model) -> Iterator[Known]:
    """Each fault from its symptoms, held to the objective of the runbook in which it ends, where it keeps it."""
    for tree in entrances(model):
        for fault in model.faults:
            case = Case(starts=tree, faults=(fault,))
            ended = replay(model, case)
            objective = catalog.runbooks[ended.by].objective if ended.by is not None else None
            within = objective if objective is not None and ended.seconds <= objective else None
            yield from _known(Origin.SYMPTOMS, f"{fault} from {tree}", model, case, Wanted(outcome=ended.outcome, within=within))


def _known(origin: Origin, name: str, model: Model, case: Case, wanted: Wanted) -> Iterator[Known]:
    ended = replay(model, case)
    if wanted.comes_of(ended):
        yield Known(origin=origin, name=name, case=case, wanted=wanted, touched=footprint(model, ended))
