"""Processes that share out work: each makes what it works with once, and is then asked again and again."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")

_MADE: list[Any] = []
"""What this process works with."""


def workers(jobs: int, make: Callable[..., object], *recipe: object) -> ProcessPoolExecutor:
    """Return so many processes, in each of which `asked` works with what `make` makes of a recipe; both are sent there."""
    return ProcessPoolExecutor(jobs, initializer=_begin, initargs=(make, recipe))


def asked(question: Callable[[Any, _Item], _Answer], item: _Item) -> _Answer:
    """Return, in one of the `workers`, what a function makes of an item and of what that process works with."""
    return question(_MADE[0], item)


def _begin(make: Callable[..., object], recipe: tuple[object, ...]) -> None:
    _MADE[:] = [make(*recipe)]
