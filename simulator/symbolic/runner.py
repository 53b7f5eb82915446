"""Runs the executor over bits and reads single replays out of the planes of many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.model import Case, Model, Outcome
from simulator.symbolic.bits import Bits, ones
from simulator.symbolic.clock import Digits
from simulator.symbolic.coverage import Coverage
from simulator.symbolic.executor import Executor
from simulator.symbolic.layout import layout_of
from simulator.symbolic.onset import Late
from simulator.symbolic.position import Asking, Position, route
from simulator.symbolic.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How one replay ended: `at` is where the reader stood, None where nowhere yet; `seconds` is all that passed."""

    outcome: Outcome
    by: str | None
    at: Position | None
    path: tuple[str, ...]
    seconds: int


class Runner:
    """A model compiled for bits, to be run from any of `starts` as often as wanted."""

    def __init__(self, model: Model, starts: tuple[str, ...], given: tuple[tuple[str, str], ...] = ()) -> None:
        self.model = model
        self.route = route(model, starts)
        self._algebra = Bits()
        self._clock = Digits(self._algebra)
        layout = layout_of(model, relevant_only=False, given=given)
        self._executor = Executor(model, layout, self._algebra, self._clock, self.route)

    def run(self, case: Case, planes: Mapping[str, int], size: int, within: int, late: Sequence[Late[int]] = ()) -> "Run":
        """Replay, of `size` numbered sets, those of the family `within`; `planes` holds, for each fault, the sets that it is in."""
        self._algebra.everything = (1 << size) - 1
        record = self._executor.run(case, planes, within, late)
        return Run(record, list(self._clock.planes), within)

    def coverage(self, runs: Sequence["Run"]) -> Coverage:
        """Return what has happened in some runs, and in all runs so far to reactions and invariants."""
        ways = {way for run in runs for way in run.record.ways}
        news = {position for run in runs for position in run.record.news}
        return Coverage(ways=ways, news=news, fired=set(self._executor.settling.fired), came=set(self._executor.watch.ever))


class Run:
    """What came of one run: `record`, the digits of the clocks, the sets that were replayed."""

    def __init__(self, record: Record[int], digits: list[int], within: int) -> None:
        self.record = record
        self.digits = digits
        self.within = within
        self._octets: tuple[list[tuple[str, bytes]], list[bytes]] | None = None

    @property
    def failing(self) -> int:
        """The sets that do not end resolved."""
        return self.ending_in(frozenset(Outcome) - {Outcome.RESOLVED})

    def ending_in(self, outcomes: frozenset[Outcome]) -> int:
        """Return the sets that end in one of some outcomes."""
        family = 0
        for ended in self.record.ended:
            family |= ended.where if ended.outcome in outcomes else 0
        return family

    def unanswered(self) -> Iterator[tuple[Asking, int]]:
        """Yield the questions that were left without an answer, with the sets that did."""
        for position, where in self.record.unanswered:
            if isinstance(position, Asking):
                yield position, where

    def endings(self, wanted: int) -> Iterator[tuple[int, Ending]]:
        """Yield how each set of a family ended, with its number."""
        for ended in self.record.ended:
            for number in ones(ended.where & wanted):
                path, seconds = self._read(number)
                yield number, Ending(outcome=ended.outcome, by=ended.by, at=ended.position, path=path, seconds=seconds)

    def _read(self, number: int) -> tuple[tuple[str, ...], int]:
        if self._octets is None:  # single bits of a long number are slow to come by, those of bytes are not
            self._octets = ([(name, _octets(where)) for name, where in self.record.entered], [_octets(digit) for digit in self.digits])
        entered, digits = self._octets
        octet, place = number >> 3, 1 << (number & 7)
        path = tuple(runbook for runbook, where in entered if octet < len(where) and where[octet] & place)
        return path, sum(1 << digit for digit, where in enumerate(digits) if octet < len(where) and where[octet] & place)


def _octets(family: int) -> bytes:
    return family.to_bytes((family.bit_length() + 7) // 8, "little")


def planes_of(sets: Sequence[Iterable[str]]) -> dict[str, int]:
    """Return, for each fault of some sets, the numbers of those that it is in."""
    octets: dict[str, bytearray] = {}
    for number, faults in enumerate(sets):
        for fault in faults:
            plane = octets.get(fault)
            if plane is None:
                plane = octets[fault] = bytearray((len(sets) + 7) // 8)
            plane[number >> 3] |= 1 << (number & 7)
    return {fault: int.from_bytes(plane, "little") for fault, plane in octets.items()}
