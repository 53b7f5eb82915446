"""The proof for every combination of faults at once, by diagrams."""

from collections import Counter
from collections.abc import Iterable, Sequence

from simulator.model import Case, Model, Outcome
from simulator.symbolic.bits import clashes_among
from simulator.symbolic.bounded import failure
from simulator.symbolic.clock import NoClock
from simulator.symbolic.coverage import Coverage, idle_parts
from simulator.symbolic.diagrams import Diagram, Store
from simulator.symbolic.executor import Executor
from simulator.symbolic.hints import helped
from simulator.symbolic.layout import layout_of
from simulator.symbolic.liveness import live_beliefs
from simulator.symbolic.minimal import Least
from simulator.symbolic.nodes import TooLarge
from simulator.symbolic.position import Asking, Position, route
from simulator.symbolic.proof import UGLY, Failure, Proof, Unanswered, in_order
from simulator.symbolic.record import Record
from simulator.symbolic.runner import Runner, planes_of
from simulator.symbolic.walk import Progress, quietly
from simulator.symbolic.worlds import Apart

MOST_NODES = 1_000_000
"""With so many nodes, the tables beside them included, a process takes less than 500 MB."""

MOST_LISTED = 5_000
"""So many least failing sets are listed, the smaller ones."""


class TooManyCombinations(Exception):
    """The diagrams of every combination have grown too large where the reader stands at `at`."""

    def __init__(self, at: Position | None, large: TooLarge) -> None:
        super().__init__(f"the diagrams have taken {large}")
        self.at = at


class Unbounded:
    """Proves a model for every combination of faults from each of `starts`."""

    def __init__(self, model: Model, starts: tuple[str, ...], limit: int = MOST_NODES) -> None:
        self._model = model
        self._starts = starts
        self._names = in_order_of_components(model)
        self._store = Store(len(self._names), limit)
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

    def prove(self, progress: Progress = quietly) -> Proof:
        """Replay every combination from every start; `progress` is called at each position. Raises `TooManyCombinations`."""
        try:
            return self._prove(progress)
        except TooLarge as large:
            raise TooManyCombinations(self._executor.at, large) from large

    def _prove(self, progress: Progress) -> Proof:
        store = self._store
        faults = {name: store.fault(level) for level, name in enumerate(self._names)}
        possible = store.minus(store.everything, store.only_empty())
        for one, other in clashes_among(self._model.faults):
            possible = store.minus(possible, faults[one] & faults[other])
        outcomes: Counter[Outcome] = Counter()
        coverage = Coverage()
        minimal: list[Failure] = []
        ugly: list[Failure] = []
        unanswered: dict[tuple[str, str], tuple[str, ...]] = {}
        count = 0
        for start in self._starts:
            record = self._executor.run(Case(starts=start), faults, possible, progress=progress)
            store.attend(store.everything)
            for ended in record.ended:
                outcomes[ended.outcome] += store.count(ended.where)
            failing, more = self._listed(start, _union(record, frozenset(Outcome) - {Outcome.RESOLVED}, store))
            minimal += failing
            count += more
            ugly += self._listed(start, _union(record, UGLY, store))[0]
            coverage.ways |= record.ways
            for position, where in record.unanswered:
                if isinstance(position, Asking):
                    unanswered.setdefault((position.tree, position.node), self._smallest(where))
        coverage.fired |= self._executor.settling.fired
        coverage.came |= self._executor.watch.ever
        return Proof(
            most=None,
            starts=self._starts,
            late=False,
            sets=outcomes.total(),
            outcomes=outcomes,
            failures=None,
            minimal=in_order(minimal),
            minimal_count=count,
            ugly=in_order(ugly),
            times=None,
            idle=idle_parts(self._model, self._route, coverage),
            unanswered=tuple(Unanswered(tree=tree, node=node, faults=names) for (tree, node), names in sorted(unanswered.items())),
        )

    def _listed(self, start: str, family: Diagram) -> tuple[list[Failure], int]:
        """Return the least sets of a family, replayed one by one, as far as they are listed, and how many there are."""
        least = Least(self._store, family)
        sets = [self._named(levels) for levels, _ in zip(least.sets(), range(MOST_LISTED), strict=False)]
        if not sets:
            return [], 0
        runner = Runner(self._model, self._starts)
        run = runner.run(Case(starts=start), planes_of(sets), len(sets), (1 << len(sets)) - 1)
        listed = [failure(ending, sets[number], start) for number, ending in run.endings(run.within)]
        return list(helped(runner, tuple(listed))), least.count

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
