"""What it would take to move a component to the other phase, and what forbids it: worked out from what waits for what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from catalog.catalog import Catalog
from catalog.component import Component
from catalog.entity import Phase
from generator.book import Book
from simulator.replay import Asked


class Verdict(StrEnum):
    """Whether a component could move."""

    NEVER = "never"
    """the component that delivers the other phase would have to move with it, and cannot deliver itself"""
    TOGETHER = "together"
    """others have to move with it"""
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Wait:
    """A component that waits for another: it `needs` it, or `starts after` it."""

    who: str
    verb: str
    whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A component on its way to the other phase.

    `waits` is what a Bootstrap component would wait for in GitOps if it moved alone, `with_it` are all that would have to
    move too, `chain` is the way from it to whatever delivers its new phase, where that stands upon it.
    """

    component: Component
    to: Phase
    verdict: Verdict
    waits: tuple[Wait, ...]
    with_it: tuple[str, ...]
    chain: tuple[Wait, ...]
    by_tree: tuple[tuple[str, Asked], ...]
    """the trees that send a change to it to its phase of today, each with the question that decides"""


def moves(book: Book) -> Iterator[Move]:
    """Yield the move of every component to the other phase."""
    for component in book.catalog.components.values():
        yield _move(book, component)


def _move(book: Book, component: Component) -> Move:
    catalog = book.catalog
    to = Phase.GITOPS if component.phase is Phase.BOOTSTRAP else Phase.BOOTSTRAP
    following = _waiting(catalog) if to is Phase.GITOPS else _waited(catalog)
    ways = _ways(component.id, following)
    delivering = [name for name in [component.id, *ways] if catalog.components[name].delivers is to]
    trees = {tree: ended for (tree, part), ended in book.proof.changes.items() if part == component.id}
    return Move(
        component=component,
        to=to,
        verdict=Verdict.NEVER if delivering else Verdict.TOGETHER if ways else Verdict.ALONE,
        waits=tuple(following(component.id)),
        with_it=tuple(sorted(ways)),
        chain=ways.get(delivering[0], ()) if delivering else (),
        by_tree=tuple((tree, ended.asked[-1]) for tree, ended in trees.items() if ended.asked),
    )


def _waits(component: Component) -> Iterator[tuple[str, str]]:
    yield from (("starts after", str(other)) for other in component.starts_after)
    yield from (("needs", str(other)) for other in component.needs)


def _waiting(catalog: Catalog) -> Callable[[str], list[Wait]]:
    """The Bootstrap components that wait for one: if that were GitOps, they could never start."""
    bootstrap = [one for one in catalog.components.values() if one.phase is Phase.BOOTSTRAP]
    return lambda name: [Wait(one.id, verb, name) for one in bootstrap for verb, other in _waits(one) if other == name]


def _waited(catalog: Catalog) -> Callable[[str], list[Wait]]:
    """The GitOps components that one waits for: if it were Bootstrap, it could never start."""
    parts = catalog.components
    return lambda name: [Wait(name, verb, other) for verb, other in _waits(parts[name]) if parts[other].phase is Phase.GITOPS]


def _ways(start: str, following: Callable[[str], list[Wait]]) -> dict[str, tuple[Wait, ...]]:
    """The shortest way to each component that has to move too."""
    found: dict[str, tuple[Wait, ...]] = {start: ()}
    waiting = [start]
    for name in waiting:
        for wait in following(name):
            other = wait.whom if wait.who == name else wait.who
            if other not in found:
                found[other] = (*found[name], wait)
                waiting.append(other)
    del found[start]
    return found
