"""Each procedure as a list to tick off: what to have ready, what each step takes, where the time goes."""

from collections.abc import Iterator, Mapping
from statistics import median_low

from catalog.catalog import owner_of
from catalog.condition import All, Condition, Facts
from catalog.runbook import Runbook
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.runbook import by_kind, said_time
from generator.pages.trust import claimed
from generator.parts import Look
from generator.proof import time_of
from generator.strip import Piece, Share, legend, strip
from simulator.replay import Taken

Timed = Mapping[tuple[str, int], list[Taken]]
"""Every time that a step of a runbook was taken in a replay."""


def page(book: Book, title: str) -> Page:
    """Return the page with all procedures."""
    desk, timed = book.at(address.WORKFLOWS), _timed(book)
    body = [
        md.stack(md.heading(2, kind, address.anchor("k", kind.lower())), *(block for one in found for block in _workflow(desk, one, timed)))
        for kind, found in by_kind(book)
    ]
    text = md.page(
        md.front_matter(title=title, description="Every procedure as a list to tick off, with how long each step takes.", found=False),
        md.heading(1, title),
        md.paragraph(
            "How long a step takes was measured in replays: first in a healthy cluster, and where it is not taken there, in those in which it was.",
            "Waiting for the cluster is part of it.",
        ),
        legend(),
        *body,
    )
    return Page(address.WORKFLOWS, title, text)


def _timed(book: Book) -> Timed:
    """Steps are timed in healthy clusters, and where they are not taken there, in all others."""
    found: dict[tuple[str, int], list[Taken]] = {}
    for ended in book.proof.healthy.values():
        for step in ended.steps:
            found.setdefault((step.runbook, step.number), []).append(step)
    seen = frozenset(found)
    for ended in book.proof.replays():
        for step in ended.steps:
            if (step.runbook, step.number) not in seen:
                found.setdefault((step.runbook, step.number), []).append(step)
    return found


def _workflow(desk: Desk, runbook: Runbook, timed: Timed) -> Iterator[Block]:
    time = time_of(desk.catalog, desk.proof, runbook.id)
    healthy = desk.proof.healthy[runbook.id]
    yield md.heading(3, desk.runbook(runbook.id), address.anchor("w", runbook.id))
    shown = [
        badges.phase_badge(runbook.phase),
        badges.risk_badge(desk.catalog.risk_of(runbook)),
        parts.badge(said_time(time), Look.TIME) if time else "",
    ]
    yield md.paragraph(*(one for one in shown if one))
    ready = _ready(desk, runbook)
    if ready:
        yield md.paragraph(md.strong("Have ready:"), ready)
    if runbook.claimed:
        yield md.paragraph(*claimed(desk.proof, runbook, runbook.claimed))
    if healthy.seconds:
        pieces = [
            Piece(share=_share(step), seconds=step.seconds, word=str(step.number)) for step in healthy.steps if step.runbook == runbook.id
        ]
        yield strip(pieces, f"In a healthy cluster: {words.counted(len(pieces), 'step')} in {words.duration(healthy.seconds)}")
    yield parts.checks(*(_step(desk, runbook, number, timed) for number in range(1, len(runbook.steps) + 1)))


def _share(step: Taken) -> Share:
    return Share.ACTED if step.changed or step.edit else Share.LOOKED


def _step(desk: Desk, runbook: Runbook, number: int, timed: Timed) -> Inline:
    step = runbook.steps[number - 1]
    taken = [one.seconds for one in timed.get((runbook.id, number), [])]
    link = md.link(md.join(f"{number}. ", md.rich(step.title)), desk.to(address.runbook_page(runbook.id), f"step-{number}"))
    only = md.join(" only if ", words.holds(desk.catalog, step.only_if)) if step.only_if else Inline()
    return md.join(link, md.span(_takes(taken), "pb-takes"), only, by=" ")


def _takes(seconds: list[int]) -> str:
    if not any(seconds):
        return "at once" if seconds else "never taken in a replay"
    typical, worst = words.duration(median_low(seconds)), words.duration(max(seconds))
    return typical if typical == worst else f"{typical}, at most {worst}"


def _ready(desk: Desk, runbook: Runbook) -> Inline:
    """The tools that it calls, and the components that must be ready for the lines that a healthy cluster is asked."""
    ended = desk.proof.healthy[runbook.id]
    run = {ran.line for step in ended.steps if step.runbook == runbook.id for ran in step.ran}
    lines = [line for step in runbook.steps for copy in desk.catalog.lines_of(step) for line in copy]
    tools = dict.fromkeys(address.tool_of(line) for line in lines)
    asked = (demand for line in lines if line in run for demand in _demands(desk.catalog.command_for(line).command.requires))
    known = [name for name in dict.fromkeys(asked) if name in desk.catalog.components]
    said = (words.listed(map(md.code, tools)), words.listed(map(desk.component, known)))
    return md.join(*(part for part in said if part), by="; ")


def _demands(condition: Condition) -> Iterator[str]:
    """The components of which a condition asks something whatever else is the case."""
    if isinstance(condition, Facts):
        yield from (owner_of(str(test.fact)) for test in condition.tests)
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _demands(part)
