"""Gold labels as a table of mentions."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import orjson
import polars as pl
import pyarrow as pa

from kg.errors import InputError


def read_gold(path: Path | str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """mention_id, block and label of the lines of a gold file: {"work", "ordinal", "block", "label"}.

    `work` is the source's own key of a record; lines without a label are left out. InputError if the file cannot be
    read
    or none of its works is among the records.
    """
    path = Path(path)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            lines = [orjson.loads(line) for line in stream if line.strip()]
        wanted = pl.DataFrame(
            {
                "key": [str(line["work"]) for line in lines],
                "ordinal": [int(line["ordinal"]) for line in lines],
                "block": [str(line["block"]) for line in lines],
                "label": [None if line["label"] is None else str(line["label"]) for line in lines],
            },
            schema={"key": pl.String, "ordinal": pl.Int32, "block": pl.String, "label": pl.String},
        ).drop_nulls("label")
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = 'each line must be {"work": …, "ordinal": …, "block": …, "label": …}'
        raise InputError(str(path), f"is no gold file ({error!r})", remedy) from error
    records = pl.DataFrame(pl.from_arrow(tables["records"].select(["record_id", "key"])))
    mentions = pl.DataFrame(pl.from_arrow(tables["mentions"].select(["mention_id", "record_id", "ordinal", "role"])))
    found = (
        wanted.join(records, on="key")
        .join(mentions.filter(pl.col("role") == "author"), on=["record_id", "ordinal"])
        .select("mention_id", "block", "label")
        .sort("mention_id")
    )
    if len(wanted) and not len(found):
        raise InputError(str(path), "none of its works is in the graph", "build the graph from the works it labels")
    return found.to_arrow()
