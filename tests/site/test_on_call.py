"""The pages that a reader on call opens, on a phone, in a real browser without a network."""

from itertools import pairwise
from urllib.parse import urlsplit

from built import Site
from playwright import sync_api
from visit import NEEDS_A_BROWSER, Visit

from catalog.catalog import Catalog
from catalog.tree import Tree
from generator import address

pytestmark = NEEDS_A_BROWSER

WIDTH, HEIGHT = 390, 844


def place(runbook: str) -> str:
    return address.final(address.runbook_page(runbook))


def test_the_first_screen_of_every_runbook_says_whose_it_is_how_risky_how_long_and_has_the_first_command(
    browser: sync_api.Browser, site: Site, catalog: Catalog
) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    below = {}
    for runbook in catalog.runbooks.values():
        page = visit.open(place(runbook.id))
        wanted = [".pb-lead .pb-badge"]
        wanted += [".pb-symptoms"] if runbook.symptoms else []
        wanted += [".pb-step .language-bash .md-code__button"] if any(step.run for step in runbook.steps) else []
        boxes = [page.locator(selector).first.bounding_box() for selector in wanted]
        below[str(runbook.id)] = max(box["y"] + box["height"] if box else float("inf") for box in boxes)
    assert len(below) > 20
    assert {name: bottom for name, bottom in below.items() if bottom > HEIGHT} == {}


def test_a_badge_says_the_phase_in_a_word(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    runbook = next(one for one in catalog.runbooks.values() if one.phase)
    first = visit.open(place(runbook.id)).locator(".pb-lead .pb-badge").first.inner_text()
    assert first in ("Bootstrap", "GitOps", "Either phase")


def test_the_next_action_is_never_far(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    """From a command to the next, or to a link that leads on, it is at most one and a half screens."""
    visit = Visit(browser, site, WIDTH, HEIGHT)
    far = {}
    for runbook in catalog.runbooks.values():
        page = visit.open(place(runbook.id))
        tops = page.locator(".pb-step .language-bash, .pb-step .pb-go, .pb-step h2").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height).map(box => box.top).sort((a, b) => a - b)"
        )
        far[str(runbook.id)] = max((below - above for above, below in pairwise(tops)), default=0)
    assert {name: gap for name, gap in far.items() if gap > 1.5 * HEIGHT} == {}


def test_ticks_are_kept_for_each_runbook_and_can_be_taken_back(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    one, other = [place(name) for name, runbook in catalog.runbooks.items() if len(runbook.steps) > 2][:2]
    visit = Visit(browser, site, WIDTH, HEIGHT)
    page = visit.open(one)
    count = page.locator("input[data-tick]").count()
    page.locator("input[data-tick]").nth(1).check()
    page.reload()
    assert page.locator("input[data-tick]").nth(1).is_checked()
    assert page.locator(".pb-ticked span").inner_text() == f"1 of {count} steps done"
    visit.open(other)
    assert page.locator("input[data-tick]:checked").count() == 0
    visit.open(one)
    page.get_by_role("button", name="Start over").click()
    page.reload()
    assert page.locator("input[data-tick]:checked").count() == 0


def ways(tree: Tree) -> list[list[str]]:
    """The answers, word by word, that lead to each leaf on the shortest way."""
    found: dict[str, list[str]] = {str(tree.root): []}
    waiting = [str(tree.root)]
    for name in waiting:
        node = tree.node(name)
        for branch, target in node.answers() if node else ():
            if str(target) not in found:
                found[str(target)] = [*found[name], {"then": "Yes", "else": "No"}[str(branch)]]
                waiting.append(str(target))
    return [way for name, way in found.items() if (node := tree.node(name)) and node.is_leaf]


def walk(page: sync_api.Page, tree: Tree) -> None:
    """Walk to every leaf, card by card; at the end there is a phase, and a runbook with its first command where the leaf names one."""
    for way in ways(tree):
        page.goto(page.url.partition("#")[0] + "#top")
        for answer in way:
            card = page.locator(".pb-walk > .pb-question:visible")
            assert card.count() == 1
            card.locator(".pb-answer", has=page.locator(f"strong:text-is('{answer}')")).click()
        end = page.locator(".pb-walk > .pb-question:visible")
        assert "Here it ends" in end.inner_text()
        leaf = next(node for node in tree.nodes if address.anchor("q", node.id) == urlsplit(page.url).fragment)
        assert leaf.is_leaf
        assert end.locator(".pb-badge").count() == 1
        if leaf.runbook:
            assert end.locator(".language-bash").count() == 1
            assert (end.locator("a.pb-go").get_attribute("href") or "").endswith(
                address.final(address.runbook_page(leaf.runbook)[len("runbooks/") :])
            )


def test_both_trees_are_walked_to_every_leaf_by_thumb(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    for tree in catalog.trees.values():
        walk(visit.open(address.final(address.tree_page(tree.id))), tree)


def test_both_trees_are_walked_to_every_leaf_without_javascript(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT, script=False)
    for tree in catalog.trees.values():
        walk(visit.open(address.final(address.tree_page(tree.id))), tree)


def test_a_tree_is_walked_by_keys_and_back(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site)
    for tree in catalog.trees.values():
        page = visit.open(address.final(address.tree_page(tree.id)))
        way = min(ways(tree), key=len)
        for answer in way:
            page.keyboard.press(answer[0].lower())
        assert "Here it ends" in page.locator(".pb-walk > .pb-question:visible").inner_text()
        for _ in way:
            page.keyboard.press("b")
        root = next(node for node in tree.nodes if node.id == tree.root)
        assert urlsplit(page.url).fragment == address.anchor("q", root.id)


def test_the_whole_tree_is_read_as_a_list_with_every_question(site: Site, catalog: Catalog) -> None:
    for tree in catalog.trees.values():
        said = site.pages[address.final(address.tree_page(tree.id))].said.partition("The whole tree")[2]
        assert [node.ask for node in tree.nodes if node.ask and " ".join(node.ask.split()) not in said] == []
