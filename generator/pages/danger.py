"""What must be read before a line is run: its risk, its warning, and where what it says is not the truth."""

from collections.abc import Iterator

from catalog.command import Command, Risk
from catalog.pattern import Match, fill
from generator import badges, parts, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline

_WORST = {
    Risk.DISRUPTIVE: "what runs now may stop for a while",
    Risk.DESTRUCTIVE: "what it takes away does not come back",
}


def before(desk: Desk, match: Match) -> Iterator[Block]:
    """Yield the boxes that stand before a line."""
    command = match.command
    worst = _WORST.get(command.risk) if command.risk else None
    risk = md.join(badges.risk_word(command.risk), ": ", worst) if worst else Inline()
    if command.warning:
        said = md.prose(fill(command.warning, {**match.words, **match.meanings}))
        yield parts.warning(md.join(risk, ". Before you run this") if risk else md.text("Before you run this"), said)
    elif risk:
        yield parts.warning(risk)
    claims = list(lies(desk, command))
    if claims:
        yield md.details("warning", "Do not trust it alone", md.bullets(*claims))


def lies(desk: Desk, command: Command) -> Iterator[Inline]:
    """Yield in words where a command says something whether it is true or not."""
    for show in command.shows:
        if show.claim:
            said = md.join("says, true or not: ", words.assigned(desk.catalog, show.claim))
            when = Inline() if words.is_always(show.when) else md.join("Where ", words.holds(desk.catalog, show.when), " ")
            yield md.join(when, "it " if when else "It ", said)
