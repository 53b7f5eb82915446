"""What stands around every page, made by a script that each page loads: the sections above it, the way to it, what is beside it.

Without a script the name of the site stands above the page and leads home, where every section is named.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Navigation: TypeAlias = object
"""Entries as MkDocs has them: a path, or a title, escaped, with a path or the entries below it."""

SCRIPT = "assets/frame.js"
"""What makes it; the build moves it into the script that every page loads first."""

_SIDES = re.compile(r'(<div class="md-sidebar md-sidebar--primary".*?)(?=<div class="md-content")', re.DOTALL)
_SIDE = re.compile(r'<div class="md-sidebar md-sidebar--(?:primary|secondary)"[^>]*>')
_HIDDEN = r'<div class="md-sidebar md-sidebar--{0}"[^>]*\bhidden\b'
_TABS = re.compile(r'<nav class="md-tabs".*?</nav>', re.DOTALL)
_PATH = re.compile(r'<nav class="md-path".*?</nav>', re.DOTALL)
_CONTENT = re.compile(r'<div class="md-content"[^>]*>')
_TOPIC = re.compile(r'(data-md-component="header-topic">\s*<span class="md-ellipsis">).*?(</span>)', re.DOTALL)
_ASIDE = re.compile(r'<(?:link rel="(?:prev|next)"|meta name="generator")[^>]*>\s*')
_FAVICON = re.compile(r'<link rel="icon" href="(?:\.\./)*([^"]+)">\s*')
_PALETTE = re.compile(r'(<body[^>]*?) data-md-color-primary="[^"]*" data-md-color-accent="[^"]*"')
_MARKED = re.compile(r'(<(?:div|main) class="md-(container|main|content)[^"]*") data-md-component="\2">')
_END = "</article>"
SIDES = "__frame.sides()"
"""What is called behind the article: then what stands beside it can be made."""


def without_sides(page: str) -> str:
    """Return a page that has the frame with nothing in the navigation at its sides: in a large guide that is most of it."""
    start = page.find('<div class="md-sidebar md-sidebar--primary"')
    end = page.find('<div class="md-content"', start)
    if min(start, end) < 0 or _END not in page or not _TABS.search(page):
        return page
    return f"{page[:start]}{''.join(_SIDE.findall(page, start, end))}{page[end:]}"


class Frame:
    """The frame of the pages of a site; `titles` are those of pages that the navigation names by their paths alone, escaped."""

    def __init__(self, navigation: Navigation, title: str, titles: Mapping[str, str]) -> None:
        self._title = title
        self._icon = ""
        self._nodes = list(_nodes(navigation, titles))

    def replaced(self, page: str, path: str) -> str:
        """Return the page at a path of the site with calls in the place of its frame; one that has no such frame stays as it is."""
        if not _TABS.search(page) or _END not in page:
            return page
        up = "../" * path.count("/")
        home = f'<noscript><a class="pb-home" href="{up}index.html">{self._title}</a></noscript>'
        page = _TABS.sub(lambda _: home, _ASIDE.sub("", _TOPIC.sub(r"\1\2", page, count=1)), count=1)
        page = _FAVICON.sub(self._favicon, page, count=1)
        without = [*(re.search(_HIDDEN.format(name), page) is not None for name in ("primary", "secondary")), not _PATH.search(page)]
        hidden = ",".join(str(int(one)) for one in without)
        page = _PATH.sub("", _SIDES.sub("", page, count=1), count=1)
        page = _CONTENT.sub(lambda found: f'{found[0]}<script>__frame.start("{path}","{up}",{hidden})</script>', page, count=1)
        return _PALETTE.sub(r"\1", _MARKED.sub(r"\1>", page)).replace(_END, f"{_END}<script>{SIDES}</script>", 1)

    def tree(self) -> str:
        """Return the tree of titles and addresses from which the script makes the frame, and the icon of the pages so far."""
        return f"\nvar __tree={json.dumps([self._title, self._nodes, self._icon], separators=(',', ':'), ensure_ascii=False)};\n"

    def _favicon(self, found: re.Match[str]) -> str:
        self._icon = found[1]
        return ""


def in_order(navigation: Navigation) -> Iterator[str]:
    """Yield the paths of the finished pages in the order of the navigation."""
    match navigation:
        case str(page):
            yield re.sub(r"\.md$", ".html", page)
        case list(entries):
            for entry in entries:
                yield from in_order(entry)
        case dict(entries):
            for entry in entries.values():
                yield from in_order(entry)
        case _:
            return


def _nodes(navigation: Navigation, titles: Mapping[str, str]) -> Iterator[list[object]]:
    """Title and address; of a section the title, the address of its own page or nothing, and what is below it."""
    for entry in navigation if isinstance(navigation, list) else ():
        for title, below in entry.items() if isinstance(entry, dict) else ((None, entry),):
            if isinstance(below, str):
                (path,) = in_order(below)
                yield [title if title is not None else titles.get(path, path), path]
            elif below:
                nodes = list(_nodes(below, titles))
                own = next((path for _, path, *deeper in nodes if not deeper and str(path).endswith("index.html")), "")
                yield [title, own, [node for node in nodes if node[1] != own]]
