"""What is done with edges of several families at once: whether two are the same somewhere, and one made of two."""

from simulator.symbolic.nodes import ALL, NONE, Nodes


class Joining(Nodes):
    """Nodes with operations on three and four families, each in one walk."""

    def __init__(self, faults: int, limit: int, work: int) -> None:
        super().__init__(faults, limit, work)
        self._agreements: dict[tuple[int, int, int], bool] = {}
        self._joints: dict[tuple[int, int, int, int], int] = {}

    def _agree(self, one: int, other: int, within: int) -> bool:
        """Return whether two families are the same within a third; makes no nodes."""
        if one == other or within == NONE:
            return True
        if one ^ other == 1 or within == ALL or (one ^ other) & within & 1:  # the last: about the empty set they differ
            return False
        flip = one & 1
        one, other = one ^ flip, other ^ flip
        key = (one, other, within) if one < other else (other, one, within)
        found = self._agreements.get(key)
        if found is None:
            level = min(self._level[one >> 1], self._level[other >> 1], self._level[within >> 1])
            one_low, one_high = self._below(one, level)
            other_low, other_high = self._below(other, level)
            low, high = self._below(within, level)
            found = self._agree(one_low, other_low, low) and self._agree(one_high, other_high, high)
            self._agreements[key] = found
        return found

    def _below(self, edge: int, level: int) -> tuple[int, int]:
        """Return the edges for sets without the fault of a level, at or above that of the edge's node, and with it."""
        node, flip = edge >> 1, edge & 1
        return (self._low[node] ^ flip, self._high[node] ^ flip) if self._level[node] == level else (edge, edge)

    def _join(self, one: int, here: int, other: int, there: int) -> int:
        """Return a family that is one within `here` and another within `there`, which do not meet; beyond both it may be anything."""
        if one == other:
            return one
        if here == NONE:
            return self._restrict(other, there)
        if there == NONE:
            return self._restrict(one, here)
        flip = one & 1
        one, other = one ^ flip, other ^ flip
        key = one, here, other, there
        found = self._joints.get(key)
        if found is None:
            found = self._joints[key] = self._joint(one, here, other, there)
        return found ^ flip

    def _joint(self, one: int, here: int, other: int, there: int) -> int:
        self._spend()
        asked = min(self._level[one >> 1], self._level[other >> 1])
        level = min(asked, self._level[here >> 1], self._level[there >> 1])
        here_low, here_high = self._below(here, level)
        there_low, there_high = self._below(there, level)
        if level < asked:  # neither family asks for this fault; it need not be asked for where the two places stay apart without it
            wider_here, wider_there = self._and(here_low ^ 1, here_high ^ 1) ^ 1, self._and(there_low ^ 1, there_high ^ 1) ^ 1
            if not self._meet(wider_here, wider_there):
                return self._join(one, wider_here, other, wider_there)
        one_low, one_high = self._below(one, level)
        other_low, other_high = self._below(other, level)
        if here_low == there_low == NONE:
            return self._join(one_high, here_high, other_high, there_high)
        low = self._join(one_low, here_low, other_low, there_low)
        if here_high == there_high == NONE:
            return low
        return self._node(level, low, self._join(one_high, here_high, other_high, there_high))

    def _remembered(self) -> int:
        return super()._remembered() + len(self._agreements) + len(self._joints)

    def _forget_results(self) -> None:
        super()._forget_results()
        self._agreements.clear()
        self._joints.clear()
