"""DBLP XML: the full dump (`dblp.xml`, also compressed), single records, and person pages.

A homonym number ("Wei Wang 0001") and the key of a `www` person record are dblp's word about who somebody is: kept as a
claim, not as part of the name. Structure: M. Ley, "DBLP — Some Lessons Learned", PVLDB 2(2), 2009.
"""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Iterator
from typing import Any

from kg.errors import FormatError, InputError
from kg.extractors.batches import Batch, Person, document_row, sha256_of
from kg.extractors.formats import Extract, Format, Source, open_bytes
from kg.extractors.identifiers import identifier
from kg.extractors.markup import Element, records
from kg.model import Warning

EXTRACTOR = "dblp/1"
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
_MAX_WARNINGS = 1_000


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"<dblp" in head or b"<dblpperson" in head


def _stream(source: Source) -> Iterator[Extract]:
    sha256 = sha256_of(source.path, source.data)
    batch = Batch(sha256[:16], EXTRACTOR)
    row = document_row(
        batch.document_id, path=source.name, sha256=sha256, media_type="application/xml", extractor=EXTRACTOR
    )
    first: dict[str, Any] = {"documents": row}
    warnings: list[Warning] = []
    read = 0
    for element in _elements(source, warnings):
        if not element.value("title"):
            if len(warnings) < _MAX_WARNINGS:
                key = element.attributes.get("key", "?")
                warnings.append(Warning(f"line {element.line}", f"record {key} has no title", "it is left out"))
            continue
        read += 1
        _add(batch, read, element)
        if batch.full():
            yield Extract(first | batch.take(), tuple(warnings))
            first, warnings = {}, []
    if not read:
        raise InputError(source.name, "no record in it could be read", "check that it is dblp's XML")
    yield Extract(first | batch.take(), tuple(warnings))


def _elements(source: Source, warnings: list[Warning]) -> Iterator[Element]:
    with open_bytes(source.path, source.data) as stream:
        try:
            yield from records(stream, _KINDS.keys())
        except (FormatError, EOFError, OSError, lzma.LZMAError, zlib.error) as error:
            warnings.append(Warning("", f"the file breaks off: {error}", "what came before is read; get it again"))


def _add(batch: Batch, number: int, element: Element) -> None:
    key = element.attributes.get("key", "")
    year = _YEAR.search(element.value("year"))
    venue = element.value("journal") or element.value("booktitle") or element.value("school")
    is_preprint = venue == "CoRR" or element.attributes.get("publtype") == "informal"
    batch.add(
        number,
        f"line={element.line}",
        authors=[_person(e) for e in element.all("author")],
        editors=[_person(e) for e in element.all("editor")],
        title=element.value("title").rstrip("."),
        kind="preprint" if is_preprint else _KINDS[element.tag],
        year=int(year[0]) if year else None,
        year_as_printed=element.value("year") or None,
        venue=None if venue == "CoRR" else venue or None,
        deposited_in="arXiv" if venue == "CoRR" else None,
        status="preprint" if is_preprint else "published",
        volume=element.value("volume") or None,
        issue=element.value("number") or None,
        pages=element.value("pages") or None,
        publisher=element.value("publisher") or None,
        identifiers=_identifiers(element, key),
        links=[e.text for e in element.all("ee") if e.text.startswith(("http://", "https://"))],
        key=key or None,
    )


def _person(element: Element) -> Person:
    name = element.text
    orcid = identifier(element.attributes.get("orcid", ""), "orcid")
    claim = element.attributes.get("pid") or (name if _NUMBER.search(name) else "")
    return Person(
        _NUMBER.sub("", name),
        (),
        [{"scheme": "orcid", "value": orcid[1]}] if orcid else (),
        f"dblp:{claim}" if claim else None,
    )


def _identifiers(element: Element, key: str) -> list[dict[str, str]]:
    known = {("dblp", key): None} if key else {}
    for link in element.all("ee"):
        found = identifier(link.text)
        if found:
            known[found] = None
    isbn = identifier(element.value("isbn"), "isbn")
    if isbn:
        known[isbn] = None
    return [{"scheme": scheme, "value": value} for scheme, value in known]


FORMAT = Format(
    name="dblp", label="DBLP XML (dump, records)", suffixes=(".xml", ".xml.gz"), claims=_claims, stream=_stream
)
