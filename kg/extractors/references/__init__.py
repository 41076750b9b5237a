"""Reference strings and publication entries: which words are authors, title, venue, date, and whose names they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extractors.references.authors import AuthorList, PrintedName, read_authors, split_authors
from kg.extractors.references.parsed import ParsedReference, parse
from kg.extractors.references.tagger import TaggedSpan, Tagger, TokenTag

__all__ = [
    "AuthorList",
    "ParsedReference",
    "PrintedName",
    "TaggedSpan",
    "Tagger",
    "TokenTag",
    "bibtex",
    "csl",
    "parse",
    "read_authors",
    "references_jsonl",
    "split_authors",
]


def references_jsonl(lines: Iterable[str]) -> Iterator[str]:
    """One JSON object a line, {"raw": line, "spans": [[start, end, label]]}, in the order of the lines."""
    import orjson

    from kg.extractors.references.commands import references_jsonl as objects

    for item in objects(lines):
        yield orjson.dumps(item).decode()


def csl(lines: Iterable[str]) -> Iterator[str]:
    """A CSL-JSON array, one item a line; empty lines give no item."""
    import orjson

    from kg.extractors.references.commands import csl_items as items

    yield "["
    waiting = ""
    for item in items(lines):
        if waiting:
            yield waiting + ","
        waiting = orjson.dumps(item).decode()
    if waiting:
        yield waiting
    yield "]"


def bibtex(lines: Iterable[str]) -> Iterator[str]:
    """BibTeX entries with unique keys; empty lines give no entry."""
    from kg.extractors.references.commands import bibtex_entries as entries

    return entries(lines)
