"""The JSON reports have the form of the contract, and the texts say the same."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from casefile import CASES, cases_in, read_case, write_files

from phasebook.exit import Exit
from phasebook.main import main
from simulator.model import Case, Outcome
from simulator.witnesses import Witness, written

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
REPLAYS = {case.name: case.files for case in cases_in("replays")}

WEAK = {
    **HEALTHY,
    "runbooks/repair.yaml": """\
id: repair
title: Repair the page
covers: [agents-missing, pods-crashed]
steps:
  - {title: Look, run: [get agents, get pods], expect: {net.agents: running}, if_unmet: network}
  - {title: Start the pods, run: restart pods}
""",
    "runbooks/network.yaml": "{id: network, title: Network, steps: [{title: Install, run: deploy agents}]}\n",
    "faults/web.yaml": "- {id: both-broken, name: Both, sets: {net.agents: missing, web.pods: crashed}}\n",
    "trees/other.yaml": "{id: other, title: Another way in, root: end, nodes: {end: {runbook: network}}}\n",
}
"""A guide that mends one thing at a time."""
HANGING = {
    **HEALTHY,
    "components/net.yaml": HEALTHY["components/net.yaml"].replace("missing]", "missing, hanging]"),
    "faults/hanging.yaml": "{id: agents-hanging, name: They hang, sets: {net.agents: hanging}}\n",
}
"""Two faults that set one condition to different values."""


def report(arguments: list[str], files: dict[str, str], root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Exit, Any]:
    status = main([*arguments, "--format", "json", "--data", str(write_files(root, files))])
    return status, json.loads(capsys.readouterr().out)


def test_the_report_of_simulate_is_that_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = report(["simulate"], HEALTHY, tmp_path, capsys)
    assert status is Exit.CLEAN
    assert said == {
        "version": 1,
        "scenarios": [
            {
                "id": "no-agents",
                "outcome": "resolved",
                "by": "repair",
                "path": ["repair"],
                "seconds": 184,
                "expected": True,
                "steps": [
                    {
                        "runbook": "repair",
                        "step": 1,
                        "title": "Look",
                        "ran": ["get agents", "get pods"],
                        "failed": None,
                        "learned": {"net.agents": "missing", "web.pods": "running"},
                        "changed": {},
                        "seconds": 4,
                        "goes": "next",
                    },
                    {
                        "runbook": "repair",
                        "step": 2,
                        "title": "Install the agents",
                        "ran": ["deploy agents"],
                        "failed": None,
                        "learned": {},
                        "changed": {"net.agents": "running"},
                        "seconds": 180,
                        "goes": None,
                    },
                ],
            }
        ],
    }


def test_steps_hold_the_line_that_failed_and_a_copy_under_the_number_of_its_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = report(["simulate"], REPLAYS["a-line-that-fails-ends-the-step"], tmp_path / "one", capsys)
    steps = said["scenarios"][0]["steps"]
    assert [(step["step"], step["ran"], step["failed"], step["goes"]) for step in steps] == [
        (1, ["look", "deny"], "deny", "mend"),
        (3, ["mend"], None, None),
    ]
    _, said = report(["simulate"], REPLAYS["for-each-is-that-many-steps-in-a-row"], tmp_path / "two", capsys)
    assert [(step["step"], step["title"]) for step in said["scenarios"][0]["steps"]] == [
        (1, "Ping one"),
        (1, "Ping two"),
        (1, "Ping three"),
        (2, "Boot one"),
        (2, "Boot three"),
        (3, "Mark one"),
    ]


def test_a_repeated_entry_is_named_by_by_and_not_in_the_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = report(["simulate"], REPLAYS["entering-a-runbook-again-with-nothing-new-is-livelock"], tmp_path, capsys)
    one = said["scenarios"][0]
    assert (one["outcome"], one["by"], one["path"], one["seconds"]) == ("livelock", "second", ["first", "second", "first"], 10)


def test_where_no_runbook_was_entered_by_is_null(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = report(["simulate"], REPLAYS["a-command-of-a-tree-may-be-unsafe"], tmp_path, capsys)
    one = said["scenarios"][0]
    assert (one["outcome"], one["by"], one["path"], one["seconds"], one["steps"]) == ("unsafe", None, [], 10, [])


def test_what_was_not_expected_says_so_in_both_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = REPLAYS["within-includes-its-end"]
    status, said = report(["simulate"], files, tmp_path, capsys)
    assert (status, [(one["id"], one["expected"]) for one in said["scenarios"]]) == (Exit.FINDINGS, [("in", True), ("over", False)])
    assert main(["simulate", "--data", str(tmp_path)]) is Exit.FINDINGS
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 2 replays ended as expected"


def test_the_report_of_check_is_that_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {**HEALTHY, "scenarios/no-agents.yaml": "id: no-agents\nfaults: [agents-mising]\nstarts: triage\n"}
    status, said = report(["check"], files, tmp_path, capsys)
    assert status is Exit.FINDINGS
    assert said == {
        "version": 1,
        "findings": [
            {
                "code": "REF001",
                "severity": "error",
                "file": "scenarios/no-agents.yaml",
                "line": 2,
                "column": 10,
                "message": "`agents-mising` is no fault, did you mean `agents-missing`?",
                "fix": "write `agents-missing`",
            },
            {
                "code": "PROSE001",
                "severity": "warning",
                "file": "scenarios/no-agents.yaml",
                "line": 1,
                "column": 1,
                "message": "the scenario `no-agents` has no `title`",
                "fix": "add `title: ...`",
            },
        ],
    }
    _, strictly = report(["check", "--strict"], files, tmp_path, capsys)
    assert [finding["severity"] for finding in strictly["findings"]] == ["error", "error"]


def test_a_clean_catalog_has_an_empty_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(["check"], HEALTHY, tmp_path, capsys) == (Exit.CLEAN, {"version": 1, "findings": []})


def test_the_report_of_prove_counts_replays_and_sorts_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = report(["prove", "--faults", "2"], WEAK, tmp_path, capsys)
    failed = [(failure["faults"], failure["from"], failure["outcome"], failure["by"], failure["path"]) for failure in said["failures"]]
    assert status is Exit.FINDINGS
    assert (said["version"], said["faults"], said["sets"]) == (1, 2, 12)
    assert sum(said["outcomes"].values()) == 12
    assert failed == [
        (["both-broken"], "other", "false-all-clear", "network", ["network"]),
        (["both-broken"], "triage", "false-all-clear", "network", ["repair", "network"]),
        (["pods-crashed"], "other", "false-all-clear", "network", ["network"]),
        (["agents-missing", "both-broken"], "other", "false-all-clear", "network", ["network"]),
        (["agents-missing", "both-broken"], "triage", "false-all-clear", "network", ["repair", "network"]),
        (["agents-missing", "pods-crashed"], "other", "false-all-clear", "network", ["network"]),
        (["agents-missing", "pods-crashed"], "triage", "false-all-clear", "network", ["repair", "network"]),
        (["both-broken", "pods-crashed"], "other", "false-all-clear", "network", ["network"]),
        (["both-broken", "pods-crashed"], "triage", "false-all-clear", "network", ["repair", "network"]),
    ]
    assert all(sorted(failure) == ["by", "faults", "from", "outcome", "path", "seconds"] for failure in said["failures"])


def test_prove_starts_where_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = report(["prove", "--faults", "1", "--from", "triage"], WEAK, tmp_path, capsys)
    assert (status, said["sets"], said["outcomes"]) == (Exit.FINDINGS, 3, {"resolved": 2, "false-all-clear": 1})
    status, said = report(["prove", "--faults", "1", "--from", "triage", "--from", "other", "--from", "triage"], WEAK, tmp_path, capsys)
    assert (status, said["sets"]) == (Exit.FINDINGS, 6)


def test_prove_without_a_number_takes_every_combination_and_lists_the_least_sets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = report(["prove"], WEAK, tmp_path, capsys)
    failed = [(failure["faults"], failure["from"], failure["outcome"], failure["seconds"]) for failure in said["failures"]]
    assert (status, said["faults"], said["sets"]) == (Exit.FINDINGS, "all", 14)
    assert failed == [
        (["both-broken"], "other", "false-all-clear", 180),
        (["both-broken"], "triage", "false-all-clear", 184),
        (["pods-crashed"], "other", "false-all-clear", 180),
        (["agents-missing", "pods-crashed"], "triage", "false-all-clear", 184),
    ]
    assert said["ugly"] == said["failures"]
    _, minimal = report(["prove", "--faults", "3", "--minimal"], WEAK, tmp_path, capsys)
    assert minimal["failures"] == said["failures"]


def test_the_text_of_prove_answers_two_questions_and_tells_the_least_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(write_files(tmp_path, WEAK))
    assert main(["prove", "--from", "triage", "--coverage", "--data", data]) is Exit.FINDINGS
    assert (
        capsys.readouterr().out
        == """\
false-all-clear in network, at its end
  both-broken, after 3 min 4 s
    repair 1. Look · not as hoped → network
    network 1. Install
    = false-all-clear: all seems well, and is not (web)
  phasebook simulate --faults both-broken --from triage -v
  agents-missing, pods-crashed, after 3 min 4 s
    repair 1. Look · not as hoped → network
    network 1. Install
    = false-all-clear: all seems well, and is not (web)
  phasebook simulate --faults agents-missing,pods-crashed --from triage -v

every combination of faults, 7: 2 resolved, 5 false-all-clear
does each end resolved? no: all that do not hold one of 2 least failing sets
can anything ugly happen at all? yes: false-all-clear
is any question asked in vain? no
"""
    )


def test_a_late_fault_is_proven_and_can_be_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = report(["prove", "--late", "--from", "triage"], WEAK, tmp_path, capsys)
    assert (status, said["faults"], said["outcomes"]) == (Exit.FINDINGS, 1, {"false-all-clear": 12})
    late = said["failures"][0]["late"]
    line = f"simulate --faults {','.join(said['failures'][0]['faults'])} --late {late['fault']}:{late['after_step']} --from triage"
    _, told = report(line.split(), WEAK, tmp_path, capsys)
    assert told["scenarios"][0]["outcome"] == said["failures"][0]["outcome"]


def test_a_part_that_no_combination_exercises_is_listed_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        **WEAK,
        "runbooks/network.yaml": "{id: network, title: Network, steps: [{title: Install, run: deploy agents, if_fails: done}]}\n",
    }
    main(["prove", "--from", "triage", "--coverage", "--data", str(write_files(tmp_path, files))])
    assert "runbooks/network.yaml:1:39 step 1 of `network` never has a line that fails: its `if_fails` is never followed" in (
        capsys.readouterr().out.splitlines()
    )


def test_what_is_never_missed_since_a_line_fails_instead_is_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands = HEALTHY["commands/get-pods.yaml"] + "requires: {net.agents: running, web.pods: running}\nfails: no network\n"
    steps = (
        "{title: Look, run: get pods, expect: {web.pods: running}, if_met: done, UNMET if_fails: next}, {title: Mend, run: deploy agents}"
    )
    for unmet, told in (("", False), ("if_unmet: done,", True)):
        runbook = f"{{id: repair, title: Repair, steps: [{steps.replace('UNMET', unmet)}]}}\n"
        files = {**HEALTHY, "commands/get-pods.yaml": commands, "runbooks/repair.yaml": runbook}
        main(["prove", "--coverage", "--faults", "1", "--data", str(write_files(tmp_path, files))])
        assert ("step 1 of `repair` is never missed" in capsys.readouterr().out) is told


def test_a_part_that_a_scenario_or_a_kept_replay_exercises_is_not_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = "{title: Install, only_if: {net.agents: missing}, run: deploy agents}, {title: Start, only_if: {web.pods: crashed}, run: restart pods}"
    well = "{id: well, title: Well, steps: [{title: Look, run: [get agents, get pods]}, " + steps + "]}\n"
    files = {**HEALTHY, "runbooks/well.yaml": well}
    del files["faults/pods-crashed.yaml"]
    sound = "{ask: Is it well?, check: {run: get agents, holds: {net.agents: running}}, then: well, else: end}"
    files["trees/triage.yaml"] = (
        f"{{id: triage, title: T, root: one, nodes: {{one: {sound}, well: {{runbook: well}}, end: {{runbook: repair}}}}}}\n"
    )
    files["runbooks/repair.yaml"] = HEALTHY["runbooks/repair.yaml"].replace(", pods-crashed]", "]")
    files["scenarios/well.yaml"] = "{id: well, title: Well, given: {web.pods: crashed}, starts: well}\n"
    case = Case(starts="well", faults=("agents-missing",))
    data = write_files(tmp_path, files)
    asked = ["prove", "--coverage", "--data", str(data)]
    main(asked)
    told = capsys.readouterr().out.splitlines()
    assert "runbooks/well.yaml:1:77 step 2 of `well` is never taken" in told
    assert "step 3 of `well`" not in "\n".join(told)
    (data / "witnesses.json").write_text(
        written([Witness(case=case, outcome=Outcome.RESOLVED, path=("well",), seconds=184)]), encoding="utf-8"
    )
    main(asked)
    assert "step 2 of `well`" not in capsys.readouterr().out


def test_prove_reports_to_machines_and_to_pull_requests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(write_files(tmp_path, WEAK))
    main(["prove", "--from", "triage", "--format", "junit", "--data", data])
    suites = ET.fromstring(capsys.readouterr().out)
    assert [(suite.get("name"), suite.get("failures")) for suite in suites] == [("triage", "2")]
    main(["prove", "--from", "triage", "--format", "markdown", "--data", data])
    assert (
        "-   `both-broken`&#58; false&#45;all&#45;clear in network, at its end&#58; `phasebook simulate --faults both-broken --from triage -v`"
        in (capsys.readouterr().out.splitlines())
    )


def test_prove_leaves_out_faults_that_cannot_strike_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        **HANGING,
        "runbooks/repair.yaml": "{id: repair, steps: [{title: All, run: [deploy agents, restart pods]}]}\n",
    }
    _, said = report(["prove", "--faults", "3"], files, tmp_path, capsys)
    assert (said["faults"], said["sets"], said["outcomes"]) == (3, 5, {"resolved": 5})


def test_prove_with_more_faults_than_there_are_takes_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = report(["prove", "--faults", "99"], HEALTHY, tmp_path, capsys)
    assert (said["faults"], said["sets"], said["outcomes"], said["failures"]) == (99, 3, {"resolved": 3}, [])


def test_the_text_of_prove_shows_how_to_see_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["prove", "--faults", "1", "--from", "triage", "--data", str(write_files(tmp_path, WEAK))])
    printed = capsys.readouterr()
    assert printed.err == ""
    line = "  phasebook simulate --faults both-broken --from triage -v"
    assert line in printed.out.splitlines()
    assert main([*line.split()[1:], "--data", str(tmp_path)]) is Exit.FINDINGS
    assert "= false-all-clear in network after 3 min 4 s" in capsys.readouterr().out


def test_faults_can_be_replayed_without_a_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = report(["simulate", "--faults", "pods-crashed,agents-missing", "--from", "repair"], HEALTHY, tmp_path, capsys)
    one = said["scenarios"][0]
    assert (status, one["outcome"], one["by"], one["seconds"], len(one["steps"])) == (Exit.CLEAN, "resolved", "repair", 244, 3)
    status, said = report(["simulate", "--from", "triage"], HEALTHY, tmp_path, capsys)
    assert (status, said["scenarios"][0]["outcome"], said["scenarios"][0]["seconds"]) == (Exit.CLEAN, "resolved", 4)


def test_faults_that_cannot_strike_together_are_not_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["simulate", "--faults", "agents-missing,agents-hanging", "--from", "triage", "--data", str(write_files(tmp_path, HANGING))]
    assert main(arguments) is Exit.USAGE
    assert capsys.readouterr().err == (
        "phasebook: the faults agents-missing, agents-hanging cannot strike together: they set one condition to different values\n"
    )


def test_only_the_scenarios_that_are_named_are_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = REPLAYS["a-change-ends-at-the-phase-of-its-component"]
    _, said = report(["simulate", "web", "net"], files, tmp_path, capsys)
    assert [one["id"] for one in said["scenarios"]] == ["web", "net"]


def test_a_catalog_without_scenarios_says_so_and_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: text for name, text in HEALTHY.items() if not name.startswith("scenarios/")}
    assert main(["simulate", "--data", str(write_files(tmp_path, files))]) is Exit.CLEAN
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("0 of 0 replays ended as expected\n", "phasebook: the catalog has no scenarios\n")


def test_no_report_has_colours_or_bars_in_a_pipe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    data = str(write_files(tmp_path, WEAK))
    for arguments in (["check"], ["simulate", "-v"], ["prove", "--faults", "2"]):
        main([*arguments, "--data", data])
        printed = capsys.readouterr()
        assert re.findall(r"[\x1b\r]", printed.out + printed.err) == []
