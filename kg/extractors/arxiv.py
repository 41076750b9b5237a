"""arXiv: the API's Atom feed, OAI-PMH records (arXiv and arXivRaw), and the metadata snapshot as JSON lines.

Names: "arXiv API User's Manual"; "arXiv OAI-PMH" (formats arXiv, arXivRaw); the snapshot has the names of arXivRaw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import claimed, distinct
from kg.extractors.markup import Element, records
from kg.extractors.tex import to_text

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)")
_MAIL_DATE = re.compile(r"(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JOURNAL = re.compile(r"^(.*?[^\W\d_].*?)[\s,.:(]*(?:\bvol(?:ume|\.)|\bv\.?\s*\d|\d)", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+|\s*[,;]\s+")
_IN_BRACKETS = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)?")


def _claims(head: bytes, name: str) -> bool:
    del name
    if jsons.is_json(head):
        return b'"authors_parsed"' in head or (b'"submitter"' in head and b'"journal-ref"' in head)
    is_atom = b"<feed" in head or b"<entry" in head
    return (is_atom and b"arxiv.org/" in head and b"/Atom" in head) or b"arxiv.org/OAI/arXiv" in head


def _items(source: Source, report: Report) -> Iterator[Item]:
    if jsons.is_json(source.head):
        yield from jsons.items(source, report, _snapshot_item)
        return
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, {"entry", "arXiv", "arXivRaw"}):
            item = _entry_item(element) if element.tag == "entry" else _oai_item(element)
            if item.fields["title"]:
                yield item
            else:
                report(f"line {element.line}", f"entry {item.fields['key'] or '?'} has no title")


def _entry_item(element: Element) -> Item:
    said = {
        "id": element.value("id"),
        "title": element.value("title"),
        "doi": element.value("doi"),
        "journal-ref": element.value("journal_ref"),
        "abstract": element.value("summary"),
        "date": element.value("published") or element.value("updated"),
        "categories": [e.attributes.get("term", "") for e in element.all("category")],
    }
    people = [Person(e.value("name"), [a.text for a in e.all("affiliation") if a.text]) for e in element.all("author")]
    return _item(f"line={element.line}", said, people)


def _oai_item(element: Element) -> Item:
    said: dict[str, Any] = {
        "id": element.value("id"),
        "title": element.value("title"),
        "doi": element.value("doi"),
        "journal-ref": element.value("journal-ref"),
        "abstract": element.value("abstract"),
        "date": element.value("created") or element.value("version", "date"),
        "categories": element.value("categories").split(),
    }
    authors = element.first("authors")
    people = [_oai_person(e) for e in authors.all("author")] if authors else []
    return _item(f"line={element.line}", said, people or _printed(element.value("authors")))


def _oai_person(element: Element) -> Person:
    parts = (element.value("keyname"), element.value("forenames"), element.value("suffix"))
    return Person(", ".join(p for p in parts if p), [e.text for e in element.all("affiliation") if e.text])


def _snapshot_item(fragment: str, said: dict[str, Any]) -> Item:
    versions = said.get("versions") or [{}]
    dated = versions[0].get("created") or said.get("update_date") or ""
    categories = said.get("categories") or ""
    known = {
        **{name: jsons.text(said.get(name)) or "" for name in ("id", "title", "doi", "journal-ref", "abstract")},
        "date": dated,
        "categories": categories.split() if isinstance(categories, str) else list(categories),
    }
    people = [
        Person(to_text(", ".join(str(part).strip() for part in (*parts[:1], *parts[1:2], *parts[2:3]) if part)))
        for parts in said.get("authors_parsed") or []
    ]
    return _item(fragment, known, people or _printed(jsons.text(said.get("authors")) or ""))


def _printed(authors: str) -> list[Person]:
    """Names of a printed list, without the affiliations in brackets."""
    return [Person(to_text(name)) for name in _AND.split(_IN_BRACKETS.sub("", authors)) if name.strip()]


def _item(fragment: str, said: dict[str, Any], people: list[Person]) -> Item:
    date = _date(said["date"])
    journal = to_text(said["journal-ref"])
    printed_year = _YEAR.findall(journal)
    year = int(printed_year[-1]) if printed_year else int(date[:4]) if date else None
    dois = [claimed(doi, "doi") for doi in said["doi"].split()]
    venue = _JOURNAL.match(journal)
    fields = {
        "title": to_text(said["title"]),
        "kind": "article" if journal else "preprint",
        "status": "published" if journal else "preprint",
        "year": year,
        "year_as_printed": str(year) if year else None,
        "date": None if printed_year and date[:4] != printed_year[-1] else date or None,
        "venue": ((venue[1] if venue else journal).strip(" ,.;:(") or None) if journal else None,
        "deposited_in": "arXiv",
        "abstract": said["abstract"] or None,
        "keywords": [category for category in said["categories"] if category],
        "identifiers": distinct([claimed(said["id"], "arxiv"), *dois]),
        "key": said["id"] or None,
    }
    return Item(fragment, [person for person in people if person.name], fields)


def _date(said: str) -> str:
    """The ISO date in an Atom, OAI or mail date; "" if there is none."""
    iso = _ISO.search(said)
    if iso:
        return iso[1]
    mail = _MAIL_DATE.search(said)
    return f"{mail[3]}-{_MONTHS.index(mail[2]) + 1:02}-{int(mail[1]):02}" if mail else ""


_HOW = ("arxiv/1", "application/x-arxiv")
_HOPE = "check that it is arXiv's Atom, OAI or JSON"

FORMAT = Format(
    name="arxiv",
    label="arXiv: Atom feed, OAI records, metadata JSON lines",
    suffixes=(".xml", ".atom", ".json", ".jsonl"),
    claims=_claims,
    stream=streamer(*_HOW, _items, _HOPE),
    pieces=jsons.pieces(*_HOW, _snapshot_item, _HOPE),
)
