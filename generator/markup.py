"""Markup within one line: whatever text goes in, it comes out as text.

`Inline` is finished markup within a line, `Block` finished markup of whole lines. Every function of `markup` and `markdown` takes
either, or plain `str`, and plain `str` is always escaped. So forgetting a call shows a sign too many on the page, and never opens
the page to what the data says.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

# Every sign that some rule of Markdown, of its extensions or of HTML gives a meaning, and the dot that makes a number a list.
_SIGNS = re.compile(r'[&<>"\\`*_\[\]{}|~^=#+!?:@()$-]|(?<=\d)\.')
_NOT_LITERAL_IN_CODE = re.compile(r'[<&`|"\\]')
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_FREE = 0xFFFE
_KNOWN = 20_000
_SCHEMES = frozenset({"http", "https", "mailto"})
_DIRECTION = frozenset({"R", "AL", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class Inline(str):
    """Finished markup within one line."""

    __slots__ = ()


class Block(str):
    """Finished markup of whole lines, without blank lines around it."""

    __slots__ = ()


def clean(raw: str) -> str:
    """`raw` on one line: runs of white space are one blank, and what no page can hold (control characters, halves of pairs) is gone."""
    line = " ".join(raw.split())
    return line if line.isprintable() else " ".join(printable(line).split())


def plain(raw: str) -> str:
    """`raw` for a place that takes HTML and no Markdown, like the titles of the navigation."""
    return html.escape(clean(raw), quote=True)


@lru_cache(maxsize=_KNOWN)  # a guide says the same words on many pages
def text(raw: str) -> Inline:
    """`raw` as running text. What runs from right to left is kept apart from its neighbours."""
    line = clean(raw)
    shown = _SIGNS.sub(_number, line)
    strange = not line.isascii() and any(unicodedata.bidirectional(sign) in _DIRECTION for sign in line)
    return Inline(f"<bdi>{shown}</bdi>" if strange else shown)


@lru_cache(maxsize=_KNOWN)
def code(raw: str) -> Inline:
    """`raw` as code within a line."""
    line = clean(raw)
    if not line or _NOT_LITERAL_IN_CODE.search(line):
        return Inline(f"<code>{re.sub(r'[!-/:-@[-`{-~]', _number, line)}</code>")
    return Inline(f"`{line}`")


@lru_cache(maxsize=_KNOWN)
def rich(raw: str) -> Inline:
    """`raw` as running text, in which what stands between two backticks is code."""
    pieces = re.split(r"`([^`]+)`", clean(raw))
    return Inline("".join(code(piece) if number % 2 else _edges(piece) for number, piece in enumerate(pieces)))


def inline(content: str) -> Inline:
    """`content` as it is where it is finished markup, else as running text."""
    return content if isinstance(content, Inline) else text(content)


def join(*parts: str, by: str = "") -> Inline:
    """The parts in one line, with `by` between them; the blanks at the edges of plain text are kept here."""
    return Inline(_edges(by).join(part if isinstance(part, Inline) else _edges(part) for part in parts if part))


def strong(content: str) -> Inline:
    """`content` in bold."""
    return span(content, tag="strong")


def emphasis(content: str) -> Inline:
    """`content` in italics."""
    return span(content, tag="em")


def span(content: str, *classes: str, tag: str = "span") -> Inline:
    """`content` within an inline element of these classes."""
    look = f' class="{names(classes)}"' if classes else ""
    return Inline(f"<{name(tag)}{look}>{inline(content)}</{tag}>")


def link(label: str, target: str, *classes: str) -> Inline:
    """A link to a page of the guide (a path relative to the page that holds it) or to a web address.

    A target that is neither (`javascript:`, an absolute path) leaves the label without a link.
    """
    address = address_of(target)
    if address is None:
        return span(label, *classes) if classes else inline(label)
    look = "{ " + " ".join(f".{name(look)}" for look in classes) + " }" if classes else ""
    return Inline(f"[{inline(label)}]({address}){look}")


def address_of(target: str) -> str | None:
    """`target` percent-encoded for use in a page, or None where it is no address that a guide may link to."""
    address = "".join(printable(target).split())
    before, colon, _ = address.partition(":")
    if colon and not re.search(r"[/?#]", before) and before.lower() not in _SCHEMES:
        return None
    if not address or address.startswith(("/", "\\")):
        return None
    return quote(address.replace("&#", "%26#"), safe="/:?#&=%@+,~.-")


def printable(raw: str) -> str:
    """`raw` without what no page can hold: control characters, halves of pairs, byte order marks, the two signs that each plane keeps free."""
    if raw.isprintable():  # nearly always, and then none of these signs is in it
        return raw
    kept = (sign for sign in raw if unicodedata.category(sign) not in ("Cc", "Cs"))
    return "".join(sign for sign in kept if sign != "\ufeff" and ord(sign) & _FREE != _FREE)


def _number(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};"


@lru_cache(maxsize=_KNOWN)
def _edges(raw: str) -> str:
    """`raw` as text, keeping whether it begins or ends with a blank."""
    before, after = (" " if edge.isspace() else "" for edge in (raw[:1], raw[-1:]))
    return f"{before}{text(raw)}{after}" if raw.strip() else before


def name(word: str) -> str:
    """`word`, if it may name an element, a class or an anchor; raises ValueError where it may not (text never names one)."""
    if not _NAME.fullmatch(word):
        raise ValueError(f"{word!r} is no name for an element, a class or an anchor")
    return word


def names(words: Iterable[str]) -> str:
    """The words, each a `name`, parted by blanks."""
    return " ".join(map(name, words))
