"""What came of the mutants as Markdown, for a pull request."""

from collections.abc import Iterator

from phasebook.formats import gfm
from phasebook.mutants.text import figures, noticed, stale, what
from simulator.mutation.survey import Part, Survey

MOST_LISTED = 50


def report(survey: Survey) -> str:
    """Return the report."""
    return gfm.page(*_blocks(survey)).rstrip("\n")


def _blocks(survey: Survey) -> Iterator[str]:
    yield "## Mutants"
    yield gfm.bullets(
        f"{gfm.text(figures(survey, part))}; by {gfm.text(', '.join(noticed(survey, part)) or 'nothing')}"
        for part in Part
        if survey.of(part)
    )
    told = [f"{gfm.code(str(one.mutant.at))} {gfm.text(what(one))}" for one in survey.judged if one.survives]
    told += [f"{gfm.code(str(entry.at))} {gfm.text(stale(book.id, entry.change, entry.step))}" for book, entry in survey.stale]
    yield gfm.bullets(told[:MOST_LISTED])
    if len(told) > MOST_LISTED:
        yield f"... and {len(told) - MOST_LISTED:,} more."
