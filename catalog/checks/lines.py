"""Every command line of a runbook, a tree or the guide fits one command."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.command import Command
from catalog.condition import Facts
from catalog.edit import Related, rewrite
from catalog.effect import Failure, Output
from catalog.finding import MAX_COMPARED, Suggestion, digits_of, letters_off, suggest
from catalog.location import Location, Word
from catalog.mentions import FEW
from catalog.pattern import Pattern, fill_word, placeholders_in
from catalog.refit import likeness, refitted
from catalog.remembered import remembered
from catalog.runbook import Runbook
from catalog.yaml_text import INVISIBLE_SIGNS

_PROMPT = re.compile(r"[$%>#] +")
_WORD = re.compile(r"[A-Za-z0-9]+")
LONGEST = 1_000
"""Longer lines are not compared letter by letter."""
LETTERS = 2
"""A line that fits a pattern but for so many letters was meant to fit it."""
HALF = 0.5
"""Lines that share so many of their words with a pattern were typed for it."""


def _lines(catalog: Catalog) -> Iterator[Word]:
    for runbook in catalog.runbooks.values():
        yield from _lines_of(runbook)
    for tree in catalog.trees.values():
        for node in tree.nodes:
            yield from node.check.run if node.check else ()


@remembered
def _lines_of(runbook: Runbook) -> Iterator[Word]:
    for step in runbook.steps:
        values = step.for_each.values if step.for_each else ("",)
        for value in values:
            filled = {str(step.for_each.placeholder): str(value)} if step.for_each else {}
            yield from (fill_word(line, filled) for line in step.run)


@check("LINE001", blocking=True)
def every_line_fits_a_command(catalog: Catalog) -> Iterator[Breach]:
    """A line that a runbook or a tree runs fits the pattern of a command."""
    if catalog.unreadable.get("commands") or "commands" in catalog.incomplete:
        return
    unknown: dict[Location, Word] = {}
    for line in _lines(catalog):
        if not catalog.matches(line) and not INVISIBLE_SIGNS.search(line):
            unknown.setdefault(line.at, line)
    unused = _unused(catalog) if unknown else {}
    for typed, retyped in rewritten(catalog).items():
        yield _rewritten(unused[typed], retyped)
    told = {at for lines in rewritten(catalog).values() for at in lines}
    meant: dict[str | None, list[Word]] = {}
    for at, line in unknown.items():
        if at not in told:
            meant.setdefault(_meant(line, unused), []).append(line)
    for pattern, lines in meant.items():
        if pattern is None or not _is_misspelt(catalog, lines, pattern):
            yield from (_unknown(catalog, line) for line in lines)
        else:
            yield _misspelt(unused[pattern], lines)


def _is_misspelt(catalog: Catalog, lines: list[Word], pattern: str) -> bool:
    """Return whether a pattern, and not the lines that are like it, is written wrongly: not where they alone have a dash of a text processor."""
    if pattern.isascii() and not all(line.isascii() for line in lines):
        return False
    return len(lines) >= FEW or _spelt_better(catalog, lines[0], pattern)


@lru_cache(maxsize=2)
def rewritten(catalog: Catalog) -> Mapping[str, Mapping[Location, tuple[Word, str]]]:
    """Return the patterns that no line fits, and that several lines which fit none would fit as they are returned, by their places.

    A command is typed otherwise, and its lines are not: they share half of their words, and no other pattern as many.
    """
    raw = {line.at: line for line in (*_raw(catalog), *_lines_of_the_guide(catalog)) if not line.endswith("*") and len(line.split()) > 1}
    strange = {line.at: line for line in (*_lines(catalog), *_lines_of_the_guide(catalog)) if not catalog.matches(line) and line.at in raw}
    unused = [Pattern(command) for command in _unused(catalog).values()] if len(strange) >= FEW else []
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
    known = {word for command in catalog.commands.values() if command.run != pattern for word in _WORD.findall(command.run)}
    return any(not word.isdigit() and word not in known for word in set(_WORD.findall(new)) - set(_WORD.findall(line)))


def _rewritten(command: Command, lines: Mapping[Location, tuple[Word, str]]) -> Breach:
    line, new = next(iter(lines.values()))
    message = f"no line fits `{command.run}`, and {len(lines)} that fit no command are like `{line}`"
    sure = all(likeness(old, Pattern(command)) > HALF for old, _ in lines.values())
    fix = f"write lines like `{new}` there{' (`phasebook check --fix` does)' if sure else ''}, or mend the pattern"
    also = tuple(rewrite(old, right, sure=sure) for old, right in lines.values())
    return Breach(command.run.at, message, fix, related=(Related(line.at, "run here"),), also=also)


def _raw(catalog: Catalog) -> Iterator[Word]:
    """Yield every line as it is written, with the placeholder of its step."""
    yield from (line for runbook in catalog.runbooks.values() for step in runbook.steps for line in step.run)
    yield from (line for tree in catalog.trees.values() for node in tree.nodes if node.check for line in node.check.run)


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
    told = {at for lines in rewritten(catalog).values() for at in lines}
    for line in _lines_of_the_guide(catalog):
        if line.at not in told and not line.endswith("*") and len(line.split()) > 1 and not catalog.matches(line) and line not in run:
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
    known = {str(command.run): command for command in catalog.commands.values()}
    prompt = _PROMPT.match(line)
    if prompt is not None and catalog.matches(line[prompt.end() :]):
        new = line[prompt.end() :]
        return Breach(line.at, f"`{line}` begins with the prompt of a shell", f"write `{new}`", rewrite(line, new, sure=True))
    spelt = _spelt_right(line, known)
    if spelt is not None:
        command, new = spelt
        right = (Related(command.run.at, f"the command `{command.id}`"),)
        message = f"`{line}` fits the pattern of no command, did you mean `{new}`?"
        sure = digits_of(new) == digits_of(line)
        return Breach(line.at, message, f"write `{new}`", rewrite(line, new, sure=sure), right)
    near = _few_letters(line, suggest(line, known, "add the command, or run another"))
    waiting = None if near.sure else _waiting(catalog, line)
    if waiting is not None:
        command, new = waiting
        unused = (Related(command.run.at, f"the command `{command.id}`, which no line fits"),)
        edit = None if placeholders_in(new) and not placeholders_in(line) else rewrite(line, new, sure=False)
        return Breach(line.at, f"`{line}` fits the pattern of no command, did you mean `{new}`?", f"write `{new}`", edit, unused)
    related = () if near.name is None else (Related(known[near.name].run.at, f"the command `{known[near.name].id}`"),)
    edit = near.edit(line) if near.name is not None and not placeholders_in(near.name) else None
    return Breach(line.at, f"`{line}` fits the pattern of no command{near.hint}", near.fix, edit, related)


def _few_letters(line: str, near: Suggestion) -> Suggestion:
    """Return the command that a line is most like; one that is more than a letter or two off is another, and not meant for sure."""
    close = near.name is not None and len(near.name) <= LONGEST and letters_off(line[:LONGEST], near.name) <= LETTERS
    return near if close else near._replace(sure=False)


def _spelt_right(line: Word, known: Mapping[str, Command]) -> tuple[Command, str] | None:
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


def _waiting(catalog: Catalog, line: Word) -> tuple[Command, str] | None:
    """Return the command that no line fits and that a line is most like, with the line as it wants it."""
    found = [
        (likeness(line, pattern), new, command)
        for command in _unused(catalog).values()
        if (new := refitted(line, pattern := Pattern(command))) is not None
    ]
    best = max(found, key=lambda one: one[0], default=None)
    return (best[2], best[1]) if best is not None and best[0] >= HALF else None
