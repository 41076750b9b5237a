"""Blocks that must be looked at together, because a name was printed the other way round, with a slip, or with half a
double name.

A block is a family name with an initial. Blocks are united only where two such names also share a co-author or a
document
with a subject: names alone ("Hao Li" and "Li Hao" in a large collection) unite nothing.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kg.resolver.columns import distinct
from kg.resolver.names import PARTICLES, Grade, Name, compatible, fold
from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

LARGEST = 3000  # signatures; united blocks never grow beyond this
MOST_ALIKE = 400  # names under one key; a key that more have says nothing


def initial_keys(signatures: Signatures) -> tuple[Ints, tuple[str, ...]]:
    """Family name with initial of each signature, as a number into the sorted keys."""
    per_name = pl.Series([_key(name) for name in signatures.names], dtype=pl.String)
    number = per_name.rank("dense").to_numpy().astype(np.int32) - 1
    return number[signatures.name], tuple(per_name.unique().sort())


def unite(
    signatures: Signatures,
    initial: Ints,
    keys: tuple[str, ...],
    extra: list[tuple[int, int]],
) -> Ints:
    """Block of each initial key, numbered by smallest key. `extra` are pairs of keys to unite in any case (rulings)."""
    parent = np.arange(len(keys), dtype=np.int32)
    size = np.bincount(initial, minlength=len(keys))

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = int(parent[key])
        return key

    def join(a: int, b: int, limit: float) -> None:
        a, b = sorted((root(a), root(b)))
        if a != b and size[a] + size[b] <= limit:
            parent[b] = a
            size[a] += size[b]

    for a, b in sorted(extra):
        join(a, b, np.inf)
    for a, b in _bridged(signatures, initial):
        join(a, b, LARGEST)
    while not (parent == parent[parent]).all():
        parent = parent[parent]
    return parent


def _bridged(signatures: Signatures, initial: Ints) -> list[tuple[int, int]]:
    """Pairs of initial keys with names that fit across them, and something in common besides."""
    block = np.zeros(len(signatures.names), dtype=np.int32)
    block[signatures.name] = initial
    left, right = _similar_names(signatures.names, block)
    left, right = _in_company(signatures, initial, (left, right), block)
    names = signatures.names
    fits = [compatible(names[a], names[b]) < Grade.CONFLICT for a, b in zip(left.tolist(), right.tolist(), strict=True)]
    one, two = block[left[fits]], block[right[fits]]
    return sorted(set(zip(np.minimum(one, two).tolist(), np.maximum(one, two).tolist(), strict=True)))


def _key(name: Name) -> str:
    return name.block if name.kind == "person" else f"{name.kind} {name.key}"


def _in_company(signatures: Signatures, initial: Ints, pairs: tuple[Longs, Longs], block: Ints) -> tuple[Longs, Longs]:
    """The pairs of names that share a co-author, or a document with a subject."""
    if not len(pairs[0]):
        return pairs
    wanted = np.zeros(len(signatures.names), dtype=bool)
    wanted[np.concatenate(pairs)] = True
    places = wanted[signatures.name]
    lists = pl.DataFrame({"work": signatures.work, "with": initial.astype(np.int64)})
    mine = pl.DataFrame({"work": signatures.work[places], "name": signatures.name[places]})
    known = (signatures.of_mention >= 0) & signatures.has_subject[signatures.document]
    signature = signatures.of_mention[known]
    beside = pl.DataFrame(
        {"name": signatures.name[signature], "with": -1 - signatures.document[known].astype(np.int64)}
    ).filter(pl.Series(wanted[signatures.name[signature]]))
    company = pl.concat([mine.join(lists, on="work").select("name", "with"), beside]).unique()
    rows = pl.DataFrame({"a": pairs[0], "b": pairs[1], "one": block[pairs[0]], "two": block[pairs[1]]})
    names = company.with_columns(pl.col("name").cast(pl.Int64))
    met = (
        rows.join(names, left_on="a", right_on="name")
        .filter((pl.col("with") != pl.col("one")) & (pl.col("with") != pl.col("two")))
        .join(names, left_on=["b", "with"], right_on=["name", "with"], how="semi")
        .select("a", "b")
        .unique()
        .sort("a", "b")
    )
    return met["a"].to_numpy(), met["b"].to_numpy()


def _similar_names(names: tuple[Name, ...], block: Ints) -> tuple[Longs, Longs]:
    """Pairs of different names, of two blocks, that share a key by which they could be one person's."""
    keys = pl.concat([_halves(names), _exchanged(names), _slips(names)])
    if keys.is_empty():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    keys = keys.with_columns(pl.Series("block", block[keys["name"].to_numpy()])).unique().sort("key", "block", "name")
    if not len(keys):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    key, own, name = (keys[column].to_numpy() for column in ("key", "block", "name"))
    fresh = np.append(np.flatnonzero(np.diff(key.view(np.int64), prepend=~key[:1].view(np.int64))), len(key))
    runs = np.flatnonzero(np.diff(own, prepend=-1) | np.isin(np.arange(len(key)), fresh))
    run_end = np.repeat(np.append(runs[1:], len(key)), np.diff(np.append(runs, len(key))))
    size = np.diff(fresh)
    key_end, many = np.repeat(fresh[1:], size), np.repeat(size > MOST_ALIKE, size)
    count = np.where(many, 0, key_end - run_end)
    left = np.repeat(np.arange(len(key)), count)
    right = np.repeat(run_end, count) + np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    one, two = name[left].astype(np.int64), name[right].astype(np.int64)
    pairs = distinct(np.minimum(one, two) * len(names) + np.maximum(one, two))
    return pairs // len(names), pairs % len(names)


def _hashed(rows: list[tuple[int, str]]) -> pl.DataFrame:
    numbers, keys = zip(*rows, strict=True) if rows else ((), ())
    frame = pl.DataFrame({"name": numbers, "key": keys}, schema={"name": pl.Int32, "key": pl.String})
    return frame.with_columns(pl.col("key").hash(seed=3))


def _halves(names: tuple[Name, ...]) -> pl.DataFrame:
    """Names with two family names under each of them, and all names under their own: "name", "key"."""
    rows = []
    for n, name in enumerate(names):
        if name.kind != "person" or not name.parts:
            continue
        rows.append((n, f"{name.key} {name.parts[0][0]}"))
        if " " in name.family or "-" in name.family:
            words = [word for word in fold(name.family).split() if word not in PARTICLES]
            if len(words) > 1:
                rows.extend((n, f"{word} {name.parts[0][0]}") for word in words if len(word) > 2)
    return _hashed(rows)


def _exchanged(names: tuple[Name, ...]) -> pl.DataFrame:
    """Names under given and family name in the order of the alphabet, whichever is which."""
    spelled = ((n, name.joined, name.key) for n, name in enumerate(names) if name.kind == "person" and name.full)
    return _hashed([(n, "|".join(sorted((given, family)))) for n, given, family in spelled if len(family) > 1])


def _slips(names: tuple[Name, ...]) -> pl.DataFrame:
    """Names under their given names with the family name, and with what is left of it without one of its letters."""
    long = [
        (n, name.joined, name.key)
        for n, name in enumerate(names)
        if name.kind == "person" and name.full and len(name.key) >= 3
    ]
    rows = pl.DataFrame(long, schema={"name": pl.Int32, "given": pl.String, "family": pl.String}, orient="row")
    family, parts = pl.col("family"), []
    for cut in range(-1, int(rows["family"].str.len_bytes().max() or 0)):  # type: ignore[arg-type]
        # a slip in the first letter of the family name is believed only where the given name is a long one
        enough = pl.col("given").str.len_bytes() >= (4 if cut == 0 else 1)
        some = rows.filter((family.str.len_bytes() > cut) & enough)
        shorter = family if cut < 0 else pl.concat_str(family.str.slice(0, cut), family.str.slice(cut + 1))
        parts.append(some.select("name", pl.struct("given", shorter.alias("short")).hash(seed=5).alias("key")))
    return pl.concat(parts)
