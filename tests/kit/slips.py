"""Slips of the hand, one at a time, as people make them who write YAML twice a year: what was done, where it stands, and what stood there before."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

Files = dict[str, bytes]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The files after a slip: what it was, its place and where else it may be told; `was` is what stood there, empty where no edit can know."""

    what: str
    files: Files
    places: frozenset[Place]
    was: str

    def __str__(self) -> str:
        return f"{self.what} at {min(self.places)}"


@dataclass(frozen=True, slots=True)
class Site:
    """A word of a file: where it begins in its line, and what comes before and behind it."""

    file: str
    line: int
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        """The word itself."""
        return self.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """The file and the line, counted from 1."""
        return (self.file, self.line + 1)


Find = Callable[[Files, Random], Slip | None]


def lines_of(content: bytes) -> list[str]:
    return content.decode("utf-8").split("\n")


def sites(files: Files, pattern: str, folders: Iterable[str]) -> list[Site]:
    """Return every place that a pattern finds, by its first group; comments and block texts are left out."""
    wanted = re.compile(pattern)
    return [
        Site(name, number, *found.span(1), line)
        for name, content in sorted(files.items())
        if name.endswith(".yaml") and name.partition("/")[0] in folders
        for number, line in plain_lines(content)
        for found in wanted.finditer(line.split(" # ")[0])
    ]


def plain_lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no comment and no part of a block text."""
    block: int | None = None
    for number, line in enumerate(lines_of(content)):
        indent = len(line) - len(line.lstrip())
        if block is not None and (not line.strip() or indent > block):
            continue
        block = indent if re.search(r":\s*[|>][+-]?\s*$", line) else None
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line


def put(files: Files, site: Site, new: str, what: str, *, was: str | None = None, elsewhere: Iterable[Place] = ()) -> Slip:
    """Return the slip that writes something else at a site."""
    lines = lines_of(files[site.file])
    lines[site.line] = site.text[: site.start] + new + site.text[site.end :]
    changed = {**files, site.file: "\n".join(lines).encode()}
    return Slip(what=what, files=changed, places=frozenset({site.place, *elsewhere}), was=site.word if was is None else was)


def misspelt(word: str, random: Random) -> str:
    """Return a word with a letter too few, too many, or swapped with the next; never the first."""
    at = random.randrange(1, max(len(word) - 1, 2))
    kind = random.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return swapped if swapped != word else word[:at] + word[at + 1 :]


ALL = ("systems", "components", "commands", "faults", "reactions", "invariants", "runbooks", "scenarios", "trees", "guide")
KEY = r"(?:^|[{ ])(?:- )?({keys}):(?= |$)"


def misspelling(what: str, pattern: str, folders: Iterable[str] = ALL) -> Find:
    def find(files: Files, random: Random) -> Slip | None:
        found = [site for site in sites(files, pattern, folders) if len(site.word) > 3]
        if not found:
            return None
        site = random.choice(found)
        return put(files, site, misspelt(site.word, random), what)

    return find


def replacing(what: str, pattern: str, new: str, folders: Iterable[str] = ALL, *, was: str | None = None) -> Find:
    def find(files: Files, random: Random) -> Slip | None:
        found = sites(files, pattern, folders)
        if not found:
            return None
        site = random.choice(found)
        return put(files, site, new.replace("@", site.word), what, was=was)

    return find


def relined(what: str, pattern: str, change: Callable[[list[str], int, Random], str], folders: Iterable[str] = ALL) -> Find:
    """Return the slip that changes whole lines: `change` does it, and returns what an edit should give back."""

    def find(files: Files, random: Random) -> Slip | None:
        found = sites(files, pattern, folders)
        if not found:
            return None
        site = random.choice(found)
        lines = lines_of(files[site.file])
        before = len(lines)
        was = change(lines, site.line, random)
        near = {(site.file, site.line + 1), (site.file, site.line + 2)} if len(lines) > before else {(site.file, site.line + 1)}
        return Slip(what=what, files={**files, site.file: "\n".join(lines).encode()}, places=frozenset(near), was=was)

    return find


def repeated_line(lines: list[str], at: int, random: Random) -> str:
    lines.insert(at + 1, lines[at])
    return lines[at]


def indented(by: str) -> Callable[[list[str], int, Random], str]:
    def change(lines: list[str], at: int, random: Random) -> str:
        was = lines[at]
        lines[at] = by + was if by.strip(" ") or by else was
        return was

    return change


def tabbed(lines: list[str], at: int, random: Random) -> str:
    was = lines[at]
    lines[at] = "\t" + was.lstrip(" ")
    return was


def left_out(lines: list[str], at: int, random: Random) -> str:
    del lines[at]
    return ""


def capital(files: Files, random: Random) -> Slip | None:
    found = sites(files, r"^(?:  )?(?:phase|risk|kind): ([a-z-]+)", ("components", "commands", "runbooks"))
    if not found:
        return None
    site = random.choice(found)
    return put(files, site, site.word.capitalize(), "another case")


def outdented(lines: list[str], at: int, random: Random) -> str:
    was = lines[at]
    lines[at] = was[1:]
    return was
