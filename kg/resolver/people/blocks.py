"""Blocks to clusters, as a stage that every engine runs: rows are signatures with their blocks, and what comes out is
who is who and what is to be told.

What the stage knows besides is the setting; on a cluster it goes to every machine once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.engines.stages import Engine, Stage
from kg.engines.threads import side_by_side
from kg.resolver.columns import distinct
from kg.resolver.names import Grade
from kg.resolver.people import decisions, dossiers, features, models
from kg.resolver.people.corpus import Corpus
from kg.resolver.people.dossiers import Dossiers
from kg.resolver.people.models import Model
from kg.resolver.people.name_pairs import counted
from kg.resolver.people.pairs import Batch, Graded, batches, missing
from kg.resolver.people.settle import Scored as Settling
from kg.resolver.people.settle import knots_of, settle
from kg.resolver.people.told import TOLD, Told

Ints = NDArray[np.int32]

# Rows of what the stage makes: a signature and its cluster (`linkage` null), a pair to tell about (`weights`, one for
# each of TOLD), or a name that was attached to the cluster of another signature (`value`, the reason in words).
MADE = pa.schema(
    [
        ("left", pa.int32()),
        ("right", pa.int32()),
        ("linkage", pa.float64()),
        ("same", pa.bool_()),
        ("known", pa.bool_()),
        ("log_odds", pa.float32()),
        ("prior", pa.float32()),
        ("weights", pa.list_(pa.float32())),
        ("grade", pa.int8()),
        ("value", pa.string()),
    ]
)
_PLAIN = ("left", "right", "linkage", "same", "known", "log_odds", "prior", "grade")  # columns of pairs


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


def cluster_blocks(setting: Setting, outcome: Outcome, blocks: NDArray[np.int64], engine: Engine) -> None:
    """Cluster some blocks; fills in `outcome`."""
    block = setting.corpus.block
    wanted = np.zeros(len(setting.corpus.blocks), dtype=bool)
    wanted[blocks] = True
    rows = np.flatnonzero(wanted[block] & (np.bincount(block)[block] > 1))
    given = pa.table({"signature": pa.array(rows.astype(np.int32)), "block": pa.array(block[rows])})
    _take_in(engine.run(Stage("people", "block", partial(_clusters, setting), MADE), given), outcome)


def _clusters(setting: Setting, given: pa.Table) -> pa.Table:
    """The stage: all signatures of some blocks to rows of MADE; as many batches at a time as there are processors."""
    blocks = distinct(given["block"].to_numpy().astype(np.int64))
    parts = [MADE.empty_table()]
    for batch, label, told in side_by_side(
        lambda batch: _clustered(setting, batch), batches(setting.corpus, blocks.tolist())
    ):
        cluster = batch.rows[label]
        attached: list[decisions.Attached] = []
        heads = _heads(setting, batch)
        if heads.any():
            attached = _attach(setting, batch, heads, cluster)
        parts += [_rows(left=batch.rows, right=cluster), _told_rows(told), _attached_rows(attached)]
    return pa.concat_tables(parts)


def _rows(**columns: object) -> pa.Table:
    """Rows of MADE; columns that are not given are null."""
    arrays = {name: pa.array(column, MADE.field(name).type) for name, column in columns.items()}
    count = len(next(iter(arrays.values())))
    return pa.table([arrays.get(f.name, pa.nulls(count, f.type)) for f in MADE], schema=MADE)


def _told_rows(told: Told) -> pa.Table:
    offsets = np.arange(len(told.left) + 1, dtype=np.int32) * len(TOLD)
    plain = {name: getattr(told, name) for name in _PLAIN}
    return _rows(**plain, weights=pa.ListArray.from_arrays(offsets, told.weights.astype(np.float32).ravel()))


def _attached_rows(attached: Sequence[decisions.Attached]) -> pa.Table:
    columns = ("left", "right", "value")
    return _rows(**{name: [getattr(item, name) for item in attached] for name in columns})


def _take_in(made: pa.Table, outcome: Outcome) -> None:
    """What a stage made, in any order, into `outcome`."""
    said, told = made["value"].is_valid().to_numpy(), made["linkage"].is_valid().to_numpy()
    clusters = made.select(["left", "right"]).filter(pa.array(~said & ~told))
    outcome.cluster[clusters["left"].to_numpy()] = clusters["right"].to_numpy()
    pairs = made.filter(pa.array(told))
    weights = pairs["weights"].combine_chunks().flatten().to_numpy().reshape(-1, len(TOLD))
    outcome.told.append(Told(weights=weights, **{name: pairs[name].to_numpy() for name in _PLAIN}))
    for row in made.filter(pa.array(said)).select(["left", "right", "value"]).to_pylist():
        outcome.attached.append(decisions.Attached(**row))


def _clustered(setting: Setting, batch: Batch) -> tuple[Batch, Ints, Told]:
    """The batch, the cluster of each of its signatures, and what is to be told."""
    walk = features.walks(setting.corpus, batch.rows)
    first = _scored(setting, batch, (batch.left, batch.right, batch.grade), walk)
    looked = models.Looked.of(batch, first)
    scored = looked.again(setting.model, first, (batch.left, batch.right))
    heads = _heads(setting, batch)
    settling = _settling(setting, batch, scored, heads)
    if batch.partial.any():
        # the pairs too that only matter for the mean of two clusters
        pairs = missing(setting.corpus, batch, knots_of(settling, setting.model.cut))
        if len(pairs[0]):
            more = _scored(setting, batch, pairs, walk)
            scored = models.joined(scored, looked.again(setting.model, more, pairs[:2], counted=False))
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
        # a misprint is judged where it stands: beside the other names of its document
        silent=((batch.grade == Grade.TYPO) | (batch.grade == Grade.SWAPPED)) & ~scored.inside,
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
        if row not in held and not listed and own[row].nnz and own[batch.rows[_block(batch, int(place))]].sum() > 1:
            heads[place] = True
    return heads


def _block(batch: Batch, place: int) -> NDArray[np.int64]:
    """Places of the block that a place of a batch is in."""
    block = int(np.searchsorted(batch.start, place, side="right")) - 1
    return np.arange(batch.start[block], batch.start[block + 1])


def _attach(setting: Setting, batch: Batch, heads: NDArray[np.bool_], cluster: Ints) -> list[decisions.Attached]:
    """Put the name on top of a page into the cluster that most of the page's claimed names are in.

    `cluster` says of each place in which signature's cluster it is; it is changed.
    """
    signatures, own = setting.corpus.signatures, setting.dossiers.own
    attached = []
    for place in np.flatnonzero(heads):
        places, s = _block(batch, int(place)), int(batch.rows[place])
        claimed = np.asarray((own[batch.rows[places]] @ own[s].T).todense()).ravel() > 0
        mine = places[claimed & ~heads[places]]
        counts = Counter(cluster[mine].tolist())
        if not counts:
            continue
        best = min(counts, key=lambda c: (-counts[c], c))
        chosen = int(batch.rows[mine[np.argmax(cluster[mine] == best)]])
        cluster[place] = best
        name = signatures.names[signatures.name[s]].text
        value = f"{name} is whom the document is about; {counts[best]} of its lists have this person"
        attached.append(decisions.Attached(chosen, s, value))
    return attached
