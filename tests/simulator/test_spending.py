"""Where the time of a replay goes: it adds up, and nothing that counts as done in vain is missed where it is left out."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pytest
from casefile import cases_in
from hypothesis import HealthCheck, given, settings
from random_catalogs import Data, as_files, catalogs

from catalog.catalog import Catalog
from catalog.files import Source
from catalog.load import assemble
from simulator import recovery
from simulator.advice import Advisor
from simulator.cluster import Cluster
from simulator.compile import compiled
from simulator.deeds import deeds, disruptive
from simulator.model import READY, Case, Model
from simulator.reader import replay
from simulator.recoveries import read, written
from simulator.sorting import Sort, sorts
from simulator.spending import Ledger, Spent, Use
from simulator.state import TooLong

SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CASES = {case.name: case for case in cases_in("suggestions")}


def loaded(files: dict[str, str]) -> Catalog:
    return assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items()).catalog


def every_single(model: Model, starts: Iterable[str]) -> list[Case]:
    return [Case(starts=start, faults=(fault,)) for start in starts for fault in model.faults]


@SOME
@given(catalogs())
def test_what_is_spent_is_all_of_the_time_of_a_replay(data: Data) -> None:
    model = compiled(loaded(as_files(data)))
    ledger = Ledger(model)
    for case in every_single(model, (*model.trees, *model.runbooks)):
        try:
            ended = replay(model, case)
            spent = ledger.spent(case, ended)
        except TooLong:
            continue
        assert sum(one.seconds + one.waits for one in spent) == ended.seconds, case


@SOME
@given(catalogs())
def test_what_was_called_for_alone_leaves_no_less_ready_than_all_that_was_done(data: Data) -> None:
    model = compiled(loaded(as_files(data)))
    ledger = Ledger(model)
    for case in every_single(model, model.runbooks):
        try:
            ended = replay(model, case)
            way = ledger.way(case, ended)
            short = Cluster(model, (), model.faults[case.faults[0]])
            for action, accepts in way:
                short.run(action, accepts)
        except TooLong:
            continue
        whole = Cluster(model, (), model.faults[case.faults[0]])
        for step in ended.steps:
            runbook = model.runbooks[step.runbook]
            written = runbook.steps[step.index]
            if step.edited is not None:
                whole.change(written.edit_sets, 0, runbook.accepts)
            for action in written.run[: len(step.ran)]:
                whole.run(action, runbook.accepts)
        ready = {name for name in model.components if whole.state.fact(name) == READY}
        assert ready <= {name for name in model.components if short.state.fact(name) == READY}, case


def told(runbook: str, fault: str, other: Mapping[str, str] = MappingProxyType({})) -> list[tuple[Use, str, tuple[str, ...]]]:
    """What each line serves of a replay from the tree of a small catalog in which `runbook` stands for its one runbook."""
    files = dict(CASES["the-guide-is-compared-with-the-best"].files)
    if runbook:
        files["runbooks/all.yaml"] = runbook
        files["trees/what.yaml"] = "{id: what, root: mend, nodes: {mend: {runbook: mend}}}"
    catalog = loaded({**files, **other})
    model = compiled(catalog)
    case = Case(starts="what", faults=(fault,))
    return [(one.use, one.line, one.others) for one in Ledger(model, disruptive(catalog)).spent(case, replay(model, case))]


def test_a_look_tells_what_it_rules_out_once_and_then_is_there_for_more_or_checks() -> None:
    assert told("", "api-stuck") == [
        (Use.TELLS, "look api", ("", "api-down", "app-crashes")),
        (Use.MORE, "look api", ()),
        (Use.ACTS, "rebuild", ()),
        (Use.CHECKS, "look api", ()),
    ]


def test_an_action_is_done_in_doubt_where_what_looks_the_same_calls_for_it() -> None:
    runbook = """
id: mend
steps:
  - {title: Try, run: restart}
  - {title: Look, run: look api, expect: {api.server: up}, if_met: done}
  - {title: Build, only_if: {api.server: [down, stuck]}, run: rebuild}
"""
    assert told(runbook, "api-stuck") == [
        (Use.IN_DOUBT, "restart", ("api-down",)),
        (Use.TELLS, "look api", ("", "api-down", "app-crashes")),
        (Use.ACTS, "rebuild", ()),
    ]


def test_an_action_is_done_in_vain_where_what_calls_for_it_is_ruled_out() -> None:
    runbook = """
id: mend
steps:
  - {title: Look, run: look api, expect: {api.server: up}, if_met: done}
  - {title: Try, run: restart}
  - {title: Build, run: rebuild}
"""
    assert [use for use, *_ in told(runbook, "api-stuck")] == [Use.TELLS, Use.IN_VAIN, Use.ACTS]


def test_a_look_warrants_where_it_first_shows_what_an_action_is_done_for() -> None:
    runbook = """
id: mend
steps:
  - {title: Look, run: look app}
  - {title: Read what was changed, run: [read, read]}
  - {title: Turn it back, only_if: {app.data: intact}, edit: Turn the manifest back., sets: {app.pods: running}, takes: 5m}
"""
    read = "{id: read, run: read, takes: 5m, risk: read-only, shows: [app.data]}"
    look = "{id: look-app, run: look app, takes: 3s, risk: read-only, shows: [app.pods]}"
    commands = {"commands/all.yaml": f"[{read}, {look}]"}
    assert [use for use, *_ in told(runbook, "app-crashes", commands)] == [Use.TELLS, Use.WARRANTS, Use.MORE, Use.ACTS]


def took(use: Use, line: str, seconds: int, waits: int = 0) -> Spent:
    return Spent(use=use, line=line, is_edit=False, runbook=None, step=0, seconds=seconds, waits=waits, others=())


def test_what_takes_time_is_sorted_beside_the_best() -> None:
    spent = (
        took(Use.ACTS, "push", 5, 300),
        took(Use.ACTS, "commit", 20),
        took(Use.CHECKS, "look", 2),
        took(Use.CHECKS, "look longer", 3),
    )
    assert [(sort, seconds, [line.line for line, _ in items]) for sort, seconds, items in sorts(spent, {"push"})] == [
        (Sort.CHECKS, 5, ["look longer", "look"]),
        (Sort.AS_BEST, 5, ["push"]),
        (Sort.OTHERWISE, 20, ["commit"]),
        (Sort.WAITS, 300, ["push"]),
    ]


def test_where_the_search_gives_up_the_way_of_the_guide_stands_without_what_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = loaded(CASES["the-guide-is-compared-with-the-best"].files)
    model = compiled(catalog)
    monkeypatch.setattr(recovery, "MAX_STATES", 0)
    advice = Advisor(model, deeds(catalog, model)).on(("api-down",))
    assert ([doing.deed.action.line for doing in advice.recovery.doings], advice.recovery.seconds, advice.proven) == (
        ["rebuild"],
        1200,
        False,
    )
    assert read(written([advice]))["api-down"].proven is False
