"""Findings for machines and code hosts."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from catalog.finding import CODES, Finding
from phasebook.formats.annotations import annotations
from phasebook.formats.junit import Case, Suite, junit
from phasebook.formats.notice import Level, Notice, notices
from phasebook.formats.sarif import sarif
from phasebook.formats.summary import summary
from phasebook.options import ENDINGS


def tell_blocking(options: argparse.Namespace, findings: Sequence[Finding]) -> None:
    """Tell machines why there is no result: the findings without which the catalog could be replayed; nothing in text or JSON."""
    machines = {file for file in options.write if file.suffix != ".json"}
    for file in sorted(machines):
        file.write_text(findings_as(ENDINGS[file.suffix], findings, options.data), encoding="utf-8")
    if options.format not in ("text", "json"):
        print(findings_as(options.format, findings, options.data), end="")


def findings_as(form: str, findings: Sequence[Finding], data: Path) -> str:
    """Return findings in one of `github`, `junit`, `sarif` and `markdown`, as lines that end."""
    made = notices(findings, data)
    match form:
        case "github":
            return annotations(made)
        case "sarif":
            return sarif(made)
        case "junit":
            return junit("phasebook check", (Suite(name="phasebook check", cases=_cases(made)),)) + "\n"
        case _:
            return summary("phasebook check", _verdict(made), made)


def _verdict(made: Sequence[Notice]) -> str:
    errors = sum(one.level is Level.ERROR for one in made)
    return f"{errors:,} errors, {len(made) - errors:,} warnings" if made else "nothing to report"


def _cases(made: Sequence[Notice]) -> tuple[Case, ...]:
    """Return a case for each rule: failed where it is broken by an error, with its warnings as output otherwise."""
    broken: dict[str, list[Notice]] = defaultdict(list)
    for one in made:
        broken[one.rule].append(one)
    return tuple(_case(rule, broken[rule]) for rule in sorted({*CODES, *broken}))


def _case(rule: str, found: list[Notice]) -> Case:
    name = f"{rule} {CODES[rule].explanation}" if rule in CODES else rule
    story = "\n".join(f"{one.at} {one.message}" for one in found)
    failed = any(one.level is Level.ERROR for one in found)
    return Case(name=name, failure=(f"{len(found):,} times", story) if failed else None, output="" if failed else story)
