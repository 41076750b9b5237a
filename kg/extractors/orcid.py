"""ORCID records: the person, their other names, employments, educations and works (JSON of the API, XML of the dump).

Structure: ORCID message schema 3.0, "record". The iD is the person's word about who they are; what a source put into
the record is kept with it. A record in XML is brought into the shape of the JSON one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.extractors import jsons
from kg.extractors.batches import sha256_of
from kg.extractors.bulk import BROKEN_STREAM, Report
from kg.extractors.formats import Extract, Format, Source, open_bytes
from kg.extractors.identifiers import claimed, identifier
from kg.extractors.markup import Element, records
from kg.extractors.tables import to_tables
from kg.model import Document, Extraction, Identifier, Mention, OrganisationMention, Position, Record, Selector

_LISTS = {
    "other-name", "external-id", "affiliation-group", "group", "work-summary", "work", "summaries",
    "employment-summary", "education-summary", "qualification-summary", "invited-position-summary",
    "researcher-url", "contributor",
}  # fmt: skip
_POSITIONS = (("employment", False), ("invited-position", False), ("education", True), ("qualification", True))
_KINDS = {
    "journal-article": "article", "magazine-article": "article", "review": "article", "review-article": "article",
    "conference-paper": "paper", "conference-proceedings": "paper", "conference-abstract": "paper",
    "conference-poster": "paper", "preprint": "preprint", "working-paper": "preprint", "book-chapter": "chapter",
    "book": "book", "edited-book": "book", "dissertation": "thesis", "dissertation-thesis": "thesis",
    "supervised-student-publication": "thesis", "report": "report", "technical-report": "report", "patent": "patent",
}  # fmt: skip
_SCHEMES = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn", "issn": "issn"}
_HOME = re.compile(r"home|personal|web ?site", re.IGNORECASE)
Said = dict[str, Any]


def _claims(head: bytes, name: str) -> bool:
    del name
    if jsons.is_json(head):
        return b'"orcid-identifier"' in head and (b'"person"' in head or b'"activities-summary"' in head)
    return b"orcid.org/ns/" in head and (b":record" in head or b"<record" in head)


def _stream(source: Source) -> Iterator[Extract]:
    report = Report()
    found: tuple[str, Said] | None = None
    try:
        for fragment, said in _said(source, report):
            if not isinstance(said, dict) or "orcid-identifier" not in said:
                report(fragment, "this is no ORCID record")
            elif found is None:
                found = fragment, said
            else:
                report(fragment, "a second record in one file", "give each record as a file of its own")
    except BROKEN_STREAM as error:
        report("", f"the file is damaged: {error}", "get it again")
    if found is None:
        first = report.warnings[0].problem if report.warnings else "it holds none"
        raise InputError(source.name, f"no ORCID record in it could be read ({first})", "get the record again")
    extraction = _Reader(source, found[1], report).extraction()
    yield Extract(to_tables(extraction), report.last())


def _said(source: Source, report: Report) -> Iterator[tuple[str, Any]]:
    if jsons.is_json(source.head):
        yield from jsons.values(source, report)
        return
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, {"record"}):
            yield f"line={element.line}", _as_json(element)


def _as_json(element: Element) -> Any:
    """An element of the XML in the shape that the API's JSON has."""
    if not element.children:
        return element.text
    shaped: Said = {}
    for child in element.children:
        if child.tag in _LISTS:
            shaped.setdefault(child.tag, []).append(_as_json(child))
        else:
            shaped[child.tag] = _as_json(child)
    return shaped


class _Reader:
    """One record as an extraction; every place is a path into the record."""

    def __init__(self, source: Source, said: Said, report: Report) -> None:
        self.source = source
        self.said = said
        self.report = report
        self.organisations: list[OrganisationMention] = []

    def extraction(self) -> Extraction:
        person = _inside(self.said, "person")
        activities = _inside(self.said, "activities-summary")
        printed = _value(_inside(self.said, "orcid-identifier").get("path") or self.said["orcid-identifier"])
        orcid = identifier(printed, "orcid")
        if orcid is None:
            self.report("orcid-identifier", f"'{printed}' is no ORCID iD", "the person is kept, and not under it")
        names = _names(person)
        if not names:
            raise InputError(self.source.name, "this ORCID record gives no name", "its names may be private")
        own = _given(printed, "orcid")
        mentions = [
            Mention(name, Selector(fragment=f"name={number}"), "subject", identifiers=own)
            for number, name in enumerate(names, start=1)
        ]
        sections = list(_positions(activities))
        positions = [found for number, said in enumerate(sections, start=1) if (found := self.position(number, *said))]
        groups = _groups(activities)
        works = [work for number, group in enumerate(groups, start=1) if (work := self.work(number, group))]
        return Extraction(
            _document(self.source),
            "orcid/1",
            records=tuple(works),
            mentions=tuple(mentions),
            subject=0,
            homepage=_homepage(person),
            organisations=tuple(self.organisations),
            positions=tuple(positions),
        )

    def position(self, number: int, section: str, is_degree: bool, said: Said) -> Position | None:
        organisation = _inside(said, "organization")
        name = _value(organisation.get("name"))
        if not name:
            self.report(f"{section}={number}", "it names no organisation")
            return None
        address = _inside(organisation, "address")
        place = ", ".join(part for key in ("city", "region", "country") if (part := _value(address.get(key))))
        selector = Selector(fragment=f"position={number}")
        where = Selector(fragment=f"organisation={len(self.organisations) + 1}")
        self.organisations.append(OrganisationMention(name, where, None, place, _organisation_ids(organisation)))
        unit = _value(said.get("department-name"))
        if unit and unit.casefold() != name.casefold():
            parent = len(self.organisations) - 1
            where = Selector(fragment=f"organisation={len(self.organisations) + 1}")
            self.organisations.append(OrganisationMention(unit, where, parent, place))
        role = _value(said.get("role-title"))
        begin, end = _date(said.get("start-date")), _date(said.get("end-date"))
        return Position(
            len(self.organisations) - 1,
            selector,
            "degree" if is_degree else "position",
            role="" if is_degree else role,
            degree=role if is_degree else "",
            start=begin,
            end=end,
            ongoing=bool(begin and not end and not is_degree),
            place=place,
        )

    def work(self, number: int, versions: list[Said]) -> Record | None:
        """A group of versions of one work is told by its first (the preferred) one."""
        said = versions[0]
        title = _value(_inside(said, "title").get("title") or said.get("title"))
        if not title:
            self.report(f"work={number}", "it has no title")
            return None
        date = _date(said.get("publication-date"))
        kind = _KINDS.get(_value(said.get("type")).lower().replace("_", "-"), "other")
        authors = _contributors(said)
        link = _value(said.get("url"))
        return Record(
            title,
            Selector(fragment=f"work={number}"),
            mentions=authors,
            kind=kind,  # type: ignore[arg-type]
            year=int(date[:4]) if date else None,
            year_as_printed=date[:4],
            date=date,
            venue=_value(said.get("journal-title")),
            status="preprint" if kind == "preprint" else "published",
            author_list_complete=bool(authors),
            subject_is_author=True,
            identifiers=_identifiers(versions),
            links=(link,) if link.startswith(("http://", "https://")) else (),
            key=_value(said.get("put-code")),
        )


def _document(source: Source) -> Document:
    sha256 = sha256_of(source.path, source.data)
    media_type = "application/json" if jsons.is_json(source.head) else "application/xml"
    return Document(sha256[:16], source.name, sha256, media_type, "")


def _inside(said: Any, name: str) -> Said:
    found = said.get(name) if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}


def _listed(said: Any, name: str) -> list[Said]:
    found = said.get(name) if isinstance(said, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _value(said: Any) -> str:
    if isinstance(said, dict):
        said = said.get("value", said.get("content"))
    return jsons.text(said) or ""


def _names(person: Said) -> list[str]:
    """The name, the published form and the other names; each once."""
    name = _inside(person, "name")
    given, family = _value(name.get("given-names")), _value(name.get("family-name"))
    others = [_value(other.get("content")) for other in _listed(_inside(person, "other-names"), "other-name")]
    all_names = [f"{given} {family}".strip(), _value(name.get("credit-name")), *others]
    return list(dict.fromkeys(found for found in all_names if found))


def _homepage(person: Said) -> str:
    for said in _listed(_inside(person, "researcher-urls"), "researcher-url"):
        link = _value(said.get("url"))
        if link.startswith(("http://", "https://")) and _HOME.search(_value(said.get("url-name"))):
            return link
    return ""


def _positions(activities: Said) -> Iterator[tuple[str, bool, Said]]:
    for name, is_degree in _POSITIONS:
        section = _inside(activities, f"{name}s")
        for said in _summaries(section, f"{name}-summary"):
            yield name, is_degree, said


def _summaries(said: Any, name: str) -> Iterator[Said]:
    """All objects of that name at any depth: in groups (version 3) or in a plain list (version 2)."""
    if isinstance(said, list):
        for one in said:
            yield from _summaries(one, name)
    elif isinstance(said, dict):
        for key, value in said.items():
            if key == name:
                yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict))
            elif isinstance(value, (dict, list)):
                yield from _summaries(value, name)


def _groups(activities: Said) -> list[list[Said]]:
    found = []
    for group in _listed(_inside(activities, "works"), "group"):
        versions = _listed(group, "work-summary") or _listed(group, "work")
        if versions:
            found.append(versions)
    return found


def _date(said: Any) -> str:
    """A partial ISO date; "" if the year is none."""
    parts = [_value(said.get(name)) if isinstance(said, dict) else "" for name in ("year", "month", "day")]
    date = ""
    for part, low, high in zip(parts, (1000, 1, 1), (2100, 12, 31), strict=True):
        if not (part.isdecimal() and low <= int(part) <= high):
            break
        date += f"-{int(part):02}" if date else part
    return date


def _contributors(said: Said) -> tuple[Mention, ...]:
    people = []
    for one in _listed(_inside(said, "contributors"), "contributor"):
        name = _value(one.get("credit-name"))
        role = _value(_inside(one, "contributor-attributes").get("contributor-role")).lower()
        own = _given(_value(_inside(one, "contributor-orcid").get("path")), "orcid")
        if name and role in ("", "author"):
            people.append((name, own))
    number = _value(said.get("put-code"))
    return tuple(
        Mention(name, Selector(fragment=f"put-code={number}&author={ordinal}"), "author", ordinal, identifiers=known)
        for ordinal, (name, known) in enumerate(people, start=1)
    )


def _identifiers(versions: list[Said]) -> tuple[Identifier, ...]:
    """Those of the work itself; what it is only part of is not its identifier."""
    found: dict[Identifier, None] = {}
    for said in versions:
        for one in _listed(_inside(said, "external-ids"), "external-id"):
            scheme = _SCHEMES.get(_value(one.get("external-id-type")).lower())
            relation = _value(one.get("external-id-relationship")).lower()
            # a journal's ISSN and a book's ISBN stand there as "part of": true, and not the work's own
            if scheme and (relation in ("", "self") or scheme == "issn"):
                found |= dict.fromkeys(_given(_value(one.get("external-id-value")), scheme))
    return tuple(found)


def _organisation_ids(organisation: Said) -> tuple[Identifier, ...]:
    """What ORCID calls the disambiguated organisation, where that is one of ROR's."""
    said = _inside(organisation, "disambiguated-organization")
    if _value(said.get("disambiguation-source")).upper() != "ROR":
        return ()
    return _given(_value(said.get("disambiguated-organization-identifier")), "ror")


def _given(printed: str, scheme: str) -> tuple[Identifier, ...]:
    found = claimed(printed, scheme)
    return (Identifier(found["scheme"], found["value"]),) if found else ()


FORMAT = Format(
    name="orcid",
    label="ORCID records, JSON and XML",
    suffixes=(".json", ".xml"),
    claims=_claims,
    stream=_stream,
)
