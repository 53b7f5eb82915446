"""What came of the mutants, in the stable form of the JSON report."""

from phasebook.mutants.text import what
from simulator.mutation.judge import By
from simulator.mutation.survey import Judged, Part, Survey


def report(survey: Survey) -> dict[str, object]:
    """Return the report."""
    return {
        "version": 1,
        "mutants": len(survey.judged),
        "noticed": sum(one.verdict.by is not None for one in survey.judged),
        "survivors": [{**_mutant(one), "why": one.verdict.seen} for one in survey.judged if one.survives],
        "same": [{**_mutant(one), "why": one.verdict.seen} for one in survey.judged if one.verdict.same],
        "harmless": [{**_mutant(one), "why": str(one.harmless.why)} for one in survey.judged if one.harmless is not None],
        "stale": [
            {"runbook": str(book.id), "change": str(entry.change), "step": str(entry.step), "file": entry.at.file, "line": entry.at.line}
            for book, entry in survey.stale
        ],
        "parts": {part: _part(survey, part) for part in Part if survey.of(part)},
    }


def _mutant(one: Judged) -> dict[str, object]:
    mutant = one.mutant
    step = {"step": mutant.number, "title": mutant.step} if mutant.number else {}
    known = {"what": what(one), "file": mutant.at.file, "line": mutant.at.line, "kind": mutant.kind, "id": mutant.owner}
    return {**known, **step, "change": str(mutant.change), "was": mutant.was, "now": mutant.now}


def _part(survey: Survey, part: Part) -> dict[str, object]:
    found = survey.by(part)
    judged = survey.of(part)
    return {
        "mutants": len(judged),
        "noticed": sum(found.values()),
        "same": sum(one.verdict.same for one in judged),
        "harmless": sum(one.harmless is not None for one in judged),
        "by": {str(by): found[by] for by in By if by in found},
    }
