"""Whether somebody who follows a runbook day by day would notice a fault, by which line, and how soon it can be seen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.cluster import Ran
from simulator.condition import ALWAYS, Condition
from simulator.model import Action, Case, Model, Runbook, Step
from simulator.reader import replay
from simulator.replay import Taken
from simulator.state import State, settling
from simulator.truth import misses


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The first sign of a fault in a runbook: the line that shows it, the number of its step, and what it says.

    `facts` are those that are not as they should be; where the line failed there are none. `reached` is how far into the
    runbook the line stands, `visible` how long after the fault it first shows what it shows in the end, both in seconds.
    """

    step: int
    line: str
    facts: tuple[tuple[str, str], ...]
    failed: bool
    reached: int
    visible: int


class Watch:
    """Somebody who follows one runbook; in a healthy cluster nothing surprises them."""

    def __init__(self, model: Model, runbook: str) -> None:
        self._own = model.runbooks[runbook]
        elsewhere = {name: replace(one, steps=(), goal=ALWAYS) for name, one in model.runbooks.items()}
        self._model = replace(model, runbooks={**elsewhere, runbook: self._own})
        self._usual = {(step.number, step.failed, step.met) for step in self._steps(())}

    def notices(self, fault: str) -> Notice | None:
        """Return the first sign of a fault, or None where the runbook goes on as if nothing had happened."""
        taken: list[Taken] = []
        for step in self._steps((fault,)):
            taken.append(step)
            if (step.number, step.failed, step.met) not in self._usual:
                return self._notice(fault, taken)
        return None

    def _steps(self, faults: tuple[str, ...]) -> tuple[Taken, ...]:
        return replay(self._model, Case(starts=self._own.id, faults=faults)).steps

    def _notice(self, fault: str, taken: list[Taken]) -> Notice | None:
        last = taken[-1]
        expect = _written(self._own, last).expect
        if last.failed or expect is None:
            wrong: tuple[str, ...] = ()
            shown = next(((step, ran) for step, ran in _lines([last]) if ran.failed), None)
        else:
            wrong = misses(expect, {fact: value for _, ran in _lines(taken) for fact, value in ran.told.items()}.get)
            shown = next(
                ((step, ran) for step, ran in _lines(taken) if set(misses(expect, ran.told.get)) & set(wrong) & set(ran.told)), None
            )
            shown = shown or next(((step, ran) for step, ran in _lines([last]) if set(wrong) & _shown_by(self._action(step, ran))), None)
        if shown is None:
            return None
        step, ran = shown
        action = self._action(step, ran)
        facts = tuple((fact, ran.told.get(fact, "")) for fact in wrong if fact in _shown_by(action))
        return Notice(
            step=step.number,
            line=ran.line,
            facts=facts,
            failed=ran.failed,
            reached=_until(taken, ran),
            visible=self._visible(fault, action, expect or ALWAYS, frozenset(fact for fact, _ in facts)),
        )

    def _action(self, step: Taken, ran: Ran) -> Action:
        return next(action for action in _written(self._own, step).run if action.line == ran.line)

    def _visible(self, fault: str, action: Action, expect: Condition, facts: frozenset[str]) -> int:
        """The seconds after a fault from which on a line shows that all is not well, as the fault spreads."""
        state = State.healthy(self._model).with_values(self._model.faults[fault])
        clock, since = 0, None if not _amiss(action, state, expect, facts) else 0
        for round_ in settling(self._model, state):
            clock += round_.seconds
            if not _amiss(action, round_.state, expect, facts):
                since = None
            elif since is None:
                since = clock
        return clock if since is None else since


def _written(runbook: Runbook, step: Taken) -> Step:
    """The step as it is written, in the repetition that was taken."""
    lines = tuple(ran.line for ran in step.ran)
    return next(
        one for one in runbook.steps if one.number == step.number and tuple(action.line for action in one.run)[: len(lines)] == lines
    )


def _lines(taken: list[Taken]) -> Iterator[tuple[Taken, Ran]]:
    yield from ((step, ran) for step in taken for ran in step.ran)


def _until(taken: list[Taken], line: Ran) -> int:
    """The seconds until a line had told what it tells."""
    seconds = 0
    for step in taken:
        seconds += step.edit_takes
        for ran in step.ran:
            seconds += ran.takes + sum(round_.seconds for round_ in ran.change.rounds)
            if ran is line:
                return seconds
    return seconds


def _shown_by(action: Action) -> frozenset[str]:
    return frozenset(fact for entry in action.shows for fact in (*entry.show, *(name for name, _ in entry.claim)))


def _amiss(action: Action, state: State, expect: Condition, facts: frozenset[str]) -> bool:
    """Whether a line that is run in a state fails, or tells of one of the facts what it should not."""
    if not state.holds(action.requires):
        return True
    said: dict[str, str] = {}
    for entry in action.shows:
        if state.holds(entry.when):
            said |= {fact: state.fact(fact) for fact in entry.show} | dict(entry.claim)
    return not facts.isdisjoint(misses(expect, said.get))
