"""The elements of a page that hold its text: which of them are siblings of one kind, and what stands where in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.documents.markup_tags import BLOCKS, CELLS
from kg.model import Box, Line

FEWEST = 2  # siblings that make a list
_MOST_STEPS = 3_000_000  # cells times depth; more is no page that a person reads
_LONGEST_ROW = 40  # lines
_LONGEST_SEPARATOR = 100  # characters between two names: "(University of …), "
_MOST_GROUPS = 3
_MOST_ALIKE = 12  # elements of one path in a row that are looked at one by one
_DEEPEST = 24  # elements below a list
_SEPARATORS = re.compile(r"(?:[\s,;|&·•:/–—-]|\([^()]{0,80}\)|\b(?:and|und|et|y|e|with|mit|avec|con|by)\b)*", re.I)

_MAKES_LINES = BLOCKS | CELLS

Place = tuple[int, int]  # line, character
Stretch = tuple[Place, Place]
Slot = tuple[str, int]  # path of keys below the list, and which of that path; -1, -2: the first, second row of some


@dataclass(slots=True)
class Row:
    """One sibling with what follows it up to the next: lines `first:stop`, and what each slot holds in it."""

    first: int
    stop: int
    slots: dict[Slot, Stretch] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # of each path: what its classes and those around it say
    pieces: dict[Slot, list[Stretch]] = field(default_factory=dict)  # the elements of a slot that is several


@dataclass(slots=True)
class _Node:
    begin: Place
    end: Place
    signature: int


class Tree:
    """The elements of a document that hold text, each with where its text begins and ends."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.nodes: dict[Box, _Node] = {}
        self.children: dict[int, list[Box]] = {}  # by signature, in order
        self._signatures: dict[tuple[int, str], int] = {}
        steps = 0
        for number, line in enumerate(lines):
            for cell in line.cells:
                steps += self._add(cell.box, (number, cell.start), (number, cell.end))
            if steps > _MOST_STEPS:
                break

    def _add(self, box: Box, begin: Place, end: Place) -> int:
        chain: list[Box] = []
        place: Box | None = box
        steps = 1
        while place is not None:
            steps += 1
            known = self.nodes.get(place)
            if known is None:
                chain.append(place)
            else:
                known.end = end
            place = place.parent
        for one in reversed(chain):
            above = self.nodes[one.parent].signature if one.parent is not None else 0
            signature = self._signatures.setdefault((above, one.key), len(self._signatures) + 1)
            self.nodes[one] = _Node(begin, end, signature)
            self.children.setdefault(signature, []).append(one)
        return steps

    def families(self) -> list[list[Box]]:
        """Elements of one kind at one place of the markup, `FEWEST` at least, those with most text first.

        Of elements that only wrap one another, the outermost stand for all.
        """
        found: dict[tuple[Stretch, ...], list[Box]] = {}
        for members in self.children.values():
            if len(members) >= FEWEST:
                found.setdefault(tuple((self.nodes[one].begin, self.nodes[one].end) for one in members), members)
        ranked = sorted(found.values(), key=lambda members: (-self._length(members), -len(members)))
        return [members for members in ranked if self._length(members)]

    def _length(self, members: Sequence[Box]) -> int:
        """Lines that the members hold."""
        return sum(self.nodes[one].end[0] - self.nodes[one].begin[0] + 1 for one in members)

    def rows(self, members: Sequence[Box]) -> list[Row]:
        """A row for each member; [] where members share lines, or are too long for entries of a list."""
        rows: list[Row] = []
        dividers = self._dividers(members)
        for place, box in enumerate(members):
            first, column = self.nodes[box].begin
            following = members[place + 1] if place + 1 < len(members) else None
            if column > self.lines[first].cells[0].start or (rows and first < rows[-1].stop):
                return []
            stop = self._stop(box, following, dividers)
            if stop - first > _LONGEST_ROW:
                stop = self.nodes[box].end[0] + 1
            if stop - first > _LONGEST_ROW or stop <= first:
                return []
            rows.append(Row(first, stop))
        longest = max((row.stop - row.first for row in rows[:-1]), default=0)
        for row, box in zip(rows, members, strict=True):  # what follows the last one is no longer than in the others
            row.stop = max(self.nodes[box].end[0] + 1, min(row.stop, row.first + longest))
            self._fill(row, box)
        return rows

    def _dividers(self, members: Sequence[Box]) -> set[int]:
        """Kinds of siblings that stand before the first member of a parent, such as the year above some of them."""
        found: set[int] = set()
        seen: set[Box] = set()
        for box in members:
            if box.parent is None or box.parent in seen:
                continue
            seen.add(box.parent)
            for number in range(self.nodes[box.parent].begin[0], self.nodes[box].begin[0]):
                found.add(self._kind_below(number, box.parent))
        return found - {self.nodes[members[0]].signature}

    def _kind_below(self, number: int, parent: Box) -> int:
        """The kind of the child of this parent that a line begins in; 0 where it begins in none."""
        cells = self.lines[number].cells
        below = next((one for one, _ in _below(cells[0].box, parent)), None) if cells else None
        return self.nodes[below].signature if below is not None and below in self.nodes else 0

    def _stop(self, box: Box, following: Box | None, dividers: set[int]) -> int:
        """Where the row ends: before the next one of one parent, with its parent, or before what divides the list."""
        last = self.nodes[box].end[0] + 1
        stop = self.nodes[box.parent].end[0] + 1 if box.parent is not None else last
        if following is not None:
            stop = min(stop, self.nodes[following].begin[0])
        stop = max(stop, last)
        for number in range(last, stop):
            if self.lines[number].heading or (box.parent and self._kind_below(number, box.parent) in dividers):
                return number
        return stop

    def _fill(self, row: Row, member: Box) -> None:
        slots = row.slots
        counts: dict[str, list[Box]] = {}
        seen: set[Box] = set()
        lines: dict[Box, int] = {}
        for number in range(row.first, row.stop):
            common: list[tuple[Box, str]] | None = None
            for cell in self.lines[number].cells:
                chain = list(_below(cell.box, member.parent))
                common = chain if common is None else [one for one in common if one in chain]
                for box, path in chain:
                    if box in seen or box not in self.nodes:
                        continue
                    seen.add(box)
                    alike = counts.setdefault(path, [])
                    alike.append(box)
                    row.words.setdefault(path, f"{row.words.get(path.rpartition('/')[0], '')} {box.words}")
                    if len(alike) <= _MOST_ALIKE:
                        slots[path, len(alike) - 1] = self.nodes[box].begin, self.nodes[box].end
            block = _block(common or [])
            if block is not None and block[0] in seen:
                box, path = block
                order = lines[box] = lines.get(box, -1) + 1
                where = f"{path}/{counts[path].index(box)}/line"
                slots[where, order] = (number, 0), (number, len(self.lines[number].text))
        for path, boxes in counts.items():
            for order, group in enumerate(self._groups(boxes), start=1):
                slots[path, -order] = self.nodes[group[0]].begin, self.nodes[group[-1]].end
                row.pieces[path, -order] = [(self.nodes[box].begin, self.nodes[box].end) for box in group]

    def _groups(self, boxes: Sequence[Box]) -> list[list[Box]]:
        """The elements in groups with only separators between them, as between the names of an author list."""
        groups: list[list[Box]] = []
        for box in boxes:
            if groups:
                between = self.text((self.nodes[groups[-1][-1]].end, self.nodes[box].begin))
                if len(between) <= _LONGEST_SEPARATOR and _SEPARATORS.fullmatch(between):
                    groups[-1].append(box)
                    continue
            groups.append([box])
        return groups[:_MOST_GROUPS]

    def text(self, stretch: Stretch) -> str:
        return text_of(self.lines, stretch)


def text_of(lines: Sequence[Line], stretch: Stretch) -> str:
    """The text of a stretch, its lines joined with line breaks."""
    (first, start), (last, end) = stretch
    if first == last:
        return lines[first].text[start:end]
    inner = [lines[number].text for number in range(first + 1, last)]
    return "\n".join([lines[first].text[start:], *inner, lines[last].text[:end]])


def _below(box: Box, top: Box | None) -> Iterator[tuple[Box, str]]:
    """The element and those it is in, up to `top`, outermost first, each with its path."""
    chain: list[Box] = []
    place: Box | None = box
    while place is not None and place is not top:
        chain.append(place)
        place = place.parent
    path = ""
    for one in chain[: -_DEEPEST - 1 : -1]:
        path = f"{path}/{one.key}"
        yield one, path


def _block(chain: Sequence[tuple[Box, str]]) -> tuple[Box, str] | None:
    """The innermost element that makes lines."""
    for box, path in reversed(chain):
        if box.key.partition(".")[0] in _MAKES_LINES:
            return box, path
    return chain[0] if chain else None
