"""By which line of a runbook somebody notices a fault, and how soon."""

import pytest

from catalog.files import Source
from catalog.load import assemble
from simulator.compile import compiled
from simulator.notice import Notice, Watch

CATALOG = {
    "components": """
- {id: net, phase: bootstrap, conditions: {agents: [running, missing]}}
- {id: web, phase: gitops, conditions: {pods: [running, waiting], answers: [quick, none]}}
- {id: disk, phase: bootstrap, conditions: {room: [enough, little]}}
""",
    "commands": """
- {id: ping, run: ping net, requires: {net.agents: running}, fails: no answer, takes: 3s}
- {id: pods, run: get pods, shows: [web.pods], takes: 2s}
- {id: ask, run: ask web, shows: [{when: {net.agents: running}, show: [web.answers]}], takes: 1s}
""",
    "faults": """
- {id: cut, sets: {net.agents: missing}}
- {id: slow, sets: {web.answers: none}}
- {id: full, sets: {disk.room: little}}
""",
    "reactions": "{id: spread, when: {web.answers: none}, set: {web.pods: waiting}, after: 10m}",
    "runbooks": """
- id: first
  steps:
    - {title: Look, run: get pods, expect: {web.pods: running}, if_unmet: second}
    - {title: Reach, run: ping net, if_fails: second}
- id: second
  steps:
    - {title: Ask, run: [get pods, ask web], expect: {web.answers: quick}, if_unmet: first}
""",
}


@pytest.fixture(scope="module")
def watches() -> dict[str, Watch]:
    loaded = assemble(Source(file=f"{kind}/x.yaml", kind=kind, content=text.encode()) for kind, text in CATALOG.items())
    assert loaded.findings == ()
    model = compiled(loaded.catalog)
    return {name: Watch(model, name) for name in model.runbooks}


def test_a_line_shows_a_fault_only_once_it_has_spread_so_far(watches: dict[str, Watch]) -> None:
    facts = (("web.pods", "waiting"),)
    assert watches["first"].notices("slow") == Notice(step=1, line="get pods", facts=facts, failed=False, reached=2, visible=600)


def test_a_line_that_fails_is_a_sign(watches: dict[str, Watch]) -> None:
    assert watches["first"].notices("cut") == Notice(step=2, line="ping net", facts=(), failed=True, reached=5, visible=0)


def test_the_line_that_tells_of_what_is_wrong_is_the_sign_and_not_the_first_of_its_step(watches: dict[str, Watch]) -> None:
    facts = (("web.answers", "none"),)
    assert watches["second"].notices("slow") == Notice(step=1, line="ask web", facts=facts, failed=False, reached=3, visible=0)


def test_a_line_that_should_tell_and_does_not_is_a_sign(watches: dict[str, Watch]) -> None:
    facts = (("web.answers", ""),)
    assert watches["second"].notices("cut") == Notice(step=1, line="ask web", facts=facts, failed=False, reached=3, visible=0)


def test_what_no_line_asks_for_is_not_noticed(watches: dict[str, Watch]) -> None:
    assert watches["first"].notices("full") is None
