"""Who is on which work at which place, and who has worked with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from kg.resolver.author_lists import Printed, PrintedList, merge_lists
from kg.resolver.names import Grade, compatible, parse_name

MANY = 100  # works with more authors give no co-authorships: their pairs say little and there are n^2 of them


@dataclass(frozen=True, slots=True)
class Ids:
    """What the numbers in the columns stand for: ids in alphabetical order, so numbers sort as the ids do."""

    works: pl.Series
    people: pl.Series
    mentions: pl.Series


def printed_authors(
    mentions: pl.DataFrame, facts: pl.DataFrame, mention_people: pl.DataFrame
) -> tuple[pl.DataFrame, Ids]:
    """Author and editor mentions of records with their work and person, all as numbers, in the order of the lists.

    Columns "work", "editor", "record", "mention", "person", "complete", "gap_after".
    """
    ids = Ids(
        facts["work_id"].unique().sort(), mention_people["person_id"].unique().sort(), mentions["mention_id"].sort()
    )
    records = (
        facts.sort("record_id")
        .with_row_index("record")
        .select(
            "record",
            "record_id",
            "gap_after",
            pl.col("author_list_complete").fill_null(True).alias("complete"),
            "work_id",
        )
        .join(_numbers(ids.works, "work_id", "work"), on="work_id")
        .drop("work_id")
    )
    people = mention_people.join(_numbers(ids.people, "person_id", "person"), on="person_id").drop("person_id")
    printed = (
        mentions.select(
            "mention_id", "record_id", "ordinal", (pl.col("role") == "editor").fill_null(False).alias("editor")
        )
        .sort("mention_id")
        .with_row_index("mention")
        .filter(pl.col("record_id").is_not_null())
        .join(people, on="mention_id")
        .drop("mention_id")
        .join(records, on="record_id")
        .drop("record_id")
    )
    return printed.sort("work", "editor", "record", "ordinal", "mention"), ids


def _numbers(ids: pl.Series, name: str, number: str) -> pl.DataFrame:
    return pl.DataFrame({name: ids}).with_row_index(number)


def authorships(printed: pl.DataFrame, ids: Ids, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the authorships table (without organisations), and "work_id", "author_list_complete" of each work.

    A work with one record keeps the order printed there; only works with several records, or with one person printed
    twice, are merged list by list.

    Args:
        printed: from `printed_authors`.
        ids: from there too.
        names: "mention_id", "name" of the mentions.
    """
    here = ("work", "editor")
    several = (pl.col("record") != pl.col("record").first().over(here)).any().over(here)
    # person numbers fit in 32 bits and so do those of works: one number for both tells repetitions
    twice = (pl.col("work").cast(pl.UInt64) * (1 << 32) + pl.col("person")).is_duplicated()
    marked = printed.with_columns((several | twice.any().over(here)).alias("several"))
    simple, complete = _simple(marked.filter(~pl.col("several")), ids)
    merged, merged_complete = _merged(marked.filter(pl.col("several")), ids, names)
    rows = pl.concat([simple, merged]).with_columns(
        ids.works.gather(pl.concat([simple["work"], merged["work"]])).alias("work_id"),
        ids.people.gather(pl.concat([simple["person"], merged["person"]])).alias("person_id"),
    )
    whole = pl.concat([complete, merged_complete])
    told = whole.select(ids.works.gather(whole["work"]).alias("work_id"), "author_list_complete")
    return _identified(rows), told


def _simple(printed: pl.DataFrame, ids: Ids) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Authorships of works with one list, all in columns."""
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("work", "editor")
    behind = (pl.col("place") > pl.col("gap_after")) & ~pl.col("complete") & ~pl.col("editor")
    rows = printed.with_columns(place.alias("place")).select(
        "work",
        "person",
        "editor",
        (pl.col("place") + behind.fill_null(False).cast(pl.Int32)).alias("ordinal"),
        ids.mentions.gather(printed["mention"]).reshape((-1, 1)).arr.to_list().alias("mention_ids"),
    )
    complete = (
        printed.filter(~pl.col("editor"))
        .select("work", pl.col("complete").alias("author_list_complete"))
        .unique("work", keep="first", maintain_order=True)
    )
    return rows, complete


def _identified(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their ids: "<work>.<ordinal>", editors "<work>.e<ordinal>"."""
    mark = pl.when(pl.col("editor")).then(pl.lit(".e")).otherwise(pl.lit("."))
    return rows.select(
        pl.concat_str("work_id", mark, pl.col("ordinal").cast(pl.String)).alias("authorship_id"),
        "work_id",
        "person_id",
        pl.when(pl.col("editor")).then(pl.lit("editor")).otherwise(pl.lit("author")).alias("role"),
        pl.col("ordinal").cast(pl.Int32),
        "mention_ids",
    )


def _merged(printed: pl.DataFrame, ids: Ids, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Authorships of works with several lists, work by work."""
    rows: list[tuple[int, int, bool, int, list[str]]] = []
    complete: list[tuple[int, bool]] = []
    called = printed.select("mention", ids.mentions.gather(printed["mention"]).alias("mention_id"))
    called = called.join(names, on="mention_id").select("mention", "name")
    columns = printed.join(called, on="mention", maintain_order="left").select(
        "work", "editor", "record", "mention", "name", "person", "complete", "gap_after"
    )
    for (work, editor), group in groupby(columns.iter_rows(), key=itemgetter(0, 1)):
        merged = merge_lists(list(_lists(group, editor=editor)))
        for ordinal, place in merged.places:
            mentions = [ids.mentions[number] for number in sorted(int(one.mention_id) for one in place.printed)]
            rows.append((work, int(place.person_id), editor, ordinal, mentions))
        if not editor:
            complete.append((work, merged.complete))
    schema = {"work": pl.UInt32, "person": pl.UInt32, "editor": pl.Boolean, "ordinal": pl.Int32}
    return (
        pl.DataFrame(rows, schema=schema | {"mention_ids": pl.List(pl.String)}, orient="row"),
        pl.DataFrame(complete, schema={"work": pl.UInt32, "author_list_complete": pl.Boolean}, orient="row"),
    )


def _lists(rows: Iterable[tuple[Any, ...]], *, editor: bool) -> Iterable[PrintedList]:
    """The printed lists of one work; numbers are padded, so that they sort as texts too."""
    for record, group in groupby(rows, key=itemgetter(2)):
        names = list(group)
        yield PrintedList(
            f"{record:012d}",
            tuple(Printed(f"{row[3]:012d}", row[4] or "", f"{row[5]:012d}") for row in names),
            bool(names[0][6]) or editor,
            names[0][7],
        )


def implied(facts: pl.DataFrame, documents: pl.DataFrame, tables: tuple[pl.DataFrame, ...]) -> pl.DataFrame:
    """Authorships of the subject of an author page on works whose cut list does not print them; they have no ordinal.

    Only where no printed author of the work could be the subject: a namesake who is printed is somebody else, and then
    the page does not tell that the subject is an author too.

    Args:
        facts: from `work_rows.record_facts`.
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
    records = facts.join(claimed.select("work_id").unique(), on="work_id", how="semi").select("record_id", "work_id")
    names = (
        mentions.filter(pl.col("role") == "author")
        .join(records, on="record_id")
        .group_by("work_id")
        .agg(pl.col("name").sort().alias("names"))
    )
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


def affiliated(mentions: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """What is printed beside an author as affiliation: "mention_ids" (one), "printed".

    An organisation tagged on a record as a whole is its author's only where one author is all it has.
    """
    own = mentions.filter(pl.col("affiliations").list.len() > 0).select("mention_id", "affiliations")
    tagged = records.filter(
        (pl.col("affiliations").list.len() > 0) & pl.col("author_list_complete").fill_null(True)
    ).select("record_id", "affiliations")
    alone = (
        mentions.filter(pl.col("role") == "author")
        .select("record_id", "mention_id")
        .join(tagged, on="record_id")
        .filter(pl.len().over("record_id") == 1)
        .select("mention_id", "affiliations")
    )
    both = pl.concat([own, alone]).explode("affiliations").drop_nulls("affiliations")
    return both.select(pl.col("mention_id").alias("mention_ids"), pl.col("affiliations").alias("printed")).unique()


def with_organisations(rows: pl.DataFrame, beside: pl.DataFrame, affiliations: pl.DataFrame) -> pl.DataFrame:
    """The authorships with "organisation_ids": those that their mentions print as affiliations (`affiliated`)."""
    said = beside.join(affiliations, on="printed").select("mention_ids", "organisation_id")
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
    sure = people.filter(~pl.col("ambiguous").fill_null(False))["person_id"].unique().sort()
    years = works.select("work_id", "year").with_row_index("work")
    names = (
        rows.filter(pl.col("role") == "author")
        .select("work_id", "person_id")
        .join(_numbers(sure, "person_id", "person"), on="person_id")
        .join(years, on="work_id")
        .select("work", "person", "year")
        .unique()
        .filter(pl.len().over("work") <= MANY)
    )
    pairs = names.join(names.select("work", pl.col("person").alias("other")), on="work").filter(
        pl.col("person") < pl.col("other")
    )
    found = (
        pairs.group_by("person", "other")
        .agg(
            pl.len().cast(pl.Int32).alias("weight"),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
        .sort("person", "other")
    )
    return found.select(
        sure.gather(found["person"]).alias("left_id"),
        sure.gather(found["other"]).alias("right_id"),
        "weight",
        "first_year",
        "last_year",
    )
