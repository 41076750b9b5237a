"""The description of the dataset: VoID and DCAT, with counts that are true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from kg.graph.blocks import RunInfo, Tables, frames_of
from kg.graph.terms import escape, safe_id, safe_iri
from kg.graph.vocab import GRAPHS, PREFIXES, VENUE_CLASSES, WORK_CLASSES, expand

# One row each gives one thing of that class; the rest is counted by the value of a column.
_CLASS_OF_TABLE = {
    "records": "kg:Record",
    "mentions": "kg:Mention",
    "organisation_mentions": "kg:OrganisationMention",
    "organisations": "org:Organization",
    "memberships": "org:Membership",
    "coauthorships": "kg:CoAuthorship",
    "documents": "schema:DigitalDocument",
    "decisions": "kg:Decision",
    "evidence": "kg:Evidence",
}
_VOCABULARIES = ("kg", "foaf", "fabio", "frbr", "pro", "org", "prov", "oa", "skos", "time", "datacite", "dcterms")


def class_counts(tables: Tables) -> dict[str, int]:
    """How many things of each class the graph holds, as CURIE -> number; classes without a thing are left out."""
    frames = frames_of(tables)

    def number(table: str, condition: pl.Expr | None = None) -> int:
        rows = frames.lazy(table) if condition is None else frames.lazy(table).filter(condition)
        return int(rows.select(pl.len()).collect().item())

    counts = {name: number(table) for table, name in _CLASS_OF_TABLE.items()}
    for table, classes in (("works", WORK_CLASSES), ("venues", VENUE_CLASSES)):
        kinds = frames.lazy(table).group_by(pl.col("kind").fill_null("other")).len().collect()
        for kind, found in kinds.iter_rows():
            name = classes.get(kind, classes["other"])
            counts[name] = counts.get(name, 0) + found
    counts["kg:AmbiguousPerson"] = number("people", pl.col("ambiguous").fill_null(value=False))
    counts["foaf:Person"] = number("people") - counts["kg:AmbiguousPerson"]
    counts["kg:Authorship"] = number("authorships", pl.col("ordinal").is_not_null())
    counts["kg:Degree"] = number("memberships", pl.col("kind") == "degree")
    return {name: counts[name] for name in sorted(counts) if counts[name]}


def description(tables: Tables, quads: Mapping[str, int], run: RunInfo, *, total: int | None = None) -> list[str]:
    """The description as N-Triples without the final dot. `quads` counts per graph, without the description itself.

    `total` is the number of triples beside the description where graphs are merged; None: the sum of `quads`.
    """
    total = sum(quads.values()) if total is None else total
    triples = list(_triples(tables, dict(quads), total, run))
    counted = dict(quads)
    counted["kg:provenance"] = counted.get("kg:provenance", 0) + len(triples)
    return sorted(_triples(tables, counted, total + len(triples), run), key=lambda triple: triple.partition(" ")[0])


def _triples(tables: Tables, quads: dict[str, int], total: int, run: RunInfo) -> Iterator[str]:
    dataset = f"<{run.base}dataset>"
    activity = f"<{run.base}run/{safe_id(run.configuration or 'build')}>"

    def say(subject: str, predicate: str, *objects: str) -> Iterator[str]:
        for value in objects:
            yield f"{subject} <{expand(predicate)}> {value}"

    def iri(curie: str) -> str:
        return f"<{expand(curie)}>"

    def number(value: int) -> str:
        return f'"{value}"^^{iri("xsd:integer")}'

    yield from say(dataset, "rdf:type", iri("void:Dataset"), iri("dcat:Dataset"))
    yield from say(dataset, "dcterms:title", '"Scholarly knowledge graph"')
    yield from say(dataset, "void:uriSpace", f'"{escape(run.base)}"')
    yield from say(dataset, "void:triples", number(total))
    yield from say(dataset, "void:vocabulary", *(f"<{PREFIXES[prefix]}>" for prefix in _VOCABULARIES))
    licence = safe_iri(run.licence)
    if licence:
        yield from say(dataset, "dcterms:license", f"<{licence}>")
    for graph in GRAPHS:
        part = f"<{run.base}dataset/{graph.partition(':')[2]}>"
        yield from say(dataset, "void:subset", part)
        yield from say(part, "rdf:type", iri("void:Dataset"))
        yield from say(part, "dcterms:source", iri(graph))
        yield from say(part, "void:triples", number(quads.get(graph, 0)))
    for name, count in class_counts(tables).items():
        part = f"<{run.base}dataset/class/{safe_id(name)}>"
        yield from say(dataset, "void:classPartition", part)
        yield from say(part, "void:class", iri(name))
        yield from say(part, "void:entities", number(count))
    yield from say(dataset, "prov:wasGeneratedBy", activity)
    yield from say(activity, "rdf:type", iri("prov:Activity"))
    if run.version:
        yield from say(activity, "kg:version", f'"{escape(run.version)}"')
    if run.configuration:
        yield from say(activity, "kg:configurationHash", f'"{escape(run.configuration)}"')
    if run.started:
        yield from say(activity, "prov:startedAtTime", f'"{escape(run.started)}"^^{iri("xsd:dateTime")}')
