"""A stage that engines are tried on: totals by key."""

import polars as pl
import pyarrow as pa

from kg.engines.stages import Stage

SCHEMA = pa.schema([("key", pa.string()), ("total", pa.int64()), ("values", pa.list_(pa.int64()))])


def totals(table):
    frame = pl.DataFrame(pl.from_arrow(table))
    added = frame.group_by("key").agg(pl.col("value").sum().alias("total"), pl.col("value").sort().alias("values"))
    return added.to_arrow()


STAGE = Stage("totals", "key", totals, SCHEMA)


def rows(pairs):
    return pa.table(
        {"key": [k for k, _ in pairs], "value": [v for _, v in pairs]},
        schema=pa.schema([("key", pa.string()), ("value", pa.int64())]),
    )
