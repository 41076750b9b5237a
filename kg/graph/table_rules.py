"""The rules of the shapes as queries on the tables: for graphs that are too large for a SHACL engine.

Each rule gives the rows that break it; it bears the label of the shape that says the same in SHACL. What the writer
makes true by itself (types, datatypes, one selector a thing) needs no rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from kg.graph.blocks import Frames
from kg.graph.terms import sound_date
from kg.graph.vocab import IDENTIFIER_SCHEMES

Find = Callable[[Frames], pl.DataFrame]  # columns "focus" ("kind/id") and "value"
_CHECKED_SCHEMES = ("orcid", "issn", "doi")


@dataclass(frozen=True)
class TableRule:
    """`message` may hold {value}. `find` gives one row for each violation."""

    label: str
    message: str
    find: Find


def broken_rows(
    tables: Mapping[str, pa.Table], rules: tuple[TableRule, ...] = ()
) -> Iterator[tuple[TableRule, str, str]]:
    """(rule, focus, value) of every violation, rule by rule; the focus is "kind/id"."""
    frames = Frames(tables)
    for rule in rules or RULES:
        for focus, value in rule.find(frames).select("focus", pl.col("value").cast(pl.String)).iter_rows():
            yield rule, str(focus), value or ""


def places(tables: Mapping[str, pa.Table], focuses: set[str]) -> dict[str, tuple[str, str]]:
    """(label, "path, where it was read") of records, mentions and authorships, given as "kind/id"."""
    frames = Frames(tables)
    ids = pl.DataFrame({"focus": sorted(focuses)}, schema={"focus": pl.String})
    ids = ids.with_columns(pl.col("focus").str.splitn("/", 2).struct.rename_fields(["kind", "id"])).unnest("focus")
    firsts = frames["authorships"].select(pl.col("authorship_id").alias("id"), pl.col("mention_ids").list.first())
    found: dict[str, tuple[str, str]] = {}
    paths = frames["documents"].select("document_id", "path")
    for kind, table, key, label in (
        ("record", "records", "record_id", "title"),
        ("mention", "mentions", "mention_id", "name"),
    ):
        wanted = ids.filter(pl.col("kind") == kind).select(
            pl.concat_str("kind", pl.lit("/"), "id").alias("focus"), "id"
        )
        if kind == "mention":
            made = (
                ids.filter(pl.col("kind") == "authorship").join(firsts, on="id", how="inner").drop_nulls("mention_ids")
            )
            made = made.select(
                pl.concat_str("kind", pl.lit("/"), "id").alias("focus"), pl.col("mention_ids").alias("id")
            )
            wanted = pl.concat([wanted, made])
        rows = wanted.join(frames[table], left_on="id", right_on=key, how="inner").join(
            paths, on="document_id", how="left"
        )
        span = pl.format("characters {}–{}", "start", "end")
        spot = pl.concat_str("path", pl.coalesce(span, "fragment"), separator=", ", ignore_nulls=True)
        for focus, name, place in rows.select("focus", label, spot.alias("place")).iter_rows():
            found[focus] = ((name or "")[:80].replace("\n", " "), place)
    return found


def _found(frame: pl.DataFrame, kind: str, column: str, value: str | pl.Expr = "") -> pl.DataFrame:
    shown = pl.col(value) if isinstance(value, str) and value else (value if isinstance(value, pl.Expr) else pl.lit(""))
    return frame.select(pl.concat_str(pl.lit(f"{kind}/"), pl.col(column)).alias("focus"), shown.alias("value"))


def _unique(table: str, kind: str, column: str) -> Find:
    def find(frames: Frames) -> pl.DataFrame:
        counts = frames[table].get_column(column).value_counts().filter(pl.col("count") > 1)
        return _found(counts, kind, column, pl.col("count"))

    return find


def _missing(table: str, kind: str, column: str, need: str) -> Find:
    """Rows that lack a value in `need`."""

    def find(frames: Frames) -> pl.DataFrame:
        values = pl.col(need)
        empty = values.is_null() | (values == "") if frames[table].schema[need] == pl.String else values.is_null()
        return _found(frames[table].filter(empty), kind, column)

    return find


def _dangling(table: str, kind: str, column: str, reference: str, target: tuple[str, str]) -> Find:
    """Rows whose `reference` (an id, or a list of ids) leads to no row of the target (table, column)."""

    def find(frames: Frames) -> pl.DataFrame:
        rows = frames[table].select(pl.col(column), pl.col(reference).alias("reference"))
        if rows.schema["reference"] == pl.List(pl.String):
            rows = rows.explode("reference")
        there = frames[target[0]].select(pl.col(target[1]).alias("reference"))
        return _found(rows.drop_nulls("reference").join(there, on="reference", how="anti"), kind, column, "reference")

    return find


def _unreached(table: str, kind: str, column: str, sources: tuple[tuple[str, str], ...]) -> Find:
    """Rows that none of the (table, column) sources leads to."""

    def find(frames: Frames) -> pl.DataFrame:
        reached = []
        for source, reference in sources:
            values = frames[source].get_column(reference)
            values = values.explode() if values.dtype == pl.List(pl.String) else values
            reached.append(values.drop_nulls().unique().alias(column).to_frame())
        return _found(frames[table].join(pl.concat(reached), on=column, how="anti"), kind, column)

    return find


def _outside(table: str, kind: str, column: str, number: str, low: float, high: float) -> Find:
    """Rows whose number is not in [low, high]."""

    def find(frames: Frames) -> pl.DataFrame:
        values = pl.col(number)
        return _found(frames[table].filter(~values.is_between(low, high)), kind, column, number)

    return find


def _authors(frames: Frames) -> pl.DataFrame:
    return frames["authorships"].filter(
        (pl.col("role").fill_null("author") == "author") & pl.col("ordinal").is_not_null()
    )


def _held_twice(frames: Frames) -> pl.DataFrame:
    placed = frames["authorships"].filter(pl.col("ordinal").is_not_null())
    pairs = placed.group_by("work_id", pl.col("role").fill_null("author"), "person_id").len().filter(pl.col("len") > 1)
    return _found(pairs, "work", "work_id", pl.concat_str(pl.lit("person/"), "person_id"))


def _same_place(frames: Frames) -> pl.DataFrame:
    places = _authors(frames).group_by("work_id", "ordinal").len().filter(pl.col("len") > 1)
    return _found(places, "work", "work_id", "ordinal")


def _gaps(frames: Frames) -> pl.DataFrame:
    """Complete lists whose last ordinal is larger than the number of different ones."""
    complete = frames["works"].filter(pl.col("author_list_complete").eq_missing(pl.lit(True)))
    lists = (
        _authors(frames)
        .join(complete.select("work_id"), on="work_id", how="semi")
        .group_by("work_id")
        .agg(pl.col("ordinal").max().alias("last"), pl.col("ordinal").n_unique().alias("places"))
    )
    return _found(lists.filter(pl.col("last") > pl.col("places")), "work", "work_id", "last")


def _implied_on_complete(frames: Frames) -> pl.DataFrame:
    implied = frames["authorships"].filter(pl.col("ordinal").is_null())
    complete = frames["works"].filter(pl.col("author_list_complete").eq_missing(pl.lit(True)))
    unheld = implied.join(_authors(frames), on=["work_id", "person_id"], how="anti")
    return _found(unheld.join(complete, on="work_id", how="semi"), "work", "work_id", "person_id")


def _other_holder(frames: Frames) -> pl.DataFrame:
    """Authorships that are made of a mention of somebody else."""
    rows = frames["authorships"].select("authorship_id", "person_id", pl.col("mention_ids").alias("mention_id"))
    rows = rows.explode("mention_id").drop_nulls("mention_id")
    meant = frames["mention_people"].rename({"person_id": "meant"})
    return _found(
        rows.join(meant, on="mention_id", how="inner").filter(pl.col("person_id") != pl.col("meant")),
        "authorship",
        "authorship_id",
        pl.concat_str(pl.lit("mention/"), "mention_id"),
    )


def _other_work(frames: Frames) -> pl.DataFrame:
    """Authorships that are made of a mention in a record of another work."""
    rows = frames["authorships"].select("authorship_id", "work_id", pl.col("mention_ids").alias("mention_id"))
    records = frames["mentions"].select("mention_id", "record_id").drop_nulls()
    described = frames["record_works"].rename({"work_id": "described"})
    joined = rows.explode("mention_id").drop_nulls("mention_id").join(records, on="mention_id", how="inner")
    other = joined.join(described, on="record_id", how="inner").filter(pl.col("work_id") != pl.col("described"))
    return _found(other, "authorship", "authorship_id", pl.concat_str(pl.lit("mention/"), "mention_id"))


def _unheld_decisions(frames: Frames) -> pl.DataFrame:
    ruled = pl.col("override").fill_null(value=False) & (pl.col("agent").str.len_chars() > 0)
    bare = frames["decisions"].filter(~ruled.fill_null(value=False))
    return _found(bare.join(frames["evidence"], on="decision_id", how="anti"), "decision", "decision_id")


def _same_sides(frames: Frames) -> pl.DataFrame:
    return _found(frames["decisions"].filter(pl.col("left_id") == pl.col("right_id")), "decision", "decision_id")


def _ends_before(frames: Frames) -> pl.DataFrame:
    """Memberships that end before they begin, as far as both dates say."""
    rows = frames["memberships"].with_columns(sound_date("begin_date"), sound_date("end_date"))
    length = pl.min_horizontal(pl.col("begin_date").str.len_chars(), pl.col("end_date").str.len_chars())
    begin, end = pl.col("begin_date").str.slice(0, length), pl.col("end_date").str.slice(0, length)
    return _found(rows.filter(end < begin), "membership", "membership_id", "end_date")


def _ongoing_with_end(frames: Frames) -> pl.DataFrame:
    rows = frames["memberships"].filter(pl.col("ongoing") & pl.col("end_date").is_not_null())
    return _found(rows, "membership", "membership_id", "end_date")


def _long_replacements(frames: Frames) -> pl.DataFrame:
    """Replacements that lead to something that is replaced itself: a chain or a circle."""
    old = frames["replacements"].select(pl.col("old").alias("new"))
    rows = frames["replacements"].join(old, on="new", how="semi")
    return rows.select(pl.col("old").alias("focus"), pl.col("new").alias("value"))


def _said_of_replaced(frames: Frames) -> pl.DataFrame:
    things = [
        frames[table].select(pl.concat_str(pl.lit(f"{kind}/"), column).alias("old"))
        for table, kind, column in (("people", "person", "person_id"), ("works", "work", "work_id"))
    ]
    rows = frames["replacements"].join(pl.concat(things), on="old", how="semi")
    return rows.select(pl.col("old").alias("focus"), pl.lit("").alias("value"))


def _backward_spans(frames: Frames) -> pl.DataFrame:
    found = [
        _found(frames[table].filter(pl.col("end") < pl.col("start")), kind, column, "start")
        for table, kind, column in (("records", "record", "record_id"), ("mentions", "mention", "mention_id"))
    ]
    return pl.concat([frame.with_columns(pl.col("value").cast(pl.String)) for frame in found])


def _unlocated(table: str, kind: str, column: str) -> Find:
    def find(frames: Frames) -> pl.DataFrame:
        nowhere = pl.col("start").is_null() & (pl.col("fragment").fill_null("") == "")
        return _found(frames[table].filter(nowhere), kind, column)

    return find


def _ill_formed(frames: Frames) -> pl.DataFrame:
    """Identifiers that break the pattern of their scheme, or its check digit."""
    owners = ("works", "people", "venues", "organisations", "records", "mentions", "organisation_mentions")
    found = [frames[name].select(pl.col("identifiers").explode()).drop_nulls().unnest("identifiers") for name in owners]
    rows = pl.concat(found).unique().drop_nulls("value").filter(pl.col("scheme").is_in(_CHECKED_SCHEMES))
    scheme, value = pl.col("scheme"), pl.col("value")
    broken = pl.lit(False)
    for name in _CHECKED_SCHEMES:
        broken = broken | ((scheme == name) & ~value.str.contains(IDENTIFIER_SCHEMES[name][2]))
    digits = value.str.replace_all("-", "", literal=True)
    for name, length, modulus_check in (("orcid", 16, _orcid_check(digits)), ("issn", 8, _issn_check(digits))):
        last = digits.str.slice(length - 1, 1)
        broken = broken | ((scheme == name) & (digits.str.len_chars() == length) & (last != modulus_check))
    return rows.filter(broken).select(
        pl.concat_str(pl.lit("identifier/"), scheme, pl.lit("-"), value).alias("focus"), value.alias("value")
    )


def _orcid_check(digits: pl.Expr) -> pl.Expr:
    """ISO 7064 MOD 11-2 over the first fifteen digits."""
    total = pl.sum_horizontal(_digit(digits, place) * 2 ** (15 - place) for place in range(15))
    check = (12 - total % 11) % 11
    return pl.when(check == 10).then(pl.lit("X")).otherwise(check.cast(pl.String))


def _issn_check(digits: pl.Expr) -> pl.Expr:
    """ISO 3297: weights 8 to 2 over the first seven digits, modulo 11."""
    total = pl.sum_horizontal(_digit(digits, place) * (8 - place) for place in range(7))
    check = (11 - total % 11) % 11
    return pl.when(check == 10).then(pl.lit("X")).otherwise(check.cast(pl.String))


def _digit(digits: pl.Expr, place: int) -> pl.Expr:
    return digits.str.slice(place, 1).cast(pl.Int64, strict=False)


_AUTHORSHIP, _SOURCES = (
    "An authorship has one work, one place, one person",
    "An authorship agrees with the mentions it is made of",
)
_WORK = "A work has a title, a status, and authors in order"
_RECORD, _MENTION = "A record has a document, a place and a work", "A mention has a name, a place and a person"
_MEMBERSHIP, _DECISION = (
    "A membership is of one person at one organisation",
    ("A decision is about two things, and has evidence or an agent who overrides it"),
)
_PERSON, _SCORE = "A person has one name and is not ambiguous", "Every score is in [0, 1]"
_REPLACED = "A replaced IRI says only what replaces it"
_PEOPLE, _WORKS, _MENTIONS = ("people", "person_id"), ("works", "work_id"), ("mentions", "mention_id")
RULES: tuple[TableRule, ...] = (
    TableRule(_AUTHORSHIP, "{value} authorships have this id", _unique("authorships", "authorship", "authorship_id")),
    TableRule(
        _AUTHORSHIP,
        "its work {value} is not there",
        _dangling("authorships", "authorship", "authorship_id", "work_id", _WORKS),
    ),
    TableRule(
        _AUTHORSHIP,
        "its person {value} is not there",
        _dangling("authorships", "authorship", "authorship_id", "person_id", _PEOPLE),
    ),
    TableRule(
        _AUTHORSHIP,
        "its ordinal is {value}",
        _outside("authorships", "authorship", "authorship_id", "ordinal", 1, float("inf")),
    ),
    TableRule(
        _SOURCES,
        "its mention {value} is not there",
        _dangling("authorships", "authorship", "authorship_id", "mention_ids", _MENTIONS),
    ),
    TableRule(_SOURCES, "{value} refers to somebody else", _other_holder),
    TableRule(_SOURCES, "{value} stands in a record of another work", _other_work),
    TableRule(_WORK, "{value} works have this id", _unique("works", "work", "work_id")),
    TableRule(_WORK, "a work has exactly one title", _missing("works", "work", "work_id", "title")),
    TableRule(_WORK, "two authors have place {value}", _same_place),
    TableRule(_WORK, "the list is said to be complete, but a place before {value} is empty", _gaps),
    TableRule(_WORK, "{value} holds two authorships of this work", _held_twice),
    TableRule(_WORK, "{value} is implied as an author of a complete list", _implied_on_complete),
    TableRule(
        _WORK,
        "its venue {value} is not there",
        _dangling("works", "work", "work_id", "venue_id", ("venues", "venue_id")),
    ),
    TableRule(
        "A work leads back to a record",
        "a work is described by at least one record",
        _unreached("works", "work", "work_id", (("record_works", "work_id"),)),
    ),
    TableRule(_PERSON, "{value} people have this id", _unique("people", "person", "person_id")),
    TableRule(_PERSON, "a person has exactly one name", _missing("people", "person", "person_id", "name")),
    TableRule(
        "A person leads back to a mention",
        "a person is referred to by at least one mention",
        _unreached("people", "person", "person_id", (("mention_people", "person_id"),)),
    ),
    TableRule(
        "A co-authorship is of two people with joint works",
        "{value} is not there",
        _dangling("coauthorships", "person", "left_id", "right_id", _PEOPLE),
    ),
    TableRule(
        "A co-authorship is of two people with joint works",
        "it counts {value} joint works",
        _outside("coauthorships", "person", "left_id", "weight", 1, float("inf")),
    ),
    TableRule(
        "A venue has a name and is no part of another",
        "a venue has exactly one name",
        _missing("venues", "venue", "venue_id", "name"),
    ),
    TableRule(
        "An organisation has a name and is no part of itself",
        "an organisation has exactly one name",
        _missing("organisations", "organisation", "organisation_id", "name"),
    ),
    TableRule(
        _MEMBERSHIP,
        "its person {value} is not there",
        _dangling("memberships", "membership", "membership_id", "person_id", _PEOPLE),
    ),
    TableRule(
        _MEMBERSHIP,
        "its organisation {value} is not there",
        _dangling(
            "memberships", "membership", "membership_id", "organisation_id", ("organisations", "organisation_id")
        ),
    ),
    TableRule(_MEMBERSHIP, "this membership is ongoing and yet has an end, {value}", _ongoing_with_end),
    TableRule(
        "An interval has a beginning or an end, in this order", "it ends ({value}) before it begins", _ends_before
    ),
    TableRule("An identifier is well formed", "'{value}' is not well formed, or its check digit is wrong", _ill_formed),
    TableRule(_REPLACED, "it is replaced by {value}, which is replaced itself", _long_replacements),
    TableRule(_REPLACED, "something else is said of this replaced IRI", _said_of_replaced),
    TableRule(
        _RECORD,
        "its document {value} is not there",
        _dangling("records", "record", "record_id", "document_id", ("documents", "document_id")),
    ),
    TableRule(_RECORD, "a record has a place in its document", _unlocated("records", "record", "record_id")),
    TableRule(
        _RECORD,
        "a record describes exactly one work",
        _unreached("records", "record", "record_id", (("record_works", "record_id"),)),
    ),
    TableRule(_RECORD, "it describes {value} works", _unique("record_works", "record", "record_id")),
    TableRule(
        _RECORD,
        "what it describes, {value}, is not there",
        _dangling("record_works", "record", "record_id", "work_id", _WORKS),
    ),
    TableRule(_MENTION, "a mention has exactly one name", _missing("mentions", "mention", "mention_id", "name")),
    TableRule(_MENTION, "a mention has a place in its document", _unlocated("mentions", "mention", "mention_id")),
    TableRule(
        _MENTION,
        "its record {value} is not there",
        _dangling("mentions", "mention", "mention_id", "record_id", ("records", "record_id")),
    ),
    TableRule(
        _MENTION,
        "a mention refers to exactly one person",
        _unreached("mentions", "mention", "mention_id", (("mention_people", "mention_id"),)),
    ),
    TableRule(_MENTION, "it refers to {value} people", _unique("mention_people", "mention", "mention_id")),
    TableRule(
        _MENTION,
        "whom it refers to, {value}, is not there",
        _dangling("mention_people", "mention", "mention_id", "person_id", _PEOPLE),
    ),
    TableRule("A text position has a start and an end", "it ends before its start, {value}", _backward_spans),
    TableRule(
        _SCORE,
        "a score is a number from 0 to 1, not {value}",
        _outside("decisions", "decision", "decision_id", "score", 0, 1),
    ),
    TableRule(
        _SCORE,
        "a threshold is a number from 0 to 1, not {value}",
        _outside("decisions", "decision", "decision_id", "threshold", 0, 1),
    ),
    TableRule(
        _SCORE,
        "a score is a number from 0 to 1, not {value}",
        _outside("records", "record", "record_id", "score", 0, 1),
    ),
    TableRule(_DECISION, "a decision has evidence, or is a ruling with an agent", _unheld_decisions),
    TableRule(_DECISION, "its two sides are one", _same_sides),
    TableRule(
        "A piece of evidence belongs to a decision",
        "its decision {value} is not there",
        _dangling("evidence", "decision", "decision_id", "decision_id", ("decisions", "decision_id")),
    ),
)
