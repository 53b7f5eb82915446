"""What a key of the language is: its type, the marks that say what a type alone cannot, and what it means in words.

The loader reads by these, the JSON Schemas are made from them, and so are the words that an editor or `phasebook explain` shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class Says:
    """A mark: what the key means, in sentences, and a value that may stand there, as YAML."""

    text: str
    example: str


class Names(StrEnum):
    """Whose names the keys of a mapping are."""

    FREE = "free"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Named:
    """A form: a mapping whose keys are no fixed ones, each with a value of this type; `one` where it has a single entry."""

    value: Any
    names: Names = Names.FREE
    one: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """A form: a value of one of these types."""

    kinds: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A form: a list of values of this form; where `single`, one alone may stand for it."""

    value: Any
    single: bool = False


class Expression:
    """A form: a condition expression (language §2)."""


@dataclass(frozen=True, slots=True)
class EffectOrValues:
    """A form: a mapping with one of the keys of `kind` is read as that, any other one as what it sets."""

    kind: Any
    values: Any


@dataclass(frozen=True, slots=True)
class OneOf:
    """A form: an entity of this type that has exactly one of these keys."""

    kind: Any
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadWith:
    """A mark: the value is read by `reader`, as no field type can say what stands there; `form` says it to editors."""

    reader: Callable[..., object]
    form: Any


@dataclass(frozen=True, slots=True)
class Refers:
    """A mark: the word is the id of an entity of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """A mark: an editor offers these names of the catalog, and these words; others may stand there too."""

    names: tuple[str, ...]
    words: tuple[str, ...] = ()


class OneOrMany:
    """A mark: a list that may be written as its single entry."""


class NotEmpty:
    """A mark: a list with at least one entry."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A mark: a list of entities that may also be written as a mapping from this key to the rest of each."""

    key: str


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand under one key: its type with marks, whether it must be there, and what it says."""

    type: Any
    required: bool

    @property
    def says(self) -> Says:
        """What the key means; every key of the language says it."""
        return next(mark for mark in marks_of(self.type) if isinstance(mark, Says))


def marks_of(kind: Any) -> tuple[Any, ...]:
    """Return the marks that stand directly on a type."""
    return get_args(kind)[1:] if get_origin(kind) is Annotated else ()


@cache
def keys_of(kind: type) -> Mapping[str, Key]:
    """Return the keys of a dataclass of the language, in order, by field name; `at` is no key."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: Key(hints[field.name], _required(field)) for field in fields(kind) if field.name != "at"}


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
