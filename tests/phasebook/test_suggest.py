"""`phasebook suggest`: what it prints, and that what it prints can be pasted."""

from pathlib import Path

import pytest
from casefile import CaseFile, cases_in, write_files

from phasebook.exit import Exit
from phasebook.main import main

SUGGESTIONS = cases_in("suggestions")
WITHOUT_A_WAY_OUT = frozenset({"a-failure-without-a-way-out"})


def test_there_are_suggestion_cases() -> None:
    assert len(SUGGESTIONS) >= 7


def asked(case: CaseFile, data: Path) -> list[str]:
    return ["suggest", *case.sections["suggest"].split(), "--data", str(data)]


@pytest.mark.parametrize("case", SUGGESTIONS, ids=lambda case: case.name)
def test_the_suggestion_of_a_case_is_exact(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(asked(case, write_files(tmp_path, case.files)))
    printed = capsys.readouterr()
    assert status is (Exit.FINDINGS if case.name in WITHOUT_A_WAY_OUT else Exit.CLEAN), printed.err
    case.hold("printed", printed.out + printed.err)


@pytest.mark.parametrize("case", [case for case in SUGGESTIONS if "id: mend-" in case.sections["printed"]], ids=lambda case: case.name)
def test_a_suggestion_that_is_pasted_is_a_runbook_that_resolves(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path, case.files)
    faults = [word for word in case.sections["suggest"].split() if word in case.sections["faults/all.yaml"]]
    (data / "runbooks" / "pasted.yaml").write_text(case.sections["printed"], encoding="utf-8")
    name = "mend-" + "-and-".join(faults)
    status = main(["simulate", "--faults", ",".join(faults), "--from", name, "--data", str(data)])
    assert status is Exit.CLEAN, capsys.readouterr()
    assert f"resolved in {name}" in capsys.readouterr().out


def test_an_unknown_fault_is_refused_with_the_nearest_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path, SUGGESTIONS[0].files)
    first = SUGGESTIONS[0].sections["faults/all.yaml"].partition("id: ")[2].partition(",")[0]
    assert main(["suggest", first + "x", "--data", str(data)]) is Exit.USAGE
    assert f"did you mean `{first}`?" in capsys.readouterr().err
