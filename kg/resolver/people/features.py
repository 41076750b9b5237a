"""What speaks for or against two signatures being one person: a row of numbers for each pair.

Work goes batch by batch (`pairs`): thousands of blocks side by side, so that small blocks cost no more than large ones.
Numbers are looked up for each signature and then compared for each pair.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.names import Grade
from kg.resolver.people.corpus import Corpus, unit_rows
from kg.resolver.people.name_pairs import counted
from kg.resolver.people.pairs import Batch
from kg.resolver.people.products import cosines, dots

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

RARE = 6.0  # ambiguity below which a full name is seldom anybody else's

# steps of a walk that are kept: so many in all, and of each signature at least and at most so many
WALKED, LONGEST = 80_000_000, (128, 4096)
SAME_AFFILIATION = 0.6  # cosine from which two affiliations are one
# columns that weigh otherwise where full names tell people apart (`coherence`)
TRUSTED = ("full", "ambiguity", "full_ambiguity", "namesakes", "topic", "walk")
# columns that weigh otherwise where there are others who are likely the same person (`company`)
BESIDE = ("walk", "topic", "text", "venue_topic", "affiliation", "text_company", "venue_company")

# name, sign that its weight must have (0: free)
COLUMNS: tuple[tuple[str, int], ...] = (
    ("walk", 1),
    ("topic", 1),
    ("text", 1),
    ("venue_words", 1),
    ("venue_topic", 1),
    ("affiliation", 1),
    ("same_affiliation", 1),
    ("mail", 1),
    ("mail_domain", 1),
    ("same_identifier", 1),
    ("other_identifier", -1),
    ("same_claim", 1),
    ("other_claim", -1),
    ("list_size", -1),
    ("full", 1),
    ("middle", 1),
    ("partial", 0),
    ("partial_word", -1),
    ("initial", -1),
    ("variant", -1),
    ("ambiguity", -1),
    ("rare", 1),
    ("minor", 1),
    ("namesakes", 0),
    ("namesakes_ambiguity", 0),
    ("walk_namesakes", 0),
    ("topic_namesakes", 0),
    ("full_ambiguity", 0),
    ("walk_ambiguity", 0),
    ("topic_ambiguity", 0),
    ("trust", 0),
    *((f"trust_{name}", 0) for name in TRUSTED),
    ("others", 0),
    ("text_company", 1),
    ("venue_company", 1),
    *((f"{name}_others", 0) for name in BESIDE),
)
NAMES = tuple(name for name, _ in COLUMNS)
# what only a second look knows
LATE = frozenset(name for name in NAMES if name.endswith(("others", "company")))


def coauthors(corpus: Corpus, rows: Ints) -> sp.csr_matrix:
    """Name keys of the co-authors of some signatures, keys of their own block removed."""
    matrix = corpus.lists[corpus.signatures.work[rows]].tocsr()
    return without_own(corpus, matrix, rows)


def without_own(corpus: Corpus, matrix: sp.csr_matrix, rows: Ints) -> sp.csr_matrix:
    own = np.repeat(corpus.block[rows], np.diff(matrix.indptr))
    matrix.data[corpus.key_block[matrix.indices] == own] = 0.0
    matrix.eliminate_zeros()
    return matrix


def walks(corpus: Corpus, rows: Ints) -> sp.csr_matrix:
    """Where a step from each co-author over a shared list leads: name keys with weights, rows of length 1.

    Of each row the strongest steps are kept, fewer in a larger collection: the others hardly add to any product, and
    most of the time would go into them.
    """
    kept = int(np.clip(WALKED // max(1, corpus.signatures.count), *LONGEST))
    walk = without_own(corpus, sp.csr_matrix(coauthors(corpus, rows) @ corpus.reach), rows)
    return unit_rows(_strongest(walk, kept))


def _strongest(matrix: sp.csr_matrix, kept: int) -> sp.csr_matrix:
    """The matrix with the `kept` greatest numbers of each row, to five digits; of equal ones those that stand first."""
    size = np.diff(matrix.indptr)
    long = np.flatnonzero(size > kept)
    if not len(long):
        return matrix
    many = size[long].astype(np.int64)
    nth = counted(many)
    place = np.repeat(matrix.indptr[long].astype(np.int64), many) + nth
    # row, number and place in the row as one number: numbers above 0 sort as their bits do
    shift = int(many.max()).bit_length()
    digits = min(24, 62 - shift - len(long).bit_length())
    less = (1 << digits) - (matrix.data[place].view(np.int32).astype(np.int64) >> (31 - digits))
    packed = (np.repeat(np.arange(len(long)), many) << (shift + digits + 1)) | (less << shift) | nth
    packed.sort()
    gone = packed[nth >= kept]
    matrix.data[matrix.indptr[long][gone >> (shift + digits + 1)] + (gone & ((1 << shift) - 1))] = 0.0
    matrix.eliminate_zeros()
    return matrix


def features(
    corpus: Corpus, batch: Batch, wanted: Collection[str] = NAMES, walk: sp.csr_matrix | None = None
) -> Floats:
    """Pairs x COLUMNS. Columns that are not wanted may be 0: those that cost most are left out.

    `walk` are the `walks` of the batch's rows, where they are known.
    Those of LATE depend on a first look at all pairs and are 0; see `look_again`.
    """
    rows, left, right = batch.rows, batch.left, batch.right
    work = corpus.signatures.work[rows]
    out = np.zeros((len(left), len(COLUMNS)), dtype=np.float32)
    column = {name: out[:, n] for n, name in enumerate(NAMES)}
    walk = walks(corpus, rows) if walk is None else walk
    column["walk"][:] = np.sqrt(np.clip(dots(walk, left, right, batch.start), 0, 1))
    if "text" in wanted:
        text = dots(corpus.text[work].tocsr(), left, right, batch.start)
        column["text"][:] = np.sqrt(np.clip(text, 0, 1))
    _content(corpus, batch, column)
    _places(corpus, batch, column)
    size = np.log(np.maximum(corpus.size[work], 1))
    column["list_size"][:] = np.minimum(size[left], size[right])
    _names(corpus, batch, column)
    return out


def _content(corpus: Corpus, batch: Batch, column: dict[str, Floats]) -> None:
    """Words, topics, venues."""
    left, right, start = batch.left, batch.right, batch.start
    work = corpus.signatures.work[batch.rows]
    a, b = work[left], work[right]
    topic = corpus.context[work]
    known = np.abs(topic).sum(axis=1) > 0
    both = known[left] & known[right]
    cosine = cosines(topic, left, right, start)
    score = 0.5 * (
        (cosine - corpus.topic_mean[a]) / corpus.topic_spread[a]
        + (cosine - corpus.topic_mean[b]) / corpus.topic_spread[b]
    )
    column["topic"][:] = np.where(both, np.clip(score, -1.5, 6.0), 0.0)
    venue = corpus.venue[work]
    same = (venue[left] == venue[right]) & (venue[left] >= 0)
    if len(corpus.venue_names):
        words = corpus.venue_text[np.maximum(venue, 0)].tocsr()
        words = sp.csr_matrix(sp.diags_array((venue >= 0).astype(np.float32)) @ words)
        column["venue_words"][:] = np.where(same, 1.0, dots(words, left, right, start))
        column["venue_topic"][:] = _venue_topics(corpus, batch)


def _venue_topics(corpus: Corpus, batch: Batch) -> Floats:
    """Cosine of the mean topics of two venues, each without the signature's own work; 0 where there is no other
    work.
    """
    work = corpus.signatures.work[batch.rows]
    venue = corpus.venue[work]
    centre = np.where(
        (venue >= 0)[:, None],
        corpus.venue_topic[np.maximum(venue, 0)] - corpus.topic[work],
        0.0,
    )
    length = np.linalg.norm(centre, axis=1, keepdims=True)
    centre = np.divide(centre, length, out=np.zeros_like(centre), where=length > 1e-3)
    return cosines(centre, batch.left, batch.right, batch.start)


def _places(corpus: Corpus, batch: Batch, column: dict[str, Floats]) -> None:
    """Affiliations, mail, and what sources say about who somebody is."""
    rows, left, right = batch.rows, batch.left, batch.right
    column["affiliation"][:] = dots(corpus.affiliation[rows].tocsr(), left, right, batch.start)
    column["same_affiliation"][:] = column["affiliation"] > SAME_AFFILIATION
    for name, values in (
        ("mail", corpus.mail[rows]),
        ("mail_domain", corpus.mail_domain[rows]),
    ):
        column[name][:] = (values[left] == values[right]) & (values[left] >= 0)
    says = corpus.identity.says(rows[left], rows[right])
    for name, said in zip(("same_identifier", "other_identifier", "same_claim", "other_claim"), says, strict=True):
        column[name][:] = said


def _names(corpus: Corpus, batch: Batch, column: dict[str, Floats]) -> None:
    """Agreement and ambiguity of names, and what they do to the other evidence."""
    names, number = corpus.names, corpus.signatures.name[batch.rows]
    spelled, middle = names.spelled[number], names.count[number] > 1
    grade, left, right = batch.grade, batch.left, batch.right
    both = spelled[left] & spelled[right]
    full = both & ((grade == Grade.EQUAL) | (grade == Grade.PARTIAL))
    column["full"][:] = full
    column["middle"][:] = (grade == Grade.EQUAL) & middle[left] & middle[right]
    words = names.words[number]
    more = words[left] != words[right]
    column["partial"][:] = (grade == Grade.PARTIAL) & ~more
    column["partial_word"][:] = (grade == Grade.PARTIAL) & more & both
    column["initial"][:] = ~both
    column["variant"][:] = (grade >= Grade.PREFIX) & (grade <= Grade.SWAPPED)
    ambiguity = corpus.ambiguity[batch.rows]
    column["ambiguity"][:] = 0.5 * (ambiguity[left] + ambiguity[right])
    namesakes = np.log(batch.namesakes)
    column["namesakes"][:] = full * 0.5 * (namesakes[left] + namesakes[right])
    column["namesakes_ambiguity"][:] = column["namesakes"] * column["ambiguity"]
    column["minor"][:] = full * 0.5 * (batch.minor[left] + batch.minor[right])
    column["rare"][:] = full * np.maximum(RARE - column["ambiguity"], 0)
    column["full_ambiguity"][:] = full * column["ambiguity"]
    for name in ("walk", "topic"):
        column[f"{name}_namesakes"][:] = column[name] * column["namesakes"]
        column[f"{name}_ambiguity"][:] = column[name] * column["ambiguity"]
    column["trust"][:] = corpus.trust
    for name in TRUSTED:
        column[f"trust_{name}"][:] = corpus.trust * column[name]


def look_again(columns: Floats, chosen: NDArray[np.bool_], number: Floats, alike: tuple[Floats, Floats]) -> None:
    """Fill in the columns of the second look for the chosen pairs.

    `number` is that of the company of both, `alike` how alike the words and the venues of both with their company are.
    """
    late = {"others": number, "text_company": alike[0], "venue_company": alike[1]}
    for name, values in late.items():
        columns[:, NAMES.index(name)] = np.where(chosen, values, 0.0)
    for name in BESIDE:
        columns[:, NAMES.index(f"{name}_others")] = columns[:, NAMES.index("others")] * columns[:, NAMES.index(name)]
