"""JSON-LD with a context that reads well: plain names, plain values, relative addresses; nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pyoxigraph as ox

from kg.graph import vocab
from kg.graph.blocks import RunInfo
from kg.graph.reserialised import merged_triples
from kg.graph.vocab import expand, shorten
from kg.graph.writer import replacing

if TYPE_CHECKING:
    from kg.graph.options import ExportOptions, Tables

_XSD = vocab.PREFIXES["xsd"]
# Plain name where it is not the local name of the term: two terms share a local name, or another one reads better.
_NAMES = {
    "fabio:hasPublicationYear": "year",
    "dcterms:identifier": "source",
    "frbr:partOf": "venue",
    "pro:isHeldBy": "person",
    "pro:relatesToDocument": "work",
    "pro:withRole": "authorRole",
    "kg:member": "coAuthor",
    "org:role": "role",
    "schema:editor": "editor",
    "kg:Editor": "EditorMention",
    "rdf:value": "fragment",
    "rdfs:label": "words",
    "datacite:hasIdentifier": "hasIdentifier",
    "kg:version": "programVersion",
    "datacite:usesIdentifierScheme": "scheme",
    "literal:hasLiteralValue": "value",
    "dcterms:format": "mediaType",
    "void:class": "ofClass",
    "dcterms:source": "graph",
    "dc:publisher": "publisher",
    "dcterms:title": "title",
    "dcterms:license": "license",
}
_LITERALS: dict[str, str] = {  # predicates whose literals are of one datatype that JSON cannot say by itself
    "fabio:hasPublicationYear": "xsd:gYear",
    "kg:firstYear": "xsd:gYear",
    "kg:lastYear": "xsd:gYear",
    "kg:evidenceYear": "xsd:gYear",
    "time:inXSDgYear": "xsd:gYear",
    "time:inXSDgYearMonth": "xsd:gYearMonth",
    "time:inXSDDate": "xsd:date",
    "kg:score": "xsd:double",
    "kg:threshold": "xsd:double",
    "prov:startedAtTime": "xsd:dateTime",
    "prov:endedAtTime": "xsd:dateTime",
    "prov:invalidatedAtTime": "xsd:dateTime",
}
_CONCEPTS = (
    "kg:status",
    "kg:claimedStatus",
    "org:role", "kg:degreeType", "kg:outcome", "kg:feature", "kg:mentionRole", "kg:decides",
             "kg:claimKind", "pro:withRole", "datacite:usesIdentifierScheme", "void:class")  # fmt: skip


def write_jsonld(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes one graph as JSON-LD, one node a line. The context lists just the terms that come up."""
    with merged_triples(tables, run, options) as triples:
        predicates, names = _terms(triples)
    context = _context(run.base, predicates, names)
    with merged_triples(tables, run, options) as triples, replacing(path) as file:
        file.write(b'{"@context": ' + orjson.dumps(context, option=orjson.OPT_INDENT_2) + b',\n"@graph": [')
        for number, (subject, quads) in enumerate(groupby(triples, key=lambda quad: quad.subject)):
            file.write(b",\n" if number else b"\n")
            file.write(orjson.dumps(_node(subject, quads, run.base, context)))
        file.write(b"\n]}\n")


def _terms(triples: Iterator[ox.Quad]) -> tuple[dict[str, bool], set[str]]:
    """The predicates (with whether their values are IRIs) and the classes and concepts that come up, as CURIEs."""
    predicates: dict[str, bool] = {}
    names: set[str] = set()
    for quad in triples:
        predicate = _curie(quad.predicate.value)
        value = quad.object
        predicates[predicate] = isinstance(value, ox.NamedNode)
        if isinstance(value, ox.NamedNode) and (predicate == "rdf:type" or predicate in _CONCEPTS):
            names.add(_curie(value.value))
    predicates.pop("rdf:type", None)
    return predicates, names


@lru_cache(maxsize=1 << 12)
def _curie(iri: str) -> str:
    return shorten(iri)


def _plain(curie: str) -> str:
    return _NAMES.get(curie, curie.partition(":")[2])


def _context(base: str, predicates: dict[str, bool], names: set[str]) -> dict[str, Any]:
    """Prefixes, then classes and concepts, then properties; a plain name stands for the first term that claims it."""
    context: dict[str, Any] = {"@version": 1.1, "@base": base, "id": "@id", "type": "@type"}
    context |= {prefix: vocab.PREFIXES[prefix] for prefix in sorted(vocab.PREFIXES)}
    for curie in sorted(names):
        if _plain(curie) not in context and ":" in curie and "-" not in curie:
            context[_plain(curie)] = curie
    for curie, is_iri in sorted(predicates.items()):
        plain = _plain(curie)
        if plain in context or curie.startswith("http"):
            continue
        if curie in _CONCEPTS:
            context[plain] = {"@id": curie, "@type": "@vocab"}
        elif is_iri:
            context[plain] = {"@id": curie, "@type": "@id"}
        elif curie in _LITERALS:
            context[plain] = {"@id": curie, "@type": _LITERALS[curie]}
        else:
            context[plain] = curie
    return context


def _node(subject: Any, quads: Iterator[ox.Quad], base: str, context: dict[str, Any]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": _relative(subject.value, base)}
    for quad in quads:
        curie = _curie(quad.predicate.value)
        if curie == "rdf:type" and isinstance(quad.object, ox.NamedNode):
            key, value = "type", _short_name(_curie(quad.object.value), context)
        else:
            plain = _plain(curie)
            definition = context.get(plain)
            known = definition == curie or (isinstance(definition, dict) and definition["@id"] == curie)
            key = plain if known else curie
            value = _value(quad.object, curie, definition if known else None, base, context)
        if key in node:
            node[key] = [*(node[key] if isinstance(node[key], list) else [node[key]]), value]
        else:
            node[key] = value
    return node


def _value(term: Any, curie: str, definition: Any, base: str, context: dict[str, Any]) -> Any:
    """A value under a definition of its predicate; what the definition does not say is said with the value."""
    coerced = definition.get("@type") if isinstance(definition, dict) else None
    if isinstance(term, ox.NamedNode):
        if coerced == "@vocab":
            return _short_name(_curie(term.value), context)
        short = _relative(term.value, base)
        return short if coerced == "@id" else {"id": short}
    datatype = term.datatype.value
    if coerced in ("@id", "@vocab"):
        return {"@value": term.value} | ({} if datatype == _XSD + "string" else {"@type": _curie(datatype)})
    if coerced and expand(coerced) == datatype:
        return term.value
    native = _native(term.value, datatype) if not coerced else None
    if native is not None:
        return native
    if datatype == _XSD + "string" and not coerced:
        return term.value
    return {"@value": term.value, "@type": _curie(datatype)}


def _native(value: str, datatype: str) -> int | bool | None:
    """The JSON value that reads back as the same literal, or None."""
    if datatype == _XSD + "boolean" and value in ("true", "false"):
        return value == "true"
    if datatype == _XSD + "integer" and value.lstrip("-").isdigit() and str(int(value)) == value and len(value) < 16:
        return int(value)
    return None


def _short_name(curie: str, context: dict[str, Any]) -> str:
    plain = _plain(curie)
    return plain if context.get(plain) == curie else curie


def _relative(iri: str, base: str) -> str:
    return iri.removeprefix(base) if iri.startswith(base) and ":" not in iri[len(base) :].split("/")[0] else iri
