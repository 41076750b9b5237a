"""Documents about one person: what a CV, a homepage or an author page says by standing together.

Within the documents of one subject the subject is on every list, so sharing him or her says nothing; that two co-authors
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
from kg.resolver.people.features import Batch, _dots, _without_own

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

COLUMNS = ("here", "any_shared", "common_family", "shared_common_family", "same_words", "full", "variant", "outside_list")
LISTED = 0.5  # share of a document's lists that must have a fitting name before it counts as a list of its subject's works


@dataclass(frozen=True)
class Dossiers:
    """`member` is S x dossiers; `row_dossier` (S) one of a signature's dossiers or -1; `rarity` dossiers x name keys.

    `own` (S) is the dossier whose subject fits the signature's name, else -1; `claim` (dossiers) how firmly the documents
    say that such names are the subject: the share of lists that have one.
    """

    member: sp.csr_matrix
    row_dossier: Ints
    rarity: sp.csr_matrix
    own: Ints
    claim: Floats

    @property
    def present(self) -> bool:
        """True if there is any document with a subject."""
        return self.member.nnz > 0


def build(corpus: Corpus, subject_cluster: Ints | None = None) -> Dossiers:
    """Dossiers of all documents with a subject; `subject_cluster` (S) joins documents whose subjects are in one cluster."""
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
        (np.ones(documents, dtype=np.float32), (np.arange(documents), of_document)), shape=(documents, documents)
    )
    member = sp.csr_matrix(corpus.document @ to_dossier)
    member.data[:] = 1.0
    row_dossier = np.full(signatures.count, -1, dtype=np.int32)
    filled = np.diff(member.indptr) > 0
    row_dossier[filled] = member.indices[member.indptr[:-1][filled]]
    list_member = sp.csr_matrix(
        (np.ones(member.nnz, dtype=np.float32), (signatures.work[np.repeat(np.arange(signatures.count), np.diff(member.indptr))],
                                                 member.indices)), shape=(len(signatures.work_ids), documents)
    )
    list_member.data[:] = 1.0
    own, claim = _own(corpus, member, subjects, of_document, list_member)
    return Dossiers(member, row_dossier, _rarity(corpus, list_member, own, member), own, claim)


def _own(
    corpus: Corpus, member: sp.csr_matrix, subjects: dict[int, list[int]], of_document: Ints, lists: sp.csr_matrix
) -> tuple[Ints, Floats]:
    signatures = corpus.signatures
    own = np.full(signatures.count, -1, dtype=np.int32)
    claim = np.zeros(member.shape[1], dtype=np.float32)
    total = np.asarray(lists.sum(axis=0)).ravel()
    by_column = member.tocsc()
    for document, marked in subjects.items():
        dossier = int(of_document[document])
        inside = by_column.indices[by_column.indptr[dossier] : by_column.indptr[dossier + 1]]
        inside = inside[corpus.block[inside] == corpus.block[marked[0]]]
        names = {int(signatures.name[s]) for s in marked}
        fits = [s for s in inside if any(
            compatible(signatures.names[signatures.name[s]], signatures.names[n]) < Grade.CONFLICT for n in names
        )]
        own[fits] = dossier
        claim[dossier] = min(1.0, len(set(signatures.work[fits].tolist())) / max(1.0, total[dossier]))
    return own, claim


def _rarity(corpus: Corpus, lists: sp.csr_matrix, own: Ints, member: sp.csr_matrix) -> sp.csr_matrix:
    """Square root of log((lists + 1) / (lists with the name + 1/2)) for each dossier and name key; 0 for its subject."""
    count = sp.csr_matrix(lists.T @ corpus.lists)
    total = np.asarray(lists.sum(axis=0)).ravel()
    row = np.repeat(np.arange(count.shape[0]), np.diff(count.indptr))
    weight = np.log((total[row] + 1.0) / (count.data + 0.5))
    weight[count.indices >= len(corpus.blocks)] = 0.0
    subject_block = np.full(count.shape[0], -1, dtype=np.int64)
    known = own >= 0
    subject_block[own[known]] = corpus.block[known]
    weight[corpus.key_block[count.indices] == subject_block[row]] = 0.0
    count.data = np.sqrt(np.maximum(weight, 0)).astype(np.float32)
    count.eliminate_zeros()
    return count


def features(corpus: Corpus, batch: Batch, dossiers: Dossiers, words: Floats) -> tuple[Bools, Floats, Floats]:
    """Which pairs stand in one dossier as co-authors; their COLUMNS (0 elsewhere); and for pairs of the subject's name the claim."""
    rows, left, right = batch.rows, batch.left, batch.right
    same = _dots(dossiers.member[rows].tocsr(), left, right) > 0
    a, b = rows[left], rows[right]
    subject = (dossiers.own[a] >= 0) & (dossiers.own[a] == dossiers.own[b])
    claim = np.where(subject, dossiers.claim[np.maximum(dossiers.own[a], 0)], 0.0)
    claim = np.where(claim >= LISTED, claim, 0.0).astype(np.float32)
    same &= ~subject
    out = np.zeros((len(left), len(COLUMNS)), dtype=np.float32)
    if not same.any():
        return same, out, claim
    direct = _without_own(corpus, corpus.lists[corpus.signatures.work[rows]].tocsr(), rows)
    direct.data[:] = 1.0
    weighted = sp.csr_matrix(direct.multiply(dossiers.rarity[np.maximum(dossiers.row_dossier[rows], 0)]))
    shared = _dots(weighted, left, right)
    keys = [name.key for name in corpus.signatures.names]
    wanted = np.unique(corpus.signatures.name[rows])
    count = np.zeros(len(keys), dtype=np.float32)
    count[wanted] = [np.log1p(family_count(keys[n])) for n in wanted]
    spelled = np.zeros(len(keys), dtype=bool)
    spelled[wanted] = [corpus.signatures.names[n].full for n in wanted]
    name = corpus.signatures.name
    common = np.minimum(count[name[a]], count[name[b]])
    outside = np.char.startswith(np.array(corpus.signatures.work_ids, dtype=str)[corpus.signatures.work[rows]], "d ")
    out[:, 0] = 1.0
    out[:, 1] = shared >= 0.5
    out[:, 2] = common
    out[:, 3] = common * out[:, 1]
    out[:, 4] = words
    out[:, 5] = spelled[name[a]] & spelled[name[b]] & np.isin(batch.grade, (Grade.EQUAL, Grade.PARTIAL))
    out[:, 6] = np.isin(batch.grade, (Grade.TYPO, Grade.SWAPPED, Grade.NICKNAME, Grade.PREFIX))
    out[:, 7] = outside[left] | outside[right]
    out[~same] = 0.0
    return same, out, claim
