"""Whether anything would notice that a catalog was changed: its checks, its replays, the proof."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.command import Command
from catalog.event import Reaction
from catalog.finding import Finding, Severity
from catalog.harmless import Change
from catalog.location import Location
from catalog.runbook import DONE, NEXT, Runbook, RunbookKind
from simulator.checks import check_replays
from simulator.compile import case_of, compiled, compiled_runbook
from simulator.model import Case, Model, Outcome
from simulator.mutation.baseline import Known, Origin, baseline
from simulator.mutation.footprint import footprint
from simulator.mutation.mutant import Mutant
from simulator.mutation.telling import Step, Telling, telling_from_runbook, telling_from_tree
from simulator.prove import entrances
from simulator.reader import replay
from simulator.replay import Replay
from simulator.state import TooLong
from simulator.symbolic.record import Way


class By(StrEnum):
    """What notices a change."""

    CHECK = "a check"
    SCENARIO = "a scenario"
    COVERED = "a fault that a runbook covers"
    SYMPTOMS = "a single fault from its symptoms"
    OTHERWISE = "a replay that goes another way or takes another time"
    UNUSED = "a step that is never taken any more"
    END = "a combination of faults that ends otherwise"
    WAY = "a combination that leads through other runbooks"
    TIME = "a combination that takes longer"


_BY = {Origin.SCENARIO: By.SCENARIO, Origin.COVERED: By.COVERED, Origin.SYMPTOMS: By.SYMPTOMS}

_Place = tuple[str, Location]
"""A step, by its runbook and where it is written: its number may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What notices a mutant, None where nothing does; `seen` names the replay or the finding, or says why nothing notices."""

    by: By | None
    seen: str = ""


UNREACHED = "no combination goes this way: a fault is missing, or it can go"
SAME = "what goes this way ends the same and as soon: the step is of no use, or something that rests on it is missing"

_WAYS = {
    Change.MISDIRECT_IF_MET: Way.MET,
    Change.MISDIRECT_IF_UNMET: Way.UNMET,
    Change.MISDIRECT_IF_FAILS: Way.FAILED,
    Change.DROP_IF_FAILS: Way.FAILED,
}
"""By which way a step is left where a change matters; any other matters wherever the step is taken."""


class Judge:
    """Judges the mutants of one catalog; `most` is the greatest number of faults at once that are replayed from symptoms.

    With one alone, the scenarios and the single faults are all that is replayed.
    """

    def __init__(self, catalog: Catalog, model: Model, most: int) -> None:
        self._catalog = catalog
        self._model = model
        self._most = most
        self._known = baseline(catalog, model)
        self._usual = frozenset(self._errors(catalog, model))
        self._taken = Counter(
            place for one in self._known if one.origin is Origin.SYMPTOMS for place in _places(catalog, one.touched.steps)
        )
        self._own: dict[str, dict[Step, list[Telling]]] = {}

    def verdict(self, mutant: Mutant) -> Verdict:
        """Return what notices a mutant, the quickest ways of noticing first."""
        changed = mutant.of(self._catalog)
        if isinstance(mutant.entity, Runbook) and self._leads_nowhere(mutant.entity):
            return Verdict(by=By.CHECK, seen="a step leads to what is not there")
        model = self._compiled(mutant, changed)
        ways = (self._by_replays(mutant, changed, model), self._by_several(mutant, model), self._by_checks(mutant, changed, model))
        return next((verdict for way in ways for verdict in way), None) or Verdict(by=None, seen=self._reason(mutant))

    def _leads_nowhere(self, runbook: Runbook) -> bool:
        known = {NEXT, DONE, *self._catalog.runbooks, *(step.id for step in runbook.steps)}
        return any(target not in known for step in runbook.steps for target in step.targets())

    def _compiled(self, mutant: Mutant, changed: Catalog) -> Model:
        if isinstance(mutant.entity, Runbook):
            return self._model.with_runbook(compiled_runbook(self._catalog, mutant.entity))
        return compiled(changed)

    # The scenarios and the single faults

    def _by_replays(self, mutant: Mutant, changed: Catalog, model: Model) -> Iterator[Verdict]:
        lost: Counter[_Place] = Counter()
        still: set[_Place] = set()
        for one in self._touched_by(mutant):
            ended = _replayed(model, one.case)
            if ended is None or not one.wanted.comes_of(ended):
                yield Verdict(by=_BY[one.origin], seen=one.name)
                return
            if not isinstance(mutant.entity, Runbook) and (ended.path, ended.seconds) != (one.path, one.seconds):
                yield Verdict(by=By.OTHERWISE, seen=one.name)  # a model that is kinder than the world is as wrong as one that is harsher
                return
            if one.origin is Origin.SYMPTOMS:
                lost.update(_places(self._catalog, one.touched.steps))
                still.update(_places(changed, footprint(ended).steps))
        gone = {place for place, count in lost.items() if count == self._taken[place]} - still - {(mutant.owner, mutant.at)}
        for name, at in sorted(gone):
            yield Verdict(by=By.UNUSED, seen=f"{at.file}:{at.line} in `{name}`")

    def _touched_by(self, mutant: Mutant) -> Iterable[Known]:
        """The replays that a change may alter, those first that came by the very step."""
        entity = mutant.entity
        match entity:
            case Runbook():
                known = [one for one in self._known if entity.id in one.touched.runbooks]
                return sorted(known, key=lambda one: (mutant.owner, mutant.number) not in one.touched.steps)
            case Command():
                return [one for one in self._known if any(self._runs(line, entity) for line in one.touched.lines)]
            case Reaction():
                return [one for one in self._known if entity.id in one.touched.reactions]
            case _:
                return self._known

    def _runs(self, line: str, command: Command) -> bool:
        return self._catalog.command_for(line).command.id == command.id

    # Several faults, and late ones

    def _by_several(self, mutant: Mutant, model: Model) -> Iterator[Verdict]:
        for told in {id(told.case): told for told in self._telling(mutant)}.values():  # one that goes several ways is replayed once
            ended = _replayed(model, told.case)
            late = [f"{name} after step {moment}" for moment, names in told.case.late.items() for name in names]
            seen = f"{', '.join((*told.case.faults, *late))} from {told.case.starts}"
            if ended is None or _ends_worse(ended, told):
                yield Verdict(by=By.END, seen=seen)
            elif ended.outcome is told.outcome and ended.path != told.path:
                yield Verdict(by=By.WAY, seen=seen)
            elif ended.outcome is told.outcome and ended.seconds > told.seconds:
                yield Verdict(by=By.TIME, seen=seen)

    def _reason(self, mutant: Mutant) -> str:
        """Why nothing notices a mutant, as far as combinations were looked at."""
        if self._most == 1 or not isinstance(mutant.entity, Runbook):
            return ""
        wanted = _WAYS.get(Change(mutant.change), Way.TAKEN)
        return SAME if any(told.way is wanted for told in self._telling(mutant)) else UNREACHED

    def _telling(self, mutant: Mutant) -> Iterator[Telling]:
        if self._most < 2 or not isinstance(mutant.entity, Runbook):  # noqa: PLR2004
            return
        name = mutant.owner
        if name not in self._own:
            self._own[name] = telling_from_runbook(self._model, name, self._begins(name))
        numbers = (mutant.number, mutant.number + 1) if mutant.change in (Change.DROP_STEP, Change.SWAP_STEPS) else (mutant.number,)
        for number in numbers:
            for found in (self._own[name], *self._from_trees):
                yield from found.get((name, number), ())

    def _begins(self, runbook: str) -> list[Case]:
        """The clusters in which a reader may start at a runbook: those with what it covers, and those of scenarios that start there."""
        covered = [Case(starts=runbook, faults=(str(fault),)) for fault in self._catalog.runbooks[runbook].covers]
        return [*covered, *(case_of(scenario) for scenario in self._catalog.scenarios.values() if scenario.starts == runbook)]

    @cached_property
    def _from_trees(self) -> tuple[dict[Step, list[Telling]], ...]:
        return tuple(telling_from_tree(self._model, tree, self._most) for tree in entrances(self._model))

    # Checks

    def _by_checks(self, mutant: Mutant, changed: Catalog, model: Model) -> Iterator[Verdict]:
        for code, message in _serious(check(changed)) if _is_held_by_replays(mutant) else self._errors(changed, model):
            if (code, message) not in self._usual:
                yield Verdict(by=By.CHECK, seen=f"{code} {message}")

    def _errors(self, catalog: Catalog, model: Model) -> Iterator[tuple[str, str]]:
        yield from _serious(check(catalog))
        yield from _serious(check_replays(catalog, model))


def _is_held_by_replays(mutant: Mutant) -> bool:
    """Whether the checks that need replays ask nothing more of a mutant than has been replayed: they do of routines and of claimed times."""
    entity = mutant.entity
    return isinstance(entity, Runbook) and entity.kind is not RunbookKind.ROUTINE and entity.claimed is None


def _replayed(model: Model, case: Case) -> Replay | None:
    """Return a replay, or None where it does not end within what anybody could have meant."""
    try:
        return replay(model, case)
    except TooLong:
        return None


def _ends_worse(ended: Replay, told: Telling) -> bool:
    """Whether a replay does not end resolved that did, or ends in another runbook with the same outcome."""
    if ended.outcome is told.outcome:
        return ended.by != told.by
    return told.outcome is Outcome.RESOLVED


def _places(catalog: Catalog, steps: Iterable[tuple[str, int]]) -> set[_Place]:
    return {(name, catalog.runbooks[name].steps[number - 1].at) for name, number in steps}


def _serious(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    return ((one.code.name, one.message) for one in findings if one.severity is Severity.ERROR)
