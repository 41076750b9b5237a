"""Tables as the objects that other Python tools take: an rdflib Dataset, a networkx graph of who wrote with whom."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import polars as pl
import pyarrow as pa

from kg.graph.blocks import Frames, RunInfo
from kg.graph.vocab import PREFIXES
from kg.graph.writer import stream_nquads

if TYPE_CHECKING:
    import networkx
    import rdflib


def to_rdflib(tables: Mapping[str, pa.Table], *, run: RunInfo | None = None) -> rdflib.Dataset:
    """The whole dataset as an `rdflib.Dataset`; a query that names no graph sees the union of all of them."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    with tempfile.TemporaryFile() as file:
        stream_nquads(tables, cast(BinaryIO, file), run=run or RunInfo())
        file.seek(0)
        dataset.parse(file, format="nquads")
    return dataset


def to_networkx(tables: Mapping[str, pa.Table]) -> networkx.Graph:
    """Co-authorship as an undirected graph: a node a person (keyed by id), an edge for each pair with joint works.

    Nodes carry `name`, `works` (how many), `first_year`, `last_year`, `orcid`, `organisation` (the latest known) and
    `ambiguous`; edges `weight` (joint works), `first_year`, `last_year`. What is not known is left out.
    """
    import networkx

    frames = Frames(tables)
    graph = networkx.Graph()
    for row in people_rows(frames).iter_rows(named=True):
        graph.add_node(row.pop("person_id"), **_known(row))
    for row in frames["coauthorships"].sort("left_id", "right_id").iter_rows(named=True):
        graph.add_edge(row.pop("left_id"), row.pop("right_id"), **_known(row))
    return graph


def _known(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def people_rows(frames: Frames) -> pl.DataFrame:
    """One row a person, sorted by id, with what a picture or a list wants to know about them.

    Columns: person_id, name, works, first_year, last_year, orcid, organisation, ambiguous.
    """
    written = (
        frames["authorships"]
        .filter(pl.col("role").fill_null("author") == "author")
        .select("person_id", "work_id")
        .unique()
        .join(frames["works"].select("work_id", "year"), on="work_id", how="left")
        .group_by("person_id")
        .agg(
            pl.len().cast(pl.Int64).alias("works"),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
    )
    orcids = (
        frames["people"]
        .select("person_id", "identifiers")
        .explode("identifiers")
        .drop_nulls()
        .unnest("identifiers")
        .filter(pl.col("scheme") == "orcid")
        .group_by("person_id")
        .agg(pl.col("value").min().alias("orcid"))
    )
    return (
        frames["people"]
        .select("person_id", "name", pl.col("ambiguous").fill_null(value=False))
        .join(written, on="person_id", how="left")
        .join(orcids, on="person_id", how="left")
        .join(latest_organisations(frames), on="person_id", how="left")
        .with_columns(pl.col("works").fill_null(0))
        .select("person_id", "name", "works", "first_year", "last_year", "orcid", "organisation", "ambiguous")
        .sort("person_id")
    )


def latest_organisations(frames: Frames) -> pl.DataFrame:
    """(person_id, organisation): the name of the organisation of the membership that reaches furthest."""
    latest = pl.when("ongoing").then(pl.lit("9999")).otherwise(pl.coalesce("end_date", "begin_date", "tag_year"))
    return (
        frames["memberships"]
        .with_columns(pl.col("evidence_year").cast(pl.String).alias("tag_year"))
        .with_columns(latest.fill_null("").alias("latest"))
        .join(
            frames["organisations"].select("organisation_id", pl.col("name").alias("organisation")),
            on="organisation_id",
            how="inner",
        )
        .sort("person_id", "latest", "membership_id")
        .group_by("person_id")
        .agg(pl.col("organisation").last())
    )
