"""Which lines can fail, and where a step then leads (language §4)."""

from catalog.catalog import Catalog
from catalog.condition import tests_in
from catalog.pattern import fill
from catalog.runbook import Runbook, Step


def can_fail(catalog: Catalog, step: Step, line: str) -> bool:
    """Return whether a line of a step fits a command that requires something."""
    words = {} if step.for_each is None else {str(step.for_each.placeholder): str(step.for_each.values[0])}
    return any(True for match in catalog.matches(fill(line, words)) for _ in tests_in(match.command.requires))


def leads_to(runbook: Runbook, step: Step) -> str | None:
    """Return where a step leads when a line of it fails, or None where the reader is left alone."""
    target = step.if_fails or runbook.escalates_to
    return None if target is None else str(target)
