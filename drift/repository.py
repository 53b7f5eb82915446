"""A Git repository, read object by object and remembered by their ids."""

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from drift.git import Git, NoSuchRevision

MAX_FILE = 4_000_000
MAX_TREE = 16_000_000
MAX_ENTRIES = 150_000
MAX_REMEMBERED = 64_000_000
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Sort(StrEnum):
    """What an entry of a tree is."""

    FILE = "file"
    PROGRAM = "program"
    FOLDER = "folder"
    LINK = "link"
    SUBMODULE = "submodule"


_SORTS = {
    "100644": Sort.FILE,
    "100664": Sort.FILE,
    "100755": Sort.PROGRAM,
    "40000": Sort.FOLDER,
    "120000": Sort.LINK,
    "160000": Sort.SUBMODULE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree: what it is, and the id of its object."""

    sort: Sort
    oid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit: its id, the id of its tree, when it was committed (ISO date, UTC offset left out) and its subject."""

    oid: str
    tree: str
    date: str
    subject: str


class Repository:
    """A Git repository, read only. Contents of at most `MAX_REMEMBERED` bytes are remembered."""

    def __init__(self, folder: Path) -> None:
        self._git = Git(folder)
        self._trees: dict[str, dict[str, Entry]] = {}
        self._blobs: OrderedDict[str, bytes | None] = OrderedDict()
        self._held = 0
        self._entries = 0

    def close(self) -> None:
        """End what was started to read it."""
        self._git.close()

    def commit(self, name: str) -> Commit:
        """Return the commit that a revision names; raises NoSuchRevision where there is none."""
        found = (self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") or "").strip()
        if not _NAME.fullmatch(found):
            raise NoSuchRevision(f"there is no revision {name} in this repository")
        return self.commit_at(found)

    def commit_at(self, oid: str) -> Commit:
        """Return the commit with this id."""
        content = self._git.read(oid, MAX_FILE)
        if content is None:
            raise NoSuchRevision(f"the commit {oid[:12]} cannot be read")
        head, _, message = content.decode(errors="replace").partition("\n\n")
        fields = dict(line.split(" ", 1) for line in head.splitlines() if " " in line and not line.startswith(" "))
        subject = next(iter(message.splitlines()), "")
        return Commit(oid=oid, tree=fields.get("tree", ""), date=_date(fields.get("committer", "")), subject=subject)

    def first_parents(self, tip: str, since: str | None, most: int) -> tuple[str, ...]:
        """Return the ids of the commits from `tip` back along first parents, at most `most`; down to `since` and with it, where it is named."""
        words = ["rev-list", "--first-parent", f"--max-count={most}", tip]
        listed = (self._git.ask(*words, *([f"^{since}"] if since else [])) or "").split()
        return (*listed, *([since] if since and since not in listed else ()))

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Return whether one commit is among the ancestors of another."""
        return self._git.ask("merge-base", "--is-ancestor", older, newer) is not None

    def tree(self, oid: str) -> dict[str, Entry]:
        """Return the entries of one tree by name; one that cannot be read, or is too large, has none."""
        if oid not in self._trees:
            self._trees[oid] = dict(_entries(self._git.read(oid, MAX_TREE) or b"", len(oid) // 2))
            self._entries += len(self._trees[oid])
            while self._entries > MAX_ENTRIES and len(self._trees) > 1:
                self._entries -= len(self._trees.pop(next(iter(self._trees))))
        return self._trees[oid]

    def blob(self, oid: str) -> bytes | None:
        """Return the content of a file, or None where it has more than `MAX_FILE` bytes or is not there."""
        if oid in self._blobs:
            self._blobs.move_to_end(oid)
            return self._blobs[oid]
        content = self._git.read(oid, MAX_FILE)
        self._blobs[oid] = content
        self._held += len(content or b"")
        while self._held > MAX_REMEMBERED:
            self._held -= len(self._blobs.popitem(last=False)[1] or b"")
        return content


def _date(committer: str) -> str:
    """Return the day of a committer line, counted in UTC."""
    words = committer.rsplit(" ", 2)
    try:
        return datetime.fromtimestamp(int(words[-2]), UTC).date().isoformat()
    except (IndexError, ValueError, OverflowError, OSError):
        return ""


def _entries(content: bytes, width: int) -> Iterator[tuple[str, Entry]]:
    at = 0
    while at < len(content):
        end = content.find(b"\0", at)
        if end < 0 or end + width >= len(content) + 1:
            return
        mode, _, name = content[at:end].partition(b" ")
        sort = _SORTS.get(mode.decode("ascii", "replace"))
        if sort is not None:
            yield name.decode("utf-8", "backslashreplace"), Entry(sort, content[end + 1 : end + 1 + width].hex())
        at = end + 1 + width
