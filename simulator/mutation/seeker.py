"""Looks for replays by which a change to a runbook would tell, among the combinations of faults that come by the changed step.

A reader who starts at a tree or a runbook meets each set of faults up to a size; one who starts at a runbook also one more fault that strikes after each
step, in a cluster that was well, had one of the faults that the runbook covers, or was as a scenario that starts there says; whoever comes by a step, from
wherever, also one more fault right before it; and last of all everybody meets larger sets, drawn by lot.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cached_property
from itertools import chain

from catalog.catalog import Catalog
from simulator.compile import case_of
from simulator.model import Case, Model, Values
from simulator.mutation.bundle import Bundle, Struck, Ways, bundles, together
from simulator.mutation.footprint import Place
from simulator.mutation.lot import Lot, drawn
from simulator.mutation.telling import Telling, telling
from simulator.prove import entrances
from simulator.reader import followed
from simulator.symbolic.proof import UGLY
from simulator.symbolic.record import Way
from simulator.witnesses import Witness, witness

ENOUGH = 8
"""So many replays are looked for by which a change would tell: one of them may tell of another change too."""

COMING = 8
"""So many cases of those that come by a step are met by one more fault before it."""

LOOKED_AT = 200
"""So many cases at most are replayed one by one of those that, replayed all at once, end otherwise."""

MOMENTS = 24
"""Of what is drawn from a tree, one more fault strikes after up to so many steps."""


class Stage(Enum):
    """From where cases come, those first that are soon worked out."""

    TREES = auto()
    TOGETHER = auto()
    LATE = auto()
    RIGHT_BEFORE = auto()
    DRAWN = auto()


class Seeker:
    """Looks in one catalog; `from_trees` are the sets of faults that are proven."""

    def __init__(self, catalog: Catalog, model: Model, most: int) -> None:
        self._catalog = catalog
        self._model = model
        self._most = most
        self._own: dict[tuple[str, Stage], list[Bundle]] = {}
        self._told: dict[tuple[str, Stage], dict[Place, list[Telling]]] = {}

    @cached_property
    def from_trees(self) -> tuple[Bundle, ...]:
        """Every set of faults, from every tree."""
        return tuple(one for tree in entrances(self._model) for one in bundles(self._model, tree, (), together(self._model, self._most)))

    @cached_property
    def _drawn_from_trees(self) -> tuple[Bundle, ...]:
        """Sets that are drawn, from every tree."""
        return tuple(one for tree in entrances(self._model) for one in self._drawn(tree, (), (), MOMENTS))

    def seek(self, runbook: str, ways: Ways, changed: Model) -> tuple[tuple[Witness, ...], bool]:
        """Return replays that go otherwise in a changed model, and whether any goes by the ways that the change bears on.

        Few cases are tried of each way first; where none of them tells, all cases are.
        """
        found = self._tried(runbook, ways, changed) or self._searched(runbook, ways, changed)
        return found, bool(found) or any(bundle.going(ways) for bundle in self._every(runbook))

    def _tried(self, runbook: str, ways: Ways, changed: Model) -> tuple[Witness, ...]:
        found: list[Witness] = []
        seen = set()  # one that goes several ways is replayed once
        for told in self._coming_by(runbook, ways):
            if id(told.case) not in seen and told.outcome not in UGLY:
                seen.add(id(told.case))
                one = Witness(case=told.case, outcome=told.outcome, path=told.path, seconds=told.seconds)
                found += [one] if one.tells(followed(changed, one.case)) else []
                if len(found) == ENOUGH:
                    break
        return tuple(found)

    def _searched(self, runbook: str, ways: Ways, changed: Model) -> tuple[Witness, ...]:
        found: list[Witness] = []
        for bundle in self._every(runbook):
            for case in bundle.some_of(bundle.otherwise(changed, ways), LOOKED_AT):
                ended = followed(self._model, case)
                one = None if ended is None else witness(case, ended)
                if one is not None and one.tells(followed(changed, case)):
                    found.append(one)
                    if len(found) == ENOUGH:
                        return tuple(found)
        return tuple(found)

    def _coming_by(self, runbook: str, ways: Ways) -> Iterator[Telling]:
        """Yield few of the cases that go some ways, those first that are soon worked out."""
        for stage in Stage:
            if (runbook, stage) not in self._told:
                self._told = {key: known for key, known in self._told.items() if key[0] == runbook}  # one runbook after the other is judged
                self._told[runbook, stage] = telling(self._bundles(runbook, stage), runbook)
            for one, way in sorted(ways):
                yield from (told for told in self._told[runbook, stage].get(one, ()) if told.way is way)

    def _every(self, runbook: str) -> Iterator[Bundle]:
        for stage in Stage:
            yield from self._bundles(runbook, stage)

    def _bundles(self, runbook: str, stage: Stage) -> Sequence[Bundle]:
        if stage is Stage.TREES:
            return self.from_trees
        if (runbook, stage) not in self._own:
            self._own = {key: known for key, known in self._own.items() if key[0] == runbook}
            self._own[runbook, stage] = list(self._made(runbook, stage))
        return self._own[runbook, stage]

    def _made(self, runbook: str, stage: Stage) -> Iterator[Bundle]:
        match stage:
            case Stage.TOGETHER:
                yield from bundles(self._model, runbook, (), together(self._model, self._most))
            case Stage.LATE:
                yield from self._late(runbook)
            case Stage.DRAWN:
                for given, before in self._given(runbook).items():
                    yield from self._drawn(runbook, given, before, 2 * len(self._model.runbooks[runbook].steps))
                yield from self._drawn_from_trees
            case _:
                known = [one for before in (Stage.TREES, Stage.TOGETHER, Stage.LATE) for one in self._bundles(runbook, before)]
                yield from self._right_before(runbook, known)

    def _right_before(self, runbook: str, known: Sequence[Bundle]) -> Iterator[Bundle]:
        struck: dict[tuple[str, Values], dict[Struck, None]] = {}
        for step in self._model.runbooks[runbook].steps:
            place = (runbook, step.number)
            for bundle in known:
                for case in bundle.some(frozenset({(place, Way.TAKEN)}), COMING):
                    moment = self._steps_before(place, case)
                    strikes = struck.setdefault((case.starts, case.given), {})
                    strikes |= {
                        Struck(case.faults, late, moment): None for late in self._model.faults if moment and late not in case.faults
                    }
        for (start, given), strikes in struck.items():
            yield from bundles(self._model, start, given, strikes)

    def _steps_before(self, place: tuple[str, int], case: Case) -> int:
        """Return how many steps are taken before a step for the first time; none for a case in which a fault strikes late already."""
        ended = None if case.late else followed(self._model, case)
        taken = () if ended is None else ended.steps
        return next((number for number, step in enumerate(taken) if (step.runbook, step.number) == place), 0)

    def _drawn(self, start: str, given: Values, before: Sequence[tuple[str, ...]], moments: int) -> Iterator[Bundle]:
        yield from bundles(self._model, start, given, drawn(self._model, before, max(1, moments), Lot(f"{start} {given}")))

    def _late(self, runbook: str) -> Iterator[Bundle]:
        for given, before in self._given(runbook).items():
            struck = chain(together(self._model, 1), self._strikes(runbook, before)) if given else self._strikes(runbook, [(), *before])
            yield from bundles(self._model, runbook, given, struck)

    def _strikes(self, runbook: str, before: Sequence[tuple[str, ...]]) -> Iterator[Struck]:
        for faults in dict.fromkeys(before):
            for late in sorted(self._model.faults):
                for moment in range(1, len(self._model.runbooks[runbook].steps) + 1):
                    if late not in faults:
                        yield Struck(faults, late, moment)

    def _given(self, runbook: str) -> dict[Values, list[tuple[str, ...]]]:
        """The states in which a reader may start at a runbook, each with the sets of faults that strike in it."""
        begins = self._begins(runbook)
        states = dict.fromkeys(((), *(case.given for case in begins)))
        return {given: list(dict.fromkeys(case.faults for case in begins if case.given == given)) for given in states}

    def _begins(self, runbook: str) -> list[Case]:
        """The clusters in which a reader may start at a runbook: those with what it covers, and those of scenarios that start there."""
        covered = [Case(starts=runbook, faults=(str(fault),)) for fault in self._catalog.runbooks[runbook].covers]
        return [*covered, *map(case_of, self._catalog.scenarios_from(runbook))]
