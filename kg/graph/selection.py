"""A part of the tables: what is near a person, what is not older than a year. The part is a graph of its own."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pyarrow as pa

from kg import schemas
from kg.errors import QueryError
from kg.graph.blocks import Frames


def select(
    tables: Mapping[str, pa.Table], *, focus: str | None = None, depth: int = 1, since: int | None = None
) -> Mapping[str, pa.Table]:
    """The tables themselves if nothing is asked for; else only the rows that belong to the part.

    `focus` is a person id: people within `depth` co-author steps stay, and the works written by them alone or together
    with the focus. `since` keeps the works of that year or later (a work without a year goes) and the people in them.
    Raises QueryError when nobody has the id.
    """
    if focus is None and since is None:
        return tables
    frames = Frames(tables)
    works = frames["works"]
    if since is not None:
        works = works.filter(pl.col("year") >= since)
    authorships = frames["authorships"].join(works.select("work_id"), on="work_id", how="semi")
    if focus is not None:
        near = _near(frames, authorships, focus, depth)
        authorships = authorships.filter(pl.col("person_id").is_in(list(near)).all().over("work_id") | _with(focus))
        people = near | set(authorships.get_column("person_id"))
    else:
        people = set(authorships.get_column("person_id"))
    return _restricted(frames, set(authorships.get_column("work_id")), people)


def _with(person: str) -> pl.Expr:
    return (pl.col("person_id") == person).any().over("work_id")


def _near(frames: Frames, authorships: pl.DataFrame, focus: str, depth: int) -> set[str]:
    """The people within `depth` steps of joint works."""
    if frames["people"].filter(pl.col("person_id") == focus).is_empty():
        raise QueryError(focus, "nobody has this id", "give a name or an IRI that 'kg query' shows")
    near = {focus}
    for _ in range(depth):
        works = authorships.filter(pl.col("person_id").is_in(list(near))).select("work_id").unique()
        near |= set(authorships.join(works, on="work_id", how="semi").get_column("person_id"))
    return near


def _restricted(frames: Frames, works: set[str], people: set[str]) -> dict[str, pa.Table]:
    """Every table with the rows that these works and people need."""
    kept = {name: frames[name] for name in schemas.TABLES}

    def keep(table: str, column: str, values: set[str]) -> None:
        kept[table] = kept[table].filter(pl.col(column).is_in(list(values)))

    def values(table: str, *columns: str) -> set[str]:
        found: set[str] = set()
        for column in columns:
            series = kept[table].get_column(column)
            series = series.explode() if series.dtype == pl.List(pl.String) else series
            found |= set(series.drop_nulls())
        return found

    for table, column, wanted in (
        ("works", "work_id", works),
        ("record_works", "work_id", works),
        ("authorships", "work_id", works),
        ("authorships", "person_id", people),
        ("memberships", "person_id", people),
        ("mention_people", "person_id", people),
        ("coauthorships", "left_id", people),
        ("coauthorships", "right_id", people),
    ):
        keep(table, column, wanted)
    people = people | values("memberships", "supervisor_ids")
    keep("people", "person_id", people)
    kept["people"] = kept["people"].with_columns(
        pl.col("possible_person_ids").list.eval(pl.element().filter(pl.element().is_in(list(people))))
    )
    kept["works"] = kept["works"].with_columns(
        pl.col("related_work_ids").list.eval(pl.element().filter(pl.element().is_in(list(works))))
    )
    keep("records", "record_id", values("record_works", "record_id"))
    _restrict_venues(frames, kept)
    _restrict_organisations(frames, kept)
    _restrict_sources(frames, kept, people)
    _restrict_decisions(frames, kept)
    return {name: frame.to_arrow().cast(schemas.TABLES[name]) for name, frame in kept.items()}


def _restrict_venues(frames: Frames, kept: dict[str, pl.DataFrame]) -> None:
    works = kept["works"]
    venues = pl.concat([works.get_column(name) for name in ("venue_id", "deposited_in_id", "submitted_to_id")])
    wanted = frames["venues"].filter(pl.col("venue_id").is_in(venues.drop_nulls().to_list()))
    hosts = wanted.get_column("co_located_with_id").drop_nulls().to_list()
    kept["venues"] = frames["venues"].filter(
        pl.col("venue_id").is_in(hosts) | pl.col("venue_id").is_in(wanted.get_column("venue_id").to_list())
    )


def _restrict_organisations(frames: Frames, kept: dict[str, pl.DataFrame]) -> None:
    """The organisations of the memberships and authorships, with all those that they are part of."""
    wanted = set(kept["memberships"].get_column("organisation_id"))
    wanted |= set(kept["authorships"].get_column("organisation_ids").explode().drop_nulls())
    parents = dict(frames["organisations"].select("organisation_id", "parent_id").iter_rows())
    todo = list(wanted)
    while todo:
        parent = parents.get(todo.pop())
        if parent is not None and parent not in wanted:
            wanted.add(parent)
            todo.append(parent)
    kept["organisations"] = frames["organisations"].filter(pl.col("organisation_id").is_in(list(wanted)))
    kept["mention_organisations"] = frames["mention_organisations"].filter(
        pl.col("organisation_id").is_in(list(wanted))
    )


def _restrict_sources(frames: Frames, kept: dict[str, pl.DataFrame], people: set[str]) -> None:
    """Mentions, positions and documents of what is kept."""
    kept["mention_people"] = frames["mention_people"].filter(pl.col("person_id").is_in(list(people)))
    of_people = kept["mention_people"].select("mention_id")
    mentions = frames["mentions"].join(of_people, on="mention_id", how="semi")
    records = kept["records"].select("record_id")
    inside = mentions.join(records, on="record_id", how="semi")
    kept["mentions"] = pl.concat([mentions.filter(pl.col("record_id").is_null()), inside])
    kept["mention_people"] = kept["mention_people"].join(kept["mentions"], on="mention_id", how="semi")
    claims = frames["positions"].rename({"person_mention_id": "mention_id"})
    kept["positions"] = (
        claims.join(kept["mentions"], on="mention_id", how="semi")
        .rename({"mention_id": "person_mention_id"})
        .select(frames["positions"].columns)
    )
    organisation_mentions = frames["organisation_mentions"].join(
        kept["mention_organisations"], on="organisation_mention_id", how="semi"
    )
    kept["organisation_mentions"] = organisation_mentions.filter(
        pl.col("record_id").is_null() | pl.col("record_id").is_in(records.get_column("record_id").to_list())
    )
    kept["mention_organisations"] = kept["mention_organisations"].join(
        kept["organisation_mentions"], on="organisation_mention_id", how="semi"
    )
    tables = ("records", "mentions", "organisation_mentions", "positions")
    documents = pl.concat([kept[name].get_column("document_id") for name in tables]).unique().to_list()
    kept["documents"] = frames["documents"].filter(pl.col("document_id").is_in(documents))


def _restrict_decisions(frames: Frames, kept: dict[str, pl.DataFrame]) -> None:
    """Decisions whose two sides are both kept, and replacements that lead to something kept."""
    sides = {
        *kept["mentions"].get_column("mention_id"),
        *kept["records"].get_column("record_id"),
        *kept["organisation_mentions"].get_column("organisation_mention_id"),
    }
    both = pl.col("left_id").is_in(list(sides)) & pl.col("right_id").is_in(list(sides))
    kept["decisions"] = frames["decisions"].filter(both)
    kept["evidence"] = frames["evidence"].join(kept["decisions"], on="decision_id", how="semi")
    things = {f"person/{identifier}" for identifier in kept["people"].get_column("person_id")}
    things |= {f"work/{identifier}" for identifier in kept["works"].get_column("work_id")}
    kept["replacements"] = frames["replacements"].filter(pl.col("new").is_in(list(things)))
