"""The way of all readers at once: who waits where, who has ended how, which ways were gone (language §4)."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Generic, TypeAlias

from simulator.model import Outcome
from simulator.reader import MAX_STEPS
from simulator.state import TooLong
from simulator.symbolic.family import F
from simulator.symbolic.position import Asking, Position, Route
from simulator.symbolic.record import Ended, Record, Way
from simulator.symbolic.worlds import Worlds

Visit: TypeAlias = Callable[[F], None]
"""What is done with the readers who stand at a position."""

Progress: TypeAlias = Callable[[], object]

MOST_VISITS = MAX_STEPS * 4
"""So often readers come to positions in all; a replay in which a reader takes as many steps counts for itself."""


def quietly() -> None:
    """Tell nobody of progress."""


class Walk(Generic[F]):
    """Takes readers from position to position, each position before those that follow on it; `at` is where they stand, `told` hears of each way that is gone.

    Who goes back waits for the next lap, in which all who went back go on together.
    """

    def __init__(self, route: Route, worlds: Worlds[F], told: Callable[[Way, F], None]) -> None:
        self._route = route
        self._worlds = worlds
        self._told = told
        self._queue: list[tuple[int, int]] = []
        self._standing = (0, -1)
        self.at: Position | None = None
        self.record: Record[F] = Record()

    def begin(self, within: F) -> F:
        """Forget everybody; return the replays that begin, as far as they need to be told from others."""
        self._queue.clear()
        self._standing = (0, -1)
        self.at = None
        self.record = Record()
        return self._worlds.begin(within)

    def walk(self, visits: Callable[[Position], Visit[F]], progress: Progress) -> None:
        """Let everybody go until all have ended; `progress` is called at each position. Raises `TooLong`."""
        count = 0
        while self._queue:
            self._standing = lap, number = heappop(self._queue)
            within = self._worlds.arrive(number)
            if self._worlds.waits(number):
                heappush(self._queue, (lap, number))
            self.at = self._route.positions[number]
            visits(self.at)(within)
            progress()
            count += 1
            if count > MOST_VISITS:
                raise TooLong(f"readers come back to {self.at} again and again")

    def go(self, position: Position, within: F) -> None:
        """Let readers go on to a position."""
        if not within:
            return
        number = self._route.numbers[position]
        if self._worlds.leave(number, within):
            lap, here = self._standing
            heappush(self._queue, (lap + (number <= here), number))

    def end(self, outcome: Outcome, within: F) -> None:
        """Let replays end where their readers stand."""
        if within:
            by = None if self.at is None or isinstance(self.at, Asking) else self.at.runbook
            self.record.ended.append(Ended(outcome=outcome, by=by, position=self.at, where=self._worlds.actual(within)))

    def way(self, way: Way, within: F) -> None:
        """Note how readers leave where they stand."""
        if within and self.at is not None:
            self.record.ways.add((self.at, way))
            self._told(way, within)
