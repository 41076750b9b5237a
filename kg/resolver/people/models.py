"""The model that weighs evidence: a text file with one weight per column, small enough to read.

score = logistic(bias + sum of weight x column). It is made twice: a first look tells how many others each signature is
likely the same person as, and the second takes that into account. Pairs of co-authors within one dossier are weighed
by `dossier` instead of the columns about co-authors and names. See MODEL_CARD.md for where each number comes from.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import KGError
from kg.resolver.people import dossiers, features
from kg.resolver.people.company import Company, Sums
from kg.resolver.people.features import NAMES, RARE
from kg.resolver.people.pairs import Batch

Ints = NDArray[np.int32] | NDArray[np.int64]
Floats = NDArray[np.float32]

SHIPPED = Path(__file__).with_name("model.json")
VARIABLE = "KG_PEOPLE_MODEL"
SAID = ("same_identifier", "other_identifier", "same_claim", "other_claim")
KEPT = ("affiliation", "same_affiliation", "mail", "mail_domain", *SAID)  # columns that count inside a dossier too
CONTENT = tuple(
    name
    for name in NAMES
    if name.split("_")[0] in ("walk", "venue", "affiliation", "same", "other", "mail") or name == "trust_walk"
)
# what counts as a reason besides the name, from which value on; a merge needs one
REASONS = {
    "minor": 0.7,  # other names fill half of the block
    "walk": 0.05,
    "topic": 1.6,
    "affiliation": 0.1,
    "mail": 0.5,
    "mail_domain": 0.5,
    "same_identifier": 0.5,
    "same_claim": 0.5,
    "venue_topic": 0.5,
}
DECIMALS = 4  # of log-odds
EXPECTED_WORDS = 0.15  # cosine of two works of one person with abstracts; less speaks against an author page's claim


@dataclass(frozen=True)
class Model:
    """Weights in log-odds per unit of a column. `cut`: clusters are joined while their linkage is above it."""

    name: str
    bias: float
    weights: Floats
    cut: float
    dossier: Floats
    claim: float  # log-odds that two names on a page are the person whose page it is, before other evidence
    claim_words: float  # log-odds for each 1.0 of word cosine above EXPECTED_WORDS, both texts being long
    rare: float  # log-odds for each 1.0 of "rare" between documents about different people
    reason: float  # highest log-odds of a pair that has nothing in common but the name
    first: tuple[float, Floats]  # bias and weights of the first look, which knows nothing of `others`
    # what a full name may add to that where names tell people apart, and how much less it is for each 1.0 of ambiguity
    lift: tuple[float, float] = (0.0, 0.0)

    def bound(self, columns: Floats) -> Floats:
        """Highest log-odds of each pair if nothing but the name speaks for it."""
        trusted, ambiguity = columns[:, NAMES.index("trust_full")], columns[:, NAMES.index("ambiguity")]
        most, less = self.lift
        return np.asarray(self.reason + trusted * np.maximum(most - less * np.maximum(ambiguity - RARE, 0), 0))

    @property
    def wanted(self) -> frozenset[str]:
        """Columns that count: those with a weight, and those that are a reason for a merge."""
        weighed = np.flatnonzero((self.weights != 0) | (self.first[1] != 0))
        return frozenset(NAMES[n] for n in weighed) | frozenset(REASONS)

    def log_odds(self, columns: Floats) -> Floats:
        """Log-odds of each pair, from the general columns."""
        return np.asarray(columns @ self.weights + self.bias, dtype=np.float32)

    def at_first(self, columns: Floats) -> Floats:
        """The same at the first look."""
        bias, weights = self.first
        return np.asarray(columns @ weights + bias, dtype=np.float32)


def load(path: Path | str | None = None) -> Model:
    """The model at `path`, else the one that the environment variable KG_PEOPLE_MODEL names, else the shipped one."""
    source = Path(path or os.environ.get(VARIABLE) or SHIPPED)
    try:
        return of(json.loads(source.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KGError(
            str(source),
            f"is no model of people ({error!r})",
            "train one: python -m kg.resolver.people.train",
        ) from error


def of(data: dict[str, Any]) -> Model:
    """The model that a file says; KeyError, TypeError or ValueError if it is none."""
    first = data["first"]["weights"]  # columns of the second look weigh nothing in the first
    return Model(
        data["name"],
        float(data["bias"]),
        np.array([data["weights"][name] for name in NAMES], dtype=np.float32),
        float(data["cut"]),
        np.array([data["dossier"][name] for name in dossiers.COLUMNS], dtype=np.float32),
        float(data["claim"]),
        float(data["claim_words"]),
        float(data["rare"]),
        float(data["reason"]),
        (float(data["first"]["bias"]), np.array([first.get(name, 0.0) for name in NAMES], dtype=np.float32)),
        (float(data["lift"]), float(data["lift_ambiguity"])),
    )


@dataclass(frozen=True)
class Scored:
    """Pairs of a batch with log-odds and what they are made of."""

    log_odds: Floats
    columns: Floats
    inside: NDArray[np.bool_]  # weighed as co-authors within one dossier
    dossier: Floats
    claim: NDArray[np.bool_]
    words: Floats  # log-odds of the words of pairs that a page claims
    across: Floats  # rarity of the name of pairs that stand in documents about different people


def joined(one: Scored, two: Scored) -> Scored:
    """The pairs of both."""
    return Scored(*(np.concatenate([getattr(one, name), getattr(two, name)]) for name in Scored.__dataclass_fields__))


def _bare(columns: Floats) -> NDArray[np.bool_]:
    """Pairs that have nothing in common but the name, in a block that this name fills."""
    bare = np.ones(len(columns), dtype=bool)
    for name, least in REASONS.items():
        bare &= columns[:, NAMES.index(name)] < least
    return bare


def _rounded(log_odds: Floats) -> Floats:
    """Without the last bits, which depend on what is computed side by side: equal evidence has equal log-odds."""
    return np.round(log_odds, DECIMALS).astype(np.float32)


def _bounded(model: Model, columns: Floats, log_odds: Floats, bare: NDArray[np.bool_]) -> Floats:
    """The log-odds, of bare pairs no more than a name can say."""
    return np.where(bare, np.minimum(log_odds, model.bound(columns)), log_odds).astype(np.float32)


def score(model: Model, columns: Floats, found: dossiers.Found | None = None, lengths: Floats | None = None) -> Scored:
    """Log-odds of all pairs of a batch at the first look; `found` is what the dossiers say of them.

    `lengths` is the number of words of the shorter of two texts.
    """
    general = model.at_first(columns)
    bare = _bare(columns)
    if found is None or lengths is None:
        none = np.zeros(len(columns), dtype=np.float32)
        log_odds = _rounded(_bounded(model, columns, general, bare))
        within = np.zeros((len(columns), len(dossiers.COLUMNS)), dtype=np.float32)
        return Scored(log_odds, columns, none > 0, within, none > 0, none, none)
    across = (columns[:, NAMES.index("rare")] * found.across).astype(np.float32)
    general = general + model.rare * across
    general = _bounded(model, columns, general, bare & (across == 0))
    kept = np.array([name in KEPT for name in NAMES])
    content = np.array([name in CONTENT for name in NAMES])
    special = found.columns @ model.dossier + columns[:, kept] @ model.weights[kept]
    cosine = columns[:, NAMES.index("text")] ** 2
    trust = lengths / (lengths + 20.0)
    words = (model.claim_words * trust * np.clip(cosine - EXPECTED_WORDS, -0.15, 0.15)).astype(np.float32)
    own = model.claim + words + columns[:, content] @ model.weights[content]
    log_odds = _rounded(np.where(found.inside, special, np.where(found.claim, own, general)))
    return Scored(log_odds, columns, found.inside, found.columns, found.claim, words, across)


@dataclass(frozen=True)
class Looked:
    """What a first look at the pairs of a batch found out: the company of its signatures, and the sums of their words
    and of their venues.
    """

    company: Company
    sums: tuple[Sums, Sums]

    @classmethod
    def of(cls, batch: Batch, first: Scored) -> Looked:
        """From the pairs of a batch as first scored."""
        company = Company.of(batch, probability(first.log_odds))
        text, venue = (company.alike(batch, cosine) for cosine in _cosines(first))
        return cls(company, (text, venue))

    def again(self, model: Model, first: Scored, pairs: tuple[Ints, Ints], *, counted: bool = True) -> Scored:
        """The second look at some pairs of the batch (left, right); they are `counted` if the first look was at them.

        Pairs that are not weighed by the general columns stay as they are.
        """
        (left, right), general = pairs, ~(first.inside | first.claim)
        number = self.company.numbers(left, right, counted=counted)
        text, venue = (
            sums.cosine(left, right, cosine, counted=counted)
            for sums, cosine in zip(self.sums, _cosines(first), strict=True)
        )
        columns = first.columns.copy()
        features.look_again(columns, general, number, (np.sqrt(text), venue))
        log_odds = model.log_odds(columns) + model.rare * first.across
        log_odds = _rounded(_bounded(model, columns, log_odds, _bare(columns) & (first.across == 0)))
        return replace(first, columns=columns, log_odds=np.where(general, log_odds, first.log_odds))


def _cosines(first: Scored) -> tuple[Floats, Floats]:
    """How alike the words of two works are, and their venues."""
    text, venue = (first.columns[:, NAMES.index(name)] for name in ("text", "venue_topic"))
    return text * text, np.maximum(venue, 0.0)


def probability(log_odds: Floats) -> Floats:
    """Logistic function, safe for any log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))), dtype=np.float32)
