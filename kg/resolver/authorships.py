"""Who is on which work at which place, and who has worked with whom."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import polars as pl

from kg.resolver.author_lists import Printed, PrintedList, merge_lists
from kg.resolver.names import Grade, compatible, parse_name

MANY = 100  # works with more authors give no co-authorships: their pairs say little and there are n^2 of them
Row = dict[str, Any]
_SCHEMA: dict[str, pl.DataType] = {
    "authorship_id": pl.String(),
    "work_id": pl.String(),
    "person_id": pl.String(),
    "role": pl.String(),
    "ordinal": pl.Int32(),
    "mention_ids": pl.List(pl.String),
}


def printed_authors(mentions: pl.DataFrame, facts: pl.DataFrame, mention_people: pl.DataFrame) -> pl.DataFrame:
    """Author and editor mentions of records with their work and person, in the order of the printed lists."""
    return (
        mentions.filter(pl.col("record_id").is_not_null())
        .with_columns(
            pl.when(pl.col("role") == "editor").then(pl.lit("editor")).otherwise(pl.lit("author")).alias("role")
        )
        .select("mention_id", "record_id", "document_id", "role", "ordinal", "name", "affiliations")
        .join(facts.select("record_id", "work_id", "author_list_complete", "gap_after"), on="record_id")
        .join(mention_people, on="mention_id")
        .with_columns(pl.col("author_list_complete").fill_null(True))
        .sort("work_id", "role", "record_id", "ordinal", "mention_id")
    )


def authorships(printed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the authorships table (without organisations), and "work_id", "author_list_complete" of each work.

    A work with one record keeps the order printed there; only works with several records, or with one person printed
    twice, are merged list by list.
    """
    records = pl.col("record_id").n_unique().over("work_id", "role")
    twice = (pl.col("person_id").is_duplicated()).over("work_id", "role")
    marked = printed.with_columns(((records > 1) | twice.any().over("work_id", "role")).alias("several"))
    simple, complete = _simple(marked.filter(~pl.col("several")))
    merged, merged_complete = _merged(marked.filter(pl.col("several")))
    return pl.concat([simple, merged]), pl.concat([complete, merged_complete])


def _simple(printed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Authorships of works with one list, all in columns."""
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("work_id", "role")
    behind = (pl.col("place") > pl.col("gap_after")) & ~pl.col("author_list_complete") & (pl.col("role") == "author")
    rows = printed.with_columns(place.alias("place")).select(
        "work_id",
        "person_id",
        "role",
        (pl.col("place") + behind.fill_null(False).cast(pl.Int32)).alias("ordinal"),
        pl.concat_list("mention_id").alias("mention_ids"),
    )
    complete = (
        printed.filter(pl.col("role") == "author").group_by("work_id").agg(pl.col("author_list_complete").first())
    )
    return _identified(rows), complete


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their ids: "<work>.<ordinal>", editors "<work>.e<ordinal>"."""
    mark = pl.when(pl.col("role") == "editor").then(pl.lit(".e")).otherwise(pl.lit("."))
    made = pl.concat_str("work_id", mark, pl.col("ordinal").cast(pl.String)).alias("authorship_id")
    return rows.with_columns(made).select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())


def _merged(printed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Authorships of works with several lists, work by work."""
    rows: list[tuple[str, str, str, int, list[str]]] = []
    complete: list[tuple[str, bool]] = []
    columns = printed.select(
        "work_id", "role", "record_id", "mention_id", "name", "person_id", "author_list_complete", "gap_after"
    )
    for (work, role), group in groupby(columns.iter_rows(), key=lambda row: (row[0], row[1])):
        merged = merge_lists(list(_lists(group, role)))
        for ordinal, place in merged.places:
            rows.append((work, place.person_id, role, ordinal, sorted(one.mention_id for one in place.printed)))
        if role == "author":
            complete.append((work, merged.complete))
    frame = pl.DataFrame(
        rows,
        schema={name: kind for name, kind in _SCHEMA.items() if name != "authorship_id"},
        orient="row",
    )
    return _identified(frame), pl.DataFrame(
        complete, schema={"work_id": pl.String, "author_list_complete": pl.Boolean}, orient="row"
    )


def _lists(rows: Iterable[tuple[Any, ...]], role: str) -> Iterable[PrintedList]:
    for record, group in groupby(rows, key=lambda row: row[2]):
        names = list(group)
        yield PrintedList(
            record,
            tuple(Printed(mention, name or "", person) for _, _, _, mention, name, person, _, _ in names),
            bool(names[0][6]) or role == "editor",
            names[0][7],
        )


def implied(
    facts: pl.DataFrame, printed: pl.DataFrame, documents: pl.DataFrame, tables: tuple[pl.DataFrame, ...]
) -> pl.DataFrame:
    """Authorships of the subject of an author page on works whose cut list does not print them; they have no ordinal.

    Only where no printed author of the work could be the subject: a namesake who is printed is somebody else, and then
    the page does not tell that the subject is an author too.

    Args:
        facts: from `work_rows.record_facts`.
        printed: from `printed_authors`.
        documents: the extracted table.
        tables: the mentions of the corpus, mention_people, and the authorships so far.
    """
    mentions, mention_people, known = tables
    subjects = (
        documents.filter(pl.col("subject_mention_id").is_not_null())
        .select("document_id", "subject_full_name", pl.col("subject_mention_id").alias("mention_id"))
        .join(mentions.select("mention_id", "name"), on="mention_id")
        .join(mention_people, on="mention_id")
    )
    claimed = (
        facts.filter(pl.col("subject_is_author").fill_null(False) & ~pl.col("author_list_complete").fill_null(True))
        .select("record_id", "work_id", "document_id")
        .join(subjects, on="document_id")
        .join(known.select("work_id", "person_id"), on=["work_id", "person_id"], how="anti")
    )
    names = printed.filter(pl.col("role") == "author").group_by("work_id").agg(pl.col("name").alias("names"))
    fits = [
        not _stands_there([subject, full or ""], names or [])
        for subject, full, names in claimed.join(names, on="work_id", how="left")
        .select("name", "subject_full_name", "names")
        .iter_rows()
    ]
    found = claimed.filter(pl.Series(fits, dtype=pl.Boolean)).sort("work_id", "person_id", "mention_id")
    return found.unique(["work_id", "person_id"], keep="first", maintain_order=True).select(
        pl.concat_str("work_id", pl.lit(".s"), "mention_id").alias("authorship_id"),
        "work_id",
        "person_id",
        pl.lit("author").alias("role"),
        pl.lit(None, dtype=pl.Int32).alias("ordinal"),
        pl.concat_list("mention_id").alias("mention_ids"),
    )


def _stands_there(forms: Iterable[str], names: Iterable[str]) -> bool:
    """True if one of the names could be one of the forms."""
    mine = [parse_name(form) for form in forms if form]
    others = [parse_name(name or "") for name in names]
    return any(compatible(one, other) < Grade.CONFLICT for one in mine for other in others if other.key)


def with_organisations(rows: pl.DataFrame, mentions: pl.DataFrame, affiliations: pl.DataFrame) -> pl.DataFrame:
    """The authorships with "organisation_ids": those that their mentions print as affiliations."""
    said = (
        mentions.filter(pl.col("affiliations").list.len() > 0)
        .select(pl.col("mention_id").alias("mention_ids"), pl.col("affiliations").alias("printed"))
        .explode("printed")
        .join(affiliations, on="printed")
    )
    found = (
        rows.select("authorship_id", "mention_ids")
        .explode("mention_ids")
        .join(said, on="mention_ids")
        .group_by("authorship_id")
        .agg(pl.col("organisation_id").unique().sort().alias("organisation_ids"))
    )
    return rows.join(found, on="authorship_id", how="left").with_columns(pl.col("organisation_ids").fill_null([]))


def coauthorships(rows: pl.DataFrame, works: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Rows of the coauthorships table: pairs of people (no ambiguous ones) with their joint works and years."""
    sure = people.filter(~pl.col("ambiguous").fill_null(False)).select("person_id")
    names = (
        rows.filter(pl.col("role") == "author")
        .select("work_id", "person_id")
        .unique()
        .filter(pl.len().over("work_id") <= MANY)
        .join(sure, on="person_id", how="semi")
        .join(works.select("work_id", "year"), on="work_id", how="left")
    )
    pairs = names.join(names.select("work_id", pl.col("person_id").alias("right_id")), on="work_id").filter(
        pl.col("person_id") < pl.col("right_id")
    )
    return (
        pairs.rename({"person_id": "left_id"})
        .group_by("left_id", "right_id")
        .agg(
            pl.len().cast(pl.Int32).alias("weight"),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
        .sort("left_id", "right_id")
    )
