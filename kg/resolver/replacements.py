"""Where the ids of an earlier result went that are no longer there.

An id is followed through what it was made of: a person through mentions, a work through records, an organisation
through its mentions, a venue through the records that print it. It leads to the one that most of these belong to now.
Old ids are gone and new ones are there, so no chain can close to a circle.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from kg.resolver.columns import frame


def replacements(now: Mapping[str, pa.Table], previous: Mapping[str, pa.Table] | None) -> pl.DataFrame:
    """Rows "old", "new" ("person/<id>" …); those of the earlier result are carried on to what is there now."""
    empty = pl.DataFrame(schema={"old": pl.String, "new": pl.String})
    if previous is None:
        return empty
    found = pl.concat(
        [
            _moved(_links(previous, kind), _links(now, kind), kind)
            for kind in ("person", "work", "organisation", "venue")
        ]
    )
    earlier = frame(previous, "replacements")
    carried = earlier.join(found.rename({"old": "new", "new": "newer"}), on="new", how="left").select(
        "old", pl.coalesce("newer", "new").alias("new")
    )
    there = _ids(now)
    kept = carried.filter(~pl.col("old").is_in(there.implode()) & pl.col("new").is_in(there.implode()))
    return pl.concat([found, kept]).unique("old", keep="first", maintain_order=True).sort("old")


def _links(tables: Mapping[str, pa.Table], kind: str) -> pl.DataFrame:
    """What each thing of a kind is made of: "thing", "part"."""
    if kind == "person":
        return frame(tables, "mention_people").select(
            pl.col("person_id").alias("thing"), pl.col("mention_id").alias("part")
        )
    if kind == "work":
        return frame(tables, "record_works").select(pl.col("work_id").alias("thing"), pl.col("record_id").alias("part"))
    if kind == "organisation":
        return frame(tables, "mention_organisations").select(
            pl.col("organisation_id").alias("thing"), pl.col("organisation_mention_id").alias("part")
        )
    works = frame(tables, "works").select("work_id", "venue_id").drop_nulls()
    return works.join(frame(tables, "record_works"), on="work_id").select(
        pl.col("venue_id").alias("thing"), pl.col("record_id").alias("part")
    )


def _moved(old: pl.DataFrame, new: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Old things that are gone, with the new one that holds most of their parts."""
    gone = old.join(new.select("thing").unique(), on="thing", how="anti")
    votes = (
        gone.join(new.rename({"thing": "new"}), on="part")
        .group_by("thing", "new")
        .len()
        .sort(["thing", "len", "new"], descending=[False, True, False])
        .unique("thing", keep="first", maintain_order=True)
    )
    return votes.select((f"{kind}/" + pl.col("thing")).alias("old"), (f"{kind}/" + pl.col("new")).alias("new"))


def _ids(tables: Mapping[str, pa.Table]) -> pl.Series:
    """The ids of all things of a result, each with its kind."""
    named = (
        ("people", "person"),
        ("works", "work"),
        ("organisations", "organisation"),
        ("venues", "venue"),
    )
    return pl.concat(
        [frame(tables, name).select((f"{kind}/" + pl.col(f"{kind}_id")).alias("id"))["id"] for name, kind in named]
    )
