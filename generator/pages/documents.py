"""The related documents that are worked out from the data, each under the title that the data gives it."""

from collections.abc import Iterator

from catalog.guide import Derived, GuideItem, GuideKind
from generator import address
from generator.book import Book, Page
from generator.pages import architecture, migration, safety, subject, workflows

_WRITERS = {
    Derived.ARCHITECTURE: (architecture.page, address.ARCHITECTURE, "Architecture"),
    Derived.WORKFLOWS: (workflows.page, address.WORKFLOWS, "Workflows"),
    Derived.MIGRATION: (migration.page, address.MIGRATION, "Moving a component to the other phase"),
    Derived.SAFETY: (safety.page, address.SAFETY, "What may be reset, and when not"),
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the derived documents, and those about a component."""
    named = {item.derived: item for item in _items(book) if item.derived}
    for kind, (write, _, title) in _WRITERS.items():
        yield write(book, (named[kind].title if kind in named else None) or title)
    for component, item in {str(item.component): item for item in _items(book) if item.component}.items():
        yield subject.page(book, item, book.catalog.components[component])


def page_of(item: GuideItem) -> str:
    """Return the page of a related document, or nothing where it is only named."""
    if item.derived:
        return _WRITERS[item.derived][1]
    return address.subject_page(item.component) if item.component else ""


def _items(book: Book) -> Iterator[GuideItem]:
    for part in book.catalog.guide_parts(GuideKind.DOCUMENTS):
        yield from part.items
