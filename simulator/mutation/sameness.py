"""Changes after which a runbook comes to the same, whatever breaks: worked out from the words alone, without a replay."""

from dataclasses import replace

from catalog.catalog import Catalog
from catalog.failing import can_fail
from catalog.harmless import Change
from catalog.runbook import NEXT, Runbook, RunbookKind, Step
from simulator.bearing import facts_in
from simulator.compile import action
from simulator.condition import All, Condition, Facts, Not
from simulator.model import Action, Model
from simulator.model import Runbook as Compiled
from simulator.model import Step as CompiledStep
from simulator.mutation.mutant import Mutant

NO_LINE_FAILS = "no line of the step can fail"
NEXT_EITHER_WAY = "met or not, the next step follows"
BOTH_LOOK = "both steps only look and go on, and neither asks what the other shows"
ONE_OF_TWO = "nobody takes both steps, and neither shows what the other asks for"
ALIKE = "the other line needs, does, takes and shows the same"


def same(catalog: Catalog, model: Model, mutant: Mutant) -> str | None:
    """Return why a changed runbook comes to the same, or None where that cannot be told from the words."""
    if not isinstance(mutant.entity, Runbook):
        return None
    book, number = catalog.runbooks[mutant.owner], mutant.number
    step = book.steps[number - 1]
    match Change(mutant.change):
        case Change.MISDIRECT_IF_FAILS | Change.DROP_IF_FAILS:
            return None if any(can_fail(catalog, step, line) for line in step.run) else NO_LINE_FAILS
        case Change.DROP_EXPECT | Change.INVERT_EXPECT:
            watched = book.kind is RunbookKind.ROUTINE  # what is not as expected there is what a routine notices
            return None if watched or not _goes_on(step.if_met, step.if_unmet) else NEXT_EITHER_WAY
        case Change.SWAP_STEPS:
            pair = _Pair(catalog, model.runbooks[mutant.owner], book.steps[number - 1 : number + 1])
            return BOTH_LOOK if pair.both_look else ONE_OF_TWO if pair.exclude_each_other else None
        case Change.ANOTHER_COMMAND:
            return ALIKE if _alike(catalog, step, mutant.entity.steps[number - 1]) else None
        case _:
            return None


def _goes_on(*targets: str | None) -> bool:
    return all(target in (None, NEXT) for target in targets)


def _alike(catalog: Catalog, before: Step, after: Step) -> bool:
    changed = [(str(old), str(new)) for old, new in zip(before.run, after.run, strict=True) if old != new]
    return before.for_each is None and all(_deed(action(catalog, old)) == _deed(action(catalog, new)) for old, new in changed)


def _deed(one: Action) -> Action:
    """What a line does, without its words."""
    return replace(one, line="", command="", output=(), fails=tuple(replace(failure, message="") for failure in one.fails))


class _Pair:
    """Two steps in a row."""

    def __init__(self, catalog: Catalog, compiled: Compiled, pair: tuple[Step, ...]) -> None:
        self._catalog = catalog
        self._pair = pair
        self._own = [[one for one in compiled.steps if one.title == step.title] for step in pair]
        self._led_to = {target for book in catalog.runbooks.values() for step in book.steps for target in step.targets()}

    @property
    def both_look(self) -> bool:
        """Whether neither changes anything or leads anywhere but on, and neither rests on the other: then their order is nothing to anybody."""
        looks = zip(self._pair, self._own, strict=True)
        quiet = self._alone(self._pair) and all(_only_looks(self._catalog, step, steps[0]) for step, steps in looks)
        return quiet and self._apart and _shown(self._own[0][0]).isdisjoint(_shown(self._own[1][0]))

    @property
    def exclude_each_other(self) -> bool:
        """Whether what is known lets nobody take both: one asks that the other's condition does not hold, or one fact would need two values.

        Who is led to the second passes over the first.
        """
        if not self._alone(self._pair[1:]) or not self._apart:
            return False
        first, second = (steps[0].only_if for steps in self._own)
        one, other = _needed(first), _needed(second)
        return (
            _denies(first, second)
            or _denies(second, first)
            or any(values.isdisjoint(other[fact]) for fact, values in one.items() if fact in other)
        )

    def _alone(self, led_past: tuple[Step, ...]) -> bool:
        """Whether each of the two is one step of its title, and none of `led_past` is led to."""
        single = all(len(steps) == 1 and step.for_each is None for steps, step in zip(self._own, self._pair, strict=True))
        return single and all(step.id not in self._led_to for step in led_past)

    @property
    def _apart(self) -> bool:
        """Whether neither shows what the other asks for."""
        (one, *_), (other, *_) = self._own
        return _shown(one).isdisjoint(facts_in(other.only_if)) and _shown(other).isdisjoint(facts_in(one.only_if))


def _only_looks(catalog: Catalog, step: Step, compiled: CompiledStep) -> bool:
    fails = any(can_fail(catalog, step, line) for line in step.run)
    quiet = step.edit is None and not any(True for one in compiled.run for _ in one.effects())
    return quiet and _goes_on(step.if_met, step.if_unmet) and (not fails or step.if_fails == NEXT)


def _denies(one: Condition, other: Condition) -> bool:
    """Whether a condition asks that something does not hold which another asks for."""
    return not {Not(part) for part in _asked(other)}.isdisjoint(_asked(one))


def _asked(condition: Condition) -> frozenset[Condition]:
    """Return what has to hold where a condition is to hold, part by part."""
    parts = [part for inner in condition.parts for part in _asked(inner)] if isinstance(condition, All) else []
    return frozenset((condition, *parts))


def _needed(condition: Condition) -> dict[str, frozenset[str]]:
    """Return facts that must have one of some values where a condition is to hold."""
    match condition:
        case Facts(tests=tests):
            return {test.fact: test.values for test in tests}
        case All(parts=parts):
            return {fact: values for part in parts for fact, values in _needed(part).items()}
        case _:
            return {}


def _shown(step: CompiledStep) -> frozenset[str]:
    shows = [show for one in step.run for show in (*one.shows, *(show for failure in one.fails for show in failure.shows))]
    return frozenset(fact for show in shows for fact in (*show.show, *(name for name, _ in show.claim)))
