"""The repository at one revision: its tree of files, links followed."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from drift.repository import Commit, Entry, Repository, Sort

MAX_FILES = 50_000
MAX_DEEP = 60
MAX_LINKS = 10
_NO_NAMES = ("", ".", "..")


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
