"""The tasks of a repository as `task` sees them: Taskfile version 3, its includes, namespaces and aliases.

Source: taskfile.dev, *Taskfile schema* and *Including other Taskfiles*; held against the program itself in the tests.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from catalog.node import Mapping as Map
from catalog.node import Node
from drift.documents import Unreadable, at, documents, items_at
from drift.one_taskfile import Include, Task, defined_in, includes_of, names_of, version_of
from drift.repository import Sort
from drift.revision import Revision
from drift.taskfile_shape import misshapen
from drift.template import filled

NAMES = tuple(f"{stem}.{end}" for end in ("yml", "yaml") for stem in ("Taskfile", "taskfile"))
DEFAULTS = (*NAMES, *(f"{stem}.dist.{end}" for end in ("yml", "yaml") for stem in ("Taskfile", "taskfile")))
MAX_FILES = 300
MAX_TASKS = 20_000
MAX_DEPTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """All tasks by full name. `fatal` says why `task` itself would refuse to run any of them; `unknown` are namespaces that cannot be read."""

    tasks: Mapping[str, Task]
    files: tuple[str, ...] = ()
    fatal: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, name: str) -> Task | None:
        """Return the task that `task NAME` runs: of that name, of a wildcard that fits, or of that alias; None where two have that alias."""
        if name in self.tasks:
            return self.tasks[name]
        for task in self.tasks.values():
            if any(_fits(pattern, name) for pattern in (task.name, *task.aliases) if "*" in pattern):
                return task
        found = self.with_alias(name)
        return found[0] if len(found) == 1 else None

    def with_alias(self, name: str) -> tuple[Task, ...]:
        """Return the tasks with an alias: `task` runs none of them where there are more than one."""
        return tuple(task for task in self.tasks.values() if name in task.aliases)

    def unknown_for(self, name: str) -> str | None:
        """Return why it cannot be known whether there is a task of this name, or None."""
        return next((why for space, why in self.unknown.items() if not space or name.startswith(f"{space}:")), None)


def _fits(pattern: str, name: str) -> bool:
    """Whether a name fits one with stars: its pieces stand in the name one after the other, the first at its start, the last at its end."""
    first, *pieces, last = pattern.split("*")
    if len(name) < len(first) + len(last) or not name.startswith(first) or not name.endswith(last):
        return False
    at, end = len(first), len(name) - len(last)
    for piece in pieces:
        at = name.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class _Fatal(Exception):
    """`task` would refuse the whole Taskfile; the words say why."""


def tasks_of(revision: Revision) -> Tasks:
    """Return the tasks of the repository: those of the Taskfile in its top folder."""
    root = next((name for name in DEFAULTS if _is_file(revision, name)), None)
    if root is None:
        return Tasks(tasks={}, fatal="there is no Taskfile in the top folder")
    loading = _Loading(revision)
    try:
        tasks = loading.load(root, "", ())
    except _Fatal as fatal:
        return Tasks(tasks={}, files=tuple(loading.files), fatal=str(fatal), unknown=loading.unknown)
    return Tasks(tasks=tasks, files=tuple(loading.files), unknown=loading.unknown, variables=loading.variables)


def _is_file(revision: Revision, path: str) -> bool:
    entry = revision.find(path).entry
    return entry is not None and entry.sort in (Sort.FILE, Sort.PROGRAM)


class _Loading:
    """The Taskfiles read so far."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self.files: list[str] = []
        self.unknown: dict[str, str] = {}
        self.variables: dict[str, frozenset[str]] = {}
        self._count = 0
        self._version: tuple[int, int, int] | None = None

    def load(self, path: str, space: str, above: tuple[str, ...]) -> dict[str, Task]:
        """Return the tasks of one Taskfile and of all that it includes, by their names as seen from it."""
        self._count += 1
        if path in above:
            raise _Fatal(f"an include cycle: {' -> '.join((*above, path))}")
        if self._count > MAX_FILES or len(above) > MAX_DEPTH:
            raise _Fatal(f"more than {MAX_FILES} includes, or more than {MAX_DEPTH} in each other")
        root, text = self._read(path)
        self._agree(root, path, included=bool(above))
        self.variables[path] = names_of(at(root, "vars")) | names_of(at(root, "env"))
        tasks = dict(defined_in(root, path, text))
        for include in includes_of(root):
            self._include(include, path, space, (*above, path), at(root, "vars"), tasks)
        if len(tasks) > MAX_TASKS:
            raise _Fatal(f"more than {MAX_TASKS:,} tasks")
        return tasks

    def _read(self, path: str) -> tuple[Map, str]:
        content = self._revision.content(path)
        if content is None:
            raise _Fatal(f"{path} cannot be read")
        if path not in self.files:
            self.files.append(path)
        try:
            found = documents(path, content)
        except Unreadable as why:
            raise _Fatal(f"{path} is no YAML that can be read: {why}") from None
        root = found[0] if found else None
        if not isinstance(root, Map):
            raise _Fatal(f"{path} holds no Taskfile")
        if version_of(root) is None:
            raise _Fatal(f"{path} does not say `version: 3`")
        wrong = misshapen(root)
        if wrong is not None:
            raise _Fatal(f"{path}: {wrong}")
        return root, content.decode("utf-8")

    def _agree(self, root: Map, path: str, *, included: bool) -> None:
        """Refuse what one Taskfile may say and another that includes it may not."""
        said = version_of(root)
        self._version = self._version or said
        if said != self._version:
            raise _Fatal(f"{path} says another version than the Taskfile that includes it")
        if included and items_at(root, "dotenv"):
            raise _Fatal(f"{path} has `dotenv`, and only the Taskfile in the top folder may")

    def _include(
        self, include: Include, path: str, space: str, above: tuple[str, ...], variables: Node | None, into: dict[str, Task]
    ) -> None:
        whole = f"{space}:{include.namespace}" if space else include.namespace
        inner = space if include.flatten else whole
        target = self._target(include, path, variables)
        if target is None:
            if not include.optional:
                raise _Fatal(f"{path} includes {include.taskfile}, which is not there")
            return
        if target.startswith("?"):
            self.unknown[inner] = target[1:]
            return
        self._unaltered(target, include.checksum)
        for task in self.load(target, inner, above).values():
            if task.name in include.excludes:
                continue
            seen = _seen_from(task, include)
            if seen.name in into:
                raise _Fatal(f"{path}: the task {seen.name} is defined there and in {include.taskfile}, which it includes")
            into[seen.name] = seen
        _alias_of_default(into, include)

    def _unaltered(self, path: str, checksum: str | None) -> None:
        if checksum and sha256(self._revision.content(path) or b"").hexdigest() != checksum:
            raise _Fatal(f"{path} has not the checksum with which it is included")

    def _target(self, include: Include, path: str, variables: Node | None) -> str | None:
        """Return the path of an included Taskfile; None where it is not there; after `?`, why it cannot be known."""
        written = filled(include.taskfile, variables)
        if written is None:
            return f"?{path} includes {include.taskfile}, which only a run of task works out"
        if written.startswith("/") and not include.taskfile.startswith("/"):
            return None  # it begins with something that is empty when the path is filled in
        elsewhere = self._elsewhere(written, path)
        if elsewhere is not None:
            return f"?{path} includes {elsewhere}"
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        found = self._revision.find(target)
        if found.entry is None:
            return None
        if found.entry.sort is Sort.FOLDER:
            return next((f"{target}/{name}" for name in DEFAULTS if _is_file(self._revision, f"{target}/{name}")), None)
        return target

    def _elsewhere(self, written: str, path: str) -> str | None:
        """Return why an include does not lie in the repository; None where it does."""
        if re.match(r"[a-z+]+://|git@", written):
            return f"{written}, which lies elsewhere"
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        found = self._revision.find(target)
        if written.startswith(("/", "~")) or target.startswith("..") or found.out:
            return f"{written}, which lies outside the repository"
        if found.entry is not None and found.entry.sort is Sort.SUBMODULE:
            return f"{written}, which is a submodule"
        return None


def _seen_from(task: Task, include: Include) -> Task:
    """Return a task of an included Taskfile as the including one sees it."""
    internal = task.internal or include.internal
    if include.flatten:
        return replace(task, internal=internal)
    others = [_joined(space, name) for space in include.aliases for name in (task.name, *task.aliases)]
    return replace(
        task,
        name=_joined(include.namespace, task.name),
        internal=internal,
        aliases=(*(_joined(include.namespace, alias) for alias in task.aliases), *others),
        namespace=(include.namespace, *task.namespace),
    )


def _joined(space: str, name: str) -> str:
    return name[1:] if name.startswith(":") else f"{space}:{name}"


def _alias_of_default(into: dict[str, Task], include: Include) -> None:
    """A namespace without a task of its own name stands for its default task."""
    name = f"{include.namespace}:default"
    if not include.flatten and name in into and include.namespace not in into:
        into[name] = replace(into[name], aliases=(*into[name].aliases, include.namespace, *include.aliases))
