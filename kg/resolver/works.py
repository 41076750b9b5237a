"""Which records are one work.

A stage in four steps, all on columns: signatures (comparable forms), candidates (pairs that share a key, never all
pairs), evidence (log-odds, `works_evidence`), clusters (the best pairs first, never across a refusal).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kg.resolver import rulings as curator
from kg.resolver.columns import components, window_pairs
from kg.resolver.decisions import add_weights, decision_rows, evidence_rows, with_ids
from kg.resolver.rulings import Ruling
from kg.resolver.titles import author_keys, title_columns
from kg.resolver.works_evidence import compare, features, same_main, same_title, similarity

THRESHOLD = 0.6  # score from which two records are one work
UNSURE = 0.35  # below it they are two; between, nobody knows and they stay two
FORBIDS = 0.2  # a score up to here keeps two records apart even if others would join them
REACH = 20  # candidates of one record under one key; more of the same key are reached through each other
NOTABLE = 0.04  # refusals below this score are not worth a row, unless the titles are alike


@dataclass(frozen=True, slots=True)
class WorkClusters:
    """Which record is of which work, and why.

    `record_works`: "record_id", "work_id". `related`: "left", "right", two versions of one thing, as record ids.
    """

    record_works: pl.DataFrame
    related: pl.DataFrame
    decisions: pl.DataFrame
    evidence: pl.DataFrame


def signatures(records: pl.DataFrame, mentions: pl.DataFrame, venues: pl.DataFrame) -> pl.DataFrame:
    """One row a record, sorted by its id: "row" and everything that two records are compared by.

    Args:
        records: the extracted table.
        mentions: the extracted table.
        venues: "record_id", "venue_id", "venue_kind" of the records that print a venue.
    """
    identifiers = (
        records.select("record_id", "identifiers")
        .explode("identifiers")
        .drop_nulls("identifiers")
        .unnest("identifiers")
        .with_columns(pl.col("value").str.to_lowercase())
        .group_by("record_id")
        .agg(
            (pl.col("scheme") + ":" + pl.col("value")).unique().sort().alias("identifier_keys"),
            pl.col("value").filter(pl.col("scheme") == "doi").min().alias("doi"),
            pl.col("value").filter(pl.col("scheme") == "arxiv").min().str.replace(r"v\d+$", "").alias("arxiv"),
        )
    )
    base = records.select(
        "record_id", "document_id", "start", "title", "kind", "year", "status", "volume", "pages",
        pl.col("author_list_complete").fill_null(True).alias("complete"),
        pl.col("status").is_in(["published", "to_appear"]).alias("final"),
    )  # fmt: skip
    return (
        title_columns(base)
        .join(author_keys(mentions), on="record_id", how="left")
        .join(identifiers, on="record_id", how="left")
        .join(venues, on="record_id", how="left")
        .with_columns(pl.col("authors").fill_null([]), pl.col("identifier_keys").fill_null([]))
        .sort("record_id")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int64))
    )


def candidate_keys(signed: pl.DataFrame) -> pl.DataFrame:
    """The keys that each record stands under: "key", "row", and what puts like rows side by side."""
    side = ["row", "first", "year", "title_key"]
    base = signed.with_columns(pl.col("authors").list.first().alias("first"))
    titles = [
        base.filter(pl.col(column) != "").select(("t:" + pl.col(column)).alias("key"), *side)
        for column in ("title_key", "main_key")
    ]
    identifiers = (
        base.explode("identifier_keys")
        .drop_nulls("identifier_keys")
        .select(("i:" + pl.col("identifier_keys")).alias("key"), *side)
    )
    people = base.select("authors", "acronym", *side).with_columns(pl.col("authors").list.head(3)).explode("authors")
    acronyms = people.filter(pl.col("acronym").is_not_null() & pl.col("authors").is_not_null()).select(
        ("a:" + pl.col("acronym") + "/" + pl.col("authors")).alias("key"), *side
    )
    return pl.concat([*titles, identifiers, acronyms, _word_keys(base, side), _team_keys(base, side)]).unique()


def _word_keys(base: pl.DataFrame, side: list[str]) -> pl.DataFrame:
    """First author and two of the three rarest words of the title: finds slips of the pen and changed titles."""
    words = base.select("row", "words").explode("words").drop_nulls("words")
    counted = words.with_columns(pl.len().over("words").alias("count")).filter(pl.col("count") > 1)
    rare = (
        counted.sort("row", "count", "words")
        .group_by("row", maintain_order=True)
        .agg(pl.col("words").head(3).sort().alias("rare"))
        .filter(pl.col("rare").list.len() >= 2)
    )
    joined = base.filter(pl.col("first").is_not_null()).join(rare, on="row")
    return pl.concat(
        joined.filter(pl.col("rare").list.len() > max(i, j)).select(
            pl.concat_str(
                pl.lit("w:"), "first", pl.lit("/"), pl.col("rare").list.get(i, null_on_oob=True), pl.lit(" "),
                pl.col("rare").list.get(j, null_on_oob=True),
            ).alias("key"),
            *side,
        )
        for i, j in ((0, 1), (0, 2), (1, 2))
    )  # fmt: skip


def _team_keys(base: pl.DataFrame, side: list[str]) -> pl.DataFrame:
    """The first two authors and the year, or the year after: finds works that changed their title."""
    teams = base.filter((pl.col("authors").list.len() >= 2) & pl.col("year").is_not_null())
    team = pl.col("authors").list.head(2).list.sort().list.join("/")
    return pl.concat(
        teams.select(pl.concat_str(pl.lit("y:"), team, pl.lit("/"), pl.col("year") + later).alias("key"), *side)
        for later in (0, 1)
    )


def scored_pairs(signed: pl.DataFrame) -> pl.DataFrame:
    """Every candidate pair with its evidence and score: "left", "right" (rows), the two ids, "w:…", "score"."""
    keys = candidate_keys(signed)
    pairs = window_pairs(keys, order=["first", "year", "title_key"], reach=REACH)
    counted = signed.with_columns(pl.len().over("acronym").alias("acronym_count"))
    drop = {"row", "title", "main", "acronym_count"}
    columns = [name for name in signed.columns if name not in drop]
    a = counted.select(pl.col("row").alias("left"), "acronym_count", *(pl.col(c).alias(f"a:{c}") for c in columns))
    b = counted.select(pl.col("row").alias("right"), *(pl.col(c).alias(f"b:{c}") for c in columns))
    both = compare(pairs.join(a, on="left").join(b, on="right").sort("left", "right"))
    return add_weights(both, features())


def resolve_works(signed: pl.DataFrame, rulings: Sequence[Ruling] = ()) -> WorkClusters:
    """Which records are one work; `rulings` are those in force."""
    scored = scored_pairs(signed)
    decided = scored.with_columns(
        pl.when(pl.col("score") >= THRESHOLD)
        .then(pl.lit("same"))
        .when(pl.col("score") < UNSURE)
        .then(pl.lit("different"))
        .otherwise(pl.lit("unsure"))
        .alias("outcome"),
        pl.col("a:record_id").alias("left_id"),
        pl.col("b:record_id").alias("right_id"),
    )
    must, cannot = _ruled_rows(signed, rulings)
    label = cluster(decided, len(signed), must, cannot)
    record_works = _named(signed, label)
    notable = decided.filter((pl.col("score") >= NOTABLE) | (similarity() >= 0.85) | same_main() | same_title())
    notable = with_ids(notable, "work")
    return WorkClusters(
        record_works,
        _related(decided, label),
        decision_rows(notable, "work", THRESHOLD),
        evidence_rows(notable, features()),
    )


def _ruled_rows(signed: pl.DataFrame, rulings: Sequence[Ruling]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The rulings about records of this corpus as pairs of rows: those that must and that cannot be one work."""
    same, different = curator.pairs(rulings, "work")
    named = {thing for pair in (*same, *different) for thing in pair}
    known = signed.filter(pl.col("record_id").is_in(list(named))).select("record_id", "row")
    row = dict(zip(known["record_id"], known["row"], strict=True))
    return (
        [(row[a], row[b]) for a, b in same if a in row and b in row],
        [(row[a], row[b]) for a, b in different if a in row and b in row],
    )


def cluster(
    decided: pl.DataFrame, size: int, must: Sequence[tuple[int, int]] = (), cannot: Sequence[tuple[int, int]] = ()
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Cluster number of each of `size` rows.

    Best pair first, two clusters become one unless a refusal (score up to FORBIDS, or a ruling) stands between them.
    Where no refusal lies inside a connected component, that is the component itself.
    """
    same = (
        decided.filter(pl.col("outcome") == "same")
        .sort(["score", "left", "right"], descending=[True, False, False])
        .select("left", "right")
    )
    joined = pl.concat([pl.DataFrame(list(must), schema={"left": pl.Int64, "right": pl.Int64}, orient="row"), same])
    label = np.asarray(components(joined["left"].to_numpy(), joined["right"].to_numpy(), size), dtype=np.int64)
    refused = decided.filter(pl.col("score") <= FORBIDS).select("left", "right")
    refused = pl.concat([pl.DataFrame(list(cannot), schema=refused.schema, orient="row"), refused])
    inside = label[refused["left"].to_numpy()] == label[refused["right"].to_numpy()]
    troubled = np.unique(label[refused["left"].to_numpy()[inside]])
    if not len(troubled):
        return label
    left, right = joined["left"].to_numpy(), joined["right"].to_numpy()
    careful = np.isin(label[left], troubled)
    refusals = list(zip(*(refused[side].to_numpy()[inside].tolist() for side in ("left", "right")), strict=True))
    links = list(zip(left[careful].tolist(), right[careful].tolist(), strict=True))
    roots = _careful(links, refusals)
    offset = int(label.max()) + 1
    for row in np.flatnonzero(np.isin(label, troubled)):
        label[row] = offset + roots.get(int(row), int(row))
    return label


def _careful(links: Sequence[tuple[int, int]], refusals: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Root of each row after joining along `links` in order, never joining two clusters between which a refusal is."""
    root: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    enemies: dict[int, set[int]] = {}
    for a, b in refusals:
        enemies.setdefault(a, set()).add(b)
        enemies.setdefault(b, set()).add(a)
    for a, b in links:
        ra, rb = root.setdefault(a, a), root.setdefault(b, b)
        if ra == rb:
            continue
        small, large = sorted((members.setdefault(ra, [a]), members.setdefault(rb, [b])), key=len)
        here = root[large[0]]
        if any(root.get(enemy) == here for row in small for enemy in enemies.get(row, ())):
            continue
        for row in small:
            root[row] = here
        members[here] = large + small
    return root


def _named(signed: pl.DataFrame, label: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.DataFrame:
    """Record and work ids. A DOI names the work only if all records of the cluster that have one agree."""
    from hashlib import sha256

    labelled = signed.select("record_id", "doi").with_columns(pl.Series("label", label))
    named = labelled.group_by("label").agg(
        pl.col("record_id").min().alias("smallest"),
        pl.col("doi").drop_nulls().unique().alias("dois"),
    )
    dois = named.filter(pl.col("dois").list.len() == 1).select("label", pl.col("dois").list.first().alias("doi"))
    # two clusters under one DOI: it names neither
    dois = dois.filter(pl.len().over("doi") == 1)
    ids = [f"doi-{sha256(doi.encode()).hexdigest()[:16]}" for doi in dois["doi"]]
    accepted = dois.with_columns(pl.Series("accepted", ids, dtype=pl.String)).select("label", "accepted")
    works = named.join(accepted, on="label", how="left").select(
        "label", pl.coalesce("accepted", "smallest").alias("work_id")
    )
    return labelled.join(works, on="label").select("record_id", "work_id").sort("record_id")


def _related(decided: pl.DataFrame, label: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pl.DataFrame:
    """Pairs of records of two works that are versions of one thing: shared authors and the same name or title."""
    apart = label[decided["left"].to_numpy()] != label[decided["right"].to_numpy()]
    alike = (
        same_title()
        | same_main()
        | (similarity() >= 0.85)
        | ((pl.col("a:acronym") == pl.col("b:acronym")) & (similarity() >= 0.5) & (pl.col("acronym_count") <= 30))
    )
    shared = (pl.col("containment") >= 0.5) & (pl.col("w:DifferentNumbers") == 0)
    return (
        decided.filter(pl.Series(apart) & alike & shared)
        .select(pl.col("left_id").alias("left"), pl.col("right_id").alias("right"))
        .sort("left", "right")
    )
