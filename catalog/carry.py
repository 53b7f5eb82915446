"""A name that is another where it is defined, carried to every place that uses it (language §7)."""

import re
from collections.abc import Iterator

from catalog.catalog import Catalog, owner_of
from catalog.command import Command
from catalog.edit import Edit, rewrite
from catalog.finding import suggest
from catalog.kinds import Entity
from catalog.location import Location, Word
from catalog.mentions import references
from catalog.pattern import placeholders_in
from catalog.runbook import DONE, NEXT
from catalog.uses import Use, filled_once, uses, uses_of

_PART = re.compile(r"[a-z]+")


def is_renamed(catalog: Catalog, entity: Entity, new: str, old: str) -> bool:
    """Return whether a name was meant that is not the one that others use: it is not much like that, or all of it are words of the catalog."""
    parts = set(_PART.findall(new.lower())) - set(_PART.findall(old.lower()))
    return not suggest(new, [old]).sure or parts <= _words(catalog, entity)


def _words(catalog: Catalog, entity: Entity) -> set[str]:
    """Return the words of all names but that of one entity, and those of its own title."""
    known = {part for kind in catalog.entities.values() for other in kind.values() if other is not entity for part in _names(other)}
    return known | {part for key in ("name", "title", "purpose", "why") for part in _PART.findall(str(getattr(entity, key, "")).lower())}


def _names(entity: Entity) -> Iterator[str]:
    yield from _PART.findall(entity.id)
    for variable in getattr(entity, "conditions", ()):
        for name in (variable.name, *variable.values):
            yield from _PART.findall(name)


def entity_edits(catalog: Catalog, kind: str, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that name an entity of a kind otherwise wherever it is named."""
    return tuple(dict.fromkeys(_entity_edits(catalog, kind, old, new)))


def _entity_edits(catalog: Catalog, kind: str, old: str, new: str) -> Iterator[Edit]:
    for kinds, word in references(catalog):
        if kind in kinds and word == old:
            yield rewrite(word, new, sure=True)
    if kind == "components":
        yield from _component_edits(catalog, old, new)
    if kind == "runbooks":
        for runbook in catalog.runbooks.values():
            targets = (target for step in runbook.steps for target in step.targets())
            yield from (rewrite(target, new, sure=True) for target in targets if target == old and target not in (NEXT, DONE))


def _component_edits(catalog: Catalog, old: str, new: str) -> Iterator[Edit]:
    for use in uses(catalog):
        for fact, _ in use.facts:
            if owner_of(fact) == old:
                yield Edit(at=fact.at, old=old, new=new)
    for command in catalog.commands.values():
        yield from (rewrite(meaning, new, sure=True) for meaning in _meanings(command, old) if _is_free(command, meaning))
    for tree in catalog.trees.values():
        traits = (trait for node in tree.nodes for trait in node.about or () if trait.name == "id")
        yield from (rewrite(value, new, sure=True) for trait in traits for value in trait.values if value == old)


def _meanings(command: Command, name: str) -> Iterator[Word]:
    yield from (meaning.meaning for place in command.where for meaning in place.meanings if meaning.meaning == name)


def _is_free(command: Command, meaning: Word) -> bool:
    """Return whether a meaning may be another: it is not itself the word of the line, and says which component is meant alone."""
    place = next(place for place in command.where if any(one.meaning.at == meaning.at for one in place.meanings))
    is_word = any(one.word.at == meaning.at for one in place.meanings)
    facts = {fact for use in uses_of(command) for fact, _ in use.facts if place.name in placeholders_in(fact)}
    return not is_word and all(owner_of(fact) == f"{{{place.name}}}" for fact in facts)


def stuck(catalog: Catalog, old: str) -> Iterator[Location]:
    """Yield the places that name a component by a word of a line, which cannot become another: the words of `where` and of `for_each`."""
    for command in catalog.commands.values():
        yield from (meaning.at for meaning in _meanings(command, old) if not _is_free(command, meaning))
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            facts = {owner_of(fact) for use in uses_of(runbook) for fact, _ in use.facts}
            if step.for_each is not None and f"{{{step.for_each.placeholder}}}" in facts:
                yield from (value.at for value in step.for_each.values if value == old)


def condition_edits(catalog: Catalog, components: frozenset[str], old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that name a condition of components otherwise wherever it is named."""
    found = (
        rewrite(fact, f"{fact.partition('.')[0]}.{new}", sure=True)
        for use in uses(catalog)
        for fact, _ in use.facts
        if fact.partition(".")[2] == old and _all_of(use, fact, components)
    )
    return tuple(dict.fromkeys(found))


def value_edits(catalog: Catalog, facts: frozenset[str], old: str, new: str) -> tuple[Edit, ...]:
    """Return the edits that name a value of facts otherwise wherever it is named."""
    components = frozenset(owner_of(fact) for fact in facts)
    conditions = {fact.partition(".")[2] for fact in facts}
    found = (
        rewrite(value, new, sure=True)
        for use in uses(catalog)
        for fact, values in use.facts
        if fact.partition(".")[2] in conditions and _all_of(use, fact, components)
        for value in values
        if value == old
    )
    return tuple(dict.fromkeys(found))


def _all_of(use: Use, fact: Word, components: frozenset[str]) -> bool:
    """Return whether whatever a fact may mean is one of these components."""
    if not placeholders_in(fact):
        return owner_of(fact) in components
    condition = fact.partition(".")[2]
    meant = {owner_of(filled) for filled, _ in filled_once(use) if filled.partition(".")[2] == condition}
    return bool(meant) and meant <= components
