"""One row a work, made of what its records say: the furthest status wins, ties go to the fuller statement."""

from __future__ import annotations

import polars as pl

from kg.resolver.columns import fold
from kg.schemas import UNVERIFIED

# how far a record says the work has come (vocabulary: the furthest that any record documents)
RANK = {"published": 4, "to_appear": 3, "submitted": 2, "preprint": 1}
_SERVER = "preprint_server"
FACT_COLUMNS = (
    "record_id document_id title kind year date venue status submitted_to deposited_in author_list_complete gap_after "
    "subject_is_author volume issue pages publisher identifiers links"
).split()


def names_work() -> pl.Expr:
    """Whether an identifier ("scheme", beside the record's "kind") names the work, and not its journal or book.

    What is unverified (a wrong check digit) names nothing.
    """
    scheme = pl.col("scheme").fill_null("other")
    whole = pl.col("kind").is_in(["book", "thesis", "report", "other"]).fill_null(True)
    return ~scheme.str.starts_with(UNVERIFIED) & (scheme != "issn") & ((scheme != "isbn") | whole)


def record_facts(records: pl.DataFrame, record_works: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The records with their work, their venues as ids and "rank", best record of a work first.

    A preprint server is no venue: a record "published" there is a preprint deposited there.
    """
    main = names.rename({"printed": "venue"})
    served, printed, venue = pl.col("venue_kind") == _SERVER, pl.col("printed"), pl.col("venue_id")
    facts = (
        records.select(FACT_COLUMNS)
        .join(record_works, on="record_id")
        .join(main, on="venue", how="left")
        .join(names.select(printed.alias("submitted_to"), venue.alias("_submitted")), on="submitted_to", how="left")
        .join(names.select(printed.alias("deposited_in"), venue.alias("_deposited")), on="deposited_in", how="left")
        .with_columns(served.fill_null(False).alias("_served"))
        .with_columns(
            pl.when(pl.col("_served") & (pl.col("status").fill_null("published") == "published"))
            .then(pl.lit("preprint"))
            .otherwise(pl.col("status").fill_null("published"))
            .alias("status"),
            pl.when(pl.col("_served"))
            .then(pl.col("venue_id"))
            .otherwise(pl.col("_deposited"))
            .alias("deposited_in_id"),
            pl.when(~pl.col("_served")).then(pl.col("venue_id")).alias("venue_id"),
            pl.when(~pl.col("_served")).then(pl.col("edition")).alias("edition"),
            pl.col("_submitted").alias("submitted_to_id"),
        )
    )
    ranked = facts.with_columns(pl.col("status").replace_strict(RANK, default=4).alias("rank"))
    return ranked.sort(
        ["work_id", "rank", pl.col("venue_id").is_null(), ~pl.col("author_list_complete").fill_null(True), "record_id"],
        descending=[False, True, False, False, False],
    ).drop("_served", "_submitted", "_deposited")


def _first(column: str) -> pl.Expr:
    """The first statement in the order of `record_facts`."""
    return pl.col(column).drop_nulls().first()


def work_rows(facts: pl.DataFrame, related: pl.DataFrame, complete: pl.DataFrame) -> pl.DataFrame:
    """Rows of the works table.

    Args:
        facts: from `record_facts`.
        related: "left", "right" record ids of versions of one thing.
        complete: "work_id", "author_list_complete" as the merged lists say.
    """
    titles = _titles(facts.select("work_id", "record_id", "title", "rank"))
    final = pl.col("rank") >= RANK["to_appear"]
    # a venue that a published work was once submitted to is not where it appeared
    may = final | ~final.any().over("work_id")
    told = facts.with_columns(
        pl.when(may).then(pl.col("venue_id")).alias("_venue"),
        pl.when(may).then(pl.col("edition")).alias("_edition"),
        pl.coalesce("submitted_to_id", pl.when(~may).then(pl.col("venue_id"))).alias("_second"),
        pl.when(pl.col("kind") != "other").then(pl.col("kind")).alias("_kind"),
    )
    grouped = told.group_by("work_id", maintain_order=True).agg(
        _first("status").alias("status"),
        _first("_kind").alias("kind"),
        _first("year").alias("year"),
        pl.struct("date", "year").drop_nulls().alias("_dates"),
        _first("_venue").alias("venue_id"),
        _first("_edition").alias("edition"),
        _first("_second").alias("submitted_to_id"),
        _first("deposited_in_id").alias("deposited_in_id"),
        *(_first(column).alias(column) for column in ("volume", "issue", "pages", "publisher")),
        pl.col("links").explode().drop_nulls().unique().sort().alias("links"),
    )
    dates = (
        told.filter(pl.col("date").is_not_null())
        .join(grouped.select("work_id", pl.col("year").alias("_year")), on="work_id")
        .filter(pl.col("_year").is_null() | pl.col("date").str.starts_with(pl.col("_year").cast(pl.String)))
        .group_by("work_id", maintain_order=True)
        .agg(pl.col("date").first())
    )
    second = pl.col("submitted_to_id")
    return (
        grouped.drop("_dates")
        .with_columns(
            pl.col("kind").fill_null("other"),
            pl.when(second != pl.col("venue_id").fill_null("")).then(second).alias("submitted_to_id"),
        )
        .join(dates, on="work_id", how="left")
        .join(titles, on="work_id", how="left")
        .join(_identifiers(facts), on="work_id", how="left")
        .join(_related(facts, related), on="work_id", how="left")
        .join(complete, on="work_id", how="left")
        .with_columns(pl.col("identifiers").fill_null([]), pl.col("related_work_ids").fill_null([]))
        .sort("work_id")
    )


def _titles(titled: pl.DataFrame) -> pl.DataFrame:
    """The title that most records print, of the furthest ones if several do, and the others beside it."""
    known = titled.filter(pl.col("title").is_not_null() & (pl.col("title") != "")).with_columns(
        fold(pl.col("title")).str.replace_all(" ", "", literal=True).alias("title_key")
    )
    shouted = pl.col("title").str.to_uppercase() == pl.col("title")
    forms = (
        known.sort(
            ["work_id", "title_key", shouted, "rank", "record_id"], descending=[False, False, False, True, False]
        )
        .group_by("work_id", "title_key", maintain_order=True)
        .agg(pl.col("title").first(), pl.len().alias("count"), pl.col("rank").max())
        .sort(
            ["work_id", "count", "rank", pl.col("title").str.len_chars(), "title"],
            descending=[False, True, True, True, False],
        )
    )
    return forms.group_by("work_id", maintain_order=True).agg(
        pl.col("title").first(), pl.col("title").slice(1).sort().alias("alternative_titles")
    )


def _identifiers(facts: pl.DataFrame) -> pl.DataFrame:
    """Outside identifiers of each work; one that two works claim is accepted for neither."""
    said = facts.select("work_id", "identifiers", "kind").explode("identifiers").drop_nulls("identifiers")
    scheme, value = (pl.col("identifiers").struct.field(name) for name in ("scheme", "value"))
    said = said.with_columns(scheme.alias("scheme")).filter(names_work()).select("work_id", "identifiers").unique()
    own = said.filter(pl.len().over("identifiers") == 1)
    return own.sort("work_id", scheme, value).group_by("work_id", maintain_order=True).agg("identifiers")


def _related(facts: pl.DataFrame, related: pl.DataFrame) -> pl.DataFrame:
    """Ids of the works that are versions of one thing, both ways."""
    work = facts.select("record_id", "work_id")
    pairs = related.join(work.rename({"record_id": "left", "work_id": "a"}), on="left").join(
        work.rename({"record_id": "right", "work_id": "b"}), on="right"
    )
    both = pl.concat([pairs.select("a", "b"), pairs.select(pl.col("b").alias("a"), pl.col("a").alias("b"))])
    return (
        both.filter(pl.col("a") != pl.col("b"))
        .unique()
        .sort("a", "b")
        .group_by("a", maintain_order=True)
        .agg(pl.col("b").alias("related_work_ids"))
        .rename({"a": "work_id"})
    )
