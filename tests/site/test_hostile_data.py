"""Whatever the data says is text on the page: no tag, no script, no link of its own.

Every key of every kind whose words are free is found by trying, and all of them are hostile at once.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml
from built import Site

from catalog.checks import check
from catalog.load import load

SMALL = Path(__file__).parents[1] / "cases" / "guide" / "small"
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> [a](javascript:alert(3)) | `` {{ y }} {% z %} {: .z } --> \"quoted\" 'single' "
    '\\ *b* #1 &lt; ]]> n1["x"]; end --> n2 -> n3 שלום $$x$$ !!! note ??? </div></details></svg>'
)
LONG = "w" * 5000
KNOWN = {
    ("components", "name"), ("components", "why"), ("commands", "purpose"), ("commands", "message"), ("commands", "text"), ("faults", "name"),
    ("faults", "symptoms"), ("runbooks", "title"), ("runbooks", "summary"), ("runbooks", "warning"), ("runbooks", "note"), ("runbooks", "edit"),
    ("scenarios", "title"), ("trees", "ask"), ("guide", "title"),
}  # fmt: skip

Key = tuple[str, str]


def changed(node: object, key: str, change: Callable[[str, str], str]) -> object:
    """The same data with each piece of text as `change` gives it for its key."""
    if isinstance(node, dict):
        return {name: changed(value, name, change) for name, value in node.items()}
    if isinstance(node, list):
        return [changed(value, key, change) for value in node]
    return change(key, node) if isinstance(node, str) else node


def rewritten(folder: Path, change: Callable[[Key, str], str]) -> None:
    """Change every piece of text of the catalog in a folder, by its kind and key."""
    for file in sorted(folder.rglob("*.yaml")):
        kind = file.relative_to(folder).parts[0]
        read = yaml.safe_load(file.read_text())
        poisoned = changed(read, "", of(kind, change))
        file.write_text(yaml.safe_dump(poisoned, sort_keys=False, allow_unicode=True, width=10_000))


def of(kind: str, change: Callable[[Key, str], str]) -> Callable[[str, str], str]:
    return lambda key, value: change((kind, key), value)


def keys() -> list[Key]:
    found: set[Key] = set()

    def noted(key: Key, value: str) -> str:
        found.add(key)
        return value

    for file in sorted(SMALL.rglob("*.yaml")):
        changed(yaml.safe_load(file.read_text()), "", of(file.relative_to(SMALL).parts[0], noted))
    return sorted(found)


def is_free(key: Key, folder: Path) -> bool:
    """Whether any words may stand under a key."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SMALL, folder)
    rewritten(folder, lambda other, value: f"{value} {HOSTILE}" if other == key else value)
    loaded = load(folder)
    return not any(finding.blocking for finding in (*loaded.findings, *check(loaded.catalog)))


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> list[Key]:
    folder = tmp_path_factory.mktemp("keys") / "data"
    return [key for key in keys() if is_free(key, folder)]


@pytest.fixture(scope="module")
def hostile_site(free: list[Key], tmp_path_factory: pytest.TempPathFactory, run_phasebook: Callable[..., CompletedProcess[str]]) -> Site:
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(SMALL, data)
    long = ("components", "why")
    rewritten(data, lambda key, value: f"{value} {mark(key, free)} {HOSTILE}{f' {LONG}' if key == long else ''}" if key in free else value)
    ended = run_phasebook("build", "--data", str(data), "--site", str(data.parent / "site"))
    assert (ended.returncode, ended.stderr) == (0, "")
    return Site(data.parent / "site")


def mark(key: Key, free: list[Key]) -> str:
    """A word of a key's own."""
    return f"key{free.index(key)}mark"


def test_every_key_that_takes_words_is_tried(free: list[Key]) -> None:
    assert set(free) >= KNOWN


def test_no_script_of_the_data_runs(hostile_site: Site) -> None:
    assert not [name for name, page in hostile_site.pages.items() if any("alert(" in script for script in page.scripts)]
    assert not [name for name, page in hostile_site.pages.items() if page.handlers]


def test_no_tag_of_the_data_is_one(hostile_site: Site) -> None:
    assert not [name for name, page in hostile_site.pages.items() if "img" in page.tags]


def test_no_link_of_the_data_leads_to_a_script(hostile_site: Site) -> None:
    assert hostile_site.broken_links() == []


def test_the_text_stands_on_the_pages_as_it_is_written(hostile_site: Site, free: list[Key]) -> None:
    """Wherever a key's words are shown they are shown whole, or end in an ellipsis; Mermaid's source says them in its own writing."""
    wanted = " ".join(HOSTILE.split())
    shown, mangled = set[Key](), list[tuple[Key, str, str]]()
    for key in free:
        for name, page in hostile_site.pages.items():
            for found in re.finditer(mark(key, free), page.said):
                after = page.said[found.end() :].strip()
                if after.startswith(("<br/>", "#60;")):  # Mermaid's source
                    continue
                shown.add(key)
                if not after.startswith(wanted) and not wanted.startswith(after.partition("…")[0].strip()):
                    mangled.append((key, name, after[:80]))
    assert mangled[:3] == []
    assert shown >= KNOWN


def test_a_word_of_five_thousand_letters_is_kept(hostile_site: Site) -> None:
    assert any(LONG in page.said for page in hostile_site.pages.values())
