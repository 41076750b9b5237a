"""Rows that say who is who and why: mention_people, people, decisions, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kg import schemas
from kg.resolver.names import Grade, canonical, compatible, parse_name
from kg.resolver.people import dossiers, words
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.features import NAMES
from kg.resolver.people.models import CONTENT, KEPT, Model, Scored
from kg.resolver.people.signatures import Signatures
from kg.resolver.rulings import Ruling

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

AGENT = "kg resolver people"
ALIGNED = {
    Grade.EQUAL: 7.0,
    Grade.PARTIAL: 6.0,
    Grade.INITIAL: 6.0,
}  # log-odds of one place in the lists of one work
ALIGNED_LESS = 5.0  # the same for names that differ by more than initials
MARKED = 6.0  # log-odds of two names that a document marks as the person it is about
UNSURE = 0.12  # refusals with a linkage this near to the cut are undecided
EPSILON = 1e-4  # scores stay this far from 0 and 1

# columns of the general model -> feature concept
CONCEPTS = {
    "walk": "SecondOrderCoauthor",
    "walk_namesakes": "SecondOrderCoauthor",
    "walk_ambiguity": "SecondOrderCoauthor",
    "shared": "SharedCoauthor",
    "any_shared": "SharedCoauthor",
    "topic": "TopicSimilarity",
    "text": "TopicSimilarity",
    "topic_namesakes": "TopicSimilarity",
    "topic_ambiguity": "TopicSimilarity",
    "venue": "SharedVenue",
    "venue_words": "SharedVenue",
    "venue_topic": "SharedVenue",
    "affiliation": "AffiliationContinuity",
    "mail_domain": "AffiliationContinuity",
    "mail": "SharedEmail",
    "year_gap": "YearGap",
    "list_size": "AuthorListSize",
    "full": "NameCompatibility",
    "middle": "NameCompatibility",
    "partial": "NameCompatibility",
    "partial_word": "NameCompatibility",
    "initial": "NameCompatibility",
    "variant": "NameCompatibility",
    "ambiguity": "NameRarity",
    "rare": "NameRarity",
    "natural": "NameRarity",
    "namesakes": "NameRarity",
    "namesakes_ambiguity": "NameRarity",
    "full_ambiguity": "NameRarity",
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


@dataclass(frozen=True)
class Evidence:
    """What one pair was scored on."""

    log_odds: float
    columns: Floats
    inside: bool
    dossier: Floats
    claim: bool
    words: float
    across: float
    grade: int

    @classmethod
    def of(cls, scored: Scored, pair: int, grade: int) -> Evidence:
        """The evidence of one pair of a batch."""
        return cls(
            float(scored.log_odds[pair]),
            scored.columns[pair].copy(),
            bool(scored.inside[pair]),
            scored.dossier[pair].copy(),
            bool(scored.claim[pair]),
            float(scored.words[pair]),
            float(scored.across[pair]),
            grade,
        )


@dataclass(frozen=True)
class Told:
    """A pair of signatures to tell about: "same" (joined) or "near" (the nearest that stayed apart)."""

    left: int
    right: int
    outcome: str
    linkage: float  # above 1: held together by a document's mark or a ruling, not by the linkage
    evidence: Evidence | None = None
    value: str = ""  # why, in words, where a document's mark holds them together


def decision_id(kind: str, left: str, right: str) -> str:
    """First 16 hex digits of the SHA-256 of kind, left and right, line by line."""
    return sha256("\n".join((kind, left, right)).encode()).hexdigest()[:16]


def tables(
    corpus: Corpus,
    model: Model,
    cluster: Ints,
    told: Sequence[Told],
    rulings: Sequence[Ruling],
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """mention_people, people, decisions and evidence."""
    signatures = corpus.signatures
    ids = signatures.mentions["mention_id"].to_list()
    of_mention = signatures.of_mention
    first = np.full(signatures.count, len(ids), dtype=np.int64)
    known = np.flatnonzero(of_mention >= 0)
    np.minimum.at(first, of_mention[known], known)
    lowest = np.full(signatures.count, len(ids), dtype=np.int64)
    np.minimum.at(lowest, cluster, first)
    alone = np.flatnonzero(of_mention < 0)
    people, person_of = _people(signatures, cluster, lowest, ids)
    mention_person = [person_of[cluster[s]] if s >= 0 else ids[n] for n, s in enumerate(of_mention)]
    people.extend(_nobody(signatures, int(n), ids[int(n)]) for n in alone)
    writer = _Writer(
        corpus,
        model,
        cluster,
        person_of,
        first,
        ids,
    )
    writer.ruled = {frozenset(r.things) for r in rulings}
    writer.aligned()
    for item in told:
        writer.told(item)
    return (
        pa.table(
            {"mention_id": ids, "person_id": mention_person},
            schema=schemas.MENTION_PEOPLE,
        ),
        pa.Table.from_pylist(sorted(people, key=lambda row: str(row["person_id"])), schema=schemas.PEOPLE),
        pa.Table.from_pylist(
            sorted(writer.decisions, key=lambda r: str(r["decision_id"])),
            schema=schemas.DECISIONS,
        ),
        pa.Table.from_pylist(
            sorted(writer.evidence, key=lambda r: str(r["decision_id"])),
            schema=schemas.EVIDENCE,
        ),
    )


def _people(
    signatures: Signatures, cluster: Ints, lowest: NDArray[np.int64], ids: list[str]
) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """People rows, and the person id of each cluster."""
    printed = signatures.mentions["name"].to_list()
    forms: dict[int, Counter[str]] = {}
    for n, s in enumerate(signatures.of_mention):
        if s >= 0:
            forms.setdefault(int(cluster[s]), Counter())[" ".join(printed[n].split())] += 1
    fuller: dict[int, Counter[str]] = {}
    for s in np.flatnonzero(signatures.subject >= 0):
        fuller.setdefault(int(cluster[s]), Counter())[signatures.names[signatures.name[s]].printed] += 1
    people, person_of = [], {}
    for key, counts in forms.items():
        person_of[key] = ids[lowest[key]]
        best = canonical(dict(counts + fuller.get(key, Counter())))
        people.append(_person(person_of[key], best.text, best.given, best.family, sorted(counts)))
    return people, person_of


def _person(person_id: str, name: str, given: str, family: str, forms: list[str]) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "name": name,
        "given_name": given or None,
        "family_name": family or None,
        "alternative_names": forms,
        "homepage": None,
        "identifiers": [],
        "ambiguous": False,
        "possible_person_ids": [],
    }


def _nobody(signatures: Signatures, row: int, mention_id: str) -> dict[str, Any]:
    """A mention that names nobody ("et al.", "Anonymous", nothing): ambiguous, and one of its own."""
    printed = signatures.mentions["name"][row]
    return _person(mention_id, printed, "", "", [printed]) | {"ambiguous": True}


class _Writer:
    """Decision and evidence rows."""

    def __init__(
        self,
        corpus: Corpus,
        model: Model,
        cluster: Ints,
        person_of: dict[int, str],
        first: NDArray[np.int64],
        ids: list[str],
    ) -> None:
        self.corpus, self.model, self.ids, self.first = corpus, model, ids, first
        self.ruled: set[frozenset[str]] = set()  # pairs that rulings speak about: theirs is the decision
        self.words = words.Words(corpus, cluster, person_of)
        self.decisions: list[dict[str, Any]] = []
        self.evidence: list[dict[str, Any]] = []

    def aligned(self) -> None:
        """Mentions in one place of the lists of one work: each with the first of its signature."""
        signatures = self.corpus.signatures
        printed = signatures.mentions["name"].to_list()
        records = signatures.mentions["record_id"].to_list()
        for n, s in enumerate(signatures.of_mention):
            if s < 0 or self.first[s] == n:
                continue
            one = int(self.first[s])
            grade = compatible(parse_name(printed[one]), parse_name(printed[n]))
            if records[n] is None:
                weight, value = (
                    MARKED,
                    f"named twice in one document: {printed[one]}, {printed[n]}",
                )
            else:
                weight = ALIGNED.get(grade, ALIGNED_LESS)
                value = f"the same place among the authors of one work: {printed[one]}, {printed[n]}"
            rows = [("SameWorkSamePlace", weight, value, None)]
            self._write(
                self.ids[one],
                self.ids[n],
                "same",
                rows,
                [r for r in (records[one], records[n]) if r],
            )

    def told(self, item: Told) -> None:
        """One pair of signatures."""
        left, right = sorted((self.ids[self.first[item.left]], self.ids[self.first[item.right]]))
        if frozenset((left, right)) in self.ruled:
            return
        sources = self.words.sources(item.left) + self.words.sources(item.right)
        if item.linkage > 1:
            value = item.value or self.words.marked(item.left, item.right)
            self._write(left, right, "same", [("SubjectOfDocument", MARKED, value, None)], sources)
            return
        evidence = item.evidence
        if evidence is None:
            return
        rows = self._general(item, evidence) if not evidence.inside else self._inside(item, evidence)
        target = float(np.clip(item.linkage, EPSILON, 1 - EPSILON))
        rest = np.log(target / (1 - target)) - sum(row[1] for row in rows) - self._prior(evidence)
        rows.append(
            (
                "ClusterAgreement",
                float(rest),
                words.agreement(evidence.log_odds, target),
                None,
            )
        )
        outcome = item.outcome
        if outcome == "near":
            outcome = "unsure" if item.linkage > self.model.cut - UNSURE else "different"
        self._write(left, right, outcome, rows, sources, self._prior(evidence))

    def _prior(self, evidence: Evidence) -> float:
        if evidence.claim:
            return 0.0
        return float(self.model.dossier[0] if evidence.inside else self.model.bias)

    def _general(self, item: Told, evidence: Evidence) -> list[tuple[str, float, str, str | None]]:
        found: dict[str, float] = {}
        weights = self.model.weights * evidence.columns
        weights[NAMES.index("rare")] += self.model.rare * evidence.across
        shared, person = self.words.shared(item.left, item.right)
        for name, weight in zip(NAMES, weights, strict=True):
            concept = CONCEPTS[name]
            if evidence.claim and name not in CONTENT:
                continue
            if concept == "SecondOrderCoauthor" and shared:
                concept = "SharedCoauthor"
            found[concept] = found.get(concept, 0.0) + float(weight)
        found["OnlyTheName"] = min(0.0, evidence.log_odds - self._sum(evidence)) if not evidence.claim else 0.0
        if evidence.claim:
            found["SamePageClaim"] = self.model.claim
            found["TopicSimilarity"] = evidence.words
        return self._rows(item, evidence, found, shared, person)

    def _sum(self, evidence: Evidence) -> float:
        """Log-odds by the weights alone, before the cap for pairs that have nothing in common but the name."""
        total = float(self.model.log_odds(evidence.columns[None, :])[0]) + self.model.rare * evidence.across
        return total if total > evidence.log_odds + EPSILON else evidence.log_odds

    def _inside(self, item: Told, evidence: Evidence) -> list[tuple[str, float, str, str | None]]:
        found: dict[str, float] = {}
        shared, person = self.words.shared(item.left, item.right)
        for name, weight in zip(
            dossiers.COLUMNS[1:],
            (self.model.dossier * evidence.dossier)[1:],
            strict=True,
        ):
            concept = DOSSIER_CONCEPTS[name]
            found[concept] = found.get(concept, 0.0) + float(weight)
        for name, value, weight in zip(NAMES, evidence.columns, self.model.weights, strict=True):
            if name in KEPT:
                found[CONCEPTS[name]] = found.get(CONCEPTS[name], 0.0) + float(value * weight)
        return self._rows(item, evidence, found, shared, person)

    def _rows(
        self,
        item: Told,
        evidence: Evidence,
        found: dict[str, float],
        shared: str,
        person: str | None,
    ) -> list[tuple[str, float, str, str | None]]:
        rows = []
        for concept in sorted(found, key=lambda name: (-abs(found[name]), name)):
            if found[concept]:
                value = self.words.value(concept, item.left, item.right, shared)
                rows.append(
                    (
                        concept,
                        found[concept],
                        value,
                        person if concept == "SharedCoauthor" else None,
                    )
                )
        return rows

    def _write(
        self,
        left: str,
        right: str,
        outcome: str,
        rows: Sequence[tuple[str, float, str, str | None]],
        sources: list[str],
        prior: float | None = None,
    ) -> None:
        left, right = sorted((left, right))
        number = decision_id("person", left, right)
        prior = self.model.bias if prior is None else prior
        total = prior + sum(weight for _, weight, _, _ in rows)
        score = 1.0 / (1.0 + np.exp(-total))
        self.decisions.append(
            {
                "decision_id": number,
                "kind": "person",
                "left_id": left,
                "right_id": right,
                "outcome": outcome,
                "score": float(score),
                "threshold": self.model.cut,
                "agent": f"{AGENT} ({self.model.name})",
                "override": False,
                "decided_at": None,
                "reverted_by": None,
            }
        )
        told = [
            ("Prior", prior, "two names that fit, before any evidence", None),
            *rows,
        ]
        self.evidence.extend(
            {
                "decision_id": number,
                "feature": feature,
                "weight": float(weight),
                "value": value,
                "object_id": thing,
                "source_ids": sorted(set(sources)),
            }
            for feature, weight, value, thing in told
        )
