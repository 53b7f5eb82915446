"""The invariants of every replay at once (language §3): which hold, and which come to hold."""

from collections.abc import Iterable
from typing import Generic

from simulator.model import Model
from simulator.symbolic.family import Algebra, F
from simulator.symbolic.layout import Layout, facts_of
from simulator.symbolic.planes import Planes


class Watch(Generic[F]):
    """`held` holds, for every invariant, the fault sets in which it held at the last check; `came` those in which it has ever come to hold."""

    def __init__(self, model: Model, layout: Layout, algebra: Algebra[F], cluster: Planes[F]) -> None:
        self._algebra = algebra
        self._names = tuple(invariant.id for invariant in model.invariants)
        self._never = [cluster.holds(invariant.never) for invariant in model.invariants]
        rests_on = [layout.variables(facts_of(invariant.never)) for invariant in model.invariants]
        self._about = {variable: [number for number, facts in enumerate(rests_on) if variable in facts] for variable in layout.unhealthy}
        self.held: list[F] = []
        self.ever: set[str] = set()

    def begin(self, within: F) -> None:
        """Take what holds in the replays of a family as given."""
        self.held[:] = [never(within) for never in self._never]
        self.ever |= {name for name, held in zip(self._names, self.held, strict=True) if held}

    def check(self, within: F, touched: Iterable[str], accepted: frozenset[str]) -> F:
        """Return the fault sets in which an invariant that is not accepted comes to hold; `touched` are the variables that have changed."""
        broke = self._algebra.nothing
        for number in self._concerned(touched):
            came = self._refresh(number, within)
            if came:
                self.ever.add(self._names[number])
                if self._names[number] not in accepted:
                    broke = broke | came
        return broke

    def accept(self, within: F, touched: Iterable[str]) -> None:
        """Take what holds now as given in the fault sets of a family."""
        for number in self._concerned(touched):
            if self._refresh(number, within):
                self.ever.add(self._names[number])

    def _concerned(self, touched: Iterable[str]) -> list[int]:
        return sorted({number for variable in touched for number in self._about[variable]})

    def _refresh(self, number: int, within: F) -> F:
        minus, held = self._algebra.minus, self.held[number]
        now = self._never[number](within)
        self.held[number] = minus(held, within) | now
        return minus(now, held)
