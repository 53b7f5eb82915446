"""Laws that hold of every catalog: random small ones in the full language, through the loader and the reference engine."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_catalogs import Data, as_files, catalogs
from second_reading import read

from catalog.catalog import Catalog
from catalog.checks import check
from catalog.files import Source
from catalog.load import assemble
from simulator.bearing import borne_on
from simulator.cluster import Cluster
from simulator.compile import case_of, compiled
from simulator.harm import harm
from simulator.model import Action, Case, Model, Question
from simulator.reader import replay
from simulator.replay import Replay
from simulator.state import State, settling

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
chance = st.randoms(use_true_random=False)


def loaded(files: dict[str, str]) -> Catalog:
    """The catalog of these files, which has no finding that keeps it from being replayed."""
    found = assemble(Source(file=name, kind=name.partition("/")[0], content=text.encode()) for name, text in files.items())
    assert [str(finding) for finding in (*found.findings, *check(found.catalog)) if finding.blocking] == []
    return found.catalog


def replays(catalog: Catalog) -> dict[str, Replay]:
    model = compiled(catalog)
    return {name: replay(model, case_of(scenario)) for name, scenario in catalog.scenarios.items()}


def plain(value: object) -> Any:
    """An entity as plain data, without the places where it stands."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name != "at"}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, int) else str(value)


def plain_catalog(catalog: Catalog) -> Any:
    return {kind: {name: plain(entity) for name, entity in entities.items()} for kind, entities in catalog.entities.items()}


def shuffled(value: Any, random: Random) -> Any:
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, list):
        return [shuffled(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: shuffled(value[key], random) for key in random.sample(list(value), len(value))}


def scattered(data: Data, random: Random) -> dict[str, str]:
    """The same data with entities, keys and files in another order, several in a file or each in its own."""
    files: dict[str, list[Any]] = {}
    for kind, entities in data.items():
        for entity in entities:
            files.setdefault(f"{kind}/{random.choice('abc')}/{random.choice('xyz')}.yaml", []).append(shuffled(entity, random))
    names = random.sample(list(files), len(files))
    texts = {name: random.sample(files[name], len(files[name])) for name in names}
    return {name: json.dumps(entities[0] if len(entities) == 1 else entities) for name, entities in texts.items()}


def actions(model: Model) -> Iterator[Action]:
    """Every line that a runbook or a tree of the model runs."""
    for runbook in model.runbooks.values():
        for step in runbook.steps:
            yield from step.run
    for tree in model.trees.values():
        for node in tree.nodes.values():
            yield from node.run if isinstance(node, Question) else ()


def clusters(model: Model, cases: list[Case]) -> Iterator[Cluster]:
    """A cluster at rest for each case, where it comes to rest."""
    for case in cases:
        cluster = Cluster(model, case.given, tuple(value for name in case.faults for value in model.faults[name]))
        if not cluster.flaps:
            yield cluster


def cases_of(catalog: Catalog) -> list[Case]:
    return [case_of(scenario) for scenario in catalog.scenarios.values()]


@some
@given(catalogs(), chance)
def test_the_order_of_files_entities_and_keys_does_not_matter(data: Data, random: Random) -> None:
    assert replays_in_short(loaded(scattered(data, random))) == replays_in_short(loaded(as_files(data)))


def replays_in_short(catalog: Catalog) -> dict[str, Any]:
    """Everything that the JSON report says of a replay; in which order a round names its reactions is not part of it."""
    return {
        name: (one.outcome, one.by, one.path, one.seconds, one.knowledge, [(step.number, step.learned, step.changed) for step in one.steps])
        for name, one in replays(catalog).items()
    }


@some
@given(catalogs())
def test_loading_what_is_dumped_gives_the_same_catalog_in_every_style_of_yaml(data: Data) -> None:
    written = plain_catalog(loaded(as_files(data)))
    styles: tuple[dict[str, Any], ...] = ({"default_flow_style": False}, {"default_style": '"'}, {"default_style": "|"})
    for style in styles:
        files = {
            name: str(yaml.dump(text_only(json.loads(text)), Dumper=DUMPER, sort_keys=False, **style))
            for name, text in as_files(data).items()
        }
        assert plain_catalog(loaded(files)) == written


def text_only(value: Any) -> Any:
    """The same data with numbers as words, which is what they are in the language."""
    if isinstance(value, list):
        return [text_only(item) for item in value]
    return {key: text_only(item) for key, item in value.items()} if isinstance(value, dict) else str(value)


@some
@given(catalogs())
def test_settling_is_a_fixed_point(data: Data) -> None:
    catalog = loaded(as_files(data))
    model = compiled(catalog)
    for cluster in clusters(model, cases_of(catalog)):
        assert list(settling(model, cluster.state)) == []


@some
@given(catalogs())
def test_a_replay_ends_and_says_how(data: Data) -> None:
    for one in replays(loaded(as_files(data))).values():
        assert one.seconds >= sum(step.seconds for step in one.steps) >= 0
        assert (one.by is None) == (not one.path) or one.outcome == "livelock"
        assert one.by is None or one.outcome == "livelock" or one.by == one.path[-1]
        assert [step.goes for step in one.steps[-1:]] in ([], [None])


@some
@given(catalogs())
def test_knowledge_never_holds_what_was_not_true_when_it_was_seen_unless_it_was_claimed(data: Data) -> None:
    catalog = loaded(as_files(data))
    model = compiled(catalog)
    for cluster in clusters(model, cases_of(catalog)):
        for action in actions(model):
            ran = cluster.run(action, frozenset())
            shows = [*action.shows, *(entry for failure in action.fails for entry in failure.shows)]
            claimed = {claim for entry in shows for claim in entry.claim}
            shown = {fact for entry in shows for fact in entry.show}
            for fact, value in ran.told.items():
                assert (fact, value) in claimed or (fact in shown and value == cluster.state.fact(fact))


@some
@given(catalogs())
def test_a_replay_knows_only_what_its_lines_told(data: Data) -> None:
    for one in replays(loaded(as_files(data))).values():
        known: dict[str, str] = {}
        for asked in one.asked:
            for ran in asked.ran if asked.answer is not None else asked.ran[:-1]:
                known |= ran.told
        for step in one.steps:
            before = dict(known)
            for ran in step.ran:
                known |= ran.told if ran.change.ending is None else {}
            assert step.learned == {fact: value for fact, value in known.items() if before.get(fact) != value}
        assert one.knowledge == known


@some
@given(catalogs())
def test_a_read_only_command_never_changes_the_state(data: Data) -> None:
    catalog = loaded(as_files(data))
    model = compiled(catalog)
    read_only = [action for action in actions(model) if catalog.commands[action.command].risk == "read-only"]
    for cluster in clusters(model, cases_of(catalog)):
        for action in read_only:
            before = cluster.state
            assert cluster.run(action, frozenset()).change.rounds == ()
            assert cluster.state == before


@some
@given(catalogs())
def test_replaying_twice_gives_the_same(data: Data) -> None:
    catalog = loaded(as_files(data))
    assert replays(catalog) == replays(catalog)


@settings(some, max_examples=80)
@given(catalogs())
def test_two_readings_of_the_language_agree(data: Data) -> None:
    replayed = replays(loaded(as_files(data)))
    for scenario in data["scenarios"]:
        one = replayed[scenario["id"]]
        said = {"id": scenario["id"], "outcome": one.outcome, "by": one.by, "path": list(one.path), "seconds": one.seconds}
        assert said == read(data, scenario)


@some
@given(catalogs())
def test_where_all_that_bears_on_a_line_is_alike_the_same_comes_of_it(data: Data) -> None:
    model = compiled(loaded(as_files(data)))
    healthy = State.healthy(model)
    broken = [cluster.state for faults in model.faults.values() if not (cluster := Cluster(model, given=(), faults=faults)).flaps]
    for line in set(actions(model)):
        bears, well = borne_on(model, line), harm(model, line, healthy)
        for state in () if healthy.firing else broken:
            if all(state.fact(fact) == healthy.fact(fact) for fact in bears):
                found = harm(model, line, state)
                assert (found.refused, found.broke, found.down) == (well.refused, well.broke, well.down)
