"""The best way out of a state, found by search over everything that can be done, knowing everything (A*).

No deed on the way leaves the cluster flapping, or makes an invariant come to hold that is not accepted.
"""

from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import count

from simulator.cluster import Cluster
from simulator.condition import Condition, Facts
from simulator.deeds import Deed
from simulator.landmarks import Act, Landmarks
from simulator.model import Effect, Model
from simulator.network import Network
from simulator.relevance import Relevance
from simulator.state import State

MAX_STATES = 2_000
"""How many states a search weighs before it gives up."""

NOTHING: frozenset[str] = frozenset()
RISKS = (3, 2, 1)
"""From destroying something down to what can be taken back."""
MUCH = 10**7
"""More than any way has of anything that is counted: a figure further left outweighs all to its right."""


class Order(StrEnum):
    """What the best recovery has least of; what follows decides between equals."""

    TIME = "time"
    RISK = "risk"
    NUMBER = "number"

    def cost(self, seconds: int, risk: int = 0, number: int = 0) -> int:
        """Return what it costs to wait so many seconds, or to do so many deeds of a risk that take them."""
        risks = [number * int(risk == one) for one in RISKS]
        match self:
            case Order.TIME:
                figures = [seconds, *risks, number]
            case Order.RISK:
                figures = [*risks, seconds, number]
            case Order.NUMBER:
                figures = [number, *risks, seconds]
        total = 0
        for figure in figures:
            total = total * MUCH + figure
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A deed done on the way, and the seconds that it and the settling after it took."""

    deed: Deed
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A way from a broken state to the goal."""

    doings: tuple[Doing, ...]

    @property
    def seconds(self) -> int:
        """What it takes in all."""
        return sum(doing.seconds for doing in self.doings)


class OutOfReach(Exception):
    """No deeds, in whatever order, lead to the goal; where `gave_up`, none was found within `MAX_STATES`."""

    def __init__(self, *, gave_up: bool) -> None:
        super().__init__(f"the search gave up after {MAX_STATES:,} states" if gave_up else "nothing that can be done leads there")
        self.gave_up = gave_up


def struck(model: Model, faults: tuple[str, ...]) -> State:
    """Return the state in which a healthy cluster comes to rest once the faults have struck."""
    return Cluster(model, (), tuple(value for name in faults for value in model.faults[name])).state


class Search:
    """Finds recoveries to one goal.

    Only deeds are tried that set something missing (see `simulator.relevance`): that finds the cheapest of the ways that prepare for
    nothing. With `exhaustive`, every deed is tried in every state.
    """

    def __init__(
        self,
        model: Model,
        deeds: tuple[Deed, ...],
        goal: Condition,
        *,
        order: Order = Order.TIME,
        accepted: frozenset[str] = NOTHING,
        exhaustive: bool = False,
    ) -> None:
        self._model = model
        self._goal = goal
        self._order = order
        self._accepted = accepted
        self._exhaustive = exhaustive
        self._changing = tuple(deed for deed in deeds if any(deed.action.effects()))
        self._relevance = Relevance(model, deeds, goal)
        self._network = Network(model, self._relevance.values)
        self._landmarks = self._floors_of(deeds)
        self._floors: dict[State, int | None] = {}

    def best(self, start: State) -> Recovery:
        """Return the recovery that costs least; raises OutOfReach where there is none."""
        serial = count()
        weighed = len(self._floors)
        paid = {start: 0}
        waiting: list[tuple[int, int, State, tuple[Doing, ...]]] = [(0, next(serial), start, ())]
        done: set[State] = set()
        while waiting and len(self._floors) - weighed < MAX_STATES:
            _, _, state, doings = heappop(waiting)
            if state in done:
                continue
            if state.holds(self._goal):
                return Recovery(doings=doings)
            done.add(state)
            deeds = self._changing if self._exhaustive else self._relevance.helping(state)
            for doing, after in self._next(state, deeds):
                total = paid[state] + self._order.cost(doing.seconds, doing.deed.risk, 1)
                floor = self._floor(after)
                if floor is not None and (after not in paid or total < paid[after]):
                    paid[after] = total
                    done.discard(after)
                    heappush(waiting, (total + floor, -next(serial), after, (*doings, doing)))
        raise OutOfReach(gave_up=bool(waiting))

    def _next(self, state: State, tried: tuple[Deed, ...]) -> list[tuple[Doing, State]]:
        """What can be done in a state, and the state after it; left out is what changes nothing, cannot be done, or ends badly."""
        found = []
        for deed in tried:
            cluster = Cluster(self._model, given=tuple(state.values.items()), faults=())
            ran = cluster.run(deed.action, self._accepted)
            if ran.change.ending is None and cluster.state != state:
                found.append((Doing(deed=deed, seconds=cluster.seconds), cluster.state))
        return found

    # What is left to pay at least

    def _floor(self, state: State) -> int | None:
        if state not in self._floors:
            self._floors[state] = self._landmarks.floor(self._network.value(value) for value in state.values.items())
        return self._floors[state]

    def _floors_of(self, deeds: tuple[Deed, ...]) -> Landmarks:
        acts: list[Act] = []
        costs: list[int] = []
        for deed in deeds:
            action = deed.action
            acts += self._acts(len(costs), action.sets, ((action.requires, True),))
            costs.append(self._order.cost(action.takes, deed.risk, 1))
            for failure in action.fails:
                if failure.sets:
                    acts += self._acts(len(costs), failure.sets, ((action.requires, False), (failure.when, True)))
                    costs.append(self._order.cost(action.takes if failure.takes is None else failure.takes, deed.risk, 1))
        for reaction in self._model.reactions:
            acts += self._acts(len(costs), (Effect(when=Facts(()), set=reaction.set),), ((reaction.when, True),))
            costs.append(self._order.cost(reaction.after))
        goal = self._network.condition(self._goal, truth=True)
        for value in self._relevance.values.items():
            for word in value[1]:
                self._network.value((value[0], word))
        return Landmarks(self._network, tuple(acts), tuple(costs), goal)

    def _acts(self, owner: int, effects: tuple[Effect, ...], needs: tuple[tuple[Condition, bool], ...]) -> list[Act]:
        nodes = [self._network.condition(condition, truth=truth) for condition, truth in needs]
        return [
            Act(
                owner=owner,
                before=self._network.every([*nodes, self._network.condition(effect.when, truth=True)]),
                values=tuple(self._network.value(value) for value in effect.set),
            )
            for effect in effects
        ]
