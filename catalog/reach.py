"""What a component stands on directly, and what is reached along such edges."""

from collections.abc import Callable, Mapping, Sequence

from catalog.component import Component
from catalog.condition import tests_in
from catalog.location import Location


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
