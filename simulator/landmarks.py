"""A floor under what is left to pay: no way from a state to a goal costs less.

Landmark cuts of planning (Helmert and Domshlak, "Landmarks, critical paths and abstractions", 2009): of acts of which every way has to
take one, the cheapest is paid; that is taken off each of them, until the goal is free. An act whose effects depend on different
conditions counts as one for each of them, and all of them share its cost.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from simulator.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Leads from the node `before` to the nodes of `values`; acts of one `owner` are paid for together."""

    owner: int
    before: int
    values: tuple[int, ...]


class Landmarks:
    """The floors of one goal."""

    def __init__(self, network: Network, acts: tuple[Act, ...], costs: tuple[int, ...], goal: int) -> None:
        self._nodes = network.nodes
        self._acts = acts
        self._costs = costs
        self._goal = goal
        self._from: dict[int, list[Act]] = defaultdict(list)
        self._to: dict[int, list[Act]] = defaultdict(list)
        for act in acts:
            self._from[act.before].append(act)
            for value in act.values:
                self._to[value].append(act)
        self._parents: dict[int, list[int]] = defaultdict(list)
        for number, node in enumerate(self._nodes):
            for child in node.children:
                self._parents[child].append(number)
        self._free = [number for number, node in enumerate(self._nodes) if not node.children and not node.one]

    def floor(self, holding: Iterable[int]) -> int | None:
        """Return the least that the goal costs where the nodes `holding` are reached, or None where no acts lead to it."""
        start = [*holding, *self._free]
        costs = list(self._costs)
        total = 0
        while True:
            dear, dearest_child = self._price(start, costs)
            if self._goal not in dear:
                return None
            if dear[self._goal] == 0:
                return total
            cut = self._cut(start, self._zone(dear, dearest_child, costs), dearest_child)
            least = min(costs[owner] for owner in cut)
            total += least
            for owner in cut:
                costs[owner] -= least

    def _price(self, start: list[int], costs: list[int]) -> tuple[dict[int, int], dict[int, int]]:
        """What each node costs at least, and of each that needs all its children the one that is reached last."""
        dear: dict[int, int] = {}
        dearest_child: dict[int, int] = {}
        missing: dict[int, int] = {}
        waiting = [(0, node) for node in start]
        while waiting:
            cost, node = heappop(waiting)
            if node in dear:
                continue
            dear[node] = cost
            for parent in self._parents.get(node, ()):
                left = 0 if self._nodes[parent].one else missing.get(parent, len(self._nodes[parent].children)) - 1
                missing[parent] = left
                if left == 0:
                    dearest_child[parent] = node
                    heappush(waiting, (cost, parent))
            for act in self._from.get(node, ()):
                for value in act.values:
                    if value not in dear:
                        heappush(waiting, (cost + costs[act.owner], value))
        return dear, dearest_child

    def _zone(self, dear: dict[int, int], dearest_child: dict[int, int], costs: list[int]) -> set[int]:
        """The nodes from which the goal is free."""
        zone: set[int] = set()
        waiting = [self._goal]
        while waiting:
            node = waiting.pop()
            if node in zone or node not in dear:
                continue
            zone.add(node)
            if self._nodes[node].one:
                waiting += self._nodes[node].children
            elif node in dearest_child:
                waiting.append(dearest_child[node])
            waiting += [act.before for act in self._to.get(node, ()) if costs[act.owner] == 0]
        return zone

    def _cut(self, start: list[int], zone: set[int], dearest_child: dict[int, int]) -> set[int]:
        """The owners of the acts that lead into the zone from what can be reached without it."""
        cut: set[int] = set()
        seen: set[int] = set()
        waiting = [node for node in start if node not in zone]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            outside = (parent for parent in self._parents.get(node, ()) if parent not in zone)
            waiting += [parent for parent in outside if self._nodes[parent].one or dearest_child.get(parent) == node]
            for act in self._from.get(node, ()):
                if any(value in zone for value in act.values):
                    cut.add(act.owner)
                waiting += [value for value in act.values if value not in zone]
        return cut
