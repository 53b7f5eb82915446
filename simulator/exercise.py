"""What single replays exercise of the parts that a proof leaves idle: those of the scenarios, which start elsewhere, and of what is kept (language §6)."""

from collections.abc import Collection, Iterable

from simulator.model import Case, Model
from simulator.mutation.footprint import footprint
from simulator.reader import followed
from simulator.symbolic.coverage import Idle, Unused, decided_by_failing
from simulator.symbolic.record import Way

WAYS = {
    Unused.STEP_TAKEN: Way.TAKEN,
    Unused.STEP_SKIPPED: Way.SKIPPED,
    Unused.EXPECT_MET: Way.MET,
    Unused.EXPECT_UNMET: Way.UNMET,
    Unused.STEP_FAILED: Way.FAILED,
}
"""The way by which a step is left once such a part of it is exercised; trees and invariants have none, a proof starts there already."""


def idle_in_all(model: Model, idle: Iterable[Idle], cases: Iterable[Case]) -> tuple[Idle, ...]:
    """Return those of the parts that these cases do not exercise either."""
    touched = [footprint(model, ended) for case in cases if (ended := followed(model, case)) is not None]
    fired = {name for one in touched for name in one.reactions}
    went: dict[tuple[str, str | int | None], set[Way]] = {}
    for (runbook, number), way in {way for one in touched for way in one.ways}:
        went.setdefault((runbook, number), set()).add(way)
    return tuple(one for one in idle if one.owner not in fired and not _gone(model, one, went.get((one.owner, one.part), set())))


def _gone(model: Model, part: Idle, ways: Collection[Way]) -> bool:
    """Whether these ways of leaving a step exercise a part of it."""
    if part.unused not in WAYS:
        return False
    step = next(step for step in model.runbooks[part.owner].steps if step.number == part.part)
    return WAYS[part.unused] in ways or (part.unused is Unused.EXPECT_UNMET and decided_by_failing(step, ways))
