"""The page of a runbook: on the first screen what one sees, how risky it is, how long it takes and what to run; then the steps; then the proof."""

from collections.abc import Iterator
from itertools import groupby

from catalog.guide import GuideKind
from catalog.runbook import Claim, Runbook, RunbookKind
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.routines import noticed_by
from generator.pages.step import END, step_block
from generator.parts import Look, badge
from generator.proof import Proof, messages_before, said_time, time_of
from simulator.model import Outcome
from simulator.replay import Replay

_FIRST = 3
"""How many symptoms stand at the head, so that the first command stays on the first screen of a phone."""

KIND_TITLES = {
    RunbookKind.TROUBLESHOOTING: "Troubleshooting",
    RunbookKind.EMERGENCY: "Emergencies",
    RunbookKind.HOW_TO: "How-tos",
    RunbookKind.ROUTINE: "Routines",
    RunbookKind.CHANGE: "Changes",
    RunbookKind.ROLLBACK: "Rollbacks",
    None: "Other",
}


def pages(book: Book) -> Iterator[Page]:
    """Yield the page of every runbook."""
    seen = _seen(book.proof)
    for runbook in book.catalog.runbooks.values():
        yield _page(book, runbook, seen)


def by_kind(book: Book) -> Iterator[tuple[str, list[Runbook]]]:
    """Yield the runbooks under the title of their kind, trouble first."""
    for kind, title in KIND_TITLES.items():
        found = [runbook for runbook in book.catalog.runbooks.values() if runbook.kind == kind]
        if found:
            yield title, found


def index(book: Book) -> Page:
    """Return the page that lists the runbooks."""
    desk = book.at(address.RUNBOOKS)
    body = [md.stack(md.heading(2, title), parts.rows(*(row(desk, one) for one in found))) for title, found in by_kind(book)]
    head = md.front_matter(title="Runbooks", description="Every procedure of the guide: what it is for, its phase, how long it takes.")
    return Page(address.RUNBOOKS, "Runbooks", md.page(head, md.heading(1, "Runbooks"), *(body or [md.paragraph("There are none yet.")])))


def row(desk: Desk, runbook: Runbook, seen: str = "") -> Inline:
    """Return a line that leads to a runbook, by what one sees or else by what it is for."""
    time = time_of(desk.catalog, desk.proof, runbook.id)
    shown = md.code(seen) if seen else md.rich(runbook.summary or (", ".join(runbook.symptoms[:2])) or runbook.heading)
    target = desk.to(address.runbook_page(runbook.id))
    return parts.row(shown, runbook.heading, f"about {words.about(time.typical)}" if time else "", target, badges.phase_look(runbook.phase))


def _page(book: Book, runbook: Runbook, seen: dict[tuple[str, int], set[str]]) -> Page:
    path = address.runbook_page(runbook.id)
    desk = book.at(path)
    steps = (
        step_block(desk, runbook, number, frozenset(seen.get((runbook.id, number), ()))) for number in range(1, len(runbook.steps) + 1)
    )
    text = md.page(
        _head(desk, runbook),
        md.heading(1, runbook.heading),
        _lead(desk, runbook),
        *steps,
        *_ending(desk, runbook),
        *_proof(desk, runbook),
        *_commands(desk, runbook),
        desk.made_from(runbook.at),
    )
    return Page(path, runbook.heading, text)


def _head(desk: Desk, runbook: Runbook) -> Block:
    faults = [desk.catalog.faults[fault] for fault in runbook.covers]
    met = (message for fault in faults for message in messages_before(desk.proof, runbook.id, fault.id))
    tags = dict.fromkeys([*runbook.symptoms, *(symptom for fault in faults for symptom in fault.symptoms), *met])
    return md.front_matter(
        title=runbook.heading, description=runbook.summary or "; ".join(runbook.symptoms[:_FIRST]), tags=list(map(str, tags)), boost=4
    )


def _lead(desk: Desk, runbook: Runbook) -> Block:
    time = time_of(desk.catalog, desk.proof, runbook.id)
    shown = [
        badges.phase_badge(runbook.phase, desk.to(address.HOME, "phases") if desk.catalog.guide_parts(GuideKind.RULES) else ""),
        badges.risk_badge(desk.catalog.risk_of(runbook)),
        badge(said_time(time), Look.TIME, "#proof") if time else "",
        _proved(desk, runbook),
    ]
    more = [] if len(runbook.symptoms) <= _FIRST else [parts.note(md.link(f"and {len(runbook.symptoms) - _FIRST} more signs", "#signs"))]
    accepted = [desk.catalog.invariants[name] for name in runbook.accepts]
    risks = [md.join(md.strong(one.title), ". " if one.why else "", md.rich(one.why or "")) for one in accepted]
    named = words.listed(md.text(one.title) for one in accepted)
    warning = md.details("warning", md.join("It may destroy something: ", named), md.bullets(*risks)) if risks else ""
    summary = md.prose(runbook.summary) if runbook.summary else ""
    return md.stack(parts.lead([badge for badge in shown if badge], runbook.symptoms[:_FIRST], *more), summary, warning)


def _proved(desk: Desk, runbook: Runbook) -> Inline:
    replays = desk.proof.covered_by(runbook.id).values()
    if not replays:
        return Inline()
    good = sum(ended.outcome is Outcome.RESOLVED for ended in replays)
    if good == len(replays):
        return badge("Proved", Look.GOOD, "#proof")
    return badge(f"{good} of {len(replays)} proved", Look.BAD, "#proof")


def _ending(desk: Desk, runbook: Runbook) -> Iterator[Block]:
    goal = "every component is ready" if runbook.goal is None else words.holds(desk.catalog, runbook.goal)
    yield md.heading(2, "You are done when", END)
    yield parts.checks(goal)
    if runbook.escalates_to:
        yield md.heading(2, "Still broken", "still-broken")
        yield parts.hand_over(desk.catalog.runbooks[runbook.escalates_to].heading, desk.to(address.runbook_page(runbook.escalates_to)))
    if len(runbook.symptoms) > _FIRST:
        yield md.heading(2, "All the signs", "signs")
        yield md.bullets(*map(md.code, runbook.symptoms))


def _proof(desk: Desk, runbook: Runbook) -> Iterator[Block]:
    covered = desk.proof.covered_by(runbook.id)
    begun = [
        name
        for name, scenario in desk.catalog.scenarios.items()
        if scenario.starts == runbook.id or runbook.id in desk.proof.scenarios[name].path
    ]
    yield md.heading(2, "Why you can trust it", "proof")
    yield md.paragraph(_timed(desk, runbook))
    if runbook.claimed:
        yield md.paragraph(*claimed(desk.proof, runbook, runbook.claimed))
    if runbook.kind is RunbookKind.ROUTINE:
        noticed = words.counted(len(noticed_by(desk.book, runbook.id)), "fault")
        target = desk.to(address.ROUTINES, address.anchor("r", runbook.id))
        yield md.paragraph(md.link(f"It notices {noticed} of {len(desk.catalog.faults)}: which, and by which line", target))
    if covered:
        headers = ["Fault", "Ends", "In", "After", "Steps"]
        rows = [
            [
                desk.fault(fault),
                badges.outcome_badge(ended.outcome),
                desk.runbook(ended.by or runbook.id),
                words.duration(ended.seconds),
                _way(desk, ended, runbook.id),
            ]
            for fault, ended in covered.items()
        ]
        yield md.table(headers, rows)
    if begun:
        yield md.paragraph("Replayed in full:", words.listed(desk.scenario(name) for name in begun))


def _way(desk: Desk, ended: Replay, runbook: str) -> Inline:
    """The numbers of the steps that were taken, under the runbook of each but this one."""
    ways: list[Inline] = []
    for name, steps in groupby(ended.steps, key=lambda step: step.runbook):
        numbers = " → ".join(str(step.number) for step in steps)
        ways.append(md.text(numbers) if name == runbook and not ways else md.join(desk.runbook(name), f": {numbers}"))
    return md.join(*ways, by=", then ")


def claimed(proof: Proof, runbook: Runbook, claim: Claim) -> Iterator[Inline]:
    """Yield in words how long an older guide says that a runbook takes, beside what it takes in a healthy cluster."""
    takes = proof.healthy[runbook.id].seconds
    holds = claim.from_ <= takes <= claim.to
    span = f"{words.duration(claim.from_)} to {words.duration(claim.to)}"
    yield badge("Claim holds", Look.GOOD) if holds else badge("Claim does not hold", Look.BAD)
    yield md.text(f"An older guide says {span}; replayed in a healthy cluster it takes {words.duration(takes)}.")
    if claim.note:
        yield md.rich(claim.note)


def _timed(desk: Desk, runbook: Runbook) -> Inline:
    time = time_of(desk.catalog, desk.proof, runbook.id)
    objective = f" The objective is {words.duration(runbook.objective)}." if runbook.objective else ""
    if time is None:
        return md.text(f"No replay of it ends well from here alone.{objective}")
    span = words.duration(time.typical) + (f", at worst {words.duration(time.worst)}" if time.worst > time.typical else "")
    return md.text(f"Replayed against the model of the cluster: {span}, over {words.counted(time.replays, 'replay')}.{objective}")


def _commands(desk: Desk, runbook: Runbook) -> Iterator[Block]:
    commands = desk.catalog.commands_of(runbook)
    if commands:
        rows = [[desk.command(one.id), md.rich(one.purpose or ""), badges.risk_badge(one.risk), desk.source(one)] for one in commands]
        yield md.details("info", "What it runs, and where that is written", md.table(["Command", "What for", "Risk", "Written in"], rows))


def _seen(proof: Proof) -> dict[tuple[str, int], set[str]]:
    """What each step of each runbook printed in any replay."""
    seen: dict[tuple[str, int], set[str]] = {}
    for ended in proof.replays():
        for step in ended.steps:
            seen.setdefault((step.runbook, step.number), set()).update(ran.says.rstrip("\n") for ran in step.ran)
    return seen
