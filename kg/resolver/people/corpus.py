"""What a collection knows about its signatures, as columns and sparse matrices: co-authors, words, venues,
affiliations, names.

Everything is made in the order of sorted ids, so that the order of the input changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa
import scipy.sparse as sp
from numpy.typing import NDArray

from kg.resolver.names import family_count, fold, given_count
from kg.resolver.people import bridges, coherence, identity
from kg.resolver.people.identity import Identity
from kg.resolver.people.name_columns import NameColumns
from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

INITIAL_KEY = 0.3  # weight of a co-author's family name and initial beside the full name
WALK_LIMIT = 60  # lists with more names say little about each pair, and make the walk dense
# steps that are kept of the walk: so many in all, and of each name at least and at most so many
REACH, REACHED = 4_000_000, (32, 512)
NEAREST = 2  # names of those that a name is nearest to
STEPS = 20_000_000  # steps taken at a time: about 200 MB at most
SPACE = 64  # dimensions of the topic space
LEARNT = 50_000  # lists from which the topic space is learnt
VENUE_SHARE = 0.6  # length of the mean topic of a work's venue beside that of its own words
SAMPLE = 400  # random works against which a topic cosine is judged
SLICE = 100_000  # texts taken apart at a time: about 100 MB
WORD = 8  # words are cut to this many letters: a stemmer for any language, and titles that come stemmed
SHIPPED_NAMES = 100_000  # names that the shipped counts were made from
# names of a collection in which the shipped counts weigh fully; beyond SHIPPED_NAMES they weigh less
REFERENCE = 50_000
SMALLEST = 0.18  # their weight in small collections: what they weigh in those that the model was trained on
MIDDLING = 60.0  # family names of a given name, where only its initial is known
_MAIL = r"[\w.+-]+@([\w-]+\.)+[A-Za-z]{2,}"
_FREE_MAIL = "gmail hotmail yahoo outlook 163 126 qq aol icloud protonmail foxmail sina googlemail msn live".split()
_STOP = frozenset(
    "the and for with from that this are was were been have has had its into using based via toward towards between "
    "over under can not but our their these those which than then also such use used new approach method methods "
    "study analysis results".split()
)
_VENUE_STOP = frozenset(
    "the of on and in for proceedings proc international conference journal annual symposium workshop intl int "
    "conf".split()
)


@dataclass(frozen=True)
class Corpus:
    """Columns over signatures (S), lists (W), name keys (K), venues (V).

    `lists` is W x K: which name keys a list has. A name key is a full name or a family name with an initial;
    `key_block`
    says in which block it is. `text` and `topic` are over lists; `venue` (W) is -1
    where unknown. `given_kinds` (S) counts how many first names the block has; `bearers` (S) is the expected number of
    people with a signature's name per thousand; see `_ambiguity`.
    """

    signatures: Signatures
    names: NameColumns
    block: Ints  # S
    blocks: tuple[str, ...]
    lists: sp.csr_matrix
    reach: sp.csr_matrix  # K x K: where a step from a name over one of its lists leads; see `_reach`
    nearest: Ints  # K x NEAREST: the other names with the strongest steps, -1 where there are fewer
    key_block: Ints
    keys: tuple[str, ...]
    key_count: Ints
    size: Ints  # W: names in the list
    year: Floats  # W: nan where unknown
    text: sp.csr_matrix
    topic: Floats
    context: Floats  # topic with that of the venue's other works; `topic_mean` and `topic_spread` are about it
    topic_mean: Floats
    topic_spread: Floats
    venue: Ints
    venue_names: tuple[str, ...]
    venue_count: Ints
    venue_text: sp.csr_matrix
    venue_topic: Floats  # V x dimensions: sum of the topics of a venue's works
    affiliation: sp.csr_matrix  # S x words, rows of length 1
    affiliation_known: NDArray[np.bool_]
    mail: Ints  # S: -1 unknown
    mail_domain: Ints
    ambiguity: Floats  # S
    trust: float  # how far full names tell people apart here, 0..1; see `coherence`
    identity: Identity  # what sources say about who a signature is
    document: sp.csr_matrix  # S x documents that have a subject
    list_document: Ints  # W: the document of a list if it is one that has a subject, else -1


def build(
    signatures: Signatures,
    tables: Mapping[str, pa.Table],
    united: Sequence[tuple[int, int]] = (),
) -> Corpus:
    """The corpus of all signatures. `united` are pairs of signatures whose blocks are looked at together in any
    case.
    """
    initial, blocks = bridges.initial_keys(signatures)
    known_as = identity.build(signatures, tables)
    extra = [(int(initial[a]), int(initial[b])) for a, b in (*united, *known_as.pairs()) if initial[a] != initial[b]]
    block_of = bridges.unite(signatures, initial, blocks, extra)
    block = block_of[initial]
    lists, keys, key_block = _name_keys(signatures, initial, blocks, block_of)
    records = _records(signatures, tables)
    text = _words(records, len(signatures.work_ids))
    topic = _topics(text)
    venue, venue_names = _venues(records, len(signatures.work_ids))
    affiliation, known, mail, domain = _affiliations(signatures, tables)
    document, list_document = _documents(signatures)
    size = np.bincount(signatures.work, minlength=len(signatures.work_ids)).astype(np.int32)
    key_count = np.maximum(np.asarray(lists.sum(axis=0)).ravel(), 1).astype(np.int32)
    weight = np.where(np.arange(len(keys)) < len(blocks), INITIAL_KEY, 1.0)
    reach = _reach(lists, weight, key_count, size)
    sums = np.zeros((len(venue_names), topic.shape[1]), dtype=np.float32)
    np.add.at(sums, venue[venue >= 0], topic[venue >= 0])
    context = _context(topic, venue, sums)
    mean, spread = _background(context)
    ambiguity = _ambiguity(signatures)
    return Corpus(
        signatures=signatures,
        names=NameColumns.of(signatures.names),
        block=block,
        blocks=blocks,
        lists=lists,
        reach=reach,
        nearest=_nearest(reach),
        key_block=key_block,
        keys=keys,
        key_count=key_count,
        size=size,
        year=records.year,
        text=text,
        topic=topic,
        context=context,
        topic_mean=mean,
        topic_spread=spread,
        venue=venue,
        venue_names=venue_names,
        venue_count=np.bincount(venue[venue >= 0], minlength=len(venue_names)).astype(np.int32),
        venue_text=_venue_words(venue_names),
        venue_topic=sums,
        affiliation=affiliation,
        affiliation_known=known,
        mail=mail,
        mail_domain=domain,
        ambiguity=ambiguity,
        trust=coherence.trust(signatures, lists, (block, key_block), ambiguity),
        identity=known_as,
        document=document,
        list_document=list_document,
    )


def _reach(lists: sp.csr_matrix, weight: NDArray[np.float64], count: Ints, size: Ints) -> sp.csr_matrix:
    """Where a step from each name to one of its lists and on to a name of that leads: K x K, damped by frequency.

    Nothing is reached over lists of more than WALK_LIMIT names. Of each name the strongest steps are kept, fewer in a
    larger collection: who wrote with hundreds says next to nothing by each of them, and those who wrote with few
    keep their step to him.
    """
    kept = int(np.clip(REACH // max(1, len(count)), *REACHED))
    stay = np.where((size > 0) & (size <= WALK_LIMIT), 1.0 / np.maximum(size, 1), 0.0)
    onward = sp.csr_matrix(_scaled(weight / count) @ lists.T)
    back = sp.csr_matrix(_scaled(stay) @ lists @ _scaled(weight / np.sqrt(count)))
    steps = np.concatenate([[0], np.cumsum(onward @ np.diff(back.indptr))])
    bounds = np.unique(np.searchsorted(steps, np.arange(0.0, steps[-1] + STEPS, STEPS), side="left"))
    parts = []
    for first, last in pairwise(np.append(np.minimum(bounds, len(count)), len(count)).tolist()):
        part = sp.csr_matrix(onward[first:last] @ back)
        length = np.diff(part.indptr)
        far = np.flatnonzero(np.repeat(length > kept, length))
        row = np.repeat(np.arange(last - first), length)[far]
        order = np.lexsort((part.indices[far], -part.data[far], row))
        begins = np.flatnonzero(np.diff(row[order], prepend=-1))
        nth = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
        part.data[far[order[nth >= kept]]] = 0.0
        part.eliminate_zeros()
        parts.append(part)
    return sp.csr_matrix(sp.vstack(parts, format="csr", dtype=np.float32))


def _nearest(reach: sp.csr_matrix) -> Ints:
    """For each name the others with the strongest steps from it."""
    size = np.diff(reach.indptr)
    found = np.full((reach.shape[0], NEAREST), -1, dtype=np.int32)
    filled = np.flatnonzero(size > 0)
    if not len(filled):
        return found
    # strength and name as one number: numbers above 0 sort as their bits do, and of equal steps the first name counts
    rank = (reach.data.view(np.int32).astype(np.int64) << 32) - reach.indices
    rank[reach.indices == np.repeat(np.arange(reach.shape[0]), size)] = -1
    for n in range(NEAREST):
        best = np.maximum.reduceat(rank, reach.indptr[:-1][filled])
        known = best >= 0
        found[filled[known], n] = -best[known] & 0xFFFFFFFF
        rank[rank == np.repeat(best, size[filled])] = -1
    return found


def _scaled(values: NDArray[np.float64]) -> sp.dia_array:
    """Diagonal matrix of some values."""
    return sp.diags_array(values.astype(np.float32))


def _name_keys(
    signatures: Signatures, initial: Ints, blocks: tuple[str, ...], block_of: Ints
) -> tuple[sp.csr_matrix, tuple[str, ...], Ints]:
    """List x name key: full names, and every name with its initial only."""
    full = [f"{name.joined}|{name.key}" if name.full else "" for name in signatures.names]
    full_keys = sorted(set(full) - {""})
    number = {key: len(blocks) + n for n, key in enumerate(full_keys)}
    column = np.array([number.get(key, -1) for key in full], dtype=np.int64)[signatures.name]
    spelled = column >= 0
    rows = np.concatenate([signatures.work, signatures.work[spelled]])
    columns = np.concatenate([initial, column[spelled]])
    shape = (len(signatures.work_ids), len(blocks) + len(full_keys))
    lists = sp.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    lists.data[:] = 1.0
    key_block = np.zeros(shape[1], dtype=np.int32)
    key_block[: len(blocks)] = block_of
    key_block[column[spelled]] = block_of[initial[spelled]]
    shown = {key: f"{n.given} {n.family}".strip() for key, n in zip(full, signatures.names, strict=True)}
    return lists, (*blocks, *(shown[key] for key in full_keys)), key_block


@dataclass(frozen=True)
class _Records:
    """Text and venue of lists (number, text; number, venue), and the year of each list."""

    text: pl.DataFrame
    venue: pl.DataFrame
    year: Floats


def _records(signatures: Signatures, tables: Mapping[str, pa.Table]) -> _Records:
    """Text, venue and year of each list, from its records."""
    records = pl.DataFrame(
        pl.from_arrow(tables["records"].select(["record_id", "title", "abstract", "keywords", "venue", "year"]))
    ).sort("record_id")
    place = signatures.mentions.select("record_id", pl.col("list").alias("number")).unique().drop_nulls()
    rows = place.join(records, on="record_id").sort("number", "record_id")
    year = np.full(len(signatures.work_ids), np.nan, dtype=np.float32)
    years = rows.drop_nulls("year").group_by("number").agg(pl.col("year").min()).sort("number")
    year[years["number"].to_numpy()] = years["year"].to_numpy()
    text = rows.select(
        "number",
        text=pl.concat_str(
            [
                pl.col("title").fill_null(""),
                pl.col("title").fill_null(""),
                pl.col("keywords").list.join(" ").fill_null(""),
                pl.col("abstract").fill_null(""),
            ],
            separator=" ",
        ),
    )
    venue = rows.drop_nulls("venue").group_by("number").agg(pl.col("venue").first()).sort("number")
    return _Records(text, venue, year)


def _tfidf(texts: pl.DataFrame, word: pl.Expr, shape_rows: int, *, rarest: int = 2) -> sp.csr_matrix:
    """Rows of length 1: (1 + log count) x inverse document frequency; words in fewer than `rarest` rows are left
    out.

    `texts` has "row" and "text", `word` makes a list of words of the text. Words are taken apart some texts at a time
    and counted as numbers, since they take many times the memory of what is left of them.
    """
    rows, keys, counts, known = [], [], [], []
    for some in texts.iter_slices(SLICE):
        words = some.select("row", word=word).explode("word").drop_nulls("word")
        counted = words.group_by("row", "word").len().with_columns(key=pl.col("word").hash(seed=19))
        known.append(counted.select("key", "word").unique("key"))
        rows.append(counted["row"].to_numpy().astype(np.int32))
        keys.append(counted["key"].to_numpy())
        counts.append(counted["len"].to_numpy().astype(np.float32))
    if not known:
        return sp.csr_matrix((shape_rows, 1), dtype=np.float32)
    vocabulary = pl.concat(known).unique("key").sort("word").with_row_index("column").sort("key")
    column = vocabulary["column"].to_numpy().astype(np.int32)
    place = column[np.searchsorted(vocabulary["key"].to_numpy(), np.concatenate(keys))]
    shape = (shape_rows, max(1, len(column)))
    matrix = sp.csr_matrix((np.concatenate(counts), (np.concatenate(rows), place)), shape=shape)
    matrix.sum_duplicates()
    frequency = np.bincount(matrix.indices, minlength=shape[1])
    kept = frequency >= rarest
    idf = np.where(kept, np.log((1 + shape_rows) / (1 + frequency)), 0.0)
    matrix.data = ((1 + np.log(matrix.data.astype(np.float64))) * idf[matrix.indices]).astype(np.float32)
    matrix.data[~kept[matrix.indices]] = 0.0
    matrix.eliminate_zeros()
    number = np.maximum(np.cumsum(kept, dtype=np.int32) - 1, 0).astype(np.int32)
    shape = (shape_rows, max(1, int(kept.sum())))
    return unit_rows(sp.csr_matrix((matrix.data, number[matrix.indices], matrix.indptr), shape=shape))


def unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    """Rows scaled to length 1; empty rows stay empty."""
    size = np.diff(matrix.indptr)
    filled = size > 0
    square = np.add.reduceat(np.square(matrix.data), matrix.indptr[:-1][filled]) if filled.any() else np.empty(0)
    scale = np.divide(1.0, np.sqrt(square), out=np.zeros(len(square)), where=square > 0).astype(np.float32)
    data = (matrix.data * np.repeat(scale, size[filled])).astype(np.float32, copy=False)
    return sp.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _words(records: _Records, lists: int) -> sp.csr_matrix:
    one = pl.element()
    words = pl.col("text").str.to_lowercase().str.extract_all(r"\p{L}{3,}")
    words = words.list.eval(one.filter(~one.is_in(list(_STOP))).str.slice(0, WORD))
    return _tfidf(records.text.rename({"number": "row"}), words, lists)


def _topics(text: sp.csr_matrix) -> Floats:
    """Latent semantic space by randomised projection (Halko, Martinsson & Tropp 2011, doi:10.1137/090771806), rows of
    length 1.

    The space is learnt from LEARNT lists at most; all are then put into it.
    """
    rank = min(SPACE, text.shape[0] - 1, text.shape[1] - 1)
    if rank < 2:
        return np.zeros((text.shape[0], 1), dtype=np.float32)
    generator = np.random.default_rng(20240501)
    start = generator.standard_normal((text.shape[1], min(rank + 16, min(text.shape)))).astype(np.float32)
    lists = text
    if text.shape[0] > LEARNT:
        lists = text[np.sort(generator.choice(text.shape[0], LEARNT, replace=False))]
    sketch = lists @ start
    for _ in range(3):
        words = _orthogonal(lists.T @ _orthogonal(sketch))
        sketch = lists @ words
    values, turn = np.linalg.eigh((sketch.T @ sketch).astype(np.float64))
    axes = (words @ turn[:, np.argsort(-values)[:rank]]).astype(np.float32)
    topic = np.empty((text.shape[0], axes.shape[1]), dtype=np.float32)
    for first in range(0, len(topic), 8192):
        part = topic[first : first + 8192]
        part[:] = text[first : first + 8192] @ axes
        length = np.linalg.norm(part, axis=1, keepdims=True)
        np.divide(part, length, out=part, where=length > 1e-6)
        part[(length <= 1e-6).ravel()] = 0.0
    return topic


def _orthogonal(matrix: Floats) -> Floats:
    """Columns made orthogonal through the eigenvectors of their products; as good as QR here, and a product per
    step.
    """
    values, turn = np.linalg.eigh((matrix.T @ matrix).astype(np.float64))
    kept = values > values[-1] * 1e-10
    return np.asarray(matrix @ (turn[:, kept] / np.sqrt(values[kept])), dtype=np.float32)


def _context(topic: Floats, venue: Ints, venue_topic: Floats) -> Floats:
    """Topic of each list with that of the other lists of its venue, rows of length 1: a title says
    little, the venue more.
    """
    known = np.flatnonzero(venue >= 0)
    others = venue_topic[venue[known]] - topic[known]
    length = np.linalg.norm(others, axis=1, keepdims=True)
    mixed = topic.copy()
    mixed[known] += VENUE_SHARE * np.divide(others, length, out=np.zeros_like(others), where=length > 1e-3)
    length = np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.asarray(np.divide(mixed, length, out=np.zeros_like(mixed), where=length > 1e-6), dtype=np.float32)


def _background(topic: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of each list's cosine with a sample of lists that have words."""
    known = np.flatnonzero(np.abs(topic).sum(axis=1) > 0)
    if len(known) < 3:
        return np.zeros(len(topic), dtype=np.float32), np.ones(len(topic), dtype=np.float32)
    sample = np.random.default_rng(7).choice(known, size=min(SAMPLE, len(known)), replace=False)
    mean, spread = (
        np.zeros(len(topic), dtype=np.float32),
        np.ones(len(topic), dtype=np.float32),
    )
    for start in range(0, len(topic), 8192):
        cosine = topic[start : start + 8192] @ topic[sample].T
        mean[start : start + 8192] = cosine.mean(axis=1)
        spread[start : start + 8192] = np.maximum(cosine.std(axis=1), 0.02)
    return mean, spread


def venue_key(venue: str) -> str:
    """A venue string without years, numbers and the words that all venues have."""
    return " ".join(word for word in fold(venue).split() if word not in _VENUE_STOP)


def _venues(records: _Records, lists: int) -> tuple[Ints, tuple[str, ...]]:
    frame = records.venue
    printed = frame["venue"].unique().sort().to_list()
    key = {text: venue_key(text) for text in printed}
    names = sorted(set(key.values()) - {""})
    number = {name: n for n, name in enumerate(names)}
    venue = np.full(lists, -1, dtype=np.int32)
    venue[frame["number"].to_numpy()] = [number.get(key[text], -1) for text in frame["venue"].to_list()]
    return venue, tuple(names)


def _venue_words(names: tuple[str, ...]) -> sp.csr_matrix:
    texts = pl.DataFrame({"row": np.arange(len(names)), "text": pl.Series(names, dtype=pl.String)})
    one = pl.element()
    words = pl.col("text").str.split(" ").list.eval(one.filter(one.str.len_chars() > 1).str.slice(0, WORD))
    return _tfidf(texts, words, len(names), rarest=1)


def _affiliations(
    signatures: Signatures, tables: Mapping[str, pa.Table]
) -> tuple[sp.csr_matrix, NDArray[np.bool_], Ints, Ints]:
    """Words of the affiliations, addresses and mail domains of each signature."""
    rows = pl.DataFrame(pl.from_arrow(tables["mentions"].select(["mention_id", "affiliations", "email_hash"]))).sort(
        "mention_id"
    )
    rows = rows.with_columns(signature=pl.Series(signatures.of_mention)).filter(pl.col("signature") >= 0)
    text = rows.select("signature", text=pl.col("affiliations").list.join(" ; ").fill_null("")).filter(
        pl.col("text") != ""
    )
    words = pl.col("text").str.replace_all(_MAIL, " ").str.to_lowercase().str.extract_all(r"\p{L}{2,}")
    words = words.list.eval(pl.element().str.slice(0, WORD))
    known = np.zeros(signatures.count, dtype=bool)
    known[text["signature"].to_numpy()] = True
    matrix = _tfidf(text.rename({"signature": "row"}), words, signatures.count, rarest=1)
    mail = np.full(signatures.count, -1, dtype=np.int32)
    domain = np.full(signatures.count, -1, dtype=np.int32)
    found = text.select("signature", mail=pl.col("text").str.extract(f"({_MAIL})", 1).str.to_lowercase()).drop_nulls(
        "mail"
    )
    hashed = rows.select("signature", mail=pl.col("email_hash")).drop_nulls("mail").filter(pl.col("mail") != "")
    both = pl.concat([found, hashed]).sort("signature", "mail").unique("signature", keep="first", maintain_order=True)
    if len(both):
        mail[both["signature"].to_numpy()] = np.unique(both["mail"].to_numpy(), return_inverse=True)[1]
        host = both.select("signature", host=pl.col("mail").str.extract(r"@(.*)$", 1)).drop_nulls("host")
        host = host.filter(~pl.col("host").str.split(".").list.first().is_in(_FREE_MAIL))
        if len(host):
            domain[host["signature"].to_numpy()] = np.unique(host["host"].to_numpy(), return_inverse=True)[1]
    return matrix, known, mail, domain


def _ambiguity(signatures: Signatures) -> Floats:
    """How many people may bear a signature's name, log scale: first names of the family name x family names of the
    first name.

    Both are counts per hundred thousand names, of the shipped counts and the collection's own together; so a small
    collection is judged by the shipped counts and a large one by itself. A name with an initial only has that of its
    family
    name and of a middling given name.
    """
    given: dict[str, set[str]] = {}
    family: dict[str, set[str]] = {}
    for name in signatures.names:
        if name.full:
            given.setdefault(name.parts[0], set()).add(name.key)
            family.setdefault(name.key, set()).add(name.parts[0])
    kinds = max(1, len(signatures.names))
    prior = min(max(kinds / REFERENCE, SMALLEST), SHIPPED_NAMES / kinds)
    table = np.zeros(len(signatures.names), dtype=np.float32)
    for n, name in enumerate(signatures.names):
        first = name.parts[0] if name.parts else ""
        bearers = len(family.get(name.key, ())) + prior * family_count(name.key)
        wearers = len(given.get(first, ())) + prior * given_count(first) if name.full else MIDDLING
        table[n] = np.log1p(bearers) + np.log1p(wearers)
    return table[signatures.name]


def _documents(signatures: Signatures) -> tuple[sp.csr_matrix, Ints]:
    """Which documents with a subject each signature stands in; the document of each list (the first one)."""
    known = (signatures.of_mention >= 0) & signatures.has_subject[signatures.document]
    rows, columns = signatures.of_mention[known], signatures.document[known]
    shape = (signatures.count, len(signatures.documents))
    matrix = sp.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    matrix.data[:] = 1.0
    of_list = np.full(len(signatures.work_ids), -1, dtype=np.int32)
    of_list[signatures.work[rows][::-1]] = columns[::-1]
    return matrix, of_list
