"""What the documentation tells people to type does what it says."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from phasebook.main import main

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r'^```(yaml title="([^"]+)"|console)\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SLOW = ("build",)
"""What is tried in tests of its own."""


class Typed(NamedTuple):
    """A line that is typed, and the lines that are promised of it."""

    line: str
    promised: tuple[str, ...]


def blocks(page: str) -> Iterator[tuple[str, str] | Typed]:
    """The files that a page has people write, and the lines that it has them type, in order."""
    for found in _BLOCK.finditer((DOCS / page).read_text(encoding="utf-8")):
        if found[2]:
            yield found[2], found[3]
            continue
        for part in re.split(r"^\$ ", found[3], flags=re.MULTILINE)[1:]:
            line, *promised = part.splitlines()
            yield Typed(line, tuple(promised))


@pytest.mark.parametrize("page", ["tutorial.md", "how-to.md"])
def test_a_page_that_is_followed_does_what_it_says(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = 0
    for block in blocks(page):
        if not isinstance(block, Typed):
            path = Path(block[0])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block[1], encoding="utf-8")
            continue
        program, *arguments = shlex.split(block.line, comments=True)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
        elif program == "phasebook" and arguments[0] not in SLOW:
            typed += 1
            main(arguments)
            printed = "".join(capsys.readouterr())
            assert [line for line in block.promised if line not in printed] == [], f"{block.line}\n{printed}"
    assert typed


def test_the_tutorial_ends_with_a_proof_of_every_combination() -> None:
    *_, last = (block for block in blocks("tutorial.md") if isinstance(block, Typed) and block.line == "phasebook prove")
    assert re.fullmatch(r"every combination of faults, (\d+): \1 resolved", last.promised[-1])
