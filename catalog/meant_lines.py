"""What a line that fits no command was meant for, as far as what is written elsewhere tells."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.finding import MAX_COMPARED, letters_off
from catalog.location import Location, Word
from catalog.mentions import FEW
from catalog.pattern import Pattern, placeholders_in
from catalog.refit import likeness, refitted
from catalog.typed_lines import lines_of_the_guide, lines_run, lines_written, unused_commands

_WORD = re.compile(r"[A-Za-z0-9]+")
LONGEST = 1_000
"""Longer lines are not compared letter by letter."""
LETTERS = 2
"""A line that fits a pattern but for so many letters was meant to fit it."""
HALF = 0.5
"""Lines that share so many of their words with a pattern were typed for it."""


@lru_cache(maxsize=2)
def rewritten(catalog: Catalog) -> Mapping[str, Mapping[Location, tuple[Word, str]]]:
    """Return the patterns that no line fits, and that several lines which fit none would fit as they are returned, by their places.

    A command is typed otherwise, and its lines are not: they share half of their words, and no other pattern as many.
    """
    raw = {
        line.at: line
        for line in (*lines_written(catalog), *lines_of_the_guide(catalog))
        if not line.endswith("*") and len(line.split()) > 1
    }
    strange = {
        line.at: line for line in (*lines_run(catalog), *lines_of_the_guide(catalog)) if not catalog.matches(line) and line.at in raw
    }
    unused = [Pattern(command) for command in unused_commands(catalog).values()] if len(strange) >= FEW else []
    found: dict[str, dict[Location, tuple[Word, str]]] = {}
    for at in strange:
        line = raw[at]
        alike = sorted(((likeness(line, pattern), index) for index, pattern in enumerate(unused)), reverse=True)[:2]
        if alike and alike[0][0] >= HALF and (len(alike) == 1 or alike[0][0] > alike[1][0]):
            pattern = unused[alike[0][1]]
            new = refitted(line, pattern)
            if new is not None:
                found.setdefault(str(pattern.command.run), {})[at] = (line, new)
    return {pattern: lines for pattern, lines in found.items() if len(lines) >= FEW and not _is_slip(catalog, pattern, lines)}


def _is_slip(catalog: Catalog, pattern: str, lines: Mapping[Location, tuple[Word, str]]) -> bool:
    """Return whether a pattern is but a letter or two off what its lines say, and has a word that nothing else has."""
    line, new = next(iter(lines.values()))
    if letters_off(line[:MAX_COMPARED], new[:MAX_COMPARED]) > LETTERS:
        return False
    known = _words_beside(catalog, pattern)
    return any(not word.isdigit() and word not in known for word in set(_WORD.findall(new)) - set(_WORD.findall(line)))


def _words_beside(catalog: Catalog, pattern: str) -> set[str]:
    """Return the words of all other patterns."""
    return {word for command in catalog.commands.values() if command.run != pattern for word in _WORD.findall(command.run)}


def spelt_better(catalog: Catalog, line: str, pattern: str) -> bool:
    """Return whether what is spelt otherwise in a line than in a pattern is a word that others use, and that in the pattern is not."""
    known = _words_beside(catalog, pattern)
    ours, theirs = set(_WORD.findall(line)), set(_WORD.findall(pattern))
    return ours - theirs <= known and not (theirs - ours) & known


def meant(line: str, unused: Iterable[str]) -> str | None:
    """Return the pattern that no line fits and that this one fits but for a few letters, or None."""
    far = {
        pattern: letters_off(right[:MAX_COMPARED], pattern[:MAX_COMPARED])
        for pattern in unused
        if (right := as_pattern(line, pattern)) is not None and abs(len(right) - len(pattern)) <= LETTERS
    }
    best = min(far, key=lambda pattern: far[pattern], default=None)
    return best if best is not None and far[best] <= LETTERS else None


def as_pattern(line: str, pattern: str) -> str | None:
    """Return a line with the placeholders of a pattern that it nearly fits, or None where they have not as many words."""
    words, slots = line.split(), pattern.split()
    if len(words) != len(slots):
        return None
    return " ".join(slot if placeholders_in(slot) else word for word, slot in zip(words, slots, strict=True))


def spelt_right(line: Word, known: Mapping[str, Command]) -> tuple[Command, str] | None:
    """Return the command that a line fits but for a letter or two, and the line as that wants it, where there is only one."""
    words = len(line.split())
    near = [
        (command, new)
        for pattern, command in known.items()
        if len(pattern.split()) == words and (new := refitted(line, Pattern(command))) is not None
        if abs(len(new) - len(line)) <= LETTERS and letters_off(line[:MAX_COMPARED], new[:MAX_COMPARED]) <= LETTERS
        if len(new) <= LONGEST and letters_off(line, new) <= LETTERS
    ]
    return near[0] if len(near) == 1 else None


def waiting(catalog: Catalog, line: Word) -> tuple[Command, str] | None:
    """Return the command that no line fits and that a line is most like, with the line as it wants it."""
    found = [
        (likeness(line, pattern), new, command)
        for command in unused_commands(catalog).values()
        if (new := refitted(line, pattern := Pattern(command))) is not None
    ]
    best = max(found, key=lambda one: one[0], default=None)
    return (best[2], best[1]) if best is not None and best[0] >= HALF else None
