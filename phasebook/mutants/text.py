"""What came of the mutants, as text for a person: what nothing noticed, then the figures."""

from collections.abc import Iterator

from generator.words import counted
from phasebook.paint import Ink, paint
from simulator.mutation.judge import By
from simulator.mutation.survey import Judged, Part, Survey

WORDS = {Part.RUNBOOKS: "of runbooks", Part.MODEL: "of the model"}


def report(survey: Survey) -> Iterator[str]:
    """Yield the lines of the report."""
    for one in survey.judged:
        if one.survives:
            yield f"{one.mutant.at} {paint(what(one), Ink.BAD)}{f'; {one.verdict.seen}' if one.verdict.seen else ''}"
    for book, entry in survey.stale:
        yield f"{entry.at} {paint(stale(book.id, entry.change, entry.step), Ink.BAD)}"
    for part in Part:
        if survey.of(part):
            yield paint(figures(survey, part), Ink.STRONG)
            yield f"  by {', '.join(noticed(survey, part)) or 'nothing'}"


def what(one: Judged) -> str:
    """Return in a line what was changed."""
    mutant = one.mutant
    where = f"`{mutant.owner}`, step {mutant.number}" if mutant.number else f"`{mutant.owner}`"
    return f"{where}: {mutant.change} {mutant.difference}".replace("\n", " ")


def stale(book: str, change: str, step: str) -> str:
    """Return in a line that an entry of `harmless` is not so."""
    return f"`{book}` says that nothing notices {change} at `{step}`: something does, or there is no such change; delete the entry"


def figures(survey: Survey, part: Part) -> str:
    """Return in a line how many changes of a part were noticed, of those that do not come to the same."""
    judged = survey.of(part)
    known = sum(one.verdict.by is not None for one in judged)
    same = sum(one.verdict.same for one in judged)
    harmless = sum(one.harmless is not None for one in judged)
    left = len(judged) - known - same - harmless
    alike = f", {same:,} of which {'comes' if same == 1 else 'come'} to the same" if same else ""
    share = f"{100 * known / max(1, len(judged) - same):.1f} %{' of the others' if same else ''}"
    told = f"{known:,} noticed ({share}), {harmless:,} harmless, {left:,} noticed by nothing"
    return f"{counted(len(judged), 'change')} {WORDS[part]}{alike}: {told}"


def noticed(survey: Survey, part: Part) -> list[str]:
    """Return by what changes of a part were noticed, with how many of them."""
    found = survey.by(part)
    return [f"{by} {found[by]:,}" for by in By if by in found]
