"""Pieces of text with place and style, and the lines that are made of them. Every reader ends here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.documents import markers
from kg.model import Box, Cell, Line, Run, Warning

MAX_LINE = 100_000  # characters; an author list of 3,000 names has 60,000
_Kind = TypeVar("_Kind")
COLUMN_GAP = 3  # this many blanks side by side are a column separator in text with fixed-width characters


class Style(NamedTuple):
    """How a stretch of text is set."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    href: str = ""


PLAIN = Style()


class Piece(NamedTuple):
    """A stretch of one line. `literal`: its characters stand side by side in the document; else all at `start`."""

    text: str
    start: int
    literal: bool = True
    style: Style = PLAIN
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a line beside its text; the fields are those of `kg.model.Line`."""

    page: int | None = None
    indent: float = 0.0
    right: float | None = None  # None: indent + length of the text
    size: float = 1.0
    gap: float = 0.0
    marker: str = ""
    heading: int = 0
    path: str = ""
    columns: bool = False  # three blanks and more become a tab
    cut: str = markers.ANY  # bullets that are cut off the text; markers.NONE: nothing is cut off
    bold: float | None = None  # None: share of bold characters by the styles


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one input."""

    text: str
    lines: tuple[Line, ...]
    title: str = ""
    data: tuple[str, ...] = ()
    warnings: tuple[Warning, ...] = ()


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# White space that is not one blank or tab, and what is not to be seen: controls, soft hyphen, zero-width signs (joiners
# mean something in Persian and Indic scripts and stay), directional marks, byte order mark.
_SPACE = "\n\r\x0b\x0c\x1c-\x1e\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_HIDDEN = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe"
_DIRTY = re.compile(rf"[ {_SPACE}]++\t[ {_SPACE}]*|\t[ {_SPACE}]+|[ {_SPACE}]{{2,}}|[{_SPACE}]|[{_HIDDEN}]+|[ﬀ-ﬆ]")
_BLANK = re.compile(rf"[ {_SPACE}]+\Z")


def make_line(pieces: Iterable[Piece], layout: Layout) -> Line | None:
    """The line that these pieces make, or None where nothing is to be read on it.

    White space is made one blank, hidden characters are left out, ligatures are spelt out; the list marker that the
    text starts with is cut off and becomes `marker` (in place of a bullet that the layout gives).
    """
    texts: list[str] = []
    places: list[Sequence[int]] = []
    styles: list[tuple[int, int, Style]] = []
    boxes: list[tuple[int, int, Box]] = []
    length = 0
    blank = True
    for piece in pieces:
        text, offsets = _clean(piece, columns=layout.columns)
        if blank and text.startswith(" "):
            text, offsets = text[1:], offsets[1:]
        if not text:
            continue
        if text[0] == "\t" and texts and texts[-1].endswith(" "):
            texts[-1], places[-1], length = texts[-1][:-1], places[-1][:-1], length - 1
        texts.append(text)
        places.append(offsets)
        if piece.style != PLAIN:
            styles.append((length, length + len(text), piece.style))
        if piece.box is not None:
            boxes.append((length, length + len(text), piece.box))
        length += len(text)
        blank = text[-1] in " \t"
    whole = "".join(texts)
    stripped = whole.rstrip(" \t")
    left = len(stripped) - len(stripped.lstrip(" \t"))
    marker, cut = markers.find(stripped[left : left + markers.LONGEST], layout.cut)
    if left + cut >= len(stripped) and not (marker and layout.heading):
        return None  # a lone bullet says nothing; a lone number in a heading may
    left = left if left + cut >= len(stripped) else left + cut
    text = stripped[left:]
    if not any(map(str.isalnum, text)) and "…" not in text and "..." not in text:
        return None  # icons, brackets of an empty link, drawn lines
    runs = _runs(styles, left, len(text))
    return Line(
        text=text,
        offsets=_offsets(places, left, len(text)),
        page=layout.page,
        indent=layout.indent,
        right=layout.indent + len(text) if layout.right is None else layout.right,
        size=layout.size,
        bold=_bold_share(text, runs) if layout.bold is None else layout.bold,
        gap=layout.gap,
        marker=marker or layout.marker,
        heading=layout.heading,
        path=layout.path,
        runs=runs,
        cells=tuple(Cell(*one) for one in _joined(boxes, left, len(text))),
    )


def _clean(piece: Piece, *, columns: bool) -> tuple[str, Sequence[int]]:
    """Text without what a reader does not see, and the place of each character."""
    text = piece.text
    here: Sequence[int] = range(piece.start, piece.start + len(text)) if piece.literal else (piece.start,) * len(text)
    found = _DIRTY.search(text)
    if found is None:
        return text, here
    parts: list[str] = []
    offsets: list[int] = []
    done = 0
    while found is not None:
        parts.append(text[done : found.start()])
        offsets.extend(here[done : found.start()])
        instead = _instead(found.group(), columns=columns)
        parts.append(instead)
        place = found.start() + max(found.group().find("\t"), 0)
        offsets.extend([here[place]] * len(instead))
        done = found.end()
        found = _DIRTY.search(text, done)
    parts.append(text[done:])
    offsets.extend(here[done:])
    return "".join(parts), _compact(offsets)


def _instead(dirt: str, *, columns: bool) -> str:
    if dirt in _LIGATURES:
        return _LIGATURES[dirt]
    if "\t" in dirt:
        return "\t"
    if _BLANK.match(dirt) is None:
        return ""
    return "\t" if columns and len(dirt) >= COLUMN_GAP else " "


def _compact(offsets: Sequence[int]) -> Sequence[int]:
    """The same places as a range if they follow one another, else as a tuple."""
    if isinstance(offsets, range):
        return offsets
    if offsets and offsets[-1] - offsets[0] == len(offsets) - 1:
        steady = range(offsets[0], offsets[0] + len(offsets))
        if all(a == b for a, b in zip(offsets, steady, strict=True)):
            return steady
    return tuple(offsets)


def _offsets(places: list[Sequence[int]], left: int, length: int) -> Sequence[int]:
    """One place per character from `left` on, and the place of the end."""
    if len(places) == 1:
        wanted: Sequence[int] = places[0][left : left + length]
        if isinstance(wanted, range):
            return range(wanted.start, wanted.start + length + 1)
    else:
        flat: list[int] = []
        for part in places:
            flat.extend(part)
        wanted = flat[left : left + length]
    return _compact([*wanted, wanted[-1] + 1])


def _runs(styles: list[tuple[int, int, Style]], left: int, length: int) -> tuple[Run, ...]:
    return tuple(Run(start, end, *style) for start, end, style in _joined(styles, left, length))


def _joined(stretches: list[tuple[int, int, _Kind]], left: int, length: int) -> list[tuple[int, int, _Kind]]:
    """The stretches in coordinates of the text, neighbours of one kind as one."""
    joined: list[tuple[int, int, _Kind]] = []
    for start, end, kind in stretches:
        start, end = max(start - left, 0), min(end - left, length)
        if start >= end:
            continue
        if joined and joined[-1][1] == start and joined[-1][2] == kind:
            joined[-1] = (joined[-1][0], end, kind)
        else:
            joined.append((start, end, kind))
    return joined


def _bold_share(text: str, runs: Iterable[Run]) -> float:
    letters = len(text) - text.count(" ") - text.count("\t")
    bold = sum(
        len(piece) - piece.count(" ") - piece.count("\t") for r in runs if r.bold for piece in [text[r.start : r.end]]
    )
    return bold / letters if letters else 0.0


def split_long(start: int, end: int, text: str) -> Iterable[tuple[int, int]]:
    """The stretch `text[start:end]` in pieces of at most `MAX_LINE` characters, cut at white space if there is some."""
    while end - start > MAX_LINE:
        cut = text.rfind(" ", start + MAX_LINE // 2, start + MAX_LINE)
        cut = start + MAX_LINE if cut < 0 else cut + 1
        yield start, cut
        start = cut
    yield start, end
