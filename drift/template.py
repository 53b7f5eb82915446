"""The little of Go's templates that stands in the path of an include: variables of its Taskfile, the machine, a few functions.

A path is filled in before anything runs: a variable that a command works out, and those that `task` sets for a task, are empty then.
Source: taskfile.dev, *Templating Reference*; held against the program itself in the tests.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from catalog.node import Mapping as Map
from catalog.node import Node, Scalar, Sequence
from drift.documents import at

_ACTION = re.compile(r"\{\{(?:-\s)?(.*?)(?:\s-)?\}\}")
_TOKEN = re.compile(r"\s*(?:\"(?P<quoted>[^\"\\]*)\"|`(?P<raw>[^`]*)`|(?P<name>\.[A-Za-z_][\w.]*)|(?P<word>[A-Za-z_]\w*|\d+)|(?P<pipe>\|))")
_OF_A_TASK = frozenset({"TASK", "TASK_DIR", "TASKFILE", "TASKFILE_DIR", "ROOT_TASKFILE", "ROOT_DIR", "USER_WORKING_DIR"})
_MACHINE = {"OS": "linux", "ARCH": "amd64"}

_Value: TypeAlias = str | Node | None
"""None is what the environment of whoever runs `task` may say."""


class _Unknown(Exception):
    """Only a run of `task` works this out."""


def filled(written: str, variables: Node | None) -> str | None:
    """Return a text with its templates filled in, once; None where that rests on who runs it. `variables` are the `vars` of the file."""
    try:
        return _ACTION.sub(lambda action: _text(_pipeline(action[1], variables)), written)
    except _Unknown:
        return None


def _pipeline(text: str, variables: Node | None) -> _Value:
    """Return what commands joined by `|` come to: each is given, last, what the one before it came to."""
    commands: list[list[re.Match[str]]] = [[]]
    end = 0
    while text[end:].strip():
        token = _TOKEN.match(text, end)
        if token is None:
            raise _Unknown
        end = token.end()
        if token["pipe"]:
            commands.append([])
        else:
            commands[-1].append(token)
    passed: tuple[_Value, ...] = ()
    for command in commands:
        passed = (_command(command, passed, variables),)
    return passed[0]


def _command(tokens: list[re.Match[str]], passed: tuple[_Value, ...], variables: Node | None) -> _Value:
    if not tokens:
        raise _Unknown
    first, *rest = tokens
    given = (*(_operand(one, variables) for one in rest), *passed)
    if first["word"] in _MACHINE and not given:
        return _MACHINE[first["word"]]
    if first["word"]:
        if first["word"] not in _FUNCTIONS:
            raise _Unknown
        return _FUNCTIONS[first["word"]](given)
    if given:
        raise _Unknown
    return _operand(first, variables)


def _operand(token: re.Match[str], variables: Node | None) -> _Value:
    if token["name"]:
        return _variable(token["name"][1:].split("."), variables)
    if token["word"] and not token["word"].isdigit():
        return _command([token], (), variables)
    return next(text for text in (token["quoted"], token["raw"], token["word"]) if text is not None)


def _variable(keys: list[str], variables: Node | None) -> _Value:
    found = at(variables, keys[0])
    if found is None:
        return "" if keys[0] in _OF_A_TASK else None
    if isinstance(found, Map):
        return at(found, "map", *keys[1:]) or ""
    if keys[1:]:
        raise _Unknown
    return found


def _text(value: _Value) -> str:
    match value:
        case str():
            return value
        case Scalar():
            return "" if value.is_nothing else value.text
        case _:
            raise _Unknown


def _default(given: tuple[_Value, ...]) -> _Value:
    """What is given last, and the first where that is empty; what may come from the environment is taken to be left out."""
    match given:
        case (instead, value):
            return instead if value is None or not _text(value) else value
        case _:
            raise _Unknown


def _index(given: tuple[_Value, ...]) -> _Value:
    match given:
        case (Sequence(items=items), str(place)) if place.isdigit() and int(place) < len(items):
            return items[int(place)]
        case (Map() as found, str(key)):
            return at(found, key) or ""
        case _:
            raise _Unknown


def _joined(given: tuple[_Value, ...]) -> _Value:
    parts = [part for part in map(_text, given) if part]
    return posixpath.normpath("/".join(parts)) if parts else ""


def _one(change: Callable[[str], str]) -> Callable[[tuple[_Value, ...]], _Value]:
    def changed(given: tuple[_Value, ...]) -> _Value:
        if len(given) != 1:
            raise _Unknown
        return change(_text(given[0]))

    return changed


_FUNCTIONS: Mapping[str, Callable[[tuple[_Value, ...]], _Value]] = {
    "default": _default,
    "index": _index,
    "joinPath": _joined,
    "env": lambda _: None,
    "lower": _one(str.lower),
    "upper": _one(str.upper),
    "trim": _one(str.strip),
    "toSlash": _one(str),
}
