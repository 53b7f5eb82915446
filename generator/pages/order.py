"""Start order and blast radius, over the whole cluster."""

from collections.abc import Iterator

from generator import address, drawing, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.chart import chart_of
from generator.markup import Block
from generator.pages.component import node_of
from generator.start_order import layers, start_graph


def page(book: Book) -> Page:
    """Return the page on start order and blast radius."""
    desk = book.at(address.START_ORDER)
    text = md.page(
        md.front_matter(title="Start order and blast radius", description="What starts after what, and what fails with what."),
        md.heading(1, "Start order and blast radius"),
        *_order(desk),
        *_blast(desk),
        *_faults(desk),
    )
    return Page(address.START_ORDER, "Start order and blast radius", text)


def _order(desk: Desk) -> Iterator[Block]:
    catalog = desk.catalog
    yield md.heading(2, "Start order", "start-order")
    if not catalog.components:
        yield md.paragraph("There are no components yet.")
        return
    yield md.paragraph("From nothing to everything: what stands in one line may start at the same time, once all above it runs.")
    chart = chart_of(start_graph(catalog), {str(name): node_of(desk, name) for name in catalog.components}, reduced=True)
    yield drawing.graph(chart, anchor="picture", title="Start order: an arrow leads to what starts afterwards", kept=desk.book.kept)
    yield md.numbered(*(md.join(*map(desk.component_badge, layer), by=" ") for layer in layers(catalog)))


def _blast(desk: Desk) -> Iterator[Block]:
    catalog = desk.catalog
    radius = {name: sorted(catalog.dependents_of(name)) for name in catalog.components}
    wide = sorted(((name, down) for name, down in radius.items() if down), key=lambda entry: (-len(entry[1]), entry[0]))
    alone = [name for name, down in radius.items() if not down]
    if radius:
        yield md.heading(2, "Blast radius", "blast-radius")
        yield md.paragraph("What is not ready while a component is not: directly, or through others.")
        if wide:
            rows = [[desk.component(name), str(len(down)), words.listed(map(desk.component, down))] for name, down in wide]
            yield md.table(["If this fails", "Takes down", "Which"], rows, [md.Align.LEFT, md.Align.RIGHT])
        if alone:
            yield md.paragraph("Nothing needs", md.join(words.listed(map(desk.component, alone), "or"), "."))


def _faults(desk: Desk) -> Iterator[Block]:
    blasts = sorted(desk.proof.blasts.items(), key=lambda entry: (-len(entry[1].down), entry[0]))
    if blasts:
        yield md.heading(2, "What each fault takes down", "faults", found=False)
        yield md.paragraph("Replayed in a healthy cluster, until nothing more happens by itself.")
        rows = [[desk.fault(fault), str(len(blast.down)), words.listed(map(desk.component, blast.down))] for fault, blast in blasts]
        yield md.table(["Fault", "Not ready", "Which"], rows, [md.Align.LEFT, md.Align.RIGHT])
