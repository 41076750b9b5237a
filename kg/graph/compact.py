"""The store of a large graph: the resolved graph alone, and an index of names beside it.

A quad in a named graph costs Oxigraph six index entries, one in the default graph three. So the resolved graph lies in
the default graph. What documents say and why things were decided is answered from the tables (`kg.graph.columns`),
which stay beside the store. `GRAPH kg:resolved { … }` of a query is read as the default graph.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg.graph.guard import expand_name
from kg.graph.tokens import Token, tokenise
from kg.graph.vocab import PREFIXES, RESOLVED_GRAPH, expand

if TYPE_CHECKING:
    import polars as pl

    from kg.graph.blocks import RunInfo, Tables

LARGE_ROWS = 500_000  # of tables; some five million quads, which take a minute to load
NAMES = "kg-names.parquet"
COUNTED = ("records", "mentions", "authorships", "coauthorships", "decisions", "evidence")


# What `kg.graph.lookup` finds things by: kind of thing, table, columns.
_NAMED = (
    ("person", "people", ("name", "alternative_names")),
    ("venue", "venues", ("name", "abbreviation", "alternative_names")),
    ("organisation", "organisations", ("name", "alternative_names")),
    ("work", "works", ("title", "alternative_titles")),
)


def is_large(tables: Tables, least: int = LARGE_ROWS) -> bool:
    """Whether a store of the whole dataset would take too long to load."""
    if isinstance(tables, Path):
        import pyarrow.parquet as pq

        paths = (tables / f"{name}.parquet" for name in COUNTED)
        return sum(int(pq.read_metadata(path).num_rows) for path in paths if path.is_file()) >= least
    return sum(int(tables[name].num_rows) for name in COUNTED if name in tables) >= least


def fill(store: ox.Store, tables: Tables, run: RunInfo) -> None:
    """Loads the resolved graph into the default graph, and the description of the dataset into kg:provenance.

    The text goes through a pipe, so it takes no room on the disk. Raises what writing or loading raises.
    """
    from kg.graph.dataset import description
    from kg.graph.vocab import PROVENANCE_GRAPH
    from kg.graph.writer import count_quads, stream_ntriples

    counted = count_quads(tables, run=run)
    _piped(
        lambda file: stream_ntriples(tables, file, run=run),
        lambda file: store.bulk_load(file, format=ox.RdfFormat.N_TRIPLES, lenient=True),
    )
    said = "".join(f"{triple} .\n" for triple in description(tables, counted, run))
    store.load(said.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(expand(PROVENANCE_GRAPH)))


def _piped(write: Callable[[BinaryIO], object], read: Callable[[BinaryIO], object]) -> None:
    """Runs both at once, one reading what the other writes; what either raises is raised."""
    out, into = os.pipe()
    failed: list[BaseException] = []

    def produce() -> None:
        try:
            with open(into, "wb", buffering=1 << 20) as file:
                write(file)
        except BrokenPipeError:
            return  # the reader has failed, and says why
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=produce, name="kg-writer")
    writer.start()
    try:
        with open(out, "rb", buffering=1 << 20) as file:
            read(file)
    finally:
        writer.join()
    if failed:
        raise failed[0]


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


def in_default_graph(text: str) -> str:
    """The query with `GRAPH kg:resolved` taken out (blanks in its place, so that errors keep their place)."""
    parts: list[str] = []
    for token, target in _graph_targets(text):
        blank = target == expand(RESOLVED_GRAPH)
        parts.append("".join(c if c in "\r\n" else " " for c in token.text) if blank else token.text)
    return "".join(parts)


def graphs_asked(text: str) -> set[str]:
    """The IRIs after GRAPH in a query; "?" stands for a variable."""
    return {target for _, target in _graph_targets(text) if target}


def _graph_targets(text: str) -> list[tuple[Token, str]]:
    """Each token, with the target of GRAPH where it is the keyword or its target; "" elsewhere."""
    tokens = list(tokenise(text))
    plain = [n for n, token in enumerate(tokens) if token.kind not in ("space", "comment")]
    prefixes = {**PREFIXES, **dict(_declared(tokens, plain))}
    targets = [""] * len(tokens)
    for here, following in pairwise(plain):
        if tokens[here].kind == "word" and tokens[here].text.upper() == "GRAPH":
            target = tokens[following]
            name = expand_name(target, prefixes) if target.kind in ("iri", "name") else "?"
            targets[here] = targets[following] = name
    return list(zip(tokens, targets, strict=True))


def _declared(tokens: list[Token], plain: list[int]) -> list[tuple[str, str]]:
    found = []
    for place, here in enumerate(plain[:-2]):
        word, name, iri = (tokens[n] for n in plain[place : place + 3])
        if tokens[here].kind == "word" and word.text.upper() == "PREFIX" and iri.kind == "iri":
            found.append((name.text[:-1], iri.text[1:-1]))
    return found
