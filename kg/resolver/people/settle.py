"""Clusters of many blocks at once.

Two clusters can only be joined if some pair of theirs is above the cut, so only signatures that hang together by such
pairs are looked at, and small knots of them by the thousand. What rulings touch, and large knots, go through
`clusters.agglomerate` one by one; the outcome is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from kg.resolver.columns import distinct
from kg.resolver.people.clusters import GONE, MEAN_SHARE, NEVER, Pairs, agglomerate
from kg.resolver.people.name_pairs import within

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Bools = NDArray[np.bool_]

# knots of up to so many signatures are clustered side by side, padded to the next of these sizes
SIDE_BY_SIDE = (3, 4, 5, 6, 8, 11, 15, 20, 28, 40)
CELLS = 2_000_000  # cells of the matrices of one run: about 100 MB
LARGEST = 2000  # signatures of one knot: their matrices take 300 MB
LARGEST_PARTIAL = 1000  # the same in groups that are too large to be compared whole
HELD = 2.0  # linkage of signatures that a ruling holds together


@dataclass(frozen=True)
class Scored:
    """Pairs of n signatures; all pairs of one group that are not listed exclude each other, save for pairs between two
    knots of a `partial` group.

    `group` (n) is sorted. `work` (n): two signatures of one list are never joined. `silent` pairs do not count in the
    mean between clusters that have other pairs. `same` and `different` are pairs of signatures that are held together
    or apart in any case.
    """

    group: Ints
    work: Ints
    left: Ints
    right: Ints
    probability: Floats
    silent: Bools
    same: Longs  # k x 2
    different: Longs  # k x 2
    partial: Bools  # per group


@dataclass(frozen=True)
class Links:
    """Pairs to tell about: two signatures, the linkage of their clusters, the place of the pair in `Scored` or -1."""

    left: Ints
    right: Ints
    linkage: Doubles
    pair: Longs

    @classmethod
    def of(cls, rows: list[tuple[int, int, float]], pairs: Longs) -> Links:
        """The same from rows."""
        left, right, linkage = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(np.array(left, np.int32), np.array(right, np.int32), np.array(linkage, np.float64), pairs)

    @classmethod
    def joined(cls, parts: list[Links]) -> Links:
        """All of them."""
        columns = ("left", "right", "linkage", "pair")
        kinds = (np.int32, np.int32, np.float64, np.int64)
        return cls(
            *(
                np.concatenate([np.empty(0, kind), *(getattr(part, column) for part in parts)]).astype(kind)
                for column, kind in zip(columns, kinds, strict=True)
            )
        )


@dataclass(frozen=True)
class Settled:
    """`label` (n) is the smallest member of each signature's cluster; `merges` and `near` as in `clusters.Clusters`."""

    label: Ints
    merges: Links
    near: Links


def settle(scored: Scored, cut: float, near: int = 3) -> Settled:
    """Clusters of all groups. Ties go to the smaller numbers, so the outcome depends on the values only."""
    label = np.arange(len(scored.group), dtype=np.int32)
    links: list[Links] = []
    knots = _knots(scored, knots_of(scored, cut))
    for chosen in knots.plain():
        links.append(_side_by_side(scored, knots, chosen, cut, label))
    for number in knots.special:
        links.append(_alone(scored, knots, int(number), cut, label))
    return Settled(label, Links.joined(links), _nearest(scored, label, near))


def knots_of(scored: Scored, cut: float) -> Longs:
    """Number of the knot of each signature: those that hang together by pairs above the cut.

    Knots of more than LARGEST fall apart where they hang together worst.
    """
    n = len(scored.group)
    strong = scored.probability > cut
    left = np.concatenate([scored.left[strong], scored.same[:, 0]])
    right = np.concatenate([scored.right[strong], scored.same[:, 1]])
    strength = np.concatenate([scored.probability[strong], np.full(len(scored.same), HELD)])
    knot = _components(left, right, n)
    limit = np.where(scored.partial[scored.group], LARGEST_PARTIAL, LARGEST)
    for higher in (*np.linspace(cut, 1.0, 8)[1:-1], 0.99, 0.999):
        large = np.bincount(knot)[knot] > limit
        if not large.any():
            break
        kept = ~large[left] | (strength > min(higher, HELD - 1))
        left, right, strength = left[kept], right[kept], strength[kept]
        knot = _components(left, right, n)
    # what hangs together by more than that is clustered in parts, in the order of signatures
    order = np.argsort(knot, kind="stable")
    size = np.bincount(knot)
    nth = np.empty(n, dtype=np.int64)
    nth[order] = np.arange(n) - np.repeat(np.cumsum(size) - size, size)
    part = np.where(size[knot] > limit, nth // limit, 0)
    return np.unique(knot * (n + 1) + part, return_inverse=True)[1]


def _components(left: Ints, right: Ints, size: int) -> Longs:
    graph = sp.coo_matrix((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


@dataclass(frozen=True)
class _Knots:
    """Signatures in the order of knots, the pairs inside them, and which knots are special."""

    order: Longs  # signatures, knot by knot
    start: Longs  # per knot, and the end
    place: Longs  # place of each signature in its knot
    pairs: Longs  # pairs inside knots, knot by knot
    pair_start: Longs
    special: Longs
    same: _Ruled
    different: _Ruled

    def plain(self) -> list[Longs]:
        """Knots to be clustered side by side: of about one size, and as many as fit."""
        size = np.diff(self.start)
        size[self.special] = 0
        runs: list[Longs] = []
        for low, high in zip((1, *SIDE_BY_SIDE[:-1]), SIDE_BY_SIDE, strict=True):
            chosen = np.flatnonzero((size > low) & (size <= high))
            step = max(1, CELLS // (high * high))
            runs.extend(chosen[k : k + step] for k in range(0, len(chosen), step))
        return runs


@dataclass(frozen=True)
class _Ruled:
    """Rulings inside knots, knot by knot; the pairs are places in the knot, the smaller first."""

    pairs: Longs  # k x 2
    start: Longs

    @classmethod
    def of(cls, rulings: Longs, knot: Longs, place: Longs, knots: int) -> _Ruled:
        """Those of some rulings on pairs of signatures that are inside one knot."""
        number = knot[rulings]
        inside = np.flatnonzero(number[:, 0] == number[:, 1])
        inside = inside[np.argsort(number[inside, 0], kind="stable")]
        start = np.searchsorted(number[inside, 0], np.arange(knots + 1))
        return cls(np.sort(place[rulings[inside]], axis=1), start)

    def within(self, chosen: Longs) -> tuple[Longs, Longs, Longs]:
        """Of some knots: which of them, and both places, of each ruling."""
        slot = np.repeat(np.arange(len(chosen)), np.diff(self.start)[chosen])
        pairs = self.pairs[_spans(self.start, chosen)]
        return slot, pairs[:, 0], pairs[:, 1]


def _knots(scored: Scored, knot: Longs) -> _Knots:
    order = np.argsort(knot, kind="stable")
    size = np.bincount(knot)
    start = np.concatenate([[0], np.cumsum(size)])
    place = np.empty(len(knot), dtype=np.int64)
    place[order] = np.arange(len(knot)) - start[knot[order]]
    inside = np.flatnonzero((knot[scored.left] == knot[scored.right]) & (size[knot[scored.left]] > 1))
    pairs = inside[np.argsort(knot[scored.left[inside]], kind="stable")]
    pair_start = np.searchsorted(knot[scored.left[pairs]], np.arange(len(size) + 1))
    same, different = (_Ruled.of(pairs, knot, place, len(size)) for pairs in (scored.same, scored.different))
    special = (size > SIDE_BY_SIDE[-1]) | (np.diff(different.start) > 0)
    special[knot[scored.left[pairs[scored.silent[pairs]]]]] = True
    return _Knots(order, start, place, pairs, pair_start, np.flatnonzero(special & (size > 1)), same, different)


def _side_by_side(scored: Scored, knots: _Knots, chosen: Longs, cut: float, label: Ints) -> Links:
    """Clusters of some knots of about one size; fills in `label`."""
    size = np.diff(knots.start)[chosen]
    width, count = int(size.max()), len(chosen)
    slot = np.repeat(np.arange(count), size)
    rows = knots.order[_spans(knots.start, chosen)]
    member = np.full((count, width), -1, dtype=np.int64)
    member[slot, knots.place[rows]] = rows
    pairs = knots.pairs[_spans(knots.pair_start, chosen)]
    at = np.repeat(np.arange(count), np.diff(knots.pair_start)[chosen])
    left, right = knots.place[scored.left[pairs]], knots.place[scored.right[pairs]]
    best = np.zeros((count, width, width))
    number = np.full((count, width, width), -1, dtype=np.int64)
    best[at, left, right] = best[at, right, left] = scored.probability[pairs]
    number[at, left, right] = number[at, right, left] = pairs
    work = np.where(member >= 0, scored.work[member], -1 - np.arange(width))
    never = (work[:, :, None] == work[:, None, :]) | (member < 0)[:, :, None] | (member < 0)[:, None, :]
    held = knots.same.within(chosen)
    slot, first, other = _joins(held, count, width)
    known = number[slot, first, other]
    state = _Stack(best, number, never, held)
    state.hold(slot, first, other)
    linkage, pair = state.run(cut)
    label[member[member >= 0]] = member[np.arange(count)[:, None], state.head][member >= 0]
    return Links(
        np.concatenate([member[slot, first], scored.left[pair]]).astype(np.int32),
        np.concatenate([member[slot, other], scored.right[pair]]).astype(np.int32),
        np.concatenate([np.full(len(slot), HELD), linkage]),
        np.concatenate([known, pair]),
    )


def _joins(held: tuple[Longs, Longs, Longs], count: int, width: int) -> tuple[Longs, Longs, Longs]:
    """What starts as one cluster in each of `count` groups: the first place of each such cluster with every other."""
    slot, left, right = held
    whole = _components(slot * width + left, slot * width + right, count * width)
    place = np.flatnonzero(np.bincount(whole)[whole] > 1)
    first = np.full(count * width, count * width)
    np.minimum.at(first, whole[place], place)
    joined = place[first[whole[place]] != place]
    head = first[whole[joined]]
    order = np.lexsort((joined, head))
    return joined[order] // width, head[order] % width, joined[order] % width


def _spans(start: Longs, chosen: Longs) -> Longs:
    """All places of the chosen groups, one group after the other."""
    size = start[chosen + 1] - start[chosen]
    return np.repeat(start[chosen] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))


class _Stack:
    """Agglomeration of many small groups, one join in each at a time."""

    def __init__(self, best: Doubles, number: Longs, never: Bools, held: tuple[Longs, Longs, Longs]) -> None:
        """`held`: group and places of pairs between which nothing stands, whatever is known of them."""
        count, width, _ = best.shape
        at, one, two = held
        never[at, one, two] = never[at, two, one] = False
        self.best, self.number, self.never = best, number, never
        self.total = np.where(never, 0.0, np.where(number >= 0, best, -1.0))
        self.total[at, one, two] = self.total[at, two, one] = best[at, one, two]
        self.weight = np.ones((count, width))
        self.alive = np.ones((count, width), dtype=bool)
        self.head = np.tile(np.arange(width), (count, 1))
        self.linkage = np.where(never, NEVER, MEAN_SHARE * self.total + (1 - MEAN_SHARE) * best)
        self.linkage[:, np.arange(width), np.arange(width)] = GONE

    def hold(self, at: Longs, one: Longs, two: Longs) -> None:
        """Join pairs of places in their order, whatever their linkage; `at` is sorted."""
        begins = np.searchsorted(at, at)
        nth = np.arange(len(at)) - begins
        for turn in range(int(nth.max(initial=-1)) + 1):
            now = nth == turn
            self._join(at[now], one[now], two[now])

    def run(self, cut: float) -> tuple[Doubles, Longs]:
        """Join until nothing is above the cut: linkage of each two clusters that were joined, and their best pair."""
        count, width, _ = self.best.shape
        active = np.arange(count)
        linkage: list[Doubles] = [np.empty(0)]
        pair: list[Longs] = [np.empty(0, dtype=np.int64)]
        for _ in range(width - 1):
            flat = self.linkage[active].reshape(len(active), -1)
            top = flat.argmax(axis=1)
            value = flat[np.arange(len(active)), top]
            above = value > cut
            active, top, value = active[above], top[above], value[above]
            if not len(active):
                break
            a, b = np.minimum(top // width, top % width), np.maximum(top // width, top % width)
            linkage.append(value)
            pair.append(self.number[active, a, b])
            self._join(active, a, b)
        return np.concatenate(linkage), np.concatenate(pair)

    def _join(self, at: Longs, a: Longs, b: Longs) -> None:
        self.total[at, a] += self.total[at, b]
        self.total[at, :, a] = self.total[at, a]
        one, two = self.best[at, a], self.best[at, b]
        first, second = self.number[at, a], self.number[at, b]
        other = (two > one) | ((two == one) & (second >= 0) & ((first < 0) | (second < first)))
        self.best[at, a] = np.where(other, two, one)
        self.best[at, :, a] = self.best[at, a]
        self.number[at, a] = np.where(other, second, first)
        self.number[at, :, a] = self.number[at, a]
        self.never[at, a] |= self.never[at, b]
        self.never[at, :, a] = self.never[at, a]
        self.weight[at, a] += self.weight[at, b]
        self.alive[at, b] = False
        self.head[at] = np.where(self.head[at] == b[:, None], a[:, None], self.head[at])
        mean = self.total[at, a] / (self.weight[at, a][:, None] * self.weight[at])
        row = MEAN_SHARE * mean + (1 - MEAN_SHARE) * self.best[at, a]
        row[self.never[at, a]] = NEVER
        row[~self.alive[at]] = GONE
        row[np.arange(len(at)), a] = GONE
        self.linkage[at, b] = self.linkage[at, :, b] = GONE
        self.linkage[at, a] = row
        self.linkage[at, :, a] = row


def _alone(scored: Scored, knots: _Knots, number: int, cut: float, label: Ints) -> Links:
    """Clusters of one knot; fills in `label`."""
    rows = knots.order[knots.start[number] : knots.start[number + 1]]
    pairs = knots.pairs[knots.pair_start[number] : knots.pair_start[number + 1]]
    size = len(rows)
    left, right = knots.place[scored.left[pairs]], knots.place[scored.right[pairs]]
    matrix = np.zeros((size, size), dtype=np.float32)
    matrix[left, right] = matrix[right, left] = scored.probability[pairs]
    known = np.full((size, size), -1, dtype=np.int64)
    known[left, right] = known[right, left] = pairs
    work = scored.work[rows]
    forbidden = (work[:, None] == work[None, :]) & ~np.eye(size, dtype=bool)
    conflict = (known < 0) & ~forbidden
    together = _ruled(knots, number, forbidden, conflict)
    np.fill_diagonal(conflict, val=False)
    silent = None
    if scored.silent[pairs].any():
        silent = np.zeros((size, size), dtype=bool)
        odd = scored.silent[pairs]
        silent[left[odd], right[odd]] = silent[right[odd], left[odd]] = True
    found = agglomerate(Pairs(matrix, conflict, forbidden, silent), cut, together=together, near=0)
    label[rows] = rows[found.label]
    merges = [(int(rows[min(a, b)]), int(rows[max(a, b)]), linkage) for a, b, linkage in found.merges]
    return Links.of(merges, np.array([known[a, b] for a, b, _ in found.merges], dtype=np.int64))


def _ruled(knots: _Knots, number: int, forbidden: Bools, conflict: Bools) -> Ints | None:
    """Put rulings on the matrices of a knot; which signatures start together, None if no two do."""
    chosen = np.array([number])
    _, a, b = knots.different.within(chosen)
    forbidden[a, b] = forbidden[b, a] = True
    held = knots.same.within(chosen)
    _, a, b = held
    if not len(a):
        return None
    forbidden[a, b] = forbidden[b, a] = False
    conflict[a, b] = conflict[b, a] = False
    together = np.arange(len(forbidden), dtype=np.int32)
    _, head, other = _joins(held, 1, len(forbidden))
    together[other] = head
    return together


def _nearest(scored: Scored, label: Ints, near: int) -> Links:
    """For each cluster the best pairs to those clusters that came nearest to being joined with it, each pair once."""
    n = len(label)
    one, two = label[scored.left], label[scored.right]
    pairs = np.flatnonzero((one != two) & (scored.probability > 0))
    key = np.minimum(one, two)[pairs].astype(np.int64) * n + np.maximum(one, two)[pairs]
    pairs_order = np.lexsort((-scored.probability[pairs], key))
    pairs, key = pairs[pairs_order], key[pairs_order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    keys, best = key[first], pairs[first]
    low, high = keys // n, keys % n
    kept = ~np.isin(keys, _refused(scored, label))
    linkage = _linkage(scored, (pairs, first), np.bincount(label, minlength=n), (low, high))
    kept = kept & (linkage > NEVER)
    low, high, best, linkage = low[kept], high[kept], best[kept], linkage[kept]
    ends, others = np.concatenate([low, high]), np.concatenate([high, low])
    value, number = np.tile(linkage, 2), np.tile(np.arange(len(low)), 2)
    order = np.lexsort((others, -value, ends))
    begins = np.flatnonzero(np.diff(ends[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    wanted = distinct(number[order[rank < near]])
    return Links(scored.left[best[wanted]], scored.right[best[wanted]], linkage[wanted], best[wanted].astype(np.int64))


def _linkage(scored: Scored, runs: tuple[Longs, Longs], size: Longs, ends: tuple[Longs, Longs]) -> Doubles:
    """Linkage of each pair of clusters, whose known pairs are the runs of `pairs` that begin at `first`, best first."""
    (pairs, first), (low, high) = runs, ends
    if not len(pairs):
        return np.empty(0)
    probability = scored.probability[pairs].astype(np.float64)
    count = np.diff(np.append(first, len(pairs)))
    whole_group = ~scored.partial[scored.group[low]]
    conflicts = np.where(whole_group, size[low] * size[high] - count, 0)
    heard = ~scored.silent[pairs]
    whole = np.add.reduceat(probability, first) - conflicts
    total = np.add.reduceat(probability * heard, first) - conflicts
    counted = np.add.reduceat(heard.astype(np.int64), first) + conflicts
    every = size[low] * size[high]
    counted = np.where(whole_group, counted, every)
    mean = np.where(counted > 0, total / np.maximum(counted, 1), whole / every)
    return np.asarray(MEAN_SHARE * mean + (1 - MEAN_SHARE) * probability[first])


def _refused(scored: Scored, label: Ints) -> Longs:
    """Pairs of clusters that are never joined, as smaller x n + greater: one list has both, or a ruling parts them."""
    n = len(label)
    order = np.lexsort((scored.work, scored.group))
    group, work = scored.group[order], scored.work[order]
    fresh = np.ones(n, dtype=bool)
    fresh[1:] = (group[1:] != group[:-1]) | (work[1:] != work[:-1])
    left, right = within(np.append(np.flatnonzero(fresh), n).astype(np.int64))
    one = np.concatenate([label[order[left]], label[scored.different[:, 0]]]).astype(np.int64)
    two = np.concatenate([label[order[right]], label[scored.different[:, 1]]]).astype(np.int64)
    return distinct(np.minimum(one, two) * n + np.maximum(one, two))
