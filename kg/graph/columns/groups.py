"""GROUP BY and its aggregates over columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

import polars as pl
from rdflib.term import Variable

from kg.graph.columns.expressions import Scope, compiled
from kg.graph.columns.kinds import (
    DECIMAL,
    INTEGER,
    ROW,
    TERM,
    Kind,
    Solutions,
    Unsupported,
    are_numbers,
    literal,
    packed,
)

_MANY = 100_000  # rows from which on two columns of numbers are packed into one
_PACKED = "_:packed"
_MOST_DIGITS = 18  # after the point, as Oxigraph keeps them


def grouped(
    rows: Solutions, keys: Sequence[Any] | None, aggregates: Sequence[Any], scope: Callable[[Solutions], Scope]
) -> Solutions:
    """One row a group, with the aggregates under the names that the algebra gave them. Raises Unsupported."""
    names: list[str] = []
    for key in keys or ():
        if not isinstance(key, Variable):
            raise Unsupported("columns", "GROUP BY an expression")
        names.append(str(key))
    named = [name for name in names if name in rows.kinds]
    inputs, measures, kinds = _measures(rows, aggregates, scope(rows))
    frame = rows.frame.select(ROW, *named, *inputs)
    if keys:
        if len(named) == 2 and frame.height > _MANY and are_numbers(frame, named):
            # One number for two: groups of it are found in half the time.
            frame = frame.group_by(packed(named).alias(_PACKED)).agg(measures)
        else:
            frame = frame.group_by(named).agg(measures) if named else frame.select(measures).limit(rows.frame.height)
    else:
        frame = frame.select(measures)
    frame = _averages(frame, kinds)
    frame = frame.with_columns(pl.lit(0, dtype=pl.UInt32).alias(ROW))
    return Solutions(frame.select(ROW, *kinds), kinds)  # what is asked of the keys is among the aggregates


def _measures(
    rows: Solutions, aggregates: Sequence[Any], scope: Scope
) -> tuple[list[pl.Expr], list[pl.Expr], dict[str, Kind]]:
    """The columns to measure, the measures, and the kind of each."""
    inputs, measures, kinds = [], [], {}
    for number, aggregate in enumerate(aggregates):
        name, function = str(aggregate.res), aggregate.name.removeprefix("Aggregate_")
        if aggregate.vars == "*" and not isinstance(aggregate.vars, Variable):
            if aggregate.distinct:
                raise Unsupported("columns", "COUNT(DISTINCT *)")
            measures.append(pl.len().cast(pl.Int64).alias(name))
            kinds[name] = literal(INTEGER)
            continue
        values, kind = compiled(aggregate.vars, scope)
        inputs.append(values.alias(f"_:in{number}"))
        measure, kinds[name] = _measure(function, pl.col(f"_:in{number}"), kind, distinct=bool(aggregate.distinct))
        measures.append(measure.alias(name))
    return inputs, measures, kinds


def _measure(function: str, values: pl.Expr, kind: Kind, *, distinct: bool) -> tuple[pl.Expr, Kind]:
    if function == "Count":
        counted = values.drop_nulls().n_unique() if distinct else values.count()
        return counted.cast(pl.Int64), literal(INTEGER)
    if function == "Sample":
        return values.drop_nulls().first(), kind
    if function in ("Min", "Max"):
        if kind == TERM or (kind.form == "literal" and kind.detail == DECIMAL):
            raise Unsupported("columns", f"{function} of {kind}")
        return (values.min() if function == "Min" else values.max()), kind
    if distinct or kind != literal(INTEGER):
        raise Unsupported("columns", f"{function} of {kind}")
    whole = values.null_count() == 0  # one error spoils the sum
    if function == "Sum":
        return pl.when(whole).then(values.sum()), kind
    if function == "Avg":
        return pl.when(whole).then(pl.struct(values.sum().alias("s"), values.len().alias("n"))), Kind(
            "literal", "average"
        )
    raise Unsupported("columns", function)


def _averages(frame: pl.DataFrame, kinds: dict[str, Kind]) -> pl.DataFrame:
    """Exact means: a double would round them otherwise than the other engines do."""
    for name, kind in list(kinds.items()):
        if kind.detail == "average":
            rows = frame.get_column(name).to_list()
            if any(row is not None and not row["n"] for row in rows):
                raise Unsupported("columns", "the mean of nothing, which is an integer")
            means = [_mean(row) for row in rows]
            frame = frame.with_columns(pl.Series(name, means, dtype=pl.String))
            kinds[name] = literal(DECIMAL)
    return frame


def _mean(row: dict[str, int] | None) -> str | None:
    if row is None or row["s"] is None:
        return None
    with localcontext() as context:
        context.prec = 60
        mean = (Decimal(row["s"]) / row["n"]).quantize(Decimal(1).scaleb(-_MOST_DIGITS), rounding=ROUND_DOWN)
    text = format(mean, "f").rstrip("0").rstrip(".")
    return text
