"""Every kind and every key of the language in words, from the types that the loader reads by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args

from catalog.form import form_of
from catalog.key import Says, keys_of
from catalog.kinds import KINDS


class Kind(NamedTuple):
    """A kind: what one of it is called in the code, and what it is."""

    entity: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key: the kind in whose files it stands, the entity that has it, its name, whether it must be there, what it says, and its form."""

    kind: str
    entity: str
    name: str
    required: bool
    says: Says
    form: str


@cache
def kinds() -> Mapping[str, Kind]:
    """Return what each kind is."""
    return {kind: Kind(_called(entity), _first(entity)) for kind, entity in KINDS.items()}


@cache
def keys() -> tuple[Entry, ...]:
    """Return every key, kind by kind, each entity once, in the order in which it declares them."""
    seen: set[type] = set()
    return tuple(entry for kind, entity in KINDS.items() for entry in _keys(kind, entity, seen))


def _keys(kind: str, entity: type, seen: set[type]) -> Iterator[Entry]:
    if entity in seen:
        return
    seen.add(entity)
    inner: list[type] = []
    for name, key in keys_of(entity).items():
        yield Entry(
            kind=kind, entity=_called(entity), name=name.rstrip("_"), required=key.required, says=key.says, form=form_of(key.type, _called)
        )
        inner += [part for part in _parts(key.type) if hasattr(part, "at") and _is_told(part)]
    for part in inner:
        yield from _keys(kind, part, seen)


def _is_told(kind: type) -> bool:
    """Return whether the keys of a type are written by a person; those of conditions have a form of their own."""
    return any(isinstance(mark, Says) for key in keys_of(kind).values() for mark in getattr(key.type, "__metadata__", ()))


def _parts(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for part in get_args(kind):
        yield from _parts(part)


def _called(kind: type) -> str:
    return (
        "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).removeprefix("-").removesuffix("-entity")
    )


def _first(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())
