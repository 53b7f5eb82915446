"""`phasebook check`: every finding of a catalog at once."""

import argparse
import json
import sys
from pathlib import Path

from catalog.finding import Finding, Severity, strict
from phasebook.examine import examine
from phasebook.exit import Exit
from phasebook.fix import fixed, told
from phasebook.formats.findings import findings_as
from phasebook.options import FORMATS, add_data, add_format, data_folder, write_reports
from phasebook.paint import Ink, paint
from phasebook.present import is_full, presented
from phasebook.watch import watch


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("check", help="load and cross-check the catalog", description=__doc__)
    add_data(parser)
    add_format(parser, FORMATS)
    parser.add_argument("--strict", action="store_true", help="warnings are errors")
    parser.add_argument("--fix", action="store_true", help="make the edits that are sure, then check again")
    parser.add_argument("--watch", action="store_true", help="check again after every save, and replay what it touches, until interrupted")
    parser.add_argument(
        "--layout", choices=("full", "line"), help="each finding with its line and the edit, or in one line (default: full on a terminal)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Check the catalog and print its findings."""
    data = data_folder(options)
    if options.watch:
        return _watch(data)
    examined, done = fixed(data) if options.fix else (examine(data, with_replays=True), ())
    for line in told(done):
        print(line, file=sys.stderr)
    findings = tuple(strict(examined.findings)) if options.strict else examined.findings
    write_reports(options, lambda form: _said(form, findings, data))
    if options.format == "text":
        _print(findings, data if is_full(options.layout) else None)
        entities = sum(len(known) for known in examined.catalog.entities.values())
        print(_summary(findings, entities), file=sys.stderr)
    else:
        print(_said(options.format, findings, data), end="")
    return Exit.FINDINGS if any(finding.severity is Severity.ERROR for finding in findings) else Exit.CLEAN


def _said(form: str, findings: tuple[Finding, ...], data: Path) -> str:
    return json.dumps(report(findings), indent=2) + "\n" if form == "json" else findings_as(form, findings, data)


def _watch(data: Path) -> Exit:
    try:
        watch(data)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return Exit.CLEAN


def _print(findings: tuple[Finding, ...], data: Path | None) -> None:
    """Print the findings, with the lines of `data` where it is given."""
    for finding in findings:
        if data is not None:
            print(presented(finding, data), end="\n\n")
        else:
            print(finding if finding.severity is Severity.ERROR else paint(str(finding), Ink.QUIET))


def report(findings: tuple[Finding, ...]) -> dict[str, object]:
    """Return the findings in the form of the JSON report."""
    return {
        "version": 1,
        "findings": [
            {
                "code": finding.code.name,
                "severity": finding.severity,
                "file": finding.at.file,
                "line": finding.at.line,
                "column": finding.at.column,
                "message": finding.message,
                "fix": finding.fix,
            }
            for finding in findings
        ],
    }


def _summary(findings: tuple[Finding, ...], entities: int) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return paint(f"{entities} entities, nothing to report", Ink.GOOD, sys.stderr)
    return paint(f"{entities} entities, {errors} errors, {warnings} warnings", Ink.BAD if errors else Ink.CAREFUL, sys.stderr)
