"""The symbolic engine says of every set of faults what the reference engine says, whichever way it keeps its families."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from casefile import cases_in
from engines import differences, told_at_once, told_by_reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_catalogs import Data, as_files, catalogs

from catalog.catalog import Catalog
from catalog.files import Source
from catalog.load import assemble, load
from simulator.compile import case_of, compiled
from simulator.gaps import reckoned
from simulator.model import Case, Model, Outcome, Question
from simulator.prove import can_strike_together, entrances, fault_sets, prove
from simulator.reader import replay
from simulator.symbolic import worlds
from simulator.symbolic.areas import Area, areas_of
from simulator.symbolic.bits import FaultPlanes, batches
from simulator.symbolic.bounded import Bounded, Part, prove_up_to
from simulator.symbolic.diagrams import Diagram, Store
from simulator.symbolic.drawn import Sample
from simulator.symbolic.late import prove_late
from simulator.symbolic.minimal import Least
from simulator.symbolic.proof import UGLY, Drawn, Failure, Proof, least
from simulator.symbolic.runner import Runner
from simulator.symbolic.unbounded import TooManyCombinations, prove_by_areas, prove_every_combination
from simulator.symbolic.vain import InVain
from simulator.truth import judge

DATA = Path(__file__).parents[2] / "data"
some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def catalog_of(files: dict[str, str]) -> Catalog:
    return assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items()).catalog


@cache
def shipped() -> Model:
    return compiled(load(DATA).catalog)


@some
@given(catalogs())
def test_bits_and_the_reference_engine_agree_on_every_replay(data: Data) -> None:
    catalog = catalog_of(as_files(data))
    cases = [case_of(scenario) for scenario in catalog.scenarios.values()]
    assert list(differences(compiled(catalog), cases)) == []


@pytest.mark.parametrize("case", cases_in("replays"), ids=lambda case: case.name)
def test_the_engines_agree_on_every_case_of_the_language(case: Any) -> None:
    catalog = catalog_of(case.files)
    cases = [case_of(scenario) for scenario in catalog.scenarios.values()]
    assert list(differences(compiled(catalog), cases)) == []


@some
@given(catalogs(), st.integers(0, 9))
def test_a_sample_fails_where_the_reference_engine_does_and_with_no_fault_less_than_it_says(data: Data, seed: int) -> None:
    model = compiled(catalog_of(as_files(data)))
    starts = entrances(model)
    sample = Sample(model, starts, Drawn(count=20, seed=seed))
    proof = sample.proof(sample.part(0))
    by_reference = Counter(replay(model, Case(starts=start, faults=faults)).outcome for faults in sample.sets(0) for start in starts)
    assert proof.outcomes == by_reference
    for one in proof.minimal:
        smaller = combinations(one.faults, len(one.faults) - 1) if len(one.faults) > 1 else ()
        whole, *parts = (replay(model, Case(starts=one.starts, faults=faults)).outcome for faults in (one.faults, *smaller))
        assert whole is one.outcome
        assert not [part for part in parts if part is not Outcome.RESOLVED and (part in UGLY) == (whole in UGLY)]
    assert bool(proof.minimal) == (proof.outcomes.total() > proof.outcomes[Outcome.RESOLVED])


def test_of_failing_sets_of_any_size_those_are_left_that_hold_no_other() -> None:
    many = tuple(f"f{number:02}" for number in range(90))
    sets = [many, many[:60], many[30:], ("f00",), ("f40", "f95"), (*many[1:40], "f95"), many[30:]]
    found = [Failure(faults=faults, starts="triage", outcome=Outcome.UNSAFE, by=None, at=None) for faults in sets]
    assert [one.faults for one in least(found)] == [("f00",), ("f40", "f95"), (*many[1:40], "f95"), many[30:]]


def in_short(proof: Proof) -> dict[str, Any]:
    """What two proofs of the same must have in common; of several smallest examples either may be named."""
    return {
        "outcomes": proof.outcomes,
        "minimal": proof.minimal,
        "count": proof.minimal_count,
        "ugly": [(one.faults, one.starts, one.outcome, one.by, one.path, one.seconds, one.at) for one in proof.ugly],
        "idle": proof.idle,
        "vain": proof.vain,
        "unanswered": [(one.tree, one.node, len(one.faults)) for one in proof.unanswered],
    }


@some
@given(catalogs())
def test_diagrams_and_bits_prove_the_same_of_all_combinations(data: Data) -> None:
    model = compiled(catalog_of(as_files(data)))
    starts = entrances(model)
    assert in_short(prove_every_combination(model, starts)) == in_short(prove_up_to(model, len(model.faults), starts))


@some
@given(catalogs(), st.integers(0, 6))
def test_worlds_that_stay_apart_prove_the_same(data: Data, alike: int) -> None:
    model = compiled(catalog_of(as_files(data)))
    starts = entrances(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "ALIKE", alike)
        apart = prove_every_combination(model, starts)
    assert in_short(apart) == in_short(prove_up_to(model, len(model.faults), starts))


def told_of(failures: Iterable[Failure], near: Callable[[Failure], bool]) -> set[Any]:
    return {(one.faults, one.starts, one.outcome, one.by, one.path, one.seconds, one.at) for one in failures if near(one)}


@some
@given(catalogs(), st.data())
def test_what_is_proven_area_by_area_is_what_bits_prove_of_those_sets(data: Data, drawn: st.DataObject) -> None:
    model = compiled(catalog_of(as_files(data)))
    starts = entrances(model)
    area_of = {name: drawn.draw(st.integers(0, 3), label=name) for name in sorted(model.faults)}
    areas = [
        Area(runbook=f"r{number}", faults=tuple(name for name, area in area_of.items() if area == number))
        for number in sorted({*area_of.values()})
    ]
    whole = prove_up_to(model, len(model.faults), starts, every=True)
    for together in range(1, len(areas) + 1):

        def near(one: Failure, together: int = together) -> bool:
            return len({area_of[name] for name in one.faults}) <= together

        proof = prove_by_areas(model, starts, areas, together)
        failed = Counter({outcome: number for outcome, number in proof.outcomes.items() if outcome is not Outcome.RESOLVED and number})
        assert failed == Counter(one.outcome for one in whole.failures or () if near(one))
        assert told_of(proof.minimal, near) == told_of(whole.minimal, near)
        assert told_of(proof.ugly, near) == told_of(whole.ugly, near)
        assert (len(proof.minimal), proof.minimal_count) == (len(told_of(whole.minimal, near)),) * 2
    if areas:
        assert in_short(proof) == in_short(whole)


def test_every_combination_of_the_faults_of_one_area_of_the_shipped_catalog_ends_resolved_or_in_a_known_gap() -> None:
    model = shipped()
    starts = entrances(model)
    told = reckoned(model, prove_by_areas(model, starts, areas_of(model, starts), 1))
    assert (told.left, told.proof.ugly, told.proof.unproven) == ((), (), ())


def test_each_fault_of_the_shipped_catalog_is_in_the_area_of_the_runbook_that_it_leads_to() -> None:
    model = shipped()
    (start,) = entrances(model)
    areas = areas_of(model, (start,))
    assert sorted(name for area in areas for name in area.faults) == sorted(model.faults)
    for area in areas:
        assert area.runbook == replay(model, Case(starts=start, faults=area.faults[:1])).path[0]


@some
@given(catalogs())
def test_a_proof_counts_and_reduces_what_the_reference_engine_finds(data: Data) -> None:
    model = compiled(catalog_of(as_files(data)))
    starts = entrances(model)
    proof = prove_up_to(model, 3, starts, every=True)
    replayed = list(prove(model, 3, starts))
    failing = {(one.faults, one.starts) for one in replayed if not one.holds}
    assert proof.outcomes == Counter(one.replay.outcome for one in replayed)
    assert [(one.faults, one.starts, one.outcome, one.by, one.path, one.seconds) for one in proof.failures or ()] == sorted(
        (
            (one.faults, one.starts, one.replay.outcome, one.replay.by, one.replay.path, one.replay.seconds)
            for one in replayed
            if not one.holds
        ),
        key=lambda one: (len(one[0]), one[0], one[1]),
    )
    least = {
        (faults, start)
        for faults, start in failing
        if not any((part, start) in failing for size in range(1, len(faults)) for part in combinations(faults, size))
    }
    assert {(one.faults, one.starts) for one in proof.minimal} == least
    assert proof.times is None or proof.times.worst == max((one.replay.seconds for one in replayed), default=0)


@some
@given(catalogs())
def test_a_question_is_asked_in_vain_where_the_reference_engine_ends_nowhere_else_for_it(data: Data) -> None:
    model = compiled(catalog_of(as_files(data)))
    ways: set[tuple[str, str, bool]] = set()
    news: set[tuple[str, str]] = set()
    for one in prove(model, 2, entrances(model)):
        known: dict[str, str] = {}
        for asked in one.replay.asked:
            node = model.trees[one.starts].nodes[asked.node]
            assert isinstance(node, Question)
            before = judge(node.holds, known.get)
            known |= asked.learned
            if asked.answer is not None:
                ways.add((one.starts, asked.node, asked.answer))
                news |= set() if before is asked.answer else {(one.starts, asked.node)}
    proof = prove_up_to(model, 2, entrances(model))
    found = {(one.tree, one.node): one.why for one in proof.vain or ()}
    asked_at_all = {(tree, name) for tree, name, _ in ways}
    assert set(proof.repeated) == asked_at_all - news
    for tree in entrances(model):
        for name, node in model.trees[tree].nodes.items():
            answers = {answer for start, asked, answer in ways if (start, asked) == (tree, name)}
            if not isinstance(node, Question) or not node.run or not answers:
                expected = None
            elif len(answers) == 1:
                expected = InVain.THEN if True in answers else InVain.ELSE
            else:
                expected = InVain.ONE_PLACE if len(leads_to(model, tree, name, ways)) == 1 else None
            assert found.get((tree, name)) == expected, (tree, name)


def leads_to(model: Model, tree: str, name: str, ways: set[tuple[str, str, bool]]) -> set[tuple[str | None, str | None]]:
    """The phases and runbooks at which one may end from a node, by answers that were ever given."""
    node = model.trees[tree].nodes[name]
    if not isinstance(node, Question):
        return {(node.phase, node.runbook)}
    onward = [goes for answer, goes in ((True, node.then), (False, node.otherwise)) if (tree, name, answer) in ways]
    return set().union(*(leads_to(model, tree, goes, ways) for goes in onward))


@some
@given(catalogs())
def test_a_late_fault_is_tried_after_each_step_that_is_taken(data: Data) -> None:
    model = compiled(catalog_of(as_files(data)))
    outcomes: Counter[Outcome] = Counter()
    for start in entrances(model):
        for faults in fault_sets(model, 1):
            for late in model.faults:
                moment = 1
                while late not in faults:
                    told = replay(model, Case(starts=start, faults=faults, late={moment: (late,)}))
                    if not any(step.struck for step in told.steps):
                        break
                    outcomes[told.outcome] += 1
                    moment += 1
    assert prove_late(model, 1, entrances(model)).outcomes == outcomes


def test_every_fault_of_the_shipped_catalog_alone_is_replayed_alike() -> None:
    model = shipped()
    for start in entrances(model):
        sets = list(fault_sets(model, 1))
        told = told_at_once(Runner(model, (start,)), Case(starts=start), sets)
        assert told == [told_by_reference(model, Case(starts=start, faults=faults)) for faults in sets]


def test_random_sets_of_the_shipped_catalog_are_replayed_alike() -> None:
    model, random = shipped(), Random(7)
    names = sorted(model.faults)
    drawn = [tuple(sorted(random.sample(names, random.randint(2, 12)))) for _ in range(400)]
    sets = [faults for faults in drawn if can_strike_together(model, faults)][:120]
    for start in entrances(model):
        told = told_at_once(Runner(model, (start,)), Case(starts=start), sets)
        assert told == [told_by_reference(model, Case(starts=start, faults=faults)) for faults in sets]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 60), st.lists(st.integers(0, 3), min_size=9, max_size=9).map(sorted))
def test_batches_hold_every_set_once_smaller_ones_first(count: int, most: int, limit: int, ways: list[int]) -> None:
    found = []
    for batch in batches(count, most, limit, ways):
        planes = FaultPlanes(count).of(batch)
        members = [members for _, members in batch.members((1 << batch.size) - 1)]
        assert [tuple(fault for fault in range(count) if planes[fault] >> bit & 1) for bit in range(batch.size)] == members
        found += members
    assert sorted(found) == sorted(members for size in range(1, min(most, count) + 1) for members in combinations(range(count), size))
    assert [len(members) for members in found] == sorted(len(members) for members in found)


@pytest.mark.parametrize("case", cases_in("replays"), ids=lambda case: case.name)
def test_how_faults_are_numbered_changes_nothing_of_a_proof(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = compiled(catalog_of(case.files))
    starts = entrances(model) or tuple(model.runbooks)
    monkeypatch.setattr("simulator.symbolic.bounded.batches", partial(batches, limit=3))
    proofs = []
    for from_size in (1, 9):
        monkeypatch.setattr("simulator.symbolic.bounded.WORTH_AN_ORDER", from_size)
        proof = prove_up_to(model, 3, starts, every=True)
        worst = None if proof.times is None else (proof.times.worst, proof.times.typical)
        proofs.append((proof.outcomes, proof.failures, proof.minimal, proof.ugly, proof.idle, worst))
    assert proofs[0] == proofs[1]


def test_parts_proven_apart_are_the_same_proof() -> None:
    model = compiled(catalog_of(cases_in("replays")[0].files))
    bounded = Bounded(model, 2, tuple(model.runbooks), every=True)
    whole = Part()
    for batch in batches(len(model.faults), 2, 1):
        whole.add(bounded.part(batch))
    assert bounded.proof(whole) == prove_up_to(model, 2, tuple(model.runbooks), every=True)


@given(st.sets(st.frozensets(st.integers(0, 6))))
def test_the_least_sets_of_a_family_are_those_no_part_of_which_is_in_it(sets: set[frozenset[int]]) -> None:
    store = Store(7, 100_000)
    family = store.nothing
    for one in sets:
        member = store.everything
        for level in range(7):
            fault = store.fault(level)
            member = member & (fault if level in one else store.minus(store.everything, fault))
        family = family | member
    least = Least(store, family)
    found = [frozenset(levels) for levels in least.sets()]
    assert store.count(family) == len(sets)
    assert set(found) == {one for one in sets if not any(other < one for other in sets)}
    assert (len(found), [len(one) for one in found]) == (least.count, sorted(len(one) for one in found))


SETS = st.integers(0, 2**16 - 1)
"""A family of sets of four faults: one bit for each of them."""


def diagram_of(store: Store, family: int) -> Diagram:
    made = store.nothing
    for number in range(16):
        member = store.everything
        for level in range(4):
            fault = store.fault(level)
            member = member & (fault if number >> level & 1 else store.minus(store.everything, fault))
        made = made | member if family >> number & 1 else made
    return made


@given(SETS, SETS, SETS, SETS)
def test_diagrams_say_what_they_say_of_the_sets_that_are_attended_to(one: int, other: int, here: int, there: int) -> None:
    store = Store(4, 100_000)
    first, second, within, beside = (diagram_of(store, family) for family in (one, other, here, there & ~here))
    assert store.agree(first, second, within) == (one & here == other & here)
    assert store.joined(first, within, second, beside) & (within | beside) == (first & within) | (second & beside)
    store.attend(within)
    assert bool(first) == (one & here != 0)
    assert store.covers(first) == (here & ~one == 0)
    assert store.attended(store.plain(first)) == diagram_of(store, one & here)


def test_diagrams_that_grow_too_large_say_where() -> None:
    model = shipped()
    with pytest.raises(TooManyCombinations, match="more than 500 nodes") as large:
        prove_every_combination(model, entrances(model), limit=500)
    assert large.value.at is None


def test_ugly_outcomes_are_those_by_which_the_guide_is_not_honest() -> None:
    assert {str(outcome) for outcome in set(Outcome) - UGLY} == {"resolved", "unresolved", "blocked"}
