"""Texts that the program wrote and that are kept beside the data: read back, or told of in words where they cannot be."""

import json
from collections.abc import Callable, Iterator
from typing import TypeVar

from catalog.finding import Code, Finding
from catalog.location import Location

_Read = TypeVar("_Read")


class BadKeptError(ValueError):
    """A kept text that is not what it should be, with the reason in words."""


def json_in(text: str) -> object:
    """Return what a text of JSON says; raises BadKeptError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadKeptError(f"it is no JSON: {error}") from error


def readable(text: str | None, read: Callable[[str], _Read]) -> _Read | None:
    """Return what `read` makes of a kept text; None where there is none, or none that can be read, of which `check` tells."""
    try:
        return read(text) if text is not None else None
    except BadKeptError:
        return None


def check_kept(text: str | None, read: Callable[[str], object], code: Code, file: str, command: str) -> Iterator[Finding]:
    """Yield the finding that a kept text, which stands in `file` and which `command` writes, cannot be read."""
    try:
        if text is not None:
            read(text)
    except BadKeptError as why:
        yield code.found(Location(file, 1, 1), f"`{file}`: {why}", f"write it with `{command}`, or delete `{file}`")
