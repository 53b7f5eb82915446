"""The parts that pages of the guide are made of, each with the look that the style sheet gives it (`docs/assets/phasebook.css`).

A colour has one meaning and a word stands beside it: amber square = Bootstrap, blue dot = GitOps, violet diamond = Hybrid;
green and red say healthy and broken, and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator import markdown as md
from generator.markup import Block, Inline, name


class Look(StrEnum):
    """What a colour and its sign mean."""

    BOOTSTRAP = "pb-bootstrap"
    GITOPS = "pb-gitops"
    HYBRID = "pb-hybrid"
    EITHER = "pb-either"
    READ_ONLY = "pb-read-only"
    REVERSIBLE = "pb-reversible"
    DISRUPTIVE = "pb-disruptive"
    DESTRUCTIVE = "pb-destructive"
    TIME = "pb-time"
    GOOD = "pb-good"
    BAD = "pb-bad"
    PLAIN = "pb-plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the answers to a question of a tree: the word, what the reader saw, and where that leads."""

    word: str
    saw: str = ""
    leads: str
    target: str
    look: Look = Look.PLAIN


def badge(label: str, look: Look, target: str = "") -> Inline:
    """A word in a rounded box with the sign of its look; with a target, a link."""
    return md.link(label, target, "pb-badge", look) if target else md.span(label, "pb-badge", look)


def lead(badges: Sequence[str], symptoms: Sequence[str] = (), *more: str) -> Block:
    """What stands at the head of a page: the badges, the symptoms as the reader sees them, what else must be read first."""
    seen = md.division("pb-symptoms", md.paragraph("You see"), md.bullets(*map(md.code, symptoms))) if symptoms else ""
    return md.division("pb-lead", md.paragraph(*badges), seen, *more)


def step(number: int, title: str, anchor: str, *body: str) -> Block:
    """A step of a procedure under its number: `meta`, `command`, `panels`, whatever it holds."""
    return md.division(
        "pb-step", md.heading(2, md.join(md.span(md.join(str(number), md.span(".")), "pb-number"), " ", title), anchor), *body
    )


def meta(*, takes: str = "", risk: str = "", risk_look: Look = Look.READ_ONLY, only: str = "", tick: str = "") -> Block:
    """The line below a step's title: how long it takes, how risky it is, when it is taken, and a box to tick (`tick` names it on its page)."""
    facts = (
        md.span(takes, "pb-takes") if takes else "",
        badge(risk, risk_look) if risk else "",
        md.span(only, "pb-only") if only else "",
        _tick(tick) if tick else "",
    )
    return Block(f'<p class="pb-meta" data-search-exclude="yes" markdown>{md.join(*facts, by=" ")}</p>') if any(facts) else Block()


def command(line: str) -> Block:
    """A command line to copy."""
    return md.fence(line, "bash")


def output(shown: str) -> Block:
    """What a command prints."""
    return md.fence(shown, "text")


def wait(said: str) -> Block:
    """How long to wait after the command above."""
    return md.division("pb-wait", md.paragraph(said))


def healthy(title: str, *body: str) -> Block:
    """The panel of what the reader sees when all is well."""
    return md.admonition("success", title, *body)


def broken(title: str, *body: str) -> Block:
    """The panel of what the reader sees when it is not."""
    return md.admonition("failure", title, *body)


def warning(title: str, *body: str) -> Block:
    """What the reader must know before the next command."""
    return md.admonition("warning", title, *body)


def beware(*said: str) -> Block:
    """What the reader must know before the next command, in one line."""
    return md.division("pb-beware", md.paragraph(*said))


def go(label: str, target: str, look: Look = Look.PLAIN) -> Block:
    """Where to go now, as wide as its panel and as high as a thumb."""
    return Block(md.link(label, target, "pb-go", look))


def hand_over(label: str, target: str) -> Block:
    """Where to go when the whole page did not help."""
    return Block(md.link(label, target, "pb-go", "pb-over"))


def question(title: str, anchor: str, place: str, body: Sequence[str], answers: Sequence[Answer], below: Sequence[str]) -> Block:
    """A question of a tree: where in the walk it stands, what to run (`body`), the answers, each a link, and what one rarely needs."""
    head = (md.division("pb-place", md.paragraph(place)), md.heading(2, title, anchor))
    return md.division("pb-question", *head, *body, md.bullets(*map(_answer, answers)), *below)


def end(title: str, anchor: str, badge: str, body: Sequence[str], look: Look, *below: str) -> Block:
    """Where a walk through a tree ends."""
    place = md.division("pb-place", md.paragraph("Here it ends"))
    return md.division(f"pb-question pb-end {look}", place, md.heading(2, title, anchor), badge, *body, *below)


def ways(*links: Inline) -> Block:
    """Small links side by side: back, and elsewhere."""
    return md.division("pb-ways", md.bullets(*links))


def tree(*items: md.Item) -> Block:
    """A whole tree as a nested list, drawn by the style sheet; `branch` and `leaf` are its lines."""
    return md.division("pb-tree", md.bullets(*items))


def branch(answer: str, label: str, target: str = "") -> Inline:
    """A line of a tree that asks on; `answer` (empty at the root) leads to it."""
    return md.join(md.strong(answer) if answer else "", " " if answer else "", md.link(label, target) if target else label)


def leaf(answer: str, label: str, target: str, look: Look) -> Inline:
    """A line of a tree that ends."""
    end = md.link(label, target, "pb-leaf", look) if target else md.span(label, "pb-leaf", look)
    return md.join(md.strong(answer), " ", end)


def find(otherwise: str) -> Block:
    """The box in which a reader pastes an error; without a script there is `otherwise`."""
    return md.division("pb-find", md.paragraph(otherwise))


def rows(*lines: Inline) -> Block:
    """Lines that each lead somewhere, one under the other: `row`."""
    return md.division("pb-rows", md.bullets(*lines))


def row(seen: str, title: str, remark: str, target: str, look: Look) -> Inline:
    """A line of `rows`: what one sees, where it leads, a remark (a time, a count)."""
    return md.link(md.join(seen, md.strong(title), md.emphasis(remark), by=" "), target, look)


def signs(look: Look, head: str, seen: Sequence[str], target: str) -> Block:
    """What one may see that leads to one place, a line each."""
    return md.division(f"pb-signs {look}", head, md.bullets(*(md.link(md.code(one), target) for one in seen)))


def reference(*body: str) -> Block:
    """What one looks up below its heading, and does not search by."""
    return md.division("pb-reference", *body, found=False) if any(body) else Block()


def tool(heading: str, *lines: Inline) -> Block:
    """The commands of a tool, a line each, under a heading."""
    return md.division("pb-tool", heading, md.division("pb-rows pb-commands", md.bullets(*lines)))


def filters(*groups: tuple[str, Sequence[tuple[str, str, str]]]) -> Block:
    """What a list is narrowed by: titles with (word, class of the lines that stay, link or nothing).

    A script makes the words buttons; without one, the links lead to their place and the rest is not shown.
    """
    lines = []
    for title, facets in groups:
        shown = (md.link(word, link, "pb-facet", mark) if link else md.span(word, "pb-facet", mark) for word, mark, link in facets)
        lines.append(md.join(md.strong(title), *shown, by=" "))
    return md.division("pb-filters", md.bullets(*lines))


def doors(*links: Inline) -> Block:
    """The big ways in, side by side: `door`."""
    return md.division("pb-doors", md.bullets(*links))


def door(title: str, remark: str, target: str, look: Look = Look.PLAIN) -> Inline:
    """One of the `doors`."""
    return md.link(md.join(md.strong(title), " ", remark), target, "pb-door", look)


def cards(*boxes: str) -> Block:
    """Cards side by side where there is room: `card`."""
    return md.division("pb-cards", *boxes)


def card(look: Look, title: str, anchor: str, *body: str) -> Block:
    """A card with a heading of level 3, in the colour of its look."""
    return md.division(f"pb-card {look}", md.heading(3, title, anchor), *body)


def sections(*links: Inline) -> Block:
    """The way to every section, in columns: `section`."""
    return md.division("pb-sections", md.bullets(*links))


def section(title: str, count: int, target: str) -> Inline:
    """One of the `sections`, with how many things stand there."""
    return md.link(md.join(md.strong(title), " ", md.emphasis(str(count)) if count else ""), target, "pb-section")


def numbers(*pairs: tuple[str, str]) -> Block:
    """Figures that one looks at before reading on: (figure, what it counts)."""
    return md.division("pb-numbers", md.bullets(*(md.join(md.strong(figure), " ", counted) for figure, counted in pairs)))


def checks(*items: str) -> Block:
    """A list to tick off."""
    return md.division("pb-checks", md.bullets(*items))


def note(*parts: str) -> Block:
    """A remark in small print."""
    return md.division("pb-note", md.paragraph(*parts))


def more(label: str, target: str) -> Block:
    """Where more of the same stands; paper has no use for it."""
    return md.division("pb-more", md.paragraph(md.link(label, target)))


def _tick(anchor: str) -> Inline:
    return Inline(f'<label class="pb-tick"><input type="checkbox" data-tick="{name(anchor)}"> done</label>')


def _answer(answer: Answer) -> Inline:
    saw = md.span(answer.saw, "pb-saw") if answer.saw else ""
    return md.link(md.join(md.strong(answer.word), saw, md.emphasis(answer.leads), by=" "), answer.target, "pb-answer", answer.look)
