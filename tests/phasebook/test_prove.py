"""`phasebook prove` says what is proven, and gives up in words where the diagrams grow too large."""

import json
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from phasebook.exit import Exit
from phasebook.main import main
from simulator.symbolic.bits import batches
from simulator.symbolic.nodes import TooLarge
from simulator.symbolic.proof import Proof
from simulator.symbolic.unbounded import TooManyCombinations, Unbounded
from simulator.symbolic.walk import Progress, quietly

DATA = Path(__file__).parents[2] / "data"
HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files


def test_where_it_gives_up_it_says_at_which_step_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phasebook.proof.combinations.Unbounded", lambda model, trees: Unbounded(model, trees, 3))
    status = main(["prove", "--data", str(write_files(tmp_path, HEALTHY))])
    said = capsys.readouterr()
    assert (status, said.out) == (Exit.FINDINGS, "")
    assert said.err == (
        "phasebook: every combination of 2 faults is too much to be proven at once: the diagrams have taken more than 3 nodes, "
        "at repair, step 2: Install the agents; nothing is proven. Prove sets of up to so many faults, with `--faults 3`, "
        "or make that part of the runbooks simpler\n"
    )


def part(name: str) -> dict[str, str]:
    """A component that breaks, and a runbook that mends it and nothing else."""
    return {
        f"components/{name}.yaml": f"{{id: {name}, phase: gitops, conditions: {{state: [good, bad]}}}}\n",
        f"faults/{name}.yaml": f"{{id: {name}-bad, name: Bad, sets: {{{name}.state: bad}}}}\n",
        f"commands/mend-{name}.yaml": f"{{id: mend-{name}, run: mend {name}, sets: {{{name}.state: good}}, takes: 1m}}\n",
        f"runbooks/repair-{name}.yaml": f"{{id: repair-{name}, steps: [{{title: Mend, run: [mend {name}, look]}}]}}\n",
    }


THREE_AREAS = {
    **part("one"),
    **part("two"),
    **part("three"),
    "commands/look.yaml": "{id: look, run: look, shows: [one, two, three]}\n",
    "trees/triage.yaml": """\
id: triage
title: What to do
root: first
nodes:
  first: {ask: Is one well?, check: {run: look, holds: {one: ready}}, then: second, else: on-one}
  second: {ask: Is two well?, check: {run: look, holds: {two: ready}}, then: on-three, else: on-two}
  on-one: {runbook: repair-one}
  on-two: {runbook: repair-two}
  on-three: {runbook: repair-three}
""",
}


class Small(Unbounded):
    """Whose diagrams hold the faults of two areas, but not those of three."""

    def prove(self, progress: Progress = quietly) -> Proof:
        """Give up at once."""
        raise TooManyCombinations(None, TooLarge("more than 3 nodes"))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_where_all_areas_at_once_are_too_much_any_two_are_proven(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phasebook.proof.combinations.Unbounded", Small)
    asked = ["prove", "--jobs", jobs, "--data", str(write_files(tmp_path, THREE_AREAS))]
    assert main(asked) is Exit.FINDINGS
    assert capsys.readouterr().out.endswith(
        "\n\nnot proven: faults in more than 2 areas at once; the diagrams have taken more than 3 nodes, at the cluster, before anything is done. "
        "`--faults 3` takes any three, `--sample 100000` draws from all\n"
        "an area is all faults that lead to the same runbook where each strikes alone\n\n"
        "every combination of faults in up to 2 of 3 areas, 6: 3 resolved, 3 unresolved\n"
        "does each end resolved? no: all that do not hold one of 3 least failing sets\n"
        "can anything ugly happen at all? no\n"
        "is any question asked in vain? no\n"
    )
    assert main([*asked, "--format", "json"]) is Exit.FINDINGS
    said = json.loads(capsys.readouterr().out)
    assert [one["faults"] for one in said["failures"]] == [["one-bad", "three-bad"], ["one-bad", "two-bad"], ["three-bad", "two-bad"]]
    assert said["areas"] == {"together": 2, "names": ["repair-one", "repair-three", "repair-two"], "unproven": []}


def test_one_area_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(write_files(tmp_path, THREE_AREAS))
    assert main(["prove", "--areas", "1", "--jobs", "1", "--data", data]) is Exit.CLEAN
    assert "every combination of faults in one of 3 areas, 3: 3 resolved" in capsys.readouterr().out.splitlines()
    assert main(["prove", "--areas", "3", "--jobs", "1", "--data", data]) is Exit.FINDINGS
    assert "every combination of faults, 7: 3 resolved, 4 unresolved" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("areas", ["1", "2"])
def test_a_gap_whose_faults_lie_in_two_areas_is_no_less_one_where_each_area_is_proven_alone(
    areas: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gap = "- {{id: {0}-and-{1}, name: Both, faults: [{0}-bad, {1}-bad], why: Each runbook mends one., instead: [Call somebody.]}}\n"
    gaps = "".join(gap.format(*pair) for pair in (("one", "two"), ("one", "three"), ("two", "three")))
    data = str(write_files(tmp_path, {**THREE_AREAS, "gaps/all.yaml": gaps}))
    assert main(["prove", "--areas", areas, "--jobs", "1", "--data", data]) is Exit.CLEAN
    assert "delete it" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--areas", "1", "--faults", "2"], "`--areas` takes sets of any size: leave `--faults` and `--late` away"),
        (["--areas", "5"], "there are too many groups of 5 areas: give `--areas 4` at most, or leave it away"),
    ],
)
def test_areas_that_cannot_be_asked_for(asked: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", *asked, "--data", str(write_files(tmp_path, THREE_AREAS))]) is Exit.USAGE
    assert capsys.readouterr().err == f"phasebook: {said}\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_sample_names_the_least_sets_that_explain_what_failed(
    jobs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.symbolic.drawn.SHARE", 16)
    asked = ["prove", "--sample", "40", "--seed", "5", "--jobs", jobs, "--data", str(write_files(tmp_path, THREE_AREAS))]
    assert main([*asked, "--format", "json"]) is Exit.FINDINGS
    said = json.loads(capsys.readouterr().out)
    assert [one["faults"] for one in said["failures"]] == [["one-bad", "three-bad"], ["one-bad", "two-bad"], ["three-bad", "two-bad"]]
    assert (said["sets"], said["sample"], said["ugly"]) == (40, {"count": 40, "seed": 5}, [])
    assert main(asked) is Exit.FINDINGS
    resolved, unresolved = (said["outcomes"][outcome] for outcome in ("resolved", "unresolved"))
    told = capsys.readouterr().out.splitlines()
    assert told[-4] == f"40 sets of any size, drawn at random with the seed 5: {resolved} resolved, {unresolved} unresolved"
    assert told[-2:] == [
        "does each end resolved? no: all that do not hold one of 3 least failing sets",
        "can anything ugly happen at all? no, as far as it was drawn",
    ]
    main([*asked, "--format", "markdown"])
    assert "Of sets that were not drawn nothing is said." in capsys.readouterr().out


def test_a_sample_follows_from_known_gaps_and_none_is_called_wrong_since_it_was_not_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gap = "- {{id: {0}-and-{1}, name: Both, faults: [{0}-bad, {1}-bad], why: Each runbook mends one., instead: [Call somebody.]}}\n"
    gaps = "".join(gap.format(*pair) for pair in (("one", "two"), ("one", "three"), ("two", "three")))
    data = str(write_files(tmp_path, {**THREE_AREAS, "gaps/all.yaml": gaps}))
    for count in ("1", "40"):
        assert main(["prove", "--sample", count, "--jobs", "1", "--data", data]) is Exit.CLEAN


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            ["--sample", "9", "--faults", "2"],
            "`--sample` draws sets of any size: leave `--faults`, `--areas`, `--late` and `--scheduler` away",
        ),
        (["--sample", "9", "--late"], "`--sample` draws sets of any size: leave `--faults`, `--areas`, `--late` and `--scheduler` away"),
        (
            ["--sample", "9", "--scheduler", "tcp://127.0.0.1:1"],
            "`--sample` draws sets of any size: leave `--faults`, `--areas`, `--late` and `--scheduler` away",
        ),
        (["--seed", "9"], "`--seed` says which sets are drawn: give `--sample N` beside it"),
    ],
)
def test_samples_that_cannot_be_asked_for(asked: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", *asked, "--data", str(write_files(tmp_path, THREE_AREAS))]) is Exit.USAGE
    assert capsys.readouterr().err == f"phasebook: {said}\n"


def test_areas_that_are_too_much_together_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phasebook.proof.combinations.Unbounded", lambda model, trees: Small(model, trees, 12))
    asked = ["prove", "--jobs", "1", "--data", str(write_files(tmp_path, THREE_AREAS))]
    assert main(asked) is Exit.FINDINGS
    told = capsys.readouterr().out.splitlines()
    assert (
        "not proven: faults of repair-three and repair-two at once; the diagrams have taken more than 12 nodes, at repair-two, at its end"
        in told
    )
    assert "every combination of faults in up to 2 of 3 areas, 5: 3 resolved, 2 unresolved" in told
    assert told[-2:] == [
        "can anything ugly happen at all? no, as far as it is proven",
        "is any question asked in vain? no, as far as it is proven",
    ]
    for form, said in [
        ("json", '"unproven": [\n      [\n        "repair-three",\n        "repair-two"\n      ]\n    ]'),
        ("junit", 'name="repair-three and repair-two"'),
        ("markdown", "Not proven&#58; faults of repair&#45;three and repair&#45;two at once."),
        ("github", "faults of repair-three and repair-two at once are not proven: the diagrams have taken more than 12 nodes"),
    ]:
        assert main([*asked, "--format", form]) is Exit.FINDINGS
        assert said in capsys.readouterr().out


def test_many_processes_say_what_one_does(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    more = "".join(f"- {{id: f{number}, name: F, sets: {{more.c{number}: bad}}}}\n" for number in range(9))
    conditions = ", ".join(f"c{number}: [good, bad]" for number in range(9))
    component = f"{{id: more, name: More, phase: gitops, layer: kubernetes, why: More., conditions: {{{conditions}}}}}\n"
    data = write_files(tmp_path, {**HEALTHY, "faults/more.yaml": more, "components/more.yaml": component})
    monkeypatch.setattr("simulator.symbolic.bounded.batches", partial(batches, limit=16))
    said = []
    for jobs in ("1", "2"):
        main(["prove", "--faults", "2", "--jobs", jobs, "--format", "json", "--data", str(data)])
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert said[0]["sets"] > 16


KILLING = """
import os, signal, sys, threading, time
from distributed import Client, LocalCluster
from phasebook.main import main

def kill_one_at_work(address):
    with Client(address) as client:
        pids = client.run(os.getpid)
        while not (busy := [worker for worker, tasks in client.processing().items() if any("_part" in str(task) for task in tasks)]):
            time.sleep(0.05)
        os.kill(pids[busy[0]], signal.SIGKILL)
        print("killed", file=sys.stderr)

if __name__ == "__main__":
    how, *arguments = sys.argv[1:]
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        if how == "kill":
            threading.Thread(target=kill_one_at_work, args=[cluster.scheduler_address]).start()
        sys.exit(main([*arguments, "--scheduler", cluster.scheduler_address]))
"""


@pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is an extra: the package `distributed` is not installed")
@pytest.mark.parametrize("how", ["leave", "kill"])
def test_a_cluster_says_what_one_process_does_also_when_a_worker_is_killed(how: str, tmp_path: Path) -> None:
    program = tmp_path / "killing.py"
    program.write_text(KILLING, encoding="utf-8")
    asked = ["prove", "--faults", "3", "--minimal", "--format", "json", "--data", str(DATA)]
    shared = subprocess.run([sys.executable, str(program), how, *asked], capture_output=True, text=True, check=False)
    alone = subprocess.run(
        [sys.executable, "-c", "from phasebook.main import run; run()", *asked, "--jobs", "1"], capture_output=True, text=True, check=False
    )
    assert (shared.returncode, json.loads(shared.stdout)) == (alone.returncode, json.loads(alone.stdout)), shared.stderr
    assert ("killed" in shared.stderr) == (how == "kill")


def test_only_sets_of_up_to_so_many_faults_are_shared_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "--scheduler", "tcp://127.0.0.1:1", "--data", str(write_files(tmp_path, HEALTHY))]) is Exit.USAGE
    assert capsys.readouterr().err == (
        "phasebook: only sets of up to so many faults can be shared out: give `--faults K`, without `--late`, beside `--scheduler`\n"
    )
