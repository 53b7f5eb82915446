"""Which combinations of faults come by a step, found by replaying all of them at once: the cases by which a change to that step would tell.

A reader who starts at a tree or a runbook meets each set of faults up to a size; one who starts at a runbook also one more fault that strikes after each step, in a
cluster that was well, had one of the faults that the runbook covers, or was as a scenario that starts there says.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice

from simulator.model import Case, Model, Outcome, Values
from simulator.prove import can_strike_together
from simulator.symbolic.bits import Bits, ones
from simulator.symbolic.clock import Digits
from simulator.symbolic.executor import Executor
from simulator.symbolic.layout import layout_of
from simulator.symbolic.onset import Late
from simulator.symbolic.position import Position, Route, Taking, route
from simulator.symbolic.record import Way
from simulator.symbolic.runner import Run, planes_of

AT_ONCE = 1 << 17
"""So many cases are replayed at once."""

A_WAY = 12
"""So many cases are kept of those that leave a step by one way."""

Step = tuple[str, int]
"""A runbook and the number of a step, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A case with its end, in the unchanged guide, and the way by which it leaves the step that it tells of."""

    case: Case
    way: Way
    outcome: Outcome
    by: str | None
    path: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Struck:
    """Faults at the start and, where `late` is given, one more that strikes after `moment` steps."""

    faults: tuple[str, ...]
    late: str | None = None
    moment: int = 0

    def case(self, start: str, given: Values) -> Case:
        """Return what is to be replayed from a start, in a cluster that differs from a healthy one in `given`."""
        return Case(starts=start, faults=self.faults, late={} if self.late is None else {self.moment: (self.late,)}, given=given)


class Tracing(Executor[int]):
    """Keeps who left which step by which way."""

    def __init__(self, model: Model, ways: Route, given: Values) -> None:
        self.bits = Bits()
        self.digits = Digits(self.bits)
        self.went: dict[tuple[Position, Way], int] = {}
        super().__init__(model, layout_of(model, relevant_only=False, given=given), self.bits, self.digits, ways)

    def _way(self, way: Way, within: int) -> None:
        super()._way(way, within)
        if within and isinstance(self.at, Taking):
            self.went[self.at, way] = self.went.get((self.at, way), 0) | within


def telling_together(model: Model, start: str, most: int) -> dict[Step, list[Telling]]:
    """Return the cases of up to `most` faults that tell of the steps, for a reader who starts at a tree (of any runbook) or at a runbook (of its own)."""
    return _Search(model, start, ()).among(together(model, most))


def telling_late(model: Model, start: str, begins: Sequence[Case]) -> dict[Step, list[Telling]]:
    """Return the cases that tell of the steps of a runbook, for a reader who starts there and is met by one more fault on the way.

    `begins` are the clusters in which it strikes: what they are given, and what has struck before.
    """
    found: dict[Step, list[Telling]] = {}
    for given in dict.fromkeys(((), *(case.given for case in begins))):
        before = [case.faults for case in begins if case.given == given]
        struck = chain(together(model, 1), _late(model, start, before)) if given else _late(model, start, [(), *before])
        for step, told in _Search(model, start, given).among(struck).items():
            found.setdefault(step, []).extend(told)
    return found


def _late(model: Model, start: str, before: Sequence[tuple[str, ...]]) -> Iterator[Struck]:
    for faults in dict.fromkeys(before):
        for late in sorted(model.faults):
            for moment in range(1, len(model.runbooks[start].steps) + 1):
                if late not in faults:
                    yield Struck(faults, late, moment)


def together(model: Model, most: int) -> Iterator[Struck]:
    """Yield every set of up to `most` faults that can strike together, small ones first."""
    for size in range(1, most + 1):
        yield from (Struck(faults) for faults in combinations(sorted(model.faults), size) if can_strike_together(model, faults))


class _Search:
    """Searches the cases of one start, bundle by bundle, until each way of each step has as many as are kept."""

    def __init__(self, model: Model, start: str, given: Values) -> None:
        self._model = model
        self._start = start
        self._given = given
        self._tracing = Tracing(model, route(model, (start,)), given)
        self._kept: Counter[tuple[Position, Way]] = Counter()

    def among(self, struck: Iterable[Struck]) -> dict[Step, list[Telling]]:
        """Return what is found among what strikes."""
        found: dict[Step, list[Telling]] = {}
        waiting = iter(struck)
        while bundle := list(islice(waiting, AT_ONCE)):
            run, met = _replayed(self._tracing, Case(starts=self._start, given=self._given), bundle)
            chosen = self._chosen(run, met)
            for number, ended in run.endings(sum(1 << number for number in chosen)):
                case = bundle[number].case(self._start, self._given)
                for step, way in sorted(chosen[number]):
                    told = Telling(case=case, way=way, outcome=ended.outcome, by=ended.by, path=ended.path, seconds=ended.seconds)
                    found.setdefault(step, []).append(told)
        return found

    def _chosen(self, run: Run, met: int) -> dict[int, set[tuple[Step, Way]]]:
        """Return the numbers of the cases that are kept, each with the steps that it tells of, by the way that they are left."""
        chosen: dict[int, set[tuple[Step, Way]]] = {}
        for (position, way), where in self._tracing.went.items():
            if isinstance(position, Taking) and (self._start in self._model.trees or position.runbook == self._start):
                step = (position.runbook, self._model.runbooks[position.runbook].steps[position.index].number)
                for number in _spread(run, where & met, A_WAY - self._kept[position, way]):
                    self._kept[position, way] += 1
                    chosen.setdefault(number, set()).add((step, way))
        return chosen


def _replayed(tracing: Tracing, case: Case, bundle: list[Struck]) -> tuple[Run, int]:
    """Replay a bundle; return what came of it, and those of it in which all that was to strike did."""
    every = (1 << len(bundle)) - 1
    tracing.bits.everything = every
    tracing.went.clear()
    faults = planes_of([one.faults for one in bundle])
    striking = planes_of([() if one.late is None else (one.late,) for one in bundle])
    moments = planes_of([[str(digit) for digit in range(one.moment.bit_length()) if one.moment >> digit & 1] for one in bundle])
    countdown = [moments.get(str(digit), 0) for digit in range(max((one.moment.bit_length() for one in bundle), default=0))]
    pending = 0
    for plane in striking.values():
        pending |= plane
    late = Late(faults=striking, countdown=countdown, pending=pending, struck=0)
    record = tracing.run(case, faults, every, (late,))
    return Run(record, list(tracing.digits.planes), every), (every ^ pending) | late.struck


def _spread(run: Run, where: int, most: int) -> list[int]:
    """Return the numbers of at most so many cases of a family, spread evenly over all ends and all of the family."""
    found: list[int] = []
    families = [family for ended in run.record.ended if (family := ended.where & where)]
    for place, family in enumerate(families):
        share = -(-(most - len(found)) // (len(families) - place))
        numbers = list(ones(family))
        apart = max(1, len(numbers) // share) if share > 0 else 1
        found += numbers[::apart][: max(share, 0)]
    return found
