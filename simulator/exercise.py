"""What single replays exercise of the parts that a proof leaves idle: those of the scenarios, which start elsewhere, and of what is kept (language §6)."""

from collections.abc import Iterable

from simulator.model import Case, Model
from simulator.mutation.footprint import footprint
from simulator.reader import followed
from simulator.symbolic.coverage import Idle, Unused
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
    ways = {way for one in touched for way in one.ways}
    fired = {name for one in touched for name in one.reactions}
    return tuple(
        part
        for part in idle
        if part.owner not in fired and (part.unused not in WAYS or ((part.owner, part.part), WAYS[part.unused]) not in ways)
    )
