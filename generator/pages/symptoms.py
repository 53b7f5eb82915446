"""Symptom first: what one sees on the screen, and the runbook for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.runbook import Runbook, RunbookKind
from generator import address, parts
from generator import markdown as md
from generator.book import Book, Page
from generator.pages.runbook import row
from generator.proof import messages_before

_TROUBLE = (RunbookKind.TROUBLESHOOTING, RunbookKind.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that one sees, and the runbook that it leads to."""

    seen: str
    runbook: Runbook


def page(book: Book) -> Page:
    """Return the page of all signs."""
    desk = book.at(address.SYMPTOMS)
    signs = sorted(
        {(sign.seen, sign.runbook.id): sign for sign in _signs(book)}.values(), key=lambda sign: (sign.seen.casefold(), sign.runbook.id)
    )
    body = parts.rows(*(row(desk, sign.runbook, sign.seen) for sign in signs)) if signs else md.paragraph("None are known yet.")
    # Every runbook is found by its own signs: this page would only stand before them.
    head = md.front_matter(title="All symptoms", description="What you see on the screen, and the runbook for it.", found=False)
    return Page(address.SYMPTOMS, "All symptoms", md.page(head, md.heading(1, "I see this on the screen"), body))


def first_signs(book: Book) -> Iterator[Sign]:
    """Yield the first sign of each runbook for trouble, emergencies last."""
    for kind in _TROUBLE:
        yield from (Sign(one.symptoms[0], one) for one in book.catalog.runbooks.values() if one.kind is kind and one.symptoms)


def _signs(book: Book) -> Iterator[Sign]:
    for runbook in book.catalog.runbooks.values():
        yield from (Sign(str(seen), runbook) for seen in runbook.symptoms)
        for fault in runbook.covers:
            yield from (Sign(str(seen), runbook) for seen in book.catalog.faults[fault].symptoms)
            yield from (Sign(seen, runbook) for seen in messages_before(book.proof, runbook.id, fault))
