"""Which signatures of a large block are compared: those that share some evidence, never all with all.

A block's pairs grow with its square; its signatures do not share more evidence for that. Each signature stands under
keys: its co-authors and whom these write with most, its mail address, what sources call it, rare words of its
affiliation and title, its venue. Under a key that many have, each is compared with those next to it in an order that
puts like beside like.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.columns import distinct
from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEXT = 8  # signatures behind it that a signature is compared with under one key
# what sharing a key of a kind counts; pairs are compared from ENOUGH on
STRONG, WEAK, ENOUGH = 2, 1, 2
RARE_WORDS = 3  # words of an affiliation and of a title that a signature stands under


def candidates(corpus: Corpus, rows: Ints, group: Longs, name: Longs) -> tuple[Longs, Longs]:
    """Pairs of places in `rows`, the smaller first, that share evidence.

    Args:
        corpus: the collection.
        rows: signatures.
        group: only signatures of one group (a block) are paired.
        name: number of the name of each; like names are compared first.
    """
    work = corpus.signatures.work[rows]
    kinds: list[tuple[int, tuple[Longs, Longs]]] = [
        (STRONG, _coauthors(corpus, rows)),
        (WEAK, _second(corpus, rows)),
        (WEAK, _rarest(corpus.affiliation[rows].tocsr())),
        (WEAK, _rarest(corpus.text[work].tocsr())),
    ]
    numbered = [(STRONG, corpus.mail), (WEAK, corpus.mail_domain), (STRONG, corpus.identity.orcid)]
    numbered += [(STRONG, number) for _, number in corpus.identity.claims]
    for weight, values in (*((weight, number[rows]) for weight, number in numbered), (STRONG, corpus.venue[work])):
        known = np.flatnonzero(values >= 0)
        kinds.append((weight, (known, values[known].astype(np.int64))))
    place = np.concatenate([found for _, (found, _) in kinds])
    weights = np.array([weight for weight, _ in kinds], dtype=np.int64)
    sizes = np.array([len(found) for _, (found, _) in kinds])
    key = np.concatenate(
        [_mixed(values, np.full(len(values), kind), group[found]) for kind, (_, (found, values)) in enumerate(kinds)]
    )
    left, right = _neighbours(key, place, np.repeat(weights, sizes), _order(corpus, rows, name))
    here = group[left] == group[right]
    return left[here], right[here]


def _mixed(*columns: Longs) -> Longs:
    """One number for each row of some columns; different rows hardly ever have the same."""
    out = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        out = (out ^ column.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        out ^= out >> np.uint64(29)
    return out.view(np.int64)


def _order(corpus: Corpus, rows: Ints, name: Longs) -> Longs:
    """Place of each signature in an order that puts those side by side that have name, affiliation and venue alike."""
    words = corpus.affiliation[rows].tocsr()
    place, word = _rarest(words, 1)
    rarest = np.full(len(rows), -1, dtype=np.int64)
    rarest[place] = word
    order = np.lexsort((rows, corpus.venue[corpus.signatures.work[rows]], rarest, name))
    out = np.empty(len(rows), dtype=np.int64)
    out[order] = np.arange(len(rows))
    return out


def _coauthors(corpus: Corpus, rows: Ints) -> tuple[Longs, Longs]:
    """Name keys of co-authors outside the own block: place and key."""
    lists = corpus.lists[corpus.signatures.work[rows]].tocsr()
    place = np.repeat(np.arange(len(rows)), np.diff(lists.indptr))
    other = corpus.key_block[lists.indices] != corpus.block[rows][place]
    return place[other], lists.indices[other].astype(np.int64)


def _second(corpus: Corpus, rows: Ints) -> tuple[Longs, Longs]:
    """Those with whom the co-authors write most, outside the own block: place and key."""
    place, key = _coauthors(corpus, rows)
    place, key = np.repeat(place, corpus.nearest.shape[1]), corpus.nearest[key].ravel().astype(np.int64)
    kept = (key >= 0) & (corpus.key_block[np.maximum(key, 0)] != corpus.block[rows][place])
    both = distinct(place[kept] * len(corpus.keys) + key[kept])
    return both // len(corpus.keys), both % len(corpus.keys)


def _rarest(matrix: sp.csr_matrix, most: int = RARE_WORDS) -> tuple[Longs, Longs]:
    """Columns with the greatest numbers in each row, `most` of them: place and column."""
    matrix.sort_indices()
    place = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    # row and number as one: numbers above 0 sort as their bits do
    bits = matrix.data.astype(np.float32, copy=False).view(np.int32).astype(np.int64)
    order = np.argsort((place << 32) - bits, kind="stable")
    nth = np.arange(len(order)) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    chosen = order[nth < most]
    return place[chosen], matrix.indices[chosen].astype(np.int64)


def _neighbours(key: Longs, place: Longs, weight: Longs, order: Longs) -> tuple[Longs, Longs]:
    """Pairs of places that stand near each other under keys that together weigh ENOUGH."""
    count = len(order)
    at = np.empty(count, dtype=np.int64)
    at[order] = np.arange(count)
    # key (its upper bits), place in the order and weight as one number, for numbers are sorted ten times faster
    shift = np.uint64(count.bit_length() + 1)
    strong = (weight == STRONG).astype(np.uint64)
    packed = (key.view(np.uint64) >> shift) << shift | order[place].astype(np.uint64) << np.uint64(1) | strong
    packed.sort()
    key, low = packed >> shift, (packed & ((np.uint64(1) << shift) - np.uint64(1))).astype(np.int64)
    place, weight = at[low >> 1], np.where(low & 1, STRONG, WEAK)
    pairs, weights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    here = np.arange(len(key))
    for distance in range(1, NEXT + 1):
        here = here[here + distance < len(key)]
        here = here[key[here] == key[here + distance]]
        a, b = place[here], place[here + distance]
        pairs.append(np.minimum(a, b) * count + np.maximum(a, b))
        weights.append(weight[here])
    both = np.concatenate(pairs)
    found, which = np.unique(both, return_inverse=True)
    total = np.bincount(which, weights=np.concatenate(weights), minlength=len(found))
    found = found[total >= ENOUGH]
    left, right = found // max(1, count), found % max(1, count)
    return left[left != right], right[left != right]
