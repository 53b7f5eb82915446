"""Home: what is it that you see, what is it that you want, and which phase owns it."""

from collections.abc import Iterator

from catalog.guide import GuideItem, GuideKind, GuidePart
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.decide import doors_to
from generator.pages.runbook import by_kind, row
from generator.pages.symptoms import first_signs
from generator.parts import Look
from simulator.model import Outcome


def page(book: Book) -> Page:
    """Return the home page."""
    desk = book.at(address.HOME)
    overview = next(iter(book.catalog.guide_parts(GuideKind.OVERVIEW)), None)
    title = overview.heading if overview else "What do you need?"
    text = md.page(
        md.front_matter(title=title, description=(overview.text or "") if overview else "", hide=["navigation", "toc"], found=False),
        md.heading(1, title),
        _find(desk),
        doors_to(desk) if book.catalog.trees else "",
        *_rules(desk),
        *_symptoms(desk),
        *_sections(desk),
        *_about(desk, overview),
        desk.made_from(overview.at) if overview else "",
    )
    return Page(address.HOME, "Home", text)


def _find(desk: Desk) -> Block:
    every = md.link("All symptoms and error messages", desk.to(address.SYMPTOMS))
    return parts.find(
        md.join(every, ", each with its runbook; ", md.link("all components", desk.to(address.COMPONENTS)), ", each with its phase.")
    )


def _symptoms(desk: Desk) -> Iterator[Block]:
    signs = list(first_signs(desk.book))
    if signs:
        yield md.heading(2, "I see this on the screen", "symptoms")
        yield parts.rows(*(row(desk, sign.runbook, sign.seen) for sign in signs))
        yield parts.note(md.link("All symptoms and error messages", desk.to(address.SYMPTOMS)))


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
    return md.link(md.code(line), desk.entry(command.id))


def _sections(desk: Desk) -> Iterator[Block]:
    """The way to every section, each one link."""
    kinds = [(title, desk.to(address.RUNBOOKS, address.anchor("k", title.lower())), len(found)) for title, found in by_kind(desk.book)]
    rest = [
        ("Components and phases", desk.to(address.COMPONENTS), len(desk.catalog.components)),
        ("Commands", desk.to(address.COMMANDS), len(desk.catalog.commands)),
        ("Symptoms", desk.to(address.SYMPTOMS), 0),
        ("Start order", desk.to(address.START_ORDER), 0),
        ("Decide", desk.to(address.TREES), len(desk.catalog.trees)),
        ("Proof", desk.to(address.PROOF), 0),
    ]
    parts_ = [
        (title, desk.to(page), 0)
        for kind, title, page in (
            (GuideKind.REFERENCE, "Quick reference", address.QUICK),
            (GuideKind.PRACTICES, "Best practices", address.PRACTICES),
            (GuideKind.DOCUMENTS, "Related documents", address.DOCUMENTS),
        )
        if desk.catalog.guide_parts(kind)
    ]
    yield md.heading(2, "Everything", "sections")
    yield parts.sections(*(parts.section(title, count, target) for title, target, count in (*kinds, *rest, *parts_)))


def _about(desk: Desk, overview: GuidePart | None) -> Iterator[Block]:
    """What the guide is, and why it can be trusted."""
    walks = desk.proof.symptoms.values()
    if (overview and overview.text) or walks:
        yield md.heading(2, "About this guide", "about")
    if overview and overview.text:
        yield md.prose(overview.text)
    if walks:
        resolved = sum(ended.outcome is Outcome.RESOLVED for ended in walks)
        said = f"{resolved} of {words.counted(len(walks), 'known fault')} were walked from their symptoms to the end, with all well. "
        yield md.paragraph(md.join(said, md.link("Why you can trust it", desk.to(address.PROOF))))
