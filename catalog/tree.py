"""Decision trees: questions answered by a command or by what a component is, leading to a phase or a runbook (language §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ConditionField
from catalog.entity import Lines, Phase, RunbookId, Words
from catalog.key import Keyed, Named, NotEmpty, OneOrMany, ReadWith, Says
from catalog.location import Location, Word
from catalog.node import Node
from catalog.shape import Entries, Shape, Unreadable


class Branch(StrEnum):
    """The two answers to a question."""

    THEN = "then"
    ELSE = "else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A question that a command answers: `holds`, over all that is known by then."""

    at: Location
    run: Annotated[Lines, Says("The lines that answer the question.", "kubectl get nodes")]
    holds: Annotated[
        ConditionField, Says("The condition, over all that is known by then, under which the answer is `then`.", "{api: ready}")
    ]
    if_fails: Annotated[Branch | None, Says("The answer where a line fails.", "else")] = None


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


About = Annotated[tuple[Trait, ...], ReadWith(_read_about, Named(Annotated[Words, OneOrMany()]))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A question with two answers, or a leaf that names a phase, a runbook, or both."""

    at: Location
    id: Annotated[Word, Says("The name by which answers lead to the node.", "is-the-api-up")]
    ask: Annotated[Word | None, Says("The question, in words.", "Does the API answer?")] = None
    check: Annotated[
        Check | None,
        Says(
            "Lines that answer the question, and the condition that they must show.",
            "{run: kubectl get nodes, holds: {api: ready}, if_fails: else}",
        ),
    ] = None
    about: Annotated[
        About | None,
        Says("An attribute of the component that is to be changed, and the value for which the answer is `then`.", "{phase: bootstrap}"),
    ] = None
    then: Annotated[Word | None, Says("The node that a yes leads to.", "is-the-network-up")] = None
    else_: Annotated[Word | None, Says("The node that a no leads to.", "api-is-down")] = None
    phase: Annotated[Phase | None, Says("The phase at which a walk ends here.", "bootstrap")] = None
    runbook: Annotated[RunbookId | None, Says("The runbook at which a walk ends here.", "pod-network-down")] = None
    title: Annotated[Word | None, Says("The heading of a leaf.", "The pod network is down")] = None
    note: Annotated[Word | None, Says("What a reader should know here.", "Look twice.")] = None

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
    id: Annotated[Word, Says("The name of the tree: small letters and digits, joined by hyphens.", "what-is-broken")]
    title: Annotated[Word | None, Says("The heading.", "What is broken?")] = None
    purpose: Annotated[Word | None, Says("What it is for, in a sentence.", "Leads from what you see to the runbook that mends it.")] = None
    root: Annotated[Word, Says("The node at which every walk begins.", "is-the-api-up")]
    nodes: Annotated[
        tuple[TreeNode, ...],
        Keyed("id"),
        NotEmpty(),
        Says("The questions and leaves: a mapping by id, or a list in which each has an `id`.", "{end: {phase: bootstrap}}"),
    ]

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
