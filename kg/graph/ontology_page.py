"""The ontology as one HTML page: every term with its label, meaning, domain, range and what it corresponds to."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.vocab import KG, PROFILE_PREFIXES, shorten
from kg.graph.writer import replacing
from kg.resources import folder

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, .name { font-family: ui-monospace, monospace; font-size: .95em; }
section.term { border-top: 1px solid var(--line); padding: .6rem 0; }
section.term:target { background: var(--soft); }
h3 { margin: 0; font-size: 1.05rem; } h3 small { font-weight: normal; opacity: .75; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; margin: .3rem 0 0; font-size: .92rem; }
dt { opacity: .75; } dd { margin: 0; } nav li { display: inline-block; margin-right: .8rem; }
"""


def write_ontology_page(path: Path | str, source: Path | None = None) -> None:
    """Writes the page; `source` is the ontology to describe, None the one that ships with kg. Raises OutputError."""
    import rdflib

    graph = rdflib.Graph().parse(source or folder("ontologies") / "kg.ttl", format="turtle")
    with replacing(path) as file:
        for part in _page(graph):
            file.write(part.encode())


def _page(graph: rdflib.Graph) -> Iterator[str]:
    from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

    ontology = next(iter(graph.subjects(RDF.type, OWL.Ontology)))
    title = escape(str(graph.value(ontology, DCTERMS.title)))
    yield f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" '
    yield f"content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>{_STYLE}</style></head><body>\n"
    yield f"<h1>{title}</h1>\n<p>{escape(str(graph.value(ontology, DCTERMS.description)))}</p>\n"
    yield f"<p>Namespace <code>{escape(KG)}</code>, version {escape(str(graph.value(ontology, OWL.versionInfo)))}, "
    yield f"licence <code>{escape(str(graph.value(ontology, DCTERMS.license)))}</code></p>\n"
    sections = [
        ("Classes", _of_type(graph, OWL.Class)),
        ("Properties with a thing as value", _of_type(graph, OWL.ObjectProperty)),
        ("Properties with a literal as value", _of_type(graph, OWL.DatatypeProperty)),
    ]
    for scheme in _of_type(graph, SKOS.ConceptScheme):
        concepts = sorted(graph.subjects(SKOS.inScheme, scheme), key=str)
        sections.append((f"Concepts: {_words(graph, scheme)}", concepts))
    known = {term for _, terms in sections for term in terms}
    others = [term for term in _ours(set(graph.subjects())) if term not in known]
    schemes = set(_of_type(graph, SKOS.ConceptScheme))
    sections.append(("Graphs and identifier schemes", [term for term in others if term not in schemes]))
    yield "<nav><ul>" + "".join(f'<li><a href="#{_anchor(name)}">{escape(name)}</a></li>' for name, _ in sections)
    yield "</ul></nav>\n"
    for name, terms in sections:
        yield f'<h2 id="{_anchor(name)}">{escape(name)}</h2>\n'
        for term in terms:
            yield _section(graph, term)
    yield "</body></html>\n"


def _anchor(name: str) -> str:
    return "section-" + "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def _ours(terms: set[Node]) -> list[Node]:
    return sorted((term for term in terms if str(term).startswith(KG) and str(term) != KG), key=str)


def _of_type(graph: rdflib.Graph, kind: Node) -> list[Node]:
    from rdflib.namespace import RDF

    return _ours(set(graph.subjects(RDF.type, kind)))


def _words(graph: rdflib.Graph, term: Node) -> str:
    from rdflib.namespace import RDFS

    return str(graph.value(term, RDFS.label) or shorten(str(term)))


def _section(graph: rdflib.Graph, term: Node) -> str:
    from rdflib.namespace import OWL, RDFS, SKOS

    comment = graph.value(term, RDFS.comment) or graph.value(term, SKOS.definition) or ""
    rows = [
        ("is a kind of", RDFS.subClassOf),
        ("is a case of", RDFS.subPropertyOf),
        ("said of", RDFS.domain),
        ("value", RDFS.range),
        ("disjoint with", OWL.disjointWith),
        ("close to", SKOS.closeMatch),
    ]
    found = [(name, ", ".join(_shown(graph, value) for value in _values(graph, term, key))) for name, key in rows]
    details = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in found if value)
    local = escape(str(term).removeprefix(KG), quote=True)
    head = f'<section class="term" id="{local}"><h3><span class="name">kg:{local}</span>'
    body = f" <small>{escape(_words(graph, term))}</small></h3><p>{escape(str(comment))}</p>"
    return f"{head}{body}{f'<dl>{details}</dl>' if details else ''}</section>\n"


def _values(graph: rdflib.Graph, term: Node, key: Node) -> list[Node]:
    return sorted(graph.objects(term, key), key=lambda value: str(value))


def _shown(graph: rdflib.Graph, value: Node) -> str:
    """A term as a link inside the page or as a name; a union as its members."""
    import rdflib
    from rdflib.collection import Collection
    from rdflib.namespace import OWL

    if isinstance(value, rdflib.BNode):
        members = graph.value(value, OWL.unionOf)
        return " or ".join(_shown(graph, member) for member in Collection(graph, members)) if members else "…"
    if str(value).startswith(KG):
        local = escape(str(value).removeprefix(KG), quote=True)
        return f'<a class="name" href="#{local}">kg:{local}</a>'
    return f'<span class="name">{escape(_short(str(value)))}</span>'


def _short(iri: str) -> str:
    for prefixes in PROFILE_PREFIXES.values():
        for prefix, namespace in prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
    return shorten(iri)


if __name__ == "__main__":
    import sys

    write_ontology_page(sys.argv[1])  # python -m kg.graph.ontology_page docs/ontology.html
