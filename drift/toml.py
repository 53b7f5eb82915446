"""A TOML file of the repository in the form of YAML documents; the parser gives no places, so a value stands at the first line with its key."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.location import Location, Word
from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import MAX_BYTES, MAX_DEPTH, MAX_NODES, Unreadable

_APART = re.compile(r"""[\s.{,\["']""")
"""What parts a key from what stands before it on its line."""


def toml(path: str, content: bytes) -> tuple[Node, ...]:
    """Return the file as one document; raises Unreadable where it is no TOML, or more of it than is read."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES:,} bytes")
    if content.count(b"=") + content.count(b",") > MAX_NODES:
        raise Unreadable(f"more than {MAX_NODES:,} values")
    try:
        text = content.decode("utf-8")
        whole = tomllib.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(str(error) or "nested too deep") from None
    return (_Placed(path, _lines_of_keys(text)).node(whole, 1, 1),)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Puts values in their places: by the lines, in order, on which each key is written."""

    path: str
    lines: Mapping[str, list[int]]

    def node(self, value: object, line: int, depth: int) -> Node:
        """Return a value, which stands on this line, as a node."""
        if depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep")
        at = Location(self.path, line, 1)
        match value:
            case dict():
                return Map(at=at, entries=tuple(self._entry(key, one, line, depth) for key, one in value.items()))
            case list():
                return Sequence(at=at, items=tuple(self.node(one, line, depth + 1) for one in value))
            case bool():
                return Scalar(at=at, text=str(value).lower(), plain=True)
            case _:
                return Scalar(at=at, text=str(value), plain=not isinstance(value, str))

    def _entry(self, key: str, value: object, after: int, depth: int) -> tuple[Word, Node]:
        """Return a key with its value: it stands on the first line from `after` on with that key, or on `after` where it is written otherwise."""
        known = self.lines.get(key, [])
        place = bisect_left(known, after)
        line = known[place] if place < len(known) else after
        return Word(key, Location(self.path, line, 1)), self.node(value, line, depth + 1)


def _lines_of_keys(text: str) -> Mapping[str, list[int]]:
    """Return the lines on which each word stands before a `=`, or ends the name of a table; each line is gone through once."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        table = line.strip().startswith("[")
        for part in (line.strip().rstrip("]"),) if table else line.split("=")[:-1]:
            word = _APART.split(part.rstrip(" \t\"'"))[-1]
            if word:
                found.setdefault(word, []).append(number)
    return found
