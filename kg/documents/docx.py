"""Word files (.docx) to lines, with python-docx.

`Document.text` is made here: the lines one after the other, list markers written out, joined by line feeds. Headers,
footers, footnotes, comments and what tracked changes strike out are left out. Nothing that the file names is opened.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.documents import markers
from kg.documents.docx_styles import Numbering, Styles
from kg.documents.pieces import PLAIN, Layout, Piece, Reading, Style, make_line
from kg.errors import InputError
from kg.model import Line, Warning

MAX_UNPACKED = 256 * 2**20  # bytes of all parts together
MAX_PART = 48 * 2**20  # bytes of one XML part: its tree takes ten times as much
MAX_PARTS = 5_000
MAX_PARAGRAPHS = 100_000
_MAX_NESTING = 12  # tables in tables
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SYMBOLS = {"F0B7": "•", "F0A7": "▪", "F0D8": "➢", "F0FC": "✓", "F076": "❖", "F06E": "■", "F02D": "–"}
_LINK_FIELD = re.compile(r"HYPERLINK\s+\"([^\"]+)\"")
# Elements that hold text that is not read here, or not in force.
_SKIPPED = frozenset(
    _W + name for name in ("del", "moveFrom", "delText", "pPr", "rPr", "footnoteReference", "commentReference")
)


def read(data: bytes, where: str) -> Reading:
    """Lines of the body, with weight, size, indent, heading level and list markers as the styles say.

    Raises:
        InputError: no Word file, damaged, or unpacking to more than is sane.
    """
    _check_archive(data, where)
    document = _open(data, where)
    reader = _Reader(document)
    reader.run()
    warnings = []
    if reader.left_out:
        problem = f"only the first {MAX_PARAGRAPHS:,} paragraphs were read"
        warnings.append(Warning(f"paragraph {MAX_PARAGRAPHS + 1}", problem, "split the file"))
    text, lines = _lines(reader.paragraphs)
    if not lines:
        raise InputError(
            where, "holds no text", "check that the text is not a picture; if it is, run OCR and give the result"
        )
    return Reading(text, lines, title=document.core_properties.title or "", warnings=tuple(warnings))


def _check_archive(data: bytes, where: str) -> None:
    """Refuses an archive whose parts are too many or too large, before any of them is unpacked."""
    remedy = "open it in Word or LibreOffice and save it again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise InputError(where, "is a damaged Word file (no whole ZIP archive)", remedy) from None
    names = {part.filename for part in parts}
    if "word/document.xml" not in names and not any(name.startswith("word/") for name in names):
        raise InputError(where, "is a ZIP archive, no Word file", "unpack it and give the files in it")
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > MAX_PARTS or total > MAX_UNPACKED or largest > MAX_PART:
        problem = f"would unpack to {total / 2**20:,.0f} MB in {len(parts):,} parts: that is no document"
        raise InputError(where, problem, remedy)


def _open(data: bytes, where: str) -> Any:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        return docx.Document(io.BytesIO(data))
    except (
        OpcError,
        SyntaxError,  # of the XML
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        OSError,
        EOFError,
    ) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        remedy = "open it in Word or LibreOffice and save it again"
        raise InputError(where, f"is a damaged Word file: {reason}", remedy) from None


@dataclass(slots=True)
class _Span:
    text: str
    style: Style
    size: float


@dataclass(slots=True)
class _Paragraph:
    """One line: a paragraph, or the part of one between two line breaks, or the cells of a row."""

    spans: list[_Span] = field(default_factory=list)
    marker: str = ""
    indent: float = 0.0
    heading: int = 0
    before: float = 0.0  # blank space above, in line heights
    after: float = 0.0
    path: str = ""

    def text(self) -> str:
        return "".join(span.text for span in self.spans)


class _Reader:
    def __init__(self, document: Any) -> None:
        self.body = document.element.body
        self.links = {key: rel.target_ref for key, rel in document.part.rels.items() if rel.is_external}
        self.styles = Styles(document)
        self.numbering = Numbering(document)
        self.paragraphs: list[_Paragraph] = []
        self.count = 0
        self.left_out = False

    def run(self) -> None:
        self.paragraphs = list(self.blocks(self.body, "", 0))

    def blocks(self, container: Any, path: str, depth: int) -> Iterator[_Paragraph]:
        """The lines of a body, cell or text box, in order."""
        for element in _children(container):
            self.count += 1
            if self.count > MAX_PARAGRAPHS:
                self.left_out = True
                return
            if element.tag == _W + "p":
                yield from self.paragraph(element, path)
                for box in element.iter(_W + "txbxContent"):
                    if depth < _MAX_NESTING and not _in_fallback(box):
                        yield from self.blocks(box, path, depth + 1)
            elif element.tag == _W + "tbl" and depth < _MAX_NESTING:
                for row in _children(element):
                    if row.tag == _W + "tr":
                        yield from self.row(row, f"{path}/table/tr/td".lstrip("/"), depth + 1)

    def row(self, row: Any, path: str, depth: int) -> Iterator[_Paragraph]:
        """A row of a table: cells side by side joined by tabs; a layout table of long cells is read cell by cell."""
        cells = []
        for cell in _children(row):
            if cell.tag == _W + "tc":
                lines = list(self.blocks(cell, path, depth))
                cells.append([line for line in lines if line.text().strip()])
        filled = [cell for cell in cells if cell]
        long = [cell for cell in filled if len(cell) > 1]
        if len(long) > 1 and max(len(cell) for cell in long) > 3:
            for cell in filled:
                yield from cell
            return
        height = max((len(cell) for cell in filled), default=0)
        for index in range(height):
            yield _side_by_side([cell[index] for cell in filled if index < len(cell)])

    def paragraph(self, element: Any, path: str) -> Iterator[_Paragraph]:
        look = self.styles.of_paragraph(element)
        number = self.numbering.marker(element, look.numbering)
        indent = look.indent if look.indent is not None else number.indent
        current = _Paragraph([], number.text, indent, look.heading, look.before, 0.0, path)
        if number.text:
            current.path = f"{path}/{'/'.join(['ul/li'] * (number.level + 1))}".lstrip("/")
        for span in self.spans(element, look):
            if span.text != "\n":
                current.spans.append(span)
                continue
            yield current
            current = _Paragraph([], "", indent, look.heading, 0.0, 0.0, current.path)
        current.after = look.after
        yield current

    def spans(self, paragraph: Any, look: Any) -> Iterator[_Span]:
        field_href = ""
        in_code = False
        for run, href in _runs(paragraph):
            style, size, is_hidden = self.styles.of_run(run, look)
            address = self.links.get(href, "") if href else field_href
            style = style._replace(href=address) if address else style
            for part in run:
                tag = part.tag
                if tag == _W + "fldChar":
                    kind = part.get(_W + "fldCharType")
                    in_code = kind == "begin"
                    field_href = "" if kind == "end" else field_href
                elif tag == _W + "instrText":
                    link = _LINK_FIELD.search(part.text or "")
                    field_href = link.group(1) if link is not None else field_href
                elif not is_hidden and not in_code:
                    text = _text_of(part)
                    if text:
                        yield _Span(text, style, size)


def _children(container: Any) -> Iterator[Any]:
    """Block elements of a container, through content controls and the like that only wrap."""
    stack = [iter(container)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins", _W + "smartTag"):
            stack.append(iter(element))
        else:
            yield element


def _runs(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The runs of a paragraph with the id of the link they stand in; neither text boxes nor deleted text."""
    stack = [(iter(paragraph), "")]
    while stack:
        iterator, href = stack[-1]
        element = next(iterator, None)
        if element is None:
            stack.pop()
        elif element.tag == _W + "r":
            yield element, href
        elif element.tag == _W + "hyperlink":
            stack.append((iter(element), element.get(_R + "id") or ""))
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
            stack.append((iter(element), href))


def _text_of(part: Any) -> str:
    name = part.tag[len(_W) :] if isinstance(part.tag, str) and part.tag.startswith(_W) else ""
    if name == "t":
        return (part.text or "").replace("\n", " ")
    if name == "sym":
        return _SYMBOLS.get((part.get(_W + "char") or "").upper(), "")
    if name == "br" and part.get(_W + "type") in (None, "textWrapping"):
        return "\n"
    return {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _in_fallback(element: Any) -> bool:
    """Whether an element is the copy for old programs, which says the same once more."""
    return any(parent.tag == _MC + "Fallback" for parent in element.iterancestors())


def _side_by_side(cells: list[_Paragraph]) -> _Paragraph:
    first = cells[0]
    for cell in cells[1:]:
        first.spans.append(_Span("\t", PLAIN, 0.0))
        if cell.marker:
            first.spans.append(_Span(f"{cell.marker} ", PLAIN, 0.0))
        first.spans += cell.spans
        first.heading = first.heading or cell.heading
    first.after = max(cell.after for cell in cells)
    return first


def _lines(paragraphs: list[_Paragraph]) -> tuple[str, tuple[Line, ...]]:
    counts: Counter[float] = Counter()
    for paragraph in paragraphs:
        for span in paragraph.spans:
            counts[span.size] += len(span.text) if span.size else 0
    body = counts.most_common(1)[0][0] if counts else 11.0
    parts: list[str] = []
    lines: list[Line] = []
    place = 0
    gap = 0.0
    after = 0.0
    for paragraph in paragraphs:
        gap += max(after, paragraph.before)
        after = paragraph.after
        text = paragraph.text()
        if not text.strip():
            gap += 1.0
            continue
        head = f"{paragraph.marker} " if paragraph.marker else ""
        line = make_line(_pieces(paragraph, place + len(head)), _layout(paragraph, gap, body))
        if line is not None:
            lines.append(line)
            gap = 0.0
        parts.append(head + text)
        place += len(head) + len(text) + 1
    return "\n".join(parts), tuple(lines)


def _pieces(paragraph: _Paragraph, place: int) -> Iterator[Piece]:
    for span in paragraph.spans:
        yield Piece(span.text, place, style=span.style)
        place += len(span.text)


def _layout(paragraph: _Paragraph, gap: float, body: float) -> Layout:
    sizes: Counter[float] = Counter()
    for span in paragraph.spans:
        sizes[span.size] += len(span.text.strip()) if span.size else 0
    size = sizes.most_common(1)[0][0] if sizes else body
    return Layout(
        indent=round(paragraph.indent, 1),
        right=0.0,
        size=round(size / body, 2) if size else 1.0,
        gap=round(gap, 2),
        marker=paragraph.marker,
        heading=paragraph.heading,
        path=paragraph.path,
        cut=markers.LETTERED if paragraph.marker else markers.ANY,
    )
