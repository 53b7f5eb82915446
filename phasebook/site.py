"""The room in which MkDocs runs within this process: its settings, its environment, its warnings."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phasebook.exit import Refused
from phasebook.kept import PAGES, kept

SETTINGS = Path("mkdocs.yml")


def settings() -> Path:
    """Return the file with the settings of the site, or refuse where there is none."""
    if not SETTINGS.is_file():
        raise Refused(f"there is no {SETTINGS} in {Path.cwd()}: run this where the guide is kept")
    return SETTINGS


@contextmanager
def surroundings(data: Path) -> Iterator[None]:
    """Tell the pages' script where the data is, and fix the time that is written into the site, so that equal sources give equal bytes."""
    before = dict(os.environ)
    os.environ["PHASEBOOK_DATA"] = str(data.resolve())
    os.environ["PHASEBOOK_PAGES"] = str(PAGES)
    os.environ["PHASEBOOK_ASSETS"] = str(kept("assets"))
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_commit())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        os.environ.clear()
        os.environ.update(before)


def _last_commit() -> str:
    """The time of the last commit, in seconds since 1970; `0` outside a repository."""
    try:
        asked = subprocess.run(["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=False)  # noqa: S607
    except OSError:
        return "0"
    return asked.stdout.strip() if asked.returncode == 0 and asked.stdout.strip().isdecimal() else "0"
