"""Which records are one work.

A stage in four steps, all on columns: signatures (comparable forms), candidates (pairs that share a key, never all
pairs), evidence (log-odds, `works_evidence`), clusters (the best pairs first, never across a refusal).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import polars as pl

from kg.resolver import rulings as curator
from kg.resolver.columns import components, in_slices, window_pairs
from kg.resolver.decisions import add_weights, decision_rows, evidence_rows, with_ids
from kg.resolver.rulings import Ruling
from kg.resolver.titles import author_keys, title_columns
from kg.resolver.work_rows import names_work
from kg.resolver.works_evidence import compare, features, same_main, same_title, similarity

THRESHOLD = 0.6  # score from which two records are one work
UNSURE = 0.35  # below it they are two; between, nobody knows and they stay two
FORBIDS = 0.2  # a score up to here keeps two records apart even if others would join them
REACH = 20  # candidates of one record under one key; more of the same key are reached through each other
NOTABLE = 0.04  # refusals below this score are not worth a row, unless the titles are alike
CHUNK = 100_000  # pairs compared at a time: about 100 MB
# columns of records by which works are told
RECORD_COLUMNS = (
    "record_id document_id start title kind year status volume pages author_list_complete identifiers venue".split()
)
Labels = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class WorkClusters:
    """Which record is of which work, and why.

    `record_works`: "record_id", "work_id". `related`: "left", "right", two versions of one thing, as record ids.
    """

    record_works: pl.DataFrame
    related: pl.DataFrame
    decisions: pl.DataFrame
    evidence: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidate pairs after comparing.

    `pairs`: "left", "right" (rows), the two ids, "score", "outcome", "alike" (versions of one thing, if they are two).
    """

    pairs: pl.DataFrame
    decisions: pl.DataFrame
    evidence: pl.DataFrame


def signatures(records: pl.DataFrame, mentions: pl.DataFrame, venues: pl.DataFrame) -> pl.DataFrame:
    """One row a record, sorted by its id: "row" and everything that two records are compared by.

    Args:
        records: the extracted table.
        mentions: the extracted table.
        venues: "record_id", "venue_id", "venue_kind" of the records that print a venue.
    """
    base = records.select(
        "record_id", "document_id", "start", "title", "kind", "year", "status", "volume", "pages",
        pl.col("author_list_complete").fill_null(True).alias("complete"),
        pl.col("status").is_in(["published", "to_appear"]).alias("final"),
    )  # fmt: skip
    signed = (
        in_slices(base, lambda rows: title_columns(rows).drop("title"))
        .join(author_keys(mentions), on="record_id", how="left")
        .join(_identifiers(records), on="record_id", how="left")
        .join(venues, on="record_id", how="left")
        .with_columns(pl.col("authors").fill_null([]), pl.col("identifier_keys").fill_null([]))
        .sort("record_id")
        .with_row_index("row")
        .with_columns(pl.col("row").cast(pl.Int64))
    )
    return _trusting(signed)


def _identifiers(records: pl.DataFrame) -> pl.DataFrame:
    """Outside identifiers of each record: "identifier_keys", "doi", "arxiv" (without version)."""
    return (
        records.select("record_id", "identifiers", "kind")
        .explode("identifiers")
        .drop_nulls("identifiers")
        .unnest("identifiers")
        .filter(names_work())
        .with_columns(pl.col("value").str.to_lowercase())
        .with_columns(
            pl.when(pl.col("scheme") == "arxiv")
            .then(pl.col("value").str.replace(r"v\d+$", ""))
            .otherwise(pl.col("value"))
            .alias("value")
        )
        .group_by("record_id")
        .agg(
            (pl.col("scheme") + ":" + pl.col("value")).unique().sort().alias("identifier_keys"),
            pl.col("value").filter(pl.col("scheme") == "doi").min().alias("doi"),
            pl.col("value").filter(pl.col("scheme") == "arxiv").min().alias("arxiv"),
        )
    )


def _trusting(signed: pl.DataFrame) -> pl.DataFrame:
    """Leaves out identifiers that many titles bear: those of a volume, a series, or a broken source name no work."""
    said = signed.select("row", "identifier_keys", "main_key").explode("identifier_keys").drop_nulls("identifier_keys")
    known = said.filter(pl.col("main_key").n_unique().over("identifier_keys") <= 3)
    kept = known.group_by("row").agg(pl.col("identifier_keys").sort())
    trusted = signed.drop("identifier_keys").join(kept, on="row", how="left", maintain_order="left")
    own = pl.col("identifier_keys").fill_null([])
    return trusted.with_columns(own).with_columns(
        pl.when(pl.col("identifier_keys").list.contains("doi:" + pl.col("doi"))).then(pl.col("doi")).alias("doi")
    )


def candidate_keys(signed: pl.DataFrame) -> pl.DataFrame:
    """The keys that each record stands under: "key" (hashed), "row", and "side", which puts like rows side by side."""
    first = pl.col("authors").list.first()
    order = pl.struct(first.alias("first"), "year", "title_key").rank("dense").cast(pl.UInt32)
    base = signed.with_columns(first.alias("first"), order.alias("side"))
    titles = [_keyed(base.filter(pl.col(c) != ""), "t:" + pl.col(c)) for c in ("title_key", "main_key")]
    identifiers = base.select("row", "side", "identifier_keys").explode("identifier_keys").drop_nulls("identifier_keys")
    named = base.filter(pl.col("acronym").is_not_null()).select(
        "row", "side", "acronym", pl.col("authors").list.head(3).alias("author")
    )
    authors = named.explode("author").drop_nulls("author")
    keyed = [
        *titles,
        _keyed(identifiers, "i:" + pl.col("identifier_keys")),
        _keyed(authors, pl.concat_str(pl.lit("a:"), "acronym", pl.lit("/"), "author")),
        *_word_keys(base),
        *_team_keys(base),
    ]
    return pl.concat(keyed).unique()


def _keyed(rows: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    """Rows under a key; the key is hashed, for it is only ever compared."""
    return rows.select(key.hash(seed=17).alias("key"), "row", "side")


def _word_keys(base: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """First author and two of the three rarest words of the title: finds slips of the pen and changed titles."""
    known = base.filter(pl.col("first").is_not_null())
    # words as numbers: millions of them are counted and sorted
    words = known.select("row", pl.col("words").alias("word")).explode("word").drop_nulls("word")
    words = words.with_columns(pl.col("word").hash(seed=17))
    counted = words.with_columns(pl.len().over("word").alias("count")).filter(pl.col("count") > 1)
    rare = (
        counted.sort("row", "count", "word")
        .group_by("row", maintain_order=True)
        .agg(pl.col("word").head(3).sort().alias("rare"))
    )
    joined = known.select("row", "side", "first").join(rare, on="row")
    for i, j in ((0, 1), (0, 2), (1, 2)):
        some = joined.filter(pl.col("rare").list.len() > j)
        two = [pl.col("rare").list.get(n, null_on_oob=True).alias(f"word{n}") for n in (i, j)]
        yield _keyed(some, pl.struct(pl.lit("w").alias("kind"), "first", *two))


def _team_keys(base: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The first two authors and the year, or the year after: finds works that changed their title."""
    teams = base.filter((pl.col("authors").list.len() >= 2) & pl.col("year").is_not_null())
    team = pl.col("authors").list.head(2).list.sort().list.join("/")
    for later in (0, 1):
        yield _keyed(teams, pl.concat_str(pl.lit("y:"), team, pl.lit("/"), pl.col("year") + later))


def candidates(signed: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows that share a key: "left", "right"."""
    return window_pairs(candidate_keys(signed), order=["side"], reach=REACH)


def scored(signed: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The pairs, a chunk at a time, with both signatures ("a:…", "b:…"), their evidence ("w:…") and "score"."""
    seen = pl.concat([pairs["left"], pairs["right"]]).unique()
    counted = signed.with_columns(pl.len().over("acronym").alias("acronym_count"))
    counted = counted.filter(pl.col("row").is_in(seen.implode()))
    columns = [name for name in signed.columns if name not in ("row", "main_key_words")]
    a = counted.select(pl.col("row").alias("left"), "acronym_count", *(pl.col(c).alias(f"a:{c}") for c in columns))
    b = counted.select(pl.col("row").alias("right"), *(pl.col(c).alias(f"b:{c}") for c in columns))
    for start in range(0, pairs.height, CHUNK):
        both = pairs.slice(start, CHUNK).join(a, on="left").join(b, on="right").sort("left", "right")
        yield add_weights(compare(both), features())


def judge(signed: pl.DataFrame) -> Judged:
    """Every candidate pair compared; rows of decisions and evidence for those worth telling."""
    parts: list[tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]] = []
    nothing = Judged(_judged(_none(signed)), *_told(_none(signed)))
    for chunk in scored(signed, candidates(signed)):
        decided = chunk.with_columns(_outcome().alias("outcome"), *_pair_ids())
        decisions, evidence = _told(decided)
        parts.append((_judged(decided), decisions, evidence))
    if not parts:
        return nothing
    pairs, decisions, evidence = (pl.concat(column) for column in zip(*parts, strict=True))
    return Judged(pairs, decisions.sort("decision_id"), evidence.sort("decision_id", "feature"))


def _none(signed: pl.DataFrame) -> pl.DataFrame:
    """No pairs, with all columns that pairs have."""
    empty = signed.clear()
    a = empty.select(pl.col("row").alias("left"), *(pl.col(c).alias(f"a:{c}") for c in signed.columns))
    b = empty.select(pl.col("row").alias("right"), *(pl.col(c).alias(f"b:{c}") for c in signed.columns))
    both = pl.concat([a, b], how="horizontal").with_columns(pl.lit(0, dtype=pl.UInt32).alias("acronym_count"))
    return add_weights(compare(both), features()).with_columns(_outcome().alias("outcome"), *_pair_ids())


def _outcome() -> pl.Expr:
    return (
        pl.when(pl.col("score") >= THRESHOLD)
        .then(pl.lit("same"))
        .when(pl.col("score") < UNSURE)
        .then(pl.lit("different"))
        .otherwise(pl.lit("unsure"))
    )


def _pair_ids() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("a:record_id").alias("left_id"), pl.col("b:record_id").alias("right_id")


def _judged(decided: pl.DataFrame) -> pl.DataFrame:
    """What clustering needs of the pairs. "alike": shared authors and the same name or title."""
    alike = (
        same_title()
        | same_main()
        | (similarity() >= 0.85)
        | ((pl.col("a:acronym") == pl.col("b:acronym")) & (similarity() >= 0.5) & (pl.col("acronym_count") <= 30))
    )
    versions = alike & (pl.col("containment") >= 0.5) & (pl.col("w:DifferentNumbers") == 0)
    return decided.select(
        "left", "right", "left_id", "right_id", "score", "outcome", versions.fill_null(False).alias("alike")
    )


def _told(decided: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decisions and evidence of the merges and of the refusals that somebody might ask about."""
    near = (pl.col("score") >= NOTABLE) | (similarity() >= 0.85) | same_main() | same_title()
    notable = with_ids(decided.filter(near), "work")
    return decision_rows(notable, "work", THRESHOLD), evidence_rows(notable, features())


def resolve_works(signed: pl.DataFrame, rulings: Sequence[Ruling] = ()) -> WorkClusters:
    """Which records are one work; `rulings` are those in force."""
    judged = judge(signed)
    must, cannot = _ruled_rows(signed, rulings)
    label = cluster(judged.pairs, len(signed), must, cannot)
    return WorkClusters(_named(signed, label), _related(judged.pairs, label), judged.decisions, judged.evidence)


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
) -> Labels:
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


def _named(signed: pl.DataFrame, label: Labels) -> pl.DataFrame:
    """Record and work ids. A DOI names the work only if all records of the cluster that have one agree."""
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


def _related(pairs: pl.DataFrame, label: Labels) -> pl.DataFrame:
    """Pairs of records of two works that are versions of one thing."""
    apart = label[pairs["left"].to_numpy()] != label[pairs["right"].to_numpy()]
    return (
        pairs.filter(pl.Series(apart) & pl.col("alike"))
        .select(pl.col("left_id").alias("left"), pl.col("right_id").alias("right"))
        .sort("left", "right")
    )
