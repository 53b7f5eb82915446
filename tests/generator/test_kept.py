"""Pictures of earlier times are taken from where they are kept, and whatever cannot be kept or read is drawn anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.text import MAX_BYTES
from generator import layout
from generator.chart import Chart, Edge, Node
from generator.guide import Guide
from generator.kept import KeptFolder, kept_folder
from generator.recall import key_of, recall, remember

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


def test_the_oldest_go_first(tmp_path: Path) -> None:
    folder = KeptFolder(tmp_path, most=3)
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


def test_a_guide_is_recalled_as_long_as_nothing_of_it_has_changed(tmp_path: Path) -> None:
    built = Guide(title="A", pages={"a.md": "# A\n"}, navigation=[{"A": "a.md"}, {"B": [{"C": "c.md"}, "d.md"]}], assets={"x.js": "1"})
    data = tmp_path / "data" / "components"
    data.mkdir(parents=True)
    (data / "a.yaml").write_text("id: a")
    key = key_of(tmp_path / "data")
    assert key is not None
    kept = KeptFolder(tmp_path / "kept", most=2)
    remember(built, key, kept)
    assert recall(key, kept) == built
    assert key_of(tmp_path / "data") == key
    (data / "a.yaml").write_text("id: b")
    assert key_of(tmp_path / "data") not in (None, key)


@pytest.mark.parametrize("harm", [lambda file: file.rename(file.with_suffix(".yml")), lambda file: file.with_name("b").mkdir()])
def test_another_name_or_an_empty_folder_is_a_change(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("id: a")
    key = key_of(tmp_path)
    harm(file)
    assert key_of(tmp_path) not in (None, key)


def test_what_is_larger_than_a_catalog_may_be_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x" * (MAX_BYTES + 1))
    assert key_of(tmp_path) is None
