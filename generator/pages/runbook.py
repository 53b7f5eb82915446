"""The page of a runbook: on the first screen what one sees, how risky it is, how long it takes and what to run; then the steps; then the proof."""

from collections.abc import Iterator

from catalog.entity import Words
from catalog.guide import GuideKind
from catalog.runbook import Runbook, RunbookKind
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.again import again
from generator.pages.gap import unmended
from generator.pages.step import END, step_block
from generator.pages.trust import trust
from generator.parts import Look, badge
from generator.proof import Proof, Time, messages_before, time_of
from generator.waits import Waits, waits
from simulator.model import Outcome

_FIRST, _ROOM, _LINE = 3, 5, 36
"""How many symptoms stand at the head at most, on how many lines of a phone, of how many letters: the first command stays on its first screen."""

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
    waited = waits(book.catalog, book.proof.replays())
    for runbook in book.catalog.runbooks.values():
        yield _page(book, runbook, seen, waited)


def by_kind(book: Book) -> Iterator[tuple[str, list[Runbook]]]:
    """Yield the runbooks under the title of their kind, trouble first."""
    for kind, title in KIND_TITLES.items():
        found = [runbook for runbook in book.catalog.runbooks.values() if runbook.kind == kind]
        if found:
            yield title, found


def index(book: Book) -> Page:
    """Return the page that lists the runbooks."""
    desk = book.at(address.RUNBOOKS)
    body = [
        md.stack(md.heading(2, title, address.anchor("k", title.lower())), parts.rows(*(row(desk, one) for one in found)))
        for title, found in by_kind(book)
    ]
    head = md.front_matter(title="Runbooks", description="Every procedure of the guide: what it is for, its phase, how long it takes.")
    return Page(address.RUNBOOKS, "Runbooks", md.page(head, md.heading(1, "Runbooks"), *(body or [md.paragraph("There are none yet.")])))


def row(desk: Desk, runbook: Runbook, seen: str = "") -> Inline:
    """Return a line that leads to a runbook, by what one sees or else by what it is for."""
    time = time_of(desk.catalog, desk.proof, runbook.id)
    shown = md.code(seen) if seen else md.span(md.rich(runbook.summary or ", ".join(runbook.symptoms[:2]) or runbook.heading))
    target = desk.to(address.runbook_page(runbook.id))
    remark = ", ".join(filter(None, [badges.phase_word(runbook.phase), f"about {words.about(time.typical)}" if time else ""]))
    return parts.row(shown, runbook.heading, remark, target, badges.phase_look(runbook.phase))


def _page(book: Book, runbook: Runbook, seen: dict[tuple[str, int], set[str]], waited: Waits) -> Page:
    path = address.runbook_page(runbook.id)
    desk = book.at(path)
    firsts = again(book.catalog, runbook)
    steps = (
        step_block(desk, runbook, number, frozenset(seen.get((runbook.id, number), ())), waited, firsts.get(number))
        for number in range(1, len(runbook.steps) + 1)
    )
    text = md.page(
        _head(desk, runbook),
        md.heading(1, runbook.heading),
        _lead(desk, runbook),
        *steps,
        *_ending(desk, runbook),
        *unmended(desk, runbook.id),
        *trust(desk, runbook),
        desk.made_from(runbook.at),
    )
    return Page(path, runbook.heading, text)


def _head(desk: Desk, runbook: Runbook) -> Block:
    faults = [desk.catalog.faults[fault] for fault in runbook.covers]
    met = (message for fault in faults for message in messages_before(desk.proof, runbook.id, fault.id))
    tags = dict.fromkeys([*runbook.symptoms, *(symptom for fault in faults for symptom in fault.symptoms), *met])
    return md.front_matter(
        title=runbook.heading, description=runbook.summary or "; ".join(runbook.symptoms[:_FIRST]), tags=list(map(str, tags)), boost=10
    )


def _lead(desk: Desk, runbook: Runbook) -> Block:
    time = time_of(desk.catalog, desk.proof, runbook.id)
    shown = [
        badges.phase_badge(runbook.phase, desk.to(address.HOME, "phases") if desk.catalog.guide_parts(GuideKind.RULES) else ""),
        badges.risk_badge(desk.catalog.risk_of(runbook)),
        badge(said_time(time), Look.TIME, "#proof") if time else "",
        _proved(desk, runbook),
    ]
    seen = _first(runbook)
    left = words.counted(len(runbook.symptoms) - len(seen), "more sign")
    more = [] if seen == runbook.symptoms else [parts.note(md.link(f"and {left}", "#signs"))]
    accepted = [desk.catalog.invariants[name] for name in runbook.accepts]
    risks = [md.join(md.strong(one.title), ". " if one.why else "", md.rich(one.why or "")) for one in accepted]
    named = words.listed(md.text(one.title) for one in accepted)
    warning = md.details("warning", md.join("It may destroy something: ", named), md.bullets(*risks)) if risks else ""
    summary = parts.note(md.rich(runbook.summary)) if runbook.summary else ""
    return md.stack(parts.lead([badge for badge in shown if badge], seen, *more, summary), warning)


def _first(runbook: Runbook) -> Words:
    """The symptoms that stand at the head."""
    lines, count = 0, 0
    for symptom in runbook.symptoms[:_FIRST]:
        lines += -(-len(symptom) // _LINE)
        count += lines <= _ROOM or not count
    return runbook.symptoms[:count]


def said_time(time: Time) -> str:
    """Return how long a runbook takes, as a person estimates it."""
    typical, worst = words.about(time.typical), words.about(time.worst)
    return typical if typical == worst else f"{typical}, at worst {worst}"


def _proved(desk: Desk, runbook: Runbook) -> Inline:
    replays = desk.proof.covered_by(runbook).values()
    if not replays:
        return Inline()
    good = sum(ended.outcome is Outcome.RESOLVED for ended in replays)
    if good == len(replays):
        return badge(f"{words.counted(good, 'fault')} proved", Look.GOOD, "#proof")
    return badge(f"{good} of {len(replays)} faults proved", Look.BAD, "#proof")


def _ending(desk: Desk, runbook: Runbook) -> Iterator[Block]:
    goal = "every component is ready" if runbook.goal is None else words.holds(desk.catalog, runbook.goal)
    yield md.heading(2, "You are done when", END)
    yield parts.checks(goal)
    if runbook.escalates_to:
        yield md.heading(2, "Still broken", "still-broken")
        yield parts.hand_over(desk.catalog.runbooks[runbook.escalates_to].heading, desk.to(address.runbook_page(runbook.escalates_to)))
    if _first(runbook) != runbook.symptoms:
        yield md.heading(2, "All the signs", "signs")
        yield md.bullets(*map(md.code, runbook.symptoms))


def _seen(proof: Proof) -> dict[tuple[str, int], set[str]]:
    """What each step of each runbook printed in any replay."""
    seen: dict[tuple[str, int], set[str]] = {}
    for ended in proof.replays():
        for step in ended.steps:
            seen.setdefault((step.runbook, step.number), set()).update(ran.says.rstrip("\n") for ran in step.ran)
    return seen
