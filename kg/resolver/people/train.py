"""Fit the weights of evidence to labelled sets, by one command:

    python -m kg.resolver.people.train --data DIR --works FILE [--leave-out SET] [--out FILE]

DIR holds labelled sets (see `labelled`), FILE works without labels, of which more sets are made (see `homonyms`).
The outcome is a text file; without --out it replaces the shipped one. Same data, same file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError
from kg.resolver.people import features, homonyms, models
from kg.resolver.people.labelled import Labelled, find, labelled, read_lines
from kg.resolver.people.models import Looked, Model
from kg.resolver.people.pairs import batches

Doubles = NDArray[np.float64]

MOST_PAIRS = 20_000  # of one block
SHRINK = 1e-3  # L2 penalty on standardised weights

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sample:
    """Labelled pairs: columns, whether they are one person, and weights."""

    columns: Doubles
    same: Doubles
    weight: Doubles


def sample(data: Labelled, share: float = 1.0, first: Model | None = None) -> Sample:
    """Pairs of labelled signatures of one gold block; every signature counts the same, all together `share`.

    With `first` they are as the second look has them, `first` having had the first. The pairs are the same each time.
    """
    generator = np.random.default_rng(0)
    parts: list[tuple[Doubles, Doubles, Doubles]] = []
    for batch in batches(data.corpus, sorted(set(data.corpus.block[data.block >= 0].tolist()))):
        left, right = batch.rows[batch.left], batch.rows[batch.right]
        usable = (data.block[left] >= 0) & (data.block[left] == data.block[right])
        if not usable.any():
            continue
        columns = features.features(data.corpus, batch)
        if first is not None:
            scored = models.score(first, columns)
            columns = Looked.of(batch, scored).again(first, scored, (batch.left, batch.right)).columns
        for block in np.unique(data.block[left[usable]]):
            pairs = np.flatnonzero(usable & (data.block[left] == block))
            size = len(np.unique(np.concatenate([left[pairs], right[pairs]])))
            if len(pairs) > MOST_PAIRS:
                pairs = generator.choice(pairs, MOST_PAIRS, replace=False)
            same = (data.person[left[pairs]] == data.person[right[pairs]]).astype(np.float64)
            parts.append(
                (
                    columns[pairs].astype(np.float64),
                    same,
                    np.full(len(pairs), size / len(pairs)),
                )
            )
    columns_, same_, weight_ = (np.concatenate([part[n] for part in parts]) for n in range(3))
    return Sample(columns_, same_, share * weight_ / weight_.sum())


def products(name: str) -> list[str]:
    """A column and its products with others ("walk", "walk_namesakes", "trust_walk")."""
    known = [column for column in features.NAMES if f"_{name}_" in f"_{column}_"]
    if name not in features.NAMES:
        raise InputError("--without", f"there is no column {name}", f"choose of {', '.join(features.NAMES)}")
    return known


def fit(samples: Sequence[Sample], without: Sequence[str] = ()) -> tuple[Doubles, float]:
    """Weights and bias of a logistic regression; weights keep the sign that `features.COLUMNS` demands.

    Columns `without` weigh nothing, nor do their products.
    """
    from scipy.optimize import minimize

    columns = np.concatenate([s.columns for s in samples])
    columns[:, [features.NAMES.index(column) for name in without for column in products(name)]] = 0.0
    same = np.concatenate([s.same for s in samples])
    weight = np.concatenate([s.weight for s in samples])
    weight /= weight.sum()
    mean = weight @ columns
    spread = np.sqrt(weight @ (columns - mean) ** 2) + 1e-9
    scaled = (columns - mean) / spread

    def loss(guess: Doubles) -> tuple[float, Doubles]:
        z = scaled @ guess[1:] + guess[0]
        rest = weight * (1.0 / (1.0 + np.exp(-np.clip(z, -500, 500))) - same)
        value = float(weight @ (np.logaddexp(0, z) - same * z) + SHRINK * (guess[1:] ** 2).sum() / 2)
        return value, np.concatenate([[rest.sum()], scaled.T @ rest + SHRINK * guess[1:]])

    bounds = [
        (None, None),
        *((0 if sign > 0 else None, 0 if sign < 0 else None) for _, sign in features.COLUMNS),
    ]
    found = minimize(
        loss,
        np.zeros(len(bounds)),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 500},
    )
    weights = found.x[1:] / spread
    return weights, float(found.x[0] - weights @ mean)


def load(folder: Path, works: Path | None = None) -> Iterator[tuple[Labelled, float]]:
    """The labelled sets of a folder, then those made of works without labels, each with its weight in training."""
    gold = find(folder, ".gold.jsonl")
    for name, path in find(folder, ".openalex.jsonl").items():
        if name in gold:
            yield labelled(name, read_lines(path), read_lines(gold[name])), 1.0
    if works is not None:
        plain = list(read_lines(works))
        for seed, recipe in enumerate(homonyms.RECIPES):
            yield labelled(recipe.name, *homonyms.make(recipe, plain, seed)), recipe.weight


def train(sets: Sequence[tuple[Labelled, float]], leave_out: str = "", without: Sequence[str] = ()) -> dict[str, Any]:
    """The model as it is written to its file; what is set by hand is taken over from the shipped one."""
    used = [(data, weight) for data, weight in sets if data.name != leave_out]
    if not used:
        raise InputError(
            "--data",
            "no labelled set is left to train on",
            "give a folder with NAME.openalex.jsonl and NAME.gold.jsonl",
        )
    model: dict[str, Any] = json.loads(models.SHIPPED.read_text(encoding="utf-8"))
    samples = [sample(data, weight) for data, weight in used]
    for (data, _), pairs in zip(used, samples, strict=True):
        same = pairs.weight @ pairs.same / pairs.weight.sum()
        log.info("%s: %d pairs, %.3f of them one person", data.name, len(pairs.same), same)
    bias, weights = _fitted(samples, without, model["by_hand"])
    model["first"] = {
        "bias": bias,
        "weights": {name: weights[name] for name in features.NAMES if name not in features.LATE},
    }
    first = models.of(model | {"bias": bias, "weights": weights})
    bias, weights = _fitted([sample(data, weight, first) for data, weight in used], without, model["by_hand"])
    return model | {"bias": bias, "weights": weights, "trained_on": [data.name for data, _ in used]}


def _fitted(
    samples: Sequence[Sample], without: Sequence[str], by_hand: dict[str, float]
) -> tuple[float, dict[str, float]]:
    """Bias, and weights by column, as they are written."""
    weights, bias = fit(samples, without)
    fitted = {name: round(float(w), 4) for name, w in zip(features.NAMES, weights, strict=True)}
    return round(bias, 4), fitted | by_hand


def write(model: dict[str, Any], path: Path) -> None:
    """The model as text, one number a line."""
    path.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """The command line."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m kg.resolver.people.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--works", type=Path, help="OpenAlex JSON lines")
    parser.add_argument("--leave-out", default="", metavar="SET")
    parser.add_argument("--without", nargs="*", default=(), metavar="COLUMN", help="columns that weigh nothing")
    parser.add_argument("--out", type=Path, default=models.SHIPPED)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = list(load(given.data, given.works))
    write(train(sets, given.leave_out, given.without), given.out)


if __name__ == "__main__":
    main()
