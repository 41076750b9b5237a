"""TEI as GROBID writes it: the header's work, and the works of its reference list.

Elements: TEI P5 `biblStruct` and `teiHeader`, as in GROBID's "TEI encoding of results".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import claimed, distinct
from kg.extractors.markup import Element, records

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_TYPES = {"eissn": "issn", "pissn": "issn", "pmcid": "pmcid", "halid": "hal", "pii": ""}
_KNOWN = ("doi", "arxiv", "pmid", "pmcid", "isbn", "issn")
_KINDS = {"j": "article", "m": "paper", "s": "book", "u": "other"}


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"tei-c.org/ns" in head and (b"<TEI" in head or b"<teiCorpus" in head or b"<tei:TEI" in head)


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, {"teiHeader", "biblStruct"}):
            item = _header_item(element) if element.tag == "teiHeader" else _item(element)
            if item and item.fields["title"]:
                yield item
            else:
                report(f"line {element.line}", f"this {element.tag} has no title")


def _header_item(element: Element) -> Item | None:
    bibliography = element.first("fileDesc", "sourceDesc", "biblStruct")
    if bibliography is None:
        return None
    item = _item(bibliography)
    profile = element.first("profileDesc")
    item.fields["abstract"] = profile.value("abstract") or None if profile else None
    item.fields["title"] = item.fields["title"] or element.value("fileDesc", "titleStmt", "title")
    return item


def _item(element: Element) -> Item:
    analytic, monograph = element.first("analytic"), element.first("monogr")
    inside = analytic or monograph or element
    title = _title(inside)
    imprint = (monograph.first("imprint") if monograph else None) or Element("imprint", {}, element.line)
    venue = monograph.first("title") if monograph and analytic and title else None
    if not title and monograph:
        inside, title = monograph, _title(monograph)
    date = next((e for e in imprint.all("date")), None)
    printed = (date.attributes.get("when") or date.text) if date else ""
    year = _YEAR.search(printed)
    kind = _KINDS.get(venue.attributes.get("level", "u"), "other") if venue else "book" if monograph else "other"
    authors = [e for part in (analytic, monograph) if part for e in part.all("author")]
    editors = monograph.all("editor") if monograph else []
    fields = {
        "title": title,
        "kind": kind,
        "year": int(year[1]) if year else None,
        "year_as_printed": printed or None,
        "date": printed if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", printed) else None,
        "venue": venue.text or None if venue else None,
        **{name: _scope(imprint, unit) for name, unit in (("volume", "volume"), ("issue", "issue"), ("pages", "page"))},
        "publisher": imprint.value("publisher") or None,
        "identifiers": _identifiers(element),
        "key": next((v for k, v in element.attributes.items() if k.endswith("id")), None),
    }
    people = ([p for p in map(_person, group) if p.name] for group in (authors, editors))
    return Item(f"line={element.line}", next(people), fields, next(people))


def _title(element: Element) -> str:
    titles = element.all("title")
    main = [e for e in titles if e.attributes.get("type") == "main"] or titles
    return main[0].text if main else ""


def _scope(imprint: Element, unit: str) -> str | None:
    for scope in imprint.all("biblScope"):
        if scope.attributes.get("unit") == unit:
            first, last = scope.attributes.get("from"), scope.attributes.get("to")
            return scope.text or (f"{first}–{last}" if first and last else first)
    return None


def _person(element: Element) -> Person:
    name = element.first("persName") or element
    given = " ".join(e.text for e in name.all("forename"))
    family = name.value("surname")
    joined = f"{family}, {given}" if family and given else family or given
    known = [claimed(e.text, "orcid") for e in element.walk("idno") if e.attributes.get("type", "").upper() == "ORCID"]
    return Person(
        joined or (name.text if name.tag == "persName" or not name.children else ""),
        [text for e in element.all("affiliation") if (text := _affiliation(e))],
        distinct(known),
    )


def _affiliation(element: Element) -> str:
    """As printed where GROBID kept it, else what it found, from the smallest unit to the largest."""
    raw = next((e.text for e in element.all("note") if e.attributes.get("type") == "raw_affiliation"), "")
    return (
        raw or ", ".join(e.text for e in element.all("orgName") if e.text) or ("" if element.children else element.text)
    )


def _identifiers(element: Element) -> list[dict[str, str]]:
    places = [element, *(part for tag in ("analytic", "monogr") if (part := element.first(tag)))]
    given = [(e.text, e.attributes.get("type", "").lower()) for place in places for e in place.all("idno")]
    return distinct(claimed(text, _TYPES.get(kind, kind)) for text, kind in given if _TYPES.get(kind, kind) in _KNOWN)


FORMAT = Format(
    name="tei",
    label="TEI of GROBID: header and references",
    suffixes=(".tei.xml", ".xml"),
    claims=_claims,
    stream=streamer("tei/1", "application/tei+xml", _items, "check that it is GROBID's TEI"),
)
