"""The report of `phasebook drift` in its forms."""

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Protocol

from drift.claim import Report, Result, Verdict
from drift.hold import BROKEN
from phasebook import gfm
from phasebook.paint import Ink, paint

TOOL = "phasebook"


class Printer(Protocol):
    """Turns a report into text; `folder` is the name of the data folder, `every` asks for the claims that hold, too."""

    def __call__(self, report: Report, folder: str, *, every: bool) -> str:
        """Return the text."""


def _broken(report: Report) -> Iterator[Result]:
    return (result for result in report.results if result.judged.verdict in BROKEN)


def text(report: Report, folder: str, *, every: bool) -> str:
    """Return a line for each claim that is broken: place, kind, what it names, verdict and why; who broke it, and what mends it."""
    del folder
    lines = []
    for result in report.results:
        if every or result.judged.verdict in BROKEN:
            ink = Ink.BAD if result.judged.verdict in BROKEN else Ink.QUIET
            claim = result.claim
            lines.append(f"{claim.at} {claim.kind} `{claim.ref}` {paint(result.judged.verdict, ink)}: {result.judged.detail}")
            lines += [paint(f"  {line}", Ink.QUIET) for line in _more(result)]
    return "\n".join(lines)


def _more(result: Result) -> Iterator[str]:
    if result.since is not None:
        yield f"since {result.since.commit[:12]}, {result.since.date}: {result.since.subject}"
    if result.fix:
        yield f"fix: {result.fix}"


def as_json(report: Report, folder: str, *, every: bool) -> str:
    """Return every claim in the stable form."""
    del folder, every
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


def markdown(report: Report, folder: str, *, every: bool) -> str:
    """Return a comment for a pull request, a section for each verdict."""
    parts = [f"## The guide against {gfm.text(report.revision[:12])}, {gfm.text(report.date)}"]
    shown = sorted(report.results if every else _broken(report), key=lambda result: (result.judged.verdict, result.claim.at))
    for verdict, results in groupby(shown, key=lambda result: result.judged.verdict):
        items = [_item(result, folder) for result in results]
        parts += [f"### {verdict.capitalize()}, {len(items)}", gfm.bullets(items)]
    return gfm.page(*(parts if shown else [*parts, "Nothing to report."])).rstrip()


def _item(result: Result, folder: str) -> str:
    claim = result.claim
    more = "; ".join((result.judged.detail, *_more(result)))
    return f"{gfm.code(f'{folder}/{claim.at.file}:{claim.at.line}')} {claim.kind} {gfm.code(claim.ref)}: {gfm.text(more)}"


def github(report: Report, folder: str, *, every: bool) -> str:
    """Return workflow commands that annotate the lines of the data."""
    del every
    return "\n".join(
        f"::{_level(result)} file={_property(f'{folder}/{result.claim.at.file}')},line={result.claim.at.line},col={result.claim.at.column},"
        f"title={_property(f'{result.claim.kind} {result.judged.verdict}')}::{_data(_sentence(result))}"
        for result in _broken(report)
    )


def _level(result: Result) -> str:
    return "warning" if result.judged.verdict is Verdict.DEAD else "error"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def _sentence(result: Result) -> str:
    more = "; ".join(_more(result))
    return f"`{result.claim.ref}` {result.judged.verdict}: {result.judged.detail}" + (f"; {more}" if more else "")


def sarif(report: Report, folder: str, *, every: bool) -> str:
    """Return the broken claims as SARIF 2.1.0."""
    del every
    rules = [
        {"id": f"drift/{verdict}", "shortDescription": {"text": f"A reference of the catalog is {verdict}."}}
        for verdict in Verdict
        if verdict in BROKEN
    ]
    results = [
        {
            "ruleId": f"drift/{result.judged.verdict}",
            "level": _level(result),
            "message": {"text": _sentence(result)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"{folder}/{result.claim.at.file}"},
                        "region": {"startLine": max(result.claim.at.line, 1), "startColumn": max(result.claim.at.column, 1)},
                    }
                }
            ],
        }
        for result in _broken(report)
    ]
    run = {"tool": {"driver": {"name": TOOL, "rules": rules}}, "results": results}
    return json.dumps({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}, indent=2)


PRINTERS: Mapping[str, Callable[..., str]] = {"text": text, "json": as_json, "markdown": markdown, "github": github, "sarif": sarif}
