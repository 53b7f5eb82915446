"""`phasebook check --fix`: makes the edits that are sure, and says what it did."""

from collections.abc import Iterable
from pathlib import Path

from catalog.edit import Edit
from catalog.finding import Finding
from catalog.mend import mended
from phasebook.examine import Examined, examine
from phasebook.paint import Ink, paint

MAX_ROUNDS = 8
"""A mistake that is mended may uncover another; nobody has made more of them one over the other."""


def fixed(data: Path) -> tuple[Examined, tuple[Edit, ...]]:
    """Mend the catalog in a folder as far as its findings know how to for sure; return what is left and what was done."""
    done: list[Edit] = []
    for _ in range(MAX_ROUNDS):
        examined = examine(data, with_replays=False)
        made = _mend(data, examined.findings)
        if not made:
            break
        done += made
    return examine(data, with_replays=True), tuple(done)


def _mend(data: Path, findings: tuple[Finding, ...]) -> list[Edit]:
    return mend(data, [finding.edit for finding in findings if finding.edit is not None])


def mend(data: Path, edits: Iterable[Edit]) -> list[Edit]:
    """Make the sure ones of these edits in the files of a catalog, and return those that were made."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.at.file, []).append(edit)
    made: list[Edit] = []
    for file, wanted in by_file.items():
        path = data / file
        content, written = mended(file, path.read_bytes(), wanted)
        if written:
            path.write_bytes(content)
            made += written
    return made


def said(edit: Edit) -> str:
    """Return what an edit did, in a line."""
    what = f"`{edit.old}` is now `{edit.new}`" if edit.new else f"`{edit.old.strip()}` is gone"
    return f"{paint('fixed', Ink.GOOD)} {edit.at} {what}".replace("\n", "\\n")
