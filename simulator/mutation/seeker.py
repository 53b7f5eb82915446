"""Looks for replays by which a change to a runbook would tell, among the combinations of faults that come by the changed step."""

from collections.abc import Iterator
from functools import cached_property

from catalog.catalog import Catalog
from simulator.compile import case_of
from simulator.model import Case, Model
from simulator.mutation.footprint import Place
from simulator.mutation.telling import Telling, telling_late, telling_together
from simulator.prove import entrances
from simulator.symbolic.proof import UGLY
from simulator.symbolic.record import Way
from simulator.witnesses import Witness, followed

ENOUGH = 8
"""So many replays are looked for by which a change would tell: one of them may tell of another change too."""

Ways = frozenset[tuple[Place, Way]]


class Seeker:
    """Looks in one catalog: first among sets of faults, from the trees and from the runbook itself, then among faults that strike late."""

    def __init__(self, catalog: Catalog, model: Model, most: int) -> None:
        self._catalog = catalog
        self._model = model
        self._most = most
        self._own: dict[tuple[str, bool], dict[Place, list[Telling]]] = {}

    def seek(self, runbook: str, ways: Ways, changed: Model) -> tuple[tuple[Witness, ...], bool]:
        """Return replays that go otherwise in a changed model, and whether any goes by the ways that the change bears on."""
        found: list[Witness] = []
        came = False
        for told in self._coming_by(runbook, ways):
            came = True
            one = Witness(case=told.case, outcome=told.outcome, path=told.path, seconds=told.seconds)
            if one.outcome not in UGLY and one.tells(followed(changed, one.case)):
                found.append(one)
                if len(found) == ENOUGH:
                    break
        return tuple(found), came

    def _coming_by(self, runbook: str, ways: Ways) -> Iterator[Telling]:
        seen = set()  # one that goes several ways is replayed once
        for place in self._places(runbook):
            for one, way in sorted(ways):
                for told in place.get(one, ()):
                    if told.way is way and id(told.case) not in seen:
                        seen.add(id(told.case))
                        yield told

    def _places(self, runbook: str) -> Iterator[dict[Place, list[Telling]]]:
        yield from self._from_trees
        for late in (False, True):
            if (runbook, late) not in self._own:
                self._own = {key: known for key, known in self._own.items() if key[0] == runbook}  # one runbook after the other is judged
                self._own[runbook, late] = self._from_runbook(runbook, late=late)
            yield self._own[runbook, late]

    @cached_property
    def _from_trees(self) -> tuple[dict[Place, list[Telling]], ...]:
        return tuple(telling_together(self._model, tree, self._most) for tree in entrances(self._model))

    def _from_runbook(self, runbook: str, *, late: bool) -> dict[Place, list[Telling]]:
        return telling_late(self._model, runbook, self._begins(runbook)) if late else telling_together(self._model, runbook, self._most)

    def _begins(self, runbook: str) -> list[Case]:
        """The clusters in which a reader may start at a runbook: those with what it covers, and those of scenarios that start there."""
        covered = [Case(starts=runbook, faults=(str(fault),)) for fault in self._catalog.runbooks[runbook].covers]
        return [*covered, *(case_of(scenario) for scenario in self._catalog.scenarios.values() if scenario.starts == runbook)]
