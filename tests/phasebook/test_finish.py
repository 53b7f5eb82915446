"""What is done to a site once it is built: fewer bytes, the same page."""

import json
import re
from pathlib import Path

from phasebook.found import once
from phasebook.neighbours import Neighbours
from phasebook.paper import write_paper
from phasebook.shared import Shared
from phasebook.shorten import Icons, shorten

ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 2z"/></svg>'
SCRIPT = f"<script>{'one();' * 30}</script>"


def test_blank_space_that_nobody_sees_is_gone_and_code_keeps_its_own() -> None:
    page = "<p>\n\n   a\n</p>\n\n\n<pre><span></span><code>  a\n\n   b</code></pre>  \n"
    assert shorten(page, Icons()) == "<p>\na\n</p>\n<pre><code>  a\n\n   b</code></pre>\n"


def test_numbered_signs_become_signs_unless_they_mean_something() -> None:
    assert shorten("a&#45;b &#60;i&#62; &#38;lt; &#34;&#39;&#96; &#8364;", Icons()) == "a-b &#60;i&#62; &#38;lt; &#34;&#39;&#96; &#8364;\n"


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
    assert shared.functions() == f"\nfunction __shared0(){{{'one();' * 30}}}\n"


def test_a_line_is_found_once_where_it_weighs_most() -> None:
    entries: list[dict[str, object]] = [
        {"location": "c.html#x", "title": "C", "text": "<p>Alike</p> <pre><code>one</code></pre>", "tags": ["t"]},
        {"location": "r.html", "title": "R", "text": "<p>Alike</p> <pre><code>two\n</code></pre>", "tags": ["t"], "boost": 4},
    ]
    assert once(entries) == [
        {"location": "c.html#x", "title": "C", "text": "one"},
        {"location": "r.html", "title": "R", "text": "Alike two", "tags": ["t"], "boost": 4},
    ]


def test_what_a_command_prints_is_left_to_the_finder() -> None:
    entries: list[dict[str, object]] = [
        {"location": "c.html", "text": "<p>It prints</p> <pre><code>NAME STATUS\na Ready\n</code></pre> <p>then</p>"}
    ]
    assert once(entries) == [{"location": "c.html", "text": "It prints then"}]


ITEM = (
    '<li class="md-nav__item">\n<a href="{0}.html" class="md-nav__link">\n<span class="md-ellipsis">\n{0} &lt;i&gt;\n</span>\n</a>\n</li>\n'
)


def _beside(items: str, here: str) -> str:
    listed = "".join(ITEM.format(item) for item in items)
    return f'<div class="md-sidebar md-sidebar--primary"><ul>\n{listed}<li>{here}</li>\n</ul></div>\n<div class="md-content">{listed}</div>'


def test_the_neighbours_in_the_navigation_are_kept_once() -> None:
    pages = [_beside("bcde", "a"), _beside("acde", "b"), _beside("abde", "c"), _beside("abce", "d")]
    neighbours = Neighbours(pages)
    bars = [neighbours.replaced(page).partition('<div class="md-content">') for page in pages]
    assert [re.findall(r"__neighbours\((.*)\)", bar) for bar, _, _ in bars] == [["0,4"], ["4,5,1,4"], ["4,5,0,1,2,4"], ["4,5,0,2,3,4"]]
    assert all(ITEM.format("e") in content for _, _, content in bars), "only the navigation is touched"
    kept = neighbours.functions().partition(";")[0].strip()
    assert kept.startswith('var __known_neighbours=[["b.html","b &lt')
    assert Neighbours(pages[:2]).replaced(pages[0]) == pages[0], "too few to share"


def test_a_part_that_only_a_script_brings_to_life_is_brought_by_one() -> None:
    part = '<form class="md-header__option" data-md-component="palette"><input></form>'
    shared = Shared([part] * 3)
    assert shared.replaced(f"<b>{part}</b>") == "<b><script>__shared0()</script></b>"
    assert shared.functions() == f"\nfunction __shared0(){{document.currentScript.insertAdjacentHTML('beforebegin',{json.dumps(part)})}}\n"


def test_on_paper_links_lead_to_sheets_and_folded_boxes_stay_away(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<article><h1 id="top">Home</h1><a href="a/b.html#x">b</a><a href="c.html">c</a></article>')
    folded = "<details><summary>More</summary><details>deep</details></details>"
    (tmp_path / "a" / "b.html").write_text(f'<article><h1 id="x">B</h1>{folded}<a href="#x">here</a><a href="../c.html#y">c</a></article>')
    write_paper(tmp_path, ["index.html", "a/b.html"], "A & B")
    written = (tmp_path / "print.html").read_text()
    assert "<title>A &amp; B</title>" in written
    assert '<section class="pb-sheet" id="s1"><h1 id="s1-top">Home</h1><a href="#s2-x">b</a><a href="c.html">c</a></section>' in written
    assert '<section class="pb-sheet" id="s2"><h1 id="s2-x">B</h1><a href="#s2-x">here</a><a href="c.html#y">c</a></section>' in written
