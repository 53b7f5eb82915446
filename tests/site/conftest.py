"""The shipped guide, built twice for the whole run: at another time of day, in another language, with another seed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built import Site
from playwright import sync_api
from visit import CHROMIUM

from catalog.catalog import Catalog
from catalog.load import load

ROOT = Path(__file__).parents[2]
PHASEBOOK = (sys.executable, "-c", "from phasebook.main import run; run()")


def phasebook(*arguments: str, cwd: Path = ROOT, **environment: str) -> "subprocess.Popen[str]":
    """Start the program; the caller waits for it."""
    surroundings = {**os.environ, "NO_COLOR": "1", **environment}
    return subprocess.Popen([*PHASEBOOK, *arguments], cwd=cwd, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(scope="session")
def run_phasebook() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Return a function that runs the program to its end."""

    def run(*arguments: str, **options: str) -> "subprocess.CompletedProcess[str]":
        started = phasebook(*arguments, **options)
        out, err = started.communicate(timeout=900)
        return subprocess.CompletedProcess(arguments, started.returncode, out, err)

    return run


@pytest.fixture(scope="session")
def built_twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """Two builds of the shipped data, side by side."""
    roots = [tmp_path_factory.mktemp(name) / "site" for name in ("one", "two")]
    apart = {"PHASEBOOK_CACHE": ""}  # the second draws its pictures anew
    worlds = [{"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", **apart}]
    running = [phasebook("build", "--site", str(root), **world) for root, world in zip(roots, worlds, strict=True)]
    for started in running:
        out, err = started.communicate(timeout=900)
        assert (started.returncode, err) == (0, ""), f"the shipped guide does not build:\n{out}{err}"
    return Site(roots[0]), Site(roots[1])


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return load(ROOT / "data").catalog


@pytest.fixture(scope="session")
def site(built_twice: tuple[Site, Site]) -> Site:
    """The built guide of the shipped data."""
    return built_twice[0]


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """The browser of this machine."""
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()
