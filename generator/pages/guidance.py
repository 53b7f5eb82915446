"""The prose of the guide that has a page of its own: best practices, quick reference, related documents."""

from collections.abc import Iterator

from catalog.guide import GuideItem, GuideKind, GuidePart
from generator import address, badges, parts
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.documents import page_of


def pages(book: Book) -> Iterator[Page]:
    """Yield the pages for which there is something to say."""
    for kind, path, title, write in (
        (GuideKind.REFERENCE, address.QUICK, "Quick reference", _reference),
        (GuideKind.PRACTICES, address.PRACTICES, "Best practices", _practices),
        (GuideKind.DOCUMENTS, address.DOCUMENTS, "Related documents", _documents),
    ):
        desk = book.at(path)
        found = book.catalog.guide_parts(kind)
        if found:
            body = [block for part in found for block in (*_head(part), *write(desk, part), desk.made_from(part.at))]
            yield Page(path, title, md.page(md.front_matter(title=title), md.heading(1, title), *body))


def _head(part: GuidePart) -> Iterator[Block]:
    yield md.heading(2, part.heading, address.anchor("g", part.id))
    if part.phase:
        yield md.paragraph(badges.phase_badge(part.phase))
    if part.text:
        yield md.prose(part.text)


def _reference(_desk: Desk, part: GuidePart) -> Iterator[Block]:
    for item in part.items:
        if item.title:
            yield md.paragraph(md.strong(md.rich(item.title)))
        yield from map(parts.command, item.run)
        if item.text:
            yield md.prose(item.text)


def _practices(desk: Desk, part: GuidePart) -> Iterator[Block]:
    yield from _list(desk, part, numbered=True)


def _documents(desk: Desk, part: GuidePart) -> Iterator[Block]:
    yield from _list(desk, part, numbered=False)


def _list(desk: Desk, part: GuidePart, *, numbered: bool) -> Iterator[Block]:
    items = [_item(desk, item) for item in part.items]
    if items:
        yield md.numbered(*items) if numbered else md.bullets(*items)


def _item(desk: Desk, item: GuideItem) -> Inline:
    leads = page_of(item)
    title = md.strong(md.link(md.rich(item.title), desk.to(leads)) if leads else md.rich(item.title)) if item.title else Inline()
    return md.join(
        *(
            piece
            for piece in (title, _address(item), md.rich(item.text or ""), desk.runbook(item.runbook) if item.runbook else "")
            if piece
        ),
        by=" ",
    )


def _address(item: GuideItem) -> Inline:
    """A web address is a link; a path of the cluster's repository is no page of the guide, and so is only named."""
    if item.path is None:
        return Inline()
    web = item.path.startswith(("http://", "https://"))
    return md.link(item.path, item.path) if web else md.code(item.path)
