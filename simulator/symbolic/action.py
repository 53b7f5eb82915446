"""A line that is run in every replay that comes to it: requirements, effects, settling, what it shows (language §3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias

from simulator.model import Action, Effect, Outcome, Show
from simulator.symbolic.clock import Clock
from simulator.symbolic.family import Algebra, F, Filter
from simulator.symbolic.knowledge import Knowledge
from simulator.symbolic.planes import Planes, Writes, where_any, without, written
from simulator.symbolic.settling import Settling
from simulator.symbolic.watch import Watch

Ending: TypeAlias = Callable[[Outcome, F], None]
"""Told of the fault sets whose replay has ended."""


Effects: TypeAlias = list[tuple[Filter[F], Effect]]
"""Effects with what keeps the fault sets in which their `when` holds."""

Made: TypeAlias = list[tuple[Effects[F], F]]
"""Effects with the fault sets in which they are to be applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Generic[F]):
    """One way in which a line can go: where, if not everywhere, its effects, its seconds, what it shows."""

    when: Filter[F]
    sets: Effects[F]
    takes: int
    tell: Callable[[F], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[F]):
    """A line, compiled: where its requirements hold, and how it goes then. How it fails is compiled where it first does: most lines never do."""

    action: Action
    requires: Filter[F]
    well: Branch[F]


class Actions(Generic[F]):
    """Runs lines and makes changes."""

    def __init__(
        self, algebra: Algebra[F], cluster: Planes[F], knowledge: Knowledge[F], watch: Watch[F], settling: Settling[F], clock: Clock[F]
    ) -> None:
        self._algebra = algebra
        self._cluster = cluster
        self._knowledge = knowledge
        self._watch = watch
        self._settling = settling
        self._clock = clock
        self._lines: dict[str, Line[F]] = {}
        self._failing: dict[str, list[Branch[F]]] = {}

    def line(self, action: Action) -> Line[F]:
        """Return a line, compiled once."""
        if action.line not in self._lines:
            requires = self._cluster.holds(action.requires)
            well = self._branch(action.sets, action.takes, action.shows, when=requires)
            self._lines[action.line] = Line(action=action, requires=requires, well=well)
        return self._lines[action.line]

    def _ways_to_fail(self, action: Action) -> list[Branch[F]]:
        """Return the ways in which a line fails, of which the first counts."""
        if action.line not in self._failing:
            ways = [
                self._branch(
                    failure.sets,
                    action.takes if failure.takes is None else failure.takes,
                    failure.shows,
                    when=self._cluster.holds(failure.when),
                )
                for failure in action.fails
            ]
            self._failing[action.line] = [*ways, self._branch((), action.takes, (), when=lambda within: within)]
        return self._failing[action.line]

    def _branch(self, sets: tuple[Effect, ...], takes: int, shows: tuple[Show, ...], *, when: Filter[F]) -> Branch[F]:
        return Branch(when=when, sets=self.effects(sets), takes=takes, tell=self._knowledge.telling(shows))

    def effects(self, sets: tuple[Effect, ...]) -> Effects[F]:
        """Return effects, compiled."""
        return [(self._cluster.holds(effect.when), effect) for effect in sets if effect.set]

    def run(self, line: Line[F], within: F, accepted: frozenset[str], end: Ending[F]) -> tuple[F, F]:
        """Run a line in the replays of a family; return the fault sets in which it went well, and in which it failed, without those that ended."""
        minus = self._algebra.minus
        well = line.requires(within)
        ways = [(line.well, well)] if well else []
        rest = minus(within, well)
        for branch in self._ways_to_fail(line.action) if rest else ():
            if not rest:
                break
            here = branch.when(rest)
            rest = minus(rest, here)
            if here:
                ways.append((branch, here))
        gone = self._take(within, ways, accepted, end)
        failed = self._algebra.nothing
        for branch, where in ways:
            left = minus(where, gone) if gone else where
            if left:
                branch.tell(left)
            if branch is line.well:
                well = left
            else:
                failed = failed | left
        return well, failed

    def _take(self, within: F, ways: list[tuple[Branch[F], F]], accepted: frozenset[str], end: Ending[F]) -> F:
        for branch, where in ways:
            self._clock.add(where, branch.takes)
        return self._change(within, [(effects, where) for branch, where in ways if (effects := branch.sets)], accepted, end)

    def edit(self, sets: Effects[F], takes: int, within: F, accepted: frozenset[str], end: Ending[F]) -> F:
        """Make a change by hand; return the fault sets in which the replay goes on."""
        self._clock.add(within, takes)
        gone = self._change(within, [(sets, within)], accepted, end)
        return self._algebra.minus(within, gone)

    def _change(self, within: F, made: Made[F], accepted: frozenset[str], end: Ending[F]) -> F:
        """Apply effects and let settle; return the fault sets whose replay ended."""
        nothing, minus = self._algebra.nothing, self._algebra.minus
        changed = self._cluster.write(self._writes(made)) if made else None
        if not changed:
            return nothing
        gone = nothing

        def check(there: F, touched: Iterable[str]) -> F:
            nonlocal gone
            broke = self._watch.check(there, touched, accepted)
            if broke:
                end(Outcome.UNSAFE, broke)
                gone = gone | broke
            return broke

        moved = self._algebra.focus(within, where_any(changed))
        broke = check(moved, changed)
        if broke:
            moved, changed = minus(moved, broke), without(changed, broke, self._algebra)
        flapping = self._settling.settle(moved, changed, check)
        if flapping:
            end(Outcome.FLAPPING, flapping)
        return gone | flapping

    def _writes(self, made: Made[F]) -> Writes[F]:
        """Return what is written, each `when` judged in the state before, a later effect over an earlier one."""
        judged = [(effect, there) for effects, where in made for when, effect in effects if (there := when(where))]
        return written([(fact, value, where) for effect, where in judged for fact, value in effect.set], self._algebra)
