"""Every kind and every key of the data, from the types that the loader reads by: what an editor and `phasebook explain` say."""

from collections.abc import Iterator
from itertools import groupby

from catalog.vocabulary import Entry, keys, kinds
from generator import address
from generator import markdown as md
from generator.book import Page
from generator.markup import Block, Inline


def page() -> Page:
    """Return the page of all keys."""
    title = "Every key of the data"
    text = md.page(
        md.front_matter(
            title=title, description="Each kind of the data and each of its keys: what it means, what may stand there, an example."
        ),
        md.heading(1, title),
        md.paragraph(
            "A file of a kind lies in the folder of that name and holds one entity, or a list of them. This page is made from the same types",
            "that the data is read by; an editor shows the same words, and",
            md.code("phasebook explain KEY"),
            "prints them.",
        ),
        *(block for kind in kinds() for block in _kind(kind)),
    )
    return Page(address.KEYS, title, text)


def _kind(kind: str) -> Iterator[Block]:
    yield md.heading(2, md.code(kind), anchor=kind)
    yield md.paragraph(md.rich(kinds()[kind].text))
    mine = [entry for entry in keys() if entry.kind == kind]
    for entity, entries in groupby(mine, key=lambda entry: entry.entity):
        if entity != kinds()[kind].entity:
            yield md.heading(3, md.code(entity), anchor=f"{kind}-{entity}")
        yield md.table(["Key", "What it means", "What may stand there", "Example"], [_row(entry) for entry in entries])


def _row(entry: Entry) -> list[Inline]:
    name = md.join(md.code(entry.name), md.text(", required")) if entry.required else md.code(entry.name)
    return [name, md.rich(entry.says.text), md.rich(entry.form), md.code(f"{entry.name}: {entry.says.example}")]
