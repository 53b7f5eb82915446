"""Makes edits in the text of a file; every byte that none of them names stays as it is."""

from collections.abc import Iterable

from catalog.edit import Edit
from catalog.finding import Finding
from catalog.yaml_text import read_yaml

MARK = "\ufeff"


def mended(file: str, content: bytes, edits: Iterable[Edit]) -> tuple[bytes, tuple[Edit, ...]]:
    """Return the content of a file after the sure ones of its edits, and those that were made, in order.

    An edit whose old text does not stand at its place is left out, and so is one that overlaps an earlier one. Where the file
    could be read before and cannot be read afterwards, none is made.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content, ()
    head = MARK if text.startswith(MARK) else ""
    body = text.removeprefix(MARK)
    placed = sorted({(place, edit.old, edit.new): edit for edit in edits if edit.sure and (place := _place(body, edit)) >= 0}.items())
    made: list[tuple[int, Edit]] = []
    for (place, _, _), edit in placed:
        if not made or place >= made[-1][0] + max(len(made[-1][1].old), 1):
            made.append((place, edit))
    for place, edit in reversed(made):
        body = body[:place] + edit.new + body[place + len(edit.old) :]
    after = (head + body).encode("utf-8")
    if not made or (_is_readable(file, content) and not _is_readable(file, after)):
        return content, ()
    return after, tuple(edit for _, edit in made)


def _place(text: str, edit: Edit) -> int:
    """Return where in the text the old words of an edit stand: at its place, or behind the quote there; -1 where they do not."""
    lines = text.split("\n")
    if not 0 < edit.at.line <= len(lines):
        return -1
    start = sum(len(line) + 1 for line in lines[: edit.at.line - 1]) + edit.at.column - 1
    quoted = start + 1 if text[start : start + 1] in ("'", '"') else start
    return next((at for at in (start, quoted) if text.startswith(edit.old, at)), -1)


def _is_readable(file: str, content: bytes) -> bool:
    found: list[Finding] = []
    read_yaml(file, content, found.append)
    return not any(finding.blocking for finding in found)
