"""Columns for bulk formats: values go to lists, column by column, and leave as Arrow tables batch by batch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from kg import schemas
from kg.archives import open_file

BATCH_RECORDS = 20_000
_CHUNK = 1 << 20


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
        arrays = [
            pa.array(_sound(self._values[field.name]), type=field.type)
            if field.type == pa.string()
            else pa.array(self._values[field.name], type=field.type)
            for field in self._schema
        ]
        for column in self._values.values():
            column.clear()
        self._rows = 0
        return pa.table(arrays, schema=self._schema)


def _sound(values: list[Any]) -> list[Any]:
    """Lone surrogates, which JSON can spell but UTF-8 cannot, become U+FFFD."""
    try:
        "".join(v for v in values if v).encode()
    except UnicodeEncodeError:
        return [v if v is None else v.encode("utf-8", "replace").decode() for v in values]
    return values


class Person(NamedTuple):
    """One name of a record: as printed, with what the source says beside it."""

    name: str
    affiliations: Sequence[str] = ()
    identifiers: Sequence[Mapping[str, str]] = ()
    cluster_claim: str | None = None


class Batch:
    """Records and their mentions of one bulk input, cut into tables of `BATCH_RECORDS` records."""

    def __init__(self, document_id: str, extractor: str) -> None:
        self.document_id = document_id
        self.extractor = extractor
        self.records = Columns("records")
        self.mentions = Columns("mentions")

    def full(self) -> bool:
        return len(self.records) >= BATCH_RECORDS

    def add(
        self, number: int, fragment: str, *, authors: Sequence[Person], editors: Sequence[Person] = (), **fields: Any
    ) -> None:
        """Add record `number` (from 1) said at `fragment`, with the columns of `schemas.RECORDS` that are known."""
        record_id = f"{self.document_id}.{number}"
        defaults = {"kind": "other", "status": "published", "author_list_complete": True, "subject_is_author": False}
        self.records.append(
            **defaults
            | {"record_id": record_id, "document_id": self.document_id, "fragment": fragment}
            | {"extractor": self.extractor, "score": 1.0}
            | fields
        )
        for role, people, mark in (("author", authors, ""), ("editor", editors, "e")):
            for ordinal, person in enumerate(people, start=1):
                self.mentions.append(
                    mention_id=f"{record_id}.{mark}{ordinal}",
                    document_id=self.document_id,
                    record_id=record_id,
                    fragment=f"{fragment}&{role}={ordinal}",
                    role=role,
                    ordinal=ordinal,
                    name=person.name,
                    affiliations=person.affiliations,
                    identifiers=person.identifiers,
                    owner=False,
                    equal_contribution=False,
                    cluster_claim=person.cluster_claim,
                )

    def take(self) -> dict[str, pa.Table]:
        return {"records": self.records.take(), "mentions": self.mentions.take()}


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
