"""DataCite metadata as JSON: one record, answers and pages of the REST API, JSON lines of its public data file.

Field names: DataCite Metadata Schema 4.5 in the JSON of the DataCite REST API ("attributes").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import family_first, iso_date, links, pages, unmarked, year_of
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import book_numbers, claimed, distinct

_MARKS = (b'"creators"', b'"titles"')
_OWN = (b'"publicationYear"', b'"resourceTypeGeneral"', b'"nameIdentifiers"', b'"publisher"')
_KINDS = {
    "journalarticle": "article", "conferencepaper": "paper", "conferenceproceeding": "book", "preprint": "preprint",
    "book": "book", "bookchapter": "chapter", "dissertation": "thesis", "report": "report", "patent": "patent",
    "peerreview": "other", "datapaper": "article",
}  # fmt: skip
_BIBTEX = {
    "article": "article", "inproceedings": "paper", "inbook": "chapter", "incollection": "chapter", "book": "book",
    "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
}  # fmt: skip


def _claims(head: bytes, name: str) -> bool:
    del name
    return jsons.is_json(head) and all(mark in head for mark in _MARKS) and any(mark in head for mark in _OWN)


def _items(source: Source, report: Report) -> Iterator[Item]:
    return jsons.items(source, report, _item, ("data", "dois", "hits"))


def _item(fragment: str, said: dict[str, Any]) -> Item:
    said = said.get("attributes") or said
    container: dict[str, Any] = said.get("container") or {}
    kind = _kind(said.get("types") or {})
    date = _issued(said)
    year = year_of(said.get("publicationYear")) or year_of(date)
    people = [p for p in map(_person, said.get("creators") or []) if p.name]
    editors = [_person(one) for one in said.get("contributors") or [] if one.get("contributorType") == "Editor"]
    identifiers = said.get("identifiers")
    if isinstance(identifiers, dict):  # schema 3
        identifiers = [identifiers]
    publisher = said.get("publisher")
    publisher = publisher.get("name") if isinstance(publisher, dict) else publisher
    fields = {
        "title": _title(said.get("titles") or []),
        "kind": kind,
        "status": "preprint" if kind == "preprint" else "published",
        "year": year,
        "year_as_printed": jsons.text(said.get("publicationYear")),
        "date": date if date and date[:4] == str(year) else None,
        "venue": jsons.text(container.get("title")),
        "deposited_in": jsons.text(publisher) if kind == "preprint" else None,
        "volume": jsons.text(container.get("volume")),
        "issue": jsons.text(container.get("issue")),
        "pages": pages(container.get("firstPage"), container.get("lastPage")),
        "publisher": jsons.text(publisher),
        "abstract": _abstract(said.get("descriptions") or []),
        "keywords": [text for one in said.get("subjects") or [] if (text := jsons.text(one.get("subject")))],
        "identifiers": _identifiers(said, identifiers or [], container),
        "links": links([said.get("url")]),
        "key": jsons.text(said.get("doi") or said.get("id")),
    }
    return Item(fragment, people, fields, [p for p in editors if p.name])


def _title(titles: list[Any]) -> str:
    """The title itself, not a subtitle or a translation."""
    known = [(one.get("titleType"), jsons.text(one.get("title"))) for one in titles if isinstance(one, dict)]
    main = [text for kind, text in known if text and not kind] or [text for _, text in known if text]
    return unmarked(main[0]) if main else ""


def _kind(types: dict[str, Any]) -> str:
    general = (types.get("resourceTypeGeneral") or "").replace(" ", "").lower()
    if general == "text":
        return _BIBTEX.get(types.get("bibtex") or "", "other")
    return _KINDS.get(general, "other")


def _issued(said: dict[str, Any]) -> str | None:
    dates = {one.get("dateType"): one.get("date") for one in said.get("dates") or [] if isinstance(one, dict)}
    return next((date for kind in ("Issued", "Available", "Created") if (date := iso_date(dates.get(kind)))), None)


def _person(said: dict[str, Any]) -> Person:
    given, family = jsons.text(said.get("givenName")) or "", jsons.text(said.get("familyName")) or ""
    is_group = said.get("nameType") == "Organizational"
    printed = jsons.text(said.get("name")) or jsons.text(said.get("creatorName")) or ""
    known = [
        claimed(one.get("nameIdentifier"), "orcid")
        for one in said.get("nameIdentifiers") or []
        if "orcid" in str(one.get("nameIdentifierScheme") or one.get("schemeUri") or "").lower()
    ]
    affiliations = said.get("affiliation") or said.get("affiliations") or []
    if isinstance(affiliations, (str, dict)):
        affiliations = [affiliations]
    places = [jsons.text(one.get("name") if isinstance(one, dict) else one) for one in affiliations]
    return Person(
        printed if is_group or not (family and given) else family_first(family, given),
        [place for place in places if place],
        distinct(known),
    )


def _identifiers(said: dict[str, Any], others: list[Any], container: dict[str, Any]) -> list[dict[str, str]]:
    given = [(said.get("doi"), "doi")]
    for one in [*others, *(said.get("alternateIdentifiers") or [])]:
        kind = str(one.get("identifierType") or one.get("alternateIdentifierType") or "").lower()
        if kind in ("doi", "arxiv", "pmid"):
            given.append((one.get("identifier") or one.get("alternateIdentifier"), kind))
    same = [
        (one.get("relatedIdentifier"), str(one.get("relatedIdentifierType")).lower())
        for one in said.get("relatedIdentifiers") or []
        if one.get("relationType") == "IsIdenticalTo"
    ]
    given += [pair for pair in same if pair[1] in ("doi", "arxiv", "pmid")]
    is_serial = str(container.get("identifierType")).upper() in ("ISSN", "ISBN")
    numbers = book_numbers(container.get("identifier")) if is_serial else []
    return distinct([*(claimed(value, scheme) for value, scheme in given), *numbers])


def _abstract(descriptions: list[Any]) -> str | None:
    found = [one.get("description") for one in descriptions if one.get("descriptionType") == "Abstract"]
    return unmarked(str(found[0])) if found and found[0] else None


_HOW = ("datacite/1", "application/vnd.datacite.datacite+json")
_HOPE = "check that it is DataCite's JSON"

FORMAT = Format(
    name="datacite",
    label="DataCite JSON: records, API answers and pages, JSON lines",
    suffixes=(".json", ".jsonl", ".jsonl.gz"),
    claims=_claims,
    stream=streamer(*_HOW, _items, _HOPE),
    pieces=jsons.pieces(*_HOW, _item, _HOPE),
)
