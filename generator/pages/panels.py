"""What the reader of a line may see: well and not well side by side, each with where it leads; what is rarely seen is folded away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator import markdown as md
from generator import parts, words
from generator.book import Desk
from generator.markup import Block, Inline
from generator.sight import Sight

_SHOWN = 2
"""How many broken sights stand open."""
_SHORT = 6
"""Lines of an output that stands open though nothing depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """The sights of a step: `leads` writes where one leads, `met` are the texts that replays of the step printed."""

    desk: Desk
    leads: Callable[[Sight], Block]
    met: frozenset[str]

    def of(self, line: str, *, decides: bool) -> Iterator[Block]:
        """Yield what a line may print; open where something is decided by it."""
        sights = self.desk.book.sights.of(line)
        if len(sights) == 1 and sights[0].always:
            yield self._plain(sights[0])
        elif decides:
            yield from self._open(sights)
        elif sights:
            yield md.details("info", "What it may print", *map(self._folded, sights))

    def _plain(self, sight: Sight) -> Block:
        shown = parts.output(sight.text)
        return shown if len(sight.text.splitlines()) <= _SHORT else md.details("info", "What it prints", shown)

    def _open(self, sights: tuple[Sight, ...]) -> Iterator[Block]:
        broken = [sight for sight in sights if not sight.healthy]
        met = [sight for sight in broken if sight.text.rstrip("\n") in self.met]
        shown = met[:_SHOWN] or broken[:1]
        folded = [sight for sight in broken if sight not in shown]
        yield parts.panels(*(self._panel(sight) for sight in sights if sight.healthy), *map(self._panel, shown))
        if folded:
            yield md.details("failure", f"{words.counted(len(folded), 'more thing')} that it may print", *map(self._folded, folded))

    def _when(self, sight: Sight, otherwise: str) -> Inline:
        return md.text(otherwise) if sight.always else words.holds(self.desk.catalog, sight.when)

    def _panel(self, sight: Sight) -> Block:
        body = (parts.output(sight.text), self.leads(sight))
        if not sight.healthy:
            return parts.broken(md.join("Broken: ", self._when(sight, "anything else")), *body)
        return parts.healthy(md.text("Healthy") if sight.always else md.join("Healthy: ", self._when(sight, "")), *body)

    def _folded(self, sight: Sight) -> Block:
        mark = "Healthy: " if sight.healthy else "Broken: "
        return md.stack(
            md.paragraph(md.strong(md.join(mark, self._when(sight, "anything else")))), parts.output(sight.text), self.leads(sight)
        )
