"""Columns for bulk formats: values go to lists, column by column, and leave as Arrow tables batch by batch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg import schemas
from kg.archives import open_file

BATCH_RECORDS = 20_000
_CHUNK = 1 << 20
_DEFAULTS = {"kind": "other", "status": "published", "author_list_complete": True, "subject_is_author": False}


def sha256_of(path: Path, data: bytes | None = None) -> str:
    """SHA-256 of the bytes of an input, as hex digits; read in chunks."""
    if data is not None:
        return hashlib.sha256(data).hexdigest()
    with open_file(path) as stream:
        digest = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


class Columns:
    """One extracted table under construction: a list a column."""

    def __init__(self, table: str) -> None:
        self._schema = schemas.EXTRACTED[table]
        self._values: dict[str, list[Any]] = {name: [] for name in self._schema.names}
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    def append(self, **values: Any) -> None:
        """Add a row; columns that are not named are null."""
        for name, column in self._values.items():
            column.append(values.get(name))
        self._rows += 1

    def take(self) -> pa.Table:
        """The rows so far as a table; the columns are empty afterwards."""
        arrays = [array(self._values[field.name], field.type) for field in self._schema]
        for column in self._values.values():
            column.clear()
        self._rows = 0
        return pa.table(arrays, schema=self._schema)


class Person(NamedTuple):
    """One name of a record: as printed, with what the source says beside it."""

    name: str
    affiliations: Sequence[str] = ()
    identifiers: Sequence[Mapping[str, str]] = ()
    cluster_claim: str | None = None


class Batch:
    """Records and their mentions of one bulk input, cut into tables of `BATCH_RECORDS` records.

    What the source says is kept as it comes; the columns, and all that can be derived, are made batch by batch.
    """

    def __init__(self, document_id: str, extractor: str) -> None:
        self.document_id = document_id
        self.extractor = extractor
        self._numbers: list[int] = []
        self._fragments: list[str] = []
        self._fields: list[Any] = []
        self._people: list[Person] = []
        self._counts: list[int] = []  # of authors and editors, in turn

    def full(self) -> bool:
        return len(self._numbers) >= BATCH_RECORDS

    def add(
        self,
        number: int,
        fragment: str,
        fields: Any,
        authors: Sequence[Person],
        editors: Sequence[Person] = (),
    ) -> None:
        """Add record `number` (from 1) said at `fragment`.

        `fields` are the columns of `schemas.RECORDS` that are known: a mapping, or a named tuple that is the same for
        all records.
        """
        self._numbers.append(number)
        self._fragments.append(fragment)
        self._fields.append(fields)
        self._people += authors
        self._people += editors
        self._counts += (len(authors), len(editors))

    def take(self) -> dict[str, pa.Table]:
        """The tables so far; the batch is empty afterwards."""
        fragments = array(self._fragments, pa.string())
        record_ids = pc.binary_join_element_wise(self.document_id, pa.array(self._numbers).cast(pa.string()), ".")
        tables = {"records": self._records(record_ids, fragments), "mentions": self._mentions(record_ids, fragments)}
        for held in (self._numbers, self._fragments, self._fields, self._people, self._counts):
            held.clear()
        return tables

    def _records(self, record_ids: pa.Array, fragments: pa.Array) -> pa.Table:
        fixed = _DEFAULTS | {"document_id": self.document_id, "extractor": self.extractor, "score": 1.0}
        columns = {"record_id": record_ids, "fragment": fragments}
        for name, values in _columns(self._fields, fixed):
            columns[name] = array(values, schemas.RECORDS.field(name).type)
        return _completed(schemas.RECORDS, columns, fixed, len(fragments))

    def _mentions(self, record_ids: pa.Array, fragments: pa.Array) -> pa.Table:
        rows = len(self._people)
        counts = np.array(self._counts, dtype=np.int64)
        owners = pa.array(np.repeat(np.arange(len(counts)) // 2, counts))
        is_editor = pa.array(np.repeat(np.arange(len(counts)) % 2 == 1, counts))
        ordinals = pa.array(np.arange(rows) - np.repeat(np.cumsum(counts) - counts, counts) + 1)
        printed = ordinals.cast(pa.string())
        names, affiliations, identifiers, claims = zip(*self._people, strict=True) if rows else ((), (), (), ())
        record_ids = record_ids.take(owners)
        role = pc.if_else(is_editor, "editor", "author")
        columns = {
            "mention_id": pc.binary_join_element_wise(record_ids, pc.if_else(is_editor, ".e", "."), printed, ""),
            "record_id": record_ids,
            "fragment": pc.binary_join_element_wise(fragments.take(owners), "&", role, "=", printed, ""),
            "role": role,
            "ordinal": ordinals.cast(pa.int32()),
            "name": array(names, pa.string()),
            "affiliations": array(affiliations, schemas.MENTIONS.field("affiliations").type),
            "identifiers": array(identifiers, schemas.MENTIONS.field("identifiers").type),
            "cluster_claim": array(claims, pa.string()),
        }
        fixed = {"document_id": self.document_id, "owner": False, "equal_contribution": False}
        return _completed(schemas.MENTIONS, columns, fixed, rows)


def _columns(rows: Sequence[Any], fixed: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """Names and values of the columns that any row has; `fixed` says what stands where a row has none."""
    if rows and hasattr(rows[0], "_fields"):
        yield from zip(rows[0]._fields, zip(*rows, strict=True), strict=True)
        return
    for name in dict.fromkeys(chain.from_iterable(rows)):
        default = fixed.get(name)
        yield name, [row.get(name, default) for row in rows]


def _completed(schema: pa.Schema, columns: Mapping[str, pa.Array], fixed: Mapping[str, Any], rows: int) -> pa.Table:
    """The table of these columns; the others have one value throughout."""
    arrays = [
        columns[field.name] if field.name in columns else pa.repeat(pa.scalar(fixed.get(field.name), field.type), rows)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Values as a column. What does not fit its type is made to fit or becomes null; it never spoils the others.

    Lone surrogates, which JSON can spell but UTF-8 cannot, become a question mark.
    """
    is_list = pa.types.is_list(kind)
    try:
        column = pa.array(values, type=kind)
        if not is_list or not (pc.list_flatten(column).null_count or str in set(map(type, values))):
            return column
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        pass
    return pa.array([_fitting(value, kind) for value in values], type=kind)


def _fitting(value: Any, kind: pa.DataType) -> Any:
    """The value as one of that type; None if it cannot be. Lists hold no None."""
    if value is None:
        return None
    if pa.types.is_list(kind):
        given = value if isinstance(value, (list, tuple)) else ()
        return [one for one in (_fitting(part, kind.value_type) for part in given) if one is not None]
    if pa.types.is_struct(kind):
        return {f.name: _fitting(value.get(f.name), f.type) for f in kind} if isinstance(value, Mapping) else None
    if pa.types.is_boolean(kind):
        return value if isinstance(value, bool) else None
    if isinstance(value, str) and pa.types.is_string(kind):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if pa.types.is_string(kind):
        return str(value)
    if pa.types.is_integer(kind):
        return value if isinstance(value, int) and -(2**31) <= value < 2**31 else None
    return float(value)


def document_row(document_id: str, *, path: str, sha256: str, media_type: str, extractor: str) -> pa.Table:
    """The `documents` row of a bulk input."""
    row = {name: None for name in schemas.DOCUMENTS.names} | {
        "document_id": document_id,
        "path": path,
        "sha256": sha256,
        "media_type": media_type,
        "extractor": extractor,
    }
    return pa.Table.from_pylist([row], schema=schemas.DOCUMENTS)
