"""Whatever the data says stands on the page as text, in every place that a page has for it."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import markdown as python_markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load

from generator import markdown as md

MKDOCS = yaml_load((Path(__file__).parents[2] / "mkdocs.yml").read_text(encoding="utf-8"))
PIECES = (
    *("<script>alert(1)</script>", "<b>", "</div>", "</code>", "<!--", "-->", "&lt;", "&#60;", "<node-name>", "<img src=x onerror=y>"),
    *(
        "|",
        "||",
        "`",
        "``",
        "```",
        "~~~",
        "{{ x }}",
        "{: .x }",
        "{ .x }",
        "{ #x }",
        "[TOC]",
        "[^1]",
        "](javascript:x)",
        "[a](b)",
        "![a](b)",
    ),
    *("*", "**", "_", "__", "~", "^^", "==", "#", "# ", "> ", "- ", "+ ", "1. ", "1) ", "!!! note", "??? note", '"', "'", "\\", "\\<", ":"),
    *("\n", "\n\n", "\t", "    ", " ", "\r\n", "\x02", "\x03", "\x00", "\x1b[0m", "\u2028", "\ufeff", "\ud800", "\uffff"),
    *(
        "\u202e",
        "\u2066",
        "\u200f",
        "שלום",
        "é",
        "🚀",
        "ß",
        "http://a.example",
        "a@b.example",
        "$x$",
        "%",
        "---",
        "===",
        "*[a]: b",
        "a",
        "Ab1",
    ),
)
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8).map("".join)
worst = example("".join(PIECES))


class Page(HTMLParser):
    """The text within the elements marked for it, and every tag and address of a page."""

    VOID = frozenset({"br", "img", "hr", "input", "meta", "link"})

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=True)
        self.wanted, self.depth, self.found = wanted, 0, ""
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(value) for name, value in attributes if name in ("href", "src")]
        if tag not in self.VOID and (self.depth or tag == self.wanted):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        self.found += data if self.depth else ""


def rendered(source: str, wanted: str) -> Page:
    names = [name for entry in MKDOCS["markdown_extensions"] for name in (entry if isinstance(entry, dict) else {entry: {}})]
    options = {name: given for entry in MKDOCS["markdown_extensions"] if isinstance(entry, dict) for name, given in entry.items()}
    options["toc"] = {"toc_depth": 3}
    page = Page(wanted)
    page.feed(python_markdown.markdown(source, extensions=names, extension_configs=options))
    page.close()
    assert not {"script", "img", "b"} & set(page.tags)
    assert not [target for target in page.links if target.lower().startswith("javascript")]
    return page


INLINE: dict[str, tuple[Callable[[str], str], str]] = {
    "paragraph": (md.paragraph, "p"),
    "heading": (lambda raw: md.heading(2, raw, "here"), "h2"),
    "bullet": (md.bullets, "li"),
    "nested bullet": (lambda raw: md.bullets(md.Item("", (md.Item(raw),))), "li"),
    "numbered": (md.numbered, "li"),
    "cell": (lambda raw: md.table(["a", "b"], [["", raw]]), "td"),
    "first cell": (lambda raw: md.table(["a", "b"], [[raw, ""]]), "td"),
    "header": (lambda raw: md.table([raw], [[""]]), "th"),
    "link": (lambda raw: md.paragraph(md.link(raw, "x.md", "pb-go")), "p"),
    "strong": (lambda raw: md.paragraph(md.strong(raw)), "strong"),
    "span": (lambda raw: md.paragraph(md.span(raw, "pb-muted")), "span"),
    "box": (lambda raw: md.admonition("success", "title", md.numbered(raw)), "li"),
    "box title": (lambda raw: md.admonition("success", raw, md.paragraph("")), "p"),
    "folded": (lambda raw: md.details("info", "title", md.bullets(raw)), "li"),
    "folded title": (lambda raw: md.details("info", raw, "x"), "summary"),
    "division": (lambda raw: md.division("pb-q pb-gitops", md.bullets(raw)), "li"),
    "box in a division": (lambda raw: md.division("grid", md.admonition("failure", "title", md.bullets(raw))), "li"),
    "box title in a division": (lambda raw: md.division("grid", md.admonition("failure", raw, md.bullets("x"))), "p"),
}


@pytest.mark.parametrize("place", INLINE)
@given(raw=hostile)
@worst
def test_text_stays_text(place: str, raw: str) -> None:
    printed, wanted = INLINE[place]
    page = rendered(printed(raw), wanted)
    assert " ".join(page.found.split()) == md.clean(raw)


@pytest.mark.parametrize("place", [place for place in INLINE if place != "link"])
@given(raw=hostile)
@worst
def test_code_within_a_line_stays_code(place: str, raw: str) -> None:
    page = rendered(INLINE[place][0](md.code(raw)), "code")
    assert " ".join(page.found.split()) == md.clean(raw)


FENCED: dict[str, Callable[[str], str]] = {
    "page": md.fence,
    "box": lambda raw: md.admonition("success", "title", md.fence(raw)),
    "folded": lambda raw: md.details("info", "title", md.fence(raw, "bash")),
    "division": lambda raw: md.division("pb-q", md.fence(raw, "bash"), "after"),
    "box in a division": lambda raw: md.division("grid", md.admonition("failure", "title", md.fence(raw)), "after"),
}


@pytest.mark.parametrize("place", FENCED)
@given(raw=hostile)
@worst
def test_a_block_of_code_keeps_every_line(place: str, raw: str) -> None:
    page = rendered(FENCED[place](raw), "code")
    block = md.fence(raw)
    said = block[block.index("\n") + 1 : block.rindex("\n")]
    assert page.found.rstrip("\n") == said.strip("\n").rstrip()


def test_a_fence_holds_what_a_terminal_showed() -> None:
    assert md.fence("a\tb\r\n```\n  c  \n\n", "bash") == "````bash\na       b\n```\n  c\n````"


@given(title=hostile, tag=hostile)
@example(title="".join(PIECES), tag="".join(PIECES))
def test_the_head_of_a_page_is_read_back(title: str, tag: str) -> None:
    head = md.front_matter(title=title, description=title, tags=[tag], hide=["toc"], boost=4)
    said = yaml.safe_load(head.strip("-"))
    assert said == {
        "title": md.plain(title),
        "tags": [md.plain(tag)],
        "hide": ["toc", "tags"],
        "search": {"boost": 4},
        **({"description": md.plain(title)} if title else {}),
    }


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", " java\nscript:x", "data:text/html,x", "//evil.example", "/etc/passwd", "\\\\x", "", "vbscript:x"]
)
def test_a_target_that_is_no_address_leaves_the_label(target: str) -> None:
    assert md.link("Read it", target) == "Read it"


@given(target=hostile)
@worst
def test_a_target_never_leaves_its_link(target: str) -> None:
    page = rendered(md.paragraph(md.link("label", target)), "p")
    assert page.found == "label"
    assert set(page.tags) <= {"p", "a"}


def test_a_target_is_kept_as_it_is_read() -> None:
    assert md.link("a", "../x/y.md#here", "pb-go") == "[a](../x/y.md#here){ .pb-go }"
    assert md.link("a", "https://a.example/b_(c)?d=e&f") == "[a](https://a.example/b_%28c%29?d=e&f)"


@pytest.mark.parametrize("word", ["", "a b", "1a", "<b>", "a{b", "a.b"])
def test_text_never_names_an_anchor_or_a_class(word: str) -> None:
    with pytest.raises(ValueError, match="is no name for an element, a class or an anchor"):
        md.heading(1, "Title", word or " ")
    with pytest.raises(ValueError, match="is no name"):
        md.span("x", word)


def test_finished_markup_is_not_escaped_again() -> None:
    assert md.paragraph("a*b", md.code("c"), md.link("d_e", "f.md")) == "a&#42;b `c` [d&#95;e](f.md)"


def test_backticks_in_prose_become_code() -> None:
    assert md.prose("Run `a b`, then look.\n\nIt says `<ok>`.") == "Run `a b`, then look.\n\nIt says <code>&#60;ok&#62;</code>."


def test_a_cell_carries_the_word_of_its_column() -> None:
    page = md.table(["Name", "Phase"], [["x", "y"]], [md.Align.LEFT, md.Align.RIGHT])
    assert page == '| Name | Phase |\n| --- | ---: |\n| x | y { data-label="Phase" } |'


def test_a_list_below_an_item_is_indented_by_four() -> None:
    assert md.bullets(md.Item("a", (md.Item("b", (md.Item("c"),)),)), "d") == "-   a\n    -   b\n        -   c\n-   d"
    assert md.numbered("a", "b") == "1.  a\n2.  b"


def test_a_page_ends_in_one_line_break() -> None:
    assert md.page(md.heading(1, "A"), "", "b") == "# A\n\nb\n"
