"""The least sets of a family: those no part of which is in it (minimal cut sets, in the words of safety engineering)."""

from collections.abc import Iterator

from simulator.symbolic.diagrams import Diagram, Store
from simulator.symbolic.nodes import ALL

Tree = tuple[int, "Tree", "Tree"] | bool
"""A fault's level, the least sets without it, and those with it; or whether the empty set is one."""


class Least:
    """The least sets of a family of diagrams, shared like those; made at once, read as often as wanted."""

    def __init__(self, store: Store, family: Diagram) -> None:
        self._store = store
        self._wider: dict[int, int] = {}
        self._trees: dict[int, Tree] = {}
        self._counts: dict[int, int] = {}
        self._smallest: dict[int, float] = {}
        self._tree = self._least(family.edge)
        self.count = self._count(self._tree)

    def sets(self) -> Iterator[tuple[int, ...]]:
        """Yield the sets by the levels of their faults, smaller ones first."""
        size = 0
        while self.count and size <= self._store.faults:
            yield from self._sized(self._tree, size)
            size += 1

    def _least(self, edge: int) -> Tree:
        if edge <= ALL:
            return edge == ALL
        if edge not in self._trees:
            level, low, high = self._store.parts(edge)
            without = self._least(low)
            beyond = self._least(self._store.edge_minus(high, self._store.edge_wider(low, self._wider)))
            self._trees[edge] = without if beyond is False else (level, without, beyond)
        return self._trees[edge]

    def _count(self, tree: Tree) -> int:
        if isinstance(tree, bool):
            return int(tree)
        if id(tree) not in self._counts:
            self._counts[id(tree)] = self._count(tree[1]) + self._count(tree[2])
        return self._counts[id(tree)]

    def _smallest_of(self, tree: Tree) -> float:
        if isinstance(tree, bool):
            return 0 if tree else float("inf")
        if id(tree) not in self._smallest:
            self._smallest[id(tree)] = min(self._smallest_of(tree[1]), 1 + self._smallest_of(tree[2]))
        return self._smallest[id(tree)]

    def _sized(self, tree: Tree, size: int) -> Iterator[tuple[int, ...]]:
        if self._smallest_of(tree) > size:
            return
        if isinstance(tree, bool):
            if size == 0:
                yield ()
            return
        level, without, beyond = tree
        yield from self._sized(without, size)
        if size:
            yield from ((level, *rest) for rest in self._sized(beyond, size - 1))
