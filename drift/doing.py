"""What a task does: the commands that it runs itself, through `deps`, through the tasks that it calls, and in the repository's scripts."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import at, text_at
from drift.one_taskfile import Task
from drift.repository import Sort
from drift.revision import Revision
from drift.shell import commands_in
from drift.taskfile import Tasks

MAX_REACHED = 500
MAX_SCRIPTS = 100
_PROGRAMS = ("task", "go-task")
_WITH_VALUE = ("-C", "--concurrency", "-o", "--output", "-I", "--interval", "--sort", "--completion")
_ELSEWHERE = ("-t", "--taskfile", "-d", "--dir", "-g", "--global")
_INTERPRETERS = ("bash", "sh", "zsh", "python", "python3", "source", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line `task NAME...`: the names, and the variables that it gives."""

    names: tuple[str, ...]
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Everything that running a task comes to. `missing` are calls of tasks that are not there: who calls, and which."""

    tasks: tuple[Task, ...]
    scripts: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    text: str


def called_by(words: tuple[str, ...]) -> Call | None:
    """Return what a simple command calls where its program is `task`, in this folder's Taskfile; else None."""
    if not words or words[0] not in _PROGRAMS:
        return None
    names: list[str] = []
    variables: list[str] = []
    rest = iter(words[1:])
    for word in rest:
        if word == "--":
            break
        if word.split("=")[0] in _ELSEWHERE:
            return None
        if word in _WITH_VALUE:
            next(rest, None)
        elif word.startswith("-") or not word:
            continue
        elif word[0] in "<>|" or word[:2] in ("1>", "2>", "&>"):
            if word in (">", ">>", "<", "2>", "&>"):
                next(rest, None)
        elif "=" in word:
            variables.append(word.partition("=")[0])
        else:
            names.append(word)
    return Call(names=tuple(names), variables=tuple(variables))


def shell_of(body: Node) -> tuple[str, ...]:
    """Return the shell texts that a task runs itself, its preconditions and checks included."""
    return tuple(_shell(body))


def _shell(body: Node) -> Iterator[str]:
    match body:
        case Scalar(is_nothing=False):
            yield body.text
        case Sequence():
            yield from (text for item in body.items for text in _command(item))
        case Map():
            for key in ("cmds", "cmd"):
                found = at(body, key)
                items = found.items if isinstance(found, Sequence) else (found,) if found is not None else ()
                yield from (text for item in items for text in _command(item))
        case _:
            return


def _command(item: Node) -> Iterator[str]:
    if isinstance(item, Scalar):
        yield item.text
    elif isinstance(item, Map):
        for key in ("cmd", "defer"):
            text = text_at(item, key)
            if text is not None:
                yield text


def _calls(task: Task) -> Iterator[str]:
    """Yield the full names of the tasks that a task calls; those that only a run works out are left out."""
    for key in ("deps", "cmds"):
        found = task.body if isinstance(task.body, Sequence) and key == "cmds" else at(task.body, key)
        for item in found.items if isinstance(found, Sequence) else ():
            name = item.text if isinstance(item, Scalar) and key == "deps" else text_at(item, "task") or text_at(item, "defer", "task")
            if name and "{{" not in name:
                yield task.named(name)
    for text in _shell(task.body):
        yield from _in_shell(text)


def _in_shell(text: str) -> Iterator[str]:
    for words in commands_in(text):
        call = called_by(words)
        yield from (name for name in (call.names if call else ()) if "{{" not in name and "$" not in name)


def scripts_in(text: str, revision: Revision) -> Iterator[str]:
    """Yield the paths of the repository's own scripts that a shell text runs."""
    for words in commands_in(text):
        first = words[0] if words[0] not in _INTERPRETERS else next((word for word in words[1:] if not word.startswith("-")), "")
        path = first.removeprefix("./")
        if "/" in first and "{{" not in path and not path.startswith(("/", "..", "~", "$")):
            entry = revision.find(path).entry
            if entry is not None and entry.sort in (Sort.FILE, Sort.PROGRAM):
                yield path


def doing(tasks: Tasks, task: Task, revision: Revision) -> Doing:
    """Return what running a task comes to."""
    reached: dict[str, Task] = {}
    scripts: dict[str, str] = {}
    missing: dict[tuple[str, str], None] = {}
    waiting = [task]
    while waiting and len(reached) < MAX_REACHED:
        here = waiting.pop(0)
        if here.name in reached:
            continue
        reached[here.name] = here
        for text in _shell(here.body):
            for path in scripts_in(text, revision):
                if path not in scripts and len(scripts) < MAX_SCRIPTS:
                    scripts[path] = revision.text(path) or ""
                    waiting += _known(tasks, path, _in_shell(scripts[path]), missing)
        waiting += _known(tasks, here.name, _calls(here), missing)
    text = "\n".join((*(one.text for one in reached.values()), *scripts.values()))
    return Doing(tasks=tuple(reached.values()), scripts=tuple(scripts), missing=tuple(missing), text=text)


def _known(tasks: Tasks, caller: str, names: Iterator[str], missing: dict[tuple[str, str], None]) -> Iterator[Task]:
    for name in names:
        found = tasks.find(name)
        if found is not None:
            yield found
        elif tasks.unknown_for(name) is None:
            missing[caller, name] = None
