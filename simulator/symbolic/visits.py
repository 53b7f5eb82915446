"""What is done with the readers at each position, in every replay at once (language §4, §5 and §7)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, assert_never

from simulator.condition import ALWAYS
from simulator.model import Leaf, Model, Move, Outcome, Question, Runbook
from simulator.symbolic.action import Actions
from simulator.symbolic.family import Algebra, F
from simulator.symbolic.knowledge import Knowledge
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
)
from simulator.symbolic.record import Way
from simulator.symbolic.walk import Visit, Walk
from simulator.symbolic.worlds import Worlds

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[F]):
    """All that a visit works with; with `keeps_paths`, entries into runbooks are recorded."""

    model: Model
    route: Route
    algebra: Algebra[F]
    cluster: Planes[F]
    knowledge: Knowledge[F]
    actions: Actions[F]
    onset: Onset[F]
    worlds: Worlds[F]
    keeps_paths: bool


class Visits(Generic[F]):
    """Compiles, for each position, what is done there."""

    def __init__(self, setting: Setting[F], walk: Walk[F]) -> None:
        self._model = setting.model
        self._algebra = setting.algebra
        self._route = setting.route
        self._cluster = setting.cluster
        self._knowledge = setting.knowledge
        self._actions = setting.actions
        self._onset = setting.onset
        self._worlds = setting.worlds
        self._keeps_paths = setting.keeps_paths
        self._marks = Marks(setting.algebra, setting.cluster, setting.knowledge, setting.worlds)
        self._walk = walk
        self._known: dict[Position, Visit[F]] = {}
        self._late: Sequence[Late[F]] = ()
        self._changes: str | None = None

    def begin(self, late: Sequence[Late[F]], changes: str | None) -> None:
        """Take up another case: what strikes late, which component is changed."""
        self._late = late
        self._changes = changes
        self._marks.begin()

    def at(self, position: Position) -> Visit[F]:
        """Return what is done at a position, compiled when it is first reached."""
        known = self._known.get(position)
        if known is None:
            known = self._known[position] = self._compiled(position)
        return known

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
            self._walk.way(Way.TAKEN, within)
            if self._changes is not None:
                fits = leaf.phase == self._model.components[self._changes].phase
                self._walk.end(Outcome.RESOLVED if fits else Outcome.MISROUTED, within)
            elif entering is None:
                self._walk.end(Outcome.MISROUTED, within)
            else:
                self._walk.go(entering, within)

        return visit

    def _question(self, tree: str, question: Question) -> Visit[F]:
        minus, nothing = self._algebra.minus, self._algebra.nothing
        lines = [self._actions.line(action) for action in question.run]
        holds = self._knowledge.judges(question.holds)
        here = Asking(tree, question.id)
        answer = self._answers(here, question)

        def judge(known: tuple[F, F] | None, within: F) -> None:
            yes, denied = holds(within)
            no = minus(within, yes)
            open_ = minus(no, denied)
            if open_:
                self._walk.record.unanswered.append((here, self._worlds.actual(open_)))
            answer(known, yes, no)

        def sort(within: F) -> None:
            about = self._changes in question.about
            answer(None, *((within, nothing) if about else (nothing, within)))

        def visit(within: F) -> None:
            known = None if here in self._walk.record.news else holds(within)
            for line in lines:
                within, failed = self._actions.run(line, self._worlds.narrow(within), NOBODY, self._walk.end)
                if failed and question.if_fails is None:
                    judge(known, failed)
                elif failed:
                    answer(known, *((failed, nothing) if question.if_fails else (nothing, failed)))
                if not within:
                    return
            judge(known, within)

        return visit if lines else sort

    def _answers(self, here: Asking, question: Question) -> Callable[[tuple[F, F] | None, F, F], None]:
        """Return what lets readers go on by their answers; `known` is who had either answer before, or None where that does not matter any more."""
        minus, actual = self._algebra.minus, self._worlds.actual
        then, otherwise = Asking(here.tree, question.then), Asking(here.tree, question.otherwise)

        def answer(known: tuple[F, F] | None, yes: F, no: F) -> None:
            if known is not None and (actual(minus(yes, known[0])) or actual(minus(no, known[1]))):
                self._walk.record.news.add(here)
            self._walk.way(Way.THEN, yes)
            self._walk.way(Way.ELSE, no)
            self._walk.go(then, yes)
            self._walk.go(otherwise, no)

        return answer

    def _mark(self, position: Entering | Jumping) -> Visit[F]:
        (onward,) = follows(self._model, position)
        circles = position in self._route.circles

        def visit(within: F) -> None:
            if circles:
                again = self._marks.again(position, within)
                self._walk.end(Outcome.LIVELOCK, again)
                within = self._algebra.minus(within, again)
            if within and self._keeps_paths and isinstance(position, Entering):
                self._walk.record.entered.append((position.runbook, within))
            self._walk.go(onward, within)

        return visit

    def _finish(self, runbook: Runbook) -> Visit[F]:
        minus = self._algebra.minus
        holds, knows = self._cluster.holds(runbook.goal), self._knowledge.judges(runbook.goal)

        def visit(within: F) -> None:
            reached = holds(within)
            missed = minus(within, reached)
            self._walk.end(Outcome.RESOLVED, reached)
            if missed:
                seen = knows(missed)[1]
                self._walk.end(Outcome.FALSE_ALL_CLEAR, minus(missed, seen))
                if runbook.escalates_to is None:
                    self._walk.end(Outcome.UNRESOLVED, seen)
                else:
                    self._walk.go(Entering(runbook.escalates_to), seen)

        return visit

    def _step(self, runbook: Runbook, index: int) -> Visit[F]:
        step = runbook.steps[index]
        minus = self._algebra.minus
        only_if = None if step.only_if == ALWAYS else self._knowledge.judges(step.only_if)
        lines = [self._actions.line(action) for action in step.run]
        edits = self._actions.effects(step.edit_sets)
        expect = None if step.expect is None else self._knowledge.knows(step.expect)
        met_at, unmet_at, skipped_at = (
            after_step(self._model, runbook.id, index, target) for target in (step.if_met, step.if_unmet, Move.NEXT)
        )
        failed_at = failing_leads(self._model, runbook.id, index)

        def fail(within: F) -> None:
            within = self._struck(within)
            self._walk.way(Way.FAILED, within)
            if failed_at is None:
                self._walk.end(Outcome.BLOCKED, within)
            else:
                self._walk.go(failed_at, within)

        def visit(within: F) -> None:
            if only_if is not None:
                wanted, unwanted = only_if(within)
                self._walk.end(Outcome.BLIND, minus(minus(within, wanted), unwanted))
                self._walk.way(Way.SKIPPED, unwanted)
                self._walk.go(skipped_at, unwanted)
                within = wanted
            if not within:
                return
            self._walk.way(Way.TAKEN, within)
            within = self._worlds.narrow(within)
            if step.edit is not None:
                within = self._actions.edit(edits, step.edit_takes, within, runbook.accepts, self._walk.end)
            well = within
            for line in lines:
                if not well:
                    return
                well, failed = self._actions.run(line, self._worlds.narrow(well), runbook.accepts, self._walk.end)
                if failed:
                    fail(failed)
            well = self._struck(well)
            met = well if expect is None else expect(well)
            unmet = minus(well, met)
            self._walk.way(Way.MET, met)
            self._walk.way(Way.UNMET, unmet)
            self._walk.go(met_at, met)
            self._walk.go(unmet_at, unmet)

        return visit

    def _struck(self, taken: F) -> F:
        """Let late faults strike after a step; return the replays that go on."""
        if not self._late or not taken:
            return taken
        flapping = self._onset.strike(self._late, taken)
        self._walk.end(Outcome.FLAPPING, flapping)
        return self._algebra.minus(taken, flapping)
