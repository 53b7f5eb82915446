"""Known gaps: what the guide cannot mend and says so; whether a failure follows from one, and whether one is as it says (language §5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from simulator.model import Case, Model, Outcome
from simulator.prove import can_strike_together
from simulator.reader import followed
from simulator.symbolic.proof import UGLY, Failure, Proof, gap_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongGap:
    """A gap that is not as it says, and why not."""

    gap: str
    why: str


class _Ends:
    """How sets of faults end: as a proof has found, and, where it does not say, as the reference engine replays them."""

    def __init__(self, model: Model, proof: Proof) -> None:
        self._model = model
        self._failing = {
            start: {frozenset(one.faults): one.outcome for one in proof.minimal if one.starts == start} for start in proof.starts
        }
        in_one = proof.spread is None and proof.drawn is None  # a gap may lie in more areas than were proven, or not have been drawn
        listed = proof.minimal_count == len(proof.minimal) and not proof.late and in_one
        self._most = 0 if not listed else len(model.faults) if proof.most is None else proof.most
        self._replayed: dict[tuple[str, frozenset[str]], Outcome] = {}

    def of(self, start: str, faults: Iterable[str]) -> Outcome:
        """Return how a set of faults that can strike together ends from a start."""
        struck, failing = frozenset(faults), self._failing[start]
        if 0 < len(struck) <= self._most:
            if struck in failing:
                return failing[struck]
            if not any(least <= struck for least in failing):
                return Outcome.RESOLVED
        if (start, struck) not in self._replayed:
            self._replayed[start, struck] = self._replay(start, tuple(sorted(struck)))
        return self._replayed[start, struck]

    def _replay(self, start: str, faults: tuple[str, ...]) -> Outcome:
        ended = followed(self._model, Case(starts=start, faults=faults))
        return Outcome.LIVELOCK if ended is None else ended.outcome


def wrong_gaps(model: Model, proof: Proof) -> tuple[WrongGap, ...]:
    """Return the gaps that are not what the readers of a proof meet, each with the reason."""
    ends = _Ends(model, proof)
    return tuple(
        WrongGap(gap=name, why=why) for name, faults in sorted(model.gaps.items()) for why in _wrong(model, ends, proof.starts, faults)
    )


def _wrong(model: Model, known: _Ends, starts: tuple[str, ...], faults: tuple[str, ...]) -> Iterator[str]:
    if not can_strike_together(model, faults):
        yield "its faults cannot strike together"
        return
    ends = {start: known.of(start, faults) for start in starts}
    if set(ends.values()) == {Outcome.RESOLVED}:
        yield "it is resolved by now; delete it"
        return
    yield from (f"from `{start}` it ends {outcome}: no gap may do that" for start, outcome in ends.items() if outcome in UGLY)
    for size in range(len(faults)):
        for part in combinations(faults, size):
            if any(known.of(start, part) is not Outcome.RESOLVED for start, outcome in ends.items() if outcome is not Outcome.RESOLVED):
                yield f"{', '.join(part) or 'nothing at all'} is enough to fail already; name that alone"
                return


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A proof held against the known gaps: `known` are the least failing sets that follow from one, `left` those that do not.

    `followed` says how many least failing sets follow from each gap; `wrong` are the gaps that are not as they say.
    """

    proof: Proof
    known: tuple[tuple[Failure, str], ...]
    left: tuple[Failure, ...]
    wrong: tuple[WrongGap, ...]

    @property
    def holds(self) -> bool:
        """Whether every replay ends resolved or follows from a known gap, nothing ugly can happen, each gap is as it says, and no group was given up."""
        listed = self.proof.minimal_count == len(self.proof.minimal) and not self.proof.unproven
        return listed and not self.left and not self.proof.ugly and not self.wrong

    @property
    def followed(self) -> dict[str, int]:
        """How many least failing sets follow from each gap."""
        gaps = [gap for _, gap in self.known]
        return {gap: gaps.count(gap) for gap in sorted(set(gaps))}


def reckoned(model: Model, proof: Proof) -> Reckoned:
    """Return a proof held against the known gaps of its model."""
    told = [(one, gap_of(model, one)) for one in proof.minimal]
    return Reckoned(
        proof=proof,
        known=tuple((one, gap) for one, gap in told if gap is not None),
        left=tuple(one for one, gap in told if gap is None),
        wrong=wrong_gaps(model, proof),
    )
