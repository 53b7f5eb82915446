"""The one printer of Mermaid: a flowchart whose labels are text, whatever they say."""

import re

from generator.chart import Chart, Edge, Node, Shape, lines_of

# All but these is printed as its number: to Mermaid a label is Markdown and HTML besides.
_SIGN = re.compile(r"[^A-Za-z0-9 ,?'\u0080-\U0010ffff]")
_FORMULA = re.compile(r"#36;(?=#36;)")
_SHAPES = {Shape.BOX: '["{}"]', Shape.ROUND: '("{}")', Shape.QUESTION: '{{{{"{}"}}}}'}


def source(chart: Chart) -> str:
    """The chart as Mermaid's source, from top to bottom."""
    lines = ["flowchart TB", *(_node(chart, node) for node in chart.nodes), *(_edge(chart, edge) for edge in chart.edges)]
    looks = (f"  class {chart.number(node.id)} {node.look}" for node in chart.nodes if node.look)
    return "\n".join([*lines, *looks]) + "\n"


def label(raw: str) -> str:
    """`raw` as a label in quotes; long ones are broken into lines. Mermaid refuses an empty one: it gets a blank.

    Two dollars side by side begin a formula, however they are written: a space without width parts them.
    """
    lines = (_SIGN.sub(lambda sign: f"#{ord(sign[0])};", line) for line in lines_of(raw))
    return "<br/>".join(_FORMULA.sub("#36;#8203;", line) for line in lines) or " "


def _node(chart: Chart, node: Node) -> str:
    return f"  {chart.number(node.id)}{_SHAPES[node.shape].format(label(node.label))}"


def _edge(chart: Chart, edge: Edge) -> str:
    arrow = f'-->|"{label(edge.label)}"|' if edge.label else "-->"
    return f"  {chart.number(edge.source)} {arrow} {chart.number(edge.target)}"
