"""What `phasebook drift` says of a small catalog and a small repository, whole."""

import os
from pathlib import Path

import pytest
from casefile import CaseFile, cases_in, write_files
from repositories import commit, repository

from phasebook.main import main

CASES = cases_in("drift")


def part(case: CaseFile, name: str) -> dict[str, str]:
    return {path.removeprefix(f"{name}/"): text for path, text in case.sections.items() if path.startswith(f"{name}/")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_is(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path / "data", part(case, "data"))
    repo = repository(tmp_path / "repo")
    commits = [commit(repo, part(case, name), f"Do {name}") for name in ("first", "second", "third") if part(case, name)]
    since = ["--since", commits[0]] if len(commits) > 1 else []
    main(["drift", "--data", os.fspath(data), "--repo", os.fspath(repo), "--all", *since])
    printed = capsys.readouterr().out
    for number, oid in enumerate(commits):
        printed = printed.replace(oid[:12], f"<commit {number + 1}>")
    case.hold("report", printed)


def test_there_are_cases() -> None:
    assert len(CASES) >= 10
