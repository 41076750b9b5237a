"""The resolver from end to end: works, venues, organisations, people, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl
import pyarrow as pa

from kg.engines.memory import give_back
from kg.engines.stages import Engine
from kg.resolver import authorships as lists
from kg.resolver import memberships as stays
from kg.resolver import names
from kg.resolver import rulings as curator
from kg.resolver.columns import frame, rows_table, table, whole
from kg.resolver.decisions import ruling_rows
from kg.resolver.organisations import Organisations, resolve_organisations
from kg.resolver.people.resolution import PeopleResult
from kg.resolver.people.resolution import resolve as resolve_people
from kg.resolver.registry import Registry, link, said_of
from kg.resolver.replacements import replacements
from kg.resolver.rulings import Ruling
from kg.resolver.venue_identifiers import with_issns
from kg.resolver.venues import Venues, resolve_venues
from kg.resolver.work_rows import FACT_COLUMNS, record_facts, work_rows
from kg.resolver.works import RECORD_COLUMNS, WorkClusters, resolve_works, signatures
from kg.schemas import EXTRACTED, RESOLVED, empty

Tables = Mapping[str, pa.Table]


def resolve(
    tables: Tables,
    *,
    rulings: Sequence[Ruling] = (),
    engine: Engine | None = None,
    previous: Tables | None = None,
    registry: Registry | None = None,
) -> dict[str, pa.Table]:
    """All resolved tables; see `kg.resolver.resolve`."""
    tables = {name: whole(tables, name) for name in EXTRACTED}
    held = curator.effective(rulings)
    venues = resolve_venues(frame(tables, "records", _VENUES))
    works, told = _works(tables, venues, held)
    organisations, beyond = _organisations(tables, registry, held)
    record_works = table(works.record_works, "record_works")
    give_back()
    people = _people(tables, record_works, held, engine)
    names.forget()
    give_back()
    issns = with_issns(venues.venues, frame(tables, "records", ("venue", "identifiers")), venues.names)
    found: dict[str, pa.Table] = {
        "record_works": record_works,
        "people": people.people,
        "mention_people": people.mention_people,
        "venues": rows_table(issns, "venues"),
        "organisations": rows_table(organisations.organisations, "organisations"),
        "mention_organisations": table(organisations.mentions.sort("organisation_mention_id"), "mention_organisations"),
    }
    found |= _entities(tables, found, works, venues, organisations)
    found |= _reasons([(people.decisions, people.evidence), told], venues, organisations, rulings)
    found["replacements"] = table(replacements(found, previous), "replacements")
    return {name: found[name] for name in RESOLVED} | beyond


_VENUES = ("record_id", "kind", "venue", "submitted_to", "deposited_in")
_AUTHORS = ("mention_id", "record_id", "role", "ordinal", "name")
Told = tuple[pa.Table, pa.Table]  # decisions and their evidence


def _organisations(
    tables: Tables, registry: Registry | None, rulings: Sequence[Ruling]
) -> tuple[Organisations, dict[str, pa.Table]]:
    """The organisations, and the extracted tables that what a registry says of them is added to."""
    beside = _affiliated(tables)
    strings = beside["printed"].unique().to_list()
    organisations = resolve_organisations(frame(tables, "organisation_mentions"), strings, rulings)
    return _registered(tables, organisations, beside, (registry, rulings))


def _affiliated(tables: Tables) -> pl.DataFrame:
    """What is printed beside authors; see `authorships.affiliated`."""
    mentions = frame(tables, "mentions", ("mention_id", "record_id", "role", "affiliations"))
    return lists.affiliated(mentions, frame(tables, "records", ("record_id", "affiliations", "author_list_complete")))


def _registered(
    tables: Tables,
    organisations: Organisations,
    beside: pl.DataFrame,
    given: tuple[Registry | None, Sequence[Ruling]],
) -> tuple[Organisations, dict[str, pa.Table]]:
    """The organisations with ids of a registry, and the extracted tables that what it says is added to."""
    said = frame(tables, "organisation_mentions").select("organisation_mention_id", "identifiers")
    claims = (
        said.explode("identifiers").drop_nulls("identifiers").unnest("identifiers").filter(pl.col("scheme") == "ror")
    )
    registry, rulings = given
    if registry is None and claims.is_empty():
        return organisations, {}
    _, apart = curator.pairs(rulings, "organisation")
    linked = link(organisations, claims, said_of(organisations, beside), registry, sorted(apart))
    added = {"documents": linked.documents, "organisation_mentions": linked.mentions} if linked.mentions else {}
    beyond = {name: pa.concat_tables([tables[name], rows_table(rows, name)]) for name, rows in added.items()}
    return linked.organisations, beyond


def _works(tables: Tables, venues: Venues, rulings: Sequence[Ruling]) -> tuple[WorkClusters, Told]:
    """Which records are one work, without its reasons; and these."""
    records, mentions = frame(tables, "records", RECORD_COLUMNS), frame(tables, "mentions", _AUTHORS)
    printed = records.select("record_id", pl.col("venue").alias("printed")).join(venues.names, on="printed")
    series = printed.filter(pl.col("venue_kind") != "preprint_server").select("record_id", "venue_id", "venue_kind")
    works = resolve_works(signatures(records, mentions, series), rulings)
    told = table(works.decisions, "decisions"), table(works.evidence, "evidence")
    return replace(works, decisions=works.decisions.clear(), evidence=works.evidence.clear()), told


def _people(tables: Tables, record_works: pa.Table, rulings: Sequence[Ruling], engine: Engine | None) -> PeopleResult:
    """Who the mentions mean; nobody where nobody is mentioned."""
    if not tables["mentions"].num_rows:
        return PeopleResult(empty("mention_people"), empty("people"), empty("decisions"), empty("evidence"))
    return resolve_people(tables, record_works, rulings=rulings, engine=engine)


def _entities(
    tables: Tables, found: Tables, clusters: WorkClusters, venues: Venues, organisations: Organisations
) -> dict[str, pa.Table]:
    """Works, authorships, co-authorships and memberships."""
    mention_people = frame(found, "mention_people")
    facts = record_facts(frame(tables, "records", FACT_COLUMNS), clusters.record_works, venues.names)
    authors, complete = _authors(tables, facts, mention_people)
    unlisted = (
        facts.group_by("work_id")
        .agg(pl.col("author_list_complete").fill_null(True).all())
        .join(complete, on="work_id", how="anti")
    )
    works = work_rows(facts, clusters.related, pl.concat([complete, unlisted.select(complete.columns)]))
    del facts
    made = {"works": table(works, "works")}
    works = works.select("work_id", "year")
    give_back()
    authors = lists.with_organisations(authors, _affiliated(tables), organisations.affiliations)
    made["authorships"] = table(authors, "authorships")
    give_back()
    made["memberships"] = _memberships(tables, mention_people, organisations, (authors, works))
    give_back()
    people = frame(found, "people", ("person_id", "ambiguous"))
    made["coauthorships"] = table(lists.coauthorships(authors, works, people), "coauthorships")
    return made


def _authors(tables: Tables, facts: pl.DataFrame, mention_people: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The authorships without organisations, in order, and "work_id", "author_list_complete" of works with authors."""
    mentions = frame(tables, "mentions", _AUTHORS)
    printed, ids = lists.printed_authors(mentions, facts, mention_people)
    authors, complete = lists.authorships(printed, ids, mentions.select("mention_id", "name"))
    unprinted = lists.implied(facts, frame(tables, "documents"), (mentions, mention_people, authors))
    return pl.concat([authors, unprinted]).sort("work_id", "role", "ordinal", nulls_last=True), complete


def _memberships(
    tables: Tables,
    mention_people: pl.DataFrame,
    organisations: Organisations,
    made: tuple[pl.DataFrame, pl.DataFrame],
) -> pa.Table:
    """Memberships of positions and of affiliations printed beside an author."""
    positions = frame(tables, "positions")
    wanted = pl.concat([positions["person_mention_id"], positions["supervisor_mention_ids"].explode()])
    documents = frame(tables, "documents").select("document_id", "subject_mention_id").drop_nulls()
    wanted = pl.concat([wanted, documents["subject_mention_id"]]).drop_nulls().unique()
    named = mention_people.filter(pl.col("mention_id").is_in(wanted.implode()))
    stated = stays.memberships(
        positions,
        dict(named.select("mention_id", "person_id").iter_rows()),
        dict(organisations.mentions.iter_rows()),
        dict(documents.iter_rows()),
    )
    authorships, works = made
    beside = table(stays.affiliations(authorships, works), "memberships")
    return pa.concat_tables([rows_table(stated, "memberships"), beside])


def _reasons(
    told: Sequence[Told], venues: Venues, organisations: Organisations, rulings: Sequence[Ruling]
) -> dict[str, pa.Table]:
    """Every decision and its evidence."""
    rows: list[tuple[Any, Any]] = [(side.decisions, side.evidence) for side in (venues, organisations)]
    rows += [ruling_rows(rulings, about) for about in ("person", "work", "organisation")]
    told = [*told, *((rows_table(one, "decisions"), rows_table(two, "evidence")) for one, two in rows)]
    decisions, evidence = (pa.concat_tables(side) for side in zip(*told, strict=True))
    return {"decisions": decisions, "evidence": evidence}
