"""The nodes of binary decision diagrams, and what is done with the edges that lead to them.

A node asks whether a fault is in the set; what stands below is shared. An edge is the number of a node, doubled, plus one where it means the
complement (Brace, Rudell and Bryant 1990: "Efficient implementation of a BDD package"). A node's edge for "not in the set" is never a complement, so that equal
families are equal edges, and the lowest bit of an edge says whether the empty set is in the family.
"""

from collections.abc import Iterable

NONE, ALL = 0, 1
_END = 1 << 30
"""The level of the end, below all faults."""


class TooLarge(Exception):
    """The diagrams have grown beyond what they may: too many nodes were needed at once, or too much work in all."""


class Nodes:
    """All nodes, each once.

    Raises `TooLarge` where more than `limit` are needed at once, or where more than `work` are made and results found, those that were forgotten included.
    """

    def __init__(self, faults: int, limit: int, work: int) -> None:
        self._limit = limit
        self._most_work = work
        self._work = 0
        self._level = [_END]
        self._low = [NONE]
        self._high = [NONE]
        self._free: list[int] = []
        self._unique: list[dict[int, int]] = [{} for _ in range(faults)]
        self._conjunctions: dict[int, int] = {}
        self._differences: dict[int, int] = {}
        self._restrictions: dict[int, int] = {}
        self._meetings: dict[int, bool] = {}

    @property
    def nodes(self) -> int:
        """How many nodes there are, those that nothing needs any more included."""
        return len(self._level) - len(self._free)

    @property
    def faults(self) -> int:
        """How many faults there are."""
        return len(self._unique)

    def parts(self, edge: int) -> tuple[int, int, int]:
        """Return the level of an edge's node and its edges for sets without the fault and with it."""
        node, flip = edge >> 1, edge & 1
        return self._level[node], self._low[node] ^ flip, self._high[node] ^ flip

    def _node(self, level: int, low: int, high: int) -> int:
        """Return the edge to the node; `low` is the edge for sets without the fault."""
        if low == high:
            return low
        flip = low & 1
        low ^= flip
        key = low << 32 | (high ^ flip)
        unique = self._unique[level]
        found = unique.get(key)
        if found is None:
            self._spend()
            if self._free:
                found = self._free.pop()
                self._level[found], self._low[found], self._high[found] = level, low, high ^ flip
            else:
                found = len(self._level)
                if found > self._limit:
                    raise TooLarge(f"more than {self._limit:,} nodes")
                self._level.append(level)
                self._low.append(low)
                self._high.append(high ^ flip)
            unique[key] = found
        return found << 1 | flip

    def _spend(self) -> None:
        self._work += 1
        if self._work > self._most_work:
            raise TooLarge(f"more than {self._most_work:,} operations")

    def _and(self, one: int, other: int) -> int:
        if one > other:
            one, other = other, one
        if one <= ALL:  # NONE or ALL
            return other if one else NONE
        if one ^ other <= 1:
            return one if one == other else NONE
        key = one << 32 | other
        found = self._conjunctions.get(key)
        if found is not None:
            return found
        left, right = one >> 1, other >> 1
        levels = self._level
        level, beside = levels[left], levels[right]
        if level < beside:
            flip = one & 1
            low, high = self._and(self._low[left] ^ flip, other), self._and(self._high[left] ^ flip, other)
        elif level > beside:
            level, flip = beside, other & 1
            low, high = self._and(one, self._low[right] ^ flip), self._and(one, self._high[right] ^ flip)
        else:
            flip, flop = one & 1, other & 1
            low = self._and(self._low[left] ^ flip, self._low[right] ^ flop)
            high = self._and(self._high[left] ^ flip, self._high[right] ^ flop)
        found = low if low == high else self._node(level, low, high)
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
        key = one << 32 | other
        found = self._differences.get(key)
        if found is None:
            left, right = one >> 1, other >> 1
            level, beside = self._level[left], self._level[right]
            low, high = (self._low[left], self._high[left]) if level <= beside else (one, one)
            other_low, other_high = (self._low[right], self._high[right]) if beside <= level else (other, other)
            found = self._node(min(level, beside), self._xor(low, other_low), self._xor(high, other_high))
            self._differences[key] = found
        return found ^ flip

    def _meet(self, one: int, other: int) -> bool:
        if one & other & 1:  # both hold the empty set
            return True
        if one > other:
            one, other = other, one
        if one <= ALL:
            return one == ALL and other != NONE
        if one ^ other <= 1:
            return one == other
        key = one << 32 | other
        found = self._meetings.get(key)
        if found is None:
            left, right, flip, flop = one >> 1, other >> 1, one & 1, other & 1
            level, beside = self._level[left], self._level[right]
            low, high = (self._low[left] ^ flip, self._high[left] ^ flip) if level <= beside else (one, one)
            other_low, other_high = (self._low[right] ^ flop, self._high[right] ^ flop) if beside <= level else (other, other)
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
        key = family << 32 | within
        found = self._restrictions.get(key)
        if found is None:
            node, place, turn = family >> 1, within >> 1, within & 1
            level, cares = self._level[node], self._level[place]
            less, more = (self._low[place] ^ turn, self._high[place] ^ turn) if cares <= level else (within, within)
            if cares < level:
                found = self._restrict(family, self._and(less ^ 1, more ^ 1) ^ 1)
            elif less == NONE:
                found = self._restrict(self._high[node], more)
            elif more == NONE:
                found = self._restrict(self._low[node], less)
            else:
                found = self._node(level, self._restrict(self._low[node], less), self._restrict(self._high[node], more))
            self._restrictions[key] = found
        return found ^ flip

    def _remembered(self) -> int:
        """Return how many results are kept, of the operations that make most."""
        return len(self._conjunctions) + len(self._restrictions) + len(self._meetings)

    def _forget_results(self) -> None:
        for results in (self._conjunctions, self._differences, self._restrictions, self._meetings):
            results.clear()

    def _forget(self, roots: Iterable[int]) -> None:
        """Forget every result, and every node that no root leads to."""
        self._forget_results()
        reached = bytearray(len(self._level))
        reached[0] = 1
        stack = [edge >> 1 for edge in roots]
        while stack:
            node = stack.pop()
            if not reached[node]:
                reached[node] = 1
                stack += (self._low[node] >> 1, self._high[node] >> 1)
        for unique in self._unique:
            for key in [key for key, node in unique.items() if not reached[node]]:
                self._free.append(unique.pop(key))
