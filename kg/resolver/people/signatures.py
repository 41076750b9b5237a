"""Signatures: one author of one work, with all mentions of him or her at the records of that work.

Records that describe one work print the same people, shorter or longer, in the same order: their lists are aligned by
name,
and what stands in one place is one signature under its fullest name. Two signatures of one work are two people.
Mentions outside records (subject, supervisor, adviser, mentor) form one list a document, as if it were a work of
theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from kg.resolver.names import (
    Grade,
    Name,
    canonical,
    compatible,
    fullness,
    parse_name,
    read_list,
)

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

_COLUMNS = (
    "mention_id",
    "document_id",
    "record_id",
    "role",
    "ordinal",
    "name",
    "owner",
)


@dataclass(frozen=True)
class Signatures:
    """Signatures as columns. S signatures, M mentions (sorted by id), W lists (works, editor lists, documents).

    `names` are the different names; `name` (S) points into it. `of_mention` (M) is the signature of each mention, -1
    for
    "et al." and the like. `work` (S) is the list a signature stands in; two signatures of one list are two people.
    `document` (M) and `documents` say where a mention stands; `subject` (S) is the document that a signature is the
    subject of, by its own mark (bold, "me") or as the mention on top, else -1.
    """

    mentions: pl.DataFrame
    of_mention: Ints
    name: Ints
    names: tuple[Name, ...]
    work: Ints
    work_ids: tuple[str, ...]
    document: Ints
    documents: tuple[str, ...]
    subject: Ints
    has_subject: Bools  # per document

    @property
    def count(self) -> int:
        """Number of signatures."""
        return len(self.name)


@dataclass
class _Author:
    """One place in the list of a work while its records are aligned."""

    names: list[Name]
    mentions: list[int]
    place: float
    seen: set[str]


def build(tables: Mapping[str, pa.Table], record_works: pa.Table) -> Signatures:
    """Signatures of all mentions."""
    mentions = pl.DataFrame(pl.from_arrow(tables["mentions"].select(list(_COLUMNS)))).sort("mention_id")
    works = pl.DataFrame(pl.from_arrow(record_works.select(["record_id", "work_id"]))).unique("record_id")
    mentions = mentions.join(works, on="record_id", how="left", maintain_order="left").with_columns(
        pl.col("name").fill_null(""),
        pl.col("owner").fill_null(value=False),
        list=pl.when(pl.col("record_id").is_null())
        .then(pl.lit("d ") + pl.col("document_id"))
        .when(pl.col("role") == "editor")
        .then(pl.lit("e ") + pl.coalesce("work_id", "record_id"))
        .otherwise(pl.lit("w ") + pl.coalesce("work_id", "record_id")),
    )
    parsed = _parsed(mentions)
    groups, names = _groups(mentions, parsed)
    return _expand(_collect(mentions, groups, names, tables), tables)


def _parsed(mentions: pl.DataFrame) -> list[Name]:
    """The name of each mention, lists printed "Family, G." read as lists."""
    printed = mentions["name"].to_list()
    parsed = [parse_name(text) for text in printed]
    odd = [n for n, name in enumerate(parsed) if name.comma and not name.full]
    records = mentions["record_id"].to_list()
    for record in {records[n] for n in odd if records[n] is not None}:
        members = [n for n in odd if records[n] == record]
        for n, name in zip(members, read_list([printed[n] for n in members]), strict=True):
            parsed[n] = name
    return parsed


def _groups(mentions: pl.DataFrame, parsed: Sequence[Name]) -> tuple[Ints, list[Name]]:
    """Signature number of each mention (-1: nobody) and the name of each signature."""
    real = np.array([name.kind != "nobody" for name in parsed], dtype=bool)
    rows = mentions.select("list", "record_id", "mention_id").with_row_index("row").filter(pl.Series(real))
    per_list = rows.group_by("list").agg(pl.col("row"), pl.col("record_id").n_unique().alias("records")).sort("list")
    of_mention = np.full(len(parsed), -1, dtype=np.int32)
    names: list[Name] = []
    records = mentions["record_id"].to_list()
    ordinals = mentions["ordinal"].fill_null(0).to_list()
    for key, members, several in per_list.iter_rows():
        single = several == 1 and not key.startswith("d ")
        if single and len({parsed[n].printed for n in members}) == len(members):
            for n in members:
                of_mention[n] = len(names)
                names.append(parsed[n])
            continue
        lists: dict[str, list[int]] = {}
        for n in members:
            lists.setdefault(records[n] or f"m{n}", []).append(n)
        for author in _align([sorted(x, key=lambda n: ordinals[n]) for x in lists.values()], parsed):
            of_mention[author.mentions] = len(names)
            names.append(_fullest(author.names))
    return of_mention, names


def _fullest(names: Sequence[Name]) -> Name:
    """The fullest name of one author; of equally full ones the most frequent."""
    if len(names) == 1:
        return names[0]
    counts: dict[str, int] = {}
    for name in names:
        counts[name.printed] = counts.get(name.printed, 0) + 1
    best = canonical(counts)
    return max(
        (n for n in names if n.printed == best.printed),
        key=lambda n: (n.certain, fullness(n)),
    )


def _align(lists: list[list[int]], parsed: Sequence[Name]) -> list[_Author]:
    """The authors of one work, from the lists of its records; each mention is in exactly one of them."""
    lists.sort(key=lambda rows: (-len(rows), -sum(parsed[n].full for n in rows), rows[0]))
    authors: list[_Author] = []
    for number, rows in enumerate(lists):
        rows = rows if number else _unrepeated(rows, parsed, authors)
        options = []
        for place, n in enumerate(rows):
            for k, author in enumerate(authors):
                grade = min(compatible(parsed[n], name) for name in author.names)
                if grade < Grade.CONFLICT:
                    options.append((int(grade), abs(place - author.place), place, k))
        taken_rows: set[int] = set()
        taken_authors: set[int] = set()
        for _, _, place, k in sorted(options):
            if place in taken_rows or k in taken_authors:
                continue
            taken_rows.add(place)
            taken_authors.add(k)
            _add(authors[k], parsed[rows[place]], rows[place])
        for place, n in enumerate(rows):
            if place not in taken_rows:
                authors.append(_Author([parsed[n]], [n], place, {parsed[n].printed}))
    return authors


def _add(author: _Author, name: Name, mention: int) -> None:
    author.mentions.append(mention)
    author.names.append(name)


def _unrepeated(rows: list[int], parsed: Sequence[Name], authors: list[_Author]) -> list[int]:
    """Start with the first list; where it is printed twice in a row, its second half is aligned with the first."""
    half = len(rows) // 2
    twice = half > 1 and len(rows) == 2 * half
    if twice and all(parsed[rows[n]].printed == parsed[rows[half + n]].printed for n in range(half)):
        for place in range(half):
            n = rows[place]
            authors.append(_Author([parsed[n]] * 2, [n, rows[half + place]], place, {parsed[n].printed}))
        return []
    return rows


def _collect(
    mentions: pl.DataFrame,
    groups: Ints,
    names: list[Name],
    tables: Mapping[str, pa.Table],
) -> Signatures:
    """Columns of signatures from the mentions' signature numbers."""
    documents, document = np.unique(mentions["document_id"].to_numpy(), return_inverse=True)
    lists, place = np.unique(mentions["list"].to_numpy(), return_inverse=True)
    work = np.full(len(names), -1, dtype=np.int32)
    work[groups[groups >= 0]] = place[groups >= 0]
    subject = np.full(len(names), -1, dtype=np.int32)
    marked = (mentions["owner"].to_numpy() | (mentions["role"] == "subject").to_numpy()) & (groups >= 0)
    subject_ids = (
        set(tables["documents"]["subject_mention_id"].to_pylist()) - {None} if "documents" in tables else set()
    )
    marked |= mentions["mention_id"].is_in(list(subject_ids)).to_numpy() & (groups >= 0)
    subject[groups[marked]] = document[marked]
    has_subject = np.zeros(len(documents), dtype=bool)
    has_subject[document[marked]] = True
    different: dict[tuple[object, ...], int] = {}
    keys = [(n.key, n.parts, n.given, n.family, n.kind) for n in names]
    name = np.array([different.setdefault(key, len(different)) for key in keys], dtype=np.int32)
    kept: list[Name | None] = [None] * len(different)
    for n, number in zip(names, name, strict=True):
        if kept[number] is None:
            kept[number] = n
    return Signatures(
        mentions,
        groups,
        name,
        tuple(n for n in kept if n is not None),
        work,
        tuple(lists),
        document.astype(np.int32),
        tuple(documents),
        subject,
        has_subject,
    )


def _expand(signatures: Signatures, tables: Mapping[str, pa.Table]) -> Signatures:
    """Give the marked owner of a document the fullest name that the document has for its subject."""
    owners = np.flatnonzero(signatures.subject >= 0)
    if not len(owners):
        return signatures
    said: dict[int, list[Name]] = {}
    for s in owners:
        said.setdefault(int(signatures.subject[s]), []).append(signatures.names[signatures.name[s]])
    if "documents" in tables:
        places = {document: n for n, document in enumerate(signatures.documents)}
        rows = tables["documents"].select(["document_id", "subject_full_name"]).to_pylist()
        for row in rows:
            if row["subject_full_name"] and row["document_id"] in places:
                full = parse_name(row["subject_full_name"])
                said.setdefault(places[row["document_id"]], []).append(full)
    names = list(signatures.names)
    number = {(n.key, n.parts, n.given, n.family): k for k, n in enumerate(names)}
    name = signatures.name.copy()
    for s in owners:
        own = names[name[s]]
        fitting = [n for n in said[int(signatures.subject[s])] if compatible(own, n) in (Grade.INITIAL, Grade.PARTIAL)]
        best = max(fitting, key=lambda n: (fullness(n), n.printed), default=own)
        if fullness(best) > fullness(own):
            key = (best.key, best.parts, best.given, best.family)
            if key not in number:
                number[key] = len(names)
                names.append(best)
            name[s] = number[key]
    return replace(signatures, name=name, names=tuple(names))
