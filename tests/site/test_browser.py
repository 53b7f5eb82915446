"""The guide in a real browser, opened from a folder with the network cut."""

import threading
from collections import Counter
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from built import Site, sample
from playwright import sync_api
from visit import NEEDS_A_BROWSER, Visit

from catalog.catalog import Catalog
from catalog.runbook import Runbook
from generator import address

pytestmark = NEEDS_A_BROWSER


def test_no_page_asks_for_anything_outside_or_complains_or_scrolls_sideways(browser: sync_api.Browser, site: Site) -> None:
    visit = Visit(browser, site, width=390, height=844)
    wide = [path for path in sample(site) if visit.open(path).evaluate("document.documentElement.scrollWidth") > 390]
    assert (visit.left, visit.complaints, wide) == ([], [], [])


def test_both_trees_are_drawn(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site)
    for name in catalog.trees:
        page = visit.open(address.final(address.drawn_page(name)))
        picture = page.locator("figure.pb-graph svg").first
        picture.scroll_into_view_if_needed()
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 100


def test_search_finds_a_runbook_by_its_symptom(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    runbooks = [one for one in catalog.runbooks.values() if one.symptoms]
    assert runbooks
    page = Visit(browser, site).open("index.html")
    page.locator(".md-search__input").fill(runbooks[0].symptoms[0])
    page.locator(".md-search-result__link").first.wait_for()
    found = [link.get_attribute("href") or "" for link in page.locator(".md-search__scrollwrap a").all()[:5]]
    assert any(address.final(address.runbook_page(runbooks[0].id)) in link for link in found)


def test_what_opens_the_navigation_and_the_search_is_shown_where_they_are_closed(browser: sync_api.Browser, site: Site) -> None:
    shown = {}
    for width in (390, 1440):
        page = Visit(browser, site, width).open("index.html")
        shown[width] = [page.locator(f".{name}").is_visible() for name in ("pb-opens-navigation", "pb-opens-search")]
    assert shown == {390: [True, True], 1440: [False, False]}


class Silent(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_search_works_from_a_server_too_and_loads_nothing_before(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site.root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_context().new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html", wait_until="networkidle")
        assert not [url for url in asked if "/workers/" in url or url.endswith("entries.js")]
        known = Counter(sign for one in catalog.runbooks.values() for sign in _signs(catalog, one))
        own = {one.id: one.symptoms[0] for one in catalog.runbooks.values() if one.symptoms and known[str(one.symptoms[0])] == 1}
        missed = [name for name, sign in own.items() if address.runbook_page(name) not in _first_found(page, sign)]
        page.context.close()
        server.shutdown()
    assert len(own) > 10
    assert missed == []


def _signs(catalog: Catalog, runbook: Runbook) -> set[str]:
    """What a runbook is found by: its symptoms, and those of the faults that it covers."""
    covered = (symptom for fault in runbook.covers for symptom in catalog.faults[fault].symptoms)
    return {str(symptom) for symptom in (*runbook.symptoms, *covered)}


WATCH = """() => {
    let waiting;
    window.quiet = false;
    window.watching?.disconnect();
    window.watching = new MutationObserver(() => {
        clearTimeout(waiting);
        waiting = setTimeout(() => { window.quiet = true; }, 100);
    });
    window.watching.observe(document.querySelector(".md-search-result"), { childList: true, subtree: true, characterData: true });
}"""
"""The results of a search are there once they have changed and then stood still."""


def _first_found(page: sync_api.Page, words: str) -> list[str]:
    """The first three pages that the search names, each once, whatever part of it is named."""
    page.evaluate(WATCH)
    page.locator(".md-search__input").fill(words)
    page.wait_for_function("() => window.quiet")
    page.locator(".md-search-result__link").first.wait_for()
    found = [link.get_attribute("href") or "" for link in page.locator(".md-search-result__link").all()]
    parts = (urlsplit(link).path.lstrip("/").removesuffix(".html") + ".md" for link in found)
    return list(dict.fromkeys(parts))[:3]
