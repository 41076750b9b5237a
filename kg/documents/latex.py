r"""LaTeX source of a CV to lines, with the place of every character in the source.

No TeX is run: known commands are obeyed as far as they make lines, headings, items, weight, links, letters; of unknown
ones the arguments are read (one inline, two side by side, more line under line), which is what the entry macros of CV
classes print. Nothing that the source names is opened. One pass, no recursion.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from kg.documents import latex_tables as tables
from kg.documents import markers
from kg.documents.latex_source import COMMENT, Source, flat
from kg.documents.pieces import MAX_LINE, Layout, Piece, Reading, Style, make_line
from kg.documents.plain import MAX_LINES
from kg.model import Line, Warning

MAX_TEXT = 4_000_000  # characters read
_SPECIAL = re.compile(r"\\|[{}%$~&]|\n[ \t]*\n\s*|``|''|---?|`|[\^_]")
_COMMAND = re.compile(r"\\([A-Za-z@]+\*?|.|\n|\Z)", re.S)
_BODY = re.compile(r"\\begin\s*\{document\}")
_END = re.compile(r"\\end\s*\{document\}")
_SECTION = re.compile(r"(?i)(chapter|part|(?:sub){0,3}section|(?:sub)?paragraph|rubric|heading|sectiontitle)")
_ADDRESS = re.compile(r"\s*(?:https?:|mailto:|ftp:|tel:|www\.)\S*\s*\Z", re.I)
_LISTS = re.compile(r"item|enum|list|descr|bib|pub|rubric", re.I)
_TO_BLANK = str.maketrans("\t\r", "  ")
_MAX_FRAMES = 400


@dataclass(slots=True)
class _Prepared:
    """What is known of a group before its brace opens."""

    style: int = 0
    href: str | None = None
    heading: int = 0
    starts_line: bool = False
    ends_line: bool = False
    after: str = ""  # what follows it: a tab or a blank


@dataclass(slots=True)
class _Frame:
    """An open group or environment and the style in it."""

    name: str = ""  # of the environment; "" for a group
    style: int = 0
    href: str = ""
    size: float = 1.0
    heading: int = 0
    is_list: bool = False
    count: int = 0
    prepared: _Prepared = field(default_factory=_Prepared)


def read(text: str) -> Reading:
    """Lines of the body, after those of what the preamble says of name and address."""
    reader = _Reader(text[:MAX_TEXT])
    if len(text) > MAX_TEXT:
        problem = f"only the first {MAX_TEXT:,} characters were read"
        reader.warnings.append(Warning(f"character {MAX_TEXT}", problem, "split the file"))
    reader.read()
    return Reading(text, tuple(reader.lines), reader.title, warnings=tuple(reader.warnings))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.source = Source(text)
        self.prepared: dict[int, _Prepared] = {}
        self.frames = [_Frame()]
        self.deeper = 0  # groups beyond the bound
        self.lines: list[Line] = []
        self.warnings: list[Warning] = []
        self.title = ""
        self.pieces: list[Piece] = []
        self.length = 0
        self.layout = Layout()
        self.gap = 0
        self.marker = ""
        self.is_math = False
        self.meanings, self.styles = self.source.definitions()
        self.position = 0
        self.end = 0

    def read(self) -> None:
        body = _BODY.search(self.text)
        end = _END.search(self.text, body.end() if body is not None else 0)
        if body is not None:
            self.preamble(body.start())
        self.run(body.end() if body is not None else 0, end.start() if end is not None else len(self.text))
        self.finish()

    def run(self, start: int, end: int) -> None:
        self.position, self.end = start, end
        while self.position < end and len(self.lines) < MAX_LINES:
            found = _SPECIAL.search(self.text, self.position, end)
            stop = found.start() if found is not None else end
            self.characters(self.position, stop)
            self.position = stop
            if found is not None:
                self.special(found.group())

    # ---- preamble

    def preamble(self, end: int) -> None:
        """Reads the commands before the text proper that say who it is about."""
        names = "|".join(sorted(tables.PREAMBLE, key=len, reverse=True))
        position = 0
        for found in re.finditer(rf"\\({names})(?![A-Za-z])", self.text[:end]):
            if found.start() < position or self.text[max(found.start() - 3, 0) : found.start()].endswith(("{", "def")):
                continue
            groups, stop = self.source.arguments(found.end())
            if not groups or any(self.text[a:b].count("#") for a, b in groups):
                continue
            if found.group(1) == "title":
                self.title = flat(self.source.inside(groups[0]))
            self.run(found.start(), stop)
            self.finish()
            position = stop

    # ---- signs

    def special(self, sign: str) -> None:
        start = self.position
        if sign == "\\":
            self.command()
            return
        self.position = start + len(sign)
        if sign == "{":
            self.open_group(start)
        elif sign == "}":
            self.close_group()
        elif sign == "%":
            comment = COMMENT.match(self.text, start)
            self.position = comment.end() if comment is not None else start + 1
        elif sign == "$":
            self.is_math = not self.is_math
            self.position += self.text.startswith("$", start + 1)
        elif sign == "~":
            self.sign(" ", start)
        elif sign == "&":
            self.tab(start)
        elif sign[0] == "\n":
            self.finish()
            self.gap = max(self.gap, 1)
        elif sign in ("``", "''", "`"):
            self.sign({"``": "“", "''": "”", "`": "‘"}[sign], start)
        elif sign in ("--", "---"):
            self.sign("–" if sign == "--" else "—", start)
        elif not self.is_math:
            self.characters(start, self.position)

    def open_group(self, start: int) -> None:
        prepared = self.prepared.pop(start, None) or _Prepared()
        if prepared.starts_line:
            self.finish()
        if len(self.frames) >= _MAX_FRAMES:
            self.deeper += 1
            return
        top = self.frames[-1]
        href = top.href if prepared.href is None else prepared.href
        heading = prepared.heading or top.heading
        self.frames.append(_Frame("", top.style | prepared.style, href, top.size, heading, prepared=prepared))

    def close_group(self) -> None:
        if self.deeper:
            self.deeper -= 1
            return
        if len(self.frames) == 1 or self.frames[-1].name:
            return
        prepared = self.frames.pop().prepared
        if prepared.ends_line:
            self.finish()
        elif prepared.after == "skip":
            return
        elif prepared.after == "\t":
            self.tab(self.position - 1)
        elif prepared.after:
            self.sign(prepared.after, self.position - 1)

    # ---- commands

    def command(self) -> None:
        start = self.position
        found = _COMMAND.match(self.text, start)
        name = found.group(1) if found is not None else ""
        self.position = found.end() if found is not None else start + 1
        plain = name.rstrip("*") if len(name) > 1 else name
        if plain in tables.ACCENTS:
            self.accent(tables.ACCENTS[plain], start, is_letter=plain.isalpha())
        elif plain in tables.SIGNS:
            self.swallow(plain)
            self.sign(tables.SIGNS[plain], start)
        elif name == "\\":
            _, self.position = self.source.option(self.position)
            self.finish()
        elif plain in ("(", ")", "[", "]"):
            self.is_math = plain in "(["
        elif plain == "begin":
            self.begin_environment()
        elif plain == "end":
            self.end_environment()
        elif plain in ("item", "bibitem"):
            self.begin_item(plain)
        else:
            self.word(plain, start)

    def swallow(self, name: str) -> None:
        """A command that is a word eats the blank behind it."""
        if name.isalpha():
            self.position = self.source.space(self.position)
            if self.text.startswith("{}", self.position):
                self.position += 2

    def word(self, name: str, start: int) -> None:
        top = self.frames[-1]
        if name in tables.SWITCHES:
            top.style |= tables.SWITCHES[name]
            self.swallow(name)
        elif name in tables.SIZES:
            top.size = tables.SIZES[name]
            self.swallow(name)
        elif name in tables.LINE_ENDS:
            self.finish()
            self.gap = max(self.gap, name in tables.GAPS)
        elif name in tables.TABS or (name == "hspace" and "fill" in self.text[self.position : self.position + 8]):
            if name == "hspace":
                _, self.position = self.source.arguments(self.position, 1)
            self.tab(start)
        elif name in tables.STYLED or name in self.styles:
            self.prepare(_Prepared(style=tables.STYLED.get(name, 0) | self.styles.get(name, 0)))
        elif name in tables.DEFINITIONS or name in ("def", "let", "gdef", "edef"):
            self.skip_definition(name)
        elif name in tables.DROPPED:
            self.drop(name, start)
        elif name in ("href", "url", "nolinkurl", "hyperref", "mailto"):
            self.link(name)
        elif name == "iffalse":
            end = self.text.find("\\fi", self.position)
            self.position = end + 3 if end >= 0 else self.position
        elif name in self.meanings:
            self.meaning(name, start)
        else:
            self.unknown(name, start)

    def prepare(self, prepared: _Prepared) -> None:
        groups, _ = self.source.arguments(self.position, 1)
        if groups:
            self.prepared[groups[0][0]] = prepared
            self.position = groups[0][0]

    def drop(self, name: str, start: int) -> None:
        groups, self.position = self.source.arguments(self.position, tables.DROPPED[name])
        if name in ("vspace", "vskip"):
            self.gap = max(self.gap, 1) if not self.pieces else self.gap
        if name in tables.FILES and groups:
            named = self.source.inside(groups[0]).strip()[:80]
            row = self.text.count("\n", 0, start) + 1
            remedy = f"give the file with its {tables.FILES[name]} as an input of its own"
            self.warnings.append(Warning(f"line {row}", f"names the file '{named}', which was not opened", remedy))

    def skip_definition(self, name: str) -> None:
        if name in ("def", "gdef", "edef"):
            opening = self.text.find("{", self.position, self.position + 200)
            self.position = self.source.pairs.get(opening, self.position - 1) + 1 if opening >= 0 else self.position
            return
        if name == "let":
            found = re.compile(r"\s*\\[A-Za-z@]+\s*=?\s*(?:\\[A-Za-z@]+|.)").match(self.text, self.position)
            self.position = found.end() if found is not None else self.position
            return
        named = re.compile(r"\s*\\[A-Za-z@]+").match(self.text, self.position)
        self.position = named.end() if named is not None else self.position
        wanted = 3 if "environment" in name else 2
        groups, stop = self.source.arguments(self.position, wanted - (named is not None))
        self.position = stop if groups else self.position

    def link(self, name: str) -> None:
        groups, _ = self.source.arguments(self.position, 2 if name == "href" else 1)
        if not groups:
            return
        address = re.sub(r"\\([_%#&~{}])", r"\1", self.source.inside(groups[0])).strip()
        if len(groups) == 2:
            self.prepared[groups[1][0]] = _Prepared(href=address)
            self.position = groups[1][0]
        elif name in ("url", "nolinkurl"):
            self.prepared[groups[0][0]] = _Prepared(href=address)
            self.position = groups[0][0]

    def meaning(self, name: str, start: int) -> None:
        text, flags = self.meanings[name]
        self.swallow(name)
        if text:
            self.sign(text, start, flags)

    def unknown(self, name: str, start: int) -> None:
        groups, stop = self.source.arguments(self.position)
        if not groups:
            self.position = stop
            self.swallow(name)
            return
        section = _SECTION.search(name)
        if section is not None and name not in tables.INLINE:
            self.section(name, groups)
        elif name in ("name", "author", "familyname", "firstname"):
            self.side_by_side(groups, " ")
        elif len(groups) == 1 or name in tables.INLINE:
            self.position = groups[0][0]
            if name in ("footnote", "thanks"):
                self.sign(" ", start)
        elif len(groups) == 2:
            self.two(groups)
        else:
            for opening, _ in groups:
                self.prepared[opening] = _Prepared(starts_line=True, ends_line=True)
            self.position = groups[0][0]

    def section(self, name: str, groups: list[tuple[int, int]]) -> None:
        low = name.lower()
        level = 4 if "paragraph" in low else min(1 + low.count("sub"), 6)
        self.gap = max(self.gap, 1)
        self.prepared[groups[0][0]] = _Prepared(heading=level, starts_line=True, ends_line=True)
        self.position = groups[0][0]

    def two(self, groups: list[tuple[int, int]]) -> None:
        texts = [self.text[a + 1 : b] for a, b in groups]
        addresses = [_ADDRESS.match(text) is not None for text in texts]
        if addresses[0] != addresses[1]:
            shown, linked = (groups[0], 1) if addresses[1] else (groups[1], 0)
            self.prepared[shown[0]] = _Prepared(href=texts[linked].strip())
            other = groups[linked]
            self.prepared[other[0]] = _Prepared()
            self.position = shown[0]
            if linked == 1:  # the address comes behind: left out when it is reached
                self.prepared[other[0]] = _Prepared(after="skip")
            return
        self.finish()
        self.side_by_side(groups, "\t", ends_line=True)

    def side_by_side(self, groups: list[tuple[int, int]], between: str, *, ends_line: bool = False) -> None:
        for opening, _ in groups[:-1]:
            self.prepared[opening] = _Prepared(after=between)
        self.prepared[groups[-1][0]] = _Prepared(ends_line=ends_line)
        self.position = groups[0][0]

    # ---- environments

    def begin_environment(self) -> None:
        groups, stop = self.source.arguments(self.position, 1)
        if not groups:
            return
        name = self.source.inside(groups[0]).strip()
        self.position = stop
        if name in tables.HIDDEN or name in tables.RAW:
            self.skip_environment(name)
            return
        self.finish()
        _, self.position = self.source.option(self.position)
        count = tables.ENVIRONMENT_ARGUMENTS.get(name)
        if count is None:
            self.environment_arguments(name)
        elif count:
            _, self.position = self.source.arguments(self.position, count)
        if len(self.frames) < _MAX_FRAMES:
            top = self.frames[-1]
            is_list = name not in tables.ENVIRONMENT_ARGUMENTS and _LISTS.search(name) is not None
            is_list = is_list or name in ("itemize", "enumerate", "description", "thebibliography")
            self.frames.append(_Frame(name, top.style, top.href, top.size, 0, is_list=is_list))

    def environment_arguments(self, name: str) -> None:
        """Arguments of an unknown environment are text: the heading of a section, or the lines of an entry."""
        groups, _ = self.source.arguments(self.position)
        for index, (opening, _) in enumerate(groups):
            heading = 1 if index == 0 and len(groups) == 1 and _SECTION.search(name) else 0
            self.prepared[opening] = _Prepared(heading=heading, starts_line=True, ends_line=True)

    def skip_environment(self, name: str) -> None:
        end = self.text.find(f"\\end{{{name}}}", self.position)
        if end < 0:
            return
        if name in tables.RAW:
            self.finish()
            for found in re.compile(r"[^\n]+").finditer(self.text, self.position, end):
                self.characters(found.start(), found.end())
                self.finish()
        self.position = end + len(name) + 6

    def end_environment(self) -> None:
        groups, self.position = self.source.arguments(self.position, 1)
        self.finish()
        name = self.source.inside(groups[0]).strip() if groups else ""
        for place in range(len(self.frames) - 1, 0, -1):
            if self.frames[place].name == name:
                del self.frames[place:]
                break

    def begin_item(self, command: str) -> None:
        self.finish()
        after = self.source.space(self.position)
        has_label = after < self.end and self.text[after] == "["
        frame = next((frame for frame in reversed(self.frames) if frame.name), self.frames[0])
        if frame.name not in ("document", "center"):
            frame.is_list = True
        frame.count += 1
        numbered = "enum" in frame.name.lower()
        self.marker = f"[{frame.count}]" if command == "bibitem" else f"{frame.count}." if numbered else "•"
        if command == "bibitem":
            _, self.position = self.source.arguments(self.position, 1)
        elif has_label:
            self.label(after)

    def label(self, start: int) -> None:
        """The label of an item is text at its start, or its marker if it looks like one."""
        inside, stop = self.source.option(start)
        if stop == start:
            return
        self.position = stop
        label = flat(inside).strip()
        marker, cut = markers.find(label)
        if marker and cut >= len(label):
            self.marker = marker
        elif any(map(str.isalnum, label)):
            place = start + 1
            for character in label:
                place = max(place, self.text.find(character, place, stop))
                self.sign(character, place, tables.BOLD)
            self.sign(" ", stop - 1, tables.BOLD)
            self.marker = ""
        elif label:
            self.marker = label[:5]

    # ---- text

    def accent(self, accent: str, start: int, *, is_letter: bool) -> None:
        position = self.position
        if is_letter:
            position = self.source.space(position)
        grouped = self.text.startswith("{", position)
        inner = position + grouped
        base, after = self.text[inner : inner + 1], inner + 1
        dotless = re.compile(r"\\([ij])(?![A-Za-z])\s*").match(self.text, inner)
        if dotless is not None:
            base, after = dotless.group(1), dotless.end()
        if not base.isalpha():
            if grouped and base == "}":
                self.position = after
            return
        if grouped:
            if self.text.startswith("}", after):
                after += 1
            else:
                self.open_group(position)
        self.position = after
        self.sign(unicodedata.normalize("NFC", base + accent), start)

    def sign(self, text: str, place: int, flags: int = 0) -> None:
        """Adds what a command stands for."""
        if not text or (text == " " and not self.pieces):
            return
        self.begin()
        self.pieces.append(Piece(text, place, literal=False, style=self.style(flags)))

    def tab(self, place: int) -> None:
        if self.pieces:
            self.pieces.append(Piece("\t", place, literal=False))

    def characters(self, start: int, end: int) -> None:
        if self.frames[-1].prepared.after == "skip" or start >= end:
            return
        while start < end:
            stop = min(end, start + MAX_LINE)
            if self.length + stop - start > MAX_LINE:
                self.finish()
            text = self.text[start:stop].translate(_TO_BLANK)
            if self.pieces or text.strip():
                self.begin()
                self.pieces.append(Piece(text, start, style=self.style()))
                self.length += stop - start
            start = stop

    def style(self, flags: int = 0) -> Style:
        top = self.frames[-1]
        flags |= top.style
        return Style(bool(flags & tables.BOLD), bool(flags & tables.ITALIC), bool(flags & tables.UNDERLINE), top.href)

    def begin(self) -> None:
        if self.pieces:
            return
        depth = sum(frame.is_list for frame in self.frames)
        top = self.frames[-1]
        names = [frame.name for frame in self.frames if frame.name and frame.name != "document"]
        self.layout = Layout(
            indent=2 * max(depth - 1, 0) if self.marker else 2 * depth,
            gap=self.gap if self.lines else 0,
            marker=self.marker,
            heading=top.heading,
            size=top.size,
            path="/".join(names[:24]),
            cut=markers.LETTERED if self.marker else markers.ANY,
        )
        self.gap = 0
        self.marker = ""

    def finish(self) -> None:
        pieces, self.pieces = self.pieces, []
        self.length = 0
        if not pieces:
            return
        line = make_line(pieces, self.layout)
        if line is not None:
            self.lines.append(line)
        else:
            self.gap = max(self.gap, int(self.layout.gap))
            self.marker = self.marker or self.layout.marker
