"""The YAML documents of a file of the repository, whatever its bytes are.

Bounded and located; tags are ignored, merge keys followed, and the last of two equal keys counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from catalog.location import Location, Word
from catalog.node import Mapping, Node, Scalar, Sequence

MAX_BYTES = 4_000_000
MAX_DEPTH = 60
MAX_NODES = 400_000

_YES = frozenset(f(word) for word in ("true", "yes", "on", "y") for f in (str.lower, str.upper, str.capitalize))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """A file is no YAML that anything could read; the words say why."""


@dataclass(slots=True)
class _Reader:
    path: str
    events: Iterator[yaml.Event]
    anchors: dict[str, tuple[Node, int]]
    count: int = 0

    def documents(self) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.anchors.clear()
                yield self.node(next(self.events), 1)

    def node(self, event: yaml.Event, depth: int) -> Node:
        before = self.count
        self.take(1)
        if depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.AliasEvent):
            known = self.anchors.get(event.anchor or "")
            if known is None:
                raise Unreadable(f"the alias *{event.anchor} names nothing")
            self.take(known[1])
            return known[0]
        node = self.fresh(event, depth)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self.anchors[event.anchor] = (node, self.count - before)
        return node

    def take(self, values: int) -> None:
        self.count += values
        if self.count > MAX_NODES:
            raise Unreadable(f"more than {MAX_NODES:,} values")

    def fresh(self, event: yaml.Event, depth: int) -> Node:
        mark = event.start_mark
        at = Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path, 1, 1)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(at=at, text=event.value, plain=event.style in (None, ""))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(at=at, items=tuple(self.children(yaml.SequenceEndEvent, depth)))
        return Mapping(at=at, entries=self.entries(depth))

    def children(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield self.node(event, depth + 1)

    def entries(self, depth: int) -> tuple[tuple[Word, Node], ...]:
        found: dict[str, tuple[Word, Node]] = {}
        merged: list[Node] = []
        children = self.children(yaml.MappingEndEvent, depth)
        for key, value in zip(children, children, strict=True):
            if not isinstance(key, Scalar):
                continue
            if key.text == "<<" and key.plain:
                merged += value.items if isinstance(value, Sequence) else (value,)
                continue
            found[key.text] = (Word(key.text, key.at), value)
        for other in merged:
            for word, value in other.entries if isinstance(other, Mapping) else ():
                self.take(1)
                found.setdefault(str(word), (word, value))
        return tuple(found.values())


def documents(path: str, content: bytes) -> tuple[Node, ...]:
    """Return the documents of a file; raises Unreadable where it is no YAML, or more of it than is read."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
        reader = _Reader(path=path, events=iter(yaml.parse(text, Loader=_LOADER)), anchors={})
        return tuple(reader.documents())
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise Unreadable(f"{where}{error.problem or 'not well-formed'}") from None
    except yaml.YAMLError as error:
        raise Unreadable(" ".join(str(error).split())) from None


def at(node: Node | None, *keys: str) -> Node | None:
    """Return what stands under a path of keys, or None."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def text_at(node: Node | None, *keys: str) -> str | None:
    """Return the word under a path of keys, or None where none stands there."""
    found = at(node, *keys)
    return found.text if isinstance(found, Scalar) and not found.is_nothing else None


def flag_at(node: Node | None, *keys: str) -> bool:
    """Return whether a word that means yes stands under a path of keys, in any of the spellings that Go's YAML takes for it."""
    return text_at(node, *keys) in _YES


def items_at(node: Node | None, *keys: str) -> tuple[Node, ...]:
    """Return the items of the list under a path of keys; none where there is no list."""
    found = at(node, *keys)
    return found.items if isinstance(found, Sequence) else ()


def words_at(node: Node | None, *keys: str) -> tuple[str, ...]:
    """Return the words of the list under a path of keys."""
    return tuple(item.text for item in items_at(node, *keys) if isinstance(item, Scalar) and not item.is_nothing)


def pairs_at(node: Node | None, *keys: str) -> tuple[tuple[str, str], ...]:
    """Return the words of the mapping under a path of keys, each with its key."""
    found = at(node, *keys)
    entries = found.entries if isinstance(found, Mapping) else ()
    return tuple((str(word), value.text) for word, value in entries if isinstance(value, Scalar))
