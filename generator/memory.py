"""What was worked out for a catalog, kept within this process for the next one: while a guide is served, a changed word makes no replay anew."""

from collections.abc import Callable
from typing import TypeVar, cast

from simulator.model import Model

T = TypeVar("T")


class Memory:
    """What was worked out for one model, by its name, with all else that it was made of."""

    def __init__(self) -> None:
        self._model: Model | None = None
        self._known: dict[str, tuple[object, object]] = {}

    def model(self, model: Model) -> Model:
        """Return the model that is known, where it is the same, or this one, of which nothing is known yet."""
        if self._model != model:
            self._model, self._known = model, {}
        return self._model or model

    def worked(self, name: str, made_of: object, work: Callable[[], T]) -> T:
        """Return what is known under a name where what it is made of, beside the model, is the same; else what `work` returns."""
        known = self._known.get(name)
        if known is None or known[0] != made_of:
            known = self._known[name] = made_of, work()
        return cast("T", known[1])


OF_THIS_PROCESS = Memory()
"""For whoever builds one guide after another."""
