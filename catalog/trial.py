"""Edits that are tried on a file that cannot be read: the first with which it can be is what was meant, most likely."""

import re
from collections.abc import Callable, Iterator

from catalog.edit import Edit
from catalog.location import Location

MOST_TEXT = 300_000
"""Longer files are not read again and again."""

_VALUE = re.compile(r"(\s*(?:- +)*(?:[\w.-]+|\"[^\"]*\"): +)(?![\"'\[{|>])(\S.*?)\s*$")
_ENTRY = re.compile(r"(\s*(?:- +)+)(?![\"'\[{|>])(\S.*?)\s*$")
_SIGNS = frozenset("*&!%@`,?|>")


def tried(file: str, text: str, line: int, reads: Callable[[str], bool]) -> tuple[Edit, str] | None:
    """Return an edit of a line, counted from 0, or of the one above, with which the text can be read, and what it does, in words.

    It is sure where a text is quoted, and where one indentation alone can be read.
    """
    lines = text.split("\n")
    if len(text) > MOST_TEXT or line >= len(lines):
        return None
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    for number in (line, above):
        if number is not None and (edit := _quoted(file, lines, number)) is not None and reads(_after(lines, number, edit)):
            return edit, "quote the text"
    for number in sorted((number for number in (line, above) if number is not None), key=lambda one: not _is_odd(lines[one])):
        fitting = [edit for edit in _indented(file, lines, number) if reads(_after(lines, number, edit))]
        if fitting:
            first = fitting[0]
            sure = Edit(at=first.at, old=first.old, new=first.new, sure=len(fitting) == 1)
            return sure, f"indent it by {len(first.new)} blanks" if first.new else "do not indent it"
    return None


def _is_odd(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())] or (len(line) - len(line.lstrip(" "))) % 2 == 1


def _after(lines: list[str], number: int, edit: Edit) -> str:
    start = edit.at.column - 1
    line = lines[number]
    return "\n".join([*lines[:number], line[:start] + edit.new + line[start + len(edit.old) :], *lines[number + 1 :]])


def _quoted(file: str, lines: list[str], number: int) -> Edit | None:
    """Return the edit that quotes the text of a line, where that begins with a sign of YAML or has a colon in it."""
    found = _VALUE.match(lines[number]) or _ENTRY.match(lines[number])
    if found is None or not (": " in found[2] or found[2].endswith(":") or found[2][0] in _SIGNS):
        return None
    sign = "'" if '"' in found[2] or "\\" in found[2] else '"'
    quoted = sign + (found[2].replace("'", "''") if sign == "'" else found[2]) + sign
    return Edit(at=Location(file, number + 1, len(found[1]) + 1), old=found[2], new=quoted)


def _indented(file: str, lines: list[str], number: int) -> Iterator[Edit]:
    """Yield the edits that indent a line as those beside it, or one level deeper or less deep."""
    line = lines[number]
    old = line[: len(line) - len(line.lstrip())]
    beside = [_width(lines, range(number - 1, -1, -1)), _width(lines, range(number + 1, len(lines)))]
    widths = [width for width in beside if width is not None]
    likely = [*widths, *(width + 2 for width in widths), *(width - 2 for width in widths)]
    for width in sorted(dict.fromkeys(likely), key=lambda one: (abs(one - len(old.replace("\t", "  "))), likely.index(one))):
        if width >= 0 and " " * width != old:
            yield Edit(at=Location(file, number + 1, 1), old=old, new=" " * width)


def _width(lines: list[str], numbers: range) -> int | None:
    return next((len(lines[one]) - len(lines[one].lstrip(" ")) for one in numbers if lines[one].strip()), None)
