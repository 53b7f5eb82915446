"""Every sentence of the language page that can be wrong: a small catalog, and the exact transcript of its replays."""

from pathlib import Path

import pytest
from casefile import CaseFile, cases_in, write_files

from phasebook.exit import Exit
from phasebook.main import main

REPLAYS = cases_in("replays")
DISAPPOINTING = frozenset({"expect-outcome-left-out-is-resolved", "within-includes-its-end", "by-is-the-runbook-in-which-it-ends"})
"""The cases in which a scenario ends otherwise than it expects."""


def test_there_are_replay_cases() -> None:
    assert len(REPLAYS) >= 120


def test_every_replay_case_says_its_fact_in_a_sentence() -> None:
    assert [case.name for case in REPLAYS if not case.fact.endswith(".") or "\n" in case.fact] == []


@pytest.mark.parametrize("case", REPLAYS, ids=lambda case: case.name)
def test_the_transcript_of_a_case_is_exact(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["simulate", "-v", "--data", str(write_files(tmp_path, case.files))])
    printed = capsys.readouterr()
    assert printed.err == ""
    assert status is (Exit.FINDINGS if case.name in DISAPPOINTING else Exit.CLEAN), printed.out
    case.hold("transcript", printed.out)
