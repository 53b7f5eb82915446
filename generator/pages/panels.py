"""What the reader of a line may see, told by one line each; what leads to the same place stands in one panel, whole outputs in the reference."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator import markdown as md
from generator import parts, words
from generator.book import Desk
from generator.markup import Block, Inline
from generator.sight import Sight
from generator.telling import is_all, shown, telling

_OPEN, _LISTED = 2, 6
"""How many telling lines of a panel stand open, and how many more are folded away; the reference has them all, in full."""
_TITLE = 60
"""Letters of what stands in a title."""
_SHORT = 2
"""Lines of an output that stands open though nothing depends on it."""

Target: TypeAlias = tuple[Inline, str]
"""Where one goes: what stands on the link, and its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """What lines say that fail, and where that leads; `said` tells whether the step names the place itself."""

    messages: tuple[str, ...] = ()
    target: Target | None = None
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """The sights of a step: `leads` tells where one leads, `met` are the texts that replays of the step printed."""

    desk: Desk
    leads: Callable[[Sight], Target | None]
    met: frozenset[str]

    def deciding(self, line: str, failing: Failing) -> Iterator[Block]:
        """Yield the panels of a line by which something is decided; `failing` joins the panel that leads to the same place."""
        sights = self.desk.book.sights.of(line)
        groups: dict[tuple[bool, Target | None], list[Sight]] = {}
        for sight in sorted(sights, key=lambda one: (not one.healthy, one.text.rstrip("\n") not in self.met)):
            groups.setdefault((sight.healthy, self.leads(sight)), []).append(sight)
        if len(groups) > 1 and len({target for _, target in groups}) == 1:
            yield from self._alike(line, failing, *(target for _, target in list(groups)[:1]))
            return
        joined = next((key for key in groups if not key[0] and key[1] == failing.target), None) if failing.said else None
        open_ = [key for key in groups if key[0] or key[1] or not any(target for _, target in groups)]
        yield parts.panels(*(self._panel(line, key, groups[key], failing if key == joined else Failing()) for key in open_))
        undecided = [sight for key, found in groups.items() if key not in open_ for sight in found]
        if undecided:
            yield md.details("quote", "It prints something else", *self._sights(line, undecided))
        if joined is None:
            yield from self.failing(failing)

    def _alike(self, line: str, failing: Failing, target: Target | None) -> Iterator[Block]:
        """What leads to one place, whatever is printed."""
        yield from self.other(line)
        yield _go(target)
        yield from self.failing(failing)

    def other(self, line: str) -> Iterator[Block]:
        """Yield what a line may print that decides nothing: as it is where that is short, else folded to its telling lines."""
        sights = self.desk.book.sights.of(line)
        if len(sights) == 1 and len(sights[0].text.splitlines()) <= _SHORT:
            yield parts.output(sights[0].text)
            return
        if len(sights) > 1:
            yield md.details("quote", "What it may print", *self._sights(line, sights))
        elif sights:
            yield parts.note(md.link("What it prints", self.desk.outputs(line)))

    def failing(self, failing: Failing) -> Iterator[Block]:
        """Yield where a line that fails leads, and folded below it what it says then."""
        if failing.messages:
            leads = _go(failing.target) or md.paragraph("Nothing in this guide leads on from here.")
            title = md.join("It fails → ", failing.target[0]) if failing.target and failing.said else "It fails"
            yield md.details("fails", title, *_messages(failing.messages), leads)

    def _panel(self, line: str, key: tuple[bool, Target | None], sights: list[Sight], failing: Failing) -> Block:
        healthy, target = key
        word = "Healthy" if healthy else "Broken"
        when = self._when(sights[0]) if len(sights) == 1 else md.text("it looks like one of these")
        when = md.join(when, ", or it fails") if failing.messages else when
        told = is_short(when) and not (healthy and len(sights) == 1 and sights[0].always)
        head = md.join(word, ": ", when) if told else word
        body = (*self._sights(line, sights), *_messages(failing.messages), _go(target))
        return (parts.healthy if healthy else parts.broken)(head, *body)

    def _when(self, sight: Sight) -> Inline:
        return md.text("anything else") if sight.always else words.holds(self.desk.catalog, sight.when)

    def _sights(self, line: str, sights: Sequence[Sight]) -> Iterator[Block]:
        """The telling lines, each once; the first unfolds to the way to the whole outputs, what is left over is folded away."""
        every = self.desk.book.sights.of(line)
        alike: dict[str, Sight] = {}
        for sight in sights:
            alike.setdefault(telling(sight, every), sight)
        told = list(alike.items())
        for number, (words_, sight) in enumerate(told[:_OPEN]):
            meaning = "" if len(sights) == 1 and is_short(self._when(sight)) else md.paragraph(self._when(sight))
            whole = "" if number or is_all(words_, sight.text) else md.paragraph(md.link("Every output in full", self.desk.outputs(line)))
            yield parts.sight(shown(words_, every, healthy=sight.healthy), meaning, whole)
        rest = [shown(words_, every, healthy=sight.healthy) for words_, sight in told[_OPEN : _OPEN + _LISTED]]
        if rest:
            yield md.details("quote", f"{len(told) - _OPEN} more", md.bullets(*rest))


def is_short(said: Inline | str, letters: int = _TITLE) -> bool:
    """Return whether words fit into so many letters, those of a title; markup does not count."""
    return len(re.sub(r"<[^>]*>|&#\d+;|`", "", said)) <= letters


def _go(target: Target | None) -> Block:
    return Block() if target is None else parts.go(*target)


def _messages(messages: Sequence[str]) -> Iterator[Block]:
    if messages:
        first = messages[0]
        yield parts.sight(md.code(_first_line(first)))
    if len(messages) > 1:
        yield md.details("quote", f"{len(messages) - 1} more", md.bullets(*(md.code(_first_line(one)) for one in messages[1:])))


def _first_line(message: str) -> str:
    return message.partition("\n")[0]
