"""Bulk formats: a format says which works and people it finds; here they become tables, counted and reported.

An item that cannot be used is reported with its place and the others are read. Of more warnings than `MAX_WARNINGS`
the number is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import FormatError, InputError
from kg.extractors.batches import BATCH_RECORDS, Batch, Person, document_row, sha256_of
from kg.extractors.directory import Directory, Entry, joined
from kg.extractors.formats import Extract, Source
from kg.extractors.packed import BROKEN
from kg.model import Warning

MAX_WARNINGS = 1_000
# What a damaged or half a file raises while it is read.
BROKEN_STREAM = (FormatError, *BROKEN)


@dataclass(frozen=True, slots=True)
class Item:
    """One work: where it stands ("line=12"), its people, and the columns of `schemas.RECORDS` that are known."""

    fragment: str
    authors: Sequence[Person]
    fields: dict[str, Any]
    editors: Sequence[Person] = ()


@dataclass(slots=True)
class Report:
    """What was noticed while an input was read."""

    warnings: list[Warning] = field(default_factory=list)
    count: int = 0

    def __call__(self, where: str, problem: str, remedy: str = "this record is left out") -> None:
        self.count += 1
        if self.count <= MAX_WARNINGS:
            self.warnings.append(Warning(where, problem, remedy))

    def take(self) -> tuple[Warning, ...]:
        taken, self.warnings = tuple(self.warnings), []
        return taken

    def last(self) -> tuple[Warning, ...]:
        """The rest, with how many were not listed."""
        if self.count > MAX_WARNINGS:
            self.warnings.append(Warning("", f"{self.count - MAX_WARNINGS} more warnings are not listed"))
        return self.take()


Items = Callable[[Source, Report], Iterator[Item | Entry]]


def streamer(extractor: str, media_type: str, items: Items, hope: str) -> Callable[[Source], Iterator[Extract]]:
    """The `stream` function of a bulk format.

    Args:
        extractor: name and version, kept with every record.
        media_type: of the input.
        items: finds the works in a source and reports what it cannot read.
        hope: what the user should check when nothing can be read ("check that it is RIS").
    """

    def stream(source: Source) -> Iterator[Extract]:
        sha256 = sha256_of(source.path, source.data)
        batch = Batch(sha256[:16], extractor)
        row = document_row(
            batch.document_id, path=source.name, sha256=sha256, media_type=media_type, extractor=extractor
        )
        first: dict[str, Any] = {"documents": row}
        people = Directory(sha256, path=source.name, media_type=media_type, extractor=extractor)
        report = Report()
        number = 0
        for item in _whole(items(source, report), report):
            if isinstance(item, Entry):
                people.add(item)
            else:
                number += 1
                batch.add(number, item.fragment, authors=item.authors, editors=item.editors, **item.fields)
            if batch.full() or len(people) >= BATCH_RECORDS:
                yield Extract(joined([first, batch.take(), people.take()]), report.take())
                first = {}
        if not number and not people.count:
            raise _nothing(source, report, hope)
        yield Extract(joined([first, batch.take(), people.take()]), report.last())

    return stream


def _whole(items: Iterator[Item | Entry], report: Report) -> Iterator[Item | Entry]:
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
