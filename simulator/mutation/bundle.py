"""Cases that are replayed at once: which of them leave which step by which way, and which go otherwise once a runbook is changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from simulator.model import Case, Model, Values
from simulator.mutation.footprint import Place
from simulator.prove import fault_sets
from simulator.symbolic.bits import Bits, ones
from simulator.symbolic.clock import Digits
from simulator.symbolic.executor import Executor
from simulator.symbolic.layout import layout_of
from simulator.symbolic.onset import Late
from simulator.symbolic.position import Position, Taking, route
from simulator.symbolic.record import Way
from simulator.symbolic.runner import Run, planes_of

AT_ONCE = 1 << 17
"""So many cases are replayed at once."""

Ways = frozenset[tuple[Place, Way]]
"""Steps, each with a way by which it may be left."""


@dataclass(frozen=True, slots=True)
class Struck:
    """Faults at the start and, where `late` is given, one more that strikes after `moment` steps."""

    faults: tuple[str, ...]
    late: str | None = None
    moment: int = 0


def together(model: Model, most: int) -> Iterator[Struck]:
    """Yield every set of up to `most` faults that can strike together, small ones first."""
    return map(Struck, fault_sets(model, most))


class _Tracing(Executor[int]):
    """Keeps who left which step by which way."""

    def __init__(self, model: Model, start: str, given: Values) -> None:
        self.bits = Bits()
        self.digits = Digits(self.bits)
        self.went: dict[tuple[Position, Way], int] = {}
        super().__init__(model, layout_of(model, relevant_only=False, given=given), self.bits, self.digits, route(model, (start,)))

    def _way(self, way: Way, within: int) -> None:
        super()._way(way, within)
        if within and isinstance(self.at, Taking):
            self.went[self.at, way] = self.went.get((self.at, way), 0) | within


class Bundle:
    """Cases of one start, by number: how each ends in a model and, in `went`, by which ways it leaves steps; `met` are those in which all struck."""

    def __init__(self, model: Model, start: str, given: Values, sets: Sequence[Struck]) -> None:
        self._start = start
        self._given = given
        self._sets = sets
        self._faults = planes_of([one.faults for one in sets])
        self._striking = planes_of([() if one.late is None else (one.late,) for one in sets])
        moments = planes_of([[str(digit) for digit in range(one.moment.bit_length()) if one.moment >> digit & 1] for one in sets])
        self._countdown = [moments.get(str(digit), 0) for digit in range(max((one.moment.bit_length() for one in sets), default=0))]
        tracing = _Tracing(model, start, given)
        self.run, self.met = self._replayed(tracing, (1 << len(sets)) - 1)
        self.went: dict[tuple[Place, Way], int] = {}
        for (at, way), where in tracing.went.items():
            if isinstance(at, Taking):
                gone = ((at.runbook, model.runbooks[at.runbook].steps[at.index].number), way)
                self.went[gone] = self.went.get(gone, 0) | where

    def case(self, number: int) -> Case:
        """Return a case by its number."""
        one = self._sets[number]
        late = {} if one.late is None else {one.moment: (one.late,)}
        return Case(starts=self._start, faults=one.faults, late=late, given=self._given)

    def going(self, ways: Ways) -> int:
        """Return the cases that go one of some ways."""
        family = 0
        for way in ways:
            family |= self.went.get(way, 0)
        return family & self.met

    def some(self, ways: Ways, most: int) -> Iterator[Case]:
        """Yield at most so many of the cases that go one of some ways, spread evenly."""
        return self.some_of(self.going(ways), most)

    def some_of(self, family: int, most: int) -> Iterator[Case]:
        """Yield at most so many of a family of cases, spread evenly."""
        numbers = list(ones(family))
        return (self.case(number) for number in numbers[:: max(1, len(numbers) // most)][:most])

    def again(self, changed: Model, ways: Ways) -> Run | None:
        """Replay, in a changed model, the cases that go one of some ways; None where there are none."""
        family = self.going(ways)
        return self._replayed(_Tracing(changed, self._start, self._given), family)[0] if family else None

    def otherwise(self, changed: Model, ways: Ways) -> int:
        """Return the cases that, in a changed model, end otherwise or later."""
        run = self.again(changed, ways)
        if run is None:
            return 0
        found = run.within
        for ended in run.record.ended:
            for before in self.run.record.ended:
                if (ended.outcome, ended.by) == (before.outcome, before.by):
                    found ^= found & ended.where & before.where
        return found | (_greater(run.digits, self.run.digits) & run.within)

    def _replayed(self, tracing: _Tracing, within: int) -> tuple[Run, int]:
        every = (1 << len(self._sets)) - 1
        tracing.bits.everything = every
        pending = 0
        for plane in self._striking.values():
            pending |= plane
        late = Late(faults=self._striking, countdown=list(self._countdown), pending=pending, struck=0)
        record = tracing.run(Case(starts=self._start, given=self._given), self._faults, within, (late,))
        return Run(record, list(tracing.digits.planes), within), (every ^ pending) | late.struck


def bundles(model: Model, start: str, given: Values, struck: Iterable[Struck]) -> Iterator[Bundle]:
    """Replay what strikes, so many at once."""
    waiting = iter(struck)
    while sets := list(islice(waiting, AT_ONCE)):
        yield Bundle(model, start, given, sets)


def _greater(these: Sequence[int], those: Sequence[int]) -> int:
    """Return where the numbers that these digits write are greater than those."""
    found = less = 0
    for digit in reversed(range(max(len(these), len(those)))):
        this, that = (digits[digit] if digit < len(digits) else 0 for digits in (these, those))
        found |= this & ~that & ~less
        less |= that & ~this & ~found
    return found
