"""A TOML file of the repository in the form of YAML documents; the parser gives no places, so a value stands at the first line with its key."""

import re
import tomllib
from collections.abc import Mapping as Keys

from catalog.location import Location, Word
from catalog.node import Mapping, Node, Scalar, Sequence
from drift.documents import MAX_BYTES, MAX_DEPTH, Unreadable


def toml(path: str, content: bytes) -> tuple[Node, ...]:
    """Return the file as one document; raises Unreadable where it is no TOML, or more of it than is read."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"more than {MAX_BYTES:,} bytes")
    try:
        text = content.decode("utf-8")
        whole = tomllib.loads(text)
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(str(error) or "nested too deep") from None
    return (_node(whole, path, text.splitlines(), 1, 1),)


def _node(value: object, path: str, lines: list[str], line: int, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise Unreadable(f"nested more than {MAX_DEPTH} deep")
    at = Location(path, line, 1)
    match value:
        case dict():
            return Mapping(at=at, entries=tuple(_entry(key, one, path, lines, line, depth) for key, one in value.items()))
        case list():
            return Sequence(at=at, items=tuple(_node(one, path, lines, line, depth + 1) for one in value))
        case bool():
            return Scalar(at=at, text=str(value).lower(), plain=True)
        case _:
            return Scalar(at=at, text=str(value), plain=not isinstance(value, str))


def _entry(key: str, value: object, path: str, lines: list[str], after: int, depth: int) -> tuple[Word, Node]:
    line = _line_of(key, lines, after, table=isinstance(value, Keys))
    return Word(key, Location(path, line, 1)), _node(value, path, lines, line, depth + 1)


def _line_of(key: str, lines: list[str], after: int, *, table: bool) -> int:
    """Return the first line from `after` on at which a key, or a table, is written; `after` itself where it is written otherwise."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    wanted = re.compile(rf"\s*\[+(?:.*\.)?\s*{name}\s*\]|\s*{name}\s*[.=]" if table else rf"\s*(?:.*[.{{,]\s*)?{name}\s*=")
    return next((number for number in range(after, len(lines) + 1) if wanted.match(lines[number - 1])), after)
