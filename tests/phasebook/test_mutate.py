"""`phasebook mutate`: what it prints of small catalogs, and that it prints the same however it is shared out."""

import json
from html import unescape
from pathlib import Path

import pytest
from casefile import CASES, CaseFile, cases_in, read_case, write_files

from phasebook.exit import Exit
from phasebook.main import main

MUTANTS = cases_in("mutants")
HEALTHY = read_case(CASES / "findings" / "healthy.catalog")


def written(case: CaseFile, root: Path) -> Path:
    """The healthy catalog with the files of a case over it."""
    return write_files(root, {**HEALTHY.files, **case.files})


def test_there_are_mutant_cases() -> None:
    assert len(MUTANTS) >= 3


@pytest.mark.parametrize("case", MUTANTS, ids=lambda case: case.name)
def test_what_is_printed_of_a_case_is_exact(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["mutate", *case.sections["mutate"].split(), "--jobs", "1", "--data", str(written(case, tmp_path))])
    case.hold("printed", capsys.readouterr().out)
    assert status is Exit.FINDINGS


def test_what_is_noticed_or_harmless_leaves_nothing_to_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = written(HEALTHY, tmp_path)
    harmless = "harmless: [{change: swap-steps, step: Install the agents, why: The pods do not wait for the agents.}]\n"
    (data / "runbooks" / "repair.yaml").write_text(HEALTHY.files["runbooks/repair.yaml"] + harmless, encoding="utf-8")
    assert main(["mutate", "--only", "runbooks", "--data", str(data)]) is Exit.CLEAN
    assert capsys.readouterr().out.endswith("noticed (90.9 %), 1 harmless, 0 noticed by nothing\n  by check --strict 10\n")


@pytest.mark.parametrize("arguments", [[], ["--sample", "9", "--seed", "7"], ["--only", "model"], ["--faults", "1"]])
def test_two_processes_report_what_one_does(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(written(MUTANTS[0], tmp_path))
    printed = []
    for jobs in ("1", "2"):
        main(["mutate", *arguments, "--jobs", jobs, "--format", "json", "--data", data])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert json.loads(printed[0])["mutants"] > 0


def test_the_formats_tell_of_the_same_survivors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(written(MUTANTS[0], tmp_path))
    main(["mutate", "--format", "json", "--data", data])
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == 1
    assert report["mutants"] == report["noticed"] + len(report["survivors"]) + len(report["harmless"]) + len(report["same"])
    for form in ("junit", "markdown"):
        main(["mutate", "--format", form, "--data", data])
        printed = unescape(capsys.readouterr().out)
        assert all(survivor["change"] in printed for survivor in report["survivors"])
    assert {survivor["file"] for survivor in report["survivors"]} == {"runbooks/repair.yaml", "components/web.yaml"}


def test_a_sample_is_drawn_by_its_seed_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(written(MUTANTS[0], tmp_path))
    main(["mutate", "--sample", "5", "--seed", "3", "--format", "json", "--data", data])
    first = capsys.readouterr().out
    main(["mutate", "--sample", "5", "--seed", "3", "--format", "json", "--data", data])
    assert capsys.readouterr().out == first
    assert json.loads(first)["mutants"] == 5


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--runbook", "repare"], "phasebook: there is no runbook `repare`, did you mean `repair`?\n"),
        (["--runbook", "repair", "--only", "model"], "phasebook: --runbook names what --only model leaves out\n"),
    ],
)
def test_what_cannot_be_changed_is_refused(arguments: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mutate", *arguments, "--data", str(written(MUTANTS[0], tmp_path))]) is Exit.USAGE
    assert capsys.readouterr().err == why
