"""What changes facts and what shows them: the forms of `sets`, `shows`, `fails` and `output` (language §3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from catalog.condition import ALWAYS, Condition, ConditionField
from catalog.finding import declare
from catalog.key import EffectOrValues, Many, Named, Names, Offers, OneOf, OneOrMany, ReadWith, Says
from catalog.location import Location, Word
from catalog.node import Mapping, Node, Sequence
from catalog.shape import UNREADABLE, Entries, Seconds, Shape, Unreadable

SHOW_OR_CLAIM = declare("SHOW001", "An entry of `shows` has either `show` or `claim`.", blocking=True)
TEXT_OR_FIRST_OF = declare("PART001", "A part of a `text` has either `text` or `first_of`.", blocking=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A fact is given a value."""

    fact: Word
    value: Word


def _read_assignments(shape: Shape, node: Node, subject: str) -> Entries[Assignment]:
    return shape.named_words(
        node, subject, "a mapping like `component.condition: value`", lambda fact, word: Assignment(fact=fact, value=word)
    )


Fact = Annotated[Word, Offers(("facts",))]
_VALUES = Named(Word, Names.FACTS)

Assignments = Annotated[tuple[Assignment, ...], ReadWith(_read_assignments, _VALUES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Where `when` holds in the state before, every assignment of `set` is made."""

    at: Location
    when: Annotated[
        ConditionField,
        Says("The condition under which it happens, asked of the state before; it always holds where it is left out.", "{api: ready}"),
    ] = ALWAYS
    set: Annotated[Assignments, Says("The facts that change, with their new values.", "{cni.agents: running}")]


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


Effects = Annotated[tuple[Effect, ...], ReadWith(_read_effects, Many(EffectOrValues(Effect, _VALUES), single=True))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What becomes known where `when` holds in the settled state: `show` truly, `claim` true or not."""

    SHORT: ClassVar[str] = "show"

    at: Location
    when: Annotated[
        ConditionField,
        Says("The condition under which it is shown, asked of the settled state; it always holds where it is left out.", "{api: ready}"),
    ] = ALWAYS
    show: Annotated[tuple[Fact, ...], OneOrMany(), Says("The facts that become known as they are.", "[cni.agents]")] = ()
    claim: Annotated[Assignments, Says("What the command says of facts, true or not.", "{cni.agents: running}")] = ()


def _read_shows(shape: Shape, node: Node, subject: str) -> object:
    found = shape.read(tuple[Show, ...], node, subject)
    items = node.items if isinstance(node, Sequence) else ()
    torn = [item for item in items if not _has_one_of(item, "show", "claim")]
    for item in torn:
        shape.refuse(SHOW_OR_CLAIM, item.at, "an entry of `shows` has both or neither of `show` and `claim`", "keep one, split the entry")
    return UNREADABLE if torn else found


def _has_one_of(item: Node, first: str, second: str) -> bool:
    """Whether an entry has exactly one of two keys; one that is no mapping is none to be asked."""
    return not isinstance(item, Mapping) or (item.get(first) is None) != (item.get(second) is None)


Shows = Annotated[tuple[Show, ...], ReadWith(_read_shows, Many(OneOf(Show, ("show", "claim"))))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a command that cannot run says, how long that takes, and what it changes and tells all the same."""

    SHORT: ClassVar[str] = "message"

    at: Location
    when: Annotated[
        ConditionField, Says("The condition under which it fails in this way; it always holds where it is left out.", "{api: not-ready}")
    ] = ALWAYS
    message: Annotated[Word | None, Says("The error as the tool prints it.", "The connection to the server was refused")] = None
    exit: Annotated[int | None, Says("The status with which the tool ends.", "1")] = None
    takes: Annotated[Seconds | None, Says("How long it takes to fail; as long as the command, where it is left out.", "30s")] = None
    sets: Annotated[Effects, Says("What it changes all the same.", "{cni.agents: missing}")] = ()
    shows: Annotated[Shows, Says("What it tells all the same.", "[cni.agents]")] = ()


Failures = Annotated[tuple[Failure, ...], OneOrMany()]


_Printed = Annotated[
    ConditionField, Says("The condition under which it is printed; it always holds where it is left out.", "{node-a.power: up}")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of what is printed, or several, where `when` holds."""

    SHORT: ClassVar[str] = "text"

    at: Location
    when: _Printed = ALWAYS
    text: Annotated[Word, Says("What is printed, in the tool's own form.", "node-a   Ready")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of what is printed where `when` holds: a text, or of several lines the first whose own `when` holds."""

    SHORT: ClassVar[str] = "text"

    at: Location
    when: _Printed = ALWAYS
    text: Annotated[Word | None, Says("What is printed, in the tool's own form.", "NAME     STATUS")] = None
    first_of: Annotated[
        tuple[Line, ...],
        Says(
            "Of these the first whose `when` holds is printed; none, where none does.",
            '[{when: {node-a.power: down}, text: "node-a   NotReady"}, "node-a   Ready"]',
        ),
    ] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of which the first that holds is printed, where the part is."""
        return self.first_of if self.text is None else (Line(at=self.at, text=self.text),)


def _read_parts(shape: Shape, node: Node, subject: str) -> object:
    found = shape.read_list(Part, (OneOrMany(),), node, subject)
    items = node.items if isinstance(node, Sequence) else (node,)
    torn = [item for item in items if not _has_one_of(item, "text", "first_of")]
    for item in torn:
        shape.refuse(
            TEXT_OR_FIRST_OF, item.at, "a part of a `text` has both or neither of `text` and `first_of`", "keep one, split the part"
        )
    return UNREADABLE if torn else found


Parts = Annotated[tuple[Part, ...], ReadWith(_read_parts, Many(OneOf(Part, ("text", "first_of")), single=True))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a command prints where `when` holds, in the tool's own form."""

    at: Location
    when: Annotated[
        ConditionField, Says("The condition under which this is printed; it always holds where it is left out.", "{cni.agents: running}")
    ] = ALWAYS
    text: Annotated[
        Parts,
        Says(
            "What is printed, in the tool's own form; as a list, one part under the other, each where its own `when` holds.",
            "cilium-x   1/1   Running",
        ),
    ]
    exit: Annotated[int | None, Says("The status with which the tool then ends.", "0")] = None

    def lines(self) -> Iterator[Line]:
        """Yield every line that it may print."""
        for part in self.text:
            yield from part.lines

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that decides what is printed."""
        yield self.when
        yield from (part.when for part in self.text)
        yield from (line.when for line in self.lines())
