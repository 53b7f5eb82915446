"""The one printer of the Markdown that code hosts show in comments and job summaries: whatever text goes in, it comes out as text."""

import re
from collections.abc import Iterable, Sequence

from generator.markup import clean, printable

MAX_WORDS = 300
"""The longest text within a line; what is longer is cut."""

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+!|~&$-]")
_JOINER = "\u2060"


def text(raw: str) -> str:
    """`raw` as running text, that names nobody and links to nothing."""
    line = re.sub(r"(?<=[@#:/.])(?=\w)", _JOINER, short(raw))
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", line)


def code(raw: str) -> str:
    """`raw` as code within a line, also within a table."""
    line = short(raw)
    if re.search(r"[`|\\<&]", line) or not line:
        return f"<code>{_SIGNS.sub(lambda sign: f'&#{ord(sign[0])};', line)}</code>"
    return f"`{line}`"


def short(raw: str) -> str:
    """`raw` on one line and not too long."""
    line = clean(raw)
    return line if len(line) <= MAX_WORDS else line[: MAX_WORDS - 1] + "…"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; headers and cells are finished."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list; the items are finished."""
    return "\n".join(f"- {item}" for item in items)


def details(summary: str, *blocks: str) -> str:
    """Blocks that the reader unfolds; the summary is finished."""
    return "\n\n".join([f"<details><summary>{summary}</summary>", *blocks, "</details>"])


def fence(raw: str, most: int) -> str:
    """`raw`, at most so many signs of it, line by line as a block of code."""
    body = "\n".join(printable(line).rstrip() for line in raw.expandtabs(8).split("\n"))
    if len(body) > most:
        body = body[:most].rsplit("\n", 1)[0] + "\n…"
    ticks = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", body)), default=0))
    return f"{ticks}text\n{body}\n{ticks}"


def page(*blocks: str) -> str:
    """The blocks one under the other, empty ones left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"
