"""Documents for human readers (PDF, DOCX, HTML, Markdown, LaTeX, plain text): read as lines, extracted as prose."""

from __future__ import annotations

from collections.abc import Iterator

from kg import documents
from kg.extractors.formats import Extract, Format, Source


def _claims(head: bytes, name: str) -> bool:
    """Everything that is not recognised as a structured format is tried as a document; reading it decides."""
    del head, name
    return True


def _stream(source: Source) -> Iterator[Extract]:
    from kg.extractors import prose, tables

    document = documents.read(source.path, data=source.data)
    extraction = prose.extract(document)
    yield Extract(tables.to_tables(extraction), extraction.warnings)


FORMAT = Format(
    name="document",
    label="CV, homepage or author page: PDF, DOCX, HTML, Markdown, LaTeX, plain text",
    suffixes=(".pdf", ".docx", ".html", ".htm", ".md", ".tex", ".txt"),
    claims=_claims,
    stream=_stream,
)
