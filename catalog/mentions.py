"""Every place that names an entity by its id."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, get_args, get_origin

from catalog.catalog import Catalog, owner_of
from catalog.finding import suggest
from catalog.key import Expression, ReadWith, Refers, keys_of, marks_of
from catalog.kinds import Entity
from catalog.location import Word
from catalog.pattern import placeholders_in
from catalog.remembered import remembered
from catalog.runbook import DONE, NEXT
from catalog.uses import filled_once, uses

FEW = 2
"""Fewer places than this that name what is not there are each taken for a mistake of their own."""


def references(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], Word]]:
    """Yield every word that must be the id of an entity, with the kinds that it may be of."""
    for entities in catalog.entities.values():
        for entity in entities.values():
            yield from _references_of(entity)


@lru_cache(maxsize=4)
def misnamed(catalog: Catalog) -> Mapping[tuple[str, str], Entity]:
    """Return the entities whose own id is not what others call them, by their kind and the id that others name.

    That is so where several places name an id that is not there, or one place and the file of the entity is called so, and one that
    is there is named by none: one much like it, or the only one.
    """
    named = Counter(_mentions(catalog))
    gone = sorted(one for one in named if not catalog.may_exist(*one))
    found: dict[tuple[str, str], Entity] = {}
    for kind, name in gone:
        entities = catalog.entities[kind]
        unnamed = [other for other in entities if not named[kind, other] and not entities[other].at.file.endswith(f"/{other}.yaml")]
        filed = [other for other in unnamed if entities[other].at.file.endswith(f"/{name}.yaml")]
        only = unnamed if len(unnamed) == 1 and [one for one in gone if one[0] == kind] == [(kind, name)] else []
        one = suggest(name, unnamed).name or next(iter(filed if len(filed) == 1 else only), None)
        if one is not None and (named[kind, name] >= FEW or one in filed):
            found[kind, name] = entities[one]
    return found


@lru_cache(maxsize=4)
def meant(catalog: Catalog) -> frozenset[tuple[str, str]]:
    """Return the entities, by kind and id, that a misspelt mention means: that nothing else names them is no mistake of its own."""
    unknown = {(kind, name) for kind, name in _mentions(catalog) if not catalog.may_exist(kind, name)}
    near = {(kind, suggest(name, catalog.entities[kind]).name) for kind, name in unknown}
    near |= {(kind, name) for kind, word in unknown for name in together(catalog, kind, word)}
    misspelt = {(kind, str(entity.id)) for (kind, _), entity in misnamed(catalog).items()}
    return frozenset((kind, name) for kind, name in near if name is not None) | misspelt


def together(catalog: Catalog, kind: str, word: str) -> tuple[str, ...]:
    """Return the ids of a kind that stand in one word, joined by commas: entries of a list that share a line; else nothing."""
    parts = tuple(part.strip() for part in word.split(",")) if "," in word else ()
    return parts if all(part in catalog.entities[kind] for part in parts) else ()


def _mentions(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for kinds, word in references(catalog):
        kind = next((kind for kind in kinds if catalog.may_exist(kind, word)), None)
        near = kinds[-1] if kind is not None else next((one for one in kinds if suggest(word, catalog.entities[one]).name), kinds[-1])
        yield kind or near, str(word)
    for use in uses(catalog):
        yield from (("components", owner_of(fact)) for fact, _ in filled_once(use) if not placeholders_in(fact))
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            yield from (("runbooks", str(target)) for target in step.targets() if target not in (NEXT, DONE) and not runbook.step(target))


@remembered
def _references_of(entity: Entity) -> Iterator[tuple[tuple[str, ...], Word]]:
    yield from _references(entity)


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
    """Return the fields of a type of the language that hold entities inside which a reference may stand."""
    if not hasattr(kind, "at") or not is_dataclass(kind):
        return ()
    return tuple(name for name, key in keys_of(kind).items() if any(_marked(part) or _nested(part) for part in _parts(key.type)))


def _parts(kind: Any) -> Iterator[type]:
    """Yield every type of the language inside a type; a condition names no entity but in facts."""
    if any(isinstance(mark, ReadWith) and isinstance(mark.form, Expression) for mark in marks_of(kind)):
        return
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for part in get_args(kind):
        yield from _parts(part)


def _mark(kind: Any) -> Refers | None:
    if get_origin(kind) is Annotated:
        inner, *marks = get_args(kind)
        return next((mark for mark in marks if isinstance(mark, Refers)), None) or _mark(inner)
    return next((mark for part in get_args(kind) if (mark := _mark(part)) is not None), None)
