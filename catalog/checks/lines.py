"""Every command line of a runbook, a tree or the guide fits one command."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.condition import Facts
from catalog.edit import Related
from catalog.effect import Failure, Output
from catalog.finding import suggest
from catalog.location import Word
from catalog.pattern import fill_word, placeholders_in


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
    for line in _lines(catalog):
        if not catalog.matches(line):
            yield _unknown(catalog, line)


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
    for part in catalog.guide.values():
        for item in part.items:
            for line in item.run:
                if not line.endswith("*") and len(line.split()) > 1 and not catalog.matches(line):
                    yield _unknown(catalog, line)


@check("LINE004")
def every_entry_is_reached(catalog: Catalog) -> Iterator[Breach]:
    """Of `fails` and of `output` the first entry whose `when` holds counts: none stands behind one that always holds."""
    for name, command in catalog.commands.items():
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
