"""What the reader of a line may see, told by one line each; what leads to the same place stands together, whole outputs in the reference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from generator import markdown as md
from generator import parts, seen, words
from generator.book import Desk
from generator.markup import Block, Inline
from generator.sight import Sight
from generator.telling import cut, first, shown, telling

_OPEN = 2
"""How many telling lines stand where one leads; the reference has them all, in full."""
_TITLE = 60
"""Letters of what stands in a title."""
_SHORT = 2
"""Lines of an output that stands open though nothing depends on it."""

Target: TypeAlias = tuple[Inline, str]
"""Where one goes: what stands on the link, and its address."""
Groups: TypeAlias = "dict[tuple[bool, Target | None], list[Sight]]"
"""The sights of a line by whether they are healthy and by where they lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """What lines say that fail, and where that leads; `said` tells whether the step names the place itself."""

    messages: tuple[str, ...] = ()
    target: Target | None = None
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """The sights of a step: `leads` tells where one leads, `met` are the texts that replays of the step printed.

    `usual` is where a step leads at whose end all is healthy, or something is not.
    """

    desk: Desk
    leads: Callable[[Sight], Target | None]
    usual: Mapping[bool, Target]
    met: frozenset[str]

    def boxed(self, line: str, failing: Failing) -> Iterator[Block]:
        """Yield the panels of the one line by which a step is decided; `failing` joins the panel that leads to the same place."""
        groups = self._groups(line)
        if len(groups) > 1 and len({target for _, target in groups}) == 1:
            yield from self.other(line)
            yield from (parts.go(*target) for _, target in list(groups)[:1] if target)
            yield from self.failing(failing)
            return
        joined = next((key for key in groups if not key[0] and key[1] == failing.target), None) if failing.said else None
        yield seen.panels(*(self._panel(line, key, groups[key], failing if key == joined else Failing()) for key in _told(groups)))
        if joined is None:
            yield from self.failing(failing)
        yield self._reference(line)

    def listed(self, line: str) -> Iterator[Block]:
        """Yield a row for each sight of a line that is told before its step ends; where that leads in any case but the usual ones."""
        every, groups = self.desk.book.sights.of(line), self._groups(line)
        rows = []
        for key in _told(groups):
            healthy, target = key
            told = list(self._telling(line, groups[key]).items())[:_OPEN]
            rows += [seen.saw(shown(words_, every, healthy=healthy), self._meaning(sight), healthy=healthy) for words_, sight in told]
            rows += [seen.way(*target)] if target and target != self.usual[healthy] else []
        yield seen.sights(*rows)
        yield self._reference(line)

    def other(self, line: str) -> Iterator[Block]:
        """Yield what a line may print that decides nothing: as it is where that is short, else where it is told."""
        sights = self.desk.book.sights.of(line)
        if len(sights) == 1 and len(sights[0].text.splitlines()) <= _SHORT:
            yield parts.output(sights[0].text)
        else:
            yield self._reference(line)

    def failing(self, failing: Failing) -> Iterator[Block]:
        """Yield where a line that fails leads, with what it said when it did so in a replay."""
        if failing.messages and failing.target:
            label, address = failing.target
            yield seen.fails(label, address, self._said(failing)) if failing.said else parts.note("If it fails:", md.link(label, address))

    def _groups(self, line: str) -> Groups:
        groups: Groups = {}
        sights = self.desk.book.sights.of(line)
        for sight in sorted(sights, key=lambda one: (not one.healthy, one.text.rstrip("\n") not in self.met)):
            groups.setdefault((sight.healthy, self.leads(sight)), []).append(sight)
        return groups

    def _panel(self, line: str, key: tuple[bool, Target | None], sights: list[Sight], failing: Failing) -> Block:
        healthy, target = key
        when = self._when(sights[0]) if len(sights) == 1 else md.text("it looks like one of these")
        when = md.join(when, ", or it fails") if failing.messages else when
        told = words.fits(when, _TITLE) and not (healthy and len(sights) == 1 and sights[0].always)
        head = md.join(_word(healthy=healthy), ": ", when) if told else _word(healthy=healthy)
        every = self.desk.book.sights.of(line)
        lines = [
            seen.sight(shown(words_, every, healthy=healthy), Inline() if len(sights) == 1 else self._meaning(sight))
            for words_, sight in list(self._telling(line, sights).items())[:_OPEN]
        ]
        lines += [seen.sight(self._said(failing))] if failing.messages else []
        return (parts.healthy if healthy else parts.broken)(head, *lines, *([parts.go(*target)] if target else []))

    def _said(self, failing: Failing) -> Inline:
        """What failing lines say: what a replay met, else the first that they may say."""
        return cut(first(next((one for one in failing.messages if one in self.met), failing.messages[0])))

    def _telling(self, line: str, sights: Sequence[Sight]) -> dict[str, Sight]:
        """The telling lines, each once, with the first sight that it tells."""
        every = self.desk.book.sights.of(line)
        alike: dict[str, Sight] = {}
        for sight in sights:
            alike.setdefault(telling(sight, every), sight)
        return alike

    def _when(self, sight: Sight) -> Inline:
        return md.text("anything else") if sight.always else words.holds(self.desk.catalog, sight.when)

    def _meaning(self, sight: Sight) -> Inline:
        """What a sight means, where that is short."""
        when = self._when(sight)
        return when if words.fits(when, _TITLE) and not sight.always else Inline()

    def _reference(self, line: str) -> Block:
        forms = len(self.desk.book.sights.of(line))
        label = f"All {forms} forms of what it prints" if forms > 1 else "What it prints"
        return parts.more(label, self.desk.outputs(line))


def _told(groups: Groups) -> list[tuple[bool, Target | None]]:
    """The groups that are told: those that are healthy or lead somewhere, and all where none does."""
    return [key for key in groups if key[0] or key[1] or not any(target for _, target in groups)]


def _word(*, healthy: bool) -> Inline:
    return md.text("Healthy" if healthy else "Broken")
