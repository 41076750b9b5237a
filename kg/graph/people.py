"""Finding people in the tables: by name, identifier, IRI, person id or mention id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from rapidfuzz import fuzz, process

from kg import schemas
from kg.errors import AmbiguousName, QueryError
from kg.graph.names import fold, folds
from kg.graph.vocab import BASE

Tables = Mapping[str, pa.Table]
_NEAR = 84.0  # rapidfuzz score (0..100) from which a name counts as near
_SCHEME = re.compile(r"(?i)^(https?://[^/]+/(?:abs/|pid/)?|(?:orcid|dblp|openalex):\s*)")


def frame(tables: Tables, name: str) -> pl.DataFrame:
    """The table of that name as a Polars frame; one that is not there is empty."""
    table = tables.get(name)
    made = pl.from_arrow(schemas.empty(name) if table is None else table)
    assert isinstance(made, pl.DataFrame)
    return made


def local_id(value: str, kind: str) -> str:
    """The id in an IRI of that kind ("…/person/<id>", "person/<id>"), or the value itself."""
    bare = value.strip().removeprefix("<").removesuffix(">")
    found = re.search(rf"(?:^|/){kind}/([^/]+)$", bare)
    return unquote(found.group(1)) if found else bare


def person_iri(person_id: str, base: str = BASE) -> str:
    """The IRI of a person."""
    return f"{base}person/{person_id}"


def find_people(tables: Tables, asked: str) -> list[str]:
    """The ids of everybody whom `asked` may mean: one for an IRI, id, identifier or mention; several for a name that
    several people bear, those with most mentions first. Empty if nobody fits.
    """
    people = frame(tables, "people")
    by_id = _by_id(tables, people, asked)
    if by_id:
        return by_id
    bare = _SCHEME.sub("", asked.strip()).casefold()
    identified = people.filter(
        pl.col("identifiers").list.eval(pl.element().struct.field("value").str.to_lowercase() == bare).list.any()
    )
    found = identified["person_id"].to_list()
    if not found:
        wanted = folds(asked)
        found = sorted({person for name, person in _names(people) if fold(name) in wanted})
    if len(found) > 1:
        counts = mention_counts(tables, found)
        found.sort(key=lambda person: (-counts.get(person, 0), person))
    return found


def _by_id(tables: Tables, people: pl.DataFrame, asked: str) -> list[str]:
    person = local_id(asked, "person")
    replaced = frame(tables, "replacements").filter(pl.col("old") == f"person/{person}")["new"].to_list()
    if replaced:
        person = local_id(replaced[0], "person")
    if people.filter(pl.col("person_id") == person).height:
        return [person]
    mention = local_id(asked, "mention")
    of = frame(tables, "mention_people").filter(pl.col("mention_id") == mention)["person_id"].to_list()
    return of[:1]


def _names(people: pl.DataFrame) -> Iterable[tuple[str, str]]:
    own = people.select("name", "person_id")
    other = people.select(pl.col("alternative_names").alias("name"), "person_id").explode("name")
    return pl.concat([own, other]).drop_nulls().unique().iter_rows()


def mention_counts(tables: Tables, people: Sequence[str]) -> dict[str, int]:
    """How many mentions each of these people has."""
    rows = frame(tables, "mention_people").filter(pl.col("person_id").is_in(list(people)))
    return dict(rows.group_by("person_id").len().iter_rows())


def one_person(tables: Tables, asked: str) -> str:
    """The id of the one person whom `asked` means.

    Raises:
        AmbiguousName: several people fit.
        QueryError: nobody does; near names are listed.
    """
    found = find_people(tables, asked)
    if not found:
        raise unknown_person(tables, asked)
    if len(found) > 1:
        raise AmbiguousName(
            "person", asked, [(p["name"], person_iri(p["id"]), p["hint"]) for p in hints(tables, found)]
        )
    return found[0]


def unknown_person(tables: Tables, asked: str) -> QueryError:
    """The error that says that nobody is called that, with near names."""
    names: dict[str, str] = {}
    people = frame(tables, "people")
    for name in [*sorted(people["name"].drop_nulls().to_list()), *sorted(name for name, _ in _names(people))]:
        names.setdefault(fold(name), name)
    own = {fold(name) for name in people["name"].drop_nulls().to_list()}
    near = process.extract(fold(asked), names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR, limit=5)
    near.sort(key=lambda match: (match[0] not in own, -match[1], match[0]))
    close = dict.fromkeys(names[match] for match, _, _ in near)
    remedy = f"did you mean {' or '.join(close)}?" if close else "check the spelling, or give an IRI or a mention id"
    return QueryError("person", f"'{asked}' is nobody in this graph", remedy)


def hints(tables: Tables, people: Sequence[str]) -> list[dict[str, Any]]:
    """For each person "id", "name" and a "hint" that tells namesakes apart: works and years."""
    names = dict(
        frame(tables, "people").filter(pl.col("person_id").is_in(list(people))).select("person_id", "name").iter_rows()
    )
    authorships = frame(tables, "authorships").filter(pl.col("person_id").is_in(list(people)))
    works = authorships.join(frame(tables, "works").select("work_id", "year"), on="work_id", how="left")
    spans = {
        person: (count, first, last)
        for person, count, first, last in works.group_by("person_id")
        .agg(pl.col("work_id").n_unique(), pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        .iter_rows()
    }
    rows = []
    for person in people:
        count, first, last = spans.get(person, (0, None, None))
        hint = f"{count} work{'' if count == 1 else 's'}"
        if first is not None:
            hint += f", {first}" if first == last else f", {first}–{last}"
        rows.append({"id": person, "name": names.get(person) or person, "hint": hint})
    return rows
