"""Which beliefs still matter where a reader stands: those that something asks for before they are learnt anew."""

from typing import assert_never

from simulator.condition import ALWAYS, Condition
from simulator.model import Action, Leaf, Model, Move
from simulator.symbolic.layout import facts_of
from simulator.symbolic.position import Asking, Entering, Finishing, Jumping, Position, Route, Taking, after_step, failing_leads, follows

Facts = frozenset[str]


def live_beliefs(model: Model, route: Route) -> dict[Position, Facts]:
    """Return, for each position, the facts of which it still matters what the reader believes on coming there."""
    live: dict[Position, Facts] = dict.fromkeys(route.positions, frozenset())
    changed = True
    while changed:  # ends: the sets only grow
        changed = False
        for position in reversed(route.positions):
            before = _before(model, position, live)
            if before != live[position]:
                live[position] = before
                changed = True
    return live


def _before(model: Model, position: Position, live: dict[Position, Facts]) -> Facts:
    match position:
        case Asking(tree=tree, node=name):
            node = model.trees[tree].nodes[name]
            after = frozenset().union(*(live[other] for other in follows(model, position)))
            return after if isinstance(node, Leaf) else _through(node.run, after | facts_of(node.holds), after | facts_of(node.holds))
        case Entering() | Jumping():
            return frozenset().union(*(live[other] for other in follows(model, position)))
        case Finishing(runbook=name):
            return facts_of(model.runbooks[name].goal).union(*(live[other] for other in follows(model, position)))
        case Taking(runbook=name, index=index):
            return _before_step(model, name, index, live)
        case _:
            assert_never(position)


def _before_step(model: Model, runbook: str, index: int, live: dict[Position, Facts]) -> Facts:
    step = model.runbooks[runbook].steps[index]
    failing = failing_leads(model, runbook, index)
    after = _asked(step.expect).union(
        *(live[after_step(model, runbook, index, target)] for target in ((step.if_met, step.if_unmet) if step.expect else (step.if_met,)))
    )
    taken = _through(step.run, after, frozenset() if failing is None else live[failing])
    return taken | facts_of(step.only_if) | (frozenset() if step.only_if == ALWAYS else live[after_step(model, runbook, index, Move.NEXT)])


def _asked(condition: Condition | None) -> Facts:
    return frozenset() if condition is None else facts_of(condition)


def _through(actions: tuple[Action, ...], after: Facts, failed: Facts) -> Facts:
    """Return what matters before some lines, given what does after the last, and after one that fails."""
    for action in reversed(actions):
        learnt = frozenset(
            fact for entry in action.shows if entry.when == ALWAYS for fact in (*entry.show, *(claimed for claimed, _ in entry.claim))
        )
        after = (after - learnt) | (frozenset() if action.requires == ALWAYS else failed)
    return after
