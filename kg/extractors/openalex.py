"""OpenAlex works as JSON lines, a list, or pages of the API: raw names and raw affiliations, author ids as claims.

Source of the field names: OpenAlex, "Work object" in its API documentation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kg.extractors import jsons, lines
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Piecewise, Report, streamer
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import claimed, identifier, plain_doi

_KINDS = {
    "article": "article",
    "preprint": "preprint",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
}
_MARKS = (b'"authorships"', b'"display_name"')
# A work's own address in its usual form needs no further look.
_PLAIN_WORK = re.compile(r"https://openalex\.org/(W[0-9]+)", re.ASCII)
_NOTHING: Mapping[str, Any] = {}
_PAGE = re.compile(rb"\s*(?:\[|\{\s*\"(?:meta|results)\"|\{[ \t]*\r?\n)")  # not one work a line


def _claims(head: bytes, name: str) -> bool:
    del name
    return jsons.is_json(head) and all(mark in head for mark in _MARKS)


def _parsed(line: bytes) -> dict[str, Any]:
    work = jsons.parsed(line)
    if not isinstance(work, dict):
        raise TypeError("a JSON object is wanted")
    return work


class _Fields(NamedTuple):
    """The columns of `schemas.RECORDS` that OpenAlex knows; a tuple, because there are millions."""

    title: Any
    kind: str
    year: int | None
    year_as_printed: str | None
    date: Any
    venue: Any
    status: str
    author_list_complete: bool
    volume: Any
    issue: Any
    pages: Any
    abstract: str | None
    keywords: Sequence[str]
    identifiers: Sequence[Mapping[str, str]]
    key: Any


def _item(number: int, work: dict[str, Any]) -> Item:
    said = work.get
    location = said("primary_location") or _NOTHING
    source = location.get("source") or _NOTHING
    biblio = said("biblio")
    volume, issue, pages = _place(biblio) if biblio else (None, None, None)
    year, kind = said("publication_year"), said("type") or ""
    index, keywords = said("abstract_inverted_index"), said("keywords")
    fields = _Fields(
        said("title") or said("display_name"),
        _KINDS.get(kind, "other"),
        year if isinstance(year, int) and 1000 <= year <= 2100 else None,
        str(year) if year is not None else None,
        said("publication_date"),
        location.get("raw_source_name") or source.get("display_name"),
        "preprint" if kind == "preprint" else "published",
        not said("is_authors_truncated", False),
        volume,
        issue,
        pages,
        _abstract(index) if index else None,
        [k["display_name"] for k in keywords if k.get("display_name")] if keywords else (),
        [*_identifiers(work), *_issns(str(source.get("issn_l") or ""))],
        said("id"),
    )
    return Item(f"line={number}", [_person(a) for a in said("authorships") or ()], fields, (), number)


def _place(biblio: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Volume, issue and pages."""
    said = biblio.get
    first, last = said("first_page"), said("last_page")
    return said("volume"), said("issue"), f"{first}–{last}" if first and last and first != last else first


def _person(authorship: dict[str, Any]) -> Person:
    said = authorship.get
    author = said("author")
    if not author:
        return Person(said("raw_author_name") or "", said("raw_affiliation_strings") or ())
    orcid, known = author.get("orcid"), author.get("id")
    return Person(
        said("raw_author_name") or author.get("display_name") or "",
        said("raw_affiliation_strings") or (),
        _orcid(orcid) if orcid else (),
        "openalex:" + known.rsplit("/", 1)[-1] if known else None,
    )


@functools.lru_cache(maxsize=200_000)
def _orcid(printed: str) -> Sequence[Mapping[str, str]]:
    known = claimed(printed, "orcid")
    return (known,) if known else ()


@functools.lru_cache(maxsize=200_000)
def _issns(printed: str) -> Sequence[Mapping[str, str]]:
    """The linking ISSN of the source: the venue's, and kept with the work that names it."""
    known = claimed(printed, "issn")
    return (known,) if known else ()


def _identifiers(work: dict[str, Any]) -> list[dict[str, str]]:
    said = {"doi": work.get("doi")} | (work.get("ids") or {}) | {"openalex": work.get("id")}
    found = []
    for scheme, value in said.items():
        if scheme not in ("doi", "openalex", "pmid") or not isinstance(value, str):
            continue
        plain = _PLAIN_WORK.fullmatch(value) if scheme == "openalex" else plain_doi(value) if scheme == "doi" else None
        known = plain[1] if plain else (identifier(value, scheme) or ("", ""))[1]
        if known:
            found.append({"scheme": scheme, "value": known})
    return found


def _abstract(index: dict[str, list[int]]) -> str:
    """Put an inverted index back in order."""
    words: list[str] = [""] * sum(map(len, index.values()))
    try:
        for word, places in index.items():
            for place in places:
                words[place] = word
    except IndexError:
        words = [""]
    if all(words) and words:
        return " ".join(words)
    # places that are missing, or given twice
    return " ".join(word for _, word in sorted((place, word) for word, places in index.items() for place in places))


def _listed(source: Source, report: Report) -> Iterator[Item]:
    """The works of a list or of a page of the API."""
    return jsons.items(source, report, _named, ("results",))


def _named(fragment: str, work: dict[str, Any]) -> Item:
    found = _item(0, work)
    return found._replace(fragment=fragment, fields=found.fields._asdict())


def _is_lines(source: Source) -> bool:
    return not _PAGE.match(source.head)


_HOW = ("openalex/1", "application/x-ndjson")
_HOPE = "check that it holds OpenAlex works, one a line"
_LINES = Piecewise(
    *_HOW, lines.cut, lines.reader(_parsed, _item, "line {}", "this is no OpenAlex work"), _HOPE, _is_lines
)
_LISTS = streamer(*_HOW, _listed, _HOPE)

FORMAT = Format(
    name="openalex",
    label="OpenAlex works: JSON lines, lists, API pages, the snapshot's parts",
    suffixes=(".jsonl", ".jsonl.gz", ".json"),
    claims=_claims,
    stream=lambda source: _LINES.stream(source) if _is_lines(source) else _LISTS(source),
    pieces=_LINES,
)
