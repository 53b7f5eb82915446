"""Mutants: each differs from what it was made of, all of them can be replayed, and a combination of faults that is kept for a step comes by it."""

from pathlib import Path

import pytest
from casefile import CASES, CaseFile, cases_in, read_case, write_files

from catalog.catalog import Catalog
from catalog.harmless import Change
from catalog.likeness import does
from catalog.runbook import Runbook
from phasebook.examine import examine
from simulator.compile import compiled, compiled_runbook
from simulator.model import Case, Model, Outcome
from simulator.mutation.bundle import Struck, bundles, together
from simulator.mutation.judge import ways_of
from simulator.mutation.keeping import chosen
from simulator.mutation.mutant import Mutant
from simulator.mutation.on_model import ModelChange, model_mutants
from simulator.mutation.on_runbooks import runbook_mutants
from simulator.mutation.proving import newly_failing
from simulator.mutation.sameness import ALIKE, BOTH_LOOK, NEXT_EITHER_WAY, NO_LINE_FAILS, ONE_OF_TWO, same
from simulator.mutation.telling import telling
from simulator.prove import entrances
from simulator.reader import replay
from simulator.symbolic.bounded import prove_up_to
from simulator.witnesses import Witness

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
CRASHED = "{title: A, only_if: {web.pods: crashed}, run: [restart pods], if_fails: done}"
SOUND = "{title: A, only_if: {net.agents: running, web.pods: running}, run: [restart pods]}"
NOT_SOUND = "{title: B, only_if: {not: {net.agents: running, web.pods: running}}, run: [deploy agents]}"
MISSING = "{net.agents: missing, web.pods: running}"
ALSO = "{title: TITLE, only_if: {all: [{web.pods: [running, crashed]}, ASKED]}, run: [deploy agents]}"
IN_PART = f"[{ALSO.replace('TITLE', 'A').replace('ASKED', MISSING)}, {ALSO.replace('TITLE', 'B').replace('ASKED', f'{{not: {MISSING}}}')}]"
RUNNING = "{title: B, only_if: {web.pods: running, net.agents: missing}, run: [deploy agents]}"
TRIAGE = """\
id: triage
title: What to do
root: end
nodes:
  end: {phase: gitops, runbook: steps}
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
    late = [Struck((), "agents-missing", moment) for moment in (1, 2, 3)]
    given = (("web.pods", "crashed"),)
    found = [
        telling(bundles(model, "triage", (), together(model, 2))),
        telling(bundles(model, "steps", (), (*together(model, 2), *late)), "steps"),
        telling(bundles(model, "steps", given, late), "steps"),
    ]
    assert {step for cases in found for step in cases} >= {("steps", 1), ("steps", 3), ("steps", 4), ("repair", 1)}
    for cases in found:
        for (name, number), telling_cases in cases.items():
            for told in telling_cases:
                ended = replay(model, told.case)
                assert (ended.outcome, ended.by, ended.path, ended.seconds) == (told.outcome, told.by, told.path, told.seconds)
                assert name in ended.path
                skipped = number not in {step.number for step in ended.steps if step.runbook == name}
                assert not skipped or catalog.runbooks[name].steps[number - 1].only_if is not None


def changed_by(mutant: Mutant, catalog: Catalog, model: Model) -> Model:
    assert isinstance(mutant.entity, Runbook)
    return model.with_runbook(compiled_runbook(catalog, mutant.entity))


def failures(model: Model) -> set[str]:
    whole = prove_up_to(model, 2, entrances(model), every=True).failures or ()
    return {f"{', '.join(one.faults)} from {one.starts}" for one in whole}


def test_a_changed_runbook_fails_those_proofs_alone_that_the_whole_proof_fails(tmp_path: Path) -> None:
    catalog = catalog_with({"runbooks/steps.yaml": STEPS, "trees/triage.yaml": TRIAGE}, tmp_path)
    model = compiled(catalog)
    own = list(bundles(model, "triage", (), together(model, 2)))
    before, failing = failures(model), 0
    for mutant in runbook_mutants(catalog, catalog.runbooks["steps"]):
        changed = changed_by(mutant, catalog, model)
        assert set(newly_failing(own, changed, ways_of(mutant))) == failures(changed) - before
        failing += bool(failures(changed) - before)
    assert failing


def test_cases_that_end_otherwise_are_those_that_do_in_the_reference_engine(tmp_path: Path) -> None:
    catalog = catalog_with({"runbooks/steps.yaml": STEPS}, tmp_path)
    model = compiled(catalog)
    [bundle] = bundles(model, "steps", (), (*together(model, 2), Struck(("pods-crashed",), "agents-missing", 1)))
    every = range(4)
    before = [replay(model, bundle.case(number)) for number in every]
    for mutant in runbook_mutants(catalog, catalog.runbooks["steps"]):
        changed = changed_by(mutant, catalog, model)
        after = [replay(changed, bundle.case(number)) for number in every]
        told = bundle.otherwise(changed, ways_of(mutant))
        for number, old, new in zip(every, before, after, strict=True):
            otherwise = (old.outcome, old.by) != (new.outcome, new.by) or new.seconds > old.seconds
            assert bool(told >> number & 1) == otherwise, (mutant, bundle.case(number))


@pytest.mark.parametrize(
    ("steps", "change", "why"),
    [
        ("[{title: A, run: get agents}, {title: B, run: get pods}]", Change.SWAP_STEPS, BOTH_LOOK),
        ("[{title: A, run: get agents}, {title: B, run: get agents}]", Change.SWAP_STEPS, None),
        ("[{title: A, run: get agents}, {title: B, only_if: {net.agents: running}, run: get pods}]", Change.SWAP_STEPS, None),
        ("[{title: A, run: get agents}, {title: B, run: restart pods}]", Change.SWAP_STEPS, None),
        ("[{title: A, run: get agents, expect: {net.agents: running}, if_met: done}, {title: B, run: get pods}]", Change.SWAP_STEPS, None),
        (f"[{CRASHED}, {RUNNING}]", Change.SWAP_STEPS, ONE_OF_TWO),
        (f"[{SOUND}, {NOT_SOUND}]", Change.SWAP_STEPS, ONE_OF_TWO),
        (f"[{NOT_SOUND}, {SOUND}]", Change.SWAP_STEPS, ONE_OF_TWO),
        (IN_PART, Change.SWAP_STEPS, ONE_OF_TWO),
        (f"[{SOUND.replace('restart', 'get')}, {NOT_SOUND}]", Change.SWAP_STEPS, None),
        (f"[{CRASHED}, {RUNNING.replace('deploy', 'get pods, deploy')}]", Change.SWAP_STEPS, None),
        (f"[{CRASHED}, {RUNNING.replace('running', 'crashed')}]", Change.SWAP_STEPS, None),
        (f"[{CRASHED}, {RUNNING.replace('title', 'id: b, title')}, {{title: C, run: get pods, if_fails: b}}]", Change.SWAP_STEPS, None),
        ("[{title: A, run: get agents, expect: {net.agents: running}}, {title: B, run: get pods}]", Change.DROP_EXPECT, NEXT_EITHER_WAY),
        ("[{title: A, run: get agents, expect: {net.agents: running}, if_met: done}]", Change.DROP_EXPECT, None),
        ("[{title: A, run: get agents, if_fails: repair}]", Change.DROP_IF_FAILS, NO_LINE_FAILS),
        ("[{title: A, run: get agents}, {title: B, run: look at agents}]", Change.ANOTHER_COMMAND, ALIKE),
        ("[{title: A, run: get agents}, {title: B, run: get pods}]", Change.ANOTHER_COMMAND, None),
    ],
)
def test_what_comes_to_the_same_is_told_from_the_words(steps: str, change: Change, why: str | None, tmp_path: Path) -> None:
    alike = HEALTHY.files["commands/get-agents.yaml"].replace("get-agents", "look-at-agents").replace("run: get", "run: look at")
    files = {"runbooks/few.yaml": f"{{id: few, title: Few, kind: how-to, phase: either, steps: {steps}}}\n", "commands/alike.yaml": alike}
    catalog = catalog_with(files, tmp_path)
    mutant = next(one for one in runbook_mutants(catalog, catalog.runbooks["few"]) if one.change == change)
    assert same(catalog, compiled(catalog), mutant) == why


def test_a_replay_that_tells_of_many_changes_is_kept_before_those_that_tell_of_one() -> None:
    one, other, both = (Witness(case=Case(starts=name), outcome=Outcome.RESOLVED, path=(name,), seconds=1) for name in ("a", "b", "c"))
    assert chosen([(one, both), (other, both), ()]) == (both,)
    assert chosen([(one,), (one, both), (other,)]) == (one, other)
