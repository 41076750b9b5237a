"""Evidence in plain words, for many pairs of signatures at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kg.resolver.names import Grade, compatible
from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

SHOWN = 4  # names told before "and n more"
LONGEST = 200  # names of a list that are looked at for shared co-authors

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
FIXED = {
    "Prior": "two names that fit, before any evidence",
    "OnlyTheName": "nothing in common but a name that several people may have: that is never enough",
    "AffiliationContinuity": "affiliations as printed",
    "SharedEmail": "the same e-mail address",
    "SameDossier": "documents about one person name both",
    "SupervisorOfDocument": "named in the document outside its lists of works",
    "SamePageClaim": "the documents list both among the works of the person they are about",
    "SecondOrderCoauthor": "no co-author in common; how far their co-authors work with the same people",
    "OthersLikelySame": "how many other names each is likely the same person as: many should have more in common",
    "TopicSimilarity": "words of titles, abstracts and keywords",
}


@dataclass(frozen=True)
class Shared:
    """For each of some pairs: names of shared co-authors ("" if none) and the cluster of the first, or -1."""

    names: pl.Series
    cluster: Longs


class Words:
    """Looks up what pairs of signatures have in common."""

    def __init__(self, corpus: Corpus, cluster: Ints) -> None:
        self.corpus, self.cluster = corpus, cluster
        self.size = np.bincount(cluster, minlength=corpus.signatures.count)
        signatures = corpus.signatures
        self.order = np.argsort(signatures.work, kind="stable")
        self.bounds = np.searchsorted(signatures.work[self.order], np.arange(len(signatures.work_ids) + 1))
        self.texts = pl.Series([name.text for name in signatures.names], dtype=pl.String)
        self.venues = pl.Series(corpus.venue_names, dtype=pl.String)

    def text(self, signature: Ints | Longs) -> pl.Series:
        """Names as people write them."""
        return self.texts.gather(self.corpus.signatures.name[signature])

    def shared(self, left: Ints, right: Ints) -> Shared:
        """Who stands on both lists: the same people, else people whose names fit."""
        one, two = self._company(left), self._company(right)
        both = np.flatnonzero(np.isin(one.key, two.key, assume_unique=True))
        pair, who = one.pair[both], one.signature[both]
        order = np.lexsort((self.cluster[who], self.size[self.cluster[who]], pair))
        pair, who = pair[order], who[order]
        first = np.full(len(left), -1, dtype=np.int64)
        fresh = np.flatnonzero(np.diff(pair, prepend=-1))
        first[pair[fresh]] = self.cluster[who[fresh]]
        more_pair, more_who = self._fitting(one, two, first < 0)
        told = pl.concat([self._listed(pair, who, count=True), self._listed(more_pair, more_who, count=False)])
        names = pl.DataFrame({"pair": np.arange(len(left))}).join(told, on="pair", how="left", maintain_order="left")
        return Shared(names["names"].fill_null(""), first)

    def _listed(self, pair: Longs, who: Longs, *, count: bool) -> pl.DataFrame:
        """The names of each pair in one line: "pair", "names"."""
        begins = np.flatnonzero(np.diff(pair, prepend=-1))
        sizes = np.diff(np.append(begins, len(pair)))
        shown = np.arange(len(pair)) - np.repeat(begins, sizes) < SHOWN
        rows = pl.DataFrame({"pair": pair[shown], "name": self.text(who[shown])})
        lines = rows.group_by("pair", maintain_order=True).agg(pl.col("name").str.join(", ").alias("names"))
        more = pl.Series(sizes - SHOWN)
        if not count:
            return lines
        tail = pl.when(more > 0).then(pl.format(" and {} more", more)).otherwise(pl.lit(""))
        return lines.select("pair", pl.concat_str("names", tail).alias("names"))

    def _company(self, signature: Ints) -> _Company:
        """Co-authors of each signature outside its own block, one of each cluster."""
        work = self.corpus.signatures.work[signature]
        begin = self.bounds[work]
        size = np.minimum(self.bounds[work + 1] - begin, LONGEST)
        pair = np.repeat(np.arange(len(signature)), size)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
        who = self.order[np.repeat(begin, size) + nth]
        other = self.corpus.block[who] != self.corpus.block[signature][pair]
        pair, who = pair[other], who[other]
        key = pair * len(self.cluster) + self.cluster[who]
        order = np.argsort(key, kind="stable")
        last = np.flatnonzero(np.diff(key[order], append=-1))
        return _Company(pair[order[last]], who[order[last]], key[order[last]])

    def _fitting(self, one: _Company, two: _Company, wanted: NDArray[np.bool_]) -> tuple[Longs, Longs]:
        """Those of `two` whose names fit somebody of `one`, for the wanted pairs."""
        block, name = self.corpus.block, self.corpus.signatures.name

        def rows(company: _Company) -> pl.DataFrame:
            kept = wanted[company.pair]
            pair, who = company.pair[kept], company.signature[kept]
            return pl.DataFrame({"pair": pair, "block": block[who], "name": name[who], "who": who})

        met = rows(one).unique(["pair", "block"], keep="last", maintain_order=True).join(
            rows(two), on=["pair", "block"], suffix="_two"
        )  # fmt: skip
        if not len(met):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        fits = np.array(
            [self._fit(a, b) for a, b in met.select("name", "name_two").iter_rows()],
            dtype=bool,
        )
        met = met.filter(pl.Series(fits)).sort("pair", "who_two")
        return met["pair"].to_numpy(), met["who_two"].to_numpy()

    def _fit(self, a: int, b: int) -> bool:
        names = self.corpus.signatures.names
        return a == b or compatible(names[a], names[b]) < Grade.CONFLICT

    def value(self, concept: str, left: Ints, right: Ints, told: tuple[pl.Series, NDArray[np.int8]]) -> pl.Series:
        """One kind of evidence in words for each pair; `told` are the shared names and the grades of the names."""
        corpus, (shared, grade) = self.corpus, told
        one, two = corpus.signatures.work[left], corpus.signatures.work[right]
        rows = pl.DataFrame({"shared": shared, "a": self.text(left), "b": self.text(right)})
        if concept == "SharedCoauthor":
            both = pl.format("both with {}", "shared")
            nobody = pl.lit("no co-author in common")
            return rows.select(pl.when(pl.col("shared") != "").then(both).otherwise(nobody).alias("v"))["v"]
        if concept == "NameCompatibility":
            words = pl.Series(list(_GRADES.values()), dtype=pl.String).gather(grade.astype(np.int64))
            return rows.select(pl.format("{} and {}: {}", "a", "b", words).alias("v"))["v"]
        if concept == "NameRarity":
            return rows.select(pl.format("how many people may be called {}, here and elsewhere", "a").alias("v"))["v"]
        if concept == "SharedVenue":
            a, b = (self._venue(corpus.venue[side]) for side in (one, two))
            same, apart = pl.format("both in {}", a), pl.format("{}; {}", a, b)
            return rows.select(pl.when(a == b).then(same).otherwise(apart).alias("v"))["v"]
        if concept == "AuthorListSize":
            sizes = pl.Series(corpus.size[one]), pl.Series(corpus.size[two])
            return rows.select(pl.format("lists of {} and {} names", *sizes).alias("v"))["v"]
        if concept in ("SharedIdentifier", "DifferentIdentifier"):
            return self._said(left, right)
        if concept == "YearGap":
            years = (pl.Series(corpus.year[side]).fill_nan(None).cast(pl.Int32) for side in (one, two))
            texts = [year.cast(pl.String).fill_null("no year") for year in years]
            return rows.select(pl.format("{} and {}", *texts).alias("v"))["v"]
        return pl.Series([FIXED[concept]], dtype=pl.String).new_from_index(0, len(left))

    def _said(self, left: Ints, right: Ints) -> pl.Series:
        """What sources say about who both are, in words."""
        identity = self.corpus.identity
        same, other, claimed, _ = identity.says(left, right)
        texts = []
        for n, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            if same[n] or other[n]:
                known = [identity.orcids[identity.orcid[s]] for s in (a, b)]
                texts.append(f"both have ORCID {known[0]}" if same[n] else f"ORCID {known[0]} and ORCID {known[1]}")
                continue
            sources = [source for source, number in identity.claims if min(number[a], number[b]) >= 0]
            kind = "one author id" if claimed[n] else "two author ids"
            texts.append(f"{' and '.join(sources)} has {kind} for both" if sources else "no author id in common")
        return pl.Series(texts, dtype=pl.String)

    def _venue(self, number: Ints) -> pl.Series:
        known = pl.Series(np.where(number >= 0, number, len(self.venues)).astype(np.int64))
        return pl.concat([self.venues, pl.Series(["no venue"], dtype=pl.String)]).gather(known)


@dataclass(frozen=True)
class _Company:
    """Co-authors of pairs: number of the pair, a signature of each cluster, and both as one number, sorted."""

    pair: Longs
    signature: Longs
    key: Longs


def marked(one: str, two: str) -> str:
    """Two names that a document marks as its subject."""
    return f"the document marks both as the person it is about: {one}, {two}"


def agreement(log_odds: NDArray[np.float32], target: NDArray[np.float64]) -> pl.Series:
    """What the other members of two groups do to the score of their best pair."""
    best = 1.0 / (1.0 + np.exp(-log_odds.astype(np.float64)))
    hundredths = [f"{n / 100:.2f}" for n in range(101)]
    one, two = (pl.Series(hundredths).gather(np.rint(100 * side).astype(np.int64)) for side in (best, target))
    told = pl.DataFrame({"one": one, "two": two}).select(
        pl.format("the other names of the two groups: from {} for this pair to {} for the groups", "one", "two")
    )
    return told.to_series()
