"""What is done to a site once it is built: fewer bytes, the same page."""

import json
import re
from pathlib import Path

from phasebook.around import Around
from phasebook.found import once
from phasebook.frame import Frame
from phasebook.paper import write_paper
from phasebook.shared import Shared
from phasebook.shorten import Icons, shorten
from phasebook.styles import classes_in, moved, one_sheet

ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 2z"/></svg>'
SCRIPT = f"<script>{'one();' * 30}</script>"


def test_blank_space_that_nobody_sees_is_gone_and_code_keeps_its_own() -> None:
    page = "<p>\n\n   a\n</p>\n\n\n<pre><span></span><code>  a\n\n   b</code></pre>  \n"
    assert shorten(page, Icons()) == "<p>\na\n</p>\n<pre><code>  a\n\n   b</code></pre>\n"


def test_numbered_signs_become_signs_unless_they_mean_something() -> None:
    assert shorten("a&#45;b &#60;i&#62; &#38;lt; &#34;&#39;&#96; &#8364;", Icons()) == "a-b &#60;i&#62; &#38;lt; &#34;&#39;&#96; &#8364;\n"


def test_a_command_has_one_colour() -> None:
    page = '<div class="language-bash highlight"><pre><code>a <span class="o">=</span> b</code></pre></div><pre><i>c</i></pre>'
    assert shorten(page, Icons()) == '<div class="language-bash highlight"><pre><code>a = b</code></pre></div><pre><i>c</i></pre>\n'


def test_scripts_are_left_alone() -> None:
    page = "<script>\n\n  a = '&#45;'\n</script>"
    assert shorten(page, Icons()) == f"{page}\n"


def test_an_icon_is_kept_once_in_the_style_sheet() -> None:
    icons = Icons()
    assert shorten(f"{ICON}{ICON}", icons) == '<svg class="md-i1" viewBox="0 0 24 24"></svg>' * 2 + "\n"
    assert icons.rules().count("M1 2z") == 1
    assert Icons().rules() == ""


def test_a_script_of_many_pages_is_kept_once() -> None:
    shared = Shared([SCRIPT, SCRIPT, SCRIPT, "<script>alone()</script>"])
    assert shared.replaced(f"<p>{SCRIPT}</p>") == "<p><script>__shared0()</script></p>"
    assert shared.replaced("<script>alone()</script>") == "<script>alone()</script>"
    assert shared.functions().endswith(f"\nfunction __shared0(at){{{'one();' * 30}}}\n")


def test_a_line_is_found_once_where_it_weighs_most() -> None:
    entries: list[dict[str, object]] = [
        {"location": "c.html#x", "title": "C", "text": "<p>Alike</p> <pre><code>one</code></pre>", "tags": ["t"]},
        {"location": "r.html", "title": "R", "text": "<p>Alike</p> <pre><code>two\n</code></pre>", "tags": ["t"], "boost": 4},
    ]
    assert once(entries) == [
        {"location": "c.html#x", "title": "C", "text": "one"},
        {"location": "r.html", "title": "R", "text": "Alike two", "tags": ["t"], "boost": 4},
    ]


def test_the_words_by_which_a_page_is_found_have_their_quotes_and_stay_text() -> None:
    found = once([{"location": "a.html", "title": "A", "text": "", "tags": ["find: &#x27;a&#x27; &lt;b&gt; &quot;c&quot;"]}])
    assert found[0]["tags"] == ["find: 'a' &lt;b&gt; \"c\""]


def test_what_a_command_prints_is_left_to_the_finder() -> None:
    entries: list[dict[str, object]] = [
        {"location": "c.html", "text": "<p>It prints</p> <pre><code>NAME STATUS\na Ready\n</code></pre> <p>then</p>"}
    ]
    assert once(entries) == [{"location": "c.html", "text": "It prints then"}]


FRAMED = """<head><link rel="prev" href="x.html"><link rel="icon" href="../assets/icon.svg"><title>B - The guide</title></head>
<body dir="ltr" data-md-color-primary="custom" data-md-color-accent="custom">
<header class="md-header"><div data-md-component="header-topic"><span class="md-ellipsis">B</span></div></header>
<nav class="md-tabs"><a href="../index.html">Home</a></nav>
<div class="md-sidebar md-sidebar--primary"><a href="a.html">A</a></div>
<div class="md-sidebar md-sidebar--secondary" hidden>parts</div>
<div class="md-content" data-md-component="content">
<nav class="md-path">way</nav>
<article><h1>B</h1></article></div></body>"""


def test_the_frame_of_a_page_is_made_by_a_script() -> None:
    frame = Frame([{"Home": "index.md"}, {"Books": ["books/index.md", {"B &lt;": "books/b.md"}]}], "The guide", {"books/index.html": "All"})
    made = frame.replaced(FRAMED, "books/b.html")
    assert re.findall(r"__frame.\w+\(.*?\)", made) == ['__frame.start("books/b.html","../",0,1,0)', "__frame.sides()"]
    gone = ("md-tabs", "md-sidebar", "md-path", 'rel="prev"', 'rel="icon"', 'data-md-component="content', "data-md-color-primary")
    assert [part in made for part in gone] == [False] * len(gone)
    assert '<noscript><a class="pb-home" href="../index.html">The guide</a></noscript>' in made
    assert "<article><h1>B</h1></article>" in made
    tree = '["The guide",[["Home","index.html"],["Books","books/index.html",[["B &lt;","books/b.html"]]]]]'
    assert frame.tree() == f'\nvar __tree={tree[:-1]},"assets/icon.svg"];\n'


def test_a_page_without_the_frame_stays_as_it_is() -> None:
    assert Frame([], "The guide", {}).replaced("<article>alone</article>", "x.html") == "<article>alone</article>"


def test_a_part_of_the_frame_that_pages_share_is_brought_by_a_script_and_its_own_scripts_run() -> None:
    header = '<header class="md-header"><b>x</b><script>one();</script></header>'
    shared = Shared([header] * 3)
    assert shared.replaced(f"<i>{header}</i>") == "<i><script>__shared0()</script></i>"
    put = json.dumps('<header class="md-header"><b>x</b></header>')
    assert shared.functions().endswith(f"\nfunction __shared0(at){{__put({put},at);one();}}\n")


SURROUNDED = """<head><title>{0}</title><script>__shared0()</script>
</head>
<body>
<script>__shared1()</script>
<div data-md-component="skip">
<a href="#{0}">Past it</a>
</div>
<div class="md-container"><main class="md-main"><article>{0}</article><script>__frame.sides()</script>
<script>__shared2()</script>
</main>
{1}
</div>
<script>__shared3()</script>
<script src="../own.js"></script>
</body>
</html>
"""


def test_what_stands_around_an_article_is_one_call_before_it_and_one_behind() -> None:
    around = Around()
    made = [around.replaced(SURROUNDED.format(name, "")) for name in ("a", "b")]
    assert made[0].splitlines() == [
        "<head><title>a</title></head>",
        "<body>",
        "<script>__around0()</script>",
        '<div class="md-container"><main class="md-main"><article>a</article><script>__around1()</script></main></div>',
        "</body>",
        "</html>",
    ]
    assert made[1] == made[0].replace(">a<", ">b<")
    skip = json.dumps('<div data-md-component="skip">\n<a href="#">Past it</a>\n</div>')
    assert f"function __around0(){{__shared0();__shared1();__put({skip})}}" in around.functions()
    behind = 'const all=__above();__shared2(all[0]);__shared3(all[2]);__load(["../own.js"])'
    assert f"function __around1(){{__frame.sides();{behind}}}" in around.functions()


def test_a_page_with_more_around_its_article_stays_as_it_is() -> None:
    page = SURROUNDED.format("a", "<p>more</p>")
    assert Around().replaced(page) == page


def test_a_rule_for_a_palette_that_no_page_has_is_left_out() -> None:
    sheet = "[data-md-color-primary=red] .a{x:y}[data-md-color-primary=custom] .a{z:y}"
    kept = one_sheet([sheet], classes_in(['<p class="a">'], ['"data-md-color-primary=\\"custom\\""']))
    assert kept == "[data-md-color-primary=custom] .a{z:y}"


def test_words_side_by_side_that_stand_out_are_one_passage() -> None:
    assert shorten("<code><strong>a</strong> <strong>b</strong></code>", Icons()) == "<code><strong>a b</strong></code>\n"


SHEET = """/* why */ .a, .b:not(.gone) { color: var(--ink); } .gone > .a { x: y } [dir=rtl] .a { left: 0 }
:root { --ink: #111; --icon: url("data:image/svg+xml,<a b='}'>;"); --deep: var(--unused); --unused: 1 }
@media print { .gone { x: y } .a { content: "}"; } } @media screen { .gone { x: y } } @page { margin: 1cm }"""


def test_a_style_sheet_keeps_what_its_pages_need() -> None:
    kept = one_sheet([SHEET], classes_in(['<p class="a b">gone</p>'], []))
    assert kept.replace(" ", "") == ('.a,.b:not(.gone){color:var(--ink);}:root{--ink:#111;}@mediaprint{.a{content:"}";}}@page{margin:1cm}')


def test_a_class_that_a_script_may_give_is_known() -> None:
    assert {"a", "pb-found", "md-clipboard", "js"} <= classes_in(['<p class="a">'], ['element("p", "pb-found"); "md-clipboard"'])


def test_what_a_sheet_loads_stays_where_it_is() -> None:
    sheet = "a{b:url(../x.png) url('y.svg') url(data:z) url(#w)}"
    assert moved(sheet, "assets/sheets/main.css", "assets/own.css") == "a{b:url(x.png) url('sheets/y.svg') url(data:z) url(#w)}"


def test_the_search_keeps_the_first_words_and_leaves_out_parts_without_any() -> None:
    long = " ".join(["word"] * 50)
    empty = [{"location": f"p{number}.html#x", "title": "Runbooks", "text": ""} for number in range(4)]
    found = once(
        [{"location": "a.html", "title": "A", "text": long}, {"location": "a.html#b", "title": "B", "text": f"other {long}"}, *empty]
    )
    assert [(entry["location"], len(str(entry["text"]))) for entry in found] == [("a.html", 139), ("a.html#b", 55)]


def test_on_paper_links_lead_to_sheets_and_folded_boxes_stay_away(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<article><h1 id="top">Home</h1><a href="a/b.html#x">b</a><a href="c.html">c</a></article>')
    folded = "<details><summary>More</summary><details>deep</details></details>"
    (tmp_path / "a" / "b.html").write_text(
        f'<article><h1 id="x">B</h1>{folded}<a href="#x">here</a><a class="pb-go" href="../c.html#y">c</a><h2 id="proof">Why</h2></article>'
    )
    write_paper(tmp_path, ["index.html", "a/b.html"], "A & B")
    written = (tmp_path / "print.html").read_text()
    assert "<title>A &amp; B</title>" in written
    assert '<section class="pb-sheet" id="s1"><h1 id="s1-top">Home</h1><a href="#s2-x">b</a>c</section>' in written
    assert '<section class="pb-sheet" id="s2"><h1 id="s2-x">B</h1><a href="#s2-x">here</a><span class="pb-go">c</span></section>' in written
