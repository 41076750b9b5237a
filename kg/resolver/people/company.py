"""The company of a signature: others of its block that are likely the same person, as far as a first look can tell.

One title says little about a person, ten say more. So words and venues are compared once more between a signature with
its company and another with its own: by the cosine of their sums. What the two of a pair would bring to each other is
left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.people.pairs import Batch

Ints = NDArray[np.int32] | NDArray[np.int64]
Floats = NDArray[np.float32]

LIKELY = 0.5  # probability from which a signature belongs to the company of another
MOST = 12  # of a signature's company, the likeliest, whose words and venues are added to its own


@dataclass(frozen=True)
class Company:
    """`number` (per row of a batch) is the sum of the probabilities of a signature's company; `sums` (rows x rows) has
    1 for itself and their probabilities for the likeliest of it. `likely` is that of each pair, 0 below LIKELY.
    """

    number: Floats
    sums: sp.csr_matrix
    likely: Floats

    @classmethod
    def of(cls, batch: Batch, probability: Floats) -> Company:
        """The company of a batch's signatures, from the probabilities of its pairs."""
        size = len(batch.rows)
        likely = np.where(probability > LIKELY, probability, 0.0).astype(np.float32)
        held = np.flatnonzero(likely)
        row = np.concatenate([batch.left[held], batch.right[held]])
        other = np.concatenate([batch.right[held], batch.left[held]])
        value = np.tile(likely[held], 2)
        order = np.lexsort((other, -value, row))
        row, other, value = row[order], other[order], value[order]
        first = np.searchsorted(row, np.arange(size))
        near = np.arange(len(row)) - first[row] < MOST
        self_ = np.arange(size)
        entries = np.concatenate([np.ones(size, np.float32), value[near]])
        places = np.concatenate([self_, row[near]]), np.concatenate([self_, other[near]])
        sums = sp.csr_matrix((entries, places), shape=(size, size))
        return cls(np.bincount(row, value, size).astype(np.float32), sums, likely)

    def numbers(self, left: Ints, right: Ints, *, counted: bool) -> Floats:
        """Log of 1 + the number in company, the mean of both sides of each pair; what `counted` pairs brought to it is
        left out.
        """
        own = self.likely if counted else np.zeros(len(left), np.float32)
        one, two = (np.log1p(np.maximum(self.number[side] - own, 0)) for side in (left, right))
        return np.asarray(0.5 * (one + two), dtype=np.float32)

    def alike(self, batch: Batch, cosine: Floats) -> Sums:
        """What is needed to compare sums, from the cosines of the pairs that the company was made of."""
        size = len(batch.rows)
        known = np.flatnonzero(cosine)
        left, right, value = batch.left[known], batch.right[known], cosine[known]
        own = np.arange(size)
        entries = np.concatenate([np.ones(size, np.float32), value, value])
        places = np.concatenate([own, left, right]), np.concatenate([own, right, left])
        once = sp.csr_matrix(self.sums @ sp.csr_matrix((entries, places), shape=(size, size)))
        return Sums(self.sums, once, sp.csr_matrix(once @ self.sums.T), self.likely)


@dataclass(frozen=True)
class Sums:
    """`sums` and `likely` of a company; products of sums with signatures (`once`) and with each other (`twice`)."""

    sums: sp.csr_matrix
    once: sp.csr_matrix
    twice: sp.csr_matrix
    likely: Floats

    def cosine(self, left: Ints, right: Ints, cosine: Floats, *, counted: bool) -> Floats:
        """Cosine of the sums of each pair, without what the two bring to each other.

        `cosine` is that of the two alone, which is in the products if the pairs are `counted`.
        """
        own = self.twice.diagonal()
        product, one, two = at(self.twice, left, right), own[left], own[right]
        if not counted:
            return _over(product + cosine, one * two)
        held = np.flatnonzero(self.likely)  # only those bring each other something
        left, right, cosine = left[held], right[held], cosine[held]
        a, b = at(self.sums, left, right), at(self.sums, right, left)
        once = self.once.diagonal()
        product[held] += a * b * cosine - a * once[right] - b * once[left]
        one[held] += a * a - 2 * a * at(self.once, left, right)
        two[held] += b * b - 2 * b * at(self.once, right, left)
        return _over(product, one * two)


def _over(product: Floats, squares: Floats) -> Floats:
    """Products of two vectors over their lengths, 0..1."""
    return np.clip(product / np.sqrt(np.maximum(squares, 1e-9)), 0.0, 1.0).astype(np.float32)


def at(matrix: sp.csr_matrix, row: Ints, column: Ints) -> Floats:
    """Entries of a matrix at some places."""
    if not len(row):
        return np.empty(0, dtype=np.float32)
    return np.asarray(matrix[row, column], dtype=np.float32).ravel()
