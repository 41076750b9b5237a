"""EndNote XML, as EndNote, Zotero and Mendeley export it; a record is placed by its number, for all stand on one line.

Element names: EndNote's "RSXML" document type; the values are wrapped in `style` elements, which say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import links, partial_date, year_of
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import book_numbers, claimed, distinct, identifier
from kg.extractors.markup import Element, records

_KINDS = {
    "journal article": "article", "electronic article": "article", "magazine article": "article",
    "newspaper article": "article", "conference paper": "paper", "conference proceedings": "paper",
    "book section": "chapter", "electronic book section": "chapter", "book": "book", "edited book": "book",
    "electronic book": "book", "thesis": "thesis", "report": "report", "government document": "report",
    "patent": "patent", "preprint": "preprint", "unpublished work": "other",
}  # fmt: skip
_BY_NUMBER = {
    "17": "article", "43": "article", "19": "article", "23": "article", "47": "paper", "10": "paper", "5": "chapter",
    "60": "chapter", "6": "book", "28": "book", "44": "book", "32": "thesis", "27": "report", "46": "report",
    "25": "patent",
}  # fmt: skip
_OTHERS = ("et al.", "et al", "others", "...")


def _claims(head: bytes, name: str) -> bool:
    del name
    return b"<records" in head and b"<record" in head and (b"<ref-type" in head or b"<contributors" in head)


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        for number, element in enumerate(records(stream, {"record"}), start=1):
            item = _item(element, number)
            if item.fields["title"]:
                yield item
            else:
                report(item.fragment, f"record {item.fields['key'] or '?'} has no title")


def _item(element: Element, number: int) -> Item:
    dates = element.first("dates") or element
    printed = dates.value("year")
    day_month = dates.value("pub-dates", "date").replace("-", " ").replace("/", " ").split()
    month = next((part for part in day_month if part[:1].isalpha()), "")
    day = next((part for part in day_month if part.isdecimal() and int(part) <= 31), "")
    titles = element.first("titles") or element
    kind = _kind(element)
    names = _names(element, "authors")
    authors = [name for name in names if name.lower() not in _OTHERS]
    venue = titles.value("secondary-title") or element.value("periodical", "full-title")
    fields = {
        "title": titles.value("title"),
        "kind": kind,
        "status": "preprint" if kind == "preprint" else "published",
        "year": year_of(printed),
        "year_as_printed": printed or None,
        "date": partial_date(printed, month, day),
        "venue": venue or titles.value("alt-title") or element.value("alt-periodical", "full-title") or None,
        "author_list_complete": len(authors) == len(names),
        "gap_after": None if len(authors) == len(names) else len(authors),
        **{name: element.value(tag) or None for name, tag in _PLAIN.items()},
        "keywords": [e.text for e in (element.first("keywords") or element).all("keyword") if e.text],
        "affiliations": [text for text in element.value("auth-address").split(";") if text.strip()],
        "identifiers": _identifiers(element),
        "links": links(e.text for e in element.walk("url")),
        "key": element.value("label") or element.value("rec-number") or None,
    }
    people = [Person(name) for name in authors]
    return Item(f"record={number}", people, fields, [Person(name) for name in _names(element, "secondary-authors")])


_PLAIN = {"volume": "volume", "issue": "number", "pages": "pages", "publisher": "publisher", "abstract": "abstract"}


def _kind(element: Element) -> str:
    said = element.first("ref-type")
    name = said.attributes.get("name", "").lower() if said else ""
    return _KINDS.get(name) or _BY_NUMBER.get(said.text if said else "") or "other"


def _names(element: Element, group: str) -> list[str]:
    """Printed names; a trailing comma marks an organisation in EndNote and is no part of its name."""
    found = element.first("contributors", group)
    return [name for e in (found.children if found else []) if (name := e.text.rstrip(", "))]


def _identifiers(element: Element) -> list[dict[str, str]]:
    number = element.value("electronic-resource-num")
    doi = claimed(number, "doi") if "10." in number else None
    accession = element.value("accession-num")
    is_pubmed = element.value("remote-database-name").lower() in ("nlm", "pubmed", "medline")
    addresses = [identifier(e.text) for e in element.walk("url")]
    return distinct(
        [
            doi,
            claimed(accession, "pmid") if is_pubmed else None,
            *({"scheme": found[0], "value": found[1]} for found in addresses if found and found[0] in ("doi", "arxiv")),
            *book_numbers(element.value("isbn")),
        ]
    )


FORMAT = Format(
    name="endnote",
    label="EndNote XML",
    suffixes=(".xml",),
    claims=_claims,
    stream=streamer("endnote/1", "application/xml", _items, "check that it is EndNote's XML export"),
)
