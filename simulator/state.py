"""The true state of a cluster, and how it settles (language §2 and §3)."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.condition import Condition
from simulator.model import NOT_READY, READY, Effect, Model, Reaction, Values
from simulator.truth import judge

MAX_ROUNDS = 20_000


class TooLong(Exception):
    """A replay takes more rounds or steps than anybody could have meant; the words say which, `starts` says from where."""

    starts = ""


class State:
    """One value for every variable; a bare component is derived: `ready` or `not-ready`. States never change."""

    __slots__ = ("_model", "_ready", "values")

    def __init__(self, model: Model, values: dict[str, str]) -> None:
        self._model = model
        self._ready: dict[str, bool] = {}
        self.values = values

    @classmethod
    def healthy(cls, model: Model) -> "State":
        """Return the state in which every variable has its healthy value."""
        return cls(model, dict(model.healthy))

    def with_values(self, changes: Values) -> "State":
        """Return the state with these values taken, a later one over an earlier one."""
        return State(self._model, self.values | dict(changes))

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
        """Return whether a condition holds."""
        return judge(condition, self.fact) is True

    def difference(self, before: "State") -> dict[str, str]:
        """Return the variables whose value is not what it was, with their value now."""
        return {name: value for name, value in self.values.items() if before.values[name] != value}

    def _is_ready(self, component: str) -> bool:
        if not self._ready:
            for known in self._model.components.values():  # each after those that it asks for
                self._ready[known.id] = self.holds(known.ready) and all(self._ready[other] for other in known.needs)
        return self._ready[component]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.values == other.values

    def __hash__(self) -> int:
        return hash(frozenset(self.values.items()))


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
    """Yield the rounds that lead from `state` to rest, or to the first that flaps.

    Raises `TooLong` after `MAX_ROUNDS`: a settling always ends, but a catalog can be written that counts for years.
    """
    seen = {state}
    while (round_ := _round(model, state, seen)) is not None:
        yield round_
        if round_.flaps:
            return
        if len(seen) > MAX_ROUNDS:
            raise TooLong(f"the cluster does not settle within {MAX_ROUNDS:,} rounds")
        state = round_.state
        seen.add(state)


def _round(model: Model, state: State, seen: set[State]) -> Round | None:
    firing = [reaction for reaction in model.reactions if _would_change(state, reaction) and state.holds(reaction.when)]
    if not firing:
        return None
    idle = [reaction for reaction in model.reactions if not _would_change(state, reaction) and state.holds(reaction.when)]
    wanted = {value for reaction in (*firing, *idle) for value in reaction.set}
    facts = [fact for fact, _ in wanted]
    disputed = {fact for fact in facts if facts.count(fact) > 1}
    if disputed:  # also where one of the two would change nothing
        at_odds = sorted(reaction.id for reaction in (*firing, *idle) if any(fact in disputed for fact, _ in reaction.set))
        return Round(state=state, seconds=0, reactions=tuple(at_odds), flaps=True, at_odds=True)
    names = tuple(reaction.id for reaction in firing)
    after = state.with_values(tuple(wanted))
    return Round(state=after, seconds=max(reaction.after for reaction in firing), reactions=names, flaps=after in seen)


def _would_change(state: State, reaction: Reaction) -> bool:
    return any(state.values[fact] != value for fact, value in reaction.set)
