"""What needs and starts after what: no circles, and nothing of Bootstrap waits for GitOps."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.check import Breach, check
from catalog.component import Component
from catalog.edit import Edit, Related
from catalog.entity import Phase
from catalog.location import Location, Word
from catalog.reach import readiness_of

SHOWN = 8
"""Of more edges than this the first are shown."""


def _circles(catalog: Catalog, follows: Callable[[Component], Mapping[str, Location]]) -> Iterator[tuple[Location, str]]:
    """Yield a circle of every group of components that has one: where its first edge is written, and the circle in words."""
    graph = {name: dict(follows(component)) for name, component in catalog.components.items()}
    graph = {name: {other: at for other, at in edges.items() if other in graph} for name, edges in graph.items()}
    for name, edges in graph.items():
        if name in edges:
            yield edges.pop(name), f"{name} → {name}"
    while (circle := _circle(graph)) is not None:
        start = circle.index(_newest(catalog, graph, circle))
        circle = circle[start:] + circle[:start]
        yield graph[circle[0]][circle[1 % len(circle)]], " → ".join([*circle, circle[0]])
        for name in circle:
            graph[name] = {}


def _newest(catalog: Catalog, graph: Mapping[str, Mapping[str, Location]], circle: list[str]) -> str:
    """Return the member of a circle whose edge is most likely the wrong one.

    No edge leads from Bootstrap to GitOps; a component without its only edge would stand on nothing; and much stands on what is
    below and little on what is above, while the wrong edge leads from below to above.
    """
    carried = Counter(other for name, edges in graph.items() if name not in circle for other in edges)
    following = {name: circle[(place + 1) % len(circle)] for place, name in enumerate(circle)}

    def likely(name: str) -> tuple[bool, bool, int]:
        phases = (catalog.components[name].phase, catalog.components[following[name]].phase)
        only = len(set(catalog.supports_of(catalog.components[name]))) == 1
        return phases != (Phase.BOOTSTRAP, Phase.GITOPS), only, carried[following[name]] - carried[name]

    return min(sorted(circle), key=likely)


def _circle(graph: Mapping[str, Mapping[str, Location]]) -> list[str] | None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        backwards: list[str] = error.args[1][:-1]
        return list(reversed(backwards))
    return None


def _starts_after(component: Component) -> Mapping[str, Location]:
    return {str(other): other.at for other in component.starts_after}


@check("ORDER001", blocking=True)
def needs_have_no_circle(catalog: Catalog) -> Iterator[Breach]:
    """No component needs itself, directly or through others; a component named bare in `ready_when` counts like one needed."""
    for at, circle in _circles(catalog, readiness_of):
        yield Breach(at, f"`{circle}` need each other in a circle", _cut(circle))


@check("ORDER002", blocking=True)
def starts_have_no_circle(catalog: Catalog) -> Iterator[Breach]:
    """No component starts after itself, directly or through others."""
    for at, circle in _circles(catalog, _starts_after):
        yield Breach(at, f"`{circle}` start after each other in a circle", _cut(circle))


@check("ORDER003")
def there_is_an_order_of_starting(catalog: Catalog) -> Iterator[Breach]:
    """What a component starts after does not need that component: neither could ever be ready first."""
    if not any(True for follows in (readiness_of, _starts_after) for _ in _circles(catalog, follows)):
        for at, circle in _circles(catalog, lambda component: {**readiness_of(component), **_starts_after(component)}):
            yield Breach(at, f"`{circle}` need and start after each other in a circle", "delete one of these edges")


@check("ORDER004")
def bootstrap_does_not_wait_for_gitops(catalog: Catalog) -> Iterator[Breach]:
    """A Bootstrap component neither needs nor starts after a GitOps one: it could never start."""
    circles = {at for at, _ in _circles(catalog, readiness_of)} | {at for at, _ in _circles(catalog, _starts_after)}
    edges = [edge for component in catalog.components.values() for edge in _waits(catalog, component) if edge[2].at not in circles]
    while (name := _to_blame(edges)) is not None:
        yield _in_the_wrong_phase(catalog, name, [edge for edge in edges if name in _ends(edge)])
        edges = [edge for edge in edges if name not in _ends(edge)]
    for component, verb, other in edges:
        yield _never_starts(component, verb, other, catalog.components[other].id)


def _cut(circle: str) -> str:
    """Return the edit that opens a circle, in words: the first of its edges is most likely the wrong one."""
    name, needed, *_ = circle.split(" → ")
    return f"delete `{needed}` here, or another edge of the circle" if needed != name else f"delete `{name}` here"


def _ends(edge: "Edge") -> tuple[str, str]:
    return str(edge[0].id), str(edge[2])


def _to_blame(edges: "list[Edge]") -> str | None:
    """Return the component with which several others are at odds, or None; of two that are alike, the first."""
    pairs = set(map(_ends, edges))
    against = Counter(name for pair in pairs for name in pair)
    twice = Counter(map(_ends, edges))
    name, count = max(sorted(against.items()), key=lambda item: item[1], default=("", 0))
    if count > 1:
        return name
    return next((component for (component, _), times in sorted(twice.items()) if times > 1), None)


Edge: TypeAlias = tuple[Component, str, Word]


def _waits(catalog: Catalog, component: Component) -> Iterator[Edge]:
    """Yield what a Bootstrap component needs or starts after that comes with GitOps."""
    for verb, others in (("needs", component.needs), ("starts after", component.starts_after)):
        for other in others if component.phase is Phase.BOOTSTRAP else ():
            if other in catalog.components and catalog.components[other].phase is Phase.GITOPS:
                yield component, verb, other


def _in_the_wrong_phase(catalog: Catalog, name: str, edges: list[Edge]) -> Breach:
    """Return the breach that one component is at odds with several others."""
    phase = catalog.components[name].phase
    right = next(other for other in Phase if other is not phase)
    listed = ", ".join(f"`{component.id}` {verb} `{other}`" for component, verb, other in edges)
    message = f"`{name}` is {phase}, and Bootstrap would wait for GitOps: {listed}"
    related = tuple(Related(other.at, f"`{component.id}` {verb} `{other}`") for component, verb, other in edges[:SHOWN])
    at = catalog.place_of("components", name, "phase")
    place = Location(at.file, at.line, at.column + len("phase: "))
    return Breach(place, message, f"write `{right}`, or delete these", Edit(at=place, old=phase, new=right, sure=False), related)


def _never_starts(component: Component, verb: str, other: Word, there: Word) -> Breach:
    message = f"`{component.id}` is Bootstrap and {verb} `{other}`, which is GitOps: it could never start"
    fix = f"move one of the two to the other phase, or delete `{other}` here"
    return Breach(other.at, message, fix, related=(Related(there.at, f"`{there}` is GitOps"),))


@check("ORDER005")
def one_component_delivers_a_phase(catalog: Catalog) -> Iterator[Breach]:
    """A phase is delivered by one component, and that component does not belong to the phase that it delivers."""
    first: dict[str, Word] = {}
    for component in catalog.components.values():
        if component.delivers is None:
            continue
        if component.delivers is component.phase:
            yield Breach(component.id.at, f"`{component.id}` delivers the phase that it belongs to", "change `phase` or `delivers`")
        other = first.setdefault(component.delivers, component.id)
        if other != component.id:
            message = f"`{component.id}` and `{other}` both deliver {component.delivers}"
            yield Breach(component.id.at, message, "keep one", related=(Related(other.at, "the other one"),))


@check("ORDER006")
def what_is_unordered_is_stood_on(catalog: Catalog) -> Iterator[Breach]:
    """An `unordered` component is one that this starts after or needs; of another there is no order to lack."""
    for component in catalog.components.values():
        stood_on = {str(other) for other in (*component.starts_after, *component.needs)}
        for one in component.unordered:
            if one.other not in stood_on:
                message = f"`{component.id}` neither starts after `{one.other}` nor needs it"
                yield Breach(one.other.at, message, f"name it in starts_after or needs, or delete `{one.other}` here")
