"""Mutants: each differs from what it was made of, all of them can be replayed, and a combination of faults that is kept for a step comes by it."""

from pathlib import Path

import pytest
from casefile import CASES, CaseFile, cases_in, read_case, write_files

from catalog.catalog import Catalog
from catalog.harmless import Change
from catalog.likeness import does
from phasebook.examine import examine
from simulator.compile import compiled
from simulator.model import Case
from simulator.mutation.mutant import Mutant
from simulator.mutation.on_model import ModelChange, model_mutants
from simulator.mutation.on_runbooks import runbook_mutants
from simulator.mutation.telling import telling_from_runbook, telling_from_tree
from simulator.prove import entrances
from simulator.reader import replay

HEALTHY = read_case(CASES / "findings" / "healthy.catalog")
STEPS = """\
id: steps
title: Every way of a step
kind: troubleshooting
phase: either
symptoms: [the page does not load]
objective: 1h
steps:
  - {id: look, title: Look, run: get agents, expect: {net.agents: running}, if_met: done, if_unmet: next, if_fails: repair}
  - {title: Think, note: Think.}
  - {title: Do, only_if: {not: {net.agents: running}}, run: [deploy agents, get agents], if_fails: look}
  - {title: See, run: get pods, expect: {web.pods: running}, if_unmet: repair}
escalates_to: repair
"""


def catalog_with(files: dict[str, str], root: Path) -> Catalog:
    examined = examine(write_files(root, {**HEALTHY.files, **files}), with_replays=False)
    assert not examined.blocking
    return examined.catalog


def changes(mutants: list[Mutant]) -> list[tuple[str, int, str]]:
    return [(str(one.change), one.number, one.difference) for one in mutants]


def test_a_runbook_is_changed_in_every_small_way(tmp_path: Path) -> None:
    catalog = catalog_with({"runbooks/steps.yaml": STEPS}, tmp_path)
    found = list(runbook_mutants(catalog, catalog.runbooks["steps"]))
    assert changes([one for one in found if one.number == 1]) == [
        ("drop-step", 1, "-[Look]"),
        ("drop-expect", 1, "-[expect: {net.agents: running}]"),
        ("invert-expect", 1, "-[expect: {net.agents: running}] +[expect: {not: {net.agents: running}}]"),
        ("misdirect-if-met", 1, "-[if_met: done] +[if_met: next]"),
        ("misdirect-if-unmet", 1, "-[if_unmet: next] +[if_unmet: done]"),
        ("misdirect-if-fails", 1, "-[if_fails: repair] +[if_fails: next]"),
        ("misdirect-if-fails", 1, "-[if_fails: repair] +[if_fails: steps]"),
        ("another-command", 1, "-[run: get agents] +[run: deploy agents]"),
    ]
    assert ("invert-only-if", 3, "-[only_if: {not: {net.agents: running}}] +[only_if: {net.agents: running}]") in changes(found)
    assert {one.change for one in found} == set(Change)
    assert not [one for one in found if one.step == "Think"]


def test_the_name_of_a_dropped_step_goes_on_to_the_next(tmp_path: Path) -> None:
    catalog = catalog_with({"runbooks/steps.yaml": STEPS}, tmp_path)
    dropped = next(one for one in runbook_mutants(catalog, catalog.runbooks["steps"]) if one.change is Change.DROP_STEP)
    assert [(step.id, step.title) for step in dropped.of(catalog).runbooks["steps"].steps] == [
        ("look", "Think"),
        (None, "Do"),
        (None, "See"),
    ]


def test_the_model_is_changed_in_every_small_way(tmp_path: Path) -> None:
    files = {
        "reactions/pods-follow.yaml": "{id: pods-follow, by: it, why: W., when: {net.agents: missing}, set: {web.pods: crashed}, after: 1m}\n",
        "commands/restart-pods.yaml": HEALTHY.files["commands/restart-pods.yaml"]
        + "requires: {net: ready, web.pods: crashed}\nfails: no\n",
    }
    catalog = catalog_with(files, tmp_path)
    found = list(model_mutants(catalog))
    assert {one.change for one in found} == set(ModelChange)
    assert [one.difference for one in found if one.change is ModelChange.DROP_REQUIREMENT] == [
        "-[requires: {net: ready, web.pods: crashed}] +[requires: {web.pods: crashed}]",
        "-[requires: {net: ready, web.pods: crashed}] +[requires: {net: ready}]",
    ]


@pytest.mark.parametrize("case", cases_in("replays")[::9], ids=lambda case: case.name)
def test_every_mutant_does_something_else_and_stands_in_one_place(case: CaseFile, tmp_path: Path) -> None:
    catalog = examine(write_files(tmp_path, case.files), with_replays=False).catalog
    mutants = [one for runbook in catalog.runbooks.values() for one in runbook_mutants(catalog, runbook)]
    for one in (*mutants, *model_mutants(catalog)):
        before = catalog.entities[one.kind][one.owner]
        assert does(one.entity) != does(before), one
        assert one.entity.id == before.id
        assert one.at.line > 0


def test_what_tells_of_a_step_comes_by_it_and_ends_as_in_the_reference_engine(tmp_path: Path) -> None:
    catalog = catalog_with({"runbooks/steps.yaml": STEPS}, tmp_path)
    model = compiled(catalog)
    begins = [Case(starts="steps", faults=("agents-missing",)), Case(starts="steps", given=(("web.pods", "crashed"),))]
    found = [telling_from_runbook(model, "steps", begins), *(telling_from_tree(model, tree, 2) for tree in entrances(model))]
    assert {step for telling in found for step in telling} >= {("steps", 1), ("steps", 3), ("steps", 4), ("repair", 1)}
    for telling in found:
        for (name, number), cases in telling.items():
            for told in cases:
                ended = replay(model, told.case)
                assert (ended.outcome, ended.by, ended.path, ended.seconds) == (told.outcome, told.by, told.path, told.seconds)
                assert name in ended.path
                skipped = number not in {step.number for step in ended.steps if step.runbook == name}
                assert not skipped or catalog.runbooks[name].steps[number - 1].only_if is not None
