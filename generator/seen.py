"""What the reader of a line may see, and where to go then: parts of a step, with the looks that the style sheet gives them."""

from generator import markdown as md
from generator.markup import Block, Inline
from generator.parts import Look


def sight(line: str, meaning: str = "") -> Block:
    """A telling line of an output and what it means. Stands in a panel."""
    return md.paragraph(md.span(line, "pb-sight"), *([md.emphasis(meaning)] if meaning else []))


def sights(*rows: Inline) -> Block:
    """What a line may print that decides together with others: `saw` and `way`. The finder knows it, so the search need not."""
    return md.division("pb-sights", md.bullets(*rows), found=False)


def saw(line: str, meaning: str = "", *, healthy: bool) -> Inline:
    """A row of `sights`: a telling line, after the word for how it looks, and what it means."""
    word = md.span("Healthy" if healthy else "Broken", "pb-word", Look.GOOD if healthy else Look.BAD)
    return md.join(word, line, *([md.emphasis(meaning)] if meaning else []), by=" ")


def way(label: str, target: str, after: str = "") -> Inline:
    """A row of `sights`: where those above it lead, or what is said before the link."""
    return md.join(*([after] if after else []), md.link(label, target, "pb-way"), by=" ")


def panels(*boxes: str) -> Block:
    """What the reader may see, side by side where there is room: `healthy`, `broken`. The finder knows it, so the search need not."""
    return md.division("pb-panels", *boxes, found=False)


def fails(label: str, target: str, said: str) -> Block:
    """Where to go when a line fails, and what it says then."""
    return md.division("pb-fails", md.paragraph(md.link(md.join("A line fails → ", label), target, "pb-go"), md.span(said, "pb-sight")))
