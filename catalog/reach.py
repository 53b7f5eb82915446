"""What a component stands on directly, what is reached along such edges, and edges by where they begin."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from catalog.component import Component
from catalog.condition import tests_in
from catalog.location import Location

_Held = TypeVar("_Held")


def readiness_of(component: Component) -> Mapping[str, Location]:
    """Return the components that one needs, or names bare in `ready_when`, each with the place where it does."""
    asked = tests_in(component.ready_when) if component.ready_when is not None else ()
    named = {str(test.fact): test.fact.at for test in asked if "." not in test.fact}
    return named | {str(other): other.at for other in component.needs}


def closure(start: str, following: Callable[[str], Sequence[str]]) -> frozenset[str]:
    """Return every name that is reached from one by one edge or more."""
    found: set[str] = set()
    waiting = [str(name) for name in following(start)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [str(further) for further in following(name)]
    return frozenset(found)


def grouped(pairs: Iterable[tuple[str, _Held]]) -> Mapping[str, tuple[_Held, ...]]:
    """Return what is paired with each name, in order."""
    found: dict[str, list[_Held]] = {}
    for name, held in pairs:
        found.setdefault(name, []).append(held)
    return {name: tuple(held) for name, held in found.items()}
