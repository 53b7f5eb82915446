"""`phasebook check --watch`: checks after every save, and replays what it touches."""

import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from catalog.catalog import Catalog
from catalog.finding import Finding, Severity
from catalog.scenario import Scenario
from phasebook.examine import examine
from phasebook.paint import Ink, paint
from phasebook.present import presented
from phasebook.report import Played
from phasebook.simulate import play
from phasebook.visited import Visited
from simulator.compile import compiled
from simulator.model import Model, Reaction
from simulator.state import State, TooLong

PAUSE = 0.05
"""Seconds between two looks at the folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found: the findings, the scenarios that were replayed, and how long that took, in seconds."""

    findings: tuple[Finding, ...]
    played: tuple[Played, ...]
    seconds: float


class Watcher:
    """Looks at a catalog again and again, and remembers what it need not do anew.

    A file that has not changed is not read again. A scenario is replayed where a component or an invariant changed, a reaction that was or would
    be met on its way, a fault, tree or runbook that its last replay came through, or the scenario itself.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._catalog: Catalog | None = None
        self._model: Model | None = None
        self._played: dict[str, Played | None] = {}
        self._visited: dict[str, frozenset[State] | None] = {}

    def look(self) -> Look:
        """Check the catalog as it is now, and replay what changed since the look before; the first look replays everything."""
        began = time.monotonic()
        examined = examine(self._data, with_replays=False)
        played: tuple[Played, ...] = ()
        if not examined.blocking and examined.catalog.is_complete:
            model = compiled(examined.catalog)
            played = tuple(self._replay(examined.catalog, model))
            self._catalog, self._model = examined.catalog, model
        return Look(findings=examined.findings, played=played, seconds=time.monotonic() - began)

    def _replay(self, catalog: Catalog, model: Model) -> Iterator[Played]:
        touched = None if self._model is None or self._catalog is None else _touched((self._catalog, self._model), (catalog, model))
        reactions = () if self._model is None else _moved(self._model, model)
        visited = Visited(model)
        for name, scenario in catalog.scenarios.items():
            if touched is None or self._is_touched(scenario, touched) or self._is_met(name, reactions):
                visited.told()
                try:
                    self._played[name] = play(model, scenario)
                except TooLong:
                    self._played[name] = None
                self._visited[name] = visited.told()
                if (played := self._played[name]) is not None:
                    yield played

    def _is_met(self, name: str, reactions: tuple["_Moved", ...]) -> bool:
        """Return whether one of these reactions had or would have a part in the last replay of a scenario: its condition held on the way."""
        visited = self._visited.get(name)
        return bool(reactions) and (visited is None or any(one.is_met(state) for one in reactions for state in visited))

    def _is_touched(self, scenario: Scenario, touched: frozenset[str]) -> bool:
        """Return whether a scenario may end otherwise than when it was last replayed."""
        last = self._played.get(scenario.id)
        if last is None or self._catalog is None or self._catalog.scenarios.get(scenario.id) is not scenario:
            return True
        names = {str(scenario.starts), str(scenario.changes), *last.replay.path, *(str(strike.fault) for strike in scenario.faults)}
        return not names.isdisjoint(touched)


class _Moved(NamedTuple):
    """A reaction that is new, gone or another; `timed` where it still does the same, sooner or later."""

    reaction: Reaction
    timed: bool

    def is_met(self, state: State) -> bool:
        """Return whether it has a part in how a state settles: where it does the same as before, it has one only where it changes something."""
        holds = state.holds(self.reaction.when)
        return holds and (not self.timed or any(state.values[name] != value for name, value in self.reaction.set))


def _moved(before: Model, after: Model) -> tuple[_Moved, ...]:
    """Return the reactions in which two models differ, as they were and as they are."""
    changed = {*before.reactions} ^ {*after.reactions}
    deeds = Counter((one.id, one.when, one.set) for one in changed)
    return tuple(_Moved(one, deeds[one.id, one.when, one.set] > 1) for one in changed)


def _touched(before: tuple[Catalog, Model], after: tuple[Catalog, Model]) -> frozenset[str] | None:
    """Return the faults, trees, runbooks and components that differ between two models, or None where the cluster itself is another; reactions aside.

    What comes of the very same entities, with the very same commands and components, is not compared: a file that has not changed is not read again.
    """
    (old_catalog, old), (new_catalog, new) = before, after
    if not _same(old_catalog, new_catalog, "components", "reactions", "invariants"):
        if (old.healthy, old.invariants) != (new.healthy, new.invariants):
            return None
        if old.components != new.components:
            return None
    alike = _same(old_catalog, new_catalog, "components", "commands")
    parts: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("faults", old.faults, new.faults),
        ("runbooks", old.runbooks, new.runbooks),
        ("trees", old.trees, new.trees),
    )
    return frozenset(
        name
        for kind, was, is_ in parts
        for name in {*was, *is_}
        if not (alike and old_catalog.entities[kind].get(name) is new_catalog.entities[kind].get(name)) and was.get(name) != is_.get(name)
    )


def _same(before: Catalog, after: Catalog, *kinds: str) -> bool:
    """Return whether the entities of some kinds are the very same."""
    return all(
        before.entities[kind].keys() == after.entities[kind].keys()
        and all(one is after.entities[kind][name] for name, one in before.entities[kind].items())
        for kind in kinds
    )


def watch(data: Path) -> None:
    """Print what each save brings about, until somebody interrupts."""
    watcher = Watcher(data)
    seen: object = None
    gc.disable()  # what a look leaves behind is collected after it, while nobody waits
    while True:
        now = _stamps(data)
        if now != seen:
            seen = now
            for line in told(watcher.look(), data):
                print(line)
            sys.stdout.flush()
            gc.collect()
        time.sleep(PAUSE)


def told(look: Look, data: Path) -> Iterator[str]:
    """Yield what a look found, in lines: the findings, the replays that did not end as expected, and a summary."""
    for finding in look.findings:
        yield presented(finding, data)
        yield ""
    wrong = [played for played in look.played if not played.expected]
    for played in wrong:
        yield f"{paint(str(played.replay.outcome), Ink.BAD)} {played.scenario}: see phasebook simulate -v {played.scenario}"
    errors = sum(finding.severity is Severity.ERROR for finding in look.findings)
    good = not errors and not wrong
    summary = f"{errors} errors, {len(look.findings) - errors} warnings, {len(look.played)} replays, {len(wrong)} not as expected"
    yield paint(f"{time.strftime('%H:%M:%S')} {summary}, {look.seconds * 1000:.0f} ms", Ink.GOOD if good else Ink.BAD)


def _stamps(data: Path) -> tuple[tuple[str, int, int], ...]:
    """Return the names, sizes and times of all files; a folder that vanishes meanwhile is empty."""
    found = []
    for folder, _, files in os.walk(data):
        for name in files:
            path = Path(folder) / name
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))
