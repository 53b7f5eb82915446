"""What changes facts and what shows them: the forms of `sets`, `shows`, `fails` and `output` (language §3)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from catalog.condition import ALWAYS, ConditionField
from catalog.finding import declare
from catalog.location import Location, Word
from catalog.node import Mapping, Node, Sequence
from catalog.shape import UNREADABLE, Entries, OneOrMany, ReadWith, Seconds, Shape, Unreadable

SHOW_OR_CLAIM = declare("SHOW001", "An entry of `shows` has either `show` or `claim`.", blocking=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A fact is given a value."""

    fact: Word
    value: Word


def _read_assignments(shape: Shape, node: Node, subject: str) -> Entries[Assignment]:
    def read(fact: Word, value: Node) -> Assignment | Unreadable:
        word = shape.word(value, fact)
        return word if isinstance(word, Unreadable) else Assignment(fact=fact, value=word)

    return shape.entries(node, subject, "a mapping like `component.condition: value`", read)


Assignments = Annotated[tuple[Assignment, ...], ReadWith(_read_assignments)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Where `when` holds in the state before, every assignment of `set` is made."""

    at: Location
    when: ConditionField = ALWAYS
    set: Assignments


def _read_effects(shape: Shape, node: Node, subject: str) -> tuple[Effect, ...] | Unreadable:
    items = node.items if isinstance(node, Sequence) else (node,)
    found = [_read_effect(shape, item, subject) for item in items]
    effects = tuple(effect for effect in found if isinstance(effect, Effect))
    return effects if len(effects) == len(found) else UNREADABLE


def _read_effect(shape: Shape, node: Node, subject: str) -> object:
    if isinstance(node, Mapping) and not {"when", "set"} & set(node.keys):
        made = _read_assignments(shape, node, subject)
        return made if isinstance(made, Unreadable) else Effect(at=node.at, set=made)
    return shape.read(Effect, node, subject)


Effects = Annotated[tuple[Effect, ...], ReadWith(_read_effects)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What becomes known where `when` holds in the settled state: `show` truly, `claim` true or not."""

    SHORT: ClassVar[str] = "show"

    at: Location
    when: ConditionField = ALWAYS
    show: Annotated[tuple[Word, ...], OneOrMany()] = ()
    claim: Assignments = ()


def _read_shows(shape: Shape, node: Node, subject: str) -> object:
    found = shape.read(tuple[Show, ...], node, subject)
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Mapping) and (item.get("show") is None) == (item.get("claim") is None):
            shape.refuse(
                SHOW_OR_CLAIM, item.at, "an entry of `shows` has both or neither of `show` and `claim`", "keep one, split the entry"
            )
            found = UNREADABLE
    return found


Shows = Annotated[tuple[Show, ...], ReadWith(_read_shows)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a command that cannot run says, how long that takes, and what it changes and tells all the same."""

    SHORT: ClassVar[str] = "message"

    at: Location
    when: ConditionField = ALWAYS
    message: Word | None = None
    exit: int | None = None
    takes: Seconds | None = None
    sets: Effects = ()
    shows: Shows = ()


Failures = Annotated[tuple[Failure, ...], OneOrMany()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a command prints where `when` holds, in the tool's own form."""

    at: Location
    when: ConditionField = ALWAYS
    text: Word
    exit: int | None = None
