"""`phasebook answers`: what a line prints after each fault and after each two, in words and as data."""

import json
import shlex
from pathlib import Path

import pytest
from casefile import CaseFile, cases_in, write_files

from phasebook.exit import Exit
from phasebook.main import main

CASES = cases_in("answers")


def asked(case: CaseFile, data: Path, *more: str) -> list[str]:
    return ["answers", *shlex.split(case.sections["answers"]), "--data", str(data), *more]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answers_of_a_case_are_exact(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(asked(case, write_files(tmp_path, case.files))) is Exit.CLEAN
    case.hold("printed", capsys.readouterr().out)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_json_names_every_fault_once_and_only_answers_that_it_gives(
    case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(asked(case, write_files(tmp_path, case.files), "--format", "json")) is Exit.CLEAN
    (line,) = json.loads(capsys.readouterr().out)["lines"]
    named = [fault for answer in line["answers"] for fault in answer["faults"]]
    assert sorted(named) == [row.partition("id: ")[2].partition(",")[0] for row in case.sections["faults/all.yaml"].splitlines()]
    known = {answer["id"] for answer in line["answers"]}
    assert all({joint["first"], joint["second"], joint["both"]} <= known and joint["pairs"] for joint in line["together"])


def test_an_unknown_command_is_refused_with_the_nearest_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path, CASES[0].files)
    assert main(["answers", "switch-onn", "--data", str(data)]) is Exit.USAGE
    assert capsys.readouterr().err == "phasebook: there is no command `switch-onn`, and no line like it, did you mean `switch-on`?\n"
