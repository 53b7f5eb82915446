"""Files of a revision by what they are, wherever they lie: looked for tree by tree, so that the next commit costs only what has changed."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeAlias

from drift.repository import MAX_ENTRIES, Entry, Repository, Sort
from drift.revision import MAX_DEEP, Revision

MAX_FOUND = 2_000
Wanted: TypeAlias = Callable[[str, Entry], bool]
Found: TypeAlias = tuple[tuple[str, Entry], ...]


class Search:
    """One question about single files of a repository: `wanted` is asked with the name of a file and its entry."""

    def __init__(self, repository: Repository, wanted: Wanted) -> None:
        self._repository = repository
        self._wanted = wanted
        self._known: dict[str, Found] = {}

    def below(self, revision: Revision) -> Found:
        """Return the entries of a revision, folders left out, that are wanted, each with its path; at most `MAX_FOUND`."""
        return self._in(revision.commit.tree, 0)

    def _in(self, tree: str, deep: int) -> Found:
        if tree not in self._known:
            found = tuple(islice(self._look(tree, deep), MAX_FOUND))
            if len(self._known) >= MAX_ENTRIES:
                self._known.clear()
            self._known[tree] = found
        return self._known[tree]

    def _look(self, tree: str, deep: int) -> Iterator[tuple[str, Entry]]:
        for name, entry in self._repository.tree(tree).items():
            if entry.sort is Sort.FOLDER:
                if deep < MAX_DEEP:
                    yield from ((f"{name}/{path}", found) for path, found in self._in(entry.oid, deep + 1))
            elif self._wanted(name, entry):
                yield name, entry
