"""How faults strike: together at the start, or late, after so many steps (language §5 and §7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from simulator.model import Model, Values
from simulator.symbolic.family import Algebra, F
from simulator.symbolic.planes import Planes, where_any, written
from simulator.symbolic.settling import Settling
from simulator.symbolic.watch import Watch


@dataclass(slots=True, kw_only=True)
class Late(Generic[F]):
    """Faults that strike late: in which replays each does, and the binary digits of the steps that are still to be taken before.

    `struck` gathers the replays in which they did.
    """

    faults: Mapping[str, F]
    countdown: list[F]
    pending: F
    struck: F


class Onset(Generic[F]):
    """Lets faults strike and the clusters settle, which is held against nobody."""

    def __init__(self, model: Model, algebra: Algebra[F], cluster: Planes[F], watch: Watch[F], settling: Settling[F]) -> None:
        self._model = model
        self._algebra = algebra
        self._cluster = cluster
        self._watch = watch
        self._settling = settling

    def begin(self, given: Values, faults: Mapping[str, F], within: F) -> F:
        """Let the faults strike clusters that are healthy but for `given`; return the fault sets that never come to rest."""
        nothing, everything = self._algebra.nothing, self._algebra.everything
        self._cluster.write(written([(fact, value, everything) for fact, value in given] + self._values(faults), self._algebra))
        flapping = self._settling.settle(within, None, lambda _within, _touched: nothing)
        self._watch.begin(within)
        return flapping

    def strike(self, striking: Sequence[Late[F]], taken: F) -> F:
        """Count a step of the replays in which one was taken and let strike what is due; return the fault sets that flap by it."""
        nothing = self._algebra.nothing
        values = [value for late in striking for value in self._values(self._due(late, taken))]
        if not values:
            return nothing
        changed = self._cluster.write(written(values, self._algebra))
        touched = set(changed)
        moved = self._algebra.focus(taken, where_any(changed))

        def check(_within: F, variables: Iterable[str]) -> F:
            touched.update(variables)
            return nothing

        flapping = self._settling.settle(moved, changed, check)
        self._watch.accept(moved, touched)
        return flapping

    def _due(self, late: Late[F], taken: F) -> dict[str, F]:
        """Count down in the replays of a family; return what strikes where the count is at zero."""
        minus = self._algebra.minus
        borrow = due = taken & late.pending
        for number, digit in enumerate(late.countdown):
            late.countdown[number] = digit ^ borrow
            borrow = minus(borrow, digit)
        for digit in late.countdown:
            due = minus(due, digit)
        late.pending = minus(late.pending, due)
        late.struck = late.struck | due
        return {name: where & due for name, where in late.faults.items()} if due else {}

    def _values(self, faults: Mapping[str, F]) -> list[tuple[str, str, F]]:
        return [(fact, value, where) for name, where in faults.items() for fact, value in self._model.faults[name] if where]
