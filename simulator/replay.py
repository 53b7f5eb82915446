"""What a replay was: every question asked, every step taken, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.cluster import Change, Ran
from simulator.model import Outcome
from simulator.state import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a tree, what was run to answer it, and the answer; `answer` is None where a line ended the replay."""

    node: str
    ask: str
    ran: tuple[Ran, ...]
    answer: bool | None
    goes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken.

    `learned`, `changed` and `seconds` compare with before it, settling included, and without the faults that struck after it; `met` says whether what
    it expects was seen (None: not known); `goes` names where it led, and is None where the replay ended.
    """

    runbook: str
    number: int
    title: str
    edit: str | None
    edited: Change | None
    ran: tuple[Ran, ...]
    met: bool | None
    struck: tuple[str, ...]
    strike: Change | None
    learned: Mapping[str, str]
    changed: Mapping[str, str]
    seconds: int
    goes: str | None

    @property
    def failed(self) -> str | None:
        """The line that failed, or None."""
        return next((ran.line for ran in self.ran if ran.failed), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """How a replay went: `by` is the runbook in which it ended, `path` every runbook entered, `seconds` all that passed.

    `opening` are the rounds in which the faults settled, `knowledge` is what the reader knew at the end, `decided` the
    facts or invariants that decided an outcome which the steps alone do not explain.
    """

    outcome: Outcome
    by: str | None
    path: tuple[str, ...]
    seconds: int
    opening: tuple[Round, ...]
    asked: tuple[Asked, ...]
    steps: tuple[Taken, ...]
    knowledge: Mapping[str, str]
    decided: tuple[str, ...]
