"""Reads clocks: how many replays took how long, which took longest."""

from collections import Counter


def spread(digits: list[int], within: int) -> Counter[int]:
    """Return how many fault sets of a family show which number of seconds; `digits` are the planes of the clock."""
    counts: Counter[int] = Counter()
    stack = [(within, len(digits), 0)]
    while stack:
        family, number, seconds = stack.pop()
        if number == 0:
            counts[seconds] += family.bit_count()
            continue
        late = family & digits[number - 1]
        early = family ^ late
        if late:
            stack.append((late, number - 1, seconds + (1 << (number - 1))))
        if early:
            stack.append((early, number - 1, seconds))
    return counts


def slowest(digits: list[int], within: int) -> int:
    """Return the fault sets of a family that took longest."""
    for digit in reversed(digits):
        within = within & digit or within
    return within


def middle(counts: Counter[int]) -> int:
    """Return the median, the lower one of two."""
    left = (counts.total() + 1) // 2
    for seconds in sorted(counts):
        left -= counts[seconds]
        if left <= 0:
            return seconds
    return 0
