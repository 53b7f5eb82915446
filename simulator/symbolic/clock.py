"""The clock of every replay at once: one plane for each binary digit of its seconds."""

from typing import Generic, Protocol, TypeVar

from simulator.symbolic.family import Algebra, F, Family

F_contra = TypeVar("F_contra", bound=Family, contravariant=True)


class Clock(Protocol[F_contra]):
    """Lets time pass, where it `runs`."""

    runs: bool

    def begin(self) -> None:
        """Set every clock to zero."""
        ...

    def add(self, where: F_contra, seconds: int) -> None:
        """Let seconds pass in the fault sets of a family."""
        ...


class NoClock(Generic[F]):
    """Where time is not asked for."""

    runs = False

    def begin(self) -> None:
        """Do nothing."""

    def add(self, where: F, seconds: int) -> None:
        """Do nothing."""


class Digits(Generic[F]):
    """A clock of binary digits: the n-th of its planes holds the fault sets whose seconds have the digit n.

    Until it is read it only counts how often which number of seconds passed: there are few of those, and a count seldom carries far.
    """

    runs = True

    def __init__(self, algebra: Algebra[F]) -> None:
        self._algebra = algebra
        self._planes: list[F] = []
        self._counts: dict[int, list[F]] = {}

    def begin(self) -> None:
        """Set every clock to zero."""
        self._planes.clear()
        self._counts.clear()

    @property
    def planes(self) -> list[F]:
        """The digits, the lowest first."""
        for seconds, count in self._counts.items():
            for place, where in enumerate(count):
                self._sum(where, seconds << place)
        self._counts.clear()
        return self._planes

    def add(self, where: F, seconds: int) -> None:
        """Let seconds pass in the fault sets of a family."""
        if not seconds:
            return
        count, carry = self._counts.setdefault(seconds, []), where
        for place, digit in enumerate(count):
            count[place], carry = digit ^ carry, digit & carry
            if not carry:
                return
        count.append(carry)

    def _sum(self, where: F, seconds: int) -> None:
        """Add with carry, digit by digit."""
        planes, carry, number = self._planes, self._algebra.nothing, 0
        while seconds or carry:
            if number == len(planes):
                planes.append(self._algebra.nothing)
            digit = planes[number]
            if seconds & 1:
                planes[number] = digit ^ (where ^ carry)
                carry = (digit & where) | carry  # the carry lies within `where`: where it is set, two of three are
            elif carry:
                planes[number] = digit ^ carry
                carry = digit & carry
            seconds >>= 1
            number += 1
