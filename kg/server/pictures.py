"""The answer to a question as a picture, where its header says which: bars over years, or a graph. Static SVG."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping

from kg.graph.rows import Rows
from kg.graph.values import Iri, Value

_MOST_BARS = 80
_MOST_NODES = 150
_WIDTH, _HEIGHT = 900, 320


def draw(rows: Rows, view: Mapping[str, str], centre: str = "") -> str:
    """The picture that `view` asks for, or "" if there is none to draw.

    Args:
        rows: the answer.
        view: "type" is bars ("x", "y") or graph ("source", "target", "weight").
        centre: what stands in the middle of a graph whose view names no source.
    """
    if not rows.terms:
        return ""
    if view.get("type") == "bars" and {view.get("x"), view.get("y")} <= set(rows.columns):
        return _bars(rows, view["x"], view["y"])
    if view.get("type") == "graph" and view.get("target") in rows.columns:
        return _graph(rows, view, centre)
    return ""


def _word(value: Value) -> str:
    return (value.label or value) if isinstance(value, Iri) else "–" if value is None else str(value)


def _bars(rows: Rows, x: str, y: str) -> str:
    heights: dict[str, float] = {}
    for row in rows:
        value = row[y]
        if isinstance(value, int | float) or hasattr(value, "__float__"):
            heights[_word(row[x])] = heights.get(_word(row[x]), 0.0) + float(value)  # type: ignore[arg-type]
    if not heights or len(heights) > _MOST_BARS:
        return ""
    most, step = max(heights.values()) or 1.0, _WIDTH / len(heights)
    parts = []
    for place, (name, height) in enumerate(heights.items()):
        tall = (_HEIGHT - 60) * height / most
        left, top = place * step + step * 0.1, _HEIGHT - 30 - tall
        words = f"{html.escape(name)}: {height:g}"
        parts.append(
            f'<g><title>{words}</title><rect class="bar" x="{left:.1f}" y="{top:.1f}" width="{step * 0.8:.1f}" '
            f'height="{tall:.1f}"/><text x="{left + step * 0.4:.1f}" y="{top - 4:.1f}" text-anchor="middle" '
            f'font-size="11">{height:g}</text>'
        )
        if place % max(len(heights) // 20, 1) == 0:
            parts.append(
                f'<text x="{left + step * 0.4:.1f}" y="{_HEIGHT - 12}" text-anchor="middle" font-size="11">'
                f"{html.escape(name[:18])}</text>"
            )
        parts.append("</g>")
    title = f"{rows.headings.get(y, y)} by {rows.headings.get(x, x)}"
    return _svg(title, "".join(parts), _WIDTH, _HEIGHT)


def _graph(rows: Rows, view: Mapping[str, str], centre: str) -> str:
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    weight = view.get("weight", "")
    for row in rows:
        source = _word(row[view["source"]]) if view.get("source") in rows.columns else centre
        value = row[weight] if weight in rows.columns else 1
        graph.add_edge(source, _word(row[view["target"]]), weight=value if isinstance(value, int) else 1)
    if not 2 <= len(graph) <= _MOST_NODES:
        return ""
    places = nx.spring_layout(graph, seed=7, weight="weight", k=2.2 / math.sqrt(len(graph)))
    width, height = _WIDTH, 600

    def at(node: str) -> tuple[float, float]:
        x, y = places[node]
        return 90 + (x + 1) / 2 * (width - 180), 30 + (y + 1) / 2 * (height - 60)

    parts = []
    for one, other, joint in graph.edges(data="weight"):
        (x1, y1), (x2, y2) = at(one), at(other)
        parts.append(
            f'<line class="edge" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" opacity=".5" '
            f'stroke-width="{min(1 + math.log2(max(joint, 1)), 6):.1f}"><title>{joint}</title></line>'
        )
    for node in graph:
        x, y = at(node)
        name = html.escape(node[:40])
        parts.append(
            f'<g><circle class="bar" cx="{x:.1f}" cy="{y:.1f}" r="{3 + math.sqrt(graph.degree(node)):.1f}"/>'
            f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" font-size="11">{name}</text></g>'
        )
    return _svg("Graph of the rows", "".join(parts), width, height)


def _svg(title: str, inner: str, width: int, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{html.escape(title)}">'
        f"{inner}</svg>\n"
    )
