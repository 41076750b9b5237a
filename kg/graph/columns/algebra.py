"""The algebra of a query over columns: joins, optional parts, unions, groups, order.

Parts are evaluated from left to right, and what is bound already narrows what is read next. Where SPARQL's bottom-up
meaning could differ from that (a part that looks at a variable which only its left neighbour binds), the part is
evaluated on its own and joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np
import polars as pl
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.graph.columns.expressions import Scope, compiled, condition, from_rdflib, sort_key
from kg.graph.columns.groups import grouped
from kg.graph.columns.kinds import ROW, UNIT, Solutions, Unsupported, joined, matching, of_constant, stacked
from kg.graph.columns.patterns import Matcher, Where
from kg.graph.columns.scans import GRAPHS, Scans
from kg.graph.values import Term
from kg.graph.vocab import RESOLVED_GRAPH, expand

_flag = count()


@dataclass(frozen=True)
class Evaluator:
    """Evaluates the nodes of rdflib's algebra; `where` is the graph that is asked at this place."""

    matcher: Matcher
    constants: Mapping[str, Term]
    where: Where

    @classmethod
    def of(cls, scans: Scans, constants: Mapping[str, Term]) -> Evaluator:
        """An evaluator that asks the resolved graph where a query names none."""
        return cls(Matcher(scans, constants), constants, Where(iri=expand(RESOLVED_GRAPH)))

    def rows(self, node: Any, seed: Solutions = UNIT) -> Solutions:
        """The rows of a node, joined with those of the seed. Raises Unsupported."""
        method = _NODES.get(node.name)
        if method is None:
            raise Unsupported("columns", f"{node.name} is not answered from columns")
        return method(self, node, seed)

    # ------------------------------------------------------------ patterns

    def bgp(self, node: Any, seed: Solutions) -> Solutions:
        return self.matcher.match(node.triples, self.where, seed)

    def bgp_of(self, triples: list[tuple[str, str, str]], seed: Solutions) -> Solutions:
        """The rows of patterns between variables, given by their names."""
        return self.matcher.match([tuple(map(Variable, triple)) for triple in triples], self.where, seed)  # type: ignore[misc]

    def graph(self, node: Any, seed: Solutions) -> Solutions:
        term = self.constants.get(str(node.term)) if isinstance(node.term, Variable) else from_rdflib(node.term)
        if term is None:
            return replace(self, where=Where(variable=str(node.term))).rows(node.p, seed)
        if term.value not in GRAPHS:
            raise Unsupported("columns", "the graph of one document")
        return replace(self, where=Where(iri=term.value)).rows(node.p, seed)

    def join(self, node: Any, seed: Solutions) -> Solutions:
        left = self.rows(node.p1, seed)
        return self.after(node.p2, left)

    def after(self, node: Any, left: Solutions) -> Solutions:
        """`left` joined with the rows of a node."""
        if narrows(node, set(left.kinds)):
            return self.rows(node, left)
        return joined(left, self.rows(node))

    def left_join(self, node: Any, seed: Solutions) -> Solutions:
        left = self.rows(node.p1, seed)
        name = f"#left{next(_flag)}"
        numbered = Solutions(left.frame.with_row_index(name), left.kinds)
        right = self.after(node.p2, numbered)
        if node.expr.name != "TrueFilter":
            right = self.filtered(right, node.expr)
        found = np.zeros(numbered.frame.height, dtype=bool)
        found[right.frame.get_column(name).to_numpy()] = True
        missing = numbered.frame.filter(pl.Series(~found))
        both = stacked([right, Solutions(missing, left.kinds)]) if missing.height else right
        return Solutions(both.frame.drop(name), both.kinds)

    def filter(self, node: Any, seed: Solutions) -> Solutions:
        return self.filtered(self.rows(node.p, seed), node.expr)

    def filtered(self, rows: Solutions, expr: Any) -> Solutions:
        """The rows for which the expression is true; of several conditions, what costs most sees the fewest rows."""
        for part in sorted(_conditions(expr), key=_effort):
            flags: dict[str, pl.Series] = {}
            test = condition(part, self.scope(rows, flags))
            frame = rows.frame.with_columns(flag.alias(name) for name, flag in flags.items()).filter(test)
            rows = Solutions(frame.drop(*flags), rows.kinds)
        return rows

    def scope(self, rows: Solutions, flags: dict[str, pl.Series]) -> Scope:
        """What expressions over these rows see; the answers to EXISTS are put among the flags."""

        def exists(node: Any) -> pl.Expr:
            name = f"#exists{next(_flag)}"
            flags[name] = self._exists(node, rows)
            return pl.col(name)

        return Scope(rows.kinds, self.constants, exists)

    def _exists(self, node: Any, rows: Solutions) -> pl.Series:
        """For each row, whether the pattern has an answer with its bindings put in."""
        part = node.graph
        if part.name == "GroupGraphPatternSub":
            part = translateGroupGraphPattern(part)
        name = f"#row{next(_flag)}"
        shared = [v for v in rows.kinds if v in variables(part)]
        if any(rows.frame.get_column(v).null_count() for v in shared):
            raise Unsupported("columns", "EXISTS about a variable that may be unbound")
        if not shared:
            found = self.rows(part).frame.height > 0
            return pl.repeat(found, rows.frame.height, eager=True)
        # Rows that are alike in what the pattern sees have the same answer.
        alike = rows.frame.select(shared).unique().with_row_index(name)
        seed = alike.with_columns(pl.lit(0, dtype=pl.UInt32).alias(ROW))
        found_rows = self.rows(part, Solutions(seed, {v: rows.kinds[v] for v in shared})).frame
        marks = pl.repeat(False, alike.height, eager=True).scatter(found_rows.get_column(name).unique(), True)
        answers = alike.select(*shared, marks.alias(name))
        joined_back = rows.frame.select(shared).join(answers, on=shared, how="left", maintain_order="left")
        return joined_back.get_column(name)

    def union(self, node: Any, seed: Solutions) -> Solutions:
        return stacked([self.after(part, seed) for part in (node.p1, node.p2)])

    def minus(self, node: Any, seed: Solutions) -> Solutions:
        left, right = self.rows(node.p1, seed), self.rows(node.p2)
        shared = [name for name in left.kinds if name in right.kinds]
        if not shared:
            return left
        one, other = matching(left, right, shared)
        return Solutions(one.frame.join(other.frame, on=shared, how="anti"), one.kinds)

    def extend(self, node: Any, seed: Solutions) -> Solutions:
        rows, name = self.rows(node.p, seed), str(node.var)
        if name in rows.kinds:
            raise Unsupported("columns", "BIND to a variable that has a value")
        flags: dict[str, pl.Series] = {}
        values, kind = compiled(node.expr, self.scope(rows, flags))
        frame = rows.frame.with_columns(flag.alias(flagged) for flagged, flag in flags.items())
        frame = frame.with_columns(values.alias(name)).drop(*flags)
        return Solutions(frame, rows.kinds | {name: kind})

    def values(self, node: Any, seed: Solutions) -> Solutions:
        parts = []
        for row in node.res:
            bound = {
                str(v): of_constant(from_rdflib(term))
                for v, term in row.items()
                if isinstance(term, URIRef) or term != "UNDEF"
            }
            columns = {v: pl.Series([value], dtype=kind.dtype) for v, (kind, value) in bound.items()}
            frame = pl.DataFrame({ROW: pl.Series([0], dtype=pl.UInt32)} | columns)
            parts.append(Solutions(frame, {v: kind for v, (kind, _) in bound.items()}))
        return joined(seed, stacked(parts))

    def multiset(self, node: Any, seed: Solutions) -> Solutions:
        return joined(seed, self.rows(node.p))

    # ------------------------------------------------------------ solutions

    def aggregate(self, node: Any, seed: Solutions) -> Solutions:
        rows = self.rows(node.p.p)
        return joined(seed, grouped(rows, node.p.expr, node.A, lambda found: self.scope(found, {})))

    def project(self, node: Any, seed: Solutions) -> Solutions:
        rows = self.rows(node.p)
        return joined(seed, rows.only([str(v) for v in node.PV]))

    def distinct(self, node: Any, seed: Solutions) -> Solutions:
        rows = self.rows(node.p, seed)
        return Solutions(rows.frame.unique(maintain_order=True), rows.kinds)

    def order(self, node: Any, seed: Solutions) -> Solutions:
        rows = self.rows(node.p, seed)
        keys: list[pl.Expr] = []
        down: list[bool] = []
        for term in node.expr:
            found = sort_key(term.expr, self.scope(rows, {}))
            keys += found
            down += [term.order == "DESC"] * len(found)
        # Unbound is the least of all: first going up, last coming down.
        frame = rows.frame.sort(keys, descending=down, nulls_last=down, maintain_order=True)
        return Solutions(frame, rows.kinds)

    def slice(self, node: Any, seed: Solutions) -> Solutions:
        rows = self.rows(node.p, seed)
        return Solutions(rows.frame.slice(node.start or 0, node.length), rows.kinds)


_NODES: Mapping[str, Callable[[Evaluator, Any, Solutions], Solutions]] = {
    "BGP": Evaluator.bgp,
    "Graph": Evaluator.graph,
    "Join": Evaluator.join,
    "LeftJoin": Evaluator.left_join,
    "Filter": Evaluator.filter,
    "Union": Evaluator.union,
    "Minus": Evaluator.minus,
    "Extend": Evaluator.extend,
    "ToMultiSet": Evaluator.multiset,
    "values": Evaluator.values,
    "AggregateJoin": Evaluator.aggregate,
    "Project": Evaluator.project,
    "Distinct": Evaluator.distinct,
    "Reduced": Evaluator.distinct,
    "OrderBy": Evaluator.order,
    "Slice": Evaluator.slice,
    "SelectQuery": lambda evaluator, node, seed: evaluator.rows(node.p, seed),
}


def _conditions(expr: Any) -> list[Any]:
    """The conditions that must all be true for an expression to be true."""
    if getattr(expr, "name", "") != "ConditionalAndExpression":
        return [expr]
    return [condition for part in (expr.expr, *expr.other) for condition in _conditions(part)]


def _effort(expr: Any) -> int:
    """How much it costs to decide a condition: comparing, changing texts, matching patterns."""
    names = set(_names(expr))
    if names & {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        return 2
    return int(bool(names & {"Builtin_REPLACE", "Builtin_REGEX", "Builtin_LCASE", "Builtin_UCASE", "Builtin_CONCAT"}))


def _names(node: Any) -> Iterator[str]:
    """The names of everything that an expression calls."""
    if isinstance(node, CompValue):
        yield node.name
        for key, value in node.items():
            if key != "_vars":
                yield from _names(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _names(part)


def variables(node: Any) -> set[str]:
    """The names of all variables below a node."""
    if isinstance(node, Variable):
        return {str(node)}
    if isinstance(node, dict):
        return {name for key, value in node.items() if key != "_vars" for name in variables(value)}
    if isinstance(node, list | tuple | set):
        return {name for value in node for name in variables(value)}
    return set()


def certain(node: Any) -> set[str]:
    """Variables that every row of a node binds."""
    if node.name == "BGP":
        return {str(part) for triple in node.triples for part in triple if isinstance(part, Variable)}
    if node.name in ("Join",):
        return certain(node.p1) | certain(node.p2)
    if node.name == "Union":
        return certain(node.p1) & certain(node.p2)
    if node.name in ("LeftJoin", "Minus"):
        return certain(node.p1)
    if node.name in ("Filter", "Graph", "Extend"):
        own = {str(node.term)} if node.name == "Graph" and isinstance(node.term, Variable) else set()
        return certain(node.p) | own
    return set()


def narrows(node: Any, bound: set[str]) -> bool:
    """Whether putting the bound variables in beforehand leaves the meaning of a node as it is."""
    if node.name == "BGP":
        return True
    if node.name == "Graph":
        return narrows(node.p, bound)
    if node.name in ("Join", "Union"):
        return narrows(node.p1, bound) and narrows(node.p2, bound)
    if node.name == "Minus":
        return narrows(node.p1, bound)
    if node.name == "Filter":
        return narrows(node.p, bound) and variables(node.expr) & bound <= certain(node.p)
    if node.name == "Extend":
        sees = variables(node.expr) & bound
        return str(node.var) not in bound and narrows(node.p, bound) and sees <= certain(node.p)
    if node.name == "LeftJoin":
        sees = (variables(node.p2) | variables(node.expr)) & bound
        return narrows(node.p1, bound) and narrows(node.p2, bound) and sees <= certain(node.p1)
    return False
