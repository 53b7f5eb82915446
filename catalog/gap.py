"""Gaps: faults that, struck together, the guide cannot mend, and says so (language §5)."""

from dataclasses import dataclass
from typing import Annotated

from catalog.entity import FaultId, Sources, Words
from catalog.key import NotEmpty, Says
from catalog.location import Location, Word

MOST_FAULTS = 8
"""So many faults a gap may name: each part of them is replayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the guide cannot mend: the fewest faults that together do not end resolved, why, and what to do instead."""

    at: Location
    id: Annotated[Word, Says("The name of the gap: small letters and digits, joined by hyphens.", "no-copy-is-left")]
    name: Annotated[Word | None, Says("What cannot be mended, in a few words.", "The data is lost, and so is its last copy")] = None
    faults: Annotated[
        Annotated[tuple[FaultId, ...], NotEmpty()],
        Says("The faults that must strike together: all of them, and no more than it takes.", "[data-lost, copy-lost]"),
    ]
    why: Annotated[Word | None, Says("Why no runbook can mend it.", "There is nothing left to restore from.")] = None
    instead: Annotated[
        Words,
        Says("What to do instead, one thing each: whom to call, what to fetch.", "[Call whoever keeps the tapes., Fetch the oldest one.]"),
    ] = ()
    sources: Sources = ()

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id
