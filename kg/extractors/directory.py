"""People in directories (dblp's person records, OpenAlex authors): each entry is a small document about one person.

Such an entry says which names one person has and where that person was. It is the source's claim: the names are
mentions like all others, and the resolver decides whom they mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from kg.extractors.batches import Columns
from kg.model import MentionRole, PositionKind


@dataclass(frozen=True, slots=True)
class Stay:
    """One organisation that an entry places its person at. Dates are partial ISO dates, "" where unknown.

    `units` are the organisations that it is a unit of, from the inside out. `supervisors` are names with the source's
    claims about who they are (or None).
    """

    organisation: str
    place: str = ""
    begin: str = ""
    end: str = ""
    ongoing: bool = False
    evidence_year: int | None = None
    identifiers: Sequence[Mapping[str, str]] = ()
    kind: PositionKind = "affiliation"
    role: str = ""
    degree: str = ""
    field: str = ""
    units: Sequence[str] = ()
    supervisors: Sequence[tuple[str, str | None]] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of a directory: where it stands ("line=12"), all names (the main one first), and what is said.

    `claims` are the source's own words about who this is, one a name or one for all.
    """

    fragment: str
    names: Sequence[str]
    claims: Sequence[str]
    identifiers: Sequence[Mapping[str, str]] = ()
    homepage: str = ""
    stays: Sequence[Stay] = ()


class Directory:
    """The tables of a directory under construction."""

    def __init__(self, sha256: str, *, path: str, media_type: str, extractor: str) -> None:
        self._sha256 = sha256
        self._path = path
        self._media_type = media_type
        self._extractor = extractor
        self._tables = {name: Columns(name) for name in ("documents", "mentions", "organisation_mentions", "positions")}
        self.count = 0

    def __len__(self) -> int:
        return len(self._tables["documents"])

    def add(self, entry: Entry) -> None:
        """Add an entry that has at least one name."""
        self.count += 1
        document_id = hashlib.sha256(f"{self._sha256}#{entry.fragment}".encode()).hexdigest()[:16]
        subject = f"{document_id}.m1"
        self._tables["documents"].append(
            document_id=document_id,
            path=f"{self._path}#{entry.fragment}",
            sha256=self._sha256,
            media_type=self._media_type,
            extractor=self._extractor,
            subject_mention_id=subject,
            homepage=entry.homepage or None,
        )
        for number, name in enumerate(entry.names, start=1):
            claim = entry.claims[min(number, len(entry.claims)) - 1] if entry.claims else None
            self._mention(f"{document_id}.m{number}", f"{entry.fragment}&name={number}", name, claim, entry.identifiers)
        for number, stay in enumerate(entry.stays, start=1):
            self._stay(document_id, f"{entry.fragment}&stay={number}", number, stay)

    def _mention(
        self,
        mention_id: str,
        fragment: str,
        name: str,
        claim: str | None,
        identifiers: Sequence[Mapping[str, str]] = (),
        role: MentionRole = "subject",
    ) -> None:
        self._tables["mentions"].append(
            mention_id=mention_id,
            document_id=mention_id.partition(".")[0],
            fragment=fragment,
            role=role,
            name=name,
            affiliations=(),
            identifiers=identifiers,
            owner=False,
            equal_contribution=False,
            cluster_claim=claim,
        )

    def _stay(self, document_id: str, fragment: str, number: int, stay: Stay) -> None:
        chain = [stay.organisation, *stay.units]
        ids = [f"{document_id}.o{number}" + (f".{level}" if level else "") for level in range(len(chain))]
        for level, name in enumerate(chain):
            self._tables["organisation_mentions"].append(
                organisation_mention_id=ids[level],
                document_id=document_id,
                fragment=fragment,
                name=name,
                parent_mention_id=ids[level + 1] if level + 1 < len(ids) else None,
                place=stay.place or None if level == 0 else None,
                identifiers=stay.identifiers if level == 0 else (),
            )
        supervisors = [f"{document_id}.p{number}.s{count}" for count in range(1, len(stay.supervisors) + 1)]
        role: MentionRole = "adviser" if stay.kind == "degree" else "supervisor"
        for mention_id, (name, claim) in zip(supervisors, stay.supervisors, strict=True):
            self._mention(mention_id, fragment, name, claim, role=role)
        self._tables["positions"].append(
            position_id=f"{document_id}.p{number}",
            document_id=document_id,
            fragment=fragment,
            kind=stay.kind,
            person_mention_id=f"{document_id}.m1",
            organisation_mention_id=ids[0],
            role=stay.role or None,
            degree=stay.degree or None,
            field=stay.field or None,
            begin_date=stay.begin or None,
            end_date=stay.end or None,
            ongoing=stay.ongoing,
            evidence_year=stay.evidence_year,
            place=stay.place or None,
            supervisor_mention_ids=supervisors,
            score=1.0,
        )

    def take(self) -> dict[str, pa.Table]:
        """The rows so far; empty afterwards."""
        return {name: columns.take() for name, columns in self._tables.items()}


def joined(tables: Iterable[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """The rows of several sets of tables, name by name."""
    found: dict[str, list[pa.Table]] = {}
    for some in tables:
        for name, table in some.items():
            found.setdefault(name, []).append(table)
    return {name: pa.concat_tables(parts) for name, parts in found.items()}
