"""Every page in a real browser, by day and by night, on a desk and on a phone: it loads alone, complains of nothing, and everybody can use it."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.resources import files

import pytest
from built import Site, sample
from playwright import async_api, sync_api
from visit import CHROMIUM, NEEDS_A_BROWSER, Visit

from catalog.catalog import Catalog
from phasebook.paper import PAPER

pytestmark = NEEDS_A_BROWSER

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = "color-contrast"
SEEN = ["link-in-text-block", "target-size", "scrollable-region-focusable"]  # what depends on colours and on width
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach(box => { box.open = true; })"
RUN = """async ([context, what]) => {
    const ran = await axe.run(context, { ...what, resultTypes: ['violations'], preload: false });
    return ran.violations.map(one => `${one.id}: ${one.nodes.length} times, first ${one.nodes[0].target.join(' ')}`);
}"""
TEXTS = """roots => {
    const plain = "rgba(0, 0, 0, 0)|none|1|none|normal", grounds = new Map();
    const ground = element => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } = getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join("|");
            const moved = ["static", "relative"].includes(position) ? "" : `${position} ${element.className}`;
            grounds.set(element, ground(element.parentElement) + (own === plain ? "" : own) + moved);
        }
        return grounds.get(element);
    };
    window.texts = {};
    const said = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    for (const root of roots) for (const element of document.querySelectorAll(`${root}, ${root} *`)) {
        if (!said(element) || !element.checkVisibility()) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const look = [element.tagName, element.className, element.parentElement?.className, color, fontSize, fontWeight, textShadow, ground(element)].join("~");
        window.texts[look] ||= element;
    }
    return Object.keys(window.texts);
}"""
"""The texts of a page by what they look like: their own colour and size, and all that lies under them."""
JUDGE = RUN.replace("([context, what])", "([looks, what])").replace("context, {", "{ include: looks.map(look => window.texts[look]) }, {")
ALL = {"runOnly": {"type": "tag", "values": RULES}, "rules": {CONTRAST: {"enabled": False}}}
AT_THE_EDGE = {
    **ALL,
    "rules": {"target-size": {"enabled": False}, CONTRAST: {"enabled": False}},
}  # at the edge of a scrolled list it is cut off
LOOKS = {"runOnly": {"type": "rule", "values": SEEN}}
COLOURS = {"runOnly": {"type": "rule", "values": [CONTRAST]}}
TABS = 3
EVERY_PAGE = "PHASEBOOK_EVERY_PAGE"
"""The environment variable that has every page opened, as CI does: that takes minutes. Without it, the largest and smallest of each kind are."""


def chosen(site: Site) -> list[str]:
    """The pages that are opened; the one to be printed repeats the others."""
    return sorted({*(site.pages if os.environ.get(EVERY_PAGE) else sample(site))} - {PAPER})


@dataclass
class Seen:
    """What was seen on all pages."""

    opened: int = 0
    left: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    looks: set[str] = field(default_factory=set)
    """what the texts look like that were judged by their colours, each look once: it is worked out for every text of every page"""


async def _tab(browser: async_api.Browser, site: Site, waiting: list[str], whole: set[str], seen: Seen) -> None:
    context = await browser.new_context(offline=True)
    await context.add_init_script(AXE)
    page = await context.new_page()
    page.on("request", lambda request: seen.left.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None)
    page.on("console", lambda said: seen.complaints.append(f"{page.url}: {said.text}") if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.complaints.append(f"{page.url}: {error}"))
    while waiting:
        path = waiting.pop()
        roots = ["body"] if path in whole else ["article"]
        inside = {"include": ["body"], "exclude": [".md-sidebar"]} if path in whole else {"include": ["article"]}
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(color_scheme="light")
        await page.goto((site.root / path).resolve().as_uri())
        await page.evaluate(OPEN_ALL)
        by_day = await page.evaluate(RUN, [inside, ALL]) + await _colours(page, roots, seen)
        by_day += await page.evaluate(RUN, [{"include": [".md-sidebar"]}, AT_THE_EDGE]) if path in whole else []
        await page.set_viewport_size({"width": 320, "height": 800})
        await page.emulate_media(color_scheme="dark")
        by_night = await page.evaluate(RUN, [inside, LOOKS]) + await _colours(page, roots, seen)
        width = await page.evaluate("document.documentElement.scrollWidth")
        seen.wide += [f"{path}: {width}"] if width > 320 else []
        seen.violations += [f"{path}: {violation}" for violation in (*by_day, *by_night)]
        seen.opened += 1
    await context.close()


async def _colours(page: async_api.Page, roots: list[str], seen: Seen) -> list[str]:
    """Judge the colours of a text of each look that no page had before: axe takes longer over them than over all the rest."""
    new = [look for look in await page.evaluate(TEXTS, roots) if look not in seen.looks]
    seen.looks.update(new)
    found: list[str] = await page.evaluate(JUDGE, [new, COLOURS]) if new else []
    return found


async def _see(site: Site) -> Seen:
    seen, waiting = Seen(), chosen(site)
    whole = {path.rpartition("/")[0]: path for path in waiting}.values()  # the frame is the same on all pages of a folder
    async with async_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        await asyncio.gather(*(_tab(browser, site, waiting, {*whole, "index.html"}, seen) for _ in range(TABS)))
        await browser.close()
    return seen


@pytest.fixture(scope="module")
def seen(site: Site) -> Seen:
    """Every page, opened once: in a thread of its own, since the other browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_see(site))).result()


def test_every_chosen_page_was_opened(seen: Seen, site: Site) -> None:
    assert seen.opened == len(chosen(site)) > 10


def test_no_request_leaves_the_guide(seen: Seen) -> None:
    assert seen.left == []


def test_no_page_complains(seen: Seen) -> None:
    assert seen.complaints == []


def test_no_page_scrolls_sideways_on_the_narrowest_screen(seen: Seen) -> None:
    assert seen.wide == []


def test_everybody_can_use_every_page(seen: Seen) -> None:
    assert seen.violations == []


def test_the_page_to_be_printed_begins_a_sheet_with_each_runbook(browser: sync_api.Browser, site: Site, catalog: Catalog) -> None:
    visit = Visit(browser, site, width=320, height=800, script=False)
    page = visit.open(PAPER)
    assert (visit.left, visit.complaints) == ([], [])
    page.emulate_media(media="print")
    sheets = page.locator(".pb-sheet")
    headings = [sheet.locator("h1").first.inner_text() for sheet in sheets.all()]
    assert set(headings) >= {" ".join(runbook.heading.split()) for runbook in catalog.runbooks.values()}
    assert sheets.nth(1).evaluate("sheet => getComputedStyle(sheet).breakBefore") == "page"
    assert page.pdf(format="A4", page_ranges="1-2").startswith(b"%PDF-")
