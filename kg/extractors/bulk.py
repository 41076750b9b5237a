"""Bulk formats: a format says which works and people it finds; here they become tables, counted and reported.

An item that cannot be used is reported with its place and the others are read. Of more warnings than `MAX_WARNINGS`
the number is said.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa

from kg.errors import FormatError, InputError
from kg.extractors.batches import BATCH_RECORDS, Batch, Person, document_row, sha256_of
from kg.extractors.directory import Directory, Entry, joined
from kg.extractors.formats import Extract, Source
from kg.extractors.packed import BROKEN
from kg.model import Warning

MAX_WARNINGS = 1_000
_SELDOM = 200_000  # objects made between two looks
_Part = TypeVar("_Part")
# What a damaged or half a file raises while it is read.
BROKEN_STREAM = (FormatError, *BROKEN)


class Item(NamedTuple):
    """One work: where it stands ("line=12"), its people, and the columns of `schemas.RECORDS` that are known."""

    fragment: str
    authors: Sequence[Person]
    fields: Any  # a mapping, or a named tuple that is the same for all works of an input
    editors: Sequence[Person] = ()
    number: int = 0  # its number in the input; 0: one more than the work before


@dataclass(slots=True)
class Report:
    """What was noticed while an input was read."""

    warnings: list[Warning] = field(default_factory=list)
    count: int = 0

    def __call__(self, where: str, problem: str, remedy: str = "this record is left out") -> None:
        self.count += 1
        if self.count <= MAX_WARNINGS:
            self.warnings.append(Warning(where, problem, remedy))

    def add(self, other: Report) -> None:
        """What was noticed later."""
        self.warnings += other.warnings[: max(0, MAX_WARNINGS - len(self.warnings))]
        self.count += other.count

    def take(self) -> tuple[Warning, ...]:
        taken, self.warnings = tuple(self.warnings), []
        return taken

    def last(self) -> tuple[Warning, ...]:
        """The rest, with how many were not listed."""
        if self.count > MAX_WARNINGS:
            self.warnings.append(Warning("", f"{self.count - MAX_WARNINGS} more warnings are not listed"))
        return self.take()


Items = Callable[[Source, Report], Iterator[Item | Entry]]


class Piece(NamedTuple):
    """A part of an input that can be read by itself: its bytes, and how many bytes and lines stand before it."""

    place: int  # among the pieces, from 0
    start: int
    line: int
    data: bytes
    number: int = 0  # records before it, where they are no lines
    too_long: tuple[int, ...] = ()  # lines that were passed over
    head: bytes = b""  # what must stand before its bytes


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a piece came to, beside its tables."""

    index: int
    count: int  # of works and people
    report: Report


class NotPiecewise(Exception):
    """A piece turned out not to stand by itself: the input must be read as one."""


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A bulk format whose inputs are cut into pieces, which one process after the other or several at once may read.

    Pieces, their records and ids depend on the input alone.

    Attributes:
        extractor: name and version, kept with every record.
        media_type: of the input.
        cut: the pieces of a source, of about so many bytes each; then raises one of `BROKEN_STREAM` if it breaks off.
        read: the works (with their numbers) and people in a piece; reports what it cannot read.
        hope: what the user should check when nothing can be read.
        fits: whether this source is one that can be cut.
    """

    extractor: str
    media_type: str
    cut: Callable[[Source, int], Iterator[Piece]]
    read: Callable[[Piece, Report], Iterator[Item | Entry]]
    hope: str
    fits: Callable[[Source], bool] = lambda source: True
    size: int = 16_000_000

    def pieces(self, source: Source, report: Report) -> Iterator[Piece]:
        return _whole(self.cut(source, self.size), report)

    def tables(self, piece: Piece, source: Source) -> tuple[dict[str, pa.Table], Read]:
        """The tables of a piece, and what it came to; of the source its name and hash are used.

        Raises:
            NotPiecewise: the pieces do not stand by themselves.
        """
        found, report = _Found(source, self.extractor, self.media_type), Report()
        with collector(seldom=False):
            for item in self.read(piece, report):
                found.add(item)
            return found.take(), Read(piece.place, found.count, report)

    def document(self, source: Source) -> pa.Table:
        """The `documents` row."""
        return _document(source, self.extractor, self.media_type)

    def stream(self, source: Source) -> Iterator[Extract]:
        """All of it, in this process."""
        held: dict[str, pa.Table] = {"documents": self.document(source)}
        source = replace(source, sha256=digest_of(source))
        broken, done = Report(), list[Read]()
        for piece in self.pieces(source, broken):
            if done:
                yield Extract(held)
                held = {}
            tables, read = self.tables(piece, source)
            held = joined([held, tables])
            done.append(read)
        yield Extract(held, self.noticed(source, done, broken))

    def noticed(self, source: Source, done: Iterable[Read], broken: Report) -> tuple[Warning, ...]:
        """All that was noticed, in the order of the input.

        Raises:
            InputError: nothing in it could be read.
        """
        whole, count = Report(), 0
        for read in sorted(done, key=lambda read: read.index):
            whole.add(read.report)
            count += read.count
        whole.add(broken)
        if not count:
            raise _nothing(source, whole, self.hope)
        return whole.last()


@contextlib.contextmanager
def collector(*, seldom: bool) -> Iterator[None]:
    """Python's search for circles among objects runs seldom or not at all for a while.

    Millions of objects are made here that are in no circle; some libraries that parse for us make circles, though.
    """
    was_on, thresholds = gc.isenabled(), gc.get_threshold()
    if seldom:
        gc.set_threshold(_SELDOM, *thresholds[1:])
    else:
        gc.disable()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        if was_on:
            gc.enable()


def streamer(extractor: str, media_type: str, items: Items, hope: str) -> Callable[[Source], Iterator[Extract]]:
    """The `stream` function of a bulk format.

    Args:
        extractor: name and version, kept with every record.
        media_type: of the input.
        items: finds the works in a source and reports what it cannot read.
        hope: what the user should check when nothing can be read ("check that it is RIS").
    """

    def stream(source: Source) -> Iterator[Extract]:
        source = replace(source, sha256=digest_of(source))
        first = {"documents": _document(source, extractor, media_type)}
        found, report = _Found(source, extractor, media_type), Report()
        rest = _whole(items(source, report), report)
        while found.fill(rest):
            yield Extract(joined([first, found.take()]), report.take())
            first = {}
        if not found.count:
            raise _nothing(source, report, hope)
        yield Extract(joined([first, found.take()]), report.last())

    return stream


def digest_of(source: Source) -> str:
    """SHA-256 of the input."""
    return source.sha256 or sha256_of(source.path, source.data)


def _document(source: Source, extractor: str, media_type: str) -> pa.Table:
    sha256 = digest_of(source)
    return document_row(sha256[:16], path=source.name, sha256=sha256, media_type=media_type, extractor=extractor)


class _Found:
    """Tables of works and people under construction."""

    def __init__(self, source: Source, extractor: str, media_type: str) -> None:
        self._works = Batch(source.sha256[:16], extractor)
        self._people = Directory(source.sha256, path=source.name, media_type=media_type, extractor=extractor)
        self._last = 0
        self._number = 0

    @property
    def count(self) -> int:
        return self._number + self._people.count

    def add(self, item: Item | Entry) -> None:
        if isinstance(item, Entry):
            self._people.add(item)
            return
        self._number += 1
        self._last = item.number or self._last + 1
        self._works.add(self._last, item.fragment, item.fields, item.authors, item.editors)

    def fill(self, items: Iterator[Item | Entry]) -> bool:
        """Take items until these are enough for one batch; False if there were not so many."""
        with collector(seldom=True):
            for item in items:
                self.add(item)
                if self._full():
                    return True
        return False

    def _full(self) -> bool:
        return self._works.full() or len(self._people) >= BATCH_RECORDS

    def take(self) -> dict[str, pa.Table]:
        return joined([self._works.take(), self._people.take()])


def _whole(items: Iterator[_Part], report: Report) -> Iterator[_Part]:
    """Items until the stream ends or breaks off."""
    try:
        yield from items
    except BROKEN_STREAM as error:
        report("", f"the file breaks off or is damaged: {error}", "what came before is read; get the file again")


def _nothing(source: Source, report: Report, hope: str) -> InputError:
    if not report.count:
        return InputError(source.name, "no work in it could be read", hope)
    first = report.warnings[0]
    said = f"{first.where}: {first.problem}" if first.where else first.problem
    return InputError(source.name, f"no work in it could be read ({said})", hope)
