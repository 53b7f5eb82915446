"""A line that fits no pattern, written so that it fits one: for a command that is typed otherwise than before."""

import re
from collections import Counter

from catalog.finding import suggest
from catalog.pattern import Pattern, Slot

_PART = re.compile(r"[A-Za-z0-9]+")


def likeness(line: str, pattern: Pattern) -> float:
    """Return how many of the parts of the fixed words of a pattern and of a line are the same, from 0 to 1."""
    fixed = [slot.before for slot in pattern.slots if slot.name is None]
    words = Counter(_PART.findall(line))
    parts = Counter(_PART.findall(" ".join(fixed)))
    most = max(sum(parts.values()), sum(words.values()) - 2 * pattern.placeholders, 1)
    return sum((words & parts).values()) / most


def refitted(line: str, pattern: Pattern) -> str | None:
    """Return the line as the pattern wants it, where it is clear which word each placeholder stands for; else None."""
    words = line.split()
    if len(words) == len(pattern.slots) and (kept := _in_place(words, pattern)) is not None:
        return kept
    left = Counter(words) - Counter(slot.before for slot in pattern.slots if slot.name is None)
    made: list[str] = []
    for slot in pattern.slots:
        fitting = [slot.before] if slot.name is None else _named(line, slot) or [word for word in left if _holds(slot, word)]
        if len(fitting) != 1:
            return None
        made += fitting
    return " ".join(made)


def _named(line: str, slot: Slot) -> list[str]:
    """Return the word of a pattern where the line has the same placeholder, wherever that stands."""
    return [f"{slot.before}{{{slot.name}}}{slot.after}"] if slot.meanings is None and f"{{{slot.name}}}" in line else []


def _in_place(words: list[str], pattern: Pattern) -> str | None:
    made = [slot.before if slot.name is None else _spelt(slot, word) for word, slot in zip(words, pattern.slots, strict=True)]
    return None if None in made else " ".join(word for word in made if word is not None)


def _spelt(slot: Slot, word: str) -> str | None:
    """Return a word as a placeholder takes it, a slip of the hand in one of its own words mended; None where it takes none like it."""
    if _holds(slot, word):
        return word
    inner = word.removeprefix(slot.before).removesuffix(slot.after)
    near = suggest(inner, slot.meanings or ())
    return f"{slot.before}{near.name}{slot.after}" if near.sure else None


def _holds(slot: Slot, word: str) -> bool:
    """Return whether a word may stand where a placeholder does; one that a step fills in is taken at its word."""
    if "{" in word:
        return word.startswith(slot.before) and word.endswith(slot.after)
    return slot.fit(word) is not None
