"""The architecture: the two phases, what starts after what, why each part stands where it does, what everything rests on."""

from collections.abc import Iterator

import networkx as nx

from catalog.component import Component
from catalog.entity import Phase, Reach
from generator import address, badges, drawing, parts, words
from generator import markdown as md
from generator.book import Book, Desk, Page
from generator.chart import Node, Shape, chart_of
from generator.markup import Block, Inline
from generator.pages.component import node_of
from generator.pages.ownership import hybrids
from generator.start_order import in_start_order, layers, start_graph

_MOST = 8
"""How many components are named that most others rest on."""


def page(book: Book, title: str) -> Page:
    """Return the page on the architecture."""
    desk = book.at(address.ARCHITECTURE)
    text = md.page(
        md.front_matter(title=title, description="The phases, what starts after what, and why each part stands where it does."),
        md.heading(1, title),
        *_phases(desk),
        *_layers(desk),
        *_startup(desk),
        *hybrids(desk),
        *_ground(desk),
        *_most(desk),
        *_reasons(desk),
    )
    return Page(address.ARCHITECTURE, title, text)


def _phases(desk: Desk) -> Iterator[Block]:
    """What each phase is, who brings it, and where one hands over to the other."""
    catalog = desk.catalog
    delivering = {one.delivers: one for one in catalog.components.values() if one.delivers}
    yield md.heading(2, "The two phases", "phases")
    for phase in Phase:
        own = [one for one in catalog.components.values() if one.phase is phase]
        tools = dict.fromkeys(address.tool_of(one.run) for one in catalog.commands.values() if one.phase is Reach(phase))
        bringer = delivering.get(phase)
        brought = (
            md.join("brought from Git by ", desk.component(bringer.id))
            if bringer
            else md.join("brought by hand, with ", words.listed(map(md.code, tools)))
        )
        yield md.paragraph(badges.phase_badge(phase), md.join(words.counted(len(own), "component"), ", ", brought, "."))
    for phase, bringer in delivering.items():
        rest = catalog.supports_of(bringer)
        yield md.paragraph(
            md.join(
                "The one hands over to the other at ",
                desk.component(bringer.id),
                ", which is itself ",
                badges.phase_word(bringer.phase),
                f": from the moment on that it runs, whatever is {badges.phase_word(phase)} comes by a commit. While it works it needs ",
                words.listed(map(desk.component, rest)) or "nothing",
                ".",
            )
        )
    yield md.paragraph(
        "A Bootstrap component never waits for a GitOps one. That is checked, not hoped:", md.link("the rules", desk.to(address.FINDINGS))
    )


def _layers(desk: Desk) -> Iterator[Block]:
    """The cluster from afar: its layers in each phase, and which rest on which."""
    places = {name: (str(one.layer or "other"), one.phase) for name, one in desk.catalog.components.items()}
    graph: nx.DiGraph[str] = nx.DiGraph()
    nodes: dict[str, Node] = {}
    for place in places.values():
        count = sum(other == place for other in places.values())
        name = " ".join(place)
        graph.add_node(name)
        href = f"#{_layer_anchor(place[0])}"
        nodes[name] = Node(id=name, label=f"{place[0]} ({count})", shape=Shape.BOX, look=str(badges.phase_look(place[1])), href=href)
    for name, one in desk.catalog.components.items():
        for other in one.starts_after:
            if places[name] != places[str(other)]:
                graph.add_edge(" ".join(places[str(other)]), " ".join(places[name]))
    if not graph.edges:
        return
    yield md.heading(2, "From afar", "layers")
    yield md.paragraph("The layers of the cluster, with the number of their components. Amber is Bootstrap, blue is GitOps.")
    title = "Layers: an arrow leads from a layer to one that starts after it"
    yield drawing.graph(chart_of(graph, nodes, reduced=True), anchor="picture-layers", title=title, kept=desk.book.kept)


def _layer_anchor(layer: str) -> str:
    return address.anchor("l", layer.lower())


def _startup(desk: Desk) -> Iterator[Block]:
    catalog = desk.catalog
    required = catalog.required_for_startup
    if not required:
        return
    yield md.heading(2, "From nothing to GitOps", "startup")
    bringers = words.listed(desk.component(one.id) for one in catalog.components.values() if one.delivers)
    yield md.paragraph(
        md.join(
            "Required for start-up is ",
            bringers,
            " and whatever it starts after or needs: ",
            words.counted(len(required), "component"),
            ".",
        ),
        "They start in this order; what stands in one line may start at the same time.",
    )
    graph = start_graph(catalog).subgraph(required)
    chart = chart_of(nx.DiGraph(graph), {str(name): node_of(desk, name) for name in required}, reduced=True)
    title = "Start order of what start-up requires: an arrow leads to what starts afterwards"
    yield drawing.graph(chart, anchor="picture-startup", title=title, kept=desk.book.kept)
    steps = [[name for name in layer if name in required] for layer in layers(catalog)]
    yield md.numbered(*(md.join(*map(desk.component_badge, step), by=" ") for step in steps if step))
    yield md.paragraph("The rest follows:", md.link("the start order of everything", desk.to(address.START_ORDER)))


def _ground(desk: Desk) -> Iterator[Block]:
    """What nothing in the catalog can start: it has to be there."""
    catalog = desk.catalog
    ground = [one for one in catalog.components.values() if not one.starts_after and not catalog.supports_of(one)]
    if ground:
        yield md.heading(2, "What everything rests on", "ground")
        yield md.paragraph("These start after nothing and need nothing here: machines, services outside, what lies on the operator's desk.")
        rows = [
            [desk.component(one.id), one.layer or "", md.rich(one.why or ""), str(len(catalog.dependents_of(one.id)))]
            for one in sorted(ground, key=lambda one: (-len(catalog.dependents_of(one.id)), one.id))
        ]
        yield md.table(["What", "Layer", "Why", "Others rest on it"], rows, [md.Align.LEFT] * 3 + [md.Align.RIGHT])


def _most(desk: Desk) -> Iterator[Block]:
    catalog = desk.catalog
    wide = sorted(catalog.components.values(), key=lambda one: (-len(catalog.dependents_of(one.id)), one.id))[:_MOST]
    if wide and catalog.dependents_of(wide[0].id):
        yield md.heading(2, "What takes down most", "radius")
        pairs = [md.join(desk.component(one.id), f": {words.counted(len(catalog.dependents_of(one.id)), 'other')}") for one in wide]
        yield md.bullets(*pairs)
        yield md.paragraph(md.link("The blast radius of everything", desk.to(address.START_ORDER, "blast-radius")))


def _reasons(desk: Desk) -> Iterator[Block]:
    """Why each component stands where it does, by layer."""
    by_layer: dict[str, list[Component]] = {}
    for component in in_start_order(desk.catalog):
        by_layer.setdefault(str(component.layer or "other"), []).append(component)
    if by_layer:
        yield md.heading(2, "Why each stands where it does", "reasons")
    for layer, found in by_layer.items():
        yield md.heading(3, layer.capitalize(), _layer_anchor(layer))
        yield md.table(["Component", "Phase", "Why", "Starts after", "Needs"], [_reason(desk, one) for one in found])


def _reason(desk: Desk, component: Component) -> list[Inline]:
    required = component.id in desk.catalog.required_for_startup
    return [
        md.strong(desk.component(component.id)),
        md.join(badges.phase_badge(component.phase), " ", parts.badge("start-up", parts.Look.PLAIN) if required else ""),
        md.rich(component.why or ""),
        words.listed(map(desk.component, component.starts_after)),
        words.listed(map(desk.component, desk.catalog.supports_of(component))),
    ]
