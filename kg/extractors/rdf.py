"""RDF: works told with FaBiO and Dublin Core (kg's own graphs too), BIBO, schema.org, dblp's or SemOpenAlex terms.

Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, parsed with pyoxigraph. Nothing is fetched: the context of
schema.org is known, other remote contexts are reported and passed over. Who an IRI stands for is the source's claim.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from kg.errors import FormatError
from kg.extractors import jsons, rdf_people
from kg.extractors.bulk import Item, Report, streamer
from kg.extractors.directory import Entry
from kg.extractors.formats import Format, Source, open_bytes
from kg.extractors.rdf_works import PREDICATES, Statements, items, short

_PREFIX = re.compile(rb"^\s*(?:@prefix\s+[\w.-]*:\s*<|@base\s+<|prefix\s+[\w.-]*:\s*<|base\s+<)", re.MULTILINE | re.I)
_LINE = re.compile(rb"^(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+(?:<[^<>\s]*>|_:\S+|\".*)\s*\.\s*$")
_BAD_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s*)?\S+\s+(?:SYSTEM|PUBLIC|\"[^\"]*&|'[^']*&)")
_BASE = "https://relative.invalid/"
_ORDERED = ("author", "creator", "editor", "authors", "creators", "editors")
_MAX_ERRORS = 1_000


def _claims(head: bytes, name: str) -> bool:
    del name
    if jsons.is_json(head):
        return b'"@context"' in head or (b'"@id"' in head and b'"@type"' in head)
    start = head.lstrip()
    if start.startswith(b"<?xml") or start.startswith(b"<rdf:") or start.startswith(b"<!DOCTYPE rdf"):
        if b"<html" in head.split(b"<rdf:RDF", 1)[0].lower():  # a page with a licence in RDF is a page
            return False
        return b"<rdf:RDF" in head or (b"<RDF" in head and b"22-rdf-syntax-ns#" in head)
    first = next((line for line in start.split(b"\n") if line.strip() and not line.lstrip().startswith(b"#")), b"")
    return bool(_PREFIX.match(first) or _LINE.match(first))


def _items(source: Source, report: Report) -> Iterator[Item | Entry]:
    statements = Statements()
    for subject, predicate, value in _triples(source, report):
        statements.add(subject, predicate, value)
    yield from rdf_people.entries(statements)
    yield from items(statements, report)


def _triples(source: Source, report: Report) -> Iterator[tuple[str, str, str]]:
    """(subject, short predicate, object) of what is asked for; resources as IRI or "_:…", literals after a quote."""
    import pyoxigraph as ox

    kind, by_line = _kind(source.head)
    with open_bytes(source.path, source.data) as stream:
        data: Any = _local_json(stream, report) if kind == ox.RdfFormat.JSON_LD else stream
        parser = ox.parse(data, kind, base_iri=_BASE, lenient=True)
        errors = 0
        while True:
            try:
                quad = next(parser)
            except StopIteration:
                return
            except SyntaxError as error:
                errors += 1
                where = f"line {error.lineno}" if error.lineno else ""
                remedy = "the other lines are read" if by_line else "what came before is read; mend it there"
                report(where, f"the RDF is broken here ({error.msg})", remedy)
                if not by_line or errors >= _MAX_ERRORS:
                    return
                continue
            predicate = short(quad.predicate.value)
            if predicate in PREDICATES and not isinstance(quad.subject, ox.Triple):
                yield _node(quad.subject), predicate, _node(quad.object)


def _node(term: Any) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return '"' + term.value
    return str(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _kind(head: bytes) -> tuple[Any, bool]:
    """The serialisation, and whether each of its lines stands alone."""
    import pyoxigraph as ox

    start = head.lstrip()
    if jsons.is_json(head):
        return ox.RdfFormat.JSON_LD, False
    if start.startswith((b"<?xml", b"<rdf:", b"<!DOCTYPE", b"<RDF")):
        before = head.split(b"<rdf:RDF", 1)[0]
        if _BAD_ENTITY.search(before):
            raise FormatError("", "this XML declares entities made of others or outside", "remove its DOCTYPE")
        return ox.RdfFormat.RDF_XML, False
    first = next((line for line in start.split(b"\n") if line.strip() and not line.lstrip().startswith(b"#")), b"")
    if _LINE.match(first):
        return ox.RdfFormat.N_QUADS, True
    return ox.RdfFormat.TRIG, False  # Turtle is TriG without named graphs


def _local_json(stream: IO[bytes], report: Report) -> bytes:
    """JSON-LD that needs nothing from outside, with the order of authors kept."""
    try:
        whole = json.loads(stream.read().decode("utf-8-sig", "replace"))
        return json.dumps(_local(whole, report)).encode()
    except (ValueError, RecursionError) as error:
        raise FormatError("", f"no valid JSON ({error})", "mend it there, or get the file again") from None


def _local(value: Any, report: Report) -> Any:
    if isinstance(value, list):
        return [_local(one, report) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, inner in value.items():
        if key == "@context":
            made[key] = _context(inner, report)
        elif isinstance(inner, list) and re.split(r"[/#:]", key)[-1] in _ORDERED:
            made[key] = {"@list": [_local(one, report) for one in inner]}
        else:
            made[key] = _local(inner, report)
    return made


def _context(context: Any, report: Report) -> Any:
    if isinstance(context, list):
        return [_context(one, report) for one in context]
    if isinstance(context, dict):
        return {key: value for key, value in context.items() if key != "@import"}
    if isinstance(context, str):
        if re.match(r"https?://(?:www\.)?schema\.org\b", context) or "codemeta" in context:
            return {"@vocab": "https://schema.org/"}
        report("@context", f"the context {context[:100]} is not fetched", "put its definitions into the file")
    return {}


FORMAT = Format(
    name="rdf",
    label="RDF with FaBiO, BIBO, schema.org, dblp or SemOpenAlex terms: Turtle, N-Triples, N-Quads, RDF/XML, JSON-LD",
    suffixes=(".ttl", ".nt", ".nq", ".trig", ".rdf", ".jsonld"),
    claims=_claims,
    stream=streamer("rdf/1", "application/rdf", _items, "check that it tells works with terms that kg knows"),
)
