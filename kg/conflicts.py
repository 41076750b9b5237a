"""Identifiers and years that cannot be right: told to the user, and never a reason to make two things one.

`noticed` looks at what one input says; `conflicts` at what the resolved graph makes of all of them. Nothing is changed
here: claims stay with the record or mention that made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
import pyarrow as pa

from kg.model import Warning
from kg.schemas import UNVERIFIED

Tables = Mapping[str, pa.Table]
MAX_TOLD = 200
_NAMED = 3  # things listed in one sentence
_LABELS = {"orcid": "ORCID iD", "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PubMed id", "ror": "ROR id"}
# Sources whose keys count the references of one article, and one that reports its keys itself.
_LOCAL_KEYS = ("jats/", "tei/", "s2orc/", "rdf/", "bibtex/")


def noticed(tables: Tables) -> tuple[Warning, ...]:
    """What is wrong with the identifiers of one input; of more than `MAX_TOLD` of a kind the number is said."""
    if not tables or not tables["documents"].num_rows:
        return ()
    found: list[Warning] = []
    for kind in (_unverified, _stamped, _repeated, _no_years):
        told = list(kind(tables))
        found += told[:MAX_TOLD]
        if len(told) > MAX_TOLD:
            found.append(Warning("", f"{len(told) - MAX_TOLD:,} more of these: {told[0].problem}"))
    return tuple(found)


def _claims(tables: Tables, name: str, *beside: str) -> pl.DataFrame:
    """The identifiers of a table, one a row: `beside`, "scheme", "value"."""
    frame = pl.from_arrow(tables[name].select(["identifiers", *beside]))
    assert isinstance(frame, pl.DataFrame)
    said = frame.filter(pl.col("identifiers").list.len() > 0)
    return said.explode("identifiers").unnest("identifiers").drop_nulls(["scheme", "value"])


def _unverified(tables: Tables) -> Iterator[Warning]:
    for name in ("records", "mentions", "organisation_mentions"):
        said = _claims(tables, name, "fragment").filter(pl.col("scheme").str.starts_with(UNVERIFIED))
        told = said.select("fragment", "scheme", "value").unique(maintain_order=True)
        for place, scheme, value in told.iter_rows():
            what = _label(scheme.removeprefix(UNVERIFIED))
            yield Warning(place or "", f"'{value}' is no valid {what}", "kept as printed, and nobody's identifier")


def _stamped(tables: Tables) -> Iterator[Warning]:
    """One identifier at several authors of one work."""
    wanted = ("record_id", "mention_id", "role", "name", "fragment")
    said = _claims(tables, "mentions", *wanted).filter(
        pl.col("record_id").is_not_null() & ~pl.col("scheme").str.starts_with(UNVERIFIED)
    )
    several = (
        said.group_by("record_id", "role", "scheme", "value", maintain_order=True)
        .agg(pl.col("mention_id").n_unique().alias("number"), pl.col("name"), pl.col("fragment").first())
        .filter(pl.col("number") > 1)
    )
    for row in several.iter_rows(named=True):
        place = (row["fragment"] or "").split("&", 1)[0]
        problem = f"the {_label(row['scheme'])} {row['value']} stands at {row['number']} names ({_some(row['name'])})"
        yield Warning(place, problem, "kept as claims: it can be of one of them only")


def _repeated(tables: Tables) -> Iterator[Warning]:
    """One key for records of different titles."""
    frame = pl.from_arrow(tables["records"].select(["key", "title", "fragment", "extractor"]))
    assert isinstance(frame, pl.DataFrame)
    local = pl.any_horizontal(pl.col("extractor").str.starts_with(source) for source in _LOCAL_KEYS)
    own = frame.drop_nulls("key").filter(~local)
    again = (
        own.filter(pl.col("key").is_duplicated())
        .with_columns(pl.col("title").str.to_lowercase().str.replace_all(r"\W+", " "))
        .group_by("key", maintain_order=True)
        .agg(pl.col("title").n_unique().alias("number"), pl.col("fragment"))
        .filter(pl.col("number") > 1)
    )
    for key, _, places in again.iter_rows():
        problem = f"the id '{key}' stands at {len(places)} records of different titles ({_some(places)})"
        yield Warning(places[0] or "", problem, "all are kept")


def _no_years(tables: Tables) -> Iterator[Warning]:
    """What is printed as a year and can be none: 0, 20255."""
    frame = _frame(tables["records"].select(["year", "year_as_printed", "fragment"]))
    none = frame.filter(pl.col("year").is_null() & pl.col("year_as_printed").str.contains(r"^-?\d+$"))
    for _, printed, place in none.iter_rows():
        yield Warning(place or "", f"'{printed}' is no year", "kept as printed")


def conflicts(tables: Tables) -> list[str]:
    """Sentences about identifiers that two works or people claim, and people who claim two; the most claimed first."""
    found = [*_shared_by_works(tables), *_shared_by_people(tables), *_several_of_a_person(tables)]
    more = [f"{len(found) - MAX_TOLD:,} more are not listed"] if len(found) > MAX_TOLD else []
    return found[:MAX_TOLD] + more


def _frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _shared_by_works(tables: Tables) -> Iterator[str]:
    said = _claims(tables, "records", "record_id").filter(pl.col("scheme").is_in(["doi", "arxiv", "pmid", "openalex"]))
    works = _frame(tables["works"].select(["work_id", "title"]))
    for scheme, value, names in _shared(said, "record", tables["record_works"], works.rename({"title": "name"})):
        yield f"the {_label(scheme)} {value} stands at {len(names)} works ({_some(names)}); accepted for none"


def _shared_by_people(tables: Tables) -> Iterator[str]:
    said = _people_claims(tables)
    people = _frame(tables["people"].select(["person_id", "name"]))
    for scheme, value, names in _shared(said, "mention", tables["mention_people"], people):
        yield f"the {_label(scheme)} {value} stands at {len(names)} people ({_some(names)}); they are kept apart"


def _people_claims(tables: Tables) -> pl.DataFrame:
    said = _claims(tables, "mentions", "mention_id", "record_id").filter(pl.col("scheme") == "orcid")
    # at several authors of one work it is noticed with the input, and tells nothing here
    alone = pl.col("record_id").is_null() | (pl.len().over("record_id", "scheme", "value") == 1)
    return said.filter(alone).drop("record_id")


def _shared(said: pl.DataFrame, thing: str, of: pa.Table, named: pl.DataFrame) -> Iterator[tuple[str, str, list[str]]]:
    """(scheme, value, names) of what several resolved things claim. `of` leads from the claiming thing to them."""
    owner = next(name for name in of.column_names if name != f"{thing}_id")
    found = (
        said.join(_frame(of), on=f"{thing}_id")
        .select("scheme", "value", owner)
        .unique()
        .filter(pl.len().over("scheme", "value") > 1)
        .join(named, on=owner)
        .sort("scheme", "value", "name", owner)
        .group_by("scheme", "value", maintain_order=True)
        .agg("name")
        .sort(pl.col("name").list.len(), descending=True, maintain_order=True)
    )
    for scheme, value, names in found.iter_rows():
        yield scheme, value, [name or "untitled" for name in names]


def _several_of_a_person(tables: Tables) -> Iterator[str]:
    people = _frame(tables["people"].select(["person_id", "name"]))
    several = (
        _people_claims(tables)
        .join(_frame(tables["mention_people"]), on="mention_id")
        .group_by("person_id", "value")
        .agg(pl.len().alias("mentions"))
        .filter(pl.len().over("person_id") > 1)
        .join(people, on="person_id")
        .sort("name", "person_id", "mentions", "value", descending=[False, False, True, False])
    )
    for (_, name), rows in several.group_by("person_id", "name", maintain_order=True):
        counted = [
            f"{value} at {n} mention{'s' if n != 1 else ''}" for value, n in rows.select("value", "mentions").rows()
        ]
        yield f"{name} has {len(counted)} ORCID iDs ({_some(counted)}); it may be several people"


def _label(scheme: str) -> str:
    return _LABELS.get(scheme, f"{scheme} id")


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return "; ".join(str(name) for name in names[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
