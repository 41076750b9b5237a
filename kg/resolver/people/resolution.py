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
from kg.errors import RulingError
from kg.resolver.names import Grade
from kg.resolver.people import corpus as corpora
from kg.resolver.people import decisions, dossiers, features, models, signatures
from kg.resolver.people.clusters import Pairs, agglomerate
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.dossiers import Dossiers
from kg.resolver.people.models import Model
from kg.resolver.people.signatures import Signatures
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
    told: list[decisions.Told]


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
    outcome = cluster(corpus, weights, constraints)
    return PeopleResult(*decisions.tables(corpus, weights, outcome.cluster, outcome.told, people_rulings))


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


def cluster(corpus: Corpus, model: Model, constraints: Constraints) -> Outcome:
    """Clusters of all blocks: first the blocks of documents' subjects, then, knowing the dossiers, all others."""
    outcome = Outcome(np.arange(corpus.signatures.count, dtype=np.int32), [])
    setting = Setting(corpus, model, constraints, dossiers.build(corpus))
    subjects = sorted(set(corpus.block[corpus.signatures.subject >= 0].tolist()))
    if subjects:
        cluster_blocks(setting, outcome, subjects)
        setting = replace(setting, dossiers=dossiers.build(corpus, outcome.cluster))
    others = np.setdiff1d(np.unique(corpus.block), np.array(subjects, dtype=np.int64))
    cluster_blocks(setting, outcome, others.tolist())
    return outcome


def cluster_blocks(setting: Setting, outcome: Outcome, blocks: Sequence[int]) -> None:
    """Cluster some blocks; fills in `outcome`."""
    corpus, model = setting.corpus, setting.model
    for batch in features.batches(corpus, blocks):
        columns = features.features(corpus, batch)
        words = columns[:, features.NAMES.index("text")]
        found = dossiers.features(corpus, batch, setting.dossiers, words) if setting.dossiers.present else None
        size = np.diff(corpus.text.indptr)[corpus.signatures.work[batch.rows]].astype(np.float32)
        scored = models.score(model, columns, found, np.minimum(size[batch.left], size[batch.right]))
        _cluster_batch(setting, outcome, batch, scored)


def _cluster_batch(setting: Setting, outcome: Outcome, batch: features.Batch, scored: models.Scored) -> None:
    probability = models.probability(scored.log_odds)
    block = np.searchsorted(batch.start, batch.left, side="right") - 1
    order = np.argsort(block, kind="stable")
    bounds = np.searchsorted(block[order], np.arange(len(batch.start)))
    held = _inside(setting.constraints, batch)
    for n in range(len(batch.start) - 1):
        pairs = order[bounds[n] : bounds[n + 1]]
        if len(pairs) or n in held:
            _cluster_block(
                setting,
                outcome,
                _Block(batch, scored, probability, n, pairs, held.get(n, Constraints())),
            )


@dataclass(frozen=True)
class _Block:
    """One block of a batch: which of the batch's pairs are its own, and the constraints in places of the block."""

    batch: features.Batch
    scored: models.Scored
    probability: NDArray[np.float32]
    number: int
    pairs: NDArray[np.int64]
    constraints: Constraints

    @property
    def start(self) -> int:
        """Place of the block's first signature in the batch."""
        return int(self.batch.start[self.number])

    @property
    def rows(self) -> Ints:
        """Signatures of the block."""
        return self.batch.rows[self.start : int(self.batch.start[self.number + 1])]


def _inside(constraints: Constraints, batch: features.Batch) -> dict[int, Constraints]:
    """For each block of a batch that any constraint touches: its constraints, as places in the block."""
    if not (constraints.same or constraints.different):
        return {}
    place = {int(s): n for n, s in enumerate(batch.rows)}
    found: dict[int, dict[str, list[tuple[int, int]]]] = {}
    for kind in ("same", "different"):
        for a, b in getattr(constraints, kind):
            if a in place and b in place:
                one, two = (int(np.searchsorted(batch.start, place[s], side="right")) - 1 for s in (a, b))
                if one == two:
                    start = int(batch.start[one])
                    found.setdefault(one, {}).setdefault(kind, []).append((place[a] - start, place[b] - start))
    return {n: Constraints(**{kind: tuple(rows) for kind, rows in kinds.items()}) for n, kinds in found.items()}


def _cluster_block(setting: Setting, outcome: Outcome, block: _Block) -> None:
    """Clusters of one block, and what to tell about them."""
    rows, pairs, batch = block.rows, block.pairs, block.batch
    size = len(rows)
    left, right = batch.left[pairs] - block.start, batch.right[pairs] - block.start
    matrix = np.zeros((size, size), dtype=np.float32)
    matrix[left, right] = matrix[right, left] = block.probability[pairs]
    number = np.full((size, size), -1, dtype=np.int64)
    number[left, right] = number[right, left] = pairs
    work = setting.corpus.signatures.work[rows]
    forbidden = (work[:, None] == work[None, :]) & ~np.eye(size, dtype=bool)
    conflict = (number < 0) & ~forbidden
    together = _apply(block.constraints, forbidden, conflict)
    np.fill_diagonal(conflict, val=False)
    heads = _heads(setting, rows, together)
    for head in heads:
        forbidden[head] = forbidden[:, head] = True
    odd = np.isin(batch.grade[pairs], (Grade.TYPO, Grade.SWAPPED))
    silent = np.zeros((size, size), dtype=bool) if odd.any() else None
    if silent is not None:
        silent[left[odd], right[odd]] = silent[right[odd], left[odd]] = True
    known = Pairs(matrix, conflict, forbidden, silent)
    found = agglomerate(known, setting.model.cut, together=together)
    outcome.cluster[rows] = rows[found.label]
    _attach(setting, rows, heads, outcome)
    for name, listed in (("same", found.merges), ("near", found.near)):
        for a, b, linkage in listed:
            pair = int(number[a, b])
            told = decisions.Told(int(rows[a]), int(rows[b]), name, linkage)
            if pair >= 0:
                told = replace(
                    told,
                    evidence=decisions.Evidence.of(block.scored, pair, int(batch.grade[pair])),
                )
            outcome.told.append(told)


def _apply(constraints: Constraints, forbidden: NDArray[np.bool_], conflict: NDArray[np.bool_]) -> Ints | None:
    """Put rulings on the matrices of a block; which signatures start together, None if no two do."""
    for a, b in constraints.different:
        forbidden[a, b] = forbidden[b, a] = True
    if not constraints.same:
        return None
    together = np.arange(len(forbidden), dtype=np.int32)
    for a, b in constraints.same:
        forbidden[a, b] = forbidden[b, a] = False
        conflict[a, b] = conflict[b, a] = False
        together[together == max(together[a], together[b])] = min(together[a], together[b])
    return together


def _heads(setting: Setting, rows: Ints, together: Ints | None) -> list[int]:
    """Places in `rows` of names that stand on top of a page, which claims other names to be the same person.

    They say nothing themselves about who that is, and are attached last; where a document marks its subject in lists
    as well, nothing is left to find out.
    """
    signatures, own = setting.corpus.signatures, setting.dossiers.own
    heads = []
    for place in np.flatnonzero(signatures.subject[rows] >= 0):
        held = together is not None and (together == together[place]).sum() > 1
        listed = signatures.work_ids[signatures.work[rows[place]]].startswith("w ")
        if not held and not listed and own[rows[place]].nnz and own[rows].sum() > 1:
            heads.append(int(place))
    return heads


def _attach(setting: Setting, rows: Ints, heads: Sequence[int], outcome: Outcome) -> None:
    """Put the name on top of a page into the cluster that most of the page's claimed names are in."""
    if not heads:
        return
    own = setting.dossiers.own[rows]
    claimed = np.asarray((own @ own.T).todense()) > 0
    signatures = setting.corpus.signatures
    for head in heads:
        mine = [int(k) for k in np.flatnonzero(claimed[head]) if k not in heads]
        counts = Counter(int(outcome.cluster[rows[k]]) for k in mine)
        if not counts:
            continue
        best = min(counts, key=lambda c: (-counts[c], c))
        s = int(rows[head])
        chosen = next(int(rows[k]) for k in mine if outcome.cluster[rows[k]] == best)
        outcome.cluster[s] = best
        name = signatures.names[signatures.name[s]].text
        value = f"{name} is whom the document is about; {counts[best]} of its lists have this person"
        outcome.told.append(decisions.Told(chosen, s, "same", 2.0, value=value))
