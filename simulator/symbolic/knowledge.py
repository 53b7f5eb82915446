"""What the reader of every replay knows: a plane for each belief, and conditions over them with three values (language §4)."""

from collections.abc import Callable
from typing import Generic, TypeAlias, assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import Show
from simulator.symbolic.family import Algebra, F, Filter
from simulator.symbolic.layout import Layout
from simulator.symbolic.planes import Planes, every, reaching

Judge: TypeAlias = Callable[[F], tuple[F, F]]
"""Parts a family into those fault sets in which a condition is known true and known false; the rest does not know."""


class Knowledge(Generic[F]):
    """`planes` holds, for every fact and value, the fault sets in which the reader believes that the fact has that value."""

    def __init__(self, layout: Layout, algebra: Algebra[F], cluster: Planes[F]) -> None:
        self._layout = layout
        self._algebra = algebra
        self._cluster = cluster
        self._learners: dict[str, Callable[[F], None]] = {}
        self._judges: dict[int, tuple[Condition, Judge[F]]] = {}
        self.planes: list[F] = []

    def begin(self) -> None:
        """Forget everything in every replay."""
        self.planes[:] = [self._algebra.nothing] * sum(len(values) for values in self._layout.beliefs.values())

    # Learning

    def telling(self, shows: tuple[Show, ...]) -> Callable[[F], None]:
        """Return what lets the readers of a family learn what the entries of `shows` tell."""
        told = [(self._cluster.holds(entry.when), self._lessons(entry)) for entry in shows]

        def tell(within: F) -> None:
            for when, lessons in told:
                where = when(within)
                if where:
                    for lesson in lessons:
                        lesson(where)

        return tell

    def _lessons(self, entry: Show) -> list[Callable[[F], None]]:
        known = self._layout.beliefs
        shown = [self._shown(fact) for fact in entry.show if fact in known]
        return shown + [self._claimed(fact, value) for fact, value in entry.claim if fact in known]

    def _shown(self, fact: str) -> Callable[[F], None]:
        if fact not in self._learners:
            self._learners[fact] = self._learner(fact)
        return self._learners[fact]

    def _learner(self, fact: str) -> Callable[[F], None]:
        changed, planes = self._algebra.changed, self.planes
        values = [(number, self._cluster.has(Test(fact, frozenset({value})))) for value, number in self._layout.beliefs[fact].items()]

        def learn(within: F) -> None:
            anew = self._algebra.covers(within)
            for number, has in values:
                planes[number] = has(self._algebra.everything) if anew else changed(planes[number], within, has(within))[0]

        return learn

    def _claimed(self, fact: str, value: str) -> Callable[[F], None]:
        minus, planes = self._algebra.minus, self.planes
        beliefs = self._layout.beliefs[fact]
        others = [number for other, number in beliefs.items() if other != value]
        believed = beliefs[value]

        def believe(within: F) -> None:
            anew = self._algebra.covers(within)
            for number in others:
                planes[number] = self._algebra.nothing if anew else minus(planes[number], within)
            planes[believed] = self._algebra.everything if anew else planes[believed] | within

        return believe

    # Judging

    def judges(self, condition: Condition) -> Judge[F]:
        """Return what parts a family by a condition over knowledge, made once of each."""
        if id(condition) not in self._judges:
            self._judges[id(condition)] = condition, self._judge(condition)
        return self._judges[id(condition)][1]

    def knows(self, condition: Condition) -> Filter[F]:
        """Return what keeps the fault sets in which a condition is known true."""
        if not isinstance(condition, Facts):
            judges = self.judges(condition)
            return lambda within: judges(within)[0]
        beliefs = [self._layout.beliefs.get(test.fact, {}) for test in condition.tests]
        wanted = [
            [number for value, number in known.items() if value in test.values]
            for known, test in zip(beliefs, condition.tests, strict=True)
        ]
        return every([self._believes(numbers) for numbers in wanted])

    def _judge(self, condition: Condition) -> Judge[F]:
        match condition:
            case Facts(tests):
                return self._every([self._compares(test) for test in tests])
            case All(parts):
                return self._every([self.judges(part) for part in parts])
            case AnyOf(parts):
                return _swapped(self._every([_swapped(self.judges(part)) for part in parts]))
            case Not(part):
                return _swapped(self.judges(part))
            case AtLeast(count, parts):
                return self._at_least(count, [self.judges(part) for part in parts])
            case _:
                assert_never(condition)

    def _compares(self, test: Test) -> Judge[F]:
        beliefs = self._layout.beliefs.get(test.fact, {})
        yes = self._believes([number for value, number in beliefs.items() if value in test.values])
        no = self._believes([number for value, number in beliefs.items() if value not in test.values])
        return lambda within: (yes(within), no(within))

    def _believes(self, numbers: list[int]) -> Filter[F]:
        among, planes = self._algebra.among, self.planes
        return lambda within: among(within, planes, numbers)

    def _every(self, parts: list[Judge[F]]) -> Judge[F]:
        minus, nothing = self._algebra.minus, self._algebra.nothing

        def every(within: F) -> tuple[F, F]:
            true, false, open_ = within, nothing, within
            for part in parts:
                if not open_:
                    break
                yes, no = part(open_)
                true, false, open_ = true & yes, false | no, minus(open_, no)
            return true, false

        return every

    def _at_least(self, count: int, parts: list[Judge[F]]) -> Judge[F]:
        minus, nothing = self._algebra.minus, self._algebra.nothing

        def at_least(within: F) -> tuple[F, F]:
            judged = [part(within) for part in parts]
            true = reaching(count, (yes for yes, _ in judged), within, nothing)
            possible = reaching(count, (minus(within, no) for _, no in judged), within, nothing)
            return true, minus(within, possible)

        return at_least


def _swapped(part: Judge[F]) -> Judge[F]:
    def swapped(within: F) -> tuple[F, F]:
        true, false = part(within)
        return false, true

    return swapped
