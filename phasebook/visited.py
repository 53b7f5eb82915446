"""Which states of the cluster a replay came through: a reaction whose condition holds in none of them has no part in it."""

from collections.abc import Hashable
from typing import Any

from simulator.model import Model
from simulator.state import State


class Visited(dict[Hashable, tuple[Any, ...]]):
    """The settlings that a model remembers, and which of them were asked for since they were last told."""

    def __init__(self, model: Model) -> None:
        super().__init__(model.memory.settled)
        self._asked: list[State] = []
        model.memory.settled = self

    def get(self, key: Any, default: Any = None) -> Any:
        """Return a settling, and keep in mind that it was asked for."""
        self._asked.append(key)
        return super().get(key, default)

    def told(self) -> frozenset[State] | None:
        """Return every state that settled since this was last asked, and those it came through; None where one of them is not known to the end."""
        asked, self._asked = self._asked, []
        settlings = [(state, super(Visited, self).get(state)) for state in asked]
        if any(rounds is None for _, rounds in settlings):
            return None
        return frozenset(state for first, rounds in settlings for state in (first, *(round_.state for round_ in rounds or ())))
