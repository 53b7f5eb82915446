"""The page of a component: whose it is and why, what it stands on, how it fails and what that takes down."""

from collections.abc import Iterator, Mapping, Sequence

import networkx as nx

from catalog.catalog import owner_of
from catalog.component import Component, Field, FileRef
from catalog.event import Fault
from catalog.location import Location
from catalog.uses import Role
from generator import address, badges, drawing, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.chart import Node, chart_of
from generator.markup import Block, Inline
from generator.pages.routines import first_sign
from generator.pages.verified import mark
from generator.parts import Look
from generator.spread import spread
from generator.start_order import in_start_order
from generator.touching import Touching, only_changing, touching

_NAMED, _SHOWN = 8, 8
"""How many components that need it at some remove are named, and how many commands that show it; more are counted."""


def pages(book: Book) -> Iterator[Page]:
    """Yield the page of every component."""
    known = touching(book.catalog)
    own = only_changing(known)
    for component in in_start_order(book.catalog):
        yield _page(book, component, known, own)


def _page(book: Book, component: Component, known: Touching, own: Mapping[str, Sequence[str]]) -> Page:
    path = address.component_page(component.id)
    desk = book.at(path)
    text = md.page(
        md.front_matter(title=component.title, description=component.why or "", tags=[component.id]),
        md.heading(1, component.title),
        _lead(desk, component),
        md.prose(component.why) if component.why else "",
        *_addresses(component),
        *_files(desk, component),
        *_place(desk, component),
        *_conditions(component),
        *_faults(desk, component),
        *_commands(desk, component, known),
        *_reactions(desk, component),
        *_runbooks(desk, component, own),
        desk.made_from(component.at),
    )
    return Page(path, component.title, text)


def _lead(desk: Desk, component: Component) -> Block:
    shown = [
        badges.phase_badge(component.phase, desk.to(address.COMPONENTS, str(component.phase))),
        _system_badge(desk, component),
        parts.badge(component.layer, Look.PLAIN) if component.layer else "",
        parts.badge("Required for start-up", Look.PLAIN, desk.to(address.START_ORDER))
        if component.id in desk.catalog.required_for_startup
        else "",
    ]
    return parts.lead([badge for badge in shown if badge])


def _system_badge(desk: Desk, component: Component) -> Inline:
    """The system that it belongs to. Never in the colour of hybrids: the component itself has one phase."""
    system = desk.catalog.systems.get(component.system or "")
    if system is None:
        return Inline()
    if not badges.is_hybrid(desk.catalog, component):
        return parts.badge(f"Part of {system.name or system.id}", Look.PLAIN)
    return parts.badge(f"Part of {system.name or system.id}, a hybrid", Look.PLAIN, desk.to(address.COMPONENTS, "hybrid"))


def _addresses(component: Component) -> Iterator[Block]:
    if component.addresses:
        yield md.heading(2, "Where it is reached", "addresses")
        rows = [[md.code(address.value), md.text(address.name.replace("-", " "))] for address in component.addresses]
        yield md.table(["Address", "Of"], rows)


def _files(desk: Desk, component: Component) -> Iterator[Block]:
    if component.files:
        yield md.heading(2, "Where it is written", "files", found=False)
        held = desk.book.verified is not None
        rows = [
            [
                md.code(file.path),
                md.code(f"task {file.task}") if file.task else "",
                md.join(*filter(None, (file.lines, *map(_field, file.fields))), by=", "),
                md.rich(file.note or ""),
                *([mark(desk, _named_in(file))] if held else []),
            ]
            for file in component.files
        ]
        yield md.table(["File", "Task", "Lines and keys", "Note", *(["Verified"] if held else [])], rows)


def _field(one: Field) -> Inline:
    return md.code(one.key if one.value is None else f"{one.key}: {one.value}")


def _named_in(file: FileRef) -> Iterator[Location]:
    yield from (word.at for word in (file.path, file.task, file.lines, *(one.key for one in file.fields)) if word is not None)


def _place(desk: Desk, component: Component) -> Iterator[Block]:
    catalog = desk.catalog
    after = [name for name, other in catalog.components.items() if component.id in other.starts_after]
    direct = catalog.carried_by(component.id)
    further = sorted(catalog.dependents_of(component.id) - set(direct))
    rows = [
        ("Starts after", component.starts_after),
        ("Then start", after),
        ("Needs, while it runs", catalog.supports_of(component)),
        ("Needed by", direct),
        ("Through these, needed by", further if len(further) <= _NAMED else []),
    ]
    yield md.heading(2, "What it stands on, and what stands on it", "place", found=False)
    yield _picture(desk, component)
    lines = [_named(name, words.listed(map(desk.component, listed)) or md.text("nothing")) for name, listed in rows]
    if len(further) > _NAMED:
        counted = md.link(words.counted(len(further), "component"), desk.to(address.START_ORDER))
        lines[-1] = _named("Through these, needed by", counted)
    lines += [
        md.join(md.strong("The repository does not let it wait for"), " ", desk.component(one.other), ": ", md.rich(one.why))
        for one in component.unordered
        if one.other in catalog.components
    ]
    yield md.bullets(*lines)
    if component.delivers:
        yield md.paragraph("It delivers every component of the", badges.phase_badge(component.delivers), "phase.")
    if component.serves:
        yield md.paragraph("It takes manifests of", md.join(words.listed(map(md.code, component.serves)), "."))


def _picture(desk: Desk, component: Component) -> Block:
    catalog = desk.catalog
    shown = {component.id, *catalog.carried_by(component.id), *catalog.supports_of(component)}
    if len(shown) == 1:
        return Block()
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(str(name) for name in shown)
    graph.add_edges_from(
        (str(need), str(name)) for name in shown for need in catalog.supports_of(catalog.components[name]) if need in shown
    )
    title = f"What {component.title} needs, above it, and what needs it, below: if it fails, what is below it may fail too"
    return drawing.graph(
        chart_of(graph, {str(name): node_of(desk, name) for name in shown}, reduced=True),
        anchor="picture",
        title=title,
        kept=desk.book.kept,
    )


def node_of(desk: Desk, name: str) -> Node:
    """Return the box of a component in a picture."""
    component = desk.catalog.components[name]
    look = f"{badges.phase_look(component.phase)}"
    return Node(id=str(name), label=component.title, look=look, href=desk.href(address.component_page(name)))


def _conditions(component: Component) -> Iterator[Block]:
    if component.conditions:
        yield md.heading(2, "What can be well or broken", "conditions", found=False)
        rows = [
            [md.code(variable.name), md.code(variable.values[0]), words.listed(map(md.code, variable.values[1:]), "or")]
            for variable in component.conditions
        ]
        yield md.table(["Condition", "Healthy", "Otherwise"], rows)


def _faults(desk: Desk, component: Component) -> Iterator[Block]:
    faults = desk.catalog.faults_of(component.id)
    if faults:
        yield md.heading(2, "How it fails", "faults")
        first = [fault for fault in faults if owner_of(fault.sets[0].fact) == component.id]
        for fault in first:
            yield from _fault(desk, fault)
        others = [desk.fault(fault.id) for fault in faults if fault not in first]
        if others:
            yield md.paragraph(md.strong("With others:"), md.join(words.listed(others), "."))


def _fault(desk: Desk, fault: Fault) -> Iterator[Block]:
    catalog = desk.catalog
    yield md.heading(3, fault.title, address.anchor("f", fault.id))
    if fault.why:
        yield md.prose(fault.why)
    covering = catalog.runbooks_for(fault.id)
    ended = [(book.id, desk.proof.covered[book.id, str(fault.id)]) for book in covering]
    rows = [
        ("What breaks", words.assigned(catalog, fault.sets)),
        ("You see", words.listed(map(md.code, fault.symptoms), "or")),
        (
            "Mended by",
            words.listed(md.join(desk.runbook(name), f" in {words.duration(one.seconds)}") for name, one in ended) or md.text("no runbook"),
        ),
        ("First noticed by", first_sign(desk, fault.id)),
        ("Written in", desk.source(fault)),
    ]
    yield from spread(desk, fault)
    yield md.bullets(*(_named(label, said) for label, said in rows if said))


def _named(label: str, said: Inline) -> Inline:
    return md.join(md.strong(f"{label}:"), " ", said)


def _commands(desk: Desk, component: Component, known: Touching) -> Iterator[Block]:
    for role, title, anchor in ((Role.SET, "Commands that change it", "changed-by"), (Role.SHOWN, "Commands that show it", "shown-by")):
        names = known.get((str(component.id), role), ())
        if names:
            yield md.heading(2, title, anchor, found=False)
            shown = names if role is Role.SET else names[:_SHOWN]
            risks = {name: badges.risk_badge(desk.catalog.commands[name].risk) for name in shown}
            yield md.bullets(*(md.join(desk.command(name), risk, by=" ") for name, risk in risks.items()))
            if shown != names:
                yield parts.note(f"Of {len(names)}: those that show the least besides.")


def _reactions(desk: Desk, component: Component) -> Iterator[Block]:
    found = [one for one in desk.catalog.reactions.values() if any(owner_of(made.fact) == component.id for made in one.set)]
    if found:
        yield md.heading(2, "What happens to it by itself", "reactions", found=False)
        rows = [
            [
                words.assigned(desk.catalog, one.set),
                words.holds(desk.catalog, one.when),
                words.duration(one.after) if one.after else "at once",
                one.by or "",
                md.rich(one.why or ""),
            ]
            for one in found
        ]
        yield md.table(["What", "When", "After", "By", "Why"], rows)


def _runbooks(desk: Desk, component: Component, own: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """The runbooks that mend it, and those that change it by a command that changes nothing else."""
    catalog = desk.catalog
    mending = [book for fault in catalog.faults_of(component.id) for book in catalog.runbooks_for(fault.id)]
    setting = [book for name in own.get(str(component.id), ()) for book in catalog.runbooks_using(name)]
    names = {book.id for book in (*mending, *setting)}
    found = [book for book in catalog.runbooks.values() if book.id in names]
    if found:
        yield md.heading(2, "Runbooks", "runbooks", found=False)
        yield md.bullets(*(md.join(desk.runbook(book.id), " ", badges.phase_badge(book.phase)) for book in found))
