"""What `phasebook render` writes is plain Markdown that other site builders build too: above all Zensical, the successor of Material."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from built import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped guide as plain Markdown."""
    folder = tmp_path_factory.mktemp("rendered") / "guide"
    run(["-c", "from phasebook.main import run; run()", "render", str(folder)], ROOT)
    return folder


def run(arguments: list[str], folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        text=True,
        capture_output=True,
        timeout=900,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    assert ended.returncode == 0, f"{ended.stdout}{ended.stderr}"
    return ended.stdout + ended.stderr


def pages(rendered: Path) -> set[str]:
    return {path.relative_to(rendered / "docs").with_suffix(".html").as_posix() for path in (rendered / "docs").rglob("*.md")}


@pytest.mark.skipif(find_spec("zensical") is None, reason="there is no Zensical for this platform")
def test_zensical_builds_every_page_without_a_warning(rendered: Path) -> None:
    said = run(["-m", "zensical", "build", "--strict", "--clean"], rendered)
    assert "No issues found" in said
    built = Site(rendered / "site")
    assert set(built.pages) >= pages(rendered)
    assert [link for link in built.broken_links() if not link.startswith("404.html")] == []  # the theme's own, for a server's root
