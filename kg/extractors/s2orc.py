"""S2ORC: metadata (JSON lines) and parsed papers, whose bibliography gives the works they cite (also CORD-19's shape).

Field names: Lo et al., "S2ORC: The Semantic Scholar Open Research Corpus", ACL 2020 (arXiv 1911.02782), and the
README of its repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.extractors import jsons
from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.fields import year_of
from kg.extractors.formats import Format, Source
from kg.extractors.identifiers import claimed, distinct

_FIELDS = (("doi", "doi"), ("arxiv_id", "arxiv"), ("pubmed_id", "pmid"), ("pmc_id", "pmcid"))
_OUTSIDE = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmcid": "pmcid"}


def _claims(head: bytes, name: str) -> bool:
    del name
    own = (b'"arxiv_id"', b'"mag_id"', b'"pdf_parse"', b'"bib_entries"', b'"has_pdf_parse"', b'"grobid_parse"')
    return jsons.is_json(head) and b'"paper_id"' in head and any(mark in head for mark in own)


def _items(source: Source, report: Report) -> Iterator[Item]:
    for fragment, said in jsons.values(source, report):
        try:
            found = list(_works(fragment, said))
        except (AttributeError, TypeError, ValueError, KeyError) as error:
            report(fragment, f"unexpected structure ({error})")
            continue
        for item in found:
            if item.fields["title"]:
                yield item
            else:
                report(item.fragment, "it has no title")


def _works(fragment: str, said: dict[str, Any]) -> Iterator[Item]:
    """The paper, if its metadata are there, and each work of its bibliography."""
    about = said.get("metadata") or (said if "title" in said else None)
    if about:
        yield _item(fragment, said | about, jsons.text(said.get("paper_id")))
    parse = said.get("pdf_parse") or said.get("grobid_parse") or said.get("latex_parse") or said
    for number, (key, entry) in enumerate((parse.get("bib_entries") or {}).items(), start=1):
        yield _item(f"{fragment}&reference={number}", entry, key)


def _item(fragment: str, said: dict[str, Any], key: str | None) -> Item:
    year = year_of(said.get("year"))
    journal, venue = jsons.text(said.get("journal")), jsons.text(said.get("venue"))
    outside = [
        (value, _OUTSIDE[scheme.lower()])
        for scheme, values in (said.get("other_ids") or {}).items()
        if scheme.lower() in _OUTSIDE
        for value in (values if isinstance(values, list) else [values])
    ]
    given = [*((said.get(name), scheme) for name, scheme in _FIELDS), *outside]
    is_preprint = bool(said.get("arxiv_id")) and not journal and (venue or "arxiv").lower().startswith("arxiv")
    acl = jsons.text(said.get("acl_id"))
    abstract = said.get("abstract")
    if isinstance(abstract, list):
        abstract = " ".join(str(part.get("text") or "") for part in abstract if isinstance(part, dict))
    fields = {
        "title": jsons.text(said.get("title")),
        "kind": "preprint" if is_preprint else "article" if journal else "other",
        "status": "preprint" if is_preprint else "published",
        "year": year,
        "year_as_printed": jsons.text(said.get("year")),
        "venue": None if is_preprint else journal or venue,
        "deposited_in": "arXiv" if is_preprint else None,
        **{name: jsons.text(said.get(name)) for name in ("volume", "issue", "pages")},
        "abstract": jsons.text(abstract),
        "identifiers": distinct(
            [
                *(claimed(value, scheme) for value, scheme in given),
                {"scheme": "acl", "value": acl} if acl else None,
            ]
        ),
        "key": key,
    }
    return Item(fragment, [p for p in map(_person, said.get("authors") or []) if p.name], fields)


def _person(said: dict[str, Any]) -> Person:
    parts = [said.get("first"), *(said.get("middle") or []), said.get("last"), said.get("suffix")]
    return Person(
        " ".join(text for part in parts if (text := jsons.text(part))),
        [place] if (place := _place(said.get("affiliation") or {})) else [],
    )


def _place(said: dict[str, Any]) -> str:
    """Laboratory, institution and place, from the smallest to the largest."""
    where = said.get("location") or {}
    parts = [said.get("laboratory"), said.get("institution"), where.get("settlement"), where.get("country")]
    return ", ".join(text for part in parts if (text := jsons.text(part)))


FORMAT = Format(
    name="s2orc",
    label="S2ORC metadata and parsed papers with the works they cite, JSON lines",
    suffixes=(".jsonl", ".jsonl.gz", ".json"),
    claims=_claims,
    stream=streamer("s2orc/1", "application/x-ndjson", _items, "check that it is S2ORC's metadata"),
)
