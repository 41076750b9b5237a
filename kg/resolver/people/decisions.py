"""Rows that say who is who and why: mention_people, people, decisions, evidence. All in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg import schemas
from kg.engines.spill import Spill
from kg.engines.threads import side_by_side
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
Numbers = NDArray[np.uint64]

AGENT = "kg resolver people"
ALIGNED = {
    Grade.EQUAL: 7.0,
    Grade.PARTIAL: 6.0,
    Grade.INITIAL: 6.0,
}  # log-odds of one place in the lists of one work
ALIGNED_LESS = 5.0  # the same for names that differ by more than initials
MARKED = 6.0  # log-odds of two names that a document marks as the person it is about
UNSURE = 0.12  # refusals with a linkage this near to the cut are undecided
CHUNK = 25_000  # decisions put into words at a time: about 100 MB
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


def decision_number(kind: str, left: str, right: str) -> int:
    """The decision's id (the first 16 hex digits of the SHA-256 of kind, left and right, line by line) as a number;
    numbers sort as the ids do.
    """
    return int.from_bytes(sha256("\n".join((kind, left, right)).encode()).digest()[:8], "big")


def tables(corpus: Corpus, model: Model, found: People, rulings: Sequence[Ruling]) -> tuple[pa.Table, pa.Table]:
    """The decisions and their evidence, without those on which a ruling speaks, in the order of their ids.

    They are put into words in that order, a chunk at a time, and kept outside of memory where there are many.
    """
    writer = _Writer(corpus, model, found)
    number, source, row = writer.listed({frozenset(ruling.things) for ruling in rulings})
    order = np.argsort(number, kind="stable")

    def worded(begin: int) -> tuple[pa.Table, pa.Table]:
        chosen = order[begin : begin + CHUNK]
        mine = [chosen[source[chosen] == kind] for kind in range(len(writer.makers))]
        parts = [make(row[some], number[some]) for make, some in zip(writer.makers, mine, strict=True)]
        decided, reasons = (pl.concat(side) for side in zip(*parts, strict=True))
        reasons = reasons.sort("decision_id", "order", maintain_order=True)
        return table(decided.sort("decision_id"), "decisions"), table(reasons, "evidence")

    with Spill(schemas.DECISIONS) as decisions, Spill(schemas.EVIDENCE) as evidence:
        for decided, reasons in side_by_side(worded, range(0, len(order), CHUNK)):
            decisions.add(decided)
            evidence.add(reasons)
        return decisions.table(), evidence.table()


def first_mentions(corpus: Corpus) -> Longs:
    """Row of the first mention of each signature."""
    of_mention = corpus.signatures.of_mention
    known = np.flatnonzero(of_mention >= 0)
    first = np.full(corpus.signatures.count, len(of_mention), dtype=np.int64)
    first[of_mention[known[::-1]]] = known[::-1]
    return first


Parts = tuple[pl.DataFrame, pl.DataFrame]


class _Writer:
    """Puts decisions into words. There are three kinds, each with its rows: mentions in one place of the lists of one
    work, signatures that a mark holds together, pairs that were scored.
    """

    def __init__(self, corpus: Corpus, model: Model, found: People) -> None:
        self.corpus, self.model, self.cluster = corpus, model, found.cluster
        signatures = corpus.signatures
        self.ids, self.first = signatures.mentions["mention_id"], first_mentions(corpus)
        self.lookup, self.sources = words.Words(corpus, found.cluster), _Sources(corpus)
        self.lowest = np.full(signatures.count, len(self.ids), dtype=np.int64)
        np.minimum.at(self.lowest, found.cluster, self.first)
        other = np.flatnonzero(signatures.of_mention >= 0)
        self.other = other[self.first[signatures.of_mention[other]] != other]
        self.held = [(item.left, item.right, item.value) for item in found.attached]
        names, number, orcid = signatures.names, signatures.name, corpus.identity.orcid
        for told in found.told:
            for n in np.flatnonzero(told.linkage > 1):
                left, right = int(told.left[n]), int(told.right[n])
                texts = names[number[left]].text, names[number[right]].text
                known = corpus.identity.orcids[orcid[left]] if orcid[left] == orcid[right] >= 0 else ""
                self.held.append((left, right, f"both have ORCID {known}" if known else words.marked(*texts)))
        scored = [told.take(np.flatnonzero(told.known & (told.linkage <= 1))) for told in found.told]
        self.told = Told.joined(scored) if scored else None
        self.makers = (self.aligned, self.marked, self.scored)

    def listed(self, ruled: set[frozenset[str]]) -> tuple[Numbers, Longs, Longs]:
        """Number, kind and row of every decision but those on `ruled` pairs."""
        first, of_mention = self.first, self.corpus.signatures.of_mention
        held = np.array([row[:2] for row in self.held], dtype=np.int64).reshape(-1, 2)
        sides = [
            (first[of_mention[self.other]], self.other),
            (first[held[:, 0]], first[held[:, 1]]),
            (first[self.told.left], first[self.told.right]) if self.told else (first[:0], first[:0]),
        ]
        kind = np.repeat(np.arange(len(sides)), [len(one) for one, _ in sides])
        row = np.concatenate([np.arange(len(one)) for one, _ in sides])
        one, two = (np.concatenate([side[n] for side in sides]) for n in (0, 1))
        pairs = zip(self.ids.gather(np.minimum(one, two)), self.ids.gather(np.maximum(one, two)), strict=True)
        number = np.zeros(len(row), dtype=np.uint64)
        kept = np.ones(len(row), dtype=bool)
        for n, (left, right) in enumerate(pairs):
            number[n] = decision_number("person", left, right)
            if ruled:
                kept[n] = frozenset((left, right)) not in ruled
        return number[kept], kind[kept], row[kept]

    def aligned(self, rows: Longs, number: Numbers) -> Parts:
        """Mentions in one place of the lists of one work: each with the first of its signature."""
        signatures = self.corpus.signatures
        b = self.other[rows]
        a = self.first[signatures.of_mention[b]]
        printed, records = signatures.mentions["name"], signatures.mentions["record_id"]
        both = pl.DataFrame(
            {"a": printed.gather(a), "b": printed.gather(b), "one": records.gather(a), "two": records.gather(b)}
        )
        here = both["two"].is_null()
        pairs = both.select("a", "b").unique(maintain_order=True)
        grades = [ALIGNED.get(compatible(parse_name(x), parse_name(y)), ALIGNED_LESS) for x, y in pairs.iter_rows()]
        pairs = pairs.with_columns(pl.Series("weight", grades, dtype=pl.Float64))
        graded = both.join(pairs, on=["a", "b"], how="left", maintain_order="left")["weight"].to_numpy()
        weight = np.where(here.to_numpy(), MARKED, graded)
        value = both.select(
            pl.when(here)
            .then(pl.format("named twice in one document: {}, {}", "a", "b"))
            .otherwise(pl.format("the same place among the authors of one work: {}, {}", "a", "b"))
        ).to_series()
        sources = both.select(pl.concat_list("one", "two").list.drop_nulls().list.unique().list.sort()).to_series()
        prior = np.full(len(a), self.model.bias)
        pair = self.ids.gather(a), self.ids.gather(b)
        decided = _decisions(self.model, (number, *pair), prior + weight, np.full(len(a), "same"))
        return _with_evidence(decided, [("SameWorkSamePlace", 0, weight, value)], prior, sources)

    def marked(self, rows: Longs, number: Numbers) -> Parts:
        """Signatures that a document's mark or a ruling holds together."""
        held = [self.held[n] for n in rows.tolist()]
        one, two = (np.array([row[side] for row in held], dtype=np.int64) for side in (0, 1))
        prior = np.full(len(rows), self.model.bias)
        pair = self.ids.gather(self.first[one]), self.ids.gather(self.first[two])
        decided = _decisions(self.model, (number, *pair), prior + MARKED, np.full(len(rows), "same"))
        value = pl.Series([row[2] for row in held], dtype=pl.String)
        orcid = self.corpus.identity.orcid
        by_orcid = (orcid[one] == orcid[two]) & (orcid[one] >= 0)
        reasons = [
            ("SharedIdentifier", 0, np.where(by_orcid, MARKED, 0.0), value),
            ("SubjectOfDocument", 1, np.where(by_orcid, 0.0, MARKED), value),
        ]
        return _with_evidence(decided, reasons, prior, self.sources.of(one, two))

    def scored(self, rows: Longs, number: Numbers) -> Parts:
        """Pairs that were scored."""
        if self.told is None:
            return self.marked(rows, number)
        some, model = self.told.take(rows), self.model
        shared = self.lookup.shared(some.left, some.right)
        target = np.clip(some.linkage, EPSILON, 1 - EPSILON)
        weights = some.weights.astype(np.float64)
        walk, direct = TOLD.index("SecondOrderCoauthor"), TOLD.index("SharedCoauthor")
        both = (shared.names != "").to_numpy()
        weights[both, direct] += weights[both, walk]
        weights[both, walk] = 0.0
        prior = some.prior.astype(np.float64)
        rest = np.log(target / (1 - target)) - weights.sum(axis=1) - prior
        reasons: list[Reason] = []
        for n, concept in enumerate(TOLD):
            if weights[:, n].any():
                value = self.lookup.value(concept, some.left, some.right, (shared.names, some.grade))
                reasons.append((concept, n, weights[:, n], value))
        reasons.append(("ClusterAgreement", _LAST, rest, words.agreement(some.log_odds, target)))
        unsure = some.linkage > model.cut - UNSURE
        outcome = np.where(some.same, "same", np.where(unsure, "unsure", "different"))
        pair = self.ids.gather(self.first[some.left]), self.ids.gather(self.first[some.right])
        decided = _decisions(model, (number, *pair), np.log(target / (1 - target)), outcome)
        sources = self.sources.of(some.left, some.right)
        return _with_evidence(decided, reasons, prior, sources, self._person(shared.cluster))

    def _person(self, cluster: Longs) -> pl.Series:
        """The person of each cluster as the evidence names it; null where there is no cluster."""
        known = cluster >= 0
        ids = self.ids.gather(np.where(known, self.lowest[np.maximum(cluster, 0)], 0))
        return (
            pl.DataFrame({"id": ids}).select(pl.when(pl.Series(known)).then(pl.format("person/{}", "id"))).to_series()
        )


def _decisions(
    model: Model, pairs: tuple[Numbers, pl.Series, pl.Series], total: Doubles, outcome: NDArray[np.str_]
) -> pl.DataFrame:
    """Rows of the decisions table, in the order given; `pairs` are the numbers of the decisions and both sides."""
    number, one, two = pairs
    rows = pl.DataFrame({"one": one, "two": two}).select(
        pl.min_horizontal("one", "two").alias("left_id"), pl.max_horizontal("one", "two").alias("right_id")
    )
    made = [f"{n:016x}" for n in number.tolist()]
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


class _Sources:
    """Records of the mentions of signatures; of those outside records the mentions themselves."""

    def __init__(self, corpus: Corpus) -> None:
        signatures = corpus.signatures
        known = np.flatnonzero(signatures.of_mention >= 0)
        self.rows = known[np.argsort(signatures.of_mention[known], kind="stable")]
        self.bounds = np.searchsorted(signatures.of_mention[self.rows], np.arange(signatures.count + 1))
        self.ids = signatures.mentions.select(pl.coalesce("record_id", "mention_id")).to_series()

    def of(self, left: Ints | Longs, right: Ints | Longs) -> pl.Series:
        """Sources of both sides of each pair, sorted."""
        both = np.concatenate([left, right])
        size = self.bounds[both + 1] - self.bounds[both]
        at = np.repeat(self.bounds[both] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        pair = np.repeat(np.tile(np.arange(len(left)), 2), size)
        rows = pl.DataFrame({"pair": pair, "source": self.ids.gather(self.rows[at])}).unique()
        return rows.sort("pair", "source").group_by("pair", maintain_order=True).agg("source")["source"]
