"""The guide in a real browser, opened from a folder with the network cut."""

import shutil
from collections.abc import Iterator

import pytest
from built import Site
from playwright import sync_api

from catalog.catalog import Catalog
from generator import address

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

pytestmark = [
    pytest.mark.enable_socket,  # the test talks to the browser through one
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A tab without network, and what went wrong in it."""

    def __init__(self, browser: sync_api.Browser, site: Site, width: int = 1280, height: int = 900) -> None:
        self.site = site
        self.context = browser.new_context(offline=True, viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> sync_api.Page:
        self.page.goto((self.site.root / path).resolve().as_uri())
        return self.page

    @property
    def left(self) -> list[str]:
        return [request for request in self.requests if not request.startswith(("file:", "data:", "blob:", "about:"))]


def sample(site: Site) -> list[str]:
    """The largest and the smallest page of each folder: every kind of page is among them."""
    by_size = sorted(site.pages, key=lambda path: len(site.pages[path].said))
    largest = {path.rpartition("/")[0]: path for path in by_size}
    smallest = {path.rpartition("/")[0]: path for path in reversed(by_size)}
    return sorted({*largest.values(), *smallest.values(), "index.html"})


def test_no_page_asks_for_anything_outside_or_complains_or_scrolls_sideways(browser: sync_api.Browser, site: Site) -> None:
    visit = Visit(browser, site, width=390, height=844)
    wide = [path for path in sample(site) if visit.open(path).evaluate("document.documentElement.scrollWidth") > 390]
    assert (visit.left, visit.complaints, wide) == ([], [], [])


def test_both_trees_are_drawn(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site)
    for name in catalog.trees:
        page = visit.open(address.final(address.tree_page(name)))
        picture = page.locator("figure.pb-graph svg").first
        picture.scroll_into_view_if_needed()
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 100


def test_a_tree_can_be_walked_by_its_links_to_a_runbook(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, width=390, height=844)
    for tree in catalog.trees.values():
        page = visit.open(address.final(address.tree_page(tree.id)))
        for _ in range(40):
            answer = page.locator(".pb-question:has(h2:target) a.pb-answer, .pb-question a.pb-answer").last
            target = answer.get_attribute("href") or ""
            answer.click()
            if not target.startswith("#q-"):
                break
        assert ".html" in page.url


def test_search_finds_a_runbook_by_its_symptom(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    runbooks = [one for one in catalog.runbooks.values() if one.symptoms]
    assert runbooks
    page = Visit(browser, site).open("index.html")
    page.locator(".md-search__input").fill(runbooks[0].symptoms[0])
    page.locator(".md-search-result__link").first.wait_for()
    found = [link.get_attribute("href") or "" for link in page.locator(".md-search-result__link").all()[:5]]
    assert any(address.final(address.runbook_page(runbooks[0].id)) in link for link in found)


def test_the_first_screen_of_a_phone_has_the_first_command(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, width=390, height=844)
    low = {}
    for runbook in catalog.runbooks.values():
        if runbook.symptoms and runbook.steps[0].run:
            page = visit.open(address.final(address.runbook_page(runbook.id)))
            box = page.locator(".pb-step .language-bash").first.bounding_box()
            assert box is not None
            low[str(runbook.id)] = box["y"]
    assert {name: top for name, top in low.items() if top > 800} == {}


def test_ticks_are_kept_when_the_page_is_opened_again(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    runbook = next(iter(catalog.runbooks))
    visit = Visit(browser, site)
    page = visit.open(address.final(address.runbook_page(runbook)))
    page.locator("input[data-tick]").first.check()
    page.reload()
    assert page.locator("input[data-tick]").first.is_checked()
