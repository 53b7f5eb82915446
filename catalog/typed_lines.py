"""The lines that a catalog runs: in its runbooks, its trees, and the guide's quick reference and decision rules."""

from collections.abc import Iterator

from catalog.catalog import Catalog
from catalog.command import Command
from catalog.location import Word
from catalog.pattern import fill_word
from catalog.remembered import remembered
from catalog.runbook import Runbook


def lines_run(catalog: Catalog) -> Iterator[Word]:
    """Yield every line that a runbook or a tree runs, the placeholder of its step filled."""
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


def lines_written(catalog: Catalog) -> Iterator[Word]:
    """Yield every line as it is written, with the placeholder of its step."""
    yield from (line for runbook in catalog.runbooks.values() for step in runbook.steps for line in step.run)
    yield from (line for tree in catalog.trees.values() for node in tree.nodes if node.check for line in node.check.run)


def lines_of_the_guide(catalog: Catalog) -> Iterator[Word]:
    """Yield every line of the quick reference and of the decision rules."""
    for part in catalog.guide.values():
        for item in part.items:
            yield from item.run


def unused_commands(catalog: Catalog) -> dict[str, Command]:
    """Return the commands that no line fits, by their patterns."""
    used = {match.command.id for line in (*lines_run(catalog), *lines_of_the_guide(catalog)) for match in catalog.matches(line)}
    return {str(command.run): command for command in catalog.commands.values() if command.id not in used}
