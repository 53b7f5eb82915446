"""Whether the first finding of a catalog names a slip where it stands, and mends it."""

from dataclasses import dataclass
from pathlib import Path

from slips import Files, Slip

from catalog.edit import Edit
from catalog.finding import Finding
from catalog.mend import mended
from phasebook.examine import examine


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The first finding, how many there are, whether it stands where the slip does, and whether its edit mends that."""

    first: Finding | None
    count: int
    placed: bool
    mends: bool


class Judge:
    """Holds slips against what `check` finds, in a folder of its own."""

    def __init__(self, data: Path, files: Files) -> None:
        self._data, self._files = data, files
        self._written: Files = {}
        self._write(files)

    def judged(self, slip: Slip) -> Told:
        """Return what is told of a slip."""
        self._write(slip.files)
        found = examine(self._data, with_replays=True).findings
        if not found:
            return Told(first=None, count=0, placed=False, mends=False)
        placed = (found[0].at.file, found[0].at.line) in slip.places
        return Told(first=found[0], count=len(found), placed=placed, mends=placed and self._mends(slip, found[0]))

    def _mends(self, slip: Slip, first: Finding) -> bool:
        """Return whether the words of the edit name what was there, or the edit itself leaves nothing to be found."""
        was = slip.was.strip().strip("'\"")
        if was and any(f"`{part}" in first.fix or f"{part}`" in first.fix for part in (was, slip.was.strip())):
            return True
        files = dict(slip.files)
        for edit in first.edits:
            sure = Edit(at=edit.at, old=edit.old, new=edit.new)
            files[edit.at.file], _ = mended(edit.at.file, files[edit.at.file], [sure])
        self._write(files)
        return bool(first.edits) and (files == self._files or not examine(self._data, with_replays=True).findings)

    def _write(self, files: Files) -> None:
        for name in set(self._written) - set(files):
            (self._data / name).unlink()
        for folder in sorted((path for path in self._data.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
        for name, content in files.items():
            if self._written.get(name) != content:
                path = self._data / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self._written = dict(files)
