"""One document to everything it says: the story of this room on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extractors.prose.entries import Entry, EntryReader
from kg.extractors.prose.fields import names_others
from kg.extractors.prose.items import dated_parts
from kg.extractors.prose.lexicon import Lexicon, read_lexicon
from kg.extractors.prose.limits import bounded
from kg.extractors.prose.names import names_self
from kg.extractors.prose.numbering import with_markers
from kg.extractors.prose.positions import PositionReader
from kg.extractors.prose.profile import Profile
from kg.extractors.prose.records import make_record
from kg.extractors.prose.runin import unfolded
from kg.extractors.prose.sections import Section, between, find_sections
from kg.extractors.prose.siblings import Listing, find_listings, without_headings
from kg.extractors.prose.subheadings import with_subheadings
from kg.extractors.prose.subject import Subject, find_subject
from kg.extractors.prose.told import SentenceReader
from kg.extractors.prose.wraps import find_wraps
from kg.model import Document, Extraction, Mention, Record, Warning

EXTRACTOR = "kg.prose/1"


def extract_document(document: Document) -> Extraction:
    """Publications, the person it is about, positions and degrees, supervisors, organisations of one document."""
    lines = document.lines
    if not any(line.text.strip() for line in lines):
        empty = Warning("", "no text to read", "check that the file is what you meant to give")
        return Extraction(document, EXTRACTOR, warnings=(*document.warnings, empty))
    kept, left_out = bounded(lines)
    marked = with_markers(unfolded(kept))
    listings = find_listings(marked, read_lexicon(marked))
    document = replace(document, lines=tuple(without_headings(marked, listings)))
    lines = document.lines
    sections = find_sections(lines)
    lexicon = read_lexicon(lines)
    subject = find_subject(document, sections, lexicon)
    if subject is not None:
        lexicon = read_lexicon(lines, f"{subject.name} {subject.full_name}")
    records = _records(document, sections, lexicon, listings)
    profile = _profile(document, sections)
    mentions = [*([] if subject is None else [_mention(subject)]), *profile.mentions]
    shift = len(mentions) - len(profile.mentions)
    positions = [replace(one, supervisors=tuple(n + shift for n in one.supervisors)) for one in profile.positions]
    warnings = [*document.warnings, *left_out]
    if not records:
        warnings.append(Warning("", "no publication was found", "check the layout, or give a BibTeX file beside it"))
    return Extraction(
        document=document,
        extractor=EXTRACTOR,
        records=tuple(records),
        mentions=tuple(mentions),
        subject=None if subject is None else 0,
        subject_full_name="" if subject is None else subject.full_name,
        homepage="" if subject is None else subject.homepage,
        organisations=tuple(profile.organisations),
        positions=tuple(positions),
        warnings=tuple(warnings),
    )


def _profile(document: Document, sections: Sequence[Section]) -> Profile:
    """Positions, degrees, supervisors and organisations, section by section."""
    profile = Profile()
    reader, told = PositionReader(document.lines, profile), SentenceReader(document.lines, profile)
    for section in sections:
        if section.kind in ("publication", "skill"):
            continue
        if section.kind == "unknown" and section.heading is not None:
            section = replace(section, kind=reader.kind_of(section))
        if section.kind in ("education", "employment", "teaching", "service", "membership"):
            reader.read_section(section)
        elif section.kind in ("about", "contact", "unknown", "other"):
            lists = dated_parts(document.lines, section)
            for part in lists:
                reader.read_section(part)
            for part in between(section, lists) if section.kind in ("about", "contact") else ():
                told.read_section(part)
        told.mention_organisations(section)
    return profile


def _mention(subject: Subject) -> Mention:
    return Mention(subject.name, subject.selector, role="subject", email_hash=subject.email_hash, owner=True)


def _records(
    document: Document, sections: Sequence[Section], lexicon: Lexicon, listings: Sequence[Listing]
) -> list[Record]:
    sections = with_subheadings(document.lines, sections, find_wraps(document.lines))
    entries = EntryReader(document.lines, lexicon, listings).entries(sections)
    records = [make_record(entry, lexicon) for entry in entries]
    records = [_of_owner(entry, record) for entry, record in zip(entries, records, strict=True)]
    if _is_index(sections, records):
        records = [replace(record, subject_is_author=True) for record in records]
    return records


def _of_owner(entry: Entry, record: Record) -> Record:
    """In lists that never print their owner, names stand only for the others, or none stand at all."""
    run = entry.fields.authors
    if entry.section.kind != "publication" or any(mention.owner for mention in record.mentions):
        return record
    if run is not None and names_self(entry.passage.text[max(0, run.start - 12) : run.end + 12]):
        return replace(record, subject_is_author=True, author_list_complete=False)
    if record.mentions and not (run is not None and names_others(entry.passage.text, run)):
        return record
    return replace(record, subject_is_author=True, author_list_complete=False)


def _is_index(sections: Sequence[Section], records: Sequence[Record]) -> bool:
    """Whether the page lists the works of its subject, whom cut author lists may leave out."""
    if len(records) < 3 or any(section.stated and section.kind in ("education", "employment") for section in sections):
        return False
    owned = [any(mention.owner for mention in record.mentions) for record in records]
    named = [record for record, is_owned in zip(records, owned, strict=True) if is_owned]
    unnamed = [record for record, is_owned in zip(records, owned, strict=True) if not is_owned]
    return len(named) >= 0.5 * len(records) and bool(unnamed) and all(not r.author_list_complete for r in unnamed)
