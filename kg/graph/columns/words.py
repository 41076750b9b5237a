"""The texts of ids, kept once and sorted: a column of things holds their numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import polars as pl
import pyarrow as pa

_FEW = 2_000  # so many texts are looked up one by one; more are joined with all of them


class Words(Sequence[str]):
    """Sorted texts without repetition. The number of a text is its place, so numbers are in the order of the texts.

    Two of them are the same only if they are one object.
    """

    def __init__(self, texts: pa.LargeStringArray) -> None:
        self._texts = texts

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
