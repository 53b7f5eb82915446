"""Reads located documents into typed entities: the types are the shape of the language.

A field of a dataclass is a key. Its type says what may stand there; a default makes it optional. The marks of
`catalog/key.py`, put on a type with `Annotated`, say what a type alone cannot.
"""

import re
import types
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, NewType, TypeAlias, TypeVar, Union, get_args, get_origin

from catalog.edit import Edit, duration_meant
from catalog.finding import Code, Finding, Report, Suggestion, declare, suggest
from catalog.key import Key, Keyed, NotEmpty, OneOrMany, ReadWith, Refers, keys_of, marks_of
from catalog.location import Location, Word
from catalog.node import Mapping, Node, Scalar, Sequence, describe

WRONG_TYPE = declare("SHAPE001", "A value has the type that its key asks for.", blocking=True)
UNKNOWN_KEY = declare("SHAPE002", "A key is one that its kind has; one that is none says nothing in a replay.")
MISSING_KEY = declare("SHAPE003", "A required key is there.", blocking=True)
UNKNOWN_WORD = declare("SHAPE004", "Where a key has a closed list of words, the value is one of them.", blocking=True)
BAD_DURATION = declare("SHAPE005", "A duration is written like `90s`, `20m` or `1h30m`.", blocking=True)
BAD_NUMBER = declare("SHAPE006", "A count is a whole number without a sign, of at most nine digits.", blocking=True)
EMPTY_LIST = declare("SHAPE008", "Where a list must name something, it is not empty.", blocking=True)

Seconds = NewType("Seconds", int)
AT_ONCE = Seconds(0)

_DURATION = re.compile(r"(?=\d)(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s)?", re.ASCII)
_ALONE = re.compile(r"[^\s,:#\[\]{}\"'][^,:#\[\]{}\"'\n]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class Unreadable:
    """What a reader returns where nothing usable stands; why has been reported."""


UNREADABLE = Unreadable()

_Entry = TypeVar("_Entry")
Entries: TypeAlias = tuple[_Entry, ...] | Unreadable


class Shape:
    """Reads nodes as types; everything that does not fit goes to `report`, and reading goes on."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def refuse(self, code: Code, at: Location, message: str, fix: str, edit: Edit | None = None) -> Unreadable:
        """Report a breach of `code` and return the value of what cannot be read."""
        self.report(code.found(at, message, fix, edit=edit))
        return UNREADABLE

    def expected(self, what: str, node: Node, subject: str, fix: str = "", edit: Edit | None = None) -> Unreadable:
        """Report that `what` was expected under `subject` and something else stands there."""
        return self.refuse(WRONG_TYPE, node.at, f"`{subject}` should be {what}, and is {describe(node)}", fix or f"write {what}", edit)

    def word(self, node: Node, subject: str) -> Word | Unreadable:
        """Return a scalar as it is written."""
        if not isinstance(node, Scalar):
            return self.expected("a word", node, subject, *_alone(node))
        if node.is_nothing:
            return self.expected("a word", node, subject, "give a value, or leave the key out; quote a word like `null`")
        return Word(node.text, node.at)

    def words(self, node: Node, subject: str, *, single: bool = False) -> tuple[Word, ...] | Unreadable:
        """Return a list of scalars; where `single`, one alone stands for a list of it."""
        found = self._list(Word, node, subject, single=single)
        return found if isinstance(found, tuple) else UNREADABLE

    def entries(self, node: Node, subject: str, what: str, read: Callable[[Word, Node], _Entry | Unreadable]) -> Entries[_Entry]:
        """Return what `read` makes of each entry of a mapping, which is called `what` where something else stands there."""
        if not isinstance(node, Mapping):
            return self.expected(what, node, subject)
        found = [read(name, value) for name, value in node.entries]
        readable = tuple(entry for entry in found if not isinstance(entry, Unreadable))
        return readable if len(readable) == len(found) else UNREADABLE

    def named_words(self, node: Node, subject: str, what: str, made: Callable[[Word, Word], _Entry]) -> Entries[_Entry]:
        """Return what is made of each name and its word in a mapping, which is called `what` where something else stands there."""

        def read(name: Word, value: Node) -> _Entry | Unreadable:
            word = self.word(value, name)
            return word if isinstance(word, Unreadable) else made(name, word)

        return self.entries(node, subject, what, read)

    def read(self, kind: Any, node: Node, subject: str) -> object:
        """Return the value of type `kind` that `node` holds, or `UNREADABLE`; `subject` names the key in findings."""
        return _reader(kind)(self, node, subject)

    def read_list(self, entry: Any, marks: tuple[Any, ...], node: Node, subject: str) -> object:
        """Return a list of values of type `entry` in one of the forms that its marks allow."""
        keyed = next((mark for mark in marks if isinstance(mark, Keyed)), None)
        if keyed is not None and isinstance(node, Mapping):
            found = self._keyed(entry, keyed.key, node, subject)
        else:
            if isinstance(node, Scalar) and (ids := _joined(node, (*marks, *marks_of(entry)))) is not None:
                edit = Edit(at=node.at, old=node.text, new=f"[{node.text}]")
                return self.expected("a list", node, subject, f"write `[{', '.join(ids)}]`", edit)
            found = self._list(entry, node, subject, single=any(isinstance(mark, OneOrMany) for mark in marks))
        if found == () and any(isinstance(mark, NotEmpty) for mark in marks):
            return self.refuse(EMPTY_LIST, node.at, f"`{subject}` is empty", "write at least one entry")
        return found

    def _list(self, kind: Any, node: Node, subject: str, *, single: bool) -> object:
        if isinstance(node, Sequence):
            found = [self.read(kind, item, subject) for item in node.items]
            return UNREADABLE if UNREADABLE in found else tuple(found)
        if single:
            found = [self.read(kind, node, subject)]
            return UNREADABLE if UNREADABLE in found else tuple(found)
        return self.expected("a list", node, subject, "begin each entry with `- `, or put the entries in `[...]`", _listed(node))

    def _keyed(self, kind: Any, key: str, node: Mapping, subject: str) -> object:
        found: list[object] = []
        for name, value in node.entries:
            if isinstance(value, Mapping) and (twice := next((other for other in value.keys if other == key), None)) is not None:
                message = f"`{subject}.{name}` has its `{key}` before the colon already"
                found.append(self.refuse(UNKNOWN_KEY, twice.at, message, "delete it"))
            elif isinstance(value, Mapping):
                entry = Mapping(at=name.at, entries=((Word(key, name.at), Scalar(at=name.at, text=name, plain=False)), *value.entries))
                found.append(self.entity(kind, entry, f"{subject}.{name}"))
            else:
                found.append(self.expected("a mapping", value, f"{subject}.{name}"))
        return UNREADABLE if UNREADABLE in found else tuple(found)

    def duration(self, node: Node, subject: str) -> object:
        """Return a duration in seconds."""
        if not isinstance(node, Scalar):
            return self.expected("a duration", node, subject, "write it like `90s`, `20m` or `1h30m`")
        parts = _DURATION.fullmatch(node.text)
        if parts is None:
            meant = duration_meant(node.text)
            fix = "write it like `90s`, `20m` or `1h30m`" if meant is None else f"write `{meant}`"
            fix = f"say of what: `{node.text}s`, `{node.text}m` or `{node.text}h`" if _NUMBER.fullmatch(node.text) else fix
            edit = None if meant is None else Edit(at=node.at, old=node.text, new=meant)
            return self.refuse(BAD_DURATION, node.at, f"`{subject}` is no duration: {describe(node)}", fix, edit)
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return Seconds(hours * 3600 + minutes * 60 + seconds)

    def number(self, node: Node, subject: str) -> object:
        """Return a count."""
        if not isinstance(node, Scalar):
            return self.expected("a number", node, subject)
        if not _NUMBER.fullmatch(node.text):
            return self.refuse(BAD_NUMBER, node.at, f"`{subject}` is no count: {describe(node)}", "write a whole number, like `2`")
        return int(node.text)

    def choice(self, kind: type[StrEnum], node: Node, subject: str) -> object:
        """Return one of a closed list of words."""
        word = self.word(node, subject)
        if isinstance(word, Unreadable):
            return word
        known = [str(choice) for choice in kind]
        if word not in known:
            listed = ", ".join(f"`{choice}`" for choice in known)
            near = suggest(word, known, f"write one of {listed}")
            return self.refuse(UNKNOWN_WORD, word.at, f"`{subject}` is `{word}`{near.hint}", near.fix, near.edit(word))
        return kind(str(word))

    def entity(self, kind: Any, node: Node, subject: str) -> object:
        """Return a mapping as a dataclass of the language."""
        short: str | None = getattr(kind, "SHORT", None)
        if short is not None and not isinstance(node, Mapping):
            node = Mapping(at=node.at, entries=((Word(short, node.at), node),))
        if not isinstance(node, Mapping):
            return self.expected("a mapping", node, subject, "write `key: value` lines")
        keys, required = _written_keys(kind)
        values: dict[str, object] = {"at": node.at}
        missing = [name for name in required if node.get(name) is None]
        for word, value in node.entries:
            if word in keys:
                values[keys[word][0]] = self.read(keys[word][1].type, value, word)
            elif (meant := self._unknown((word, value), missing, keys, subject)) is not None:
                missing.remove(meant)
                values[keys[meant][0]] = UNREADABLE
        for name in missing:
            values[keys[name][0]] = self.refuse(MISSING_KEY, node.at, f"`{subject}` has no `{name}`", f"add `{name}: ...`")
        return UNREADABLE if UNREADABLE in values.values() else kind(**values)

    def _unknown(self, entry: tuple[Word, Node], missing: list[str], keys: dict[str, tuple[str, Key]], subject: str) -> str | None:
        """Report a key that is none, and return the one of the `missing` that it was meant to be, or None."""
        word, value = entry
        known = list(keys)
        joined = next((name for name in known if word.startswith((f"{name} ", f"{name}{{", f"{name}[", f"{name}:"))), None)
        if joined is not None:
            glued = word[len(joined)] == ":"
            message = f"`{subject}` has the key `{joined}` without a {'blank after its colon' if glued else 'colon'}"
            old = f"{joined}:" if glued else joined
            edit = Edit(at=word.at, old=old, new=f"{joined}:" if word[len(joined)] == " " else f"{joined}: ")
            code = MISSING_KEY if joined in missing else UNKNOWN_KEY
            self.report(code.found(word.at, message, f"write `{joined}: `", edit=edit))
            return joined if joined in missing else None
        near = suggest(word, known, f"delete it; the keys are {', '.join(f'`{name}`' for name in known)}")
        if near.name is None and len(missing) == 1 and _fits(keys[missing[0]][1].type, value):
            near = Suggestion(f", and no `{missing[0]}`", f"write `{missing[0]}`", missing[0])
        code = MISSING_KEY if near.name in missing else UNKNOWN_KEY
        self.report(code.found(word.at, f"`{subject}` has no key `{word}`{near.hint}", near.fix, edit=near.edit(word)))
        return near.name if near.name in missing else None


def _fits(kind: Any, node: Node) -> bool:
    """Return whether a node can be read as a type."""
    found: list[Finding] = []
    return Shape(found.append).read(kind, node, "") is not UNREADABLE and not found


@cache
def _written_keys(kind: type) -> tuple[dict[str, tuple[str, Key]], tuple[str, ...]]:
    """Return the keys of a dataclass as they are written, with their fields; and which of them are required."""
    keys = {name.rstrip("_"): (name, key) for name, key in keys_of(kind).items()}
    return keys, tuple(name for name, (_, key) in keys.items() if key.required)


@cache
def _reader(kind: Any) -> Callable[[Shape, Node, str], object]:
    """Return what reads values of a type; found out once."""
    simple: dict[Any, Callable[[Shape, Node, str], object]] = {Seconds: Shape.duration, int: Shape.number, Word: Shape.word}
    inner, *marks = get_args(kind) if get_origin(kind) is Annotated else (kind,)
    reader = next((mark.reader for mark in marks if isinstance(mark, ReadWith)), None)
    if reader is not None:
        return reader
    if get_origin(inner) is tuple:
        entry, listed = get_args(inner)[0], tuple(marks)
        return lambda shape, node, subject: shape.read_list(entry, listed, node, subject)
    if inner is not kind or get_origin(inner) in (types.UnionType, Union):
        return _reader(inner if inner is not kind else get_args(inner)[0])
    if kind in simple:
        return simple[kind]
    if issubclass(kind, StrEnum):
        return lambda shape, node, subject: shape.choice(kind, node, subject)
    return lambda shape, node, subject: shape.entity(kind, node, subject)


def _alone(node: Node) -> tuple[str, Edit | None]:
    """Return the edit, in words and for a machine, that takes a word out of the list in which it stands alone."""
    item = node.items[0] if isinstance(node, Sequence) and len(node.items) == 1 else None
    if not isinstance(item, Scalar):
        return "", None
    return f"write `{item.text}`, without brackets", Edit(at=node.at, old=f"[{item.text}]", new=item.text)


def _joined(node: Scalar, marks: tuple[Any, ...]) -> list[str] | None:
    """Return the ids that a word holds, joined by commas, where a list of ids is asked for; else None."""
    parts = [part.strip() for part in node.text.split(",")]
    refers = any(isinstance(mark, Refers) for mark in marks)
    return parts if refers and node.plain and len(parts) > 1 and all(_ID.fullmatch(part) for part in parts) else None


def _listed(node: Node) -> Edit | None:
    """Return the edit that puts a word that stands alone into a list."""
    if not isinstance(node, Scalar) or node.is_nothing or '"' in node.text or "\\" in node.text:
        return None
    bare = node.text if _ALONE.fullmatch(node.text) else f'"{node.text}"'
    return (
        Edit(at=node.at, old=node.text, new=f"[{bare}]") if node.plain else Edit(at=node.at, old=f'"{node.text}"', new=f'["{node.text}"]')
    )
