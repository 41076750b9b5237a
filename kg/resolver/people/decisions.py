"""Rows that say who is who and why: mention_people, people, decisions, evidence. All in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg.resolver.columns import table
from kg.resolver.names import Grade, compatible, parse_name
from kg.resolver.people import words
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.models import Model
from kg.resolver.people.told import EPSILON, TOLD, Told
from kg.resolver.rulings import Ruling

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Doubles = NDArray[np.float64]

AGENT = "kg resolver people"
ALIGNED = {
    Grade.EQUAL: 7.0,
    Grade.PARTIAL: 6.0,
    Grade.INITIAL: 6.0,
}  # log-odds of one place in the lists of one work
ALIGNED_LESS = 5.0  # the same for names that differ by more than initials
MARKED = 6.0  # log-odds of two names that a document marks as the person it is about
UNSURE = 0.12  # refusals with a linkage this near to the cut are undecided
CHUNK = 100_000  # decisions put into words at a time: about 200 MB
_FIRST, _LAST = -1, len(TOLD)  # the prior is told first, the rest of the two groups last


@dataclass(frozen=True)
class Attached:
    """A name on top of a page that was put into the cluster of another signature, and why."""

    left: int
    right: int
    value: str


@dataclass(frozen=True)
class People:
    """Who is who, in numbers: cluster of each signature, pairs to tell about."""

    cluster: Ints
    told: Sequence[Told]
    attached: Sequence[Attached]


def decision_id(kind: str, left: str, right: str) -> str:
    """First 16 hex digits of the SHA-256 of kind, left and right, line by line."""
    return sha256("\n".join((kind, left, right)).encode()).hexdigest()[:16]


def tables(corpus: Corpus, model: Model, found: People, rulings: Sequence[Ruling]) -> tuple[pa.Table, pa.Table]:
    """The decisions and their evidence, without those on which a ruling speaks, in the order of their ids."""
    ids = corpus.signatures.mentions["mention_id"]
    first = first_mentions(corpus)
    ruled = {frozenset(ruling.things) for ruling in rulings}
    parts = [*_aligned(corpus, model, ids, first), *_held(corpus, model, found, (ids, first))]
    told = (
        Told.joined([part for part in found.told if len(part.left)]) if any(len(p.left) for p in found.told) else None
    )
    if told is not None:
        told = told.take(np.flatnonzero(told.known & (told.linkage <= 1)))
        parts.extend(_scored(corpus, model, found, told))
    decisions, evidence = (pl.concat(side) for side in zip(*parts, strict=True))
    if ruled:
        pairs = decisions.select("left_id", "right_id").iter_rows()
        kept = pl.Series([frozenset(pair) not in ruled for pair in pairs], dtype=pl.Boolean)
        decisions = decisions.filter(kept)
        evidence = evidence.join(decisions.select("decision_id"), on="decision_id", how="semi")
    evidence = evidence.sort("decision_id", "order", maintain_order=True)
    return table(decisions.sort("decision_id"), "decisions"), table(evidence, "evidence")


def first_mentions(corpus: Corpus) -> Longs:
    """Row of the first mention of each signature."""
    of_mention = corpus.signatures.of_mention
    known = np.flatnonzero(of_mention >= 0)
    first = np.full(corpus.signatures.count, len(of_mention), dtype=np.int64)
    first[of_mention[known[::-1]]] = known[::-1]
    return first


Parts = tuple[pl.DataFrame, pl.DataFrame]


def _aligned(corpus: Corpus, model: Model, ids: pl.Series, first: Longs) -> list[Parts]:
    """Mentions in one place of the lists of one work: each with the first of its signature."""
    signatures = corpus.signatures
    of_mention = signatures.of_mention
    other = np.flatnonzero(of_mention >= 0)
    other = other[first[of_mention[other]] != other]
    one = first[of_mention[other]]
    parts = [_none()]
    printed, records = signatures.mentions["name"], signatures.mentions["record_id"]
    for begin in range(0, len(other), CHUNK):
        a, b = one[begin : begin + CHUNK], other[begin : begin + CHUNK]
        rows = pl.DataFrame(
            {"a": printed.gather(a), "b": printed.gather(b), "one": records.gather(a), "two": records.gather(b)}
        )
        here = rows["two"].is_null()
        pairs = rows.select("a", "b").unique(maintain_order=True)
        grades = [ALIGNED.get(compatible(parse_name(x), parse_name(y)), ALIGNED_LESS) for x, y in pairs.iter_rows()]
        graded = rows.join(
            pairs.with_columns(pl.Series("weight", grades, dtype=pl.Float64)), on=["a", "b"], maintain_order="left"
        )
        weight = np.where(here.to_numpy(), MARKED, graded["weight"].to_numpy())
        value = rows.select(
            pl.when(here)
            .then(pl.format("named twice in one document: {}, {}", "a", "b"))
            .otherwise(pl.format("the same place among the authors of one work: {}, {}", "a", "b"))
        ).to_series()
        sources = rows.select(pl.concat_list("one", "two").list.drop_nulls().list.unique().list.sort()).to_series()
        prior = np.full(len(a), model.bias)
        decided = _decisions(model, (ids.gather(a), ids.gather(b)), prior + weight, np.full(len(a), "same"))
        parts.append(_with_evidence(decided, [("SameWorkSamePlace", 0, weight, value)], prior, sources))
    return parts


def _held(corpus: Corpus, model: Model, found: People, mentions: tuple[pl.Series, Longs]) -> list[Parts]:
    """Signatures that a document's mark or a ruling holds together."""
    ids, first = mentions
    names, number = corpus.signatures.names, corpus.signatures.name
    rows = [(item.left, item.right, item.value) for item in found.attached]
    same = corpus.identity.orcid
    for told in found.told:
        for n in np.flatnonzero(told.linkage > 1):
            left, right = int(told.left[n]), int(told.right[n])
            texts = names[number[left]].text, names[number[right]].text
            known = corpus.identity.orcids[same[left]] if same[left] == same[right] >= 0 else ""
            rows.append((left, right, words.marked(*texts) if not known else f"both have ORCID {known}"))
    if not rows:
        return [_none()]
    one, two = (np.array([row[side] for row in rows]) for side in (0, 1))
    prior = np.full(len(rows), model.bias)
    pairs = ids.gather(first[one]), ids.gather(first[two])
    decided = _decisions(model, pairs, prior + MARKED, np.full(len(rows), "same"))
    value = pl.Series([row[2] for row in rows], dtype=pl.String)
    by_orcid = (same[one] == same[two]) & (same[one] >= 0)
    reasons = [
        ("SharedIdentifier", 0, np.where(by_orcid, MARKED, 0.0), value),
        ("SubjectOfDocument", 1, np.where(by_orcid, 0.0, MARKED), value),
    ]
    return [_with_evidence(decided, reasons, prior, _Sources(corpus).of(one, two))]


def _scored(corpus: Corpus, model: Model, found: People, told: Told) -> list[Parts]:
    """Pairs that were scored, a chunk at a time."""
    ids, first = corpus.signatures.mentions["mention_id"], first_mentions(corpus)
    lookup, sources = words.Words(corpus, found.cluster), _Sources(corpus)
    lowest = np.full(corpus.signatures.count, len(ids), dtype=np.int64)
    np.minimum.at(lowest, found.cluster, first)
    parts = []
    for begin in range(0, len(told.left), CHUNK):
        some = told.take(np.arange(begin, min(begin + CHUNK, len(told.left))))
        shared = lookup.shared(some.left, some.right)
        person = ids.gather(np.where(shared.cluster >= 0, lowest[np.maximum(shared.cluster, 0)], 0))
        person = pl.DataFrame({"id": person}).select(
            pl.when(pl.Series(shared.cluster >= 0)).then(pl.format("person/{}", "id"))
        ).to_series()  # fmt: skip
        target = np.clip(some.linkage, EPSILON, 1 - EPSILON)
        weights = some.weights.astype(np.float64)
        walk, direct = TOLD.index("SecondOrderCoauthor"), TOLD.index("SharedCoauthor")
        both = (shared.names != "").to_numpy()
        weights[both, direct] += weights[both, walk]
        weights[both, walk] = 0.0
        prior = some.prior.astype(np.float64)
        rest = np.log(target / (1 - target)) - weights.sum(axis=1) - prior
        reasons = []
        for n, concept in enumerate(TOLD):
            if weights[:, n].any():
                value = lookup.value(concept, some.left, some.right, (shared.names, some.grade))
                reasons.append((concept, n, weights[:, n], value))
        reasons.append(("ClusterAgreement", _LAST, rest, words.agreement(some.log_odds, target)))
        unsure = some.linkage > model.cut - UNSURE
        outcome = np.where(some.same, "same", np.where(unsure, "unsure", "different"))
        pairs = ids.gather(first[some.left]), ids.gather(first[some.right])
        decided = _decisions(model, pairs, np.log(target / (1 - target)), outcome)
        parts.append(_with_evidence(decided, reasons, prior, sources.of(some.left, some.right), person))
    return parts


def _decisions(
    model: Model, pairs: tuple[pl.Series, pl.Series], total: Doubles, outcome: NDArray[np.str_]
) -> pl.DataFrame:
    """Rows of the decisions table, in the order given."""
    rows = pl.DataFrame({"one": pairs[0], "two": pairs[1]}).select(
        pl.min_horizontal("one", "two").alias("left_id"), pl.max_horizontal("one", "two").alias("right_id")
    )
    made = [decision_id("person", left, right) for left, right in rows.iter_rows()]
    return rows.select(
        pl.Series("decision_id", made, dtype=pl.String),
        pl.lit("person").alias("kind"),
        "left_id",
        "right_id",
        pl.Series("outcome", outcome, dtype=pl.String),
        pl.Series("score", 1.0 / (1.0 + np.exp(-total)), dtype=pl.Float64),
        pl.lit(model.cut).alias("threshold"),
        pl.lit(f"{AGENT} ({model.name})").alias("agent"),
        pl.lit(False).alias("override"),
    )


Reason = tuple[str, int, Doubles, pl.Series]  # concept, its place among those of equal weight, log-odds, in words


def _with_evidence(
    decided: pl.DataFrame,
    reasons: Sequence[Reason],
    prior: Doubles,
    sources: pl.Series,
    person: pl.Series | None = None,
) -> Parts:
    """The decisions, and their evidence: the prior, then the reasons, the weightiest first; reasons of 0 say nothing.

    `person` is whom the evidence on shared co-authors is about.
    """
    base = pl.DataFrame({"decision_id": decided["decision_id"], "source_ids": sources})
    nobody = pl.lit(None, dtype=pl.String)
    fixed = pl.Series([words.FIXED["Prior"]], dtype=pl.String).new_from_index(0, len(prior))
    parts = []
    for concept, place, weight, value in (("Prior", _FIRST, prior, fixed), *reasons):
        # where weights are equal the order of the alphabet holds, which is that of TOLD
        order = np.where((place < 0) | (place == _LAST), place * 1e3, -np.abs(weight)) + place * 1e-9
        rows = base.with_columns(
            pl.lit(concept).alias("feature"),
            pl.Series("weight", weight, dtype=pl.Float64),
            value.alias("value"),
            (person if person is not None and concept == "SharedCoauthor" else nobody).alias("object_id"),
            pl.Series("order", order, dtype=pl.Float64),
        )
        parts.append(rows if place in (_FIRST, _LAST) else rows.filter(pl.col("weight") != 0))
    return decided, pl.concat(parts)


def _none() -> Parts:
    """No decisions and no evidence, in the form in which there are some."""
    nothing = np.empty(0)
    strings = pl.Series([], dtype=pl.String)
    none = np.empty(0, dtype=np.float32)
    model = Model("", 0.0, none, 0.0, none, 0.0, 0.0, 0.0, 0.0)
    decided = _decisions(model, (strings, strings), nothing, np.empty(0, dtype=str))
    return _with_evidence(decided, [], nothing, pl.Series([], dtype=pl.List(pl.String)))


class _Sources:
    """Records of the mentions of signatures; of those outside records the mentions themselves."""

    def __init__(self, corpus: Corpus) -> None:
        signatures = corpus.signatures
        known = np.flatnonzero(signatures.of_mention >= 0)
        self.rows = known[np.argsort(signatures.of_mention[known], kind="stable")]
        self.bounds = np.searchsorted(signatures.of_mention[self.rows], np.arange(signatures.count + 1))
        self.ids = signatures.mentions.select(pl.coalesce("record_id", "mention_id")).to_series()

    def of(self, left: Ints, right: Ints) -> pl.Series:
        """Sources of both sides of each pair, sorted."""
        both = np.concatenate([left, right])
        size = self.bounds[both + 1] - self.bounds[both]
        at = np.repeat(self.bounds[both] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        pair = np.repeat(np.tile(np.arange(len(left)), 2), size)
        rows = pl.DataFrame({"pair": pair, "source": self.ids.gather(self.rows[at])}).unique()
        return rows.sort("pair", "source").group_by("pair", maintain_order=True).agg("source")["source"]
