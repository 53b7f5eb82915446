"""A failing replay in a few lines: the last answer, the last steps, and why it ended so."""

from collections.abc import Iterator

from generator.outcomes import MEANINGS
from simulator.model import Case, Model
from simulator.reader import replay
from simulator.replay import Replay, Taken
from simulator.symbolic.proof import Failure

LAST = 4
"""So many steps are told, the last ones."""


def story(model: Model, failure: Failure) -> Iterator[str]:
    """Yield what happened, in short."""
    late = {} if failure.late is None else {failure.late[1]: (failure.late[0],)}
    told = replay(model, Case(starts=failure.starts, faults=failure.faults, late=late))
    yield from _way_in(told)
    if len(told.steps) > LAST:
        yield f"... {len(told.steps) - LAST} steps"
    for step in told.steps[-LAST:]:
        yield _step(step)
    yield f"= {told.outcome}: {MEANINGS[told.outcome]}" + (f" ({', '.join(told.decided)})" if told.decided else "")


def _way_in(told: Replay) -> Iterator[str]:
    if told.asked:
        last = told.asked[-1]
        answer = "" if last.answer is None else " yes" if last.answer else " no"
        yield f"? {last.ask}{answer}" + (f" → {told.path[0]}" if told.path else "")


def _step(step: Taken) -> str:
    what = f"{step.runbook} {step.number}. {step.title}"
    if step.failed:
        what += f" · fails: {step.failed}"
    elif step.seen:
        what += f" · {step.seen}"
    if step.struck:
        what += f" · meanwhile: {', '.join(step.struck)}"
    return what + (f" → {step.goes}" if step.goes and step.goes != "next" else "")
