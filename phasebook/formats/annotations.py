"""Workflow commands by which GitHub shows notices on the lines that they are about."""

from collections.abc import Iterable

from phasebook.formats.notice import Level, Notice

_WORDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def annotations(notices: Iterable[Notice]) -> str:
    """Return one line for each notice."""
    return "".join(f"{_command(one)}\n" for one in notices)


def _command(one: Notice) -> str:
    known = {"file": one.at.file, "line": str(one.at.line), "col": str(one.at.column)} if one.at.file else {}
    properties = ",".join(f"{key}={_property(value)}" for key, value in {**known, "title": one.rule}.items())
    return f"::{_WORDS[one.level]} {properties}::{_data(one.message)}"


def _data(raw: str) -> str:
    return raw.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(raw: str) -> str:
    return _data(raw).replace(":", "%3A").replace(",", "%2C")
