"""Simple answers to who is who, to be better than: all of a block are one, nobody is, one name is one person.

Each is a table of mention_id and person_id over the labelled mentions, as `scores.evaluate` takes it.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components


def rivals(mentions: pa.Table, names: pa.Table, gold: pa.Table) -> dict[str, pa.Table]:
    """Answers by name, worst first.

    `mentions` has mention_id and record_id; `names` has mention_id, name (the full name in a form that can be
    compared, null where only initials are known) and written (the same with initials); `gold` has mention_id and block.
    """
    spelled = _frame(names).select("mention_id", "name", "written")
    everybody = _frame(mentions).select("mention_id", "record_id").join(spelled, on="mention_id", how="left")
    rows = _frame(gold).select("mention_id", "block").unique("mention_id").sort("mention_id")
    rows = rows.join(everybody, on="mention_id", how="left", maintain_order="left")
    alone = pl.lit("mention ") + pl.col("mention_id")
    named = pl.coalesce(pl.format("{} / {}", "block", "name"), alone)
    return {
        "all in one": _answer(rows, pl.col("block")),
        "no merge": _answer(rows, alone),
        "shared co-author": _linked(rows, everybody),
        "same full name": _answer(rows, named),
    }


def _frame(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


def _answer(rows: pl.DataFrame, person: pl.Expr) -> pa.Table:
    return rows.select("mention_id", person.alias("person_id")).to_arrow()


def _linked(rows: pl.DataFrame, everybody: pl.DataFrame) -> pa.Table:
    """Mentions of one block that are connected by co-authors with the same name."""
    rows = rows.with_row_index("row")
    others = everybody.drop_nulls(["record_id", "written"]).select("record_id", other="written")
    met = (
        rows.drop_nulls("record_id").join(others, on="record_id").filter(pl.col("other").ne_missing(pl.col("written")))
    )
    met = met.with_columns(link=pl.struct("block", "other").rank("dense") - 1)
    count = len(rows)
    row, link = (met[name].to_numpy().astype(np.int64) for name in ("row", "link"))
    links = int(link.max(initial=0)) + 1
    edges = (np.ones(len(met)), (row, count + link))
    graph = sp.csr_matrix(edges, shape=(count + links, count + links))
    label = connected_components(graph, directed=False)[1][:count]
    return rows.select("mention_id", pl.Series("person_id", label).cast(pl.String)).to_arrow()
