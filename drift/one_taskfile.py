"""What stands in one Taskfile: its tasks, its includes, its variables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import at, flag_at, text_at, words_at

_VERSION = re.compile(r"v?3(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?")


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
    checksum: str | None = None


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
                flatten=flag_at(value, "flatten"),
                internal=flag_at(value, "internal"),
                optional=flag_at(value, "optional"),
                aliases=words_at(value, "aliases"),
                excludes=frozenset(words_at(value, "excludes")),
                checksum=text_at(value, "checksum"),
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
                internal=flag_at(body, "internal"),
                aliases=words_at(body, "aliases"),
            ),
        )


def names_of(node: Node | None) -> frozenset[str]:
    """Return the names of variables, whatever their values are."""
    return frozenset(map(str, node.keys)) if isinstance(node, Map) else frozenset()


def version_of(root: Map) -> tuple[int, int, int] | None:
    """Return the version of its schema that a Taskfile says, or None where that is none of version 3."""
    said = _VERSION.fullmatch(text_at(root, "version") or "")
    return (3, int(said[1] or 0), int(said[2] or 0)) if said else None
