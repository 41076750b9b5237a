"""HTML to lines, with the place of every character in the source.

The source is walked tag by tag and no tree is built: HTML parsers do not keep places, and a page of 100 MB or 100,000
nested tags must not need more memory or stack than its text. What browsers mend is mended as far as it moves text to
other lines: items, cells and paragraphs that are never closed, formatting that is closed in the wrong order.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.documents import markers, microdata
from kg.documents.decoding import decode
from kg.documents.markup_tags import BLOCKS, CELLS, HEADINGS, HIDDEN, LISTS, SPACED, VOID, attribute, box_key, box_words
from kg.documents.pieces import MAX_LINE, Layout, Piece, Reading, Style, make_line
from kg.documents.plain import MAX_LINES
from kg.model import Box, Line, Warning

MAX_TEXT = 4_000_000  # characters in lines; more is no CV
MAX_TAGS = 2_000_000  # of which none need hold any text
_MAX_DEPTH = 256
_BUTTON_HEADING = 4  # level of a heading that is only a button
_MAX_PATH = 24  # elements named in `path`

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)((?:\"[^\"]*+\"|'[^']*+'|[^'\"<>])*+)>")
_BROKEN_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>?")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.I
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_UNSEEN_CLASSES = frozenset("hidden d-none noshow sr-only visually-hidden screen-reader-text hide invisible".split())
_UNFOLDS = re.compile(r"aria-expanded|class=[\"'][^\"']*(?:accordion|collapsible)", re.I)
_RAW = frozenset("script style title textarea xmp iframe noembed noframes".split())  # tags inside are no tags
_SKIPPED = HIDDEN | frozenset(["nav", "annotation", "rt", "rp"])
_TO_BLANK = str.maketrans("\t\n\r\x0b\x0c", "     ")

# Which open elements a start tag ends, and how far it looks.
_ENDS = {
    "li": (frozenset(["li"]), LISTS),
    "dt": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "dd": (frozenset(["dt", "dd"]), frozenset(["dl"])),
    "tr": (frozenset(["tr", "td", "th"]), frozenset(["table"])),
    "td": (CELLS, frozenset(["table", "tr"])),
    "th": (CELLS, frozenset(["table", "tr"])),
    "tbody": (frozenset(["tr", "td", "th", "thead", "tbody"]), frozenset(["table"])),
}
_PARAGRAPH, _ANCHOR, _SVG, _PRE = (frozenset([name]) for name in ("p", "a", "svg", "pre"))
_HOLDS_PARAGRAPHS = CELLS | frozenset(["li", "div", "body"])
_BLOCKS_AND_CELLS = BLOCKS | CELLS
_BOLD, _ITALIC, _UNDERLINE = 1, 2, 4
_STYLES = {
    "b": _BOLD,
    "strong": _BOLD,
    "i": _ITALIC,
    "em": _ITALIC,
    "cite": _ITALIC,
    "u": _UNDERLINE,
    "ins": _UNDERLINE,
}
_KEPT = frozenset(
    "a b big code em font i nobr s small strike strong tt u".split()
)  # go on where a block ends before them
_INDENTING = LISTS | frozenset(["blockquote", "dd"])


def read(data: bytes, where: str) -> Reading:
    """Lines of a page: one for each block, row of a table and line break; JSON-LD and microdata in `data`.

    Raises:
        InputError: the bytes are no text.
    """
    declared = _CHARSET.search(data[:4096])
    name = (declared.group(1) or declared.group(2)).decode("ascii", "replace") if declared is not None else ""
    text, warnings = decode(data, where, declared=name)
    reader = _Reader(text)
    reader.run()
    # Building a tree of a page nested beyond reason takes quadratic time, and no page with microdata is.
    data_blocks = (*reader.data, *(() if reader.stack.is_too_deep else microdata.read(text)))
    return Reading(text, tuple(reader.lines), reader.title, data_blocks, (*warnings, *reader.warnings))


@dataclass(slots=True)
class _Element:
    name: str
    is_block: bool
    style: int = 0
    href: str | None = None
    hides: bool = False
    box: Box | None = None
    count: int = 0  # of a list: its items


class _Stack:
    """The open elements, as a browser would see them, bounded in depth."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self.beyond = 0  # open elements deeper than are kept
        self.is_too_deep = False  # there were such
        self.hidden = 0
        self.style = Style()

    def push(self, element: _Element) -> None:
        if len(self.elements) >= _MAX_DEPTH:
            self.beyond += 1
            self.is_too_deep = True
            return
        self.elements.append(element)
        self.hidden += element.hides
        if element.style or element.href is not None:
            self.restyle()

    def end_before(self, name: str) -> None:
        """Ends what a start tag of this name ends."""
        if name in BLOCKS and name != "br":
            self.end(_PARAGRAPH, _HOLDS_PARAGRAPHS, innermost=True)
        if name in _ENDS:
            ended, limits = _ENDS[name]
            self.end(ended, limits)

    def end(self, names: frozenset[str], limits: frozenset[str], *, innermost: bool = False) -> None:
        place = len(self.elements) - 1
        lowest = -1
        while place >= 0:
            element = self.elements[place]
            if element.name in names:
                lowest = place
                if innermost:
                    break
            elif element.name in limits:
                break
            place -= 1
        if lowest >= 0:
            self.cut(lowest)

    def cut(self, place: int) -> None:
        """Takes off this element and the blocks in it; formatting begun in it goes on."""
        taken = self.elements[place:]
        self.elements[place:] = [element for element in taken[1:] if element.name in _KEPT and not element.hides]
        self.hidden = sum(element.hides for element in self.elements)
        self.restyle()

    def close(self, name: str) -> bool:
        """Whether an element of this name was open; it no longer is."""
        if self.beyond:
            self.beyond -= 1
            return True
        for place in range(len(self.elements) - 1, -1, -1):
            element = self.elements[place]
            if element.name == name:
                if element.is_block or element.hides:
                    self.cut(place)
                else:
                    del self.elements[place]
                    self.restyle()
                return True
            if element.name in ("table", "td", "th") and name not in _BLOCKS_AND_CELLS:
                return False
        return False

    def restyle(self) -> None:
        flags = 0
        href = ""
        for element in self.elements:
            flags |= element.style
            href = element.href if element.href is not None else href
        self.style = Style(bool(flags & _BOLD), bool(flags & _ITALIC), bool(flags & _UNDERLINE), href)

    def box(self) -> Box | None:
        return self.elements[-1].box if self.elements else None

    def has(self, names: frozenset[str]) -> bool:
        return any(element.name in names for element in self.elements)

    def heading(self) -> int:
        for element in reversed(self.elements):
            if element.name in HEADINGS:
                return HEADINGS[element.name]
            if element.name == "button":
                return _BUTTON_HEADING
        return 0

    def path(self) -> str:
        names = [element.name for element in self.elements if element.is_block and element.name not in ("html", "body")]
        return "/".join(names[:_MAX_PATH])

    def indent(self) -> int:
        return 2 * sum(1 for element in self.elements if element.name in _INDENTING)

    def item_marker(self) -> str:
        """Marker of an item that begins: its number in an ordered list, else a bullet."""
        for element in reversed(self.elements):
            if element.name in LISTS:
                element.count += 1
                return f"{element.count}." if element.name == "ol" else "•"
        return "•"


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.stack = _Stack()
        self.lines: list[Line] = []
        self.title = ""
        self.data: list[str] = []
        self.warnings: list[Warning] = []
        self.pieces: list[Piece] = []
        self.layout = Layout()
        self.length = 0  # of the pieces
        self.total = 0
        self.pending = ""  # "line" or "tab": what comes before the next text
        self.gap = 0
        self.item = ""  # marker of the item that has no text yet
        self.tags = 0
        self.row = 0  # counts the rows of tables
        self.row_of_line = 0  # in which the line began
        self.row_has_text = False
        self.row_is_broken = False  # a cell of it has several lines
        self.unclosed: set[str] = set()
        self.button_is_heading = False  # of the last button
        self.place = 0  # of the last tag
        self.span_ended = -1  # where the last span ended

    def run(self) -> None:
        position = 0
        text = self.text
        while position < len(text):
            if self.total > MAX_TEXT or len(self.lines) >= MAX_LINES or self.tags > MAX_TAGS:
                problem = (
                    f"only the first {len(self.lines):,} lines were read, {len(text) - position:,} characters were not"
                )
                self.warnings.append(Warning(f"character {position}", problem, "split it into several files"))
                break
            start = text.find("<", position)
            if start != position:
                end = len(text) if start < 0 else start
                self.characters(position, end)
                position = end
                continue
            self.tags += 1
            position = self.markup(start)
        self.finish()

    # ---- markup

    def markup(self, start: int) -> int:
        """Obeys what begins with "<" here, and returns where it ends."""
        text = self.text
        self.place = start
        if text.startswith("<!--", start):
            return self.after("-->", start)
        if text.startswith(("<!", "<?"), start):
            return self.after(">", start)
        tag = _TAG.match(text, start)
        if tag is None:
            broken = _BROKEN_TAG.match(text, start)
            if broken is None:
                self.characters(start, start + 1)
                return start + 1
            return broken.end()
        name = tag.group(2).lower()
        if tag.group(1):
            self.end_tag(name)
            return tag.end()
        if name in _RAW:
            return self.raw(name, tag)
        self.start_tag(name, tag.group(3))
        return tag.end()

    def after(self, sign: str, start: int) -> int:
        if sign not in self.unclosed:
            end = self.text.find(sign, start)
            if end >= 0:
                return end + len(sign)
            self.unclosed.add(sign)
        end = self.text.find(">", start)
        return end + 1 if end >= 0 else len(self.text)

    def raw(self, name: str, tag: re.Match[str]) -> int:
        """Skips an element in which tags are no tags; keeps the title and JSON-LD."""
        close = None
        if name not in self.unclosed:
            close = re.compile(rf"</{name}[\s/>]", re.I).search(self.text, tag.end())
        if close is None:
            self.unclosed.add(name)
            return tag.end()
        inside = self.text[tag.end() : min(close.start(), tag.end() + 2_000_000)]
        if name == "title" and not self.title and not self.stack.has(_SVG):
            self.title = html.unescape(inside).strip()
        elif name == "script" and "ld+json" in attribute(tag.group(3), "type").lower():
            self.data.append(inside.strip())
        return self.after(">", close.start())

    def start_tag(self, name: str, attributes: str) -> None:
        stack = self.stack
        if name == "br":
            self.line_break()
            return
        stack.end_before(name)
        if name in BLOCKS or name in CELLS:
            self.block_edge(name)
        if name in VOID:
            return
        if name == "a":
            stack.end(_ANCHOR, CELLS)
        if name == "span" and self.span_ended == self.place and "class" in attributes:
            self.set_apart()
        element = _Element(name, name in BLOCKS or name in CELLS, _STYLES.get(name, 0))
        element.box = Box(box_key(name, attributes), stack.box(), box_words(attributes))
        if attributes:
            self.obey(element, attributes)
        if name == "button":
            self.button_is_heading = self.opens_section(attributes)
        if name == "button" and self.button_is_heading:
            self.block_edge("div")
        elif name in _SKIPPED:
            element.hides = not attributes.endswith("/")
        stack.push(element)
        if name == "li" and not stack.hidden:
            self.item = stack.item_marker()
        if name == "tr":
            self.row += 1
            self.row_has_text = self.row_is_broken = False

    def opens_section(self, attributes: str) -> bool:
        """Whether a button is the heading of a part of the page that it unfolds."""
        return self.stack.heading() > 0 or _UNFOLDS.search(attributes) is not None

    def obey(self, element: _Element, attributes: str) -> None:
        """Takes over what the attributes say of visibility, weight and links."""
        lower = attributes.lower()
        if element.name == "a" and "href" in lower:
            element.href = attribute(attributes, "href")
        if element.name == "ol" and "start" in lower:
            start = attribute(attributes, "start")
            element.count = int(start) - 1 if start.isdecimal() and len(start) < 6 else 0
        if "style" in lower:
            style = attribute(attributes, "style").lower()
            element.hides = _UNSEEN.search(style) is not None
            if re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style):
                element.style |= _BOLD
            if re.search(r"font-style\s*:\s*(?:italic|oblique)", style):
                element.style |= _ITALIC
            if re.search(r"text-decoration[\w-]*\s*:\s*underline", style) and element.name != "a":
                element.style |= _UNDERLINE
        if "class" in lower and not _UNSEEN_CLASSES.isdisjoint(attribute(attributes, "class").lower().split()):
            element.hides = True
        if "hidden" in lower and re.search(r"(?:^|\s)hidden(?:\s|=|/|$)", lower):
            element.hides = True

    def end_tag(self, name: str) -> None:
        if name == "br":
            self.line_break()
            return
        if name == "p" and not self.stack.has(_PARAGRAPH):
            self.block_edge(name)
            return
        was_open = self.stack.close(name)
        if name == "span":
            self.span_ended = self.text.find(">", self.place) + 1
        if was_open and (name in BLOCKS or name in CELLS or (name == "button" and self.button_is_heading)):
            self.block_edge(name)

    def block_edge(self, name: str) -> None:
        """Notes that the next text begins a line, or a cell of the same line."""
        if self.stack.hidden:
            return
        if name in CELLS:
            self.pending = "tab" if self.row_has_text and not self.row_is_broken else "line"
        elif self.pending != "tab" or name in ("tr", "table"):
            self.pending = "line"
        if name == "table":
            self.row_is_broken = True  # what comes after a table in a cell is no part of its last line
        if name in SPACED and not (name in LISTS and self.stack.has(frozenset(["li"]))):
            self.gap = max(self.gap, 1)

    def set_apart(self) -> None:
        """Two spans with classes and no blank between are boxes that a style sheet draws apart."""
        last = self.pieces[-1].text[-1:] if self.pieces else ""
        following = self.text[self.text.find(">", self.place) + 1 :][:1]
        if last.isalnum() and following not in ",;.:)]" and not self.pending and not self.stack.hidden:
            self.pieces.append(Piece("\t", self.place, literal=False))

    def line_break(self) -> None:
        if self.stack.hidden:
            return
        if self.pending == "line" and not self.item:
            self.gap += 1
        self.pending = "line"

    # ---- text

    def characters(self, start: int, end: int) -> None:
        if self.stack.hidden:
            return
        raw = self.text[start : min(end, start + 200)]
        if end - start <= 200 and not raw.strip():
            if self.pieces and not self.pending:
                if "\n" in raw and self.stack.has(_PRE):
                    self.line_break()
                else:
                    self.pieces.append(Piece(" ", start, style=self.stack.style))
            return
        if self.stack.has(_PRE):
            for part_start, part_end, breaks in self.rows(start, end):
                self.add(part_start, part_end)
                if breaks:
                    self.line_break()
            return
        while end - start > MAX_LINE:
            cut = self.text.rfind(" ", start + MAX_LINE // 2, start + MAX_LINE)
            cut = start + MAX_LINE if cut < 0 else cut + 1
            self.add(start, cut)
            start, self.pending = cut, "line"
        self.add(start, end)

    def rows(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        while start < end:
            stop = self.text.find("\n", start, end)
            if stop < 0:
                yield start, end, False
                return
            yield start, stop, True
            start = stop + 1

    def add(self, start: int, end: int) -> None:
        """Adds a stretch of the source to the line, or to a new one if one is due."""
        if not self.text[start:end].strip():
            return
        if self.pending == "line" or self.length + end - start > MAX_LINE:
            self.finish()
        elif self.pending == "tab" and self.pieces:
            self.pieces.append(Piece("\t", self.place, literal=False))
        if not self.pieces:
            self.begin()
        self.pending = ""
        self.row_has_text = True
        self.length += end - start
        style = self.stack.style
        done = start
        if "&" in self.text[start:end]:
            for found in _REFERENCE.finditer(self.text, start, end):
                meaning = html.unescape(found.group())
                if meaning == found.group():
                    continue
                if found.start() > done:
                    self.piece(done, found.start(), style)
                sign = meaning.translate(_TO_BLANK)
                self.pieces.append(Piece(sign, found.start(), literal=False, style=style, box=self.stack.box()))
                done = found.end()
        if done < end:
            self.piece(done, end, style)

    def piece(self, start: int, end: int, style: Style) -> None:
        text = self.text[start:end].translate(_TO_BLANK)
        self.pieces.append(Piece(text, start, style=style, box=self.stack.box()))

    def begin(self) -> None:
        stack = self.stack
        heading = stack.heading()
        self.layout = Layout(
            indent=stack.indent(),
            gap=self.gap if self.lines else 0,
            marker=self.item,
            heading=heading,
            path=stack.path(),
            cut=markers.ANY if self.item or not heading else markers.NONE,
        )
        self.gap = 0
        self.item = ""
        self.row_of_line = self.row

    def finish(self) -> None:
        pieces, self.pieces = self.pieces, []
        self.length = 0
        if not pieces:
            return
        line = make_line(pieces, self.layout)
        if line is None:
            self.gap = max(self.gap, int(self.layout.gap))
            self.item = self.item or self.layout.marker
            return
        self.lines.append(line)
        self.total += len(line.text)
        if self.row_of_line == self.row:
            self.row_is_broken = True
