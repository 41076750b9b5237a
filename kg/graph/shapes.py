"""The shapes of `ontologies/shapes.ttl`, taken apart: SHACL core, and SPARQL constraints as whole-graph queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.vocab import PREFIXES
from kg.resources import folder

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


@dataclass(frozen=True)
class SparqlRule:
    """One SPARQL constraint. `query` gives ?this (and ?value) of every node of the target that breaks it."""

    message: str
    query: str
    has_value: bool


@dataclass(frozen=True)
class Shape:
    """One node shape. `requires` is the IRI of the graph without which it cannot be checked, or empty."""

    label: str
    requires: str
    core: rdflib.Graph  # the shape without its SPARQL constraints
    parts: frozenset[Node]  # the shape itself and its property shapes
    sparql: tuple[SparqlRule, ...]
    size: int  # how many rules it holds


@lru_cache(maxsize=4)
def read_shapes(path: Path | None = None) -> tuple[Shape, ...]:
    """The shapes of a file in the order of their names in it; None: those that ship with kg."""
    import rdflib
    from rdflib.namespace import RDF, SH

    source = path or folder("ontologies") / "shapes.ttl"
    graph = rdflib.Graph().parse(source, format="turtle")
    nodes = sorted(node for node in graph.subjects(RDF.type, SH.NodeShape) if isinstance(node, rdflib.URIRef))
    return tuple(_shape(graph, node) for node in nodes)


def _shape(graph: rdflib.Graph, node: rdflib.URIRef) -> Shape:
    import rdflib
    from rdflib.namespace import DCTERMS, RDFS, SH

    core = rdflib.Graph()
    for triple in _closure(graph, node):
        core.add(triple)
    target = _target(graph, node)
    rules = tuple(_rule(graph, constraint, target) for constraint in graph.objects(node, SH.sparql))
    parts = frozenset({node, *graph.objects(node, SH.property)})
    label = str(graph.value(node, RDFS.label) or node)
    requires = str(graph.value(node, DCTERMS.requires) or "")
    return Shape(label, requires, core, parts, rules, len(parts) - 1 + len(rules))


def _closure(graph: rdflib.Graph, node: Node) -> Iterator[tuple[Node, Node, Node]]:
    """All that is said of a node and of the blank nodes below it, but for SPARQL constraints."""
    import rdflib
    from rdflib.namespace import SH

    for triple in graph.triples((node, None, None)):
        if triple[1] == SH.sparql:
            continue
        yield triple
        if isinstance(triple[2], rdflib.BNode):
            yield from _closure(graph, triple[2])


def _target(graph: rdflib.Graph, node: Node) -> str:
    """The pattern that binds $this to the nodes of the target."""
    from rdflib.namespace import SH

    ways = [f"{{ $this a {value.n3()} }}" for value in _sorted(graph.objects(node, SH.targetClass))]
    ways += [f"{{ $this {value.n3()} [] }}" for value in _sorted(graph.objects(node, SH.targetSubjectsOf))]
    ways += [f"{{ [] {value.n3()} $this }}" for value in _sorted(graph.objects(node, SH.targetObjectsOf))]
    return " UNION ".join(ways)


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=str)


def _rule(graph: rdflib.Graph, constraint: Node, target: str) -> SparqlRule:
    from rdflib.namespace import SH

    text = str(graph.value(constraint, SH.select))
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    query = prefixes + _WHERE.sub(lambda found: f"{found.group()} {target} ", text, count=1)
    head = _WHERE.split(text)[0]
    return SparqlRule(str(graph.value(constraint, SH.message)), query, "?value" in head)
