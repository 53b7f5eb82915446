"""Everything in the guide, under the headings that the overview gives it."""

from collections.abc import Iterator

from catalog.guide import GuideItem, GuideKind, Place
from catalog.runbook import Runbook, RunbookKind
from generator import address, badges, parts
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.documents import page_of
from generator.pages.runbook import row

_PAGES = {
    Place.OWNERSHIP: (("Ownership matrix", address.COMPONENTS, ""), ("Start order and blast radius", address.START_ORDER, "")),
    Place.COMMANDS: (("All commands", address.COMMANDS, ""),),
    Place.SYMPTOMS: (("All symptoms and error messages", address.SYMPTOMS, ""),),
    Place.PRACTICES: (("Best practices", address.PRACTICES, ""),),
    Place.REFERENCE: (("Quick reference", address.QUICK, ""),),
    Place.CONSIDERATIONS: (("When the questions leave it open", address.TREES, "considerations"),),
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the contents, where the overview lists them."""
    overview = next(iter(book.catalog.guide_parts(GuideKind.OVERVIEW)), None)
    if overview is None or not overview.items:
        return
    desk = book.at(address.CONTENTS)
    text = md.page(
        md.front_matter(title="Quick navigation", description="Everything in the guide, by what it is for.", found=False),
        md.heading(1, "Quick navigation"),
        *(block for item in overview.items for block in _part(desk, item)),
        desk.made_from(overview.at),
    )
    yield Page(address.CONTENTS, "Quick navigation", text)


def _part(desk: Desk, item: GuideItem) -> Iterator[Block]:
    yield md.heading(2, md.rich(item.title or item.text or ""))
    if item.title and item.text:
        yield md.prose(item.text)
    links = [link for place in item.leads for link in _links(desk, place)]
    if links:
        yield md.bullets(*links)
    for place in item.leads:
        if str(place) in {str(kind) for kind in RunbookKind}:
            yield from _runbooks(desk, RunbookKind(place))


def _links(desk: Desk, place: Place) -> Iterator[Inline]:
    catalog = desk.catalog
    yield from (md.link(title, desk.to(path, mark)) for title, path, mark in _PAGES.get(place, ()))
    if place is Place.RULES:
        for part in catalog.guide_parts(GuideKind.RULES):
            yield md.link(part.heading, desk.to(address.HOME, address.anchor("g", part.id)))
    if place is Place.TREES:
        yield from map(desk.tree, catalog.trees)
    if place is Place.DOCUMENTS:
        for part in catalog.guide_parts(GuideKind.DOCUMENTS):
            yield from (md.link(one.title or "", desk.to(page_of(one))) for one in part.items if page_of(one))


def _runbooks(desk: Desk, kind: RunbookKind) -> Iterator[Block]:
    """The runbooks of a kind, those of each phase together where it is not the same for all."""
    by_phase: dict[str, list[Runbook]] = {}
    for runbook in desk.catalog.runbooks.values():
        if runbook.kind is kind:
            by_phase.setdefault(badges.phase_word(runbook.phase), []).append(runbook)
    for phase, found in sorted(by_phase.items()):
        if len(by_phase) > 1:
            yield md.heading(3, f"{phase or 'Any phase'}: {kind}")
        yield parts.rows(*(row(desk, one) for one in found))
