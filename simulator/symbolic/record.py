"""What came of the replays: where each ended and how, which runbooks it entered, and which ways were ever gone."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic

from simulator.model import Outcome
from simulator.symbolic.family import F
from simulator.symbolic.position import Position


class Way(StrEnum):
    """How a position was left."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    MET = "met"
    UNMET = "unmet"
    FAILED = "failed"
    THEN = "then"
    ELSE = "else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Generic[F]):
    """The fault sets whose replay ended at a position; `by` is the runbook, None where none was entered."""

    outcome: Outcome
    by: str | None
    position: Position | None
    where: F


@dataclass(slots=True)
class Record(Generic[F]):
    """The ends, the entries into runbooks in the order of each replay, the ways gone, who was left without an answer at a question, and which told anything new."""

    ended: list[Ended[F]] = field(default_factory=list)
    entered: list[tuple[str, F]] = field(default_factory=list)
    ways: set[tuple[Position, Way]] = field(default_factory=set)
    news: set[Position] = field(default_factory=set)
    unanswered: list[tuple[Position, F]] = field(default_factory=list)
