"""Documents for human readers (PDF, DOCX, HTML, Markdown, LaTeX, plain text): read as lines, extracted as prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg import documents
from kg.documents import sniffing
from kg.errors import InputError
from kg.extractors.batches import sha256_of
from kg.extractors.formats import Extract, Format, Source, open_bytes
from kg.model import Document

_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[{\"])")
_XML = re.compile(rb"\s*(?:<\?xml\s|<!DOCTYPE\s|<[A-Za-z_][\w.-]*:[A-Za-z])", re.IGNORECASE)
_TAR = slice(257, 262)


def _claims(head: bytes, name: str) -> bool:
    """Everything that is not structured is tried as a document; reading it decides."""
    if head[_TAR] == b"ustar":
        return False
    structured = _JSON.match(head) or _XML.match(head) or (name.lower().endswith(".xml") and head.lstrip()[:1] == b"<")
    return not structured or sniffing.sniff(head, name) in (sniffing.HTML, sniffing.PDF)


def _stream(source: Source) -> Iterator[Extract]:
    from kg.extractors import prose, tables

    extraction = prose.extract(_document(source))
    yield Extract(tables.to_tables(extraction), extraction.warnings)


def _document(source: Source) -> Document:
    """The document, also where it is compressed or a member of an archive; its id is that of the bytes of the input."""
    if source.data is None and source.path.is_file():
        with source.path.open("rb") as raw:
            if raw.read(len(source.head[:6])) == source.head[:6]:
                return documents.read(source.path)
    try:
        with open_bytes(source.path, source.data) as stream:
            data = stream.read(documents.MAX_BYTES + 1)
    except (OSError, EOFError) as error:
        raise InputError(source.name, f"it cannot be read ({error})", "check that the file is whole") from None
    if len(data) > documents.MAX_BYTES:
        problem = f"unpacks to over {documents.MAX_BYTES // 2**20} MB, the most a document may have"
        raise InputError(source.name, problem, "give the part that lists the works")
    sha256 = sha256_of(source.path, source.data)
    return replace(documents.read(source.name, data=data), id=sha256[:16], sha256=sha256)


FORMAT = Format(
    name="document",
    label="CV, homepage or author page: PDF, DOCX, HTML, Markdown, LaTeX, plain text",
    suffixes=(".pdf", ".docx", ".html", ".htm", ".md", ".tex", ".txt"),
    claims=_claims,
    stream=_stream,
)
