"""Systems and components: what a cluster is made of (language §2)."""

from dataclasses import dataclass
from typing import Annotated

from catalog.condition import ConditionField
from catalog.entity import ComponentId, Phase, System, Words
from catalog.location import Location, Word
from catalog.node import Node
from catalog.shape import Entries, ReadWith, Shape, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEntity:
    """Components that belong together; one with components in both phases is a hybrid."""

    at: Location
    id: Word
    name: Word | None = None
    why: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A condition of a component: its name and its closed list of values, the first one healthy."""

    name: Word
    values: Words


def _read_variables(shape: Shape, node: Node, subject: str) -> Entries[Variable]:
    def read(name: Word, value: Node) -> Variable | Unreadable:
        values = shape.words(value, name)
        return values if isinstance(values, Unreadable) else Variable(name=name, values=values)

    return shape.entries(node, subject, "a mapping like `name: [healthy, other]`", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A free attribute that a tree may ask about."""

    name: Word
    value: Word


def _read_attributes(shape: Shape, node: Node, subject: str) -> Entries[Attribute]:
    def read(name: Word, value: Node) -> Attribute | Unreadable:
        word = shape.word(value, name)
        return word if isinstance(word, Unreadable) else Attribute(name=name, value=word)

    return shape.entries(node, subject, "a mapping like `name: word`", read)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file or folder of the cluster's repository, and what of it is meant."""

    at: Location
    path: Word
    task: Word | None = None
    lines: Word | None = None
    note: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the cluster, or of what it stands on, that can be well or broken."""

    at: Location
    id: Word
    name: Word | None = None
    system: System | None = None
    phase: Phase
    layer: Word | None = None
    why: Word | None = None
    files: tuple[FileRef, ...] = ()
    starts_after: tuple[ComponentId, ...] = ()
    needs: tuple[ComponentId, ...] = ()
    conditions: Annotated[tuple[Variable, ...], ReadWith(_read_variables)] = ()
    ready_when: ConditionField | None = None
    delivers: Phase | None = None
    serves: Words = ()
    attributes: Annotated[tuple[Attribute, ...], ReadWith(_read_attributes)] = ()
    sources: Words = ()

    def variable(self, name: str) -> Variable | None:
        """Return the condition called `name`, or None."""
        return next((variable for variable in self.conditions if variable.name == name), None)

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id
