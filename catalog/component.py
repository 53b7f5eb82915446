"""Systems and components: what a cluster is made of (language §2)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ConditionField
from catalog.entity import ComponentId, Phase, Sources, System, Words
from catalog.key import Either, Named, ReadWith, Says
from catalog.location import Location, Word
from catalog.node import Mapping, Node
from catalog.shape import Entries, Shape, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEntity:
    """Components that belong together; one with components in both phases is a hybrid."""

    at: Location
    id: Annotated[Word, Says("The name by which components name the system: small letters and digits, joined by hyphens.", "pod-network")]
    name: Annotated[Word | None, Says("What people call it; the heading of its pages.", "Pod network")] = None
    why: Annotated[
        Word | None,
        Says(
            "Why its components belong together, in a sentence.",
            "The agents come before Git, their settings with it.",
        ),
    ] = None


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
    return shape.named_words(node, subject, "a mapping like `name: word`", lambda name, word: Attribute(name=name, value=word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of a component: what it is called, and the address, with the length of its network's prefix or without."""

    name: Word
    value: Word


def _read_addresses(shape: Shape, node: Node, subject: str) -> Entries[Address]:
    return shape.named_words(node, subject, "a mapping like `name: 10.0.0.1/24`", lambda name, word: Address(name=name, value=word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unordered:
    """A component that another stands on without the repository seeing to the order, and how it comes right all the same."""

    other: Word
    why: Word


def _read_unordered(shape: Shape, node: Node, subject: str) -> Entries[Unordered]:
    return shape.named_words(node, subject, "a mapping like `component: reason`", lambda other, why: Unordered(other=other, why=why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of a file, joined by dots, and the value that it has there, where one is said."""

    key: Word
    value: Word | None = None


def _read_fields(shape: Shape, node: Node, subject: str) -> Entries[Field]:
    if isinstance(node, Mapping):
        return shape.named_words(node, subject, "a mapping like `key: value`", lambda key, word: Field(key=key, value=word))
    words = shape.words(node, subject)
    return words if isinstance(words, Unreadable) else tuple(Field(key=word) for word in words)


class Origin(StrEnum):
    """Where a file of the cluster's repository is: kept in Git, on the desk beside it alone, or an example that a reader makes."""

    GIT = "git"
    DESK = "desk"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file or folder of the cluster's repository, and what of it is meant: a task, keys, lines."""

    at: Location
    path: Annotated[Word, Says("The path of a file or a folder in the cluster's repository.", "talos/patches/network.yaml")]
    task: Annotated[Word | None, Says("The task in that file that is meant.", "apply-config")] = None
    fields: Annotated[
        tuple[Field, ...],
        ReadWith(_read_fields, Either((Words, Named(Word)))),
        Says(
            "The keys of its YAML or TOML that are meant, joined by dots; lists are looked through. As a mapping, with the value that each has.",
            "{talosVersion: v1.10.5}",
        ),
    ] = ()
    lines: Annotated[Word | None, Says("The lines that are meant, first and last.", "10-24")] = None
    origin: Annotated[
        Origin,
        Says("Where it is: in Git (`git`), beside the repository alone (`desk`), or an example that a reader makes (`example`).", "git"),
    ] = Origin.GIT
    note: Annotated[Word | None, Says("What a reader should know about the file.", "Edited by hand.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the cluster, or of what it stands on, that can be well or broken."""

    at: Location
    id: Annotated[
        Word,
        Says(
            "The name by which everything else refers to the component and to its facts: small letters and digits, joined by hyphens.",
            "cni",
        ),
    ]
    name: Annotated[Word | None, Says("What people call it.", "Pod network")] = None
    system: Annotated[System | None, Says("The system that it belongs to, by its id.", "pod-network")] = None
    phase: Annotated[
        Phase,
        Says("The phase that owns it: `bootstrap` must exist before Git can manage anything, `gitops` comes with a commit.", "bootstrap"),
    ]
    layer: Annotated[Word | None, Says("Where in the cluster it stands; the guide groups by it.", "network")] = None
    why: Annotated[Word | None, Says("Why it belongs to its phase, in a sentence.", "Nothing is scheduled before pods have a network.")] = (
        None
    )
    addresses: Annotated[
        tuple[Address, ...],
        ReadWith(_read_addresses, Named(Word)),
        Says(
            "Its addresses, each under a name. With the length of a prefix, whatever else lies in that network must be declared too; a network, like `10.244.0.0/16`, hands its addresses out by itself.",
            "{node: 10.0.0.1/24}",
        ),
    ] = ()
    files: Annotated[
        tuple[FileRef, ...], Says("The files of the cluster's repository that make it what it is.", "[{path: talos/patches/network.yaml}]")
    ] = ()
    starts_after: Annotated[
        tuple[ComponentId, ...], Says("The components that must have been ready once for this one to start.", "[api]")
    ] = ()
    needs: Annotated[tuple[ComponentId, ...], Says("The components that must be ready now for this one to be ready.", "[api]")] = ()
    unordered: Annotated[
        tuple[Unordered, ...],
        ReadWith(_read_unordered, Named(Word)),
        Says(
            "Those of the two for which the repository does not let it wait, each with what happens then.",
            "{storage: Its volumes are bound when storage is there.}",
        ),
    ] = ()
    conditions: Annotated[
        tuple[Variable, ...],
        ReadWith(_read_variables, Named(Words)),
        Says(
            "How it can be well or broken: each condition with its closed list of values, the healthy one first.",
            "{agents: [running, crashing, missing]}",
        ),
    ] = ()
    ready_when: Annotated[
        ConditionField | None,
        Says(
            "When it is ready, as a condition; left out, when each of its conditions has its healthy value.",
            "{cni.agents: [running, crashing]}",
        ),
    ] = None
    delivers: Annotated[Phase | None, Says("The phase whose components this one brings into the cluster.", "gitops")] = None
    serves: Annotated[Words, Says("The API versions of manifests that it takes.", "[apps/v1]")] = ()
    attributes: Annotated[
        tuple[Attribute, ...],
        ReadWith(_read_attributes, Named(Word)),
        Says("Free words that a tree may ask about.", "{namespace: network}"),
    ] = ()
    sources: Sources = ()

    def variable(self, name: str) -> Variable | None:
        """Return the condition called `name`, or None."""
        return next((variable for variable in self.conditions if variable.name == name), None)

    @property
    def title(self) -> str:
        """The name, or the id where no name is given."""
        return self.name or self.id
