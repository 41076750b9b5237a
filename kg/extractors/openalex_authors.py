"""OpenAlex authors (JSON lines, pages of the API, the snapshot's parts): who OpenAlex takes for one person.

The id, the names and the institutions are OpenAlex's claim, and kept as that. Field names: OpenAlex, "Author object".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.extractors import jsons
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.directory import Entry, Stay
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import claimed, distinct

_MARKS = (b'"works_count"', b'"display_name"')
_OWN = (b'"display_name_alternatives"', b'"last_known_institution"', b'"last_known_institutions"')


def _claims(head: bytes, name: str) -> bool:
    del name
    is_author = all(mark in head for mark in _MARKS) and any(mark in head for mark in _OWN)
    return jsons.is_json(head) and is_author and b'"authorships"' not in head


def _items(source: Source, report: Report) -> Iterator[Item | Entry]:
    for fragment, said in jsons.values(source, report, ("results",)):
        try:
            entry = _entry(fragment, said)
        except (AttributeError, TypeError, ValueError, KeyError) as error:
            report(fragment, f"this is no OpenAlex author ({error})")
            continue
        if entry.names:
            yield entry
        else:
            report(fragment, "this author has no name")


def _entry(fragment: str, said: dict[str, Any]) -> Entry:
    names = [jsons.text(said.get("display_name")), *map(jsons.text, said.get("display_name_alternatives") or [])]
    key = claimed(said.get("id"), "openalex")
    stays = [stay for one in said.get("affiliations") or [] for stay in _stays(one)]
    named = {stay.organisation for stay in stays}
    last = said.get("last_known_institutions") or [said.get("last_known_institution")]
    return Entry(
        fragment,
        list(dict.fromkeys(name for name in names if name)),
        [f"openalex:{key['value']}"] if key else [],
        distinct([key, claimed(said.get("orcid"), "orcid")]),
        "",
        [*stays, *(stay for one in last if one and (stay := _stay(one)).organisation not in {"", *named})],
    )


def _stays(said: dict[str, Any]) -> Iterator[Stay]:
    """One stay for each run of years without a gap."""
    years = sorted({year for year in said.get("years") or [] if isinstance(year, int) and 1000 <= year <= 2100})
    institution = said["institution"]
    for first, last in _runs(years):
        stay = _stay(institution)
        if stay.organisation:
            yield Stay(stay.organisation, stay.place, str(first), str(last), identifiers=stay.identifiers)


def _runs(years: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, year in enumerate(years):
        if place + 1 == len(years) or years[place + 1] > year + 1:
            yield years[start], year
            start = place + 1


def _stay(institution: dict[str, Any]) -> Stay:
    return Stay(
        jsons.text(institution.get("display_name")) or "",
        jsons.text(institution.get("country_code")) or "",
        identifiers=distinct([claimed(institution.get("ror"), "ror"), claimed(institution.get("id"), "openalex")]),
    )


FORMAT = Format(
    name="openalex-authors",
    label="OpenAlex authors: JSON lines, API pages, the snapshot's parts",
    suffixes=(".jsonl", ".jsonl.gz", ".json"),
    claims=_claims,
    stream=streamer(
        "openalex-authors/1", "application/x-ndjson", _items, "check that it holds OpenAlex authors, one a line"
    ),
)
