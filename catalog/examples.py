"""A wrong and a right example of each code: lines to take out (`-`) and to put in (`+`), as in a difference between two files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example: the file that it stands in, and its lines before and after."""

    code: str
    file: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]


@cache
def examples() -> Mapping[str, tuple[Example, ...]]:
    """Return the examples by their code, as they stand in `examples.diff` beside this module."""
    text = files("catalog").joinpath("examples.diff").read_text(encoding="utf-8")
    found: dict[str, tuple[Example, ...]] = {}
    for block in text.split("\n\n"):
        head, *lines = block.rstrip("\n").split("\n")
        if not lines:
            continue
        code, file = head.split()
        wrong = tuple(line[2:] for line in lines if line[:1] in (" ", "-"))
        right = tuple(line[2:] for line in lines if line[:1] in (" ", "+"))
        found[code] = (*found.get(code, ()), Example(code=code, file=file, wrong=wrong, right=right))
    return found
