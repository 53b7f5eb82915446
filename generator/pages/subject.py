"""A related document that is about one component: what it is, how it fails, what spreads from there, and what mends it."""

from collections.abc import Iterable, Iterator

from catalog.component import Component
from catalog.event import Fault
from catalog.guide import GuideItem
from catalog.uses import Role
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.pages.routines import first_sign
from generator.pages.runbook import said_time
from generator.proof import time_of
from generator.spread import spread
from generator.touching import touching


def page(book: Book, item: GuideItem, component: Component) -> Page:
    """Return the document about a component."""
    path = address.subject_page(component.id)
    desk = book.at(path)
    title = item.title or component.title
    text = md.page(
        md.front_matter(title=title, description=item.text or component.why or ""),
        md.heading(1, title),
        parts.lead([badges.phase_badge(component.phase), desk.component_badge(component.id)]),
        md.prose(item.text) if item.text else "",
        md.prose(component.why) if component.why else "",
        *_faults(desk, component),
        *_runbooks(desk, component),
        *_commands(desk, component),
        *_files(component),
        desk.made_from(item.at),
    )
    return Page(path, title, text)


def _faults(desk: Desk, component: Component) -> Iterator[Block]:
    for fault in desk.catalog.faults_of(component.id):
        yield md.heading(2, fault.title, address.anchor("f", fault.id))
        if fault.why:
            yield md.prose(fault.why)
        if fault.symptoms:
            yield md.division("pb-symptoms", md.paragraph("You see"), md.bullets(*map(md.code, fault.symptoms)))
        yield from spread(desk, fault)
        yield md.bullets(*(md.join(md.strong(f"{label}:"), " ", said) for label, said in _ends(desk, fault) if said))


def _ends(desk: Desk, fault: Fault) -> Iterator[tuple[str, Inline]]:
    yield "First noticed by", first_sign(desk, fault.id)
    for runbook in desk.catalog.runbooks_for(fault.id):
        ended = desk.proof.covered[runbook.id, str(fault.id)]
        steps = [step for step in ended.steps if step.changed]
        links = (
            md.link(md.join(f"{step.number}. ", md.rich(step.title)), desk.to(address.runbook_page(step.runbook), f"step-{step.number}"))
            for step in steps
        )
        mended = md.join(", by ", words.listed(links)) if steps else Inline()
        yield "Mended by", md.join(desk.runbook(runbook.id), f" in {words.duration(ended.seconds)}", mended)
    for name, scenario in desk.catalog.scenarios.items():
        if any(strike.fault == fault.id for strike in scenario.faults):
            yield "Replayed", desk.scenario(name)


def _runbooks(desk: Desk, component: Component) -> Iterator[Block]:
    faults = {str(fault.id) for fault in desk.catalog.faults_of(component.id)}
    covering = [one for one in desk.catalog.runbooks.values() if faults & set(map(str, one.covers))]
    if covering:
        yield md.heading(2, "Runbooks", "runbooks")
        rows = []
        for one in covering:
            time = time_of(desk.catalog, desk.proof, one.id)
            rows.append(
                [
                    desk.runbook(one.id),
                    badges.phase_badge(one.phase),
                    badges.risk_badge(desk.catalog.risk_of(one)),
                    said_time(time) if time else "",
                ]
            )
        yield md.table(["Runbook", "Phase", "Risk", "Takes"], rows)


def _commands(desk: Desk, component: Component) -> Iterator[Block]:
    known = touching(desk.catalog)
    for role, title, anchor in ((Role.SET, "What changes it", "changed-by"), (Role.SHOWN, "What shows it", "shown-by")):
        names = known.get((str(component.id), role), ())
        if names:
            yield md.heading(2, title, anchor, found=False)
            yield _command_rows(desk, names)


def _files(component: Component) -> Iterator[Block]:
    if component.files:
        yield md.heading(2, "Where it is written", "files")
        yield md.bullets(*(md.join(md.code(file.path), ": " if file.note else "", md.rich(file.note or "")) for file in component.files))


def _command_rows(desk: Desk, names: Iterable[str]) -> Block:
    """A table of commands, what each is for, its phase and its risk."""
    commands = [desk.catalog.commands[name] for name in names]
    rows = [
        [desk.command(one.id), md.rich(one.purpose or ""), badges.phase_badge(one.phase), badges.risk_badge(one.risk)] for one in commands
    ]
    return md.table(["Command", "What for", "Phase", "Risk"], rows)
