"""The true state of every replay at once: the planes of its variables, and which components are ready (language §2)."""

from collections.abc import Iterable, Iterator
from typing import Generic, assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import READY, Model
from simulator.symbolic.family import Algebra, F, Filter
from simulator.symbolic.layout import Layout, facts_of

Writes = dict[str, dict[str, F]]
"""Variable, value, and the fault sets in which it is taken; where they changed something, what `write` returns."""


class Planes(Generic[F]):
    """`planes` holds, for every unhealthy value of a variable, the fault sets in which it has that value."""

    def __init__(self, model: Model, layout: Layout, algebra: Algebra[F]) -> None:
        self._algebra = algebra
        self._layout = layout
        self._numbers = {name: number for number, name in enumerate(model.components)}
        self._resting_on = {
            variable: [number for name, number in self._numbers.items() if variable in layout.cones[name]] for variable in layout.unhealthy
        }
        self._unready: list[F | None] = [None] * len(self._numbers)
        self._needs = [[self._numbers[other] for other in part.needs] for part in model.components.values()]
        self.planes: list[F] = []
        self._own = [self._unwell(part.ready) for part in model.components.values()]

    def begin(self) -> None:
        """Make every variable healthy in every replay."""
        self.planes[:] = [self._algebra.nothing] * sum(len(values) for values in self._layout.unhealthy.values())
        self.forget()

    def forget(self) -> None:
        """Forget which components are ready: the planes have been exchanged."""
        self._unready[:] = [None] * len(self._numbers)

    def write(self, writes: Writes[F]) -> Writes[F]:
        """Let variables take values; return those that one took which had another before. Values of one variable exclude each other."""
        changed: Writes[F] = {}
        for variable, values in writes.items():
            difference = self._write(variable, values)
            if difference:
                changed[variable] = {value: taken for value, where in values.items() if (taken := where & difference)}
                for number in self._resting_on[variable]:
                    self._unready[number] = None
        return changed

    def _write(self, variable: str, values: dict[str, F]) -> F:
        algebra, planes = self._algebra, self.planes
        union = difference = algebra.nothing
        for where in values.values():
            union = union | where
        for value, number in self._layout.unhealthy[variable].items():
            planes[number], differing = algebra.changed(planes[number], union, values.get(value, algebra.nothing))
            if differing:
                difference = difference | differing
        return difference

    # Conditions over the state

    def holds(self, condition: Condition) -> Filter[F]:
        """Return what keeps the fault sets in which a condition holds."""
        match condition:
            case Facts(tests):
                return _every([self.has(test) for test in sorted(tests, key=self._mostly_holds)])
            case All(parts):
                return _every([self.holds(part) for part in parts])
            case AnyOf(parts):
                return self._some([self.holds(part) for part in parts])
            case Not(part):
                return self._not(self.holds(part))
            case AtLeast(count, parts):
                return self._at_least(count, [self.holds(part) for part in parts])
            case _:
                assert_never(condition)

    def _mostly_holds(self, test: Test) -> bool:
        """Return whether a test holds in a healthy cluster: it is asked after those that do not, which leave less to ask about."""
        return READY in test.values if test.fact in self._numbers else self._layout.healthy[test.fact] in test.values

    def has(self, test: Test) -> Filter[F]:
        """Return what keeps the fault sets in which a fact has one of some values."""
        if test.fact in self._numbers:
            return self._readiness(test)
        unhealthy = self._layout.unhealthy[test.fact]
        minus, planes, nothing = self._algebra.minus, self.planes, self._algebra.nothing
        if self._layout.healthy[test.fact] in test.values:
            others = [number for value, number in unhealthy.items() if value not in test.values]

            def spared(within: F) -> F:
                for number in others:
                    if planes[number] is not nothing:
                        within = minus(within, planes[number])
                return within

            return spared
        return self._any_of([unhealthy[value] for value in sorted(test.values) if value in unhealthy])

    def _any_of(self, numbers: list[int]) -> Filter[F]:
        planes, nothing = self.planes, self._algebra.nothing
        if not numbers:
            return lambda _: nothing
        if len(numbers) == 1:
            only = numbers[0]
            return lambda within: within & planes[only]

        def among(within: F) -> F:
            found = nothing
            for number in numbers:
                found = found | (within & planes[number])
            return found

        return among

    def differs(self, variable: str, value: str) -> Filter[F]:
        """Return what keeps the fault sets in which a variable has another value."""
        unhealthy = self._layout.unhealthy[variable]
        if value == self._layout.healthy[variable]:
            return self._any_of(list(unhealthy.values()))
        minus, planes, number = self._algebra.minus, self.planes, unhealthy[value]
        return lambda within: minus(within, planes[number])

    def _readiness(self, test: Test) -> Filter[F]:
        algebra, number = self._algebra, self._numbers[test.fact]
        wanted = tuple(sorted(test.values))
        if READY in wanted:
            return (lambda within: within) if len(wanted) > 1 else lambda within: algebra.minus(within, self.unready(number))
        return (lambda within: within & self.unready(number)) if wanted else lambda _: algebra.nothing

    def unready(self, number: int) -> F:
        """Return the fault sets in which the component of that number is not ready."""
        known = self._unready[number]
        if known is None:
            known = self._own[number](self._algebra.everything)
            for other in self._needs[number]:
                known = known | self.unready(other)
            known = self._unready[number] = self._algebra.plain(known)
        return known

    def _unwell(self, ready: Condition) -> Filter[F]:
        """Return what keeps the fault sets in which a component's own condition does not hold."""
        healthy = self._layout.healthy
        plain = isinstance(ready, Facts) and all(healthy.get(test.fact) in test.values and len(test.values) == 1 for test in ready.tests)
        if not plain:
            return self._not(self.holds(ready))
        return self._any_of([number for fact in sorted(facts_of(ready)) for number in self._layout.unhealthy[fact].values()])

    def _not(self, part: Filter[F]) -> Filter[F]:
        minus = self._algebra.minus
        return lambda within: minus(within, part(within))

    def _some(self, parts: list[Filter[F]]) -> Filter[F]:
        minus, nothing = self._algebra.minus, self._algebra.nothing

        def some(within: F) -> F:
            found, rest = nothing, within
            for part in parts:
                if not rest:
                    break
                here = part(rest)
                found, rest = found | here, minus(rest, here)
            return found

        return some

    def _at_least(self, count: int, parts: list[Filter[F]]) -> Filter[F]:
        nothing = self._algebra.nothing

        def at_least(within: F) -> F:
            return reaching(count, (part(within) for part in parts), within, nothing)

        return at_least


def where_any(writes: Writes[F]) -> Iterator[F]:
    """Yield the fault sets in which anything is taken, family by family."""
    for values in writes.values():
        yield from values.values()


def without(writes: Writes[F], gone: F, algebra: Algebra[F]) -> Writes[F]:
    """Return what is taken beyond a family."""
    return {
        variable: {value: left for value, where in values.items() if (left := algebra.minus(where, gone))}
        for variable, values in writes.items()
    }


def written(values: Iterable[tuple[str, str, F]], algebra: Algebra[F]) -> Writes[F]:
    """Return what is written where values are taken one after the other, a later one over an earlier one."""
    writes: Writes[F] = {}
    for variable, value, where in values:
        taken = writes.setdefault(variable, {})
        for other in taken:
            taken[other] = algebra.minus(taken[other], where)
        taken[value] = taken[value] | where if value in taken else where
    return writes


def reaching(count: int, parts: Iterable[F], within: F, nothing: F) -> F:
    """Return the fault sets of `within` that at least `count` of the parts hold."""
    if count <= 0:
        return within
    have = [within] + [nothing] * count
    for part in parts:
        for number in range(count, 0, -1):
            have[number] = have[number] | (have[number - 1] & part)
    return have[count]


def _every(parts: list[Filter[F]]) -> Filter[F]:
    if len(parts) == 1:
        return parts[0]

    def every(within: F) -> F:
        for part in parts:
            if not within:
                break
            within = part(within)
        return within

    return every
