"""The reader follows the guide through a failing cluster, knowing only what was shown (language §4, §5 and §7).

This is the reference engine: written to be read, exact, and what a faster one is held against.
"""

from dataclasses import replace
from typing import assert_never

from simulator.cluster import Cluster, Ran
from simulator.condition import Condition
from simulator.model import Action, Case, Enter, Jump, Leaf, Model, Move, Outcome, Question, Runbook, Step, Target, Tree
from simulator.replay import Asked, Replay, Taken
from simulator.state import State, TooLong
from simulator.truth import judge, misses

MAX_STEPS = 20_000

Mark = tuple[str, int | None, State, frozenset[tuple[str, str]]]


def replay(model: Model, case: Case) -> Replay:
    """Return how the reader fares who starts where `case` says.

    It always ends. Raises `TooLong` where the end is further than anybody could have meant.
    """
    try:
        return _Reader(model, case).replay()
    except TooLong as limit:
        limit.starts = case.starts
        raise


def followed(model: Model, case: Case) -> Replay | None:
    """Return a replay, or None where it does not end within what anybody could have meant."""
    try:
        return replay(model, case)
    except TooLong:
        return None


class _Reader:
    """One reader on the way: what is known, what was done, where the guide has led."""

    def __init__(self, model: Model, case: Case) -> None:
        self._model = model
        self._case = case
        self._cluster = Cluster(model, case.given, tuple(value for name in case.faults for value in model.faults[name]))
        self._knowledge: dict[str, str] = {}
        self._path: list[str] = []
        self._asked: list[Asked] = []
        self._steps: list[Taken] = []
        self._marks: set[Mark] = set()
        self._decided: tuple[str, ...] = ()
        self._skipped: list[str] = []

    def replay(self) -> Replay:
        """Follow the guide to its end."""
        outcome, by = self._start()
        if self._steps:
            self._steps[-1] = replace(self._steps[-1], goes=None)
        return Replay(
            outcome=outcome,
            by=by,
            path=tuple(self._path),
            seconds=self._cluster.seconds,
            opening=self._cluster.opening,
            asked=tuple(self._asked),
            steps=tuple(self._steps),
            knowledge=self._knowledge,
            decided=self._cluster.broke or self._decided,
            skipped=tuple(self._skipped),
        )

    def _start(self) -> tuple[Outcome, str | None]:
        if self._cluster.flaps:
            return Outcome.FLAPPING, None
        if self._case.starts not in self._model.trees:
            return self._follow(self._case.starts)
        leaf = self._walk(self._model.trees[self._case.starts])
        if isinstance(leaf, Outcome):
            return leaf, None
        if self._case.changes is not None:
            fits = leaf.phase == self._model.components[self._case.changes].phase
            return Outcome.RESOLVED if fits else Outcome.MISROUTED, None
        return (Outcome.MISROUTED, None) if leaf.runbook is None else self._follow(leaf.runbook)

    # Trees

    def _walk(self, tree: Tree) -> Leaf | Outcome:
        node = tree.nodes[tree.root]
        while isinstance(node, Question):
            before = dict(self._knowledge)
            ran, ending = self._run(node.run, frozenset())
            learned = self._learned_since(before)
            if ending is not None:
                self._asked.append(Asked(node=node.id, ask=node.ask, ran=ran, learned=learned, answer=None, goes=None))
                return ending
            answer = self._answer(node, failed=bool(ran) and ran[-1].failed)
            goes = node.then if answer else node.otherwise
            self._asked.append(Asked(node=node.id, ask=node.ask, ran=ran, learned=learned, answer=answer, goes=goes))
            node = tree.nodes[goes]
        return node

    def _answer(self, node: Question, *, failed: bool) -> bool:
        if not node.run:
            return self._case.changes in node.about
        if failed and node.if_fails is not None:
            return node.if_fails
        return self._knows(node.holds) is True

    # Runbooks

    def _follow(self, name: str) -> tuple[Outcome, str]:
        while not self._comes_again(name, None):
            self._path.append(name)
            went = self._runbook(self._model.runbooks[name])
            if isinstance(went, Outcome):
                return went, name
            name = went.runbook
        return Outcome.LIVELOCK, name

    def _runbook(self, runbook: Runbook) -> Enter | Outcome:
        index = 0
        while index < len(runbook.steps):
            step = runbook.steps[index]
            wanted = self._knows(step.only_if)
            if wanted is None:
                self._decided = misses(step.only_if, self._knowledge.get)
                return Outcome.BLIND
            if not wanted:
                self._skipped.append(step.title)
            went = self._take(runbook, index) if wanted else Move.NEXT
            match went:
                case Enter() | Outcome():
                    return went
                case Jump(index=index):
                    if self._comes_again(runbook.id, index):
                        return Outcome.LIVELOCK
                case _:
                    index = index + 1 if went is Move.NEXT else len(runbook.steps)
        return self._finish(runbook)

    def _finish(self, runbook: Runbook) -> Enter | Outcome:
        if self._cluster.state.holds(runbook.goal):
            return Outcome.RESOLVED
        if self._knows(runbook.goal) is not False:
            self._decided = misses(runbook.goal, self._cluster.state.fact)
            return Outcome.FALSE_ALL_CLEAR
        if runbook.escalates_to is None:
            return Outcome.UNRESOLVED
        if self._steps and self._steps[-1].runbook == runbook.id:
            self._steps[-1] = replace(self._steps[-1], goes=runbook.escalates_to)
        return Enter(runbook.escalates_to)

    # Steps

    def _take(self, runbook: Runbook, index: int) -> Target | Outcome:
        step = runbook.steps[index]
        if len(self._steps) >= MAX_STEPS:
            raise TooLong(f"the reader who starts at `{self._case.starts}` takes more than {MAX_STEPS:,} steps")
        state, knowledge, seconds = self._cluster.state, dict(self._knowledge), self._cluster.seconds
        edited = None if step.edit is None else self._cluster.change(step.edit_sets, step.edit_takes, runbook.accepts)
        ran: tuple[Ran, ...] = ()
        went: Target | Outcome | None = None if edited is None else edited.ending
        if went is None:
            ran, went = self._run(step.run, runbook.accepts)
        met = None
        ended = went is not None
        if went is None:
            met = None if step.expect is None else self._knows(step.expect)
            went = self._leads(runbook, step, failed=bool(ran) and ran[-1].failed, met=met)
        self._steps.append(
            Taken(
                runbook=runbook.id,
                index=index,
                number=step.number,
                title=step.title,
                edit=step.edit,
                edited=edited,
                edit_takes=0 if step.edit is None else step.edit_takes,
                ran=ran,
                expects=step.expect is not None,
                met=met,
                struck=(),
                strike=None,
                learned=self._learned_since(knowledge),
                changed=self._cluster.state.difference(state),
                seconds=self._cluster.seconds - seconds,
                goes=_name(went),
                skipped=tuple(self._skipped),
            )
        )
        self._skipped.clear()
        return went if ended else self._strike() or went

    def _strike(self) -> Outcome | None:
        """Let the faults strike that are due after as many steps as have been taken."""
        names = self._case.late.get(len(self._steps), ())
        if not names:
            return None
        strike = self._cluster.strike(tuple(value for name in names for value in self._model.faults[name]))
        self._steps[-1] = replace(self._steps[-1], struck=names, strike=strike)
        return strike.ending

    def _run(self, actions: tuple[Action, ...], accepted: frozenset[str]) -> tuple[tuple[Ran, ...], Outcome | None]:
        done: list[Ran] = []
        for action in actions:
            ran = self._cluster.run(action, accepted)
            done.append(ran)
            if ran.change.ending is not None:
                return tuple(done), ran.change.ending
            self._knowledge |= ran.told
            if ran.failed:
                break
        return tuple(done), None

    def _leads(self, runbook: Runbook, step: Step, *, failed: bool, met: bool | None) -> Target | Outcome:
        if not failed:
            return step.if_met if met is True or step.expect is None else step.if_unmet
        if step.if_fails is not None:
            return step.if_fails
        return Outcome.BLOCKED if runbook.escalates_to is None else Enter(runbook.escalates_to)

    # Knowledge

    def _knows(self, condition: Condition) -> bool | None:
        return judge(condition, self._knowledge.get)

    def _learned_since(self, before: dict[str, str]) -> dict[str, str]:
        return {fact: value for fact, value in self._knowledge.items() if before.get(fact) != value}

    def _comes_again(self, runbook: str, step: int | None) -> bool:
        mark = (runbook, step, self._cluster.state, frozenset(self._knowledge.items()))
        again = mark in self._marks
        self._marks.add(mark)
        return again


def _name(target: Target | Outcome) -> str | None:
    match target:
        case Outcome():
            return None
        case Move():
            return str(target)
        case Jump(name=name) | Enter(runbook=name):
            return name
        case _:
            assert_never(target)
