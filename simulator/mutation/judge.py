"""Whether a command that a change to the guide is held against would fail: `check --strict`, `simulate` and `prove`, and no other eyes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain, combinations

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.command import Command
from catalog.event import Reaction
from catalog.finding import Finding
from catalog.harmless import Change
from catalog.runbook import DONE, NEXT, Runbook, RunbookKind
from simulator.checks import check_replays
from simulator.compile import compiled, compiled_runbook
from simulator.gaps import reckoned
from simulator.model import Case, Model
from simulator.mutation.baseline import Known, Origin, baseline
from simulator.mutation.bundle import Ways
from simulator.mutation.footprint import footprint
from simulator.mutation.mutant import Mutant
from simulator.mutation.proving import newly_failing
from simulator.mutation.sameness import same
from simulator.mutation.seeker import Seeker
from simulator.prove import entrances
from simulator.reader import followed
from simulator.symbolic.bounded import prove_up_to
from simulator.symbolic.record import Way
from simulator.witnesses import Witness


class By(StrEnum):
    """The command that fails once a change is made, and does not before."""

    SIMULATE = "simulate"
    PROVE = "prove"
    CHECK = "check --strict"


_BY = {Origin.SCENARIO: By.SIMULATE, Origin.WITNESS: By.SIMULATE, Origin.COVERED: By.CHECK, Origin.SYMPTOMS: By.PROVE}

_WAYS = {
    Change.MISDIRECT_IF_MET: (Way.MET,),
    Change.MISDIRECT_IF_UNMET: (Way.UNMET,),
    Change.MISDIRECT_IF_FAILS: (Way.FAILED,),
    Change.DROP_IF_FAILS: (Way.FAILED,),
    Change.DROP_EXPECT: (Way.MET, Way.UNMET),
    Change.INVERT_EXPECT: (Way.MET, Way.UNMET),
    Change.ANOTHER_COMMAND: (Way.TAKEN,),
}
"""By which ways a step is left where a change matters; any other matters whoever comes by, also who passes the step over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What notices a mutant, None where nothing does; `seen` names the replay or the finding, or says why nothing notices.

    `would` are replays by which it would tell if one of them were kept; `same` says that it comes to the same, whatever breaks.
    """

    by: By | None
    seen: str = ""
    same: bool = False
    would: tuple[Witness, ...] = ()


UNREACHED = "no combination goes this way: a fault is missing, or it can go"
SAME = "what goes this way ends the same and as soon: the step is of no use, or something that rests on it is missing"


class Judge:
    """Judges the mutants of one catalog; sets of up to `most` faults are proven, and the replays in `kept` go as they did.

    With `keeping`, replays that would tell are looked for before the proof and the checks, which take longer, are made.
    """

    def __init__(self, catalog: Catalog, model: Model, most: int, kept: tuple[Witness, ...] = (), *, keeping: bool = False) -> None:
        self._keeping = keeping
        self._catalog = catalog
        self._model = model
        self._most = min(most, len(model.faults))
        self._known = baseline(catalog, model, kept)
        self._seeker = Seeker(catalog, model, self._most)
        self._usual = frozenset(self._findings(catalog, model))

    def verdict(self, mutant: Mutant) -> Verdict:
        """Return what notices a mutant, the quickest ways of noticing first."""
        if isinstance(mutant.entity, Runbook) and self._leads_nowhere(mutant.entity):
            return Verdict(by=By.CHECK, seen="a step leads to what is not there")
        changed = mutant.of(self._catalog)
        model = self._compiled(mutant, changed)
        noticed = next(self._by_replays(mutant, model), None)
        if noticed is not None:
            return noticed
        sought = self._sought(mutant, model) if self._keeping else None
        if sought is not None and sought.would:
            return sought
        slowly = chain(self._by_proof(mutant, model), self._by_checks(mutant, changed, model), self._by_nothing(mutant))
        return next(slowly, None) or sought or self._sought(mutant, model)

    def _by_nothing(self, mutant: Mutant) -> Iterator[Verdict]:
        why = same(self._catalog, self._model, mutant)
        if why is not None:
            yield Verdict(by=None, seen=why, same=True)

    def _sought(self, mutant: Mutant, model: Model) -> Verdict:
        """Say of what nothing notices by which replay it would tell, or why by none."""
        if not isinstance(mutant.entity, Runbook):
            return Verdict(by=None)
        would, came = self._seeker.seek(mutant.owner, ways_of(mutant), model)
        if would:
            return Verdict(by=None, seen=f"`--keep` would keep {would[0].title}, by which it tells", would=would)
        return Verdict(by=None, seen=SAME if came else UNREACHED)

    def _leads_nowhere(self, runbook: Runbook) -> bool:
        known = {NEXT, DONE, *self._catalog.runbooks, *(step.id for step in runbook.steps)}
        return any(target not in known for step in runbook.steps for target in step.targets())

    def _compiled(self, mutant: Mutant, changed: Catalog) -> Model:
        if isinstance(mutant.entity, Runbook):
            return self._model.with_runbook(compiled_runbook(self._catalog, mutant.entity))
        return compiled(changed)

    # The scenarios, what runbooks cover, and the single faults from their symptoms

    def _by_replays(self, mutant: Mutant, model: Model) -> Iterator[Verdict]:
        for one in self._touched_by(mutant):
            ended = followed(model, one.case)
            if ended is None or not one.wanted.comes_of(ended):
                late = one.origin is Origin.SYMPTOMS and ended is not None and ended.outcome is one.wanted.outcome
                yield Verdict(by=By.CHECK if late else _BY[one.origin], seen=one.name)

    def _touched_by(self, mutant: Mutant) -> Iterable[Known]:
        """The replays that a change may alter."""
        entity = mutant.entity
        match entity:
            case Runbook():
                ways = ways_of(mutant)
                return [one for one in self._known if not ways.isdisjoint(one.touched.ways)]
            case Command():
                return [one for one in self._known if any(self._runs(line, entity) for line in one.touched.lines)]
            case Reaction():
                return [one for one in self._known if entity.id in one.touched.reactions]
            case _:
                return self._known

    def _runs(self, line: str, command: Command) -> bool:
        return self._catalog.command_for(line).command.id == command.id

    # The proof

    def _by_proof(self, mutant: Mutant, model: Model) -> Iterator[Verdict]:
        alone = isinstance(mutant.entity, Runbook) and self._gone_by_gaps.isdisjoint(ways_of(mutant))
        seen = newly_failing(self._seeker.from_trees, model, ways_of(mutant)) if alone else sorted(self._failing_by(model) - self._failing)
        yield from (Verdict(by=By.PROVE, seen=one) for one in seen)

    @cached_property
    def _gone_by_gaps(self) -> Ways:
        """By which ways steps are left in the replays that decide whether a known gap is as it says."""
        gaps = self._model.gaps.values()
        parts = dict.fromkeys(part for faults in gaps for size in range(len(faults) + 1) for part in combinations(faults, size))
        cases = (Case(starts=start, faults=part) for part in parts for start in entrances(self._model))
        ended = (followed(self._model, case) for case in cases)
        return frozenset(way for one in ended if one is not None for way in footprint(self._model, one).ways)

    @cached_property
    def _failing(self) -> frozenset[str]:
        return self._failing_by(self._model)

    def _failing_by(self, model: Model) -> frozenset[str]:
        """What the whole proof fails by, in words."""
        told = reckoned(model, prove_up_to(model, self._most, entrances(model)))
        sets = {f"{', '.join(one.faults)} from {one.starts}" for one in (*told.left, *told.proof.ugly)}
        return frozenset({*sets, *(f"the gap `{one.gap}`: {one.why}" for one in told.wrong)})

    # The checks

    def _by_checks(self, mutant: Mutant, changed: Catalog, model: Model) -> Iterator[Verdict]:
        found = _told(check(changed)) if _is_held_by_replays(mutant) else self._findings(changed, model)
        for told in found:
            if told not in self._usual:
                yield Verdict(by=By.CHECK, seen=told)

    def _findings(self, catalog: Catalog, model: Model) -> Iterator[str]:
        yield from _told(check(catalog))
        yield from _told(check_replays(catalog, model))


def _told(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings without their place: a change may move one that was there before."""
    return (f"{one.code.name} {one.message}" for one in findings)


def ways_of(mutant: Mutant) -> Ways:
    """The ways that a change to a runbook bears on: who goes none of them does not notice it."""
    change = Change(mutant.change)
    numbers = range(mutant.number, mutant.number + (2 if change in (Change.DROP_STEP, Change.SWAP_STEPS) else 1))
    return frozenset(((mutant.owner, number), way) for number in numbers for way in _WAYS.get(change, Way))


def _is_held_by_replays(mutant: Mutant) -> bool:
    """Whether the checks that need replays ask nothing more of a mutant than has been replayed: they do of routines and of claimed times."""
    entity = mutant.entity
    return isinstance(entity, Runbook) and entity.kind is not RunbookKind.ROUTINE and entity.claimed is None
