"""SARIF 2.1.0: notices as static analysis tools report them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from catalog.location import NOWHERE
from phasebook.formats.notice import Level, Notice, explained, worst_first

MOST = 5_000
"""The most results of a file that code hosts keep."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(notices: Sequence[Notice]) -> str:
    """Return the report; where there are too many, those of a rule in a file are one, and of these the worst stay and the rest is counted."""
    shown = _at_most(notices)
    rules = sorted({one.rule for one in shown})
    driver = {"name": "Phasebook", "rules": [{"id": rule, "shortDescription": {"text": explained(rule)}} for rule in rules]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(one, rules) for one in shown]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _at_most(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    if len(notices) <= MOST:
        return worst_first(notices)
    groups: dict[tuple[str, str, Level], list[Notice]] = defaultdict(list)
    for one in worst_first(notices):
        groups[one.rule, one.at.file, one.level].append(one)
    grouped = worst_first(_together(group) for group in groups.values())
    if len(grouped) <= MOST:
        return grouped
    kept = grouped[: MOST - 1]
    rest = f"{len(grouped) - len(kept):,} more groups of findings are not listed"
    return (*kept, Notice(rule=grouped[-1].rule, level=Level.NOTE, at=NOWHERE, message=rest))


def _together(group: list[Notice]) -> Notice:
    first = group[0]
    return (
        first if len(group) == 1 else replace(first, message=f"{first.message} (and {len(group) - 1:,} more of {first.rule} in this file)")
    )


def _result(one: Notice, rules: list[str]) -> dict[str, object]:
    said = {"ruleId": one.rule, "ruleIndex": rules.index(one.rule), "level": one.level, "message": {"text": one.message}}
    if not one.at.file:
        return said
    place = {
        "artifactLocation": {"uri": quote(one.at.file), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(one.at.line, 1), "startColumn": max(one.at.column, 1)},
    }
    return {**said, "locations": [{"physicalLocation": place}]}
