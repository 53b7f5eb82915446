"""What a person should do about a failure, at best: once knowing everything, and once from what can be seen alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from simulator.cluster import Cluster
from simulator.condition import all_of
from simulator.deeds import Deed, likeness
from simulator.diagnosis import Diagnosis, Diagnostics, Look, cheapest
from simulator.model import READY, Case, Model
from simulator.prove import entrances
from simulator.reader import replay
from simulator.recovery import NOTHING, Doing, Order, OutOfReach, Recovery, Search, struck
from simulator.spending import Ledger
from simulator.state import State

HEALTHY = ""
"""The case in which nothing is broken: no cure is called for there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The best recovery from a failure, what tells that failure from others first, and what shows afterwards that it is mended.

    `accepted` are the invariants that come to hold on the way, because there is no way around them. Where the search gave up the recovery
    is not `proven` the best: it is what the guide does, without what can be left out of it.
    """

    faults: tuple[str, ...]
    recovery: Recovery
    diagnosis: Diagnosis
    proof: tuple[Look, ...]
    accepted: tuple[str, ...]
    proven: bool = True

    @property
    def seconds(self) -> int:
        """What it takes from symptoms alone: the looks, the recovery, and the looks that show that it is mended."""
        return self.diagnosis.seconds + self.recovery.seconds + sum(look.sight.seconds for look in self.proof)


class Advisor:
    """Gives advice on one catalog; what one advice takes to work out is kept for the next."""

    def __init__(self, model: Model, deeds: tuple[Deed, ...], order: Order = Order.TIME) -> None:
        self._model = model
        self._deeds = deeds
        self._order = order
        self._goal = all_of(model.components, READY)
        self._searches: dict[tuple[frozenset[str], bool], Search] = {}
        self._ledger = Ledger(model)

    def on(self, faults: tuple[str, ...], bearable: frozenset[str] = NOTHING) -> Advice:
        """Return the advice on faults that strike together; raises OutOfReach where nothing brings every component back.

        `bearable` are the invariants that may come to hold where there is no way around them.
        """
        state = struck(self._model, faults)
        proven = True
        try:
            recovery, accepted = self._recover(state, bearable)
        except OutOfReach as reason:
            own = self._own_way(faults) if reason.gave_up else None
            if own is None:
                raise
            proven, (recovery, accepted) = False, own
        name = ",".join(faults)
        cases = self._singles if name in self._singles else {**self._singles, name: state}
        known = self._diagnostics if name in self._singles else Diagnostics(self._model, self._deeds, cases)
        diagnosis = known.tell(name, HEALTHY)
        other = tuple(one for one in diagnosis.alike if one == HEALTHY or not self._cures(recovery, cases[one], frozenset(accepted)))
        diagnosis = replace(diagnosis, alike=other)
        proof = self._proof(known, name, faults)
        return Advice(faults=faults, recovery=recovery, diagnosis=diagnosis, proof=proof, accepted=accepted, proven=proven)

    def _recover(self, state: State, bearable: frozenset[str]) -> tuple[Recovery, tuple[str, ...]]:
        """The recovery that breaks nothing, or else one that breaks what can be borne; the quick search first."""
        tries = [(accepted, exhaustive) for exhaustive in (False, True) for accepted in dict.fromkeys((NOTHING, bearable))]
        gave_up = False
        for accepted, exhaustive in tries:
            if exhaustive and gave_up:  # the world is too large for the quick search already
                break
            try:
                return self._search(accepted, exhaustive=exhaustive).best(state), tuple(sorted(accepted))
            except OutOfReach as reason:
                gave_up = gave_up or reason.gave_up
        raise OutOfReach(gave_up=gave_up)

    def _own_way(self, faults: tuple[str, ...]) -> tuple[Recovery, tuple[str, ...]] | None:
        """What the guide does that is called for, and what it breaks on the way; None where that does not bring every component back."""
        known = {likeness(deed.action): deed for deed in self._deeds}
        for start in entrances(self._model):
            case = Case(starts=start, faults=faults)
            way = self._ledger.way(case, replay(self._model, case))
            cluster = Cluster(self._model, (), tuple(value for name in faults for value in self._model.faults[name]))
            doings: list[Doing] = []
            broken: set[str] = set()
            for action, accepts in way:
                before, held = cluster.seconds, cluster.held
                cluster.run(action, accepts)
                broken |= cluster.held - held
                deed = known.get(likeness(action))
                doings += [] if deed is None else [Doing(deed=deed, seconds=cluster.seconds - before)]
            if len(doings) == len(way) and cluster.state.holds(self._goal):
                return Recovery(doings=tuple(doings)), tuple(sorted(broken))
        return None

    def _search(self, accepted: frozenset[str], *, exhaustive: bool) -> Search:
        key = (accepted, exhaustive)
        if key not in self._searches:
            made = Search(self._model, self._deeds, self._goal, order=self._order, accepted=accepted, exhaustive=exhaustive)
            self._searches[key] = made
        return self._searches[key]

    @cached_property
    def _singles(self) -> Mapping[str, State]:
        return {HEALTHY: struck(self._model, ()), **{name: struck(self._model, (name,)) for name in self._model.faults}}

    @cached_property
    def _diagnostics(self) -> Diagnostics:
        return Diagnostics(self._model, self._deeds, self._singles)

    def _cures(self, recovery: Recovery, state: State, accepted: frozenset[str]) -> bool:
        cluster = Cluster(self._model, given=tuple(state.values.items()), faults=())
        for doing in recovery.doings:
            if cluster.run(doing.deed.action, accepted).change.ending is not None:
                return False
        return cluster.state.holds(self._goal)

    def _proof(self, known: Diagnostics, name: str, faults: tuple[str, ...]) -> tuple[Look, ...]:
        """The quickest looks that tell, once all is well, of everything that the faults set; where none does, one that tells anything new."""
        pairs = zip(known.sights(name), known.sights(HEALTHY), strict=True)
        looks = [Look(deed=deed, sight=well, usual=broken) for (deed, broken), (_, well) in pairs if not well.failed]
        broken = sorted({fact for fault in faults for fact, _ in self._model.faults[fault]})
        covers = [sum(1 << number for number, fact in enumerate(broken) if fact in dict(look.telling)) for look in looks]
        every = 0
        for mask in covers:
            every |= mask
        if every:
            return tuple(
                looks[number] for number in cheapest(every, [(mask, look.sight.seconds) for mask, look in zip(covers, looks, strict=True)])
            )
        new = min((look for look in looks if look.telling), key=lambda look: look.sight.seconds, default=None)
        return () if new is None else (new,)
