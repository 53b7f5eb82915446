"""The report of `phasebook drift` in its forms."""

import json
from collections.abc import Iterator
from pathlib import Path

from drift.claim import Report, Result, Verdict
from drift.hold import BROKEN
from generator.markup import clean
from phasebook.formats.annotations import annotations
from phasebook.formats.notice import Level, Notice, placed, worst_first
from phasebook.formats.sarif import sarif
from phasebook.formats.summary import summary
from phasebook.paint import Ink, paint

FORMATS = ("text", "json", "markdown", "github", "sarif")


def drifted_as(form: str, report: Report, data: Path, *, every: bool) -> str:
    """Return the report in a form, as lines that end; `every` asks the text for the claims that hold, too."""
    match form:
        case "json":
            return as_json(report) + "\n"
        case "markdown":
            made = _notices(report, data)
            verdict = f"{len(report.results)} claims at {report.revision[:12]} ({report.date}), {len(made)} of them broken"
            return summary("phasebook drift", verdict, made)
        case "github":
            return annotations(_notices(report, data))
        case "sarif":
            return sarif(_notices(report, data))
        case _:
            return as_text(report, every=every)


def as_text(report: Report, *, every: bool) -> str:
    """Return a line for each claim that is broken: place, kind, what it names, verdict and why; who broke it, and what mends it."""
    lines = []
    for result in report.results:
        if every or result.judged.verdict in BROKEN:
            ink = Ink.BAD if result.judged.verdict in BROKEN else Ink.QUIET
            claim = result.claim
            lines.append(f"{claim.at} {claim.kind} `{clean(claim.ref)}` {paint(result.judged.verdict, ink)}: {clean(result.judged.detail)}")
            lines += [paint(f"  {clean(line)}", Ink.QUIET) for line in _more(result)]
    return "".join(f"{line}\n" for line in lines)


def _more(result: Result) -> Iterator[str]:
    if result.since is not None:
        yield f"since {result.since.commit[:12]}, {result.since.date}: {result.since.subject}"
    if result.fix:
        yield f"fix: {result.fix}"


def as_json(report: Report) -> str:
    """Return every claim in the stable form."""
    claims = [
        {
            "kind": result.claim.kind,
            "ref": result.claim.ref,
            "file": result.claim.at.file,
            "line": result.claim.at.line,
            "verdict": result.judged.verdict,
            "detail": result.judged.detail,
            "to": result.judged.to,
            "since": None
            if result.since is None
            else {"commit": result.since.commit, "date": result.since.date, "subject": result.since.subject},
            "fix": result.fix,
        }
        for result in report.results
    ]
    whole = {"version": 1, "revision": report.revision, "date": report.date, "claims": claims, "problems": list(report.problems)}
    return json.dumps(whole, indent=2)


def _notices(report: Report, data: Path) -> tuple[Notice, ...]:
    """Return the broken claims, those that are only dead as warnings."""
    return worst_first(
        Notice(
            rule=f"DRIFT-{result.judged.verdict.upper()}",
            level=Level.WARNING if result.judged.verdict is Verdict.DEAD else Level.ERROR,
            at=placed(result.claim.at, data),
            message="; ".join(
                (f"{result.claim.kind} `{result.claim.ref}` {result.judged.verdict}: {result.judged.detail}", *_more(result))
            ),
        )
        for result in report.results
        if result.judged.verdict in BROKEN
    )
