"""What needs and starts after what: no circles, and nothing of Bootstrap waits for GitOps."""

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from catalog.catalog import Catalog, readiness_of
from catalog.check import Breach, check
from catalog.component import Component
from catalog.edit import Related
from catalog.entity import Phase
from catalog.location import Location, Word


def _circles(catalog: Catalog, follows: Callable[[Component], Mapping[str, Location]]) -> Iterator[tuple[Location, str]]:
    """Yield a circle of every group of components that has one: where its first edge is written, and the circle in words."""
    graph = {name: dict(follows(component)) for name, component in catalog.components.items()}
    graph = {name: {other: at for other, at in edges.items() if other in graph} for name, edges in graph.items()}
    for name, edges in graph.items():
        if name in edges:
            yield edges.pop(name), f"{name} → {name}"
    while (circle := _circle(graph)) is not None:
        start = circle.index(min(circle))
        circle = circle[start:] + circle[:start]
        yield graph[circle[0]][circle[1 % len(circle)]], " → ".join([*circle, circle[0]])
        for name in circle:
            graph[name] = {}


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
        yield Breach(at, f"`{circle}` need each other in a circle", "delete one of these needs")


@check("ORDER002", blocking=True)
def starts_have_no_circle(catalog: Catalog) -> Iterator[Breach]:
    """No component starts after itself, directly or through others."""
    for at, circle in _circles(catalog, _starts_after):
        yield Breach(at, f"`{circle}` start after each other in a circle", "delete one of these starts")


@check("ORDER003")
def there_is_an_order_of_starting(catalog: Catalog) -> Iterator[Breach]:
    """What a component starts after does not need that component: neither could ever be ready first."""
    if not any(True for follows in (readiness_of, _starts_after) for _ in _circles(catalog, follows)):
        for at, circle in _circles(catalog, lambda component: {**readiness_of(component), **_starts_after(component)}):
            yield Breach(at, f"`{circle}` need and start after each other in a circle", "delete one of these edges")


@check("ORDER004")
def bootstrap_does_not_wait_for_gitops(catalog: Catalog) -> Iterator[Breach]:
    """A Bootstrap component neither needs nor starts after a GitOps one: it could never start."""
    for component in catalog.components.values():
        for verb, others in (("needs", component.needs), ("starts after", component.starts_after)):
            for other in others if component.phase is Phase.BOOTSTRAP else ():
                if other in catalog.components and catalog.components[other].phase is Phase.GITOPS:
                    yield _never_starts(component, verb, other, catalog.components[other].id)


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
