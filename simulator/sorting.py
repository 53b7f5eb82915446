"""What the time of a replay went into, in the words of a person, beside what the best recovery does."""

from collections.abc import Container
from enum import StrEnum

from simulator.spending import Spent, Use


class Sort(StrEnum):
    """The sorts into which a person puts the time that a replay takes."""

    TELLS = "telling it from other failures"
    WARRANTS = "seeing what an action is done for"
    MORE = "looking whether there is more than one failure"
    CHECKS = "checking what was done"
    AS_BEST = "doing what the best does"
    OTHERWISE = "doing otherwise than the best"
    WAITS = "waiting for what the cluster does by itself"
    IN_DOUBT = "doing what something else that looks the same would need"
    IN_VAIN = "doing what nothing calls for"


_SORTS = {
    Use.TELLS: Sort.TELLS,
    Use.WARRANTS: Sort.WARRANTS,
    Use.MORE: Sort.MORE,
    Use.CHECKS: Sort.CHECKS,
    Use.IN_DOUBT: Sort.IN_DOUBT,
    Use.IN_VAIN: Sort.IN_VAIN,
}


def sorts(spent: tuple[Spent, ...], best: Container[str]) -> list[tuple[Sort, int, list[tuple[Spent, int]]]]:
    """Return, of the sorts that took time, the seconds and what took them, the longest first; `best` are the lines of the best recovery."""
    found: dict[Sort, list[tuple[Spent, int]]] = {}
    for one in spent:
        sort = _SORTS.get(one.use) or (Sort.AS_BEST if one.line in best else Sort.OTHERWISE)
        for kind, seconds in ((sort, one.seconds), (Sort.WAITS, one.waits)):
            found.setdefault(kind, []).extend([(one, seconds)] if seconds else [])
    return [
        (sort, sum(seconds for _, seconds in found[sort]), sorted(found[sort], key=lambda item: -item[1]))
        for sort in Sort
        if found.get(sort)
    ]
