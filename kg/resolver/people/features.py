"""What speaks for or against two signatures being one person: a row of numbers for each pair.

Work goes batch by batch: several blocks side by side, about a thousand signatures, so that small blocks cost no more
than
large ones. A batch makes a few matrix products and reads the wanted pairs out of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.names import Grade, compatible
from kg.resolver.people.blocks import members
from kg.resolver.people.corpus import INITIAL_KEY, Corpus, unit_rows

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

RARE = 6.0  # ambiguity below which a full name is seldom anybody else's
# A block where one full name has most of the signatures was put together by searching for that name, because it is
# ambiguous; where it is one of many, the collection was not made to confuse.
NATURAL_SHARE = 0.5
NATURAL_BLOCK = 10
BATCH = 1024  # signatures side by side

# name, sign that its weight must have (0: free)
COLUMNS: tuple[tuple[str, int], ...] = (
    ("walk", 1),
    ("shared", 1),
    ("any_shared", 1),
    ("topic", 1),
    ("text", 1),
    ("venue", 1),
    ("venue_words", 1),
    ("venue_topic", 1),
    ("affiliation", 1),
    ("mail", 1),
    ("mail_domain", 1),
    ("year_gap", -1),
    ("list_size", -1),
    ("full", 1),
    ("middle", 1),
    ("partial", 0),
    ("partial_word", -1),
    ("initial", -1),
    ("variant", -1),
    ("ambiguity", -1),
    ("rare", 1),
    ("natural", 1),
    ("namesakes", 0),
    ("namesakes_ambiguity", 0),
    ("walk_namesakes", 0),
    ("topic_namesakes", 0),
    ("full_ambiguity", 0),
    ("walk_ambiguity", 0),
    ("topic_ambiguity", 0),
)
NAMES = tuple(name for name, _ in COLUMNS)


@dataclass(frozen=True)
class Batch:
    """Some whole blocks: `rows` are signatures, blocks side by side; `left` and `right` are places in `rows`, left <
    right.

    Only pairs of one block that may be one person are listed: names do not conflict, the list they stand in is not
    the same.
    `grade` is the agreement of the two names; `namesakes` (per row) how many signatures of the block have the
    same full name;
    `natural` that those are a minor part of it.
    """

    rows: Ints
    left: Ints
    right: Ints
    grade: NDArray[np.int8]
    namesakes: Floats
    natural: NDArray[np.bool_]
    start: Ints  # where each block starts in `rows`, and the end


def batches(corpus: Corpus, blocks: Sequence[int] | None = None) -> Iterator[Batch]:
    """All blocks (or those asked for) with more than one signature, in batches."""
    pending: list[Ints] = []
    held = 0
    for rows in members(corpus, blocks):
        if held and held + len(rows) > BATCH:
            yield _batch(corpus, pending)
            pending, held = [], 0
        pending.append(rows)
        held += len(rows)
    if pending:
        yield _batch(corpus, pending)


def _batch(corpus: Corpus, blocks: list[Ints]) -> Batch:
    rows = np.concatenate(blocks)
    start = np.concatenate([[0], np.cumsum([len(block) for block in blocks])]).astype(np.int32)
    lefts, rights, grades = [], [], []
    namesakes, natural = np.ones(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=bool)
    for n, block in enumerate(blocks):
        table, same = _grades(corpus, block)
        span = slice(start[n], start[n + 1])
        namesakes[span] = same
        natural[span] = (same < NATURAL_SHARE * len(block)) & (len(block) >= NATURAL_BLOCK)
        work = corpus.signatures.work[block]
        left, right = np.nonzero(np.triu((table < Grade.CONFLICT) & (work[:, None] != work[None, :]), 1))
        lefts.append(left + start[n])
        rights.append(right + start[n])
        grades.append(table[left, right])
    return Batch(
        rows,
        np.concatenate(lefts).astype(np.int32),
        np.concatenate(rights).astype(np.int32),
        np.concatenate(grades).astype(np.int8),
        namesakes,
        natural,
        start,
    )


def _grades(corpus: Corpus, block: Ints) -> tuple[NDArray[np.int8], Floats]:
    """Agreement of the names of all signatures of a block, two by two; namesakes of each signature."""
    different, place = np.unique(corpus.signatures.name[block], return_inverse=True)
    names = [corpus.signatures.names[n] for n in different]
    table = np.zeros((len(names), len(names)), dtype=np.int8)
    for a, name in enumerate(names):
        for b in range(a + 1, len(names)):
            table[a, b] = table[b, a] = compatible(name, names[b])
    weight = np.bincount(place, minlength=len(names)).astype(np.float32)
    spelled = np.array([name.full for name in names])
    same = np.isin(table, (Grade.EQUAL, Grade.PARTIAL)) & spelled[:, None] & spelled[None, :]
    namesakes = np.maximum(same @ weight, 1.0)
    return table[np.ix_(place, place)], namesakes[place].astype(np.float32)


def coauthors(corpus: Corpus, rows: Ints) -> sp.csr_matrix:
    """Name keys of the co-authors of some signatures, keys of their own block removed."""
    matrix = corpus.lists[corpus.signatures.work[rows]].tocsr()
    return _without_own(corpus, matrix, rows)


def _without_own(corpus: Corpus, matrix: sp.csr_matrix, rows: Ints) -> sp.csr_matrix:
    own = np.repeat(corpus.block[rows], np.diff(matrix.indptr))
    matrix.data[corpus.key_block[matrix.indices] == own] = 0.0
    matrix.eliminate_zeros()
    return matrix


def walks(corpus: Corpus, rows: Ints, direct: sp.csr_matrix) -> sp.csr_matrix:
    """Where a step from each co-author over a shared list leads: name keys with weights, rows of length 1."""
    reached = _without_own(corpus, sp.csr_matrix(direct @ corpus.onward @ corpus.back), rows)
    reached.data *= corpus.key_weight[reached.indices]
    return unit_rows(reached)


def rarity(corpus: Corpus) -> Floats:
    """Weight of a shared name key, 0..1: 1/log(1 + count), initial keys less."""
    weight = 1.0 / np.log(1.0 + np.maximum(corpus.key_count, 2))
    return np.where(np.arange(len(weight)) < len(corpus.blocks), INITIAL_KEY * weight, weight).astype(np.float32)


def features(corpus: Corpus, batch: Batch) -> Floats:
    """Pairs x COLUMNS."""
    rows, left, right = batch.rows, batch.left, batch.right
    work = corpus.signatures.work[rows]
    out = np.zeros((len(left), len(COLUMNS)), dtype=np.float32)
    column = {name: out[:, n] for n, name in enumerate(NAMES)}
    direct = coauthors(corpus, rows)
    damped = sp.csr_matrix(direct @ sp.diags_array(np.sqrt(rarity(corpus))))
    walk = walks(corpus, rows, direct)
    column["walk"][:] = np.sqrt(np.clip(_dots(walk, left, right), 0, 1))
    column["shared"][:] = np.log1p(_dots(damped, left, right))
    column["any_shared"][:] = column["shared"] > 0
    _content(corpus, work, left, right, column)
    _places(corpus, rows, left, right, column)
    size = np.log(np.maximum(corpus.size[work], 1))
    column["list_size"][:] = np.minimum(size[left], size[right])
    _names(corpus, batch, column)
    return out


def _dots(matrix: sp.csr_matrix, left: Ints, right: Ints) -> Floats:
    """Scalar products of pairs of rows."""
    if matrix.shape[0] <= 2 * BATCH:
        square = (matrix @ matrix.T).toarray()
        return np.asarray(square[left, right], dtype=np.float32)
    out = np.zeros(len(left), dtype=np.float32)
    order = np.argsort(left, kind="stable")
    for start in range(0, matrix.shape[0], BATCH):
        part = order[np.searchsorted(left[order], start) : np.searchsorted(left[order], start + BATCH)]
        square = (matrix[start : start + BATCH] @ matrix.T).toarray()
        out[part] = square[left[part] - start, right[part]]
    return out


def _content(corpus: Corpus, work: Ints, left: Ints, right: Ints, column: dict[str, Floats]) -> None:
    """Words, topics, venues, years."""
    a, b = work[left], work[right]
    topic = corpus.topic[work]
    known = np.abs(topic).sum(axis=1) > 0
    both = known[left] & known[right]
    cosine = _pair_cosines(topic, left, right)
    score = 0.5 * (
        (cosine - corpus.topic_mean[a]) / corpus.topic_spread[a]
        + (cosine - corpus.topic_mean[b]) / corpus.topic_spread[b]
    )
    column["topic"][:] = np.where(both, np.clip(score, -1.5, 6.0), 0.0)
    column["text"][:] = np.sqrt(np.clip(_dots(corpus.text[work].tocsr(), left, right), 0, 1))
    venue = corpus.venue[work]
    same = (venue[left] == venue[right]) & (venue[left] >= 0)
    total = max(2, int(corpus.venue_count.sum()))
    count = np.maximum(corpus.venue_count[np.maximum(venue, 0)], 1) if len(corpus.venue_count) else np.ones(len(venue))
    column["venue"][:] = np.where(same, np.log(total / count[left]) / np.log(total), 0.0)
    if len(corpus.venue_names):
        words = corpus.venue_text[np.maximum(venue, 0)].tocsr()
        words = sp.csr_matrix(sp.diags_array((venue >= 0).astype(np.float32)) @ words)
        column["venue_words"][:] = np.where(same, 1.0, _dots(words, left, right))
        column["venue_topic"][:] = _venue_topics(corpus, work, left, right)
    gap = np.abs(corpus.year[a] - corpus.year[b])
    column["year_gap"][:] = np.log1p(np.nan_to_num(gap, nan=0.0))


def _pair_cosines(vectors: Floats, left: Ints, right: Ints) -> Floats:
    if len(vectors) <= 2 * BATCH:
        return np.asarray((vectors @ vectors.T)[left, right], dtype=np.float32)
    out = np.empty(len(left), dtype=np.float32)
    for start in range(0, len(left), 1 << 18):
        part = slice(start, start + (1 << 18))
        out[part] = np.einsum("ij,ij->i", vectors[left[part]], vectors[right[part]])
    return out


def _venue_topics(corpus: Corpus, work: Ints, left: Ints, right: Ints) -> Floats:
    """Cosine of the mean topics of two venues, each without the signature's own work; 0 where there is no other
    work.
    """
    venue = corpus.venue[work]
    centre = np.where(
        (venue >= 0)[:, None],
        corpus.venue_topic[np.maximum(venue, 0)] - corpus.topic[work],
        0.0,
    )
    length = np.linalg.norm(centre, axis=1, keepdims=True)
    centre = np.divide(centre, length, out=np.zeros_like(centre), where=length > 1e-3)
    return _pair_cosines(centre, left, right)


def _places(corpus: Corpus, rows: Ints, left: Ints, right: Ints, column: dict[str, Floats]) -> None:
    """Affiliations and mail."""
    column["affiliation"][:] = _dots(corpus.affiliation[rows].tocsr(), left, right)
    for name, values in (
        ("mail", corpus.mail[rows]),
        ("mail_domain", corpus.mail_domain[rows]),
    ):
        column[name][:] = (values[left] == values[right]) & (values[left] >= 0)


def _names(corpus: Corpus, batch: Batch, column: dict[str, Floats]) -> None:
    """Agreement and ambiguity of names, and what they do to the other evidence."""
    names, number = corpus.signatures.names, corpus.signatures.name[batch.rows]
    different, place = np.unique(number, return_inverse=True)
    spelled = np.array([names[n].full for n in different])[place]
    middle = np.array([len(names[n].parts) > 1 for n in different])[place]
    grade, left, right = batch.grade, batch.left, batch.right
    both = spelled[left] & spelled[right]
    full = both & np.isin(grade, (Grade.EQUAL, Grade.PARTIAL))
    column["full"][:] = full
    column["middle"][:] = (grade == Grade.EQUAL) & middle[left] & middle[right]
    words = np.array([sum(len(part) > 1 for part in names[n].parts) for n in different])[place]
    more = words[left] != words[right]
    column["partial"][:] = (grade == Grade.PARTIAL) & ~more
    column["partial_word"][:] = (grade == Grade.PARTIAL) & more & both
    column["initial"][:] = ~both
    column["variant"][:] = np.isin(grade, (Grade.PREFIX, Grade.NICKNAME, Grade.TYPO, Grade.SWAPPED))
    ambiguity = corpus.ambiguity[batch.rows]
    column["ambiguity"][:] = 0.5 * (ambiguity[left] + ambiguity[right])
    namesakes = np.log(batch.namesakes)
    column["namesakes"][:] = full * 0.5 * (namesakes[left] + namesakes[right])
    column["namesakes_ambiguity"][:] = column["namesakes"] * column["ambiguity"]
    column["natural"][:] = full & batch.natural[left] & batch.natural[right]
    column["rare"][:] = full * np.maximum(RARE - column["ambiguity"], 0)
    column["full_ambiguity"][:] = full * column["ambiguity"]
    for name in ("walk", "topic"):
        column[f"{name}_namesakes"][:] = column[name] * column["namesakes"]
        column[f"{name}_ambiguity"][:] = column[name] * column["ambiguity"]
