"""Symptom first: what one sees on the screen, and the runbook for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.runbook import Runbook, RunbookKind
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.proof import messages_before, time_of

_TROUBLE = (RunbookKind.TROUBLESHOOTING, RunbookKind.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that one sees, and the runbook that it leads to."""

    seen: str
    runbook: Runbook


def page(book: Book) -> Page:
    """Return the page of all signs, under the runbook that each leads to."""
    desk = book.at(address.SYMPTOMS)
    groups = [(runbook, list(dict.fromkeys(_signs(book, runbook)))) for runbook in _in_order(book)]
    body = [_group(desk, runbook, signs) for runbook, signs in groups if signs]
    # Every runbook is found by its own signs: this page would only stand before them.
    head = md.front_matter(title="All symptoms", description="What you see on the screen, and the runbook for it.", found=False)
    text = md.page(
        head,
        md.heading(1, "I see this on the screen"),
        parts.find("The search of your browser finds a part of the message on this page."),
        *(body or [md.paragraph("None are known yet.")]),
    )
    return Page(address.SYMPTOMS, "All symptoms", text)


def first_signs(book: Book) -> Iterator[Sign]:
    """Yield the first sign of each runbook for trouble, emergencies last."""
    yield from (Sign(one.symptoms[0], one) for one in _in_order(book) if one.kind in _TROUBLE and one.symptoms)


def _in_order(book: Book) -> Iterator[Runbook]:
    """The runbooks, those for trouble first, then emergencies, then the rest."""
    for kind in (*_TROUBLE, *(kind for kind in (*RunbookKind, None) if kind not in _TROUBLE)):
        yield from (runbook for runbook in book.catalog.runbooks.values() if runbook.kind == kind)


def _group(desk: Desk, runbook: Runbook, signs: list[str]) -> Block:
    target = desk.to(address.runbook_page(runbook.id))
    time = time_of(desk.catalog, desk.proof, runbook.id)
    remark = [badges.phase_badge(runbook.phase), md.text(f"about {words.about(time.typical)}") if time else Inline()]
    heading = md.heading(2, md.link(runbook.heading, target), address.anchor("r", runbook.id))
    return md.stack(heading, parts.signs(badges.phase_look(runbook.phase), md.paragraph(*filter(None, remark)), signs, target))


def _signs(book: Book, runbook: Runbook) -> Iterator[str]:
    """The signs of a runbook, its own first, then those of the faults that it covers and the errors met on the way to it."""
    yield from map(str, runbook.symptoms)
    for fault in runbook.covers:
        yield from map(str, book.catalog.faults[fault].symptoms)
        yield from messages_before(book.proof, runbook.id, fault)
