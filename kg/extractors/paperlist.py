"""Lists of papers as JSON: OpenReview notes (both versions of its API) and the lists that conferences publish.

A list is anything that gives each paper a title and its authors. Field names: OpenReview API, "Note"; in other lists
those that are usual. A profile id of OpenReview ("~Ada_Lovelace1") is its claim about who an author is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.csvs import split_names
from kg.extractors.fields import links, unmarked, year_of
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import claimed, distinct, identifier

_TITLE = re.compile(rb'"(?:title|paper_title)"\s*:\s*["{]', re.IGNORECASE)
_LISTED = re.compile(rb'"authors"\s*:\s*\[\s*\{')  # beside "name", which other things have too
_AUTHORS = re.compile(rb'"(?:authors?|author_names|creators)"\s*:\s*["{\[]', re.IGNORECASE)
_WRAPPERS = ("notes", "papers", "results", "data", "accepted", "publications", "items", "works")
_TITLES = ("title", "paper_title", "name")
_PEOPLE = ("authors", "author", "author_names", "creators")
_VENUES = ("venue", "conference", "booktitle", "journal", "event")
_DECISION = re.compile(
    r"\s+(?:conference |workshop |invite[- ]?)?(?:\(?(?:poster|oral|spotlight|notable top \d+%|withdrawn\b.*|"
    r"submitted|regular|conditional|accept(?:ed)?|top-\d+%))\)?(?:\s+(?:paper|presentation))?$",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:submitted to|under review|withdrawn|desk reject|rejected|blind submission)\b", re.IGNORECASE)
_PROFILE = re.compile(r"~\S+\d")
Said = Mapping[str, Any]


def _claims(head: bytes, name: str) -> bool:
    del name
    titled = _TITLE.search(head) or (b'"name"' in head and _LISTED.search(head))
    return jsons.is_json(head) and bool(titled) and bool(_AUTHORS.search(head))


def _items(source: Source, report: Report) -> Iterator[Item]:
    return jsons.items(source, report, _item, _WRAPPERS)


def _item(fragment: str, said: dict[str, Any]) -> Item:
    content = said.get("content")
    if isinstance(content, dict):
        return _note(fragment, said, content)
    return _paper(fragment, said)


def _value(said: Said, *names: str) -> Any:
    """The first of these fields that is there; version 2 of OpenReview's API wraps values."""
    for name in names:
        value = said.get(name)
        if isinstance(value, dict) and "value" in value:
            value = value["value"]
        if value not in (None, "", []):
            return value
    return None


def _note(fragment: str, note: Said, content: Said) -> Item:
    """An OpenReview note: a submission, accepted or not."""
    venue = jsons.text(_value(content, "venue")) or ""
    is_open = bool(_OPEN.search(venue)) or not venue
    printed = _DECISION.sub("", re.sub(r"^.*?\bsubmitted to\s+", "", venue, flags=re.IGNORECASE)).strip()
    year = year_of(venue) or year_of(_value(content, "year")) or _year(note, "pdate", "odate", "cdate", "tcdate")
    ids = _value(content, "authorids") or []
    names = _value(content, "authors") or []
    key = jsons.text(note.get("forum")) or jsons.text(note.get("id"))
    fields = {
        **_common(content),
        "kind": "preprint" if is_open else "paper",
        "status": ("submitted" if printed else "preprint") if is_open else "published",
        "year": year,
        "year_as_printed": str(year) if year else None,
        "venue": printed or None,
        "links": links([f"https://openreview.net/forum?id={key}" if key else "", _value(content, "html", "code")]),
        "key": key,
    }
    paired = zip(names, [*ids, *[""] * len(names)], strict=False)
    people = [Person(jsons.text(name) or "", (), (), _profile(said)) for name, said in paired]
    return Item(fragment, [person for person in people if person.name], fields)


def _profile(said: Any) -> str | None:
    return f"openreview:{said}" if isinstance(said, str) and _PROFILE.fullmatch(said) else None


def _year(note: Said, *names: str) -> int | None:
    """The year of the first of these times (milliseconds since 1970)."""
    for name in names:
        said = note.get(name)
        if isinstance(said, (int, float)) and 0 < said < 4e12:
            return datetime.datetime.fromtimestamp(said / 1000, datetime.UTC).year
    return None


def _common(said: Said) -> dict[str, Any]:
    keywords = _value(said, "keywords", "tags", "topics") or []
    if isinstance(keywords, str):
        keywords = re.split(r"[;,]", keywords)
    addresses = [identifier(str(said.get(name) or "")) for name in ("url", "pdf", "link", "arxiv")]
    known = [{"scheme": found[0], "value": found[1]} for found in addresses if found and found[0] in ("arxiv", "doi")]
    arxiv = _value(said, "arxiv_id", "arxivid", "eprint")
    return {
        "title": unmarked(jsons.text(_value(said, *_TITLES)) or ""),
        "abstract": unmarked(jsons.text(_value(said, "abstract")) or "") or None,
        "keywords": [text for one in keywords if (text := jsons.text(one))],
        "identifiers": distinct([claimed(_value(said, "doi", "DOI"), "doi"), claimed(arxiv, "arxiv"), *known]),
    }


def _paper(fragment: str, said: Said) -> Item:
    """A paper of any other list."""
    venue = jsons.text(_value(said, *_VENUES))
    printed = jsons.text(_value(said, "year", "date", "published", "pub_date"))
    people, complete = _people(said)
    fields = {
        **_common(said),
        "kind": "paper" if venue and "journal" not in said else "article" if venue else "other",
        "year": year_of(printed) or year_of(venue),
        "year_as_printed": printed,
        "venue": venue,
        "author_list_complete": complete,
        "gap_after": None if complete else len(people),
        "pages": jsons.text(_value(said, "pages")),
        "volume": jsons.text(_value(said, "volume")),
        "publisher": jsons.text(_value(said, "publisher")),
        "links": links(said.get(name) for name in ("url", "link", "pdf", "html", "site", "virtualsite_url")),
        "key": jsons.text(_value(said, "id", "key", "paper_id", "uid")),
    }
    return Item(fragment, people, fields)


def _people(said: Said) -> tuple[list[Person], bool]:
    """Authors, and whether all are listed; what stands in parallel lists (";") belongs to each in turn."""
    given = _value(said, *_PEOPLE)
    complete = True
    if isinstance(given, str):
        given, complete = split_names(given)
    if isinstance(given, dict):
        given = list(given.values())
    beside = [_parallel(said, name, len(given or [])) for name in ("aff", "authorids", "orcid")]
    people = []
    for one, aff, profile, orcid in zip(given or [], *beside, strict=True):
        if isinstance(one, dict):
            people.append(_described(one))
        else:
            places = [place.strip() for place in aff.split("+") if place.strip()]
            people.append(
                Person(jsons.text(one) or "", places, distinct([claimed(orcid, "orcid")]), _profile(profile.strip()))
            )
    return [person for person in people if person.name], complete


def _parallel(said: Said, name: str, number: int) -> list[str]:
    """The parts of a list in one string, if it has one for each author."""
    value = said.get(name)
    parts = [str(part or "") for part in value] if isinstance(value, list) else str(value or "").split(";")
    return parts if len(parts) == number else [""] * number


def _described(said: Said) -> Person:
    first = " ".join(text for name in ("first", "first_name", "given") if (text := jsons.text(said.get(name))))
    middle = " ".join(str(part) for part in said.get("middle") or [] if isinstance(said.get("middle"), list))
    last = next((text for name in ("last", "last_name", "family") if (text := jsons.text(said.get(name)))), "")
    whole = next((text for name in ("fullname", "full_name", "name") if (text := jsons.text(said.get(name)))), "")
    places = [said.get(name) for name in ("institution", "affiliation", "aff", "organization")]
    place = next((found for found in places if isinstance(found, str) and found.strip()), "")
    return Person(
        whole or " ".join(part for part in (first, middle, last, jsons.text(said.get("suffix"))) if part),
        [place] if place else [],
        distinct([claimed(said.get("orcid"), "orcid")]),
        _profile(said.get("id") or said.get("authorid") or said.get("profile")),
    )


FORMAT = Format(
    name="paperlist",
    label="OpenReview notes and other lists of papers, JSON",
    suffixes=(".json", ".jsonl"),
    claims=_claims,
    stream=streamer("paperlist/1", "application/json", _items, "check that it lists papers with title and authors"),
)
