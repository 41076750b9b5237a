"""Large XML of many records below one root, cut into pieces that can be read by themselves.

A piece is parsed as a document of its own, so one that was cut in the wrong place (in a comment, a CDATA section, an
element around records) is not well-formed, and one with records elsewhere has another number of them: then the input
is read as one stream instead. So is one with a document type of its own: nothing is resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from kg.extractors.bulk import NotPiecewise, Piece
from kg.extractors.formats import Source, open_bytes
from kg.extractors.markup import named_characters
from kg.extractors.packed import read_some

_READ = 1 << 20
_TAIL = 1 << 16  # where the last record of a piece is looked for first
_MOST_HELD = 120_000_000
_DECLARATION = re.compile(rb"\s*(<\?xml[^>]*\?>)")


class Records:
    """How the records of a format are found: their tags, below a root of that name."""

    def __init__(self, root: str, tags: frozenset[str]) -> None:
        self._tags = tags
        self._start = re.compile(b"<(?:" + b"|".join(tag.encode() for tag in sorted(tags)) + rb")[\s>]")
        self._root = root.encode()
        self._open = re.compile(b"<" + self._root + rb"\s*>\s*$")
        self._close = re.compile(b"</" + self._root + rb"\s*>\s*$")

    def cut(self, source: Source, size: int) -> Iterator[Piece]:
        """Pieces of about `size` bytes, cut where a record begins.

        Raises:
            NotPiecewise: this input is not of the plain form that can be cut.
        """
        piece = Piece(0, 0, 0, b"")
        held = b""
        with open_bytes(source.path, source.data) as stream:
            while some := read_some(stream, min(_READ, size)):
                held += some
                if not piece.head:
                    piece, held = self._begin(held)
                at = self._last(held) if len(held) >= size else 0
                if at:
                    whole = piece._replace(data=held[:at])
                    yield whole
                    piece, held = self._after(whole), held[at:]
                elif len(held) > _MOST_HELD:
                    raise NotPiecewise
        end = self._close.search(held)
        if not end or not piece.head:
            raise NotPiecewise
        if end.start():
            yield piece._replace(data=held[: end.start()])

    def read(self, piece: Piece) -> Iterator[tuple[int, int, ElementTree.Element]]:
        """Number (from 1), line and element of each record.

        Raises:
            NotPiecewise: the piece is no well-formed part of the input.
        """
        data = piece.head + named_characters(piece.data) + b"</" + self._root + b">"
        try:
            children = list(ElementTree.XML(data))
        except (ElementTree.ParseError, ValueError, LookupError):
            raise NotPiecewise from None
        found = [child for child in children if child.tag in self._tags]
        starts = [match.start() for match in self._start.finditer(piece.data)]
        if len(found) != len(starts) or any(child.tag.startswith("{") for child in children):
            raise NotPiecewise
        line, last = piece.line + 1, 0
        for number, (start, element) in enumerate(zip(starts, found, strict=True), start=piece.number + 1):
            line += piece.data.count(b"\n", last, start)
            last = start
            yield number, line, element

    def _begin(self, data: bytes) -> tuple[Piece, bytes]:
        """The first piece without its bytes, and what follows the start of the root element."""
        first = self._start.search(data)
        prolog = data[: first.start()] if first else b""
        if not self._open.search(prolog) or b"<!ENTITY" in prolog or not first:
            raise NotPiecewise
        declaration = _DECLARATION.match(prolog.removeprefix(b"\xef\xbb\xbf"))
        head = (declaration[1] if declaration else b"") + b"<" + self._root + b">"
        return Piece(0, len(prolog), prolog.count(b"\n"), b"", head=head), data[first.start() :]

    def _last(self, data: bytes) -> int:
        """Where the last record begins, 0 if that is the first one."""
        for begin in (max(0, len(data) - _TAIL), 0):
            starts = [match.start() for match in self._start.finditer(data, begin)]
            if starts and starts[-1]:
                return starts[-1]
        return 0

    def _after(self, piece: Piece) -> Piece:
        records = len(self._start.findall(piece.data))
        return piece._replace(
            place=piece.place + 1,
            start=piece.start + len(piece.data),
            line=piece.line + piece.data.count(b"\n"),
            number=piece.number + records,
            data=b"",
        )


def text_of(element: ElementTree.Element) -> str:
    """All text in it, tags inside dropped, white space single."""
    said = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(said.split())
