"""DBLP XML: the full dump (`dblp.xml`, also compressed), single records, and person pages.

A homonym number ("Wei Wang 0001") and the key of a `www` person record are dblp's word about who somebody is: kept as a
claim, not as part of the name. Structure: M. Ley, "DBLP — Some Lessons Learned", PVLDB 2(2), 2009.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors import dblp_people
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.directory import Entry
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier
from kg.extractors.markup import Element, records

_KINDS = {
    "article": "article",
    "inproceedings": "paper",
    "incollection": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "other",
}
_NUMBER = re.compile(r"\s+\d{4}$")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"<dblp" in head or b"<dblpperson" in head


def _items(source: Source, report: Report) -> Iterator[Item | Entry]:
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, _KINDS.keys() | dblp_people.TAGS):
            if element.tag in dblp_people.TAGS:
                yield from dblp_people.entries(element)
            elif element.value("title"):
                yield _item(element)
            else:
                report(f"line {element.line}", f"record {element.attributes.get('key', '?')} has no title")


def _item(element: Element) -> Item:
    key = element.attributes.get("key", "")
    year = _YEAR.search(element.value("year"))
    venue = element.value("journal") or element.value("booktitle") or element.value("school")
    is_preprint = venue == "CoRR" or element.attributes.get("publtype") == "informal"
    fields = {
        "title": element.value("title").rstrip("."),
        "kind": "preprint" if is_preprint else _KINDS[element.tag],
        "year": int(year[0]) if year else None,
        "year_as_printed": element.value("year") or None,
        "venue": None if venue == "CoRR" else venue or None,
        "deposited_in": "arXiv" if venue == "CoRR" else None,
        "status": "preprint" if is_preprint else "published",
        "volume": element.value("volume") or None,
        "issue": element.value("number") or None,
        "pages": element.value("pages") or None,
        "publisher": element.value("publisher") or None,
        "identifiers": _identifiers(element, key),
        "links": [e.text for e in element.all("ee") if e.text.startswith(("http://", "https://"))],
        "key": key or None,
    }
    authors = [_person(e) for e in element.all("author")]
    return Item(f"line={element.line}", authors, fields, [_person(e) for e in element.all("editor")])


def _person(element: Element) -> Person:
    name = element.text
    claim = element.attributes.get("pid") or (name if _NUMBER.search(name) else "")
    return Person(
        _NUMBER.sub("", name),
        (),
        distinct([claimed(element.attributes.get("orcid", ""), "orcid")]),
        f"dblp:{claim}" if claim else None,
    )


def _identifiers(element: Element, key: str) -> list[dict[str, str]]:
    known = {("dblp", key): None} if key else {}
    for link in element.all("ee"):
        found = identifier(link.text)
        if found:
            known[found] = None
    numbers = [number for isbn in element.all("isbn") for number in book_numbers(isbn.text)]
    return distinct([*({"scheme": scheme, "value": value} for scheme, value in known), *numbers])


FORMAT = Format(
    name="dblp",
    label="DBLP XML (dump, records)",
    suffixes=(".xml", ".xml.gz"),
    claims=_claims,
    stream=streamer("dblp/1", "application/xml", _items, "check that it is dblp's XML"),
)
