"""A model is kept for the next proof, and made anew as soon as anything that it was made of is another."""

import subprocess
import sys
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from phasebook import ready as made
from phasebook.ready import ready


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHASEBOOK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(made, "KEPT_FROM", 0)
    return write_files(tmp_path / "data", read_case(CASES / "findings" / "healthy.catalog").files)


def kept(data: Path) -> list[Path]:
    return sorted(path for path in (data.parent / "cache").rglob("*") if path.is_file())


def test_a_kept_model_is_the_one_that_is_read(data: Path) -> None:
    first = ready(data)
    assert len(kept(data)) == 1
    again = ready(data)
    assert again == first
    assert again is not first


def test_a_kept_model_is_not_used_for_other_data(data: Path) -> None:
    before = ready(data)
    fault = next((data / "faults").rglob("*.yaml"))
    fault.with_name("more.yaml").write_text("{id: one-more, name: One more, sets: {net.agents: missing}}\n", encoding="utf-8")
    after = ready(data)
    assert before is not None
    assert after is not None
    assert set(after.model.faults) - set(before.model.faults) == {"one-more"}


def test_a_kept_model_that_is_damaged_is_made_anew(data: Path) -> None:
    first = ready(data)
    (file,) = kept(data)
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], b"\0" * 32 + whole[32:]):
        file.write_bytes(damaged)
        assert ready(data) == first
        assert len(file.read_bytes()) == len(whole)


def test_nothing_is_kept_of_data_that_cannot_be_replayed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "faults" / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert ready(data) is None
    assert kept(data) == []
    assert "cannot be replayed" in capsys.readouterr().err


def test_nothing_is_kept_where_links_stand_for_files(data: Path) -> None:
    fault = next((data / "faults").rglob("*.yaml"))
    fault.rename(data / "apart.txt")
    fault.symlink_to(data / "apart.txt")
    assert ready(data) is not None
    assert kept(data) == []


def test_nothing_is_kept_where_nobody_wants_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHASEBOOK_CACHE", "")
    assert ready(data) is not None
    monkeypatch.setenv("PHASEBOOK_CACHE", str(data.parent / "cache"))
    monkeypatch.setattr(made, "KEPT_FROM", 1_000_000)
    assert ready(data) is not None
    assert kept(data) == []


def test_models_are_kept_in_the_folder_of_the_user_and_never_in_the_repository_at_hand(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PHASEBOOK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    monkeypatch.chdir(data.parent)
    ready(data)
    assert [path.parent for path in (tmp_path / "own").rglob("*") if path.is_file()] == [tmp_path / "own" / "phasebook" / "models"]
    assert not (data.parent / ".cache").exists()


def test_a_subcommand_imports_nothing_of_the_others() -> None:
    asked = "import sys; from phasebook.main import parser; parser(['prove']); print(*sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert {"yaml", "networkx", "graphviz", "catalog.catalog"} & set(told.stdout.split()) == set()
