"""The different names of a collection as columns, so that many of them are compared at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.resolver.names import Name, compatible, given_grade

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class NameColumns:
    """What each name is made of.

    `family` and `given` are numbers of the folded family name and of the folded given names, `parts` the given names
    that these numbers stand for. `person` is false for groups and for nobody, `spelled` true where the first given
    name is more than an initial. `count` is how many given names there are, `words` how many of them are spelled out.
    """

    names: Sequence[Name]
    parts: Sequence[tuple[str, ...]]
    family: Ints
    given: Ints
    person: Bools
    spelled: Bools
    count: Ints
    words: Ints
    letter: Ints  # code of the first letter of the first given name, 0 where there is none

    @classmethod
    def of(cls, names: Sequence[Name]) -> NameColumns:
        """The columns of some names."""
        family: dict[str, int] = {}
        parts: dict[tuple[str, ...], int] = {}
        families = _column((family.setdefault(name.key, len(family)) for name in names), len(names))
        given = _column((parts.setdefault(name.parts, len(parts)) for name in names), len(names))
        words = _column((sum(len(part) > 1 for part in some) for some in parts), len(parts))
        count = _column((len(some) for some in parts), len(parts))
        spelled = np.fromiter((bool(some) and len(some[0]) > 1 for some in parts), bool, len(parts))
        person = np.fromiter((name.kind == "person" for name in names), bool, len(names))
        letter = _column((ord(some[0][0]) if some else 0 for some in parts), len(parts))
        return cls(
            names, tuple(parts), families, given, person, spelled[given], count[given], words[given], letter[given]
        )

    def grades(self, one: Longs, two: Longs) -> NDArray[np.int8]:
        """How well each of some pairs of names fit, as `kg.resolver.names.compatible` says.

        Names with one family name differ in their given names only, and few of these are different.
        """
        low, high = np.minimum(one, two), np.maximum(one, two)
        alike = (self.family[low] == self.family[high]) & self.person[low] & self.person[high]
        out = np.empty(len(low), dtype=np.int8)
        out[alike] = self._given(self.given[low[alike]], self.given[high[alike]])
        pairs, place = np.unique(low[~alike].astype(np.int64) * len(self.names) + high[~alike], return_inverse=True)
        names, kinds = self.names, len(self.names)
        graded = (compatible(names[n // kinds], names[n % kinds]) for n in pairs.tolist())
        out[~alike] = np.fromiter(graded, np.int8, len(pairs))[place]
        return out

    def _given(self, one: Ints, two: Ints) -> NDArray[np.int8]:
        low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
        pairs, place = np.unique(low * len(self.parts) + high, return_inverse=True)
        parts, kinds = self.parts, len(self.parts)
        graded = (given_grade(parts[n // kinds], parts[n % kinds]) for n in pairs.tolist())
        return np.fromiter(graded, np.int8, len(pairs))[place]


def _column(values: Iterable[int], size: int) -> Ints:
    return np.fromiter(values, np.int32, size)
