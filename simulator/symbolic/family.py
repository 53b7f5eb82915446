"""What the executor asks of a family of fault sets, whatever it is made of."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, Self, TypeAlias, TypeVar


class Family(Protocol):
    """A family of fault sets; true where it holds any."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __xor__(self, other: Self, /) -> Self: ...
    def __bool__(self) -> bool: ...


F = TypeVar("F", bound=Family)

Filter: TypeAlias = Callable[[F], F]
"""Keeps those fault sets of a family for which something holds."""


class Algebra(Protocol[F]):
    """What is done with families besides their own `&`, `|` and `^`.

    `everything` is the family of all fault sets that an algebra knows. It may attend to some of them only: outside those, families may then say anything,
    and one that holds none of them is false.
    """

    nothing: F
    everything: F

    def minus(self, whole: F, part: F, /) -> F:
        """Return what is in `whole` and not in `part`."""
        ...

    def beyond(self, whole: F, planes: Sequence[F], numbers: Sequence[int], /) -> F:
        """Return what is in `whole` and in none of the planes of these numbers."""
        ...

    def among(self, whole: F, planes: Sequence[F], numbers: Sequence[int], /) -> F:
        """Return what is in `whole` and in any of the planes of these numbers."""
        ...

    def changed(self, old: F, within: F, new: F, /) -> tuple[F, F]:
        """Return a family that is `new` within a family and `old` beyond, and where it is not `old`; `new` lies within."""
        ...

    def covers(self, family: F, /) -> bool:
        """Return whether a family holds everything that is attended to."""
        ...

    def plain(self, family: F, /) -> F:
        """Return a family that is the same as far as it is attended to, and may be simpler."""
        ...

    def focus(self, whole: F, parts: Iterable[F], /) -> F:
        """Return a family between `whole` and the union of those parts of it that are worth looking at."""
        ...
