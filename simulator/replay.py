"""What a replay was: every question asked, every step taken, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.cluster import Change, Ran
from simulator.model import Outcome
from simulator.state import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a tree, what was run to answer it, what that taught, and the answer: None where a line ended the replay."""

    node: str
    ask: str
    ran: tuple[Ran, ...]
    learned: Mapping[str, str]
    answer: bool | None
    goes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken.

    `index` is its place among the steps of its runbook, each repetition counted, from 0.
    `learned`, `changed` and `seconds` compare with before it, settling included, and without the faults that struck after it; `met` says whether what
    it expects was seen (None: not known); `goes` names where it led, and is None where the replay ended;
    `skipped` are the titles of the steps passed over on the way to it.
    """

    runbook: str
    index: int
    number: int
    title: str
    edit: str | None
    edited: Change | None
    edit_takes: int
    ran: tuple[Ran, ...]
    expects: bool
    met: bool | None
    struck: tuple[str, ...]
    strike: Change | None
    learned: Mapping[str, str]
    changed: Mapping[str, str]
    seconds: int
    goes: str | None
    skipped: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What the reader saw of what was expected, in words; empty where nothing was expected or a line failed."""
        if not self.expects or self.failed:
            return ""
        return {True: "as hoped", False: "not as hoped", None: "not known"}[self.met]

    @property
    def failed(self) -> str | None:
        """The line that failed, or None."""
        return next((ran.line for ran in self.ran if ran.failed), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """How a replay went: `by` is the runbook in which it ended, `path` every runbook entered, `seconds` all that passed.

    `opening` are the rounds in which the faults settled, `knowledge` is what the reader knew at the end, `decided` the
    facts or invariants that decided an outcome which the steps alone do not explain, `skipped` the titles of the steps
    passed over after the last that was taken.
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
    skipped: tuple[str, ...]
