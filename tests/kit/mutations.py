"""Small harm done to the files of a catalog, one at a time: what a slip of the hand, a bad merge or a broken disk does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Files = dict[str, bytes]
VALUES = (
    b"",
    b"[]",
    b"{}",
    b"[x]",
    b"{x: y}",
    b"~",
    b"-1",
    b"3",
    b"true",
    b"'",
    b"nonsense",
    b"*x",
    b"&x",
    b"!x y",
    b"[[[]]]",
    b"{a.b: c}",
    b"|",
    b"\t",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The files of a catalog after one change: what was done, in which file, at which line (counted from 1)."""

    what: str
    file: str
    line: int
    files: Files

    def __str__(self) -> str:
        return f"{self.what} at {self.file}:{self.line}"


def drop_line(random: Random, lines: list[bytes], at: int) -> None:
    del lines[at]


def repeat_line(random: Random, lines: list[bytes], at: int) -> None:
    lines.insert(at, lines[at])


def drop_key(random: Random, lines: list[bytes], at: int) -> None:
    """Take one `key: ` out of the line, and leave its value."""
    lines[at] = _one(random, rb"[\w.-]+: ?", lines[at], lambda word: b"")


def misspell(random: Random, lines: list[bytes], at: int) -> None:
    """Take one letter out of one word."""

    def short(word: bytes) -> bytes:
        letter = random.randrange(len(word))
        return word[:letter] + word[letter + 1 :]

    lines[at] = _one(random, rb"[A-Za-z][\w-]{2,}", lines[at], short)


def another_type(random: Random, lines: list[bytes], at: int) -> None:
    """Put something of another type behind one colon."""
    lines[at] = _one(random, rb"(?<=: )[^,{}\[\]\n]+", lines[at], lambda word: random.choice(VALUES))


def indent(random: Random, lines: list[bytes], at: int) -> None:
    lines[at] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[at]


def outdent(random: Random, lines: list[bytes], at: int) -> None:
    lines[at] = re.sub(rb"^( |- |  )", b"", lines[at], count=1)


def swap_lines(random: Random, lines: list[bytes], at: int) -> None:
    other = min(at + 1, len(lines) - 1)
    lines[at], lines[other] = lines[other], lines[at]


def truncate(random: Random, lines: list[bytes], at: int) -> None:
    """Cut the file off within the line."""
    lines[at:] = [lines[at][: random.randrange(len(lines[at]))]]


def flip_byte(random: Random, lines: list[bytes], at: int) -> None:
    letter = random.randrange(len(lines[at]))
    lines[at] = lines[at][:letter] + bytes([lines[at][letter] ^ (1 << random.randrange(8))]) + lines[at][letter + 1 :]


def drop_sign(random: Random, lines: list[bytes], at: int) -> None:
    """Take out one sign that means something to YAML."""
    lines[at] = _one(random, rb"[\[\]{}:,'\"-]", lines[at], lambda word: b"")


Harm = Callable[[Random, list[bytes], int], None]
HARMS: tuple[Harm, ...] = (
    drop_line,
    repeat_line,
    drop_key,
    misspell,
    another_type,
    indent,
    outdent,
    swap_lines,
    truncate,
    flip_byte,
    drop_sign,
)


def mutant(random: Random, files: Files) -> Mutant:
    """Return the files with one harm done to them; now and then one that changes nothing."""
    harm, file = random.choice(HARMS), random.choice(sorted(files))
    lines = files[file].splitlines(keepends=True)
    at = random.choice([number for number, line in enumerate(lines) if line.strip()])
    harm(random, lines, at)
    return Mutant(what=harm.__name__, file=file, line=at + 1, files={**files, file: b"".join(lines)})


def _one(random: Random, pattern: bytes, line: bytes, change: Callable[[bytes], bytes]) -> bytes:
    found = list(re.finditer(pattern, line))
    if not found:
        return line
    chosen = random.choice(found)
    return line[: chosen.start()] + change(chosen[0]) + line[chosen.end() :]
