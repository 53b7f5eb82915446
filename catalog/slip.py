"""What a parser's error comes from: where the slip of the hand stands, which is often a line above, and the edit that mends it."""

import re
from collections.abc import Callable
from typing import Any

from catalog.edit import Edit
from catalog.finding import Finding, declare
from catalog.location import Location
from catalog.trial import tried

SYNTAX = declare("YAML001", "A data file is well-formed YAML, indented with spaces.", blocking=True)

_GLUED = re.compile(r"(\s*(?:- +)*)([a-z_]+):(?=[^\s/:])")
_BARE = re.compile(r"(\s*(?:- +)*)([a-z_]+) +\S")
_COMMENT = re.compile(r"\s+#[^\"']*$|\s+$")
_HINTS = {
    "mapping values are not allowed": "quote a text that holds `: `, or check the indentation",
    "could not find expected ':'": "write `key: value`; quote a text that runs over several lines",
    "cannot start any token": "quote the text",
    "expected <block end>": "check the indentation and the quotes of this entry",
    "did not find expected": "check the brackets, quotes and indentation here",
    "unexpected end of stream": "close what was opened: a quote or a bracket is missing",
}


def slip(file: str, text: str, error: Any, quoted: Any, reads: Callable[[str], bool]) -> Finding:
    """Return the finding for an error of the parser; `quoted` is the last quoted text that it read whole, `reads` says whether it can read a text."""
    words = f"{error.context} {error.problem}"
    message = "not well-formed: " + ", ".join(" ".join(part.split()) for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return SYNTAX.found(Location(file, 1, 1), message, _mend(words))
    opened = (error.context or "").startswith(("while scanning a quoted scalar", "while parsing a flow"))
    if quoted is not None and quoted.start_mark.line < quoted.end_mark.line == mark.line:
        return _unclosed(file, lines, quoted.start_mark, message, lines[quoted.start_mark.line][quoted.start_mark.column])
    if opened and error.context_mark is not None and error.context_mark.line < len(lines):
        start = error.context_mark
        sign = lines[start.line][start.column : start.column + 1]
        return _unclosed(file, lines, start, message, {"[": "]", "{": "}"}.get(sign, sign))
    above = _above(lines, error.context_mark.line if "scanning a simple key" in words and error.context_mark is not None else mark.line)
    colon = next((found for line in above if (found := _colon(file, lines, line, message)) is not None), None)
    return colon or _tried(file, text, mark, message, reads) or _indented(file, lines, mark, message, _mend(words))


def _tried(file: str, text: str, mark: Any, message: str, reads: Callable[[str], bool]) -> Finding | None:
    """Return the finding with an edit that has been tried; where a tab stands, that is told in any case."""
    lines = text.split("\n")
    tab = text[mark.index : mark.index + 1] == "\t" or "tab character" in message
    likely = None if "could not find expected" in message and not tab else tried(file, text, min(mark.line, len(lines) - 1), reads)
    if likely is not None:
        edit, fix = likely
        at = edit.at if edit.old.strip() or tab else Location(file, edit.at.line, len(edit.old) + 1)
        return SYNTAX.found(at, message, f"{fix}, and no tab" if tab else fix, edit=edit)
    return SYNTAX.found(_place(file, lines, mark.line, mark.column), message, "indent with spaces") if tab else None


def _place(file: str, lines: list[str], line: int, column: int) -> Location:
    return Location(file, min(line + 1, len(lines) - (lines[-1] == "" and len(lines) > 1)), column + 1)


def _above(lines: list[str], line: int) -> list[int]:
    """Return a line and the last one before it that is not blank."""
    before = [number for number in range(min(line, len(lines)) - 1, -1, -1) if lines[number].strip()][:1]
    return [*([line] if line < len(lines) else []), *before]


def _unclosed(file: str, lines: list[str], start: Any, message: str, sign: str) -> Finding:
    """Return the finding that what opens here is not closed; at the end of its line, most likely."""
    line = lines[start.line]
    end = len(line.rstrip("\r"))
    comment = _COMMENT.search(line, start.column)
    place = comment.start() if comment is not None else end
    edit = Edit(at=Location(file, start.line + 1, place + 1), old="", new=sign) if sign else None
    fix = f"close it with `{sign}`" if sign else "close what was opened"
    return SYNTAX.found(Location(file, start.line + 1, start.column + 1), message, fix, edit=edit)


def _colon(file: str, lines: list[str], line: int, message: str) -> Finding | None:
    """Return the finding that a key lacks its colon, or the blank after it."""
    found = _GLUED.match(lines[line])
    if found is None:
        bare = _BARE.match(lines[line])
        if bare is None or "could not find expected ':'" not in message or ": " in lines[line]:
            return None
        found = bare
    at = Location(file, line + 1, len(found[1]) + 1)
    old = found[0][len(found[1]) :] if found.re is _GLUED else found[2]
    edit = Edit(at=at, old=old, new=f"{found[2]}: " if found.re is _GLUED else f"{found[2]}:")
    return SYNTAX.found(at, message, f"write `{found[2]}: `, with a colon and a blank", edit=edit)


def _indented(file: str, lines: list[str], mark: Any, message: str, fix: str) -> Finding:
    """Return the finding where the parser stopped; one line above, where that one alone is indented by an odd number."""
    here = lines[mark.line] if mark.line < len(lines) else ""
    for line in _above(lines, mark.line)[1:]:
        width = len(lines[line]) - len(lines[line].lstrip(" "))
        if width % 2 and not (len(here) - len(here.lstrip(" "))) % 2 and "did not find expected key" in message:
            return SYNTAX.found(Location(file, line + 1, width + 1), message, "indent it like the lines beside it")
    return SYNTAX.found(_place(file, lines, mark.line, mark.column), message, fix)


def _mend(words: str) -> str:
    return next((fix for sign, fix in _HINTS.items() if sign in words), "check the quotes, brackets and indentation here")
