"""The proof for up to so many faults at once, by bits, with times; in parts that can be shared out."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from simulator.model import Case, Model, Outcome
from simulator.symbolic.bits import Batch, FaultPlanes, batches, clashes_among, compatible
from simulator.symbolic.coverage import Coverage, idle_parts
from simulator.symbolic.hints import helped
from simulator.symbolic.numbering import by_way_in
from simulator.symbolic.proof import UGLY, Failure, Proof, Times, in_order, least, unanswered_of
from simulator.symbolic.runner import Ending, Run, Runner
from simulator.symbolic.timing import middle, slowest, spread
from simulator.symbolic.vain import repeated_questions, vain_questions

Known = dict[str, tuple[tuple[str, ...], ...]]
"""Minimal failing sets that are known already, by the tree that they start from."""

WORTH_AN_ORDER = 3
"""From sets of so many faults on it takes less to find an order of the faults first."""


@dataclass(slots=True, kw_only=True)
class Part:
    """What came of some batches."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    minimal: list[Failure] = field(default_factory=list)
    ugly: list[Failure] = field(default_factory=list)
    seconds: Counter[int] = field(default_factory=Counter)
    worst: Times | None = None
    coverage: Coverage = field(default_factory=Coverage)
    unanswered: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def add(self, other: "Part") -> None:
        """Take in what came of further batches, of sets that are no smaller."""
        self.outcomes.update(other.outcomes)
        self.failures += other.failures
        self.minimal = least([*self.minimal, *other.minimal])
        self.ugly = least([*self.ugly, *other.ugly])
        self.seconds.update(other.seconds)
        if self.worst is None or (other.worst is not None and other.worst.worst > self.worst.worst):
            self.worst = other.worst
        self.coverage.add(other.coverage)
        self.unanswered = other.unanswered | self.unanswered

    def count(self, run: Run, start: str, smallest: Callable[[int], tuple[str, ...]]) -> None:
        """Count how the sets of a run ended; `smallest` gives a smallest set of a family."""
        for ended in run.record.ended:
            self.outcomes[ended.outcome] += ended.where.bit_count()
        seconds = spread(run.digits, run.within)
        self.seconds.update(seconds)
        worst = max(seconds, default=0)
        if self.worst is None or worst > self.worst.worst:
            self.worst = Times(worst=worst, faults=smallest(slowest(run.digits, run.within)), starts=start, typical=0)
        for position, where in run.unanswered():
            self.unanswered.setdefault((position.tree, position.node), smallest(where))

    def times(self) -> Times | None:
        """Return the slowest replay and the middle one."""
        return None if self.worst is None else replace(self.worst, typical=middle(self.seconds))

    def known(self) -> Known:
        """Return the minimal failing sets by their start."""
        starts = {one.starts for one in self.minimal}
        return {start: tuple(one.faults for one in self.minimal if one.starts == start) for start in starts}


class Bounded:
    """Proves a model for every set of 1 to `most` faults from each of `starts`; compiled once.

    With `every`, each failing set is listed, not only the minimal ones.
    """

    def __init__(self, model: Model, most: int, starts: tuple[str, ...], *, every: bool) -> None:
        self._model = model
        self._most = most
        self._starts = starts
        self._every = every
        self._runner = Runner(model, starts)
        self._names, self._ways = (
            by_way_in(self._runner, starts[0]) if starts and most >= WORTH_AN_ORDER else (tuple(sorted(model.faults)), ())
        )
        self._clashes = clashes_among(model.faults)
        self._planes = FaultPlanes(len(self._names))

    @property
    def recipe(self) -> tuple[Model, int, tuple[str, ...], bool]:
        """What another process needs to build the same."""
        return self._model, self._most, self._starts, self._every

    def batches(self) -> list[Batch]:
        """Return what is to be replayed, smaller sets first."""
        return list(batches(len(self._names), self._most, ways=self._ways))

    def part(self, batch: Batch, known: Known | None = None) -> Part:
        """Replay a batch from every start."""
        planes = dict(zip(self._names, self._planes.of(batch), strict=True))
        within = compatible(planes, self._clashes, (1 << batch.size) - 1)
        part, runs = Part(), []
        for start in self._starts:
            run = self._runner.run(Case(starts=start), planes, batch.size, within)
            runs.append(run)
            part.count(run, start, partial(self._smallest, batch))
            failing = run.failing
            minimal = self._minimal(batch, failing, planes, (known or {}).get(start, ()))
            ugly = self._minimal(batch, run.ending_in(UGLY), planes, ())
            part.minimal += self._listed(batch, run, minimal, start)
            part.ugly += self._listed(batch, run, ugly, start)
            part.failures += self._listed(batch, run, failing, start) if self._every else ()
        part.coverage.add(self._runner.coverage(runs))
        return part

    def _smallest(self, batch: Batch, family: int) -> tuple[str, ...]:
        """Return the first set of a family, which is one of its smallest."""
        return next((self._named(members) for _, members in batch.members(family & -family)), ())

    def _named(self, members: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(sorted(self._names[number] for number in members))

    def _listed(self, batch: Batch, run: Run, wanted: int, start: str) -> Iterator[Failure]:
        named = {bit: self._named(members) for bit, members in batch.members(wanted)}
        return (failure(ending, named[bit], start) for bit, ending in run.endings(wanted))

    def _minimal(self, batch: Batch, failing: int, planes: dict[str, int], known: Iterable[tuple[str, ...]]) -> int:
        """Return the failing sets of a batch no part of which fails, as far as the batch and what is known tell."""
        covered = 0
        for faults in known:
            covered |= _together(faults, planes)
        found = 0
        sizes = sorted({chunk.free + len(chunk.fixed) for chunk in batch.chunks})
        for size in sizes:
            here = failing & batch.sized(size)
            here ^= here & covered
            found |= here
            if size != sizes[-1]:
                for _, members in batch.members(here):
                    covered |= _together(self._named(members), planes)
        return found

    def proof(self, whole: Part) -> Proof:
        """Return what all parts together prove."""
        return Proof(
            most=self._most,
            starts=self._starts,
            late=False,
            sets=whole.outcomes.total(),
            outcomes=whole.outcomes,
            failures=in_order(whole.failures) if self._every else None,
            minimal=helped(self._runner, in_order(whole.minimal)),
            minimal_count=len(whole.minimal),
            ugly=in_order(whole.ugly),
            times=whole.times(),
            idle=idle_parts(self._model, self._runner.route, whole.coverage),
            vain=vain_questions(self._model, self._runner.route, whole.coverage),
            repeated=repeated_questions(self._model, self._runner.route, whole.coverage),
            unanswered=unanswered_of(whole.unanswered),
        )


def failure(ending: Ending, faults: tuple[str, ...], start: str, late: tuple[str, int] | None = None) -> Failure:
    """Return a replay as a failure of the report."""
    return Failure(
        faults=faults,
        starts=start,
        outcome=ending.outcome,
        by=ending.by,
        at=ending.at,
        path=ending.path,
        seconds=ending.seconds,
        late=late,
    )


def _together(faults: tuple[str, ...], planes: dict[str, int]) -> int:
    together = -1
    for fault in faults:
        together &= planes[fault]
    return together


def prove_up_to(model: Model, most: int, starts: tuple[str, ...], *, every: bool = False) -> Proof:
    """Prove a model for every set of 1 to `most` faults from each of `starts`, in this process."""
    bounded = Bounded(model, most, starts, every=every)
    whole = Part()
    for batch in bounded.batches():
        whole.add(bounded.part(batch, whole.known()))
    return bounded.proof(whole)
