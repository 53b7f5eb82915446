"""Condition expressions (language §2): what may be asked of facts, and how they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, TypeAlias, assert_never

from catalog.finding import declare
from catalog.key import Expression, ReadWith
from catalog.location import NOWHERE, Location, Word
from catalog.node import Mapping, Node, Sequence
from catalog.shape import UNREADABLE, Shape, Unreadable

STANDS_ALONE = declare(
    "COND001",
    "`all`, `any`, `not` and `at_least` with `of` stand alone in a condition: no fact and no second form beside them.",
    blocking=True,
)

OPERATORS = ("all", "any", "not", "at_least", "of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One fact has one of these values."""

    fact: Word
    values: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Every test holds; none at all always holds."""

    at: Location
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part holds."""

    at: Location
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    at: Location
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    at: Location
    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """At least `count` of the parts hold (quorum)."""

    at: Location
    count: int
    parts: "tuple[Condition, ...]"


Condition: TypeAlias = Facts | All | AnyOf | Not | AtLeast

ALWAYS = Facts(at=NOWHERE, tests=())


def is_always(condition: Condition) -> bool:
    """Return whether a condition asks for nothing."""
    return isinstance(condition, Facts) and not condition.tests


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of these hold, without those that ask for nothing."""
    asked = tuple(dict.fromkeys(one for one in conditions if not is_always(one)))
    if len(asked) > 1:
        return All(at=asked[0].at, parts=asked)
    return asked[0] if asked else ALWAYS


def mappings_in(condition: Condition) -> Iterator[Facts]:
    """Yield every mapping of facts in a condition, in order."""
    match condition:
        case Facts():
            yield condition
        case All(parts=parts) | AnyOf(parts=parts) | AtLeast(parts=parts):
            for part in parts:
                yield from mappings_in(part)
        case Not(part=part):
            yield from mappings_in(part)
        case _:
            assert_never(condition)


def tests_in(condition: Condition) -> Iterator[Test]:
    """Yield every test of a fact in a condition, in order."""
    for mapping in mappings_in(condition):
        yield from mapping.tests


def _read(shape: Shape, node: Node, subject: str) -> Condition | Unreadable:
    if not isinstance(node, Mapping):
        return shape.expected("a condition", node, subject, "write `{component.condition: value}`")
    used = [key for key in node.keys if key in OPERATORS]
    if not used:
        return _facts(shape, node, subject)
    wanted = {"at_least", "of"} if used[0] in ("at_least", "of") else {str(used[0])}
    if {str(key) for key in node.keys} != wanted:
        if {str(key) for key in node.keys} < wanted:
            missing = next(key for key in sorted(wanted) if key not in node.keys)
            return shape.refuse(STANDS_ALONE, used[0].at, f"`{used[0]}` stands without `{missing}` in `{subject}`", f"add `{missing}: ...`")
        message = f"`{subject}` has {', '.join(f'`{key}`' for key in node.keys)} side by side"
        return shape.refuse(STANDS_ALONE, used[0].at, message, "put each into a condition of its own, in `all: [...]`")
    return _operator(shape, node, used[0])


def _facts(shape: Shape, node: Mapping, subject: str) -> Condition | Unreadable:
    def read(fact: Word, value: Node) -> Test | Unreadable:
        values = shape.words(value, fact, single=True)
        return values if isinstance(values, Unreadable) else Test(fact=fact, values=values)

    tests = shape.entries(node, subject, "a condition", read)
    return tests if isinstance(tests, Unreadable) else Facts(at=node.at, tests=tests)


def _operator(shape: Shape, node: Mapping, operator: str) -> Condition | Unreadable:
    values = {str(key): value for key, value in node.entries}
    if operator == "not":
        part = _read(shape, values["not"], "not")
        return UNREADABLE if isinstance(part, Unreadable) else Not(at=node.at, part=part)
    listed = "of" if operator in ("at_least", "of") else operator
    parts = _parts(shape, values[listed], listed)
    if operator not in ("at_least", "of"):
        kind = All if operator == "all" else AnyOf
        return UNREADABLE if isinstance(parts, Unreadable) else kind(at=node.at, parts=parts)
    count = shape.read(int, values["at_least"], "at_least")
    if not isinstance(count, int) or isinstance(parts, Unreadable):
        return UNREADABLE
    return AtLeast(at=node.at, count=count, parts=parts)


def _parts(shape: Shape, node: Node, subject: str) -> tuple[Condition, ...] | Unreadable:
    if not isinstance(node, Sequence):
        return shape.expected("a list of conditions", node, subject)
    parts = [_read(shape, item, subject) for item in node.items]
    readable = tuple(part for part in parts if not isinstance(part, Unreadable))
    return readable if len(readable) == len(parts) else UNREADABLE


ConditionField = Annotated[Condition, ReadWith(_read, Expression())]
