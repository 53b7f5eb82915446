"""What each variable bears on, so that a state that differs in little from another one is not judged from the beginning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from simulator.model import Model, Reaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """By variable: the components whose readiness may depend on it, the reactions that it may let fire, the reactions that set it.

    All are numbers: of components and of reactions in the order of the model, from 0.
    """

    components: dict[str, frozenset[int]]
    reactions: dict[str, frozenset[int]]
    setters: dict[str, frozenset[int]]


def bearing_of(model: Model) -> Bearing:
    """Return what the variables of a model bear on; worked out once."""
    if model.memory.bearing is None:
        model.memory.bearing = _bearing(model)
    known: Bearing = model.memory.bearing
    return known


def _bearing(model: Model) -> Bearing:
    read = {name: frozenset({name}) for name, _ in model.healthy}  # the variables that a fact depends on
    for component in model.components.values():  # each after those that it asks for
        read[component.id] = _union(read[fact] for fact in (*component.needs, *_facts(component.ready)))
    components = (read[name] for name in model.components)
    reactions = (_union((_set_by(reaction), *(read[fact] for fact in _facts(reaction.when)))) for reaction in model.reactions)
    variables = [name for name, _ in model.healthy]
    return Bearing(
        components=_inverted(variables, components),
        reactions=_inverted(variables, reactions),
        setters=_inverted(variables, map(_set_by, model.reactions)),
    )


def _set_by(reaction: Reaction) -> frozenset[str]:
    return frozenset(fact for fact, _ in reaction.set)


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _inverted(variables: list[str], read: Iterable[frozenset[str]]) -> dict[str, frozenset[int]]:
    """By variable the numbers of the sets that hold it."""
    found: dict[str, set[int]] = {name: set() for name in variables}
    for number, names in enumerate(read):
        for name in names:
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _facts(condition: Condition) -> Iterator[str]:
    match condition:
        case Facts(tests):
            yield from (test.fact for test in tests)
        case All(parts) | AnyOf(parts) | AtLeast(parts=parts):
            for part in parts:
                yield from _facts(part)
        case Not(part):
            yield from _facts(part)
        case _:
            assert_never(condition)
