"""Where facts are used: every place that sets, shows, claims or reads one, with its placeholders filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.component import Component
from catalog.condition import Condition, mappings_in
from catalog.effect import Assignment, Effect, Show
from catalog.event import Fault, Reaction
from catalog.kinds import Entity
from catalog.location import Location, Word
from catalog.pattern import fill_word, placeholders_in
from catalog.remembered import remembered
from catalog.runbook import Runbook, Step
from catalog.tree import Tree

MAX_FILLINGS = 2_000

Scope = Mapping[str, tuple[str, ...]]
"""What each placeholder may mean."""

NO_PLACEHOLDERS: Scope = {}


class Role(StrEnum):
    """What is done with a fact."""

    READ = "read"
    """asked of the true state"""
    KNOWN = "known"
    """asked of what the reader knows"""
    SET = "set"
    BROKEN = "broken"
    """set by a fault or by what a scenario is given"""
    SHOWN = "shown"
    CLAIMED = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A mapping of facts to values as it is written, in one role; `is_open` where a placeholder may stand in it.

    `values` is empty where a fact is only shown.
    """

    role: Role
    owner: str
    at: Location
    facts: tuple[tuple[Word, tuple[Word, ...]], ...]
    scope: Scope
    is_open: bool

    def fillings(self) -> Iterator[tuple[tuple[Word, tuple[Word, ...]], ...]]:
        """Yield the mapping once for everything that its placeholders may mean, at most `MAX_FILLINGS` times."""
        if not self.is_open:
            yield self.facts
            return
        used = {name for fact, values in self.facts for text in (fact, *values) for name in placeholders_in(text)}
        names = sorted(used & set(self.scope))
        for number, meanings in enumerate(product(*(self.scope[name] for name in names))):
            if number == MAX_FILLINGS:
                return
            filled = dict(zip(names, meanings, strict=True))
            yield tuple((fill_word(fact, filled), tuple(fill_word(value, filled) for value in values)) for fact, values in self.facts)


def _use(role: Role, owner: str, at: Location, facts: tuple[tuple[Word, tuple[Word, ...]], ...], scope: Scope) -> Use:
    is_open = any("{" in fact or any("{" in value for value in values) for fact, values in facts)
    return Use(role=role, owner=owner, at=at, facts=facts, scope=scope, is_open=is_open)


def filled_once(use: Use) -> Iterator[tuple[Word, tuple[Word, ...]]]:
    """Yield each fact that a use names with its values, each once, whatever its placeholders mean."""
    if not use.is_open:
        yield from dict.fromkeys(use.facts)
        return
    seen = set()
    for filling in use.fillings():
        for pair in filling:
            if pair not in seen:
                seen.add(pair)
                yield pair


@lru_cache(maxsize=4)
def uses(catalog: Catalog) -> tuple[Use, ...]:
    """Return every use of facts in a catalog."""
    return tuple(_uses(catalog))


def _uses(catalog: Catalog) -> Iterator[Use]:
    for component in catalog.components.values():
        yield from _component(component)
    for command in catalog.commands.values():
        yield from _command(command)
    for fault in catalog.faults.values():
        yield from _fault(fault)
    for reaction in catalog.reactions.values():
        yield from _reaction(reaction)
    for invariant in catalog.invariants.values():
        yield from _condition(Role.READ, _owner("invariant", invariant), invariant.never)
    for runbook in catalog.runbooks.values():
        yield from _runbook(runbook)
    for scenario in catalog.scenarios.values():
        yield from _assignments(Role.BROKEN, _owner("scenario", scenario), scenario.at, scenario.given)
    for tree in catalog.trees.values():
        yield from _tree(tree)


def _owner(kind: str, entity: Entity) -> str:
    return f"{kind} `{entity.id}`"


def scope_of_command(command: Command) -> Scope:
    """Return what each placeholder of a command may mean in facts."""
    return {place.name: tuple(dict.fromkeys(meaning.meaning for meaning in place.meanings)) for place in command.where}


def scope_of_step(step: Step) -> Scope:
    """Return what each placeholder of a step stands for."""
    return {} if step.for_each is None else {step.for_each.placeholder: step.for_each.values}


def _condition(role: Role, owner: str, condition: Condition, scope: Scope = NO_PLACEHOLDERS) -> Iterator[Use]:
    for mapping in mappings_in(condition):
        facts = tuple((test.fact, test.values) for test in mapping.tests)
        if facts:
            yield _use(role, owner, mapping.at, facts, scope)


def _assignments(role: Role, owner: str, at: Location, made: tuple[Assignment, ...], scope: Scope = NO_PLACEHOLDERS) -> Iterator[Use]:
    if made:
        yield _use(role, owner, at, tuple((one.fact, (one.value,)) for one in made), scope)


def _effects(owner: str, effects: tuple[Effect, ...], scope: Scope) -> Iterator[Use]:
    for effect in effects:
        yield from _condition(Role.READ, owner, effect.when, scope)
        yield from _assignments(Role.SET, owner, effect.at, effect.set, scope)


def _shows(owner: str, shows: tuple[Show, ...], scope: Scope) -> Iterator[Use]:
    for entry in shows:
        yield from _condition(Role.READ, owner, entry.when, scope)
        for fact in entry.show:
            yield _use(Role.SHOWN, owner, fact.at, ((fact, ()),), scope)
        yield from _assignments(Role.CLAIMED, owner, entry.at, entry.claim, scope)


def uses_of(entity: Command | Runbook) -> tuple[Use, ...]:
    """Return every use of facts in a command or a runbook."""
    return _command(entity) if isinstance(entity, Command) else _runbook(entity)


@remembered
def _component(component: Component) -> Iterator[Use]:
    if component.ready_when is not None:
        yield from _condition(Role.READ, _owner("component", component), component.ready_when)


@remembered
def _fault(fault: Fault) -> Iterator[Use]:
    yield from _assignments(Role.BROKEN, _owner("fault", fault), fault.at, fault.sets)


@remembered
def _reaction(reaction: Reaction) -> Iterator[Use]:
    yield from _condition(Role.READ, _owner("reaction", reaction), reaction.when)
    yield from _assignments(Role.SET, _owner("reaction", reaction), reaction.at, reaction.set)


@remembered
def _command(command: Command) -> Iterator[Use]:
    owner, scope = _owner("command", command), scope_of_command(command)
    yield from _condition(Role.READ, owner, command.requires, scope)
    yield from _effects(owner, command.sets, scope)
    yield from _shows(owner, command.shows, scope)
    for failure in command.fails:
        yield from _condition(Role.READ, owner, failure.when, scope)
        yield from _effects(owner, failure.sets, scope)
        yield from _shows(owner, failure.shows, scope)
    for output in command.output:
        for condition in output.conditions():
            yield from _condition(Role.READ, owner, condition, scope)


@remembered
def _runbook(runbook: Runbook) -> Iterator[Use]:
    owner = _owner("runbook", runbook)
    if runbook.goal is not None:
        yield from _condition(Role.READ, owner, runbook.goal)
    for step in runbook.steps:
        scope = scope_of_step(step)
        for condition in (step.only_if, step.expect):
            if condition is not None:
                yield from _condition(Role.KNOWN, owner, condition, scope)
        yield from _effects(owner, step.sets or (), scope)


@remembered
def _tree(tree: Tree) -> Iterator[Use]:
    for node in tree.nodes:
        if node.check is not None:
            yield from _condition(Role.KNOWN, _owner("tree", tree), node.check.holds)
