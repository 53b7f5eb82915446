"""What a line prints: part by part, and of each part the line that holds (language §3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.condition import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of what is printed, or several, where `when` holds."""

    when: Condition
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of what is printed, where `when` holds: of its lines the first that holds."""

    when: Condition
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is printed where `when` holds in the settled state, one part under the other."""

    when: Condition
    parts: tuple[Part, ...]

    def chosen(self, holds: Callable[[Condition], bool]) -> tuple[int | None, ...]:
        """Return for each part the number of the line that it prints, from 0; None where it prints none."""
        return tuple(
            next((number for number, line in enumerate(part.lines) if holds(line.when)), None) if holds(part.when) else None
            for part in self.parts
        )

    def text(self, chosen: tuple[int | None, ...]) -> str:
        """Return what is printed where these lines of the parts are."""
        texts = [part.lines[number].text for part, number in zip(self.parts, chosen, strict=True) if number is not None]
        return "\n".join([*(text.removesuffix("\n") for text in texts[:-1]), *texts[-1:]])

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition that decides what is printed."""
        yield self.when
        for part in self.parts:
            yield part.when
            yield from (line.when for line in part.lines)
