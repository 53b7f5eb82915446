"""What the checks may find, one line for each code; the list is made from the checks themselves."""

from collections.abc import Iterator

from catalog.examples import Example, examples
from catalog.finding import Severity
from generator import address, parts
from generator import markdown as md
from generator.book import Page
from generator.codes import codes
from generator.parts import Look


def page() -> Page:
    """Return the page of all codes."""
    rows = [
        [
            md.code(code.name),
            md.rich(code.explanation),
            parts.badge("Warning", Look.DISRUPTIVE) if code.severity is Severity.WARNING else parts.badge("Error", Look.BAD),
            "yes" if code.blocking else "",
        ]
        for code in codes().values()
    ]
    text = md.page(
        md.front_matter(title="What the checks ensure", description="Every finding of `phasebook check` by its code."),
        md.heading(1, "What the checks ensure"),
        md.paragraph("The data of this guide is held against these rules. A blocking one must hold before anything can be replayed."),
        md.table(["Code", "Rule", "Weight", "Blocking"], rows),
        *(block for name, listed in sorted(examples().items()) for block in _example(name, listed[0])),
    )
    return Page(address.FINDINGS, "What the checks ensure", text)


def _example(name: str, example: Example) -> Iterator[md.Block]:
    """Yield a section for a code: what is wrong, and the same as it should be."""
    yield md.heading(2, md.code(name), anchor=name.lower())
    yield md.paragraph(md.rich(codes()[name].explanation))
    for title, lines in (("Wrong", example.wrong), ("Right", example.right)):
        if lines:
            yield md.paragraph(f"{title}, in", md.code(example.file))
            yield md.fence("\n".join(lines), "yaml")
