"""Whatever the data says is text on the page: no tag, no script, no link of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml
from built import Site

SMALL = Path(__file__).parents[1] / "cases" / "guide" / "small"
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> [a](javascript:alert(3)) | `x` {{ y }} {: .z } --> \"quoted\" 'single' \\ *b* #1 &lt; ]]>"
WORDS = (
    "name",
    "why",
    "title",
    "purpose",
    "summary",
    "note",
    "warning",
    "text",
    "when",
    "do",
    "symptoms",
    "message",
    "edit",
    "ask",
    "seed_note",
    "task",
)


def poisoned(node: object, key: str = "") -> object:
    """The same data with hostile text at the end of every piece of prose."""
    if isinstance(node, dict):
        return {name: poisoned(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [poisoned(value, key) for value in node]
    return f"{node} {HOSTILE}" if key in WORDS and isinstance(node, str) else node


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, run_phasebook: Callable[..., CompletedProcess[str]]) -> Site:
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(SMALL, data)
    for file in data.rglob("*.yaml"):
        file.write_text(yaml.safe_dump(poisoned(yaml.safe_load(file.read_text())), sort_keys=False, allow_unicode=True))
    ended = run_phasebook("build", "--data", str(data), "--site", str(data.parent / "site"))
    assert (ended.returncode, ended.stderr) == (0, "")
    return Site(data.parent / "site")


def test_no_script_of_the_data_runs(hostile_site: Site) -> None:
    assert not [name for name, page in hostile_site.pages.items() if any("alert(" in script for script in page.scripts)]
    assert not [name for name, page in hostile_site.pages.items() if page.handlers]


def test_no_link_of_the_data_leads_to_a_script(hostile_site: Site) -> None:
    assert hostile_site.broken_links() == []


def test_the_text_stands_on_the_page_as_it_is_written(hostile_site: Site) -> None:
    said = hostile_site.pages["runbooks/network-down.html"].said
    assert "Tell people first. <script>alert(1)</script> <img src=x onerror=alert(2)> [a](javascript:alert(3)) |" in said
    assert "img" not in hostile_site.pages["runbooks/network-down.html"].tags
