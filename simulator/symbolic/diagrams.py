"""Families of fault sets as binary decision diagrams, with no bound on the number of faults.

A node asks whether a fault is in the set; what stands below is shared. An edge is the number of a node, doubled, plus one where it means the
complement (Brace, Rudell and Bryant 1990: "Efficient implementation of a BDD package"). A node's edge for "not in the set" is never a complement, so that equal
families are equal edges, and the lowest bit of an edge says whether the empty set is in the family.
"""

from collections.abc import Iterable
from weakref import ref

NONE, ALL = 0, 1
_END = 1 << 30
"""The level of the end, below all faults."""

FIRST_SWEEP = 100_000
MOST_REMEMBERED = 1_000_000
"""So many results of operations are kept, for each of them some 200 bytes."""


class TooLarge(Exception):
    """The diagrams have grown beyond what they may; `nodes` says how many there are."""

    def __init__(self, nodes: int) -> None:
        super().__init__(f"{nodes:,} nodes")
        self.nodes = nodes


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


class Store:
    """The algebra, and all nodes. `everything` is what is under way.

    What no `Diagram` reaches any more is swept away once there are twice as many nodes as were left by the last sweep, so that nobody has to say what is still needed.
    Raises `TooLarge` where more than `limit` nodes are needed at once.
    """

    def __init__(self, faults: int, limit: int) -> None:
        self._limit = limit
        self._level = [_END]
        self._low = [NONE]
        self._high = [NONE]
        self._free: list[int] = []
        self._unique: list[dict[tuple[int, int], int]] = [{} for _ in range(faults)]
        self._conjunctions: dict[tuple[int, int], int] = {}
        self._differences: dict[tuple[int, int], int] = {}
        self._restrictions: dict[tuple[int, int], int] = {}
        self._meetings: dict[tuple[int, int], bool] = {}
        self._known: dict[int, ref[Diagram]] = {}
        self._sweep_at = FIRST_SWEEP
        self.sweeps = 0
        self.nothing = self._diagram(NONE)
        self.everything = self._diagram(ALL)
        self._care = self.everything

    @property
    def nodes(self) -> int:
        """How many nodes there are, those that nothing needs any more included."""
        return len(self._level) - len(self._free)

    def fault(self, level: int) -> Diagram:
        """Return the family of all sets that a fault is in."""
        return self._diagram(self._node(level, NONE, ALL))

    def only_empty(self) -> Diagram:
        """Return the family that holds the empty set alone."""
        edge = ALL
        for level in reversed(range(self.faults)):
            edge = self._node(level, edge, NONE)
        return self._diagram(edge)

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
            if self.nodes > self._sweep_at or len(self._conjunctions) > MOST_REMEMBERED:
                self._sweep()
        return diagram

    def _node(self, level: int, low: int, high: int) -> int:
        """Return the edge to the node; `low` is the edge for sets without the fault."""
        if low == high:
            return low
        flip = low & 1
        key = (low ^ flip, high ^ flip)
        unique = self._unique[level]
        found = unique.get(key)
        if found is None:
            if self._free:
                found = self._free.pop()
                self._level[found], self._low[found], self._high[found] = level, *key
            else:
                found = len(self._level)
                if found > self._limit:
                    raise TooLarge(found)
                self._level.append(level)
                self._low.append(key[0])
                self._high.append(key[1])
            unique[key] = found
        return found << 1 | flip

    def _and(self, one: int, other: int) -> int:
        if one > other:
            one, other = other, one
        if one <= ALL:  # NONE or ALL
            return other if one else NONE
        if one == other:
            return one
        if one ^ other == 1:
            return NONE
        key = (one, other)
        found = self._conjunctions.get(key)
        if found is None:
            left, right = one >> 1, other >> 1
            level, beside = self._level[left], self._level[right]
            if level <= beside:
                flip = one & 1
                low, high = self._low[left] ^ flip, self._high[left] ^ flip
            else:
                low = high = one
            if beside <= level:
                flip = other & 1
                other_low, other_high = self._low[right] ^ flip, self._high[right] ^ flip
            else:
                other_low = other_high = other
            found = self._node(min(level, beside), self._and(low, other_low), self._and(high, other_high))
            self._conjunctions[key] = found
        return found

    def _xor(self, one: int, other: int) -> int:
        flip = (one ^ other) & 1
        one, other = one & -2, other & -2
        if one > other:
            one, other = other, one
        if one == other:
            return flip
        if one == NONE:
            return other ^ flip
        key = (one, other)
        found = self._differences.get(key)
        if found is None:
            left, right = one >> 1, other >> 1
            level, beside = self._level[left], self._level[right]
            low, high = (self._low[left], self._high[left]) if level <= beside else (one, one)
            other_low, other_high = (self._low[right], self._high[right]) if beside <= level else (other, other)
            found = self._node(min(level, beside), self._xor(low, other_low), self._xor(high, other_high))
            self._differences[key] = found
        return found ^ flip

    # Edges, for those who walk diagrams themselves; nothing is swept while they do

    @property
    def faults(self) -> int:
        """How many faults there are."""
        return len(self._unique)

    def edge_node(self, level: int, low: int, high: int) -> int:
        """Return the edge to a node; `low` is the edge for sets without the fault."""
        return self._node(level, low, high)

    def edge_minus(self, whole: int, part: int) -> int:
        """Return what is in `whole` and not in `part`."""
        return self._and(whole, part ^ 1)

    def edge_or(self, one: int, other: int) -> int:
        """Return the sets in at least one."""
        return self._and(one ^ 1, other ^ 1) ^ 1

    # Attending to some sets only

    def attend(self, family: Diagram) -> None:
        """From now on attend to these fault sets alone."""
        self._care = family

    def attended(self, family: Diagram) -> Diagram:
        """Return exactly those fault sets of a family that are attended to."""
        return self.both(family, self._care)

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

    def _meet(self, one: int, other: int) -> bool:
        if one > other:
            one, other = other, one
        if one <= ALL:
            return one == ALL and other != NONE
        if one ^ other <= 1:
            return one == other
        key = (one, other)
        found = self._meetings.get(key)
        if found is None:
            level, low, high = self.parts(one)
            beside, other_low, other_high = self.parts(other)
            if level < beside:
                other_low = other_high = other
            elif beside < level:
                low = high = one
            found = self._meet(low, other_low) or self._meet(high, other_high)
            self._meetings[key] = found
        return found

    def _restrict(self, family: int, within: int) -> int:
        if within == ALL or family <= ALL:
            return family
        if family ^ within <= 1:
            return ALL ^ ((family ^ within) & 1)
        flip = family & 1
        family ^= flip
        key = (family, within)
        found = self._restrictions.get(key)
        if found is None:
            level, low, high = self.parts(family)
            cares, less, more = self.parts(within)
            if cares < level:
                found = self._restrict(family, self._and(less ^ 1, more ^ 1) ^ 1)
            else:
                if cares > level:
                    less = more = within
                if less == NONE:
                    found = self._restrict(high, more)
                elif more == NONE:
                    found = self._restrict(low, less)
                else:
                    found = self._node(level, self._restrict(low, less), self._restrict(high, more))
            self._restrictions[key] = found
        return found ^ flip

    # Sweeping

    def _sweep(self) -> None:
        """Forget every node that no diagram reaches."""
        self.sweeps += 1
        self._known = {edge: known for edge, known in self._known.items() if known() is not None}
        self._conjunctions.clear()
        self._differences.clear()
        self._restrictions.clear()
        self._meetings.clear()
        reached = bytearray(len(self._level))
        reached[0] = 1
        stack = [edge >> 1 for edge in self._known]
        while stack:
            node = stack.pop()
            if not reached[node]:
                reached[node] = 1
                stack += (self._low[node] >> 1, self._high[node] >> 1)
        for unique in self._unique:
            for key in [key for key, node in unique.items() if not reached[node]]:
                self._free.append(unique.pop(key))
        self._sweep_at = max(FIRST_SWEEP, 2 * self.nodes)

    # Reading

    def parts(self, edge: int) -> tuple[int, int, int]:
        """Return the level of an edge's node and its edges for sets without the fault and with it."""
        node, flip = edge >> 1, edge & 1
        return self._level[node], self._low[node] ^ flip, self._high[node] ^ flip

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
