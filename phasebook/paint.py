"""Colour on a terminal, plain text in a pipe."""

import os
import re
import sys
from enum import StrEnum
from typing import TextIO


class Ink(StrEnum):
    """What a colour means."""

    GOOD = "32"
    BAD = "31"
    CAREFUL = "33"
    QUIET = "2"
    STRONG = "1"
    COMMAND = "36"


def is_interactive(stream: TextIO) -> bool:
    """Return whether a person sees the stream and wants colours and bars: a terminal, and no `NO_COLOR`."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, ink: Ink, stream: TextIO | None = None) -> str:
    """Return the text in its colour where `stream` (standard output) shows colours."""
    return f"\x1b[{ink}m{text}\x1b[0m" if is_interactive(stream or sys.stdout) else text


def unpainted(text: str) -> str:
    """Return the text without colours, for a file or a page."""
    return re.sub(r"\x1b\[\d*m", "", text)
