"""Our share of a build: the CPU seconds of making the pages beside those of MkDocs for the same finished pages, in one run; and growth.

python bench/site.py [DATA]
"""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path

from growth import grow

from catalog.checks import check
from catalog.files import written_pages
from catalog.load import load
from generator.guide import Guide, guide
from generator.recall import key_of, recall, remember
from phasebook.finish import finish
from phasebook.plain import write_plain

UNITS = 24
TIMES = (1, 4, 16)


@contextmanager
def timed(spent: dict[str, float], what: str) -> Iterator[None]:
    """Note the CPU seconds of this process."""
    began = time.process_time()
    yield
    spent[what] = time.process_time() - began


def mkdocs(folder: Path) -> Callable[[], tuple[str, str]]:
    """Return the build of a rendered guide, without its start-up; it gives the title and the first script."""
    from mkdocs.commands.build import build  # noqa: PLC0415  (its import is no part of any measure)
    from mkdocs.config import load_config  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING)
    config = load_config(str(folder / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)

    def run() -> tuple[str, str]:
        build(config)
        return config.site_name, config.extra["polyfills"][0]

    return run


def build_of(data: Path) -> None:
    """Print the seconds of each part of a build."""
    spent: dict[str, float] = {}
    with timed(spent, "load and check"):
        loaded = load(data)
        list(check(loaded.catalog))
    kept: dict[str, bytes] = {}
    for what in ("pages, every picture laid out anew", "pages, pictures kept"):
        with timed(spent, what):
            built = guide(loaded.catalog, folder=data.name, written=written_pages(data), kept=kept)
    with timed(spent, "pages of unchanged data, recalled"):
        _recalled(data, built)
    with tempfile.TemporaryDirectory() as folder:
        with redirect_stderr(StringIO()):
            write_plain(loaded.catalog, data.resolve(), Path(folder))
        build = mkdocs(Path(folder))
        with timed(spent, "MkDocs, the same pages"):
            title, first = build()
        with timed(spent, "the site made light"):
            finish(Path(folder) / "site", title=title, navigation=built.navigation, languages={"en"}, first=first)
    for what, seconds in spent.items():
        share = 100 * seconds / spent["MkDocs, the same pages"]
        print(f"{what:36} {seconds:6.2f} s  {share:4.0f} % of MkDocs  {1000 * seconds / len(built.pages):6.1f} ms a page")


def _recalled(data: Path, built: Guide) -> None:
    """Find the guide under the digest of all that it is made of, as a second build does."""
    guides: dict[str, bytes] = {}
    remember(built, "", guides)
    if key_of(data) is None or recall("", guides) != built:
        raise RuntimeError("the guide was not recalled")


def growth() -> None:
    """Print what a page costs in catalogs of several sizes, pictures kept: to us, to MkDocs, and once MkDocs is through."""
    for times in TIMES:
        with tempfile.TemporaryDirectory() as folder:
            data, site = Path(folder) / "data", Path(folder) / "guide"
            grow(data, UNITS * times)
            loaded, kept, spent = load(data), dict[str, bytes](), dict[str, float]()
            guide(loaded.catalog, kept=kept)
            with timed(spent, "pages"):
                built = guide(loaded.catalog, kept=kept)
            with redirect_stderr(StringIO()):
                write_plain(loaded.catalog, data, site)
            build = mkdocs(site)
            with timed(spent, "MkDocs"):
                title, first = build()
            with timed(spent, "made light"):
                finish(site / "site", title=title, navigation=built.navigation, languages={"en"}, first=first)
        pages = len(built.pages)
        parts = "  ".join(f"{what} {seconds:6.2f} s, {1000 * seconds / pages:5.2f} ms a page" for what, seconds in spent.items())
        print(f"catalog x{times:<2}  {pages:5} pages  {parts}", flush=True)


if __name__ == "__main__":
    with chdir(Path(__file__).parents[1]):
        os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
        build_of(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
        growth()
