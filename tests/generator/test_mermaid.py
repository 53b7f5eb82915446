"""A flowchart says in Mermaid's own words what its labels say, whatever they say."""

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator import mermaid
from generator.chart import Chart, Edge, Node, Shape, lines_of
from generator.layout import by_mermaid

PIECES = (
    *(
        '"',
        "'",
        "`",
        "<b>",
        "<script>",
        "&lt;",
        "#35;",
        "#quot;",
        ";",
        "%%",
        "%%{init: {}}%%",
        "end",
        "graph TD",
        "-->",
        "---",
        "|",
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        "(",
        ")",
        ":::x",
        "click n1 href 'x'",
        "1. a",
        "- a",
        "# a",
        "**a**",
        "\\",
        "\n",
        "<br/>",
        "$$x$$",
        "@",
        "~~~",
        "é",
        "🚀",
        "שלום",
        "?",
        ",",
        "a",
    ),
)
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=6).map("".join)


def question(label: str, answer: str = "Yes") -> Chart:
    ask = Node(id="end", label=label, shape=Shape.QUESTION)
    return Chart(
        nodes=(ask, Node(id="a b", label="Leaf", shape=Shape.ROUND, look="pb-gitops")),
        edges=(Edge(source="end", target="a b", label=answer),),
    )


def test_a_chart_is_printed_from_top_to_bottom() -> None:
    assert mermaid.source(question("Is <node-name> up?")) == (
        'flowchart TB\n  n1{{"Is #60;node#45;name#62; up?"}}\n  n2("Leaf")\n  n1 -->|"Yes"| n2\n  class n2 pb-gitops\n'
    )


def test_a_long_label_is_broken_and_a_longer_one_is_cut() -> None:
    assert mermaid.label("Is every node of the cluster ready?") == "Is every node of<br/>the cluster ready?"
    assert mermaid.label("word " * 200).endswith("…")
    assert len(mermaid.label("x" * 5000)) < 100


@given(raw=hostile)
@example(raw="".join(PIECES))
def test_a_label_holds_no_sign_that_means_something(raw: str) -> None:
    printed = mermaid.label(raw).replace("<br/>", " ")
    assert not set('"`<>&|[]{}()%\\\n:*_$@~=+!/.-') & set(printed)


@given(raw=hostile, answer=hostile)
@example(raw="".join(PIECES), answer="".join(PIECES[20:]))
@settings(max_examples=8, deadline=None)
def test_mermaid_itself_reads_every_label(raw: str, answer: str) -> None:
    pytest.importorskip("mermaidx")
    layout = by_mermaid(question(raw, answer), {})
    assert layout is not None
    assert (len(layout.spots), len(layout.routes)) == (2, 1)


@given(raw=hostile)
@example(raw="".join(PIECES))
@settings(max_examples=8, deadline=None)
def test_mermaid_shows_every_label_as_it_is(raw: str) -> None:
    mermaidx = pytest.importorskip("mermaidx")
    drawn = mermaidx.render(f'flowchart TB\n  n1["{mermaid.label(raw)}"]\n').svg()
    shown = " ".join("".join(text for text in _label(drawn)).split())
    assert shown.replace("\u200b", "") == " ".join(" ".join(lines_of(raw)).split()).replace("\u200b", "")


def _label(drawn: str) -> list[str]:
    label = fromstring(drawn).find(".//{*}foreignObject")
    assert label is not None
    return [f" {element.text or ''} {element.tail or ''}" if element.tag.endswith("br") else element.text or "" for element in label.iter()]
