"""Our reading of Taskfiles is that of `task` itself: the same tasks, files, lines and aliases, in each arrangement."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from casefile import CaseFile, cases_in, write_files
from repositories import commit, repository

from drift.repository import Repository
from drift.revision import Revision
from drift.taskfile import Tasks, tasks_of

CASES = cases_in("taskfiles")
TASK = Path(sys.executable).parent / "task"

Listed = set[tuple[str, str, int, tuple[str, ...]]]


def of_the_program(folder: Path) -> Listed | None:
    """Return what `task` lists, or None where it refuses."""
    done = subprocess.run(
        [TASK, "--list-all", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "HOME": str(folder)},
    )
    if done.returncode:
        return None
    found = json.loads(done.stdout)["tasks"]
    place = os.path.realpath(folder)
    return {
        (one["task"], os.path.relpath(one["location"]["taskfile"], place), one["location"]["line"], tuple(sorted(one["aliases"])))
        for one in found
    }


def of_ours(tasks: Tasks) -> Listed | None:
    if tasks.fatal is not None:
        return None
    return {(name, one.path, one.line, tuple(sorted(one.aliases))) for name, one in tasks.tasks.items() if not one.internal}


def tasks_in(folder: Path, files: dict[str, str]) -> Tasks:
    commit(repository(folder), files, "Begin")
    held = Repository(folder)
    try:
        return tasks_of(Revision(held, held.commit("HEAD")))
    finally:
        held.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_list_is_that_of_task_itself(case: CaseFile, tmp_path: Path) -> None:
    ours = of_ours(tasks_in(tmp_path, case.sections))
    assert ours == of_the_program(tmp_path), case.fact


def test_there_are_many_arrangements() -> None:
    assert len(CASES) >= 60


def test_a_list_is_read_from_the_commit_and_not_from_the_desk(tmp_path: Path) -> None:
    tasks = tasks_in(tmp_path, {"Taskfile.yml": "version: '3'\ntasks:\n  a: echo\n"})
    write_files(tmp_path, {"Taskfile.yml": "version: '3'\ntasks:\n  b: echo\n"})
    assert set(tasks.tasks) == {"a"}


def test_a_remote_include_leaves_its_namespace_unknown(tmp_path: Path) -> None:
    text = "version: '3'\nincludes:\n  far: https://example.org/Taskfile.yml\ntasks:\n  a: echo\n"
    tasks = tasks_in(tmp_path, {"Taskfile.yml": text})
    assert tasks.unknown_for("far:x") == "Taskfile.yml includes https://example.org/Taskfile.yml, which lies elsewhere"
    assert tasks.unknown_for("near:x") is None
    assert set(tasks.tasks) == {"a"}


def test_a_call_goes_through_the_namespaces_that_it_was_included_under(tmp_path: Path) -> None:
    files = {
        "Taskfile.yml": "version: '3'\nincludes:\n  one: one.yml\n",
        "one.yml": "version: '3'\nincludes:\n  two: two.yml\n",
        "two.yml": "version: '3'\ntasks:\n  a: echo\n",
    }
    task = tasks_in(tmp_path, files).tasks["one:two:a"]
    assert (task.named("b"), task.named(":b"), task.named("::b")) == ("one:two:b", "one:b", "b")


NAMES_THAT_CALL = {
    "Taskfile.yml": """\
version: '3'
tasks:
  'start:*': {aliases: ['begin-*'], cmds: [echo]}
  'a.b': echo
  one: {aliases: [both, only], cmds: [echo]}
  two: {aliases: [both], cmds: [echo]}
  three: {aliases: [two], cmds: [echo]}
  hidden: {internal: true, aliases: [unseen], cmds: [echo]}
""",
}


@pytest.mark.parametrize(
    "name",
    ["start:x", "start:x:y", "start:", "start:*", "begin-x", "begin-", "a.b", "both", "only", "two", "three", "hidden", "unseen", "none"],
)
def test_a_name_finds_what_the_program_would_run(tmp_path: Path, name: str) -> None:
    tasks = tasks_in(tmp_path, NAMES_THAT_CALL)
    done = subprocess.run(
        [TASK, "--dry", name], cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": os.defpath, "HOME": str(tmp_path)}
    )
    found = tasks.find(name)
    ours = "internal" if found and found.internal else "found" if found else "several" if tasks.with_alias(name) else "none"
    assert ours == {0: "found", 200: "none", 202: "internal", 203: "several"}[done.returncode], done.stderr


def test_a_path_that_rests_on_the_environment_leaves_its_namespace_unknown(tmp_path: Path) -> None:
    text = "version: '3'\nincludes:\n  far: '{{.WHO_KNOWS}}/Taskfile.yml'\ntasks:\n  a: echo\n"
    tasks = tasks_in(tmp_path, {"Taskfile.yml": text})
    assert tasks.unknown_for("far:x") == "Taskfile.yml includes {{.WHO_KNOWS}}/Taskfile.yml, which only a run of task works out"
    assert set(tasks.tasks) == {"a"}
