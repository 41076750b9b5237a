"""DBLP XML: the full dump (`dblp.xml`, also compressed), single records, and person pages.

A homonym number ("Wei Wang 0001") and the key of a `www` person record are dblp's word about who somebody is: kept as a
claim, not as part of the name. Structure: M. Ley, "DBLP — Some Lessons Learned", PVLDB 2(2), 2009.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from kg.extractors import dblp_people
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Piece, Piecewise, Report, streamer
from kg.extractors.directory import Entry
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier, plain_doi
from kg.extractors.markup import Element, records
from kg.extractors.xml_pieces import Records, text_of

_KINDS = {
    "article": "article",
    "inproceedings": "paper",
    "incollection": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "other",
}
_RECORDS = Records("dblp", frozenset(_KINDS) | dblp_people.TAGS)
_NUMBER = re.compile(r"\s+\d{4}$")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_Child = tuple[str, Mapping[str, str]]  # text and attributes
_Children = Mapping[str, Sequence[_Child]]  # by tag


class _Record(NamedTuple):
    """A record as both readers see it."""

    tag: str
    attributes: Mapping[str, str]
    children: _Children
    line: int
    number: int


class _Fields(NamedTuple):
    """The columns of `schemas.RECORDS` that dblp knows; a tuple, because there are millions."""

    title: str
    kind: str
    year: int | None
    year_as_printed: str | None
    venue: str | None
    deposited_in: str | None
    status: str
    volume: str | None
    issue: str | None
    pages: str | None
    publisher: str | None
    identifiers: Sequence[Mapping[str, str]]
    links: Sequence[str]
    key: str | None


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"<dblp" in head or b"<dblpperson" in head


def _items(source: Source, report: Report) -> Iterator[Item | Entry]:
    """All records of a stream, whatever its form."""
    with open_bytes(source.path, source.data) as stream:
        for number, element in enumerate(records(stream, _KINDS.keys() | dblp_people.TAGS), start=1):
            if element.tag in dblp_people.TAGS:
                yield from dblp_people.entries(element)
            else:
                children: dict[str, list[_Child]] = {}
                for child in element.children:
                    children.setdefault(child.tag, []).append((child.text, child.attributes))
                yield from _works(_Record(element.tag, element.attributes, children, element.line, number), report)


def _piece_items(piece: Piece, report: Report) -> Iterator[Item | Entry]:
    """The records of a piece of the dump."""
    for number, line, element in _RECORDS.read(piece):
        if element.tag in dblp_people.TAGS:
            yield from dblp_people.entries(_tree(element, line))
        else:
            children: dict[str, list[_Child]] = {}
            for child in element:
                children.setdefault(child.tag, []).append((text_of(child), child.attrib))
            yield from _works(_Record(element.tag, element.attrib, children, line, number), report)


def _tree(element: ElementTree.Element, line: int) -> Element:
    children = [Element(e.tag, dict(e.attrib), line, parts=["".join(e.itertext())]) for e in element]
    return Element(element.tag, dict(element.attrib), line, children)


def _works(record: _Record, report: Report) -> Iterator[Item]:
    if _value(record.children, "title"):
        yield _item(record)
    else:
        report(f"line {record.line}", f"record {record.attributes.get('key', '?')} has no title")


def _value(children: _Children, *tags: str) -> str:
    """The first text of the first of these tags that has one, "" if none has."""
    for tag in tags:
        if tag in children and (text := children[tag][0][0]):
            return text
    return ""


def _item(record: _Record) -> Item:
    said = record.children
    key = record.attributes.get("key", "")
    printed = _value(said, "year")
    year = _YEAR.search(printed)
    venue = _value(said, "journal", "booktitle", "school")
    is_preprint = venue == "CoRR" or record.attributes.get("publtype") == "informal"
    links = [text for text, _ in said["ee"]] if "ee" in said else []
    fields = _Fields(
        _value(said, "title").rstrip("."),
        "preprint" if is_preprint else _KINDS[record.tag],
        int(year[0]) if year else None,
        printed or None,
        None if venue == "CoRR" else venue or None,
        "arXiv" if venue == "CoRR" else None,
        "preprint" if is_preprint else "published",
        _value(said, "volume") or None,
        _value(said, "number") or None,
        _value(said, "pages") or None,
        _value(said, "publisher") or None,
        _identifiers(links, said.get("isbn", ()), key),
        [link for link in links if link.startswith(("http://", "https://"))],
        key or None,
    )
    authors = [_person(name, attributes) for name, attributes in said.get("author", ())]
    editors = [_person(name, attributes) for name, attributes in said["editor"]] if "editor" in said else ()
    return Item(f"line={record.line}", authors, fields, editors, record.number)


def _person(name: str, attributes: Mapping[str, str]) -> Person:
    numbered = name[-1:].isdigit() and _NUMBER.search(name)
    if not attributes and not numbered:
        return Person(name)
    claim = attributes.get("pid") or (name if numbered else "")
    orcid = attributes.get("orcid")
    return Person(
        name[: numbered.start()] if numbered else name,
        (),
        _orcid(orcid) if orcid else (),
        f"dblp:{claim}" if claim else None,
    )


@functools.lru_cache(maxsize=200_000)
def _orcid(printed: str) -> Sequence[Mapping[str, str]]:
    return distinct([claimed(printed, "orcid")])


def _identifiers(links: Sequence[str], isbns: Sequence[_Child], key: str) -> list[dict[str, str]]:
    known = [{"scheme": "dblp", "value": key}] if key else []
    for link in links:
        found = plain_doi(link) or identifier(link)
        if found:
            known.append({"scheme": found[0], "value": found[1]})
    known += [number for isbn, _ in isbns for number in book_numbers(isbn)]
    return distinct(known) if len(known) > 2 else known


_HOW = ("dblp/1", "application/xml")
_HOPE = "check that it is dblp's XML"

FORMAT = Format(
    name="dblp",
    label="DBLP XML (dump, records)",
    suffixes=(".xml", ".xml.gz"),
    claims=_claims,
    stream=streamer(*_HOW, _items, _HOPE),
    pieces=Piecewise(*_HOW, _RECORDS.cut, _piece_items, _HOPE, lambda source: b"<dblp>" in source.head, size=4_000_000),
)
