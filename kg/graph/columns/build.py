"""Writes the columns of a graph, its words and its indexes: what `files.py` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from kg.graph.blocks import Block, Tables, frames_of
from kg.graph.columns.files import LIST, TERMS, column_of, key_of, values_of, write_array
from kg.graph.columns.scans import blocks_of_columns
from kg.graph.terms import Term
from kg.graph.vocab import expand

_THREADS = 2
_UNINDEXED = (TERMS,)  # a class or a role picks out little


def write_columns(tables: Tables, folder: Path, base: str) -> dict[str, int]:
    """Writes everything that the tables say into an empty folder; returns how many statements each graph has.

    The keys are those of `kg.graph.writer.count_quads`. Raises OSError when the folder cannot be written.
    """
    blocks = blocks_of_columns(frames_of(tables))
    final = _numbered(blocks, folder, base)
    with ThreadPoolExecutor(_THREADS) as pool:
        rows = list(pool.map(lambda pair: _finished(pair[0], pair[1], folder, final), enumerate(blocks)))
    counts = dict.fromkeys(("kg:resolved", "kg:provenance", "kg:decisions", "documents"), 0)
    for block, (_, stated) in zip(blocks, rows, strict=True):
        counts[block.graph.detail if block.graph.form == "named" else "documents"] += stated
    listed = [
        {"rows": height, "columns": list(_columns(block))} for block, (height, _) in zip(blocks, rows, strict=True)
    ]
    (folder / LIST).write_text(json.dumps({"blocks": listed}), encoding="utf-8")
    return counts


def _numbered(blocks: list[Block], folder: Path, base: str) -> dict[str, np.ndarray]:
    """Writes every block with its ids numbered as they are met, and the words; returns the last numbers by the first.

    Words are put in order after the last block that has some of them, so that few of them are in memory at a time.
    """
    last_block = {key: number for number, block in enumerate(blocks) for key in _keys(block)}
    numberings = {key: _Numbering() for key in last_block}
    final: dict[str, np.ndarray] = {}
    for number, block in enumerate(blocks):
        _first_pass(block, base, numberings).write_ipc(folder / f"raw.{number}", compression="uncompressed")
        for key in [key for key, last in last_block.items() if last == number]:
            final[key] = numberings.pop(key).sorted(folder / f"w.{key}")
    return final


def _keys(block: Block) -> set[str]:
    """The kinds of words of a block."""
    return {TERMS, *(key for term in block.terms if (key := key_of(term)))}


class _Numbering:
    """Numbers texts in the order in which they are met, and at last in the order of the texts."""

    def __init__(self) -> None:
        self._dtype = pl.Categorical(pl.Categories.random())
        self._held = pl.Series([], dtype=self._dtype)  # the texts are kept as long as some column refers to them
        self._used = np.zeros(0, dtype=bool)  # the first numbers may leave gaps

    def numbered(self, texts: pl.Series) -> pl.Series:
        """The first numbers."""
        numbers = texts.cast(self._dtype).to_physical()
        used = numbers.drop_nulls().to_numpy()
        if len(used):
            more = int(used.max()) + 1 - len(self._used)
            self._used = np.pad(self._used, (0, max(more, 0)))
            self._used[used] = True
        return numbers

    def sorted(self, path: Path) -> np.ndarray:
        """Writes the texts in order; returns the last number by the first."""
        numbers = np.flatnonzero(self._used).astype(np.uint32)
        texts = pl.Series("n", numbers).cat.to(self._dtype).cast(pl.String)
        order = texts.arg_sort().to_numpy()
        last = np.zeros(len(self._used), dtype=np.uint32)
        last[numbers[order]] = np.arange(len(numbers), dtype=np.uint32)
        write_array(texts.gather(order).to_arrow(compat_level=pl.CompatLevel.oldest()), path)
        return last


def _columns(block: Block) -> dict[str, Term]:
    """The columns of a block that are written, by name."""
    return {column_of(term): term for term in block.terms if term.form != "named"}


def _first_pass(block: Block, base: str, numberings: dict[str, _Numbering]) -> pl.DataFrame:
    """The columns of a block, ids numbered as they are met."""
    for term in block.terms:
        if term.form == "named":
            numberings[TERMS].numbered(pl.Series([expand(term.detail)]))
    for predicate, _ in block.statements:  # a variable in the place of a predicate holds them too
        numberings[TERMS].numbered(pl.Series([predicate if predicate.startswith("http") else expand(predicate)]))
    columns = _columns(block)
    ready = block.ready(block.frame.collect(), [term for term in block.terms if term.form != "text"])
    found = []
    for name, term in columns.items():
        values = ready.select(values_of(term, base).alias(name)).to_series()
        key = key_of(term)
        found.append(values if key is None else numberings[key].numbered(values).alias(name))
    return pl.DataFrame(found)


def _finished(number: int, block: Block, folder: Path, final: Mapping[str, np.ndarray]) -> tuple[int, int]:
    """Writes the columns and indexes of a block; returns how many rows and statements it has."""
    raw = folder / f"raw.{number}"
    frame = pl.read_ipc(raw)
    raw.unlink()
    columns = _columns(block)
    frame = frame.with_columns(
        _renumbered(frame.get_column(name), final[key]) for name, term in columns.items() if (key := key_of(term))
    )
    if (block.repeats or block.explode) and len(block.statements) == 1:
        frame = frame.unique(maintain_order=True)  # equal rows are one statement
    for place, (name, term) in enumerate(columns.items()):
        values = frame.get_column(name).rechunk()
        write_array(values.to_arrow(compat_level=pl.CompatLevel.oldest()), folder / f"c.{number}.{place}")
        key = key_of(term)
        if key is not None and key not in _UNINDEXED:
            _write_index(values, int(final[key].max(initial=0)) + 1, folder / f"i.{number}.{place}")
    return frame.height, _stated(block, frame)


def _renumbered(numbers: pl.Series, last: np.ndarray) -> pl.Series:
    known = numbers.fill_null(0).to_numpy()
    renumbered = pl.Series(numbers.name, last[known] if len(last) else known.astype(np.uint32))
    return renumbered.set(numbers.is_null(), None) if numbers.null_count() else renumbered


def _write_index(numbers: pl.Series, size: int, path: Path) -> None:
    rows = np.arange(len(numbers), dtype=np.uint32)
    if numbers.null_count():
        rows = rows[numbers.is_not_null().to_numpy()]
        numbers = numbers.drop_nulls()
    values = numbers.to_numpy()
    starts = np.zeros(size + 1, dtype=np.uint32)
    np.cumsum(np.bincount(values, minlength=size), out=starts[1:])
    _save(starts, path.with_name(path.name + ".from"))
    if len(rows) < len(values) or len(values) == 0 or np.any(values[1:] < values[:-1]) or rows[-1] + 1 != len(rows):
        _save(rows[np.argsort(values, kind="stable")], path)


def _save(array: np.ndarray, path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, array)


def _stated(block: Block, frame: pl.DataFrame) -> int:
    """How many statements the rows make."""

    def there(term: Term) -> pl.Expr:
        return pl.lit(True) if term.form == "named" else pl.col(column_of(term)).is_not_null()

    both = there(block.graph) & there(block.subject)
    made = [(both & there(term)).sum().alias(str(place)) for place, (_, term) in enumerate(block.statements)]
    if all(term.form == "named" for term in block.terms) or not frame.width:
        return 0
    return int(frame.select(made).sum_horizontal().sum() or 0)
