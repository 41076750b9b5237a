"""Why things are the same, different or undecided, as blocks: decisions, evidence, doubts."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kg.graph import vocab
from kg.graph.blocks import Block, Frames, derived_from
from kg.graph.terms import local, mapped, moment, named, source, text, thing, typed

GRAPH = named(vocab.DECISIONS_GRAPH)
DECISION, EVIDENCE, AGENT = thing("decision", "decision_id"), thing("evidence", "evidence_id"), thing("agent", "agent")


def decision_blocks(frames: Frames) -> Iterator[Block]:
    """Everything that goes into kg:decisions."""
    decisions = _with_reversal(frames.lazy("decisions"))
    yield Block(
        GRAPH,
        DECISION,
        (
            ("rdf:type", named("kg:Decision")),
            ("kg:decides", mapped("kind", vocab.DECISION_KINDS)),
            ("kg:left", source("left_id")),
            ("kg:right", source("right_id")),
            ("kg:outcome", mapped("outcome", vocab.OUTCOMES)),
            ("kg:score", typed("score", "double")),
            ("kg:threshold", typed("threshold", "double")),
            ("kg:override", typed("override", "boolean")),
            ("prov:wasAssociatedWith", AGENT),
            ("prov:endedAtTime", moment("decided_at")),
            ("prov:invalidatedAtTime", moment("reverted_at")),
            ("kg:revertedBy", thing("decision", "reverted_by")),
        ),
        decisions,
    )
    yield from _agents(decisions)
    yield from _evidence(frames.lazy("evidence"))
    yield from _doubts(frames, decisions)


def _with_reversal(decisions: pl.LazyFrame) -> pl.LazyFrame:
    """Adds reverted_at: the time of the ruling that reverted a decision."""
    rulings = decisions.select(pl.col("decision_id").alias("reverted_by"), pl.col("decided_at").alias("reverted_at"))
    return decisions.join(rulings.unique("reverted_by"), on="reverted_by", how="left", maintain_order="left")


def _agents(decisions: pl.LazyFrame) -> Iterator[Block]:
    kinds = {"true": "prov:Person", "false": "prov:SoftwareAgent"}
    human = pl.col("override").fill_null(value=False).any().cast(pl.String).alias("human")
    agents = decisions.filter(pl.col("agent").str.len_chars() > 0).group_by("agent").agg(human).sort("agent")
    yield Block(GRAPH, AGENT, (("rdf:type", mapped("human", kinds)), ("foaf:name", text("agent"))), agents)


def _evidence(evidence: pl.LazyFrame) -> Iterator[Block]:
    """Evidence is numbered inside its decision and feature; the order of the rows does not matter."""
    order = ["decision_id", "feature", "object_id", "value", "weight"]
    number = pl.int_range(pl.len()).over("decision_id", "feature") + 1
    rows = evidence.sort(order, nulls_last=True).with_columns(
        pl.concat_str("decision_id", pl.col("feature").fill_null("OtherFeature"), number, separator=".").alias(
            "evidence_id"
        )
    )
    features = {name: f"kg:{name}" for name in vocab.FEATURES}
    yield Block(
        GRAPH, DECISION, (("kg:hasEvidence", EVIDENCE),), rows.select("decision_id", "evidence_id"), repeats=True
    )
    yield Block(
        GRAPH,
        EVIDENCE,
        (
            ("rdf:type", named("kg:Evidence")),
            ("kg:feature", mapped("feature", features, "kg:OtherFeature")),
            ("kg:weight", typed("weight", "double")),
            ("rdfs:label", text("value")),
            ("kg:object", local("object_id")),
        ),
        rows,
    )
    yield derived_from(GRAPH, EVIDENCE, rows)


def _doubts(frames: Frames, decisions: pl.LazyFrame) -> Iterator[Block]:
    """kg:candidateSameAs between what an unsure decision leaves apart, owl:differentFrom for rulings, kg:concerns."""
    in_force = decisions.filter(pl.col("reverted_by").is_null())
    ruled = pl.col("override").fill_null(value=False) & (pl.col("outcome") == "different")
    cases = (("kg:candidateSameAs", pl.col("outcome") == "unsure"), ("owl:differentFrom", ruled))
    clusters = (
        ("person", frames.lazy("mention_people"), "mention_id", "person_id"),
        ("work", frames.lazy("record_works"), "record_id", "work_id"),
        ("organisation", frames.lazy("mention_organisations"), "organisation_mention_id", "organisation_id"),
    )
    for kind, members, member, cluster in clusters:
        names = members.select(pl.col(member), pl.col(cluster))
        left, right = thing(kind, "left_cluster"), thing(kind, "right_cluster")
        for predicate, condition in cases:
            pairs = (
                in_force.filter((pl.col("kind") == kind) & condition)
                .select("decision_id", "left_id", "right_id")
                .join(names.rename({cluster: "left_cluster"}), left_on="left_id", right_on=member)
                .join(names.rename({cluster: "right_cluster"}), left_on="right_id", right_on=member)
                .filter(pl.col("left_cluster") != pl.col("right_cluster"))
            )
            both = pairs.select("left_cluster", "right_cluster").unique().sort("left_cluster", "right_cluster")
            yield Block(GRAPH, left, ((predicate, right),), both, repeats=True)
            yield Block(GRAPH, DECISION, (("kg:concerns", left), ("kg:concerns", right)), pairs, repeats=True)
