"""Moving a component to the other phase: the verdict first, then what it would take."""

from collections import Counter
from collections.abc import Iterator

from catalog.component import Component
from catalog.entity import Phase, Reach
from catalog.uses import Role
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.migration import Move, Verdict, Wait, moves
from generator.parts import Look
from generator.start_order import in_start_order
from generator.touching import Touching, touching
from simulator.replay import Asked

_WORDS = {Verdict.NEVER: "Cannot move", Verdict.TOGETHER: "Only with others", Verdict.ALONE: "Could move"}
_LOOKS = {Verdict.NEVER: Look.BAD, Verdict.TOGETHER: Look.DISRUPTIVE, Verdict.ALONE: Look.GOOD}


def page(book: Book, title: str) -> Page:
    """Return the page on moving components between the phases."""
    desk, known = book.at(address.MIGRATION), touching(book.catalog)
    by_id = {str(move.component.id): move for move in moves(book)}
    found = [by_id[component.id] for component in in_start_order(book.catalog)]
    text = md.page(
        md.front_matter(
            title=title, hide=["toc"], description="For each component: could it move to the other phase, and what would that take?"
        ),
        md.heading(1, title),
        md.paragraph(
            "One rule decides: a Bootstrap component must not wait for a GitOps one, for it could never start.",
            "So each component was moved to the other phase, and whatever then waits in vain was counted.",
        ),
        *_balance(found),
        *_how(desk),
        *_table(desk, found),
        *(block for move in found for block in _details(desk, move, known)),
    )
    return Page(address.MIGRATION, title, text)


def _balance(found: list[Move]) -> Iterator[Block]:
    counts = Counter(move.verdict for move in found)
    pairs = {Verdict.NEVER: "cannot move", Verdict.TOGETHER: "only together with others", Verdict.ALONE: "could move alone"}
    if found:
        yield parts.numbers(*((str(counts[verdict]), said) for verdict, said in pairs.items()))


def _how(desk: Desk) -> Iterator[Block]:
    yield md.heading(2, "How a move is made", "how")
    hybrids = words.listed(md.text(system.name or system.id) for system in desk.catalog.hybrids)
    yield md.numbered(
        "Read the verdict below. Where others have to move too, begin with the one that the others wait for.",
        "Build the new way first: a manifest in Git, or a task. Leave the old way until the new one works.",
        "Take the old way out: two owners undo each other's work.",
        md.join("Change ", md.code("phase"), " in the file that its page names, and run ", md.code("phasebook check --strict"), "."),
        "The check says which needs, trees and runbooks no longer fit. Mend them until it is silent.",
    )
    if desk.catalog.hybrids:
        yield md.paragraph(
            md.join(
                "A system may also be split: the part that the start needs stays in one phase, the rest goes to the other. So are ",
                hybrids,
                ".",
            )
        )


def _table(desk: Desk, found: list[Move]) -> Iterator[Block]:
    if found:
        yield md.heading(2, "At a glance", "glance")
        rows = [
            [
                md.link(move.component.title, f"#{_anchor(move.component)}"),
                badges.phase_badge(move.component.phase),
                parts.badge(_WORDS[move.verdict], _LOOKS[move.verdict]),
                _because(desk, move),
            ]
            for move in found
        ]
        yield md.table(["Component", "Today", "To the other phase", "Because"], rows)


def _anchor(component: Component) -> str:
    return address.anchor("m", component.id)


def _because(desk: Desk, move: Move) -> Inline:
    known = desk.catalog.components
    if move.component.delivers is move.to:
        return md.text("it brings the other phase, and cannot bring itself")
    if move.chain:
        last = known[move.chain[-1].who]
        return md.join(md.text(last.title), " rests on it and brings the other phase")
    if move.with_it:
        first, *others = move.with_it
        more = f" and {words.counted(len(others), 'other')}" if others else ""
        return md.join(md.text(known[first].title), more, " would have to come too")
    return md.join("nothing waits in vain; ", *(_asked(asked) for _, asked in move.by_tree[:1]))


def _asked(asked: Asked) -> Inline:
    return md.join("but the tree asks: ", md.rich(asked.ask), " ", md.strong("Yes." if asked.answer else "No."))


def _wait(desk: Desk, wait: Wait) -> Inline:
    parts_of = desk.catalog.components
    return md.join(md.text(parts_of[wait.who].title), f" {wait.verb} ", md.text(parts_of[wait.whom].title))


def _details(desk: Desk, move: Move, known: Touching) -> Iterator[Block]:
    component = move.component
    yield md.heading(2, component.title, _anchor(component))
    yield md.paragraph(
        badges.phase_badge(component.phase), "to", badges.phase_badge(move.to), parts.badge(_WORDS[move.verdict], _LOOKS[move.verdict])
    )
    items = [
        ("Forbidden by", md.join(*(_wait(desk, wait) for wait in move.chain or move.waits), by="; ") if move.waits else ""),
        ("Have to move with it", words.listed(map(desk.component, move.with_it)) if move.with_it else ""),
        ("The decision tree says", words.listed(_decided(desk, move))),
        ("Stands here because", md.rich(component.why or "")),
        *_work(desk, move, known),
        ("Change", desk.source(component)),
    ]
    yield md.bullets(*(md.join(md.strong(f"{label}:"), " ", said) for label, said in items if said))


def _decided(desk: Desk, move: Move) -> Iterator[Inline]:
    for tree, asked in move.by_tree:
        answer = "Yes" if asked.answer else "No"
        phase = badges.phase_word(move.component.phase)
        yield md.join(phase, ", because of ", desk.tree(tree), ": ", md.rich(asked.ask), " ", md.strong(f"{answer}."))


def _work(desk: Desk, move: Move, known: Touching) -> Iterator[tuple[str, Inline]]:
    """What would have to be made and undone."""
    component, catalog = move.component, desk.catalog
    setting = [catalog.commands[name] for name in known.get((str(component.id), Role.SET), ())]
    by_hand = [one for one in setting if one.phase is Reach.BOOTSTRAP]
    delivering = [other.id for other in catalog.components.values() if other.delivers is Phase.GITOPS]
    commands = words.listed(desk.command(one.id) for one in by_hand)
    runbooks = words.listed(
        dict.fromkeys(desk.runbook(book.id) for one in by_hand for book in catalog.runbooks_using(one.id) if book.phase is not Reach.GITOPS)
    )
    after = [other.id for other in catalog.components.values() if component.id in (*other.starts_after, *other.needs)]
    if move.to is Phase.GITOPS:
        yield "It would be brought by", words.listed(map(desk.component, delivering))
        yield "Commands to retire or to keep for the first start only", commands
        yield "Runbooks that use them", runbooks
        yield "Would start later, with it", words.listed(map(desk.component, after))
    else:
        yield "No longer brought by", words.listed(map(desk.component, delivering))
        yield "A command has to deploy it", md.join("today ", commands, " touch it") if by_hand else md.text("there is none yet")
        yield "Files that leave Git's hands", words.listed(md.code(file.path) for file in component.files)
