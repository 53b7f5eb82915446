"""A command that prints row by row: its forms in the reference, and what a reader sees of it in a step."""

import pytest

from catalog.files import Source
from catalog.load import assemble
from generator.guide import Guide, guide

FILES = {
    "components": """
        - {id: one, name: Box one, phase: gitops, conditions: {lid: [shut, open]}}
        - {id: two, name: Box two, phase: gitops, conditions: {lid: [shut, open]}}
    """,
    "faults": """
        - {id: one-open, name: One is open, sets: {one.lid: open}}
        - {id: two-open, name: Two is open, sets: {two.lid: open}}
    """,
    "commands": """
        - id: look
          run: look
          phase: gitops
          purpose: Look at both.
          takes: 1s
          risk: read-only
          shows: [one.lid, two.lid]
          output:
            - text:
                - "BOX    LID"
                - first_of: [{when: {one.lid: open}, text: "one    ajar"}, "one    shut"]
                - {when: {two.lid: shut}, text: "two    shut"}
                - {when: {two.lid: open}, text: "two    ajar"}
        - {id: shut-all, run: shut all, phase: gitops, purpose: Shut both., takes: 1s, risk: reversible, sets: {one.lid: shut, two.lid: shut}}
    """,
    "runbooks": """
        - id: boxes
          title: A box is open
          kind: troubleshooting
          phase: gitops
          symptoms: [something falls out]
          covers: [one-open, two-open]
          steps:
            - {title: Look, run: look, expect: {one.lid: shut, two.lid: shut}, if_met: done}
            - {title: Shut, run: shut all}
    """,
}


@pytest.fixture(scope="module")
def built() -> Guide:
    loaded = assemble([Source(file=f"{kind}/all.yaml", kind=kind, content=text.encode()) for kind, text in FILES.items()])
    assert loaded.findings == ()
    return guide(loaded.catalog)


def test_the_reference_shows_the_healthy_rows_together_and_each_other_row_with_its_cause(built: Guide) -> None:
    page = built.pages["commands/look.md"]
    assert "What it prints&#58; 3 forms" in page
    healthy, one, two = page.split("!!! ")[1:4]
    assert [row in healthy for row in ("BOX    LID", "one    shut", "two    shut", "ajar")] == [True, True, True, False]
    assert ("one    ajar" in one, "Broken&#58; Box one&#58; lid `open`" in one, "two    ajar" in one) == (True, True, False)
    assert ("two    ajar" in two, "Broken&#58; Box two&#58; lid `open`" in two, "one    ajar" in two) == (True, True, False)


def test_a_step_shows_the_row_that_tells_and_where_it_leads(built: Guide) -> None:
    look = built.pages["runbooks/boxes.md"].split("{ #step-1 }")[1].split("{ #step-2 }")[0]
    healthy, broken = look.split("!!! success")[1].split("!!! failure")
    assert "[You are done](#done)" in healthy
    assert "ajar" not in healthy
    assert "one <strong>ajar</strong>" in broken
    assert "two <strong>ajar</strong>" in broken
    assert "[Step 2&#58; Shut](#step-2)" in broken
