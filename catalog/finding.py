"""Findings: what is wrong with a catalog, where, and the edit that mends it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from catalog.location import Location

MAX_COMPARED = 80
MAX_CANDIDATES = 200


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
        return f"{self.code.name} {self.at} {self.message}{fix}".replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


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


class Suggestion(NamedTuple):
    """The known name most like a wrong one, in words: the end of a message, and the edit that mends it; and the name itself."""

    hint: str
    fix: str
    name: str | None


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> Suggestion:
    """Return the known name most like `name`; where none is alike, no hint and the edit `otherwise`."""
    wrong = name[:MAX_COMPARED]
    alike = [other for other in sorted(set(known)) if abs(len(other) - len(wrong)) <= len(wrong) // 2]
    if len(alike) > MAX_CANDIDATES:
        alike = [other for other in alike if other[:2] == wrong[:2]][:MAX_CANDIDATES]
    close = get_close_matches(wrong, alike, n=1, cutoff=0.6)
    if not close:
        return Suggestion("", otherwise, None)
    return Suggestion(f", did you mean `{close[0]}`?", f"write `{close[0]}`", close[0])


Report: TypeAlias = Callable[[Finding], None]
