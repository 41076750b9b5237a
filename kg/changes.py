"""What a build changed against the one before, in words: who became one person, who became several, and why."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from kg.graph.difference import PEOPLE, moves, named
from kg.graph.people import frame

Tables = Mapping[str, pa.Table]


def account(previous: Tables, tables: Tables) -> list[str]:
    """Sentences about documents and people that changed, most mentions first; empty when nothing did."""
    return _documents(previous, tables) + _people(previous, tables)


def _documents(previous: Tables, tables: Tables) -> list[str]:
    # entries of a directory are documents of their own; what is told is the file
    whole = pl.col("document_id") == pl.col("sha256").str.head(16)
    files = (frame(t, "documents").filter(whole).select("document_id", "path") for t in (previous, tables))
    before, after = (dict(rows.iter_rows()) for rows in files)
    fresh = {key: path for key, path in after.items() if key not in before}
    gone = {key: path for key, path in before.items() if key not in after}
    edited = set(fresh.values()) & set(gone.values())
    lines = [f"edited: {path}" for path in sorted(edited, key=str)]
    lines += [f"new: {path}" for path in sorted(fresh.values(), key=str) if path not in edited]
    return lines + [f"gone: {path}" for path in sorted(gone.values(), key=str) if path not in edited]


def _people(previous: Tables, tables: Tables) -> list[str]:
    streams = moves(previous, tables, PEOPLE)
    if streams.is_empty():
        return []
    told = named(streams, PEOPLE.names(previous), PEOPLE.names(tables))
    reasons = _reasons(previous, tables, streams)
    lines = []
    for row in told.filter(pl.col("change") == "moved").iter_rows(named=True):
        because = reasons.get((row["new"], "same")) or reasons.get((row["old"], "different"), "")
        lines.append(f"{_mentions(row['members'])} moved from {row['before']} to {row['after']}{because}")
    for change, end in (("merged", "new"), ("split", "old")):
        for (thing,), rows in told.filter(pl.col("change") == change).group_by(end, maintain_order=True):
            name = "before" if end == "new" else "after"
            parts = " and ".join(f"{r[name]} ({_mentions(r['members'])})" for r in rows.iter_rows(named=True))
            if change == "merged":
                because = reasons.get((str(thing), "same"), "")
                lines.append(f"{parts} are now one person, {rows['after'][0]}{because}")
            else:
                because = reasons.get((str(thing), "different"), "")
                lines.append(f"{rows['before'][0]} is now several people: {parts}{because}")
    return lines


def _mentions(number: int) -> str:
    return f"{number} mention{'s' if number != 1 else ''}"


def _reasons(previous: Tables, tables: Tables, streams: pl.DataFrame) -> dict[tuple[str, str], str]:
    """The strongest evidence, as ", because: …": by (new person, "same") for joining what was apart before, by (old
    person, "different") for keeping apart what was one before.
    """
    ends = PEOPLE.clusters(previous).join(
        PEOPLE.clusters(tables), on="member", how="full", suffix="_new", coalesce=True
    )
    ends = ends.join(streams.select(thing_new="new").unique(), on="thing_new", how="semi")
    decisions = frame(tables, "decisions").filter(pl.col("kind") == "person")
    for side in ("left", "right"):
        decisions = decisions.join(
            ends.rename({"member": f"{side}_id", "thing": f"{side}_old", "thing_new": f"{side}_new"}), on=f"{side}_id"
        )
    same = pl.col("outcome") == "same"
    joins = same & (pl.col("left_new") == pl.col("right_new")) & pl.col("left_old").ne_missing(pl.col("right_old"))
    parts = ~same & (pl.col("left_new") != pl.col("right_new")) & (pl.col("left_old") == pl.col("right_old"))
    about = pl.when(joins).then("left_new").when(parts).then("left_old")
    outcome = pl.when(same).then(pl.lit("same")).otherwise(pl.lit("different"))
    wanted = decisions.select("decision_id", about=about, outcome=outcome).drop_nulls("about")
    evidence = frame(tables, "evidence").filter(pl.col("value").fill_null("") != "")
    speaking = pl.col("weight") * pl.when(pl.col("outcome") == "same").then(1.0).otherwise(-1.0)
    strongest = (
        evidence.join(wanted, on="decision_id")
        .with_columns(speaking=speaking, prior=pl.col("feature") == "Prior")  # which speaks if nothing else does
        .filter(pl.col("speaking") > 0)
        .sort(["prior", "speaking", "decision_id", "value"], descending=[False, True, False, False])
        .unique(["about", "outcome"], keep="first", maintain_order=True)
    )
    return {
        (about, outcome): f", because: {value}"
        for about, outcome, value in strongest.select("about", "outcome", "value").iter_rows()
    }
