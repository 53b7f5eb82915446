"""What the pages of a guide say, on a small catalog of its own."""

from pathlib import Path

import pytest

from catalog.catalog import Catalog
from catalog.files import Source
from catalog.kinds import KINDS
from catalog.load import assemble, load
from generator import address
from generator.guide import Guide, Navigation, guide, pages_of
from generator.memory import Memory

SMALL = Path(__file__).parents[1] / "cases" / "guide" / "small"


def sources() -> list[Source]:
    return [
        Source(file=path.relative_to(SMALL).as_posix(), kind=path.parent.name, content=path.read_bytes())
        for path in sorted(SMALL.rglob("*.yaml"))
    ]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(SMALL).catalog


@pytest.fixture(scope="module")
def small(catalog: Catalog) -> Guide:
    return guide(catalog)


def paths(navigation: Navigation) -> list[str]:
    found: list[str] = []
    for entry in navigation:
        for target in [entry] if isinstance(entry, str) else entry.values():
            found += [target] if isinstance(target, str) else paths(target)
    return found


def step(page: str, number: int) -> str:
    return page.split(f"{{ #step-{number} }}")[1].split('<div class="pb-step"', maxsplit=1)[0].split("{ #done }", maxsplit=1)[0]


def test_every_page_stands_in_the_navigation_once(small: Guide) -> None:
    assert sorted(paths(small.navigation)) == sorted(small.pages)


def test_the_pages_of_entities_are_known_without_a_replay(small: Guide, catalog: Catalog) -> None:
    folders = ("components/", "runbooks/", "trees/", "commands/", "reference/about/")
    assert pages_of(catalog) == {path for path in small.pages if path.startswith(folders) and not path.endswith("/index.md")}


def test_pages_by_hand_come_last_in_the_navigation(small: Guide) -> None:
    assert small.beside(["language.md", "index.md", "assets/x.css"])[-1] == {"Phasebook": ["language.md"]}
    assert small.beside([]) == small.navigation


def test_the_same_data_in_other_files_gives_the_same_pages(small: Guide, catalog: Catalog) -> None:
    again = guide(assemble(reversed(sources())).catalog)
    assert again.navigation == small.navigation
    assert again.pages == small.pages


def test_an_empty_catalog_has_a_small_guide() -> None:
    built = guide(Catalog(entities={kind: {} for kind in KINDS}))
    assert "# What do you need&#63;" in built.pages[address.HOME]
    assert "No component belongs to it." in built.pages[address.COMPONENTS]


def test_a_catalog_without_prose_is_told_by_its_ids() -> None:
    files = [
        Source(file="components/x.yaml", kind="components", content=b"{id: box, phase: gitops, conditions: {lid: [on, 'off']}}"),
        Source(file="commands/x.yaml", kind="commands", content=b"{id: look, run: look at box, shows: [box.lid], output: [{text: x}]}"),
        Source(file="faults/x.yaml", kind="faults", content=b"{id: open, sets: {box.lid: 'off'}}"),
        Source(file="runbooks/x.yaml", kind="runbooks", content=b"{id: close, covers: [open], steps: [{title: Look, run: look at box}]}"),
        Source(file="trees/x.yaml", kind="trees", content=b"{id: way, root: a, nodes: {a: {runbook: close}}}"),
    ]
    loaded = assemble(files)
    assert loaded.findings == ()
    built = guide(loaded.catalog)
    assert "# box" in built.pages["components/box.md"]
    assert "# close" in built.pages["runbooks/close.md"]
    assert "# way" in built.pages["trees/way.md"]
    assert "### open { #f-open }" in built.pages["components/box.md"]


def test_an_id_that_is_no_address_gets_one_of_its_own() -> None:
    assert address.slug("1password-connect") == "1password-connect"
    assert len({address.slug(name) for name in ("index", "Index", "index_", "../x", "..-x", "a b", "a-b", "")}) == 8
    assert "/" not in address.slug("../x")


def test_a_healthy_sight_leads_where_the_expectation_is_met(small: Guide) -> None:
    look = step(small.pages["runbooks/network-down.md"], 1)
    healthy, broken = look.split("!!! success")[1].split("!!! failure")
    assert "agent-7xk2p   1/1   Running" in healthy or "agent-7xk2p 1/1 Running" in healthy
    assert "[You are done](#done)" in healthy
    assert "CrashLoopBackOff" in broken
    assert "No agents found." in broken


def test_what_leads_to_the_same_place_stands_in_one_panel(small: Guide) -> None:
    look = step(small.pages["runbooks/network-down.md"], 1)
    assert look.count("!!! failure") == 1
    assert look.count("[Step 2&#58; Redeploy the network](#step-2)") == 1


def test_a_panel_joins_what_is_broken_and_what_fails_where_both_lead_to_one_place(small: Guide) -> None:
    redeploy = step(small.pages["runbooks/network-down.md"], 2)
    broken = redeploy.split("!!! failure")[1]
    assert "it looks like one of these, or it fails" in broken
    assert [said in broken for said in ("CrashLoopBackOff", "connection refused", "(../runbooks/start-over.md)")] == [True] * 3


def test_the_words_stand_out_that_no_healthy_output_has(small: Guide) -> None:
    look = step(small.pages["runbooks/network-down.md"], 1)
    assert "agent&#45;7xk2p <strong>0/1</strong> <strong>CrashLoopBackOff</strong> 31 &#40;2m ago&#41;" in look


def test_a_failing_line_leads_where_the_step_says(small: Guide) -> None:
    fails = step(small.pages["runbooks/network-down.md"], 1).split("pb-fails")[1]
    assert "[A line fails → Nothing answers](../runbooks/start-over.md)" in fails
    assert "no route to host" in fails


def test_a_step_says_how_long_the_cluster_may_need_by_itself(small: Guide) -> None:
    assert "scheduler may need up to 30 s here." in step(small.pages["runbooks/network-down.md"], 2)


def test_a_runbook_says_what_it_resolves_and_where_it_hands_over(small: Guide) -> None:
    end = small.pages["runbooks/network-down.md"].split("{ #proof ")[1]
    assert "[Agents crash](../components/network.md#f-agents-crash)" in end
    assert "steps 1, 2" in end
    assert "[Nothing answers](../runbooks/start-over.md), from steps 1 and 2, and where nothing else is said" in end


def test_warnings_stand_before_the_command(small: Guide) -> None:
    redeploy = step(small.pages["runbooks/network-down.md"], 2)
    places = [redeploy.index(words) for words in ("Tell people first.", "Every pod loses its network", "net deploy", "net status")]
    assert places == sorted(places)


def test_a_runbook_says_its_phase_its_risk_its_replayed_time_and_that_it_is_proved(small: Guide) -> None:
    head = small.pages["runbooks/network-down.md"].split("## ")[0]
    assert [word in head for word in ("Bootstrap", "Disruptive", "4 min", "1 fault proved")] == [True] * 4
    assert 'tags: ["pods stuck in ContainerCreating", "cni config uninitialized"]' in head


def test_a_runbook_that_may_destroy_says_so_at_its_head(small: Guide) -> None:
    assert "It may destroy something&#58; The machine is wiped" in small.pages["runbooks/start-over.md"].split("#step-1")[0]


def test_an_objective_and_a_hand_over_stand_at_the_end(small: Guide) -> None:
    page = small.pages["runbooks/network-down.md"]
    assert "The objective is 20 min." in page
    assert "[Nothing answers](../runbooks/start-over.md){ .pb-go .pb-over }" in page


def test_the_hybrid_table_is_derived(small: Guide) -> None:
    hybrids = small.pages[address.COMPONENTS].split("{ #hybrid }")[1]
    assert "Network" in hybrids
    assert "[Pod network](../components/network.md)" in hybrids
    assert "[Routes](../components/routes.md)" in hybrids


def test_what_a_commit_brings_is_managed_by_what_delivers_it(small: Guide) -> None:
    assert "Git commit, then [GitOps controllers](../components/gitops.md)" in small.pages[address.COMPONENTS]


def test_a_fault_says_what_it_takes_down_and_what_follows_by_itself(small: Guide) -> None:
    fault = small.pages["components/network.md"].split("{ #f-agents-crash }")[1]
    assert (
        "[Applications](../components/apps.md), [GitOps controllers](../components/gitops.md), [Pod network](../components/network.md) and [Routes](../components/routes.md)"
        in fault
    )
    assert "<strong>After 1 min&#58;</strong> Applications&#58; pods `pending`" in fault
    assert "[Pod network is down](../runbooks/network-down.md) in 3 min 40 s" in fault


def test_the_start_order_is_in_layers(small: Guide) -> None:
    order = small.pages[address.START_ORDER]
    places = [order.rindex(f"../components/{name}.md){{ .pb-badge") for name in ("machine", "api", "network", "gitops", "routes", "apps")]
    assert places == sorted(places)


def test_an_old_form_of_a_command_stands_beside_it_with_the_reason(small: Guide) -> None:
    page = small.pages["commands/net.md"]
    assert "net redeploy" in page
    assert "The old subcommand is gone." in page


def test_a_scenario_of_a_tree_is_told_from_its_symptoms(small: Guide) -> None:
    page = small.pages["proof/replays/network-down.md"].split("{ #s-crash }")[1]
    assert "Does the API answer&#63; <strong>Yes.</strong> Do the agents run&#63; <strong>No.</strong>" in page
    assert "[2&#46; Redeploy the network](../../runbooks/network-down.md#step-2)" in page
    assert '<i class="pb-waited" style="flex-grow:' in page


def test_replays_have_a_page_for_each_runbook_in_which_they_end(small: Guide) -> None:
    assert {path for path in small.pages if path.startswith("proof/")} == {
        *("proof/index.md", "proof/findings.md", "proof/routines.md"),
        *(f"proof/replays/{end}.md" for end in ("network-down", "start-over", "add-app", "morning", "where-to-change")),
    }


def test_home_has_the_doors_the_signs_and_the_rules(small: Guide) -> None:
    home = small.pages[address.HOME]
    places = [
        home.index(words)
        for words in ("Something is broken", "I want to change something", "From your shell", "From Git", "Emergency", "ContainerCreating")
    ]
    assert places == sorted(places)


def test_every_symptom_leads_to_its_runbook(small: Guide) -> None:
    page = small.pages[address.SYMPTOMS]
    assert [sign in page for sign in ("cni config uninitialized", "no route to host", "dependency not ready")] == [True] * 3


def test_every_code_is_listed(small: Guide) -> None:
    findings = small.pages[address.FINDINGS]
    assert [code in findings for code in ("FILE004", "SHAPE001", "REF001", "COVER003", "TREE009")] == [True] * 5


def test_a_tree_says_where_every_fault_leads(small: Guide) -> None:
    walked = small.pages["trees/whole/what-is-broken.md"].split("{ #walked ")[1]
    assert "[The machine is off](../../components/machine.md#f-machine-off)" in walked
    assert "[Nothing answers](../../runbooks/start-over.md)" in walked


def test_the_routine_says_which_faults_it_notices_by_which_line_and_how_soon(small: Guide) -> None:
    page = small.pages[address.ROUTINES]
    assert "[Morning check](../runbooks/morning.md) notices 3 faults" in page
    fault = next(line for line in page.splitlines() if "#f-agents-crash" in line)
    assert "`ops get`" in fault
    assert "at once" in fault
    assert "step 1](../runbooks/morning.md#step-1), at once" in small.pages["components/network.md"].split("{ #f-agents-crash }")[1]


def test_the_contents_lead_to_all_that_the_overview_names(small: Guide) -> None:
    contents = small.pages[address.CONTENTS]
    for target in (
        "../index.md#g-rules-b",
        "../trees/where-to-change.md",
        "../runbooks/add-app.md",
        "../runbooks/start-over.md",
        "../reference/architecture.md",
    ):
        assert target in contents


TWICE = [
    Source(file="components/x.yaml", kind="components", content=b"[{id: one, phase: gitops}, {id: two, phase: gitops}]"),
    Source(
        file="commands/x.yaml",
        kind="commands",
        content=b"{id: restart, run: 'restart {box}', where: {box: [one, two]}, risk: disruptive, warning: Ask first., output: [{text: a}, {text: b}]}",
    ),
]


def twice(second: str) -> str:
    """The second step of a runbook whose first restarts a box."""
    steps = f"[{{title: Restart the box called one, warning: Mind one., run: restart one, if_fails: done}}, {second}]"
    runbook = Source(file="runbooks/x.yaml", kind="runbooks", content=f"{{id: again, steps: {steps}}}".encode())
    loaded = assemble([*TWICE, runbook])
    assert loaded.findings == ()
    return step(guide(loaded.catalog).pages["runbooks/again.md"], 2)


def test_a_step_that_does_the_same_elsewhere_is_told_by_the_first() -> None:
    said = twice("{title: Restart the box called two, warning: Mind two., run: restart two, if_fails: done}")
    assert '!!! warning "Beware as in [step 1](#step-1)"' in said
    assert "restart two" in said
    assert "Ask first" not in said
    assert "[You are done](#done)" in said


@pytest.mark.parametrize(
    "second",
    [
        "{title: Restart the other box, run: restart two, if_fails: done}",
        "{title: Restart the box called two, warning: Mind the cable., run: restart two, if_fails: done}",
        "{title: Restart the box called two, run: [restart two, restart one], if_fails: done}",
    ],
    ids=["in other words", "with another warning", "with another line"],
)
def test_a_step_that_differs_in_more_than_names_is_told_whole(second: str) -> None:
    assert "Ask first" in twice(second)


def test_a_changed_word_makes_no_replay_anew_and_a_changed_model_does(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    first = guide(catalog, memory=memory)
    words, model = changed(b"The network is back.", b"It is back."), changed(b"after: 30s", b"after: 31s")
    with monkeypatch.context() as patch:
        patch.setattr("generator.guide.proof_of", lambda *_: pytest.fail("it was replayed again"))
        assert guide(catalog, memory=memory) == first
        said = dict(guide(words, memory=memory).pages)
    assert said == guide_of(words) != first.pages
    assert guide(model, memory=memory).pages == guide_of(model) != first.pages


def changed(old: bytes, new: bytes) -> Catalog:
    """The catalog with other words in all of its files."""
    return assemble([Source(file=one.file, kind=one.kind, content=one.content.replace(old, new)) for one in sources()]).catalog


def guide_of(catalog: Catalog) -> dict[str, str]:
    """The pages of a catalog, with nothing known before."""
    return dict(guide(catalog, memory=Memory()).pages)


def test_the_commands_of_a_tool_stand_on_several_pages_where_they_are_many() -> None:
    runs = [f"tool do {number:03}" for number in range(80)]
    commands = "".join(
        f"- {{id: c{number}, run: {run}, output: [{{text: x}}, {{text: {'y' * 2000}}}]}}\n" for number, run in enumerate(runs)
    )
    step_ = "{title: Do it, run: [tool do 000, tool do 079]}"
    runbook = Source(file="runbooks/x.yaml", kind="runbooks", content=f"{{id: all, steps: [{step_}]}}".encode())
    catalog = assemble([Source(file="commands/x.yaml", kind="commands", content=commands.encode()), runbook]).catalog
    pages = guide(catalog).pages
    found = [path for path in pages if path.startswith("commands/tool")]
    assert found == ["commands/tool.md", "commands/tool.2.md"]
    assert [pages[path].count("\n## ") for path in found] == [40, 40]
    assert "(../commands/tool.2.md#c-c79)" in pages["runbooks/all.md"]
    assert "from `tool do 040` on](../commands/tool.2.md)" in pages["commands/tool.md"]
    assert pages_of(catalog) <= set(pages)
