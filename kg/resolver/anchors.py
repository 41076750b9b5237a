"""Where a ruling stands once the document it speaks of has been edited.

The ids of mentions and records hold the hash of their document, so an edited document has new ones. A ruling therefore
keeps beside each id what a reader would go by: the name or title as printed (`Ruling.labels`) and the place, "path |
role ordinal | title of the record" (`Ruling.places`). A thing whose id is in no input any more is looked for there:
the same words in a record of the same title, in the same file before any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from kg.resolver.columns import fold, frame
from kg.resolver.rulings import Ruling, thing_kind

Tables = Mapping[str, pa.Table]
_BAR = " | "
_ROLE_AND_ORDINAL = re.compile(r"(?P<role>[a-z]*) ?(?P<ordinal>\d*)")


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    role: str
    ordinal: int | None
    title: str


def described(rulings: Sequence[Ruling], tables: Tables) -> list[Ruling]:
    """The rulings with the label and place of each of their things, as far as the tables know them."""
    rows = _things(tables, {thing for ruling in rulings for thing in ruling.things})
    known = {row["thing"]: row for row in rows.to_dicts()}
    return [
        replace(
            ruling,
            labels=tuple(_label(known.get(thing)) for thing in ruling.things),
            places=tuple(_written(known.get(thing)) for thing in ruling.things),
        )
        for ruling in rulings
    ]


def _label(row: Mapping[str, object] | None) -> str:
    return _one_line(row["label"]) if row else ""


def _written(row: Mapping[str, object] | None) -> str:
    if row is None:
        return ""
    where = f"{row['role'] or ''} {'' if row['ordinal'] is None else row['ordinal']}".strip()
    return _BAR.join((_one_line(row["path"]).replace("|", "%7C"), where, _one_line(row["title"])))


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())


def _read(text: str) -> _Place | None:
    path, bar, rest = text.partition(_BAR)
    where, second_bar, title = rest.partition(_BAR)
    found = _ROLE_AND_ORDINAL.fullmatch(where)
    if not bar or found is None or (_BAR in rest and not second_bar):
        return None
    ordinal = int(found["ordinal"]) if found["ordinal"] else None
    return _Place(path.replace("%7C", "|"), found["role"], ordinal, title)


def _things(tables: Tables, wanted: set[str] | None) -> pl.DataFrame:
    """Mentions, records and organisation mentions (all, or those wanted): kind, thing, label, role, ordinal, title,
    path.
    """
    documents = frame(tables, "documents").select("document_id", "path")
    records = frame(tables, "records").select("record_id", "document_id", "title")
    titles = records.select("record_id", "title")
    none = pl.lit(None)
    parts = (
        frame(tables, "mentions")
        .select(
            pl.lit("person").alias("kind"),
            pl.col("mention_id").alias("thing"),
            pl.col("name").alias("label"),
            "role",
            pl.col("ordinal").cast(pl.Int64),
            "record_id",
            "document_id",
        )
        .join(titles, on="record_id", how="left"),
        records.select(
            pl.lit("work").alias("kind"),
            pl.col("record_id").alias("thing"),
            pl.col("title").alias("label"),
            none.cast(pl.String).alias("role"),
            none.cast(pl.Int64).alias("ordinal"),
            "record_id",
            "document_id",
            "title",
        ),
        frame(tables, "organisation_mentions")
        .select(
            pl.lit("organisation").alias("kind"),
            pl.col("organisation_mention_id").alias("thing"),
            pl.col("name").alias("label"),
            none.cast(pl.String).alias("role"),
            none.cast(pl.Int64).alias("ordinal"),
            "record_id",
            "document_id",
        )
        .join(titles, on="record_id", how="left"),
    )
    kept = pl.lit(value=True) if wanted is None else pl.col("thing").is_in(list(wanted))
    return pl.concat([part.filter(kept) for part in parts]).join(documents, on="document_id", how="left")


def applicable(rulings: Sequence[Ruling], tables: Tables) -> tuple[list[Ruling], list[str]]:
    """The rulings that can be applied to these inputs, and a sentence about each that moved or waits.

    A ruling waits while one of its things is neither in the tables nor found again by its label and place.
    """
    named = {thing for ruling in rulings if ruling.kind != "undo" for thing in ruling.things}
    if not named:
        return list(rulings), []
    there = set(_things(tables, named)["thing"])
    every = _things(tables, None) if named - there else None
    found, sentences = [], []
    for ruling in rulings:
        moved, sentence = (ruling, "") if every is None else _moved(ruling, there, every)
        if moved is not None:
            found.append(moved)
        if sentence:
            sentences.append(f"line {ruling.line} of decisions.tsv {sentence}")
    return found, sentences


def _moved(ruling: Ruling, there: set[str], every: pl.DataFrame) -> tuple[Ruling | None, str]:
    """The ruling about what its things are now, or None if it has to wait; and what to tell about it."""
    if ruling.kind == "undo" or there.issuperset(ruling.things):
        return ruling, ""
    things = []
    for n, thing in enumerate(ruling.things):
        now = thing if thing in there else _search(thing, ruling.labels[n : n + 1], ruling.places[n : n + 1], every)
        if not now:
            return None, f"waits: {thing} is in no input"
        things.append(now)
    if things[0] == things[1]:
        return None, f"waits: both of its things are now {things[0]}"
    order = sorted(range(len(things)), key=things.__getitem__)
    told = ", ".join(f"{old} is {new}" for old, new in zip(ruling.things, things, strict=True) if old != new)
    moved = replace(ruling, things=tuple(things[n] for n in order), stated=ruling.things)
    return moved, f"follows its document: {told}"


def _search(thing: str, label: Sequence[str], place: Sequence[str], every: pl.DataFrame) -> str:
    """The id of what has that label at that place now; "" if nothing or nothing certain has."""
    at = _read(place[0]) if place and place[0] else None
    if at is None or not label or not label[0]:
        return ""
    printed = pl.DataFrame({"label": [label[0]], "title": [at.title]}).select(fold(pl.all())).row(0)
    alike = every.filter(
        (pl.col("kind") == thing_kind(thing))
        & (pl.lit(at.role) == pl.col("role").fill_null(""))
        & (fold(pl.col("label")) == printed[0])
        & (fold(pl.col("title")) == printed[1])
    ).to_dicts()
    here = [row for row in alike if row["path"] == at.path] or (alike if at.title else [])
    best = [row for row in here if row["ordinal"] == at.ordinal] or here
    return min((str(row["thing"]) for row in best), default="")
