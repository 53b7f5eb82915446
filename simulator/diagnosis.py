"""The cheapest looks that tell a failure from every other one that needs another cure."""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from simulator.cluster import Cluster
from simulator.deeds import Deed
from simulator.model import Model
from simulator.recovery import NOTHING
from simulator.state import State

MAX_CHOICES = 20_000
"""How many choices of looks are weighed before the best by the way is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a look comes to in one state: whether it fails, and what it tells, true or not."""

    failed: bool
    told: tuple[tuple[str, str], ...]
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look that tells something apart: what is seen, and `usual`, what is seen where all is well or, of a proof, where it is not."""

    deed: Deed
    sight: Sight
    usual: Sight

    @property
    def telling(self) -> tuple[tuple[str, str], ...]:
        """What it tells that it does not usually."""
        return tuple(told for told in self.sight.told if told not in self.usual.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Looks in the order in which they are worth most; `alike` are the failures that no look tells from this one."""

    looks: tuple[Look, ...]
    alike: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """What the looks take in all."""
        return sum(look.sight.seconds for look in self.looks)


class Diagnostics:
    """What every look shows in every state that may be the case; `cases` are those states by what broke."""

    def __init__(self, model: Model, deeds: tuple[Deed, ...], cases: Mapping[str, State]) -> None:
        self._looks = [deed for deed in deeds if deed.risk == 0 and not deed.is_edit and not deed.action.sets]
        self._names = tuple(cases)
        self._sights = [self._seen(model, cases[name]) for name in self._names]

    def sights(self, case: str) -> tuple[tuple[Deed, Sight], ...]:
        """Return every look with what it shows in one case."""
        return tuple(zip(self._looks, self._sights[self._names.index(case)], strict=True))

    def tell(self, case: str, well: str) -> Diagnosis:
        """Return the looks of least time that tell a case from every other one that any look tells it from; `well` is the healthy case."""
        own, usual = (self._sights[self._names.index(name)] for name in (case, well))
        others = [number for number, name in enumerate(self._names) if name != case]
        ruled_out = [sum(1 << number for number in others if self._sights[number][look] != sight) for look, sight in enumerate(own)]
        every = sum(1 << number for number in others)
        known = 0
        for mask in ruled_out:
            known |= mask
        chosen = cheapest(known, [(mask, sight.seconds) for mask, sight in zip(ruled_out, own, strict=True)])
        looks = sorted(chosen, key=lambda look: -ruled_out[look].bit_count())
        return Diagnosis(
            looks=tuple(Look(deed=self._looks[look], sight=own[look], usual=usual[look]) for look in looks),
            alike=tuple(name for number, name in enumerate(self._names) if (every & ~known) >> number & 1),
        )

    def _seen(self, model: Model, state: State) -> list[Sight]:
        cluster = Cluster(model, given=tuple(state.values.items()), faults=())
        sights = []
        for deed in self._looks:
            before = cluster.seconds
            ran = cluster.run(deed.action, NOTHING)
            told = () if ran.told is None else tuple(sorted(ran.told.items()))
            sights.append(Sight(failed=ran.failed, told=told, seconds=cluster.seconds - before))
        return sights


def cheapest(every: int, looks: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return the numbers of the looks of least time that together cover `every`, bit by bit; each look is what it covers and its seconds."""
    useful = [number for number, (mask, _) in enumerate(looks) if mask & every and not _is_beaten(number, looks, every)]
    waiting: list[tuple[int, int, int, tuple[int, ...]]] = [(0, every.bit_count(), every, ())]
    done: set[int] = set()
    while len(done) < MAX_CHOICES:
        seconds, _, left, chosen = heappop(waiting)
        if not left:
            return chosen
        if left in done:
            continue
        done.add(left)
        lowest = left & -left
        for number in useful:
            mask, took = looks[number]
            if mask & lowest:  # one of these has to be chosen at some time: the order does not matter
                heappush(waiting, (seconds + took, (left & ~mask).bit_count(), left & ~mask, (*chosen, number)))
    return min(waiting, key=lambda entry: (entry[1], entry[0]))[3]


def _is_beaten(number: int, looks: list[tuple[int, int]], every: int) -> bool:
    """Whether another look covers as much in no more time, the first of equals aside."""
    mask, seconds = looks[number][0] & every, looks[number][1]
    for other, (more, took) in enumerate(looks):
        covers = other != number and took <= seconds and mask & ~more == 0
        if covers and (took < seconds or (more & every) != mask or other < number):
            return True
    return False
