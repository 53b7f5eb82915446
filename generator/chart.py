"""A picture of boxes and arrows, before anybody draws it. `mermaid` and `dot` print it, `drawing` draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap

import networkx as nx

from generator.markup import clean

_LINE = 19
_LONGEST = 27
_LINES = 4


class Shape(StrEnum):
    """The outline of a box."""

    BOX = "box"
    ROUND = "round"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box: its name within the chart, its label, the class that colours it, and the address that it leads to."""

    id: str
    label: str
    shape: Shape = Shape.BOX
    look: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow from one box to another."""

    source: str
    target: str
    label: str = ""

    def __post_init__(self) -> None:
        """Keep no label that nobody could see."""
        object.__setattr__(self, "label", clean(self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Boxes and arrows, in the order in which they are drawn; every arrow joins two of the boxes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for two boxes of one name and for an arrow to nowhere."""
        names = {node.id for node in self.nodes}
        if len(names) < len(self.nodes) or not all({edge.source, edge.target} <= names for edge in self.edges):
            raise ValueError("a chart has two boxes of one name, or an arrow to a box that it lacks")

    def number(self, node: str) -> str:
        """The name that printers give to a box: never its own, which may be a word of their language."""
        return f"n{[entry.id for entry in self.nodes].index(node) + 1}"


def chart_of(graph: "nx.DiGraph[str]", nodes: Mapping[str, Node], *, reduced: bool = False) -> Chart:
    """The chart of a graph, with the boxes of `nodes` for its names, in sorted order; `reduced` leaves out arrows that others imply.

    A graph with a circle is never reduced.
    """
    shown: nx.DiGraph[str] = nx.transitive_reduction(graph) if reduced and nx.is_directed_acyclic_graph(graph) else graph
    edges = tuple(Edge(source=source, target=target) for source, target in sorted(shown.edges))
    return Chart(nodes=tuple(nodes[name] for name in sorted(graph)), edges=edges)


def lines_of(label: str) -> tuple[str, ...]:
    """The label broken into lines short enough for a box; what does not fit in four lines ends in an ellipsis."""
    longest = max(map(len, clean(label).split()), default=0)  # an address is not torn apart for a few letters
    return tuple(wrap(clean(label), max(_LINE, min(longest, _LONGEST)), max_lines=_LINES, placeholder="…")) or ("",)
