"""From the bytes of one YAML file to located documents, whatever the bytes are.

YAML 1.2 as the language uses it: every scalar is the text that is written, aliases stand for what they name, tags and
several documents in one file are refused. Depth and size are bounded, so that no file can exhaust the reader.
"""

import re
from collections.abc import Iterator

import yaml

from catalog.edit import Edit, Related
from catalog.finding import Finding, Report, Severity, declare
from catalog.location import Location, Word
from catalog.node import Mapping, Node, Scalar, Sequence
from catalog.slip import SYNTAX, slip
from catalog.text import CONTROL, CONTROL_SIGNS, INVISIBLE, INVISIBLE_SIGNS, decoded
from catalog.trial import Judge, tried

MAX_DEPTH = 50
MAX_NODES = 100_000

EMPTY = declare("FILE003", "A data file holds an entity or a list of entities.", blocking=True)
REPEATED_KEY = declare("YAML002", "A key stands once in a mapping.", blocking=True)
TOO_DEEP = declare("YAML003", f"Lists and mappings are nested at most {MAX_DEPTH} deep.", blocking=True)
TOO_MANY = declare("YAML004", f"A file has at most {MAX_NODES:,} values, those that aliases stand for included.", blocking=True)
TAGGED = declare("YAML005", "The language has no tags: a word means what it says.", blocking=True)
SEVERAL = declare("YAML006", "A file is one document; several entities stand in a list.", blocking=True)
ODD_KEY = declare("YAML007", "A key is a word.", blocking=True)
HALF_QUOTED = declare(
    "TEXT003",
    "A text that is to stand in quotes begins and ends with the same straight ones.",
    severity=Severity.WARNING,
)
MOST_SIGNS = 3
"""A text of fewer signs may be about quotes."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Stop(Exception):
    """The rest of the file cannot be read; why has been reported."""


def read_yaml(file: str, content: bytes, report: Report, judge: Judge | None = None) -> Node | None:
    """Return what `content` holds, or None where it cannot be read; every reason goes to `report`.

    With `judge`, which says what a text comes to, what was meant by a line that cannot be read is tried.
    """
    text = decoded(file, content, report)
    if text is None:
        return None
    try:
        root = _Composer(file, text, report, judge).document()
    except _Stop:
        return None
    if root is None or (isinstance(root, Scalar) and root.is_nothing):
        report(EMPTY.found(Location(file, 1, 1), f"`{file}` is empty", "write an entity, or delete the file"))
        return None
    return root


class _Composer:
    """Composes located nodes from the parser's events, one event at a time, so that bounds hold before memory is spent."""

    def __init__(self, file: str, text: str, report: Report, judge: Judge | None) -> None:
        self._file = file
        self._report = report
        self._judge = judge
        self._text = text
        self._events = self._parse(text)
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._count = 0
        self._quoted: yaml.ScalarEvent | None = None

    def document(self) -> Node | None:
        """Return the only document of the file, or None where it has none."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._report(SEVERAL.found(self._at(event), "a second document starts here", "make one list of both, without `---`"))
                    raise _Stop
                root = self._node(next(self._events), 1)
        return root

    def _parse(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            self._report(slip(self._file, text, error, self._quoted, self._judge))
            raise _Stop from None
        except yaml.YAMLError as error:
            self._report(SYNTAX.found(Location(self._file, 1, 1), f"`{self._file}` is not YAML: {' '.join(str(error).split())}"))
            raise _Stop from None

    def _at(self, event: yaml.Event) -> Location:
        mark = event.start_mark
        return Location(self._file, mark.line + 1, mark.column + 1) if mark else Location(self._file, 1, 1)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        before = self._count
        self._take(event, 1)
        if depth > MAX_DEPTH:
            self._report(TOO_DEEP.found(self._at(event), f"nested more than {MAX_DEPTH} deep", "write it flatter"))
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if not isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            raise TypeError(event)
        if event.tag not in (None, "!"):
            self._report(
                TAGGED.found(
                    self._at(event), f"the tag `{_as_written(event.tag)}` stands here", "delete it; quote a word that begins with `!`"
                )
            )
        node = self._fresh(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._count - before)
        return node

    def _fresh(self, event: yaml.Event, depth: int) -> Node:
        match event:
            case yaml.ScalarEvent():
                self._refuse_escaped(event)
                self._quoted = event if event.style in ("'", '"') else self._quoted
                self._refuse_half_quoted(event)
                return Scalar(at=self._at(event), text=event.value, plain=event.style in (None, ""))
            case yaml.SequenceStartEvent():
                return Sequence(at=self._at(event), items=tuple(self._children(yaml.SequenceEndEvent, depth)))
            case _:
                return self._mapping(event, depth)

    def _children(self, end: type[yaml.Event], depth: int) -> Iterator[Node]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, event: yaml.Event, depth: int) -> Mapping:
        entries: dict[str, tuple[Word, Node]] = {}
        children = self._children(yaml.MappingEndEvent, depth)
        for key, value in zip(children, children, strict=True):
            if not isinstance(key, Scalar):
                self._report(ODD_KEY.found(key.at, "a key is a list or a mapping here", "write a word before the colon; quote braces"))
                continue
            if key.text not in entries:
                entries[key.text] = (Word(key.text, key.at), value)
                continue
            where = f"it stands at line {entries[key.text][0].at.line} already"
            related = (Related(entries[key.text][0].at, "written here first"),)
            message = f"the key `{key.text}` is written twice, {where}"
            edit = self._repeated(key.at) if _same(value, entries[key.text][1]) else None
            self._report(REPEATED_KEY.found(key.at, message, "delete one of the two", edit=edit, related=related))
        return Mapping(at=self._at(event), entries=tuple(entries.values()))

    def _repeated(self, at: Location) -> Edit | None:
        """Return the edit that deletes a line, where a key that says the same twice has one of its own."""
        lines = self._text.split("\n")
        line = lines[at.line - 1] if at.line <= len(lines) else ""
        alone = at.line > 1 and line in lines[: at.line - 1] and line[: at.column - 1].strip() == ""
        return Edit(at=Location(self._file, at.line, 1), old=f"{line}\n", new="") if alone else None

    def _refuse_escaped(self, event: yaml.ScalarEvent) -> None:
        """Report signs that a quoted text smuggles in as escapes; as themselves they have been found already."""
        if event.style != '"':
            return
        for code, signs in ((CONTROL, CONTROL_SIGNS), (INVISIBLE, INVISIBLE_SIGNS)):
            sign = signs.search(event.value)
            if sign is not None:
                self._report(code.found(self._at(event), f"the text stands for the character U+{ord(sign[0]):04X}", "delete it"))

    def _between(self, event: yaml.Event) -> str:
        """Return what is written where an event stands."""
        return self._text[event.start_mark.index : event.end_mark.index] if event.start_mark and event.end_mark else ""

    def _refuse_half_quoted(self, event: yaml.ScalarEvent) -> None:
        """Report a text whose quotes are none to YAML: one at its end alone, or those of a word processor around it."""
        text = event.value
        if event.style not in (None, "") or len(text) < MOST_SIGNS or "\n" in self._between(event):
            return
        if text[-1] == '"' and text.count('"') == 1:
            edit = Edit(at=self._at(event), old="", new='"')
            self._report(
                HALF_QUOTED.found(self._at(event), "the text ends with a quote and begins with none", 'open it with `"`', edit=edit)
            )
        elif text[0] in "\u201c\u201e\u201f" and text[-1] in "\u201c\u201d" and not set(text[1:-1]) & set('"\\\u201c\u201d\u201e'):
            edit = Edit(at=self._at(event), old=text, new=f'"{text[1:-1]}"')
            message = f"`{text[0]}` and `{text[-1]}` are signs of the text, no quotes"
            self._report(HALF_QUOTED.found(self._at(event), message, "write straight quotes", edit=edit))

    def _alias(self, event: yaml.AliasEvent) -> Node:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            self._report(self._unknown(event))
            raise _Stop
        self._take(event, known[1] - 1)
        return known[0]

    def _unknown(self, event: yaml.AliasEvent) -> Finding:
        """Return the finding for an alias that stands for nothing: most likely a text that begins with the sign of one."""
        at = self._at(event)
        message = f"the alias `*{event.anchor}` names no anchor that ends before it"
        line = self._text.split("\n")[at.line - 1][at.column :]
        judge = self._judge if re.match(r"\S*\s+[^\s#]", line) else None
        meant = None if judge is None else tried(self._file, self._text, [at.line - 1], judge, whole=True)
        if meant is None:
            return SYNTAX.found(at, message, "write the value out, or quote the `*`")
        return SYNTAX.found(at, message, meant.guess.fix, edit=meant.edit)

    def _take(self, event: yaml.Event, values: int) -> None:
        self._count += values
        if self._count > MAX_NODES:
            self._report(TOO_MANY.found(self._at(event), f"more than {MAX_NODES:,} values by here", "split the file; write aliases out"))
            raise _Stop


def _same(one: Node, other: Node) -> bool:
    """Return whether two words are the same, wherever they stand."""
    return isinstance(one, Scalar) and isinstance(other, Scalar) and one.text == other.text


def _as_written(tag: str | None) -> str:
    return (tag or "").replace("tag:yaml.org,2002:", "!!")
