"""Where the time of a replay goes: what each line serves, worked out by replaying without it, and what it rules out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from simulator.bearing import facts_in
from simulator.cluster import Change, Cluster, Ran
from simulator.deeds import edit_of
from simulator.model import READY, Action, Case, Model, Question
from simulator.recovery import struck
from simulator.replay import Replay
from simulator.state import State

Sight: TypeAlias = tuple[bool, tuple[tuple[str, str], ...]]
"""Whether a line fails, and what it tells."""

HEALTHY = ""
"""The case in which nothing is broken."""
MOST_WEIGHED = 200
"""So many actions of a replay are weighed, the last ones; those before them count as called for."""


class Use(StrEnum):
    """What a line serves where nothing but the fault at hand is broken.

    A line that changes nothing `tells` where it rules out what was possible until then, and `warrants` where it first shows what an action is later
    done for. Else it is there for `more` than one failure or, after the first action that is called for, `checks`. Without a line that `acts` less would be ready in the end. Without the others
    all would be as it is: one is done `in doubt` where something that looks the same so far calls for it, and `in vain` where nothing does.
    """

    TELLS = "tells"
    WARRANTS = "warrants"
    MORE = "more"
    CHECKS = "checks"
    ACTS = "acts"
    IN_DOUBT = "in doubt"
    IN_VAIN = "in vain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """A line or an edit: its own seconds, those that the cluster `waits` for after it, and the other failures that it is there for.

    `others` are those that it rules out or, of what is done in doubt, those that call for it.
    `runbook` and `step`, which counts from 1, say where it stands; without a runbook `step` is 0, and a tree asked.
    """

    use: Use
    line: str
    is_edit: bool
    runbook: str | None
    step: int
    seconds: int
    waits: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What was done in a replay: `accepts` are the invariants that it may break; an edit has no `sight`.

    `asks` are the facts by which it was decided that this be done.
    """

    action: Action
    runbook: str | None
    step: int
    accepts: frozenset[str]
    takes: int
    change: Change
    sight: Sight | None
    asks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a line comes to in another case: what is seen, and whether anything changes."""

    sight: Sight
    changed: bool


class Ledger:
    """Says of replays of one model where their time went; what one asks of the cluster is kept for the next.

    A line of one of the commands that are `disruptive` is an action also where nothing comes of it.
    """

    def __init__(self, model: Model, disruptive: frozenset[str] = frozenset()) -> None:
        self._model = model
        self._disruptive = disruptive
        self._states: dict[str, State] = {}
        self._seen: dict[tuple[str, str], _Seen] = {}

    def spent(self, case: Case, ended: Replay) -> tuple[Spent, ...]:
        """Return, line by line, where the time of a replay without late faults went; seconds and waits add up to its own."""
        done = tuple(_done(self._model, case, ended))
        needed = self._needed(case, done)
        first = min(needed, default=len(done))
        warrants = _warrants(done, needed)
        possible = {HEALTHY, *self._model.faults} - set(case.faults)
        found = []
        for number, one in enumerate(done):
            others: set[str] = set()
            if number in needed:
                use = Use.ACTS
            elif self._acts(one):
                others = {other for other in possible if self._sees(other, one.action).changed}
                use = Use.IN_DOUBT if others else Use.IN_VAIN
            else:
                if number < first and one.sight is not None:
                    others = {other for other in possible if self._sees(other, one.action).sight != one.sight}
                    possible -= others
                use = Use.TELLS if others else Use.WARRANTS if number in warrants else Use.MORE if number < first else Use.CHECKS
            found.append(_spent(one, use, others))
        return tuple(found)

    def in_vain(self, case: Case, ended: Replay) -> tuple[Spent, ...]:
        """Return what was done in a replay that nothing calls for."""
        done = tuple(_done(self._model, case, ended))
        acting = {number for number, one in enumerate(done) if self._acts(one)}
        if acting <= self._needed(case, done):  # as nearly always; to say why anything else was done takes longer
            return ()
        return tuple(spent for spent in self.spent(case, ended) if spent.use is Use.IN_VAIN)

    def _acts(self, one: _Done) -> bool:
        """Whether it did something, is an edit that should have, or disturbs whatever comes of it."""
        return one.change.changed or (one.sight is None and bool(one.action.sets)) or one.action.command in self._disruptive

    def way(self, case: Case, ended: Replay) -> tuple[tuple[Action, frozenset[str]], ...]:
        """Return the actions of a replay that were called for, in order, each with the invariants that it might break."""
        done = tuple(_done(self._model, case, ended))
        return tuple((done[number].action, done[number].accepts) for number in sorted(self._needed(case, done)))

    def _needed(self, case: Case, done: tuple[_Done, ...]) -> frozenset[int]:
        """The numbers of the actions without which less would be ready in the end; the last one is tried first."""
        acting = [number for number, one in enumerate(done) if one.change.changed]
        ready = self._ready(case, [done[number] for number in acting])
        if ready is None or ready == self._ready(case, []):  # it ended badly, or no component tells the difference
            return frozenset(acting)
        kept = list(acting)
        for number in reversed(acting[-MOST_WEIGHED:]):
            rest = [other for other in kept if other != number]
            without = self._ready(case, [done[other] for other in rest])
            if without is not None and without >= ready:
                kept = rest
        return frozenset(kept)

    def _ready(self, case: Case, done: list[_Done]) -> frozenset[str] | None:
        """The components that are ready once some things are done; None where that ends badly."""
        cluster = Cluster(self._model, case.given, tuple(value for name in case.faults for value in self._model.faults[name]))
        for one in done:
            if cluster.run(one.action, one.accepts).change.ending is not None:
                return None
        return frozenset(name for name in self._model.components if cluster.state.fact(name) == READY)

    def _sees(self, fault: str, action: Action) -> _Seen:
        """What a line comes to in another case that may be the case, before anything is done there."""
        key = (fault, action.line)
        if key not in self._seen:
            if fault not in self._states:
                self._states[fault] = struck(self._model, () if fault == HEALTHY else (fault,))
            cluster = Cluster(self._model, given=tuple(self._states[fault].values.items()), faults=())
            ran = cluster.run(action, frozenset())
            self._seen[key] = _Seen(sight=_sight(ran), changed=ran.change.changed)
        return self._seen[key]


def _warrants(done: tuple[_Done, ...], needed: frozenset[int]) -> frozenset[int]:
    """The numbers of the lines that first showed a value by which it was decided that an action be taken."""
    shown: dict[str, tuple[str, int]] = {}
    found: set[int] = set()
    for number, one in enumerate(done):
        if number in needed:
            found |= {shown[fact][1] for fact in one.asks if fact in shown}
        for fact, value in () if one.sight is None else one.sight[1]:
            if fact not in shown or shown[fact][0] != value:
                shown[fact] = (value, number)
    return frozenset(found)


def _spent(one: _Done, use: Use, others: set[str]) -> Spent:
    waits = sum(round_.seconds for round_ in one.change.rounds)
    return Spent(
        use=use,
        line=one.action.line,
        is_edit=one.sight is None,
        runbook=one.runbook,
        step=one.step,
        seconds=one.takes,
        waits=waits,
        others=tuple(sorted(others)),
    )


def _done(model: Model, case: Case, ended: Replay) -> Iterator[_Done]:
    for asked in ended.asked:
        node = model.trees[case.starts].nodes[asked.node]
        if isinstance(node, Question):
            for action, ran in zip(node.run, asked.ran, strict=False):  # a line that fails is the last
                yield _ran(action, ran, None, 0, frozenset(), frozenset())
    missed: frozenset[str] = frozenset()
    for taken in ended.steps:
        runbook = model.runbooks[taken.runbook]
        step = runbook.steps[taken.index]
        asks = missed | frozenset(facts_in(step.only_if))
        missed = frozenset() if step.expect is None or taken.met else frozenset(facts_in(step.expect))
        if taken.edited is not None:
            yield _Done(
                action=edit_of(step).action,
                runbook=runbook.id,
                step=step.number,
                accepts=runbook.accepts,
                takes=taken.edit_takes,
                change=taken.edited,
                sight=None,
                asks=asks,
            )
        for action, ran in zip(step.run, taken.ran, strict=False):
            yield _ran(action, ran, runbook.id, step.number, runbook.accepts, asks)


def _ran(action: Action, ran: Ran, runbook: str | None, step: int, accepts: frozenset[str], asks: frozenset[str]) -> _Done:
    return _Done(
        action=action,
        runbook=runbook,
        step=step,
        accepts=accepts,
        takes=ran.takes,
        change=ran.change,
        sight=_sight(ran),
        asks=asks,
    )


def _sight(ran: Ran) -> Sight:
    return ran.failed, tuple(sorted(ran.told.items()))
