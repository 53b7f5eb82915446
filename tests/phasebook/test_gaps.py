"""Known gaps: what follows from one is counted as known, one that is not as it says is an error, and the guide shows each."""

import json
import re
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from generator.guide import guide
from phasebook.examine import examine
from phasebook.exit import Exit
from phasebook.main import main

CATALOG = read_case(CASES / "gaps" / "no-copy-is-left.catalog")
GAP = "gaps/no-copy-is-left.yaml"
PROOFS: tuple[list[str], ...] = (["--faults", "2"], ["--faults", "3"], [])


def proved(arguments: list[str], files: dict[str, str], root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["prove", *arguments, "--jobs", "1", "--data", str(write_files(root, files))])
    return status, capsys.readouterr().out


def other(gap: str) -> dict[str, str]:
    """The catalog with another set of faults in its gap."""
    return {**CATALOG.files, GAP: CATALOG.files[GAP].replace("[data-lost, copy-lost]", gap)}


def test_the_catalog_with_a_gap_has_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--data", str(write_files(tmp_path, CATALOG.files))]) is Exit.CLEAN, capsys.readouterr()


@pytest.mark.parametrize("arguments", PROOFS, ids=" ".join)
def test_what_follows_from_a_gap_is_known(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, printed = proved(arguments, CATALOG.files, tmp_path, capsys)
    assert status is Exit.CLEAN
    assert "gaps/no-copy-is-left.yaml:1:5 known gap `no-copy-is-left`: 1 least failing set follows from it\n" in printed
    assert "no: all that do not hold one of 1 least failing set, 1 of which follows from 1 known gap\n" in printed


@pytest.mark.parametrize("arguments", PROOFS, ids=" ".join)
def test_without_the_gap_the_same_fails(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: text for name, text in CATALOG.files.items() if name != GAP}
    status, printed = proved(arguments, files, tmp_path, capsys)
    assert status is Exit.FINDINGS
    assert "all that do not hold one of 1 least failing set\n" in printed


def test_every_failing_set_that_holds_the_gap_is_marked_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(proved(["--faults", "3", "--format", "json"], CATALOG.files, tmp_path, capsys)[1])
    assert [(one["faults"], one["gap"]) for one in report["failures"]] == [
        (["copy-lost", "data-lost"], "no-copy-is-left"),
        (["copy-lost", "data-lost", "door-shut"], "no-copy-is-left"),
    ]
    assert (report["gaps"], report["wrong_gaps"]) == ([{"id": "no-copy-is-left", "sets": 1}], [])


@pytest.mark.parametrize(
    ("faults", "why"),
    [
        ("[data-lost, door-shut]", "it is resolved by now; delete it"),
        ("[copy-lost, data-lost, door-shut]", "copy-lost, data-lost is enough to fail already; name that alone"),
    ],
)
def test_a_gap_that_is_not_as_it_says_is_an_error(faults: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, printed = proved(["--faults", "1"], other(faults), tmp_path, capsys)
    assert status is Exit.FINDINGS
    assert f"gaps/no-copy-is-left.yaml:1:5 the gap `no-copy-is-left`: {why}\n" in printed


def test_a_gap_excuses_no_lie(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lying = CATALOG.files["runbooks/repair.yaml"].replace("goal: {web.data: whole, store.copy: whole, store.door: open}\n", "")
    status, printed = proved(["--faults", "2"], {**CATALOG.files, "runbooks/repair.yaml": lying}, tmp_path, capsys)
    assert status is Exit.FINDINGS
    assert "no gap may do that" in printed


@pytest.mark.parametrize("form", ["junit", "markdown", "github", "sarif"])
def test_machines_are_told_of_a_gap_that_is_not_so_and_not_of_what_is_known(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is enough to fail" not in proved(["--faults", "2", "--format", form], CATALOG.files, tmp_path / "right", capsys)[1]
    assert (
        "is enough to fail"
        in proved(["--faults", "2", "--format", form], other("[copy-lost, data-lost, door-shut]"), tmp_path / "wrong", capsys)[1]
    )


def test_the_guide_shows_a_gap_where_its_reader_ends(tmp_path: Path) -> None:
    pages = guide(examine(write_files(tmp_path, CATALOG.files), with_replays=False).catalog).pages
    book = pages["runbooks/repair.md"]
    assert "## What this cannot mend" in book
    assert "There is nothing left to restore from." in book
    assert re.search(r"^1\. +Call whoever keeps the tapes\.$", book, re.MULTILINE)
    assert "The data is lost, and so is its last copy" in pages["proof/index.md"]
