"""The store of a large graph: columns with indexes, and an index of names.

The statements of a large graph are not made: what the tables say lies in columns (`kg.graph.columns.build`), sorted by
nothing but found by every id in it. Beside them lie what things are called, and the description of the dataset.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.vocab import PROVENANCE_GRAPH, expand

if TYPE_CHECKING:
    import polars as pl

    from kg.graph.blocks import RunInfo, Tables

LARGE_ROWS = 200_000  # of tables; some two million quads, which take Oxigraph twenty seconds to load
NAMES = "kg-names.parquet"
DESCRIPTION = "kg-description.nt"
COUNTED = ("records", "mentions", "authorships", "coauthorships", "decisions", "evidence")


# What `kg.graph.lookup` finds things by: kind of thing, table, columns.
_NAMED = (
    ("person", "people", ("name", "alternative_names")),
    ("venue", "venues", ("name", "abbreviation", "alternative_names")),
    ("organisation", "organisations", ("name", "alternative_names")),
    ("work", "works", ("title", "alternative_titles")),
)


def is_large(tables: Tables, least: int | None = None) -> bool:
    """Whether a store of the whole dataset would take too long to load: from so many rows on (None: `LARGE_ROWS`)."""
    least = LARGE_ROWS if least is None else least
    if isinstance(tables, Path):
        import pyarrow.parquet as pq

        paths = (tables / f"{name}.parquet" for name in COUNTED)
        return sum(int(pq.read_metadata(path).num_rows) for path in paths if path.is_file()) >= least
    return sum(int(tables[name].num_rows) for name in COUNTED if name in tables) >= least


def write_compact(tables: Tables, folder: Path, run: RunInfo) -> None:
    """Writes the store of these tables into an empty folder. Raises OSError where it cannot be written."""
    from kg.graph.columns.build import write_columns
    from kg.graph.dataset import description

    counted = write_columns(tables, folder, run.base)
    said = "".join(f"{triple} .\n" for triple in description(tables, counted, run))
    (folder / DESCRIPTION).write_text(said, encoding="utf-8")
    write_names(tables, folder)


def read_description(folder: Path) -> ox.Store:
    """What is said of the dataset itself, in kg:provenance of a store in memory. Raises OSError or SyntaxError."""
    store = ox.Store()
    graph = ox.NamedNode(expand(PROVENANCE_GRAPH))
    store.load(path=str(folder / DESCRIPTION), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
    return store


def write_names(tables: Tables, folder: Path) -> None:
    """Writes what things are called, folded and sorted, so that a look-up reads a few kilobytes of it."""
    import polars as pl

    from kg.graph.blocks import frames_of
    from kg.graph.terms import safe_id

    frames = frames_of(tables)
    parts = []
    for kind, table, columns in _NAMED:
        for column in columns:
            rows = frames.lazy(table).select(
                pl.lit(kind).alias("kind"), pl.col(f"{kind}_id").alias("id"), pl.col(column).alias("name")
            )
            parts.append(rows.explode("name") if column.startswith("alternative") else rows)
    names = pl.concat(parts).drop_nulls().unique().collect()
    texts = names.get_column("name").unique()
    folded = pl.DataFrame({"name": texts, "fold": folded_names(texts)})
    unsafe = names.get_column("id").unique().filter(names.get_column("id").unique().str.contains(r"[^A-Za-z0-9._~-]"))
    ids = {value: safe_id(value) for value in unsafe.to_list()}
    found = names.join(folded, on="name").select("kind", "fold", pl.col("id").replace(ids)).unique()
    found.sort("kind", "fold", "id").write_parquet(folder / NAMES, row_group_size=50_000)


def folded_names(texts: pl.Series) -> pl.Series:
    """`kg.graph.names.fold` for a whole column; plain letters, which most names have, are folded at once."""
    import polars as pl

    from kg.graph.names import fold

    plain = texts.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    simple = texts.str.contains(r"^[\x00-\x7f]*$") & (plain != "")
    rest = texts.filter(~simple)
    other = pl.Series("fold", [fold(text) for text in rest.to_list()], dtype=pl.String)
    return plain.scatter((~simple).arg_true(), other) if len(rest) else plain
