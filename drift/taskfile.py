"""The tasks of a repository as `task` sees them: Taskfile version 3, its includes, namespaces and aliases.

Source: taskfile.dev, *Taskfile schema* and *Including other Taskfiles*; held against the program itself in the tests.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import Unreadable, at, documents, text_at, words_at
from drift.revision import Revision, Sort

NAMES = tuple(f"{stem}.{end}" for end in ("yml", "yaml") for stem in ("Taskfile", "taskfile"))
DEFAULTS = (*NAMES, *(f"{stem}.dist.{end}" for end in ("yml", "yaml") for stem in ("Taskfile", "taskfile")))
MAX_FILES = 300
MAX_TASKS = 20_000
MAX_DEPTH = 30

_TEMPLATE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_VARIABLE = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)(?:\s*\|\s*default\s+\"[^\"]*\")?")
_KNOWN = {"OS": "linux", "ARCH": "amd64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task under its full name. `line` and `end` are those of its definition in `path`, both included, counted from 1.

    `namespace` is the chain of namespaces that it was included under, outermost first; `body` its definition, `text` the lines of it.
    """

    name: str
    path: str
    line: int
    end: int
    body: Node
    text: str
    internal: bool = False
    aliases: tuple[str, ...] = ()
    namespace: tuple[str, ...] = ()

    @property
    def wildcard(self) -> bool:
        """Whether the name stands for many."""
        return "*" in self.name

    def named(self, called: str) -> str:
        """Return the full name of a task that this one calls: each namespace stands before it, or takes one leading colon away."""
        for space in reversed(self.namespace):
            called = called[1:] if called.startswith(":") else f"{space}:{called}"
        return called.removeprefix(":")

    @property
    def required(self) -> tuple[str, ...]:
        """The variables that the caller has to give."""
        listed = at(self.body, "requires", "vars")
        items = listed.items if isinstance(listed, Sequence) else ()
        return tuple(name for item in items if (name := item.text if isinstance(item, Scalar) else text_at(item, "name")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """All tasks by full name. `fatal` says why `task` itself would refuse to run any of them; `unknown` are namespaces that cannot be read."""

    tasks: Mapping[str, Task]
    files: tuple[str, ...] = ()
    fatal: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def find(self, name: str) -> Task | None:
        """Return the task that `task NAME` runs: of that name, of a wildcard that fits, or of that alias."""
        if name in self.tasks and not self.tasks[name].wildcard:
            return self.tasks[name]
        for task in self.tasks.values():
            if task.wildcard and re.fullmatch("(.*)".join(map(re.escape, task.name.split("*"))), name):
                return task
        return next((task for task in self.tasks.values() if name in task.aliases), None)

    def unknown_for(self, name: str) -> str | None:
        """Return why it cannot be known whether there is a task of this name, or None."""
        return next((why for space, why in self.unknown.items() if not space or name.startswith(f"{space}:")), None)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Include:
    """One entry of `includes`."""

    namespace: str
    taskfile: str
    flatten: bool = False
    internal: bool = False
    optional: bool = False
    aliases: tuple[str, ...] = ()
    excludes: frozenset[str] = frozenset()


class _Loading:
    """The Taskfiles read so far."""

    def __init__(self, revision: Revision) -> None:
        self._revision = revision
        self.files: list[str] = []
        self.unknown: dict[str, str] = {}
        self.variables: dict[str, frozenset[str]] = {}
        self._count = 0

    def load(self, path: str, space: str, above: tuple[str, ...]) -> dict[str, Task]:
        """Return the tasks of one Taskfile and of all that it includes, by their names as seen from it."""
        self._count += 1
        if path in above:
            raise _Fatal(f"an include cycle: {' -> '.join((*above, path))}")
        if self._count > MAX_FILES or len(above) > MAX_DEPTH:
            raise _Fatal(f"more than {MAX_FILES} includes, or more than {MAX_DEPTH} in each other")
        root, text = self._read(path)
        self.variables[path] = _names(at(root, "vars")) | _names(at(root, "env"))
        tasks = dict(_defined(root, path, text))
        for include in _includes(root):
            self._include(include, path, space, (*above, path), _static(at(root, "vars")), tasks)
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
        if not _version_3(text_at(root, "version")):
            raise _Fatal(f"{path} does not say `version: 3`")
        return root, content.decode("utf-8")

    def _include(
        self, include: _Include, path: str, space: str, above: tuple[str, ...], variables: Mapping[str, str], into: dict[str, Task]
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
        for task in self.load(target, inner, above).values():
            if task.name in include.excludes:
                continue
            seen = _seen_from(task, include)
            if seen.name in into:
                raise _Fatal(f"{path}: the task {seen.name} is defined there and in {include.taskfile}, which it includes")
            into[seen.name] = seen
        _alias_of_default(into, include)

    def _target(self, include: _Include, path: str, variables: Mapping[str, str]) -> str | None:
        """Return the path of an included Taskfile; None where it is not there; after `?`, why it cannot be known."""
        written = _filled(include.taskfile, variables)
        if "{{" in written:
            return f"?{path} includes {include.taskfile}, which only a run of task works out"
        if re.match(r"[a-z+]+://|git@", written):
            return f"?{path} includes {written}, which lies elsewhere"
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        found = self._revision.find(target)
        if written.startswith(("/", "~")) or target.startswith("..") or found.out:
            return f"?{path} includes {written}, which lies outside the repository"
        if found.entry is None:
            return None
        if found.entry.sort is Sort.SUBMODULE:
            return f"?{path} includes {written}, which is a submodule"
        if found.entry.sort is Sort.FOLDER:
            return next((f"{target}/{name}" for name in DEFAULTS if _is_file(self._revision, f"{target}/{name}")), None)
        return target


def _includes(root: Map) -> Iterator[_Include]:
    found = at(root, "includes")
    for word, value in found.entries if isinstance(found, Map) else ():
        if isinstance(value, Scalar):
            yield _Include(namespace=word, taskfile=value.text)
        elif isinstance(value, Map):
            yield _Include(
                namespace=word,
                taskfile=text_at(value, "taskfile") or "",
                flatten=text_at(value, "flatten") == "true",
                internal=text_at(value, "internal") == "true",
                optional=text_at(value, "optional") == "true",
                aliases=words_at(value, "aliases"),
                excludes=frozenset(words_at(value, "excludes")),
            )


def _defined(root: Map, path: str, text: str) -> Iterator[tuple[str, Task]]:
    """Yield the tasks that a Taskfile defines itself."""
    found = at(root, "tasks")
    entries = found.entries if isinstance(found, Map) else ()
    lines = text.splitlines()
    starts = sorted({word.at.line for word, _ in entries} | {word.at.line for word in root.keys} | {len(lines) + 1})
    for word, body in entries:
        first = word.at.line
        end = next((start for start in starts if start > first), first + 1) - 1
        while end > first and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        yield (
            str(word),
            Task(
                name=word,
                path=path,
                line=first,
                end=end,
                body=body,
                text="\n".join(lines[first - 1 : end]),
                internal=text_at(body, "internal") == "true",
                aliases=words_at(body, "aliases"),
            ),
        )


def _seen_from(task: Task, include: _Include) -> Task:
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


def _alias_of_default(into: dict[str, Task], include: _Include) -> None:
    """A namespace without a task of its own name stands for its default task."""
    name = f"{include.namespace}:default"
    if not include.flatten and name in into and include.namespace not in into:
        into[name] = replace(into[name], aliases=(*into[name].aliases, include.namespace, *include.aliases))


def _version_3(written: str | None) -> bool:
    return written is not None and re.fullmatch(r"v?3(\.\d+){0,2}", written) is not None


def _static(node: Node | None) -> dict[str, str]:
    """Return the variables that are plain words."""
    entries = node.entries if isinstance(node, Map) else ()
    return {str(word): value.text for word, value in entries if isinstance(value, Scalar) and not value.is_nothing}


def _names(node: Node | None) -> frozenset[str]:
    return frozenset(map(str, node.keys)) if isinstance(node, Map) else frozenset()


def _filled(written: str, variables: Mapping[str, str]) -> str:
    """Return a text with the templates filled whose value stands in the Taskfiles; the others stay."""

    def value(template: re.Match[str]) -> str:
        if template[1] in ("OS", "ARCH"):
            return _KNOWN[template[1]]
        if template[1] in (".TASKFILE_DIR", ".ROOT_DIR"):
            return "." if template[1] == ".TASKFILE_DIR" else template[0]
        named = _VARIABLE.fullmatch(template[1])
        return variables.get(named[1], template[0]) if named else template[0]

    return _TEMPLATE.sub(value, written)
