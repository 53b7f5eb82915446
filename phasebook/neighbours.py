"""The lists of neighbours in the navigation, which every page of a section carries: kept once, in a script that each page loads.

Without a script the navigation leads to the first page of each section, which names all of its pages.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

_SIDEBAR = re.compile(
    r'<div class="md-sidebar md-sidebar--primary".*?(?=<div class="md-sidebar md-sidebar--secondary"|<div class="md-content")', re.DOTALL
)
_ITEM = r'<li class="md-nav__item">\n<a href="(?!#)[^"]*" class="md-nav__link">\n<span class="md-ellipsis">\n[^<]*\n</span>\n</a>\n</li>\n'
_RUN = re.compile(f"(?:{_ITEM}){{4,}}")
_ITEMS = re.compile(_ITEM)
_FEWEST = 3
_CALL = """
function __neighbours(...ends){
const items=[];for(let i=0;i<ends.length;i+=2)items.push(...__known_neighbours.slice(ends[i],ends[i+1]));
document.currentScript.insertAdjacentHTML('beforebegin',items.map(([address,title])=>`<li class="md-nav__item"><a href="${address}" class="md-nav__link"><span class="md-ellipsis">${title}</span></a></li>`).join(''))}
"""


class Neighbours:
    """The items of lists that stand on at least three of the pages; pages are shortened ones."""

    def __init__(self, pages: Iterable[str]) -> None:
        found = Counter(item for page in pages for run in _runs(page) for item in _ITEMS.findall(run))
        kept = (item for item, times in found.items() if times >= _FEWEST)
        self._numbers = {item: number for number, item in enumerate(kept)}

    def replaced(self, page: str) -> str:
        """Return the page with calls in the place of its lists."""
        return _SIDEBAR.sub(lambda bar: _RUN.sub(self._call, bar[0]), page, count=1)

    def functions(self) -> str:
        """Return the function that the pages call, and the items, each an address and a title, as HTML."""
        items = [re.findall(r'href="([^"]*)"|\n([^<\n]+)\n', item) for item in self._numbers]
        pairs = [[address for address, _ in parts if address] + [title for _, title in parts if title] for parts in items]
        return f"\nvar __known_neighbours={json.dumps(pairs, separators=(',', ':'))};{_CALL}" if pairs else ""

    def _call(self, run: re.Match[str]) -> str:
        items = _ITEMS.findall(run[0])
        if not all(item in self._numbers for item in items):
            return run[0]
        ends: list[int] = []
        for number in (self._numbers[item] for item in items):
            if ends and ends[-1] == number:
                ends[-1] += 1
            else:
                ends += [number, number + 1]
        return f"<script>__neighbours({','.join(map(str, ends))})</script>\n"


def _runs(page: str) -> Iterator[str]:
    for bar in _SIDEBAR.finditer(page):
        yield from (run[0] for run in _RUN.finditer(bar[0]))
