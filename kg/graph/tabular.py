"""CSV edge and node lists (with the import headers of Neo4j), and quads as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox

from kg.graph.blocks import Block, Frames, RunInfo
from kg.graph.convert import people_rows
from kg.graph.dataset import description
from kg.graph.terms import Syntax
from kg.graph.vocab import PROVENANCE_GRAPH, expand
from kg.graph.writer import BATCH_ROWS, LAYERS, blocks_of, count_quads, replacing

if TYPE_CHECKING:
    from kg.graph.options import ExportOptions, Tables

_QUADS = pa.schema(
    [
        pa.field("graph", pa.string()),
        pa.field("subject", pa.string()),
        pa.field("predicate", pa.string()),
        pa.field("object", pa.string()),  # the IRI, or the text of the literal
        pa.field("datatype", pa.string()),  # null where the object is an IRI
    ]
)


def write_csv(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the edges into `path` and the nodes into `<name>.nodes.csv` beside it, both with headers for Neo4j.

    People, works, venues and organisations are nodes; who wrote what, with whom, where it appeared and who was where
    are edges. `neo4j-admin database import full --nodes=x.nodes.csv --relationships=x.csv` reads the two.
    """
    frames = Frames(tables)
    with replacing(path.with_name(path.name.removesuffix(".csv") + ".nodes.csv")) as nodes, replacing(path) as edges:
        _nodes(frames).write_csv(cast(Any, nodes))
        pl.concat(list(_edges(frames)), how="diagonal").write_csv(cast(Any, edges))


def _nodes(frames: Frames) -> pl.DataFrame:
    """All nodes: an id that is unique over the kinds, the label, and what is known."""
    people = people_rows(frames).select(
        _key("person", "person_id"),
        pl.col("name"),
        pl.lit("Person").alias(":LABEL"),
        pl.col("works").alias("works:int"),
        "orcid",
        "organisation",
        pl.col("ambiguous").cast(pl.String).alias("ambiguous:boolean"),
    )
    works = frames["works"].select(
        _key("work", "work_id"),
        pl.col("title").alias("name"),
        pl.lit("Work").alias(":LABEL"),
        pl.col("year").cast(pl.Int64).alias("year:int"),
        "kind",
        "status",
    )
    venues = frames["venues"].select(_key("venue", "venue_id"), "name", pl.lit("Venue").alias(":LABEL"), "kind")
    organisations = frames["organisations"].select(
        _key("organisation", "organisation_id"), "name", pl.lit("Organisation").alias(":LABEL"), "kind", "place"
    )
    return pl.concat([people, works, venues, organisations], how="diagonal").sort("id:ID")


def _key(kind: str, column: str, name: str = "id:ID") -> pl.Expr:
    return pl.concat_str(pl.lit(f"{kind}/"), pl.col(column)).alias(name)


def _edges(frames: Frames) -> Iterator[pl.DataFrame]:
    def ends(kind: str, start: str, end_kind: str, end: str, label: str) -> list[pl.Expr]:
        type_ = pl.lit(label).alias(":TYPE")
        return [_key(kind, start, ":START_ID"), _key(end_kind, end, ":END_ID"), type_]

    yield (
        frames["coauthorships"]
        .sort("left_id", "right_id")
        .select(
            *ends("person", "left_id", "person", "right_id", "CO_AUTHOR_WITH"),
            pl.col("weight").cast(pl.Int64).alias("weight:int"),
            pl.col("first_year").cast(pl.String).alias("begin"),
            pl.col("last_year").cast(pl.String).alias("end"),
        )
    )
    yield (
        frames["authorships"]
        .with_columns(
            pl.when(pl.col("role") == "editor").then(pl.lit("EDITED")).otherwise(pl.lit("WROTE")).alias("verb")
        )
        .sort("work_id", "ordinal", "person_id")
        .select(
            _key("person", "person_id", ":START_ID"),
            _key("work", "work_id", ":END_ID"),
            pl.col("verb").alias(":TYPE"),
            pl.col("ordinal").cast(pl.Int64).alias("ordinal:int"),
        )
    )
    for column, label in (
        ("venue_id", "APPEARED_IN"),
        ("deposited_in_id", "DEPOSITED_IN"),
        ("submitted_to_id", "SUBMITTED_TO"),
    ):
        works = frames["works"].filter(pl.col(column).is_not_null()).sort("work_id")
        yield works.select(ends("work", "work_id", "venue", column, label))
    yield (
        frames["memberships"]
        .sort("person_id", "begin_date", "membership_id")
        .select(
            *ends("person", "person_id", "organisation", "organisation_id", "MEMBER_OF"),
            "role",
            pl.col("begin_date").alias("begin"),
            pl.col("end_date").alias("end"),
        )
    )
    units = frames["organisations"].filter(pl.col("parent_id").is_not_null()).sort("organisation_id")
    yield units.select(ends("organisation", "organisation_id", "organisation", "parent_id", "PART_OF"))


def write_parquet(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the whole dataset as Parquet, one row a quad: graph, subject, predicate, object, datatype."""
    syntax = Syntax(run.base)
    counts = count_quads(tables, run=run, options=options.write)
    with replacing(path) as file, pq.ParquetWriter(file, _QUADS, compression="zstd") as writer:
        for layer in LAYERS:
            for block in blocks_of(tables, layer, options.write):
                for batch in block.batches(BATCH_ROWS):
                    writer.write_table(_quads(block, batch, syntax))
        writer.write_table(_described(description(tables, counts, run)))


def _described(triples: list[str]) -> pa.Table:
    """The description of the dataset as rows."""
    text = "".join(f"{triple} .\n" for triple in triples)
    rows = []
    for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES):
        value: Any = quad.object
        datatype = value.datatype.value if isinstance(value, ox.Literal) else None
        subject: Any = quad.subject
        rows.append((expand(PROVENANCE_GRAPH), subject.value, quad.predicate.value, value.value, datatype))
    return pa.table([list(column) for column in zip(*rows, strict=True)], schema=_QUADS)


def _quads(block: Block, batch: pl.DataFrame, syntax: Syntax) -> pa.Table:
    """The statements of one batch as rows."""
    terms = batch.select(
        block.graph.render(syntax).alias("graph"),
        block.subject.render(syntax).alias("subject"),
        *(term.render(syntax).alias(str(place)) for place, (_, term) in enumerate(block.statements)),
    )
    names = {str(place): expand(predicate) for place, (predicate, _) in enumerate(block.statements)}
    long = terms.unpivot(list(names), index=["graph", "subject"], variable_name="predicate", value_name="term")
    value = pl.col("term")
    literal = value.str.starts_with('"')
    text = value.str.extract(r'(?s)^"(.*)"[^"]*$')
    return (
        long.drop_nulls()
        .select(
            pl.col("graph").str.strip_chars("<>"),
            pl.col("subject").str.strip_chars("<>"),
            pl.col("predicate").replace_strict(names, return_dtype=pl.String),
            pl.when(literal).then(_unescaped(text)).otherwise(value.str.strip_chars("<>")).alias("object"),
            pl.when(literal)
            .then(value.str.extract(r'(?s)"\^\^<([^>]*)>$').fill_null(expand("xsd:string")))
            .alias("datatype"),
        )
        .to_arrow()
        .cast(_QUADS)
    )


def _unescaped(text: pl.Expr) -> pl.Expr:
    from kg.graph.terms import unescape

    return text.map_batches(unescape, return_dtype=pl.String)
