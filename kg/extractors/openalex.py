"""OpenAlex works as JSON lines (plain or compressed): raw names and raw affiliations, author ids as claims.

Source of the field names: OpenAlex, "Work object" in its API documentation.
"""

from __future__ import annotations

import json
import lzma
import zlib
from collections.abc import Iterator
from typing import Any

import orjson

from kg.errors import InputError
from kg.extractors.batches import Batch, Person, document_row, sha256_of
from kg.extractors.formats import Extract, Format, Source, open_bytes
from kg.extractors.identifiers import identifier
from kg.model import Warning

EXTRACTOR = "openalex/1"
_KINDS = {
    "article": "article",
    "preprint": "preprint",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
}
_MARKS = (b'"authorships"', b'"display_name"')
_MAX_LINE = 100_000_000
_MAX_WARNINGS = 1_000


def _claims(head: bytes, name: str) -> bool:
    del name
    start = head.lstrip()
    return start.startswith(b"{") and all(mark in head for mark in _MARKS)


def _lines(source: Source, warnings: list[Warning]) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; a stream that breaks off gives what was readable and a warning."""
    number = 0
    with open_bytes(source.path, source.data) as stream:
        try:
            while line := stream.readline(_MAX_LINE):
                number += 1
                if line.strip():
                    yield number, line
        except (EOFError, OSError, lzma.LZMAError, zlib.error) as error:
            warnings.append(
                Warning(f"line {number}", f"the compressed stream breaks off ({error})", "get the file again")
            )


def _stream(source: Source) -> Iterator[Extract]:
    sha256 = sha256_of(source.path, source.data)
    document_id = sha256[:16]
    batch = Batch(document_id, EXTRACTOR)
    warnings: list[Warning] = []
    row = document_row(
        document_id, path=source.name, sha256=sha256, media_type="application/x-ndjson", extractor=EXTRACTOR
    )
    first, read = {"documents": row}, 0
    for number, line in _lines(source, warnings):
        problem = _add(batch, number, line)
        read += not problem
        if problem and len(warnings) < _MAX_WARNINGS:
            warnings.append(Warning(f"line {number}", problem, "this record is left out"))
        if batch.full():
            yield Extract(first | batch.take(), tuple(warnings))
            first, warnings = {}, []
    if not read:
        raise InputError(source.name, "no work in it could be read", "check that it holds OpenAlex works, one a line")
    yield Extract(first | batch.take(), tuple(warnings))


def _add(batch: Batch, number: int, line: bytes) -> str:
    """Add one work; returns what is wrong with it, or ""."""
    try:
        work = orjson.loads(line)
    except orjson.JSONDecodeError:
        try:  # the slower parser forgives lone surrogates
            work = json.loads(line)
        except (ValueError, RecursionError) as error:
            return f"no valid JSON ({error})"
    if not isinstance(work, dict):
        return "a JSON object is wanted"
    try:
        _add_record(batch, work, number)
    except (AttributeError, TypeError, ValueError) as error:
        return f"unexpected structure ({error})"
    return ""


def _add_record(batch: Batch, work: dict[str, Any], number: int) -> None:
    location = work.get("primary_location") or {}
    venue = location.get("raw_source_name") or (location.get("source") or {}).get("display_name")
    biblio = work.get("biblio") or {}
    first, last = biblio.get("first_page"), biblio.get("last_page")
    year = work.get("publication_year")
    batch.add(
        number,
        f"line={number}",
        authors=[_person(a) for a in work.get("authorships") or []],
        title=work.get("title") or work.get("display_name"),
        kind=_KINDS.get(work.get("type") or "", "other"),
        year=year if isinstance(year, int) and 1000 <= year <= 2100 else None,
        year_as_printed=str(year) if year is not None else None,
        date=work.get("publication_date"),
        venue=venue,
        status="preprint" if work.get("type") == "preprint" else "published",
        author_list_complete=not work.get("is_authors_truncated", False),
        volume=biblio.get("volume"),
        issue=biblio.get("issue"),
        pages=f"{first}–{last}" if first and last and first != last else first,
        abstract=_abstract(work.get("abstract_inverted_index")),
        keywords=[k["display_name"] for k in work.get("keywords") or [] if k.get("display_name")],
        identifiers=_identifiers(work),
        key=work.get("id"),
    )


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
    label="OpenAlex works, JSON lines (.jsonl, .gz)",
    suffixes=(".jsonl", ".jsonl.gz", ".json"),
    claims=_claims,
    stream=_stream,
)
