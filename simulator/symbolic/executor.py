"""All replays at once: takes the readers of whole families of fault sets from position to position (language §4, §5 and §7)."""

from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Generic, assert_never

from simulator.condition import ALWAYS
from simulator.model import Case, Leaf, Model, Move, Outcome, Question, Runbook
from simulator.reader import MAX_STEPS
from simulator.state import TooLong
from simulator.symbolic.action import Actions
from simulator.symbolic.clock import Clock
from simulator.symbolic.family import Algebra, F
from simulator.symbolic.knowledge import Knowledge
from simulator.symbolic.layout import Layout
from simulator.symbolic.marks import Marks
from simulator.symbolic.onset import Late, Onset
from simulator.symbolic.planes import Planes
from simulator.symbolic.position import (
    Asking,
    Entering,
    Finishing,
    Jumping,
    Position,
    Route,
    Taking,
    after_step,
    failing_leads,
    follows,
    starts_at,
)
from simulator.symbolic.record import Ended, Record, Way
from simulator.symbolic.settling import Settling
from simulator.symbolic.watch import Watch
from simulator.symbolic.worlds import Together, Worlds

Visit = Callable[[F], None]
NOBODY: frozenset[str] = frozenset()

Progress = Callable[[], object]


def quietly() -> None:
    """Tell nobody of progress."""


class Executor(Generic[F]):
    """Replays every fault set of a family from one start; compiled once, run as often as wanted."""

    def __init__(
        self,
        model: Model,
        layout: Layout,
        algebra: Algebra[F],
        clock: Clock[F],
        route: Route,
        apart: "Callable[[Executor[F]], Worlds[F]] | None" = None,
    ) -> None:
        self._model = model
        self._algebra = algebra
        self._route = route
        self.clock = clock
        self.cluster = Planes(model, layout, algebra)
        self.knowledge = Knowledge(layout, algebra, self.cluster)
        self.watch = Watch(model, layout, algebra, self.cluster)
        self.settling = Settling(model, layout, algebra, self.cluster, clock)
        self._actions = Actions(algebra, self.cluster, self.knowledge, self.watch, self.settling, clock)
        self._onset = Onset(model, algebra, self.cluster, self.watch, self.settling)
        self._worlds = Together[F]() if apart is None else apart(self)
        self._keeps_paths = apart is None
        self._marks = Marks(algebra, self.cluster, self.knowledge, self._worlds)
        self._visits: list[Visit[F] | None] = [None] * len(route.positions)
        self._queue: list[int] = []
        self.at: Position | None = None
        self._late: Sequence[Late[F]] = ()
        self._changes: str | None = None
        self.record: Record[F] = Record()

    def run(self, case: Case, faults: Mapping[str, F], within: F, late: Sequence[Late[F]] = (), progress: Progress = quietly) -> Record[F]:
        """Replay the fault sets of a family from where the case starts; `faults` holds, for each fault, the fault sets that it is in.

        They and `late` stand for the faults of the case.
        Raises `TooLong` where a replay does not end within what anybody could have meant.
        """
        self.record = Record()
        self._late = late
        self._changes = case.changes
        self.at = None
        self.cluster.begin()
        self.knowledge.begin()
        self._marks.begin()
        within = self._worlds.begin(within)
        flapping = self._onset.begin(case.given, faults, within)
        self.clock.begin()
        self._end(Outcome.FLAPPING, flapping)
        self._go(starts_at(self._model, case.starts), self._algebra.minus(within, flapping))
        self._walk(progress)
        return self.record

    def _walk(self, progress: Progress) -> None:
        visits = 0
        while self._queue:
            number = heappop(self._queue)
            within = self._worlds.arrive(number)
            self.at = self._route.positions[number]
            visit = self._visits[number]
            if visit is None:
                visit = self._visits[number] = self._compiled(self.at)
            visit(within)
            progress()
            visits += 1
            if visits > MAX_STEPS * 4:
                raise TooLong(f"readers come back to {self.at} again and again")

    def _go(self, position: Position, within: F) -> None:
        if not within:
            return
        number = self._route.numbers[position]
        if self._worlds.leave(number, within):
            heappush(self._queue, number)

    def _end(self, outcome: Outcome, within: F) -> None:
        if within:
            by = None if self.at is None or isinstance(self.at, Asking) else self.at.runbook
            self.record.ended.append(Ended(outcome=outcome, by=by, position=self.at, where=self._worlds.actual(within)))

    def _way(self, way: Way, within: F) -> None:
        if within and self.at is not None:
            self.record.ways.add((self.at, way))

    # What is done at each position, compiled when it is first reached

    def _compiled(self, position: Position) -> Visit[F]:
        match position:
            case Asking(tree=tree, node=name):
                node = self._model.trees[tree].nodes[name]
                return self._leaf(node) if isinstance(node, Leaf) else self._question(tree, node)
            case Entering() | Jumping():
                return self._mark(position)
            case Taking(runbook=name, index=index):
                return self._step(self._model.runbooks[name], index)
            case Finishing(runbook=name):
                return self._finish(self._model.runbooks[name])
            case _:
                assert_never(position)

    def _leaf(self, leaf: Leaf) -> Visit[F]:
        entering = None if leaf.runbook is None else Entering(leaf.runbook)

        def visit(within: F) -> None:
            self._way(Way.TAKEN, within)
            if self._changes is not None:
                fits = leaf.phase == self._model.components[self._changes].phase
                self._end(Outcome.RESOLVED if fits else Outcome.MISROUTED, within)
            elif entering is None:
                self._end(Outcome.MISROUTED, within)
            else:
                self._go(entering, within)

        return visit

    def _question(self, tree: str, question: Question) -> Visit[F]:
        minus, nothing = self._algebra.minus, self._algebra.nothing
        lines = [self._actions.line(action) for action in question.run]
        holds = self.knowledge.judges(question.holds)
        then, otherwise = Asking(tree, question.then), Asking(tree, question.otherwise)

        def answer(yes: F, no: F) -> None:
            self._way(Way.THEN, yes)
            self._way(Way.ELSE, no)
            self._go(then, yes)
            self._go(otherwise, no)

        def judge(within: F) -> None:
            yes, denied = holds(within)
            no = minus(within, yes)
            open_ = minus(no, denied)
            if open_:
                self.record.unanswered.append((Asking(tree, question.id), self._worlds.actual(open_)))
            answer(yes, no)

        def visit(within: F) -> None:
            if not lines:
                about = self._changes in question.about
                answer(*((within, nothing) if about else (nothing, within)))
                return
            for line in lines:
                within, failed = self._actions.run(line, self._worlds.narrow(within), NOBODY, self._end)
                if failed and question.if_fails is None:
                    judge(failed)
                elif failed:
                    answer(*((failed, nothing) if question.if_fails else (nothing, failed)))
                if not within:
                    return
            judge(within)

        return visit

    def _mark(self, position: Entering | Jumping) -> Visit[F]:
        (onward,) = follows(self._model, position)
        circles = position in self._route.circles

        def visit(within: F) -> None:
            if circles:
                again = self._marks.again(position, within)
                self._end(Outcome.LIVELOCK, again)
                within = self._algebra.minus(within, again)
            if within and self._keeps_paths and isinstance(position, Entering):
                self.record.entered.append((position.runbook, within))
            self._go(onward, within)

        return visit

    def _finish(self, runbook: Runbook) -> Visit[F]:
        minus = self._algebra.minus
        holds, knows = self.cluster.holds(runbook.goal), self.knowledge.judges(runbook.goal)

        def visit(within: F) -> None:
            reached = holds(within)
            missed = minus(within, reached)
            self._end(Outcome.RESOLVED, reached)
            if missed:
                seen = knows(missed)[1]
                self._end(Outcome.FALSE_ALL_CLEAR, minus(missed, seen))
                if runbook.escalates_to is None:
                    self._end(Outcome.UNRESOLVED, seen)
                else:
                    self._go(Entering(runbook.escalates_to), seen)

        return visit

    def _step(self, runbook: Runbook, index: int) -> Visit[F]:
        step = runbook.steps[index]
        minus = self._algebra.minus
        only_if = None if step.only_if == ALWAYS else self.knowledge.judges(step.only_if)
        lines = [self._actions.line(action) for action in step.run]
        edits = self._actions.effects(step.edit_sets)
        expect = None if step.expect is None else self.knowledge.judges(step.expect)
        met_at, unmet_at, skipped_at = (
            after_step(self._model, runbook.id, index, target) for target in (step.if_met, step.if_unmet, Move.NEXT)
        )
        failed_at = failing_leads(self._model, runbook.id, index)

        def fail(within: F) -> None:
            within = self._struck(within)
            self._way(Way.FAILED, within)
            if failed_at is None:
                self._end(Outcome.BLOCKED, within)
            else:
                self._go(failed_at, within)

        def visit(within: F) -> None:
            if only_if is not None:
                wanted, unwanted = only_if(within)
                self._end(Outcome.BLIND, minus(minus(within, wanted), unwanted))
                self._way(Way.SKIPPED, unwanted)
                self._go(skipped_at, unwanted)
                within = wanted
            if not within:
                return
            self._way(Way.TAKEN, within)
            within = self._worlds.narrow(within)
            if step.edit is not None:
                within = self._actions.edit(edits, step.edit_takes, within, runbook.accepts, self._end)
            well = within
            for line in lines:
                if not well:
                    return
                well, failed = self._actions.run(line, self._worlds.narrow(well), runbook.accepts, self._end)
                if failed:
                    fail(failed)
            well = self._struck(well)
            met = well if expect is None else expect(well)[0]
            unmet = minus(well, met)
            self._way(Way.MET, met)
            self._way(Way.UNMET, unmet)
            self._go(met_at, met)
            self._go(unmet_at, unmet)

        return visit

    def _struck(self, taken: F) -> F:
        """Let late faults strike after a step; return the replays that go on."""
        if not self._late or not taken:
            return taken
        flapping = self._onset.strike(self._late, taken)
        self._end(Outcome.FLAPPING, flapping)
        return self._algebra.minus(taken, flapping)
