"""What must be read before a line is run: its risk, its warning, and where what it says is not the truth."""

from collections.abc import Iterator

from catalog.command import Command, Risk
from catalog.pattern import Match, fill
from generator import badges, parts, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline

_TOLD = 100
"""Letters of what stands before a command; more stands where the command is told."""
_WORST = {
    Risk.DISRUPTIVE: "what runs now may stop for a while",
    Risk.DESTRUCTIVE: "what it takes away does not come back",
}


def before(desk: Desk, match: Match, step: str | None = None) -> Iterator[Block]:
    """Yield the boxes that stand before a line; `step` is what the step itself warns of, where the line is its first."""
    command = match.command
    worst = _WORST.get(command.risk) if command.risk else None
    risk = md.join(badges.risk_word(command.risk), ": ", worst) if worst else Inline()
    said = [step] if step else []
    said += [fill(command.warning, match.spoken)] if command.warning else []
    if said:
        yield parts.warning(md.join(risk, ". Before you run this") if risk else md.text("Before you run this"), *map(md.prose, said))
    elif risk:
        yield parts.warning(risk)
    claims = list(lies(desk, command))
    if claims:
        short = len(claims) == 1 and words.fits(claims[0], _TOLD)
        told = claims[0] if short else md.link("see when it errs", desk.entry(command.id))
        yield parts.beware(md.join(md.strong("Do not trust it alone:"), " ", told))


def lies(desk: Desk, command: Command) -> Iterator[Inline]:
    """Yield in words where a command says something whether it is true or not."""
    for show in command.shows:
        if show.claim:
            said = md.join("says, true or not: ", words.assigned(desk.catalog, show.claim))
            when = Inline() if words.is_always(show.when) else md.join("Where ", words.holds(desk.catalog, show.when), " ")
            yield md.join(when, "it " if when else "It ", said)
