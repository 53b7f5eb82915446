"""Findings: what is wrong with a catalog, where, and the edit that mends it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

from catalog.location import Location


class Severity(StrEnum):
    """How much a finding weighs: warnings alone leave the exit status at 0, unless checked strictly."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One rule of the language.

    `blocking` rules are those without which a catalog cannot be replayed; `simulate` and `prove` refuse no others.
    """

    name: str
    explanation: str
    severity: Severity = Severity.ERROR
    blocking: bool = False

    def found(self, at: Location, message: str, fix: str = "") -> "Finding":
        """Return the finding that this rule is broken at `at`."""
        return Finding(at=at, code=self, message=message, fix=fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach of one rule. `message` names its subject in backticks; `fix` is the edit that mends it, or empty."""

    at: Location
    code: Code
    message: str
    fix: str = ""

    @property
    def severity(self) -> Severity:
        """The weight of the rule that is broken."""
        return self.code.severity

    @property
    def blocking(self) -> bool:
        """Whether the catalog cannot be replayed because of this."""
        return self.code.blocking

    def __str__(self) -> str:
        fix = f"; fix: {self.fix}" if self.fix else ""
        return f"{self.code.name} {self.at} {self.message}{fix}"


CODES: dict[str, Code] = {}


def declare(name: str, explanation: str, *, severity: Severity = Severity.ERROR, blocking: bool = False) -> Code:
    """Enter a rule in the list from which the documentation of findings is made, and return it."""
    if name in CODES:
        raise ValueError(f"{name} is declared twice")
    CODES[name] = Code(name=name, explanation=" ".join(explanation.split()), severity=severity, blocking=blocking)
    return CODES[name]


def strict(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings with every warning raised to an error."""
    for finding in findings:
        yield replace(finding, code=replace(finding.code, severity=Severity.ERROR))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings without repetitions, sorted by place, then code, then words."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: (found.at, found.code.name, found.message)))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``, did you mean `x`?`` for the known name most like `name`, or nothing where none is alike."""
    close = get_close_matches(name[:80], sorted(known), n=1, cutoff=0.6)
    return f", did you mean `{close[0]}`?" if close else ""


def write_nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return the edit that puts the known name most like `name`, or `otherwise` where none is alike."""
    close = get_close_matches(name[:80], sorted(known), n=1, cutoff=0.6)
    return f"write `{close[0]}`" if close else otherwise


Report: TypeAlias = Callable[[Finding], None]
