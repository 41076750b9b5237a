"""Documents about one person: what a CV, a homepage or an author page says by standing together.

Within the documents of one subject the subject is on every list, so sharing him or her says nothing; that two
co-authors
called "J. Lu" are one person is likely from the start, the more so if they share somebody else. Documents with the same
subject form one dossier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.names import Grade, compatible, family_count
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.features import without_own
from kg.resolver.people.pairs import Batch
from kg.resolver.people.products import dots
from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

COLUMNS = (
    "here",
    "any_shared",
    "common_family",
    "very_common_family",
    "shared_common_family",
    "same_words",
    "full",
    "variant",
    "outside_list",
)
COMMON = 5.0  # log of the first names seen with a family name from which on initials tell little
# share of a document's lists that must have a fitting name before it counts as a list of its subject's works
LISTED = 0.5


@dataclass(frozen=True)
class Found:
    """What dossiers say of the pairs of a batch.

    `inside`: co-authors within one dossier, weighed by `columns` (COLUMNS; 0 elsewhere). `claim`: a dossier claims
    both for
    its subject. `across`: both stand in personal documents, of different people.
    """

    inside: Bools
    columns: Floats
    claim: Bools
    across: Bools


@dataclass(frozen=True)
class Dossiers:
    """`member` is S x dossiers; `row_dossier` (S) one of a signature's dossiers or -1; `rarity` dossiers x name keys.

    `own` (S x dossiers) marks signatures whose name fits the dossier's subject, where at least LISTED of its lists
    have such
    a name: then the documents claim that they are the subject.
    """

    member: sp.csr_matrix
    row_dossier: Ints
    rarity: sp.csr_matrix
    own: sp.csr_matrix

    @property
    def present(self) -> bool:
        """True if there is any document with a subject."""
        return bool(self.member.nnz)


def build(corpus: Corpus, subject_cluster: Ints | None = None) -> Dossiers:
    """Dossiers of all documents with a subject; `subject_cluster` (S) joins documents whose subjects are in one
    cluster.
    """
    signatures = corpus.signatures
    documents = len(signatures.documents)
    of_document = np.arange(documents, dtype=np.int32)
    subjects: dict[int, list[int]] = {}
    for s in np.flatnonzero(signatures.subject >= 0):
        subjects.setdefault(int(signatures.subject[s]), []).append(int(s))
    if subject_cluster is not None:
        first: dict[int, int] = {}
        for document in sorted(subjects):
            cluster = int(subject_cluster[subjects[document][0]])
            of_document[document] = first.setdefault(cluster, document)
    to_dossier = sp.csr_matrix(
        (np.ones(documents, dtype=np.float32), (np.arange(documents), of_document)),
        shape=(documents, documents),
    )
    member = sp.csr_matrix(corpus.document @ to_dossier)
    member.data[:] = 1.0
    row_dossier = np.full(signatures.count, -1, dtype=np.int32)
    filled = np.diff(member.indptr) > 0
    row_dossier[filled] = member.indices[member.indptr[:-1][filled]]
    list_member = sp.csr_matrix(
        (
            np.ones(member.nnz, dtype=np.float32),
            (
                signatures.work[np.repeat(np.arange(signatures.count), np.diff(member.indptr))],
                member.indices,
            ),
        ),
        shape=(len(signatures.work_ids), documents),
    )
    list_member.data[:] = 1.0
    own, block = _own(corpus, member, subjects, of_document, list_member)
    return Dossiers(member, row_dossier, _rarity(corpus, list_member, block), own)


def _own(
    corpus: Corpus,
    member: sp.csr_matrix,
    subjects: dict[int, list[int]],
    of_document: Ints,
    lists: sp.csr_matrix,
) -> tuple[sp.csr_matrix, Ints]:
    """Signatures that a dossier claims for its subject, and the block of each dossier's subject (-1: no subject)."""
    signatures = corpus.signatures
    rows: list[int] = []
    columns: list[int] = []
    block = np.full(member.shape[1], -1, dtype=np.int32)
    total = np.asarray(lists.sum(axis=0)).ravel()
    by_column = member.tocsc()
    for document, marked in subjects.items():
        dossier = int(of_document[document])
        block[dossier] = corpus.block[marked[0]]
        inside = by_column.indices[by_column.indptr[dossier] : by_column.indptr[dossier + 1]]
        inside = inside[corpus.block[inside] == block[dossier]]
        names = {int(signatures.name[s]) for s in marked}
        fits = [s for s in inside if _fits(signatures, int(s), names)]
        if len(set(signatures.work[fits].tolist())) >= LISTED * total[dossier]:
            rows.extend(int(s) for s in fits)
            columns.extend([dossier] * len(fits))
    own = sp.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=member.shape)
    return own, block


def _fits(signatures: Signatures, signature: int, names: set[int]) -> bool:
    """True if the name of a signature fits one of some names."""
    name = signatures.names[signatures.name[signature]]
    return any(compatible(name, signatures.names[other]) < Grade.CONFLICT for other in names)


def _rarity(corpus: Corpus, lists: sp.csr_matrix, subject_block: Ints) -> sp.csr_matrix:
    """Square root of log((lists + 1) / (lists with the name + 1/2)) for each dossier and name key; 0 for its
    subject.
    """
    count = sp.csr_matrix(lists.T @ corpus.lists)
    total = np.asarray(lists.sum(axis=0)).ravel()
    row = np.repeat(np.arange(count.shape[0]), np.diff(count.indptr))
    weight = np.log((total[row] + 1.0) / (count.data + 0.5))
    weight[count.indices >= len(corpus.blocks)] = 0.0
    weight[corpus.key_block[count.indices] == subject_block[row]] = 0.0
    count.data = np.sqrt(np.maximum(weight, 0)).astype(np.float32)
    count.eliminate_zeros()
    return count


def features(corpus: Corpus, batch: Batch, dossiers: Dossiers, words: Floats) -> Found:
    """What the dossiers say of the pairs of a batch; `words` is how alike the words of the two works are."""
    rows, left, right = batch.rows, batch.left, batch.right
    same = dots(dossiers.member[rows].tocsr(), left, right, batch.start) > 0
    a, b = rows[left], rows[right]
    claim = dots(dossiers.own[rows].tocsr(), left, right, batch.start) > 0
    same &= ~claim
    placed = dossiers.row_dossier[rows] >= 0
    across = placed[left] & placed[right] & ~same & ~claim
    out = np.zeros((len(left), len(COLUMNS)), dtype=np.float32)
    if not same.any():
        return Found(same, out, claim, across)
    direct = without_own(corpus, corpus.lists[corpus.signatures.work[rows]].tocsr(), rows)
    direct.data[:] = 1.0
    weighted = sp.csr_matrix(direct.multiply(dossiers.rarity[np.maximum(dossiers.row_dossier[rows], 0)]))
    shared = dots(weighted, left, right, batch.start)
    keys = [name.key for name in corpus.signatures.names]
    wanted = np.unique(corpus.signatures.name[rows])
    count = np.zeros(len(keys), dtype=np.float32)
    count[wanted] = [np.log1p(family_count(keys[n])) for n in wanted]
    spelled = np.zeros(len(keys), dtype=bool)
    spelled[wanted] = [corpus.signatures.names[n].full for n in wanted]
    name = corpus.signatures.name
    common = np.minimum(count[name[a]], count[name[b]])
    outside = np.char.startswith(
        np.array(corpus.signatures.work_ids, dtype=str)[corpus.signatures.work[rows]],
        "d ",
    )
    column = {name: out[:, n] for n, name in enumerate(COLUMNS)}
    column["here"][:] = 1.0
    column["any_shared"][:] = shared >= 0.5
    column["common_family"][:] = common
    column["very_common_family"][:] = np.maximum(common - COMMON, 0)
    column["shared_common_family"][:] = column["very_common_family"] * column["any_shared"]
    column["same_words"][:] = words
    column["full"][:] = spelled[name[a]] & spelled[name[b]] & np.isin(batch.grade, (Grade.EQUAL, Grade.PARTIAL))
    column["variant"][:] = np.isin(batch.grade, (Grade.TYPO, Grade.SWAPPED, Grade.NICKNAME, Grade.PREFIX))
    column["outside_list"][:] = outside[left] | outside[right]
    out[~same] = 0.0
    return Found(same, out, claim, across)
