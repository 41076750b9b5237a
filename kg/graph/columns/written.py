"""Answers as CSV, TSV and SPARQL results JSON, written from whole columns."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import polars as pl

from kg.graph.columns.kinds import BOOLEAN, DOUBLE, INTEGER, STRING, TERM, YEAR, Kind, convert, lexical

_NATIVE = (INTEGER, DOUBLE, BOOLEAN, YEAR, STRING)
Columns = Sequence[tuple[str, Kind]]  # names in the frame, and what they hold


def as_csv(frame: pl.DataFrame, columns: Columns, heads: Sequence[str]) -> str:
    """SPARQL 1.1 results CSV: see `kg.graph.formats.to_csv`."""
    texts = [lexical(pl.col(name), kind).fill_null("").alias(name) for name, kind in columns]
    quoted = [
        pl.when(pl.col(name).str.contains('[",\r\n]'))
        .then(pl.concat_str(pl.lit('"'), pl.col(name).str.replace_all('"', '""', literal=True), pl.lit('"')))
        .otherwise(pl.col(name))
        for name, _ in columns
    ]
    if len(columns) == 1:  # an empty line would be no row
        quoted = [pl.when(quoted[0] == "").then(pl.lit('""')).otherwise(quoted[0])]
    head = pl.select(*(pl.lit(text).alias(name) for (name, _), text in zip(columns, heads, strict=True)))
    lines = pl.concat([head, frame.select(texts)]).select(pl.concat_str(quoted, separator=",")).to_series()
    return "\r\n".join(lines.to_list()) + "\r\n"


def as_tsv(frame: pl.DataFrame, columns: Columns, heads: Sequence[str]) -> str:
    """SPARQL 1.1 results TSV: see `kg.graph.formats.to_tsv`."""
    texts = []
    for name, kind in columns:
        bare = kind.form == "literal" and kind.detail in (INTEGER, BOOLEAN)
        text = lexical(pl.col(name), kind) if bare else convert(pl.col(name), kind, TERM)
        texts.append(text.fill_null("").alias(name))
    lines = frame.select(texts).select(pl.concat_str(pl.all(), separator="\t")).to_series().to_list()
    return "\n".join(["\t".join(f"?{head}" for head in heads), *lines]) + "\n"


def as_json(frame: pl.DataFrame, columns: Columns, heads: Sequence[str]) -> str | None:
    """SPARQL 1.1 query results JSON: see `kg.graph.formats.to_json`; None where a column has terms of any kind."""
    if any(kind == TERM for _, kind in columns):
        return None
    cells = []
    for (name, kind), head in zip(columns, heads, strict=True):
        fields = [
            pl.lit("uri" if kind.form == "iri" else "literal").alias("type"),
            lexical(pl.col(name), kind).alias("value"),
        ]
        if kind.form == "literal" and kind.detail != STRING:
            fields.append(pl.lit(kind.detail).alias("datatype"))
        cell = pl.concat_str(pl.lit(orjson.dumps(head).decode() + ":"), pl.struct(fields).struct.json_encode())
        cells.append(pl.when(pl.col(name).is_not_null()).then(cell).alias(name))
    rows = frame.select(pl.concat_str(cells, separator=",", ignore_nulls=True)).to_series().to_list()
    head = orjson.dumps({"vars": list(heads)}).decode()
    return f'{{"head":{head},"results":{{"bindings":[{",".join(f"{{{row}}}" for row in rows)}]}}}}'


def natives(frame: pl.DataFrame, columns: Columns, heads: Sequence[str]) -> pl.DataFrame | None:
    """Values as Python has them, IRIs as texts; None where those of a column are not of one simple type."""
    if any(kind.form != "iri" and kind.detail not in _NATIVE for _, kind in columns):
        return None
    values = [
        (lexical(pl.col(name), kind) if kind.form == "iri" else pl.col(name)).alias(name) for name, kind in columns
    ]
    years = [pl.col(name).cast(pl.Int64) for name, kind in columns if kind.detail == YEAR]
    found = frame.select(values).with_columns(years)
    return found.rename({name: head for (name, _), head in zip(columns, heads, strict=True)})
