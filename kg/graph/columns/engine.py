"""The door: a query in, columns of terms out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import Variable

from kg.graph.columns.algebra import Evaluator
from kg.graph.columns.expressions import from_rdflib
from kg.graph.columns.kinds import Solutions, Unsupported, to_terms
from kg.graph.columns.scans import Scans
from kg.graph.tokens import tokenise, variables
from kg.graph.values import Term
from kg.graph.vocab import PREFIXES

Rows = tuple[Literal["select", "ask", "graph"], tuple[str, ...], Iterator[tuple[Term | None, ...]]]


def answer(scans: Scans, text: str, constants: Mapping[str, Term], limit: int | None = None) -> Rows:
    """(form, columns, rows) of a query; form is "select", "ask" or "graph".

    Args:
        scans: the tables.
        text: SPARQL that has passed the guard and that an engine has parsed.
        constants: values of variables that are no variables, such as the parameters of a preset.
        limit: more rows than this and one more are not made.

    Raises:
        Unsupported: something in the query is not answered from columns.
    """
    import pyoxigraph as ox

    query = _parsed(text)
    if query.datasetClause:
        raise Unsupported("columns", "FROM")
    evaluator = Evaluator.of(scans, constants)
    most = None if limit is None else limit + 1
    if query.name == "SelectQuery":
        found = evaluator.rows(query.p)
        names = _columns(text, [str(v) for v in query.PV], found)
        return "select", names, _rows(found, names, constants, most)
    if query.name == "AskQuery":
        return "ask", ("answer",), iter([(ox.Literal(evaluator.rows(query.p).frame.height > 0),)])
    if query.name == "ConstructQuery" and query.template:
        return (
            "graph",
            ("subject", "predicate", "object"),
            _constructed(evaluator.rows(query.p.p), query.template, constants),
        )
    raise Unsupported("columns", query.name)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Any:
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


def _rows(
    found: Solutions, names: tuple[str, ...], constants: Mapping[str, Term], most: int | None
) -> Iterator[tuple[Term | None, ...]]:
    frame = found.frame if most is None else found.frame.head(most)
    columns: list[list[Term | None]] = []
    for name in names:
        if name in found.kinds:
            columns.append(to_terms(frame.get_column(name), found.kinds[name]))
        else:
            columns.append([constants.get(name)] * frame.height)
    return iter(zip(*columns, strict=True)) if columns else iter([()] * frame.height)


def _constructed(
    found: Solutions, template: list[tuple[Any, Any, Any]], constants: Mapping[str, Term]
) -> Iterator[tuple[Term, ...]]:
    """The triples of a template, each once; a row that leaves a part unbound makes none."""
    seen = set()
    for triple in template:
        names = [str(part) if isinstance(part, Variable) and str(part) not in constants else "" for part in triple]
        fixed = [None if name else _fixed(part, constants) for name, part in zip(names, triple, strict=True)]
        used = found.only([name for name in names if name])
        distinct = Solutions(used.frame.unique(), used.kinds)
        for row in _rows(distinct, tuple(names), {}, None):
            made = tuple(value if value is not None else other for value, other in zip(fixed, row, strict=True))
            if None not in made and made not in seen:
                seen.add(made)
                yield made  # type: ignore[misc]


def _fixed(part: Any, constants: Mapping[str, Term]) -> Term:
    return constants[str(part)] if isinstance(part, Variable) else from_rdflib(part)
