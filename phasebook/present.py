"""Findings as a person reads them: the line, the value, what it has to do with, and the edit."""

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from catalog.edit import Edit
from catalog.finding import Finding, Severity
from catalog.location import Location
from phasebook.paint import Ink, paint

WIDEST = 120
"""A longer line is cut around the value."""


def presented(finding: Finding, data: Path) -> str:
    """Return a finding with the line of `data` that it is about, a caret under the value, related places, and the edit."""
    ink = Ink.BAD if finding.severity is Severity.ERROR else Ink.CAREFUL
    head = f"{paint(f'{finding.severity}[{finding.code.name}]', ink)}: {paint(_plain(finding.message), Ink.STRONG)}"
    return "\n".join([head, *_lines(finding, data, ink)])


def _lines(finding: Finding, data: Path, ink: Ink) -> Iterator[str]:
    places = (finding.at, *(related.at for related in finding.related))
    width = len(str(max(at.line for at in places)))
    yield from _excerpt(data, finding.at, width, ink, finding.edit)
    for related in finding.related:
        yield f"{' ' * width} {paint('note', Ink.COMMAND)}: {_plain(related.what)}"
        yield from _excerpt(data, related.at, width, Ink.COMMAND)
    if finding.fix:
        yield f"{' ' * width} {paint('fix', Ink.GOOD)}: {_plain(finding.fix)}"
    yield from _mended(finding.edit, data, width)


def _excerpt(data: Path, at: Location, width: int, ink: Ink, edit: Edit | None = None) -> Iterator[str]:
    margin = " " * width
    yield f"{margin} {paint('-->', Ink.QUIET)} {data / at.file}:{at.line}:{at.column}"
    line = _line(data, at)
    if line is None:
        return
    start = min(at.column - 1, len(line))
    length = len(edit.old) if edit is not None and line.startswith(edit.old, start) else _length(line, start)
    shown, start = _cut(line, start, length)
    yield f"{paint(f'{at.line:>{width}} |', Ink.QUIET)} {shown}"
    yield f"{margin} {paint('|', Ink.QUIET)} {' ' * start}{paint('^' * max(length, 1), ink)}"


def _mended(edit: Edit | None, data: Path, width: int) -> Iterator[str]:
    """Yield the line as it is once the edit is made, where the edit fits the file as it is."""
    line = None if edit is None else _line(data, edit.at)
    if edit is None or line is None or "\n" in edit.old:
        return
    place = _place(line, edit)
    if place is None:
        return
    shown, start = _cut(line[:place] + edit.new + line[place + len(edit.old) :], place, len(edit.new))
    yield f"{paint(f'{edit.at.line:>{width}} |', Ink.QUIET)} {shown}"
    yield f"{' ' * width} {paint('|', Ink.QUIET)} {' ' * start}{paint('~' * max(len(edit.new), 1), Ink.GOOD)}"


def _place(line: str, edit: Edit) -> int | None:
    """Return where in its line the old text stands: at its place, or behind the quote there."""
    start = edit.at.column - 1
    return next((at for at in (start, start + 1) if line.startswith(edit.old, at) and (at == start or line[start] in "'\"")), None)


def _length(line: str, start: int) -> int:
    """Return how long the value is that begins here: a quoted text, a bracket with what is in it, or words up to the next sign."""
    rest = line[start:]
    if rest[:1] in ("'", '"') and rest.find(rest[0], 1) > 0:
        return rest.find(rest[0], 1) + 1
    if rest[:1] in ("[", "{"):
        return len(rest.rstrip().rstrip(","))
    inside = line[:start].count("[") + line[:start].count("{") > line[:start].count("]") + line[:start].count("}")
    ends = [at for sign in ((": ", ", ", "]", "}", " #") if inside else (": ", " #")) if (at := rest.find(sign)) > 0]
    ends += [len(rest.rstrip()) - 1] if rest.rstrip().endswith(":") else []
    return min(ends, default=len(rest.rstrip()))


def _cut(line: str, start: int, length: int) -> tuple[str, int]:
    """Return as much of a long line as a person reads, and where in it the value stands."""
    if len(line) <= WIDEST:
        return line, start
    first = max(0, min(start - WIDEST // 3, start + length - WIDEST // 2))
    head = "…" if first else ""
    return head + line[first : first + WIDEST] + ("…" if len(line) > first + WIDEST else ""), start - first + len(head)


def _line(data: Path, at: Location) -> str | None:
    lines = _text(data / at.file)
    return lines[at.line - 1].rstrip("\r").replace("\t", " ") if 0 < at.line <= len(lines) else None


@lru_cache(maxsize=64)
def _text(path: Path) -> tuple[str, ...]:
    try:
        return tuple("".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in _decoded(path)).split("\n"))
    except OSError:
        return ()


def _decoded(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")


def _plain(text: str) -> str:
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def is_full(layout: str | None) -> bool:
    """Return whether findings are shown in full: where that is asked for, and by themselves on a terminal."""
    return sys.stdout.isatty() if layout is None else layout == "full"
