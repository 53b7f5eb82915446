"""Pictures of earlier times are taken from where they are kept, and whatever cannot be kept or read is drawn anew."""

from pathlib import Path

import pytest

from generator import kept, layout
from generator.chart import Chart, Edge, Node
from generator.kept import KeptFolder, kept_folder

TWO = Chart(nodes=(Node(id="a", label="First"), Node(id="b", label="Second")), edges=(Edge(source="a", target="b"),))


def test_a_picture_that_is_kept_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = layout.by_graphviz(TWO, KeptFolder(tmp_path))
    monkeypatch.setattr(layout, "import_module", lambda name: pytest.fail(f"{name} was called"))
    assert first is not None
    assert layout.by_graphviz(TWO, KeptFolder(tmp_path)) == first


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    folder = KeptFolder(tmp_path / "file" / "below")
    folder["key"] = b"value"
    assert (folder.get("key"), len(folder)) == (None, 0)


def test_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    folder = KeptFolder(tmp_path)
    for number in range(5):
        folder[f"key {number}"] = b"value"
    assert len(folder) == 3
    del folder["key 4"]
    assert (folder.get("key 4"), len(folder)) == (None, 2)


def test_the_folder_can_be_named_and_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHASEBOOK_CACHE", str(tmp_path / "named"))
    kept_folder()["key"] = b"value"
    assert len(list((tmp_path / "named").iterdir())) == 1
    monkeypatch.setenv("PHASEBOOK_CACHE", "")
    assert kept_folder() == {}
