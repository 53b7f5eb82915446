"""Loads a catalog and gathers everything that is wrong with it."""

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.files import kept_recoveries, kept_report, kept_witnesses
from catalog.finding import Finding, Severity, in_order
from catalog.load import load
from catalog.location import Location
from drift.record import check_record
from simulator.checks import check_replays
from simulator.compile import compiled
from simulator.model import Model
from simulator.recoveries import check_recoveries
from simulator.witnesses import check_witnesses

OWNERSHIP = "TREE008"
ORDER = "ORDER"
"""The rule that rests on the order in which things start, and how the rules about that begin: where one component is out of order, no other is judged by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A catalog and its findings, sorted."""

    catalog: Catalog
    findings: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings without which the catalog could be replayed."""
        return tuple(finding for finding in self.findings if finding.blocking)


def examine(data: Path, *, with_replays: bool) -> Examined:
    """Return the catalog in a folder with its findings, those that only replays bring to light where it can be replayed."""
    loaded = load(data)
    beside = (*check_record(kept_report(data)), *check_recoveries(kept_recoveries(data)), *check_witnesses(kept_witnesses(data)))
    found = (*loaded.findings, *check(loaded.catalog), *beside)
    if with_replays and loaded.catalog.is_complete and not any(finding.blocking for finding in found):
        found = (*found, *unexplained(loaded.catalog, found, check_replays(loaded.catalog, compiled(loaded.catalog))))
    return Examined(catalog=loaded.catalog, findings=in_order(found))


def unexplained(catalog: Catalog, found: Iterable[Finding], replayed: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what replays bring to light about entities that have no error of their own: what comes of those is told once they are mended."""
    heads: dict[str, list[int]] = {}
    for entities in catalog.entities.values():
        for entity in entities.values():
            heads.setdefault(entity.at.file, []).append(entity.at.line)
    starts = {file: sorted(lines) for file, lines in heads.items()}

    def entity_at(at: Location) -> tuple[str, int]:
        return at.file, bisect_right(starts.get(at.file, []), at.line)

    wrong = {entity_at(finding.at) for finding in found if finding.severity is Severity.ERROR}
    disordered = {entity_at(finding.at) for finding in found if finding.code.name.startswith(ORDER)}
    for finding in replayed:
        where = entity_at(finding.at)
        if (where in disordered or not disordered) if finding.code.name == OWNERSHIP else (where not in wrong):
            yield finding


def replayable(data: Path, tell: Callable[[tuple[Finding, ...]], None] | None = None) -> tuple[Catalog, Model] | None:
    """Return a catalog and its model, or None where it cannot be replayed; the findings then stand on standard error, and `tell` is told them."""
    loaded = load(data)
    found = (*loaded.findings, *check(loaded.catalog, blocking_only=True))
    blocking = in_order(finding for finding in found if finding.blocking)
    if blocking:
        for finding in blocking:
            print(finding, file=sys.stderr)
        print(f"phasebook: {len(blocking)} findings; the catalog cannot be replayed", file=sys.stderr)
        if tell is not None:
            tell(blocking)
        return None
    return loaded.catalog, compiled(loaded.catalog)
