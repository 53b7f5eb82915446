"""The proof for one more fault that strikes while the reader is on the way, after each step of each run."""

from collections import Counter
from collections.abc import Iterator, Sequence

from simulator.model import Case, Model, Outcome
from simulator.prove import fault_sets
from simulator.symbolic.bits import BATCH
from simulator.symbolic.bounded import failure
from simulator.symbolic.coverage import Coverage, idle_parts
from simulator.symbolic.onset import Late
from simulator.symbolic.proof import UGLY, Failure, Proof, Times, in_order, least
from simulator.symbolic.runner import Run, Runner, planes_of
from simulator.symbolic.timing import middle, slowest, spread

STEPS_AT_ONCE = 8
"""So many moments are replayed at once; the next ones are looked at where the last of these is still within somebody's way."""

Struck = tuple[tuple[str, ...], str]
"""Faults at the start, and the one that strikes late."""


class Moments:
    """Proves a model for every set of 1 to `most` faults and one more that strikes after each step; with `every`, each failure is listed."""

    def __init__(self, model: Model, most: int, starts: tuple[str, ...], *, every: bool) -> None:
        self._model = model
        self._most = most
        self._starts = starts
        self._every = every
        self._runner = Runner(model, starts)
        self._outcomes: Counter[Outcome] = Counter()
        self._seconds: Counter[int] = Counter()
        self._worst: Times | None = None
        self._failures: list[Failure] = []
        self._coverage = Coverage()

    def bundles(self) -> Iterator[list[Struck]]:
        """Yield what strikes, in bundles that are replayed at once."""
        bundle: list[Struck] = []
        for faults in fault_sets(self._model, self._most):
            bundle += [(faults, late) for late in sorted(self._model.faults) if late not in faults]
            if len(bundle) * STEPS_AT_ONCE > BATCH:
                yield bundle
                bundle = []
        if bundle:
            yield bundle

    def replay(self, bundle: Sequence[Struck]) -> None:
        """Replay a bundle from every start, moment after moment, until nobody is still on the way."""
        for start in self._starts:
            first = 1
            while self._moments(bundle, start, range(first, first + STEPS_AT_ONCE)):
                first += STEPS_AT_ONCE

    def _moments(self, bundle: Sequence[Struck], start: str, moments: range) -> bool:
        """Replay a bundle at some moments; return whether a fault struck at the last of them."""
        size, every = len(bundle), len(bundle) * len(moments)
        repeated = sum(1 << (size * place) for place in range(len(moments)))
        planes = {name: plane * repeated for name, plane in planes_of([faults for faults, _ in bundle]).items()}
        striking = {name: plane * repeated for name, plane in planes_of([(late,) for _, late in bundle]).items()}
        block = (1 << size) - 1
        countdown = [
            sum(block << (size * place) for place, moment in enumerate(moments) if moment >> digit & 1)
            for digit in range(moments[-1].bit_length())
        ]
        late = Late(faults=striking, countdown=countdown, pending=(1 << every) - 1, struck=0)
        run = self._runner.run(Case(starts=start), planes, every, (1 << every) - 1, (late,))
        self._count(run, late.struck, bundle, moments, start)
        return late.struck >> (size * (len(moments) - 1)) != 0

    def _count(self, run: Run, struck: int, bundle: Sequence[Struck], moments: range, start: str) -> None:
        """Count the replays in which the fault did strike: in the others the reader had arrived before."""
        for ended in run.record.ended:
            self._outcomes[ended.outcome] += (ended.where & struck).bit_count()
        seconds = spread(run.digits, struck)
        self._seconds.update(seconds)
        if struck and (self._worst is None or max(seconds) > self._worst.worst):
            number = (slowest(run.digits, struck) & -slowest(run.digits, struck)).bit_length() - 1
            self._worst = Times(worst=max(seconds), faults=bundle[number % len(bundle)][0], starts=start, typical=0)
        self._coverage.add(self._runner.coverage([run]))
        for number, ending in run.endings(run.failing & struck):
            faults, late = bundle[number % len(bundle)]
            self._failures.append(failure(ending, faults, start, late=(late, moments[number // len(bundle)])))

    def proof(self) -> Proof:
        """Return what has been proven."""
        times = self._worst
        if times is not None:
            times = Times(worst=times.worst, faults=times.faults, starts=times.starts, typical=middle(self._seconds))
        minimal = in_order(_first_moments(self._failures))
        return Proof(
            most=self._most,
            starts=self._starts,
            late=True,
            sets=self._outcomes.total(),
            outcomes=self._outcomes,
            failures=in_order(self._failures) if self._every else None,
            minimal=minimal,
            minimal_count=len(minimal),
            ugly=in_order(_first_moments([one for one in self._failures if one.outcome in UGLY])),
            times=times,
            idle=idle_parts(self._model, self._runner.route, self._coverage),
            unanswered=(),
        )


def _first_moments(failures: list[Failure]) -> list[Failure]:
    """Return, of failures that differ in the moment or by further faults only, the first with the fewest."""
    first: dict[tuple[str, tuple[str, ...], str], Failure] = {}
    for one in failures:
        late, moment = one.late or ("", 0)
        key = (one.starts, one.faults, late)
        if key not in first or moment < (first[key].late or ("", 0))[1]:
            first[key] = one
    by_late: dict[str, list[Failure]] = {}
    for one in first.values():
        by_late.setdefault((one.late or ("", 0))[0], []).append(one)
    return [one for several in by_late.values() for one in least(several)]


def prove_late(model: Model, most: int, starts: tuple[str, ...], *, every: bool = False) -> Proof:
    """Prove a model for every set of 1 to `most` faults and one more that strikes after each step, in this process."""
    moments = Moments(model, most, starts, every=every)
    for bundle in moments.bundles():
        moments.replay(bundle)
    return moments.proof()
