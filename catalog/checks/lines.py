"""Every command line of a runbook, a tree or the guide fits one command."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.command import Command
from catalog.condition import Facts
from catalog.edit import Related, rewrite
from catalog.effect import Failure, Output
from catalog.finding import MAX_COMPARED, letters_off, suggest
from catalog.location import Location, Word
from catalog.mentions import FEW
from catalog.pattern import fill_word, placeholders_in

_WORD = re.compile(r"[A-Za-z0-9]+")
LETTERS = 2
"""A line that fits a pattern but for so many letters was meant to fit it."""


def _lines(catalog: Catalog) -> Iterator[Word]:
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            values = step.for_each.values if step.for_each else ("",)
            for value in values:
                filled = {str(step.for_each.placeholder): str(value)} if step.for_each else {}
                yield from (fill_word(line, filled) for line in step.run)
    for tree in catalog.trees.values():
        for node in tree.nodes:
            yield from node.check.run if node.check else ()


@check("LINE001", blocking=True)
def every_line_fits_a_command(catalog: Catalog) -> Iterator[Breach]:
    """A line that a runbook or a tree runs fits the pattern of a command."""
    if catalog.unreadable.get("commands") or "commands" in catalog.incomplete:
        return
    unknown: dict[Location, Word] = {}
    for line in _lines(catalog):
        if not catalog.matches(line):
            unknown.setdefault(line.at, line)
    unused = _unused(catalog) if unknown else {}
    meant: dict[str | None, list[Word]] = {}
    for line in unknown.values():
        meant.setdefault(_meant(line, unused), []).append(line)
    for pattern, lines in meant.items():
        if pattern is None or (len(lines) < FEW and not _spelt_better(catalog, lines[0], pattern)):
            yield from (_unknown(catalog, line) for line in lines)
        else:
            yield _misspelt(unused[pattern], lines)


def _misspelt(command: Command, lines: list[Word]) -> Breach:
    """Return the breach that no line fits a command, and several would but for a letter."""
    right = _as_pattern(lines[0], command.run) or str(lines[0])
    message = f"no line fits `{command.run}`, and {len(lines)} are like `{lines[0]}`"
    related = (Related(lines[0].at, "run here"),)
    return Breach(command.run.at, message, f"write `{right}`", rewrite(command.run, right, sure=True), related)


def _spelt_better(catalog: Catalog, line: str, pattern: str) -> bool:
    """Return whether what is spelt otherwise in a line than in a pattern is a word that others use, and that in the pattern is not."""
    known = {word for command in catalog.commands.values() if command.run != pattern for word in _WORD.findall(command.run)}
    ours, theirs = set(_WORD.findall(line)), set(_WORD.findall(pattern))
    return ours - theirs <= known and not (theirs - ours) & known


def _meant(line: str, unused: Iterable[str]) -> str | None:
    """Return the pattern that no line fits and that this one fits but for a few letters, or None."""
    far = {
        pattern: letters_off(right[:MAX_COMPARED], pattern[:MAX_COMPARED])
        for pattern in unused
        if (right := _as_pattern(line, pattern)) is not None and abs(len(right) - len(pattern)) <= LETTERS
    }
    best = min(far, key=lambda pattern: far[pattern], default=None)
    return best if best is not None and far[best] <= LETTERS else None


def _unused(catalog: Catalog) -> dict[str, Command]:
    """Return the commands that no line fits, by their patterns."""
    used = {match.command.id for line in (*_lines(catalog), *_lines_of_the_guide(catalog)) for match in catalog.matches(line)}
    return {str(command.run): command for command in catalog.commands.values() if command.id not in used}


def _lines_of_the_guide(catalog: Catalog) -> Iterator[Word]:
    for part in catalog.guide.values():
        for item in part.items:
            yield from item.run


def _as_pattern(line: str, pattern: str) -> str | None:
    """Return a line with the placeholders of a pattern that it nearly fits, or None where they have not as many words."""
    words, slots = line.split(), pattern.split()
    if len(words) != len(slots):
        return None
    return " ".join(slot if placeholders_in(slot) else word for word, slot in zip(words, slots, strict=True))


@check("LINE002", blocking=True)
def no_line_fits_two_commands(catalog: Catalog) -> Iterator[Breach]:
    """A line fits one command best: the one with the fewest placeholders."""
    for line in _lines(catalog):
        matches = catalog.matches(line)
        if len(matches) > 1:
            listed = " and ".join(f"`{match.command.id}`" for match in matches)
            related = tuple(Related(match.command.run.at, f"the pattern of `{match.command.id}`") for match in matches)
            yield Breach(line.at, f"`{line}` fits {listed} equally", "narrow one of the patterns with `where`", related=related)


@check("LINE003")
def every_line_of_the_guide_fits_a_command(catalog: Catalog) -> Iterator[Breach]:
    """A line of the quick reference or of a decision rule fits a command, unless it ends in `*` or is one word."""
    if catalog.unreadable.get("commands") or "commands" in catalog.incomplete:
        return
    run = {str(line) for line in _lines(catalog)}
    for line in _lines_of_the_guide(catalog):
        if not line.endswith("*") and len(line.split()) > 1 and not catalog.matches(line) and line not in run:
            yield _unknown(catalog, line)


@check("LINE004")
def every_entry_is_reached(catalog: Catalog) -> Iterator[Breach]:
    """Of `fails` and of `output` the first entry whose `when` holds counts: none stands behind one that always holds."""
    for name, command in catalog.commands.items():
        if name in catalog.misread.get("commands", ()):
            continue
        listed: tuple[tuple[str, Sequence[Failure | Output]], ...] = (("fails", command.fails), ("output", command.output))
        for key, entries in listed:
            for entry, later in pairwise(entries):
                if isinstance(entry.when, Facts) and not entry.when.tests:
                    message = f"no entry of `{key}` of `{name}` is reached after the one at line {entry.at.line}, which always holds"
                    yield Breach(later.at, message, "add `when` to that one, or put it last")


def _unknown(catalog: Catalog, line: Word) -> Breach:
    known = [command.run for command in catalog.commands.values()]
    near = suggest(line, known, "add the command, or run another")
    related = tuple(
        Related(command.run.at, f"the command `{command.id}`") for command in catalog.commands.values() if command.run == near.name
    )
    edit = near.edit(line) if near.name is not None and not placeholders_in(near.name) else None
    return Breach(line.at, f"`{line}` fits the pattern of no command{near.hint}", near.fix, edit, related[:1])
