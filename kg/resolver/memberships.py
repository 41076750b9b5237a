"""Who was where, when and as what: one membership for each interval or affiliation that a document states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from kg.resolver.roles import degree_of, role_of, student_role

Row = dict[str, Any]


def memberships(
    positions: pl.DataFrame, people: Mapping[str, str], organisations: Mapping[str, str], subjects: Mapping[str, str]
) -> list[Row]:
    """Memberships of the extracted positions, sorted by id.

    Args:
        positions: the extracted table.
        people: person of each mention.
        organisations: organisation of each organisation mention.
        subjects: subject mention of each document, for positions that name nobody.
    """
    rows = []
    for position in positions.sort("position_id").iter_rows(named=True):
        mention = position["person_mention_id"] or subjects.get(position["document_id"])
        person = people.get(mention or "")
        organisation = organisations.get(position["organisation_mention_id"] or "")
        if person is None or organisation is None or mention is None:
            continue
        supervisors = {people[one] for one in position["supervisor_mention_ids"] or [] if one in people}
        rows.append(
            _row(position, person, organisation)
            | {
                "supervisor_ids": sorted(supervisors - {person}),
                "source_ids": sorted({mention, position["organisation_mention_id"]}),
            }
        )
    return rows


def _row(position: Mapping[str, Any], person: str, organisation: str) -> Row:
    kind = position["kind"] or "position"
    degree = degree_of(position["degree"] or position["role"] or "") if kind == "degree" else None
    role = role_of(position["role"]) if position["role"] else None
    if degree is not None:
        role = student_role(degree)
    return {
        "membership_id": position["position_id"],
        "person_id": person,
        "organisation_id": organisation,
        "kind": kind,
        "role": role,
        "role_as_printed": position["role"],
        "degree_type": degree,
        "degree_as_printed": position["degree"],
        "field": position["field"],
        "begin_date": position["begin_date"],
        "end_date": position["end_date"],
        "ongoing": bool(position["ongoing"]),
        "evidence_year": position["evidence_year"],
        "place": position["place"],
    }


def affiliations(authorships: pl.DataFrame, works: pl.DataFrame) -> pl.DataFrame:
    """Memberships without dates: an author at the organisation printed beside the name, in the year of the work."""
    return (
        authorships.filter(pl.col("organisation_ids").list.len() > 0)
        .select("authorship_id", "work_id", "person_id", "mention_ids", "organisation_ids")
        .explode("organisation_ids")
        .with_columns(pl.int_range(1, pl.len() + 1).over("authorship_id").cast(pl.String).alias("number"))
        .join(works.select("work_id", "year"), on="work_id", how="left")
        .select(
            pl.concat_str("authorship_id", pl.lit(".a"), "number").alias("membership_id"),
            "person_id",
            pl.col("organisation_ids").alias("organisation_id"),
            pl.lit("affiliation").alias("kind"),
            pl.lit(False).alias("ongoing"),
            pl.col("year").alias("evidence_year"),
            pl.lit([], dtype=pl.List(pl.String)).alias("supervisor_ids"),
            pl.col("mention_ids").alias("source_ids"),
        )
        .sort("membership_id")
    )
