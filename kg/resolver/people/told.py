"""Pairs of signatures to tell about, with what each kind of evidence adds to their log-odds, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.resolver.people import dossiers
from kg.resolver.people.features import NAMES
from kg.resolver.people.models import CONTENT, KEPT, Model, Scored
from kg.resolver.people.pairs import Batch
from kg.resolver.people.settle import Settled

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]

EPSILON = 1e-4  # scores stay this far from 0 and 1

# columns of the general model -> feature concept
CONCEPTS = {
    "walk": "SecondOrderCoauthor",
    "walk_namesakes": "SecondOrderCoauthor",
    "walk_ambiguity": "SecondOrderCoauthor",
    "topic": "TopicSimilarity",
    "text": "TopicSimilarity",
    "topic_namesakes": "TopicSimilarity",
    "topic_ambiguity": "TopicSimilarity",
    "venue_words": "SharedVenue",
    "venue_topic": "SharedVenue",
    "affiliation": "AffiliationContinuity",
    "same_affiliation": "AffiliationContinuity",
    "mail_domain": "AffiliationContinuity",
    "mail": "SharedEmail",
    "same_identifier": "SharedIdentifier",
    "same_claim": "SharedIdentifier",
    "other_identifier": "DifferentIdentifier",
    "other_claim": "DifferentIdentifier",
    "list_size": "AuthorListSize",
    "full": "NameCompatibility",
    "middle": "NameCompatibility",
    "partial": "NameCompatibility",
    "partial_word": "NameCompatibility",
    "initial": "NameCompatibility",
    "variant": "NameCompatibility",
    "ambiguity": "NameRarity",
    "rare": "NameRarity",
    "namesakes": "NameRarity",
    "namesakes_ambiguity": "NameRarity",
    "full_ambiguity": "NameRarity",
    "minor": "NameRarity",
    "trust": "NameRarity",
    "trust_full": "NameRarity",
    "trust_ambiguity": "NameRarity",
    "trust_full_ambiguity": "NameRarity",
    "trust_namesakes": "NameRarity",
    "trust_topic": "TopicSimilarity",
    "trust_walk": "SecondOrderCoauthor",
    "others": "OthersLikelySame",
    "walk_others": "SecondOrderCoauthor",
    "topic_others": "TopicSimilarity",
    "text_others": "TopicSimilarity",
    "venue_topic_others": "SharedVenue",
    "affiliation_others": "AffiliationContinuity",
    "text_company": "TopicSimilarity",
    "text_company_others": "TopicSimilarity",
    "venue_company": "SharedVenue",
    "venue_company_others": "SharedVenue",
}
DOSSIER_CONCEPTS = {
    "here": "SameDossier",
    "any_shared": "SharedCoauthor",
    "common_family": "NameRarity",
    "very_common_family": "NameRarity",
    "shared_common_family": "SharedCoauthor",
    "same_words": "TopicSimilarity",
    "full": "NameCompatibility",
    "variant": "NameCompatibility",
    "outside_list": "SupervisorOfDocument",
}
TOLD = tuple(sorted({*CONCEPTS.values(), *DOSSIER_CONCEPTS.values(), "OnlyTheName", "SamePageClaim"}))


@dataclass(frozen=True)
class Told:
    """Pairs of signatures that were joined (`same`), or came near to it and stayed apart.

    `linkage` is that of their clusters; above 1 they are held together by a document's mark or a ruling. `weights` are
    pairs x TOLD, log-odds; `prior` and the weights add up to `log_odds`. `known` is false if the pair was not scored.
    """

    left: Ints
    right: Ints
    same: Bools
    linkage: Doubles
    known: Bools
    log_odds: Floats
    prior: Floats
    weights: Floats
    grade: NDArray[np.int8]

    @classmethod
    def of(cls, batch: Batch, scored: Scored, settled: Settled, model: Model) -> Told:
        """What is to be told of a batch."""
        parts = (settled.merges, settled.near)
        left, right, linkage, pair = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("left", "right", "linkage", "pair")
        )
        at = np.maximum(pair, 0)
        weights = _weights(scored, at, model) if len(scored.log_odds) else np.zeros((len(at), len(TOLD)), np.float32)
        some = len(scored.log_odds) > 0
        claim, inside = (scored.claim[at], scored.inside[at]) if some else (pair > 0, pair > 0)
        return cls(
            batch.rows[left],
            batch.rows[right],
            np.arange(len(left)) < len(settled.merges.left),
            linkage,
            pair >= 0,
            scored.log_odds[at] if some else np.zeros(len(at), np.float32),
            np.where(claim, 0.0, np.where(inside, model.dossier[0], model.bias)).astype(np.float32),
            weights,
            batch.grade[at] if some else np.zeros(len(at), np.int8),
        )

    @classmethod
    def joined(cls, parts: Sequence[Told]) -> Told:
        """All of them, one after the other."""
        columns = cls.__dataclass_fields__
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    def take(self, rows: NDArray[np.int64]) -> Told:
        """Some of them."""
        return type(self)(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def _weights(scored: Scored, at: NDArray[np.int64], model: Model) -> Floats:
    """What each concept of TOLD adds to the log-odds of some pairs."""
    columns, inside, claim = scored.columns[at], scored.inside[at][:, None], scored.claim[at][:, None]
    parts = model.weights * columns
    parts[:, NAMES.index("rare")] += model.rare * scored.across[at]
    total = parts.sum(axis=1) + model.bias
    content = np.array([name in CONTENT for name in NAMES])
    kept = np.array([name in KEPT for name in NAMES])
    parts *= np.where(inside, kept, np.where(claim, content, True))
    out = parts @ _of([CONCEPTS[name] for name in NAMES])
    mine = scored.dossier[at] * model.dossier
    mine[:, 0] = 0.0  # the prior inside a dossier
    out += np.where(inside, mine, 0.0) @ _of([DOSSIER_CONCEPTS[name] for name in dossiers.COLUMNS])
    capped = np.where(total > scored.log_odds[at] + EPSILON, scored.log_odds[at] - total, 0.0)
    out[:, TOLD.index("OnlyTheName")] = np.where(scored.claim[at] | scored.inside[at], 0.0, np.minimum(capped, 0.0))
    out[:, TOLD.index("SamePageClaim")] = np.where(scored.claim[at], model.claim, 0.0)
    topic = TOLD.index("TopicSimilarity")
    out[:, topic] = np.where(scored.claim[at], scored.words[at], out[:, topic])
    return np.asarray(out, dtype=np.float32)


def _of(concepts: Sequence[str]) -> Floats:
    """One row a column, with 1 at its concept."""
    table = np.zeros((len(concepts), len(TOLD)), dtype=np.float32)
    table[np.arange(len(concepts)), [TOLD.index(concept) for concept in concepts]] = 1.0
    return table
