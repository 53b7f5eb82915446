"""Guesses that are tried: the first with which a file can be read, as what it is to hold, is what was meant, most likely."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from catalog.edit import Edit
from catalog.guess import Guess, guesses

MOST_TEXT = 300_000
"""Longer texts are not read again and again."""
MOST_READ = 3_000_000
"""So many letters are read in trials of one file."""

_ALIAS = re.compile(r"(?:[\s\[{,]|^)\*([\w-]+)")
_ANCHOR = re.compile(r"(?:[\s\[{,]|^)&([\w-]+)")

Judge: TypeAlias = Callable[[str], "Verdict | None"]


class Verdict(NamedTuple):
    """What a text comes to once it can be read: how many of its values are none of its kind, and what it says, whatever the layout."""

    wrong: int
    says: object


class Trial(NamedTuple):
    """A guess that can be read, and how much is wrong with the text after it."""

    guess: Guess
    wrong: int
    sure: bool

    @property
    def edit(self) -> Edit:
        """The edit; it is sure where no other that is as likely says something else."""
        return Edit(at=self.guess.edit.at, old=self.guess.edit.old, new=self.guess.edit.new, sure=self.sure)


def tried(file: str, text: str, numbers: Iterable[int], judge: Judge, *, whole: bool) -> Trial | None:
    """Return the guess at one of these lines, counted from 0, with which the text can be read and least is wrong with it.

    With `whole`, one that leaves nothing wrong and leaves out nothing that was written.
    """
    lines = text.split("\n")
    near = [number for number in dict.fromkeys(numbers) if 0 <= number < len(lines)]
    if not near:
        return None
    start, end = around(lines, near)
    before = _anchors(lines, start, end)
    if sum(map(len, [*before, *lines[start:end]])) > MOST_TEXT:
        return None
    found = _judged(file, lines, (start, end), near, lambda after: judge("\n".join([*before, *after])), whole=whole)
    return _best(list(found), whole=whole)


def around(lines: list[str], near: list[int]) -> tuple[int, int]:
    """Return the first and, behind it, the last line of the entries of a list that hold some lines and of the one before them."""
    heads = [number for number, line in enumerate(lines) if line.startswith("- ")]
    before = [number for number in heads if number <= min(near)][-2:]
    after = [number for number in heads if number > max(near)][:1]
    return (before[0] if before else 0), (after[0] if after else len(lines))


def _anchors(lines: list[str], start: int, end: int) -> list[str]:
    """Return the entries before some lines that those cannot be read without: what their aliases stand for is defined there."""
    heads = [number for number, line in enumerate(lines[:start]) if line.startswith("- ")]
    spans = list(pairwise([*heads, start]))
    needed: list[tuple[int, int]] = []
    open_ = set(_ALIAS.findall("\n".join(lines[start:end])))
    for span in reversed(spans):
        held = "\n".join(lines[slice(*span)])
        if open_ & set(_ANCHOR.findall(held)):
            needed.insert(0, span)
            open_ |= set(_ALIAS.findall(held))
    return [line for span in needed for line in lines[slice(*span)]]


def _judged(
    file: str, lines: list[str], span: tuple[int, int], near: list[int], judge: Callable[[list[str]], Verdict | None], *, whole: bool
) -> Iterator[tuple[Guess, int, Verdict]]:
    """Yield each guess that can be read, with which of the lines it is about, and the verdict."""
    start, end = span
    letters = sum(map(len, lines[start:end])) or 1
    left = MOST_READ // letters
    for order, number in enumerate(near):
        for guess in guesses(file, lines, number):
            if (whole and guess.lossy) or left <= 0:
                continue
            left -= 1
            here = lines[number]
            column = guess.edit.at.column - 1
            changed = here[:column] + guess.edit.new + here[column + len(guess.edit.old) :]
            verdict = judge([*lines[start:number], changed, *lines[number + 1 : end]])
            if verdict is not None:
                yield guess, order, verdict


def _best(found: list[tuple[Guess, int, Verdict]], *, whole: bool) -> Trial | None:
    kept = [one for one in found if not whole or not one[2].wrong]
    if not kept:
        return None
    guess, _, verdict = min(kept, key=lambda one: (one[2].wrong, one[0].lossy, one[0].rank, one[1]))
    rivals = [other for other in kept if other[2].wrong == verdict.wrong and other[0].rank == guess.rank and other[2].says != verdict.says]
    sure = not verdict.wrong and not rivals and not guess.lossy
    return Trial(guess=guess, wrong=verdict.wrong, sure=sure)
