"""What may have been meant by a line that cannot be read, or not as what it is to be: the slips of the hand, undone one at a time.

The guesses are in order: what is more likely stands before what is less.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalog.edit import Edit
from catalog.location import Location

FEW_ENDS = 4
"""A text between brackets has at most so many signs in it that might end it."""

MOST_OPENERS = 8
"""So many quotes of one line, the last ones, are each taken for one that is not closed."""

MOST_PLACES = 24
"""So many signs of one line are each tried with a bracket or a comma beside them."""

BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks that are none to YAML, nor to a shell."""

_HEAD = r"(\s*(?:- +)*)"
_GLUED = re.compile(rf"{_HEAD}([a-z_]+):(?=[^\s/:])")
_BARE = re.compile(rf"{_HEAD}([a-z_][\w.-]*)(?= +\S|\s*$)")
_EQUALS = re.compile(rf"{_HEAD}([a-z_]+)( *= *)(?=\S)")
_GLUED_DASH = re.compile(r"(\s*)-(?=[A-Za-z{\[\"'])")
_SLASHES = re.compile(r"(\s*)(//+)")
_STARTS = re.compile(r"\s*(?:- |-$|(?:[\w.-]+|\"[^\"]*\"|'[^']*'|\{[\w-]+\}[\w.-]*):(?: |$))")
_VALUE = re.compile(r"(\s*(?:- +)*(?:[\w.-]+|\"[^\"]*\"): +)(?![\"'\[{|>])(\S.*?)\s*$")
_ENTRY = re.compile(r"(\s*(?:- +)+)(?![\"'\[{|>])(\S.*?)\s*$")
_COMMENT = re.compile(r"\s+#[^\"']*$|\s+$")
_DASH = "- "
_SIGNS = frozenset("*&!%@`,?|>")
_CLOSING = {"[": "]", "{": "}"}
_OPENER = re.compile(r"(?:(?<=[:\-,] )|(?<=[\[{])|^)([\"'])")
_QUOTE_ENDS = re.compile(r",\s*(?:[\w.-]+|\"[^\"]*\"):\s|, (?=[\"'])|[\]}]")
_FLOW_GLUED = re.compile(r"(?<=[{,])(\s*)([\w.-]+):(?=[^\s/:{\[\"'])")
_NO_COMMA = re.compile(r"(?<=[\w\])}\"'])(?= +(?:[\w.-]+: |[\[{\"']|[\w.-]+[\],}]))")


class Guess(NamedTuple):
    """An edit of one line, and what it does in words. Those of one `rank` are equally likely; a `lossy` one leaves out what was written."""

    edit: Edit
    fix: str
    rank: int
    lossy: bool = False


def guesses(file: str, lines: list[str], number: int) -> Iterator[Guess]:
    """Yield what may have been meant by a line, counted from 0."""
    line = lines[number].rstrip("\r")

    def at(column: int, old: str, new: str, fix: str, rank: int, *, lossy: bool = False) -> Guess:
        return Guess(Edit(at=Location(file, number + 1, column + 1), old=old, new=new), fix, rank, lossy)

    if (odd := BLANKS.search(line)) is not None:
        fix = f"write plain blanks: U+{ord(odd[0]):04X} stands here, and only looks like one"
        yield at(0, line, BLANKS.sub(" ", line), fix, 0)
    for found, old, new, fix in _keys(line):
        yield at(found, old, new, fix, 1)
    yield from (at(column, old, new, fix, 2) for column, old, new, fix in _quoted(line))
    yield from (at(column, "", sign, f"close it with `{sign}`", 3 + order) for order, (column, sign) in enumerate(_quotes(line)))
    yield from (at(column, old, new, fix, 30) for column, old, new, fix in _brackets(line))
    yield from (at(column, "", ",", "write a comma here", 31) for column in _commas(line))
    yield from (at(column, old, _in_quotes(old), "quote the text", 32) for column, old in _flow_texts(line))
    old = line[: len(line) - len(line.lstrip())]
    for width, beside in _widths(lines, number):
        yield at(0, old, " " * width, f"indent it by {width} blanks" if width else "do not indent it", 33 if beside else 34)
    for column, entry, new in _dashes(line):
        yield at(column, entry, new, "begin the entry with `- `", 35 if _STARTS.match(line) else 32)
    if line.strip() and ":" not in line:
        yield at(0, line, "", "make it `key: value`, or delete this line", 40, lossy=True)


def _keys(line: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the edits that make a key, an entry or a comment of the beginning of a line."""
    if (slashes := _SLASHES.match(line)) is not None:
        yield len(slashes[1]), slashes[2], "#", "begin a comment with `#`"
    if (dash := _GLUED_DASH.match(line)) is not None:
        yield len(dash[1]), "-", "- ", "write `- `, with a blank"
    if (glued := _GLUED.match(line)) is not None:
        yield len(glued[1]), f"{glued[2]}:", f"{glued[2]}: ", f"write `{glued[2]}: `, with a colon and a blank"
    if (equals := _EQUALS.match(line)) is not None:
        yield len(equals[1]), f"{equals[2]}{equals[3]}", f"{equals[2]}: ", f"write `{equals[2]}: `, with a colon and a blank"
    elif (bare := _BARE.match(line)) is not None:
        yield len(bare[1]), bare[2], f"{bare[2]}:", f"write `{bare[2]}: `, with a colon and a blank"
    for flow in _FLOW_GLUED.finditer(line):
        yield flow.start(2), f"{flow[2]}:", f"{flow[2]}: ", f"write `{flow[2]}: `, with a colon and a blank"


def _quoted(line: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the edits that put quotes around a text that begins with a sign of YAML, ends with a quote or has a colon in it."""
    found = _VALUE.match(line) or _ENTRY.match(line)
    if found is None:
        return
    text = found[2]
    if text[0] in "“”„‟" and text[-1] in "“”‟":
        yield len(found[1]), text, _in_quotes(text[1:-1]), "write straight quotes"
    elif text[-1] in "\"'" and text.count(text[-1]) % 2:
        yield len(found[1]), "", text[-1], f"open it with `{text[-1]}`"
    elif ": " in text or text.endswith(":") or " #" in text or text[0] in _SIGNS:
        yield len(found[1]), text, _in_quotes(text), "quote the text"


def _in_quotes(text: str) -> str:
    sign = "'" if '"' in text or "\\" in text else '"'
    return sign + (text.replace("'", "''") if sign == "'" else text) + sign


def _quotes(line: str) -> list[tuple[int, str]]:
    """Return where a quote may be closed: before the next key or entry, before what closes a list or a mapping, at the end of the line."""
    comment = _COMMENT.search(line)
    end = comment.start() if comment is not None else len(line)
    places: dict[tuple[int, str], None] = {}
    for opener in list(_OPENER.finditer(line))[-MOST_OPENERS:]:
        ends = [found.start() for found in _QUOTE_ENDS.finditer(line, opener.end())]
        places |= {(column, opener[1]): None for column in (*ends, end, len(line)) if column >= opener.end()}
    return list(places)[:MOST_PLACES]


def _brackets(line: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the edits that take one closing bracket out, write the other, or add one."""
    closing = [index for index, sign in enumerate(line) if sign in "]}"][-MOST_PLACES:]
    for index in reversed(closing):
        other = "}" if line[index] == "]" else "]"
        yield index, line[index], other, f"close it with `{other}`"
        yield index, line[index], "", f"delete this `{line[index]}`"
    comment = _COMMENT.search(line)
    end = comment.start() if comment is not None else len(line)
    missing = [_CLOSING[sign] for sign in "{[" if line[:end].count(sign) > line[:end].count(_CLOSING[sign])]
    places = [end, *(index for index, sign in enumerate(line) if sign in ",]}")][: 2 * MOST_PLACES]
    yield from ((column, "", sign, f"close it with `{sign}`") for sign in missing for column in places)
    opening = [sign for sign in "{[" if line[:end].count(sign) < line[:end].count(_CLOSING[sign])]
    starts = [found.end() for found in re.finditer(r"(?:: |- |, |\[|\{)", line)][:MOST_PLACES]
    yield from ((column, "", sign, f"open it with `{sign}`") for sign in opening for column in starts)


def _flow_texts(line: str) -> Iterator[tuple[int, str]]:
    """Yield the texts between brackets and commas that have a colon or a sign of YAML in them, each up to one of the next places where it may end."""
    if not any(sign in line for sign in "[{"):
        return
    for start in [found.end() for found in re.finditer(r"(?:[\w\"]: |[\[{] *|, )(?=[^\s\"'\[{])", line)][:MOST_PLACES]:
        for end in [found.start() for found in re.finditer(r" *[,\]}]", line[start:])][:FEW_ENDS]:
            text = line[start : start + end]
            if text and (": " in text or text[0] in _SIGNS or text.endswith(":")):
                yield start, text


def _commas(line: str) -> list[int]:
    return [found.start() for found in _NO_COMMA.finditer(line)][:MOST_PLACES] if any(sign in line for sign in "[{") else []


def _dashes(line: str) -> Iterator[tuple[int, str, str]]:
    """Yield the edits that begin an entry of a list here."""
    indent = len(line) - len(line.lstrip(" "))
    if line[indent : indent + 1] not in ("", "-", "#"):
        yield indent, "", _DASH
        if indent >= len(_DASH):
            yield indent - len(_DASH), " " * len(_DASH), _DASH


def _widths(lines: list[str], number: int) -> list[tuple[int, bool]]:
    """Return how far a line may be indented, the nearest first, and whether one beside it is; a line without a key and a dash would go on a text."""
    line = lines[number]
    if not _STARTS.match(line):
        return []
    old = line[: len(line) - len(line.lstrip())]
    beside = [_width(lines, range(number - 1, -1, -1)), _width(lines, range(number + 1, len(lines)))]
    widths = [width for width in beside if width is not None]
    deepest = max(widths, default=0)
    likely = [*widths, *(width + 2 for width in widths), *(width + 4 for width in widths), *range(deepest - deepest % 2, -1, -2)]
    nearest = sorted(dict.fromkeys(likely), key=lambda one: (abs(one - len(old.replace("\t", "  "))), likely.index(one)))
    above = next((lines[one] for one in range(number - 1, -1, -1) if lines[one].strip()), "")
    if above.rstrip().endswith(":") and widths:
        widths.append(widths[0] + len(_DASH))
    return [(width, width in widths) for width in nearest if width >= 0 and " " * width != old]


def _width(lines: list[str], numbers: range) -> int | None:
    return next((len(lines[one]) - len(lines[one].lstrip(" ")) for one in numbers if lines[one].strip()), None)
