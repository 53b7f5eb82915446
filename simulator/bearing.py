"""What each variable bears on, so that a state that differs in little from another one is not judged from the beginning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from simulator.model import Action, Model, Reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What hangs on what, all by number: of the components and the reactions of a model in its order, from 0.

    `components` by variable are those whose readiness may depend on it, also through others. `asked` are by component the facts that it
    asks for itself. `reactions` by fact are those that ask for it, or set it; `setters` those that set it.
    """

    components: dict[str, frozenset[int]]
    asked: tuple[frozenset[str], ...]
    reactions: dict[str, frozenset[int]]
    setters: dict[str, frozenset[int]]


def bearing_of(model: Model) -> Bearing:
    """Return what the variables of a model bear on; worked out once."""
    if model.memory.bearing is None:
        model.memory.bearing = _bearing(model)
    known: Bearing = model.memory.bearing
    return known


def _bearing(model: Model) -> Bearing:
    variables = [name for name, _ in model.healthy]
    asked = tuple(frozenset((*component.needs, *facts_in(component.ready))) for component in model.components.values())
    read = {name: frozenset({name}) for name in variables}  # the variables that a fact depends on
    for name, facts in zip(model.components, asked, strict=True):  # each after those that it asks for
        read[name] = frozenset().union(*(read[fact] for fact in facts))
    return Bearing(
        components=_inverted(variables, (read[name] for name in model.components)),
        asked=asked,
        reactions=_inverted([*variables, *model.components], (_set_by(one) | set(facts_in(one.when)) for one in model.reactions)),
        setters=_inverted(variables, map(_set_by, model.reactions)),
    )


def borne_on(model: Model, action: Action) -> frozenset[str]:
    """Return the facts that decide what comes of an action in a cluster at rest, until it is at rest again.

    Where all of them are alike in two such clusters, it may run in both or in neither, the same happens at the same times, and the same
    invariants come to hold.
    """
    known, components = bearing_of(model), tuple(model.components)
    moved = [fact for effect in action.effects() for fact, _ in effect.set]
    conditions = [action.requires, *(failure.when for failure in action.fails), *(effect.when for effect in action.effects())]
    asked = {*moved, *(fact for condition in conditions for fact in facts_in(condition))}
    seen = set(moved)
    for fact in moved:  # it grows as it is walked through
        reactions = [model.reactions[number] for number in known.reactions.get(fact, ())]
        further = [components[number] for number in known.components.get(fact, ())]
        for number in known.components.get(fact, ()):
            asked |= known.asked[number]
        for reaction in reactions:
            asked.update(facts_in(reaction.when))
            further += _set_by(reaction)
        asked.update(further)
        moved += dict.fromkeys(name for name in further if name not in seen)
        seen.update(further)
    broken = (set(facts_in(invariant.never)) for invariant in model.invariants)
    return frozenset(asked.union(*(facts for facts in broken if not facts.isdisjoint(seen))))


def _set_by(reaction: Reaction) -> frozenset[str]:
    return frozenset(fact for fact, _ in reaction.set)


def _inverted(names: list[str], read: Iterable[frozenset[str]]) -> dict[str, frozenset[int]]:
    """By name the numbers of the sets that hold it."""
    found: dict[str, set[int]] = {name: set() for name in names}
    for number, held in enumerate(read):
        for name in held:
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def facts_in(condition: Condition) -> Iterator[str]:
    """Yield the facts that a condition asks for."""
    match condition:
        case Facts(tests):
            yield from (test.fact for test in tests)
        case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
            for part in parts:
                yield from facts_in(part)
        case Not(part):
            yield from facts_in(part)
        case _:
            assert_never(condition)
