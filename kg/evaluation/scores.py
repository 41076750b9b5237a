"""How good an answer is, against labelled mentions: B-cubed, pairwise, by block, calibration, blocking recall.

Predicted and gold clusters are compared block by block; a mention counts once. Sums are exact, so the order of rows
does
not matter. B-cubed after Bagga & Baldwin (1998), https://aclanthology.org/P98-1012/.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa


@dataclass(frozen=True)
class Score:
    """Precision and recall in 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Evaluation:
    """Figures over all blocks. `micro` averages over mentions, `macro` is the mean F1 of ambiguous blocks.

    `blocks` has a row a block: block, mentions, labels, clusters, precision, recall, f1. `missing` counts labelled
    mentions
    that have no person; each is a cluster of one. `calibration` (a row a bin, see `calibration`), `blocking` (recall of
    pairs) and `rivals` (how simple answers score) are there where the graph they are about is known.
    """

    micro: Score
    macro: float
    pairwise: Score
    blocks: pl.DataFrame
    missing: int
    calibration: pl.DataFrame | None = None
    blocking: float | None = None
    rivals: dict[str, Score] = field(default_factory=dict)


def evaluate(mention_people: pa.Table, gold: pa.Table) -> Evaluation:
    """Compare clusters with gold labels; `gold` has mention_id, block and label (rows without a label are left out).

    >>> answer = pa.table({"mention_id": ["a", "b", "c"], "person_id": ["p", "p", "q"]})
    >>> truth = pa.table({"mention_id": ["a", "b", "c"], "block": ["x"] * 3, "label": ["1", "1", "1"]})
    >>> round(evaluate(answer, truth).micro.recall, 4)
    0.5556
    """
    rows = (
        _frame(gold)
        .drop_nulls("label")
        .unique("mention_id", keep="first", maintain_order=True)
        .join(_frame(mention_people), on="mention_id", how="left")
    )
    missing = rows["person_id"].null_count()
    rows = rows.with_columns(pl.coalesce("person_id", pl.lit("missing ") + pl.col("mention_id")))
    cells = rows.group_by("block", "person_id", "label").len("both")
    cells = cells.with_columns(
        predicted=pl.col("both").sum().over("block", "person_id"), gold=pl.col("both").sum().over("block", "label")
    )
    square = pl.col("both") ** 2
    blocks = (
        cells.group_by("block")
        .agg(
            pl.col("both").sum().alias("mentions"),
            pl.col("label").n_unique().alias("labels"),
            pl.col("person_id").n_unique().alias("clusters"),
            (square / pl.col("predicted")).sum().alias("right"),
            (square / pl.col("gold")).sum().alias("found"),
        )
        .with_columns(precision=pl.col("right") / pl.col("mentions"), recall=pl.col("found") / pl.col("mentions"))
        .with_columns(f1=2 * pl.col("precision") * pl.col("recall") / (pl.col("precision") + pl.col("recall")))
        .sort("block")
    )
    total = max(1, int(blocks["mentions"].sum()))
    ambiguous = blocks.filter(pl.col("labels") > 1)["f1"].to_list()
    return Evaluation(
        Score(float(blocks["right"].sum()) / total, float(blocks["found"].sum()) / total),
        float(np.mean(ambiguous)) if ambiguous else 1.0,
        _pairwise(cells),
        blocks.drop("right", "found"),
        missing,
    )


def _frame(table: pa.Table) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(table))


def _pairs(counts: pl.Series) -> float:
    values = counts.to_numpy().astype(np.float64)
    return float((values * (values - 1)).sum() / 2)


def _pairwise(cells: pl.DataFrame) -> Score:
    """Pairs of mentions of one block; with no pair on a side that side is 1."""
    right = _pairs(cells["both"])
    predicted = _pairs(cells.unique(["block", "person_id"])["predicted"])
    gold = _pairs(cells.unique(["block", "label"])["gold"])
    return Score(right / predicted if predicted else 1.0, right / gold if gold else 1.0)


def calibration(decisions: pa.Table, gold: pa.Table, *, bins: int = 10) -> pl.DataFrame:
    """How often decisions of a score are right: bin, decisions, score (mean), same (share that gold calls one person).

    Only decisions about people whose two mentions are labelled in one block count.
    """
    labels = _frame(gold).drop_nulls("label").select("mention_id", "block", "label").unique("mention_id")
    rows = _frame(decisions).filter((pl.col("kind") == "person") & ~pl.col("override").fill_null(value=False))
    rows = rows.join(labels, left_on="left_id", right_on="mention_id").join(
        labels, left_on="right_id", right_on="mention_id", suffix="_right"
    )
    rows = rows.filter(pl.col("block") == pl.col("block_right"))
    return (
        rows.with_columns(
            bin=(pl.col("score") * bins).floor().clip(0, bins - 1).cast(pl.Int64),
            same=pl.col("label") == pl.col("label_right"),
        )
        .group_by("bin")
        .agg(pl.len().alias("decisions"), pl.col("score").mean(), pl.col("same").mean())
        .sort("bin")
    )


def calibration_error(table: pl.DataFrame) -> float:
    """Mean distance between score and share of right decisions, weighted by the number of decisions."""
    total = int(table["decisions"].sum())
    if not total:
        return 0.0
    return float(((table["score"] - table["same"]).abs() * table["decisions"]).sum()) / total


def blocking_recall(keys: pa.Table, gold: pa.Table) -> float:
    """Share of gold pairs that meet under at least one key; `keys` has mention_id and key, several rows a mention."""
    labels = _frame(gold).drop_nulls("label").select("mention_id", "block", "label").unique("mention_id")
    pairs = labels.join(labels, on=["block", "label"], suffix="_right").filter(
        pl.col("mention_id") < pl.col("mention_id_right")
    )
    if not len(pairs):
        return 1.0
    known = _frame(keys).select("mention_id", "key").unique()
    met = (
        pairs.select("mention_id", "mention_id_right")
        .join(known, on="mention_id")
        .join(known, left_on=["mention_id_right", "key"], right_on=["mention_id", "key"])
        .unique(["mention_id", "mention_id_right"])
    )
    return len(met) / len(pairs)
