"""What a line brings about by itself: what it destroys, what it takes down and for how long."""

import pytest

from catalog.catalog import Catalog
from catalog.files import Source
from catalog.load import assemble
from simulator.compile import action, compiled
from simulator.harm import Harm, harm
from simulator.model import Model
from simulator.state import State

CATALOG = {
    "components": """
- {id: disk, phase: bootstrap, conditions: {copies: [two, one, none]}}
- {id: web, phase: gitops, needs: [disk], conditions: {pods: [running, starting]}}
- {id: key, phase: bootstrap, conditions: {holder: [you, nobody]}}
""",
    "commands": """
- {id: wipe, run: wipe disk, requires: {key.holder: you}, fails: {message: no key, sets: {web.pods: starting}},
   sets: [{when: {disk.copies: two}, set: {disk.copies: one}}, {when: {disk.copies: one}, set: {disk.copies: none}}]}
""",
    "reactions": """
- {id: copied, when: {disk.copies: one}, set: {disk.copies: two}, after: 5m}
- {id: restarted, when: {disk.copies: two}, set: {web.pods: running}, after: 1m}
""",
    "invariants": "{id: lost, never: {disk.copies: none}}",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    loaded = assemble(Source(file=f"{kind}/x.yaml", kind=kind, content=text.encode()) for kind, text in CATALOG.items())
    assert loaded.findings == ()
    return loaded.catalog


@pytest.fixture(scope="module")
def model(catalog: Catalog) -> Model:
    return compiled(catalog)


def wiped(catalog: Catalog, model: Model, *values: tuple[str, str]) -> Harm:
    return harm(model, action(catalog, "wipe disk"), State.healthy(model).with_values(values))


def test_what_comes_back_by_itself_is_down_for_so_many_seconds(catalog: Catalog, model: Model) -> None:
    done = wiped(catalog, model)
    assert (done.refused, done.broke, done.down) == (False, (), {"disk": 300, "web": 300})
    assert done.rest == State.healthy(model)


def test_what_is_destroyed_depends_on_the_state(catalog: Catalog, model: Model) -> None:
    done = wiped(catalog, model, ("disk.copies", "one"))
    assert (done.broke, done.down) == (("lost",), {})  # it was not ready before, so the line did not take it down


def test_what_was_destroyed_before_is_not_held_against_the_line(catalog: Catalog, model: Model) -> None:
    assert wiped(catalog, model, ("disk.copies", "none")).broke == ()


def test_a_line_that_cannot_run_does_what_its_failure_does(catalog: Catalog, model: Model) -> None:
    done = wiped(catalog, model, ("key.holder", "nobody"))
    assert (done.refused, done.broke, done.down) == (True, (), {"web": 60})
