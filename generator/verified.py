"""What of the catalog was held against the cluster's repository, and how that came out, as a kept report tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.location import Location
from drift.claim import Claim, Judged, Verdict
from drift.claims import claims_of
from drift.record import Record

Place: TypeAlias = tuple[str, int]
"""A file of the data and a line in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim with its verdict; none where just this was never held against the repository, or the repository says nothing of it."""

    claim: Claim
    judged: Judged | None

    @property
    def holds(self) -> bool:
        """Whether the repository says the same."""
        return self.judged is not None and self.judged.verdict is Verdict.HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Every claim of a catalog beside a record of verdicts."""

    revision: str
    date: str
    held: tuple[Held, ...]
    _by_place: Mapping[Place, tuple[Held, ...]] = field(repr=False)

    def at(self, places: Iterable[Location]) -> tuple[Held, ...]:
        """Return what is claimed on the lines of these places."""
        lines = dict.fromkeys((place.file, place.line) for place in places)
        return tuple(one for line in lines for one in self._by_place.get(line, ()))


def verified(catalog: Catalog, record: Record) -> Verified:
    """Return what a record says of each claim of the catalog as it is now."""
    held = tuple(Held(claim=claim, judged=record.of(claim, catalog)) for claim in claims_of(catalog))
    by_place: dict[Place, tuple[Held, ...]] = {}
    for one in held:
        place = (one.claim.at.file, one.claim.at.line)
        by_place[place] = (*by_place.get(place, ()), one)
    return Verified(revision=record.revision, date=record.date, held=held, _by_place=by_place)
