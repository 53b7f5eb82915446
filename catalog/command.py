"""Commands: what the operator can run, what it needs, changes and tells (language §3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ALWAYS, ConditionField
from catalog.effect import Effect, Effects, Failures, Output, Shows
from catalog.entity import Reach, Words
from catalog.location import Location, Word
from catalog.node import Mapping, Node
from catalog.shape import AT_ONCE, Entries, OneOrMany, ReadWith, Seconds, Shape, Unreadable


class Risk(StrEnum):
    """What the worst is that a command can do, from nothing upward."""

    READ_ONLY = "read-only"
    REVERSIBLE = "reversible"
    DISRUPTIVE = "disruptive"
    DESTRUCTIVE = "destructive"

    @property
    def weight(self) -> int:
        """The place in the order of risks, 0 for the smallest."""
        return list(Risk).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A word that a placeholder may stand for, and what that word means in facts."""

    word: Word
    meaning: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """The words that a placeholder of a pattern may stand for."""

    name: Word
    meanings: tuple[Meaning, ...]


def _read_where(shape: Shape, node: Node, subject: str) -> Entries[Placeholder]:
    def read(name: Word, value: Node) -> Placeholder | Unreadable:
        meanings = _read_meanings(shape, name, value)
        return meanings if isinstance(meanings, Unreadable) else Placeholder(name=name, meanings=meanings)

    return shape.entries(node, subject, "a mapping like `placeholder: [word, word]`", read)


def _read_meanings(shape: Shape, name: Word, node: Node) -> Entries[Meaning]:
    def read(word: Word, value: Node) -> Meaning | Unreadable:
        meaning = shape.word(value, word)
        return meaning if isinstance(meaning, Unreadable) else Meaning(word=word, meaning=meaning)

    if isinstance(node, Mapping):
        return shape.entries(node, name, "a mapping like `word: meaning`", read)
    words = shape.words(node, name)
    return words if isinstance(words, Unreadable) else tuple(Meaning(word=word, meaning=word) for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line that the operator can run, as a pattern."""

    at: Location
    id: Word
    run: Word
    phase: Reach | None = None
    purpose: Word | None = None
    where: Annotated[tuple[Placeholder, ...], ReadWith(_read_where)] = ()
    requires: ConditionField = ALWAYS
    fails: Failures = ()
    sets: Effects = ()
    takes: Seconds = AT_ONCE
    risk: Risk | None = None
    shows: Shows = ()
    output: tuple[Output, ...] = ()
    exit: int | None = None
    warning: Word | None = None
    seed_form: Annotated[Words, OneOrMany()] = ()
    seed_note: Word | None = None
    sources: Words = ()

    def effects(self) -> Iterator[Effect]:
        """Yield every effect that the command may have, also where it fails."""
        yield from self.sets
        for failure in self.fails:
            yield from failure.sets
