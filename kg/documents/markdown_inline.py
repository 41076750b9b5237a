r"""Markdown inside a block: emphasis, links, escapes, character references, inline HTML; each character has its place.

Follows CommonMark 0.31 §6 where CVs do; where they do not (a star after a name is a footnote mark, `\\` ends a line in
kramdown, `{:target="_blank"}` is an attribute list) it follows the CVs. One pass, no recursion, linear time.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.documents.markup_tags import KNOWN_TAGS, attribute
from kg.documents.pieces import PLAIN, Piece, Style
from kg.documents.plain import REFERENCE

_SPECIAL = re.compile(r"[\\`*_\[\]!<&{\n]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TARGET = re.compile(
    r"\(\s*+(?:<([^<>\n]*+)>|((?:[^\s()\\]++|\\.|\((?:[^\s()]++|\([^\s()]*+\))*+\))*+))"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)(?:\{:?[^{}\n]*+\})?"
)
_LOOSE_TARGET = re.compile(r"\(([\w./~%-][^()\n]{0,300}\.\w{2,5})\)")  # a file name with blanks
_LABEL = re.compile(r"\[([^\[\]]{0,200})\]")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto|tel|file):[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>", re.I)
_BARE_ADDRESS = re.compile(r"<((?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/[^\s<>]*)?)>")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s(?:\"[^\"]*+\"|'[^']*+'|[^'\"<>])*+)?)/?>")
_LIQUID = re.compile(r"\{%[^{}\n]*%\}|\{:[^{}\n]*\}|\{\{\s*[a-z_]+[.|][^{}\n]*\}\}")
_TICKS = re.compile(r"`+")


@dataclass(slots=True)
class Node:
    """A piece of the block in reading order: text, a run of delimiters, a bracket, or a tag."""

    kind: str  # "text", "char", "delimiter", "open", "close", "tag", "break"
    start: int  # place in the block
    end: int
    text: str = ""  # of a char: what it stands for; of a tag: its name
    attributes: str = ""
    closing: bool = False
    can_open: bool = False
    can_close: bool = False
    left: int = 0  # delimiters used up as a closer
    right: int = 0  # ... and as an opener
    changes: list[tuple[str, int]] = field(default_factory=list)  # ("bold", 1) ... after the node
    before: list[tuple[str, int]] = field(default_factory=list)  # the same before what is left of its text
    href: str | None = None  # of the bracket that opens a link: its target
    dropped: bool = False  # a bracket of a link


@dataclass(frozen=True, slots=True)
class Mark:
    """A line break or a tag met between pieces of text."""

    kind: str  # "break": a new source line; "tag"
    place: int
    name: str = ""
    attributes: str = ""
    closing: bool = False


class Block:
    """Source lines that belong together, as one string whose places are known."""

    def __init__(self, text: str, ranges: Sequence[tuple[int, int]]) -> None:
        self.text = "\n".join(text[start:end] for start, end in ranges)
        self._sources = [start for start, _ in ranges]
        self._starts = [0]
        for start, end in ranges[:-1]:
            self._starts.append(self._starts[-1] + end - start + 1)

    def place(self, position: int) -> int:
        """Place in the document of a place in the block."""
        row = bisect_right(self._starts, position) - 1
        return self._sources[row] + position - self._starts[row]


def parse(block: Block, references: Mapping[str, str]) -> Iterator[Piece | Mark]:
    """The block's text as pieces, with the line breaks and tags between them in order."""
    nodes = _scan(block.text, references)
    _emphasise(nodes, block.text)
    return _walk(nodes, block)


# ---- scanning


class _Scanner:
    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.text = text
        self.references = references
        self.nodes: list[Node] = []
        self.brackets: list[int] = []
        self.position = 0
        self.no_ticks: set[int] = set()  # lengths of backtick runs known to have no partner further on

    def run(self) -> list[Node]:
        handlers = {
            "\\": self.escape,
            "`": self.code,
            "*": self.delimiter,
            "_": self.delimiter,
            "[": self.open,
            "]": self.close,
            "!": self.image,
            "<": self.angle,
            "&": self.reference,
            "{": self.liquid,
            "\n": self.newline,
        }
        while True:
            found = _SPECIAL.search(self.text, self.position)
            if found is None:
                self.literal(len(self.text))
                return self.nodes
            self.literal(found.start())
            handlers[found.group()]()

    def literal(self, end: int) -> None:
        if end > self.position:
            last = self.nodes[-1] if self.nodes else None
            if last is not None and last.kind == "text" and last.end == self.position:
                last.end = end
            else:
                self.nodes.append(Node("text", self.position, end))
            self.position = end

    def skip(self, end: int) -> None:
        self.position = end

    def escape(self) -> None:
        following = self.text[self.position + 1 : self.position + 2]
        rest = self.text[self.position + 1 : self.position + 3]
        if following in ("", "\n") or rest in ("\\", "\\\n"):
            self.skip(self.position + (1 if following in ("", "\n") else 2))
        elif following in _PUNCTUATION:
            self.nodes.append(Node("char", self.position + 1, self.position + 2, text=following))
            self.skip(self.position + 2)
        else:
            self.literal(self.position + 1)

    def code(self) -> None:
        ticks = _TICKS.match(self.text, self.position)
        assert ticks is not None
        length = len(ticks.group())
        end = -1
        if length not in self.no_ticks:
            end = next((t.start() for t in _TICKS.finditer(self.text, ticks.end()) if len(t.group()) == length), -1)
        if end < 0:
            self.no_ticks.add(length)
            self.literal(ticks.end())
            return
        self.skip(ticks.end())
        for row in self.text[ticks.end() : end].split("\n"):
            self.literal(self.position + len(row))
            if self.position < end:
                self.newline()
        self.skip(end + length)

    def delimiter(self) -> None:
        sign, start = self.text[self.position], self.position
        end = start
        while end < len(self.text) and self.text[end] == sign:
            end += 1
        before = self.text[start - 1] if start else " "
        after = self.text[end] if end < len(self.text) else " "
        can_open, can_close = _flanks(sign, before, after)
        self.nodes.append(Node("delimiter", start, end, text=sign, can_open=can_open, can_close=can_close))
        self.skip(end)

    def open(self) -> None:
        self.brackets.append(len(self.nodes))
        self.nodes.append(Node("open", self.position, self.position + 1))
        self.skip(self.position + 1)

    def image(self) -> None:
        if self.text.startswith("![", self.position):
            self.brackets.append(len(self.nodes))
            self.nodes.append(Node("open", self.position, self.position + 2))
            self.skip(self.position + 2)
        else:
            self.literal(self.position + 1)

    def close(self) -> None:
        if not self.brackets:
            self.literal(self.position + 1)
            return
        opener = self.nodes[self.brackets.pop()]
        target, end = self.target(opener)
        if target is None:
            self.nodes.append(Node("text", self.position, self.position + 1))
            self.skip(self.position + 1)
            return
        if opener.end - opener.start == 2:  # an image: nothing of it is text
            while self.nodes[-1] is not opener:
                self.nodes.pop()
            self.nodes.pop()
        else:
            opener.dropped, opener.href = True, target
            self.nodes.append(Node("close", self.position, end, dropped=True))
        self.skip(end)

    def target(self, opener: Node) -> tuple[str | None, int]:
        """Where the bracket that ends here points to and where the link ends; (None, 0) if it is no link."""
        after = self.position + 1
        found = _TARGET.match(self.text, after)
        if found is not None:
            raw = found.group(1) if found.group(1) is not None else found.group(2)
            return _unescape(raw), found.end()
        loose = _LOOSE_TARGET.match(self.text, after)
        if loose is not None and "," not in loose.group(1):
            return loose.group(1), loose.end()
        own = self.text[opener.end : self.position]
        label = _LABEL.match(self.text, after)
        if label is not None:
            name = _fold(label.group(1) or own)
            if name in self.references:
                return self.references[name], label.end()
        if len(own) <= 200 and _fold(own) in self.references:
            return self.references[_fold(own)], after
        return None, 0

    def angle(self) -> None:
        link = _AUTOLINK.match(self.text, self.position) or _BARE_ADDRESS.match(self.text, self.position)
        if link is not None:
            address = link.group(1)
            is_mail = "@" in address and ":" not in address
            self.nodes.append(Node("open", self.position, self.position + 1, dropped=True))
            self.nodes[-1].href = f"mailto:{address}" if is_mail else address
            self.nodes.append(Node("text", link.start(1), link.end(1)))
            self.nodes.append(Node("close", link.end(1), link.end(), dropped=True))
            self.skip(link.end())
            return
        tag = TAG.match(self.text, self.position)
        if tag is None or tag.group(2).lower() not in KNOWN_TAGS:
            self.literal(self.position + 1)
            return
        name = tag.group(2).lower()
        self.nodes.append(
            Node("tag", tag.start(), tag.end(), text=name, attributes=tag.group(3), closing=bool(tag.group(1)))
        )
        self.skip(tag.end())

    def reference(self) -> None:
        found = REFERENCE.match(self.text, self.position)
        meaning = html.unescape(found.group()) if found is not None else ""
        if found is None or meaning == found.group():
            self.literal(self.position + 1)
            return
        self.nodes.append(Node("char", self.position, found.end(), text=meaning))
        self.skip(found.end())

    def liquid(self) -> None:
        found = _LIQUID.match(self.text, self.position)
        if found is None:
            self.literal(self.position + 1)
        else:
            self.skip(found.end())

    def newline(self) -> None:
        self.nodes.append(Node("break", self.position, self.position + 1))
        self.skip(self.position + 1)


def _scan(text: str, references: Mapping[str, str]) -> list[Node]:
    return _Scanner(text, references).run()


def _flanks(sign: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of delimiters can open and can close emphasis (CommonMark 0.31 §6.2)."""
    space_before, space_after = before.isspace(), after.isspace()
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    left = not space_after and (not mark_after or space_before or mark_before)
    right = not space_before and (not mark_before or space_after or mark_after)
    if after in ",;:.!?)":
        left = False  # "Y.*, Z *, W.": footnote marks, no emphasis
    if sign == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return left, right


def _is_mark(character: str) -> bool:
    return character in _PUNCTUATION or (character > "\x7f" and not character.isalnum() and not character.isspace())


def _unescape(target: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target)) if "\\" in target or "&" in target else target


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()


def read_references(text: str) -> tuple[dict[str, str], list[tuple[int, int]]]:
    """The link definitions (`[label]: address`) of a document, and where they stand."""
    found: dict[str, str] = {}
    places = []
    for match in _DEFINITION.finditer(text):
        found.setdefault(_fold(match.group(1)), _unescape(match.group(2)))
        places.append(match.span())
    return found, places


_DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]\n^][^\[\]\n]{0,200})\]:[ \t]*<?((?:https?:|mailto:|ftp:|#|\.{0,2}/|www\.)[^\s<>]*)>?"
    r"(?:[ \t]+[\"'(][^\n]*)?[ \t]*$",
    re.M,
)


# ---- emphasis


def _emphasise(nodes: list[Node], text: str) -> None:
    """Matches openers and closers (CommonMark 0.31, "process emphasis"), and notes the style changes at the nodes."""
    openers: list[Node] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for node in nodes:
        if node.kind != "delimiter":
            continue
        while node.can_close and _open_length(node):
            key = (node.text, node.can_open, (node.end - node.start) % 3)
            found = _opener(openers, node, bottoms.get(key, 0))
            if found < 0:
                bottoms[key] = len(openers)
                break
            opener = openers[found]
            strong = _open_length(opener) >= 2 and _open_length(node) >= 2
            used = 2 if strong else 1
            style = "bold" if strong else "italic"
            opener.right += used
            opener.changes.insert(0, (style, 1))
            node.left += used
            node.before.append((style, -1))
            del openers[found + (1 if _open_length(opener) else 0) :]
            bottoms = {k: min(v, len(openers)) for k, v in bottoms.items()}
        if node.can_open and _open_length(node):
            openers.append(node)


def _open_length(node: Node) -> int:
    return node.end - node.start - node.left - node.right


def _opener(openers: list[Node], closer: Node, bottom: int) -> int:
    """The nearest opener that fits the closer, or -1."""
    length = closer.end - closer.start
    for index in range(len(openers) - 1, bottom - 1, -1):
        opener = openers[index]
        if opener.text != closer.text:
            continue
        whole = opener.end - opener.start
        if (opener.can_close or closer.can_open) and (whole + length) % 3 == 0 and (whole % 3 or length % 3):
            continue
        return index
    return -1


# ---- walking

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "cite": "italic",
    "u": "underline",
    "ins": "underline",
}


class _Walker:
    """Keeps the style while going through the nodes."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.depth = {"bold": 0, "italic": 0, "underline": 0}
        self.links: list[str] = []
        self.style = PLAIN

    def change(self, changes: list[tuple[str, int]]) -> None:
        for name, step in changes:
            self.depth[name] = max(0, self.depth[name] + step)
        if changes:
            self.refresh()

    def refresh(self) -> None:
        bold, italic, underline = (self.depth[name] > 0 for name in ("bold", "italic", "underline"))
        self.style = Style(bold, italic, underline, self.links[-1] if self.links else "")

    def link(self, href: str | None) -> None:
        """Links text from here on; None ends the link."""
        if href is not None:
            self.links.append(href)
        elif self.links:
            self.links.pop()
        self.refresh()

    def tag(self, node: Node) -> Mark | None:
        """Style tags change the style; any other is handed on."""
        if node.text in _STYLES:
            self.change([(_STYLES[node.text], -1 if node.closing else 1)])
            return None
        if node.text == "a":
            self.link(None if node.closing else attribute(node.attributes, "href"))
            return None
        return Mark("tag", self.block.place(node.start), node.text, node.attributes, node.closing)

    def pieces(self, node: Node) -> Iterator[Piece]:
        if node.kind == "char":
            single = node.end - node.start == 1
            yield Piece(node.text, self.block.place(node.start), literal=single, style=self.style)
            return
        start, end = node.start + node.left, node.end - node.right
        if start < end:
            yield Piece(self.block.text[start:end], self.block.place(start), style=self.style)


def _walk(nodes: list[Node], block: Block) -> Iterator[Piece | Mark]:
    walker = _Walker(block)
    for node in nodes:
        walker.change(node.before)
        if node.kind == "break":
            yield Mark("break", block.place(node.start))
        elif node.kind == "tag":
            mark = walker.tag(node)
            if mark is not None:
                yield mark
        elif not node.dropped:
            yield from walker.pieces(node)
        if node.dropped:
            walker.link(node.href)
        walker.change(node.changes)
