"""A file that can be read, and holds what nobody would write: where one slip of the hand explains it all, that is what is told."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import assert_never

from catalog.finding import Code, Finding
from catalog.location import Location
from catalog.node import Mapping, Node, Scalar, Sequence
from catalog.shape import MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE
from catalog.trial import Judge, Trial, around, tried
from catalog.vocabulary import keys
from catalog.yaml_text import REPEATED_KEY

STRANGE: tuple[Code, ...] = (REPEATED_KEY, WRONG_TYPE, UNKNOWN_KEY, MISSING_KEY)
MOST_STRANGE = 5
"""So many findings of one file are each looked into."""


def reread(file: str, text: str, findings: list[Finding], judge: Judge) -> list[Finding]:
    """Return the findings of a file, those of an entry that a single edit of one line sets right as one."""
    kept = findings
    lines = text.split("\n")
    for strange in [one for one in findings if _is_strange(one)][:MOST_STRANGE]:
        if strange not in kept:
            continue
        meant = tried(file, text, _near(lines, strange), judge, whole=True)
        if meant is not None and meant.sure:
            start, end = around(lines, [meant.edit.at.line - 1])
            others = [one for one in kept if not start < one.at.line <= end]
            kept = [*others, _meant(strange, meant, lines)]
    return kept


def _is_strange(finding: Finding) -> bool:
    """Return whether a finding may come from another slip than it says: it knows no edit, or only a glued key."""
    if finding.code not in STRANGE or any(edit.sure for edit in finding.edits):
        return False
    return finding.code is not UNKNOWN_KEY or any(f"`{name}`" in finding.message or f"`{name}:" in finding.message for name in _names())


@cache
def _names() -> frozenset[str]:
    return frozenset(entry.name for entry in keys())


def mixed(node: Node) -> int:
    """Return how many keys of the language stand among facts, where they would be taken for components."""
    match node:
        case Scalar():
            return 0
        case Sequence(items=items):
            return sum(map(mixed, items))
        case Mapping(entries=entries):
            among = any("." in key for key, _ in entries)
            return sum(mixed(value) + (among and key in _names()) for key, value in entries)
        case _:
            assert_never(node)


def _near(lines: list[str], finding: Finding) -> Iterator[int]:
    """Yield the lines, counted from 0, at which the slip may stand: that of the finding and of what it is about, and those above."""
    here = finding.at.line - 1
    yield here
    above = [number for number in range(min(here, len(lines)) - 1, -1, -1) if lines[number].strip()]
    yield from above[:2]


def _meant(finding: Finding, meant: Trial, lines: list[str]) -> Finding:
    """Return the finding at the place of the edit that mends it."""
    line = lines[meant.edit.at.line - 1]
    edit = meant.edit
    indent = len(line) - len(line.lstrip())
    at = edit.at if edit.old.strip() or edit.new.strip() else Location(edit.at.file, edit.at.line, indent + 1)
    return replace(finding, at=at, fix=meant.guess.fix, edit=edit)
