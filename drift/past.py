"""The first-parent history of a revision: when a thing was last there, and what the commit that took it away put in its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property, partial

from drift.claim import Parting
from drift.repository import Commit, Entry, Repository, Sort
from drift.revision import Revision
from drift.search import Search
from drift.snapshot import Archive, Snapshot

MAX_COMMITS = 20_000
MAX_HOPS = 8
MAX_LOOKS = 200_000
"""Of how many commits it is asked, in all, whether something was there: a catalog of another repository would ask of every one, for every claim."""
MAX_CANDIDATES = 2_000
MAX_COMPARED = 400_000
LEAST = 500
"""Bytes below which a file with the name of another and much of its content may well be another: a Namespace, a list of two files."""
ALIKE = 0.5
"""The share of its lines that a file keeps where it only moved: what Git takes, too."""


def _has(path: str, then: Snapshot) -> bool:
    return then.revision.entry(path) is not None


def _has_word(repository: Repository, word: bytes, name: str, entry: Entry) -> bool:
    if not name.endswith((".yaml", ".yml")) or entry.sort not in (Sort.FILE, Sort.PROGRAM):
        return False
    return word in (repository.blob(entry.oid) or b"")


class Past:
    """The commits from a tip back along first parents, newest first; down to `since` where it is named."""

    def __init__(self, archive: Archive, tip: Commit, since: Commit | None = None) -> None:
        self.archive = archive
        self.tip = tip
        self._since = since
        self._looks = 0

    @cached_property
    def commits(self) -> tuple[str, ...]:
        """Their ids."""
        return self.archive.repository.first_parents(self.tip.oid, self._since.oid if self._since else None, MAX_COMMITS)

    def snapshot(self, number: int) -> Snapshot:
        """Return the snapshot of a commit by its number, 0 for the tip."""
        return self.archive.snapshot(self.archive.repository.commit_at(self.commits[number]))

    def last(self, is_there: Callable[[Snapshot], bool], first: int = 1) -> int | None:
        """Return the number of the newest commit from `first` on in which something is there; None where there is none, or too many were asked."""
        for number in range(first, len(self.commits)):
            self._looks += 1
            if self._looks > MAX_LOOKS:
                return None
            if is_there(self.snapshot(number)):
                return number
        return None

    def last_with(self, word: str, is_there: Callable[[Snapshot], bool]) -> int | None:
        """Return the same as `last`, of something that is there only where a file has this word: the other commits are passed over unread."""
        naming = Search(self.archive.repository, partial(_has_word, self.archive.repository, word.encode()))
        return self.last(lambda then: bool(naming.below(then.revision)) and is_there(then))

    def parting(self, number: int) -> Parting:
        """Return a commit as the one that broke a claim."""
        commit = self.archive.repository.commit_at(self.commits[number])
        return Parting(commit=commit.oid, date=commit.date, subject=commit.subject)

    def path_now(self, path: str) -> str | None:
        """Return where a file or folder that is gone from the tip is now, by what became of its content; None where nothing shows it."""
        first = 1
        for _ in range(MAX_HOPS):
            number = self.last(partial(_has, path), first)
            if number is None:
                return None
            successor = self._successor(path, number)
            if successor is None:
                return self._same_at_tip(path, number)
            if self.snapshot(0).revision.entry(successor) is not None:
                return successor
            path, first = successor, 1
        return None

    def _successor(self, path: str, number: int) -> str | None:
        """Return the path to which the commit after `number` moved a file or folder."""
        old, new = self.snapshot(number).revision, self.snapshot(number - 1).revision
        entry = old.entry(path)
        if entry is None:
            return None
        fresh = dict(_added(old, new, old.commit.tree, new.commit.tree, ""))
        if entry.sort is Sort.FOLDER:
            return _folder(old, new, path, fresh)
        return _likest(old, path, entry, new, fresh, ALIKE)

    def _same_at_tip(self, path: str, number: int) -> str | None:
        """Return the only file at the tip with the name and much of the content of one that is gone."""
        old, tip = self.snapshot(number).revision, self.snapshot(0).revision
        entry = old.entry(path)
        if entry is None or entry.sort is Sort.FOLDER or len(old.repository.blob(entry.oid) or b"") < LEAST:
            return None
        name = path.rpartition("/")[2]
        named = {other: found for other, found in tip.files() if other.rpartition("/")[2] == name and old.entry(other) is None}
        return _likest(old, path, entry, tip, named, 0.7)


def _added(old: Revision, new: Revision, before: str, after: str, above: str) -> Iterator[tuple[str, Entry]]:
    """Yield the files that one tree has and another has not."""
    if before == after:
        return
    known = old.repository.tree(before) if before else {}
    for name, entry in new.repository.tree(after).items():
        earlier = known.get(name)
        if entry.sort is Sort.FOLDER:
            yield from _added(old, new, earlier.oid if earlier and earlier.sort is Sort.FOLDER else "", entry.oid, f"{above}{name}/")
        elif earlier is None:
            yield f"{above}{name}", entry


def _likest(old: Revision, path: str, entry: Entry, new: Revision, candidates: dict[str, Entry], least: float) -> str | None:
    same = sorted(other for other, found in candidates.items() if found.oid == entry.oid)
    if same:
        name = path.rpartition("/")[2]
        return next((other for other in same if other.rpartition("/")[2] == name), same[0])
    content = old.repository.blob(entry.oid)
    if content is None or len(content) > MAX_COMPARED:
        return None
    best, score = None, least
    for other, found in sorted(candidates.items())[:MAX_CANDIDATES]:
        text = new.repository.blob(found.oid) if found.sort in (Sort.FILE, Sort.PROGRAM) else None
        alike = likeness(content, text) if text is not None and len(text) <= MAX_COMPARED else 0
        if alike >= score:
            best, score = other, alike
    return best


def likeness(one: bytes, other: bytes) -> float:
    """Return the share of its lines, weighed by their length, that a text has in common with another: 0 to 1."""
    mine, theirs = Counter(one.splitlines()), Counter(other.splitlines())
    common = sum((len(line) + 1) * min(count, theirs[line]) for line, count in mine.items())
    size = max(sum((len(line) + 1) * count for line, count in lines.items()) for lines in (mine, theirs))
    return common / size if size else 0


def _folder(old: Revision, new: Revision, path: str, fresh: dict[str, Entry]) -> str | None:
    """Return the folder into which most files of one went."""
    below = list(old.files(path))
    votes: Counter[str] = Counter()
    for file, entry in below[:MAX_CANDIDATES]:
        rest = file.removeprefix(f"{path}/")
        whole = _likest(old, file, entry, new, {other: found for other, found in fresh.items() if other.endswith(f"/{rest}")}, ALIKE)
        if whole is not None:
            votes[whole.removesuffix(f"/{rest}")] += 1
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] * 2 >= len(below) else None
