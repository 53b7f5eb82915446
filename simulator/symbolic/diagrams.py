"""Families of fault sets as binary decision diagrams, with no bound on the number of faults."""

from collections.abc import Iterable, Sequence
from weakref import ref

from simulator.symbolic.joining import Joining
from simulator.symbolic.nodes import ALL, NONE

FIRST_SWEEP = 400_000
MOST_REMEMBERED = 700_000
"""So many results of operations are kept, for each of them some 200 bytes."""


MOST_WORK = 12_000_000
"""So many nodes are made and results found, those that were forgotten included: about twenty seconds of work."""


class Diagram:
    """A family of fault sets; equal families are one object."""

    __slots__ = ("__weakref__", "edge", "store")

    def __init__(self, edge: int, store: "Store") -> None:
        self.edge = edge
        self.store = store

    def __and__(self, other: "Diagram") -> "Diagram":
        return self.store.both(self, other)

    def __or__(self, other: "Diagram") -> "Diagram":
        return self.store.either(self, other)

    def __xor__(self, other: "Diagram") -> "Diagram":
        return self.store.one_of(self, other)

    def __bool__(self) -> bool:
        return self.store.holds_any(self)


class Store(Joining):
    """The algebra, and all nodes. `everything` is what is under way.

    What no `Diagram` reaches any more is swept away once there are twice as many nodes as were left by the last sweep, so that nobody has to say what is still needed.
    Raises `TooLarge` where more than `limit` nodes are needed at once, or for more than `work`.
    """

    def __init__(self, faults: int, limit: int, work: int = MOST_WORK) -> None:
        super().__init__(faults, limit, work)
        self._known: dict[int, ref[Diagram]] = {}
        self._sweep_at = FIRST_SWEEP
        self.sweeps = 0
        self.nothing = self._diagram(NONE)
        self.everything = self._diagram(ALL)
        self._care = self.everything

    def fault(self, level: int) -> Diagram:
        """Return the family of all sets that a fault is in."""
        return self._diagram(self._node(level, NONE, ALL))

    def without(self, levels: Iterable[int]) -> Diagram:
        """Return the family of the sets in which none of some faults is."""
        edge = ALL
        for level in sorted(levels, reverse=True):
            edge = self._node(level, edge, NONE)
        return self._diagram(edge)

    def wider(self, family: Diagram) -> Diagram:
        """Return the sets of which some part is in a family."""
        return self._diagram(self.edge_wider(family.edge, {}))

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """Return the sets in both."""
        return self._diagram(self._and(one.edge, other.edge))

    def either(self, one: Diagram, other: Diagram) -> Diagram:
        """Return the sets in at least one."""
        return self._diagram(self._and(one.edge ^ 1, other.edge ^ 1) ^ 1)

    def one_of(self, one: Diagram, other: Diagram) -> Diagram:
        """Return the sets in exactly one."""
        return self._diagram(self._xor(one.edge, other.edge))

    def minus(self, whole: Diagram, part: Diagram, /) -> Diagram:
        """Return what is in `whole` and not in `part`."""
        return self._diagram(self._and(whole.edge, part.edge ^ 1))

    def _diagram(self, edge: int) -> Diagram:
        known = self._known.get(edge)
        diagram = None if known is None else known()
        if diagram is None:
            diagram = Diagram(edge, self)
            self._known[edge] = ref(diagram)
            if self.nodes > self._sweep_at or self._remembered() > MOST_REMEMBERED:
                self._sweep()
        return diagram

    # Edges, for those who walk diagrams themselves; nothing is swept while they do

    def edge_node(self, level: int, low: int, high: int) -> int:
        """Return the edge to a node; `low` is the edge for sets without the fault."""
        return self._node(level, low, high)

    def edge_minus(self, whole: int, part: int) -> int:
        """Return what is in `whole` and not in `part`."""
        return self._and(whole, part ^ 1)

    def edge_or(self, one: int, other: int) -> int:
        """Return the sets in at least one."""
        return self._and(one ^ 1, other ^ 1) ^ 1

    def edge_wider(self, edge: int, known: dict[int, int]) -> int:
        """Return the sets of which some part is in a family; `known` keeps what was found before."""
        if edge <= ALL:
            return edge
        if edge not in known:
            level, low, high = self.parts(edge)
            without = self.edge_wider(low, known)
            known[edge] = self._node(level, without, self.edge_or(without, self.edge_wider(high, known)))
        return known[edge]

    # Attending to some sets only

    def attend(self, family: Diagram) -> None:
        """From now on attend to these fault sets alone."""
        self._care = family

    def attended(self, family: Diagram) -> Diagram:
        """Return exactly those fault sets of a family that are attended to."""
        return self.both(family, self._care)

    def agree(self, one: Diagram, other: Diagram, within: Diagram) -> bool:
        """Return whether two families are the same within a third."""
        return self._agree(one.edge, other.edge, within.edge)

    def joined(self, one: Diagram, here: Diagram, other: Diagram, there: Diagram) -> Diagram:
        """Return a family that is one within `here` and another within `there`, which do not meet; beyond both it may be anything."""
        return self._diagram(self._join(one.edge, here.edge, other.edge, there.edge))

    def beyond(self, whole: Diagram, planes: Sequence[Diagram], numbers: Sequence[int], /) -> Diagram:
        """Return what is in `whole` and in none of the planes of these numbers."""
        for number in numbers:
            if planes[number] is not self.nothing:
                whole = self.minus(whole, planes[number])
        return whole

    def among(self, whole: Diagram, planes: Sequence[Diagram], numbers: Sequence[int], /) -> Diagram:
        """Return what is in `whole` and in any of the planes of these numbers."""
        found = self.nothing
        for number in numbers:
            found = self.either(found, self.both(whole, planes[number]))
        return found

    def changed(self, old: Diagram, within: Diagram, new: Diagram, /) -> tuple[Diagram, Diagram]:
        """Return what is `new` within a family and `old` beyond, and where it is not `old`."""
        beyond = self.nothing if self.covers(within) else self.minus(old, within)
        made = self.everything if new and self.covers(new) else self.either(beyond, new)
        return (old, self.nothing) if made is old else (self.plain(made), self.both(self.one_of(old, made), within))

    def covers(self, family: Diagram, /) -> bool:
        """Return whether a family holds everything that is attended to."""
        return not self._meet(family.edge ^ 1, self._care.edge)

    def holds_any(self, family: Diagram) -> bool:
        """Return whether a family holds any set that is attended to."""
        return self._meet(family.edge, self._care.edge)

    def plain(self, family: Diagram, /) -> Diagram:
        """Return a family that is the same as far as it is attended to, and mostly smaller (Coudert and Madre 1990: "restrict")."""
        within = self._care.edge
        return family if family.edge <= ALL or within <= ALL else self._diagram(self._restrict(family.edge, within))

    @staticmethod
    def focus(whole: Diagram, _parts: Iterable[Diagram], /) -> Diagram:
        """Return the whole: the parts may be hard to tell from the rest, and nothing happens in it."""
        return whole

    # Sweeping

    def begin_anew(self) -> None:
        """Forget what nothing reaches, and what work there was."""
        self._sweep()
        self._work = 0

    def _sweep(self) -> None:
        """Forget every node that no diagram reaches."""
        self.sweeps += 1
        self._work += self._remembered()
        self._known = {edge: known for edge, known in self._known.items() if known() is not None}
        self._forget(self._known)
        self._sweep_at = max(FIRST_SWEEP, 2 * self.nodes)

    # Reading

    def count(self, family: Diagram) -> int:
        """Return how many sets a family holds."""
        known: dict[int, int] = {}

        def below(edge: int) -> int:  # the sets over the faults from the node's level on
            if edge <= ALL:
                return edge
            if edge not in known:
                level, low, high = self.parts(edge)
                known[edge] = sum(below(child) << (self._level_of(child) - level - 1) for child in (low, high))
            return known[edge]

        return below(family.edge) << self._level_of(family.edge)

    def _level_of(self, edge: int) -> int:
        return min(self._level[edge >> 1], len(self._unique))
