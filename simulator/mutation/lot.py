"""Cases drawn by lot: more faults at once than a proof takes one by one, most with one more that strikes on the way.

What tells of a step may need two faults that lead to it and a third right there; all such sets are too many, and of a few thousand drawn some come by.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

from simulator.model import Model
from simulator.mutation.bundle import Struck
from simulator.prove import can_strike_together

SIZES = (0, 1, 1, 2, 2, 3, 3, 4, 6)
"""How many faults are drawn, each as often as it stands here: mostly few, for many lead elsewhere."""

DRAWN = 1 << 14
"""So many cases are drawn for one start."""

T = TypeVar("T")


class Lot:
    """Lots that look drawn by chance, and are the same each time for the same words."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._drawn = 0

    def below(self, bound: int) -> int:
        """Draw a number from 0."""
        self._drawn += 1
        return int.from_bytes(sha256(f"{self._words} {self._drawn}".encode()).digest()[:8], "big") % bound

    def one_of(self, things: Sequence[T]) -> T:
        """Draw one of some things."""
        return things[self.below(len(things))]


def drawn(model: Model, before: Sequence[tuple[str, ...]], moments: int, lot: Lot) -> Iterator[Struck]:
    """Yield cases: a few faults, in half of the cases beside one of the sets in `before`, and in four of five one more after up to so many steps."""
    faults = sorted(model.faults)
    for _ in range(DRAWN if faults else 0):
        beside = lot.one_of(before) if before and lot.below(2) else ()
        struck = tuple(sorted({*beside, *(lot.one_of(faults) for _ in range(lot.one_of(SIZES)))}))
        late, moment = (lot.one_of(faults) if lot.below(5) else None), 1 + lot.below(moments)
        if late not in struck and can_strike_together(model, struck):
            yield Struck(struck) if late is None else Struck(struck, late, moment)
