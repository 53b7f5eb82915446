"""How far the guide is from the best that could be done, and where its time goes."""

from dataclasses import dataclass

from simulator.advice import Advice
from simulator.model import Case, Model, Outcome
from simulator.reader import replay
from simulator.replay import Replay
from simulator.spending import Ledger, Spent

NEAR = 1.5
"""A replay that takes no more than so many times the best needs no excuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A replay beside the best recovery: `looking` and `doing` are its seconds spent on lines that change nothing, and on all else.

    `ratio` is the replay's time over the best from symptoms alone, None where the replay did not reach the goal; `checks` are the lines
    that look at something and that the best leaves out; `spent` says of each line what it serves.
    """

    starts: str
    replay: Replay
    looking: int
    doing: int
    ratio: float | None
    checks: tuple[str, ...]
    spent: tuple[Spent, ...]


def compare(model: Model, ledger: Ledger, advice: Advice, starts: str) -> Comparison:
    """Return the guide's way from `starts` beside the best one."""
    case = Case(starts=starts, faults=advice.faults)
    ended = replay(model, case)
    looking = looks_of(ended)
    spent = sum(seconds for _, seconds in looking)
    best = {look.deed.action.line for look in (*advice.diagnosis.looks, *advice.proof)}
    return Comparison(
        starts=starts,
        replay=ended,
        looking=spent,
        doing=ended.seconds - spent,
        ratio=ended.seconds / max(1, advice.seconds) if ended.outcome is Outcome.RESOLVED else None,
        checks=tuple(dict.fromkeys(line for line, _ in looking if line not in best)),
        spent=ledger.spent(case, ended),
    )


def looks_of(ended: Replay) -> list[tuple[str, int]]:
    """Return the lines of a replay that changed nothing, in order, each with the seconds that it took."""
    asked = (ran for question in ended.asked for ran in question.ran)
    taken = (ran for step in ended.steps for ran in step.ran)
    return [(ran.line, ran.takes) for ran in (*asked, *taken) if not ran.change.changed]
