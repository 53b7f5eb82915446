"""The command reference: every command under its tool, with what it needs, changes, shows and prints, and where it is used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from catalog.command import Command, Placeholder, Risk
from catalog.effect import Effect, Show
from catalog.entity import Reach
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.forms import beside, forms_of
from generator.markup import Block, Inline
from generator.pages.verified import mark
from generator.shelves import by_tool, shelves

Failures: TypeAlias = tuple[tuple[Inline, ...], ...]
"""How a command fails, in the rows of a table."""
Shared: TypeAlias = Mapping[Failures, tuple[str, str, list[Command]]]
"""By the ways to fail: the page and the anchor where they are told, and the commands that fail so."""
_SEVERAL, _WORDS = 3, 4


def pages(book: Book) -> Iterator[Page]:
    """Yield the pages of every tool."""
    number = Counter[str]()
    shelved = shelves(book.catalog)
    firsts: dict[str, list[tuple[str, str]]] = {}
    for path, (tool, commands) in shelved.items():
        firsts.setdefault(tool, []).append((path, commands[0].run))
    shared = {tool: _shared(book.at(firsts[tool][0][0]), commands) for tool, commands in by_tool(book.catalog).items()}
    for path, (tool, commands) in shelved.items():
        desk = book.at(path)
        number[tool] += 1
        title = (tool or "Commands") if number[tool] == 1 else f"{tool}, page {number[tool]}"
        head = md.front_matter(title=title, description=f"Command lines that begin with {tool}.")
        entries = [entry for one in commands for entry in _entry(desk, one, shared[tool])]
        top = [md.heading(1, md.code(title)), *_further(desk, firsts[tool]), *_shortened(commands)]
        told = _ways_to_fail(desk, shared[tool]) if path == firsts[tool][0][0] else ()
        yield Page(path, title, md.page(head, *top, *entries, *told))


def _further(desk: Desk, firsts: list[tuple[str, str]]) -> Iterator[Block]:
    """The way to the other pages of a tool, each by its first command."""
    others = [(there, run) for there, run in firsts if there != desk.here]
    if others:
        yield md.paragraph(
            "Elsewhere:", words.listed(md.link(md.join("from ", md.code(_start(run)), " on"), desk.to(there)) for there, run in others)
        )


def _start(run: str) -> str:
    """The first words of a pattern: enough to see where in a list it stands."""
    first = " ".join(run.split()[:_WORDS])
    return first if first == run else f"{first} …"


def _shortened(commands: list[Command]) -> Iterator[Block]:
    """How what is printed is written down (language §3), said once where something is."""
    if any(one.output or one.fails for one in commands):
        yield md.paragraph(
            "What a line prints is shown shortened:",
            md.code("..."),
            "or words in parentheses take the place of what is left out, and of a failure only the lines that tell it are shown. "
            "Names, ages, times and figures are examples.",
        )


def index(book: Book) -> Page:
    """Return the list of all commands, to be narrowed by tool, phase and risk."""
    desk = book.at(address.COMMANDS)
    tools = by_tool(book.catalog)
    body: list[Block] = [_filter(book, tools)] if tools else []
    for tool, commands in tools.items():
        heading = md.heading(2, md.link(md.code(tool), desk.to(address.tool_page(tool))), address.anchor("t", tool), found=False)
        body.append(parts.tool(heading, *(_row(desk, one) for one in commands)))
    head = md.front_matter(title="Commands", description="Every command of the guide by its tool, with phase and risk.", hide=["toc"])
    text = md.page(head, md.heading(1, "Commands"), *(body or [md.paragraph("There are none yet.")]))
    return Page(address.COMMANDS, "All commands", text)


def _filter(book: Book, tools: Mapping[str, list[Command]]) -> Block:
    commands = book.catalog.commands.values()
    phases = [reach for reach in Reach if any(one.phase is reach for one in commands)]
    risks = [risk for risk in Risk if any(one.risk is risk for one in commands)]
    return parts.filters(
        ("Phase", [(badges.phase_word(reach), f"phase-{reach}", "") for reach in phases]),
        ("Risk", [(badges.risk_word(risk), f"risk-{risk}", "") for risk in risks]),
        ("Tool", [(tool, address.anchor("tool", tool), f"#{address.anchor('t', tool)}") for tool in tools]),
    )


def _row(desk: Desk, command: Command) -> Inline:
    """A command in the list; its classes are what it is narrowed by."""
    facts = filter(None, [badges.phase_word(command.phase), badges.risk_word(command.risk), _takes(command)])
    narrowed = [address.anchor("tool", address.tool_of(command.run))]
    narrowed += [f"phase-{command.phase}"] if command.phase else []
    narrowed += [f"risk-{command.risk}"] if command.risk else []
    label = md.join(md.code(command.run), md.span(md.rich(command.purpose or "")), md.emphasis(", ".join(facts)), by=" ")
    return md.link(label, desk.entry(command.id), badges.phase_look(command.phase), *narrowed)


def _takes(command: Command) -> str:
    return words.duration(command.takes) if command.takes else ""


def _entry(desk: Desk, command: Command, shared: Shared) -> Iterator[Block]:
    yield md.heading(2, md.code(command.run), address.anchor("c", command.id))
    shown = [badges.phase_badge(command.phase), badges.risk_badge(command.risk)]
    shown += [parts.badge(_takes(command), parts.Look.TIME)] if command.takes else []
    shown.append(mark(desk, (command.run.at, *(meaning.word.at for place in command.where for meaning in place.meanings))))
    yield md.paragraph(*shown)
    if command.purpose:
        yield md.prose(command.purpose)
    if command.warning:
        yield parts.warning("Before you run this", md.prose(command.warning))
    used = words.listed([*map(desk.runbook, _runbooks(desk, command)), *map(desk.tree, _trees(desk, command))])
    if used:
        yield md.paragraph("Used in", used)
    yield parts.reference(*_looked_up(desk, command, shared))
    yield parts.note("Written in", desk.source(command))


def _looked_up(desk: Desk, command: Command, shared: Shared) -> Iterator[Block]:
    facts = [_item(label, [said for said in list(entries) if said]) for label, entries in _facts(desk, command)]
    if any(facts):
        yield md.details("quote", "What it needs, changes and shows", md.bullets(*(fact for fact in facts if fact)))
    yield from _prints(desk, command)
    yield from _failing(desk, command, shared)
    if command.seed_form:
        body = [md.stack(*map(parts.command, command.seed_form)), md.prose(command.seed_note) if command.seed_note else ""]
        yield md.details("quote", "An older guide says", *body)


def _facts(desk: Desk, command: Command) -> Iterator[tuple[str, Iterable[Inline]]]:
    yield from ((f"{{{place.name}}} is", [_meanings(place)]) for place in command.where)
    yield "Needs", [Inline() if words.is_always(command.requires) else words.holds(desk.catalog, command.requires)]
    yield "Changes", (_effect(desk, effect) for effect in command.sets)
    yield "Shows", (_show(desk, show) for show in command.shows)


def _item(label: str, said: list[Inline]) -> md.Item | None:
    """One line where there is one thing to say, else a line for each."""
    if not said:
        return None
    head = md.strong(label)
    return md.Item(md.join(head, " ", said[0])) if len(said) == 1 else md.Item(head, tuple(map(md.Item, said)))


def _meanings(place: Placeholder) -> Inline:
    return words.listed(
        (md.code(one.word) if one.word == one.meaning else md.join(md.code(one.word), f" ({one.meaning})") for one in place.meanings), "or"
    )


def _effect(desk: Desk, effect: Effect) -> Inline:
    made = words.assigned(desk.catalog, effect.set)
    return made if words.is_always(effect.when) else md.join(made, " where ", words.holds(desk.catalog, effect.when))


def _show(desk: Desk, show: Show) -> Inline:
    said = words.listed(words.fact(desk.catalog, name) for name in show.show)
    claimed = md.join("says, true or not: ", words.assigned(desk.catalog, show.claim)) if show.claim else Inline()
    told = md.join(said, claimed)
    return told if words.is_always(show.when) else md.join(told, " where ", words.holds(desk.catalog, show.when))


def _runbooks(desk: Desk, command: Command) -> list[str]:
    return [str(book.id) for book in desk.catalog.runbooks_using(command.id)]


def _trees(desk: Desk, command: Command) -> list[str]:
    return [
        str(tree.id)
        for tree in desk.catalog.trees.values()
        if any(
            match.command.id == command.id
            for node in tree.nodes
            if node.check
            for line in node.check.run
            for match in desk.catalog.matches(line)
        )
    ]


def _prints(desk: Desk, command: Command) -> Iterator[Block]:
    """Every form, the healthy one first and whole; of the others what they have in common with it is counted."""
    forms = forms_of(desk.book.model, command)
    best = next((form for form in forms if form.healthy), None)
    entries = []
    for form in forms:
        always = words.is_always(form.when)
        when = md.text("anything else") if always else words.holds(desk.catalog, form.when)
        if form is best:
            entries.append(parts.healthy("It prints" if always else md.join("Healthy: ", when), parts.output(form.text)))
        else:
            entries.append(parts.broken(md.join("Broken: ", when), parts.output(beside(form.text, best.text) if best else form.text)))
    if len(entries) == 1 and words.is_always(forms[0].when):
        yield md.details("quote", "What it prints", parts.output(forms[0].text))
    elif entries:
        yield md.details("quote", f"What it prints: {words.counted(len(entries), 'form')}", *entries)


def _failing(desk: Desk, command: Command, shared: Shared) -> Iterator[Block]:
    rows = _failures(desk, command)
    if rows in shared:
        page, anchor, alike = shared[rows]
        target = desk.to(page, anchor) if page != desk.here else f"#{anchor}"
        yield md.paragraph("It fails", md.link(f"as {words.counted(len(alike), 'command')} do", target))
    elif rows:
        yield md.details("quote", "How it fails", md.table(_FAILS, rows))


_FAILS = ("It says", "When", "After")


def _failures(desk: Desk, command: Command) -> Failures:
    return tuple(
        (
            md.code(failure.message or "nothing"),
            md.text("otherwise") if words.is_always(failure.when) else words.holds(desk.catalog, failure.when),
            md.text(words.duration(command.takes if failure.takes is None else failure.takes)),
        )
        for failure in command.fails
    )


def _shared(desk: Desk, commands: list[Command]) -> Shared:
    """The ways to fail that several commands of a tool have in common, told once, at the end of its first page, which the desk stands for."""
    found: dict[Failures, list[Command]] = {}
    for command in commands:
        found.setdefault(_failures(desk, command), []).append(command)
    several = [(rows, alike) for rows, alike in found.items() if rows and len(alike) >= _SEVERAL]
    return {rows: (desk.here, f"fails-{number}", alike) for number, (rows, alike) in enumerate(several, start=1)}


def _ways_to_fail(desk: Desk, shared: Shared) -> Iterator[Block]:
    for rows, (_, anchor, alike) in shared.items():
        yield md.heading(2, f"How {words.counted(len(alike), 'command')} fail", anchor)
        yield md.table(_FAILS, rows)
        yield md.details("quote", "These", md.bullets(*(desk.command(one.id) for one in alike)))
