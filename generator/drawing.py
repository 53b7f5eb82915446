"""Draws charts as pictures within the page: no script, no font, no request, coloured by the style sheet, with links in the boxes.

What a picture shows also stands beside it in words. So where a platform cannot lay it out the page has no picture, and says no less.
"""

from html import escape

from generator import markdown as md
from generator import mermaid
from generator.chart import Chart, Edge, Node, Shape, lines_of
from generator.layout import Kept, Layout, Route, Spot, by_graphviz, by_mermaid, figure
from generator.markup import Block, address_of, clean, name, names

_LINE = 17
_CORNER = 9


def graph(chart: Chart, *, anchor: str, title: str, kept: Kept | None = None) -> Block:
    """A figure of the chart in layers, as Graphviz lays it out, or nothing where it cannot be; `anchor` is unique on its page.

    `kept` are layouts of earlier times, to which this one is added.
    """
    layout = by_graphviz(chart, {} if kept is None else kept) if chart.nodes else None
    return Block(_figure(chart, layout, anchor, title, "pb-graph")) if layout else Block()


def flowchart(chart: Chart, *, anchor: str, title: str, kept: Kept | None = None) -> Block:
    """A figure of the chart as Mermaid lays it out (or none where it cannot be), and Mermaid's source, folded, below it."""
    layout = by_mermaid(chart, {} if kept is None else kept) if chart.nodes else None
    picture = Block(_figure(chart, layout, anchor, title, "pb-graph pb-flowchart")) if layout else Block()
    return md.stack(picture, md.details("abstract", "The same as Mermaid source", md.fence(mermaid.source(chart), "mermaid")))


def _figure(chart: Chart, layout: Layout, anchor: str, title: str, classes: str) -> str:
    """The whole figure on one line: a blank line would end it."""
    shown = escape(clean(title))
    size = f'viewBox="0 0 {figure(layout.width)} {figure(layout.height)}" width="{figure(layout.width)}" height="{figure(layout.height)}"'
    tip = f'<marker id="{name(anchor)}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0.5L8,4L0,7.5z"/></marker>'
    arrows = "".join(_arrow(edge, route, anchor) for edge, route in zip(chart.edges, layout.routes, strict=True))
    boxes = "".join(_box(node, spot) for node, spot in zip(chart.nodes, layout.spots, strict=True))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="group" aria-label="{shown}"><defs>{tip}</defs>{arrows}{boxes}</svg>'
    return f'<figure class="{classes}" id="{anchor}"><div class="pb-scroll" tabindex="0" role="region" aria-label="{shown}" style="--width:{figure(layout.width)}">{svg}</div><figcaption>{shown}</figcaption></figure>'


def _arrow(edge: Edge, route: Route, anchor: str) -> str:
    line = f'<path d="{route.path}" marker-end="url(#{anchor}-tip)"/>'
    label = _text(edge.label, f' transform="{_to(route.x, route.y)}"') if edge.label else ""
    return f'<g class="pb-edge">{line}{label}</g>'


def _box(node: Node, spot: Spot) -> str:
    """A box about its own middle, moved to its place: boxes alike are drawn by the same words."""
    drawn = _outline(node.shape, spot) + _text(node.label)
    whole = clean(node.label)
    tip = "" if " ".join(lines_of(whole)) == whole else f"<title>{escape(whole)}</title>"
    address = address_of(node.href) if node.href else None
    linked = f'<a href="{escape(address)}">{tip}{drawn}</a>' if address else tip + drawn
    return f'<g class="{names(["pb-node", f"pb-{node.shape}", *node.look.split()])}" transform="{_to(spot.x, spot.y)}">{linked}</g>'


def _to(x: float, y: float) -> str:
    return f"translate({figure(x)},{figure(y)})"


def _outline(shape: Shape, spot: Spot) -> str:
    right, bottom = spot.width / 2, spot.height / 2
    if shape is Shape.QUESTION:
        inner = right - _CORNER
        corners = ((-right, 0.0), (-inner, -bottom), (inner, -bottom), (right, 0.0), (inner, bottom), (-inner, bottom))
        return f'<polygon points="{" ".join(f"{figure(x)},{figure(y)}" for x, y in corners)}"/>'
    radius = 14 if shape is Shape.ROUND else 5
    return f'<rect x="{figure(-right)}" y="{figure(-bottom)}" width="{figure(spot.width)}" height="{figure(spot.height)}" rx="{radius}"/>'


def _text(label: str, place: str = "") -> str:
    """The label's lines about the middle (or about a `place`); the third of a line's height lowers the middle of its letters to it."""
    lines = lines_of(label)
    first = _LINE * 0.3 - _LINE * (len(lines) - 1) / 2
    rows = (f'<tspan x="0" y="{figure(first + _LINE * number)}">{escape(line)}</tspan>' for number, line in enumerate(lines))
    return f"<text{place}>{' '.join(rows)}</text>"
