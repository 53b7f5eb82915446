"""`phasebook prove` says what is proven, and gives up in words where the diagrams grow too large."""

import json
from functools import partial
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from phasebook import prove
from phasebook.exit import Exit
from phasebook.main import main
from simulator.symbolic.bits import batches
from simulator.symbolic.unbounded import Unbounded

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files


def test_where_it_gives_up_it_says_at_which_step_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prove, "Unbounded", lambda model, trees: Unbounded(model, trees, 3))
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
