"""CVs, homepages and author pages: lines to records, positions, people and organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Document, Extraction


def extract(document: Document) -> Extraction:
    """Everything one document says, each thing with its exact place; if nothing is found, a warning says so."""
    from kg.extractors.prose.extraction import extract_document

    return extract_document(document)
