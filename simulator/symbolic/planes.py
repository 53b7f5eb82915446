"""The true state of every replay at once: the planes of its variables, and which components are ready (language §2)."""

from collections.abc import Iterable, Iterator
from typing import Generic, assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import READY, Model, Values
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
        self._filters: dict[int, tuple[Condition, Filter[F]]] = {}
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
        """Return what keeps the fault sets in which a condition holds, made once of each."""
        if id(condition) not in self._filters:
            self._filters[id(condition)] = condition, self._filter(condition)
        return self._filters[id(condition)][1]

    def _filter(self, condition: Condition) -> Filter[F]:
        match condition:
            case Facts(tests):
                return self._facts(tests)
            case All(parts):
                return every([self.holds(part) for part in parts])
            case AnyOf(parts):
                return self._some([self.holds(part) for part in parts])
            case Not(part):
                return self._not(self.holds(part))
            case AtLeast(count, parts):
                return self._at_least(count, [self.holds(part) for part in parts])
            case _:
                assert_never(condition)

    def _facts(self, tests: tuple[Test, ...]) -> Filter[F]:
        """Return what keeps the fault sets in which every test holds; those that hold in a healthy cluster are asked last, the others leave less."""
        spared: list[int] = []
        first: list[Filter[F]] = []
        last: list[Filter[F]] = []
        for test in tests:
            if test.fact in self._numbers:
                (last if READY in test.values else first).append(self._readiness(test))
            elif self._layout.healthy[test.fact] in test.values:
                spared += (number for value, number in self._layout.unhealthy[test.fact].items() if value not in test.values)
            else:
                first.append(self.has(test))
        return every([*first, *([self._none_of(spared)] if spared else ()), *last])

    def _none_of(self, numbers: list[int]) -> Filter[F]:
        beyond, planes = self._algebra.beyond, self.planes
        return lambda within: beyond(within, planes, numbers)

    def has(self, test: Test) -> Filter[F]:
        """Return what keeps the fault sets in which a fact has one of some values."""
        if test.fact in self._numbers:
            return self._readiness(test)
        unhealthy = self._layout.unhealthy[test.fact]
        if self._layout.healthy[test.fact] in test.values:
            return self._none_of([number for value, number in unhealthy.items() if value not in test.values])
        return self._any_of([unhealthy[value] for value in sorted(test.values) if value in unhealthy])

    def _any_of(self, numbers: list[int]) -> Filter[F]:
        among, planes = self._algebra.among, self.planes
        if len(numbers) == 1:
            only = numbers[0]
            return lambda within: within & planes[only]
        return lambda within: among(within, planes, numbers)

    def differs(self, values: Values) -> Filter[F]:
        """Return what keeps the fault sets in which any of some variables has another value."""
        healthy, unhealthy = self._layout.healthy, self._layout.unhealthy
        mended = [number for name, value in values if value == healthy[name] for number in unhealthy[name].values()]
        broken = [self._none_of([unhealthy[name][value]]) for name, value in values if value != healthy[name]]
        return self._some([*([self._any_of(mended)] if mended else ()), *broken])

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
        if len(parts) == 1:
            return parts[0]
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


def every(parts: list[Filter[F]]) -> Filter[F]:
    """Return what keeps the fault sets that each of some filters keeps."""
    if len(parts) == 1:
        return parts[0]

    def through(within: F) -> F:
        for part in parts:
            if not within:
                break
            within = part(within)
        return within

    return through
