"""Whether the readers at different positions share their planes.

Bits do: each replay stands at one place only, so what is true of it stands in its own bit. Diagrams grow with the history of all that they tell apart;
there each position keeps planes of its own, which may say anything about the replays that are not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from simulator.symbolic.family import Algebra, F
from simulator.symbolic.knowledge import Knowledge
from simulator.symbolic.planes import Planes
from simulator.symbolic.watch import Watch


class Worlds(Protocol[F]):
    """Keeps the readers that wait at each position."""

    def begin(self, within: F) -> F:
        """Forget everybody; return the replays that begin, as far as they need to be told from others."""
        ...

    def leave(self, number: int, within: F) -> bool:
        """Let readers go on to a position; return whether nobody was waiting there."""
        ...

    def arrive(self, number: int) -> F:
        """Return who waits at a position, with the planes set for them."""
        ...

    def waits(self, number: int) -> bool:
        """Return whether others still wait at a position, who do not arrive together."""
        ...

    def narrow(self, within: F) -> F:
        """From now on nothing else matters until the next arrival; return the readers as far as they need to be told from others."""
        ...

    def actual(self, within: F) -> F:
        """Return exactly the fault sets of a family that are there."""
        ...


class Together(Generic[F]):
    """All readers share the planes."""

    def __init__(self) -> None:
        self._waiting: dict[int, F] = {}

    def begin(self, within: F) -> F:
        """Forget everybody; return the replays that begin."""
        self._waiting.clear()
        return within

    def leave(self, number: int, within: F) -> bool:
        """Let readers go on to a position; return whether nobody was waiting there."""
        alone = number not in self._waiting
        self._waiting[number] = within if alone else self._waiting[number] | within
        return alone

    def arrive(self, number: int) -> F:
        """Return who waits at a position."""
        return self._waiting.pop(number)

    def waits(self, number: int) -> bool:
        """Return whether anybody waits at a position."""
        return number in self._waiting

    def narrow(self, within: F) -> F:
        """Return the readers."""
        return within

    def actual(self, within: F) -> F:
        """Return the readers."""
        return within


ALIKE = 40
"""Worlds are joined into one where so many planes at most are not the same: others stay apart, since what is put together of them is large."""

MOST_TRIED = 4
"""So many planes are tried whether one of them says of all readers what theirs do, which is simpler than any plane put together."""


class Attentive(Algebra[F], Protocol[F]):
    """An algebra that can be told what to attend to."""

    def attend(self, family: F) -> None:
        """From now on attend to these fault sets alone."""
        ...

    def attended(self, family: F) -> F:
        """Return exactly those fault sets of a family that are attended to."""
        ...

    def agree(self, one: F, other: F, within: F) -> bool:
        """Return whether two families are the same within a third."""
        ...

    def joined(self, one: F, here: F, other: F, there: F) -> F:
        """Return a family that is one within `here` and another within `there`, which do not meet; beyond both it may be anything."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class World(Generic[F]):
    """Readers who wait, and the planes that are not empty for them, by place; `plain` where these are as simple as they are made on arriving."""

    within: F
    plain: bool
    planes: Mapping[int, F]

    def differing(self, other: "World[F]") -> int:
        """Return how many planes of two worlds are not the same."""
        mine, theirs = self.planes, other.planes
        return sum(theirs.get(place) is not plane for place, plane in mine.items()) + sum(place not in mine for place in theirs)


class Apart(Generic[F]):
    """The readers at each position have planes of their own; `live` gives, for each position, the beliefs that still matter there."""

    def __init__(
        self, algebra: Attentive[F], cluster: Planes[F], knowledge: Knowledge[F], watch: Watch[F], live: Sequence[frozenset[int]]
    ) -> None:
        self._algebra = algebra
        self._cluster = cluster
        self._knowledge = knowledge
        self._watch = watch
        self._live = live
        self._waiting: dict[int, list[World[F]]] = {}
        self._arrived = algebra.everything

    def begin(self, within: F) -> F:
        """Forget everybody and attend to those who begin."""
        self._waiting.clear()
        self._arrived = within
        self._algebra.attend(within)
        return self._algebra.everything

    def leave(self, number: int, within: F) -> bool:
        """Let readers go on to a position; return whether nobody was waiting there."""
        there = self.actual(within)
        world = World(within=there, plain=there is self._arrived, planes=self._planes(self._live[number]))
        waiting = self._waiting.setdefault(number, [])
        waiting.append(world)
        return len(waiting) == 1

    def _planes(self, live: frozenset[int]) -> dict[int, F]:
        """Return, by place, the planes that are not empty: those of the state, the beliefs that still matter, and the invariants that hold."""
        nothing, beliefs, held = self._algebra.nothing, self._knowledge.planes, self._watch.held
        planes = {place: plane for place, plane in enumerate(self._cluster.planes) if plane is not nothing}
        start = len(self._cluster.planes)
        planes.update({start + place: beliefs[place] for place in live if beliefs[place] is not nothing})
        start += len(beliefs)
        planes.update({start + place: plane for place, plane in enumerate(held) if plane is not nothing})
        return planes

    def _set(self, planes: Mapping[int, F]) -> None:
        """Set every plane, those that are not named to nothing."""
        tables = (self._cluster.planes, self._knowledge.planes, self._watch.held)
        every = [self._algebra.nothing] * sum(map(len, tables))
        for place, plane in planes.items():
            every[place] = plane
        start = 0
        for table in tables:
            table[:] = every[start : start + len(table)]
            start += len(table)
        self._cluster.forget()

    def _together(self, worlds: Sequence[World[F]]) -> Mapping[int, F]:
        """Return the planes of some worlds as one."""
        plain, nothing = self._algebra.plain, self._algebra.nothing
        first = worlds[0]
        if len(worlds) == 1:
            return first.planes if first.plain else {place: plain(plane) for place, plane in first.planes.items()}
        places = dict.fromkeys(place for world in worlds for place in world.planes)
        return {place: self._joined([world.planes.get(place, nothing) for world in worlds], worlds) for place in places}

    def _joined(self, planes: Sequence[F], worlds: Sequence[World[F]]) -> F:
        """Return one plane that says of the readers of each world what the plane of that world does."""
        if all(plane is planes[0] for plane in planes):
            return planes[0] if worlds[0].plain else self._algebra.plain(planes[0])
        nothing, everything = self._algebra.nothing, self._algebra.everything
        distinct = {id(plane): plane for plane in (*planes, nothing, everything)}
        for plane in list(distinct.values())[:MOST_TRIED]:
            if all(other is plane or self._algebra.agree(plane, other, world.within) for other, world in zip(planes, worlds, strict=True)):
                return self._algebra.plain(plane)
        joined, here = planes[0], worlds[0].within
        for plane, world in zip(planes[1:], worlds[1:], strict=True):
            joined = self._algebra.joined(joined, here, plane, world.within)
            here = here | world.within
        return joined

    def arrive(self, number: int) -> F:
        """Attend to those who wait at a position, with the planes set for them."""
        worlds = self._alike(number)
        within = self._algebra.nothing
        for world in worlds:
            within = within | world.within
        self._arrived = within
        self._algebra.attend(within)
        self._set(self._together(worlds))
        return self._algebra.everything

    def waits(self, number: int) -> bool:
        """Return whether others still wait at a position, with planes too different to be joined."""
        return number in self._waiting

    def _alike(self, number: int) -> list[World[F]]:
        """Take from those who wait at a position one, and all whose planes are mostly the same."""
        first, *others = self._waiting.pop(number)
        together, apart = [first], list[World[F]]()
        for world in others:
            (together if first.differing(world) <= ALIKE else apart).append(world)
        if apart:
            self._waiting[number] = apart
        return together

    def narrow(self, within: F) -> F:
        """Attend to fewer readers from now on."""
        if not self._algebra.covers(within):
            self._algebra.attend(self.actual(within))
        return self._algebra.everything

    def actual(self, within: F) -> F:
        """Return exactly the fault sets of a family that are there."""
        return self._algebra.attended(within)
