"""Scalar products of many pairs of rows of one matrix.

Where the pairs are few for the rows, the two rows of each pair are laid beside each other; where nearly all rows of a
group are paired, a product of the whole group with itself is read out. Both give the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

WINDOW = 128
ENTRIES = 4_000_000  # entries of a matrix laid out at a time: about 50 MB
CROWDED = 6  # pairs for each row from which on the product of a whole group is cheaper


def dots(matrix: sp.csr_matrix, left: Ints, right: Ints, start: Ints) -> Floats:
    """Products of rows `left` and `right` of a sparse matrix, whose rows are grouped: group g begins at `start[g]`.

    Both rows of a pair are of one group. The last number of `start` is the end of the last group.
    """
    out = np.zeros(len(left), dtype=np.float32)
    if not matrix.nnz or not len(left):
        return out
    length = np.diff(matrix.indptr)
    useful = np.flatnonzero((length[left] > 0) & (length[right] > 0))
    crowded, sparse = _by_crowd(useful, left, start)
    number = np.empty(matrix.shape[1], dtype=np.int32)
    for rows, pairs in _windows(crowded, left, start):
        square = _square(matrix[rows], number)
        out[pairs] = square[left[pairs] - rows.start, right[pairs] - rows.start]
    if len(sparse):
        out[sparse] = _beside(matrix, left[sparse], right[sparse])
    return out


def _square(part: sp.csr_matrix, number: Ints) -> Floats:
    """Products of each row with each. `number` is room for a number for each column; what is in it does not matter."""
    entries = np.arange(part.nnz, dtype=np.int32)
    number[part.indices] = entries
    columns = part.indices[number[part.indices] == entries]  # each once
    number[columns] = np.arange(len(columns), dtype=np.int32)
    small = sp.csr_matrix((part.data, number[part.indices], part.indptr), shape=(part.shape[0], len(columns)))
    return np.asarray((small @ small.T).toarray())


def _beside(matrix: sp.csr_matrix, left: Ints, right: Ints) -> Floats:
    """Products of pairs of rows that are laid beside each other, some at a time."""
    rows, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    matrix, (one, two) = matrix[rows], np.split(place, 2)
    matrix.sort_indices()
    out = np.empty(len(left), dtype=np.float32)
    length = np.diff(matrix.indptr)
    cost = np.cumsum(length[one] + length[two])
    parts = np.arange(1, int(cost[-1]) // ENTRIES + 1)
    for pairs in np.split(np.arange(len(left)), np.searchsorted(cost, parts * ENTRIES)):
        if len(pairs):
            out[pairs] = np.asarray(matrix[one[pairs]].multiply(matrix[two[pairs]]).sum(axis=1)).ravel()
    return out


def cosines(vectors: Floats, left: Ints, right: Ints, start: Ints) -> Floats:
    """The same for rows that are dense."""
    out = np.empty(len(left), dtype=np.float32)
    crowded, sparse = _by_crowd(np.arange(len(left)), left, start)
    for rows, pairs in _windows(crowded, left, start):
        part = vectors[rows]
        out[pairs] = (part @ part.T)[left[pairs] - rows.start, right[pairs] - rows.start]
    step = max(1, ENTRIES // max(1, vectors.shape[1]))
    for begin in range(0, len(sparse), step):
        pairs = sparse[begin : begin + step]
        out[pairs] = np.einsum("ij,ij->i", vectors[left[pairs]], vectors[right[pairs]])
    return out


def _by_crowd(pairs: NDArray[np.int64], left: Ints, start: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of groups with many pairs for their size, in the order of groups, and all others."""
    group = np.searchsorted(start, left[pairs], side="right") - 1
    count = np.bincount(group, minlength=len(start) - 1)
    size = np.diff(start)
    # the square of a group costs its size for each row, so many rows need more pairs to be worth it
    many = count >= np.maximum(CROWDED, size // 16) * np.maximum(size, 1)
    chosen = many[group]
    order = np.argsort(group[chosen], kind="stable")
    return pairs[chosen][order], pairs[~chosen]


def _windows(pairs: NDArray[np.int64], left: Ints, start: Ints) -> Iterator[tuple[slice, NDArray[np.int64]]]:
    """Runs of whole groups, at most WINDOW rows unless one group has more, with the pairs in them."""
    if not len(pairs):
        return
    group = np.searchsorted(start, left[pairs], side="right") - 1
    bounds = np.append(np.flatnonzero(np.diff(group, prepend=-1)), len(pairs))
    first = 0
    for n in range(1, len(bounds)):
        last = n == len(bounds) - 1
        low = start[group[bounds[first]]]
        if last or start[group[bounds[n]] + 1] - low > WINDOW:
            rows = slice(int(low), int(start[group[bounds[n] - 1] + 1]))
            yield rows, pairs[bounds[first] : bounds[n]]
            first = n
