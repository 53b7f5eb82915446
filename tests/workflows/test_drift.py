"""What the workflows say when the guide and the cluster's repository part: their script is run here as it stands."""

import html
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from casefile import cases_in, write_files
from repositories import commit, repository

ROOT = Path(__file__).parents[2]
(CASE,) = (case for case in cases_in("drift") if case.name == "what-it-breaks")
DATA = {name.removeprefix("data/"): text for name, text in CASE.sections.items() if name.startswith("data/")}
BEFORE, AFTER = (CASE.sections[f"{name}/Taskfile.yml"] for name in ("first", "second"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A guide, and the repository of its cluster at a pull request that renames a task."""
    write_files(tmp_path / "data", DATA)
    cluster = repository(tmp_path / "cluster")
    commit(cluster, {"Taskfile.yml": BEFORE}, "Begin")
    commit(cluster, {"Taskfile.yml": AFTER}, "Rename the task")
    return tmp_path


def held(place: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    program = place / "program"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'from phasebook.main import run; run()' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    surroundings = {
        **os.environ,
        "PHASEBOOK": str(program),
        "REPOSITORY": "cluster",
        "GITHUB_STEP_SUMMARY": str(place / "summary.md"),
        **environment,
    }
    return subprocess.run(["bash", str(ROOT / ".ci/drift")], cwd=place, env=surroundings, capture_output=True, text=True, check=False)


def environment_of(path: str, job: str, step: str) -> dict[str, str]:
    (found,) = [one for one in yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))["jobs"][job]["steps"] if one.get("name") == step]
    assert found["run"].endswith(".ci/drift") or ".ci/drift" in found["run"]
    return {name: value for name, value in found["env"].items() if name in ("SINCE", "FAIL_ON")}


def test_a_pull_request_to_the_cluster_is_told_which_runbook_it_breaks_and_shown_how(place: Path) -> None:
    ran = held(place, **environment_of(".github/workflows/cluster.yml", "hold", "Hold"))
    assert ran.returncode == 1, ran.stderr
    assert "::error file=data/commands/c.yaml,line=6," in ran.stdout
    told = (place / "phasebook-reports/comment.md").read_text(encoding="utf-8")
    assert "breaks: mend; shown by: `phasebook simulate crashed -v`, resolved now, blocked if the line fails" in html.unescape(told)
    assert "Rename the task" in told
    assert (place / "summary.md").read_text(encoding="utf-8") == told


def test_a_pull_request_is_not_blamed_for_what_was_broken_before_it(place: Path) -> None:
    commit(place / "cluster", {"README.md": "words"}, "Write words")
    ran = held(place, **environment_of(".github/workflows/cluster.yml", "hold", "Hold"))
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "drift: ends with 0")


def test_the_daily_run_fails_for_whatever_is_broken(place: Path) -> None:
    assert held(place).returncode == 1


def test_what_is_new_needs_a_revision_to_begin_at(place: Path) -> None:
    ran = held(place, FAIL_ON="new")
    assert ran.returncode == 2
    assert "--fail-on new asks for --since REV" in ran.stderr
