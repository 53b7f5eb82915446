"""The command reference: every command under its tool, with what it needs, changes, shows and prints, and where it is used."""

from collections.abc import Iterable, Iterator

from catalog.command import Command, Placeholder
from catalog.effect import Effect, Show
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.markup import Block, Inline
from generator.sight import healthy_output


def pages(book: Book) -> Iterator[Page]:
    """Yield the page of every tool."""
    for tool, commands in _tools(book).items():
        path = address.tool_page(tool)
        desk = book.at(path)
        title = tool or "Commands"
        head = md.front_matter(title=title, description=f"Every command line that begins with {tool}.")
        yield Page(path, title, md.page(head, md.heading(1, md.code(title)), *(entry for one in commands for entry in _entry(desk, one))))


def index(book: Book) -> Page:
    """Return the list of all commands."""
    desk = book.at(address.COMMANDS)
    body: list[Block] = []
    for tool, commands in _tools(book).items():
        rows = [
            [desk.command(one.id), md.rich(one.purpose or ""), badges.phase_badge(one.phase), badges.risk_badge(one.risk), _takes(one)]
            for one in commands
        ]
        body.append(md.heading(2, md.link(md.code(tool), desk.to(address.tool_page(tool))), address.anchor("t", tool)))
        body.append(md.table(["Command", "What for", "Phase", "Risk", "Takes"], rows))
    head = md.front_matter(title="Commands", description="Every command of the guide by its tool, with phase and risk.", hide=["toc"])
    text = md.page(head, md.heading(1, "Commands"), *(body or [md.paragraph("There are none yet.")]))
    return Page(address.COMMANDS, "All commands", text)


def _tools(book: Book) -> dict[str, list[Command]]:
    found: dict[str, list[Command]] = {}
    for command in sorted(book.catalog.commands.values(), key=lambda one: (one.run.split(), one.id)):
        found.setdefault(address.tool_of(command.run), []).append(command)
    return found


def _takes(command: Command) -> str:
    return words.duration(command.takes) if command.takes else ""


def _entry(desk: Desk, command: Command) -> Iterator[Block]:
    yield md.heading(2, md.code(command.run), address.anchor("c", command.id))
    shown = [badges.phase_badge(command.phase), badges.risk_badge(command.risk)]
    shown += [parts.badge(_takes(command), parts.Look.TIME)] if command.takes else []
    yield md.paragraph(*shown)
    if command.purpose:
        yield md.prose(command.purpose)
    if command.warning:
        yield parts.warning("Before you run this", md.prose(command.warning))
    facts = [_item(label, [said for said in list(entries) if said]) for label, entries in _facts(desk, command)]
    if any(facts):
        yield md.bullets(*(fact for fact in facts if fact))
    yield from _prints(desk, command)
    yield from _failing(desk, command)
    if command.seed_form:
        body = [md.stack(*map(parts.command, command.seed_form)), md.prose(command.seed_note) if command.seed_note else ""]
        yield md.details("abstract", "An older guide says", *body)
    yield parts.note("Written in", desk.source(command))


def _facts(desk: Desk, command: Command) -> Iterator[tuple[str, Iterable[Inline]]]:
    yield from ((f"{{{place.name}}} is", [_meanings(place)]) for place in command.where)
    yield "Needs", [Inline() if words.is_always(command.requires) else words.holds(desk.catalog, command.requires)]
    yield "Changes", (_effect(desk, effect) for effect in command.sets)
    yield "Shows", (_show(desk, show) for show in command.shows)
    yield "Used in", [words.listed([*map(desk.runbook, _runbooks(desk, command)), *map(desk.tree, _trees(desk, command))])]


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
    best = healthy_output(desk.book.model, command)
    entries = []
    for output in command.output:
        always = words.is_always(output.when)
        when = md.text("anything else") if always else words.holds(desk.catalog, output.when)
        if output is best:
            entries.append(parts.healthy("It prints" if always else md.join("Healthy: ", when), parts.output(output.text)))
        else:
            entries.append(parts.broken(md.join("Broken: ", when), parts.output(output.text)))
    if len(entries) == 1 and words.is_always(command.output[0].when):
        yield parts.output(command.output[0].text)
    elif entries:
        yield md.details("info", f"What it prints: {words.counted(len(entries), 'form')}", *entries)


def _failing(desk: Desk, command: Command) -> Iterator[Block]:
    rows = [
        [
            md.code(failure.message or "nothing"),
            md.text("otherwise") if words.is_always(failure.when) else words.holds(desk.catalog, failure.when),
            words.duration(command.takes if failure.takes is None else failure.takes),
        ]
        for failure in command.fails
    ]
    if rows:
        yield md.details("fails", "How it fails", md.table(["It says", "When", "After"], rows))
