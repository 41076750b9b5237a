"""Rows of an answer that stay columns until somebody looks at them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import polars as pl

from kg.graph.columns.kinds import ROW, TERM, Kind, Solutions, iri, lexical, literal, text_of, to_terms
from kg.graph.columns.written import as_csv, as_json, as_tsv, natives
from kg.graph.values import Term

_BATCH = 10_000  # rows of which terms are made at a time
Terms = tuple[Term | None, ...]


class Answers(Sequence[Terms]):
    """A sequence of rows, each a tuple of terms; equal to the tuple of its rows.

    A column is a variable's values, or one term that stands on every row (None: unbound).
    """

    def __init__(self, frame: pl.DataFrame, columns: Sequence[Kind | Term | None]) -> None:
        """`columns[n]` is the kind of the column called str(n) in the frame, or what stands on every row."""
        self._frame = frame
        self._columns = tuple(columns)

    @classmethod
    def of(cls, found: Solutions, names: Sequence[str], constants: dict[str, Term]) -> Answers:
        """The values of these variables, in this order."""
        columns = [found.kinds[name] if name in found.kinds else constants.get(name) for name in names]
        chosen = [pl.col(name).alias(str(place)) for place, name in enumerate(names) if name in found.kinds]
        return cls(found.frame.select(chosen or [ROW]), columns)

    def __len__(self) -> int:
        return int(self._frame.height)

    @overload
    def __getitem__(self, index: int) -> Terms: ...
    @overload
    def __getitem__(self, index: slice) -> Answers: ...
    def __getitem__(self, index: int | slice) -> Terms | Answers:
        if isinstance(index, slice):
            return Answers(self._frame[index], self._columns)
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return next(iter(self[index : index + 1 or None]))

    def __iter__(self) -> Iterator[Terms]:
        for part in self._frame.iter_slices(_BATCH):
            columns = [
                to_terms(part.get_column(str(place)), kind) if isinstance(kind, Kind) else [kind] * part.height
                for place, kind in enumerate(self._columns)
            ]
            yield from zip(*columns, strict=True) if columns else iter([()] * part.height)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {len(self._columns)} columns>"

    def _as_columns(self) -> tuple[pl.DataFrame, list[tuple[str, Kind]]]:
        """The rows with what stands on every row as a column too."""
        frame, kinds = self._frame, []
        for place, kind in enumerate(self._columns):
            if not isinstance(kind, Kind):
                term, kind = kind, TERM
                text = None if term is None else str(term)
                frame = frame.with_columns(pl.repeat(text, pl.len(), dtype=pl.String).alias(str(place)))
            kinds.append((str(place), kind))
        return frame, kinds

    def labelled(self, labels: Mapping[str, str]) -> tuple[Answers, list[bool]]:
        """See `kg.graph.rows.Columnar`."""
        frame, kinds = self._as_columns()
        known = pl.DataFrame(
            {"iri": list(labels.keys()), "label": list(labels.values())}, {"iri": pl.String, "label": pl.String}
        )
        columns: list[pl.Series] = []
        wide: list[Kind] = []
        named: list[bool] = []
        for name, kind in kinds:
            columns.append(frame.get_column(name))
            wide.append(kind)
            texts = frame.select(_iri_text(name, kind).alias("iri"))
            found = texts.join(known, on="iri", how="left", maintain_order="left").get_column("label")
            named.append(found.null_count() < len(found))
            if named[-1]:
                columns.append(found)
                wide.append(literal())
        renamed = [column.alias(str(place)) for place, column in enumerate(columns)]
        return Answers(pl.DataFrame(renamed) if renamed else frame, wide), named

    def written(self, form: str, columns: Sequence[str]) -> str | None:
        """See `kg.graph.rows.Columnar`."""
        frame, kinds = self._as_columns()
        if not kinds:
            return None
        return {"csv": as_csv, "tsv": as_tsv, "json": as_json}[form](frame, kinds, columns)

    def natives(self, columns: Sequence[str]) -> pl.DataFrame | None:
        """See `kg.graph.rows.Columnar`."""
        return natives(*self._as_columns(), columns)

    def iris(self) -> set[str]:
        """All IRIs in it."""
        found: set[str] = set()
        for place, kind in enumerate(self._columns):
            if not isinstance(kind, Kind):
                found |= {str(kind)[1:-1]} if str(kind).startswith("<") else set()
            elif kind.form != "literal":
                values = self._frame.get_column(str(place)).unique().drop_nulls().to_frame()
                if kind.form == "term":
                    values = values.filter(pl.col(str(place)).str.starts_with("<"))
                found.update(values.select(lexical(pl.col(str(place)), kind)).to_series().to_list())
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as Arrow, with ids as texts."""
        bare = []
        texts: list[pl.Expr] = []
        for place, kind in enumerate(self._columns):
            named = isinstance(kind, Kind) and kind.words is not None
            bare.append(iri(kind.detail) if isinstance(kind, Kind) and named else kind)
            if isinstance(kind, Kind) and named:
                texts.append(text_of(pl.col(str(place)), kind))
        file = io.BytesIO()
        self._frame.with_columns(texts).write_ipc(file, compression="lz4")
        return _unpickled, (file.getvalue(), bare)


def _iri_text(name: str, kind: Kind) -> pl.Expr:
    """The IRIs of a column; null where there are none."""
    if kind.form == "literal":
        return pl.lit(None, dtype=pl.String)
    text = lexical(pl.col(name), kind)
    return text if kind.form == "iri" else pl.when(pl.col(name).str.starts_with("<")).then(text)


def _unpickled(data: bytes, columns: list[Kind | Term | None]) -> Answers:
    return Answers(pl.read_ipc(io.BytesIO(data)), columns)
