"""Findings: what is wrong with a catalog, where, and the edit that mends it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from catalog.edit import Edit, Related, rewrite
from catalog.location import Location, Word

MAX_COMPARED = 80
MAX_CANDIDATES = 200
MOST_LETTERS = 3
"""A name that is more letters off than this was not meant for sure."""


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

    def found(
        self,
        at: Location,
        message: str,
        fix: str = "",
        *,
        edit: Edit | None = None,
        related: tuple[Related, ...] = (),
        also: tuple[Edit, ...] = (),
    ) -> "Finding":
        """Return the finding that this rule is broken at `at`."""
        return Finding(at=at, code=self, message=message, fix=fix, edit=edit, related=related, also=also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach of one rule. `message` names its subject in backticks; `fix` is the edit that mends it, or empty.

    `edit` is that edit for a machine, where it is known to the letter; `related` are the other places that the message speaks of, and `also`
    the edits there that belong to it.
    """

    at: Location
    code: Code
    message: str
    fix: str = ""
    edit: Edit | None = None
    related: tuple[Related, ...] = ()
    also: tuple[Edit, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit that mends it, wherever it is made."""
        return self.also if self.edit is None else (self.edit, *self.also)

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
    """Return the findings without repetitions: what keeps a catalog from being replayed, other errors, warnings; each by place, then code, then words."""

    def order(found: Finding) -> tuple[object, ...]:
        return not found.blocking, found.severity is Severity.WARNING, found.at, found.code.name, found.message

    return tuple(sorted(dict.fromkeys(findings), key=order))


class Suggestion(NamedTuple):
    """The known name most like a wrong one, in words: the end of a message, and the edit that mends it; and the name itself.

    It is `sure` where it is a letter or two off, and no other name is as near.
    """

    hint: str
    fix: str
    name: str | None
    sure: bool = False

    def edit(self, word: Word) -> Edit | None:
        """Return the edit that writes the name instead of a word, where there is one."""
        return None if self.name is None else rewrite(word, self.name, sure=self.sure)


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> Suggestion:
    """Return the known name most like `name`; where none is alike, no hint and the edit `otherwise`."""
    wrong = name[:MAX_COMPARED]
    known = sorted(set(known))
    same = [other for other in known if squeezed(other) == squeezed(name)] if squeezed(name) else []
    if len(same) == 1:
        return Suggestion(f", did you mean `{same[0]}`?", f"write `{same[0]}`", same[0], sure=True)
    alike = [other for other in known if abs(len(other) - len(wrong)) <= len(wrong) // 2]
    if len(alike) > MAX_CANDIDATES:
        alike = [other for other in alike if other[:2] == wrong[:2]][:MAX_CANDIDATES]
    close = get_close_matches(wrong, alike, n=3, cutoff=0.6)
    if not close:
        return Suggestion("", otherwise, None)
    far = {other: letters_off(wrong, other[:MAX_COMPARED]) for other in close}
    best = min(close, key=lambda other: far[other])
    slip = far[best] <= min(1 + len(wrong) // 6, MOST_LETTERS) and name[MAX_COMPARED:] == best[MAX_COMPARED:]
    sure = slip and list(far.values()).count(far[best]) == 1 and digits_of(name) == digits_of(best)
    return Suggestion(f", did you mean `{best}`?", f"write `{best}`", best, sure)


def squeezed(name: str) -> str:
    """Return the letters and digits of a name: small or capital, joined by whatever, they are the same name."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def digits_of(text: str) -> str:
    """Return the digits of a text in order: with another one it names another thing, and is no slip."""
    return "".join(sign for sign in text if sign.isdigit())


def letters_off(one: str, other: str) -> int:
    """Return how many letters are added, left out, taken for another, or swapped with their neighbour between two names."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one):
        earlier, before, row = before, row, [index + 1]
        for place, wanted in enumerate(other):
            cost = min(row[place] + 1, before[place + 1] + 1, before[place] + (letter != wanted))
            swapped = index and place and letter == other[place - 1] and one[index - 1] == wanted
            row.append(min(cost, earlier[place - 1] + 1) if swapped else cost)
    return row[-1]


Report: TypeAlias = Callable[[Finding], None]
