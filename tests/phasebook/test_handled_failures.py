"""A failure that a runbook handled and handles no more is named by `phasebook diff`, and ends the shipped workflow, though no replay notices."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from casefile import CASES, read_case, write_files

from catalog.catalog import Catalog
from catalog.failing import can_fail
from catalog.load import load
from catalog.runbook import Runbook, Step
from phasebook.exit import Exit
from phasebook.main import main
from phasebook.touched import unhandled

SHIPPED = load(Path(__file__).parents[2] / "data").catalog
HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
ESCALATES = HEALTHY["runbooks/repair.yaml"].replace("objective: 10m", "objective: 10m\nescalates_to: rescue")
RESCUE = ESCALATES.replace("id: repair", "id: rescue").replace("escalates_to: rescue\n", "")
FAILING = HEALTHY["commands/restart-pods.yaml"].replace(
    "takes: 1m", "requires: {net.agents: running}\nfails: [{message: no network, takes: 1s}]\ntakes: 1m"
)


def handled(catalog: Catalog) -> Iterator[tuple[Runbook, Step]]:
    """Every step with a line that can fail, and that leads elsewhere then than the whole runbook does."""
    for runbook in catalog.runbooks.values():
        for step in runbook.steps:
            if step.if_fails not in (None, runbook.escalates_to) and any(can_fail(catalog, step, line) for line in step.run):
                yield runbook, step


def without(catalog: Catalog, runbook: Runbook, step: Step) -> Catalog:
    """The catalog in which a step does not say where it leads when a line of it fails."""
    steps = tuple(replace(one, if_fails=None) if one is step else one for one in runbook.steps)
    books = {**catalog.runbooks, str(runbook.id): replace(runbook, steps=steps)}
    return Catalog(entities={**catalog.entities, "runbooks": books})


def test_each_handled_failure_of_the_shipped_catalog_is_missed_when_it_is_gone() -> None:
    every = list(handled(SHIPPED))
    assert len(every) > 200
    quiet = [f"{runbook.id}: {step.title}" for runbook, step in every if not list(unhandled(SHIPPED, without(SHIPPED, runbook, step)))]
    assert quiet == []


def test_a_catalog_loses_no_failure_to_itself() -> None:
    assert list(unhandled(SHIPPED, SHIPPED)) == []


def test_where_it_is_meant_the_target_is_written() -> None:
    for runbook, step in list(handled(SHIPPED))[:20]:
        if runbook.escalates_to is not None:
            steps = tuple(replace(one, if_fails=runbook.escalates_to) if one is step else one for one in runbook.steps)
            books = {**SHIPPED.runbooks, str(runbook.id): replace(runbook, steps=steps)}
            assert list(unhandled(SHIPPED, Catalog(entities={**SHIPPED.entities, "runbooks": books}))) == []


def test_a_comparison_says_so_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = {**HEALTHY, "commands/restart-pods.yaml": FAILING, "runbooks/rescue.yaml": RESCUE}
    kept = ESCALATES.replace("run: restart pods", "run: restart pods\n    if_fails: done")
    write_files(tmp_path / "before", {**shared, "runbooks/repair.yaml": kept})
    write_files(tmp_path / "after", {**shared, "runbooks/repair.yaml": ESCALATES})
    assert main(["diff", str(tmp_path / "before"), str(tmp_path / "after"), "--fail-on", "worse"]) is Exit.FINDINGS
    told = capsys.readouterr().out
    assert "1 failure is handled no more" in told
    assert "runbook repair, Start the pods: restart pods  where it fails: done  where it fails: rescue" in told
