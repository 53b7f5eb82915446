"""Decision trees: questions answered by a command or by what a component is, leading to a phase or a runbook (language §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ConditionField
from catalog.entity import Lines, Phase, RunbookId, Words
from catalog.location import Location, Word
from catalog.node import Node
from catalog.shape import Entries, Keyed, NotEmpty, ReadWith, Shape, Unreadable


class Branch(StrEnum):
    """The two answers to a question."""

    THEN = "then"
    ELSE = "else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question that a command answers: `holds`, over all that is known by then."""

    at: Location
    run: Lines
    holds: ConditionField
    if_fails: Branch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """An attribute of a component has one of these values."""

    name: Word
    values: Words


def _read_about(shape: Shape, node: Node, subject: str) -> Entries[Trait]:
    def read(name: Word, value: Node) -> Trait | Unreadable:
        values = shape.words(value, name, single=True)
        return values if isinstance(values, Unreadable) else Trait(name=name, values=values)

    return shape.entries(node, subject, "a mapping like `attribute: value`", read)


About = Annotated[tuple[Trait, ...], ReadWith(_read_about)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A question with two answers, or a leaf that names a phase, a runbook, or both."""

    at: Location
    id: Word
    ask: Word | None = None
    check: Check | None = None
    about: About | None = None
    then: Word | None = None
    else_: Word | None = None
    phase: Phase | None = None
    runbook: RunbookId | None = None
    title: Word | None = None
    note: Word | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether the node ends the walk."""
        return self.check is None and self.about is None

    def answers(self) -> Iterator[tuple[Branch, Word]]:
        """Yield each answer with the node that it leads to."""
        if self.then is not None:
            yield Branch.THEN, self.then
        if self.else_ is not None:
            yield Branch.ELSE, self.else_


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Questions from a root to leaves."""

    at: Location
    id: Word
    title: Word | None = None
    purpose: Word | None = None
    root: Word
    nodes: Annotated[tuple[TreeNode, ...], Keyed("id"), NotEmpty()]

    def node(self, name: str) -> TreeNode | None:
        """Return the node called `name`, or None."""
        return next((node for node in self.nodes if node.id == name), None)

    @property
    def heading(self) -> str:
        """The title, or the id where no title is given."""
        return self.title or self.id

    @property
    def leads_to_runbooks(self) -> bool:
        """Whether a walk from symptoms can end at a runbook."""
        return any(node.runbook is not None for node in self.nodes)

    @property
    def classifies(self) -> bool:
        """Whether it asks about a component that is to be changed."""
        return any(node.about is not None for node in self.nodes)
