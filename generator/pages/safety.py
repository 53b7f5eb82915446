"""What the commands that disrupt or destroy can do, in which state of the cluster, and what to look at first."""

from collections.abc import Iterator, Mapping

from catalog.command import Command, Risk
from generator import address, badges, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.hazards import Hazard, Setting, Shown, Trial, decisive, hazards, lookers, showing
from generator.markup import Block, Inline

_SHOWN = 5
"""How many commands are named that show what to look at."""


def page(book: Book, title: str) -> Page:
    """Return the page on what may be run, and when not."""
    desk = book.at(address.SAFETY)
    found, known = hazards(book), lookers(book.catalog)
    text = md.page(
        md.front_matter(title=title, description="Every command that disrupts or destroys: what it can do, when, and what to check first."),
        md.heading(1, title),
        md.paragraph(
            "Each of these commands was run against a model of the cluster: in a healthy one, in every one with a single fault,",
            "and in every one where something is not as it should be that decides what the command does.",
            "What they destroyed, and what they took down, stands here.",
        ),
        *_balance(desk),
        *_table(desk, found),
        *(block for hazard in found for block in _hazard(desk, hazard, known)),
    )
    return Page(address.SAFETY, title, text)


def _balance(desk: Desk) -> Iterator[Block]:
    counts = {risk: sum(command.risk is risk for command in desk.catalog.commands.values()) for risk in Risk}
    yield parts.numbers(*((str(count), f"commands are {risk}") for risk, count in counts.items()))


def _table(desk: Desk, found: list[Hazard]) -> Iterator[Block]:
    if not found:
        yield md.paragraph("No command disrupts or destroys anything.")
        return
    rows = [
        [
            md.link(md.code(one.command.run), f"#{_anchor(one.command)}"),
            badges.risk_badge(one.command.risk),
            _verdict(desk, one),
            str(len(desk.catalog.runbooks_using(one.command.id))),
        ]
        for one in found
    ]
    yield md.heading(2, "At a glance", "glance")
    yield md.table(["Command", "Risk", "What it can destroy", "Runbooks"], rows, [md.Align.LEFT] * 3 + [md.Align.RIGHT])


def _anchor(command: Command) -> str:
    return address.anchor("h", command.id)


def _verdict(desk: Desk, hazard: Hazard) -> Inline:
    always = sorted({name for trial in hazard.trials for name in trial.healthy.broke})
    sometimes = [name for name in hazard.destroys if name not in always]
    said = [
        md.join(md.strong("always:"), " ", _invariants(desk, always)) if always else "",
        md.join(md.strong("in some states:"), " ", _invariants(desk, sometimes)) if sometimes else "",
    ]
    if any(said):
        return md.join(*(part for part in said if part), by="; ")
    if hazard.trials and all(trial.healthy.refused and trial.refused == len(desk.catalog.faults) for trial in hazard.trials):
        return md.text("nothing was seen: it refused to run in every cluster that was tried")
    down = {name for trial in hazard.trials for name in trial.healthy.down}
    return md.text(f"nothing; it takes down {words.counted(len(down), 'component')}" if down else "nothing")


def _invariants(desk: Desk, names: list[str]) -> Inline:
    return md.join(*(md.text(desk.catalog.invariants[name].title) for name in names), by="; ")


def _hazard(desk: Desk, hazard: Hazard, known: Shown) -> Iterator[Block]:
    command = hazard.command
    yield md.heading(2, md.code(command.run), _anchor(command))
    yield md.paragraph(
        badges.risk_badge(command.risk), badges.phase_badge(command.phase), md.link("All about it", _reference(desk, command))
    )
    if command.purpose:
        yield md.prose(command.purpose)
    if command.warning:
        yield parts.warning("Before you run this", md.prose(command.warning))
    if hazard.trials:
        yield md.bullets(*(item for item in _results(desk, hazard) if item))
    yield from _worse(desk, hazard)
    yield from _first(desk, hazard, known)
    yield from _used(desk, command)


def _reference(desk: Desk, command: Command) -> str:
    return desk.entry(command.id)


def _results(desk: Desk, hazard: Hazard) -> Iterator[Inline]:
    """What each line did in a healthy cluster; lines that did the same share an entry."""
    told: dict[Inline, list[str]] = {}
    for trial in hazard.trials:
        told.setdefault(_result(desk, trial), []).append(trial.line)
    for said, lines in told.items():
        head = (
            md.strong("In a healthy cluster:") if len(told) == 1 else md.join(words.listed(map(md.code, lines)), ", in a healthy cluster:")
        )
        yield md.join(head, " ", said)
    yield md.join(md.strong("It ends in an error"), " with ", _refused(desk, hazard), ".")


def _refused(desk: Desk, hazard: Hazard) -> str:
    counts = sorted({trial.refused for trial in hazard.trials})
    many = " to ".join(dict.fromkeys(str(count) for count in (counts[0], counts[-1])))
    return f"{many} of the {len(desk.catalog.faults)} faults"


def _result(desk: Desk, trial: Trial) -> Inline:
    well = trial.healthy
    if well.refused and not well.broke and not well.down:
        return md.text("it refuses to run, and nothing happens.")
    failed = md.text("it ends in an error, and all the same") if well.refused else Inline()
    broke = md.join(md.strong(_invariants(desk, list(well.broke))), ".") if well.broke else md.text("nothing is destroyed.")
    return md.join(*(part for part in (failed, broke, _down(desk, well.down), _afterwards(desk, trial)) if part), by=" ")


def _down(desk: Desk, down: Mapping[str, int | None]) -> Inline:
    if not down:
        return md.text("Every component stays ready.")
    times: dict[int | None, list[str]] = {}
    for name, seconds in down.items():
        times.setdefault(seconds, []).append(name)
    said = (
        md.join(
            words.listed(map(desk.component, names)),
            f" for {words.duration(seconds)}" if seconds is not None else " until somebody mends it",
        )
        for seconds, names in sorted(times.items(), key=lambda entry: entry[0] or 0)
    )
    return md.join("Not ready: ", md.join(*said, by="; "), ".")


def _afterwards(desk: Desk, trial: Trial) -> Inline:
    ended = trial.afterwards
    if ended is None:
        return Inline()
    where = md.join(" in ", desk.runbook(ended.by)) if ended.by else Inline()
    took = f" after {words.duration(ended.seconds)}" if ended.seconds else ""
    return md.join("Who then starts from the symptoms ends ", badges.outcome_badge(ended.outcome), where, took, ".")


def _worse(desk: Desk, hazard: Hazard) -> Iterator[Block]:
    rows: dict[tuple[Setting, tuple[str, ...]], list[str]] = {}
    for trial in hazard.trials:
        for setting, broke in trial.worse.items():
            rows.setdefault((setting, broke), []).append(trial.line)
    if rows:
        yield md.heading(3, "Do not run it in these states", f"{_anchor(hazard.command)}-not")
        alone = len(hazard.trials) == 1
        yield md.table(
            ["If", "It destroys", *([] if alone else ["Tried as"])],
            [
                [_setting(desk, setting), _invariants(desk, list(broke)), *([] if alone else [words.listed(map(md.code, lines))])]
                for (setting, broke), lines in rows.items()
            ],
        )


def _setting(desk: Desk, setting: Setting) -> Inline:
    name, value = setting
    return words.values(desk.catalog, [(name, (value,))]) if value else desk.fault(name)


def _first(desk: Desk, hazard: Hazard, known: Shown) -> Iterator[Block]:
    facts = decisive(desk.catalog, hazard)
    every = showing(desk.catalog, known, facts)
    found = every[:_SHOWN]
    if found:
        yield md.heading(3, "Look first", f"{_anchor(hazard.command)}-first")
        yield md.paragraph("What it does depends on these. Each line only looks.")
        rows = [[desk.command(one.id), words.listed(words.fact(desk.catalog, fact) for fact in shown)] for one, shown in found]
        yield md.table(["Run", "It shows"], rows)
    hidden = [fact for fact in facts if not any(fact in shown for _, shown in every)]
    if hidden:
        yield md.paragraph("No single line shows:", md.join(words.listed(words.fact(desk.catalog, fact) for fact in hidden), "."))


def _used(desk: Desk, command: Command) -> Iterator[Block]:
    rows = []
    for runbook in desk.catalog.runbooks_using(command.id):
        for number, step in enumerate(runbook.steps, start=1):
            lines = [line for copy in desk.catalog.lines_of(step) for line in copy]
            if any(match.command.id == command.id for line in lines for match in desk.catalog.matches(line)):
                link = md.link(md.join(f"{number}. ", md.rich(step.title)), desk.to(address.runbook_page(runbook.id), f"step-{number}"))
                only = words.holds(desk.catalog, step.only_if) if step.only_if else md.text("always")
                rows.append([desk.runbook(runbook.id), link, only])
    if rows:
        yield md.heading(3, "Where the guide uses it", f"{_anchor(command)}-used")
        yield md.table(["Runbook", "Step", "Only if"], rows)
    else:
        yield md.paragraph("No runbook uses it.")
