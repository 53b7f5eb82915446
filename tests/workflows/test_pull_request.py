"""What the shipped workflows let past, and what they may do: their commands are run here as they stand."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from casefile import write_files

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent

LOOK = "  - {title: Look at the app, run: get app, if_fails: api-down}\n"
GUIDE = {
    "components/all.yaml": """\
- {id: api, name: API, phase: bootstrap, layer: kubernetes, why: All ask it., conditions: {server: [up, down]}}
- {id: app, name: App, phase: gitops, layer: applications, why: People use it., needs: [api], conditions: {pods: [running, crashed]}}
""",
    "commands/all.yaml": """\
- {id: get-app, run: get app, phase: gitops, purpose: See the pods., requires: {api: ready}, fails: connection refused, shows: [app.pods],
   output: [{when: {app.pods: running}, text: Running}, {text: Crashed}], takes: 2s, risk: read-only}
- {id: start-api, run: start api, phase: bootstrap, purpose: Start it., sets: {api.server: up}, shows: [api.server], output: [{text: started}], takes: 1m, risk: disruptive}
- {id: restart-app, run: restart app, phase: gitops, purpose: Start the pods., requires: {api: ready}, fails: connection refused,
   sets: {app.pods: running}, takes: 1m, risk: reversible}
""",
    "faults/all.yaml": """\
- {id: api-stopped, name: The API has stopped, symptoms: [connection refused], sets: {api.server: down}}
- {id: app-crashed, name: The app has crashed, symptoms: [the page does not load], sets: {app.pods: crashed}}
""",
    "runbooks/app-down.yaml": f"""\
id: app-down
title: The app is down
kind: troubleshooting
phase: either
symptoms: [the page does not load]
covers: [app-crashed, api-stopped]
objective: 10m
steps:
{LOOK}  - {{title: Start the pods, only_if: {{app.pods: crashed}}, run: restart app, if_fails: api-down}}
""",
    "runbooks/api-down.yaml": """\
id: api-down
title: The API is down
kind: troubleshooting
phase: bootstrap
symptoms: [connection refused]
objective: 10m
steps:
  - {title: Start the API, run: start api}
  - {title: Look at the app, run: get app, expect: {app.pods: running}, if_met: done}
  - {title: Start the pods, run: restart app}
""",
    "trees/triage.yaml": "{id: triage, title: What to do, root: end, nodes: {end: {runbook: app-down}}}\n",
    "trees/ownership.yaml": """\
id: ownership
title: Who owns it
root: early
nodes: {early: {ask: Is it there before Git?, about: {phase: bootstrap}, then: boot, else: git}, boot: {phase: bootstrap}, git: {phase: gitops}}
""",
    "scenarios/all.yaml": """\
- {id: api-gone, title: The API has gone, faults: [api-stopped], starts: triage}
- {id: app-gone, title: The app has gone, faults: [app-crashed], starts: triage}
""",
}
BROKEN = GUIDE["runbooks/app-down.yaml"].replace(", if_fails: api-down}", "}", 1)
ASKS_FIRST = GUIDE["runbooks/app-down.yaml"].replace("steps:\n", "steps:\n  - {title: See the pods, run: get app}\n")
RESIGNED = GUIDE["scenarios/all.yaml"].replace("starts: triage}", "starts: triage, expect: {outcome: blocked}}", 1)
REPHRASED = GUIDE["runbooks/app-down.yaml"].replace("title: The app is down", "title: The app does not answer")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the guide, as a pull request finds it."""
    write_files(tmp_path / "data", GUIDE)
    for line in ("init -q", "add .", "-c user.name=X -c user.email=x@example.org commit -q -m Guide"):
        subprocess.run(["git", *line.split()], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def steps_of(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from job["steps"]


def workflow(path: Path) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def gate(repository: Path) -> "subprocess.CompletedProcess[str]":
    """Run what the pull request's workflow runs, with its environment."""
    (step,) = [
        one for one in workflow(ROOT / ".github/workflows/pull-request.yml")["jobs"]["guide"]["steps"] if "BASE" in one.get("env", {})
    ]
    assert step["run"] == "bash .ci/guide"
    program = repository / "program"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'from phasebook.main import run; run()' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    surroundings = {**os.environ, "BASE": "HEAD", "PHASEBOOK": str(program), "GITHUB_STEP_SUMMARY": str(repository / "summary.md")}
    return subprocess.run(["bash", str(ROOT / ".ci/guide")], cwd=repository, env=surroundings, capture_output=True, text=True, check=False)


def test_an_honest_change_gets_past(repository: Path) -> None:
    write_files(repository / "data", {"runbooks/app-down.yaml": REPHRASED})
    ran = gate(repository)
    assert (ran.returncode, ran.stdout) == (0, "check: ends with 0\nsimulate: ends with 0\nprove: ends with 0\ndiff: ends with 0\n"), (
        ran.stderr
    )
    assert (repository / "phasebook-reports/comment.md").read_text().startswith("### Phasebook: no change of behaviour\n")
    assert sorted(path.name for path in (repository / "phasebook-reports").iterdir()) == [
        *(f"{name}.{ending}" for name in ("check",) for ending in ("md", "sarif", "xml")),
        "comment.md",
        *(f"{name}.{ending}" for name in ("prove", "simulate") for ending in ("md", "sarif", "xml")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"runbooks/app-down.yaml": BROKEN},
        {"runbooks/app-down.yaml": ASKS_FIRST, "scenarios/all.yaml": RESIGNED},
    ],
    ids=["a-removed-if-fails", "a-step-that-asks-the-api-while-it-is-down-and-a-lowered-expectation"],
)
def test_a_change_that_quietly_breaks_a_runbook_does_not_get_past(change: dict[str, str], repository: Path) -> None:
    write_files(repository / "data", change)
    ran = gate(repository)
    assert ran.returncode == 1
    assert "prove: ends with 1\n" in ran.stdout
    assert "::error file=data/faults/all.yaml,line=1,col=8,title=PROOF::`api-stopped`: blocked in `app-down`" in ran.stdout
    comment = (repository / "phasebook-reports/comment.md").read_text()
    assert "end worse" in comment.splitlines()[0] or "ends worse" in comment.splitlines()[0]
    assert "`api-stopped from triage`" in comment
    assert "### " in (repository / "summary.md").read_text()


def test_a_catalog_that_cannot_be_replayed_does_not_get_past(repository: Path) -> None:
    write_files(repository / "data", {"scenarios/all.yaml": GUIDE["scenarios/all.yaml"].replace("triage}", "triag}")})
    ran = gate(repository)
    assert ran.returncode == 1
    assert "::error file=data/scenarios/all.yaml,line=1,col=" in ran.stdout


@pytest.mark.skipif(not (BIN / "zizmor").exists(), reason="the linter comes with the locked packages; another environment may lack it")
def commit(folder: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "A change"]):
        subprocess.run([*git, *command], check=True, capture_output=True)


def test_the_workflow_of_a_new_guide_stops_a_failure_that_is_handled_no_more(tmp_path: Path) -> None:
    guide = tmp_path / "guide"
    subprocess.run([BIN / "phasebook", "init", guide], check=True, capture_output=True)
    job = yaml.safe_load((guide / ".github/workflows/guide.yml").read_text())["jobs"]["guide"]["steps"]
    (compare,) = (step["run"] for step in job if "diff" in step.get("run", ""))
    runbooks = guide / "data/runbooks/all.yaml"
    resumes = "run: flux resume kustomization web"
    commit(guide)
    runbooks.write_text(runbooks.read_text().replace(f"{resumes}, if_fails: api-down}}", f"{resumes}}}\n  escalates_to: web-down"))
    commit(guide)
    shell = {"PATH": f"{BIN}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "NO_COLOR": "1"}
    lines = ("phasebook check --strict", "phasebook simulate", "phasebook prove --faults 1", compare)
    endings = [
        subprocess.run(["bash", "-eo", "pipefail", "-c", line], cwd=guide, env=shell, capture_output=True, check=False).returncode
        for line in lines
    ]
    assert endings == [0, 0, 0, 1]
    assert (tmp_path / "summary.md").read_text().startswith("### Phasebook: 1 failure is handled no more\n")
    assert next(step["with"]["fetch-depth"] for step in job if "checkout" in step.get("uses", "")) == 2


def test_the_workflows_and_the_action_are_free_of_what_zizmor_warns_of() -> None:
    ran = subprocess.run(
        [BIN / "zizmor", "--offline", "--no-progress", ROOT / ".github", ROOT / "action.yml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "No findings to report" in ran.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_grants_nothing_but_what_a_job_asks_for(path: Path) -> None:
    assert workflow(path)["permissions"] == {}
    assert all("permissions" in job for job in workflow(path)["jobs"].values())


def test_what_strangers_can_start_may_read_alone_and_sees_no_secret() -> None:
    for path in WORKFLOWS:
        triggers = workflow(path)[True]  # YAML 1.1 reads the key `on` so
        assert "pull_request_target" not in triggers
        if "pull_request" in triggers:
            assert all(job["permissions"] == {"contents": "read"} for job in workflow(path)["jobs"].values())
            assert "secrets." not in path.read_text(encoding="utf-8")
            assert "github.token" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_foreign_action_is_pinned_by_its_digest_and_leaves_no_credentials(path: Path) -> None:
    for job in workflow(path)["jobs"].values():
        for step in steps_of(job):
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step
                assert not step["uses"].startswith("actions/checkout") or step["with"]["persist-credentials"] is False


def test_a_strangers_comment_names_nobody_and_links_to_nothing(tmp_path: Path) -> None:
    hostile = "### Phasebook: @all #1 [x](https://example.org) ![y][z]\n<img src=x><a href='y'>\u202e<details><summary>ok</summary>\n\n</details>\n"
    (tmp_path / "comment.md").write_text(hostile * 2_000, encoding="utf-8")
    made = subprocess.run(
        [str(ROOT / ".ci/safe-comment"), str(tmp_path / "comment.md"), "0123456789" * 4], capture_output=True, text=True, check=True
    )
    body = json.loads(made.stdout)["body"]
    assert len(body.encode()) < 65_536 * 2
    assert len(body) < 65_536
    assert [word for word in ("@all", "#1", "](", "][", "https://", "<img", "<a ", "\u202e") if word in body] == []
    assert "<details><summary>ok</summary>" in body


@pytest.mark.parametrize("revision", ["main", "0123", "$(id)"])
def test_a_comment_for_what_is_no_revision_is_refused(revision: str, tmp_path: Path) -> None:
    (tmp_path / "comment.md").write_text("x", encoding="utf-8")
    made = subprocess.run([str(ROOT / ".ci/safe-comment"), str(tmp_path / "comment.md"), revision], capture_output=True, check=False)
    assert made.returncode != 0


def test_a_link_is_no_comment(tmp_path: Path) -> None:
    (tmp_path / "comment.md").symlink_to("/etc/hostname")
    made = subprocess.run([str(ROOT / ".ci/safe-comment"), str(tmp_path / "comment.md"), "0" * 40], capture_output=True, check=False)
    assert (made.returncode, made.stdout) == (1, b"")


def test_the_scripts_are_there_to_be_run() -> None:
    assert [name for name in ("drift", "guide", "safe-comment") if not os.access(ROOT / ".ci" / name, os.X_OK)] == []
    assert shutil.which("bash")
