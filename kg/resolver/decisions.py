"""Why two things are the same, different or undecided: decisions and their evidence as tables.

A piece of evidence is a column of log-odds (natural logarithm). The score of a decision is the logistic function of
their sum, so an explanation adds up: the weights of a decision, its prior included, sum to logit(score).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import polars as pl

from kg.resolver import rulings as curator
from kg.resolver.rulings import Ruling

AGENT = "kg resolver 0.1"
CERTAIN = 0.999  # score that a ruling gives: a person can err too


def decision_id(kind: str, left: str, right: str) -> str:
    """Id of the decision on two things; the smaller id is the left one."""
    return sha256(f"{kind}\n{left}\n{right}".encode()).hexdigest()[:16]


def logit(score: float) -> float:
    """Log-odds of a probability.

    >>> round(logit(0.88), 3)
    1.992
    """
    return math.log(score / (1 - score))


def logistic(total: float) -> float:
    """Probability of log-odds; the inverse of `logit`.

    >>> logistic(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence over a frame of pairs.

    `weight` gives log-odds (0: says nothing), `value` says in words what was seen.
    """

    name: str
    weight: pl.Expr
    value: pl.Expr


def add_weights(pairs: pl.DataFrame, features: Sequence[Feature]) -> pl.DataFrame:
    """The pairs with a column "w:<feature>" for each feature and "score", the probability that both are the same."""
    weighted = pairs.with_columns(
        [f.weight.fill_null(0.0).cast(pl.Float64).round(3).alias(f"w:{f.name}") for f in features]
    )
    total = pl.sum_horizontal([pl.col(f"w:{f.name}") for f in features])
    return weighted.with_columns((1 / (1 + (-total).exp())).alias("score"))


def evidence_rows(decided: pl.DataFrame, features: Sequence[Feature]) -> pl.DataFrame:
    """Rows of the evidence table for pairs that have "decision_id", "left_id", "right_id" and weights."""
    parts = [
        decided.filter(pl.col(f"w:{f.name}") != 0).select(
            pl.col("decision_id"),
            pl.lit(f.name).alias("feature"),
            pl.col(f"w:{f.name}").alias("weight"),
            f.value.alias("value"),
            pl.lit(None, dtype=pl.String).alias("object_id"),
            pl.concat_list("left_id", "right_id").alias("source_ids"),
        )
        for f in features
    ]
    return pl.concat(parts, how="vertical_relaxed").sort("decision_id", "feature")


def decision_rows(decided: pl.DataFrame, kind: str, threshold: float) -> pl.DataFrame:
    """Rows of the decisions table for pairs that have "decision_id", the two ids, "score" and "outcome"."""
    return decided.select(
        "decision_id",
        pl.lit(kind).alias("kind"),
        "left_id",
        "right_id",
        "outcome",
        "score",
        pl.lit(threshold).alias("threshold"),
        pl.lit(AGENT).alias("agent"),
        pl.lit(False).alias("override"),
        pl.lit(None, dtype=pl.String).alias("decided_at"),
        pl.lit(None, dtype=pl.String).alias("reverted_by"),
    )


def with_ids(pairs: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The pairs with their decision ids; "left_id" is made the smaller of the two."""
    ordered = pairs.with_columns(
        pl.min_horizontal("left_id", "right_id").alias("left_id"),
        pl.max_horizontal("left_id", "right_id").alias("right_id"),
    )
    ids = [decision_id(kind, a, b) for a, b in zip(ordered["left_id"], ordered["right_id"], strict=True)]
    return ordered.with_columns(pl.Series("decision_id", ids, dtype=pl.String))


def ruling_rows(rulings: Iterable[Ruling], about: str) -> tuple[list[Mapping[str, object]], list[Mapping[str, object]]]:
    """Decisions and evidence that the rulings about one kind of thing are: those in force and those taken back."""
    rulings = list(rulings)
    undone = curator.undone_by(rulings)
    decisions: list[Mapping[str, object]] = []
    evidence: list[Mapping[str, object]] = []
    for item in rulings:
        if item.kind == "undo" or item.about != about:
            continue
        score = CERTAIN if item.kind == "same" else 1 - CERTAIN
        undo = undone.get(item.decision_id)
        left, right = item.things
        decisions.append(
            {
                "decision_id": item.decision_id,
                "kind": about,
                "left_id": left,
                "right_id": right,
                "outcome": item.kind,
                "score": score,
                "threshold": 0.5,
                "agent": item.agent or "curator",
                "override": True,
                "decided_at": item.time or None,
                "reverted_by": undo.decision_id if undo else None,
            }
        )
        evidence.append(
            {
                "decision_id": item.decision_id,
                "feature": "Ruling",
                "weight": logit(score),
                "value": item.comment or f"ruled {item.kind}",
                "object_id": None,
                "source_ids": [left, right],
            }
        )
    return decisions, evidence


class Ledger:
    """Decisions on single pairs, each with its evidence; a pair is decided once."""

    def __init__(self, kind: str, prior: tuple[float, str], threshold: float) -> None:
        """`kind` as in `schemas.DECISIONS`; `prior` is the log-odds before any evidence, and that in words."""
        self._kind = kind
        self._prior = prior
        self._threshold = threshold
        self._decisions: dict[str, dict[str, Any]] = {}
        self._evidence: list[dict[str, Any]] = []

    def decide(self, one: str, other: str, reasons: Iterable[tuple[str, float, str]]) -> None:
        """Add the decision on two ids, from (feature, log-odds, words), unless there is one already."""
        left, right = sorted((one, other))
        made = decision_id(self._kind, left, right)
        if left == right or made in self._decisions:
            return
        weighted = [("Prior", *self._prior), *reasons]
        total = sum(weight for _, weight, _ in weighted)
        self._decisions[made] = {
            "decision_id": made,
            "kind": self._kind,
            "left_id": left,
            "right_id": right,
            "outcome": "same" if total > 0 else "different",
            "score": logistic(total),
            "threshold": self._threshold,
            "agent": AGENT,
            "override": False,
        }
        self._evidence.extend(
            {"decision_id": made, "feature": f, "weight": w, "value": v, "source_ids": [left, right]}
            for f, w, v in weighted
        )

    def rows(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows of the decisions table, by id, and of the evidence table."""
        return [self._decisions[made] for made in sorted(self._decisions)], self._evidence
