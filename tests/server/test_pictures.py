import xml.etree.ElementTree as ElementTree

import pytest

from kg.graph.rows import Rows
from kg.graph.values import Iri
from kg.server.pictures import draw

BARS = {"type": "bars", "x": "year", "y": "works"}
GRAPH = {"type": "graph", "target": "coauthor", "weight": "works"}


def years(*counts):
    return Rows.of(["year", "works"], [[2000 + n, count] for n, count in enumerate(counts)])


def test_bars_are_as_high_as_their_numbers():
    root = ElementTree.fromstring(draw(years(1, 4, 2), BARS))
    heights = [float(bar.get("height")) for bar in root.iter("rect")]
    assert heights[1] == 4 * heights[0] == 2 * heights[2]
    assert {text.text for text in root.iter("text")} == {"1", "4", "2", "2000", "2001", "2002"}


def test_a_graph_has_a_node_for_each_thing_and_an_edge_for_each_row():
    rows = Rows.of(
        ["coauthor", "works"],
        [[Iri("http://e/1"), 3], [Iri("http://e/2"), 1]],
        {"http://e/1": "Eva", "http://e/2": "<b>Wei"},
    )
    root = ElementTree.fromstring(draw(rows, GRAPH, "Ada"))
    assert {text.text for text in root.iter("text")} == {"Ada", "Eva", "<b>Wei"}
    assert len(list(root.iter("line"))) == 2 and len(list(root.iter("circle"))) == 3
    assert draw(rows, GRAPH, "Ada") == draw(rows, GRAPH, "Ada")


@pytest.mark.parametrize(
    ("rows", "view"),
    [(years(), BARS), (years(*range(100)), BARS), (years(1), {}), (years(1), GRAPH), (years(1), {"type": "pie"})],
)
def test_what_cannot_be_drawn_well_is_not_drawn(rows, view):
    assert draw(rows, view) == ""
