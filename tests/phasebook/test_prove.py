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
from simulator.symbolic.unbounded import Unbounded

DATA = Path(__file__).parents[2] / "data"
HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files


def test_where_it_gives_up_it_says_at_which_step_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.symbolic.unbounded.Unbounded", lambda model, trees: Unbounded(model, trees, 3))
    status = main(["prove", "--data", str(write_files(tmp_path, HEALTHY))])
    said = capsys.readouterr()
    assert (status, said.out) == (Exit.FINDINGS, "")
    assert said.err == (
        "phasebook: every combination of 2 faults is too much to be proven at once: the diagrams have taken more than 3 nodes, "
        "at repair, step 2: Install the agents; nothing is proven. Prove sets of up to so many faults, with `--faults 3`, "
        "or make that part of the runbooks simpler\n"
    )


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
