"""The guide on one page, to be printed: what somebody needs on paper when no screen is left, each runbook on a sheet of its own.

It is put together from the finished pages. What is folded on the screen stays away. Links lead to its own parts or to the web; what is not printed is named without one.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

PAPER = "print.html"
MAIN, SHEET = '<main class="pb-paper md-typeset">', '<section class="pb-sheet"'
_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_FOLDED = re.compile(r"<details\b[^>]*>(?:(?!<details\b).)*?</details>", re.DOTALL)
_PROOF = re.compile(r'<h2 id="proof".*', re.DOTALL)
"""Why a runbook can be trusted, at its end: nobody follows that on paper."""
_SCREEN_ONLY = re.compile(
    r'<a class="headerlink".*?</a>|<label class="pb-tick">.*?</label>|<div class="pb-(?:from|more)">.*?</div>', re.DOTALL
)
_NAMED = re.compile(r' (id|for|aria-labelledby)="([^"]*)"')
_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_LINK = re.compile(r' href="([^"]*)"')
_TIP = re.compile(r"url\(#([^)]*)\)")
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="description" content="The whole guide on one page, to be printed.">
<meta name="robots" content="noindex">
<title>{title}</title>
{sheets}
</head>
<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom" data-md-color-accent="custom">
{main}
"""


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The pages that are printed: their place by their path, and the marks that stand on each."""

    numbers: dict[str, int]
    marks: dict[str, frozenset[str]]


def write_paper(site: Path, pages: Sequence[str], title: str) -> None:
    """Write the page to be printed beside the others; `pages` are paths of finished pages in their order."""
    articles = {page: _article(site / page) for page in pages if (site / page).is_file()}
    marks = {page: frozenset(found[2] for found in _NAMED.finditer(text) if found[1] == "id") for page, text in articles.items()}
    sheets = _Sheets({page: number for number, page in enumerate(articles, start=1)}, marks)
    looks = sorted(
        {style for page in articles for style in _styles(site, page)}, key=lambda style: (not style.startswith("assets/s"), style)
    )
    head = _HEAD.format(
        main=MAIN, title=escape(title), sheets="\n".join(f'<link rel="stylesheet" href="{escape(style)}">' for style in looks)
    )
    body = "\n".join(f'{SHEET} id="s{sheets.numbers[page]}">{_moved(text, page, sheets)}</section>' for page, text in articles.items())
    (site / PAPER).write_text(f"{head}{body}\n</main>\n</body>\n</html>\n", encoding="utf-8")


def _article(page: Path) -> str:
    found = _ARTICLE.search(page.read_text(encoding="utf-8"))
    text = _SCREEN_ONLY.sub("", _PROOF.sub("", found[1])) if found else ""
    while (shorter := _FOLDED.sub("", text)) != text:  # each round unfolds one level less: boxes stand in boxes a few levels deep
        text = shorter
    return text.strip()


def _styles(site: Path, page: str) -> list[str]:
    found = re.findall(r'<link rel="stylesheet" href="([^"]+)"', (site / page).read_text(encoding="utf-8"))
    return [_from_root(page, style) for style in found]


def _moved(text: str, page: str, sheets: _Sheets) -> str:
    """The article with its marks made unique, and with its links as they lead from the printed page."""
    mark = f"s{sheets.numbers[page]}-"
    text = _NAMED.sub(lambda found: f' {found[1]}="{mark}{found[2]}"', text)
    text = _TIP.sub(lambda found: f"url(#{mark}{found[1]})", text)
    return _ANCHOR.sub(lambda found: _linked(found, page, sheets), text)


def _linked(anchor: re.Match[str], page: str, sheets: _Sheets) -> str:
    """A link as it is on paper: to another sheet or to the web; what leads to what is not printed is said without one."""
    link = _LINK.search(anchor[1])
    led = _led(link[1], page, sheets) if link else ""
    if not link or led:
        return f"<a{_LINK.sub(f' href={chr(34)}{led}{chr(34)}', anchor[1])}>{anchor[2]}</a>" if link else anchor[0]
    look = re.search(r' class="[^"]*"', anchor[1])
    return f"<span{look[0]}>{anchor[2]}</span>" if look else anchor[2]


def _led(link: str, page: str, sheets: _Sheets) -> str:
    """Where a link leads on paper, or nothing where that is not printed."""
    path, _, fragment = link.partition("#")
    if ":" in path.partition("/")[0]:
        return link
    target = _from_root(page, path) if path else page
    number = sheets.numbers.get(target)
    if number is None:
        return ""
    return f"#s{number}-{fragment}" if fragment in sheets.marks[target] else f"#s{number}"


def _from_root(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
