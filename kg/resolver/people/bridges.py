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

from kg.resolver.names import Grade, Name, block_keys, compatible
from kg.resolver.people.signatures import Signatures

Ints = NDArray[np.int32]

LARGEST = 3000  # signatures; united blocks never grow beyond this


def initial_keys(signatures: Signatures) -> tuple[Ints, tuple[str, ...]]:
    """Family name with initial of each signature, as a number into the sorted keys."""
    per_name = np.array(
        [name.block if name.kind == "person" else f"{name.kind} {name.key}" for name in signatures.names],
        dtype=str,
    )
    keys, inverse = np.unique(per_name, return_inverse=True)
    return inverse.astype(np.int32)[signatures.name], tuple(keys.tolist())


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
    for a, b in _bridged(signatures, initial, keys):
        join(a, b, LARGEST)
    return np.array([root(key) for key in range(len(keys))], dtype=np.int32)


def _bridged(signatures: Signatures, initial: Ints, keys: tuple[str, ...]) -> list[tuple[int, int]]:
    """Pairs of initial keys with names that fit across them, and something in common besides."""
    pairs = _similar_names(signatures.names)
    if not pairs:
        return []
    number = {key: n for n, key in enumerate(keys)}
    wanted = sorted({name for pair in pairs for name in pair})
    places = np.isin(signatures.name, wanted)
    company = _company(signatures, initial, places)
    found = set()
    for a, b in pairs:
        one, two = (number[_key(signatures.names[n])] for n in (a, b))
        if one != two and (company.get(a, set()) & company.get(b, set())) - {one, two}:
            found.add((min(one, two), max(one, two)))
    return sorted(found)


def _key(name: Name) -> str:
    return name.block if name.kind == "person" else f"{name.kind} {name.key}"


def _company(signatures: Signatures, initial: Ints, places: NDArray[np.bool_]) -> dict[int, set[int]]:
    """For each name: initial keys of its co-authors; documents with a subject as negative numbers."""
    lists = pl.DataFrame({"work": signatures.work, "key": initial})
    mine = pl.DataFrame({"work": signatures.work[places], "name": signatures.name[places]})
    rows = mine.join(lists, on="work").group_by("name").agg(pl.col("key").unique())
    company = {name: set(found) for name, found in rows.iter_rows()}
    known = (signatures.of_mention >= 0) & signatures.has_subject[signatures.document]
    for signature, document in zip(signatures.of_mention[known], signatures.document[known], strict=True):
        if places[signature]:
            company.setdefault(int(signatures.name[signature]), set()).add(-1 - int(document))
    return company


def _similar_names(names: tuple[Name, ...]) -> list[tuple[int, int]]:
    """Pairs of different names that fit one person although their blocks differ."""
    buckets: dict[str, list[int]] = {}
    for n, name in enumerate(names):
        if name.kind != "person":
            continue
        keys = set(block_keys(name)[1:]) if len(block_keys(name)) > 1 else set()
        for key in (name.block, *keys):
            if " " in key:
                buckets.setdefault(f"b {key}", []).append(n)
        if name.full and len(name.joined) >= 4 and len(name.key) >= 3:
            for cut in range(-1, len(name.key)):
                shorter = name.key if cut < 0 else name.key[:cut] + name.key[cut + 1 :]
                buckets.setdefault(f"t {name.joined} {shorter}", []).append(n)
    found = set()
    for members in buckets.values():
        blocks = {names[n].block for n in members}
        if len(blocks) < 2 or len(members) > 400:
            continue
        for k, a in enumerate(members):
            for b in members[k + 1 :]:
                if names[a].block != names[b].block and compatible(names[a], names[b]) < Grade.CONFLICT:
                    found.add((min(a, b), max(a, b)))
    return sorted(found)
