"""A planner of the unified-planning family beside `phasebook suggest`: the fewest deeds that bring the cluster back from single faults, and the seconds.

python bench/planner.py [COUNT] [SEED]

For so many faults, drawn at random. The planner is Fast Downward, by the packages `unified-planning` and `up-fast-downward`; where they are missing,
nothing is measured, and that is said. It is given what our own search needs not be given: only the deeds that help in this state, and only the facts
that these and the reactions to them can change; of all others it is told what they are. For it a reaction costs nothing and may come or not, so that its
fewest deeds are at most ours. Invariants are left out, as no way of ours from a single fault breaks one.
"""

import resource
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from random import Random

from catalog.load import load
from simulator.compile import compiled
from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test, all_of
from simulator.deeds import Deed, deeds
from simulator.model import READY, Effect, Model, Reaction
from simulator.recovery import Order, OutOfReach, Search, struck
from simulator.relevance import Relevance
from simulator.state import State

if find_spec("unified_planning") is None or find_spec("up_fast_downward") is None:
    print("the planner is left out: it needs the packages unified-planning and up-fast-downward")
    sys.exit()

import unified_planning.shortcuts as up

PATIENCE = 60
"""So many seconds the planner has for a fault."""

PLANNER = {"fast_downward_search_config": "astar(hmax())"}
"""The best of its searches for fewest deeds that takes effects with conditions."""


class World:
    """The planning problem of one state: `at` says which value a variable has; deeds cost one, reactions nothing."""

    def __init__(self, model: Model, state: State, helping: tuple[Deed, ...], goal: Condition) -> None:
        self._model = model
        self._state = state
        self._reactions = _following(model, helping)
        self._values = self._changing(helping)
        self._ready: dict[str, up.FNode] = {}
        variable, value = up.UserType("Variable"), up.UserType("Value")
        self.problem = up.Problem("recovery")
        self._at = self.problem.add_fluent("at", up.BoolType(), default_initial_value=False, variable=variable, value=value)
        self._variables = {fact: self.problem.add_object(f"variable{n}", variable) for n, fact in enumerate(sorted(self._values))}
        words = sorted({word for known in self._values.values() for word in known})
        self._words = {word: self.problem.add_object(f"value{n}", value) for n, word in enumerate(words)}
        costs: dict[up.InstantaneousAction, up.Expression] = {}
        for number, deed in enumerate(helping):
            self._add(costs, f"deed{number}", deed.action.requires, deed.action.sets, 1)
        for number, reaction in enumerate(self._reactions):
            self._add(costs, f"reaction{number}", reaction.when, (Effect(when=Facts(()), set=reaction.set),), 0)
        self.problem.add_quality_metric(up.MinimizeActionCosts(costs))
        self.problem.add_goal(self._holds(goal))
        for fact in self._values:
            self.problem.set_initial_value(self._is(fact, state.values[fact]), up.TRUE())

    def _changing(self, helping: tuple[Deed, ...]) -> dict[str, set[str]]:
        """Every value that a fact can have from here on, of the facts that can change."""
        made = [effect.set for deed in helping for effect in deed.action.sets] + [reaction.set for reaction in self._reactions]
        values = {fact: {self._state.values[fact]} for pairs in made for fact, _ in pairs}
        for fact, value in (pair for pairs in made for pair in pairs):
            values[fact].add(value)
        return values

    def _add(
        self, costs: dict[up.InstantaneousAction, up.Expression], name: str, needs: Condition, effects: tuple[Effect, ...], cost: int
    ) -> None:
        action = up.InstantaneousAction(name)
        before = self._holds(needs)
        if before.is_false():
            return
        action.add_precondition(before)
        for effect in effects:
            when = self._holds(effect.when)
            for fact, value in effect.set if not when.is_false() else ():
                for other in sorted(self._values[fact]):
                    action.add_effect(self._is(fact, other), other == value, when)
        self.problem.add_action(action)
        costs[action] = up.Int(cost)

    def _is(self, fact: str, value: str) -> up.FNode:
        return self._at(self._variables[fact], self._words[value])

    def _holds(self, condition: Condition) -> up.FNode:
        return self._said(condition).simplify()

    def _said(self, condition: Condition) -> up.FNode:
        match condition:
            case Facts(tests):
                return up.And([self._test(test) for test in tests])
            case All(parts):
                return up.And([self._said(part) for part in parts])
            case AnyOf(parts):
                return up.Or([self._said(part) for part in parts])
            case Not(part):
                return up.Not(self._said(part))
            case AtLeast(least, parts):
                return up.Or([up.And([self._said(part) for part in some]) for some in combinations(parts, least)])

    def _test(self, test: Test) -> up.FNode:
        if test.fact in self._model.components:
            if len(test.values) > 1:
                return up.TRUE()
            ready = self._is_ready(test.fact)
            return ready if READY in test.values else up.Not(ready)
        if test.fact not in self._values:
            return up.TRUE() if self._state.values[test.fact] in test.values else up.FALSE()
        return up.Or([self._is(test.fact, value) for value in sorted(test.values & self._values[test.fact])])

    def _is_ready(self, component: str) -> up.FNode:
        if component not in self._ready:
            one = self._model.components[component]
            self._ready[component] = up.And([self._holds(one.ready), *map(self._is_ready, one.needs)]).simplify()
        return self._ready[component]


def _following(model: Model, helping: tuple[Deed, ...]) -> tuple[Reaction, ...]:
    """The reactions that deeds can bring about, one by another."""
    asked = {reaction.id: frozenset(_asked(model, reaction.when)) for reaction in model.reactions}
    changed = {fact for deed in helping for effect in deed.action.sets for fact, _ in effect.set}
    found: dict[str, Reaction] = {}
    while more := [reaction for reaction in model.reactions if reaction.id not in found and asked[reaction.id] & changed]:
        found |= {reaction.id: reaction for reaction in more}
        changed |= {fact for reaction in more for fact, _ in reaction.set}
    return tuple(found.values())


def _asked(model: Model, condition: Condition) -> Iterator[str]:
    match condition:
        case Facts(tests):
            for test in tests:
                component = model.components.get(test.fact)
                if component is None:
                    yield test.fact
                else:
                    yield from _asked(model, component.ready)
                    yield from _asked(model, all_of(component.needs, READY))
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _asked(model, part)
        case Not(part):
            yield from _asked(model, part)


def theirs(world: World) -> tuple[str, int | None]:
    """Return how the planner ended, and how many deeds its plan has."""
    with up.OneshotPlanner(name="fast-downward", params=PLANNER) as planner:
        result = planner.solve(world.problem, timeout=PATIENCE)
    plan = result.plan
    return result.status.name.lower(), None if plan is None else sum(one.action.name.startswith("deed") for one in plan.actions)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def run(count: int, seed: int) -> None:
    up.get_environment().credits_stream = None
    catalog = load(Path("data")).catalog
    model = compiled(catalog)
    acts, goal = deeds(catalog, model), all_of(model.components, READY)
    same, solved, ratios = 0, 0, []
    print(f"{'fault':44} {'ours':>5} {'s':>7} {'theirs':>7} {'s':>7} {'ratio':>7}   processor seconds; the planner has {PATIENCE} s")
    for fault in sorted(Random(seed).sample(sorted(model.faults), count)):
        state, began = struck(model, (fault,)), _spent()
        try:
            best = len(Search(model, acts, goal, order=Order.NUMBER).best(state).doings)
        except OutOfReach as reason:
            print(f"{fault:44} {reason}")
            continue
        ours, began = _spent() - began, _spent()
        how, plan = theirs(World(model, state, Relevance(model, acts, goal).helping(state), goal))
        taken = _spent() - began
        told = how if plan is None else plan
        solved, same = solved + (plan is not None), same + (plan == best)
        ratios += [taken / ours] if plan is not None else []
        print(f"{fault:44} {best:>5} {ours:>7.2f} {told!s:>7} {taken:>7.2f} {taken / ours:>7.0f}", flush=True)
    middle = f", the planner takes {sorted(ratios)[len(ratios) // 2]:.0f} times as long in the middle" if ratios else ""
    print(f"{solved} of {count} solved by the planner, {same} of them with as many deeds as ours{middle}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    run(*given, *(12, 1)[len(given) :])
