"""`phasebook check --fix`: makes the edits that are sure, and says what it did."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.edit import Edit
from catalog.finding import Finding
from catalog.mend import mended
from phasebook.examine import Examined, examine
from phasebook.paint import Ink, paint

MANY = 10
"""So many edits that write the same are told one by one."""

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
    return mend(data, [edit for finding in findings for edit in finding.edits])


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


def told(done: Iterable[Edit]) -> Iterator[str]:
    """Yield what was done, a line for each edit; what was written in many places is told once."""
    alike: dict[tuple[str, str], list[Edit]] = {}
    for edit in done:
        alike.setdefault((edit.old, edit.new), []).append(edit)
    for edits in alike.values():
        if len(edits) > MANY:
            yield f"{_said(edits[0])}, there and in {len(edits) - 1:,} other places of {len({edit.at.file for edit in edits}):,} files"
        else:
            yield from (_said(edit) for edit in edits)


def _said(edit: Edit) -> str:
    what = f"`{edit.old}` is now `{edit.new}`" if edit.new else f"`{edit.old.strip()}` is gone"
    return f"{paint('fixed', Ink.GOOD)} {edit.at} {what}".replace("\n", "\\n")
