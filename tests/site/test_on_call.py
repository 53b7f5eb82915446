"""The pages that a reader on call opens, on a phone, in a real browser without a network."""

import re
from itertools import pairwise
from random import Random
from urllib.parse import urlsplit

import pytest
from built import Site
from playwright import sync_api
from visit import NEEDS_A_BROWSER, Visit

from catalog.catalog import Catalog
from catalog.command import Risk
from catalog.entity import Reach
from catalog.tree import Tree
from generator import address, badges
from generator.guide import book_of
from generator.known import printed_under

pytestmark = NEEDS_A_BROWSER

WIDTH, HEIGHT = 390, 844


def place(runbook: str) -> str:
    return address.final(address.runbook_page(runbook))


def test_the_first_screen_of_every_runbook_says_whose_it_is_how_risky_how_long_and_has_the_first_command_and_the_next_is_near(
    browser: sync_api.Browser, site: Site, catalog: Catalog
) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    below, far = dict[str, float](), dict[str, float]()
    for runbook in catalog.runbooks.values():
        page = visit.open(place(runbook.id))
        wanted = [".pb-lead .pb-badge"]
        wanted += [".pb-symptoms"] if runbook.symptoms else []
        wanted += [".pb-step .language-bash .md-code__button"] if any(step.run for step in runbook.steps) else []
        boxes = [page.locator(selector).first.bounding_box() for selector in wanted]
        below[str(runbook.id)] = max(box["y"] + box["height"] if box else float("inf") for box in boxes)
        tops = page.locator(".pb-step .language-bash, .pb-step .pb-go, .pb-step h2").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).filter(box => box.height).map(box => box.top).sort((a, b) => a - b)"
        )
        far[str(runbook.id)] = max((below_ - above for above, below_ in pairwise(tops)), default=0)
    assert len(below) > 20
    assert {name: bottom for name, bottom in below.items() if bottom > HEIGHT} == {}
    # From a command to the next, or to a link that leads on, it is at most one and a half screens.
    assert {name: gap for name, gap in far.items() if gap > 1.5 * HEIGHT} == {}


def test_a_badge_says_the_phase_in_a_word(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    runbook = next(one for one in catalog.runbooks.values() if one.phase)
    first = visit.open(place(runbook.id)).locator(".pb-lead .pb-badge").first.inner_text()
    assert first in ("Bootstrap", "GitOps", "Either phase")


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


def walk(page: sync_api.Page, tree: Tree) -> None:
    """Take both answers of every question; at each end there is a phase, and a runbook with its first command where the leaf names one."""
    page_of = page.url
    cards = page.locator(".pb-walk > .pb-question")
    for node in tree.nodes:
        page.goto(f"{page_of}#{address.anchor('q', node.id)}")
        assert cards.evaluate_all("all => all.filter(one => one.offsetParent).length") == 1
        if not node.is_leaf:
            for number, (_, target) in enumerate(node.answers()):
                cards.locator(".pb-answer >> visible=true").nth(number).click()
                assert urlsplit(page.url).fragment == address.anchor("q", target)
                page.go_back()
            continue
        end = cards.locator("xpath=.", has=page.locator(f"#{address.anchor('q', node.id)}"))
        assert "Here it ends" in end.inner_text()
        assert end.locator(".pb-badge").count() == 1
        if node.runbook:
            assert end.locator(".language-bash").count() == 1
            assert (end.locator("a.pb-go").get_attribute("href") or "").endswith(place(node.runbook).removeprefix("runbooks/"))


def shortest(tree: Tree) -> list[str]:
    """The answers, word by word, on the shortest way to an end."""
    waiting = [(str(tree.root), list[str]())]
    for name, way in waiting:
        node = tree.node(name)
        assert node is not None
        if node.is_leaf:
            return way
        waiting += [(str(target), [*way, {"then": "y", "else": "n"}[str(branch)]]) for branch, target in node.answers()]
    raise AssertionError("a tree without an end")


@pytest.mark.parametrize("script", [True, False], ids=["by thumb", "without a script"])
def test_both_trees_are_walked_to_every_end(browser: sync_api.Browser, site: Site, catalog: Catalog, *, script: bool) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT, script=script)
    for tree in catalog.trees.values():
        walk(visit.open(address.final(address.tree_page(tree.id))), tree)


def test_a_tree_is_walked_by_keys_and_back(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site)
    for tree in catalog.trees.values():
        page = visit.open(address.final(address.tree_page(tree.id)))
        way = shortest(tree)
        for answer in way:
            page.keyboard.press(answer)
        assert "Here it ends" in page.locator(".pb-walk > .pb-question:visible").inner_text()
        for _ in way:
            page.keyboard.press("b")
        root = next(node for node in tree.nodes if node.id == tree.root)
        assert urlsplit(page.url).fragment == address.anchor("q", root.id)


def test_the_whole_tree_is_read_as_a_list_with_every_question(site: Site, catalog: Catalog) -> None:
    for tree in catalog.trees.values():
        said = site.pages[address.final(address.tree_page(tree.id))].said.partition("The whole tree")[2]
        assert [node.ask for node in tree.nodes if node.ask and " ".join(node.ask.split()) not in said] == []


DAY = Random(20261125)


def another_day(line: str) -> str:
    """The same line from another pod, at another time, with other addresses, hashes and ages."""

    def digits(found: re.Match[str]) -> str:
        return "".join(DAY.choice("123456789") if sign.isdigit() else sign for sign in found[0])

    def shuffled(found: re.Match[str]) -> str:
        return "".join(DAY.choice("bcdf2456789") if sign.isalnum() else sign for sign in found[0][:-1]) + "7"

    line = re.sub(r"-[0-9a-f]{6,10}-[a-z0-9]{5}\b|-(?=[a-z]*\d)[a-z0-9]{5}\b|\b(?=[a-f]*\d)[0-9a-f]{7,}\b", shuffled, line)
    line = re.sub(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b\d+(?:ms|[smhd])\b|\d\d:\d\d:\d\d", digits, line)
    return f"2026-11-25T0{DAY.randint(1, 9)}:13:07.{DAY.randint(100000, 999999)}Z {line}" if DAY.random() < 1 / 2 else line


@pytest.fixture(scope="module")
def shown_by_faults(catalog: Catalog) -> dict[str, set[str]]:
    """Lines that commands print under a fault, with the pages of the runbooks for it."""
    lines = printed_under(book_of(catalog, "data", {}))
    return {line: {place(one.id) for fault in faults for one in catalog.runbooks_for(fault)} for line, faults in sorted(lines.items())}


def test_twenty_pasted_error_lines_lead_to_their_runbook_within_three_taps(
    browser: sync_api.Browser, site: Site, shown_by_faults: dict[str, set[str]]
) -> None:
    told = [line for line in shown_by_faults if sum(sign.isalpha() for sign in line) > 20]
    pasted = told[:: len(told) // 20][:20]
    visit = Visit(browser, site, WIDTH, HEIGHT)
    missed = []
    for line in pasted:
        page = visit.open("index.html")
        page.locator(".pb-find textarea").fill(another_day(line))  # the first tap
        links = page.locator(".pb-find .pb-found a")
        links.first.wait_for()
        pages = [(link.get_attribute("href") or "").rpartition("/site/")[2] for link in links.all()]
        right = [number for number, target in enumerate(pages[:3]) if target in shown_by_faults[line]]
        missed += [line] if not right else []
        if right and line in pasted[::5]:
            links.nth(right[0]).click()  # the second; the third copies the first command
            page.locator(".pb-lead").wait_for()
    assert len(pasted) == 20
    assert len(missed) <= 2, missed
    assert (visit.left, visit.complaints) == ([], [])


def test_nearly_every_line_that_a_fault_shows_finds_its_runbook_among_the_first_three(
    browser: sync_api.Browser, site: Site, shown_by_faults: dict[str, set[str]]
) -> None:
    page = Visit(browser, site).open("index.html")
    page.locator(".pb-find textarea").fill("cluster")
    page.locator(".pb-find .pb-found a").first.wait_for()
    asked = {line: another_day(line) for line in shown_by_faults}
    found = page.evaluate(
        "lines => lines.map(line => phasebookFinder(line).flatMap(([title, rows]) => rows.map(row => row.page)).slice(0, 3))",
        list(asked.values()),
    )
    missed = [line for line, pages in zip(asked, found, strict=True) if not set(pages) & shown_by_faults[line]]
    assert len(asked) > 200
    assert len(missed) < len(asked) / 50, missed


def test_typing_a_component_says_whose_it_is(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, WIDTH, HEIGHT)
    for component in list(catalog.components.values())[:10]:
        page = visit.open("index.html")
        page.locator(".pb-find textarea").fill(component.title)
        first = page.locator(".pb-find .pb-found a").first
        first.wait_for()
        assert (first.locator("strong").inner_text(), first.locator("em").inner_text()) == (
            component.title,
            badges.phase_word(component.phase),
        )


def test_what_is_pasted_stays_text(browser: sync_api.Browser, site: Site) -> None:
    visit = Visit(browser, site)
    page = visit.open("index.html")
    page.locator(".pb-find textarea").fill("<img src=x onerror=alert(1)> connection refused")
    page.locator(".pb-find .pb-found a").first.wait_for()
    assert page.locator(".pb-found img").count() == 0
    assert visit.complaints == []


def test_the_ordinary_search_begins_with_the_runbook_for_a_pasted_line(
    browser: sync_api.Browser, site: Site, shown_by_faults: dict[str, set[str]]
) -> None:
    line = max(shown_by_faults, key=lambda one: len(one.split()))
    page = Visit(browser, site).open(place(next(iter(shown_by_faults[line])).partition("/")[2].removesuffix(".html")))
    page.locator(".md-search__input").fill(another_day(line))
    first = page.locator(".md-search .pb-found a").first
    first.wait_for()
    assert (first.get_attribute("href") or "").rpartition("/site/")[2] in shown_by_faults[line]


def test_the_commands_are_narrowed_by_phase_and_risk(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    page = Visit(browser, site, WIDTH, HEIGHT).open(address.final(address.COMMANDS))
    every = len(catalog.commands)
    assert page.locator(".pb-commands a:visible").count() == every
    page.get_by_role("button", name="Destructive").click()
    destructive = [one for one in catalog.commands.values() if one.risk is Risk.DESTRUCTIVE]
    assert page.locator(".pb-commands a:visible").count() == len(destructive) > 0
    page.get_by_role("button", name="Bootstrap", exact=True).click()
    both = [one for one in destructive if one.phase is Reach.BOOTSTRAP]
    assert page.locator(".pb-commands a:visible").count() == len(both)
    assert page.locator(".pb-filters .pb-note").inner_text() == f"{len(both)} of {every} commands"
    page.get_by_role("button", name="Destructive").click()
    page.get_by_role("button", name="Bootstrap", exact=True).click()
    assert page.locator(".pb-commands a:visible").count() == every


def test_without_a_script_every_command_stands_in_the_list(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    page = Visit(browser, site, WIDTH, HEIGHT, script=False).open(address.final(address.COMMANDS))
    assert page.locator(".pb-commands a:visible").count() == len(catalog.commands)
