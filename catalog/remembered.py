"""Answers about an entity, remembered for as long as it is the same one: a file that has not changed is not read anew."""

from collections.abc import Callable, Iterator
from typing import TypeVar

MOST = 20_000

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")


def remembered(answer: Callable[[_Asked], Iterator[_Told]]) -> Callable[[_Asked], tuple[_Told, ...]]:
    """Return a function that works out the answers about a thing once; the thing must be one that does not change."""
    known: dict[int, tuple[_Asked, tuple[_Told, ...]]] = {}

    def ask(asked: _Asked) -> tuple[_Told, ...]:
        found = known.get(id(asked))
        if found is None or found[0] is not asked:
            if len(known) >= MOST:
                known.clear()
            found = known[id(asked)] = (asked, tuple(answer(asked)))
        return found[1]

    return ask
