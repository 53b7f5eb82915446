"""Which deeds help in a state: they set something that is missing for the goal, or for what helps in turn.

A closure backwards from the goal. A value is *missing* where the goal, or a condition of something that helps, asks for it and its
variable has another. A deed or reaction helps where it sets a missing value. What a deed spoils on the way is missing in the state after
it, so that the next look finds what mends it; only a deed that prepares for what is not yet spoilt is never found.
"""

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.deeds import Deed
from simulator.model import READY, Effect, Model, Values
from simulator.network import Value
from simulator.state import State


class Relevance:
    """Finds the deeds that help on the way to one goal."""

    def __init__(self, model: Model, deeds: tuple[Deed, ...], goal: Condition) -> None:
        self._model = model
        self._goal = goal
        self._deeds = deeds
        self._sets = {id(deed): _sets_of(deed) for deed in deeds}
        self.values = _every_value(model, deeds)

    def helping(self, state: State) -> tuple[Deed, ...]:
        """Return the deeds that help in a state."""
        closure = _Closure(self._model, self.values, state)
        closure.want(self._goal, truth=True)
        size = -1
        helping: tuple[Deed, ...] = ()
        while size != (size := len(closure.missing)):
            helping = tuple(deed for deed in self._deeds if closure.missing & self._sets[id(deed)])
            for deed in helping:
                closure.do(deed)
            for reaction in self._model.reactions:
                closure.take(Effect(when=reaction.when, set=reaction.set))
        return helping


def _sets_of(deed: Deed) -> frozenset[Value]:
    return frozenset(value for effect in deed.action.effects() for value in effect.set)


def _every_value(model: Model, deeds: tuple[Deed, ...]) -> dict[str, set[str]]:
    """Every value that anything can give a variable."""
    values = {fact: {value} for fact, value in model.healthy}
    made: list[Values] = [*model.faults.values(), *(one.set for one in model.reactions)]
    made += [effect.set for deed in deeds for effect in deed.action.effects()]
    for fact, value in (pair for pairs in made for pair in pairs):
        values[fact].add(value)
    return values


class _Closure:
    def __init__(self, model: Model, values: dict[str, set[str]], state: State) -> None:
        self._model = model
        self._values = values
        self._state = state
        self._expanded: set[tuple[str, bool]] = set()
        self.missing: set[Value] = set()

    def do(self, deed: Deed) -> None:
        """Want what a deed that helps needs."""
        helps = any(self._helps(effect) for effect in deed.action.sets)
        if helps:
            self.want(deed.action.requires, truth=True)
        for effect in deed.action.sets:
            self.take(effect)
        for failure in deed.action.fails:
            if any(self._helps(effect) for effect in failure.sets):
                self.want(deed.action.requires, truth=False)
                self.want(failure.when, truth=True)
                for effect in failure.sets:
                    self.take(effect)

    def take(self, effect: Effect) -> None:
        """Want the condition of an effect that helps."""
        if self._helps(effect):
            self.want(effect.when, truth=True)

    def _helps(self, effect: Effect) -> bool:
        return any(value in self.missing for value in effect.set)

    def want(self, condition: Condition, *, truth: bool) -> None:
        """Enter what is missing for a condition to be as wanted; of one that is already so, nothing."""
        if self._state.holds(condition) is truth:
            return
        match condition:
            case Facts(tests):
                for test in tests:
                    self._want_test(test, truth=truth)
            case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
                for part in parts:
                    self.want(part, truth=truth)
            case Not(part):
                self.want(part, truth=not truth)

    def _want_test(self, test: Test, *, truth: bool) -> None:
        if (self._state.fact(test.fact) in test.values) is truth:
            return
        if test.fact in self._values:
            self.missing |= {(test.fact, value) for value in self._values[test.fact] if (value in test.values) is truth}
            return
        ready = (READY in test.values) is truth
        if (test.fact, ready) not in self._expanded:
            self._expanded.add((test.fact, ready))
            component = self._model.components[test.fact]
            self.want(component.ready, truth=ready)
            for other in component.needs:
                self._want_test(Test(other, frozenset({READY})), truth=ready)
