"""Located documents: what a data file holds, before anything is known of its meaning."""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from catalog.location import Location, Word

LONG = 40
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One word or text. `plain` is false where it is quoted or a block."""

    at: Location
    text: str
    plain: bool

    @property
    def is_nothing(self) -> bool:
        """Whether no value is given (YAML's null)."""
        return self.plain and self.text in NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list."""

    at: Location
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping in the order in which it is written; keys are unique."""

    at: Location
    entries: "tuple[tuple[Word, Node], ...]"

    def get(self, key: str) -> "Node | None":
        """Return the value under `key`, or None."""
        return next((value for name, value in self.entries if name == key), None)

    @property
    def keys(self) -> tuple[Word, ...]:
        """The keys in order."""
        return tuple(name for name, _ in self.entries)


Node: TypeAlias = Scalar | Sequence | Mapping


def describe(node: Node) -> str:
    """Return what a person would call the node: `a list`, `a mapping`, `nothing`, or the word itself."""
    match node:
        case Scalar(is_nothing=True):
            return "nothing"
        case Scalar(text=text):
            return f"`{text if len(text) <= LONG else text[: LONG - 1] + '…'}`"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            assert_never(node)


def said(node: Node) -> object:
    """Return what a document says, wherever it stands and however it is laid out."""
    match node:
        case Scalar(text=text):
            return text
        case Sequence(items=items):
            return tuple(said(item) for item in items)
        case Mapping(entries=entries):
            return frozenset((str(key), said(value)) for key, value in entries)
        case _:
            assert_never(node)
