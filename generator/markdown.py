"""The one printer of Markdown. Pages are put together from these blocks and from the words of `markup`, and never by hand."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.markup import (
    Block,
    Inline,
    address_of,
    clean,
    code,
    emphasis,
    inline,
    join,
    link,
    name,
    names,
    plain,
    printable,
    rich,
    span,
    strong,
    text,
)

__all__ = [
    "Align",
    "Block",
    "Inline",
    "Item",
    "address_of",
    "admonition",
    "bullets",
    "clean",
    "code",
    "details",
    "division",
    "emphasis",
    "fence",
    "front_matter",
    "heading",
    "inline",
    "join",
    "link",
    "numbered",
    "page",
    "paragraph",
    "plain",
    "prose",
    "rich",
    "span",
    "stack",
    "strong",
    "table",
    "text",
]

_INDENT = "    "


class Align(StrEnum):
    """How a column of a table is set."""

    LEFT = "---"
    RIGHT = "---:"
    CENTER = ":---:"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its line, and the items below it."""

    line: str
    below: tuple["Item", ...] = ()


def heading(level: int, content: str, anchor: str = "", *, found: bool = True) -> Block:
    """A heading of this level (1 to 6), reachable as `#anchor`; where it is not to be `found`, the search passes over what stands below it."""
    mark = f" {{ #{name(anchor)}{'' if found else ' data-search-exclude=yes'} }}" if anchor else ""
    return Block(f"{'#' * level} {inline(content) or span('')}{mark}")


def paragraph(*parts: str, anchor: str = "") -> Block:
    """The parts, as one paragraph, reachable as `#anchor`."""
    return Block(join(*parts, by=" ") + (f"\n{{ #{name(anchor)} }}" if anchor else ""))


def prose(raw: str) -> Block:
    """Text of several paragraphs, parted by blank lines; what stands between backticks is code."""
    return stack(*(Block(rich(part)) for part in re.split(r"\n\s*\n", raw) if part.strip()))


def fence(raw: str, language: str = "text") -> Block:
    """`raw`, line by line, as a block of code."""
    unified = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", raw).expandtabs(8)
    body = "\n".join(printable(line).rstrip() for line in unified.strip("\n").split("\n"))
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    ticks = "`" * max(3, longest + 1)
    return Block(f"{ticks}{name(language)}\n{body}\n{ticks}")


def bullets(*items: str | Item) -> Block:
    """A list."""
    return _listed(items, lambda _: "-   ")


def numbered(*items: str | Item) -> Block:
    """A numbered list."""
    return _listed(items, lambda number: f"{number}.".ljust(len(_INDENT)))


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[Align] = ()) -> Block:
    """A table. On a phone its rows become cards, with the header's word beside each cell but the first."""
    sides = [*align, *[Align.LEFT] * (len(headers) - len(align))]
    words = [clean(header) if re.fullmatch(r"[\w ,.-]+", header) else "" for header in headers]
    body = [[_cell(cell, words[number] if number else "") for number, cell in enumerate(row)] for row in rows]
    lines: list[list[str]] = [[inline(header) for header in headers], [str(side) for side in sides], *body]
    return Block("\n".join(f"| {' | '.join(line)} |" for line in lines))


def admonition(kind: str, title: str, *body: str) -> Block:
    """A box of this kind (`success`, `failure`, `warning`, ...) with a title."""
    return _boxed("!!!", kind, title, body)


def details(kind: str, title: str, *body: str, opened: bool = False) -> Block:
    """A box of this kind that the reader unfolds."""
    return _boxed("???+" if opened else "???", kind, title, body)


def division(classes: str, *body: str, found: bool = True) -> Block:
    """The blocks within an element of these classes (words parted by blanks); where they are not to be `found`, the search passes over them.

    Not for use within a box or a list.
    """
    tag, passed = ("div", "") if found else ("section", ' data-search-exclude="yes"')  # the search tells elements by their tags alone
    return Block(f'<{tag} class="{names(classes.split())}"{passed} markdown>\n\n{stack(*body)}\n\n</{tag}>')


def stack(*blocks: str) -> Block:
    """The blocks one under the other; a part that is no finished block becomes a paragraph, an empty one nothing."""
    return Block("\n\n".join(block if isinstance(block, Block) else inline(block) for block in blocks if block))


def front_matter(
    *, title: str, description: str = "", tags: Sequence[str] = (), hide: Sequence[str] = (), boost: int = 1, found: bool = True
) -> Block:
    """The head of a page: its title in the browser, a description, the words it is found by, the parts of the frame to hide."""
    lines = [f"title: {_quoted(title)}"]
    if description:
        lines.append(f"description: {_quoted(description)}")
    if tags:
        lines.append(f"tags: [{', '.join(_quoted(tag) for tag in tags)}]")
    lines.append(f"hide: [{', '.join(map(name, [*hide, 'tags']))}]")
    if boost != 1 or not found:
        lines.append(f"search: {{boost: {boost}}}" if found else "search: {exclude: true}")
    return Block("\n".join(["---", *lines, "---"]))


def page(*blocks: str) -> str:
    """A whole page, ready to be written."""
    return stack(*blocks) + "\n"


def _quoted(raw: str) -> str:
    return json.dumps(plain(raw), ensure_ascii=False)


def _cell(content: str, word: str) -> str:
    shown = inline(content)
    return f'{shown} {{ data-label="{word}" }}' if word and shown else shown


def _boxed(mark: str, kind: str, title: str, body: Sequence[str]) -> Block:
    head = f'{mark} {name(kind)} "{inline(title)}"'
    return Block(f"{head}\n\n{_indented(stack(*body))}" if any(body) else head)


def _indented(lines: str) -> str:
    return "\n".join(f"{_INDENT}{line}" for line in lines.split("\n"))


def _listed(items: Sequence[str | Item], mark: Callable[[int], str]) -> Block:
    return Block("\n".join(_entry(item if isinstance(item, Item) else Item(item), mark(number)) for number, item in enumerate(items, 1)))


def _entry(item: Item, mark: str) -> str:
    line = f"{mark}{inline(item.line)}"
    return f"{line}\n{_indented(bullets(*item.below))}" if item.below else line
