"""What mends a finding, byte for byte, and what stands elsewhere that explains it."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from catalog.location import Location, Word

_UNITS = {"h": "h", "m": "m", "s": "s"}
_TIME = re.compile(r"(\d{1,6})\s*(h|m|s)[a-z]*\s*", re.ASCII | re.IGNORECASE)
_SPELT = re.compile(r"(\d{1,6}\s*(h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)\s*)+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Write `new` where `old` stands, at a place.

    It is `sure` where nothing else can have been meant: `phasebook check --fix` makes these, and leaves the others to a person.
    """

    at: Location
    old: str
    new: str
    sure: bool = True


class Related(NamedTuple):
    """Another place that a finding speaks of, and what stands there."""

    at: Location
    what: str


def rewrite(word: Word, new: str, *, sure: bool) -> Edit:
    """Return the edit that writes `new` instead of a word."""
    return Edit(at=word.at, old=str(word), new=new, sure=sure)


def duration_meant(text: str) -> str | None:
    """Return a duration as the language writes it, where `text` is one in other words, like `5 minutes`."""
    if not _SPELT.fullmatch(text.strip()):
        return None
    parts = [(number, _UNITS[unit.lower()]) for number, unit in _TIME.findall(text)]
    return "".join(number + unit for number, unit in parts) if [unit for _, unit in parts] == _in_order(parts) else None


def _in_order(parts: list[tuple[str, str]]) -> list[str]:
    return [unit for unit in _UNITS if any(other == unit for _, other in parts)]
