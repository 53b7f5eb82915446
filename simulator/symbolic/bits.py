"""Families of fault sets as whole numbers, one bit for each set of up to so many faults.

The sets of one size stand in colexicographic order, in which those with one greatest fault are neighbours, so that the plane of a fault is put together
from those of smaller sets by shifting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

BATCH = 1 << 17
"""At most so many sets are replayed at once: all that is known of more does not fit into what a processor keeps at hand."""

WORTH_A_BATCH = 8
"""Sets whose greatest faults lead to different runbooks are parted where those before are this part of a batch at least."""


class Bits:
    """The algebra: `everything` is what is under way."""

    nothing = 0

    def __init__(self) -> None:
        self.everything = 0

    @staticmethod
    def minus(whole: int, part: int, /) -> int:
        """Return what is in `whole` and not in `part`; its complement would be a negative number, which is slow."""
        common = whole & part
        return whole ^ common if common else whole

    @staticmethod
    def beyond(whole: int, planes: Sequence[int], numbers: Sequence[int], /) -> int:
        """Return what is in `whole` and in none of the planes of these numbers."""
        for number in numbers:
            common = whole & planes[number]
            if common:
                whole ^= common
                if not whole:
                    break
        return whole

    @staticmethod
    def among(whole: int, planes: Sequence[int], numbers: Sequence[int], /) -> int:
        """Return what is in `whole` and in any of the planes of these numbers."""
        found = 0
        for number in numbers:
            common = whole & planes[number]
            if common:
                found |= common
        return found

    @staticmethod
    def changed(old: int, within: int, new: int, /) -> tuple[int, int]:
        """Return what is `new` within a family and `old` beyond, and where it is not `old`: one long number at most is made."""
        differing = (old & within) ^ new
        return (old ^ differing if differing else old), differing

    def covers(self, family: int, /) -> bool:
        """Return whether a family holds everything."""
        return family == self.everything

    @staticmethod
    def plain(family: int, /) -> int:
        """Return the family: a number is as simple as any other."""
        return family

    @staticmethod
    def focus(_whole: int, parts: Iterable[int], /) -> int:
        """Return the union of the parts: the fewer sets, the sooner there are none."""
        union = 0
        for part in parts:
            union |= part
        return union


@dataclass(frozen=True, slots=True)
class Chunk:
    """All sets of `free` of the first `among` faults, each together with the faults `fixed` (numbers from 0, all of them greater)."""

    among: int
    free: int
    fixed: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many sets there are."""
        return comb(self.among, self.free)

    def member(self, index: int) -> tuple[int, ...]:
        """Return a set by its number."""
        found = []
        among = self.among
        for free in range(self.free, 0, -1):
            top = free - 1
            low, high = free - 1, among - 1
            while low < high:  # the greatest fault whose block begins at or before the index
                top = (low + high + 1) // 2
                low, high = (top, high) if comb(top, free) <= index else (low, top - 1)
            found.append(low)
            index -= comb(low, free)
            among = low
        return (*reversed(found), *self.fixed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sets that are replayed at once: chunks one after the other."""

    chunks: tuple[Chunk, ...]

    @property
    def size(self) -> int:
        """How many sets there are."""
        return sum(chunk.size for chunk in self.chunks)

    def members(self, family: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield every set of a family, with the number of its bit."""
        base = 0
        for chunk in self.chunks:
            part = (family >> base) & ((1 << chunk.size) - 1)
            for index in ones(part):
                yield base + index, chunk.member(index)
            base += chunk.size

    def sized(self, size: int) -> int:
        """Return the sets of one size."""
        family, base = 0, 0
        for chunk in self.chunks:
            if chunk.free + len(chunk.fixed) == size:
                family |= ((1 << chunk.size) - 1) << base
            base += chunk.size
        return family


def ones(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, from the lowest."""
    octets = number.to_bytes((number.bit_length() + 7) // 8, "little")
    for place, octet in enumerate(octets):
        left = octet
        while left:
            low = left & -left
            yield 8 * place + low.bit_length() - 1
            left ^= low


def batches(count: int, most: int, limit: int = BATCH, ways: Sequence[int] = ()) -> Iterator[Batch]:
    """Yield all sets of 1 to `most` of `count` faults, smaller ones first, in batches of up to `limit`.

    `ways` says of each fault which way it leads its reader; sets whose greatest faults lead different ways are parted where both are many.
    """
    waiting: list[Chunk] = []
    for size in range(1, min(most, count) + 1):
        for chunk in _chunks(count, size, (), limit):
            held = sum(other.size for other in waiting)
            if held and (held + chunk.size > limit or (held * WORTH_A_BATCH > limit and _way(waiting[-1], ways) != _way(chunk, ways))):
                yield Batch(chunks=tuple(waiting))
                waiting = []
            waiting.append(chunk)
    if waiting:
        yield Batch(chunks=tuple(waiting))


def _way(chunk: Chunk, ways: Sequence[int]) -> int | None:
    """Return the way of the greatest fault of all sets of a chunk, where they have one."""
    return ways[chunk.fixed[-1]] if ways and chunk.fixed else None


def _chunks(among: int, free: int, fixed: tuple[int, ...], limit: int) -> Iterator[Chunk]:
    if comb(among, free) <= limit:
        yield Chunk(among, free, fixed)
        return
    for top in range(free - 1, among):
        yield from _chunks(top, free - 1, (top, *fixed), limit)


class FaultPlanes:
    """Makes the planes of faults for batches: for each fault, the sets that it is in."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._known: dict[tuple[int, int], list[int]] = {}

    def of(self, batch: Batch) -> list[int]:
        """Return the plane of each fault."""
        planes = [0] * self._count
        base = 0
        for chunk in batch.chunks:
            for fault, plane in enumerate(self._first(chunk.among, chunk.free)):
                planes[fault] |= plane << base
            every = ((1 << chunk.size) - 1) << base
            for fault in chunk.fixed:
                planes[fault] |= every
            base += chunk.size
        return planes

    def _first(self, among: int, free: int) -> list[int]:
        """Return the planes of the first `among` faults over the sets of `free` of them; where they are known over more faults they begin alike."""
        if free <= 1:  # the empty set, or one set for each fault
            return [free << fault for fault in range(among)]
        if comb(self._count, free) > BATCH:
            return self._planes(among, free)
        cut = (1 << comb(among, free)) - 1
        return [plane & cut for plane in self._planes(self._count, free)[:among]]

    def _planes(self, among: int, free: int) -> list[int]:
        """Put them together from those over the sets of one fault less."""
        if (among, free) not in self._known:
            planes = [0] * among
            for top in range(free - 1, among):
                shift = comb(top, free)
                for fault, plane in enumerate(self._first(top, free - 1)):
                    planes[fault] |= plane << shift
                planes[top] |= ((1 << comb(top, free - 1)) - 1) << shift
            self._known[among, free] = planes
        return self._known[among, free]


def compatible(planes: Mapping[str, int], clashes: Sequence[tuple[str, str]], everything: int) -> int:
    """Return the sets in which no two faults are that cannot strike together."""
    clashing = 0
    for one, other in clashes:
        clashing |= planes[one] & planes[other]
    return everything ^ (everything & clashing)


def clashes_among(faults: Mapping[str, tuple[tuple[str, str], ...]]) -> list[tuple[str, str]]:
    """Return the pairs of faults that set one variable to different values."""
    setting: dict[str, list[tuple[str, str]]] = {}
    for name, values in faults.items():
        for fact, value in values:
            setting.setdefault(fact, []).append((name, value))
    pairs = (pair for several in setting.values() for pair in combinations(several, 2))
    return sorted({(one, other) for (one, value), (other, wanted) in pairs if value != wanted})
