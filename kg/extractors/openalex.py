"""OpenAlex works as JSON lines, a list, or pages of the API: raw names and raw affiliations, author ids as claims.

Source of the field names: OpenAlex, "Work object" in its API documentation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import identifier

_KINDS = {
    "article": "article",
    "preprint": "preprint",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
}
_MARKS = (b'"authorships"', b'"display_name"')
_PAGE = re.compile(rb"\s*(?:\[|\{\s*\"(?:meta|results)\"|\{[ \t]*\r?\n)")  # not one work a line
_MAX_LINE = 100_000_000


def _claims(head: bytes, name: str) -> bool:
    del name
    return jsons.is_json(head) and all(mark in head for mark in _MARKS)


def _items(source: Source, report: Report) -> Iterator[Item]:
    if _PAGE.match(source.head):
        yield from jsons.items(
            source, report, lambda place, said: replace(_item(0, said), fragment=place), ("results",)
        )
        return
    number = 0
    with open_bytes(source.path, source.data) as stream:
        while line := stream.readline(_MAX_LINE):
            number += 1
            if not line.strip():
                continue
            try:
                yield _item(number, _parsed(line))
            except (AttributeError, TypeError, ValueError, RecursionError) as error:
                report(f"line {number}", f"this is no OpenAlex work ({error})")


def _listed(fragment: str, work: dict[str, Any]) -> Item:
    return replace(_item(0, work), fragment=fragment)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        work = orjson.loads(line)
    except orjson.JSONDecodeError:
        work = json.loads(line)  # slower, and forgives lone surrogates
    if not isinstance(work, dict):
        raise TypeError("a JSON object is wanted")
    return work


def _item(number: int, work: dict[str, Any]) -> Item:
    location = work.get("primary_location") or {}
    biblio = work.get("biblio") or {}
    first, last = biblio.get("first_page"), biblio.get("last_page")
    year = work.get("publication_year")
    fields = {
        "title": work.get("title") or work.get("display_name"),
        "kind": _KINDS.get(work.get("type") or "", "other"),
        "year": year if isinstance(year, int) and 1000 <= year <= 2100 else None,
        "year_as_printed": str(year) if year is not None else None,
        "date": work.get("publication_date"),
        "venue": location.get("raw_source_name") or (location.get("source") or {}).get("display_name"),
        "status": "preprint" if work.get("type") == "preprint" else "published",
        "author_list_complete": not work.get("is_authors_truncated", False),
        "volume": biblio.get("volume"),
        "issue": biblio.get("issue"),
        "pages": f"{first}–{last}" if first and last and first != last else first,
        "abstract": _abstract(work.get("abstract_inverted_index")),
        "keywords": [k["display_name"] for k in work.get("keywords") or [] if k.get("display_name")],
        "identifiers": _identifiers(work),
        "key": work.get("id"),
    }
    return Item(f"line={number}", [_person(a) for a in work.get("authorships") or []], fields)


def _person(authorship: dict[str, Any]) -> Person:
    author = authorship.get("author") or {}
    orcid = identifier(author.get("orcid") or "", "orcid")
    return Person(
        authorship.get("raw_author_name") or author.get("display_name") or "",
        authorship.get("raw_affiliation_strings") or (),
        [{"scheme": "orcid", "value": orcid[1]}] if orcid else (),
        "openalex:" + author["id"].rsplit("/", 1)[-1] if author.get("id") else None,
    )


def _identifiers(work: dict[str, Any]) -> list[dict[str, str]]:
    said = {"doi": work.get("doi")} | (work.get("ids") or {}) | {"openalex": work.get("id")}
    known = [identifier(v, s) for s, v in said.items() if s in ("doi", "pmid", "openalex") and isinstance(v, str)]
    return [{"scheme": found[0], "value": found[1]} for found in known if found]


def _abstract(index: dict[str, list[int]] | None) -> str | None:
    """Put an inverted index back in order."""
    if not index:
        return None
    places = sorted((place, word) for word, where in index.items() for place in where)
    return " ".join(word for _, word in places)


FORMAT = Format(
    name="openalex",
    label="OpenAlex works: JSON lines, lists, API pages, the snapshot's parts",
    suffixes=(".jsonl", ".jsonl.gz", ".json"),
    claims=_claims,
    stream=streamer("openalex/1", "application/x-ndjson", _items, "check that it holds OpenAlex works, one a line"),
)
