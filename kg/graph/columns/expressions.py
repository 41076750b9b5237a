"""FILTER, BIND and ORDER BY as expressions of Polars; null is both "unbound" and "error"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyoxigraph as ox
from rdflib.term import Literal, URIRef, Variable

from kg.graph.columns.kinds import (
    BOOLEAN,
    DECIMAL,
    DOUBLE,
    INTEGER,
    STRING,
    TERM,
    YEAR,
    Kind,
    Unsupported,
    common,
    constant,
    convert,
    disjoint,
    lexical,
    literal,
    of_constant,
    value_in,
)
from kg.graph.values import Term

Column = tuple[pl.Expr, Kind]
_TRUTH, _TEXT, _NUMBER = literal(BOOLEAN), literal(STRING), literal(INTEGER)
_NOTHING: Column = (pl.lit(None, dtype=pl.String), _TEXT)


def from_rdflib(term: Any) -> Term:
    """The term as the rest of kg holds it."""
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    raise Unsupported("columns", f"{term!r} in an expression")


@dataclass(frozen=True)
class Scope:
    """What an expression may refer to: the kinds of the columns, constants by variable, and answers to EXISTS."""

    kinds: Mapping[str, Kind]
    constants: Mapping[str, Term]
    exists: Callable[[Any], pl.Expr]


def compiled(node: Any, scope: Scope) -> Column:
    """The values of an expression and their kind. Raises Unsupported."""
    if isinstance(node, Variable):
        return _variable(str(node), scope)
    if isinstance(node, URIRef | Literal):
        return _constant(from_rdflib(node))
    name = getattr(node, "name", "")
    if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
        found = scope.exists(node)
        return (found if name == "Builtin_EXISTS" else ~found), _TRUTH
    maker = _MAKERS.get(name)
    if maker is None:
        raise Unsupported("columns", f"{name or type(node).__name__} is not answered from columns")
    return maker(node, scope)


def condition(node: Any, scope: Scope) -> pl.Expr:
    """The effective boolean value of an expression; an error counts as null."""
    values, kind = compiled(node, scope)
    if kind == _TRUTH:
        return values
    if kind.is_number:
        return _number(values, kind) != 0
    if kind == _TEXT:
        return values != ""
    raise Unsupported("columns", f"a truth of {kind}")


def _variable(name: str, scope: Scope) -> Column:
    if name in scope.constants:
        return _constant(scope.constants[name])
    if name in scope.kinds:
        return pl.col(name), scope.kinds[name]
    return _NOTHING


def _constant(term: Term) -> Column:
    kind, value = of_constant(term)
    return constant(value, kind), kind


def _and(node: Any, scope: Scope) -> Column:
    found = condition(node.expr, scope)
    for other in node.other:
        found = found & condition(other, scope)
    return found, _TRUTH


def _or(node: Any, scope: Scope) -> Column:
    found = condition(node.expr, scope)
    for other in node.other:
        found = found | condition(other, scope)
    return found, _TRUTH


def _not(node: Any, scope: Scope) -> Column:
    return ~condition(node.expr, scope), _TRUTH


def _compare(node: Any, scope: Scope) -> Column:
    if node.op in ("IN", "NOT IN"):
        choices = [_same(node.expr, other, scope) for other in node.other]
        found = pl.any_horizontal(choices) if choices else pl.lit(False)
        return (found if node.op == "IN" else ~found), _TRUTH
    if node.op in ("=", "!="):
        equal = _same(node.expr, node.other, scope)
        return (equal if node.op == "=" else ~equal), _TRUTH
    left, right = _bare(node, compiled(node.expr, scope), compiled(node.other, scope), scope)
    (one, one_kind), (other, other_kind) = left, right
    if one_kind.is_number and other_kind.is_number:
        one, other = _number(one, one_kind), _number(other, other_kind)
    elif one_kind != other_kind or one_kind.form != "literal":
        raise Unsupported("columns", f"{one_kind} {node.op} {other_kind}")
    compare = {"<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other}
    return compare[node.op], _TRUTH


def _bare(node: Any, left: Column, right: Column, scope: Scope) -> tuple[Column, Column]:
    """STR(?a) < STR(?b) of IRIs that begin alike is decided by how they go on."""
    sides = (node.expr, node.other)
    if all(getattr(side, "name", "") == "Builtin_STR" and isinstance(side.arg, Variable) for side in sides):
        (one, kind), (other, other_kind) = (_variable(str(side.arg), scope) for side in sides)
        if kind == other_kind and kind.form == "iri":
            as_they_are = _TEXT if kind.words is None else _NUMBER  # the order of numbers is that of their texts
            return (one, as_they_are), (other, as_they_are)
    return left, right


def _same(one: Any, other: Any, scope: Scope) -> pl.Expr:
    """Whether two expressions have the same value; a numbered id is compared with a constant by its number."""
    for node, fixed in ((one, other), (other, one)):
        name = str(node) if isinstance(node, Variable) else ""
        kind = scope.kinds.get(name)
        term = _fixed(fixed, scope)
        if kind is None or kind.words is None or term is None or name in scope.constants:
            continue
        number = value_in(term, kind)
        equal = pl.lit(False) if number is None else pl.col(name) == number
        return pl.when(pl.col(name).is_not_null()).then(equal)
    return _equal(compiled(one, scope), compiled(other, scope))


def _fixed(node: Any, scope: Scope) -> Term | None:
    """The IRI that a node is; None where it is none, or not known beforehand."""
    if isinstance(node, Variable):
        term = scope.constants.get(str(node))
    else:
        term = from_rdflib(node) if isinstance(node, URIRef) else None
    return term if isinstance(term, ox.NamedNode) else None


def _equal(left: Column, right: Column) -> pl.Expr:
    (one, one_kind), (other, other_kind) = left, right
    if one_kind.is_number and other_kind.is_number:
        return _number(one, one_kind) == _number(other, other_kind)
    if TERM in (one_kind, other_kind) and one_kind != other_kind:
        # Terms of any kind: equal where they are the same term, which is all that IRIs and texts can be.
        plain = {one_kind, other_kind} - {TERM}
        if any(kind.form == "literal" and kind != _TEXT for kind in plain):
            raise Unsupported("columns", f"{one_kind} = {other_kind}")
    if disjoint(one_kind, other_kind):
        if one_kind.form == other_kind.form == "literal":
            raise Unsupported("columns", f"{one_kind} = {other_kind}")
        return pl.when(one.is_not_null() & other.is_not_null()).then(pl.lit(False))
    kind = common(one_kind, other_kind)
    return convert(one, one_kind, kind) == convert(other, other_kind, kind)


def _number(values: pl.Expr, kind: Kind) -> pl.Expr:
    """Something to reckon with; decimals are kept as text, because a double does not hold all of them."""
    return values.cast(pl.Float64) if kind.detail == DECIMAL else values


_STEPS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def _reckoned(node: Any, scope: Scope) -> Column:
    """Sums and products, from left to right."""
    values, kind = compiled(node.expr, scope)
    for op, other in zip(node.op, node.other, strict=True):
        more, other_kind = compiled(other, scope)
        values, more = _number(values, kind), _number(more, other_kind)
        kind = _number_of(kind, other_kind)
        if op in _STEPS:
            values = _STEPS[op](values, more)
        elif isinstance(other, Literal) and not other.toPython():
            values = pl.lit(None, dtype=kind.dtype)  # a way to say "unbound"
        elif kind.detail == DOUBLE:
            values = values / more
        else:
            raise Unsupported("columns", "exact division")
    return values, kind


def _number_of(one: Kind, other: Kind) -> Kind:
    if not (one.is_number and other.is_number):
        raise Unsupported("columns", f"{one} reckoned with {other}")
    if DOUBLE in (one.detail, other.detail):
        return literal(DOUBLE)
    if DECIMAL in (one.detail, other.detail):
        raise Unsupported("columns", "exact decimals")
    return _NUMBER


def _negative(node: Any, scope: Scope) -> Column:
    values, kind = compiled(node.expr, scope)
    return -values, _number_of(kind, kind)


def _str(node: Any, scope: Scope) -> Column:
    values, kind = compiled(node.arg, scope)
    return lexical(values, kind), _TEXT


def _text(node: Any, scope: Scope) -> pl.Expr:
    values, kind = compiled(node, scope)
    if kind != _TEXT:
        raise Unsupported("columns", f"text expected, not {kind}")
    return values


def _plain(node: Any) -> str:
    if not isinstance(node, Literal):
        raise Unsupported("columns", "a pattern or place that is not constant")
    return str(node)


def _substr(node: Any, scope: Scope) -> Column:
    start = int(_plain(node.start)) - 1
    length = int(_plain(node.length)) if node.length is not None else None
    if start < 0:
        raise Unsupported("columns", "SUBSTR before the first letter")
    return _text(node.arg, scope).str.slice(start, length), _TEXT


def _replace(node: Any, scope: Scope) -> Column:
    flags = str(node.flags) if node.flags is not None else ""
    replacement = _plain(node.replacement)
    if "$" in replacement or "\\" in replacement or flags not in ("", "i"):
        raise Unsupported("columns", "REPLACE with groups or flags")
    pattern = f"(?i){_plain(node.pattern)}" if flags else _plain(node.pattern)
    return _text(node.arg, scope).str.replace_all(pattern, replacement), _TEXT


def _regex(node: Any, scope: Scope) -> Column:
    flags = str(node.flags) if node.flags is not None else ""
    if re.sub("[ims]", "", flags):
        raise Unsupported("columns", "REGEX with flags")
    pattern = f"(?{flags}){_plain(node.pattern)}" if flags else _plain(node.pattern)
    return _text(node.text, scope).str.contains(pattern), _TRUTH


def _two_texts(how: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Any, Scope], Column]:
    return lambda node, scope: (how(_text(node.arg1, scope), _text(node.arg2, scope)), _TRUTH)


def _one_text(how: Callable[[pl.Expr], pl.Expr], kind: Kind = _TEXT) -> Callable[[Any, Scope], Column]:
    return lambda node, scope: (how(_text(node.arg, scope)), kind)


def _concat(node: Any, scope: Scope) -> Column:
    return pl.concat_str([_text(part, scope) for part in node.arg]), _TEXT


def _coalesce(node: Any, scope: Scope) -> Column:
    return _merged([compiled(part, scope) for part in node.arg], pl.coalesce)


def _if(node: Any, scope: Scope) -> Column:
    test = condition(node.arg1, scope)

    def choose(parts: list[pl.Expr]) -> pl.Expr:
        return pl.when(test.is_null()).then(None).when(test).then(parts[0]).otherwise(parts[1])

    return _merged([compiled(node.arg2, scope), compiled(node.arg3, scope)], choose)


def _merged(parts: list[Column], how: Callable[[list[pl.Expr]], pl.Expr]) -> Column:
    """One of several columns in each row, in a kind that holds all of them; what is nothing fits everywhere."""
    kinds = [kind for column, kind in parts if column is not _NOTHING[0]] or [_TEXT]
    kind = kinds[0]
    for other in kinds[1:]:
        kind = common(kind, other)
    wide = [constant(None, kind) if column is _NOTHING[0] else convert(column, own, kind) for column, own in parts]
    return how(wide), kind


def _bound(node: Any, scope: Scope) -> Column:
    return _variable(str(node.arg), scope)[0].is_not_null(), _TRUTH


def _is(form: str) -> Callable[[Any, Scope], Column]:
    def make(node: Any, scope: Scope) -> Column:
        values, kind = compiled(node.arg, scope)
        if kind == TERM:
            return values.str.starts_with("<" if form == "iri" else '"'), _TRUTH
        return pl.when(values.is_not_null()).then(pl.lit(kind.form == form)), _TRUTH

    return make


def _absolute(node: Any, scope: Scope) -> Column:
    values, kind = compiled(node.arg, scope)
    return values.abs(), _number_of(kind, kind)


def _cast(node: Any, scope: Scope) -> Column:
    wanted = str(node.iri)
    if wanted not in (INTEGER, DOUBLE, STRING) or len(node.expr) != 1:
        raise Unsupported("columns", f"a call of <{wanted}>")
    inner = node.expr[0]
    if wanted == INTEGER and getattr(inner, "name", "") == "Builtin_STR":
        values, kind = compiled(inner.arg, scope)
        if kind in (literal(YEAR), _NUMBER):  # xsd:integer(STR(?year)) needs no text in between
            return values.cast(pl.Int64), _NUMBER
    values, kind = compiled(inner, scope)
    if wanted == STRING:
        return lexical(values, kind), _TEXT
    if kind == _TEXT:
        pattern = (
            r"^\s*[+-]?[0-9]+\s*$"
            if wanted == INTEGER
            else r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
        )
        text = pl.when(values.str.contains(pattern)).then(values.str.strip_chars().str.strip_prefix("+"))
        return text.cast(literal(wanted).dtype, strict=False), literal(wanted)
    if kind.is_number and (kind.detail == wanted or kind.detail == INTEGER):
        return values.cast(literal(wanted).dtype), literal(wanted)
    raise Unsupported("columns", f"<{wanted}> of {kind}")


_MAKERS: Mapping[str, Callable[[Any, Scope], Column]] = {
    "ConditionalAndExpression": _and,
    "ConditionalOrExpression": _or,
    "UnaryNot": _not,
    "UnaryMinus": _negative,
    "RelationalExpression": _compare,
    "AdditiveExpression": _reckoned,
    "MultiplicativeExpression": _reckoned,
    "TrueFilter": lambda node, scope: (pl.lit(True), _TRUTH),
    "Function": _cast,
    "Builtin_STR": _str,
    "Builtin_SUBSTR": _substr,
    "Builtin_REPLACE": _replace,
    "Builtin_REGEX": _regex,
    "Builtin_CONCAT": _concat,
    "Builtin_COALESCE": _coalesce,
    "Builtin_IF": _if,
    "Builtin_BOUND": _bound,
    "Builtin_isLITERAL": _is("literal"),
    "Builtin_isIRI": _is("iri"),
    "Builtin_isURI": _is("iri"),
    "Builtin_ABS": _absolute,
    "Builtin_LCASE": _one_text(lambda text: text.str.to_lowercase()),
    "Builtin_UCASE": _one_text(lambda text: text.str.to_uppercase()),
    "Builtin_STRLEN": _one_text(lambda text: text.str.len_chars().cast(pl.Int64), _NUMBER),
    "Builtin_CONTAINS": _two_texts(lambda text, part: text.str.contains(part, literal=True)),
    "Builtin_STRSTARTS": _two_texts(lambda text, part: text.str.starts_with(part)),
    "Builtin_STRENDS": _two_texts(lambda text, part: text.str.ends_with(part)),
}


def sort_key(node: Any, scope: Scope) -> list[pl.Expr]:
    """What to sort by: IRIs come before literals, and unbound before all (Polars: nulls first)."""
    values, kind = compiled(node, scope)
    if kind == TERM:
        return [values.str.starts_with('"'), lexical(values, kind)]
    return [_number(values, kind)]
