"""The resolved works as references: BibTeX and CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import polars as pl
from anyascii import anyascii

from kg.graph.blocks import Frames, RunInfo
from kg.graph.writer import replacing
from kg.model import CSL_TYPES

if TYPE_CHECKING:
    from kg.graph.options import ExportOptions, Tables

_BIBTEX_TYPES: Mapping[str, tuple[str, str]] = {  # kind -> entry type, field of the venue
    "article": ("article", "journal"),
    "paper": ("inproceedings", "booktitle"),
    "preprint": ("misc", "howpublished"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "series"),
    "thesis": ("phdthesis", "school"),
    "report": ("techreport", "institution"),
    "patent": ("misc", "howpublished"),
    "other": ("misc", "howpublished"),
}
_STATUS_WORDS = {"to_appear": "to appear", "submitted": "submitted"}
# TeX's special characters; a control character or line break in a field would end the entry for some readers.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces even behind a backslash
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_TABLE = str.maketrans(_TEX)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STOP_WORDS = {"a", "an", "the", "on", "of", "in", "for", "and", "to", "with", "from", "is", "are", "what", "how"}


@dataclass(frozen=True)
class _Name:
    family: str
    given: str
    whole: str


@dataclass(frozen=True)
class _Reference:
    """One work with its people and venue as words."""

    row: Mapping[str, Any]
    key: str
    authors: tuple[_Name, ...]
    editors: tuple[_Name, ...]
    venue: str
    server: str
    identifiers: Mapping[str, str]


def write_bibtex(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the works as BibTeX in UTF-8, sorted by key; an incomplete author list ends in "and others"."""
    with replacing(path) as file:
        for reference in _references(tables):
            file.write(_bibtex(reference).encode())


def write_csl(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the works as CSL-JSON, sorted by key, one a line."""
    with replacing(path) as file:
        file.write(b"[")
        for number, reference in enumerate(_references(tables)):
            file.write(b",\n" if number else b"\n")
            file.write(orjson.dumps(_csl(reference)))
        file.write(b"\n]\n")


def _references(tables: Tables) -> Iterator[_Reference]:
    frames = Frames(tables)
    names = {
        row["person_id"]: _Name(_clean(row["family_name"]), _clean(row["given_name"]), _clean(row["name"]))
        for row in frames["people"].select("person_id", "name", "family_name", "given_name").iter_rows(named=True)
    }
    authors, editors = _people_of_works(frames, names, "author"), _people_of_works(frames, names, "editor")
    venues = {i: _clean(name) for i, name in frames["venues"].select("venue_id", "name").iter_rows()}
    found = []
    for row in frames["works"].sort("work_id").iter_rows(named=True):
        work = row["work_id"]
        listed = authors.get(work, ())
        identifiers = {item["scheme"]: item["value"] for item in row["identifiers"] or () if item["value"]}
        venue = venues.get(row["venue_id"], "")
        server = venues.get(row["deposited_in_id"], "")
        found.append(_Reference(row, _key(row, listed), listed, editors.get(work, ()), venue, server, identifiers))
    yield from _with_distinct_keys(found)


def _people_of_works(frames: Frames, names: Mapping[str, _Name], role: str) -> dict[str, tuple[_Name, ...]]:
    rows = (
        frames["authorships"]
        .filter((pl.col("role").fill_null("author") == role) & pl.col("ordinal").is_not_null())
        .sort("work_id", "ordinal", "authorship_id")
        .group_by("work_id", maintain_order=True)
        .agg("person_id")
    )
    return {work: tuple(names[p] for p in people if p in names) for work, people in rows.iter_rows()}


def _with_distinct_keys(references: list[_Reference]) -> Iterator[_Reference]:
    """The references sorted by key; of several with one key the later ones (by work id) get "b", "c" …, "z", "27" …"""
    seen: dict[str, int] = {}
    distinct = []
    for reference in references:
        count = seen[reference.key] = seen.get(reference.key, 0) + 1
        ending = "" if count == 1 else (chr(ord("a") + count - 1) if count <= 26 else f"-{count}")
        fields = reference.row, reference.key + ending, reference.authors, reference.editors
        distinct.append(_Reference(*fields, reference.venue, reference.server, reference.identifiers))
    yield from sorted(distinct, key=lambda reference: reference.key)


def _key(row: Mapping[str, Any], authors: tuple[_Name, ...]) -> str:
    """First author, year, first word of the title that says something: "lindqvist2019graphs"."""
    first = (authors[0].family or authors[0].whole) if authors else "anonymous"
    words = [_ascii(word) for word in (row["title"] or "").split()]
    word = next((word for word in words if word and word not in _STOP_WORDS), "untitled")
    return f"{_ascii(first)[:30] or 'anonymous'}{row['year'] or ''}{word[:30]}"


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


def _clean(text: str | None) -> str:
    """One line without control characters."""
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029\s]+", " ", text or "").strip()


def _bibtex(reference: _Reference) -> str:
    kind, _ = _BIBTEX_TYPES.get(reference.row["kind"] or "other", _BIBTEX_TYPES["other"])
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _bibtex_fields(reference) if value)
    return f"@{kind}{{{reference.key}{fields}\n}}\n\n"


def _bibtex_fields(reference: _Reference) -> Iterator[tuple[str, str]]:
    row, identifiers = reference.row, reference.identifiers
    _, venue_field = _BIBTEX_TYPES.get(row["kind"] or "other", _BIBTEX_TYPES["other"])
    others = " and others" if row["author_list_complete"] is False and reference.authors else ""
    yield "author", " and ".join(_bibtex_name(name) for name in reference.authors) + others
    yield "editor", " and ".join(_bibtex_name(name) for name in reference.editors)
    yield "title", "{" + _tex(row["title"]) + "}" if row["title"] else ""
    yield venue_field, _tex(reference.venue or reference.server)
    yield "year", str(row["year"] or "")
    month = re.match(r"\d{4}-(\d{2})", row["date"] or "")
    yield "month", _MONTHS[int(month[1]) - 1] if month and 1 <= int(month[1]) <= 12 else ""
    yield "volume", _tex(row["volume"])
    yield "number", _tex(row["issue"])
    yield "pages", _tex(re.sub(r"\s*[-–—]+\s*", "--", row["pages"] or ""))
    yield "publisher", _tex(row["publisher"])
    yield "doi", _verbatim(identifiers.get("doi", ""))
    if "arxiv" in identifiers:
        yield "eprint", _verbatim(identifiers["arxiv"])
        yield "archiveprefix", "arXiv"
    yield "url", _verbatim(next(iter(row["links"] or ()), ""))
    yield "note", _STATUS_WORDS.get(row["status"] or "", "")


def _bibtex_name(name: _Name) -> str:
    """Family name, comma, given name; a name without parts, or with a comma or an "and" in them, whole in braces."""
    parts = (name.family, name.given)
    if name.family and not any(re.search(r",|\band\b", part) for part in parts):
        return ", ".join(_tex(part) for part in parts if part)
    return "{" + _tex(name.whole) + "}"


def _tex(text: str | None) -> str:
    return _clean(text).translate(_TEX_TABLE)


def _verbatim(text: str) -> str:
    """A DOI or address: percent-encoded where a brace would end the field."""
    return _clean(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def _csl(reference: _Reference) -> dict[str, Any]:
    row, identifiers = reference.row, reference.identifiers
    item: dict[str, Any] = {
        "id": reference.key,
        "type": CSL_TYPES.get(row["kind"] or "other", "document"),
        "title": _clean(row["title"]),
        "author": [_csl_name(name) for name in reference.authors],
        "editor": [_csl_name(name) for name in reference.editors],
        "container-title": reference.venue,
        "archive": reference.server,
        "issued": _csl_date(row),
        "volume": _clean(row["volume"]),
        "issue": _clean(row["issue"]),
        "page": _clean(row["pages"]).replace("--", "-"),
        "publisher": _clean(row["publisher"]),
        "DOI": identifiers.get("doi"),
        "URL": next(iter(row["links"] or ()), None),
        "status": _STATUS_WORDS.get(row["status"] or ""),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: _Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    return {"family": name.family, "given": name.given} if name.given else {"family": name.family}


def _csl_date(row: Mapping[str, Any]) -> dict[str, Any] | None:
    parts = [int(part) for part in (row["date"] or "").split("-") if part.isdigit()]
    if not parts and row["year"]:
        parts = [row["year"]]
    return {"date-parts": [parts]} if parts else None
