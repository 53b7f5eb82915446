"""Home: what is it that you see, what is it that you want, and which phase owns it."""

from collections.abc import Iterator

from catalog.guide import GuideItem, GuideKind, GuidePart
from catalog.runbook import RunbookKind
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.decide import doors_to
from generator.pages.runbook import by_kind, row
from generator.pages.symptoms import first_signs
from generator.parts import Look
from simulator.model import Outcome

_TROUBLE = (RunbookKind.TROUBLESHOOTING, RunbookKind.EMERGENCY)


def page(book: Book) -> Page:
    """Return the home page."""
    desk = book.at(address.HOME)
    overview = next(iter(book.catalog.guide_parts(GuideKind.OVERVIEW)), None)
    title = overview.heading if overview else "What do you need?"
    text = md.page(
        md.front_matter(title=title, description=(overview.text or "") if overview else "", hide=["navigation", "toc"], found=False),
        md.heading(1, title),
        md.prose(overview.text) if overview and overview.text else "",
        doors_to(desk) if book.catalog.trees else "",
        *_symptoms(desk),
        *_rules(desk),
        *_wishes(desk),
        *_figures(desk),
        desk.made_from(overview.at) if overview else "",
    )
    return Page(address.HOME, "Home", text)


def _symptoms(desk: Desk) -> Iterator[Block]:
    signs = list(first_signs(desk.book))
    if signs:
        yield md.heading(2, "I see this on the screen", "symptoms")
        yield parts.rows(*(row(desk, sign.runbook, sign.seen) for sign in signs))
        every = md.link("All symptoms and error messages", desk.to(address.SYMPTOMS))
        yield parts.note(md.join(every, ". Or type the error into the search, just as it stands on the screen."))


def _rules(desk: Desk) -> Iterator[Block]:
    rules = desk.catalog.guide_parts(GuideKind.RULES)
    if rules:
        yield md.heading(2, "Which phase? In five seconds", "phases")
        yield parts.cards(*(_card(desk, part) for part in rules))


def _card(desk: Desk, part: GuidePart) -> Block:
    look = badges.phase_look(part.phase) if part.phase else Look.BAD
    rows = [[md.rich(item.when or item.title or ""), _do(desk, item)] for item in part.items]
    return parts.card(
        look,
        part.heading,
        address.anchor("g", part.id),
        md.prose(part.text) if part.text else "",
        md.table(["When", "Do"], rows) if rows else "",
    )


def _do(desk: Desk, item: GuideItem) -> Inline:
    lines = words.listed((line_link(desk, line) for line in item.run), "or")
    leads = md.join("→ ", desk.runbook(item.runbook)) if item.runbook else Inline()
    said = md.rich(item.do or item.text or "")
    return md.join(*(part for part in (said, lines, leads) if part), by=" ")


def line_link(desk: Desk, line: str) -> Inline:
    """Return a command line as code, leading to the reference where a command fits it."""
    matches = desk.catalog.matches(line)
    if len(matches) != 1:
        return md.code(line)
    command = matches[0].command
    return md.link(md.code(line), desk.to(address.tool_page(address.tool_of(command.run)), address.anchor("c", command.id)))


def _wishes(desk: Desk) -> Iterator[Block]:
    for title, runbooks in by_kind(desk.book):
        wanted = [runbook for runbook in runbooks if runbook.kind not in _TROUBLE]
        if wanted:
            yield md.heading(2, title)
            yield parts.rows(*(row(desk, runbook) for runbook in wanted))


def _figures(desk: Desk) -> Iterator[Block]:
    walks = desk.proof.symptoms.values()
    if walks:
        resolved = sum(ended.outcome is Outcome.RESOLVED for ended in walks)
        pairs = [
            (str(len(desk.catalog.components)), "components"),
            (str(len(desk.catalog.runbooks)), "runbooks"),
            (f"{resolved} of {len(walks)}", "faults walked from their symptoms to the end"),
        ]
        yield md.heading(2, md.link("Why you can trust it", desk.to(address.PROOF)), "trust")
        yield parts.numbers(*pairs)
