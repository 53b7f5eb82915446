"""Replays in the stable form of the JSON reports."""

from dataclasses import dataclass

from catalog.scenario import Expectation
from simulator.model import Case, Outcome
from simulator.prove import Proved
from simulator.replay import Replay, Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A scenario and how it went; `way` are the runbooks that it has to lead through, where that is asked for."""

    scenario: str
    title: str
    case: Case
    replay: Replay
    expect: Expectation | None
    way: tuple[str, ...] | None = None

    @property
    def expected(self) -> bool:
        """Whether it ended as it was to end; without an expectation, resolved."""
        return not self.disappointments

    @property
    def disappointments(self) -> tuple[str, ...]:
        """What was expected and did not come, in words."""
        wanted = self.expect
        outcome = Outcome.RESOLVED if wanted is None else Outcome(wanted.outcome)
        found = [] if self.replay.outcome is outcome else [f"{outcome} was expected"]
        if wanted is not None and wanted.by is not None and self.replay.by != wanted.by:
            found.append(f"the end was expected in {wanted.by}")
        if wanted is not None and wanted.within is not None and self.replay.seconds > wanted.within:
            found.append(f"at most {wanted.within} s were expected")
        if self.way is not None and self.replay.path != self.way:
            found.append(f"the way through {', '.join(self.way)} was expected")
        return tuple(found)


def replayed_json(played: Played) -> dict[str, object]:
    """Return one scenario of the report of `simulate`."""
    replay = played.replay
    return {
        "id": played.scenario,
        "outcome": replay.outcome,
        "by": replay.by,
        "path": list(replay.path),
        "seconds": replay.seconds,
        "expected": played.expected,
        "steps": [_step(step) for step in replay.steps],
    }


def _step(step: Taken) -> dict[str, object]:
    return {
        "runbook": step.runbook,
        "step": step.number,
        "title": step.title,
        "ran": [ran.line for ran in step.ran],
        "failed": step.failed,
        "learned": dict(step.learned),
        "changed": dict(step.changed),
        "seconds": step.seconds,
        "goes": step.goes,
    }


def failure_json(proved: Proved) -> dict[str, object]:
    """Return one failing set of the report of `prove`."""
    replay = proved.replay
    return {
        "faults": list(proved.faults),
        "from": proved.starts,
        "outcome": replay.outcome,
        "by": replay.by,
        "path": list(replay.path),
        "seconds": replay.seconds,
    }
