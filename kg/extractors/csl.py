"""CSL-JSON and Crossref works: a list of items, JSON lines, one item, or a page of the Crossref API.

Field names: the CSL-JSON schema of the Citation Style Language, and the Crossref REST API's "works".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from kg.errors import FormatError, InputError
from kg.extractors.batches import Batch, Person, document_row, sha256_of
from kg.extractors.formats import Extract, Format, Source, open_bytes
from kg.extractors.identifiers import identifier
from kg.model import Warning

EXTRACTOR = "csl/1"
_MARKS = (b'"DOI"', b'"container-title"', b'"issued"', b'"author"')
_KINDS = {
    "article-journal": "article", "journal-article": "article", "article": "article", "paper-conference": "paper",
    "proceedings-article": "paper", "chapter": "chapter", "book-chapter": "chapter", "book": "book",
    "monograph": "book", "edited-book": "book", "thesis": "thesis", "dissertation": "thesis", "report": "report",
    "posted-content": "preprint", "patent": "patent",
}  # fmt: skip
_MAX_BYTES = 1 << 30  # a JSON array is read whole; larger ones come as JSON lines
_MAX_WARNINGS = 1_000


def _claims(head: bytes, name: str) -> bool:
    del name
    start = head.lstrip()[:1]
    return start in (b"{", b"[") and sum(mark in head for mark in _MARKS) >= 2 and b'"title"' in head


def _stream(source: Source) -> Iterator[Extract]:
    sha256 = sha256_of(source.path, source.data)
    batch = Batch(sha256[:16], EXTRACTOR)
    row = document_row(
        batch.document_id, path=source.name, sha256=sha256, media_type="application/json", extractor=EXTRACTOR
    )
    first: dict[str, Any] = {"documents": row}
    warnings: list[Warning] = []
    read = 0
    for number, (fragment, item) in enumerate(_items(source, warnings), start=1):
        problem = _add(batch, number, fragment, item)
        read += not problem
        if problem and len(warnings) < _MAX_WARNINGS:
            warnings.append(Warning(fragment, problem, "this record is left out"))
        if batch.full():
            yield Extract(first | batch.take(), tuple(warnings))
            first, warnings = {}, []
    if not read:
        raise InputError(source.name, "no work in it could be read", "check that it is CSL-JSON or Crossref works")
    yield Extract(first | batch.take(), tuple(warnings))


def _items(source: Source, warnings: list[Warning]) -> Iterator[tuple[str, Any]]:
    if _is_lines(source.head):
        with open_bytes(source.path, source.data) as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    try:
                        yield f"line={number}", orjson.loads(line)
                    except orjson.JSONDecodeError as error:
                        warnings.append(Warning(f"line {number}", f"no valid JSON ({error})", "this line is left out"))
        return
    with open_bytes(source.path, source.data) as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise FormatError(source.name, "a JSON array of over 1 GB", "convert it to JSON lines, one work a line")
    try:
        whole = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FormatError(source.name, f"no valid JSON ({error})", "mend it there, or get the file again") from None
    for number, item in enumerate(_unwrapped(whole), start=1):
        yield f"record={number}", item


def _is_lines(head: bytes) -> bool:
    """JSON lines: the first line is an object that is whole."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.lstrip().startswith(b"{"):
        return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def _unwrapped(whole: Any) -> Sequence[Any]:
    if isinstance(whole, dict) and isinstance(whole.get("message"), dict):
        whole = whole["message"]
    if isinstance(whole, dict) and isinstance(whole.get("items"), list):
        whole = whole["items"]
    return whole if isinstance(whole, list) else [whole]


def _add(batch: Batch, number: int, fragment: str, item: Any) -> str:
    """Add one item; returns what is wrong with it, or ""."""
    try:
        title = _first(item.get("title"))
        if not title:
            return "it has no title"
        year, date = _issued(item)
        batch.add(
            number,
            fragment,
            authors=[p for p in map(_person, item.get("author") or []) if p.name],
            editors=[p for p in map(_person, item.get("editor") or []) if p.name],
            title=" ".join(title.split()),
            kind=_KINDS.get(item.get("type") or "", "other"),
            year=year,
            year_as_printed=str(year) if year else None,
            date=date,
            venue=_first(item.get("container-title")) or _first((item.get("event") or {}).get("name")) or None,
            status="preprint" if item.get("type") == "posted-content" else "published",
            volume=_text(item.get("volume")),
            issue=_text(item.get("issue")),
            pages=_text(item.get("page")),
            publisher=_text(item.get("publisher")),
            abstract=_text(item.get("abstract")),
            keywords=[str(s) for s in item.get("subject") or item.get("categories") or [] if s],
            identifiers=_identifiers(item),
            links=[item["URL"]] if str(item.get("URL", "")).startswith(("http://", "https://")) else [],
            key=_text(item.get("id") or item.get("DOI")),
        )
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        return f"unexpected structure ({error})"
    return ""


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
    orcid = identifier(str(said.get("ORCID") or ""), "orcid")
    return Person(
        f"{name}, {said['suffix']}" if name and said.get("suffix") else name or "",
        [str(a["name"]) for a in said.get("affiliation") or [] if isinstance(a, dict) and a.get("name")],
        [{"scheme": "orcid", "value": orcid[1]}] if orcid else (),
    )


def _identifiers(item: dict[str, Any]) -> list[dict[str, str]]:
    found = []
    for field, scheme in (("DOI", "doi"), ("PMID", "pmid"), ("ISBN", "isbn")):
        known = identifier(_first(item.get(field)), scheme)
        if known:
            found.append({"scheme": known[0], "value": known[1]})
    return found


FORMAT = Format(
    name="csl",
    label="CSL-JSON and Crossref works: list, JSON lines, API page",
    suffixes=(".json", ".jsonl"),
    claims=_claims,
    stream=_stream,
)
