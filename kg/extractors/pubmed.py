"""PubMed: its XML (PubmedArticleSet) and the MEDLINE text that its "Cite" and "Save" buttons give (.nbib).

Element names: the NLM's PubMed DTD. Tags: "MEDLINE/PubMed Data Element (Field) Descriptions", NLM.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import claimed, distinct
from kg.extractors.markup import Element, records

_RECORD = re.compile(rb"^PMID ?- ?\d+[ \t\r]*$", re.MULTILINE)
_FIELD = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?(.*)$")
_RIS = re.compile(rb"^\s*TY  ?- ?\w", re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_EMAIL = re.compile(r"\s*(?:Electronic address:)?\s*[^\s;,]+@[^\s;,]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SCHEMES = {"pubmed": "pmid", "doi": "doi", "pmc": "pmcid", "isbn": "isbn", "issn": "issn"}
_KINDS = (("Preprint", "preprint"), ("Academic Dissertation", "thesis"), ("Technical Report", "report"))


def _claims(head: bytes, name: str) -> bool:
    del name
    if b"<PubmedArticle" in head or b"<PubmedBookArticle" in head:
        return True
    return bool(_RECORD.search(head)) and not _RIS.search(head[:4096])


def _items(source: Source, report: Report) -> Iterator[Item]:
    if not source.head.lstrip().startswith(b"<"):
        yield from _text_items(source, report)
        return
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, {"PubmedArticle", "PubmedBookArticle"}):
            item = _book_item(element) if element.tag == "PubmedBookArticle" else _item(element)
            if item.fields["title"]:
                yield item
            else:
                report(f"line {element.line}", f"record {item.fields['key'] or '?'} has no title")


def _item(element: Element) -> Item:
    citation = element.first("MedlineCitation") or element
    article = citation.first("Article") or citation
    issue = article.first("Journal", "JournalIssue")
    year, date, printed = _dated(issue.first("PubDate") if issue else None)
    if year is None:
        year, date, printed = _dated(article.first("ArticleDate"))
    types = [e.text for e in (article.first("PublicationTypeList") or citation).all("PublicationType")]
    authors = _people(article, "authors")
    lists = article.all("AuthorList")
    said = [(e.text, e.attributes.get("IdType", "")) for e in _article_ids(element, "PubmedData")]
    said += [(e.text, e.attributes.get("EIdType", "")) for e in article.all("ELocationID")]
    said += [(article.value("Journal", "ISSN"), "issn")]
    fields = {
        "title": _title(article.value("ArticleTitle") or article.value("VernacularTitle")),
        "kind": next((kind for mark, kind in _KINDS if mark in types), "article"),
        "status": "preprint" if "Preprint" in types else "published",
        "year": year,
        "year_as_printed": printed or None,
        "date": date,
        "venue": article.value("Journal", "Title") or article.value("Journal", "ISOAbbreviation") or None,
        "author_list_complete": all(e.attributes.get("CompleteYN", "Y") == "Y" for e in lists),
        "volume": issue.value("Volume") or None if issue else None,
        "issue": issue.value("Issue") or None if issue else None,
        "pages": article.value("Pagination", "MedlinePgn") or None,
        "abstract": _abstract(article),
        "keywords": [e.text for group in citation.all("KeywordList") for e in group.all("Keyword") if e.text],
        "identifiers": _identifiers(citation.value("PMID"), said),
        "key": citation.value("PMID") or None,
    }
    return Item(f"line={element.line}", authors, fields, _people(article, "editors"))


def _book_item(element: Element) -> Item:
    document = element.first("BookDocument") or element
    book = document.first("Book") or document
    year, date, printed = _dated(book.first("PubDate"))
    chapter = _title(document.value("ArticleTitle"))
    isbn = [(e.text, "isbn") for e in book.all("Isbn")]
    said = [(e.text, e.attributes.get("IdType", "")) for e in _article_ids(element, "PubmedBookData")]
    fields = {
        "title": chapter or _title(book.value("BookTitle")),
        "kind": "chapter" if chapter else "book",
        "year": year,
        "year_as_printed": printed or None,
        "date": date,
        "venue": book.value("BookTitle") or None if chapter else None,
        "publisher": book.value("Publisher", "PublisherName") or None,
        "abstract": _abstract(document),
        "identifiers": _identifiers(document.value("PMID"), said + isbn),
        "key": document.value("PMID") or None,
    }
    authors = _people(document, "authors") or _people(book, "authors")
    return Item(f"line={element.line}", authors, fields, _people(book, "editors"))


def _article_ids(element: Element, data: str) -> list[Element]:
    found = element.first(data, "ArticleIdList")
    return found.all("ArticleId") if found else []


def _people(article: Element, role: str) -> list[Person]:
    lists = [group for group in article.all("AuthorList") if group.attributes.get("Type", "authors") == role]
    people = [_person(e) for group in lists for e in group.all("Author") if e.attributes.get("ValidYN", "Y") == "Y"]
    return [person for person in people if person.name]


def _person(element: Element) -> Person:
    given = element.value("ForeName") or element.value("Initials")
    parts = [element.value("LastName"), given, element.value("Suffix")]
    name = ", ".join(part for part in parts if part) or element.value("CollectiveName")
    orcids = [claimed(e.text, "orcid") for e in element.all("Identifier") if e.attributes.get("Source") == "ORCID"]
    return Person(
        name,
        [_affiliation(e.value("Affiliation")) for e in element.all("AffiliationInfo") if e.value("Affiliation")],
        distinct(orcids),
    )


def _affiliation(said: str) -> str:
    """Without an electronic address, which is nobody's affiliation."""
    return _EMAIL.sub("", said).strip()


def _title(said: str) -> str:
    """Without the full stop that PubMed adds, and without the brackets that say "translated"."""
    said = said.rstrip(".").strip()
    return said[1:-1].rstrip(".") if said.startswith("[") and said.endswith("]") else said


def _abstract(article: Element) -> str | None:
    found = article.first("Abstract")
    return " ".join(e.text for e in found.all("AbstractText")) or None if found else None


def _dated(element: Element | None) -> tuple[int | None, str | None, str]:
    """(year, partial ISO date, as printed) of a PubDate or ArticleDate."""
    if element is None:
        return None, None, ""
    parts = [element.value(tag) for tag in ("Year", "Month", "Day")]
    return _date_of(element.value("MedlineDate") or " ".join(part for part in parts if part))


def _date_of(printed: str) -> tuple[int | None, str | None, str]:
    year = _YEAR.search(printed)
    if not year:
        return None, None, printed
    date = year[1]
    rest = printed[year.end() :].lower().split()
    month = rest[0][:3] if rest else ""
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdecimal() else 0
    if 1 <= number <= 12 and not re.search(r"[-–]", printed):
        date += f"-{number:02}"
        if len(rest) > 1 and rest[1].isdecimal() and 1 <= int(rest[1]) <= 31:
            date += f"-{int(rest[1]):02}"
    return int(year[1]), date, printed


def _identifiers(pmid: str, said: list[tuple[str, str]]) -> list[dict[str, str]]:
    given = [(value, _SCHEMES[scheme]) for value, scheme in said if scheme in _SCHEMES]
    return distinct(claimed(value, scheme) for value, scheme in [(pmid, "pmid"), *given])


def _text_items(source: Source, report: Report) -> Iterator[Item]:
    for line, fields in _text_records(source):
        item = _text_item(line, fields)
        if item.fields["title"]:
            yield item
        else:
            report(f"line {line}", "this record has no title (TI or BTI)")


def _text_records(source: Source) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Each record with its first line and its fields in order; a field goes on in lines that begin with blanks."""
    held: list[tuple[str, str]] = []
    start = 1
    with open_bytes(source.path, source.data) as stream:
        for number, raw in enumerate(stream, start=1):
            line = raw.decode("utf-8-sig", "replace").rstrip()
            found = _FIELD.match(line)
            if found and found[1] == "PMID" and held:
                yield start, held
                held = []
            if found:
                start = start if held else number
                held.append((found[1], found[2].strip()))
            elif line.startswith("  ") and held:
                held[-1] = (held[-1][0], f"{held[-1][1]} {line.strip()}")
    if held:
        yield start, held


def _text_item(line: int, said: list[tuple[str, str]]) -> Item:
    first: dict[str, str] = {}
    for tag, value in said:
        first.setdefault(tag, value)
    year, date, printed = _date_of(first.get("DP", ""))
    chapter = first.get("BTI") if first.get("TI") else None
    types = [value for tag, value in said if tag == "PT"]
    links = [
        (value.rsplit(" [", 1)[0], value.rsplit("[", 1)[1].rstrip("]"))
        for tag, value in said
        if tag in ("LID", "AID") and "[" in value
    ]
    links += [(first.get("PMC", ""), "pmc"), (first.get("IS", "").split(" ")[0], "issn")]
    fields: dict[str, Any] = {
        "title": _title(first.get("TI") or first.get("BTI") or first.get("TT") or ""),
        "kind": next((k for mark, k in _KINDS if mark in types), "chapter" if chapter else "article"),
        "status": "preprint" if "Preprint" in types else "published",
        "year": year,
        "year_as_printed": printed or None,
        "date": date,
        "venue": first.get("JT") or first.get("TA") or chapter,
        "volume": first.get("VI"),
        "issue": first.get("IP"),
        "pages": first.get("PG"),
        "publisher": first.get("PB"),
        "abstract": first.get("AB"),
        "keywords": [value for tag, value in said if tag == "OT" and value],
        "identifiers": _identifiers(first.get("PMID", ""), links),
        "key": first.get("PMID"),
    }
    if "BTI" in first and not chapter:
        fields["kind"] = "book"
    return Item(f"line={line}", _text_people(said, "FAU", "AU"), fields, _text_people(said, "FED", "ED"))


def _text_people(said: list[tuple[str, str]], full: str, short: str) -> list[Person]:
    """Names in order (the full form where both are given), with the affiliations and ORCIDs that follow each."""
    people: list[tuple[str, list[str], list[dict[str, str]]]] = []
    before = ""
    others = {"FAU", "AU", "FED", "ED", "FIR", "IR", "CN"}
    mine = False
    for tag, value in said:
        if tag == full or (tag == short and before != full) or (tag == "CN" and full == "FAU"):
            people.append((value, [], []))
            mine = True
        elif tag in others and tag != short:
            mine = False
        elif tag == "AD" and mine:
            people[-1][1].append(_affiliation(value))
        elif tag == "AUID" and mine:
            orcid = claimed(value, "orcid") if "orcid" in value.lower() else None
            people[-1][2].extend(distinct([orcid]))
        before = tag
    return [Person(*person) for person in people if person[0]]


FORMAT = Format(
    name="pubmed",
    label="PubMed XML and MEDLINE text",
    suffixes=(".xml", ".xml.gz", ".nbib"),
    claims=_claims,
    stream=streamer("pubmed/1", "application/x-pubmed", _items, "check that it is PubMed's XML or MEDLINE text"),
)
