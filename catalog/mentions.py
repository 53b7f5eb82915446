"""Every place that names an entity by its id."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, get_args, get_origin

from catalog.catalog import Catalog, owner_of
from catalog.finding import suggest
from catalog.key import Refers, keys_of
from catalog.kinds import Entity
from catalog.location import Word
from catalog.pattern import placeholders_in
from catalog.runbook import DONE, NEXT
from catalog.uses import filled_once, uses

FEW = 2
"""Fewer places than this that name what is not there are each taken for a mistake of their own."""


def references(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], Word]]:
    """Yield every word that must be the id of an entity, with the kinds that it may be of."""
    for entities in catalog.entities.values():
        for entity in entities.values():
            yield from _references(entity)


@lru_cache(maxsize=4)
def misnamed(catalog: Catalog) -> Mapping[tuple[str, str], Entity]:
    """Return the entities whose own id is written wrongly, by their kind and the id that others name.

    That is so where several places name an id that is not there, and one that is there and much like it is named by none.
    """
    named = Counter(_mentions(catalog))
    found: dict[tuple[str, str], Entity] = {}
    for (kind, name), count in sorted(named.items()):
        if count >= FEW and not catalog.may_exist(kind, name):
            unnamed = [other for other in catalog.entities[kind] if not named[kind, other]]
            meant = suggest(name, unnamed).name
            if meant is not None:
                found[kind, name] = catalog.entities[kind][meant]
    return found


def _mentions(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for kinds, word in references(catalog):
        kind = next((kind for kind in kinds if catalog.may_exist(kind, word)), kinds[-1])
        yield kind, str(word)
    for use in uses(catalog):
        yield from (("components", owner_of(fact)) for fact, _ in filled_once(use) if not placeholders_in(fact))
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            yield from (("runbooks", str(target)) for target in step.targets() if target not in (NEXT, DONE) and not runbook.step(target))


def _references(value: object) -> Iterator[tuple[tuple[str, ...], Word]]:
    kind: type = type(value)
    for name, refers in _marked(kind):
        held = getattr(value, name)
        for word in held if isinstance(held, tuple) else (held,):
            if isinstance(word, Word):
                yield refers.kinds, word
    for name in _nested(kind):
        held = getattr(value, name)
        for part in held if isinstance(held, tuple) else (held,):
            if is_dataclass(part):
                yield from _references(part)


@cache
def _marked(kind: type) -> tuple[tuple[str, Refers], ...]:
    """Return the fields of a type of the language whose words are references."""
    if not hasattr(kind, "at"):
        return ()
    marks = ((name, _mark(key.type)) for name, key in keys_of(kind).items())
    return tuple((name, mark) for name, mark in marks if mark is not None)


@cache
def _nested(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if hasattr(kind, "at") and is_dataclass(kind) else ()


def _mark(kind: Any) -> Refers | None:
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        return next((mark for mark in marks if isinstance(mark, Refers)), None) or _mark(inner)
    return next((mark for part in get_args(kind) if (mark := _mark(part)) is not None), None)
