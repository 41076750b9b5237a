"""ACL Anthology XML: the collections of the Anthology's data repository.

Structure: the Anthology's `schema.rnc`. The id of an author there is the Anthology's claim about who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import claimed, distinct
from kg.extractors.markup import Element, records

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"<collection" in head and b"<volume" in head and (b"<booktitle" in head or b"<paper" in head)


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        for volume in records(stream, {"volume"}):
            meta = volume.first("meta") or Element("meta", {}, volume.line)
            for paper in volume.all("paper"):
                if paper.value("title"):
                    yield _item(paper, meta)
                else:
                    report(f"line {paper.line}", f"paper {paper.attributes.get('id', '?')} has no title")


def _item(paper: Element, meta: Element) -> Item:
    journal = meta.value("journal-title")
    printed = paper.value("year") or meta.value("year")
    year = _YEAR.search(printed)
    fields = {
        "title": paper.value("title"),
        "kind": "article" if journal else "paper",
        "year": int(year[1]) if year else None,
        "year_as_printed": printed or None,
        "venue": journal or paper.value("booktitle") or meta.value("booktitle") or None,
        "volume": meta.value("journal-volume") or None,
        "issue": meta.value("journal-issue") or None,
        "pages": paper.value("pages") or None,
        "publisher": meta.value("publisher") or None,
        "abstract": paper.value("abstract") or None,
        "identifiers": distinct([claimed(paper.value("doi"), "doi"), *_anthology_id(paper)]),
        "key": paper.value("bibkey") or paper.value("url") or None,
    }
    people = ([p for e in paper.all(role) if (p := _person(e)).name] for role in ("author", "editor"))
    return Item(f"line={paper.line}", next(people), fields, next(people))


def _anthology_id(paper: Element) -> list[dict[str, str]]:
    """The Anthology's own id ("2020.acl-main.1"), where the address of the paper is that."""
    printed = paper.value("url")
    return [{"scheme": "acl", "value": printed}] if re.fullmatch(r"[A-Z0-9][\w.]*-[\w.-]+", printed) else []


def _person(element: Element) -> Person:
    family, given = element.value("last"), element.value("first")
    claim = element.attributes.get("id")
    return Person(
        f"{family}, {given}" if family and given else family or given,
        [e.text for e in element.all("affiliation") if e.text],
        distinct([claimed(element.attributes.get("orcid", ""), "orcid")]),
        f"acl:{claim}" if claim else None,
    )


FORMAT = Format(
    name="aclanthology",
    label="ACL Anthology XML",
    suffixes=(".xml",),
    claims=_claims,
    stream=streamer("aclanthology/1", "application/xml", _items, "check that it is a collection of the Anthology"),
)
