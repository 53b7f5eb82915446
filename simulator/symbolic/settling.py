"""How the clusters of all replays come to rest, round by round, each at its own pace (language §3 and §7)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias

from simulator.model import Model, Reaction
from simulator.state import MAX_ROUNDS, TooLong
from simulator.symbolic.clock import Clock
from simulator.symbolic.family import Algebra, F, Filter
from simulator.symbolic.layout import Layout
from simulator.symbolic.planes import Planes, Writes, without
from simulator.symbolic.waking import Taking, Waking


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflex(Generic[F]):
    """A reaction, compiled: where its `when` holds, and both that and where its `set` would change something, what leaves less first."""

    number: int
    reaction: Reaction
    holds: Filter[F]
    conditions: tuple[Filter[F], Filter[F]]


Fires: TypeAlias = list[tuple[Reflex[F], F]]
"""Reactions with the fault sets in which they fire."""

Seen: TypeAlias = tuple[tuple[F, ...], set[str]]
"""The planes before a round, and the variables that have changed since, the last round left out."""

Check: TypeAlias = Callable[[F, Iterable[str]], F]
"""Called after each round with the fault sets in which one passed and the variables that changed; returns those whose replay has ended."""


class Settling(Generic[F]):
    """Lets clusters come to rest; `fired` are the reactions that ever did."""

    def __init__(self, model: Model, layout: Layout, algebra: Algebra[F], cluster: Planes[F], clock: Clock[F]) -> None:
        self._algebra = algebra
        self._cluster = cluster
        self._clock = clock
        self._reflexes = [self._reflex(number, reaction, layout) for number, reaction in enumerate(model.reactions)]
        self._woken = self._by_value(Waking(model, layout))
        targets = {fact for reaction in model.reactions for fact, _ in reaction.set}
        self._rivals = {fact: self._setting(fact) for fact in targets}
        self._own = [[number for fact, _ in reaction.set for number in layout.unhealthy[fact].values()] for reaction in model.reactions]
        self.fired: set[str] = set()

    def _reflex(self, number: int, reaction: Reaction, layout: Layout) -> Reflex[F]:
        would_change, holds = self._cluster.differs(reaction.set), self._cluster.holds(reaction.when)
        mends = all(layout.healthy[fact] == value for fact, value in reaction.set)  # most things are well
        return Reflex(number=number, reaction=reaction, holds=holds, conditions=(would_change, holds) if mends else (holds, would_change))

    def _by_value(self, waking: Waking) -> dict[Taking, list[int]]:
        woken: dict[Taking, list[int]] = {}
        for reflex in self._reflexes:
            for taking in waking.firing(reflex.reaction):
                woken.setdefault(taking, []).append(reflex.number)
        return woken

    def _setting(self, fact: str) -> list[tuple[str, Reflex[F]]]:
        """Return the reactions that set a variable which others set to another value, with the value."""
        setting = [(value, reflex) for reflex in self._reflexes for name, value in reflex.reaction.set if name == fact]
        return setting if len({value for value, _ in setting}) > 1 else []

    def settle(self, within: F, changed: Writes[F] | None, check: Check[F]) -> F:
        """Let the clusters of a family come to rest; return those fault sets that never do: they flap.

        `changed` are the values that variables took since these clusters were last at rest; None: they never were. Raises `TooLong`.
        """
        algebra = self._algebra
        flapping = algebra.nothing
        seen: list[Seen[F]] = []
        while within and (fires := self._firing(within, changed)):
            now = tuple(self._cluster.planes)
            fires, at_odds, changed = self._round(fires)
            ended = at_odds | check(algebra.minus(within, at_odds), changed)
            again = self._seen_before(fires, ended, seen)
            for _, since in seen:
                since.update(changed)
            seen.append((now, set(changed)))
            flapping = algebra.plain(flapping | at_odds | again)
            within = algebra.focus(within, (where for _, where in fires))
            ended = algebra.plain(ended | again)
            if ended:
                within = algebra.plain(algebra.minus(within, ended))
                changed = without(changed, ended, algebra)
            if len(seen) > MAX_ROUNDS:
                raise TooLong(f"the cluster does not settle within {MAX_ROUNDS:,} rounds")
        return flapping

    def _firing(self, within: F, changed: Writes[F] | None) -> Fires[F]:
        fires: Fires[F] = []
        for number, there in enumerate([within] * len(self._reflexes)) if changed is None else self._concerned(within, changed):
            first, then = self._reflexes[number].conditions
            where = first(there)
            if where and (where := then(where)):
                fires.append((self._reflexes[number], self._algebra.plain(where)))
        return fires

    def _concerned(self, within: F, changed: Writes[F]) -> Iterable[tuple[int, F]]:
        """Return the reactions that can fire by what has changed, each with the fault sets in which it can."""
        concerned: dict[int, F] = {}
        for variable, values in changed.items():
            for value, taken in values.items():
                where = self._algebra.focus(within, (taken,))
                for number in self._woken.get((variable, value), ()):
                    concerned[number] = concerned[number] | where if number in concerned else where
        return concerned.items()

    def _round(self, fires: Fires[F]) -> tuple[Fires[F], F, Writes[F]]:
        """Let one round pass; return where each reaction fired, those fault sets in which reactions are at odds, and what changed."""
        self.fired.update(reflex.reaction.id for reflex, _ in fires)
        writes = self._writes(fires)
        at_odds = self._at_odds(writes)
        if at_odds:
            fires = [(reflex, left) for reflex, where in fires if (left := self._algebra.minus(where, at_odds))]
            writes = self._writes(fires)
        self._pass_time(fires)
        return fires, at_odds, self._cluster.write(writes)

    def _writes(self, fires: Fires[F]) -> Writes[F]:
        writes: Writes[F] = {}
        for reflex, where in fires:
            for fact, value in reflex.reaction.set:
                values = writes.setdefault(fact, {})
                values[value] = values[value] | where if value in values else where
        return writes

    def _at_odds(self, writes: Writes[F]) -> F:
        """Return where a reaction whose `when` holds, also one that would change nothing, wants another value than one that fires."""
        found = self._algebra.nothing
        for fact, values in writes.items():
            for wanted, rival in self._rivals[fact]:
                for value, where in values.items():
                    if value != wanted:
                        found = found | rival.holds(where)
        return found

    def _pass_time(self, fires: Fires[F]) -> None:
        """Let as much time pass as the slowest of the firing reactions takes."""
        if not self._clock.runs:
            return
        passed = self._algebra.nothing
        for reflex, where in sorted(fires, key=lambda fire: -fire[0].reaction.after):
            if not reflex.reaction.after:
                return
            here = self._algebra.minus(where, passed)
            if here:
                self._clock.add(here, reflex.reaction.after)
                passed = passed | here

    # States seen before

    def _seen_before(self, fires: Fires[F], ended: F, seen: list[Seen[F]]) -> F:
        """Return the fault sets that are in a state again; what a reaction has just changed can be as it was only where it had changed since."""
        again = self._algebra.nothing
        now = self._cluster.planes
        for reflex, where in fires:
            before = [then for then, since in seen if any(fact in since for fact, _ in reflex.reaction.set)]
            left = self._algebra.minus(where, ended) if before else again
            for then in before if left else ():
                again = again | alike(left, now, then, self._algebra, first=self._own[reflex.number])
        return again


def alike(within: F, now: Sequence[F], then: Sequence[F], algebra: Algebra[F], first: Iterable[int] = ()) -> F:
    """Return the fault sets of a family for which two lists of planes say the same; `first` are the places where they most likely do not."""
    for place in (*first, *range(len(now))):
        one, other = now[place], then[place]
        if one is not other:
            within = algebra.minus(within, one ^ other)
            if not within:
                return algebra.nothing
    return within
