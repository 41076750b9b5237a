"""The service description (https://www.w3.org/TR/sparql11-service-description/) with VoID counts."""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph.vocab import DECISIONS_GRAPH, PREFIXES, PROVENANCE_GRAPH, RESOLVED_GRAPH, expand

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def describe(store: ox.Store, address: str) -> list[ox.Triple]:
    """What the endpoint at `address` offers: language, formats, default and named graphs with their numbers of triples.

    No federation and no update are offered, so none is named.
    """
    kind = ox.NamedNode(PREFIXES["rdf"] + "type")

    def sd(local: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + local)

    def void(local: str) -> ox.NamedNode:
        return ox.NamedNode(PREFIXES["void"] + local)

    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    triples = [
        ox.Triple(service, kind, sd("Service")),
        ox.Triple(service, sd("endpoint"), ox.NamedNode(address)),
        ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        *(ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in (*_RESULTS, *_GRAPHS)),
        ox.Triple(service, sd("defaultDataset"), dataset),
        ox.Triple(dataset, kind, sd("Dataset")),
        ox.Triple(dataset, kind, ox.NamedNode(PREFIXES["void"] + "Dataset")),
    ]
    for place, curie in enumerate((RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH)):
        name, graph = ox.NamedNode(expand(curie)), ox.BlankNode(f"graph{place}")
        count = ox.Literal(count_triples(store, name))
        triples += [
            ox.Triple(graph, kind, sd("Graph")),
            ox.Triple(graph, void("triples"), count),
        ]
        if curie == RESOLVED_GRAPH:
            triples += [ox.Triple(dataset, sd("defaultGraph"), graph), ox.Triple(dataset, void("triples"), count)]
        named = ox.BlankNode(f"named{place}")
        triples += [
            ox.Triple(dataset, sd("namedGraph"), named),
            ox.Triple(named, kind, sd("NamedGraph")),
            ox.Triple(named, sd("name"), name),
            ox.Triple(named, sd("graph"), graph),
        ]
    return triples


def count_triples(store: ox.Store, graph: ox.NamedNode) -> int:
    """How many triples a graph of the dataset has: as its description says, else counted."""
    source, number = ox.NamedNode(expand("dcterms:source")), ox.NamedNode(expand("void:triples"))
    for part in store.quads_for_pattern(None, source, graph, ox.NamedNode(expand(PROVENANCE_GRAPH))):
        for quad in store.quads_for_pattern(part.subject, number, None, None):
            if isinstance(quad.object, ox.Literal):
                return int(quad.object.value)
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", default_graph=[graph])
    assert isinstance(answer, ox.QuerySolutions)
    return int(next(answer)["n"].value)
