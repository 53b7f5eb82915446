"""All that is asked of one revision, worked out when it is first asked; a revision in which the files read are the same shares the answer."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from drift.doing import scripts_in, shell_of
from drift.entry_points import Beginnings
from drift.flux import Flux
from drift.manifests import Reading
from drift.repository import Commit, Entry, Repository
from drift.revision import Revision
from drift.search import Found, Search
from drift.talos import TALCONFIGS, Talos, talos_of
from drift.taskfile import Tasks, tasks_of
from drift.walk import flux_of

MAX_KEPT = 4
MAX_SNAPSHOTS = 64
MAX_RAN = 16_000_000
MAX_RUNNERS = 100

_PATH = re.compile(r"(?<![A-Za-z0-9_.-])[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)+/?")
_APPLIED = re.compile(r"(?:-k|-f|-R?f|--filename|--kustomize|kustomize|kustomize build)[ =]([A-Za-z0-9_./-]+)")
_RUNNER = re.compile(r"\.?[Jj]ustfile|.+\.just|(?:GNU)?[Mm]akefile|.+\.mk|helmfile\.ya?ml")
_Answer = TypeVar("_Answer")


class Ran:
    """What tasks run, as one text; `names` are the paths that it names, `applied` the folders and files that a tool there takes whole."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = frozenset(_clean(word) for word in _PATH.findall(text))
        self.applied = frozenset(_clean(word) for word in _APPLIED.findall(text))

    def mentions(self, path: str) -> bool:
        """Whether a path is named, or lies in a folder that a tool applies."""
        parts = path.split("/")
        return path in self.names or any("/".join(parts[:count]) in self.applied for count in range(1, len(parts) + 1))


def _clean(word: str) -> str:
    return word.removeprefix("./").rstrip("/.")


class _Kept(Generic[_Answer]):
    """The last answers to one question, each with what was read for it, and what `found` says was looked for wherever it lies."""

    def __init__(self, work_out: Callable[[Revision], _Answer], found: Callable[[Revision], Found] = lambda _: ()) -> None:
        self._work_out = work_out
        self._found = found
        self._kept: list[tuple[Found, dict[str, Entry | None], _Answer]] = []

    def answer(self, revision: Revision) -> _Answer:
        """Return the answer for a revision, a kept one where all that was read for it is the same there."""
        found = self._found(revision)
        for looked_for, reads, answer in self._kept:
            if looked_for == found and all(revision.find(path).entry == entry for path, entry in reads.items()):
                return answer
        fresh = Revision(revision.repository, revision.commit)
        answer = self._work_out(fresh)
        self._kept = [(found, fresh.reads, answer), *self._kept][:MAX_KEPT]
        return answer


class Snapshot:
    """One revision: its files, tasks, nodes, and what Flux applies."""

    def __init__(self, archive: "Archive", commit: Commit) -> None:
        self._archive = archive
        self.revision = Revision(archive.repository, commit)

    @property
    def reading(self) -> Reading:
        """The YAML files."""
        return self._archive.reading

    @cached_property
    def tasks(self) -> Tasks:
        """The tasks of the Taskfile in the top folder."""
        return self._archive.tasks.answer(self.revision)

    @cached_property
    def flux(self) -> Flux:
        """What Flux applies."""
        return self._archive.flux.answer(self.revision)

    @cached_property
    def talos(self) -> Talos:
        """The nodes."""
        return self._archive.talos.answer(self.revision)

    @cached_property
    def runners(self) -> tuple[str, ...]:
        """The files of other programs that run commands: what they do is not read."""
        return tuple(path for path, _ in self._archive.runners.below(self.revision))[:MAX_RUNNERS]

    @cached_property
    def ran(self) -> "Ran":
        """Everything that tasks run: the text of every Taskfile, and of the scripts that a task calls."""
        return self._archive.ran.answer(self.revision)


class Archive:
    """A repository with what has been worked out of its revisions."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.reading = Reading(repository)
        self.tasks: _Kept[Tasks] = _Kept(tasks_of)
        talconfigs = Search(repository, lambda name, _: name in TALCONFIGS)
        self.talos: _Kept[Talos] = _Kept(lambda revision: talos_of(revision, talconfigs.below(revision)), talconfigs.below)
        begins = Beginnings(repository)
        self.flux: _Kept[Flux] = _Kept(lambda revision: flux_of(revision, self.reading, begins.of(revision)), begins.of)
        self.runners = Search(repository, lambda name, _: _RUNNER.fullmatch(name) is not None)
        self.ran: _Kept[Ran] = _Kept(lambda revision: _ran(self.tasks.answer(revision), revision))
        self._snapshots: dict[str, Snapshot] = {}

    def snapshot(self, commit: Commit) -> Snapshot:
        """Return the snapshot of a commit."""
        if commit.oid not in self._snapshots:
            if len(self._snapshots) >= MAX_SNAPSHOTS:
                self._snapshots.pop(next(iter(self._snapshots)))
            self._snapshots[commit.oid] = Snapshot(self, commit)
        return self._snapshots[commit.oid]


def _ran(tasks: Tasks, revision: Revision) -> Ran:
    scripts: dict[str, str] = {}
    for task in tasks.tasks.values():
        for text in shell_of(task.body):
            for path in scripts_in(text, revision):
                if path not in scripts and sum(map(len, scripts.values())) < MAX_RAN:
                    scripts[path] = revision.text(path) or ""
    texts = (*(revision.text(path) or "" for path in tasks.files), *scripts.values())
    return Ran("\n".join(texts)[:MAX_RAN])
