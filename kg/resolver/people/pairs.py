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

from kg.resolver.names import Grade, Name, nicknames
from kg.resolver.people.candidates import candidates
from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

BATCH_ROWS = 20_000  # signatures in a batch
BATCH_PAIRS = 400_000  # pairs in a batch, as far as they can be told beforehand
# Pairs of a block grow with its square. Blocks are compared whole up to a size at which about ROOM pairs are made in
# all, if every block had it; in larger ones only those pairs are made that share evidence.
ROOM, WHOLE = 40_000_000, (48, 2000)
FEW_NAMES = 6  # up to so many names of a block are all compared with each other


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

    def only(self, pairs: tuple[Ints | Longs, Ints | Longs, NDArray[np.int8]]) -> Batch:
        """The signatures of some pairs (left, right, grade) with these pairs."""
        left, right, grade = pairs
        kept = np.zeros(len(self.rows), dtype=bool)
        kept[left] = kept[right] = True
        place = np.cumsum(kept) - 1
        before = np.concatenate([[0], np.cumsum(kept)])
        return replace(
            self,
            rows=self.rows[kept],
            left=place[left].astype(np.int32),
            right=place[right].astype(np.int32),
            grade=grade,
            namesakes=self.namesakes[kept],
            minor=self.minor[kept],
            start=before[self.start].astype(np.int32),
        )


def members(corpus: Corpus, blocks: Sequence[int] | None = None) -> Iterator[Ints]:
    """Signatures of each block (or of those asked for) with more than one, in the order of blocks."""
    order = np.lexsort((np.arange(len(corpus.block)), corpus.block)).astype(np.int32)
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


@dataclass(frozen=True)
class _Named:
    """The different names of each block: number of the block and of the name, how many signatures have it (`count`),
    which of these each signature has (`place`), and pairs of them that fit, with the grade.
    """

    block: Longs
    number: Longs
    count: Longs
    place: Longs
    pairs: tuple[Longs, Longs, NDArray[np.int8]]


def _named(corpus: Corpus, rows: Ints, block: Longs) -> _Named:
    kinds = len(corpus.signatures.names)
    groups, place = np.unique(block * kinds + corpus.signatures.name[rows], return_inverse=True)
    pairs = _name_pairs(corpus, groups // kinds, groups % kinds)
    return _Named(groups // kinds, groups % kinds, np.bincount(place, minlength=len(groups)), place, pairs)


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
    ordered = np.lexsort((np.maximum(one, two), np.minimum(one, two)))
    one, two = one[ordered], two[ordered]
    return Batch(
        rows,
        np.minimum(one, two).astype(np.int32),
        np.maximum(one, two).astype(np.int32),
        grades[ordered],
        namesakes,
        minor,
        start,
        partial,
    )


def missing(corpus: Corpus, batch: Batch, knot: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Pairs (left, right, grade) of one knot in partial blocks whose names fit and that are not in the batch."""
    block = np.repeat(np.arange(len(batch.start) - 1), np.diff(batch.start))
    rows = np.flatnonzero(batch.partial[block] & (np.bincount(knot)[knot] > 2))
    rows = rows[np.argsort(knot[rows], kind="stable")]
    left, right = within(np.append(np.flatnonzero(np.diff(knot[rows], prepend=-1)), len(rows)))
    one, two = rows[left], rows[right]
    one, two = np.minimum(one, two), np.maximum(one, two)
    work = corpus.signatures.work[batch.rows]
    held = batch.left.astype(np.int64) * len(batch.rows) + batch.right
    fresh = (work[one] != work[two]) & ~np.isin(one * len(batch.rows) + two, held)
    some, place = np.unique(np.concatenate([one[fresh], two[fresh]]), return_inverse=True)
    named = _named(corpus, batch.rows[some], block[some])
    half = len(place) // 2
    a, b, grade = _fitting(named, place[:half], place[half:])
    return some[a], some[b], grade


def _fitting(named: _Named, one: Longs, two: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
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


def within(start: Longs) -> tuple[Longs, Longs]:
    """All pairs of places of one group; group g has the places from start[g] to start[g + 1].

    >>> [side.tolist() for side in within(np.array([0, 3, 5]))]
    [[0, 0, 1, 3], [1, 2, 2, 4]]
    """
    size = np.diff(start)
    after = np.repeat(start[1:], size) - np.arange(start[0], start[-1]) - 1
    left = np.repeat(np.arange(start[0], start[-1]), after)
    return left, left + 1 + _counted(after)


def _counted(counts: Longs) -> Longs:
    """0, 1, 2 … for each count, one after the other."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _expand(named: _Named, partial: NDArray[np.bool_]) -> tuple[Longs, Longs, NDArray[np.int8]]:
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
    nth = _counted(many)
    width = np.repeat(named.count[right], many)
    one = np.repeat(first[left], many) + nth // np.maximum(width, 1)
    two = np.repeat(first[right], many) + nth % np.maximum(width, 1)
    grades = np.concatenate([np.zeros(len(same_left), dtype=np.int8), np.repeat(grade, many)])
    return (
        order[np.concatenate([places[same_left], one])],
        order[np.concatenate([places[same_right], two])],
        grades.astype(np.int8),
    )


def _namesakes(corpus: Corpus, named: _Named) -> Floats:
    """For each name of each block: signatures of the block whose full name is the same, but for middle names."""
    number, count, (left, right, grade) = named.number, named.count, named.pairs
    spelled = corpus.names.spelled[number]
    same = np.isin(grade, (Grade.EQUAL, Grade.PARTIAL)) & spelled[left] & spelled[right]
    total = np.where(spelled, count, 0).astype(np.float64)
    total += np.bincount(left[same], weights=count[right[same]], minlength=len(number))
    total += np.bincount(right[same], weights=count[left[same]], minlength=len(number))
    return np.maximum(total, 1.0).astype(np.float32)


def _name_pairs(corpus: Corpus, block: Longs, number: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Pairs of places in `block` and `number` whose names fit, with their grade; `block` is sorted."""
    bounds = np.append(np.flatnonzero(np.diff(block, prepend=-1)), len(block))
    left, right = _comparable(corpus.signatures.names, number, bounds)
    grade = corpus.names.grades(number[left], number[right])
    fits = grade < Grade.CONFLICT
    return left[fits], right[fits], grade[fits]


def _comparable(names: Sequence[Name], number: Longs, bounds: Longs) -> tuple[Longs, Longs]:
    """Pairs of places of one block whose names could fit: all of small blocks, in large ones those that share a key."""
    size = np.diff(bounds)
    few = size <= FEW_NAMES
    # the places of small blocks, moved together, so that they can be paired in one go
    small = np.flatnonzero(np.repeat(few, size))
    left, right = within(np.concatenate([[0], np.cumsum(size[few])]))
    lefts, rights = [small[left]], [small[right]]
    for block in np.flatnonzero(~few):
        places = np.arange(bounds[block], bounds[block + 1])
        one, two = _sharing([names[n] for n in number[places].tolist()])
        lefts.append(places[one])
        rights.append(places[two])
    return np.concatenate(lefts), np.concatenate(rights)


def _sharing(names: Sequence[Name]) -> tuple[Longs, Longs]:
    """Pairs of names, as places with the smaller first, that share a key by which given names can fit."""
    keys: dict[str, list[int]] = {}
    loose: dict[str, list[int]] = {}
    for n, name in enumerate(names):
        for key in given_keys(name):
            keys.setdefault(key, []).append(n)
        if name.kind == "person":
            letter = name.parts[0][0] if name.parts else ""
            loose.setdefault(letter, []).append(n)
    found = {(a, b) for held in keys.values() if len(held) > 1 for k, a in enumerate(held) for b in held[k + 1 :]}
    everybody = [n for n, name in enumerate(names) if name.kind == "person"]
    for n, name in enumerate(names):
        if name.kind == "person" and not name.full:
            others = [*loose.get(name.parts[0][0], ()), *loose.get("", ())] if name.parts else everybody
            found.update((min(n, m), max(n, m)) for m in others if m != n)
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def given_keys(name: Name) -> set[str]:
    """What a name shares with every name of its block that it fits, unless one of the two has but an initial.

    One key for each way in which `kg.resolver.names.compatible` lets given names fit.
    """
    if name.kind != "person":
        return {f"g {name.key}"}
    if not name.full:
        return {f"d {short}" for short in _shortened(name.joined)} | {"m " + "|".join(name.parts)}
    first = name.parts[0]
    keys = {f"f {first}", *(f"f {other}" for other in nicknames().get(first, ()))}
    if len(name.parts) > 1:
        keys.add(f"f {first}{name.parts[1]}")
    if len(first) >= 4:
        keys.add(f"p {first[:4]}")
    if len(first) >= 5:
        keys.update(f"o {short}" for short in _shortened(first))
    keys.update(f"d {short}" for short in _shortened(name.joined))
    keys.update("m " + "|".join(name.parts[k:]) for k in range(len(name.parts)))
    keys.add("s " + "|".join(sorted((name.joined, name.key))))
    return keys


def _shortened(word: str) -> set[str]:
    """A word, and what is left of it without one of its letters; words one slip apart have one of these in common."""
    if len(word) < 4:
        return {word}
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
