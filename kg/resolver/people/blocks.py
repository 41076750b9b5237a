"""Blocks: who is compared with whom, and what happens to blocks that are too large to compare everyone with everyone.

A block is a set of signatures with one family name and initial (and names bridged to it). Up to LARGEST signatures are
compared pair by pair. A larger block falls apart into groups that are connected by something besides the name: a
co-author
who is rare in the block, a mail address, the rarest words of an affiliation. Who shares nothing with anybody stays
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from kg.resolver.people.corpus import Corpus

Ints = NDArray[np.int32]

LARGEST = 2000  # signatures compared pair by pair
# a co-author links at most so many signatures of a block; tightened until the groups are small
SHARED_BY = (50, 20, 8, 3)


def members(corpus: Corpus, blocks: Sequence[int] | None = None) -> Iterator[Ints]:
    """Signatures of each block (or of those asked for) with more than one; large blocks come in groups."""
    order = np.lexsort((np.arange(len(corpus.block)), corpus.block)).astype(np.int32)
    bounds = np.searchsorted(corpus.block[order], np.arange(len(corpus.blocks) + 1))
    sizes = np.diff(bounds)
    wanted = np.flatnonzero(sizes > 1) if blocks is None else np.array(sorted(blocks), dtype=np.int64)
    for block in wanted[sizes[wanted] > 1]:
        rows = order[bounds[block] : bounds[block + 1]]
        if len(rows) <= LARGEST:
            yield rows
        else:
            yield from groups(corpus, rows)


def groups(corpus: Corpus, rows: Ints) -> Iterator[Ints]:
    """The groups of a large block that share something besides the name, none larger than LARGEST."""
    pending = [(rows, 0)]
    while pending:
        part, level = pending.pop()
        label = _connected(corpus, part, SHARED_BY[level])
        order = np.argsort(label, kind="stable")
        bounds = np.flatnonzero(np.diff(label[order], prepend=-1, append=-2))
        for start, end in pairwise(bounds):
            group = np.sort(part[order[start:end]])
            if len(group) < 2:
                continue
            if len(group) <= LARGEST:
                yield group
            elif level + 1 < len(SHARED_BY):
                pending.append((group, level + 1))
            else:
                yield from (group[n : n + LARGEST] for n in range(0, len(group), LARGEST))


def _connected(corpus: Corpus, rows: Ints, limit: int) -> Ints:
    """Connected component of each row, by co-authors, mail addresses and affiliations that at most `limit` rows
    share.
    """
    lists = corpus.lists[corpus.signatures.work[rows]].tocsr()
    own = np.repeat(corpus.block[rows], np.diff(lists.indptr))
    lists.data[corpus.key_block[lists.indices] == own] = 0.0
    lists.eliminate_zeros()
    mail = corpus.mail[rows]
    known = np.flatnonzero(mail >= 0)
    letters = sp.csr_matrix(
        (np.ones(len(known)), (known, mail[known])),
        shape=(len(rows), max(1, int(mail.max()) + 1)),
    )
    shared = sp.hstack([lists, letters, corpus.affiliation[rows]]).tocsc()
    count = np.diff(shared.indptr)
    shared = shared[:, (count > 1) & (count <= limit)]
    starts = shared.indptr[:-1]
    inner = np.ones(len(shared.indices), dtype=bool)
    inner[starts[starts < len(inner)]] = False  # the first row of a column has no row before it
    link = np.flatnonzero(inner)
    graph = sp.csr_matrix(
        (np.ones(len(link)), (shared.indices[link - 1], shared.indices[link])),
        shape=(len(rows), len(rows)),
    )
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)
