"""Command lines and the patterns that they fit (language §3 and §7, *Words*)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.command import Command
from catalog.location import Word

_AS_TYPED = " as typed"
_PLACEHOLDER = re.compile(rf"\{{([A-Za-z0-9_-]+(?:{_AS_TYPED})?)\}}")


def placeholders_in(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders in a text, in order, repetitions included."""
    return tuple(_PLACEHOLDER.findall(text)) if "{" in text else ()


def fill(text: str, meanings: Mapping[str, str]) -> str:
    """Return `text` with every placeholder that has a meaning replaced by it."""
    if "{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda found: meanings.get(found[1], found[0]), text)


def fill_word(word: Word, meanings: Mapping[str, str]) -> Word:
    """Return the filled text, standing where `word` stands."""
    return Word(fill(word, meanings), word.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One word of a pattern: a literal, or a placeholder between what stands before and after it."""

    before: str
    name: str | None = None
    after: str = ""
    meanings: Mapping[str, str] | None = None

    def fit(self, word: str) -> tuple[str, str] | None:
        """Return the part of `word` that the placeholder stands for and its meaning, or None where the word does not fit."""
        if self.name is None:
            return ("", "") if word == self.before else None
        inner = word[len(self.before) : len(word) - len(self.after)]
        if not inner or self.before + inner + self.after != word:
            return None
        if self.meanings is None:
            return inner, inner
        if placeholders_in(inner):
            return None
        return (inner, self.meanings[inner]) if inner in self.meanings else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A command that a line fits: what each placeholder stands for, as typed and as meant in facts."""

    command: Command
    words: Mapping[str, str]
    meanings: Mapping[str, str]

    @property
    def spoken(self) -> dict[str, str]:
        """What each placeholder says in what is printed: `{name}` its meaning, `{name as typed}` the word of the line."""
        return {**self.words, **self.meanings, **{f"{name}{_AS_TYPED}": word for name, word in self.words.items()}}


class Pattern:
    """The pattern of one command."""

    def __init__(self, command: Command) -> None:
        known: dict[str, dict[str, str]] = {
            place.name: {meaning.word: meaning.meaning for meaning in place.meanings} for place in command.where
        }
        self.command = command
        self.slots = tuple(_slot(word, known) for word in command.run.split())
        self.placeholders = sum(slot.name is not None for slot in self.slots)

    @property
    def first_word(self) -> str | None:
        """The word that a line must begin with, or None where the pattern begins with a placeholder."""
        return self.slots[0].before if self.slots and self.slots[0].name is None else None

    def match(self, words: tuple[str, ...]) -> Match | None:
        """Return how the words of a line fit, or None."""
        if len(words) != len(self.slots):
            return None
        typed: dict[str, str] = {}
        meant: dict[str, str] = {}
        for slot, word in zip(self.slots, words, strict=True):
            fitting = slot.fit(word)
            if fitting is None:
                return None
            if slot.name is not None:
                typed[slot.name] = fitting[0]
                if slot.meanings is not None:
                    meant[slot.name] = fitting[1]
        return Match(command=self.command, words=typed, meanings=meant)


def _slot(word: str, known: Mapping[str, Mapping[str, str]]) -> Slot:
    found = _PLACEHOLDER.search(word)
    if found is None:
        return Slot(before=word)
    return Slot(before=word[: found.start()], name=found[1], after=word[found.end() :], meanings=known.get(found[1]))


class Patterns:
    """All patterns of a catalog."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._by_start: dict[tuple[int, str | None], list[Pattern]] = {}
        self._found: dict[str, tuple[Match, ...]] = {}
        for command in commands:
            pattern = Pattern(command)
            self._by_start.setdefault((len(pattern.slots), pattern.first_word), []).append(pattern)

    def best(self, line: str) -> tuple[Match, ...]:
        """Return the matches with the fewest placeholders: one where the line is good, none, or several that are equal."""
        if line not in self._found:
            self._found[line] = self._best(tuple(line.split()))
        return self._found[line]

    def _best(self, words: tuple[str, ...]) -> tuple[Match, ...]:
        starts: tuple[str | None, ...] = (*words[:1], None)
        likely = [pattern for start in starts for pattern in self._by_start.get((len(words), start), ())]
        fitting = [(pattern.placeholders, match) for pattern in likely if (match := pattern.match(words)) is not None]
        fewest = min((count for count, _ in fitting), default=0)
        return tuple(sorted((match for count, match in fitting if count == fewest), key=lambda match: match.command.id))
