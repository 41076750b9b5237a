"""The texts of ids, kept once and sorted: a column of things holds their numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import polars as pl
import pyarrow as pa

_FEW = 2_000  # so many texts are looked up one by one; more are joined with all of them


class Words(Sequence[str]):
    """Sorted texts without repetition. The number of a text is its place, so numbers are in the order of the texts.

    Two of them are the same only if they are one object.
    """

    def __init__(self, texts: pa.LargeStringArray) -> None:
        self._texts = texts
        self.within: tuple[AllWords, int] | None = None  # where these stand among others, from which number on

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        """The text of a number."""
        return str(self._texts[number].as_py())

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def find(self, text: str) -> int | None:
        """The number of a text; None where it is not among them."""
        place = bisect_left(self, text)
        return place if place < len(self) and self[place] == text else None

    def texts(self, numbers: pl.Series) -> pl.Series:
        """The texts of these numbers; null stays null."""
        taken = pl.from_arrow(self._texts.take(numbers.to_arrow()))
        assert isinstance(taken, pl.Series)
        return taken.alias(numbers.name)

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The numbers of these texts; null where a text is not among them."""
        name = texts.name
        if len(texts) <= _FEW:
            found = [None if text is None else self.find(text) for text in texts.to_list()]
            return pl.Series(name, found, dtype=pl.UInt32)
        known = pl.DataFrame({"text": pl.from_arrow(self._texts)}).with_row_index("number")
        asked = pl.DataFrame({"text": texts})
        return asked.join(known, on="text", how="left", maintain_order="left").get_column("number").alias(name)


class AllWords(Words):
    """The words of several kinds, one kind after the other, each text behind what its kind begins with.

    No kind may begin with what another one begins with. Then these too are in the order of their texts.
    """

    def __init__(self, begin: str, parts: Mapping[str, Words]) -> None:
        """Of words by what stands before them; they learn where they stand. `begin` stands before all."""
        self.begin = begin
        self._parts = sorted(parts.items())
        self._starts = [0, *accumulate(len(words) for _, words in self._parts)]
        self.within = None
        for (_, words), first in zip(self._parts, self._starts, strict=False):
            words.within = self, first

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        """The text of a number."""
        place = bisect_right(self._starts, number) - 1
        begin, words = self._parts[place]
        return begin + words[number - self._starts[place]]

    def texts(self, numbers: pl.Series) -> pl.Series:
        """The texts of these numbers; null stays null."""
        found = pl.Series(numbers.name, [None], dtype=pl.String).new_from_index(0, len(numbers))
        for (begin, words), first, end in zip(self._parts, self._starts, self._starts[1:], strict=False):
            here = numbers.is_between(first, end, closed="left").fill_null(value=False)
            if here.any():
                own = words.texts(numbers.filter(here) - first)
                found = found.scatter(here.arg_true(), begin + own)
        return found

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The numbers of these texts; null where a text is not among them."""
        found = pl.Series(texts.name, [None], dtype=pl.UInt32).new_from_index(0, len(texts))
        for (begin, words), first in zip(self._parts, self._starts, strict=False):
            here = texts.str.starts_with(begin).fill_null(value=False)
            if here.any():
                own = words.numbers(texts.filter(here).str.slice(len(begin)))
                found = found.scatter(here.arg_true(), (own + first).cast(pl.UInt32))
        return found
