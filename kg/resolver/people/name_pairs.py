"""Which names of one block could fit at all: those that share something by which given names fit.

Names are looked up under keys that are numbers; two different keys may have one number, which only costs a comparison.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kg.resolver.columns import distinct
from kg.resolver.names import Grade, nicknames
from kg.resolver.people.name_columns import NameColumns

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

FEW_NAMES = 6  # up to so many names of a block are all compared with each other
_HASHED = 7  # seed of the numbers of keys


def fitting(columns: NameColumns, block: Longs, number: Longs) -> tuple[Longs, Longs, NDArray[np.int8]]:
    """Pairs of places in `block` (sorted) and `number` (of a name) whose names fit, with their grade."""
    left, right = comparable(columns, block, number)
    grade = columns.grades(number[left], number[right])
    fits = grade < Grade.CONFLICT
    return left[fits], right[fits], grade[fits]


def comparable(columns: NameColumns, block: Longs, number: Longs) -> tuple[Longs, Longs]:
    """Pairs of places of one block whose names could fit: all of small blocks, in large ones those that share a key."""
    bounds = np.append(np.flatnonzero(np.diff(block, prepend=-1)), len(block))
    size = np.diff(bounds)
    few = size <= FEW_NAMES
    # the places of small blocks, moved together, so that they can be paired in one go
    small, large = (np.flatnonzero(np.repeat(chosen, size)) for chosen in (few, ~few))
    left, right = within(np.concatenate([[0], np.cumsum(size[few])]))
    one, two = _sharing(columns, block[large], number[large])
    return np.concatenate([small[left], large[one]]), np.concatenate([small[right], large[two]])


def within(start: Longs) -> tuple[Longs, Longs]:
    """All pairs of places of one group; group g has the places from start[g] to start[g + 1].

    >>> [side.tolist() for side in within(np.array([0, 3, 5]))]
    [[0, 0, 1, 3], [1, 2, 2, 4]]
    """
    size = np.diff(start)
    after = np.repeat(start[1:], size) - np.arange(start[0], start[-1]) - 1
    left = np.repeat(np.arange(start[0], start[-1]), after)
    return left, left + 1 + counted(after)


def counted(counts: Longs) -> Longs:
    """0, 1, 2 … for each count, one after the other."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _sharing(columns: NameColumns, block: Longs, number: Longs) -> tuple[Longs, Longs]:
    """Pairs of places of one block, the smaller first, that share a key by which given names can fit.

    A name with an initial only is paired with all names of that letter, one without given names with all people.
    """
    count = len(number)
    if not count:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place, key = _keys(columns, number)
    order = np.argsort(_mixed(block[place], key))
    place, key, of = place[order], key[order], block[place[order]]
    same = (np.diff(key) == 0) & (np.diff(of) == 0)
    begins = np.append(np.flatnonzero(np.append(True, ~same)), len(key))
    one, two = within(begins)
    pairs = [place[one] * count + place[two], place[two] * count + place[one]]
    kept = [some[some // count < some % count] for some in pairs]
    letter = columns.letter[number].astype(np.int64)
    people = np.flatnonzero(columns.person[number])
    loose = people[~columns.spelled[number[people]]]
    known = loose[letter[loose] > 0]
    by_letter = block * (1 << 32) + letter
    for mine, among, group in (
        (known, people, by_letter),
        (known, people[letter[people] == 0], block),
        (loose[letter[loose] == 0], people, block),
    ):
        kept.append(_met(mine, among, group, count))
    found = distinct(np.concatenate(kept))
    return found // count, found % count


def _met(mine: Longs, among: Longs, group: Longs, count: int) -> Longs:
    """Each of some places with every other of its group among others, the smaller first, as one number."""
    among = among[np.argsort(group[among], kind="stable")]
    begin, end = (np.searchsorted(group[among], group[mine], side=side) for side in ("left", "right"))
    many = end - begin
    one = np.repeat(mine, many)
    two = among[np.repeat(begin, many) + counted(many)]
    one, two = one[one != two], two[one != two]
    return np.asarray(np.minimum(one, two) * count + np.maximum(one, two))


def _mixed(block: Longs, key: Longs) -> Longs:
    """Numbers under which equal keys of one block stand side by side."""
    spread = block.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed: Longs = np.bitwise_xor(spread, key.astype(np.uint64)).view(np.int64)
    return mixed


def _keys(columns: NameColumns, number: Longs) -> tuple[Longs, Longs]:
    """The keys of some names: the place of the name, and a number for the key."""
    person = columns.person[number]
    given = columns.given[number]
    different, place = np.unique(given[person], return_inverse=True)
    keys = [given_keys(columns.parts[n]) for n in different.tolist()]
    flat = pl.Series([key for some in keys for key in some], dtype=pl.String).hash(seed=_HASHED).to_numpy()
    size = np.fromiter((len(some) for some in keys), np.int64, len(keys))
    begin = np.cumsum(size) - size
    many = size[place]
    own = np.repeat(np.flatnonzero(person), many)
    found = flat[np.repeat(begin[place], many) + counted(many)].view(np.int64)
    others = np.flatnonzero(~person | columns.spelled[number])
    names = [columns.names[n] for n in number[others].tolist()]
    turned = ["|".join(sorted((n.joined, n.key))) if n.kind == "person" else f"g {n.key}" for n in names]
    more = pl.Series(turned, dtype=pl.String).hash(seed=_HASHED + 1).to_numpy().view(np.int64)
    return np.concatenate([own, others]), np.concatenate([found, more])


@lru_cache(maxsize=1 << 17)
def given_keys(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What given names share with all given names that they fit, unless one of the two has but an initial.

    One key for each way in which `kg.resolver.names.compatible` lets given names fit.
    """
    joined = "".join(parts)
    if not parts or len(parts[0]) == 1:
        return (*(f"d {short}" for short in sorted(_shortened(joined))), "m " + "|".join(parts))
    first = parts[0]
    keys = {f"f {first}", *(f"f {other}" for other in nicknames().get(first, ()))}
    if len(parts) > 1:
        keys.add(f"f {first}{parts[1]}")
    if len(first) >= 4:
        keys.add(f"p {first[:4]}")
    if len(first) >= 5:
        keys.update(f"o {short}" for short in _shortened(first))
    keys.update(f"d {short}" for short in _shortened(joined))
    keys.update("m " + "|".join(parts[k:]) for k in range(len(parts)))
    return tuple(sorted(keys))


def _shortened(word: str) -> set[str]:
    """A word, and what is left of it without one of its letters; words one slip apart have one of these in common."""
    if len(word) < 4:
        return {word}
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}
