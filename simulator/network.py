"""Conditions and effects as a network of nodes: what must be reached before what, spoiling left out.

A node is a value of a variable, or a condition: every one of its children, or one of them. An act leads from a node to values, at a cost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import comb

from simulator.condition import All, AnyOf, AtLeast, Condition, Facts, Not, Test
from simulator.model import READY, Model

Value = tuple[str, str]

MAX_CHOICES = 200
"""How many ways of holding at least so many of some conditions are told apart; where there are more, one of the conditions has to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """Reached once all its children are, or, with `one`, once one of them is; a value has no children, and is reached by acts."""

    children: tuple[int, ...]
    one: bool


class Network:
    """The nodes of a model, made as they are asked for; equal ones are one."""

    def __init__(self, model: Model, values: dict[str, set[str]]) -> None:
        self._model = model
        self._values = values
        self._known: dict[Node | Value, int] = {}
        self._components: dict[tuple[str, bool], int] = {}
        self.nodes: list[Node] = []

    def value(self, value: Value) -> int:
        """Return the node of a value."""
        return self._enter(value, Node((), one=True))

    def every(self, nodes: Iterable[int]) -> int:
        """Return the node that is reached where all of some are."""
        return self._join(nodes, one=False)

    def condition(self, condition: Condition, *, truth: bool) -> int:
        """Return the node that is reached where a condition holds, or where it does not."""
        match condition:
            case Facts(tests):
                return self._join((self._test(test, truth=truth) for test in tests), one=not truth)
            case All(parts):
                return self._join((self.condition(part, truth=truth) for part in parts), one=not truth)
            case AnyOf(parts):
                return self._join((self.condition(part, truth=truth) for part in parts), one=truth)
            case Not(part):
                return self.condition(part, truth=not truth)
            case AtLeast(count, parts):
                enough = max(0, count if truth else len(parts) - count + 1)
                nodes = [self.condition(part, truth=truth) for part in parts]
                enough = min(enough, 1) if comb(len(nodes), enough) > MAX_CHOICES else enough
                return self._join((self._join(some, one=False) for some in combinations(nodes, enough)), one=True)

    def _test(self, test: Test, *, truth: bool) -> int:
        if test.fact in self._values:
            fitting = sorted(value for value in self._values[test.fact] if (value in test.values) is truth)
            return self._join((self.value((test.fact, value)) for value in fitting), one=True)
        return self._component(test.fact, ready=(READY in test.values) is truth)

    def _component(self, name: str, *, ready: bool) -> int:
        if (name, ready) not in self._components:
            component = self._model.components[name]
            parts = [self.condition(component.ready, truth=ready), *(self._component(other, ready=ready) for other in component.needs)]
            self._components[name, ready] = self._join(parts, one=not ready)
        return self._components[name, ready]

    def _join(self, nodes: Iterable[int], *, one: bool) -> int:
        children = tuple(sorted(set(nodes)))
        if len(children) == 1:
            return children[0]
        node = Node(children, one=one)
        return self._enter(node, node)

    def _enter(self, key: Node | Value, node: Node) -> int:
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
        return self._known[key]
