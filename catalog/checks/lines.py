"""Every command line of a runbook, a tree or the guide fits one command."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.command import Command
from catalog.condition import is_always
from catalog.edit import Related, rewrite
from catalog.effect import Failure, Line, Output
from catalog.finding import Suggestion, digits_of, letters_off, suggest
from catalog.location import Location, Word
from catalog.meant_lines import HALF, LETTERS, LONGEST, as_pattern, meant, rewritten, spelt_better, spelt_right, waiting
from catalog.mentions import FEW
from catalog.pattern import Pattern, placeholders_in
from catalog.refit import likeness
from catalog.text import INVISIBLE_SIGNS
from catalog.typed_lines import lines_of_the_guide, lines_run, unused_commands

_PROMPT = re.compile(r"[$%>#] +")


@check("LINE001", blocking=True)
def every_line_fits_a_command(catalog: Catalog) -> Iterator[Breach]:
    """A line that a runbook or a tree runs fits the pattern of a command."""
    if catalog.unreadable.get("commands") or "commands" in catalog.incomplete:
        return
    unknown: dict[Location, Word] = {}
    for line in lines_run(catalog):
        if not catalog.matches(line) and not INVISIBLE_SIGNS.search(line):
            unknown.setdefault(line.at, line)
    unused = unused_commands(catalog) if unknown else {}
    for typed, retyped in rewritten(catalog).items():
        yield _rewritten(unused[typed], retyped)
    told = {at for lines in rewritten(catalog).values() for at in lines}
    by_pattern: dict[str | None, list[Word]] = {}
    for at, line in unknown.items():
        if at not in told:
            by_pattern.setdefault(meant(line, unused), []).append(line)
    for pattern, lines in by_pattern.items():
        if pattern is None or not _is_misspelt(catalog, lines, pattern):
            yield from (_unknown(catalog, line) for line in lines)
        else:
            yield _misspelt(unused[pattern], lines)


def _is_misspelt(catalog: Catalog, lines: list[Word], pattern: str) -> bool:
    """Return whether a pattern, and not the lines that are like it, is written wrongly: not where they alone have a dash of a text processor."""
    if pattern.isascii() and not all(line.isascii() for line in lines):
        return False
    return len(lines) >= FEW or spelt_better(catalog, lines[0], pattern)


def _rewritten(command: Command, lines: Mapping[Location, tuple[Word, str]]) -> Breach:
    line, new = next(iter(lines.values()))
    message = f"no line fits `{command.run}`, and {len(lines)} that fit no command are like `{line}`"
    sure = all(likeness(old, Pattern(command)) > HALF for old, _ in lines.values())
    fix = f"write lines like `{new}` there{' (`phasebook check --fix` does)' if sure else ''}, or mend the pattern"
    also = tuple(rewrite(old, right, sure=sure) for old, right in lines.values())
    return Breach(command.run.at, message, fix, related=(Related(line.at, "run here"),), also=also)


def _misspelt(command: Command, lines: list[Word]) -> Breach:
    """Return the breach that no line fits a command, and several would but for a letter."""
    right = as_pattern(lines[0], command.run) or str(lines[0])
    message = f"no line fits `{command.run}`, and {len(lines)} are like `{lines[0]}`"
    related = (Related(lines[0].at, "run here"),)
    return Breach(command.run.at, message, f"write `{right}`", rewrite(command.run, right, sure=True), related)


@check("LINE002", blocking=True)
def no_line_fits_two_commands(catalog: Catalog) -> Iterator[Breach]:
    """A line fits one command best: the one with the fewest placeholders."""
    for line in lines_run(catalog):
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
    run = {str(line) for line in lines_run(catalog)}
    told = {at for lines in rewritten(catalog).values() for at in lines}
    for line in lines_of_the_guide(catalog):
        if line.at not in told and not line.endswith("*") and len(line.split()) > 1 and not catalog.matches(line) and line not in run:
            yield _unknown(catalog, line)


@check("LINE004")
def every_entry_is_reached(catalog: Catalog) -> Iterator[Breach]:
    """Of `fails`, of `output` and of `first_of` the first entry whose `when` holds counts: none stands behind one that always holds."""
    for name, command in catalog.commands.items():
        if name in catalog.misread.get("commands", ()):
            continue
        listed: list[tuple[str, Sequence[Failure | Output | Line]]] = [("fails", command.fails), ("output", command.output)]
        listed += [("first_of", part.first_of) for output in command.output for part in output.text]
        for key, entries in listed:
            for entry, later in pairwise(entries):
                if is_always(entry.when):
                    message = f"no entry of `{key}` of `{name}` is reached after the one at line {entry.at.line}, which always holds"
                    yield Breach(later.at, message, "add `when` to that one, or put it last")


def _unknown(catalog: Catalog, line: Word) -> Breach:
    known = {str(command.run): command for command in catalog.commands.values()}
    prompt = _PROMPT.match(line)
    if prompt is not None and catalog.matches(line[prompt.end() :]):
        new = line[prompt.end() :]
        return Breach(line.at, f"`{line}` begins with the prompt of a shell", f"write `{new}`", rewrite(line, new, sure=True))
    spelt = spelt_right(line, known)
    if spelt is not None:
        command, new = spelt
        right = (Related(command.run.at, f"the command `{command.id}`"),)
        message = f"`{line}` fits the pattern of no command, did you mean `{new}`?"
        sure = digits_of(new) == digits_of(line)
        return Breach(line.at, message, f"write `{new}`", rewrite(line, new, sure=sure), right)
    near = _few_letters(line, suggest(line, known, "add the command, or run another"))
    wanting = None if near.sure else waiting(catalog, line)
    if wanting is not None:
        command, new = wanting
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
