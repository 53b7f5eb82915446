"""`phasebook diff`: what it says of a change, from folders and from revisions."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from casefile import CASES, CaseFile, cases_in, read_case, write_files

from phasebook.change_comment import LIMIT
from phasebook.exit import Exit
from phasebook.main import main

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
CHANGES = cases_in("changes")
SAME = frozenset({"another-layout-is-no-change", "other-words-are-no-change", "what-no-replay-notices"})
"""The cases in which the guide behaves as before."""
GONE = " is gone"
REPAIR = HEALTHY["runbooks/repair.yaml"]
WITHOUT_INSTALL = REPAIR.replace("  - title: Install the agents\n    only_if: {net.agents: missing}\n    run: deploy agents\n", "")


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The healthy catalog in the folder `before`, which stands in the working folder."""
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path / "before", HEALTHY)
    return tmp_path


def changed_as(case: CaseFile, root: Path) -> Path:
    """The catalog after the change of a case."""
    return changed(root, case.files, tuple(name.removesuffix(GONE) for name in case.sections if name.endswith(GONE)))


def changed(root: Path, files: dict[str, str], gone: tuple[str, ...] = ()) -> Path:
    return write_files(root / "after", {name: text for name, text in {**HEALTHY, **files}.items() if name not in gone})


def in_git(root: Path, *arguments: str) -> None:
    hermetic = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    names = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True, env=hermetic)


@pytest.fixture
def repository(base: Path) -> Path:
    """A repository whose only commit, tagged `v1`, has the healthy catalog as `ops/data`; the work tree has lost a step."""
    root = base / "repository"
    write_files(root / "ops" / "data", HEALTHY)
    in_git(base, "init", "-q", "-b", "main", str(root))
    in_git(root, "add", ".")
    in_git(root, "commit", "-q", "-m", "The guide")
    in_git(root, "tag", "v1")
    write_files(root / "ops" / "data", {"runbooks/repair.yaml": WITHOUT_INSTALL})
    return root


def report(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[Exit, Any]:
    status = main(["diff", *arguments, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_there_are_change_cases() -> None:
    assert len(CHANGES) >= 11


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.name)
def test_what_is_said_of_a_change_is_exact(case: CaseFile, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed_as(case, base)
    status = main(["diff", "before", "after"])
    printed = capsys.readouterr()
    case.hold("changes", printed.out + printed.err)
    assert status is (Exit.CLEAN if case.name in SAME else Exit.FINDINGS)


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.name)
def test_a_catalog_beside_itself_has_not_changed(case: CaseFile, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed_as(case, base)
    assert main(["diff", "after", "after"]) is Exit.CLEAN
    assert capsys.readouterr().out == "after → after: no change of behaviour\n"


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case.name)
def test_exactly_the_replays_whose_outcome_changed_are_named(case: CaseFile, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed_as(case, base)
    _, said = report(["before", "after"], capsys)
    ended = {}
    for side in ("before", "after"):
        main(["simulate", "--data", side, "--format", "json"])
        out = capsys.readouterr().out
        ended[side] = {one["id"]: one["outcome"] for one in json.loads(out)["scenarios"]} if out else {}
    wanted = {
        (name, ended["before"][name], ended["after"][name])
        for name in ended["before"].keys() & ended["after"].keys()
        if ended["before"][name] != ended["after"][name]
    }
    assert {(one["id"], one["before"], one["after"]) for one in said["outcomes"] if one["kind"] == "scenario"} >= wanted
    assert {one["id"] for one in said["outcomes"] if one["kind"] == "scenario" and one["before"] != one["after"]} == {
        one[0] for one in wanted
    }


def test_the_report_has_the_form_of_the_contract(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(base, {"runbooks/repair.yaml": WITHOUT_INSTALL})
    status, said = report(["before", "after"], capsys)
    assert status is Exit.FINDINGS
    assert {"version", "outcomes", "covered", "uncovered", "phases", "times"} <= said.keys()
    assert (said["version"], said["worse"], said["headline"]) == (1, True, "2 replays end worse")
    assert [(one["kind"], one["id"], one["from"], one["before"], one["after"]) for one in said["outcomes"]] == [
        ("fault", "agents-missing", "triage", "resolved", "false-all-clear"),
        ("scenario", "no-agents", "triage", "resolved", "false-all-clear"),
    ]
    assert said["proof"] == {
        "before": {"sets": 2, "outcomes": {"resolved": 2}},
        "after": {"sets": 2, "outcomes": {"resolved": 1, "false-all-clear": 1}},
    }


def test_a_revision_is_read_without_a_checkout(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    files = sorted(path for path in repository.rglob("*") if path.is_file())
    status, said = report(["v1", "--data", "ops/data"], capsys)
    assert (status, said["before"], said["after"]) == (Exit.FINDINGS, "v1", "ops/data")
    assert [one["id"] for one in said["outcomes"]] == ["agents-missing", "no-agents"]
    assert sorted(path for path in repository.rglob("*") if path.is_file()) == files


def test_two_revisions_are_compared_from_any_folder_of_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_git(repository, "commit", "-q", "-a", "-m", "A step less")
    in_git(repository, "checkout", "-q", "v1")
    monkeypatch.chdir(repository / "ops")
    status, said = report(["main~1", "main"], capsys)
    assert (status, len(said["outcomes"])) == (Exit.FINDINGS, 2)
    assert report(["main", "main"], capsys)[0] is Exit.CLEAN


def test_a_revision_without_the_guide_is_an_empty_one(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    (repository / "ops" / "data").rename(repository / "guide")
    write_files(repository / "guide", {"runbooks/repair.yaml": REPAIR})
    status, said = report(["v1", "--data", "guide"], capsys)
    assert (status, said["worse"], said["headline"]) == (Exit.FINDINGS, False, "the guide behaves otherwise, and nothing ends worse")
    assert [one["id"] for one in said["added"]] == ["agents-missing", "pods-crashed", "no-agents"]


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nothing", "phasebook: `nothing` is neither a folder nor a revision that Git knows here\n"),
        ("--upload-pack=x", "is neither"),
        ("empty", "phasebook: there is no catalog in empty\n"),
    ],
)
def test_what_cannot_be_compared_is_refused(named: str, why: str, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "empty").mkdir()
    assert main(["diff", "--data", "before", "--", named]) is Exit.USAGE
    assert why in capsys.readouterr().err


def test_a_name_of_both_a_folder_and_a_revision_is_refused(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    in_git(repository, "branch", "ops")
    assert main(["diff", "ops", "--data", "ops/data"]) is Exit.USAGE
    assert (
        capsys.readouterr().err
        == "phasebook: `ops` is a folder and a revision: write ./ops for the folder, refs/heads/ops for the branch\n"
    )
    assert main(["diff", "./ops", "--data", "ops/data"]) is Exit.CLEAN


def test_only_what_is_worse_fails_where_that_is_asked_for(base: Path) -> None:
    changed(base, {"commands/deploy-agents.yaml": HEALTHY["commands/deploy-agents.yaml"].replace("3m", "2m")})
    assert main(["diff", "before", "after"]) is Exit.FINDINGS
    assert main(["diff", "before", "after", "--fail-on", "worse"]) is Exit.CLEAN
    changed(base, {"runbooks/repair.yaml": WITHOUT_INSTALL})
    assert main(["diff", "before", "after", "--fail-on", "worse"]) is Exit.FINDINGS


def test_faults_that_strike_together_are_compared_where_that_is_asked_for(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(base, {"runbooks/repair.yaml": WITHOUT_INSTALL})
    _, said = report(["before", "after", "--faults", "2"], capsys)
    assert [one["id"] for one in said["outcomes"]] == ["agents-missing", "no-agents", "agents-missing,pods-crashed"]
    assert said["proof"]["before"]["sets"] == 3


def test_the_comment_leads_with_what_is_wrong_and_folds_the_rest(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(base, {"runbooks/repair.yaml": WITHOUT_INSTALL})
    main(["diff", "before", "after", "--format", "markdown"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["### Phasebook: 2 replays end worse", "", "**Replays that end worse (2)**", ""]
    assert "<details><summary>The shortest: agents-missing from triage, as it goes now</summary>".replace("-", "&#45;") in lines


def test_a_comment_on_a_change_of_layout_is_one_line(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(base, {"runbooks/repair.yaml": "# A word.\n" + REPAIR})
    assert main(["diff", "before", "after", "--format", "markdown"]) is Exit.CLEAN
    assert capsys.readouterr().out == "### Phasebook: no change of behaviour\n"


def test_a_comment_always_fits(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "x-" + "long-" * 60
    parts = "".join(
        f"- {{id: {name}{number}, phase: gitops, name: '<@&|`{'ä' * 300}', conditions: {{a: [b, c]}}}}\n" for number in range(400)
    )
    faults = "".join(f"- {{id: {name}{number}, name: '{'@ü' * 200}', sets: {{'{name}{number}.a': c}}}}\n" for number in range(400))
    changed(base, {"components/many.yaml": parts, "faults/many.yaml": faults})
    main(["diff", "before", "after", "--format", "markdown"])
    said = capsys.readouterr().out
    assert len(said.encode()) <= LIMIT
    assert said.startswith("### Phasebook: 400 new replays do not end as they should, 400 faults are covered by no runbook\n")
    assert "more." in said


def test_words_of_the_data_open_nothing_in_a_comment(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "</details><script>alert(1)</script> @everybody [x](javascript:1) ``` #1 | x"
    fault = f"{{id: odd, name: '{hostile}', symptoms: ['{hostile}'], sets: {{net.agents: missing, web.pods: crashed}}}}\n"
    changed(base, {"faults/odd.yaml": fault, "runbooks/repair.yaml": WITHOUT_INSTALL.replace("title: Look", f"title: '{hostile}'")})
    main(["diff", "before", "after", "--format", "markdown"])
    outside = "".join(part for number, part in enumerate(capsys.readouterr().out.split("````")) if number % 2 == 0)
    assert "<script>" not in outside
    assert "](" not in outside
    assert "@everybody" not in outside
