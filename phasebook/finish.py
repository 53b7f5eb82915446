"""What is done to a site once MkDocs has built it: nothing stays that no reader needs, and what stays is as short as it can be said."""

import posixpath
import re
import shutil
from pathlib import Path

from generator import address
from phasebook.around import Around
from phasebook.found import lighten_search
from phasebook.frame import SCRIPT, Frame, Navigation, in_order, without_sides
from phasebook.paper import MAIN, PAPER, SHEET, write_paper
from phasebook.shared import Shared
from phasebook.shorten import Icons, shorten
from phasebook.styles import classes_in, moved, one_sheet

_ON_PAPER = ("index.html", "runbooks/", "trees/", "reference/")
_LOOKED_UP = (address.KEYS, address.START_ORDER, address.ARCHITECTURE, address.WORKFLOWS, address.MIGRATION, address.SAFETY)
_ON_SCREEN = ("trees/whole/", "reference/about/", *map(address.final, _LOOKED_UP))
"""Of what is read on paper, what one only looks up; whatever else the site has is for the screen alone."""
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)">\n?')
_REMARK = re.compile(r"^[ \t]+|^[ \t]*/\*.*?\*/\n", re.MULTILINE | re.DOTALL)
"""What a script of ours says to whoever reads it, and its indents."""
_COPYRIGHT = re.compile(r'(<div class="md-copyright">)(\s*</div>)')


def finish(site: Path, *, title: str, navigation: Navigation, languages: set[str], first: str) -> None:
    """Make a built site light, and add the page to be printed.

    `navigation` is that of the site, `languages` are those in which it is searched, `first` is the script that each page loads before all
    others.
    """
    _strip(site, languages)
    lighten_search(site / "search")
    _lighten_pages(site, title, navigation, first)
    printed = [page for page in in_order(navigation) if page.startswith(_ON_PAPER) and not page.startswith(_ON_SCREEN)]
    write_paper(site, printed, title)


def _lighten_pages(site: Path, title: str, navigation: Navigation, first: str) -> None:
    icons = Icons()
    texts = {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    script, made = site / first, site / SCRIPT
    framed = script.is_file() and made.is_file()
    pages = {path: shorten(_with_paper(without_sides(text) if framed else text, path.count("/")), icons) for path, text in texts.items()}
    if framed:
        frame = Frame(navigation, title, {path: _title(text) for path, text in pages.items()})
        pages = {path: frame.replaced(text, path) for path, text in pages.items()}
        shared = Shared(pages.values())
        around = Around()
        pages = {path: around.replaced(shared.replaced(text)) for path, text in pages.items()}
        kept = (one.read_text(encoding="utf-8") for one in (script, made))
        script.write_text("".join((*kept, frame.tree(), shared.functions(), around.functions())), encoding="utf-8")
        made.unlink()
    pages = _with_one_sheet(site, pages, icons)
    for path, text in pages.items():
        (site / path).write_text(text, encoding="utf-8")
    for own in sorted((site / "assets").glob("*.js")):
        own.write_text(_REMARK.sub("", own.read_text(encoding="utf-8")), encoding="utf-8")


def _with_one_sheet(site: Path, pages: dict[str, str], icons: Icons) -> dict[str, str]:
    """The pages with one style sheet, the last that they had, which has what they need of all of them."""
    sheets = list(dict.fromkeys(_from_root(path, link) for path, text in pages.items() for link in _SHEET.findall(text)))
    if not sheets:
        return pages
    scripts = [one.read_text(encoding="utf-8") for one in site.rglob("*.js")]
    known = classes_in((*pages.values(), MAIN, SHEET), scripts)
    texts = [moved((site / sheet).read_text(encoding="utf-8"), sheet, sheets[-1]) for sheet in sheets]
    for sheet in sheets[:-1]:
        (site / sheet).unlink()
    (site / sheets[-1]).write_text(f"{one_sheet(texts, known)}{icons.rules()}", encoding="utf-8")
    return {path: _without_sheets(text, path, sheets[:-1]) for path, text in pages.items()}


def _without_sheets(page: str, path: str, gone: list[str]) -> str:
    return _SHEET.sub(lambda found: "" if _from_root(path, found[1]) in gone else found[0], page)


def _from_root(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def _title(page: str) -> str:
    """What a page is called, as it stands in its head: escaped, before the name of the site."""
    found = re.search(r"<title>(.*?)(?: - [^<]*)?</title>", page, re.DOTALL)
    return found[1] if found else ""


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
