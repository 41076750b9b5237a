"""Clusters from scored pairs: agglomeration under constraints.

Two clusters are joined while their linkage is above the cut. The linkage is half the mean and half the greatest
probability
between their members, less the share of pairs whose names conflict: a single good pair cannot chain two clusters
together,
and a good pair is not drowned by pairs without evidence. What may never be joined has a linkage of -1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

MEAN_SHARE = 0.5
NEVER, GONE = -1.0, -2.0


@dataclass
class Clusters:
    """`label` (n) is the smallest member of each signature's cluster. `merges` are (a, b, linkage): the best pair of
    signatures between two clusters that were joined. `near` are the same for clusters that stayed apart, nearest first.
    """

    label: Ints
    merges: list[tuple[int, int, float]] = field(default_factory=list)
    near: list[tuple[int, int, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Pairs:
    """What is known of the pairs of n signatures; all matrices are n x n and symmetric.

    `probability` is 0 where nothing is known; `conflict` marks pairs whose names exclude each other (each takes its
    share
    off the linkage), `forbidden` pairs that may never be in one cluster. `silent` pairs (one name is a misprint of the
    other) do not count in the mean between clusters that have other pairs.
    """

    probability: Floats
    conflict: Bools
    forbidden: Bools
    silent: Bools | None = None


class _State:
    """Sums, maxima and bans between living clusters."""

    def __init__(self, pairs: Pairs) -> None:
        probability, conflict, silent = pairs.probability, pairs.conflict, pairs.silent
        n = len(probability)
        self.probability = probability
        self.total: Doubles = probability.astype(np.float64) - conflict
        self.best: Doubles = probability.astype(np.float64)
        self.counted = np.ones((n, n)) if silent is None else (~silent).astype(np.float64)
        self.whole: Doubles = self.total.copy()
        self.total *= self.counted
        self.never = pairs.forbidden | np.eye(n, dtype=bool)
        self.weight = np.ones(n)
        self.alive = np.ones(n, dtype=bool)
        self.members = [[k] for k in range(n)]

    def join(self, a: int, b: int) -> None:
        """Put cluster b into a: sums add up, the greatest stays, what was forbidden to one is forbidden to both."""
        for matrix in (self.total, self.counted, self.whole):
            matrix[a] += matrix[b]
            matrix[:, a] = matrix[a]
        np.maximum(self.best[a], self.best[b], out=self.best[a])
        self.best[:, a] = self.best[a]
        self.never[a] |= self.never[b]
        self.never[:, a] = self.never[a]
        self.weight[a] += self.weight[b]
        self.alive[b] = False
        self.members[a].extend(self.members[b])

    def row(self, a: int) -> Doubles:
        """Linkage of a with every cluster."""
        mean = np.where(
            self.counted[a] > 0,
            self.total[a] / np.maximum(self.counted[a], 1.0),
            self.whole[a] / (self.weight[a] * self.weight),
        )
        row = MEAN_SHARE * mean + (1 - MEAN_SHARE) * self.best[a]
        row[self.never[a]] = NEVER
        row[~self.alive] = GONE
        row[a] = GONE
        return np.asarray(row)

    def best_pair(self, a: int, b: int) -> tuple[int, int]:
        """The two members with the greatest probability."""
        one, two = sorted(self.members[a]), sorted(self.members[b])
        flat = int(self.probability[np.ix_(one, two)].argmax())
        return one[flat // len(two)], two[flat % len(two)]


def agglomerate(pairs: Pairs, cut: float, *, together: Ints | None = None, near: int = 3) -> Clusters:
    """Clusters of n signatures.

    Signatures with the same number in `together` start as one cluster. `near`: how many refusals to report for each
    cluster. Ties go to the smaller numbers, so the outcome depends on the values only.
    """
    n = len(pairs.probability)
    state = _State(pairs)
    out = Clusters(np.arange(n, dtype=np.int32))
    if together is not None:
        for number in np.unique(together):
            members = np.flatnonzero(together == number)
            for other in members[1:]:
                state.join(int(members[0]), int(other))
                out.merges.append((int(members[0]), int(other), 2.0))
    linkage = np.stack([state.row(k) if state.alive[k] else np.full(n, GONE) for k in range(n)])
    partner = linkage.argmax(axis=1)
    value = linkage[np.arange(n), partner]
    while True:
        a = int(value.argmax())
        if value[a] <= cut:
            break
        a, b = sorted((a, int(partner[a])))
        out.merges.append((*state.best_pair(a, b), float(linkage[a, b])))
        state.join(a, b)
        linkage[b] = linkage[:, b] = GONE
        linkage[a] = row = state.row(a)
        linkage[:, a] = row
        value[b] = GONE
        stale = state.alive & ((partner == a) | (partner == b))
        stale[a] = True
        for k in np.flatnonzero(stale):
            partner[k] = linkage[k].argmax()
            value[k] = linkage[k, partner[k]]
        better = (row > value) & state.alive
        partner[better], value[better] = a, row[better]
    for k in np.flatnonzero(state.alive):
        out.label[state.members[k]] = min(state.members[k])
    out.near = _nearest(state, linkage, near)
    return out


def _nearest(state: _State, linkage: Doubles, near: int) -> list[tuple[int, int, float]]:
    """For each cluster the pairs that came nearest to being joined, each pair once."""
    found: dict[tuple[int, int], float] = {}
    for a in np.flatnonzero(state.alive):
        row = linkage[a]
        for b in np.argsort(-row, kind="stable")[:near]:
            if row[b] > NEVER and state.best[a, b] > 0:
                found[(min(int(a), int(b)), max(int(a), int(b)))] = float(row[b])
    rows = [(*state.best_pair(a, b), value) for (a, b), value in found.items()]
    return sorted(rows, key=lambda item: (-item[2], item[0], item[1]))
