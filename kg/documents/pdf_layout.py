"""Chunks of a page to rows in reading order: superscripts put back, columns one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.documents.leftward import leftward_glyphs, runs_leftward
from kg.documents.pdf_page import SAME_BASELINE, SPACE, TAB, Chunk, Glyph, Page, chunk_of
from kg.documents.pieces import PLAIN, Style

_MARGIN_GAP = 0.45  # of the font size: a gap that may part the margin from the text
_GRID = 3.0  # points between the places where a gutter is tried
_MIN_GUTTER = 8.0  # points
_MAX_DEPTH = 3  # columns within columns


@dataclass(slots=True)
class Row:
    """Chunks on one baseline within one column, from left to right."""

    chunks: list[Chunk]
    page: int
    column: int = 0  # counts up in reading order; a new one begins with each change of column
    baseline: float = 0.0
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    origin: float = 0.0  # left edge of the column
    is_whole: bool = True  # it runs across the page, not in one of its columns
    text: str = ""
    styles: tuple[tuple[int, int, Style], ...] = ()  # stretches of one style in the text
    gap: float = 0.0
    extra: str = ""  # what hyphenation left on the next row and belongs here
    shortened: int = 0  # characters at the start that went to the row before

    def measure(self) -> Row:
        """Sets place and size from the chunks."""
        main = max(self.chunks, key=lambda chunk: len(chunk.glyphs) * chunk.size)
        self.baseline = main.baseline
        self.left = min(chunk.left for chunk in self.chunks)
        self.right = max(chunk.right for chunk in self.chunks)
        weights: Counter[float] = Counter()
        for chunk in self.chunks:
            weights[round(chunk.size, 2)] += len(chunk.glyphs)
        total = sum(weights.values())
        self.size = max(size for size, weight in weights.items() if weight >= min(0.25 * total, max(weights.values())))
        return self


@dataclass(slots=True)
class Arranged:
    """A page in reading order."""

    page: Page
    rows: list[Row] = field(default_factory=list)


def arrange(page: Page) -> Arranged:
    """Rows of the page in the order in which a reader reads them; they keep text and styles, no glyphs."""
    _attach_raised(page.chunks)
    rows = _part_margins(_rows(page.chunks, page.number))
    ordered: list[Row] = []
    _order(rows, ordered, 0, 0)
    column = 0
    places = [row.column for row in ordered]
    for before, place, row in zip([None, *places], places, ordered, strict=False):
        if before is not None and place != before:
            column += 1
        row.column = column
    for row in ordered:
        row.text, row.styles = _spelled(row.measure())
        row.chunks = []
    page.count = sum(len(chunk.glyphs) for chunk in page.chunks)
    page.chunks = []
    return Arranged(page, ordered)


def _spelled(row: Row) -> tuple[str, tuple[tuple[int, int, Style], ...]]:
    """Text of a row and its stretches of one style; a blank between two styles has none."""
    parts: list[str] = []
    styles: list[tuple[int, int, Style]] = []
    length = 0

    def add(text: str, style: Style) -> None:
        nonlocal length
        parts.append(text)
        if styles and styles[-1][2] == style:
            styles[-1] = (styles[-1][0], length + len(text), style)
        else:
            styles.append((length, length + len(text), style))
        length += len(text)

    for glue, glyph in glyphs_of(row.chunks):
        style = _style(glyph)
        if glue:
            add(glue, style if styles[-1][2] == style and glue == " " else PLAIN)
        add(glyph.text, style)
    return "".join(parts), tuple(styles)


def _style(glyph: Glyph) -> Style:
    if not (glyph.bold or glyph.face.italic or glyph.underline or glyph.href):
        return PLAIN
    return Style(glyph.bold, glyph.face.italic, glyph.underline, glyph.href)


# ---- rows


def _attach_raised(chunks: list[Chunk]) -> None:
    """Small chunks that stand a little above or below the end of a larger one get its baseline."""
    for index, chunk in enumerate(chunks):
        around = [chunks[i] for i in (index - 1, index + 1, index - 2, index + 2) if 0 <= i < len(chunks)]
        for other in around:
            if chunk.size < 0.86 * other.size and _touches(chunk, other):
                chunk.baseline = other.baseline
                break


def _touches(small: Chunk, large: Chunk) -> bool:
    lift = small.baseline - large.baseline
    if not -0.4 * large.size <= lift <= 0.75 * large.size:
        return False
    behind = -0.35 * large.size <= small.left - large.right <= 0.45 * large.size
    before = -0.35 * large.size <= large.left - small.right <= 0.45 * large.size
    inside = large.left < small.left and small.right < large.right
    return behind or before or inside


def _rows(chunks: Iterable[Chunk], page: int) -> list[Row]:
    rows: list[Row] = []
    ordered = sorted(chunks, key=lambda chunk: -chunk.baseline)
    start = 0
    while start < len(ordered):
        first = ordered[start]
        end = start + 1
        while end < len(ordered):
            tolerance = SAME_BASELINE * max(first.size, ordered[end].size)
            if first.baseline - ordered[end].baseline > tolerance:
                break
            end += 1
        together = sorted(ordered[start:end], key=lambda chunk: chunk.left)
        rows.append(Row(together, page).measure())
        start = end
    return rows


def glyphs_of(chunks: Sequence[Chunk]) -> Iterator[tuple[str, Glyph]]:
    """The glyphs of a row in reading order, each with the blank or tab that stands before it, as wide as the gap is."""
    if runs_leftward(chunks):
        yield from leftward_glyphs(chunks)
        return
    order = sorted(chunks, key=lambda chunk: chunk.left)
    before: Chunk | None = None
    for chunk in order:
        yield "" if before is None else _glue(before, chunk), chunk.glyphs[0]
        for glyph in chunk.glyphs[1:]:
            yield " " if glyph.space else "", glyph
        before = chunk


def _glue(before: Chunk, chunk: Chunk) -> str:
    gap = max(chunk.left - before.right, before.left - chunk.right)
    size = max(before.size, chunk.size)
    if gap > TAB * size or chunk.is_parted:
        return "\t"
    return " " if gap > SPACE * size or chunk.glyphs[0].space else ""


def _part_margins(rows: list[Row]) -> list[Row]:
    """Parts what stands in the margin from the text beside it where the gap between is no wider than some blanks.

    The text begins where many rows begin; the margin holds a date or a number.
    """
    edges = Counter(round(row.left) for row in rows)
    for row in rows:
        for chunk in row.chunks[:1]:
            cut = _margin_end(chunk, edges)
            if cut:
                parted = [chunk_of(chunk.glyphs[:cut]), chunk_of(chunk.glyphs[cut:])]
                parted[1].is_parted = True
                row.chunks[:1] = parted
            elif len(row.chunks) > 1:
                second = row.chunks[1]
                wide = second.left - chunk.right >= _MARGIN_GAP * second.size
                second.is_parted = wide and len(chunk.glyphs) < 30 and _shared(edges, second.left) >= 3
    return rows


def _shared(edges: Counter[int], left: float) -> int:
    """How many rows begin at this place."""
    return max(edges[round(left) + step] for step in (-1, 0, 1))


def _margin_end(chunk: Chunk, edges: Counter[int]) -> int:
    """How many glyphs of a chunk stand in the margin; 0 if none do."""
    reach = 0
    for index, glyph in enumerate(chunk.glyphs):
        if not index or not glyph.space:
            continue
        gap = glyph.left - chunk.glyphs[index - 1].right
        reach += 1
        if reach > 6:
            return 0
        if gap >= _MARGIN_GAP * chunk.size and _shared(edges, glyph.left) >= 3:
            return index
    return 0


# ---- columns


_APART, _FEWEST_APART = 0.3, 16  # share of lines of a column with nothing beside them; rows that tell


@dataclass(slots=True)
class _Gutter:
    at: float
    runs: list[tuple[int, int]]  # rows that it parts, first and past the last


def _order(rows: list[Row], ordered: list[Row], depth: int, column: int, *, is_whole: bool = True) -> int:
    """Appends the rows in reading order; gives each stretch of one column its own number, returns the next one."""
    gutter = _find_gutter(rows) if depth < _MAX_DEPTH else None
    if gutter is None:
        origin = shared_edge(rows)
        for row in rows:
            row.column, row.origin, row.is_whole = column, origin, is_whole
            ordered.append(row)
        return column + 1
    done = 0
    for start, end in [*gutter.runs, (len(rows), len(rows))]:
        if start > done:
            column = _order(rows[done:start], ordered, _MAX_DEPTH, column, is_whole=is_whole)
        part = rows[start:end]
        for side in (_side(part, gutter.at, left=True), _side(part, gutter.at, left=False)):
            if side:
                column = _order(side, ordered, depth + 1, column, is_whole=False)
        done = end
    return column


def _side(rows: list[Row], at: float, *, left: bool) -> list[Row]:
    chunks = [chunk for row in rows for chunk in row.chunks if (chunk.middle < at) == left]
    return _rows(chunks, rows[0].page) if chunks else []


def shared_edge(rows: Sequence[Row], share: float = 0.04) -> float:
    """Leftmost edge that at least this share of the rows have, and no fewer than two; of few rows the leftmost."""
    if not rows:
        return 0.0
    edges = Counter(round(row.left) for row in rows)
    shared = [edge for edge, count in edges.items() if count >= max(2, share * len(rows))]
    return float(min(shared)) if shared else min(row.left for row in rows)


def _find_gutter(rows: list[Row]) -> _Gutter | None:
    """The blank strip that parts two columns of running text or a sidebar, or None.

    Dates in the margin and places at the right end are no columns: they stand on the rows of what they belong to, and
    they are narrow.
    """
    if len(rows) < 6:
        return None
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    width = right - left
    if width < 150:
        return None
    best: tuple[int, float, _Gutter] | None = None
    at = left + 0.15 * width
    while at < left + 0.85 * width:
        runs = _runs(rows, at, width)
        parted = sum(end - start for start, end in runs)
        if runs:
            room = _room(rows, runs, at)
            if room >= _MIN_GUTTER and (best is None or (parted, room) > best[:2]):
                best = (parted, room, _Gutter(at, runs))
        at += _GRID
    return best[2] if best is not None else None


def _room(rows: list[Row], runs: list[tuple[int, int]], at: float) -> float:
    """Width of the blank strip around a place."""
    low, high = float("-inf"), float("inf")
    for start, end in runs:
        for row in rows[start:end]:
            for chunk in row.chunks:
                if chunk.right <= at:
                    low = max(low, chunk.right)
                elif chunk.left >= at:
                    high = min(high, chunk.left)
    return high - low


def _runs(rows: list[Row], at: float, width: float) -> list[tuple[int, int]]:
    """Stretches of rows that a gutter at this place parts into columns."""
    runs = []
    start = 0
    for index in range(len(rows) + 1):
        if index == len(rows) or any(chunk.left < at < chunk.right for chunk in rows[index].chunks):
            if index - start >= 5 and _are_columns(rows[start:index], at, width):
                runs.append((start, index))
            start = index + 1
    return runs


def _are_columns(rows: list[Row], at: float, width: float) -> bool:
    left_sides, right_sides, alone, alone_right = [], [], 0, 0
    for row in rows:
        left = [chunk for chunk in row.chunks if chunk.right <= at]
        right = [chunk for chunk in row.chunks if chunk.left >= at]
        if left:
            left_sides.append((min(c.left for c in left), max(c.right for c in left)))
        if right:
            right_sides.append((min(c.left for c in right), max(c.right for c in right)))
        alone += bool(left) and not right
        alone_right += bool(right) and not left
    if len(left_sides) < 4 or len(right_sides) < 4:
        return False
    if not (_aligned(left_sides) and _aligned(right_sides)):
        return False
    wide_left, wide_right = _usual_width(left_sides), _usual_width(right_sides)
    apart = alone >= _APART * len(left_sides) and alone_right >= _APART * len(right_sides)
    if len(rows) >= _FEWEST_APART and apart and min(wide_left, wide_right) >= 0.15 * width:
        return True  # lines of a table stand on common rows, lines of two columns each on their own
    if wide_left >= 0.25 * width and wide_right >= 0.25 * width:
        return len(rows) >= 8 and _is_filled(left_sides) and _is_filled(right_sides)
    if not (alone >= 0.4 * len(left_sides) and len(rows) >= 12 and wide_right >= 0.15 * width):
        return False
    return not _are_dates(rows, at)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATED = 0.35  # share of the lines of a narrow column that have a year: dates whose ends are wrapped, no sidebar


def _are_dates(rows: list[Row], at: float) -> bool:
    """Whether the column left of a place holds the dates of what stands beside them."""
    lines = ["".join(glyph.text for chunk in row.chunks if chunk.right <= at for glyph in chunk.glyphs) for row in rows]
    lines = [line for line in lines if line.strip()]
    return sum(bool(_YEAR.search(line)) for line in lines) >= _DATED * len(lines)


def _aligned(sides: list[tuple[float, float]]) -> bool:
    """Whether at least half begin at one of the two most usual places."""
    edges = Counter(round(left / 3) for left, _ in sides)
    return sum(count for _, count in edges.most_common(2)) >= 0.5 * len(sides)


def _is_filled(sides: list[tuple[float, float]]) -> bool:
    """Whether enough lines go to the end of the column, as running text does and the cells of a table do not."""
    widest = max(right - left for left, right in sides)
    return sum(right - left >= 0.8 * widest for left, right in sides) >= 0.4 * len(sides)


def _usual_width(sides: list[tuple[float, float]]) -> float:
    widths = sorted(right - left for left, right in sides)
    return widths[len(widths) // 2]
