"""The line of an output that tells one state from another: what one looks for on a screen full of text."""

import re
from collections.abc import Sequence

from generator import markdown as md
from generator.markup import Inline
from generator.sight import Sight

_LONGEST = 120
"""Letters of a telling line; the whole of it stands in the output."""
_REST = "..."
_COUNTED = re.compile(r"\d+(?:[smhd]|ms|Mi|Gi|%)?(?:\d+[smh])*")


def telling(sight: Sight, sights: Sequence[Sight], against: Sequence[Sight] | None = None) -> str:
    """Return the line by which a sight is told from those `against` it: left out, the broken ones, or the healthy ones of a broken one.

    Best is a line that none of all the `sights` has but this; where each is printed in other states too, it is the first that is no headline.
    Runs of blanks are one blank in it.
    """
    lines = _lines(sight.text)
    others = [other for other in sights if other.healthy != sight.healthy] if against is None else against
    foreign = [set(_lines(other.text)) for other in others]
    alike = [set(_lines(other.text)) for other in sights if other is not sight]
    body = [line for line in lines if not _is_headline(line) and line != _REST] or lines
    unlike = [line for line in body if not any(line in other for other in foreign)]
    own = [line for line in unlike or body if not any(line in other for other in alike)]
    return next(iter([*own, *unlike, *body]), "")


def shown(line: str, sights: Sequence[Sight], *, healthy: bool) -> Inline:
    """Return a telling line as code; in one that is broken the words stand out that no healthy output has."""
    usual = {word for sight in sights if sight.healthy for word in sight.text.split()}
    words = _cut(line).split()
    aside = {word for remark in re.findall(r"\([^)]*\)", line) for word in remark.split()}
    news = [not healthy and word not in usual and word not in aside and not _COUNTED.fullmatch(word) for word in words]
    if healthy or not 0 < sum(news) < len(words):
        return cut(line)
    marked = (md.strong(word) if new else md.text(word) for word, new in zip(words, news, strict=True))
    return md.span(md.join(*marked, by=" "), tag="code")


def cut(line: str) -> Inline:
    """Return a line as code, without its end where it is long."""
    return md.code(_cut(line))


def first(message: str) -> str:
    """Return the first line of what a failing line says, one that stands for what is left out (language §3) only where there is no other."""
    lines = message.strip().splitlines() or [""]
    return next((line for line in lines if not is_mark(line.strip())), lines[0])


def is_mark(line: str) -> bool:
    """Return whether a line only stands for others that are left out, so that nobody sees it on a screen (language §3)."""
    return line == _REST or (line.startswith("(") and line.endswith(")"))


def is_all(line: str, text: str) -> bool:
    """Return whether a telling line is all that an output says, so that the whole need not stand beside it."""
    return len(line) <= _LONGEST and _lines(text) == [line]


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} …"


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _is_headline(line: str) -> bool:
    """Whether a line only names columns."""
    return line.upper() == line and any(sign.isalpha() for sign in line) and not any(sign.isdigit() for sign in line)
