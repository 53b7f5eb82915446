"""How the model could go wrong, one small change at a time: a reaction forgotten, a requirement left out, an effect too weak."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.component import Component
from catalog.condition import ALWAYS, All, AnyOf, AtLeast, Condition, Facts, Not
from catalog.event import Reaction
from simulator.mutation import wording
from simulator.mutation.mutant import Mutant


class ModelChange(StrEnum):
    """One small step by which the model could go wrong."""

    DROP_REACTION = "drop-reaction"
    DROP_REQUIREMENT = "drop-requirement"
    DROP_NEED = "drop-need"
    WEAKEN_EFFECT = "weaken-effect"


def model_mutants(catalog: Catalog) -> Iterator[Mutant]:
    """Yield every mutant of the model: of reactions, commands and components, each kind by id."""
    for reaction in catalog.reactions.values():
        yield _drop_reaction(reaction)
    for command in catalog.commands.values():
        yield from _drop_requirements(command)
        yield from _weaken_effects(command)
    for component in catalog.components.values():
        yield from _drop_needs(component)


def _drop_reaction(reaction: Reaction) -> Mutant:
    """The reaction stays, and sets nothing."""
    return Mutant(
        change=ModelChange.DROP_REACTION,
        kind="reactions",
        entity=replace(reaction, set=()),
        at=reaction.id.at,
        was=f"when: {wording.condition(reaction.when)}, set: {wording.assignments(reaction.set)}",
        now="",
    )


def _drop_requirements(command: Command) -> Iterator[Mutant]:
    """One part of what is required is left out."""
    for left in _without_a_part(command.requires):
        yield Mutant(
            change=ModelChange.DROP_REQUIREMENT,
            kind="commands",
            entity=replace(command, requires=left),
            at=command.id.at,
            was=f"requires: {wording.condition(command.requires)}",
            now="" if left == ALWAYS else f"requires: {wording.condition(left)}",
        )


def _without_a_part(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Facts(tests=tests):
            for place in range(len(tests)):
                left = (*tests[:place], *tests[place + 1 :])
                yield replace(condition, tests=left) if left else ALWAYS
        case All(parts=parts):
            for place in range(len(parts)):
                yield All(at=condition.at, parts=(*parts[:place], *parts[place + 1 :]))
        case AnyOf() | Not() | AtLeast():
            yield ALWAYS
        case _:
            assert_never(condition)


def _weaken_effects(command: Command) -> Iterator[Mutant]:
    """One fact is no longer set."""
    for place, effect in enumerate(command.sets):
        for made in effect.set:
            weaker = replace(effect, set=tuple(one for one in effect.set if one is not made))
            effects = (*command.sets[:place], weaker, *command.sets[place + 1 :])
            yield Mutant(
                change=ModelChange.WEAKEN_EFFECT,
                kind="commands",
                entity=replace(command, sets=effects),
                at=effect.at,
                was=f"sets: {wording.assignments((made,))}",
                now="",
            )


def _drop_needs(component: Component) -> Iterator[Mutant]:
    """One of the components that it needs is left out."""
    for need in component.needs:
        yield Mutant(
            change=ModelChange.DROP_NEED,
            kind="components",
            entity=replace(component, needs=tuple(other for other in component.needs if other != need)),
            at=need.at,
            was=f"needs: {need}",
            now="",
        )
