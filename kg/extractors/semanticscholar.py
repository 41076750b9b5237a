"""Semantic Scholar papers: JSON lines of the datasets, and the API's objects, lists and pages.

Field names: Semantic Scholar Academic Graph API, "Paper". Its author ids are claims about who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import claimed, distinct

_SCHEMES = {"DOI": "doi", "ArXiv": "arxiv", "PubMed": "pmid", "PubMedCentral": "pmcid", "DBLP": "dblp"}
_KINDS = {
    "JournalArticle": "article", "Review": "article", "Conference": "paper", "Book": "book", "BookSection": "chapter",
}  # fmt: skip


def _claims(head: bytes, name: str) -> bool:
    del name
    if not jsons.is_json(head):
        return False
    lower = head.lower()
    return (b'"paperid"' in lower or b'"corpusid"' in lower) and (b'"authors"' in lower or b'"externalids"' in lower)


def _items(source: Source, report: Report) -> Iterator[Item]:
    yield from jsons.items(source, report, _item, ("data",))


def _item(fragment: str, said: dict[str, Any]) -> Item:
    said = {key.lower(): value for key, value in said.items()}  # the datasets and the API differ in case
    journal: dict[str, Any] = said.get("journal") or {}
    venue: dict[str, Any] = said.get("publicationvenue") or {}
    year = said.get("year")
    outside = said.get("externalids") or {}
    types = said.get("publicationtypes") or []
    kind = next((_KINDS[one] for one in types if one in _KINDS), "other")
    printed = jsons.text(said.get("venue")) or jsons.text(journal.get("name")) or jsons.text(venue.get("name"))
    is_preprint = (printed or "").lower().startswith("arxiv")
    link = jsons.text(said.get("url")) or ""
    fields = {
        "title": jsons.text(said.get("title")),
        "kind": "preprint" if is_preprint else kind,
        "status": "preprint" if is_preprint else "published",
        "year": year if isinstance(year, int) and 1000 <= year <= 2100 else None,
        "year_as_printed": jsons.text(year),
        "date": jsons.text(said.get("publicationdate")),
        "venue": None if is_preprint else printed,
        "deposited_in": "arXiv" if is_preprint else None,
        "volume": jsons.text(journal.get("volume")),
        "pages": jsons.text(journal.get("pages")),
        "abstract": jsons.text(said.get("abstract")),
        "identifiers": _identifiers(outside),
        "links": [link] if link.startswith(("http://", "https://")) else [],
        "key": jsons.text(said.get("paperid")) or jsons.text(said.get("corpusid")),
    }
    people = [_person(author) for author in said.get("authors") or []]
    return Item(fragment, [person for person in people if person.name], fields)


def _person(said: dict[str, Any]) -> Person:
    claim = jsons.text(said.get("authorId"))
    return Person(
        jsons.text(said.get("name")) or "",
        [printed for one in said.get("affiliations") or [] if (printed := jsons.text(one))],
        distinct([claimed((said.get("externalIds") or {}).get("ORCID"), "orcid")]),
        f"s2:{claim}" if claim else None,
    )


def _identifiers(outside: dict[str, Any]) -> list[dict[str, str]]:
    return distinct(claimed(outside.get(name), scheme) for name, scheme in _SCHEMES.items())


FORMAT = Format(
    name="semanticscholar",
    label="Semantic Scholar papers: JSON lines, API answers",
    suffixes=(".jsonl", ".json", ".jsonl.gz"),
    claims=_claims,
    stream=streamer("semanticscholar/1", "application/json", _items, "check that it holds Semantic Scholar papers"),
)
