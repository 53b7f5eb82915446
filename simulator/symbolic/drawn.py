"""A proof for a sample: sets of faults of any size, drawn at random, replayed many at once; with times."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import shake_256
from struct import Struct

from simulator.model import Case, Model
from simulator.symbolic.bits import ones
from simulator.symbolic.bounded import Part, failure
from simulator.symbolic.coverage import idle_parts
from simulator.symbolic.proof import UGLY, Drawn, Failure, Proof, gap_of, in_order, least, unanswered_of
from simulator.symbolic.runner import Ending, Run, Runner, planes_of

SHARE = 10_000
"""So many sets are replayed at once."""

MOST_REDUCED = 20
"""So many failing sets of a share are reduced to a least part; of further ones those are left out that hold such a part, and the rest stays whole."""


class Sample:
    """Replays sets of faults of any size from each of `starts`, drawn from those that can strike together; compiled once.

    Each number of faults is as likely as any other; fewer are taken where no further fault can strike beside them. The same `drawn` is the same sets.
    """

    def __init__(self, model: Model, starts: tuple[str, ...], drawn: Drawn) -> None:
        self._model = model
        self._starts = starts
        self._drawn = drawn
        self._runner = Runner(model, starts)

    @property
    def recipe(self) -> tuple[Model, tuple[str, ...], Drawn]:
        """What another process needs to build the same."""
        return self._model, self._starts, self._drawn

    def shares(self) -> range:
        """Return the numbers of the shares that are to be replayed."""
        return range(-(-self._drawn.count // SHARE)) if self._model.faults else range(0)

    def part(self, share: int) -> Part:
        """Replay the sets of a share from every start."""
        sets = list(self.sets(share))
        runs = {start: self._run(sets, start) for start in self._starts}
        part = Part(coverage=self._runner.coverage(tuple(runs.values())))
        for start, run in runs.items():
            part.count(run, start, partial(_smallest, sets))
            part.minimal += self._least(run.endings(run.failing), sets, start)
        part.ugly = [one for one in part.minimal if one.outcome in UGLY]
        return part

    def proof(self, whole: Part) -> Proof:
        """Return what all parts together say."""
        return Proof(
            most=None,
            starts=self._starts,
            late=False,
            sets=whole.outcomes.total(),
            outcomes=whole.outcomes,
            failures=None,
            minimal=in_order(whole.minimal),
            minimal_count=len(whole.minimal),
            ugly=in_order(whole.ugly),
            times=whole.times(),
            idle=idle_parts(self._model, self._runner.route, whole.coverage),
            unanswered=unanswered_of(whole.unanswered),
            drawn=self._drawn,
        )

    def sets(self, share: int) -> Iterator[tuple[str, ...]]:
        """Yield the sets of a share."""
        names, first = sorted(self._model.faults), share * SHARE
        for number in range(first, min(first + SHARE, self._drawn.count) if names else first):
            yield self._set(number, names)

    def _set(self, number: int, names: list[str]) -> tuple[str, ...]:
        """Return a set: its size and an order of all faults are drawn, and each that can strike beside those before is taken until there are as many."""
        lots = Struct(f"<{len(names) + 1}I")
        *words, last = lots.unpack(shake_256(f"{self._drawn.seed}, {number}".encode()).digest(lots.size))
        size, struck, broken = 1 + last % len(names), list[str](), dict[str, str]()
        for _, name in sorted(zip(words, names, strict=True)):
            values = self._model.faults[name]
            if all(broken.get(fact, value) == value for fact, value in values):
                broken.update(values)
                struck.append(name)
            if len(struck) == size:
                break
        return tuple(sorted(struck))

    def _run(self, sets: Sequence[tuple[str, ...]], start: str) -> Run:
        return self._runner.run(Case(starts=start), planes_of(sets), len(sets), (1 << len(sets)) - 1)

    def _least(self, endings: Iterable[tuple[int, Ending]], sets: Sequence[tuple[str, ...]], start: str) -> list[Failure]:
        """Return what explains the failures: known gaps, and parts of what follows from none; of very many, only those that were met first are reduced."""
        found: dict[tuple[str, ...], Failure] = {}
        reduced = 0
        for number, ending in endings:
            one = failure(ending, sets[number], start)
            gap = gap_of(self._model, one)
            if gap is not None:
                faults = tuple(sorted(self._model.gaps[gap]))
                one = found.get(faults) or next(self._failing([faults], start), one)
            elif any(set(other.faults) <= set(one.faults) and _alike(other, one) for other in found.values()):
                continue
            elif reduced < MOST_REDUCED:
                one, reduced = self._reduced(one), reduced + 1
            found[one.faults] = one
        return least(found.values())

    def _reduced(self, whole: Failure) -> Failure:
        """Return the failure of a part of a failing set that fails alike, while with any one fault less it would not."""
        piece = len(whole.faults) // 2
        while piece:
            starts = range(0, len(whole.faults), piece)
            smaller = [whole.faults[:at] + whole.faults[at + piece :] for at in starts if len(whole.faults) > piece]
            part = next((one for one in self._failing(smaller, whole.starts) if _alike(one, whole)), None)
            whole, piece = (whole, piece // 2) if part is None else (part, min(piece, len(part.faults) // 2))
        return whole

    def _failing(self, sets: Sequence[tuple[str, ...]], start: str) -> Iterator[Failure]:
        run = self._run(sets, start)
        return (failure(ending, sets[number], start) for number, ending in sorted(run.endings(run.failing)))


def _alike(one: Failure, other: Failure) -> bool:
    return (one.outcome in UGLY) == (other.outcome in UGLY)


def _smallest(sets: Sequence[tuple[str, ...]], family: int) -> tuple[str, ...]:
    return min((sets[number] for number in ones(family)), key=len, default=())
