"""How far full names tell people apart in a collection, estimated from the collection itself.

Two works under one full name share a co-author as often as two works of one person do, if the name is one person's.
Where many people bear one name it shows: the commoner a name is, the less often two of its works share a co-author,
compared with rare names that stand as often in the collection. Where most people have a name of their own, common names
are as coherent as rare ones.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

PAIRS = 60_000  # pairs of signatures looked at, at most
EACH = 3  # pairs for each signature
LONGEST = 60  # lists with more names share co-authors by accident
MIDDLE = 5.0  # ambiguity from which the slope is counted; where it starts changes nothing but the intercept
# Log-odds of a shared co-author for each 1.0 of ambiguity: the four sets of ambiguous names have -0.19 to -0.33,
# parts of the ACL Anthology -0.03 to 0.01. From AMBIGUOUS on names are not trusted. EXPECTED is what is held of a
# collection before anything is known, as firmly as EXPECTED_BY signatures of names that stand twice would say it.
AMBIGUOUS, EXPECTED = -0.18, -0.25
EXPECTED_BY = 20.0
DOUBT = 0.05  # of names that always share a co-author so much is left open, or no slope could be told from their works


def trust(signatures: Signatures, lists: sp.csr_matrix, own: tuple[Ints, Ints], ambiguity: Floats) -> float:
    """0 where common names are as ambiguous as in collections made of ambiguous names, 1 where they are not at all.

    `lists` is lists x name keys; `own` are the block of each signature and that of each name key, so that a name does
    not count as its own co-author. `ambiguity` (S) is that of `corpus`.
    """
    left, right, group = _pairs(signatures, lists)
    if not len(left):
        return 0.0
    block, key_block = own
    shared = _sharing(lists[signatures.work[left]], lists[signatures.work[right]], (block[left], key_block))
    slope = _slope(np.log(group), ambiguity[left].astype(np.float64) - MIDDLE, shared, 1.0 / np.sqrt(group))
    return float(np.clip(1.0 - slope / AMBIGUOUS, 0.0, 1.0))


def _pairs(signatures: Signatures, lists: sp.csr_matrix) -> tuple[Ints, Ints, Doubles]:
    """Pairs of signatures under one full name from lists of several authors, and how many signatures the name has."""
    keys = np.array([f"{name.joined}|{name.key}" if name.full else "" for name in signatures.names], dtype=str)
    number = np.unique(keys, return_inverse=True)[1][signatures.name]
    size = np.bincount(signatures.work, minlength=len(signatures.work_ids))[signatures.work]
    usable = (keys[signatures.name] != "") & (size > 1) & (size <= LONGEST)
    rows = np.flatnonzero(usable)
    rows = rows[np.argsort(number[rows], kind="stable")]
    first = np.flatnonzero(np.diff(number[rows], prepend=-1))
    count = np.diff(np.append(first, len(rows)))
    first, count = first[count > 1], count[count > 1]
    wanted = np.minimum(count * (count - 1) // 2, EACH * count)
    generator = np.random.default_rng(11)
    at = np.repeat(np.arange(len(first)), wanted)
    if len(at) > PAIRS:
        at = at[np.sort(generator.choice(len(at), PAIRS, replace=False))]
    one = generator.integers(0, count[at])
    two = (one + 1 + generator.integers(0, count[at] - 1)) % count[at]
    left, right = rows[first[at] + one], rows[first[at] + two]
    apart = signatures.work[left] != signatures.work[right]
    return left[apart].astype(np.int32), right[apart].astype(np.int32), count[at][apart].astype(np.float64)


def _sharing(one: sp.csr_matrix, two: sp.csr_matrix, own: tuple[Ints, Ints]) -> Doubles:
    """1 for pairs of lists that have a name key in common besides those of the pair's own block, else 0."""
    both = sp.csr_matrix(one.multiply(two))
    block, key_block = own
    row = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    others = key_block[both.indices] != block[row]
    return (np.bincount(row[others], minlength=both.shape[0]) > 0).astype(np.float64)


def _slope(size: Doubles, ambiguity: Doubles, shared: Doubles, weight: Doubles) -> float:
    """Weight of ambiguity in a logistic regression on a shared co-author, beside the number of signatures (log)."""
    columns = np.stack([np.ones(len(size)), size, ambiguity], axis=1)
    ridge, expected = np.array([1e-3, 1e-3, EXPECTED_BY]), np.array([0.0, 0.0, EXPECTED])
    seen = DOUBT + (1 - 2 * DOUBT) * shared
    found = expected.copy()
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-np.clip(columns @ found, -30, 30)))
        gradient = columns.T @ (weight * (seen - p)) - ridge * (found - expected)
        curve = (columns * (weight * p * (1 - p))[:, None]).T @ columns + np.diag(ridge)
        step = np.linalg.solve(curve, gradient)
        found += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-6:
            break
    return float(found[2])
