"""CSL-JSON and Crossref works: a list of items, JSON lines, one item, or a page of the Crossref API.

Field names: the CSL-JSON schema of the Citation Style Language, and the Crossref REST API's "works".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import unmarked
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import book_numbers, claimed, distinct

_MARKS = (b'"DOI"', b'"container-title"', b'"issued"', b'"author"')
_KINDS = {
    "article-journal": "article", "journal-article": "article", "article": "article", "paper-conference": "paper",
    "proceedings-article": "paper", "chapter": "chapter", "book-chapter": "chapter", "book": "book",
    "monograph": "book", "edited-book": "book", "thesis": "thesis", "dissertation": "thesis", "report": "report",
    "posted-content": "preprint", "patent": "patent",
}  # fmt: skip


def _claims(head: bytes, name: str) -> bool:
    del name
    return jsons.is_json(head) and sum(mark in head for mark in _MARKS) >= 2 and b'"title"' in head


def _items(source: Source, report: Report) -> Iterator[Item]:
    return jsons.items(source, report, _item, wrappers=("message", "items"))


def _item(fragment: str, said: dict[str, Any]) -> Item:
    year, date = _issued(said)
    fields = {
        "title": unmarked(_first(said.get("title"))),
        "kind": _KINDS.get(said.get("type") or "", "other"),
        "year": year,
        "year_as_printed": str(year) if year else None,
        "date": date,
        "venue": _first(said.get("container-title")) or _first((said.get("event") or {}).get("name")) or None,
        "status": "preprint" if said.get("type") == "posted-content" else "published",
        "volume": _text(said.get("volume")),
        "issue": _text(said.get("issue")),
        "pages": _text(said.get("page")),
        "publisher": _text(said.get("publisher")),
        "abstract": _abstract(said.get("abstract")),
        "keywords": [str(s) for s in said.get("subject") or said.get("categories") or [] if s],
        "identifiers": _identifiers(said),
        "links": [said["URL"]] if str(said.get("URL", "")).startswith(("http://", "https://")) else [],
        "key": _text(said.get("id") or said.get("DOI")),
    }
    authors, editors = ([p for p in map(_person, said.get(role) or []) if p.name] for role in ("author", "editor"))
    return Item(fragment, authors, fields, editors)


def _abstract(said: Any) -> str | None:
    """Without markup, and without the heading "Abstract" that publishers deposit with it."""
    return re.sub(r"^Abstract:?\s+", "", unmarked(_text(said) or "")) or None


def _first(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "")


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "", []) else None


def _issued(item: dict[str, Any]) -> tuple[int | None, str | None]:
    for field in ("issued", "published", "published-print", "published-online", "created"):
        said = item.get(field) or {}
        parts = [int(p) for p in ((said.get("date-parts") or [[]])[0] or []) if str(p).strip().isdigit()]
        if not parts and str(said.get("raw") or said.get("literal") or "")[:4].isdigit():
            parts = [int(str(said.get("raw") or said.get("literal"))[:4])]
        if parts and 1000 <= parts[0] <= 2100:
            return parts[0], "-".join([f"{parts[0]:04}", *(f"{p:02}" for p in parts[1:3])])
    return None, None


def _person(said: dict[str, Any]) -> Person:
    family = " ".join(str(said[k]) for k in ("non-dropping-particle", "family") if said.get(k))
    given = " ".join(str(said[k]) for k in ("given", "dropping-particle") if said.get(k))
    name = (
        f"{family}, {given}" if family and given else family or given or _text(said.get("literal") or said.get("name"))
    )
    return Person(
        f"{name}, {said['suffix']}" if name and said.get("suffix") else name or "",
        [str(a["name"]) for a in said.get("affiliation") or [] if isinstance(a, dict) and a.get("name")],
        distinct([claimed(said.get("ORCID"), "orcid")]),
    )


def _identifiers(item: dict[str, Any]) -> list[dict[str, str]]:
    given = [(_first(item.get(field)), field.lower()) for field in ("DOI", "PMID", "PMCID")]
    numbers = [one for field in ("ISBN", "ISSN") for one in _all(item.get(field))]
    return distinct([*(claimed(*one) for one in given), *(n for one in numbers for n in book_numbers(one))])


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


_HOW = ("csl/1", "application/json")
_HOPE = "check that it is CSL-JSON or Crossref works"

FORMAT = Format(
    name="csl",
    label="CSL-JSON and Crossref works: list, JSON lines, API page",
    suffixes=(".json", ".jsonl"),
    claims=_claims,
    stream=streamer(*_HOW, _items, _HOPE),
    pieces=jsons.pieces(*_HOW, _item, _HOPE),
)
