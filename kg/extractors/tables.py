"""What one document says, as the extracted tables of `kg.schemas`, with ids that depend on content only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from kg.model import Extraction, Identifier, Mention, OrganisationMention, Position, Record, Selector
from kg.schemas import EXTRACTED

Row = dict[str, Any]
_NUMBER = re.compile(r"\d+")


def to_tables(extraction: Extraction) -> dict[str, pa.Table]:
    """The five extracted tables of one document; each has its schema of `kg.schemas.EXTRACTED`, even if empty.

    Ids that would be given twice (two things said at one place) get "-2", "-3" … in the order of the extraction.
    """
    writer = _Writer(extraction)
    rows: Mapping[str, list[Row]] = {
        "documents": [writer.document()],
        "records": [],
        "mentions": [],
        "organisation_mentions": [],
        "positions": [],
    }
    for number, record in enumerate(extraction.records, start=1):
        record_id = writer.record_id(record, number)
        rows["records"].append(writer.record(record_id, record))
        rows["mentions"].extend(writer.authors(record_id, record))
        rows["organisation_mentions"].extend(writer.tags(record_id, record))
    rows["mentions"].extend(writer.outside_mentions())
    rows["organisation_mentions"].extend(writer.organisations())
    rows["positions"].extend(writer.positions())
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in EXTRACTED.items()}


class _Writer:
    """Turns the objects of one extraction into rows; gives out every id once."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.document_id = extraction.document.id
        self.given: set[str] = set()
        self.mention_ids = [
            self.once(f"{self.document_id}.m{_place(mention.selector, number)}")
            for number, mention in enumerate(extraction.mentions, start=1)
        ]
        self.organisation_ids = [
            self.once(f"{self.document_id}.o{_place(organisation.selector, number)}")
            for number, organisation in enumerate(extraction.organisations, start=1)
        ]
        subject = extraction.subject
        self.subject_id = None if subject is None else self.mention_ids[subject]

    def once(self, wanted: str) -> str:
        """`wanted`, or the first of "<wanted>-2", "<wanted>-3" … that is not given out yet."""
        name, number = wanted, 1
        while name in self.given:
            number += 1
            name = f"{wanted}-{number}"
        self.given.add(name)
        return name

    def document(self) -> Row:
        document = self.extraction.document
        return {
            "document_id": document.id,
            "path": document.path,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "extractor": self.extraction.extractor,
            "subject_mention_id": self.subject_id,
            "subject_full_name": self.extraction.subject_full_name or None,
            "homepage": self.extraction.homepage or None,
        }

    def record_id(self, record: Record, number: int) -> str:
        return self.once(f"{self.document_id}.{_place(record.selector, number)}")

    def record(self, record_id: str, record: Record) -> Row:
        title, venue = record.title_selector or Selector(), record.venue_selector or Selector()
        return {
            "record_id": record_id,
            "document_id": self.document_id,
            **_selector(record.selector),
            "title": record.title or None,
            "title_start": title.start,
            "title_end": title.end,
            "kind": record.kind,
            "year": record.year,
            "year_as_printed": record.year_as_printed or None,
            "date": record.date or None,
            "venue": record.venue or None,
            "venue_start": venue.start,
            "venue_end": venue.end,
            "status": record.status,
            "submitted_to": record.submitted_to or None,
            "deposited_in": record.deposited_in or None,
            "author_list_complete": record.author_list_complete,
            "gap_after": record.gap_after,
            "subject_is_author": record.subject_is_author,
            "volume": record.volume or None,
            "issue": record.issue or None,
            "pages": record.pages or None,
            "publisher": record.publisher or None,
            "abstract": record.abstract or None,
            "keywords": list(record.keywords),
            "affiliations": list(record.affiliations),
            "identifiers": _identifiers(record.identifiers),
            "links": list(record.links),
            "key": record.key or None,
            "extractor": self.extraction.extractor,
            "score": record.score,
        }

    def authors(self, record_id: str, record: Record) -> Iterable[Row]:
        printed = {"author": 0, "editor": 0}
        for mention in record.mentions:
            role = "editor" if mention.role == "editor" else "author"
            printed[role] += 1
            ordinal = mention.ordinal or printed[role]
            suffix = f"e{ordinal}" if role == "editor" else str(ordinal)
            yield self.mention(self.once(f"{record_id}.{suffix}"), record_id, mention, ordinal)

    def outside_mentions(self) -> Iterable[Row]:
        for mention_id, mention in zip(self.mention_ids, self.extraction.mentions, strict=True):
            yield self.mention(mention_id, None, mention, mention.ordinal)

    def mention(self, mention_id: str, record_id: str | None, mention: Mention, ordinal: int | None) -> Row:
        return {
            "mention_id": mention_id,
            "document_id": self.document_id,
            "record_id": record_id,
            **_selector(mention.selector),
            "role": mention.role,
            "ordinal": ordinal,
            "name": mention.name,
            "affiliations": list(mention.affiliations),
            "email_hash": mention.email_hash or None,
            "identifiers": _identifiers(mention.identifiers),
            "owner": mention.owner,
            "equal_contribution": mention.equal_contribution,
            "cluster_claim": mention.cluster_claim or None,
        }

    def tags(self, record_id: str, record: Record) -> Iterable[Row]:
        """Organisations tagged on a record as a whole; their place is the record's."""
        for number, name in enumerate(record.affiliations, start=1):
            yield self.organisation(
                self.once(f"{record_id}.o{number}"), record_id, OrganisationMention(name, record.selector)
            )

    def organisations(self) -> Iterable[Row]:
        for organisation_id, organisation in zip(self.organisation_ids, self.extraction.organisations, strict=True):
            yield self.organisation(organisation_id, None, organisation)

    def organisation(self, organisation_id: str, record_id: str | None, organisation: OrganisationMention) -> Row:
        parent = organisation.parent
        return {
            "organisation_mention_id": organisation_id,
            "document_id": self.document_id,
            "record_id": record_id,
            **_selector(organisation.selector),
            "name": organisation.name,
            "parent_mention_id": None if parent is None else self.organisation_ids[parent],
            "place": organisation.place or None,
            "identifiers": _identifiers(organisation.identifiers),
        }

    def positions(self) -> Iterable[Row]:
        for number, position in enumerate(self.extraction.positions, start=1):
            position_id = self.once(f"{self.document_id}.p{_place(position.selector, number)}")
            yield self.position(position_id, position)

    def position(self, position_id: str, position: Position) -> Row:
        return {
            "position_id": position_id,
            "document_id": self.document_id,
            **_selector(position.selector),
            "kind": position.kind,
            "person_mention_id": self.subject_id,
            "organisation_mention_id": self.organisation_ids[position.organisation],
            "role": position.role or None,
            "degree": position.degree or None,
            "field": position.field or None,
            "begin_date": position.start or None,
            "end_date": position.end or None,
            "ongoing": position.ongoing,
            "evidence_year": position.evidence_year,
            "place": position.place or None,
            "supervisor_mention_ids": [self.mention_ids[place] for place in position.supervisors],
            "score": position.score,
        }


def _place(selector: Selector, number: int) -> int:
    """The number in an id: the start offset (text), that of the fragment ("record=17"), else the running number."""
    if selector.start is not None:
        return selector.start
    printed = _NUMBER.search(selector.fragment)
    return int(printed.group()) if printed else number


def _selector(selector: Selector) -> Row:
    return {
        "start": selector.start,
        "end": selector.end,
        "page": selector.page,
        "fragment": selector.fragment or None,
    }


def _identifiers(identifiers: Iterable[Identifier]) -> list[dict[str, str]]:
    return [{"scheme": identifier.scheme, "value": identifier.value} for identifier in identifiers]
