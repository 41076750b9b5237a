"""The road from mentions to people: signatures, corpus, scored pairs, clusters, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
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
from kg.resolver.people.pairs import Batch, batches, missing
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
class Setting:
    """All that the clustering of a block needs to know."""

    corpus: Corpus
    model: Model
    constraints: Constraints
    dossiers: Dossiers


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
    setting = Setting(corpus, model, constraints, dossiers.build(corpus))
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
    first = _scored(setting, batch)
    looked = models.Looked.of(batch, first)
    scored = looked.again(setting.model, batch, first)
    heads = _heads(setting, batch)
    settling = _settling(setting, batch, scored, heads)
    if batch.partial.any():
        batch, scored = _completed(setting, batch, scored, looked, knots_of(settling, setting.model.cut))
        settling = _settling(setting, batch, scored, heads)
    settled = settle(settling, setting.model.cut)
    return batch, settled.label, Told.of(batch, scored, settled, setting.model)


def _scored(setting: Setting, batch: Batch) -> models.Scored:
    """Log-odds of the pairs of a batch, and what they are made of."""
    corpus, model = setting.corpus, setting.model
    if len(batch.left):
        batch = batch.only((batch.left, batch.right, batch.grade))
    if not setting.dossiers.present:
        return models.score(model, features.features(corpus, batch, model.wanted))
    columns = features.features(corpus, batch)
    words = columns[:, features.NAMES.index("text")]
    found = dossiers.features(corpus, batch, setting.dossiers, words)
    size = np.diff(corpus.text.indptr)[corpus.signatures.work[batch.rows]].astype(np.float32)
    return models.score(model, columns, found, np.minimum(size[batch.left], size[batch.right]))


def _completed(
    setting: Setting, batch: Batch, scored: models.Scored, looked: models.Looked, knot: NDArray[np.int64]
) -> tuple[Batch, models.Scored]:
    """The batch with those pairs too that only matter for the mean of two clusters: all within one knot."""
    left, right, grade = missing(setting.corpus, batch, knot)
    if not len(left):
        return batch, scored
    more = replace(batch, left=left.astype(np.int32), right=right.astype(np.int32), grade=grade)
    fresh = looked.again(setting.model, more, _scored(setting, more), counted=False)
    whole = replace(
        batch,
        left=np.concatenate([batch.left, more.left]),
        right=np.concatenate([batch.right, more.right]),
        grade=np.concatenate([batch.grade, grade]),
    )
    return whole, models.joined(scored, fresh)


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
        # a misprint is judged where it stands: beside the other names of its document
        silent=np.isin(batch.grade, (Grade.TYPO, Grade.SWAPPED)) & ~scored.inside,
        same=_inside(setting.constraints.same, batch),
        different=_inside(setting.constraints.different, batch),
        partial=batch.partial,
    )


def _inside(rulings: Sequence[tuple[int, int]], batch: Batch) -> NDArray[np.int64]:
    """Those of some pairs of signatures that are in one block of the batch, as places in it."""
    if not rulings:
        return np.empty((0, 2), dtype=np.int64)
    order = np.argsort(batch.rows)
    ends = np.array(rulings, dtype=np.int64)
    at = np.minimum(np.searchsorted(batch.rows, ends, sorter=order), len(order) - 1)
    place = order[at]
    block = np.searchsorted(batch.start, place, side="right")
    here = (batch.rows[place] == ends).all(axis=1) & (block[:, 0] == block[:, 1])
    return np.asarray(place[here], dtype=np.int64)


def _heads(setting: Setting, batch: Batch) -> NDArray[np.bool_]:
    """Marks (per place) names that stand on top of a page, which claims other names to be the same person.

    They say nothing themselves about who that is, and are attached last; where a document marks its subject in lists
    as well, nothing is left to find out.
    """
    signatures, own = setting.corpus.signatures, setting.dossiers.own
    heads = np.zeros(len(batch.rows), dtype=bool)
    held = {s for pair in setting.constraints.same for s in pair}
    for place in np.flatnonzero(signatures.subject[batch.rows] >= 0):
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
