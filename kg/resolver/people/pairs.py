"""Pairs of signatures that may be one person, many blocks at a time.

Names are compared once for each two different names of a block, never for each two signatures. In blocks with many
names only those are compared at all that have something in common by which they could fit (a given name, its beginning,
a letter, a slip of the pen); the others exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.resolver.names import Grade
from kg.resolver.people.candidates import candidates
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.name_pairs import counted, fitting, within

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Graded = tuple[Ints | Longs, Ints | Longs, NDArray[np.int8]]  # pairs: left, right, grade of their names

BATCH_ROWS = 20_000  # signatures in a batch
BATCH_PAIRS = 400_000  # pairs in a batch, as far as they can be told beforehand
# Pairs of a block grow with its square. Blocks are compared whole up to a size at which about ROOM pairs are made in
# all, if every block had it; in larger ones only those pairs are made that share evidence.
ROOM, WHOLE = 40_000_000, (48, 2000)


@dataclass(frozen=True)
class Named:
    """The different names of each block: number of the block and of the name, how many signatures have it (`count`),
    which of these each signature has (`place`), and pairs of them that fit, with the grade.
    """

    block: Longs
    number: Longs
    count: Longs
    place: Longs
    pairs: tuple[Longs, Longs, NDArray[np.int8]]


_NONE = np.empty(0, dtype=np.int64)
NOTHING = Named(_NONE, _NONE, _NONE, _NONE, (_NONE, _NONE, np.empty(0, dtype=np.int8)))


@dataclass(frozen=True)
class Batch:
    """Some whole blocks: `rows` are signatures, blocks side by side; `left` and `right` are places in `rows`, left <
    right.

    Only pairs of one block that may be one person are listed: names do not conflict, the list they stand in is not
    the same.
    `grade` is the agreement of the two names; `namesakes` (per row) how many signatures of the block have the
    same full name;
    `minor` (per row) how many times as many have any full name, as a logarithm: 0 where one name fills the block.
    In blocks that are too large only pairs that share evidence are listed; they are marked as `partial`.
    """

    rows: Ints
    left: Ints
    right: Ints
    grade: NDArray[np.int8]
    namesakes: Floats
    minor: Floats
    start: Ints  # where each block starts in `rows`, and the end
    partial: NDArray[np.bool_]  # per block
    named: Named

    def only(self, pairs: Graded) -> tuple[Batch, Longs]:
        """The signatures of some pairs (left, right, grade) with these pairs, without what is known of names; and the
        places of these signatures. All of them where there are no pairs.
        """
        left, right, grade = pairs
        kept = np.zeros(len(self.rows), dtype=bool)
        kept[left] = kept[right] = True
        kept |= not len(left)
        place = np.cumsum(kept) - 1
        before = np.concatenate([[0], np.cumsum(kept)])
        some = replace(
            self,
            rows=self.rows[kept],
            left=place[left].astype(np.int32),
            right=place[right].astype(np.int32),
            grade=grade,
            namesakes=self.namesakes[kept],
            minor=self.minor[kept],
            start=before[self.start].astype(np.int32),
            named=NOTHING,
        )
        return some, np.flatnonzero(kept)

    def joined(self, pairs: Graded) -> Batch:
        """The batch with some pairs more (left, right, grade)."""
        left, right, grade = pairs
        return replace(
            self,
            left=np.concatenate([self.left, left.astype(np.int32)]),
            right=np.concatenate([self.right, right.astype(np.int32)]),
            grade=np.concatenate([self.grade, grade]),
        )


def members(corpus: Corpus, blocks: Sequence[int] | None = None) -> Iterator[Ints]:
    """Signatures of each block (or of those asked for) with more than one, in the order of blocks."""
    order = np.argsort(corpus.block, kind="stable").astype(np.int32)
    bounds = np.searchsorted(corpus.block[order], np.arange(len(corpus.blocks) + 1))
    sizes = np.diff(bounds)
    wanted = np.flatnonzero(sizes > 1) if blocks is None else np.array(sorted(blocks), dtype=np.int64)
    for block in wanted[sizes[wanted] > 1]:
        yield order[bounds[block] : bounds[block + 1]]


def whole_blocks(corpus: Corpus) -> int:
    """Largest block whose pairs are all compared: the larger the collection, the fewer its pairs may be."""
    return int(np.clip(ROOM // max(1, corpus.signatures.count), *WHOLE))


def batches(corpus: Corpus, blocks: Sequence[int] | None = None) -> Iterator[Batch]:
    """All blocks (or those asked for) with more than one signature, in batches."""
    pending: list[Ints] = []
    held = expected = 0
    whole = whole_blocks(corpus)
    for rows in members(corpus, blocks):
        more = len(rows) * min(len(rows), 2 * whole) // 4
        if pending and (held + len(rows) > BATCH_ROWS or expected + more > BATCH_PAIRS):
            yield batch_of(corpus, pending)
            pending, held, expected = [], 0, 0
        pending.append(rows)
        held += len(rows)
        expected += more
    if pending:
        yield batch_of(corpus, pending)


def _named(corpus: Corpus, rows: Ints, block: Longs) -> Named:
    kinds = len(corpus.signatures.names)
    groups, place = np.unique(block * kinds + corpus.signatures.name[rows], return_inverse=True)
    pairs = fitting(corpus.names, groups // kinds, groups % kinds)
    return Named(groups // kinds, groups % kinds, np.bincount(place, minlength=len(groups)), place, pairs)


def batch_of(corpus: Corpus, blocks: Sequence[Ints]) -> Batch:
    """The batch of some blocks, each given by its signatures."""
    rows = np.concatenate(blocks)
    sizes = np.array([len(block) for block in blocks])
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    block = np.repeat(np.arange(len(blocks)), sizes)
    named = _named(corpus, rows, block)
    namesakes = _namesakes(corpus, named)[named.place]
    minor = _minor(corpus, rows, block, namesakes)
    partial = sizes > whole_blocks(corpus)
    one, two, grades = _expand(named, partial)
    if partial.any():
        some = np.flatnonzero(partial[block])
        a, b = candidates(corpus, rows[some], block[some], named.place[some])
        a, b, grade = _fitting(named, some[a], some[b])
        one, two, grades = np.concatenate([one, a]), np.concatenate([two, b]), np.concatenate([grades, grade])
    work = corpus.signatures.work[rows]
    apart = work[one] != work[two]
    one, two, grades = one[apart], two[apart], grades[apart]
    one, two = np.minimum(one, two), np.maximum(one, two)
    ordered = np.argsort(one * len(rows) + two)
    one, two = one[ordered].astype(np.int32), two[ordered].astype(np.int32)
    return Batch(rows, one, two, grades[ordered], namesakes, minor, start, partial, named)


def missing(corpus: Corpus, batch: Batch, knot: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Pairs (left, right, grade) of one knot in partial blocks whose names fit and that are not in the batch."""
    block = np.repeat(np.arange(len(batch.start) - 1), np.diff(batch.start))
    rows = np.flatnonzero(batch.partial[block] & (np.bincount(knot)[knot] > 2))
    rows = rows[np.argsort(knot[rows], kind="stable")]
    left, right = within(np.append(np.flatnonzero(np.diff(knot[rows], prepend=-1)), len(rows)))
    one, two = rows[left], rows[right]
    wanted = np.sort(np.minimum(one, two) * len(batch.rows) + np.maximum(one, two))
    one, two = wanted // len(batch.rows), wanted % len(batch.rows)
    held = batch.left.astype(np.int64) * len(batch.rows) + batch.right  # sorted
    at = np.searchsorted(held, wanted)
    known = np.append(held, -1)[at] == wanted
    work = corpus.signatures.work[batch.rows]
    fresh = (work[one] != work[two]) & ~known
    return _fitting(batch.named, one[fresh], two[fresh])


def _fitting(named: Named, one: Longs, two: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Those of some pairs of signatures whose names fit, with the grade."""
    left, right, grade = named.pairs
    width = len(named.number)
    keys = np.minimum(left, right) * width + np.maximum(left, right)
    order = np.argsort(keys)
    a, b = named.place[one], named.place[two]
    wanted = np.minimum(a, b) * width + np.maximum(a, b)
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(0, len(keys) - 1))
    found = keys[order[at]] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    graded = np.where(found, grade[order[at]], 0) if len(keys) else np.zeros(len(wanted), dtype=np.int8)
    fits = (a == b) | found
    return one[fits], two[fits], np.where(a == b, 0, graded)[fits].astype(np.int8)


def _minor(corpus: Corpus, rows: Ints, block: Longs, namesakes: Floats) -> Floats:
    """`Batch.minor` of some rows."""
    total = np.bincount(block, weights=corpus.names.spelled[corpus.signatures.name[rows]])[block]
    return np.log(np.maximum(total / namesakes, 1.0)).astype(np.float32)


def _expand(named: Named, partial: NDArray[np.bool_]) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Pairs of signatures of whole blocks, from pairs of names: each of the one with each of the other, and those of
    one name.
    """
    order = np.argsort(named.place, kind="stable")
    first = np.concatenate([[0], np.cumsum(named.count)])
    whole = ~partial[named.block]
    places = np.flatnonzero(np.repeat(whole, named.count))
    same_left, same_right = within(np.concatenate([[0], np.cumsum(named.count[whole])]))
    left, right, grade = (side[whole[named.pairs[0]]] for side in named.pairs)
    many = named.count[left] * named.count[right]
    nth = counted(many)
    width = np.repeat(named.count[right], many)
    one = np.repeat(first[left], many) + nth // np.maximum(width, 1)
    two = np.repeat(first[right], many) + nth % np.maximum(width, 1)
    grades = np.concatenate([np.zeros(len(same_left), dtype=np.int8), np.repeat(grade, many)])
    return (
        order[np.concatenate([places[same_left], one])],
        order[np.concatenate([places[same_right], two])],
        grades.astype(np.int8),
    )


def _namesakes(corpus: Corpus, named: Named) -> Floats:
    """For each name of each block: signatures of the block whose full name is the same, but for middle names."""
    number, count, (left, right, grade) = named.number, named.count, named.pairs
    spelled = corpus.names.spelled[number]
    same = np.isin(grade, (Grade.EQUAL, Grade.PARTIAL)) & spelled[left] & spelled[right]
    total = np.where(spelled, count, 0).astype(np.float64)
    total += np.bincount(left[same], weights=count[right[same]], minlength=len(number))
    total += np.bincount(right[same], weights=count[left[same]], minlength=len(number))
    return np.maximum(total, 1.0).astype(np.float32)
