"""Markdown to lines: blocks here, what is inside them in `markdown_inline`.

Every source line is a line (CVs put one field on each), joined into a block only so that emphasis and links may run
over line ends. HTML between is obeyed as far as it makes lines. Nothing here recurses; time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.documents import markers, plain
from kg.documents.markdown_inline import Block, Mark, parse, read_references
from kg.documents.markup_tags import BLOCKS, CELLS, HEADINGS, HIDDEN, LISTS, SPACED, VOID
from kg.documents.pieces import Layout, Piece, Reading, make_line, split_long
from kg.documents.plain import RULE, measure, source_lines, too_long
from kg.model import Line, Warning

_MASK = "\x01"  # stands for what is hidden, so that all places stay where they are
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FRONT_KEY = re.compile(r"^(title|name):[ \t]*(.*?)[ \t]*$", re.M)
_TITLE_TAG = re.compile(r"<title[^<>]*>([^<]*)</title>", re.I)
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|(?=[A-Z])|$)")
_ATX_END = re.compile(r"[ \t]+#+[ \t]*\Z")
_SETEXT = re.compile(r"(?:={2,}|-{3,})[ \t]*\Z")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*\Z")
_QUOTE = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_BULLET = re.compile(rf"(?:[-+*{re.escape(markers.SIGNS)}–—·]|\d{{1,9}}[.)])(?=[ \t]|\Z)[ \t]*")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?\Z")
_CELL_END = re.compile(r"(?<!\\)\|")
_MAX_DEPTH = 40
_MAX_BLOCK = 200_000  # characters of one block; emphasis does not run further
MAX_TEXT = 4_000_000  # characters; more is no CV, and places of decoded text take memory


@dataclass(slots=True)
class _Row:
    """One source line of a block: where its content stands."""

    start: int
    end: int
    indent: int


@dataclass(slots=True)
class _Open:
    """The block being gathered."""

    rows: list[_Row] = field(default_factory=list)
    marker: str = ""
    gap: int = 0
    heading: int = 0
    path: str = ""
    is_row_of_table: bool = False
    length: int = 0


def read(text: str) -> Reading:
    """Lines of a Markdown text; the title is that of the front matter, if there is one."""
    if len(text) > MAX_TEXT:
        problem = f"more than {MAX_TEXT:,} characters: read as plain text, Markdown signs stay in it"
        plainly = plain.read(text)
        return replace(plainly, warnings=(Warning("", problem, "split it into several files"), *plainly.warnings))
    masked, title = _mask(text)
    references, places = read_references(masked)
    masked = _blank(masked, places)
    reader = _Reader(masked, references)
    reader.run()
    warnings = (too_long(reader.cut_up),) if reader.cut_up else ()
    return Reading(text, tuple(reader.lines), title=title, warnings=warnings)


def _blank(text: str, places: Iterable[tuple[int, int]]) -> str:
    parts = []
    done = 0
    for start, end in sorted(places):
        if end <= done:
            continue
        start = max(start, done)
        parts += [text[done:start], re.sub(r"[^\r\n]", _MASK, text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _mask(text: str) -> tuple[str, str]:
    """The text with front matter, comments, scripts and the like made unreadable, and the title that they gave."""
    places = []
    title = ""
    front = _FRONT_MATTER.match(text)
    if front is not None and (front.group(1) is None or ":" in front.group(1)):
        places.append(front.span())
        keys = dict(_FRONT_KEY.findall(front.group(1) or ""))
        title = (keys.get("title") or keys.get("name") or "").strip("\"'")
    if not title:
        tag = _TITLE_TAG.search(text)
        title = tag.group(1).strip() if tag is not None else ""
    places += _hidden_places(text)
    return (_blank(text, places) if places else text), title


_HIDDEN_START = re.compile(rf"<!--|<({'|'.join(sorted(HIDDEN))})(?=[\s>/])[^<>]*>", re.I)


def _hidden_places(text: str) -> Iterator[tuple[int, int]]:
    """Where comments and elements without readable text stand; what is never closed is left as it is."""
    unclosed: set[str] = set()
    position = 0
    while True:
        found = _HIDDEN_START.search(text, position)
        if found is None:
            return
        name = (found.group(1) or "--").lower()
        position = found.end()
        if name in unclosed or name in VOID or found.group().endswith("/>"):
            continue
        close = re.compile("-->" if name == "--" else rf"</{name}\s*>", re.I).search(text, found.end())
        if close is None:
            unclosed.add(name)
        else:
            position = close.end()
            yield found.start(), position


class _Html:
    """Which HTML elements are open, and what they mean for the next line."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.counts: list[int] = []
        self.fresh_item = ""

    def tag(self, mark: Mark) -> None:
        name = mark.name
        if mark.closing:
            self._close(name)
        elif name not in VOID:
            if len(self.stack) < _MAX_DEPTH:
                self.stack.append(name)
                self.counts.append(0)
            if name == "li":
                self.fresh_item = self._item_marker()

    def _close(self, name: str) -> None:
        if name in self.stack:
            while self.stack.pop() != name:
                self.counts.pop()
            self.counts.pop()

    def _item_marker(self) -> str:
        for place in range(len(self.stack) - 2, -1, -1):
            if self.stack[place] in LISTS:
                self.counts[place] += 1
                return f"{self.counts[place]}." if self.stack[place] == "ol" else "•"
        return "•"

    def heading(self) -> int:
        return next((HEADINGS[name] for name in reversed(self.stack) if name in HEADINGS), 0)

    def depth(self) -> int:
        return sum(1 for name in self.stack if name in LISTS)

    def path(self) -> str:
        return "/".join(self.stack)


class _Reader:
    def __init__(self, text: str, references: dict[str, str]) -> None:
        self.text = text
        self.references = references
        self.lines: list[Line] = []
        self.open = _Open()
        self.html = _Html()
        self.gap = 0
        self.cut_up = 0
        self.items: list[tuple[int, str]] = []  # open list items: column and path element
        self.fence = ""
        self.unfenced: set[str] = set()
        self.in_table = False

    def run(self) -> None:
        rows = source_lines(self.text)
        current = next(rows, None)
        while current is not None:
            following = next(rows, None)
            start, end, _ = current
            parts = list(split_long(start, end, self.text))
            self.cut_up += len(parts) > 1
            for left, right in parts:
                after = self.text[following[0] : min(following[1], following[0] + 1000)] if following else ""
                self.row(left, right, after)
            current = following
        self.flush()

    def row(self, start: int, end: int, after: str) -> None:
        raw = self.text[start:end]
        content = raw.strip(" \t" + _MASK)
        if self.fence:
            self.code(start, end, content)
        elif not content:
            self.flush()
            self.gap += 1
            self.in_table = False
        elif self.opens_fence(content, end):
            self.flush()
        elif _SETEXT.match(content) and self.underlines():
            self.open.heading = 1 if content[0] == "=" else 2
            self.flush()
        elif RULE.match(content):
            self.flush()
            self.gap += 1
        else:
            self.content(start, end, raw, after)

    def opens_fence(self, content: str, end: int) -> bool:
        found = _FENCE.match(content)
        if found is None or found.group(1)[0] in self.unfenced:
            return False
        sign = found.group(1)
        if re.compile(rf"^[ \t]*{sign[0]}{{{len(sign)},}}[ \t]*$", re.M).search(self.text, end) is None:
            self.unfenced.add(sign[0])
            return False
        self.fence = sign
        return True

    def code(self, start: int, end: int, content: str) -> None:
        if content.startswith(self.fence) and not content.strip(self.fence[0]):
            self.fence = ""
            self.gap += 1
            return
        if not content:
            self.gap += 1
            return
        indent, _ = measure(self.text[start:end])
        layout = Layout(indent=indent, gap=self.gap, path="code", cut=markers.NONE)
        self.add(make_line([Piece(self.text[start:end], start)], layout))

    def underlines(self) -> bool:
        return (
            len(self.open.rows) == 1
            and not self.open.marker
            and not self.open.heading
            and not self.open.is_row_of_table
        )

    def content(self, start: int, end: int, raw: str, after: str) -> None:
        quote = _QUOTE.match(raw)
        path = ""
        depth = 0
        if quote is not None:
            depth = quote.group().count(">")
            start += quote.end()
            raw = raw[quote.end() :]
            path = "blockquote"
            self.items.clear()
        column, count = measure(raw)
        column += 2 * depth
        start += count
        raw = raw[count:]
        heading = _ATX.match(raw)
        if heading is not None:
            self.atx(start, end, raw, heading)
        elif self.is_table(raw, after):
            self.table(start, end, raw)
        else:
            self.prose(_Row(start, end, column), raw, path)

    def atx(self, start: int, end: int, raw: str, found: re.Match[str]) -> None:
        self.flush()
        self.items.clear()
        tail = _ATX_END.search(raw)
        stop = start + tail.start() if tail is not None and tail.start() >= found.end() else end
        self.begin(path=f"h{len(found.group(1))}")
        self.open.heading = len(found.group(1))
        self.open.rows = [_Row(start + found.end(), stop, 0)]
        self.flush()

    def is_table(self, raw: str, after: str) -> bool:
        stripped = raw.strip()
        pipes = len(_CELL_END.findall(stripped))
        if not pipes:
            return False
        framed = stripped.startswith("|") and stripped.endswith("|") and pipes >= 3
        return self.in_table or framed or _TABLE_RULE.match(after) is not None

    def table(self, start: int, end: int, raw: str) -> None:
        self.flush()
        self.in_table = True
        if _TABLE_RULE.match(raw):
            return
        self.begin(path="table/tr")
        self.open.is_row_of_table = True
        left = start + len(raw) - len(raw.lstrip(" \t|")) if raw.lstrip().startswith("|") else start
        for found in _CELL_END.finditer(self.text, left, end):
            self.open.rows.append(_Row(left, found.start(), 0))
            left = found.end()
        if self.text[left:end].strip():
            self.open.rows.append(_Row(left, end, 0))
        self.flush()

    def prose(self, row: _Row, raw: str, path: str) -> None:
        bullet = _BULLET.match(raw)
        if bullet is not None:
            self.flush()
            marker = bullet.group().strip()
            while self.items and self.items[-1][0] >= row.indent:
                self.items.pop()
            if len(self.items) < _MAX_DEPTH:
                self.items.append((row.indent, "ol/li" if marker[0].isdigit() else "ul/li"))
            task = _TASK.match(raw, bullet.end())
            row.start += task.end() if task is not None else bullet.end()
            self.begin(marker=marker, path="/".join(filter(None, [path, *(name for _, name in self.items)])))
        elif not self.open.rows:
            while self.items and self.items[-1][0] >= row.indent:
                self.items.pop()
            self.begin(path="/".join(filter(None, [path, *(name for _, name in self.items)])))
        self.open.rows.append(row)
        self.open.length += row.end - row.start
        if self.open.length > _MAX_BLOCK:
            path = self.open.path
            self.flush()
            self.begin(path=path)

    def begin(self, *, path: str, marker: str = "") -> None:
        self.open = _Open(marker=marker, gap=self.gap, path=path)

    def flush(self) -> None:
        block, self.open = self.open, _Open()
        if block.rows:
            _Lines(self, block).run()

    def add(self, line: Line | None) -> None:
        if line is not None:
            self.lines.append(line)
            self.gap = 0


class _Lines:
    """One block to lines: cut where source lines and HTML blocks end, cells joined by tabs."""

    def __init__(self, reader: _Reader, block: _Open) -> None:
        self.reader = reader
        self.block = block
        self.pieces: list[Piece] = []
        self.row = 0
        self.lines = 0  # of the block so far
        self.marker = block.marker
        self.is_first = True

    def run(self) -> None:
        ranges: Sequence[tuple[int, int]] = [(row.start, row.end) for row in self.block.rows]
        for part in parse(Block(self.reader.text, ranges), self.reader.references):
            if isinstance(part, Piece):
                self.pieces.append(part)
            elif part.kind == "break":
                self.newline(part)
            else:
                self.tag(part)
        self.finish()

    def newline(self, mark: Mark) -> None:
        if self.block.is_row_of_table:
            self.tab(mark)
            return
        self.finish()
        self.row += 1

    def tab(self, mark: Mark) -> None:
        self.pieces.append(Piece("\t", mark.place, literal=False))

    def tag(self, mark: Mark) -> None:
        html = self.reader.html
        if mark.name in CELLS:
            if not mark.closing and any(piece.text.strip() for piece in self.pieces):
                self.tab(mark)
            html.tag(mark)
        elif mark.name in BLOCKS:
            self.finish()
            html.tag(mark)
            if mark.name in SPACED and self.reader.gap == 0 and self.reader.lines:
                self.reader.gap = 1

    def finish(self) -> None:
        pieces, self.pieces = self.pieces, []
        if not any(piece.text.strip() for piece in pieces):
            return
        html = self.reader.html
        nested = html.depth()
        row = self.block.rows[min(self.row, len(self.block.rows) - 1)]
        goes_on = self.block.is_row_of_table and self.lines > 0  # a cell with a line break: its row goes on
        layout = Layout(
            indent=row.indent + 2 * nested,
            gap=self.reader.gap,
            marker=html.fresh_item or self.marker,
            heading=self.block.heading or html.heading(),
            path="/".join(filter(None, [html.path(), self.block.path, "br" if goes_on else ""])),
            columns=not self.block.is_row_of_table,
            cut=markers.ANY if html.fresh_item else markers.LETTERED,
        )
        line = make_line(pieces, layout)
        if line is not None:
            self.reader.add(line)
            self.lines += 1
            html.fresh_item = ""
            self.marker = ""
