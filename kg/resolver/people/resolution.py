"""The road from mentions to people: signatures, corpus, scored pairs, clusters, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from kg import schemas
from kg.engines.threads import side_by_side
from kg.errors import RulingError
from kg.resolver.names import Grade
from kg.resolver.people import corpus as corpora
from kg.resolver.people import decisions, dossiers, features, models, signatures
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.dossiers import Dossiers
from kg.resolver.people.models import Model
from kg.resolver.people.name_pairs import counted
from kg.resolver.people.pairs import Batch, Graded, batches, missing
from kg.resolver.people.persons import people_tables
from kg.resolver.people.settle import Scored as Settling
from kg.resolver.people.settle import knots_of, settle
from kg.resolver.people.signatures import Signatures
from kg.resolver.people.told import Told
from kg.resolver.rulings import Ruling

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class PeopleResult:
    """Tables of `kg.schemas`: who each mention is, the people, the decisions behind it with their evidence."""

    mention_people: pa.Table
    people: pa.Table
    decisions: pa.Table
    evidence: pa.Table


@dataclass(frozen=True)
class Constraints:
    """Pairs of signatures that rulings hold together or apart."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Ruled:
    """Pairs of signatures in the order of the first, so that those of a batch are found without looking at all."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]]) -> Ruled:
        """Some pairs."""
        ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        ends = ends[np.argsort(ends[:, 0], kind="stable")]
        return cls(ends[:, 0], ends[:, 1])

    def inside(self, batch: Batch) -> NDArray[np.int64]:
        """Those that are in one block of the batch, as places in it."""
        begin, end = (np.searchsorted(self.first, batch.rows, side=side) for side in ("left", "right"))
        many = end - begin
        one = np.repeat(np.arange(len(batch.rows)), many)
        other = self.second[np.repeat(begin, many) + counted(many)]
        order = np.argsort(batch.rows)
        two = order[np.minimum(np.searchsorted(batch.rows, other, sorter=order), len(order) - 1)]
        block = np.repeat(np.arange(len(batch.start) - 1), np.diff(batch.start))
        here = (batch.rows[two] == other) & (block[one] == block[two])
        return np.stack([one[here], two[here]], axis=1)


@dataclass(frozen=True)
class Setting:
    """All that the clustering of a block needs to know; `same` and `different` are the pairs of `constraints`."""

    corpus: Corpus
    model: Model
    constraints: Constraints
    dossiers: Dossiers
    same: Ruled
    different: Ruled


@dataclass
class Outcome:
    """What clustering found: cluster of each signature, and the pairs to tell about."""

    cluster: Ints
    told: list[Told]
    attached: list[decisions.Attached]


def resolve(
    tables: Mapping[str, pa.Table],
    record_works: pa.Table,
    *,
    rulings: Sequence[Ruling] = (),
    engine: Any = None,
    model: Path | str | None = None,
) -> PeopleResult:
    """See `kg.resolver.people.resolve_people`."""
    weights = models.load(model)
    if not tables["mentions"].num_rows:
        return PeopleResult(*(schemas.empty(name) for name in ("mention_people", "people", "decisions", "evidence")))
    people_rulings = [item for item in rulings if item.kind != "undo" and item.about == "person"]
    signed = _split(signatures.build(tables, record_works), people_rulings)
    constraints = _constraints(signed, people_rulings)
    corpus = corpora.build(signed, tables, constraints.same)
    outcome = cluster(corpus, weights, _identified(corpus, constraints))
    found = decisions.People(outcome.cluster, outcome.told, outcome.attached)
    return PeopleResult(
        *people_tables(corpus, outcome.cluster), *decisions.tables(corpus, weights, found, people_rulings)
    )


def _places(signed: Signatures, rulings: Iterable[Ruling]) -> dict[str, int]:
    """Row of each mention that a ruling names; RulingError for one that is not there."""
    wanted = {thing: item for item in rulings for thing in item.things}
    if not wanted:
        return {}
    ids = signed.mentions["mention_id"].to_list()
    found = {mention: n for n, mention in enumerate(ids) if mention in wanted}
    for thing, item in sorted(wanted.items()):
        if thing not in found:
            where = f"decisions.tsv:{item.line}" if item.line else "ruling"
            raise RulingError(
                where,
                f"there is no mention {thing}",
                "undo the ruling, or build from the inputs it was made on",
            )
    return found


def _split(signed: Signatures, rulings: Sequence[Ruling]) -> Signatures:
    """Two mentions of one signature that a ruling calls two people become two signatures."""
    row = _places(signed, rulings)
    of_mention, name, work, subject = (
        signed.of_mention.copy(),
        signed.name,
        signed.work,
        signed.subject,
    )
    for item in rulings:
        a, b = (row[thing] for thing in item.things)
        if item.kind == "different" and of_mention[a] == of_mention[b] >= 0:
            whole = of_mention[a]
            of_mention[b] = len(name)
            name, work = np.append(name, name[whole]), np.append(work, work[whole])
            subject = np.append(subject, np.int32(-1))
    return replace(signed, of_mention=of_mention, name=name, work=work, subject=subject)


def _constraints(signed: Signatures, rulings: Sequence[Ruling]) -> Constraints:
    row = _places(signed, rulings)
    pairs: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    for item in rulings:
        left, right = sorted(int(signed.of_mention[row[thing]]) for thing in item.things)
        if left != right and left >= 0:
            pairs[item.kind].append((left, right))
    return Constraints(tuple(pairs["same"]), tuple(pairs["different"]))


def _identified(corpus: Corpus, rulings: Constraints) -> Constraints:
    """The rulings, and what trusted ORCIDs hold together; an ORCID that a ruling speaks against holds nothing."""
    apart = {frozenset((a, b)) for a, b in rulings.different}
    orcid = corpus.identity.orcid
    refused = {int(orcid[a]) for a, b in rulings.different if orcid[a] == orcid[b] >= 0}
    pairs = (pair for pair in corpus.identity.pairs() if int(orcid[pair[0]]) not in refused)
    return replace(rulings, same=(*rulings.same, *(pair for pair in pairs if frozenset(pair) not in apart)))


def cluster(corpus: Corpus, model: Model, constraints: Constraints) -> Outcome:
    """Clusters of all blocks: first the blocks of documents' subjects, then, knowing the dossiers, all others."""
    outcome = Outcome(np.arange(corpus.signatures.count, dtype=np.int32), [], [])
    ruled = (Ruled.of(pairs) for pairs in (constraints.same, constraints.different))
    setting = Setting(corpus, model, constraints, dossiers.build(corpus), *ruled)
    subjects = sorted(set(corpus.block[corpus.signatures.subject >= 0].tolist()))
    if subjects:
        cluster_blocks(setting, outcome, subjects)
        setting = replace(setting, dossiers=dossiers.build(corpus, outcome.cluster))
    others = np.setdiff1d(np.unique(corpus.block), np.array(subjects, dtype=np.int64))
    cluster_blocks(setting, outcome, others.tolist())
    return outcome


def cluster_blocks(setting: Setting, outcome: Outcome, blocks: Sequence[int]) -> None:
    """Cluster some blocks, as many batches at a time as there are processors; fills in `outcome`."""
    for batch, label, told in side_by_side(lambda batch: _clustered(setting, batch), batches(setting.corpus, blocks)):
        outcome.cluster[batch.rows] = batch.rows[label]
        outcome.told.append(told)
        heads = _heads(setting, batch)
        if heads.any():
            _attach(setting, batch, heads, outcome)


def _clustered(setting: Setting, batch: Batch) -> tuple[Batch, Ints, Told]:
    """The batch, the cluster of each of its signatures, and what is to be told."""
    walk = features.walks(setting.corpus, batch.rows)
    scored = _scored(setting, batch, (batch.left, batch.right, batch.grade), walk)
    heads = _heads(setting, batch)
    settling = _settling(setting, batch, scored, heads)
    if batch.partial.any():
        # the pairs too that only matter for the mean of two clusters
        pairs = missing(setting.corpus, batch, knots_of(settling, setting.model.cut))
        if len(pairs[0]):
            scored = models.joined(scored, _scored(setting, batch, pairs, walk))
            batch = batch.joined(pairs)
        settling = _settling(setting, batch, scored, heads)
    settled = settle(settling, setting.model.cut)
    return batch, settled.label, Told.of(batch, scored, settled, setting.model)


def _scored(setting: Setting, batch: Batch, pairs: Graded, walk: sp.csr_matrix) -> models.Scored:
    """Log-odds of some pairs of a batch, and what they are made of; `walk` are the walks of its rows."""
    corpus, model = setting.corpus, setting.model
    some, places = batch.only(pairs)
    walk = walk if len(places) == len(batch.rows) else walk[places]
    if not setting.dossiers.present:
        return models.score(model, features.features(corpus, some, model.wanted, walk))
    columns = features.features(corpus, some, walk=walk)
    words = columns[:, features.NAMES.index("text")]
    found = dossiers.features(corpus, some, setting.dossiers, words)
    size = np.diff(corpus.text.indptr)[corpus.signatures.work[some.rows]].astype(np.float32)
    return models.score(model, columns, found, np.minimum(size[some.left], size[some.right]))


def _settling(setting: Setting, batch: Batch, scored: models.Scored, heads: NDArray[np.bool_]) -> Settling:
    """The pairs of a batch as `settle` takes them; those of `heads` say nothing and are left out."""
    left, right = batch.left, batch.right
    heard = ~(heads[left] | heads[right])
    probability = np.where(heard, models.probability(scored.log_odds), 0.0).astype(np.float32)
    return Settling(
        group=np.repeat(np.arange(len(batch.start) - 1, dtype=np.int32), np.diff(batch.start)),
        work=setting.corpus.signatures.work[batch.rows],
        left=left,
        right=right,
        probability=probability,
        silent=(batch.grade == Grade.TYPO) | (batch.grade == Grade.SWAPPED),
        same=setting.same.inside(batch),
        different=setting.different.inside(batch),
        partial=batch.partial,
    )


def _heads(setting: Setting, batch: Batch) -> NDArray[np.bool_]:
    """Marks (per place) names that stand on top of a page, which claims other names to be the same person.

    They say nothing themselves about who that is, and are attached last; where a document marks its subject in lists
    as well, nothing is left to find out.
    """
    signatures, own = setting.corpus.signatures, setting.dossiers.own
    heads = np.zeros(len(batch.rows), dtype=bool)
    tops = np.flatnonzero(signatures.subject[batch.rows] >= 0)
    if not len(tops):
        return heads
    held = {s for pair in setting.constraints.same for s in pair}
    for place in tops:
        row = int(batch.rows[place])
        listed = signatures.work_ids[signatures.work[row]].startswith("w ")
        if row not in held and not listed and own[row].nnz and own[_block(batch, int(place))].sum() > 1:
            heads[place] = True
    return heads


def _block(batch: Batch, place: int) -> Ints:
    """Signatures of the block that a place of a batch is in."""
    block = int(np.searchsorted(batch.start, place, side="right")) - 1
    return batch.rows[batch.start[block] : batch.start[block + 1]]


def _attach(setting: Setting, batch: Batch, heads: NDArray[np.bool_], outcome: Outcome) -> None:
    """Put the name on top of a page into the cluster that most of the page's claimed names are in."""
    signatures, own = setting.corpus.signatures, setting.dossiers.own
    tops = {int(row) for row in batch.rows[heads]}
    for place in np.flatnonzero(heads):
        rows, s = _block(batch, int(place)), int(batch.rows[place])
        claimed = np.asarray((own[rows] @ own[s].T).todense()).ravel() > 0
        mine = [int(row) for row in rows[claimed] if int(row) not in tops]
        counts = Counter(int(outcome.cluster[row]) for row in mine)
        if not counts:
            continue
        best = min(counts, key=lambda c: (-counts[c], c))
        chosen = next(row for row in mine if outcome.cluster[row] == best)
        outcome.cluster[s] = best
        name = signatures.names[signatures.name[s]].text
        value = f"{name} is whom the document is about; {counts[best]} of its lists have this person"
        outcome.attached.append(decisions.Attached(chosen, s, value))
