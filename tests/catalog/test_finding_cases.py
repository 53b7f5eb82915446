"""Every rule of the language has a broken catalog of its own, which yields that finding and no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from casefile import CASES, CaseFile, cases_in, read_case, write_files
from hostile import HOSTILE, Hostile

import catalog.checks
import catalog.load
import drift.record
import simulator.checks
import simulator.recoveries
from catalog.finding import CODES, Severity
from phasebook.exit import Exit
from phasebook.main import main

FINDINGS = cases_in("findings")
HEALTHY = read_case(CASES / "findings" / "healthy.catalog")
GONE = " is gone"
ELSEWHERE = {"FILE010"}
"""Codes with a test of their own below."""
LOADED = (catalog.checks, catalog.load, simulator.checks, simulator.recoveries, drift.record)
"""The modules that declare all codes."""


def code_of(case: CaseFile) -> str:
    return case.name.partition("-")[0]


def severity_of(case: CaseFile) -> Severity | None:
    code = CODES.get(code_of(case))
    return code.severity if code else None


def broken(case: CaseFile, root: Path) -> Path:
    """Write the healthy catalog with the files of a case over it; a section `x is gone` takes a file away."""
    gone = {name.removesuffix(GONE) for name in case.sections if name.endswith(GONE)}
    files = {name: text for name, text in {**HEALTHY.files, **case.files}.items() if name not in gone}
    return write_files(root, files)


def test_the_catalog_that_the_cases_break_is_healthy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--data", str(write_files(tmp_path, HEALTHY.files))]) is Exit.CLEAN
    assert capsys.readouterr().out == ""
    assert main(["simulate", "--data", str(tmp_path)]) is Exit.CLEAN
    assert main(["prove", "--faults", "2", "--data", str(tmp_path)]) is Exit.CLEAN


def test_every_code_that_is_declared_has_a_case() -> None:
    assert sorted(set(CODES) - {code_of(case) for case in FINDINGS} - {hostile.code for hostile in HOSTILE} - ELSEWHERE) == []


def test_every_case_is_named_after_a_code_that_is_declared() -> None:
    assert sorted({code_of(case) for case in FINDINGS} - set(CODES)) == []


def test_every_code_is_explained_in_a_sentence() -> None:
    assert [name for name, code in CODES.items() if not code.explanation.endswith(".")] == []


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: case.name)
def test_the_findings_of_a_case_are_exact(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--data", str(broken(case, tmp_path))])
    case.hold("findings", capsys.readouterr().out)
    assert status is (Exit.FINDINGS if severity_of(case) is Severity.ERROR else Exit.CLEAN)


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: case.name)
def test_a_case_yields_only_findings_of_its_code(case: CaseFile) -> None:
    assert {line.split()[0] for line in case.sections["findings"].splitlines()} == {code_of(case)}


@pytest.mark.parametrize("case", [case for case in FINDINGS if severity_of(case) is Severity.WARNING], ids=lambda case: case.name)
def test_strictly_a_warning_is_an_error(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--data", str(broken(case, tmp_path))]) is Exit.FINDINGS
    assert capsys.readouterr().out == case.sections["findings"]


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: case.name)
def test_only_what_blocks_a_replay_refuses_it(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["simulate", "--format", "json", "--data", str(broken(case, tmp_path))])
    refused = capsys.readouterr().out == ""
    assert refused is CODES[code_of(case)].blocking
    assert status is Exit.FINDINGS if refused else status in (Exit.CLEAN, Exit.FINDINGS)


@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_a_hostile_catalog_has_one_finding(hostile: Hostile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hostile.needs():
        pytest.skip("root may read everything")
    root = tmp_path / "data"
    root.mkdir()
    hostile.build(root)
    assert main(["check", "--data", str(root)]) is Exit.FINDINGS
    assert capsys.readouterr().out == f"{hostile.finding}\n"


def test_a_file_with_very_many_findings_lists_the_first_five_hundred(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = "".join(f"key{number}: x\n" for number in range(2_000))
    write_files(tmp_path, {"systems/core.yaml": f"id: core\nname: Core\nwhy: W.\n{keys}"})
    assert main(["check", "--data", str(tmp_path)]) is Exit.FINDINGS
    first, *others = capsys.readouterr().out.splitlines()
    assert (
        first
        == "FILE010 systems/core.yaml:1:1 `systems/core.yaml` has 500 findings or more; the rest of it was not read; fix: mend these first"
    )
    assert [line.split()[1] for line in others] == [f"systems/core.yaml:{line}:1" for line in range(4, 504)]


def test_a_file_that_cannot_be_read_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the permissions of a file do not hold root back, the disk refuses here."""
    write_files(tmp_path, {"systems/core.yaml": "id: core\nname: Core\nwhy: W.\n"})

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check", "--data", str(tmp_path)]) is Exit.FINDINGS
    assert capsys.readouterr().out == (
        "FILE004 systems/core.yaml:1:1 `systems/core.yaml` cannot be read: Permission denied; fix: check its permissions\n"
    )


def test_a_folder_that_cannot_be_listed_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"systems/core.yaml": "id: core\nname: Core\nwhy: W.\n"})
    listing = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "systems":
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert main(["check", "--data", str(tmp_path)]) is Exit.FINDINGS
    assert capsys.readouterr().out == "FILE004 systems:1:1 `systems` cannot be listed: Permission denied\n"


def test_all_findings_of_all_files_come_in_one_run_sorted_by_place_those_that_block_a_replay_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one_each = [case for case in FINDINGS if case.name in ("YAML001-broken-yaml", "SHAPE005-bad-durations", "GUIDE002-two-overviews")]
    files = {name: text for case in one_each for name, text in case.files.items()}
    main(["check", "--data", str(write_files(tmp_path, {**HEALTHY.files, **files}))])
    printed = capsys.readouterr().out.splitlines()
    assert len(one_each) == 3
    assert set(printed) == {line for case in one_each for line in case.sections["findings"].splitlines()}
    weights = {line.split()[0]: (not CODES[line.split()[0]].blocking, CODES[line.split()[0]].severity == "warning") for line in printed}
    places = [(weights[line.split()[0]], line.split()[1].rsplit(":", 2)) for line in printed]
    assert places == sorted(places, key=lambda one: (one[0], one[1][0], int(one[1][1]), int(one[1][2])))
