"""A cluster in the course of a replay: its state, its clock, the invariants that hold in it (language §3 and §7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.condition import ALWAYS
from simulator.model import Action, Effect, Failure, Model, Outcome, Show, Values
from simulator.state import Round, State, settling

NOTHING_TOLD = Failure(when=ALWAYS, message="", takes=None, sets=(), shows=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What followed on a command, an edit or a fault: the rounds of settling, and the outcome where that ended the replay.

    `changed` says whether anything is other than before.
    """

    rounds: tuple[Round, ...]
    ending: Outcome | None
    changed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A line that was run: what it printed, whether it failed, its own seconds, what followed, what it told the reader."""

    line: str
    says: str
    failed: bool
    takes: int
    change: Change
    told: Mapping[str, str]


class Cluster:
    """The cluster once `given`, then `faults`, then the first settling have passed, which takes no time and is never unsafe.

    `seconds` is the clock; `held` are the invariants that held at the last check, `broke` those that ended the replay.
    """

    def __init__(self, model: Model, given: Values, faults: Values) -> None:
        self._model = model
        self.seconds = 0
        self.broke: tuple[str, ...] = ()
        self.state = State.healthy(model).with_values(given).with_values(faults)
        self.struck = self.state
        self.opening = tuple(settling(model, self.state))
        self.flaps = bool(self.opening) and self.opening[-1].flaps
        self.state = self.opening[-1].state if self.opening else self.state
        self.held = self._holding()

    def run(self, action: Action, accepted: frozenset[str]) -> Ran:
        """Run a line and let the cluster settle; `accepted` are the invariants that the running runbook may break."""
        failed = not self.state.holds(action.requires)
        failure = self._failure(action) if failed else NOTHING_TOLD
        takes = action.takes if failure.takes is None else failure.takes
        change = self.change(failure.sets if failed else action.sets, takes, accepted)
        says = failure.message if failed else action.prints(self.state.holds)
        told = self._told(failure.shows if failed else action.shows)
        return Ran(line=action.line, says=says, failed=failed, takes=takes, change=change, told=told)

    def change(self, effects: tuple[Effect, ...], takes: int, accepted: frozenset[str]) -> Change:
        """Let `takes` seconds pass, apply the effects and settle, watching the invariants."""
        self.seconds += takes
        before, self.state = self.state, self.state.with_effects(effects)
        if self.state == before:  # it is at rest already, and all is as it was at the last check
            return Change(rounds=(), ending=None, changed=False)
        if self._comes_to_hold(accepted):
            return Change(rounds=(), ending=Outcome.UNSAFE)
        rounds = []
        for round_ in settling(self._model, self.state):
            rounds.append(round_)
            self.seconds += round_.seconds
            self.state = round_.state
            if self._comes_to_hold(accepted):
                return Change(rounds=tuple(rounds), ending=Outcome.UNSAFE)
            if round_.flaps:
                return Change(rounds=tuple(rounds), ending=Outcome.FLAPPING)
        return Change(rounds=tuple(rounds), ending=None)

    def strike(self, faults: Values) -> Change:
        """Let faults strike late: the settling takes its time, and what breaks is not held against anybody."""
        self.state = self.state.with_values(faults)
        rounds = tuple(settling(self._model, self.state))
        self.seconds += sum(round_.seconds for round_ in rounds)
        self.state = rounds[-1].state if rounds else self.state
        self.held = self._holding()
        flaps = bool(rounds) and rounds[-1].flaps
        return Change(rounds=rounds, ending=Outcome.FLAPPING if flaps else None)

    def _failure(self, action: Action) -> Failure:
        return next((failure for failure in action.fails if self.state.holds(failure.when)), NOTHING_TOLD)

    def _told(self, shows: tuple[Show, ...]) -> dict[str, str]:
        told: dict[str, str] = {}
        for entry in shows:
            if self.state.holds(entry.when):
                told |= {fact: self.state.fact(fact) for fact in entry.show} | dict(entry.claim)
        return told

    def _holding(self) -> frozenset[str]:
        return frozenset(invariant.id for invariant in self._model.invariants if self.state.holds(invariant.never))

    def _comes_to_hold(self, accepted: frozenset[str]) -> bool:
        holding = self._holding()
        self.broke = tuple(sorted(holding - self.held - accepted))
        self.held = holding
        return bool(self.broke)
