"""Commands: what the operator can run, what it needs, changes and tells (language §3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from catalog.condition import ALWAYS, ConditionField
from catalog.effect import Effect, Effects, Failures, Output, Shows
from catalog.entity import Reach, Sources, Words
from catalog.key import Either, Named, OneOrMany, ReadWith, Says
from catalog.location import Location, Word
from catalog.node import Mapping, Node
from catalog.shape import AT_ONCE, Entries, Seconds, Shape, Unreadable


class Risk(StrEnum):
    """What the worst is that a command can do, from nothing upward."""

    READ_ONLY = "read-only"
    REVERSIBLE = "reversible"
    DISRUPTIVE = "disruptive"
    DESTRUCTIVE = "destructive"

    @property
    def weight(self) -> int:
        """The place in the order of risks, 0 for the smallest."""
        return list(Risk).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A word that a placeholder may stand for, and what that word means in facts."""

    word: Word
    meaning: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """The words that a placeholder of a pattern may stand for."""

    name: Word
    meanings: tuple[Meaning, ...]


def _read_where(shape: Shape, node: Node, subject: str) -> Entries[Placeholder]:
    def read(name: Word, value: Node) -> Placeholder | Unreadable:
        meanings = _read_meanings(shape, name, value)
        return meanings if isinstance(meanings, Unreadable) else Placeholder(name=name, meanings=meanings)

    return shape.entries(node, subject, "a mapping like `placeholder: [word, word]`", read)


def _read_meanings(shape: Shape, name: Word, node: Node) -> Entries[Meaning]:
    if isinstance(node, Mapping):
        return shape.named_words(node, name, "a mapping like `word: meaning`", lambda word, meaning: Meaning(word=word, meaning=meaning))
    words = shape.words(node, name)
    return words if isinstance(words, Unreadable) else tuple(Meaning(word=word, meaning=word) for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A line that the operator can run, as a pattern."""

    at: Location
    id: Annotated[Word, Says("The name of the command: small letters and digits, joined by hyphens.", "show-agents")]
    run: Annotated[
        Word,
        Says("The line as it is typed, as a pattern: `{name}` stands for one word, or for part of one.", "kubectl get pods -l app={app}"),
    ]
    phase: Annotated[Reach | None, Says("The phase in which it is used: `bootstrap`, `gitops` or `either`.", "either")] = None
    purpose: Annotated[Word | None, Says("What it is for, in a sentence.", "See whether the agents of the pod network run.")] = None
    where: Annotated[
        tuple[Placeholder, ...],
        ReadWith(_read_where, Named(Either((Words, Named(Word))))),
        Says(
            "The words that a placeholder may stand for; as a mapping, with what each word means in facts. Left out, any word fits.",
            "{app: {cilium: cni}}",
        ),
    ] = ()
    requires: Annotated[
        ConditionField, Says("What must hold for the command to work; where it does not, the command fails.", "{api: ready}")
    ] = ALWAYS
    fails: Annotated[
        Failures,
        Says(
            "What it says where `requires` does not hold: the first entry whose `when` holds.", "The connection to the server was refused"
        ),
    ] = ()
    sets: Annotated[
        Effects, Says("What it changes, as facts and values, or as a list of entries with `when` and `set`.", "{cni.agents: running}")
    ] = ()
    takes: Annotated[Seconds, Says("How long it takes.", "2s")] = AT_ONCE
    risk: Annotated[
        Risk | None, Says("The worst that it can do: `read-only`, `reversible`, `disruptive` or `destructive`.", "read-only")
    ] = None
    shows: Annotated[
        Shows,
        Says("What the reader knows after it, once the cluster has settled: facts, or entries with `show` or `claim`.", "[cni.agents]"),
    ] = ()
    output: Annotated[
        tuple[Output, ...],
        Says(
            "What it prints, in the tool's own form: the first entry whose `when` holds. `{node as typed}` is the word of the line.",
            '[{when: {cni.agents: running}, text: "cilium-x   1/1   Running"}]',
        ),
    ] = ()
    performs: Annotated[
        Words,
        Says("What the task of the line runs: pieces of lines, looked for in the cluster's repository.", "[talosctl bootstrap]"),
    ] = ()
    exit: Annotated[int | None, Says("The status with which it ends where it works.", "0")] = None
    warning: Annotated[Word | None, Says("What to beware of, printed wherever it is used.", "Every node restarts.")] = None
    seed_form: Annotated[Words, OneOrMany(), Says("How an older guide wrote the line.", "kubectl get pod")] = ()
    seed_note: Annotated[Word | None, Says("Why that older form is wrong.", "It looks into the wrong namespace.")] = None
    sources: Sources = ()

    def effects(self) -> Iterator[Effect]:
        """Yield every effect that the command may have, also where it fails."""
        yield from self.sets
        for failure in self.fails:
            yield from failure.sets
