"""What a report points out: one thing that is wrong, at a place in a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from catalog.finding import CODES, Finding
from catalog.location import NOWHERE, Location


class Level(StrEnum):
    """How much a notice weighs, the heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def weight(self) -> int:
        """The place in the order, 0 for the heaviest."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that is wrong; `rule` is a code, `at` has its file relative to where the program runs, `message` is one line."""

    rule: str
    level: Level
    at: Location
    message: str


OWN_RULES = {
    "SCENARIO": "A scenario ends as it expects.",
    "PROOF": "Every set of faults ends resolved, from symptoms alone, or follows from a known gap.",
    "GAP": "A known gap is what readers meet, and no part of it is enough.",
    "DRIFT-MOVED": "What the catalog names is where it says.",
    "DRIFT-RENAMED": "What the catalog names has the name that it says.",
    "DRIFT-CHANGED": "What the catalog names is and does what it says.",
    "DRIFT-DEAD": "What the catalog names is used.",
    "DRIFT-GONE": "What the catalog names is there.",
}
"""The rules that no check of the catalog states."""


def explained(rule: str) -> str:
    """Return what a rule asks for, in a sentence."""
    return OWN_RULES[rule] if rule in OWN_RULES else CODES[rule].explanation


def notices(findings: Iterable[Finding], data: Path) -> tuple[Notice, ...]:
    """Return findings as notices, the worst first."""
    made = (
        Notice(
            rule=found.code.name,
            level=Level(found.severity),
            at=placed(found.at, data),
            message=found.message + (f"; fix: {found.fix}" if found.fix else ""),
        )
        for found in findings
    )
    return worst_first(made)


def worst_first(made: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return notices by weight, then place."""
    return tuple(sorted(made, key=lambda one: (one.level.weight, one.at, one.rule, one.message)))


def placed(at: Location, data: Path) -> Location:
    """Return a place in the data folder with its path from where the program runs."""
    if at == NOWHERE or not at.file:
        return NOWHERE
    path = data / at.file
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return Location(path.as_posix(), at.line, at.column)
