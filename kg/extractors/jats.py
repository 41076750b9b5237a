"""JATS (journals, PubMed Central): an article with its affiliations, and each work that its reference list cites.

Elements: ANSI/NISO Z39.96, "JATS: Journal Article Tag Suite", Archiving and Publishing sets. A reference that is not
marked up (`mixed-citation` with nothing but text) is read by the tagger of reference strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import family_first, iso_date, links, pages, partial_date, year_of
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.identifiers import claimed, distinct
from kg.extractors.markup import Element, records

_CITATIONS = ("element-citation", "mixed-citation", "citation", "nlm-citation")
_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "arxiv": "arxiv", "isbn": "isbn"}
_KINDS = {
    "journal": "article", "article": "article", "confproc": "paper", "conf-proc": "paper", "conference": "paper",
    "book": "book", "chapter": "chapter", "thesis": "thesis", "report": "report", "patent": "patent",
    "preprint": "preprint",
}  # fmt: skip
_NO_ADDRESS = {"label", "sup", "institution-id", "email", "phone", "fax", "xref", "x", "ext-link", "uri"}
_CHAPTERS = ("article-title", "chapter-title", "part-title", "data-title")
_NAMED = ("name", "string-name", "collab", "name-alternatives")
_ALL = frozenset({"front", "ref"})


def _claims(head: bytes, name: str) -> bool:
    del name
    is_jats = b"<article-meta" in head or b"<journal-meta" in head or b"JATS" in head[:2_000]
    return is_jats and (b"<article" in head or b":article" in head)


def _items(source: Source, report: Report) -> Iterator[Item]:
    with open_bytes(source.path, source.data) as stream:
        for element in records(stream, _ALL):
            found = [_article(element)] if element.tag == "front" else list(_references(element))
            for item in found:
                if item.fields["title"]:
                    yield item
                else:
                    what = "this article" if element.tag == "front" else f"reference {item.fields['key'] or '?'}"
                    report(f"line {element.line}", f"{what} has no title")


def _article(front: Element) -> Item:
    meta = front.first("article-meta") or front
    journal = front.first("journal-meta") or Element("journal-meta", {}, front.line)
    date = _published(meta)
    contributors = [e for group in meta.all("contrib-group") for e in group.all("contrib")]
    affiliations = {e.attributes.get("id", ""): text for e in meta.walk("aff") if (text := _affiliation(e))}
    authors = [e for e in contributors if e.attributes.get("contrib-type", "author") == "author"]
    editors = [e for e in contributors if "editor" in e.attributes.get("contrib-type", "")]
    given = [(e.text, _SCHEMES.get(e.attributes.get("pub-id-type", ""))) for e in meta.all("article-id")]
    issns = [claimed(e.text, "issn") for e in journal.all("issn")]
    fields = {
        "title": meta.value("title-group", "article-title"),
        "kind": "article",
        "year": year_of(date),
        "year_as_printed": (date or "")[:4] or None,
        "date": date,
        "venue": journal.value("journal-title-group", "journal-title") or journal.value("journal-title") or None,
        **{name: meta.value(name) or None for name in ("volume", "issue")},
        "pages": pages(meta.value("fpage"), meta.value("lpage")) or meta.value("elocation-id") or None,
        "publisher": journal.value("publisher", "publisher-name") or None,
        "abstract": meta.value("abstract") or None,
        "keywords": [e.text for group in meta.all("kwd-group") for e in group.all("kwd") if e.text],
        "identifiers": distinct([*(claimed(text, scheme) for text, scheme in given if scheme), *issns]),
        "key": next((text for text, scheme in given if scheme == "doi"), given[0][0] if given else None),
    }
    shared = [] if any(map(_pointers, authors)) else list(affiliations.values())
    people = [_contributor(e, affiliations, shared) for e in authors]
    edited = [_contributor(e, affiliations, []) for e in editors]
    return Item(f"line={front.line}", [p for p in people if p.name], fields, [p for p in edited if p.name])


def _published(meta: Element) -> str | None:
    """The earliest date of publication; a date of receipt or of the collection is none."""
    dates = []
    for element in meta.all("pub-date"):
        kind = element.attributes.get("date-type") or element.attributes.get("pub-type") or ""
        date = iso_date(element.attributes.get("iso-8601-date")) or partial_date(
            element.value("year"), element.value("month"), element.value("day")
        )
        if date and not re.search(r"collection|release|received|accepted|retracted", kind):
            dates.append(date)
    others = [partial_date(e.value("year")) for e in meta.all("pub-date")]
    return min(dates, default=None) or next((date for date in others if date), None)


def _pointers(contributor: Element) -> list[str]:
    return [
        key
        for e in contributor.all("xref")
        if e.attributes.get("ref-type") == "aff"
        for key in e.attributes.get("rid", "").split()
    ]


def _contributor(element: Element, affiliations: dict[str, str], shared: list[str]) -> Person:
    """A contributor with the affiliations beside the name, else those it points to, else those that all have."""
    own = [text for e in element.all("aff") if (text := _affiliation(e))]
    pointed = [affiliations[key] for key in _pointers(element) if key in affiliations]
    orcids = [
        claimed(e.text, "orcid")
        for e in element.all("contrib-id")
        if e.attributes.get("contrib-id-type", "").lower() == "orcid" or "orcid.org" in e.text
    ]
    return Person(_name(element), list(dict.fromkeys([*own, *pointed])) or shared, distinct(orcids))


def _name(element: Element) -> str:
    """The name of a contributor: of several forms the first."""
    name = element.first("name") or element.first("name-alternatives", "name") or element.first("string-name")
    if element.tag in ("name", "string-name"):
        name = element
    if name is not None:
        given = " ".join(part for part in (name.value("given-names"), name.value("given-name")) if part)
        family = " ".join(part for part in (name.value("prefix"), name.value("surname")) if part)
        return family_first(name.value("surname") and family, given, name.value("suffix")) or name.text
    collaboration = element if element.tag in ("collab", "institution") else element.first("collab")
    if collaboration is None:
        return element.value("institution")
    inner = collaboration.first("institution") or collaboration.first("collab-name")
    return inner.text if inner else _own_text(collaboration)


def _own_text(collaboration: Element) -> str:
    """The name of a group, without the members that may be listed inside it."""
    text = collaboration.text
    for group in collaboration.all("contrib-group"):
        text = text.replace(group.text, "")
    return text.strip()


def _affiliation(element: Element) -> str:
    """As printed, without label and electronic address; parts that stand side by side get a comma."""
    parts = [part for child in element.children for part in _address_parts(child)]
    text = element.text
    for child in element.children:
        if child.tag in _NO_ADDRESS and child.text:
            text = text.replace(child.text, " ", 1)
    for child in element.walk("institution-id"):
        text = text.replace(child.text, " ", 1)
    text = " ".join(text.split()).strip(" ,;")
    bare = re.sub(r"\s", "", "".join(parts))
    return ", ".join(parts) if parts and bare == re.sub(r"\s", "", text) else text


def _address_parts(element: Element) -> Iterator[str]:
    if element.tag in _NO_ADDRESS:
        return
    inner = [child for child in element.children if child.tag in ("institution", "named-content")]
    if inner:
        yield from (child.text for child in inner if child.text)
    elif element.text:
        yield element.text


def _references(ref: Element) -> Iterator[Item]:
    """The works of one entry of a reference list, which may hold several."""
    places = [ref, *ref.all("citation-alternatives")]
    found = [e for place in places for e in place.children if e.tag in _CITATIONS]
    marked = [e for e in found if e.value("source") or any(e.value(tag) for tag in _CHAPTERS)]
    if ref.first("citation-alternatives"):
        found, marked = found[:1], marked[:1]
    key = ref.attributes.get("id", "")
    for number, element in enumerate(marked or found, start=1):
        fragment = f"line={element.line}" + (f"&work={number}" if number > 1 else "")
        yield _citation(element, fragment, key) if marked else _untagged(element, fragment, key)


def _citation(element: Element, fragment: str, key: str) -> Item:
    part = next((text for tag in _CHAPTERS if (text := element.value(tag))), "")
    source = element.value("source")
    said = (element.attributes.get("publication-type") or element.attributes.get("citation-type") or "").lower()
    kind = _KINDS.get(said, "other")
    if kind == "book" and part:
        kind = "chapter"
    given = [(e.text, _SCHEMES.get(e.attributes.get("pub-id-type", ""))) for e in element.all("pub-id")]
    addresses = [e.attributes.get("xlink:href") or e.attributes.get("href") or e.text for e in element.all("ext-link")]
    people, cut = _people(element, "author")
    date = partial_date(element.value("year"), element.value("month"), element.value("day"))
    fields = {
        "title": (part or source).rstrip("."),
        "kind": kind,
        "year": year_of(element.value("year")),
        "year_as_printed": element.value("year") or None,
        "date": date,
        "venue": (source if part else element.value("series")) or element.value("conf-name") or None,
        "author_list_complete": not cut,
        "gap_after": len(people) if cut else None,
        **{name: element.value(name) or None for name in ("volume", "issue")},
        "pages": pages(element.value("fpage"), element.value("lpage")) or element.value("page-range") or None,
        "publisher": element.value("publisher-name") or None,
        "identifiers": distinct(claimed(text, scheme) for text, scheme in given if scheme),
        "links": links(addresses),
        "key": key or None,
    }
    return Item(fragment, people, fields, _people(element, "editor")[0])


def _people(element: Element, role: str) -> tuple[list[Person], bool]:
    """Names of a role, and whether the list is cut ("et al.")."""
    groups = [e for e in element.all("person-group") if e.attributes.get("person-group-type", "author") == role]
    if not groups and role == "author":
        groups = [element]
    names = [_name(e) for group in groups for e in group.children if e.tag in _NAMED]
    return [Person(name) for name in names if name], any(group.first("etal") for group in groups)


def _untagged(element: Element, fragment: str, key: str) -> Item:
    from kg.extractors.references.parsed import parse

    said = parse(element.text)
    given = [(said.doi, "doi"), (said.arxiv, "arxiv"), (said.isbn, "isbn")]
    year = said.year or year_of(element.text)
    fields: dict[str, Any] = {
        "title": said.title,
        "kind": said.kind,
        "year": year,
        "year_as_printed": str(year) if year else None,
        "venue": said.venue or None,
        "author_list_complete": said.authors.complete,
        "volume": said.volume.rpartition(";")[2] or None,  # "2001;7" in the style of Vancouver
        **{name: getattr(said, name) or None for name in ("issue", "pages", "publisher")},
        "identifiers": distinct(claimed(value, scheme) for value, scheme in given),
        "links": links([said.url]),
        "key": key or None,
        "score": round(said.score, 4),
    }
    authors = [Person(name.name) for name in said.authors.names]
    return Item(fragment, authors, fields, [Person(name.name) for name in said.editors.names])


FORMAT = Format(
    name="jats",
    label="JATS XML (journals, PubMed Central): the article and the works it cites",
    suffixes=(".xml", ".nxml", ".xml.gz"),
    claims=_claims,
    stream=streamer("jats/1", "application/xml", _items, "check that it is an article in JATS"),
)
