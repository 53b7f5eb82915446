"""A stretch of time as a strip."""

import re

from generator.strip import Piece, Share, strip


def pieces(*all_: Piece) -> list[tuple[str, str, str]]:
    return re.findall(r'<i class="pb-(\w+)" style="flex-grow:(\d+)">(.*?)</i>', strip(all_, "a strip"))


def test_a_number_stands_only_where_there_is_room_for_it() -> None:
    short = [Piece(share=Share.LOOKED, seconds=2, word=str(number)) for number in (1, 2, 3)]
    long = Piece(share=Share.ACTED, seconds=94, word="4")
    assert pieces(*short, long) == [("looked", "6", ""), ("acted", "94", "4")]


def test_no_second_is_lost() -> None:
    shares = [Share.ASKED, Share.LOOKED, Share.LOOKED, Share.WAITED, Share.LOOKED]
    found = pieces(*(Piece(share=share, seconds=number, word="x") for number, share in enumerate(shares)))
    assert sum(int(seconds) for _, seconds, _ in found) == sum(range(len(shares)))
