"""Evidence in plain words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kg.resolver.names import Grade, compatible
from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int32]
SHOWN = 4  # names told before "and n more"

_GRADES = {
    Grade.EQUAL: "the same name",
    Grade.PARTIAL: "one has a name more",
    Grade.INITIAL: "an initial stands for a name",
    Grade.PREFIX: "one given name begins like the other",
    Grade.NICKNAME: "a short form of the same given name",
    Grade.TYPO: "one letter apart",
    Grade.SWAPPED: "given and family name change places",
    Grade.MISSING: "one has no given name",
    Grade.CONFLICT: "the names exclude each other",
}


class Words:
    """Looks up what a pair of signatures has in common."""

    def __init__(self, corpus: Corpus, cluster: Ints, person_of: dict[int, str]) -> None:
        self.corpus, self.cluster, self.person_of = corpus, cluster, person_of
        self.size = np.bincount(cluster, minlength=corpus.signatures.count)
        signatures = corpus.signatures
        self.order = np.argsort(signatures.work, kind="stable")
        self.bounds = np.searchsorted(signatures.work[self.order], np.arange(len(signatures.work_ids) + 1))
        known = np.flatnonzero(signatures.of_mention >= 0)
        by_signature = known[np.argsort(signatures.of_mention[known], kind="stable")]
        self.mention_order = by_signature
        self.mention_bounds = np.searchsorted(signatures.of_mention[by_signature], np.arange(signatures.count + 1))
        self.records = signatures.mentions["record_id"].to_list()
        self.mention_ids = signatures.mentions["mention_id"].to_list()

    def mentions(self, signature: int) -> list[int]:
        """Rows of the mentions of a signature."""
        found = self.mention_order[self.mention_bounds[signature] : self.mention_bounds[signature + 1]]
        return [int(n) for n in found]

    def sources(self, signature: int) -> list[str]:
        """Records of a signature's mentions; of those outside records the mentions themselves."""
        return [self.records[n] or self.mention_ids[n] for n in self.mentions(signature)]

    def company(self, signature: int) -> dict[int, int]:
        """Cluster of each co-author: a signature of it."""
        work = self.corpus.signatures.work[signature]
        found = self.order[self.bounds[work] : self.bounds[work + 1]]
        block = self.corpus.block[signature]
        return {int(self.cluster[s]): int(s) for s in found if self.corpus.block[s] != block}

    def shared(self, left: int, right: int) -> tuple[str, str | None]:
        """Names of shared co-authors ("" if none) and the person id of the first."""
        one, two = self.company(left), self.company(right)
        both = sorted(set(one) & set(two))
        names = self.corpus.signatures.names
        both = sorted(both, key=lambda c: (int(self.size[c]), c))
        if both:
            shown = [names[self.corpus.signatures.name[one[c]]].text for c in both[:SHOWN]]
            more = f" and {len(both) - SHOWN} more" if len(both) > SHOWN else ""
            return ", ".join(shown) + more, f"person/{self.person_of[both[0]]}"
        blocks = {int(self.corpus.block[s]): s for s in one.values()}
        alike = [s for s in two.values() if int(self.corpus.block[s]) in blocks]
        fits = [s for s in alike if self._fit(s, blocks[int(self.corpus.block[s])])]
        return ", ".join(names[self.corpus.signatures.name[s]].text for s in sorted(fits)[:SHOWN]), None

    def _fit(self, a: int, b: int) -> bool:
        names, number = self.corpus.signatures.names, self.corpus.signatures.name
        return compatible(names[number[a]], names[number[b]]) < Grade.CONFLICT

    def marked(self, left: int, right: int) -> str:
        """Two names that a document marks as its subject."""
        signatures = self.corpus.signatures
        names = (
            signatures.names[signatures.name[left]].text,
            signatures.names[signatures.name[right]].text,
        )
        return f"the document marks both as the person it is about: {names[0]}, {names[1]}"

    def value(self, concept: str, left: int, right: int, shared: str) -> str:
        """One piece of evidence in words."""
        corpus, signatures = self.corpus, self.corpus.signatures
        a, b = (
            signatures.names[signatures.name[left]],
            signatures.names[signatures.name[right]],
        )
        one, two = signatures.work[left], signatures.work[right]
        if concept == "SharedCoauthor":
            return f"both with {shared}" if shared else "no co-author in common"
        if concept == "SecondOrderCoauthor":
            return "no co-author in common; how far their co-authors work with the same people"
        if concept == "NameCompatibility":
            return f"{a.text} and {b.text}: {_GRADES[compatible(a, b)]}"
        if concept == "NameRarity":
            return f"how many people may be called {a.text}, here and elsewhere"
        if concept == "SharedVenue":
            venues = [corpus.venue_names[v] if v >= 0 else "no venue" for v in (corpus.venue[one], corpus.venue[two])]
            return f"both in {venues[0]}" if venues[0] == venues[1] else f"{venues[0]}; {venues[1]}"
        if concept == "TopicSimilarity":
            return "words of titles, abstracts and keywords"
        if concept == "AuthorListSize":
            return f"lists of {corpus.size[one]} and {corpus.size[two]} names"
        if concept == "YearGap":
            return f"{corpus.year[one]:.0f} and {corpus.year[two]:.0f}"
        return _FIXED.get(concept, concept)


_FIXED = {
    "OnlyTheName": "nothing in common but a name that several people may have: that is never enough",
    "AffiliationContinuity": "affiliations as printed",
    "SharedEmail": "the same e-mail address",
    "SameDossier": "documents about one person name both",
    "SupervisorOfDocument": "named in the document outside its lists of works",
    "SamePageClaim": "the documents list both among the works of the person they are about",
}


def agreement(log_odds: float, target: float) -> str:
    """What the other members of two groups do to the score of their best pair."""
    best = 1.0 / (1.0 + np.exp(-log_odds))
    return f"the other names of the two groups: from {best:.2f} for this pair to {target:.2f} for the groups"
