"""ISSNs of venues: what records give beside the venue's name is the venue's, where they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

Row = dict[str, Any]


def with_issns(venues: Iterable[Row], records: pl.DataFrame, names: pl.DataFrame) -> list[Row]:
    """The venues with the ISSNs that records of theirs give; one that two venues are given is accepted for neither.

    Args:
        venues: rows of the venues table.
        records: the extracted table.
        names: "printed", "venue_id" of every printed name.
    """
    said = (
        records.filter(pl.col("identifiers").list.len() > 0)
        .select(pl.col("venue").alias("printed"), "identifiers")
        .drop_nulls("printed")
        .explode("identifiers")
        .unnest("identifiers")
        .filter(pl.col("scheme") == "issn")
        .join(names.select("printed", "venue_id"), on="printed")
        .select("venue_id", "value")
        .unique()
        .filter(pl.len().over("value") == 1)
        .sort("venue_id", "value")
    )
    found: Mapping[str, list[str]] = defaultdict(list)
    for venue, value in said.iter_rows():
        found[venue].append(value)
    return [
        {**row, "identifiers": [{"scheme": "issn", "value": value} for value in found[row["venue_id"]]]}
        if row["venue_id"] in found
        else row
        for row in venues
    ]
