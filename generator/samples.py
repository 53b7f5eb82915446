"""Sample states of the cluster, and which of them can matter to a line: a state that is as healthy in all that a line asks for says nothing new."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from simulator.bearing import facts_in
from simulator.model import Action, Model
from simulator.state import State

Key = TypeVar("Key", bound=Hashable)


class Samples(Generic[Key]):
    """States by their keys, and by fact those in which it is not as in a healthy cluster."""

    def __init__(self, model: Model, states: Mapping[Key, State]) -> None:
        self._states = tuple(states.items())
        self._apart: dict[str, set[int]] = {}
        healthy = State.healthy(model)
        self._restless = {number for number, (_, state) in enumerate(self._states) if state.firing}
        for number, (_, state) in enumerate(self._states):
            for fact in (*state.difference(healthy), *(state.unready ^ healthy.unready)):
                self._apart.setdefault(fact, set()).add(number)

    def apart(self, facts: Iterable[str]) -> Iterator[tuple[Key, State]]:
        """Yield the states, in their order, in which any of the facts is not as in a healthy cluster, or which never come to rest."""
        numbers = self._restless.union(*(self._apart.get(fact, ()) for fact in set(facts)))
        yield from (self._states[number] for number in sorted(numbers))


def asked_by(action: Action) -> Iterator[str]:
    """Yield the facts that decide whether a line runs, what it prints, and what that tells."""
    yield from facts_in(action.requires)
    for failure in action.fails:
        yield from facts_in(failure.when)
    for output in action.output:
        for condition in output.conditions():
            yield from facts_in(condition)
    for entry in action.shows:
        yield from facts_in(entry.when)
        yield from entry.show
