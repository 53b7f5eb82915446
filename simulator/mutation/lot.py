"""Cases drawn by lot: more faults at once than a proof takes one by one, most with one more that strikes on the way.

What tells of a step may need two faults that lead to it and a third right there; all such sets are too many, and of a few thousand drawn some come by.
"""

from collections.abc import Iterator, Sequence
from random import Random

from simulator.model import Model
from simulator.mutation.bundle import Struck
from simulator.prove import can_strike_together

SIZES = (0, 1, 1, 2, 2, 3, 3, 4, 6)
"""How many faults are drawn, each as often as it stands here: mostly few, for many lead elsewhere."""

LATE = 0.8
"""The share of cases in which one more strikes late."""

DRAWN = 1 << 14
"""So many cases are drawn for one start."""


def drawn(model: Model, before: Sequence[tuple[str, ...]], moments: int, lot: Random) -> Iterator[Struck]:
    """Yield cases, the same for the same lot: faults beside one of the sets in `before` or none of them, and one more after up to so many steps."""
    faults = sorted(model.faults)
    for _ in range(DRAWN if faults else 0):
        beside = lot.choice(before) if before and lot.random() < 1 / 2 else ()
        struck = tuple(sorted({*beside, *lot.sample(faults, min(len(faults), lot.choice(SIZES)))}))
        late, moment = lot.choice(faults), lot.randint(1, moments)
        if late in struck or lot.random() >= LATE:
            yield from [Struck(struck)] if can_strike_together(model, struck) else ()
        elif can_strike_together(model, struck):
            yield Struck(struck, late, moment)
