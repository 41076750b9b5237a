"""A store of everything that a question touches, for questions that columns do not answer themselves.

Every triple pattern of a query is answered from the columns, and the statements go into an Oxigraph store in memory:
as a query only ever sees what its patterns fit, it has the same answer there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
import pyoxigraph as ox
from rdflib import paths
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from kg.graph.columns.engine import parsed
from kg.graph.columns.expressions import from_rdflib
from kg.graph.columns.kinds import TERM, Solutions, Unsupported, convert
from kg.graph.columns.patterns import GRAPH_NAME, Matcher, Position
from kg.graph.columns.scans import GRAPHS, Scans
from kg.graph.vocab import RESOLVED_GRAPH, expand

_MOST_STATEMENTS = 1_000_000  # of a store for one question: it takes some eight seconds
_RESOLVED = expand(RESOLVED_GRAPH)
Pattern = tuple[Position, Position, Position]
Touched = tuple[str | None, Pattern]  # the graph (None: that of a document), and what is asked of it


def touched(
    scans: Scans, text: str, default_graphs: Sequence[str] | None = None, named_graphs: Sequence[str] | None = None
) -> ox.Store:
    """A store with all statements that the patterns of a query fit, each in its graph.

    The dataset is what the query says with FROM, or else what is given here.

    Raises:
        Unsupported: they are too many, or what is asked cannot be told from the patterns.
    """
    query = parsed(text)
    if default_graphs is None:
        default_graphs = [str(clause.default) for clause in query.datasetClause or () if clause.default is not None]
        default_graphs = default_graphs if query.datasetClause else [_RESOLVED]
    wanted = set(_of_node(query, tuple(default_graphs)))
    if query.name == "DescribeQuery":
        wanted |= _described(query, default_graphs)
    store, count = ox.Store(), 0
    for graph, pattern in sorted(wanted, key=str):
        found = Matcher(scans, {}).statements(*pattern, graph)
        count += found.frame.height
        if count > _MOST_STATEMENTS:
            raise Unsupported("columns", f"it touches more than {_MOST_STATEMENTS:,} statements")
        if not found.frame.height:
            continue
        store.bulk_load(io.BytesIO(_written(found, pattern, graph)), format=ox.RdfFormat.N_QUADS)
    return store


def _described(query: Any, graphs: Sequence[str]) -> set[Touched]:
    if any(isinstance(part, Variable) for part in query.PV or ()):
        raise Unsupported("columns", "DESCRIBE of a variable")
    return {(graph, (from_rdflib(part), "p", "o")) for part in query.PV or () for graph in graphs}


def _of_node(node: Any, graphs: tuple[str | None, ...]) -> Iterator[Touched]:
    """What the patterns below a node of the algebra touch; `graphs` are those that are asked there."""
    if isinstance(node, list | tuple | set):
        for part in node:
            yield from _of_node(part, graphs)
    if not isinstance(node, CompValue):
        return
    name = node.name
    if name == "Graph":
        graphs = _graphs_of(node.term)
    if name == "GroupGraphPatternSub":  # inside EXISTS
        yield from _of_node(translateGroupGraphPattern(node), graphs)
        return
    if name == "BGP":
        plain = {part for s, p, o in node.triples if isinstance(p, URIRef | Variable) for part in (s, o)}
        for subject, predicate, value in node.triples:
            for pattern in _patterns(subject, predicate, value, plain):
                yield from ((graph, pattern) for graph in graphs)
        return
    for key, value in node.items():
        if key not in ("_vars", "PV", "template", "datasetClause"):
            yield from _of_node(value, graphs)


def _graphs_of(term: Any) -> tuple[str | None, ...]:
    """The graphs that GRAPH may mean; None are those of the documents."""
    if isinstance(term, Variable):
        return (*sorted(GRAPHS), None)
    return (str(term),) if str(term) in GRAPHS else (None,)


def _patterns(subject: Any, predicate: Any, value: Any, plain: set[Any]) -> Iterator[Pattern]:
    if isinstance(predicate, URIRef | Variable):
        yield _position(subject, "s"), _position(predicate, "p"), _position(value, "o")
        return
    known = any(not isinstance(end, Variable | BNode) or end in plain for end in (subject, value))
    if _may_be_empty(predicate) and not known:
        raise Unsupported("columns", "a path that may be empty between two unknown ends")
    for step in _steps(predicate):
        yield "s", "p" if step is None else ox.NamedNode(str(step)), "o"


def _may_be_empty(path: Any) -> bool:
    if isinstance(path, paths.MulPath):
        return path.mod in ("*", "?") or _may_be_empty(path.path)
    if isinstance(path, paths.SequencePath):
        return all(_may_be_empty(part) for part in path.args)
    if isinstance(path, paths.AlternativePath):
        return any(_may_be_empty(part) for part in path.args)
    return isinstance(path, paths.InvPath) and _may_be_empty(path.arg)


def _steps(path: Any) -> Iterator[URIRef | None]:
    """The predicates of a path; None is any."""
    if isinstance(path, URIRef):
        yield path
    elif isinstance(path, paths.SequencePath | paths.AlternativePath):
        for part in path.args:
            yield from _steps(part)
    elif isinstance(path, paths.InvPath):
        yield from _steps(path.arg)
    elif isinstance(path, paths.MulPath):
        yield from _steps(path.path)
    else:
        yield None


def _position(part: Any, name: str) -> Position:
    return name if isinstance(part, Variable | BNode) else from_rdflib(part)


def _written(found: Solutions, pattern: Pattern, graph: str | None) -> bytes:
    """The statements as N-Quads."""
    parts = [_text(found, part) for part in pattern]
    parts.append(_text(found, GRAPH_NAME) if graph is None else pl.lit(f"<{graph}>"))
    lines = found.frame.select(pl.concat_str(*parts, pl.lit(".\n"), separator=" ")).to_series()
    return "".join(lines.to_list()).encode()


def _text(found: Solutions, part: Position) -> pl.Expr:
    return convert(pl.col(part), found.kinds[part], TERM) if isinstance(part, str) else pl.lit(str(part))
