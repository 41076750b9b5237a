"""Names on a picture: the important ones first, none on another."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]
Box = tuple[float, float, float, float]

LONGEST = 38  # characters of a name that are written
CELL = 64.0
BOLD_FROM = 11.0  # radius


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the start of its base line, in pixels."""

    node: int
    text: str
    x: float
    y: float
    size: float
    bold: bool


class Surface:
    """Rectangles on a grid, so that asking what is free looks at neighbours only."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def _keys(self, box: Box) -> list[tuple[int, int]]:
        columns = range(int(box[0] // CELL), int(box[2] // CELL) + 1)
        rows = range(int(box[1] // CELL), int(box[3] // CELL) + 1)
        return [(x, y) for x in columns for y in rows]

    def touched(self, box: Box) -> int:
        """How many rectangles the box overlaps."""
        hits = {
            b
            for key in self._keys(box)
            for b in self._cells.get(key, ())
            if b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3]
        }
        return len(hits)

    def add(self, box: Box) -> None:
        for key in self._keys(box):
            self._cells.setdefault(key, []).append(box)


def text_width(text: str, size: float, *, bold: bool) -> float:
    """Width in pixels, on the safe side: measured per kind of character in common sans serif fonts."""
    total = 0.0
    for character in text:
        if unicodedata.combining(character):
            continue
        if unicodedata.east_asian_width(character) in "WF":
            total += 1.0
        elif character in "iljtfrI.,:;'|()[] -":
            total += 0.36
        elif character in "mwMW@%—":
            total += 0.92
        else:
            total += 0.68 if character.isupper() else 0.58
    return total * size * (1.06 if bold else 1.0)


def place_names(
    labels: Sequence[str], points: Numbers, radii: Numbers, order: Sequence[int], limits: tuple[float, float]
) -> list[Name]:
    """Names of the nodes in `order` that fit: right of, below, left of or above their node.

    No name touches another. The names of the foremost may cross one node (they have a halo), the others cross none.
    """
    names, discs = Surface(), Surface()
    for (x, y), r in zip(points.tolist(), radii.tolist(), strict=True):
        discs.add((x - 0.8 * r, y - 0.8 * r, x + 0.8 * r, y + 0.8 * r))
    foremost = min(max(len(order) // 8, 8), 24)
    placed = []
    for rank, node in enumerate(order):
        text = labels[node] if len(labels[node]) <= LONGEST else labels[node][: LONGEST - 2] + "…"
        (x, y), r = points[node].tolist(), float(radii[node])
        bold = r >= BOLD_FROM
        size = round(2 * (10 + 4 * min(r / 24, 1))) / 2
        width, height = text_width(text, size, bold=bold), size * 1.12
        best = _spot((x, y, r + 3), (width, height), names, discs, limits)
        if best is None or best[1] > (1 if rank < foremost else 0):
            continue
        left, top = best[0]
        names.add((left - 2, top, left + width + 2, top + height))
        placed.append(Name(node, text, left, top + height * 0.8, size, bold))
    return placed


def _spot(
    node: tuple[float, float, float],
    extent: tuple[float, float],
    names: Surface,
    discs: Surface,
    limits: tuple[float, float],
) -> tuple[tuple[float, float], int] | None:
    """The best place for a name and how many nodes it crosses there; None where every place would touch a name."""
    (x, y, r), (width, height) = node, extent
    best: tuple[tuple[float, float], int] | None = None
    for left, top in (
        (x + r, y - height / 2),
        (x - width / 2, y + r),
        (x - r - width, y - height / 2),
        (x - width / 2, y - r - height),
    ):
        box = (left - 2, top, left + width + 2, top + height)
        if box[0] < 0 or box[2] > limits[0] or names.touched(box):
            continue
        crossed = discs.touched(box)
        if best is None or crossed < best[1]:
            best = ((left, top), crossed)
        if not crossed:
            break
    return best
