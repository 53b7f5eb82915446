"""The true state of a cluster, and how it settles (language §2 and §3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from simulator.bearing import bearing_of
from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not
from simulator.model import NOT_READY, READY, Component, Effect, Model, Reaction, Values

MAX_ROUNDS = 20_000
_REMEMBERED = 4_000  # settlings; a state of a large catalog takes some 10 kB


class TooLong(Exception):
    """A replay takes more rounds or steps than anybody could have meant; the words say which, `starts` says from where."""

    starts = ""


class State:
    """One value for every variable; a bare component is derived: `ready` or `not-ready`. States never change.

    Until it is judged, a state knows a judged one that it was made from: what the difference does not bear on is as it is there.
    """

    __slots__ = ("_before", "_firing", "_hash", "_model", "_touched", "_unready", "values")

    def __init__(self, model: Model, values: dict[str, str], before: "State | None" = None, touched: frozenset[str] = frozenset()) -> None:
        self._model = model
        self._before = before
        self._touched = touched
        """the variables that may differ from the state before"""
        self._unready = set[str]()
        self._firing: frozenset[int] | None = None
        self._hash: int | None = None
        self.values = values

    @classmethod
    def healthy(cls, model: Model) -> "State":
        """Return the state in which every variable has its healthy value; it is judged, so that none that is made from it is from the beginning."""
        if model.memory.healthy is None:
            model.memory.healthy = cls(model, dict(model.healthy)).judged()
        known: State = model.memory.healthy
        return known

    def with_values(self, changes: Values) -> "State":
        """Return the state with these values taken, a later one over an earlier one."""
        made = dict(changes)
        if self._firing is None:
            return State(self._model, self.values | made, self._before, self._touched.union(made))
        return State(self._model, self.values | made, self, frozenset(made))

    def with_effects(self, effects: tuple[Effect, ...]) -> "State":
        """Return the state after the effects whose `when` holds before any of them, in order."""
        holding = [effect for effect in effects if self.holds(effect.when)]
        return self.with_values(tuple(value for effect in holding for value in effect.set)) if holding else self

    def fact(self, name: str) -> str:
        """Return the value of a fact."""
        if name in self.values:
            return self.values[name]
        return READY if self._is_ready(name) else NOT_READY

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds. Every fact of a state is known, so there are two values here, not three."""
        if isinstance(condition, Facts):  # most are, and replays spend their time here
            known = self.values
            for test in condition.tests:
                value = known.get(test.fact) or self.fact(test.fact)
                if value not in test.values:
                    return False
            return True
        match condition:
            case All(parts):
                return all(map(self.holds, parts))
            case AnyOf(parts):
                return any(map(self.holds, parts))
            case Not(part):
                return not self.holds(part)
            case AtLeast(count, parts):
                return sum(map(self.holds, parts)) >= count
            case _:
                assert_never(condition)

    def difference(self, before: "State") -> dict[str, str]:
        """Return the variables whose value is not what it was, with their value now."""
        return {name: value for name, value in self.values.items() if before.values[name] != value}

    @property
    def unready(self) -> frozenset[str]:
        """The components that are not ready."""
        self.judged()
        return frozenset(self._unready)

    @property
    def firing(self) -> frozenset[int]:
        """The numbers of the reactions that would change something and whose condition holds."""
        return self._judge() if self._firing is None else self._firing

    def judged(self) -> "State":
        """Return the state, once it is known which components are ready and which reactions fire."""
        if self._firing is None:
            self._judge()
        return self

    def _is_ready(self, component: str) -> bool:
        self.judged()
        return component not in self._unready

    def _judge(self) -> frozenset[int]:
        """Find out which components are ready and which reactions fire."""
        before, self._before, self._firing = self._before, None, frozenset()
        if before is None:
            for component in self._model.components.values():
                self._find_ready(component)
            self._firing = self._among(range(len(self._model.reactions)))
            return self._firing
        changed = {name for name in self._touched if self.values[name] != before.values[name]}
        known, components = bearing_of(self._model), tuple(self._model.components.values())
        unready = before.unready
        self._unready = set(unready)
        for number in sorted(_union(known.components[name] for name in changed)):
            part = components[number]
            if not changed.isdisjoint(known.asked[number]) and self._find_ready(part) == (part.id in unready):
                changed.add(part.id)
        open_ = _union(known.reactions[name] for name in changed)
        self._firing = (before.firing - open_) | self._among(open_)
        return self._firing

    def _find_ready(self, component: Component) -> bool:
        """Find out whether a component is ready, once that is known of all that it asks for."""
        ready = self.holds(component.ready) and self._unready.isdisjoint(component.needs)
        if ready:
            self._unready.discard(component.id)
        else:
            self._unready.add(component.id)
        return ready

    def _among(self, reactions: Iterable[int]) -> frozenset[int]:
        return frozenset(number for number in reactions if self._fires(self._model.reactions[number]))

    def _fires(self, reaction: Reaction) -> bool:
        known = self.values
        return not all(known[fact] == value for fact, value in reaction.set) and self.holds(reaction.when)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.values == other.values

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.values.items()))
        return self._hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What the cluster did by itself at once: the state after it, its seconds, which reactions fired.

    `flaps` says that it never comes to rest: it is back at a state of the same settling, or reactions are `at_odds`, want
    different values of one variable. Then `reactions` are those, nothing is changed and no time passes.
    """

    state: State
    seconds: int
    reactions: tuple[str, ...]
    flaps: bool
    at_odds: bool = False


def settling(model: Model, state: State) -> Iterator[Round]:
    """Yield the rounds that lead from `state` to rest, or to the first that flaps. The model remembers the last few thousand settlings.

    Raises `TooLong` after `MAX_ROUNDS`: a settling always ends, but a catalog can be written that counts for years.
    """
    known = model.memory.settled.get(state)
    if known is not None:
        yield from known
        return
    rounds = []
    for round_ in _settling(model, state):
        rounds.append(round_)
        yield round_
    if len(model.memory.settled) >= _REMEMBERED:
        model.memory.settled.clear()
    model.memory.settled[state] = tuple(rounds)


def _settling(model: Model, state: State) -> Iterator[Round]:
    seen = {state}
    while (round_ := _round(model, state, seen)) is not None:
        yield round_
        if round_.flaps:
            return
        if len(seen) > MAX_ROUNDS:
            raise TooLong(f"the cluster does not settle within {MAX_ROUNDS:,} rounds")
        state = round_.state
        seen.add(state)


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*sets)


def _round(model: Model, state: State, seen: set[State]) -> Round | None:
    firing = sorted(state.firing)
    if not firing:
        return None
    setters, facts = bearing_of(model).setters, {fact for number in firing for fact, _ in model.reactions[number].set}
    rivals = _union(setters[fact] for fact in facts).difference(firing)
    idle = [number for number in rivals if state.holds(model.reactions[number].when)]  # it wants what is there already
    wishing = [model.reactions[number] for number in sorted((*firing, *idle))]
    wanted = {value for reaction in wishing for value in reaction.set}
    wished = [fact for fact, _ in wanted]
    disputed = {fact for fact in wished if wished.count(fact) > 1}
    if disputed:  # also where one of the two would change nothing
        at_odds = sorted(reaction.id for reaction in wishing if any(fact in disputed for fact, _ in reaction.set))
        return Round(state=state, seconds=0, reactions=tuple(at_odds), flaps=True, at_odds=True)
    fired = [model.reactions[number] for number in firing]
    after = state.with_values(tuple(wanted))
    return Round(state=after, seconds=max(one.after for one in fired), reactions=tuple(one.id for one in fired), flaps=after in seen)
