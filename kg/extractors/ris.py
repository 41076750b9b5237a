"""RIS, as reference managers and publishers export it. Parsed with rispy.

Tags: "RIS format specification" (Research Information Systems).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import partial_date
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct
from kg.extractors.packed import BROKEN

_START = re.compile(rb"^\s*TY  ?- ?\w", re.MULTILINE)
_END = re.compile(r"^ER  ?-", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_KINDS = {
    "JOUR": "article", "MGZN": "article", "EJOUR": "article", "CONF": "paper", "CPAPER": "paper", "CHAP": "chapter",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "THES": "thesis", "RPRT": "report", "PAT": "patent",
    "UNPB": "other",
}  # fmt: skip
_VENUES = ("journal_name", "secondary_title", "alternate_title1", "alternate_title2", "alternate_title3", "custom3")


def _claims(head: bytes, name: str) -> bool:
    del name
    return bool(_START.search(head[:4096]))


def _items(source: Source, report: Report) -> Iterator[Item]:
    import rispy

    for line, text in _entries(source, report):
        try:
            [entry] = rispy.loads(text, skip_unknown_tags=False)
        except (ValueError, KeyError, IndexError, OSError) as error:
            report(f"line {line}", f"this entry cannot be read ({error})", "the others are read")
            continue
        if entry.get("title") or entry.get("primary_title"):
            yield _item(line, entry)
        else:
            report(f"line {line}", "this entry has no title (TI or T1)", "add one")


def _entries(source: Source, report: Report) -> Iterator[tuple[int, str]]:
    """Each entry with the line it starts at; one without its end mark ends where the next begins."""
    held: list[str] = []
    start = 1
    broken: Exception | None = None
    with open_bytes(source.path, source.data) as stream:
        try:
            for number, raw in jsons.bounded_lines(stream, report):
                line = _decoded(raw).lstrip("\ufeff")
                if line.startswith("TY  -") and held:
                    yield start, "".join([*held, "ER  - \n"])
                    held = []
                if not held:
                    if not line.startswith("TY  -"):
                        continue
                    start = number
                held.append(line)
                if _END.match(line):
                    yield start, "".join(held)
                    held = []
        except BROKEN as error:
            broken = error
    if held:
        yield start, "".join([*held, "\nER  - \n"])
    if broken:
        raise broken  # after what came before it


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _item(line: int, entry: dict[str, Any]) -> Item:
    dated = str(entry.get("year") or entry.get("publication_year") or entry.get("date") or "")
    year = _YEAR.search(dated)
    start, end = entry.get("start_page"), entry.get("end_page")
    authors = entry.get("authors") or entry.get("first_authors") or []
    fields = {
        "title": " ".join((entry.get("title") or entry["primary_title"]).split()),
        "kind": _KINDS.get(entry.get("type_of_reference") or "", "other"),
        "year": int(year[1]) if year else None,
        "year_as_printed": dated.strip() or None,
        "date": partial_date(*[*dated.strip().split("/"), "", "", ""][:3]) if "/" in dated else None,
        "venue": next((str(entry[f]) for f in _VENUES if entry.get(f)), None),
        "volume": entry.get("volume"),
        "issue": entry.get("number"),
        "pages": f"{start}–{end}" if start and end else start,
        "publisher": entry.get("publisher"),
        "abstract": entry.get("abstract") or entry.get("notes_abstract"),
        "keywords": [k for k in entry.get("keywords") or [] if k],
        "identifiers": distinct([claimed(entry.get("doi"), "doi"), *book_numbers(entry.get("issn"))]),
        "links": [u for u in entry.get("urls") or [] if u.startswith(("http://", "https://"))],
        "key": entry.get("id") or entry.get("accession_number"),
    }
    editors = [Person(name) for name in entry.get("secondary_authors") or [] if name.strip()]
    return Item(f"line={line}", [Person(name) for name in authors if name.strip()], fields, editors)


FORMAT = Format(
    name="ris",
    label="RIS (reference managers, publishers)",
    suffixes=(".ris",),
    claims=_claims,
    stream=streamer("ris/1", "application/x-research-info-systems", _items, "check that it is RIS"),
)
