"""`phasebook suggest --keep`: the best recoveries beside the data, of which the guide shows those that still are good."""

from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from catalog.kept import BadKeptError
from generator.beside import Beside
from generator.guide import guide
from phasebook.examine import examine
from phasebook.exit import Exit
from phasebook.main import main
from simulator.compile import compiled
from simulator.recoveries import KeptRecovery, read, still_good

HEALTHY = read_case(CASES / "findings" / "healthy.catalog")
BEST = "### How far it is from the best"
WHY = "Where the time goes of what takes more than"


def kept(root: Path) -> Path:
    data = write_files(root, HEALTHY.files)
    assert main(["suggest", "--keep", "--data", str(data)]) is Exit.CLEAN
    return data


def test_every_fault_is_kept_with_its_best_recovery(tmp_path: Path) -> None:
    recoveries = read((kept(tmp_path) / "recoveries.json").read_text(encoding="utf-8"))
    assert recoveries == {
        "agents-missing": KeptRecovery(seconds=180, from_symptoms=184, lines=("deploy agents",), accepts=()),
        "pods-crashed": KeptRecovery(seconds=60, from_symptoms=64, lines=("restart pods",), accepts=()),
    }
    assert main(["check", "--data", str(tmp_path)]) is Exit.CLEAN


def test_the_guide_says_how_far_a_runbook_is_from_the_best(tmp_path: Path) -> None:
    data = kept(tmp_path)
    catalog = examine(data, with_replays=False).catalog
    recoveries = read((data / "recoveries.json").read_text(encoding="utf-8"))
    told = guide(catalog, beside=Beside(recoveries=recoveries)).pages
    assert BEST in told["runbooks/repair.md"]
    assert "the best takes 4 min, or 3 min for who knows it" in told["runbooks/repair.md"]
    assert WHY not in told["runbooks/repair.md"]
    assert "2 walks from symptoms whose best recovery is known, 2 take at most 1.5 times" in told["proof/index.md"].replace("&#46;", ".")
    assert BEST not in guide(catalog).pages["runbooks/repair.md"]


def test_the_guide_says_where_the_time_goes_of_what_is_far_from_the_best(tmp_path: Path) -> None:
    data = kept(tmp_path)
    recoveries = read((data / "recoveries.json").read_text(encoding="utf-8"))
    read_it = "{id: read-it, run: read it, phase: gitops, purpose: Read it., takes: 10m, risk: read-only, shows: [web.pods], output: [{text: It.}]}"
    longer = HEALTHY.files["runbooks/repair.yaml"].replace("run: [get agents, get pods]", "run: [get agents, get pods, read it]")
    write_files(data, {"commands/read-it.yaml": read_it, "runbooks/repair.yaml": longer})
    told = guide(examine(data, with_replays=False).catalog, beside=Beside(recoveries=recoveries)).pages
    for page in ("runbooks/repair.md", "proof/index.md"):
        assert "10 min looking whether there is more than one failure&#58; `read it` 10 min" in told[page].partition(WHY)[2]


def test_what_no_longer_leads_out_in_its_time_is_not_shown(tmp_path: Path) -> None:
    data = kept(tmp_path)
    recoveries = read((data / "recoveries.json").read_text(encoding="utf-8"))
    slower = HEALTHY.files["commands/restart-pods.yaml"].replace("takes: 1m", "takes: 2m")
    catalog = examine(write_files(data, {"commands/restart-pods.yaml": slower}), with_replays=False).catalog
    assert list(still_good(catalog, compiled(catalog), recoveries)) == ["agents-missing"]


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 2, "recoveries": []}', '{"version": 1, "recoveries": [{"fault": "x"}]}'])
def test_a_text_that_holds_no_recoveries_is_refused(text: str) -> None:
    with pytest.raises(BadKeptError):
        read(text)


@pytest.mark.parametrize("arguments", [["pods-crashed"], ["--by", "risk"]])
def test_only_the_best_by_time_of_every_fault_is_kept(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_files(tmp_path, HEALTHY.files)
    assert main(["suggest", "--keep", *arguments, "--data", str(data)]) is Exit.USAGE
    assert capsys.readouterr().err == "phasebook: --keep is about every fault alone, by time: name no fault and no other order\n"
    assert not (data / "recoveries.json").exists()
