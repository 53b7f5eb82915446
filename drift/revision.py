"""The repository at one revision: its tree of files, read object by object and remembered by their ids."""

import posixpath
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
MAX_FILES = 50_000
MAX_ENTRIES = 150_000
MAX_DEEP = 60
MAX_LINKS = 10
MAX_REMEMBERED = 64_000_000
_NO_NAMES = ("", ".", "..")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a path leads to: where it really lies (links followed), and its entry; `out` where a link leads out of the tree."""

    path: str
    entry: Entry | None
    out: bool = False


class Revision:
    """The files of one commit. Paths are relative to the top of the repository, joined by `/`."""

    def __init__(self, repository: Repository, commit: Commit) -> None:
        self.repository = repository
        self.commit = commit
        self.reads: dict[str, Entry | None] = {}
        self._walked: dict[str, str] = {}

    def entry(self, path: str) -> Entry | None:
        """Return what stands at a path, links not followed, or None."""
        here = Entry(Sort.FOLDER, self.commit.tree)
        for name in _names(path):
            if here.sort is not Sort.FOLDER:
                return None
            following = self.repository.tree(here.oid).get(name)
            if following is None:
                return None
            here = following
        return here

    def find(self, path: str) -> Found:
        """Return what a path leads to, with links followed inside the tree; the question and its answer are noted in `reads`."""
        plain = posixpath.normpath(path)
        found = self._beside(plain) or self._find(plain)
        self.reads[path] = found.entry
        return found

    def _beside(self, path: str) -> Found | None:
        """Return what stands at a path in a folder that was walked to before; None where it was not, or a link stands there."""
        folder, _, name = path.rpartition("/")
        tree = self._walked.get(folder) if name not in _NO_NAMES else None
        entry = self.repository.tree(tree).get(name) if tree is not None else None
        if tree is None or (entry is not None and entry.sort is Sort.LINK):
            return None
        return Found(path=path, entry=entry)

    def _find(self, path: str) -> Found:
        for _ in range(MAX_LINKS):
            names = _names(path)
            here, count = self._walk(names)
            if here is None or here.sort is not Sort.LINK:
                return Found(path=path, entry=here)
            target = (self.repository.blob(here.oid) or b"").decode("utf-8", "backslashreplace")
            path = posixpath.normpath(posixpath.join(*names[:count], target, *names[count + 1 :]))
            if path.startswith(("/", "..")):
                return Found(path=path, entry=None, out=True)
        return Found(path=path, entry=None)

    def _walk(self, names: list[str]) -> tuple[Entry | None, int]:
        """Return the entry at the end of a path, or the first link on the way with its place in the path."""
        here: Entry | None = Entry(Sort.FOLDER, self.commit.tree)
        for count, name in enumerate(names):
            if here is not None and here.sort is Sort.FOLDER and count == len(names) - 1:
                self._walked["/".join(names[:count])] = here.oid
            here = self.repository.tree(here.oid).get(name) if here is not None and here.sort is Sort.FOLDER else None
            if here is None or here.sort is Sort.LINK:
                return here, count
        return here, len(names)

    def content(self, path: str) -> bytes | None:
        """Return the bytes of the file that a path leads to; None where it is none, or has more than `MAX_FILE` bytes."""
        entry = self.find(path).entry
        return self.repository.blob(entry.oid) if entry is not None and entry.sort in (Sort.FILE, Sort.PROGRAM) else None

    def text(self, path: str) -> str | None:
        """Return the text of a file, or None where there is none or it is not UTF-8."""
        content = self.content(path)
        try:
            return None if content is None else content.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder, sorted; none where it is no folder."""
        entry = self.find(folder).entry
        return tuple(sorted(self.repository.tree(entry.oid))) if entry is not None and entry.sort is Sort.FOLDER else ()

    def files(self, folder: str = "") -> Iterator[tuple[str, Entry]]:
        """Yield every entry but folders below a folder, with its path; of at most `MAX_FILES` entries, at most `MAX_DEEP` deep."""
        start = self.entry(folder)
        if start is None or start.sort is not Sort.FOLDER:
            return
        waiting = [(posixpath.normpath(folder) if folder else "", start.oid, 0)]
        count = 0
        while waiting:
            path, oid, deep = waiting.pop()
            for name, entry in self.repository.tree(oid).items():
                whole = posixpath.normpath(f"{path}/{name}") if path not in ("", ".") else name
                count += 1
                if count > MAX_FILES:
                    return
                if entry.sort is not Sort.FOLDER:
                    yield whole, entry
                elif deep < MAX_DEEP:
                    waiting.append((whole, entry.oid, deep + 1))


def _names(path: str) -> list[str]:
    return [name for name in posixpath.normpath(path).split("/") if name not in ("", ".")]
