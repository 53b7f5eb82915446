"""What is done to a site once MkDocs has built it: nothing stays that no reader needs, and what stays is as short as it can be said."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from phasebook.found import lighten_search
from phasebook.neighbours import Neighbours
from phasebook.paper import PAPER, write_paper
from phasebook.shared import Shared
from phasebook.shorten import Icons, shorten

_ON_SCREEN = ("components/", "commands/", "proof/", "trees/whole/")  # what one looks up, too much for paper
_COPYRIGHT = re.compile(r'(<div class="md-copyright">)(\s*</div>)')


def finish(site: Path, *, title: str, pages: Sequence[str], languages: set[str], first: str) -> None:
    """Make a built site light, and add the page to be printed.

    `pages` are the paths of the pages in the order of the navigation, `languages` those in which it is searched, `first` is the script
    that each page loads before all others.
    """
    _strip(site, languages)
    lighten_search(site / "search")
    _lighten_pages(site, first)
    write_paper(site, [page for page in pages if not page.startswith(_ON_SCREEN)], title)


def _lighten_pages(site: Path, first: str) -> None:
    icons = Icons()
    pages = {
        page: _with_paper(page.read_text(encoding="utf-8"), len(page.relative_to(site).parts) - 1) for page in sorted(site.rglob("*.html"))
    }
    pages = {page: shorten(text, icons) for page, text in pages.items()}
    script = site / first
    if script.is_file():
        shared, neighbours = Shared(pages.values()), Neighbours(pages.values())
        pages = {page: neighbours.replaced(shared.replaced(text)) for page, text in pages.items()}
        script.write_text(script.read_text(encoding="utf-8") + shared.functions() + neighbours.functions(), encoding="utf-8")
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
    for sheet in sorted((site / "assets" / "stylesheets").glob("main.*.css")):
        sheet.write_text(_without_map(sheet.read_text(encoding="utf-8")) + icons.rules(), encoding="utf-8")


def _with_paper(page: str, depth: int) -> str:
    """A page with a link, at its foot, to the one that can be printed."""
    link = f'<a href="{"../" * depth}{PAPER}">The whole guide on one page, to print</a>'
    return _COPYRIGHT.sub(lambda found: f"{found[1]}{link}{found[2]}", page)


def _strip(site: Path, languages: set[str]) -> None:
    """Delete what no reader needs: maps of the theme's sources, and word lists of languages in which nothing is searched.

    The theme's page for addresses that are not there looks for its files at the root of a server, and finds none in a folder.
    """
    (site / "404.html").unlink(missing_ok=True)
    for leftover in sorted(site.rglob("*.map")):
        leftover.unlink()
    if languages <= {"en"}:
        shutil.rmtree(site / "assets" / "javascripts" / "lunr", ignore_errors=True)


def _without_map(sheet: str) -> str:
    """A style sheet without the line that names the map of its sources."""
    return "\n".join(line for line in sheet.splitlines() if not line.startswith("/*# sourceMappingURL="))
