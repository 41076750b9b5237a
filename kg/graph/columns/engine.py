"""The door: a query in, columns of terms out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

import polars as pl
import pyoxigraph as ox
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Variable

from kg.graph.columns.algebra import Evaluator
from kg.graph.columns.answers import Answers
from kg.graph.columns.expressions import from_rdflib
from kg.graph.columns.kinds import ROW, Solutions, Unsupported, iri, of_constant, stacked
from kg.graph.columns.scans import Scans
from kg.graph.tokens import tokenise, variables
from kg.graph.values import Term
from kg.graph.vocab import PREFIXES

Rows = tuple[Literal["select", "ask", "graph"], tuple[str, ...], Sequence[tuple[Term | None, ...]]]
_TRIPLE = ("subject", "predicate", "object")


def answer(scans: Scans, text: str, constants: Mapping[str, Term], limit: int | None = None) -> Rows:
    """(form, columns, rows) of a query; form is "select", "ask" or "graph".

    Args:
        scans: the columns.
        text: SPARQL that has passed the guard and that an engine has parsed.
        constants: values of variables that are no variables, such as the parameters of a preset.
        limit: more rows than this and one more are not made.

    Raises:
        Unsupported: something in the query is not answered from columns.
    """
    query = parsed(text)
    if query.datasetClause:
        raise Unsupported("columns", "FROM")
    evaluator = Evaluator.of(scans, constants)
    if query.name == "SelectQuery":
        found = evaluator.rows(query.p)
        names = _columns(text, [str(v) for v in query.PV], found)
        rows = Answers.of(found, names, dict(constants))
        return "select", names, rows if limit is None else rows[: limit + 1]
    if query.name == "AskQuery":
        return "ask", ("answer",), ((ox.Literal(evaluator.rows(query.p).frame.height > 0),),)
    if query.name == "ConstructQuery" and query.template:
        return "graph", _TRIPLE, _constructed(evaluator.rows(query.p.p), query.template, constants)
    if query.name == "DescribeQuery":
        return "graph", _TRIPLE, _described(evaluator, query)
    raise Unsupported("columns", query.name)


@lru_cache(maxsize=256)
def parsed(text: str) -> Any:
    try:
        return translateQuery(parseQuery(text), initNs=PREFIXES).algebra
    except Exception as error:  # rdflib raises what it likes where it does not know a construct
        raise Unsupported("columns", f"rdflib does not read it ({type(error).__name__})") from error


def _columns(text: str, names: list[str], found: Solutions) -> tuple[str, ...]:
    """The columns; those of `SELECT *` in the order of the text, and only what can be bound."""
    words = [token.text.upper() for token in tokenise(text) if token.kind in ("word", "sign")]
    after = words[words.index("SELECT") + 1 :]
    if next((word for word in after if word not in ("DISTINCT", "REDUCED")), "") != "*":
        return tuple(names)
    places = list(variables(text))
    return tuple(sorted((name for name in names if name in found.kinds), key=places.index))


def _constructed(
    found: Solutions, template: list[tuple[Any, Any, Any]], constants: Mapping[str, Term]
) -> tuple[tuple[Term | None, ...], ...]:
    """The triples of a template, each once; a row that leaves a part unbound makes none."""
    made: dict[tuple[Term | None, ...], None] = {}
    for triple in template:
        names = [str(part) if isinstance(part, Variable) and str(part) not in constants else "" for part in triple]
        fixed = [None if name else _fixed(part, constants) for name, part in zip(names, triple, strict=True)]
        used = found.only([name for name in names if name])
        distinct = Solutions(used.frame.unique(maintain_order=True), used.kinds)
        for row in Answers.of(distinct, names, {}):
            statement = tuple(value if value is not None else other for value, other in zip(fixed, row, strict=True))
            if None not in statement:
                made[statement] = None
    return tuple(made)


def _described(evaluator: Evaluator, query: Any) -> tuple[tuple[Term | None, ...], ...]:
    """All statements of the resolved graph about what is asked for."""
    asked = []
    for part in query.PV or ():
        if isinstance(part, Variable):
            found = evaluator.rows(query.p).only([str(part)])
            asked.append(Solutions(found.frame.rename({str(part): "s"}), {"s": found.kinds[str(part)]}))
        else:
            kind, value = of_constant(from_rdflib(part))
            row = {ROW: pl.Series([0], dtype=pl.UInt32), "s": pl.Series([value], dtype=kind.dtype)}
            asked.append(Solutions(pl.DataFrame(row), {"s": iri()}))
    things = stacked(asked)
    rows = evaluator.bgp_of([("s", "p", "o")], Solutions(things.frame.drop_nulls("s").unique("s"), things.kinds))
    return tuple(dict.fromkeys(Answers.of(rows, ("s", "p", "o"), {})))


def _fixed(part: Any, constants: Mapping[str, Term]) -> Term:
    return constants[str(part)] if isinstance(part, Variable) else from_rdflib(part)
