"""What changed from one graph to the next, told by the mentions and records that both have; in columns throughout."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kg.graph.people import Tables, frame
from kg.graph.rows import Rows
from kg.graph.values import Iri
from kg.graph.vocab import BASE


@dataclass(frozen=True, slots=True)
class Kind:
    """Where the tables say what belongs to a person or to a work."""

    word: str
    members: str
    member: str
    table: str
    name: str

    def clusters(self, tables: Tables) -> pl.DataFrame:
        """Columns "member" and "thing"."""
        return frame(tables, self.members).select(
            pl.col(self.member).alias("member"), pl.col(f"{self.word}_id").alias("thing")
        )

    def names(self, tables: Tables) -> pl.DataFrame:
        """Columns "thing" and "name"."""
        thing = pl.col(f"{self.word}_id")
        return frame(tables, self.table).select(thing.alias("thing"), pl.coalesce(self.name, thing).alias("name"))


PEOPLE = Kind("person", "mention_people", "mention_id", "people", "name")
WORKS = Kind("work", "record_works", "record_id", "works", "title")
_EMPTY = {"change": pl.String, "old": pl.String, "new": pl.String, "members": pl.Int64, "sample": pl.String}


def moves(old: Tables, new: Tables, kind: Kind) -> pl.DataFrame:
    """Which things became one, which fell apart, and which members went from one thing to another.

    One row a stream of members that changed: "change" (merged, split, moved), "old", "new" (things), "members" (how
    many went that way), "sample" (the smallest of them). The heir of a thing is what most of its members became; a
    thing continues in its heir if that is also mostly made of it, whatever their ids are.
    """
    both = kind.clusters(old).join(kind.clusters(new), on="member", suffix="_new")
    streams = both.group_by("thing", "thing_new").agg(
        pl.len().cast(pl.Int64).alias("members"), pl.col("member").min().alias("sample")
    )
    streams = streams.rename({"thing": "old", "thing_new": "new"}).filter(
        (pl.len().over("old") > 1) | (pl.len().over("new") > 1)
    )
    if streams.is_empty():
        return pl.DataFrame(schema=_EMPTY)
    largest = streams.sort("members", descending=True, maintain_order=True)
    streams = (
        streams.join(
            largest.sort(["members", "new"], descending=[True, False])
            .unique("old", keep="first", maintain_order=True)
            .select("old", pl.col("new").alias("heir")),
            on="old",
        )
        .join(
            largest.sort(["members", "old"], descending=[True, False])
            .unique("new", keep="first", maintain_order=True)
            .select("new", pl.col("old").alias("source")),
            on="new",
        )
        .with_columns(
            whole=pl.len().over("old") == 1,
            made=pl.col("source") == pl.col("old"),
        )
    )
    streams = streams.with_columns(
        absorbed=pl.col("whole") & (pl.col("whole").sum().over("new") > 1),
        parts=pl.col("made").sum().over("old"),
    )
    change = (
        pl.when("absorbed")
        .then(pl.lit("merged"))
        .when(pl.col("made") & (pl.col("parts") > 1))
        .then(pl.lit("split"))
        .when(~pl.col("made"))
        .then(pl.lit("moved"))
    )
    return (
        streams.with_columns(change=change)
        .drop_nulls("change")
        .select(*_EMPTY)
        .sort(["change", "members", "old", "new"], descending=[False, True, False, False])
    )


def diff(old: Tables, new: Tables, *, base: str = BASE) -> Rows:
    """What changed from one graph to the next.

    Columns: change (merged, split, moved, added, gone), kind (person, work), thing, before, after, mentions. A person
    is *merged* whose mentions were several people's before, *split* whose mentions are several people's now, and
    *moved* are mentions that went from one person to another one while both still are. People and works are *added* or
    *gone* whose mentions or records are only on one side.
    """
    columns = ["change", "kind", "thing", "before", "after", "mentions"]
    headings = ["Change", "Kind", "What", "Before", "Now", "Mentions or records"]
    terms, labels = [], {}
    for kind in (PEOPLE, WORKS):
        for change, thing, before, after, members in _rows(old, new, kind).iter_rows():
            iri = f"{base}{kind.word}/{thing}"
            labels[iri] = before if change in ("split", "gone") else after
            terms.append([change, kind.word, Iri(iri), before, after, members])
    return Rows.of(columns, terms, labels, dict(zip(columns, headings, strict=True)))


def _rows(old: Tables, new: Tables, kind: Kind) -> pl.DataFrame:
    """change, thing, before, after, members."""
    before, after = kind.names(old), kind.names(new)
    told = named(moves(old, new, kind), before, after)
    one = pl.col("before").first(), pl.col("after").first()
    parts = {
        "merged": ("new", _listed("before", "old"), one[1]),
        "split": ("old", one[0], _listed("after", "new")),
        "moved": (["new", "old"], *one),
    }
    rows = [
        told.filter(pl.col("change") == change)
        .group_by(by)
        .agg(first, second, pl.col("members").sum())
        .select(pl.lit(change).alias("change"), pl.col(by if by == "old" else "new").alias("thing"), *_ENDS)
        .sort("thing", "before")
        for change, (by, first, second) in parts.items()
    ]
    clusters = kind.clusters(old), kind.clusters(new)
    return pl.concat(
        [
            *rows,
            _one_sided("added", clusters[1], clusters[0], after),
            _one_sided("gone", clusters[0], clusters[1], before),
        ]
    )


_ENDS = ("before", "after", "members")


def named(streams: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Streams with what their ends are called, "before" and "after"."""
    for end, names, name in (("old", before, "before"), ("new", after, "after")):
        streams = streams.join(names.rename({"thing": end, "name": name}), on=end, how="left", maintain_order="left")
        streams = streams.with_columns(pl.coalesce(name, end).alias(name))
    return streams


def _listed(name: str, thing: str) -> pl.Expr:
    """All things of a group as "name [id]; name [id]", by id."""
    return pl.format("{} [{}]", name, thing).sort_by(thing).str.join("; ").alias(name)


def _one_sided(change: str, here: pl.DataFrame, there: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Things none of whose members are on the other side."""
    known = here.join(there.select("member"), on="member", how="semi").select("thing").unique()
    alone = here.join(known, on="thing", how="anti").group_by("thing").agg(pl.len().cast(pl.Int64).alias("members"))
    called = pl.coalesce("name", "thing")
    none = pl.lit(None, dtype=pl.String)
    return (
        alone.join(names, on="thing", how="left")
        .select(
            pl.lit(change).alias("change"),
            "thing",
            (none if change == "added" else called).alias("before"),
            (called if change == "added" else none).alias("after"),
            "members",
        )
        .sort("thing")
    )
