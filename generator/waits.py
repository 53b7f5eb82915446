"""How long the cluster needs by itself once a line was run, in the replays that came by there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from catalog.catalog import Catalog
from simulator.cluster import Change
from simulator.replay import Replay

_WORTH_SAYING = 30
"""Seconds from which on a reader would otherwise wonder whether the line worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The longest that the cluster took to come to rest, in seconds, and who was at work."""

    seconds: int
    by: tuple[str, ...]


Waits: TypeAlias = Mapping[tuple[str, int, str], Wait]
"""By the runbook, the number of the step and the line; the line of an edit is empty."""


def waits(catalog: Catalog, replays: Iterable[Replay]) -> Waits:
    """Return the longest waits over all replays, the short ones left out."""
    longest: dict[tuple[str, int, str], Wait] = {}
    for replayed in replays:
        for step in replayed.steps:
            for line, change in [("", step.edited), *((ran.line, ran.change) for ran in step.ran)]:
                seconds = sum(round_.seconds for round_ in change.rounds) if change else 0
                key = (step.runbook, step.number, line)
                if change and seconds >= _WORTH_SAYING and (key not in longest or seconds > longest[key].seconds):
                    longest[key] = Wait(seconds=seconds, by=tuple(dict.fromkeys(_at_work(catalog, change))))
    return longest


def _at_work(catalog: Catalog, change: Change) -> Iterator[str]:
    """Who acts in the rounds that take time, those that take longest first."""
    fired = [catalog.reactions[name] for round_ in change.rounds if round_.seconds for name in round_.reactions]
    yield from (str(one.by) for one in sorted(fired, key=lambda one: -one.after) if one.by and one.after)
