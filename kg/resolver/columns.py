"""Small things that every stage of the resolver needs of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg.engines.spill import mapped
from kg.schemas import TABLES, empty

SLICE = 100_000  # rows turned into a table at a time
Numbers = NDArray[np.int64]
Pairs = tuple["np.ndarray[Any, np.dtype[np.int64]]", "np.ndarray[Any, np.dtype[np.int64]]"]


def frame(tables: Mapping[str, pa.Table], name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The table of that name as a frame with all columns of its schema, or those asked for; empty if it is missing.

    Each column of texts takes 16 bytes a row and more in a frame, so large tables are asked for what is needed.
    """
    table, columns = tables.get(name), columns or TABLES[name].names
    if table is not None:
        table = table.select([column for column in columns if column in table.column_names])
    made = pl.from_arrow(empty(name) if table is None else table)
    assert isinstance(made, pl.DataFrame)
    wanted = pl.from_arrow(empty(name).select(list(columns)))
    assert isinstance(wanted, pl.DataFrame)
    return made.select(
        pl.col(column).cast(kind) if column in made.columns else pl.lit(None, dtype=kind).alias(column)
        for column, kind in wanted.schema.items()
    )


def table(rows: pl.DataFrame, name: str) -> pa.Table:
    """The frame as the table of that name: columns of its schema in order, missing ones null; mapped if it is large."""
    schema = TABLES[name]
    wanted = pl.from_arrow(empty(name))
    assert isinstance(wanted, pl.DataFrame)
    columns = [
        pl.col(column).cast(kind) if column in rows.columns else pl.lit(None, dtype=kind).alias(column)
        for column, kind in wanted.schema.items()
    ]
    return mapped(schema, (some.select(columns).to_arrow().cast(schema) for some in rows.iter_slices(SLICE)))


def whole(tables: Mapping[str, pa.Table], name: str) -> pa.Table:
    """The table of that name with exactly the columns of its schema; empty if it is missing."""
    found = tables.get(name)
    if found is not None and found.schema.equals(TABLES[name]):
        return found
    return table(frame(tables, name), name)


def rows_table(rows: Iterable[Mapping[str, Any]], name: str) -> pa.Table:
    """Rows as the table of that name."""
    return pa.Table.from_pylist(list(rows), schema=TABLES[name])


def fold(text: pl.Expr) -> pl.Expr:
    """Lower-case words of letters and digits with single spaces; accents, tags and punctuation gone."""
    return (
        text.fill_null("")
        .str.replace_all(r"</?[A-Za-z][^<>]{0,30}>", " ")
        .str.replace_all("&amp;", "&", literal=True)
        .str.normalize("NFKD")
        .str.replace_all(r"\p{M}", "")
        .str.to_lowercase()
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all(r"['’`]", "")
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
    )


def distinct(values: Numbers) -> Numbers:
    """The different numbers, sorted. Sorting them is many times faster than what NumPy does to find them.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def in_slices(rows: pl.DataFrame, work: Callable[[pl.DataFrame], pl.DataFrame], size: int = 100_000) -> pl.DataFrame:
    """What `work`, which looks at each row alone, makes of the rows: a slice at a time, to keep memory bounded."""
    return pl.concat([work(rows.slice(start, size)) for start in range(0, max(rows.height, 1), size)])


def window_pairs(keys: pl.DataFrame, *, order: list[str], reach: int) -> pl.DataFrame:
    """Pairs of rows that share a key: all of a group of up to `reach` + 1 rows, else neighbours in `order`.

    Args:
        keys: columns "key", "row" and those of `order`; a row may stand under several keys.
        order: columns that put like rows of one key side by side.
        reach: how far apart in the order two rows of one key may stand.

    Returns:
        "left", "right" (left < right), each pair once.
    """
    shared = keys.filter(pl.len().over("key") > 1).sort(["key", *order, "row"])
    key = shared["key"].rank("dense").to_numpy()
    row = shared["row"].cast(pl.Int64).to_numpy()
    lefts, rights = [], []
    for distance in range(1, reach + 1):
        same = np.flatnonzero(key[distance:] == key[:-distance])
        if not len(same):
            break
        lefts.append(row[same])
        rights.append(row[same + distance])
    if not lefts:
        return pl.DataFrame(schema={"left": pl.Int64, "right": pl.Int64})
    left, right = np.concatenate(lefts), np.concatenate(rights)
    found = pl.DataFrame({"left": np.minimum(left, right), "right": np.maximum(left, right)})
    return found.filter(pl.col("left") != pl.col("right")).unique().sort("left", "right")


def components(left: Any, right: Any, size: int) -> Any:
    """Number of the connected component of each of `size` nodes."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not len(left):
        return np.arange(size)
    links = coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return connected_components(links, directed=False)[1]
