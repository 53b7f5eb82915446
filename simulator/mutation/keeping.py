"""Which replays are worth keeping: few, and for each change that nothing notices one by which it tells."""

from collections import Counter
from collections.abc import Sequence

from simulator.witnesses import Witness


def chosen(offers: Sequence[tuple[Witness, ...]]) -> tuple[Witness, ...]:
    """Return, of what tells of each change, so few that one is left for each: those that tell of many before those that tell of one.

    Of two that tell of as many, the one of fewer faults is taken.
    """
    known = {one.line: one for offer in offers for one in offer}
    tells = Counter(one.line for offer in offers for one in offer)
    rank = {line: place for place, line in enumerate(sorted(known, key=lambda line: (-tells[line], _size(known[line]), line)))}
    taken: set[str] = set()
    for offer in sorted(offers, key=len):
        lines = {one.line for one in offer}
        if lines and taken.isdisjoint(lines):
            taken.add(min(lines, key=rank.__getitem__))
    return tuple(known[line] for line in _needed(offers, sorted(taken, key=rank.__getitem__)))


def _needed(offers: Sequence[tuple[Witness, ...]], taken: list[str]) -> list[str]:
    """Leave out those without which each change still has one that tells of it, the least telling first."""
    own = [frozenset(one.line for one in offer).intersection(taken) for offer in offers]
    left = Counter({number: len(lines) for number, lines in enumerate(own)})
    where: dict[str, list[int]] = {}
    for number, lines in enumerate(own):
        for line in lines:
            where.setdefault(line, []).append(number)
    kept = list(taken)
    for line in reversed(taken):
        if all(left[number] > 1 for number in where[line]):
            left.subtract(where[line])
            kept.remove(line)
    return kept


def _size(one: Witness) -> int:
    return len(one.case.faults) + sum(len(names) for names in one.case.late.values()) + len(one.case.given)
