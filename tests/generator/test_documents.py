"""The documents that are worked out from the data, on the small catalog of the guide."""

from pathlib import Path

import pytest

from catalog.load import load
from generator import address
from generator.guide import Guide, guide

SMALL = Path(__file__).parents[1] / "cases" / "guide" / "small"


@pytest.fixture(scope="module")
def small() -> Guide:
    return guide(load(SMALL).catalog)


def part(page: str, mark: str) -> str:
    """What stands below an anchor, up to the next heading of its level or a higher one."""
    before, after = page.split(f"{{ #{mark} }}")
    level = before.rsplit("\n", 1)[-1].split()[0]
    kept = []
    for line in after.splitlines()[1:]:
        if line.startswith("#") and len(line.split()[0]) <= len(level):
            break
        kept.append(line)
    return "\n".join(kept)


def test_the_architecture_says_who_hands_over_to_whom(small: Guide) -> None:
    phases = part(small.pages[address.ARCHITECTURE], "phases")
    assert "brought from Git by [GitOps controllers](../components/gitops.md)" in phases


def test_the_architecture_gives_what_start_up_requires_in_order(small: Guide) -> None:
    startup = part(small.pages[address.ARCHITECTURE], "startup")
    places = [startup.rindex(f"../components/{name}.md){{ .pb-badge") for name in ("machine", "api", "network", "gitops")]
    assert places == sorted(places)
    assert "../components/apps.md){ .pb-badge" not in startup


def test_a_workflow_is_a_list_to_tick_off_with_the_time_of_each_step(small: Guide) -> None:
    workflow = part(small.pages[address.WORKFLOWS], "w-add-app")
    assert '[1&#46; Write it](../runbooks/add-app.md#step-1) <span class="pb-takes">5 min</span>' in workflow


def test_a_step_that_a_healthy_cluster_skips_is_timed_where_it_is_taken(small: Guide) -> None:
    workflow = part(small.pages[address.WORKFLOWS], "w-network-down")
    redeploy = next(line for line in workflow.splitlines() if "Redeploy" in line)
    assert "3 min" in redeploy
    assert "only if" in redeploy


def test_what_brings_a_phase_cannot_move_there(small: Guide) -> None:
    moves = small.pages[address.MIGRATION]
    assert "it brings the other phase, and cannot bring itself" in next(line for line in moves.splitlines() if "(#m-gitops)" in line)
    assert "Cannot move" in part(moves, "m-api")


def test_a_move_names_what_forbids_it_and_the_commands_that_deploy_it_today(small: Guide) -> None:
    network = part(small.pages[address.MIGRATION], "m-network")
    assert "GitOps controllers" in network
    assert "[`net deploy`](../commands/net.md#c-net-deploy)" in network


def test_what_may_destroy_is_told_with_what_came_of_it_and_where_it_is_used(small: Guide) -> None:
    reset = part(small.pages[address.SAFETY], "h-machine-reset")
    assert "nothing is destroyed. Every component stays ready." in reset
    assert "It ends in an error</strong> with 0 of the 3 faults." in reset
    assert "[Nothing answers](../runbooks/start-over.md)" in reset


def test_a_document_about_a_component_shows_its_faults_and_what_mends_them(small: Guide) -> None:
    about = small.pages[address.subject_page("network")]
    assert "# The network and its agents" in about
    assert "cni config uninitialized" in about
    assert "[Pod network is down](../../runbooks/network-down.md) in 3 min 40 s" in about


def test_related_documents_lead_to_what_is_derived(small: Guide) -> None:
    documents = small.pages[address.DOCUMENTS]
    assert "[The network and its agents](../reference/about/network.md)" in documents
    assert "[How it is built](../reference/architecture.md)" in documents
    assert "# How it is built" in small.pages[address.ARCHITECTURE]
