"""What a picture is asked for, and what it says it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.errors import QueryError

NodeKind = Literal["people", "works", "venues", "organisations"]
NODE_KINDS: tuple[NodeKind, ...] = ("people", "works", "venues", "organisations")


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What to draw.

    Attributes:
        focus: id of one node (a person id for `kind="people"`); only its surroundings are drawn. None: everything.
        depth: how many steps from the focus, 1 or 2.
        kind: what the nodes are.
        since: only works of this year or later count. None: all, also those without a year.
        top: how many nodes the page shows at first, the most connected ones.
        limit: how many nodes the file holds at most.
        title: heading of the picture.
        build: stamp at the foot, e.g. "kg 0.1.0, 5 documents, 2026-05-01"; the page adds nothing of its own, so that
            the same
            tables give the same bytes.
        isolates: also draw nodes without any edge.
        dark: colours of the static SVG (the page follows the reader's system).
        seed: of community detection; the layout has no other chance in it.
        only: ids; exactly these nodes are drawn (those that exist), whatever their links. For the rows of a query.
        path: ids of a chain of linked nodes; it is drawn as a line through those who are linked to two or more of it.
        anchors: places of an earlier picture, by id; the new one stays as near to them as it can. See
            `kg.view.anchored`.
        anchors_at_first: the same for the nodes shown at first, if these are not all.
    """

    focus: str | None = None
    depth: int = 2
    kind: NodeKind = "people"
    since: int | None = None
    top: int = 400
    limit: int = 3000
    title: str = "Co-authorship"
    build: str = ""
    isolates: bool = False
    dark: bool = False
    seed: int = 7
    only: tuple[str, ...] | None = None
    path: tuple[str, ...] = ()
    anchors: Mapping[str, tuple[float, float]] | None = None
    anchors_at_first: Mapping[str, tuple[float, float]] | None = None

    def __post_init__(self) -> None:
        if self.kind not in NODE_KINDS:
            raise QueryError("view", f"there is no kind '{self.kind}'", f"choose one of {', '.join(NODE_KINDS)}")
        if self.depth not in (1, 2):
            raise QueryError("view", f"depth {self.depth} is not drawn", "choose 1 or 2")
        if self.top < 1 or self.limit < 1:
            raise QueryError("view", "top and limit must be at least 1", "give a positive number")


@dataclass(frozen=True, slots=True)
class ViewReport:
    """What was drawn: counts of nodes and edges at first sight, in the file, and altogether; size and time."""

    path: str
    kind: NodeKind
    shown: int
    nodes: int
    total: int
    edges: int
    total_edges: int
    bytes: int
    seconds: float

    def __str__(self) -> str:
        text = (
            f"{self.path}: {self.nodes:,} of {self.total:,} {self.kind}, {self.edges:,} of {self.total_edges:,} links"
        )
        return f"{text}, {self.bytes / 1024:,.0f} KB"
