"""Rows in scripts that run from right to left: the order of reading from the places of the glyphs.

A PDF may hold Arabic or Hebrew in the order in which it is read, or in that in which it stands, word by word
differently; so only the places count. Numbers and words of other scripts inside a row run to the right
(a short form of the Unicode Bidirectional Algorithm, https://www.unicode.org/reports/tr9/, rules W4 to N2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.documents.pdf_page import SPACE, TAB, Chunk, Glyph, is_leftward

_IN_NUMBERS = ".,:/-+"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def runs_leftward(chunks: Sequence[Chunk]) -> bool:
    """Whether most letters of a row belong to scripts that run leftward."""
    letters = [glyph.text for chunk in chunks for glyph in chunk.glyphs if glyph.text.isalpha()]
    return 2 * sum(map(is_leftward, letters)) > len(letters)


def leftward_glyphs(chunks: Sequence[Chunk]) -> Iterator[tuple[str, Glyph]]:
    """The glyphs of such a row in reading order, each with the blank or tab that stands before it."""
    units = _units([glyph for chunk in chunks for glyph in chunk.glyphs])
    runs = [
        (rightward, [unit for unit, _ in group])
        for rightward, group in groupby(zip(units, _kinds(units), strict=True), key=lambda pair: pair[1])
    ]
    _mirror([glyph for rightward, run in reversed(runs) if not rightward for unit in reversed(run) for glyph in unit])
    edge: Glyph | None = None  # the leftmost glyph of what has been read
    for rightward, run in reversed(runs):
        ordered = run if rightward else run[::-1]
        for place, unit in enumerate(ordered):
            before = ordered[place - 1][0] if place else edge
            beside = unit[0] if place else run[-1][0]
            yield "" if before is None else _blank(before, beside), unit[0]
            yield from (("", glyph) for glyph in unit[1:])
        edge = run[0][0]


def _units(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs from left to right, the letters of one ligature together and in the order of reading."""
    units: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.left + one.right):
        last = units[-1][0] if units else None
        if last is not None and abs(last.left - glyph.left) < 0.01 and abs(last.right - glyph.right) < 0.01:
            units[-1].append(glyph)
        else:
            units.append([glyph])
    for unit in units:
        if len(unit) == 2 and unit[0].text in "اأإآ" and unit[1].text == "ل":
            unit.reverse()
    return units


def _kinds(units: Sequence[Sequence[Glyph]]) -> list[bool]:
    """For each unit whether it belongs to a run that is read rightward: other scripts, numbers, what joins them."""
    texts = [unit[0].text for unit in units]
    strong = [_strength(text) for text in texts]
    kinds = [kind in ("L", "N") for kind in strong]
    place = 0
    while place < len(units):
        stop = place
        while stop < len(units) and not strong[stop]:
            stop += 1
        if stop > place:
            left = strong[place - 1] if place else "R"
            right = strong[stop] if stop < len(units) else "R"
            tight = stop == place + 1 and texts[place] in _IN_NUMBERS and _is_tight(units, place)
            joins = "R" not in (left, right) and ("L" in (left, right) or tight)
            kinds[place:stop] = [joins] * (stop - place)
        place = stop + 1
    return kinds


def _strength(text: str) -> str:
    """L for letters of other scripts, N for digits, R for letters that run leftward, "" for what takes sides."""
    if text.isdigit():
        return "N"
    return "" if not text.isalpha() else "R" if is_leftward(text) else "L"


def _is_tight(units: Sequence[Sequence[Glyph]], place: int) -> bool:
    around = units[place - 1 : place + 2]
    return all(b[0].left - a[0].right < SPACE * a[0].face.size for a, b in pairwise(around))


def _mirror(leftward: Sequence[Glyph]) -> None:
    """Turns brackets round where the row has them as they look instead of as they are read."""
    brackets = [glyph for glyph in leftward if glyph.text in "()[]{}«»"]
    if brackets and brackets[0].text in ")]}»":
        for glyph in brackets:
            glyph.text = glyph.text.translate(_MIRRORED)


def _blank(before: Glyph, glyph: Glyph) -> str:
    """What stands between two glyphs side by side."""
    gap = max(glyph.left - before.right, before.left - glyph.right)
    size = max(before.face.size, glyph.face.size)
    return "\t" if gap > TAB * size else " " if gap > SPACE * size else ""
