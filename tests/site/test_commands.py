"""`build`, `render` and `serve` as a person runs them: what they refuse, and in which words."""

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml
from mkdocs.utils.yaml import yaml_load

from catalog.load import load
from generator.guide import guide
from phasebook.plain import MARK

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "cases" / "guide" / "small"
Run = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize("command", [("build",), ("serve",), ("render", "out")])
def test_without_settings_it_says_where_to_run_it(command: tuple[str, ...], run_phasebook: Run, tmp_path: Path) -> None:
    ended = run_phasebook(*command, "--data", str(SMALL), cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == f"phasebook: there is no mkdocs.yml in {tmp_path}: run this where the guide is kept\n"


@pytest.mark.parametrize("command", [("build",), ("serve",), ("render", "out")])
def test_without_data_it_says_how_to_name_it(command: tuple[str, ...], run_phasebook: Run, tmp_path: Path) -> None:
    ended = run_phasebook(*command, cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (2, "phasebook: there is no catalog at data: name its folder with --data\n")


def test_settings_that_are_no_settings_are_refused(run_phasebook: Run, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n")
    ended = run_phasebook("build", "--data", str(SMALL), cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.startswith("phasebook: mkdocs.yml")
    assert "Traceback" not in ended.stderr


def test_a_catalog_that_cannot_be_replayed_is_not_built(run_phasebook: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    (data / "faults" / "wrong.yaml").write_text("{id: wrong, name: Wrong, sets: {nothing.here: broken}}\n")
    ended = run_phasebook("build", "--data", str(data), "--site", str(tmp_path / "site"))
    assert ended.returncode == 1
    assert "faults/wrong.yaml:1:33" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "site" / "index.html").exists()


def test_a_page_written_by_hand_is_not_overwritten(run_phasebook: Run, tmp_path: Path) -> None:
    settings = yaml_load((ROOT / "mkdocs.yml").read_text())
    settings["plugins"] = [{"gen-files": {"scripts": [str(ROOT / "generator" / "mkdocs_pages.py")]}}]
    settings["extra"], settings["extra_css"], settings["extra_javascript"] = {}, [], []
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    (tmp_path / "docs" / "runbooks").mkdir(parents=True)
    (tmp_path / "docs" / "runbooks" / "morning.md").write_text("# Mine\n")
    ended = run_phasebook("build", "--data", str(SMALL), "--site", str(tmp_path / "site"), cwd=tmp_path)
    assert ended.returncode == 1
    assert "runbooks/morning.md is written by hand in docs/ and by the generator" in ended.stderr


@pytest.mark.parametrize("tabs", [True, False])
def test_a_page_has_its_navigation_from_the_script_or_from_the_theme(run_phasebook: Run, tmp_path: Path, *, tabs: bool) -> None:
    settings = yaml_load((ROOT / "mkdocs.yml").read_text())
    settings["plugins"] = ["search", {"gen-files": {"scripts": [str(ROOT / "generator" / "mkdocs_pages.py")]}}]
    settings["theme"]["features"] = [name for name in settings["theme"]["features"] if tabs or name != "navigation.tabs"]
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    shutil.copytree(ROOT / "docs" / "assets", tmp_path / "docs" / "assets")
    ended = run_phasebook("build", "--data", str(SMALL), "--site", str(tmp_path / "site"), cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    page = (tmp_path / "site" / "runbooks" / "morning.html").read_text()
    assert ('class="md-nav__link"' in page, "__frame.start(" in page) == (not tabs, tabs)


def test_render_writes_every_page_and_settings_without_the_generator(run_phasebook: Run, tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "docs").mkdir(parents=True)
    (target / "docs" / "gone.md").write_text("of an earlier render")
    (target / "mkdocs.yml").write_text(f"{MARK}\n")
    ended = run_phasebook("render", str(target), "--data", str(SMALL))
    assert ended.returncode == 0, ended.stderr
    assert not (target / "docs" / "gone.md").exists()
    built = guide(load(SMALL).catalog, folder="small")
    assert {path: (target / "docs" / path).read_text() for path in built.pages} == dict(built.pages)
    settings = yaml.safe_load((target / "mkdocs.yml").read_text())
    assert settings["nav"][0] == {"Home": "index.md"}
    assert "gen-files" not in str(settings["plugins"])
    assert (target / "docs" / settings["extra_css"][0]).is_file()


def test_render_keeps_away_from_a_folder_of_others(run_phasebook: Run, tmp_path: Path) -> None:
    (tmp_path / "theirs.txt").write_text("mine")
    ended = run_phasebook("render", str(tmp_path), "--data", str(SMALL))
    assert (ended.returncode, ended.stderr) == (
        2,
        f"phasebook: {tmp_path} is not empty, and no earlier render wrote it: name a new folder\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.txt"]
