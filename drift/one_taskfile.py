"""What stands in one Taskfile: its tasks, its includes, its variables."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import at, text_at, words_at

_TEMPLATE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_VARIABLE = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)(?:\s*\|\s*default\s+\"[^\"]*\")?")
_KNOWN = {"OS": "linux", "ARCH": "amd64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """One entry of `includes`."""

    namespace: str
    taskfile: str
    flatten: bool = False
    internal: bool = False
    optional: bool = False
    aliases: tuple[str, ...] = ()
    excludes: frozenset[str] = frozenset()


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


def includes_of(root: Map) -> Iterator[Include]:
    """Yield what a Taskfile includes, in the short form and the long one."""
    found = at(root, "includes")
    for word, value in found.entries if isinstance(found, Map) else ():
        if isinstance(value, Scalar):
            yield Include(namespace=word, taskfile=value.text)
        elif isinstance(value, Map):
            yield Include(
                namespace=word,
                taskfile=text_at(value, "taskfile") or "",
                flatten=text_at(value, "flatten") == "true",
                internal=text_at(value, "internal") == "true",
                optional=text_at(value, "optional") == "true",
                aliases=words_at(value, "aliases"),
                excludes=frozenset(words_at(value, "excludes")),
            )


def defined_in(root: Map, path: str, text: str) -> Iterator[tuple[str, Task]]:
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


def plain_variables(node: Node | None) -> dict[str, str]:
    """Return the variables that are plain words."""
    entries = node.entries if isinstance(node, Map) else ()
    return {str(word): value.text for word, value in entries if isinstance(value, Scalar) and not value.is_nothing}


def names_of(node: Node | None) -> frozenset[str]:
    """Return the names of variables, whatever their values are."""
    return frozenset(map(str, node.keys)) if isinstance(node, Map) else frozenset()


def is_version_3(written: str | None) -> bool:
    """Whether a Taskfile says that it is of version 3."""
    return written is not None and re.fullmatch(r"v?3(\.\d+){0,2}", written) is not None


def filled(written: str, variables: Mapping[str, str]) -> str:
    """Return a text with the templates filled whose value stands in the Taskfiles; the others stay."""

    def value(template: re.Match[str]) -> str:
        if template[1] in ("OS", "ARCH"):
            return _KNOWN[template[1]]
        if template[1] in (".TASKFILE_DIR", ".ROOT_DIR"):
            return "." if template[1] == ".TASKFILE_DIR" else template[0]
        named = _VARIABLE.fullmatch(template[1])
        return variables.get(named[1], template[0]) if named else template[0]

    return _TEMPLATE.sub(value, written)
