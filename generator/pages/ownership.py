"""The ownership matrix: which phase owns what and why; the hybrid systems are derived from it."""

from collections.abc import Iterator

from catalog.component import Component, FileRef
from catalog.entity import Phase, Reach
from catalog.uses import Role
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.start_order import in_start_order
from generator.touching import Touching, touching

_COMMANDS, _LETTERS = 3, 44
"""How many commands a row names, and how much of each; the component's page has all."""


def page(book: Book) -> Page:
    """Return the ownership matrix."""
    desk = book.at(address.COMPONENTS)
    known = touching(book.catalog)
    body = [
        md.front_matter(
            title="Component ownership", description="Which phase owns each component, with files, commands and reasons.", hide=["toc"]
        ),
        md.heading(1, "Who owns what"),
        *_counts(desk),
    ]
    for phase in Phase:
        body += _matrix(desk, phase, known)
    return Page(address.COMPONENTS, "Ownership matrix", md.page(*body, *hybrids(desk)))


def _counts(desk: Desk) -> Iterator[Block]:
    if desk.catalog.components:
        parts_of = {phase: sum(one.phase is phase for one in desk.catalog.components.values()) for phase in Phase}
        pairs = [(str(count), f"in the {badges.phase_word(phase)} phase") for phase, count in parts_of.items()]
        yield parts.numbers(*pairs, (str(len(desk.catalog.hybrids)), "hybrid systems, with parts in both"))


def _matrix(desk: Desk, phase: Phase, known: Touching) -> Iterator[Block]:
    components = [component for component in in_start_order(desk.catalog) if component.phase is phase]
    yield md.heading(2, f"{badges.phase_word(phase)} phase", str(phase))
    if not components:
        yield md.paragraph("No component belongs to it.")
        return
    word = badges.phase_word(phase)
    headers = ["Component", "Files", "Management" if phase is Phase.GITOPS else "Commands", "Stands on", f"Why {word}"]
    yield md.table(headers, [_row(desk, component, known) for component in components])


def _row(desk: Desk, component: Component, known: Touching) -> list[Inline]:
    return [
        md.strong(desk.component(component.id)),
        words.listed(map(_file, component.files), "and"),
        _managed(desk, component, known),
        words.listed(map(desk.component, dict.fromkeys([*component.starts_after, *component.needs]))) or md.text("nothing"),
        md.rich(component.why or ""),
    ]


def _file(file: FileRef) -> Inline:
    return md.code(f"{file.path}:{file.lines}" if file.lines else file.path)


def _managed(desk: Desk, component: Component, known: Touching) -> Inline:
    delivering = [other for other in desk.catalog.components.values() if other.delivers is component.phase]
    if delivering:
        return md.join("Git commit, then ", words.listed(desk.component(other.id) for other in delivering))
    tasks = [md.code(f"task {file.task}") for file in component.files if file.task]
    changing = known.get((str(component.id), Role.SET), ())
    shown = [_short(desk, name) for name in changing if desk.catalog.commands[name].phase == Reach(component.phase)]
    return words.listed((tasks or shown)[:_COMMANDS])


def _short(desk: Desk, name: str) -> Inline:
    """A link to a command, by how it begins."""
    run = str(desk.catalog.commands[name].run)
    begins = run if len(run) <= _LETTERS else f"{run[:_LETTERS].rsplit(' ', 1)[0]} …"
    return md.link(md.code(begins), desk.entry(name))


def hybrids(desk: Desk) -> Iterator[Block]:
    """Yield the systems with parts in both phases, where there are any."""
    if desk.catalog.hybrids:
        yield md.heading(2, "Hybrid systems", "hybrid")
        yield md.paragraph("Systems with parts in both phases: each part belongs to its own phase.")
        rows = [
            [
                md.strong(system.name or system.id),
                *(words.listed(desk.component(part.id) for part in desk.catalog.parts_of(system.id, phase)) for phase in Phase),
                md.rich(system.why or ""),
            ]
            for system in desk.catalog.hybrids
        ]
        yield md.table(["System", *(f"{badges.phase_word(phase)} part" for phase in Phase), "Why"], rows)
