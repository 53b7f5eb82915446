"""What a parser's error comes from: where the slip of the hand stands, which is often a line above, and the edit that mends it."""

import re
from typing import Any

from catalog.edit import Edit
from catalog.finding import Finding, declare
from catalog.location import Location
from catalog.trial import Judge, Trial, tried

SYNTAX = declare("YAML001", "A data file is well-formed YAML, indented with spaces.", blocking=True)
CONFLICT = declare("YAML008", "A data file has no marks of a merge that was not finished.", blocking=True)

FEW = 3
"""A guess that leaves more than so many values wrong is none."""

_MARK = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
_HINTS = {
    "mapping values are not allowed": "quote a text that holds `: `, or check the indentation",
    "could not find expected ':'": "write `key: value`; quote a text that runs over several lines",
    "cannot start any token": "quote the text",
    "expected <block end>": "check the indentation and the quotes of this entry",
    "did not find expected": "check the brackets, quotes and indentation here",
    "unexpected end of stream": "close what was opened: a quote or a bracket is missing",
}


def slip(file: str, text: str, error: Any, quoted: Any, judge: Judge | None) -> Finding:
    """Return the finding for an error of the parser; `quoted` is the last quoted text that it read whole, `judge` says what a text comes to."""
    conflict = _conflict(file, text)
    if conflict is not None:
        return conflict
    words = f"{error.context} {error.problem}"
    message = "not well-formed: " + ", ".join(" ".join(part.split()) for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return SYNTAX.found(Location(file, 1, 1), message, _mend(words))
    opened = _opened(error, quoted, mark, lines)
    near = [*([opened.line] if opened is not None else []), *_near(error, mark, lines)]
    guessed = None if judge is None else tried(file, text, near, judge, whole=False)
    if guessed is not None and guessed.wrong <= FEW:
        return _guessed(file, lines, guessed, opened, message)
    tab = text[mark.index : mark.index + 1] == "\t" or "tab character" in message
    fix = "indent with spaces" if tab else _mend(words)
    return (
        SYNTAX.found(_place(file, lines, mark.line, mark.column), message, fix)
        if opened is None
        else _unclosed(file, lines, opened, message)
    )


def _conflict(file: str, text: str) -> Finding | None:
    """Return the finding that a merge was not finished, at the first mark of it; a mark that stands alone was forgotten, and goes."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    first = marks[0]
    at = Location(file, text.count("\n", 0, first.start()) + 1, 1)
    if len(marks) == 1:
        edit = Edit(at=at, old=f"{first[0]}\n", new="") if text[first.end() : first.end() + 1] == "\n" else None
        return CONFLICT.found(at, f"the mark `{first[1]}` of a merge was left here", "delete the line", edit=edit)
    return CONFLICT.found(
        at, f"a merge was not finished: `{first[1]}` stands here", "keep one of the two versions, and delete the lines with the marks"
    )


def _opened(error: Any, quoted: Any, mark: Any, lines: list[str]) -> Any:
    """Return where the quote or bracket stands that is not closed, as far as the parser can tell; else None."""
    if quoted is not None and quoted.start_mark.line < quoted.end_mark.line == mark.line:
        return quoted.start_mark
    context = error.context_mark
    opened = (error.context or "").startswith(("while scanning a quoted scalar", "while parsing a flow"))
    return context if opened and context is not None and context.line < len(lines) else None


def _near(error: Any, mark: Any, lines: list[str]) -> list[int]:
    """Return the lines, counted from 0, at which the slip may stand, the likeliest first."""
    context = error.context_mark.line if error.context_mark is not None else mark.line
    here = min(mark.line, len(lines) - 1)
    at = [context, here] if "scanning a simple key" in (error.context or "") else [here]
    return [*at, *(line for number in at for line in _above(lines, number)), context]


def _above(lines: list[str], line: int) -> list[int]:
    """Return the last two lines before one that are not blank."""
    return [number for number in range(min(line, len(lines)) - 1, -1, -1) if lines[number].strip()][:2]


def _guessed(file: str, lines: list[str], guessed: Trial, opened: Any, message: str) -> Finding:
    """Return the finding with an edit that was tried, at what it is about: the sign that opens, the first letter of what is indented."""
    edit, fix = guessed.edit, guessed.guess.fix
    line = lines[edit.at.line - 1]
    at = edit.at
    if fix.startswith("close it") and opened is not None and opened.line == edit.at.line - 1:
        at = Location(file, opened.line + 1, opened.column + 1)
    elif "\t" not in edit.old and (not edit.old.strip() or guessed.guess.lossy):
        at = Location(file, edit.at.line, max(edit.at.column, len(line) - len(line.lstrip()) + 1))
    return SYNTAX.found(at, message, f"{fix}, and no tab" if "\t" in edit.old and not edit.old.strip() else fix, edit=edit)


def _place(file: str, lines: list[str], line: int, column: int) -> Location:
    return Location(file, min(line + 1, len(lines) - (lines[-1] == "" and len(lines) > 1)), column + 1)


def _unclosed(file: str, lines: list[str], start: Any, message: str) -> Finding:
    """Return the finding that what opens here is not closed, without saying where it ends."""
    sign = lines[start.line][start.column : start.column + 1]
    closing = {"[": "]", "{": "}"}.get(sign, sign)
    return SYNTAX.found(
        Location(file, start.line + 1, start.column + 1), message, f"close it with `{closing}`" if sign else "close what was opened"
    )


def _mend(words: str) -> str:
    return next((fix for sign, fix in _HINTS.items() if sign in words), "check the quotes, brackets and indentation here")
