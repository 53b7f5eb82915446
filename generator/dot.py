"""The one printer of DOT: a graph whose labels are text, whatever they say."""

import graphviz

from generator.chart import Chart, Shape, lines_of

_STYLES = {Shape.BOX: "filled", Shape.ROUND: "rounded,filled", Shape.QUESTION: "filled"}
_OUTLINES = {Shape.BOX: "box", Shape.ROUND: "box", Shape.QUESTION: "hexagon"}
# Measured a little larger than it is drawn, so that another font than the measured one still fits its box.
_FRAME = {"rankdir": "TB", "bgcolor": "transparent", "nodesep": "0.2", "ranksep": "0.4", "pad": "0.05"}
_TEXT = {"fontname": "Helvetica", "fontsize": "14"}


def source(chart: Chart) -> str:
    """The chart as DOT's source, from top to bottom."""
    graph = graphviz.Digraph(
        graph_attr=_FRAME, node_attr={**_TEXT, "margin": "0.2,0.08", "height": "0.4"}, edge_attr={**_TEXT, "arrowsize": "0.7"}
    )
    for node in chart.nodes:
        look = {"class": node.look} if node.look else {}
        graph.node(chart.number(node.id), label(node.label), shape=_OUTLINES[node.shape], style=_STYLES[node.shape], **look)
    for edge in chart.edges:
        said = {"label": label(edge.label)} if edge.label else {}
        graph.edge(chart.number(edge.source), chart.number(edge.target), **said)
    return str(graph.source)


def label(raw: str) -> str:
    """`raw` as a label; long ones are broken into lines.

    DOT reads entities in labels, so each ampersand is written as one, and takes what stands between angle brackets for HTML, unless told not to.
    """
    lines = (graphviz.escape(line.replace("&", "&amp;")) for line in lines_of(raw))
    shown: str = graphviz.nohtml("\\n".join(lines))
    return shown
