"""Where in the data a thing stands, and words that remember it."""

from typing import NamedTuple, Self


class Location(NamedTuple):
    """A place in a data file: path relative to the data folder, line and column counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Location("", 0, 0)


class Word(str):
    """A scalar exactly as it is written in the data, with the place where it stands.

    Words compare and hash as plain text, so ``3`` and ``"3"`` are one value and ``1.10`` and ``1.1`` two (language §1).
    """

    __slots__ = ("at",)
    at: Location

    def __new__(cls, text: str, at: Location = NOWHERE) -> Self:
        """Return `text` as a word standing at `at`."""
        word = super().__new__(cls, text)
        word.at = at
        return word
