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

MOST_COMPARED = 250_000  # names compared with each other in one work; thousands of authors are told by their order
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

    `mentions` has "mention_id", "record_id", "name" and "list", the number of the list that a mention stands in.
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

    codes: list[int]  # printed names
    mentions: list[int]
    place: float


@dataclass(frozen=True)
class _Printed:
    """The different names of all mentions, read, and the place of each mention's name among them."""

    names: Sequence[Name]
    code: Ints  # per mention

    def of(self, mention: int) -> Name:
        """The name of a mention."""
        return self.names[int(self.code[mention])]


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
    mentions = mentions.drop("work_id")
    lists, place = _numbered(mentions["list"])
    mentions = mentions.with_columns(pl.Series("list", place))
    printed = _read(mentions)
    of_mention, named = _groups(mentions, lists, printed)
    return _expand(_collect((mentions, lists), of_mention, (printed, named), tables), tables)


def _read(mentions: pl.DataFrame) -> _Printed:
    """The names of all mentions; those printed "Family, G." in a record are read as names of a list."""
    different, code = _numbered(mentions["name"])
    names = [parse_name(text) for text in different]
    listed = mentions["record_id"].is_not_null().to_numpy()
    for n in [n for n, name in enumerate(names) if name.comma and not name.full]:
        read = read_list([different[n]])[0]
        if read is not names[n]:
            code[listed & (code == n)] = len(names)
            names.append(read)
    return _Printed(names, code)


def _groups(mentions: pl.DataFrame, lists: pl.Series, printed: _Printed) -> tuple[Ints, Ints]:
    """Signature number of each mention (-1: nobody), and which of the printed names each signature has.

    Signatures are numbered list by list. Where a list has one record and no name twice, every mention is one; the
    others are aligned. `lists` are what the column "list" points into.
    """
    kinds = np.array([name.kind != "nobody" for name in printed.names], dtype=bool)
    place = mentions["list"].to_numpy()
    row = np.argsort(place, kind="stable")
    row = row[kinds[printed.code[row]]]
    place = place[row].astype(np.int64)
    plain = _plain(mentions["record_id"].gather(row), lists, place, printed.code[row])
    rows = mentions.select("record_id")[row[~plain]].with_columns(
        pl.Series("place", place[~plain]), pl.Series("row", row[~plain])
    )
    authors = _aligned(mentions, rows, printed)
    count = np.bincount(place[plain], minlength=(int(place.max()) if len(place) else 0) + 1)
    for number, found in authors.items():
        count[number] = len(found)
    first = np.cumsum(count) - count
    of_mention = np.full(mentions.height, -1, dtype=np.int32)
    named = np.zeros(int(count.sum()), dtype=np.int32)
    alone = np.flatnonzero(plain)
    starts = np.flatnonzero(np.diff(place[alone], prepend=-1))
    nth = np.arange(len(alone)) - np.repeat(starts, np.diff(np.append(starts, len(alone))))
    signature = first[place[alone]] + nth
    of_mention[row[alone]] = signature
    named[signature] = printed.code[row[alone]]
    for number, found in authors.items():
        for nth_author, (members, code) in enumerate(found):
            of_mention[members] = first[number] + nth_author
            named[first[number] + nth_author] = code
    return of_mention, named


def _plain(records: pl.Series, lists: pl.Series, place: NDArray[np.int64], code: Ints) -> Bools:
    """Marks mentions in lists of one record in which no name stands twice; mentions stand list by list."""
    first = np.diff(place, prepend=-1) != 0
    other = (records != records.shift()).fill_null(True).to_numpy() & ~first
    both = (place << 32) | code
    both.sort()
    odd = lists.str.starts_with("d ").to_numpy().copy()
    odd[place[other]] = True
    odd[both[1:][both[1:] == both[:-1]] >> 32] = True
    return np.asarray(~odd[place])


def _aligned(mentions: pl.DataFrame, rows: pl.DataFrame, printed: _Printed) -> dict[int, list[tuple[list[int], int]]]:
    """For each list that several records print, or that has one name twice: mentions and name of each author."""
    ordinals = mentions["ordinal"].fill_null(0)
    found: dict[int, list[tuple[list[int], int]]] = {}
    together = rows.select("place", "row", pl.coalesce("record_id", pl.format("m{}", "row")).alias("record"))
    grouped = together.group_by("place", "record", maintain_order=True).agg("row")
    for place, lists in grouped.group_by("place", maintain_order=True).agg("row").iter_rows():
        ordered = [sorted(members, key=lambda n: ordinals[n]) for members in lists]
        authors = _align(ordered, printed)
        found[place] = [(author.mentions, _fullest(author.codes, printed)) for author in authors]
    return found


def _fullest(codes: Sequence[int], printed: _Printed) -> int:
    """The fullest name of one author; of equally full ones the most frequent."""
    if len(codes) == 1:
        return codes[0]
    counts: dict[str, int] = {}
    for code in codes:
        text = printed.names[code].printed
        counts[text] = counts.get(text, 0) + 1
    best = canonical(counts)
    return max(
        (code for code in codes if printed.names[code].printed == best.printed),
        key=lambda code: (printed.names[code].certain, fullness(printed.names[code])),
    )


def _align(lists: list[list[int]], printed: _Printed) -> list[_Author]:
    """The authors of one work, from the lists of its records; each mention is in exactly one of them.

    A name that both sides print once in the same way is the same author; the others go to the best fitting name, the
    nearest of several.
    """
    names = printed.names
    lists.sort(key=lambda rows: (-len(rows), -sum(printed.of(n).full for n in rows), rows[0]))
    authors: list[_Author] = []
    for number, rows in enumerate(lists):
        rows = rows if number else _unrepeated(rows, printed, authors)
        taken = _same_print(rows, printed, authors)
        used = set(taken.values())
        open_rows = [place for place in range(len(rows)) if place not in taken]
        open_authors = [k for k in range(len(authors)) if k not in used]
        if len(open_rows) * len(open_authors) > MOST_COMPARED:
            open_authors = open_authors[: MOST_COMPARED // len(open_rows)]
        options = []
        for place in open_rows:
            name = printed.of(rows[place])
            for k in open_authors:
                grade = min(compatible(name, names[code]) for code in set(authors[k].codes))
                if grade < Grade.CONFLICT:
                    options.append((int(grade), abs(place - authors[k].place), place, k))
        for _, _, place, k in sorted(options):
            if place not in taken and k not in used:
                taken[place] = k
                used.add(k)
        for place, n in enumerate(rows):
            if place in taken:
                authors[taken[place]].mentions.append(n)
                authors[taken[place]].codes.append(int(printed.code[n]))
            else:
                authors.append(_Author([int(printed.code[n])], [n], place))
    return authors


def _same_print(rows: list[int], printed: _Printed, authors: list[_Author]) -> dict[int, int]:
    """Author of each place whose name is printed once here, and in the same way for one author only."""
    holders: dict[int, list[int]] = {}
    for k, author in enumerate(authors):
        for code in set(author.codes):
            holders.setdefault(code, []).append(k)
    places: dict[int, list[int]] = {}
    for place, n in enumerate(rows):
        places.setdefault(int(printed.code[n]), []).append(place)
    alone = {code: (found[0], holders.get(code, [])) for code, found in places.items() if len(found) == 1}
    taken: dict[int, int] = {}
    used: set[int] = set()
    for place, held in alone.values():
        if len(held) == 1 and held[0] not in used:
            taken[place] = held[0]
            used.add(held[0])
    return taken


def _unrepeated(rows: list[int], printed: _Printed, authors: list[_Author]) -> list[int]:
    """Start with the first list; where it is printed twice in a row, its second half is aligned with the first."""
    half = len(rows) // 2
    twice = half > 1 and len(rows) == 2 * half
    if twice and all(printed.code[rows[n]] == printed.code[rows[half + n]] for n in range(half)):
        for place in range(half):
            n = rows[place]
            authors.append(_Author([int(printed.code[n])] * 2, [n, rows[half + place]], place))
        return []
    return rows


def _collect(
    listed: tuple[pl.DataFrame, pl.Series],
    of_mention: Ints,
    names: tuple[_Printed, Ints],
    tables: Mapping[str, pa.Table],
) -> Signatures:
    """Columns of signatures from the mentions' signature numbers."""
    (mentions, lists), (printed, named) = listed, names
    documents, document = _numbered(mentions["document_id"])
    place = mentions["list"].to_numpy()
    known = of_mention >= 0
    work = np.full(len(named), -1, dtype=np.int32)
    work[of_mention[known]] = place[known]
    subject = np.full(len(named), -1, dtype=np.int32)
    marked = (mentions["owner"] | (mentions["role"] == "subject").fill_null(False)).to_numpy() & known
    if "documents" in tables:
        ids = pl.Series(tables["documents"]["subject_mention_id"].to_pylist(), dtype=pl.String).drop_nulls()
        marked = marked | (mentions["mention_id"].is_in(ids.implode()).to_numpy() & known)
    subject[of_mention[marked]] = document[marked]
    has_subject = np.zeros(len(documents), dtype=bool)
    has_subject[document[marked]] = True
    kept, name = _different(printed.names, named)
    return Signatures(
        mentions.select("mention_id", "record_id", "name", "list"),
        of_mention,
        name,
        kept,
        work,
        tuple(lists),
        document,
        tuple(documents),
        subject,
        has_subject,
    )


def _numbered(column: pl.Series) -> tuple[pl.Series, Ints]:
    """The different values of a column in the order of the alphabet, and the place of each row's among them."""
    values = column.unique().sort()
    return values, column.cast(pl.Enum(values)).to_physical().to_numpy().astype(np.int32)


def _different(names: Sequence[Name], named: Ints) -> tuple[tuple[Name, ...], Ints]:
    """The names that differ in what they are made of, as first printed, and which of them each signature has."""
    codes, first = np.unique(named, return_index=True)
    number: dict[tuple[object, ...], int] = {}
    kept: list[Name] = []
    of_code = np.zeros(len(names), dtype=np.int32)
    for code in codes[np.argsort(first)]:
        name = names[code]
        key = (name.key, name.parts, name.given, name.family, name.kind)
        if key not in number:
            number[key] = len(kept)
            kept.append(name)
        of_code[code] = number[key]
    return tuple(kept), of_code[named]


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
