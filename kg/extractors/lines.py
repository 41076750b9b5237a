"""Inputs that are one record a line, cut into pieces that can be read by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kg.extractors.bulk import Item, Piece, Report
from kg.extractors.formats import Source, open_bytes
from kg.extractors.packed import BROKEN, read_some

_READ = 1 << 20
MAX_LINE = 100_000_000


def cut(source: Source, size: int) -> Iterator[Piece]:
    """Pieces of about `size` bytes, cut at line ends. A line of over 100 MB is passed over; its number is kept.

    Where the stream breaks off, what came before is the last piece, and then the error is raised.
    """
    cutter = _Cutter(size)
    with open_bytes(source.path, source.data) as stream:
        try:
            while some := read_some(stream, min(_READ, size)):
                yield from cutter.take(some)
        except BROKEN:
            yield from cutter.last()
            raise
    yield from cutter.last()


class _Cutter:
    """Holds what is not yet cut off, and counts lines."""

    def __init__(self, size: int) -> None:
        self._most = size
        self._held: list[bytes] = []
        self._size = 0
        self._line = 0  # lines in earlier pieces
        self._start = 0  # where this piece begins
        self._open = 0  # bytes of the line under way
        self._too_long: list[int] = []  # lines of this piece that were passed over
        self._index = 0

    def take(self, some: bytes) -> Iterator[Piece]:
        end = some.rfind(b"\n") + 1
        if self._open > MAX_LINE:  # in the middle of a line that is passed over
            start = some.find(b"\n")
            self._start += start if start >= 0 else len(some)
            if start < 0:
                return
            some, end = some[start:], end - start
        self._hold(some)
        self._open = len(some) - end if end else self._open + len(some)
        if self._open > MAX_LINE:
            yield from self._pass_over()
        elif end and self._size >= self._most:
            rest = self._held.pop()
            self._held.append(rest[:end])
            yield self._piece()
            self._hold(rest[end:])

    def last(self) -> Iterator[Piece]:
        if self._held or self._too_long:
            yield self._piece()

    def _pass_over(self) -> Iterator[Piece]:
        """Keep what came before the line under way, and of that line nothing."""
        whole = b"".join(self._held)
        self._held = [whole[: len(whole) - self._open]]
        self._too_long.append(self._line + self._held[0].count(b"\n") + 1)
        yield self._piece()
        self._start += self._open

    def _hold(self, some: bytes) -> None:
        self._held.append(some)
        self._size += len(some)

    def _piece(self) -> Piece:
        data = b"".join(self._held)
        piece = Piece(self._index, self._start, self._line, data, too_long=tuple(self._too_long))
        self._index += 1
        self._start += len(data)
        self._line += data.count(b"\n")
        self._held, self._size, self._too_long = [], 0, []
        return piece


def reader(
    parsed: Callable[[bytes], Any], item: Callable[[int, Any], Item | None], where: str, problem: str
) -> Callable[[Piece, Report], Iterator[Item]]:
    """What reads a piece: each line is one work, and its number that of the work.

    Args:
        parsed: the value in a line.
        item: makes a work, with that number, of the number of a line and its value; None passes the line over.
        where: how a line is named ("line {}").
        problem: what is said of a line that holds no work.
    """

    def read(piece: Piece, report: Report) -> Iterator[Item]:
        for number in piece.too_long:
            report(where.format(number), "one record of over 100 MB")
        for number, line in enumerate(piece.data.split(b"\n"), start=piece.line + 1):
            if not line or line.isspace():
                continue
            try:
                found = item(number, parsed(line))
            except (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError) as error:
                report(where.format(number), f"{problem} ({error})")
                continue
            if found is not None:
                yield found

    return read
