"""What the routines notice: for each fault the line that first shows it, and how long after the fault."""

from collections.abc import Iterator

from catalog.runbook import Runbook, RunbookKind
from generator import address, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from simulator.notice import Notice


def pages(book: Book) -> Iterator[Page]:
    """Yield the page on the routines, where there is one."""
    found = routines(book)
    if not found:
        return
    desk = book.at(address.ROUTINES)
    title = f"What the {found[0].heading[:1].lower()}{found[0].heading[1:]} notices" if len(found) == 1 else "What the routines notice"
    text = md.page(
        md.front_matter(title=title, description="For each fault the line that first shows it, and how long after the fault.", found=False),
        md.heading(1, title),
        md.paragraph(
            "Each fault was let loose on a healthy cluster, and then the routine was followed.",
            "The line named here is the first one that shows something which a healthy cluster does not.",
        ),
        _balance(desk, found),
        *(block for routine in found for block in _routine(desk, routine)),
        *_missed(desk),
    )
    yield Page(address.ROUTINES, title, text)


def routines(book: Book) -> list[Runbook]:
    """Return the routines, the one that notices most first."""
    found = [one for one in book.catalog.runbooks.values() if one.kind is RunbookKind.ROUTINE]
    return sorted(found, key=lambda one: -len(noticed_by(book, one.id)))


def noticed_by(book: Book, routine: str) -> dict[str, Notice]:
    """Return what a routine notices, by fault."""
    return {fault: notice for (name, fault), notice in book.proof.noticed.items() if name == routine}


def first_sign(desk: Desk, fault: str) -> Inline:
    """Return in words which routine notices a fault first, or nothing where none does."""
    found = [(one, desk.proof.noticed[one.id, fault]) for one in routines(desk.book) if (one.id, fault) in desk.proof.noticed]
    if not found:
        return Inline()
    routine, notice = found[0]
    return md.join(desk.runbook(routine.id), ", ", _step(desk, routine, notice.step), ", ", _from(notice))


def _balance(desk: Desk, found: list[Runbook]) -> Block:
    every = len(desk.catalog.faults)
    return parts.numbers(*((f"{len(noticed_by(desk.book, one.id))} of {every}", f"faults: {one.heading}") for one in found))


def _routine(desk: Desk, routine: Runbook) -> Iterator[Block]:
    noticed = noticed_by(desk.book, routine.id)
    yield md.heading(2, routine.heading, address.anchor("r", routine.id))
    yield md.paragraph(_summary(desk, routine, noticed))
    for number in sorted({notice.step for notice in noticed.values()}):
        here = {fault: notice for fault, notice in noticed.items() if notice.step == number}
        reached = min(notice.reached for notice in here.values())
        title = md.rich(routine.steps[number - 1].title)
        link = md.link(md.join(f"{number}. ", title), desk.to(address.runbook_page(routine.id), f"step-{number}"))
        yield md.heading(3, md.join(link, f", {words.duration(reached)} into it"), f"{address.anchor('r', routine.id)}-{number}")
        rows = [[desk.fault(fault), _sign(desk, notice), _from(notice)] for fault, notice in here.items()]
        yield md.table(["Fault", "The line shows", "Seen"], rows)


def _summary(desk: Desk, routine: Runbook, noticed: dict[str, Notice]) -> Inline:
    if not noticed:
        return md.join(desk.runbook(routine.id), " notices no fault.")
    slow = max(noticed.items(), key=lambda entry: entry[1].visible)
    late = (
        md.join(" The slowest to show is “", desk.fault(slow[0]), f"”: {words.duration(slow[1].visible)} after it began.")
        if slow[1].visible
        else Inline()
    )
    at_once = sum(not notice.visible for notice in noticed.values())
    return md.join(
        desk.runbook(routine.id), f" notices {words.counted(len(noticed), 'fault')}, {at_once} of them from the first second.", late
    )


def _step(desk: Desk, routine: Runbook, number: int) -> Inline:
    return md.link(f"step {number}", desk.to(address.runbook_page(routine.id), f"step-{number}"))


def _sign(desk: Desk, notice: Notice) -> Inline:
    said = words.values(desk.catalog, ((fact, (value,)) for fact, value in notice.facts if value))
    silent = words.listed(words.fact(desk.catalog, fact) for fact, value in notice.facts if not value)
    shown = md.text("fails") if notice.failed else said or md.join("says nothing of ", silent)
    return md.join(md.code(notice.line), " ", shown)


def _from(notice: Notice) -> str:
    return f"after {words.duration(notice.visible)}" if notice.visible else "at once"


def _missed(desk: Desk) -> Iterator[Block]:
    seen = {fault for _, fault in desk.proof.noticed}
    missed = [fault for fault in desk.catalog.faults if fault not in seen]
    if missed:
        yield md.heading(2, "What no routine notices", "missed")
        yield md.bullets(*map(desk.fault, missed))
