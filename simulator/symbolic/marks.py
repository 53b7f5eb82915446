"""The marks that entries and jumps leave: where a reader comes again with the same state and knowledge, it is livelock (language §4, §7)."""

from typing import Generic

from simulator.symbolic.family import Algebra, F
from simulator.symbolic.knowledge import Knowledge
from simulator.symbolic.planes import Planes
from simulator.symbolic.position import Entering, Jumping
from simulator.symbolic.settling import alike
from simulator.symbolic.worlds import Worlds


class Marks(Generic[F]):
    """For each entry and jump, who came there, with the planes of that time."""

    def __init__(self, algebra: Algebra[F], cluster: Planes[F], knowledge: Knowledge[F], worlds: Worlds[F]) -> None:
        self._algebra = algebra
        self._cluster = cluster
        self._knowledge = knowledge
        self._worlds = worlds
        self._left: dict[Entering | Jumping, list[tuple[F, tuple[F, ...]]]] = {}

    def begin(self) -> None:
        """Forget every mark."""
        self._left.clear()

    def again(self, position: Entering | Jumping, within: F) -> F:
        """Leave marks at a position; return the fault sets of a family that have left the same one before."""
        now = (*self._knowledge.planes, *self._cluster.planes)
        before = self._left.setdefault(position, [])
        again = self._algebra.nothing
        for who, then in before:
            both = who & within
            if both:
                again = again | alike(both, now, then, self._algebra)
        before.append((self._worlds.actual(within), now))
        return again
