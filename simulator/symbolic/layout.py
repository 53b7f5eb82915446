"""Which planes a model needs: one for each value that a variable can take besides its healthy one, one for each belief."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from simulator.model import NOT_READY, READY, Action, Effect, Model, Question, Show, Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Numbers of planes by fact and value.

    `unhealthy` numbers the planes of the state, `beliefs` those of knowledge; a fact that nothing shows has no belief. `cones` holds, for
    every component, the variables that its readiness rests on.
    """

    healthy: Mapping[str, str]
    unhealthy: Mapping[str, Mapping[str, int]]
    beliefs: Mapping[str, Mapping[str, int]]
    cones: Mapping[str, frozenset[str]]

    def variables(self, facts: frozenset[str]) -> frozenset[str]:
        """Return the variables that the facts rest on."""
        return frozenset(variable for fact in facts for variable in self.cones.get(fact, {fact}))


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the facts that a condition asks for."""
    match condition:
        case Facts(tests):
            return frozenset(test.fact for test in tests)
        case Not(part):
            return facts_of(part)
        case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
            return frozenset().union(*(facts_of(part) for part in parts))
        case _:
            assert_never(condition)


def layout_of(model: Model, *, relevant_only: bool, given: Values = ()) -> Layout:
    """Return the layout of a model that may start from `given`.

    With `relevant_only`, it is without beliefs that no condition of a step, a goal or a question asks for.
    """
    values: dict[str, list[str]] = {name: [] for name, _ in model.healthy}
    healthy = dict(model.healthy)
    for fact, value in (*_written(model), *given):
        if value != healthy[fact] and value not in values[fact]:
            values[fact].append(value)
    told: dict[str, list[str]] = {}
    for fact, said in _told(model):
        known = told.setdefault(fact, [READY, NOT_READY] if fact in model.components else [healthy[fact], *values[fact]])
        if said is not None and said not in known:
            known.append(said)
    asked = _asked(model)
    kept = {fact: known for fact, known in told.items() if fact in asked or not relevant_only}
    return Layout(healthy=healthy, unhealthy=_numbered(values), beliefs=_numbered(kept), cones=_cones(model))


def _numbered(values: Mapping[str, list[str]]) -> dict[str, dict[str, int]]:
    numbers: dict[str, dict[str, int]] = {}
    count = 0
    for fact, known in values.items():
        numbers[fact] = {value: count + index for index, value in enumerate(known)}
        count += len(known)
    return numbers


def _cones(model: Model) -> dict[str, frozenset[str]]:
    cones: dict[str, frozenset[str]] = {}
    for name, component in model.components.items():  # each stands after all that it asks for
        own = frozenset(variable for fact in facts_of(component.ready) for variable in cones.get(fact, {fact}))
        cones[name] = own.union(*(cones[other] for other in component.needs))
    return cones


def actions_of(model: Model) -> Iterator[Action]:
    """Yield every line of a step or a question, once."""
    runs = [step.run for runbook in model.runbooks.values() for step in runbook.steps]
    runs += [node.run for tree in model.trees.values() for node in tree.nodes.values() if isinstance(node, Question)]
    yield from {action.line: action for run in runs for action in run}.values()


def _effects(model: Model) -> Iterator[Effect]:
    for action in actions_of(model):
        yield from action.effects()
    for runbook in model.runbooks.values():
        for step in runbook.steps:
            yield from step.edit_sets


def _written(model: Model) -> Iterator[tuple[str, str]]:
    sources: list[Values] = [*model.faults.values(), *(reaction.set for reaction in model.reactions)]
    sources += [effect.set for effect in _effects(model)]
    for values in sources:
        yield from values


def _shows(model: Model) -> Iterator[Show]:
    for action in actions_of(model):
        yield from action.shows
        for failure in action.fails:
            yield from failure.shows


def _told(model: Model) -> Iterator[tuple[str, str | None]]:
    for show in _shows(model):
        for fact in show.show:
            yield fact, None
        yield from show.claim


def _asked(model: Model) -> frozenset[str]:
    conditions = [node.holds for tree in model.trees.values() for node in tree.nodes.values() if isinstance(node, Question)]
    for runbook in model.runbooks.values():
        conditions.append(runbook.goal)
        conditions += [step.only_if for step in runbook.steps]
        conditions += [step.expect for step in runbook.steps if step.expect is not None]
    return frozenset().union(*(facts_of(condition) for condition in conditions))
