"""Which format an answer is sent in: the Accept header with its q-values (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "html",
}
GRAPHS: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "text/html": "html",
}


def choose(accept: str, offered: Mapping[str, str]) -> tuple[str, str] | None:
    """(media type, format) that the client likes best, the first of `offered` among equals; None if nothing fits.

    An empty header accepts everything. A more specific range overrules a less specific one for the types it covers.

    >>> choose("text/csv;q=0.5, application/json", ROWS)
    ('application/json', 'json')
    """
    ranges = _ranges(accept)
    if not ranges:
        return next(iter(offered.items()))
    best: tuple[float, str] | None = None
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, media_type)
    return (best[1], offered[best[1]]) if best else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.split(","):
        media_range, *parameters = [piece.strip() for piece in part.split(";")]
        if "/" not in media_range:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        ranges.append((media_range.lower(), quality))
    return ranges


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    kind = media_type.split("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
