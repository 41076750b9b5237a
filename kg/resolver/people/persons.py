"""The people themselves: mention_people and people, from the clusters."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg.resolver.columns import table
from kg.resolver.names import Name, canonical
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.decisions import first_mentions

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def people_tables(corpus: Corpus, cluster: Ints) -> tuple[pa.Table, pa.Table]:
    """mention_people, in the order of mentions, and people, in the order of their first mentions.

    Who is named by nobody's name ("et al.", "Anonymous", nothing) is ambiguous, and one person for each mention.
    """
    signatures = corpus.signatures
    ids, of_mention = signatures.mentions["mention_id"], signatures.of_mention
    lowest = np.full(signatures.count, len(ids), dtype=np.int64)
    np.minimum.at(lowest, cluster, first_mentions(corpus))
    known = of_mention >= 0
    person = np.arange(len(ids))
    person[known] = lowest[cluster[of_mention[known]]]
    forms, code = _forms(signatures.mentions["name"])
    called = _called(corpus, cluster, lowest, (person[known], code[known], forms))
    rows = [called, _nobody(signatures.mentions["name"], np.flatnonzero(~known))]
    people = pl.concat(rows).sort("person")
    people = _identified(corpus, people.with_columns(_empty_lists()), lowest[cluster])
    people = people.with_columns(_outside(people["identifiers"]).fill_null(ids.gather(people["person"])))
    mention_people = pl.DataFrame({"mention_id": ids, "person": person}).join(
        people.select(pl.col("person").cast(pl.Int64), "person_id"), on="person", how="left", maintain_order="left"
    )
    return table(mention_people, "mention_people"), table(people, "people")


def _empty_lists() -> list[pl.Expr]:
    identifiers = pl.List(pl.Struct({"scheme": pl.String, "value": pl.String}))
    return [
        pl.lit([], dtype=identifiers).alias("identifiers"),
        pl.lit([], dtype=pl.List(pl.String)).alias("possible_person_ids"),
    ]


def _outside(identifiers: pl.Series) -> pl.Series:
    """The id of each person from the first of the ORCIDs accepted for it and for nobody else; null without one."""
    orcid = identifiers.list.eval(pl.element().struct.field("value")).list.first()
    known = pl.DataFrame({"orcid": orcid})
    alone = pl.col("orcid").is_not_null() & (pl.len().over("orcid") == 1)
    return known.select(pl.when(alone).then(pl.concat_str(pl.lit("orcid-"), "orcid")).alias("person_id")).to_series()


def _identified(corpus: Corpus, people: pl.DataFrame, person: Longs) -> pl.DataFrame:
    """People with their trusted ORCIDs; `person` (S) is the person of each signature."""
    identity = corpus.identity
    known = np.flatnonzero(identity.orcid >= 0)
    if not len(known):
        return people
    said = pl.DataFrame(
        {"person": person[known], "value": [identity.orcids[n] for n in identity.orcid[known].tolist()]}
    ).unique()
    said = said.sort("person", "value").select(
        "person", pl.struct(pl.lit("orcid").alias("scheme"), "value").alias("id")
    )
    found = said.group_by("person", maintain_order=True).agg(pl.col("id").alias("accepted"))
    joined = people.join(found, on="person", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("accepted", "identifiers").alias("identifiers")).drop("accepted")


def _forms(printed: pl.Series) -> tuple[pl.Series, Longs]:
    """The different printed forms without needless spaces, in the order of the alphabet, and that of each mention."""
    different = printed.unique().sort()
    spaced = pl.Series("form", [" ".join(text.split()) for text in different], dtype=pl.String)
    forms = spaced.unique().sort()
    number = pl.DataFrame({"printed": different, "form": spaced}).join(
        pl.DataFrame({"form": forms}).with_row_index("code"), on="form"
    )
    coded = pl.DataFrame({"printed": printed}).join(number, on="printed", how="left", maintain_order="left")
    return forms, coded["code"].to_numpy().astype(np.int64)


def _called(corpus: Corpus, cluster: Ints, lowest: Longs, printed: tuple[Longs, Longs, pl.Series]) -> pl.DataFrame:
    """What each person is called: "person", "name", "given_name", "family_name", "alternative_names", "ambiguous"."""
    person, code, forms = printed
    counted = pl.DataFrame({"person": person, "code": code}).group_by("person", "code").len().sort("person", "code")
    grouped = counted.group_by("person", maintain_order=True).agg(pl.col("code"), pl.col("len"))
    fuller = _fuller(corpus, cluster, lowest)
    single = (grouped["code"].list.len() == 1) & ~grouped["person"].is_in(list(fuller))
    only = grouped["code"].list.first()
    names = _single(only.filter(single).unique().sort(), forms)
    several, texts = grouped.filter(~single), forms.to_list()
    chosen = [
        _best({texts[code]: count for code, count in zip(codes, counts, strict=True)}, fuller.get(who, {}))
        for who, codes, counts in several.iter_rows()
    ]
    best = pl.concat(
        [
            pl.DataFrame({"person": grouped["person"].filter(single), "code": only.filter(single)})
            .join(names, on="code", maintain_order="left")
            .drop("code"),
            _named(chosen).with_columns(several["person"]).select("person", "name", "given_name", "family_name"),
        ]
    )
    listed = pl.DataFrame(
        {"person": counted["person"], "form": forms.gather(counted["code"].cast(pl.Int64).to_numpy())}
    )
    alternative = listed.group_by("person", maintain_order=True).agg(pl.col("form").alias("alternative_names"))
    return best.join(alternative, on="person").with_columns(pl.lit(False).alias("ambiguous"))


def _fuller(corpus: Corpus, cluster: Ints, lowest: Longs) -> dict[int, dict[str, int]]:
    """For people whom a document is about: the fullest forms that it has, with their counts."""
    signatures = corpus.signatures
    found: dict[int, dict[str, int]] = {}
    for s in np.flatnonzero(signatures.subject >= 0):
        forms = found.setdefault(int(lowest[cluster[s]]), {})
        form = signatures.names[signatures.name[s]].printed
        forms[form] = forms.get(form, 0) + 1
    return found


def _best(counts: dict[str, int], fuller: dict[str, int]) -> Name:
    for form, count in fuller.items():
        counts[form] = counts.get(form, 0) + count
    return canonical(counts)


def _single(codes: pl.Series, forms: pl.Series) -> pl.DataFrame:
    """What somebody is called of whom one form is printed: "code", "name", "given_name", "family_name"."""
    return _named([canonical({form: 1}) for form in forms.gather(codes)]).select(codes.alias("code"), pl.all())


def _named(names: list[Name]) -> pl.DataFrame:
    columns = {
        "name": [name.text for name in names],
        "given_name": [name.given or None for name in names],
        "family_name": [name.family or None for name in names],
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _nobody(printed: pl.Series, rows: Longs) -> pl.DataFrame:
    texts = printed.gather(rows)
    return pl.DataFrame({"person": rows, "name": texts}).with_columns(
        pl.lit(None, dtype=pl.String).alias("given_name"),
        pl.lit(None, dtype=pl.String).alias("family_name"),
        pl.concat_list("name").alias("alternative_names"),
        pl.lit(True).alias("ambiguous"),
    )
