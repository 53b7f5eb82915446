"""A bar on standard error for a person who waits; nothing of what draws it is loaded where nobody sees it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

from phasebook.paint import is_interactive

Item = TypeVar("Item")

Advance: TypeAlias = Callable[[int], object]
"""Told how much more is done."""


@contextmanager
def bar(unit: str, total: int | None = None) -> Iterator[Advance]:
    """Show a bar until the work is done, of `total` units where that is known."""
    if not is_interactive(sys.stderr):
        yield lambda _: None
        return
    from tqdm import tqdm  # noqa: PLC0415  (takes longer to load than many a command takes)

    with tqdm(total=total, unit=unit, leave=False, file=sys.stderr) as shown:
        yield shown.update


def watched(items: Iterable[Item], unit: str, total: int) -> Iterator[Item]:
    """Yield what is worked through, with a bar."""
    with bar(unit, total) as advance:
        for item in items:
            yield item
            advance(1)
