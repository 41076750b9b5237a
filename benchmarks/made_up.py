"""Tables of a made-up bibliography, as columns: a million works take half a minute.

    python benchmarks/made_up.py --works 1000000 --out DIR      writes DIR/tables/*.parquet

Shapes that matter to a store and to questions: three authors a work with a long tail of busy people, groups that
write together, homonyms, venues of all sizes, two records for every fifth work, positions with dates, affiliations,
identifiers, keywords, decisions with evidence. Everything follows from the seed.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kg import schemas

SYLLABLES = "ka li mo ru se ta vi no pa de han chen mar son el ri os wu ja ber".split()
BULK = "fe0000000000000d"
FEED = "fe1111111111111d"
GROUP = 40  # people who tend to write together


def made_up(works: int, seed: int = 7) -> dict[str, pa.Table]:
    """Tables of a graph with that many works, about three times as many authorships and half as many people."""
    random = np.random.default_rng(seed)
    people = max(works // 2, 50)
    authors = _authors(random, works, people)
    frames = {
        **_works(random, works),
        **_people(random, people),
        **_authorships(random, authors, people),
        **_organisations(random, works, people),
    }
    frames["coauthorships"] = _coauthorships(authors, frames["works"])
    frames |= _sources(random, frames, authors)
    frames |= _decisions(random, frames)
    tables = {name: schemas.empty(name) for name in schemas.TABLES}
    return tables | {name: _table(name, frame) for name, frame in frames.items()}


def _table(name: str, frame: pl.DataFrame) -> pa.Table:
    schema = schemas.TABLES[name]
    table = frame.to_arrow()
    rows = table.num_rows
    arrays = [table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(rows, f.type) for f in schema]
    return pa.table(arrays, schema=schema)


def _ids(prefix: str, column: str) -> pl.Expr:
    return pl.concat_str(pl.lit(prefix), pl.col(column))


def _words(random, count: int, length: int) -> pl.Series:
    parts = pl.DataFrame({str(n): random.choice(SYLLABLES, count) for n in range(length)})
    return parts.select(pl.concat_str(parts.columns)).to_series()


def _authors(random, works: int, people: int) -> pl.DataFrame:
    """(work, ordinal, person): one group a work, its busy members first, one in seven from elsewhere."""
    sizes = np.minimum(random.geometric(0.29, works), 12)
    sizes = np.where(random.random(works) < 0.0002, 60, sizes)
    work = np.repeat(np.arange(works), sizes)
    group = np.repeat(random.integers(0, max(people // GROUP, 1), works), sizes)
    member = np.minimum(random.geometric(0.12, len(work)), GROUP) - 1
    outside = random.random(len(work)) < 0.15
    person = np.where(outside, random.integers(0, people, len(work)), group * GROUP + member) % people
    rows = pl.DataFrame({"work": work, "person": person}).unique(["work", "person"], maintain_order=True)
    return rows.with_columns((pl.int_range(pl.len()).over("work") + 1).cast(pl.Int32).alias("ordinal"))


def _works(random, works: int) -> dict[str, pl.DataFrame]:
    venues = max(works // 200, 20)
    venue = (random.pareto(1.1, works) * venues / 30).astype(np.int64) % venues
    words = pl.DataFrame({str(n): _words(random, 4000, 2).gather(random.integers(0, 4000, works)) for n in range(7)})
    frame = words.select(pl.concat_str(words.columns, separator=" ").str.to_titlecase().alias("title")).with_columns(
        pl.int_range(works).alias("n"),
        pl.Series("year", (2025 - np.minimum(random.exponential(9, works), 45)).astype(np.int32)),
        pl.Series("venue", venue),
        pl.Series("kind", random.choice(["paper", "article", "preprint"], works, p=[0.5, 0.35, 0.15])),
        pl.Series("known", random.random(works) < 0.7),
        pl.Series("complete", random.random(works) < 0.98),
    )
    doi = pl.struct(scheme=pl.lit("doi"), value=pl.concat_str(pl.lit("10.5555/"), "n"))
    works_table = frame.select(
        _ids(f"{BULK}.", "n").alias("work_id"),
        "title",
        "kind",
        pl.when(pl.col("n") % 50 != 0).then("year").alias("year"),
        pl.when(pl.col("n") % 40 != 0).then(_ids("v", "venue")).alias("venue_id"),
        pl.when(pl.col("n") % 60 != 0).then(pl.lit("published")).otherwise(pl.lit("submitted")).alias("status"),
        pl.col("complete").alias("author_list_complete"),
        pl.when("known").then(pl.concat_list(doi)).alias("identifiers"),
        pl.when((pl.col("kind") == "preprint") & (pl.col("n") % 3 == 0) & (pl.col("n") > 0))
        .then(pl.concat_list(pl.concat_str(pl.lit(f"{BULK}."), pl.col("n") - 1)))
        .alias("related_work_ids"),
    )
    numbers = pl.DataFrame({"n": np.arange(venues)})
    kinds = random.choice(["conference", "journal", "workshop"], venues, p=[0.5, 0.4, 0.1])
    venues_table = numbers.select(
        _ids("v", "n").alias("venue_id"),
        pl.concat_str(pl.lit("Venue on "), _words(random, venues, 3).alias("w"), pl.lit(" "), "n").alias("name"),
        pl.Series("kind", kinds),
        pl.concat_list(_ids("V", "n")).alias("alternative_names"),
    )
    return {"works": works_table, "venues": venues_table}


def _people(random, people: int) -> dict[str, pl.DataFrame]:
    given = _words(random, max(people // 60, 40), 2).str.to_titlecase()
    family = _words(random, max(people // 12, 60), 3).str.to_titlecase()
    frame = pl.DataFrame(
        {
            "n": np.arange(people),
            "given_name": given.gather(random.integers(0, len(given), people)),
            "family_name": family.gather(random.integers(0, len(family), people)),
            "known": random.random(people) < 0.15,
        }
    )
    initial = pl.concat_str(pl.col("given_name").str.slice(0, 1), pl.lit(". "), "family_name")
    digits = pl.col("n").cast(pl.String).str.zfill(12)
    orcid = pl.concat_str(
        pl.lit("0000-"), digits.str.slice(0, 4), pl.lit("-"), digits.str.slice(4, 4), pl.lit("-"), digits.str.slice(8)
    )
    return {
        "people": frame.select(
            _ids("p", "n").alias("person_id"),
            pl.concat_str("given_name", pl.lit(" "), "family_name").alias("name"),
            "given_name",
            "family_name",
            pl.concat_list(pl.concat_str("given_name", pl.lit(" "), "family_name"), initial).alias("alternative_names"),
            pl.lit(False).alias("ambiguous"),
            pl.when("known").then(pl.concat_list(pl.struct(scheme=pl.lit("orcid"), value=orcid))).alias("identifiers"),
        )
    }


def _authorships(random, authors: pl.DataFrame, people: int) -> dict[str, pl.DataFrame]:
    organisations = max(people // 100, 20)
    identifier = pl.concat_str(pl.lit(f"{BULK}."), "work", pl.lit("."), "ordinal")
    home = (pl.col("person") // GROUP) % organisations
    printed = pl.Series("printed", random.random(authors.height) < 0.4)
    frame = authors.with_columns(printed).select(
        identifier.alias("authorship_id"),
        _ids(f"{BULK}.", "work").alias("work_id"),
        _ids("p", "person").alias("person_id"),
        pl.lit("author").alias("role"),
        "ordinal",
        pl.concat_list(identifier).alias("mention_ids"),
        pl.when("printed").then(pl.concat_list(pl.concat_str(pl.lit("o"), home))).alias("organisation_ids"),
    )
    return {"authorships": frame}


def _coauthorships(authors: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    dated = authors.select("work", "person").with_columns(works.get_column("year").gather(authors.get_column("work")))
    pairs = dated.join(dated.select("work", other="person"), on="work")
    person, other = (pl.concat_str(pl.lit("p"), name) for name in ("person", "other"))
    return (
        pairs.filter(pl.col("person") != pl.col("other"))
        .group_by("person", "other")
        .agg(
            pl.len().cast(pl.Int32).alias("weight"),
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
        )
        .select(person.alias("left_id"), other.alias("right_id"), "weight", "first_year", "last_year")
        .filter(pl.col("left_id") < pl.col("right_id"))
        .sort("left_id", "right_id")
    )


def _organisations(random, works: int, people: int) -> dict[str, pl.DataFrame]:
    count = max(people // 100, 20)
    number = pl.col("n")
    organisations = pl.DataFrame({"n": np.arange(count)}).select(
        _ids("o", "n").alias("organisation_id"),
        pl.concat_str(pl.lit("University of "), _words(random, count, 3).alias("w"), pl.lit(" "), "n").alias("name"),
        pl.when(number % 4 == 0).then(pl.lit("university")).otherwise(pl.lit("department")).alias("kind"),
        pl.when(number % 4 != 0).then(pl.concat_str(pl.lit("o"), number - number % 4)).alias("parent_id"),
    )
    rows = people
    person = random.integers(0, people, rows)
    home = (person // GROUP) % count
    begin = random.integers(1985, 2023, rows)
    degree = random.random(rows) < 0.2
    frame = pl.DataFrame(
        {
            "n": np.arange(rows),
            "person": person,
            "organisation": np.where(random.random(rows) < 0.6, home, random.integers(0, count, rows)),
            "begin": begin,
            "end": begin + random.integers(1, 9, rows),
            "degree": degree,
            "ongoing": random.random(rows) < 0.25,
            "tag": random.random(rows) < 0.1,
            "adviser": random.integers(0, people, rows),
        }
    )
    dated = ~pl.col("tag")
    memberships = frame.select(
        _ids(f"{FEED}.p", "n").alias("membership_id"),
        _ids("p", "person").alias("person_id"),
        _ids("o", "organisation").alias("organisation_id"),
        pl.when("degree").then(pl.lit("degree")).otherwise(pl.lit("position")).alias("kind"),
        pl.when("degree").then(pl.lit("PhDStudent")).otherwise(pl.lit("Researcher")).alias("role"),
        pl.when("degree").then(pl.lit("Doctorate")).alias("degree_type"),
        pl.when(dated).then(pl.col("begin").cast(pl.String)).alias("begin_date"),
        pl.when(dated & ~pl.col("ongoing")).then(pl.concat_str("end", pl.lit("-06"))).alias("end_date"),
        pl.when(dated).then("ongoing").alias("ongoing"),
        pl.when("tag").then("begin").alias("evidence_year"),
        pl.when("degree").then(pl.concat_list(_ids("p", "adviser"))).alias("supervisor_ids"),
        pl.concat_list(_ids(f"{FEED}.m", "n")).alias("source_ids"),
    )
    return {"organisations": organisations, "memberships": memberships}


def _sources(random, frames: dict[str, pl.DataFrame], authors: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Documents, records and mentions; every fifth work stands in a second document too."""
    works = frames["works"].with_row_index("n")
    again = works.filter(pl.col("n") % 5 == 0)
    records = pl.concat([_records(random, works, BULK), _records(random, again, FEED)])
    names = frames["people"].get_column("name").gather(authors.get_column("person"))
    listed = authors.with_columns(names.alias("name"))
    mentions = pl.concat([_mentions(listed, BULK), _mentions(listed.filter(pl.col("work") % 5 == 0), FEED)])
    describes = pl.concat([_describes(works, BULK), _describes(again, FEED)])
    refers = mentions.select("mention_id", "person_id")
    subjects = frames["memberships"].select(
        pl.col("source_ids").list.first().alias("mention_id"),
        pl.lit(FEED).alias("document_id"),
        pl.lit("subject").alias("role"),
        "person_id",
    )
    documents = pl.DataFrame(
        {
            "document_id": [BULK, FEED],
            "path": ["bulk.jsonl", "feed.xml"],
            "sha256": [BULK * 4, FEED * 4],
            "media_type": ["application/jsonl", "application/xml"],
            "extractor": ["made-up/1", "made-up/1"],
        }
    )
    return {
        "documents": documents,
        "records": records,
        "mentions": pl.concat([mentions.drop("person_id"), subjects.drop("person_id")], how="diagonal"),
        "record_works": describes,
        "mention_people": pl.concat([refers, subjects.select("mention_id", "person_id")]),
        "authorships": frames["authorships"].with_columns(
            pl.when(authors.get_column("work") % 5 == 0)
            .then(pl.concat_list("authorship_id", pl.col("authorship_id").str.replace(BULK, FEED, literal=True)))
            .otherwise(pl.col("mention_ids"))
            .alias("mention_ids")
        ),
    }


def _records(random, works: pl.DataFrame, document: str) -> pl.DataFrame:
    topics = _words(random, 800, 3)
    return works.select(
        _ids(f"{document}.", "n").alias("record_id"),
        pl.lit(document).alias("document_id"),
        pl.concat_str(pl.lit("record="), "n").alias("fragment"),
        "title",
        "kind",
        "year",
        pl.col("year").cast(pl.String).alias("year_as_printed"),
        pl.col("venue_id").alias("venue"),
        "status",
        "author_list_complete",
        _ids("W", "n").alias("key"),
        pl.lit("made-up/1").alias("extractor"),
        pl.lit(1.0).alias("score"),
        "identifiers",
        pl.concat_list(topics.gather(random.integers(0, 800, works.height))).alias("keywords"),
    )


def _describes(works: pl.DataFrame, document: str) -> pl.DataFrame:
    return works.select(_ids(f"{document}.", "n").alias("record_id"), "work_id")


def _mentions(authors: pl.DataFrame, document: str) -> pl.DataFrame:
    return authors.select(
        pl.concat_str(pl.lit(f"{document}."), "work", pl.lit("."), "ordinal").alias("mention_id"),
        pl.lit(document).alias("document_id"),
        _ids(f"{document}.", "work").alias("record_id"),
        pl.concat_str(pl.lit("record="), "work").alias("fragment"),
        pl.lit("author").alias("role"),
        "ordinal",
        "name",
        pl.lit(False).alias("owner"),
        pl.lit(False).alias("equal_contribution"),
        _ids("p", "person").alias("person_id"),
    )


def _decisions(random, frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """One decision for every third mention: two mentions of one person, or of two people who are called alike."""
    mentions = frames["mention_people"].filter(~pl.col("mention_id").str.contains(r"\.m")).sort("person_id")
    count = mentions.height // 3
    place = np.sort(random.choice(mentions.height - 1, count, replace=False))
    left, right = mentions[place], mentions[place + 1]
    same = left.get_column("person_id") == right.get_column("person_id")
    score = np.where(same.to_numpy(), random.beta(8, 1.5, count), random.beta(1.5, 6, count)).round(6)
    ids = pl.DataFrame({"a": left.get_column("mention_id"), "b": right.get_column("mention_id")})
    order = pl.col("a") < pl.col("b")
    decisions = ids.select(
        pl.int_range(count).cast(pl.String).str.zfill(16).alias("decision_id"),
        pl.lit("person").alias("kind"),
        pl.when(order).then("a").otherwise("b").alias("left_id"),
        pl.when(order).then("b").otherwise("a").alias("right_id"),
        pl.when(same)
        .then(pl.lit("same"))
        .when(pl.Series(score) > 0.45)
        .then(pl.lit("unsure"))
        .otherwise(pl.lit("different"))
        .alias("outcome"),
        pl.Series("score", score),
        pl.lit(0.5).alias("threshold"),
        pl.lit("made-up/1").alias("agent"),
        pl.lit(False).alias("override"),
    )
    parts = []
    for feature, chance in (("NameCompatibility", 1.0), ("SharedCoauthor", 0.6), ("YearGap", 0.4)):
        chosen = decisions.filter(pl.Series(random.random(count) < chance)).select("decision_id")
        parts.append(
            chosen.with_columns(
                pl.lit(feature).alias("feature"),
                pl.Series("weight", random.normal(1, 1, chosen.height).round(4)),
                pl.concat_str(pl.lit("as made up for "), "decision_id").alias("value"),
            )
        )
    return {"decisions": decisions, "evidence": pl.concat(parts)}


def write(tables: dict[str, pa.Table], folder: Path) -> None:
    """The tables as Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    started = time.process_time()
    tables = made_up(options.works)
    write(tables, options.out / "tables")
    for name, table in tables.items():
        print(f"{name:24} {table.num_rows:12,} rows {table.nbytes >> 20:8,} MB")
    print(f"{time.process_time() - started:.0f} CPU s")


if __name__ == "__main__":
    main()
