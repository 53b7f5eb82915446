"""Our share of a build: the CPU seconds of making the pages beside those of MkDocs for the same finished pages, in one run.

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

from catalog.checks import check
from catalog.files import written_pages
from catalog.load import load
from generator.guide import guide
from phasebook.finish import finish
from phasebook.plain import write_plain


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


def main(data: Path) -> None:
    """Measure, and print a table."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    spent: dict[str, float] = {}
    with timed(spent, "load and check"):
        loaded = load(data)
        list(check(loaded.catalog))
    kept: dict[str, bytes] = {}
    for what in ("pages, every picture laid out anew", "pages, pictures kept"):
        with timed(spent, what):
            built = guide(loaded.catalog, folder=data.name, written=written_pages(data), kept=kept)
    with tempfile.TemporaryDirectory() as folder:
        with redirect_stderr(StringIO()):
            write_plain(loaded.catalog, data.resolve(), Path(folder))
        build = mkdocs(Path(folder))
        with timed(spent, "MkDocs, the same pages"):
            title, first = build()
        site = Path(folder) / "site"
        with timed(spent, "the site made light"):
            finish(site, title=title, navigation=built.navigation, languages={"en"}, first=first)
    whole = spent["load and check"] + spent["pages, pictures kept"] + spent["MkDocs, the same pages"] + spent["the site made light"]
    for what, seconds in spent.items():
        print(f"{what:36} {seconds:6.2f} s  {100 * seconds / whole:4.0f} %  {1000 * seconds / len(built.pages):6.1f} ms a page")
    print(f"{len(built.pages)} pages; the shares are of a build with its pictures kept")


if __name__ == "__main__":
    with chdir(Path(__file__).parents[1]):
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "data"))
