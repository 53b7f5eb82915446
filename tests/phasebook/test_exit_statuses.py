"""How the program ends: 0 nothing to report, 1 findings or an outcome that was not expected, 2 wrong usage, 3 an error of ours."""

import subprocess
import sys
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

import phasebook.check
from phasebook.exit import Exit
from phasebook.main import main

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
MISSPELT = {**HEALTHY, "scenarios/no-agents.yaml": "{id: no-agents, title: Gone, faults: [agents-missing], starts: triagee}\n"}
TOO_LITTLE = {
    **HEALTHY,
    "runbooks/repair.yaml": "{id: repair, title: Rest, covers: [agents-missing, pods-crashed], steps: [{title: Rest, note: Rest.}]}\n",
}
NO_TREE = {**HEALTHY, "trees/triage.yaml": "{id: triage, title: Phases, root: end, nodes: {end: {phase: gitops}}}\n"}
COUNTING = {
    **HEALTHY,
    "components/counter.yaml": f"{{id: counter, phase: gitops, conditions: {{{', '.join(f'b{bit}: [0, 1]' for bit in range(24))}}}}}\n",
    "reactions/count.yaml": "".join(
        f"- {{id: r{bit}, when: {{{''.join(f'counter.b{low}: 1, ' for low in range(bit))}counter.b{bit}: 0}}, "
        f"set: {{{''.join(f'counter.b{low}: 0, ' for low in range(bit))}counter.b{bit}: 1}}}}\n"
        for bit in range(24)
    ),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_files(tmp_path / "data", HEALTHY)


def test_the_statuses_are_those_of_the_contract() -> None:
    assert {status.name: int(status) for status in Exit} == {"CLEAN": 0, "FINDINGS": 1, "USAGE": 2, "OUR_ERROR": 3}


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "--strict"], ["simulate"], ["simulate", "no-agents"], ["prove"], ["prove", "--faults", "2"]]
)
def test_nothing_to_report_is_0(arguments: list[str], data: Path) -> None:
    assert main([*arguments, "--data", str(data)]) is Exit.CLEAN


@pytest.mark.parametrize("arguments", [["check"], ["simulate"], ["prove"]])
def test_a_catalog_with_a_blocking_finding_is_1(arguments: list[str], tmp_path: Path) -> None:
    assert main([*arguments, "--data", str(write_files(tmp_path, MISSPELT))]) is Exit.FINDINGS


@pytest.mark.parametrize("arguments", [["check"], ["simulate"], ["prove"]])
def test_an_outcome_that_was_not_expected_is_1(arguments: list[str], tmp_path: Path) -> None:
    assert main([*arguments, "--data", str(write_files(tmp_path, TOO_LITTLE))]) is Exit.FINDINGS


def test_a_refused_catalog_names_its_findings_and_prints_no_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("simulate", "prove"):
        main([command, "--data", str(write_files(tmp_path, MISSPELT))])
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err == (
            "REF001 scenarios/no-agents.yaml:1:64 `triagee` is no tree or runbook, did you mean `triage`?; fix: write `triage`\n"
            "phasebook: 1 findings; the catalog cannot be replayed\n"
        )


def test_warnings_alone_are_0_and_strictly_1(tmp_path: Path) -> None:
    data = write_files(tmp_path, {**HEALTHY, "systems/core.yaml": "id: core\n"})
    assert main(["check", "--data", str(data)]) is Exit.CLEAN
    assert main(["check", "--strict", "--data", str(data)]) is Exit.FINDINGS


@pytest.mark.parametrize("command", ["check", "simulate", "prove"])
def test_no_such_catalog_is_2(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--data", str(tmp_path / "nowhere")]) is Exit.USAGE
    assert capsys.readouterr().err == f"phasebook: there is no catalog at {tmp_path / 'nowhere'}: name its folder with --data\n"


@pytest.mark.parametrize("command", ["check", "simulate", "prove"])
def test_a_file_is_no_catalog(command: str, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("id: a\n", encoding="utf-8")
    assert main([command, "--data", str(tmp_path / "data")]) is Exit.USAGE


@pytest.mark.parametrize("command", ["check", "simulate", "prove"])
def test_the_catalog_is_data_where_none_is_named(
    command: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(data.parent)
    assert main([command]) is Exit.CLEAN
    monkeypatch.chdir(data)
    assert main([command]) is Exit.USAGE
    assert capsys.readouterr().err.endswith("phasebook: there is no catalog at data: name its folder with --data\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check-it"],
        ["check", "--nonsense"],
        ["check", "--format", "xml"],
        ["check", "extra"],
        ["prove", "--faults", "0"],
        ["prove", "--faults", "-1"],
        ["prove", "--faults", "some"],
        ["simulate", "--data"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_says_how_it_is_used(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) is Exit.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: phasebook")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["simulate", "no-agent"], "there is no scenario `no-agent`, did you mean `no-agents`?"),
        (["simulate", "--faults", "pods-crashd", "--from", "triage"], "there is no fault `pods-crashd`, did you mean `pods-crashed`?"),
        (["simulate", "--faults", "pods-crashed", "--from", "triaje"], "there is no tree or runbook `triaje`, did you mean `triage`?"),
        (["simulate", "--faults", "pods-crashed"], "--faults goes with --from TREE|RUNBOOK, and without scenarios"),
        (
            ["simulate", "no-agents", "--faults", "pods-crashed", "--from", "triage"],
            "--faults goes with --from TREE|RUNBOOK, and without scenarios",
        ),
        (["prove", "--from", "triaj"], "there is no tree `triaj` that leads to a runbook, did you mean `triage`?"),
        (["prove", "--from", "ownership"], "there is no tree `ownership` that leads to a runbook"),
    ],
)
def test_what_is_not_there_is_wrong_usage_and_named(
    arguments: list[str], words: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--data", str(data)]) is Exit.USAGE
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"phasebook: {words}\n")


def test_proving_without_a_tree_that_leads_to_a_runbook_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "--data", str(write_files(tmp_path, NO_TREE))]) is Exit.USAGE
    assert capsys.readouterr().err == "phasebook: no tree of the catalog leads to a runbook: there is nowhere to start from\n"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["simulate", "-h"], ["prove", "-h"]], ids=" ".join)
def test_help_is_0_and_stands_on_standard_output(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) is Exit.CLEAN
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.startswith("usage: phasebook")


def test_an_error_of_ours_is_3_and_says_where_without_a_traceback(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(phasebook.check, "examine", fail)
    assert main(["check", "--data", str(data)]) is Exit.OUR_ERROR
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("phasebook: an error of ours, at test_exit_statuses.py:")
    assert printed.err.endswith(": ZeroDivisionError: division by zero; please report it\n")
    assert printed.err.count("\n") == 1


def test_a_catalog_that_counts_for_years_is_refused_in_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--data", str(write_files(tmp_path, COUNTING))]) is Exit.FINDINGS
    assert "rounds" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["check"], ["simulate", "-v"], ["prove", "--faults", "2"]], ids=" ".join)
def test_the_installed_program_works_where_other_packages_have_our_names(arguments: list[str], data: Path) -> None:
    for name in ("catalog", "simulator", "generator", "phasebook"):
        write_files(data.parent / name, {"__init__.py": "raise SystemExit(99)\n", "load.py": "raise SystemExit(99)\n"})
    program = Path(sys.executable).with_name("phasebook")
    ended = subprocess.run([program, *arguments], cwd=data.parent, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False), ended.stderr


def test_a_reader_that_stops_listening_is_no_error(data: Path) -> None:
    program = Path(sys.executable).with_name("phasebook")
    line = f"'{program}' simulate -v --data '{data}' | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
