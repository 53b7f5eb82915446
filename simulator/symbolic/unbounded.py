"""The proof for every combination of faults at once, by diagrams."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from simulator.model import Case, Model, Outcome
from simulator.symbolic.areas import Area, groups_of
from simulator.symbolic.bits import clashes_among
from simulator.symbolic.bounded import failure
from simulator.symbolic.clock import NoClock
from simulator.symbolic.coverage import Coverage, idle_parts
from simulator.symbolic.diagrams import MOST_WORK, Diagram, Store
from simulator.symbolic.executor import Executor
from simulator.symbolic.hints import helped
from simulator.symbolic.layout import layout_of
from simulator.symbolic.liveness import live_beliefs
from simulator.symbolic.minimal import Least
from simulator.symbolic.nodes import TooLarge
from simulator.symbolic.position import Asking, Position, route
from simulator.symbolic.proof import UGLY, Failure, Proof, Spread, Unproven, in_order, unanswered_of
from simulator.symbolic.record import Record
from simulator.symbolic.runner import Runner, planes_of
from simulator.symbolic.vain import vain_questions
from simulator.symbolic.walk import Progress, quietly
from simulator.symbolic.worlds import Apart

MOST_NODES = 1_000_000
"""With so many nodes, the tables beside them included, a process takes less than 500 MB."""

MOST_LISTED = 5_000
"""So many least failing sets are listed of a group, the smaller ones."""

FAILING = frozenset(Outcome) - {Outcome.RESOLVED}


class TooManyCombinations(Exception):
    """The diagrams of every combination have grown too large where the reader stands at `at`."""

    def __init__(self, at: Position | None, large: TooLarge) -> None:
        super().__init__(f"the diagrams have taken {large}")
        self.at = at
        self.why = str(large)


@dataclass(slots=True, kw_only=True)
class Part:
    """What came of some groups of areas; there may be more least failing sets than are listed, `count` in all."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    minimal: list[Failure] = field(default_factory=list)
    count: int = 0
    ugly: list[Failure] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)
    unanswered: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    unproven: list[Unproven] = field(default_factory=list)

    def add(self, other: "Part") -> None:
        """Take in what came of other groups."""
        self.outcomes.update(other.outcomes)
        self.minimal += other.minimal
        self.count += other.count
        self.ugly += other.ugly
        self.coverage.add(other.coverage)
        for question, faults in other.unanswered.items():
            self.unanswered[question] = min(faults, self.unanswered.get(question, faults), key=lambda names: (len(names), names))
        self.unproven += other.unproven


class Unbounded:
    """Proves a model for every combination of faults from each of `starts`; compiled once.

    `limit` and `work` bound the nodes that are needed at once and what is made in all, both of them for each group of areas anew.
    """

    def __init__(self, model: Model, starts: tuple[str, ...], limit: int = MOST_NODES, work: int = MOST_WORK) -> None:
        self._model = model
        self._starts = starts
        self._names = in_order_of_components(model)
        self._store = Store(len(self._names), limit, work)
        self._route = route(model, starts)
        layout = layout_of(model, relevant_only=True)
        live = live_beliefs(model, self._route)
        beliefs = [
            frozenset(number for fact in live[position] for number in layout.beliefs.get(fact, {}).values())
            for position in self._route.positions
        ]

        def apart(executor: Executor[Diagram]) -> Apart[Diagram]:
            return Apart(self._store, executor.cluster, executor.knowledge, executor.watch, beliefs)

        self._executor = Executor(model, layout, self._store, NoClock(), self._route, apart)
        self._levels = {name: level for level, name in enumerate(self._names)}

    @property
    def recipe(self) -> tuple[Model, tuple[str, ...]]:
        """What another process needs to build the same."""
        return self._model, self._starts

    def prove(self, progress: Progress = quietly) -> Proof:
        """Replay every combination from every start; `progress` is called at each position. Raises `TooManyCombinations`."""
        try:
            return self.proof(self._replayed((Area(runbook=None, faults=tuple(self._model.faults)),), progress), None)
        except TooLarge as large:
            raise TooManyCombinations(self._executor.at, large) from large

    def part(self, group: Sequence[Area], progress: Progress = quietly) -> Part:
        """Replay every combination of the faults of a group of areas that breaks something in each of them."""
        try:
            return self._replayed(group, progress)
        except TooLarge as large:
            unproven = Unproven(areas=tuple(area.name for area in group), at=self._executor.at, why=str(large))
        return Part(unproven=[unproven])

    def _replayed(self, group: Sequence[Area], progress: Progress) -> Part:
        store, part = self._store, Part()
        self._executor.forget()
        store.begin_anew()
        faults = {name: store.fault(self._levels[name]) for area in group for name in area.faults}
        possible = store.minus(store.everything, self._none_of(self._names))
        possible = possible & self._none_of([name for name in self._names if name not in faults])
        for one, other in clashes_among({name: self._model.faults[name] for name in faults}):
            possible = store.minus(possible, faults[one] & faults[other])
        each = store.everything
        for area in group:
            each = store.minus(each, self._none_of(area.faults))
        for start in self._starts:
            record = self._executor.run(Case(starts=start), faults, possible, progress=progress)
            store.attend(store.everything)
            for ended in record.ended:
                part.outcomes[ended.outcome] += store.count(ended.where & each)
            failing, count = self._listed(start, _union(record, FAILING, store), each)
            part.minimal += failing
            part.count += count
            part.ugly += self._listed(start, _union(record, UGLY, store), each)[0]
            part.coverage.ways |= record.ways
            for position, where in record.unanswered:
                if isinstance(position, Asking):
                    part.unanswered.setdefault((position.tree, position.node), self._smallest(where))
        part.coverage.fired |= self._executor.settling.fired
        part.coverage.came |= self._executor.watch.ever
        return part

    def proof(self, whole: Part, spread: Spread | None) -> Proof:
        """Return what all parts together prove."""
        return Proof(
            most=None,
            starts=self._starts,
            late=False,
            sets=whole.outcomes.total(),
            outcomes=whole.outcomes,
            failures=None,
            minimal=in_order(whole.minimal),
            minimal_count=whole.count,
            ugly=in_order(whole.ugly),
            times=None,
            idle=idle_parts(self._model, self._route, whole.coverage),
            vain=vain_questions(self._model, self._route, whole.coverage),
            unanswered=unanswered_of(whole.unanswered),
            spread=spread,
            unproven=tuple(whole.unproven),
        )

    def _none_of(self, names: Iterable[str]) -> Diagram:
        """Return the sets without any of some faults."""
        return self._store.without(self._levels[name] for name in names)

    def _listed(self, start: str, family: Diagram, each: Diagram) -> tuple[list[Failure], int]:
        """Return the least sets of a family that lie in `each`, replayed one by one, as far as they are listed, and how many there are."""
        store = self._store
        least = Least(store, store.minus(family & each, store.wider(store.minus(family, each))))
        sets = [self._named(levels) for levels, _ in zip(least.sets(), range(MOST_LISTED), strict=False)]
        if not sets:
            return [], 0
        run = self._runner.run(Case(starts=start), planes_of(sets), len(sets), (1 << len(sets)) - 1)
        listed = [failure(ending, sets[number], start) for number, ending in run.endings(run.within)]
        return list(helped(self._runner, tuple(listed))), least.count

    @cached_property
    def _runner(self) -> Runner:
        """What replays single sets."""
        return Runner(self._model, self._starts)

    def _smallest(self, family: Diagram) -> tuple[str, ...]:
        return self._named(next(Least(self._store, family).sets()))

    def _named(self, levels: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted(self._names[level] for level in levels))


def in_order_of_components(model: Model) -> Sequence[str]:
    """Return the faults by the component that they break, from the ground up: what is asked about together then stands together."""
    numbers = {name: number for number, name in enumerate(model.components)}
    lowest = {name: min((numbers[fact.partition(".")[0]] for fact, _ in values), default=0) for name, values in model.faults.items()}
    return sorted(model.faults, key=lambda name: (lowest[name], name))


def _union(record: Record[Diagram], outcomes: frozenset[Outcome], store: Store) -> Diagram:
    union = store.nothing
    for ended in record.ended:
        if ended.outcome in outcomes:
            union = union | ended.where
    return union


def prove_every_combination(model: Model, starts: tuple[str, ...], limit: int = MOST_NODES) -> Proof:
    """Prove a model for every combination of faults. Raises `TooManyCombinations` where the diagrams need more than `limit` nodes."""
    return Unbounded(model, starts, limit).prove()


def prove_by_areas(model: Model, starts: tuple[str, ...], areas: Sequence[Area], together: int) -> Proof:
    """Prove a model for every combination of the faults of up to so many areas, in this process."""
    unbounded, whole = Unbounded(model, starts), Part()
    for group in groups_of(areas, together):
        whole.add(unbounded.part(group))
    return unbounded.proof(whole, Spread(together=together, areas=tuple(area.name for area in areas)))
