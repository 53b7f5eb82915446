"""Which parts of a catalog the proof has exercised: a part that no combination of faults reaches is not proven, it is dead (language §6)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from simulator.condition import ALWAYS
from simulator.model import Leaf, Model, Move, Step
from simulator.symbolic.position import Asking, Position, Route, Taking
from simulator.symbolic.record import Way


class Unused(StrEnum):
    """What never happens."""

    STEP_TAKEN = "is never taken"
    STEP_SKIPPED = "is never skipped: its `only_if` always holds"
    EXPECT_MET = "is never met: its `expect` never holds"
    EXPECT_UNMET = "is never missed: its `expect` always holds"
    STEP_FAILED = "never has a line that fails: its `if_fails` is never followed"
    ANSWER_THEN = "is never answered by `then`"
    ANSWER_ELSE = "is never answered by `else`"
    LEAF = "is never reached"
    REACTION = "never fires"
    INVARIANT = "never comes to hold"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Idle:
    """A part that nothing exercises: `owner` is the id of a runbook, a tree, a reaction or an invariant, `part` the step's number or the node's id."""

    kind: str
    owner: str
    part: str | int | None
    unused: Unused


@dataclass(slots=True, kw_only=True)
class Coverage:
    """What has happened in any replay so far; `news` are the questions that ever told what was not known before, or was otherwise."""

    ways: set[tuple[Position, Way]] = field(default_factory=set)
    news: set[Position] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)
    came: set[str] = field(default_factory=set)

    def add(self, other: "Coverage") -> None:
        """Take in what has happened in other replays."""
        self.ways |= other.ways
        self.news |= other.news
        self.fired |= other.fired
        self.came |= other.came


def idle_parts(model: Model, route: Route, coverage: Coverage) -> tuple[Idle, ...]:
    """Return every part that can be reached by the route and that no replay has exercised, sorted by place."""
    steps: dict[tuple[str, int], set[Way]] = {}
    for position in route.positions:
        if isinstance(position, Taking):
            number = model.runbooks[position.runbook].steps[position.index].number
            ways = {way for way in Way if (position, way) in coverage.ways}
            steps.setdefault((position.runbook, number), set()).update(ways)
    found = [idle for (runbook, number), ways in steps.items() for idle in _step(model, runbook, number, ways)]
    found += [idle for position in route.positions if isinstance(position, Asking) for idle in _node(model, position, coverage)]
    found += [
        Idle(kind="reaction", owner=one.id, part=None, unused=Unused.REACTION) for one in model.reactions if one.id not in coverage.fired
    ]
    found += [
        Idle(kind="invariant", owner=one.id, part=None, unused=Unused.INVARIANT) for one in model.invariants if one.id not in coverage.came
    ]
    return tuple(sorted(found, key=lambda idle: (idle.kind, idle.owner, str(idle.part).zfill(4), idle.unused)))


def _step(model: Model, runbook: str, number: int, ways: set[Way]) -> Iterator[Idle]:
    step = next(step for step in model.runbooks[runbook].steps if step.number == number)
    if Way.TAKEN not in ways:
        yield Idle(kind="runbook", owner=runbook, part=number, unused=Unused.STEP_TAKEN)
        return
    wanted = [
        (step.only_if != ALWAYS, Way.SKIPPED, Unused.STEP_SKIPPED),
        (step.expect is not None, Way.MET, Unused.EXPECT_MET),
        (step.expect is not None and not decided_by_failing(step, ways), Way.UNMET, Unused.EXPECT_UNMET),
        (step.if_fails is not None, Way.FAILED, Unused.STEP_FAILED),
    ]
    for asked, way, unused in wanted:
        if asked and way not in ways:
            yield Idle(kind="runbook", owner=runbook, part=number, unused=unused)


def decided_by_failing(step: Step, ways: Collection[Way]) -> bool:
    """Whether what a step expects is decided both ways though it is never missed: a line fails instead, and nothing is said for who misses it."""
    return step.if_unmet is Move.NEXT and Way.FAILED in ways


def _node(model: Model, position: Asking, coverage: Coverage) -> Iterator[Idle]:
    if isinstance(model.trees[position.tree].nodes[position.node], Leaf):
        wanted = [(Way.TAKEN, Unused.LEAF)]
    else:
        wanted = [(Way.THEN, Unused.ANSWER_THEN), (Way.ELSE, Unused.ANSWER_ELSE)]
    for way, unused in wanted:
        if (position, way) not in coverage.ways:
            yield Idle(kind="tree", owner=position.tree, part=position.node, unused=unused)
