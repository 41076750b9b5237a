"""The columns of a graph in files that are mapped into memory: opening reads nothing, a look-up a few pages.

columns.json        what there is, by the number of the block
w.<kind>            the texts of the ids of one kind, sorted (`Words`)
c.<block>.<place>   one column: numbers of ids, or literals
i.<block>.<place>   its index: the rows by number of id, with where each number begins in i.<block>.<place>.from
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from kg.errors import GraphError
from kg.graph.columns.words import Words
from kg.graph.terms import Syntax, Term
from kg.graph.vocab import expand

LIST = "columns.json"
TERMS = "terms"  # the words of vocabularies


def column_of(term: Term) -> str:
    """The name of the column that holds a term of a block."""
    names = "" if term.names is None else ",".join(sorted(term.names.values()))
    return f"{term.form}:{term.column}:{term.detail}:{names}"


def key_of(term: Term) -> str | None:
    """Which `Words` number the values of a term; None where they are literals, or few."""
    if term.form == "thing":
        return term.detail
    if term.form in ("source", "local"):
        return "local"
    if term.form in ("named", "mapped"):
        return TERMS
    return "outside" if term.form == "outside" else None


def values_of(term: Term, base: str) -> pl.Expr:
    """The values of a term, the ids being texts; of a block that is ready (see `Block.ready`)."""
    column = pl.col(term.column) if term.column else pl.lit(None)
    if term.form == "thing":
        return pl.col(f"id:{term.column}")
    if term.form == "local":
        return pl.col(f"local:{term.column}")
    if term.form == "outside":
        return pl.col(f"iri:{term.column}")
    if term.form == "begun":
        return column
    if term.form in ("source", "mapped"):
        return term.render(Syntax(base, turtle=term.form == "source")).str.strip_chars("<>")
    if term.form == "text":
        text = column.cast(pl.String)
        return pl.when(text != "").then(text)
    if term.form == "typed":
        if term.detail == "double":
            return pl.when(column.is_not_nan()).then(column.cast(pl.Float64))
        return column.cast(pl.Int64 if term.detail == "integer" else pl.Boolean)
    if term.form == "year":
        return pl.when(column.is_between(1, 9999)).then(column).cast(pl.Int32)
    if term.form in ("partial", "moment"):
        date = term.render(Syntax(base)).str.extract(r'^"([^"]*)"')
        return date.cast(pl.Int32) if term.detail == "gYear" else date
    raise NotImplementedError(f"{term.form} {expand(term.detail)}")


@dataclass(frozen=True)
class Index:
    """The rows of a column by the number that stands on them."""

    starts: np.ndarray  # where the rows of each number begin; one more for the end
    order: np.ndarray | None  # the rows; None: they are in this order already

    def count(self, numbers: pl.Series) -> int:
        """How many rows have one of these numbers."""
        chosen = numbers.to_numpy()
        return int((self.starts[chosen + 1].astype(np.int64) - self.starts[chosen]).sum())

    def rows(self, numbers: pl.Series) -> np.ndarray:
        """The rows that have one of these different numbers."""
        return self.pairs(numbers)[1]

    def pairs(self, numbers: pl.Series) -> tuple[np.ndarray, np.ndarray]:
        """The places of the numbers and the rows that have them: what a join by them gives."""
        chosen = numbers.to_numpy()
        begins = self.starts[chosen].astype(np.int64)
        counts = self.starts[chosen + 1] - begins
        ends = np.cumsum(counts)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + counts, counts)
        rows = places if self.order is None else np.asarray(self.order[places])
        return np.repeat(np.arange(len(chosen), dtype=np.uint32), counts), rows


class Files:
    """The files of one folder, opened when they are wanted. Raises GraphError where one is missing or damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._words: dict[str, Words] = {}
        self._columns: dict[str, pa.Array] = {}
        self._indexes: dict[str, Index | None] = {}

    @cached_property
    def _list(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads((self._folder / LIST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._damaged(LIST, error) from error
        return found

    def words(self, key: str) -> Words:
        """The texts of one kind of id."""
        if key not in self._words:
            self._words[key] = Words(self._mapped(f"w.{key}"))
        return self._words[key]

    def height(self, number: int) -> int:
        """How many rows a block has."""
        return int(self._list["blocks"][number]["rows"])

    def _place(self, number: int, name: str) -> str:
        return f"{number}.{self._list['blocks'][number]['columns'].index(name)}"

    def column(self, number: int, name: str) -> pl.Series:
        """A whole column."""
        column = pl.from_arrow(self._mapped(f"c.{self._place(number, name)}"))
        assert isinstance(column, pl.Series)
        return column

    def taken(self, number: int, name: str, rows: np.ndarray) -> pl.Series:
        """Some rows of a column."""
        column = pl.from_arrow(self._mapped(f"c.{self._place(number, name)}").take(pa.array(rows)))
        assert isinstance(column, pl.Series)
        return column

    def index(self, number: int, name: str) -> Index | None:
        """The index of a column; None where it has none."""
        key = f"i.{self._place(number, name)}" if name in self._list["blocks"][number]["columns"] else ""
        if key not in self._indexes:
            starts = self._folder / f"{key}.from"
            order = self._folder / key
            try:
                self._indexes[key] = (
                    Index(
                        np.load(starts, mmap_mode="r"),
                        np.load(order, mmap_mode="r") if order.is_file() else None,
                    )
                    if key and starts.is_file()
                    else None
                )
            except (OSError, ValueError) as error:
                raise self._damaged(key, error) from error
        return self._indexes[key]

    def _mapped(self, name: str) -> pa.Array:
        if name not in self._columns:
            try:
                table = pa.ipc.open_file(pa.memory_map(str(self._folder / name))).read_all()
            except (OSError, pa.ArrowInvalid) as error:
                raise self._damaged(name, error) from error
            self._columns[name] = table.column(0).chunk(0)
        return self._columns[name]

    def _damaged(self, name: str, error: Exception) -> GraphError:
        problem = f"the graph store is damaged ({error})"
        return GraphError(str(self._folder / name), problem, "delete the folder of the store to have it rebuilt")


def write_array(array: pa.Array, path: Path) -> None:
    """Writes a column so that it can be mapped."""
    schema = pa.schema([pa.field("values", array.type)])
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        writer.write_batch(pa.record_batch([array], schema=schema))
