"""A stretch of time as a strip: what took how long, in order. The words that stand beside it say the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import groupby

from generator.markup import Block, clean


class Share(StrEnum):
    """What a piece of the time went into; each has its own look."""

    ASKED = "pb-asked"
    LOOKED = "pb-looked"
    ACTED = "pb-acted"
    WAITED = "pb-waited"
    FAILED = "pb-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of time, in seconds, and the word that stands on it where there is room."""

    share: Share
    seconds: int
    word: str = ""


_ROOM = 20
"""On the narrowest screen, this part of a strip has room for the number of a step."""
LEGEND = (
    (Share.ASKED, "the questions of a tree"),
    (Share.LOOKED, "a step that only looked"),
    (Share.ACTED, "a step that changed something"),
    (Share.WAITED, "waiting for the cluster"),
    (Share.FAILED, "a line that failed"),
)
"""What each look means."""


def strip(pieces: Sequence[Piece], title: str) -> Block:
    """The strip, as wide as its column; `title` is read in its place by whoever does not see it."""
    drawn = "".join(
        f'<i class="{piece.share}" style="flex-grow:{piece.seconds}">{escape(clean(piece.word))}</i>' for piece in _with_room(pieces)
    )
    return Block(f'<div class="pb-strip" role="img" aria-label="{escape(clean(title))}">{drawn}</div>') if pieces else Block()


def _with_room(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces as they can be seen: a word only where there is room for it, and what has none and looks alike as one piece."""
    whole = sum(piece.seconds for piece in pieces)
    for (share, word), alike in groupby(pieces, key=lambda one: (one.share, one.word if one.seconds * _ROOM >= whole else "")):
        if word:
            yield from alike
        else:
            yield Piece(share=share, seconds=sum(piece.seconds for piece in alike))


def legend() -> Block:
    """What the looks of a strip mean."""
    said = " ".join(f'<span><i class="{share}"></i> {escape(meaning)}</span>' for share, meaning in LEGEND)
    return Block(f'<div class="pb-strip-legend">{said}</div>')
