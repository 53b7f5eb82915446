"""What can make a reaction fire that does not fire yet: the values that a variable must come to take (language §3)."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import NOT_READY, READY, Model, Reaction
from simulator.symbolic.layout import Layout

Taking: TypeAlias = tuple[str, str]
"""A variable, and the value that it takes."""


class Waking:
    """Says which values of variables can turn a condition; of each component it is worked out once."""

    def __init__(self, model: Model, layout: Layout) -> None:
        self._model = model
        self._values = {name: (healthy, *layout.unhealthy[name]) for name, healthy in layout.healthy.items()}
        self._known: dict[tuple[str, bool], frozenset[Taking]] = {}

    def firing(self, reaction: Reaction) -> frozenset[Taking]:
        """Return what can make a reaction fire: its `when` comes to hold, or what it sets has become another."""
        away = {(name, other) for name, value in reaction.set for other in self._values[name] if other != value}
        return frozenset(away).union(self._turning(reaction.when, wanted=True))

    def _turning(self, condition: Condition, *, wanted: bool) -> Iterator[Taking]:
        """Yield what can make a condition that is not `wanted` come to be: one of its tests must turn, the right way round."""
        match condition:
            case Facts(tests):
                for test in tests:
                    yield from self._turning_test(test, wanted=wanted)
            case Not(part):
                yield from self._turning(part, wanted=not wanted)
            case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
                for part in parts:
                    yield from self._turning(part, wanted=wanted)
            case _:
                assert_never(condition)

    def _turning_test(self, test: Test, *, wanted: bool) -> Iterator[Taking]:
        if test.fact not in self._model.components:
            yield from ((test.fact, value) for value in self._values[test.fact] if (value in test.values) is wanted)
            return
        for value, ready in ((READY, True), (NOT_READY, False)):
            if (value in test.values) is wanted:
                yield from self._readiness(test.fact, ready=ready)

    def _readiness(self, name: str, *, ready: bool) -> frozenset[Taking]:
        """Return what can make a component ready, or not ready any more."""
        if (name, ready) not in self._known:
            component = self._model.components[name]
            own = frozenset(self._turning(component.ready, wanted=ready))
            self._known[name, ready] = own.union(*(self._readiness(other, ready=ready) for other in component.needs))
        return self._known[name, ready]
