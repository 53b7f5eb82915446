"""In which order the components start."""

import networkx as nx

from catalog.catalog import Catalog
from catalog.component import Component


def start_graph(catalog: Catalog) -> "nx.DiGraph[str]":
    """Return arrows from each component to those that start after it and, where that leaves no circle, to those that need it."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(map(str, catalog.components))
    graph.add_edges_from((str(other), str(name)) for name, one in catalog.components.items() for other in one.starts_after)
    whole = graph.copy()
    whole.add_edges_from((str(other), str(name)) for name, one in catalog.components.items() for other in one.needs)
    return whole if nx.is_directed_acyclic_graph(whole) else graph


def layers(catalog: Catalog) -> list[list[str]]:
    """Return the ids of the components in layers: each layer starts once all before it run. A catalog with a circle has none."""
    graph = start_graph(catalog)
    return [sorted(layer) for layer in nx.topological_generations(graph)] if nx.is_directed_acyclic_graph(graph) else []


def in_start_order(catalog: Catalog) -> tuple[Component, ...]:
    """Return the components as they start, the first ones first."""
    place = {name: number for number, layer in enumerate(layers(catalog)) for name in layer}
    return tuple(sorted(catalog.components.values(), key=lambda one: (place.get(one.id, 0), one.id)))
