"""The decisions as SSSOM: one mapping a decision, with its score, who made it and why in words."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from kg.graph.blocks import Frames, RunInfo
from kg.graph.terms import safe_id
from kg.graph.vocab import KG, PREFIXES
from kg.graph.writer import replacing

if TYPE_CHECKING:
    from kg.graph.options import ExportOptions, Tables

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "author_id",
    "mapping_tool",
    "mapping_date",
    "comment",
    "record_id",
)
# What "same" and "unsure" are called; "different" is a mapping of its own, so that no modifier has to be read with it.
_PREDICATES = {"same": "skos:exactMatch", "different": "owl:differentFrom", "unsure": "skos:closeMatch"}
_PREFIX_OF_KIND = {"person": "mention", "work": "record", "organisation": "organisation", "venue": "record"}
_COMPOSITE, _MANUAL = "semapv:CompositeMatching", "semapv:ManualMappingCuration"


def write_sssom(tables: Tables, path: Path, run: RunInfo, options: ExportOptions) -> None:
    """Writes the decisions in force as an SSSOM table; `comment` holds the evidence in words, strongest first."""
    frames = Frames(tables)
    with replacing(path) as file:
        file.write(_head(run).encode())
        text = io.StringIO()
        writer = csv.writer(text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow(COLUMNS)
        for batch in _rows(frames).iter_slices(10_000):
            writer.writerows(batch.iter_rows())
            file.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
        file.write(text.getvalue().encode())


def _head(run: RunInfo) -> str:
    places = {
        "mention": f"{run.base}mention/",
        "record": f"{run.base}record/",
        "organisation": f"{run.base}organisation-mention/",
        "decision": f"{run.base}decision/",
        "agent": f"{run.base}agent/",
        "kg": KG,
        "owl": PREFIXES["owl"],
        "skos": PREFIXES["skos"],
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    lines = [f"#mapping_set_id: {run.base}dataset/decisions", "#mapping_set_title: decisions of kg"]
    lines += [f"#mapping_set_version: '{run.version}'"] if run.version else []
    lines += ["#license: " + (run.licence or "https://w3id.org/sssom/license/unspecified"), "#curie_map:"]
    return "\n".join([*lines, *(f"#  {prefix}: {place}" for prefix, place in places.items())]) + "\n"


def _rows(frames: Frames) -> pl.DataFrame:
    labels = pl.concat(
        [
            frames["mentions"].select(pl.col("mention_id").alias("id"), pl.col("name").alias("label")),
            frames["records"].select(pl.col("record_id").alias("id"), pl.col("title").alias("label")),
            frames["organisation_mentions"].select(
                pl.col("organisation_mention_id").alias("id"), pl.col("name").alias("label")
            ),
        ]
    ).unique("id", keep="first", maintain_order=True)
    words = (
        frames["evidence"]
        .with_columns(pl.col("weight").abs().alias("strength"))
        .sort("decision_id", "strength", "feature", descending=[False, True, False], nulls_last=True)
        .with_columns(
            pl.format(
                "{} {}: {}",
                pl.col("weight").round(2).fill_null(0.0),
                pl.col("feature").fill_null("OtherFeature"),
                pl.col("value").fill_null(""),
            ).alias("words")
        )
        .group_by("decision_id")
        .agg(pl.col("words").str.join("; ").alias("comment"))
    )
    human = pl.col("override").fill_null(value=False)
    agent = pl.concat_str(pl.lit("agent:"), pl.col("agent").map_elements(safe_id, return_dtype=pl.String))
    prefix = pl.col("kind").replace_strict(_PREFIX_OF_KIND, default="mention", return_dtype=pl.String)
    rows = (
        frames["decisions"]
        .filter(pl.col("reverted_by").is_null() & pl.col("outcome").is_in(list(_PREDICATES)))
        .join(words, on="decision_id", how="left")
        .join(labels.rename({"label": "subject_label"}), left_on="left_id", right_on="id", how="left")
        .join(labels.rename({"label": "object_label"}), left_on="right_id", right_on="id", how="left")
        .with_columns(
            pl.concat_str(prefix, pl.lit(":"), "left_id").alias("subject_id"),
            pl.concat_str(prefix, pl.lit(":"), "right_id").alias("object_id"),
            pl.col("outcome").replace_strict(_PREDICATES, return_dtype=pl.String).alias("predicate_id"),
            pl.when(human).then(pl.lit(_MANUAL)).otherwise(pl.lit(_COMPOSITE)).alias("mapping_justification"),
            pl.when(pl.col("outcome") == "different")  # how sure it is of what it says, not that they are the same
            .then(1.0 - pl.col("score"))
            .otherwise(pl.col("score"))
            .round(4)
            .alias("confidence"),
            pl.when(human).then(agent).alias("author_id"),
            pl.when(human).then(None).otherwise(pl.col("agent")).alias("mapping_tool"),
            pl.col("decided_at").str.slice(0, 10).alias("mapping_date"),
            pl.concat_str(pl.lit("decision:"), "decision_id").alias("record_id"),
        )
        .sort("subject_id", "object_id", "record_id")
    )
    return rows.select(pl.col(name).cast(pl.String).fill_null("") for name in COLUMNS)
