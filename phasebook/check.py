"""`phasebook check`: every finding of a catalog at once."""

import argparse
import json
import sys

from catalog.finding import Finding, Severity, strict
from phasebook.examine import examine
from phasebook.exit import Exit
from phasebook.options import add_data, add_format, data_folder
from phasebook.paint import Ink, paint


def add_to(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("check", help="load and cross-check the catalog", description=__doc__)
    add_data(parser)
    add_format(parser)
    parser.add_argument("--strict", action="store_true", help="warnings are errors")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Check the catalog and print its findings."""
    examined = examine(data_folder(options), with_replays=True)
    findings = tuple(strict(examined.findings)) if options.strict else examined.findings
    if options.format == "json":
        print(json.dumps(report(findings), indent=2))
    else:
        for finding in findings:
            print(finding if finding.severity is Severity.ERROR else paint(str(finding), Ink.QUIET))
        entities = sum(len(known) for known in examined.catalog.entities.values())
        print(_summary(findings, entities), file=sys.stderr)
    return Exit.FINDINGS if any(finding.severity is Severity.ERROR for finding in findings) else Exit.CLEAN


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
