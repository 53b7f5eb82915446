"""How a fault spreads: what stops being ready at once, what later, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from catalog.event import Fault
from generator import address, words
from generator import markdown as md
from generator.book import Desk
from generator.markup import Block, Inline, address_of
from simulator.state import State

_NAMED = 5
"""How many components are named that a fault takes down at one moment."""
_BEYOND = 5
"""The bars go on for a fifth beyond the last moment, so that it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment after a fault, in seconds: the reactions that fired, and the components that are not ready from then on, or ready again."""

    seconds: int
    reactions: tuple[str, ...]
    down: tuple[str, ...]
    up: tuple[str, ...]


def moments(desk: Desk, fault: str) -> list[Moment]:
    """Return what happens after a fault in a healthy cluster, until nothing more does; rounds at one time are one moment."""
    blast = desk.proof.blasts[fault]
    clock, times = 0, dict[int, tuple[tuple[str, ...], State]]({0: ((), blast.struck)})
    for round_ in blast.rounds:
        clock += round_.seconds
        earlier, _ = times.get(clock, ((), blast.struck))
        times[clock] = ((*earlier, *round_.reactions), round_.state)
    before = frozenset[str]()
    found = []
    for seconds, (reactions, state) in times.items():
        now = state.unready
        found.append(Moment(seconds=seconds, reactions=reactions, down=tuple(sorted(now - before)), up=tuple(sorted(before - now))))
        before = now
    return found


def spread(desk: Desk, fault: Fault) -> Iterator[Block]:
    """Yield how a fault spreads, in words and, where it takes time, as bars."""
    found = moments(desk, fault.id)
    yield md.bullets(*(_moment(desk, moment) for moment in found))
    if len({moment.seconds for moment in found if moment.down}) > 1:
        yield _bars(desk, found)


def _moment(desk: Desk, moment: Moment) -> Inline:
    reactions = desk.catalog.reactions
    when = f"After {words.duration(moment.seconds)}:" if moment.seconds else "At once:"
    said = (
        words.listed(words.assigned(desk.catalog, reactions[name].set) for name in moment.reactions),
        md.join("not ready: ", _named(desk, moment.down)) if moment.down else "",
        md.join("ready again: ", _named(desk, moment.up)) if moment.up else "",
    )
    return md.join(md.strong(when), " ", md.join(*(part for part in said if part), by="; ") or md.text("nothing is to be seen"))


def _named(desk: Desk, names: tuple[str, ...]) -> Inline:
    """The components, or how many they are, with the way to where each fault stands with all that it takes down."""
    if len(names) <= _NAMED:
        return words.listed(map(desk.component, names))
    return md.link(words.counted(len(names), "component"), desk.to(address.START_ORDER, "faults"))


def _bars(desk: Desk, found: list[Moment]) -> Block:
    """A bar for all that goes down at one moment: from when on it is not ready. The list beside it says the same."""
    end = found[-1].seconds + max(1, found[-1].seconds // _BEYOND)
    lines = "".join(_bar(desk, moment, end) for moment in found if moment.down)
    label = f"From when on what is not ready, up to {words.duration(found[-1].seconds)} after the fault"
    return Block(f'<div class="pb-bars" role="group" aria-label="{escape(label)}">{lines}</div>')


def _bar(desk: Desk, moment: Moment, end: int) -> str:
    component = desk.catalog.components[moment.down[0]]
    href = address_of(desk.href(address.component_page(component.id))) or ""
    alone = f'<a href="{escape(href)}">{escape(component.title)}</a>'
    label = alone if len(moment.down) == 1 else f"<b>{words.counted(len(moment.down), 'component')}</b>"
    bar = f'<i style="flex-grow:{moment.seconds}"></i><i class="pb-down" style="flex-grow:{end - moment.seconds}"></i>'
    return f'<div>{label}<span aria-hidden="true">{bar}</span></div>'
