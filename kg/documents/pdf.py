"""PDF to lines, with PDFium.

`Document.text` is made here: the lines in reading order, one after the other, joined by line feeds. Headers, footers
and page numbers are left out of it, words hyphenated at a line end stand whole on the line where they begin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kg.documents import markers
from kg.documents.pdf_layout import Arranged, Row, arrange, shared_edge
from kg.documents.pdf_page import read_page
from kg.documents.pieces import Layout, Piece, Reading, Style, make_line
from kg.errors import InputError
from kg.model import Line, Warning

MAX_PAGES = 300  # half a minute; the longest CVs have some 150
_OCR = "run text recognition on it (for example: ocrmypdf in.pdf out.pdf) and give the result"


def read(data: bytes, where: str) -> Reading:
    """Lines with page, indent, size, weight and gap; links of the file become `href` runs.

    Raises:
        InputError: encrypted, damaged, without pages, or without text (a scan).
    """
    document = _open(data, where)
    try:
        title = _title(document)
        pages, warnings = _pages(document, where)
    finally:
        document.close()
    if not any(page.rows for page in pages):
        problem = f"holds no text: its {len(pages)} pages are pictures or empty"
        raise InputError(where, problem, _OCR)
    unreadable = sum(page.page.unreadable for page in pages)
    total = sum(page.page.count for page in pages)
    if unreadable > 0.7 * total:
        problem = "its fonts do not say which letters they show (no Unicode maps)"
        raise InputError(where, problem, _OCR)
    _drop_furniture(pages)
    rows = [row for page in pages for row in page.rows]
    _share_margin(rows)
    _measure_gaps(rows)
    _mend_hyphens(rows)
    text, lines = _lines(rows)
    return Reading(text, lines, title=title, warnings=tuple(warnings))


def _open(data: bytes, where: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise InputError(where, "is a PDF without pages", "check that it is whole")
        return document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InputError(
                where, "is protected by a password", "save a copy without password and give that"
            ) from None
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_SECURITY:
            raise InputError(where, "is encrypted in a way that is not known", "print it to a new PDF") from None
        problem = "is a damaged PDF: it cannot be opened"
        raise InputError(where, problem, "get it again, or open and save it in a PDF viewer") from None


def _title(document: Any) -> str:
    try:
        title = str(document.get_metadata_value("Title"))
    except (pypdfium2.PdfiumError, UnicodeError, ValueError):
        return ""
    made_up = re.search(r"\.(?:docx?|tex|pdf|dvi|odt|pages|indd)$|^(?:untitled|microsoft word)", title.strip(), re.I)
    return "" if made_up else title


def _pages(document: Any, where: str) -> tuple[list[Arranged], list[Warning]]:
    pages, warnings = [], []
    count = len(document)
    if count > MAX_PAGES:
        problem = f"only the first {MAX_PAGES} of {count} pages were read"
        warnings.append(
            Warning(f"page {MAX_PAGES + 1}", problem, "give the pages that list the works as a file of their own")
        )
    for index in range(min(count, MAX_PAGES)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            warnings.append(
                Warning(f"page {index + 1}", "is damaged and was left out", "open and save the PDF in a viewer")
            )
            continue
        try:
            arranged = arrange(read_page(page, index + 1))
        except pypdfium2.PdfiumError:
            warnings.append(
                Warning(f"page {index + 1}", "its text cannot be read", "open and save the PDF in a viewer")
            )
            continue
        finally:
            page.close()
        warnings += _remarks(arranged)
        pages.append(arranged)
    return pages, warnings


def _remarks(arranged: Arranged) -> list[Warning]:
    page = arranged.page
    place = f"page {page.number}"
    glyphs = page.count
    remarks = []
    if page.unreadable > 0.05 * glyphs + 5:
        problem = f"{page.unreadable} of {glyphs} characters are in fonts without Unicode maps and cannot be told"
        remarks.append(Warning(place, problem, _OCR))
    if page.turned > 3:
        remarks.append(Warning(place, f"{page.turned} characters set at an angle were left out"))
    if page.left_out:
        remarks.append(Warning(place, f"{page.left_out:,} characters beyond the bound of a page were left out"))
    if page.pictures and not glyphs:
        remarks.append(Warning(place, "holds a picture and no text", _OCR))
    return remarks


# ---- headers and footers

_PAGE_NUMBER = re.compile(
    r"[\s\-–—|·•~]*(?:(?:page|seite|página|pagina|p\.|pg\.?)\s*)?(?:\d{1,3}|[ivx]{1,5})"
    r"(?:\s*(?:/|of|von|de|di|sur|\|)\s*\d{1,3})?[\s\-–—|·•~]*",
    re.I,
)
_EDGE_ROWS = 3
_EDGE_SHARE = 0.012  # of all rows that begin at the margin: headings may be the only ones


def _drop_furniture(pages: Sequence[Arranged]) -> None:
    """Takes page numbers off, and what stands at the head or foot of most pages, but not off the first one."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges: list[list[tuple[Row, str]]] = []
    for number, arranged in enumerate(pages):
        mine = []
        for row in _edge_rows(arranged):
            key = re.sub(r"\d+", "#", " ".join(row.text.split()).casefold())
            mine.append((row, key))
            places[key].append((number, row.baseline))
        edges.append(mine)
    for number, (arranged, mine) in enumerate(zip(pages, edges, strict=True)):
        dropped = set()
        for row, key in mine:
            is_number = _PAGE_NUMBER.fullmatch(row.text) is not None and _is_outermost(row, arranged)
            counted = "#" in key and row.baseline < 0.14 * arranged.page.height  # "CV of A. Name – 1" at the foot
            if is_number or _repeats(places[key], row.baseline, len(pages), stays=number == 0 and not counted):
                dropped.add(id(row))
        if dropped and len(dropped) < len(arranged.rows):
            arranged.rows = [row for row in arranged.rows if id(row) not in dropped]


def _edge_rows(arranged: Arranged) -> list[Row]:
    """Rows at the head and foot of a page that stand apart from the text."""
    rows = sorted(arranged.rows, key=lambda row: -row.baseline)
    steps = sorted(a.baseline - b.baseline for a, b in pairwise(rows))
    usual = steps[len(steps) // 2] if steps else 0.0
    height = arranged.page.height or 1.0
    found: dict[int, Row] = {}
    for edge in (rows[: _EDGE_ROWS + 1], rows[::-1][: _EDGE_ROWS + 1]):
        for count, (row, following) in enumerate(pairwise(edge), 1):
            if abs(row.baseline - following.baseline) > 1.4 * usual:
                found.update({id(apart): apart for apart in edge[:count]})
        found.update({id(row): row for row in edge[:1]})
    return [row for row in found.values() if not 0.14 <= row.baseline / height <= 0.86]


def _is_outermost(row: Row, arranged: Arranged) -> bool:
    return not any(o.baseline > row.baseline for o in arranged.rows) or not any(
        o.baseline < row.baseline for o in arranged.rows if _PAGE_NUMBER.fullmatch(o.text) is None
    )


def _repeats(places: list[tuple[int, float]], baseline: float, pages: int, *, stays: bool) -> bool:
    """Whether the same stands at this height on most other pages; what stands on the first page mostly stays there."""
    at = sorted({page for page, y in places if abs(y - baseline) < 4.0})
    return len(at) >= max(2, 0.5 * (pages - 1)) and not stays


def _share_margin(rows: Sequence[Row]) -> None:
    """Indents count from one margin on all pages, even on one where nothing stands at it."""
    whole = [row for row in rows if row.is_whole]
    for parity in (0, 1):  # left and right pages may have margins of their own
        mine = [row for row in whole if row.page % 2 == parity]
        origin = shared_edge(mine, _EDGE_SHARE)
        others = [row for row in whole if row.page % 2 != parity]
        other = shared_edge(others, _EDGE_SHARE) if others else origin
        if abs(origin - other) < 60 and not _is_mirrored(mine, others):
            origin = min(origin, other)
        for row in mine:
            row.origin = origin


def _is_mirrored(mine: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether left and right pages differ at both edges by the same step, as in a book."""
    if len(mine) < 20 or len(others) < 20:
        return False
    left = shared_edge(mine) - shared_edge(others)
    right = max(row.right for row in mine) - max(row.right for row in others)
    return abs(left) > 4 and abs(left - right) < 2


# ---- gaps


def _measure_gaps(rows: Sequence[Row]) -> None:
    """Sets the blank space above each row in line heights; none is known at the top of a page or column."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    pairs = [(a, b) for a, b in pairwise(rows) if a.page == b.page and a.column == b.column]
    for before, row in pairs:
        if abs(before.size - row.size) < 0.3:
            steps[round(row.size)][round((before.baseline - row.baseline) * 2) / 2] += 1
    heights = {size: _usual_step(size, counts) for size, counts in steps.items()}
    for before, row in pairs:
        size = max(round(before.size), round(row.size))
        height = heights.get(size) or 1.2 * size
        row.gap = max(0.0, round((before.baseline - row.baseline) / height - 1.0, 2))
        if row.gap < 0.08:
            row.gap = 0.0


def _usual_step(size: float, counts: Counter[float]) -> float:
    """The smallest step that is frequent; 1.2 times the size where none is likely."""
    likely = {step: count for step, count in counts.items() if 0.95 * size <= step <= 2.2 * size}
    if not likely:
        return 1.2 * size
    most = max(likely.values())
    return min(step for step, count in likely.items() if count >= 0.25 * most)


# ---- hyphens

_BROKEN = re.compile(r"((?:[^\W\d_]+-)*[^\W\d_]{2,})-\Z")
_FRAGMENT = re.compile(r"[^\W\d_][\w'’]*[^\s\w]*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PREFIXES = frozenset(
    "self non multi cross semi meta co ex quasi pseudo inter intra high low real large small long short "
    "full end state first second third deep data time two three four one well all open single double zero "
    "few many fine coarse human machine user".split()
)


def _mend_hyphens(rows: Sequence[Row]) -> None:
    """Puts the rest of a word that is broken at a line end onto the row where the word begins."""
    vocabulary: Counter[str] = Counter(word.casefold() for row in rows for word in _WORD.findall(row.text))
    for row, following in pairwise(rows):
        broken = _BROKEN.search(row.text)
        if broken is None or following.gap > 0.8 or following.shortened:
            continue
        if markers.find(following.text, markers.SIGNS)[1]:
            continue
        fragment = _FRAGMENT.match(following.text)
        if fragment is None or following.size > 1.2 * row.size or following.size < 0.8 * row.size:
            continue
        whole = _keeps_hyphen(broken.group(1), fragment.group(), vocabulary)
        row.extra = ("" if whole else "\b") + fragment.group()
        following.shortened = fragment.end()


def _keeps_hyphen(left: str, fragment: str, vocabulary: Counter[str]) -> bool:
    right = re.match(r"[\w]+", fragment)
    tail = (right.group() if right is not None else fragment).casefold()
    head = left.casefold()
    if "-" in head or not fragment[0].islower():
        return True
    if vocabulary[head + tail]:
        return False
    if vocabulary[f"{head}-{tail}"] or head in _PREFIXES:
        return True
    return vocabulary[head] > 1 and vocabulary[tail] > 1 and len(head) > 2 and len(tail) > 2


# ---- lines


def _lines(rows: Sequence[Row]) -> tuple[str, tuple[Line, ...]]:
    body = _body_size(rows)
    parts: list[str] = []
    lines: list[Line] = []
    place = 0
    carried = 0.0
    for row in rows:
        parted = _styled(row)
        text = "".join(part for part, _ in parted)
        gap, carried = max(row.gap, carried), 0.0
        if not text:
            carried = gap
            continue
        pieces = []
        start = place
        for part, style in parted:
            pieces.append(Piece(part, start, style=style))
            start += len(part)
        layout = Layout(
            page=row.page,
            indent=round(max(row.left - row.origin, 0.0), 1),
            right=round(row.right - row.origin, 1),
            size=_relative(row.size, body),
            gap=gap,
        )
        line = make_line(pieces, layout)
        if line is not None:
            lines.append(line)
        parts.append(text)
        place += len(text) + 1
    return "\n".join(parts), tuple(lines)


def _body_size(rows: Sequence[Row]) -> float:
    counts: Counter[float] = Counter()
    for row in rows:
        counts[round(row.size, 1)] += len(row.text)
    return counts.most_common(1)[0][0] if counts else 1.0


def _relative(size: float, body: float) -> float:
    """The size as a multiple of the body size; what differs by less than 3 % is the same."""
    share = size / body
    return 1.0 if abs(share - 1.0) < 0.03 else round(share, 2)


def _styled(row: Row) -> list[tuple[str, Style]]:
    """The text of a row after mending, in pieces of one style."""
    pieces = [(row.text[start:end], style) for start, end, style in row.styles]
    cut = row.shortened
    while cut and pieces:
        text, style = pieces[0]
        pieces[:1] = [(text[cut:], style)] if cut < len(text) else []
        cut = max(cut - len(text), 0)
    while pieces and not pieces[0][0].strip():
        del pieces[0]
    if pieces:
        pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
    if row.extra and pieces:
        text, style = pieces[-1]
        pieces[-1] = (text[:-1] if row.extra[0] == "\b" else text, style)
        pieces.append((row.extra.lstrip("\b"), style))
    return pieces
