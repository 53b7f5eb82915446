"""Replays that are kept beside the data: `mutate --keep` writes them, `simulate` says which goes otherwise, `simulate --keep` renews them."""

import subprocess
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from catalog.kept import BadKeptError
from phasebook.exit import Exit
from phasebook.main import main
from simulator.model import Case, Outcome
from simulator.witnesses import Witness, read, written

HEALTHY = read_case(CASES / "findings" / "healthy.catalog")
REPAIR = HEALTHY.files["runbooks/repair.yaml"]
CRASHED = Witness(case=Case(starts="repair", faults=("pods-crashed",)), outcome=Outcome.RESOLVED, path=("repair",), seconds=64)
LATE = Witness(
    case=Case(starts="repair", late={1: ("agents-missing",)}, given=(("web.pods", "crashed"),)),
    outcome=Outcome.UNRESOLVED,
    path=("repair",),
    seconds=4,
)


def kept(root: Path, *witnesses: Witness, **files: str) -> str:
    """A healthy catalog with some witnesses beside it."""
    data = write_files(root, {**HEALTHY.files, **{f"{name.replace('__', '/')}.yaml": text for name, text in files.items()}})
    (data / "witnesses.json").write_text(written(witnesses), encoding="utf-8")
    return str(data)


def test_what_is_written_is_read_back() -> None:
    assert read(written([LATE, CRASHED, LATE])) == (CRASHED, LATE)


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 2, "witnesses": []}', '{"version": 1, "witnesses": [{"from": "x"}]}'])
def test_a_text_that_holds_no_witnesses_is_refused(text: str) -> None:
    with pytest.raises(BadKeptError):
        read(text)


def test_what_two_branches_keep_of_one_replay_is_one_replay_once_renewed(tmp_path: Path) -> None:
    older = Witness(case=CRASHED.case, outcome=Outcome.RESOLVED, path=("repair",), seconds=60)
    missing = Witness(case=Case(starts="repair", faults=("agents-missing",)), outcome=Outcome.RESOLVED, path=("repair",), seconds=184)
    data = write_files(tmp_path, HEALTHY.files)
    for name, witnesses in {"base": [older], "ours": [CRASHED]}.items():
        (tmp_path / name).write_text(written(witnesses), encoding="utf-8")
    (tmp_path / "theirs").write_text(written([older, missing]).replace('"seconds": 60', '"seconds": 62'), encoding="utf-8")
    merged = subprocess.run(
        ["git", "merge-file", "--union", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    (data / "witnesses.json").write_text(merged.stdout, encoding="utf-8")
    assert len(read(merged.stdout)) == 3
    assert main(["simulate", "--keep", "--data", str(data)]) is Exit.CLEAN
    assert read((data / "witnesses.json").read_text(encoding="utf-8")) == (missing, CRASHED)


def test_a_kept_replay_that_goes_as_it_did_is_nothing_to_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--data", kept(tmp_path, CRASHED)]) is Exit.CLEAN
    assert capsys.readouterr().out.endswith("replays ended as expected\n1 kept replay went as before\n")


def test_a_kept_replay_that_takes_longer_is_told_with_the_way_to_renew_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    slower = HEALTHY.files["commands/restart-pods.yaml"].replace("takes: 1m", "takes: 2m")
    assert main(["simulate", "--data", kept(tmp_path, CRASHED, **{"commands__restart-pods": slower})]) is Exit.FINDINGS
    told = capsys.readouterr().out
    assert "BAD pods-crashed from repair  resolved in repair, 2 min 4 s  ← at most 64 s were expected\n" in told
    assert told.endswith("1 of 1 kept replay went otherwise; where that is meant: phasebook simulate --keep\n")


def test_a_kept_replay_that_leads_elsewhere_or_cannot_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = Witness(case=CRASHED.case, outcome=Outcome.RESOLVED, path=("repair", "other"), seconds=64)
    gone = Witness(case=Case(starts="repair", faults=("renamed",)), outcome=Outcome.RESOLVED, path=("repair",), seconds=64)
    assert main(["simulate", "--data", kept(tmp_path, elsewhere, gone)]) is Exit.FINDINGS
    told = capsys.readouterr().out
    assert "the end was expected" not in told
    assert "← the way through repair, other was expected" in told
    assert "renamed from repair: kept, and cannot be replayed: something that it names is not there, or it never ends\n" in told


def test_only_what_was_asked_for_is_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = Witness(case=Case(starts="gone"), outcome=Outcome.RESOLVED, path=("gone",), seconds=1)
    data = kept(tmp_path, gone)
    assert main(["simulate", "no-agents", "--data", data]) is Exit.CLEAN
    assert main(["simulate", "--faults", "pods-crashed", "--from", "repair", "--data", data]) is Exit.CLEAN
    assert "kept" not in capsys.readouterr().out


def test_what_went_otherwise_is_kept_anew_and_what_is_not_possible_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = Witness(case=CRASHED.case, outcome=Outcome.RESOLVED, path=("repair",), seconds=60)
    gone = Witness(case=Case(starts="gone"), outcome=Outcome.RESOLVED, path=("gone",), seconds=1)
    data = kept(tmp_path, older, gone)
    assert main(["simulate", "--keep", "--data", data]) is Exit.CLEAN
    assert capsys.readouterr().out == "1 replay kept, 1 of which went otherwise; 1 not possible any more\n"
    assert read((tmp_path / "witnesses.json").read_text(encoding="utf-8")) == (CRASHED,)


def test_nothing_is_kept_that_nobody_may_want(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = kept(tmp_path, CRASHED, runbooks__repair=REPAIR.replace("[get agents, get pods]", "get agents"))
    assert main(["simulate", "--keep", "--data", data]) is Exit.FINDINGS
    assert capsys.readouterr().out == (
        "pods-crashed from repair ends blind: no replay is kept that ends so\n1 replay kept, 0 of which went otherwise; 0 not possible any more\n"
    )
    assert read((tmp_path / "witnesses.json").read_text(encoding="utf-8")) == (CRASHED,)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--keep", "no-agents"], "phasebook: --keep is about every replay that is kept: name no scenario, fault or start\n"),
        (["--keep"], "phasebook: nothing is kept: there is no witnesses.json beside the data; `phasebook mutate --keep` writes it\n"),
    ],
)
def test_what_cannot_be_renewed_is_refused(arguments: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(write_files(tmp_path, HEALTHY.files))
    assert main(["simulate", *arguments, "--data", data]) is Exit.USAGE
    assert capsys.readouterr().err == why


FAILING = HEALTHY.files["commands/restart-pods.yaml"] + "requires: {net.agents: running}\nfails: no network\n"
LEADS_ON = (
    REPAIR.partition("steps:")[0]
    + """\
steps:
  - {title: Look at the pods, run: get pods}
  - {title: Start the pods, only_if: {web.pods: crashed}, run: restart pods, if_fails: rescue}
  - {title: Look at the agents, run: get agents, expect: {net.agents: running}, if_unmet: rescue}
escalates_to: rescue
"""
)
RESCUE = REPAIR.replace("id: repair", "id: rescue").partition("covers:")[0] + "objective: 1h\nsteps:" + REPAIR.partition("steps:")[2]


def test_a_replay_is_kept_for_what_nothing_else_notices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"commands/restart-pods.yaml": FAILING, "runbooks/repair.yaml": LEADS_ON, "runbooks/rescue.yaml": RESCUE}
    data = write_files(tmp_path, {**HEALTHY.files, **files})
    asked = ["mutate", "--runbook", "repair", "--jobs", "1", "--data", str(data)]
    assert main(asked) is Exit.FINDINGS
    line = "misdirect-if-fails -[if_fails: rescue] +[if_fails: next]; `--keep` would keep agents-missing, pods-crashed from triage, by which it tells\n"
    assert line in capsys.readouterr().out
    main([*asked, "--keep"])
    *left, _ = capsys.readouterr().out.splitlines(keepends=True)  # by what each is noticed stands in the last line
    assert read((data / "witnesses.json").read_text(encoding="utf-8"))
    assert line not in "".join(left)
    main(asked)
    assert capsys.readouterr().out.splitlines(keepends=True)[:-1] == left
    assert main(["simulate", "--data", str(data)]) is Exit.CLEAN
