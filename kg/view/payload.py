"""What the page carries beside the picture: rows of places in lists, and strings that return said once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Details:
    """Rows for the page.

    Attributes:
        documents: paths as given.
        venues: [name, abbreviation, kind].
        organisations: [name, place of the parent or -1, where].
        outsiders: names of authors who are no nodes; author number `offset + k` is the k-th.
        works: [title, year or 0, venue or -1, status, kind, [author …], list complete (0/1), [source …], [[scheme,
            value] …], [link …]]
            with source = [document, start, end, fragment or page text].
        nodes: one dictionary a node, see `kg.view.details`; absent keys are empty.
        decisions, mentions: see `kg.view.decisions`.
        texts: strings that return.
        left_out: works that the file does not hold.
    """

    documents: list[str] = field(default_factory=list)
    venues: list[list[Any]] = field(default_factory=list)
    organisations: list[list[Any]] = field(default_factory=list)
    outsiders: list[str] = field(default_factory=list)
    offset: int = 0
    works: list[list[Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    decisions: list[list[Any]] = field(default_factory=list)
    mentions: list[list[Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    left_out: int = 0


class Texts:
    """A growing list of strings; `number` gives the place of one, adding it if it is new."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self._places: dict[str, int] = {}

    def number(self, text: str) -> int:
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self.rows)
            self.rows.append(text)
        return place


def where(document: int, start: int | None, end: int | None, page: int | None, fragment: str | None) -> list[Any]:
    """A place as the page reads it: [document, start, end, "page 3" or "line=120"], shortened from the end."""
    extra = fragment or (f"page {page}" if page else "")
    if extra:
        return [document, -1 if start is None else start, -1 if end is None else end, extra]
    return [document] if start is None else [document, start, end]
