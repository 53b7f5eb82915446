"""Whether a Taskfile has the shape that `task` reads at all: it refuses the whole of it over one value of another sort.

Source: taskfile.dev, *Schema Reference*; held against the program itself in the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the keys of a mapping hold, as far as another sort of value is refused; other keys hold anything."""

    mappings: frozenset[str]
    lists: frozenset[str]
    words: frozenset[str]
    flags: frozenset[str]


_ROOT = _Shape(
    mappings=frozenset({"includes", "tasks", "vars", "env"}),
    lists=frozenset({"dotenv", "set", "shopt"}),
    words=frozenset({"method", "run"}),
    flags=frozenset({"silent"}),
)
_INCLUDE = _Shape(
    mappings=frozenset({"vars"}),
    lists=frozenset({"aliases", "excludes"}),
    words=frozenset({"taskfile", "dir", "checksum"}),
    flags=frozenset({"internal", "flatten", "optional"}),
)
_TASK = _Shape(
    mappings=frozenset({"vars", "env", "requires"}),
    lists=frozenset({"cmds", "deps", "aliases", "sources", "generates", "status", "preconditions", "dotenv", "platforms", "set", "shopt"}),
    words=frozenset({"desc", "summary", "label", "dir", "method", "run", "prefix"}),
    flags=frozenset({"internal", "silent", "watch", "interactive", "ignore_error"}),
)
_YES_OR_NO = frozenset({"true", "false", "y", "n", "yes", "no", "on", "off"})
_COMMAND = frozenset({"cmd", "task", "defer", "for"})


def misshapen(root: Map) -> str | None:
    """Return why `task` would refuse a Taskfile that is well-formed YAML, or None where nothing of it has the wrong sort."""
    return next(_all(root), None)


def _all(root: Map) -> Iterator[str]:
    yield from _keys(root, _ROOT)
    for name, shape in (("includes", _INCLUDE), ("tasks", _TASK)):
        found = at(root, name)
        for word, value in found.entries if isinstance(found, Map) else ():
            if isinstance(value, Map):
                yield from _keys(value, shape)
            if name == "includes":
                yield from _include(str(word), value)
            else:
                yield from _commands(value if isinstance(value, Sequence) else at(value, "cmds"))


def _keys(node: Map, shape: _Shape) -> Iterator[str]:
    for word, value in node.entries:
        empty = isinstance(value, Scalar) and value.is_nothing
        wrong = (
            (word in shape.mappings and not isinstance(value, Map) and not empty and "is no mapping")
            or (word in shape.lists and not isinstance(value, Sequence) and not empty and "is no list")
            or (word in shape.words and not isinstance(value, Scalar) and "is no word")
            or (word in shape.flags and not _is_flag(value) and not empty and "is neither true nor false")
        )
        if wrong:
            yield f"line {word.at.line}: `{word}` {wrong}"


def _is_flag(value: Node) -> bool:
    """Whether a value is read as true or false; the two words themselves are not, where they are quoted."""
    return isinstance(value, Scalar) and value.text.lower() in _YES_OR_NO and (value.plain or value.text.lower() not in ("true", "false"))


def _include(name: str, value: Node) -> Iterator[str]:
    if isinstance(value, Sequence):
        yield f"line {value.at.line}: the include `{name}` is a list"
    elif isinstance(value, Map) and not any(isinstance(one := at(value, key), Scalar) and one.text for key in ("taskfile", "dir")):
        yield f"line {value.at.line}: the include `{name}` names neither a Taskfile nor a folder"


def _commands(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Sequence):
            yield f"line {item.at.line}: a command is a list"
        elif isinstance(item, Map) and not _COMMAND & set(item.keys):
            yield f"line {item.at.line}: a command has none of the keys that make one"
