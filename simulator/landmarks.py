"""A floor under what is left to pay: no way from a state to a goal costs less.

Landmark cuts of planning (Helmert and Domshlak, "Landmarks, critical paths and abstractions", 2009): of acts of which every way has to
take one, the cheapest is paid; that is taken off each of them, until the goal is free. An act whose effects depend on different
conditions counts as one for each of them, and all of them share its cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from simulator.network import Network

FAR = 10**80
"""More than any way costs: what no acts lead to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Leads from the node `before` to the nodes of `values`; acts of one `owner` are paid for together."""

    owner: int
    before: int
    values: tuple[int, ...]


class Landmarks:
    """The floors of one goal."""

    def __init__(self, network: Network, acts: tuple[Act, ...], costs: tuple[int, ...], goal: int) -> None:
        nodes = network.nodes
        self._children = [node.children for node in nodes]
        self._one = [node.one for node in nodes]
        self._acts = acts
        self._costs = costs
        self._goal = goal
        self._from = _grouped(len(nodes), ((act.before, number) for number, act in enumerate(acts)))
        self._to = _grouped(len(nodes), ((value, number) for number, act in enumerate(acts) for value in act.values))
        self._of = _grouped(len(costs), ((act.owner, number) for number, act in enumerate(acts)))
        self._parents = _grouped(len(nodes), ((child, number) for number, node in enumerate(nodes) for child in node.children))
        self._counts = [0 if node.one else len(node.children) for node in nodes]
        self._free = [number for number, node in enumerate(nodes) if not node.children and not node.one]

    def floor(self, holding: Iterable[int]) -> int | None:
        """Return the least that the goal costs where the nodes `holding` are reached, or None where no acts lead to it."""
        start = [*holding, *self._free]
        costs = list(self._costs)
        price = _Price(len(self._children))
        self._reach(price, start, costs)
        total = 0
        while True:
            if price.dear[self._goal] == FAR:
                return None
            if price.dear[self._goal] == 0:
                return total
            cut = self._cut(start, self._zone(price, costs), price)
            least = min(costs[owner] for owner in cut)
            total += least
            for owner in cut:
                costs[owner] -= least
            self._cheapen(price, cut, costs)

    def _reach(self, price: "_Price", start: list[int], costs: list[int]) -> None:
        """Find out what each node costs at least, and of each that needs all its children the one that is reached last."""
        dear, last, missing = price.dear, price.last, list(self._counts)
        done = [False] * len(dear)
        waiting = [(0, node) for node in start]
        for node in start:
            dear[node] = 0
        while waiting:
            cost, node = heappop(waiting)
            if done[node]:
                continue
            done[node] = True
            for parent in self._parents[node]:
                if not self._one[parent]:
                    missing[parent] -= 1
                    if missing[parent] > 0:
                        continue
                    last[parent] = node
                if cost < dear[parent]:
                    dear[parent] = cost
                    heappush(waiting, (cost, parent))
            self._offer(price, waiting, self._from[node], costs)

    def _cheapen(self, price: "_Price", cut: set[int], costs: list[int]) -> None:
        """Carry on what nodes cost at least once the acts of some owners cost less: what costs as much as before is left alone."""
        dear, last = price.dear, price.last
        waiting: list[tuple[int, int]] = []
        self._offer(price, waiting, [number for owner in cut for number in self._of[owner]], costs)
        while waiting:
            cost, node = heappop(waiting)
            if cost > dear[node]:
                continue
            for parent in self._parents[node]:
                onward = cost
                if not self._one[parent]:
                    if last[parent] != node:  # another child is as dear as before
                        continue
                    last[parent] = max(self._children[parent], key=dear.__getitem__)
                    onward = dear[last[parent]]
                if onward < dear[parent]:
                    dear[parent] = onward
                    heappush(waiting, (onward, parent))
            self._offer(price, waiting, self._from[node], costs)

    def _offer(self, price: "_Price", waiting: list[tuple[int, int]], acts: Iterable[int], costs: list[int]) -> None:
        dear = price.dear
        for number in acts:
            act = self._acts[number]
            onward = dear[act.before] + costs[act.owner]
            for value in act.values:
                if onward < dear[value]:
                    dear[value] = onward
                    heappush(waiting, (onward, value))

    def _zone(self, price: "_Price", costs: list[int]) -> bytearray:
        """The nodes from which the goal is free, marked."""
        zone = bytearray(len(price.dear))
        waiting = [self._goal]
        while waiting:
            node = waiting.pop()
            if zone[node] or price.dear[node] == FAR:
                continue
            zone[node] = 1
            if self._one[node]:
                waiting += self._children[node]
            elif price.last[node] >= 0:
                waiting.append(price.last[node])
            waiting += [self._acts[number].before for number in self._to[node] if costs[self._acts[number].owner] == 0]
        return zone

    def _cut(self, start: list[int], zone: bytearray, price: "_Price") -> set[int]:
        """The owners of the acts that lead into the zone from what can be reached without it."""
        cut: set[int] = set()
        seen = bytearray(zone)
        waiting = []
        for node in start:
            if not seen[node]:
                seen[node] = 1
                waiting.append(node)
        while waiting:
            node = waiting.pop()
            for parent in self._parents[node]:
                if not seen[parent] and (self._one[parent] or price.last[parent] == node):
                    seen[parent] = 1
                    waiting.append(parent)
            for number in self._from[node]:
                act = self._acts[number]
                for value in act.values:
                    if zone[value]:
                        cut.add(act.owner)
                    elif not seen[value]:
                        seen[value] = 1
                        waiting.append(value)
        return cut


class _Price:
    """What each node costs at least, and of each that needs all its children the one that is reached last (-1: not all are)."""

    def __init__(self, size: int) -> None:
        self.dear = [FAR] * size
        self.last = [-1] * size


def _grouped(size: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """By number the others that are paired with it, in order."""
    found: list[list[int]] = [[] for _ in range(size)]
    for number, other in pairs:
        found[number].append(other)
    return [tuple(others) for others in found]
