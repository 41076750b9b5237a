"""The columnar tables: one Arrow schema each, every column explained.

Two families. *Extracted* tables hold what documents say and are never changed by the resolver. *Resolved* tables are
what the resolver concludes; the decisions and evidence that led there are tables too.

Ids are strings that depend on content only:
    document    first 16 hex digits of the SHA-256 of its bytes; of "<SHA-256 of the file>#<fragment>" for an entry of a
                directory of people, which is a document about one person
    record      "<document>.<n>", n = start offset (text) or 1-based record number (structured input; its line where
                a record is a line, so that a part of the input can be read by itself)
    mention     "<record>.<ordinal>" authors, "<record>.e<ordinal>" editors, "<document>.m<start>" outside records
    organisation mention "<document>.o<start>", or "<record>.o<n>" for record affiliations
    position    "<document>.p<start>"
    person      outside identifier ("orcid-0000-…") if one is accepted, else the smallest mention id
    work        outside identifier ("doi-<16 hex digits of its SHA-256>") if accepted, else the smallest record id
    venue, organisation: 16 hex digits of the SHA-256 of the folded canonical key (they have no owner document)
    authorship  "<work>.<ordinal>"; a known but unprinted author: "<work>.s<mention id>"
    decision    16 hex digits of the SHA-256 of (kind, left, right), left < right
An IRI is base + kind + "/" + id, e.g. https://w3id.org/kg/id/person/<id>.
"""

from __future__ import annotations

import pyarrow as pa

# Begins the scheme of what was given as an identifier and fails its check digit or form: kept, never accepted.
UNVERIFIED = "unverified-"

_S = pa.string()
_STRINGS = pa.list_(pa.string())
_IDENTIFIERS = pa.list_(pa.struct([("scheme", _S), ("value", _S)]))
_SELECTOR = [
    pa.field("start", pa.int64()),  # offsets in code points; null for structured sources
    pa.field("end", pa.int64()),
    pa.field("page", pa.int32()),
    pa.field("fragment", _S),  # "line=120", "record=17"; null for text
]

DOCUMENTS = pa.schema(
    [
        pa.field("document_id", _S, nullable=False),
        pa.field("path", _S),  # as given by the user
        pa.field("sha256", _S),
        pa.field("media_type", _S),
        pa.field("extractor", _S),  # name and version
        pa.field("subject_mention_id", _S),  # the person it is about, or null
        pa.field("subject_full_name", _S),  # best full form that can be told where none is printed, or null
        pa.field("homepage", _S),
    ]
)

RECORDS = pa.schema(
    [
        pa.field("record_id", _S, nullable=False),
        pa.field("document_id", _S, nullable=False),
        *_SELECTOR,
        pa.field("title", _S),  # as printed, without markup
        pa.field("title_start", pa.int64()),
        pa.field("title_end", pa.int64()),
        pa.field("kind", _S),  # model.WorkKind
        pa.field("year", pa.int32()),
        pa.field("year_as_printed", _S),
        pa.field("date", _S),  # partial ISO date
        pa.field("venue", _S),  # as printed
        pa.field("venue_start", pa.int64()),
        pa.field("venue_end", pa.int64()),
        pa.field("status", _S),  # model.WorkStatus
        pa.field("submitted_to", _S),
        pa.field("deposited_in", _S),
        pa.field("author_list_complete", pa.bool_()),
        pa.field("gap_after", pa.int32()),
        pa.field("subject_is_author", pa.bool_()),
        pa.field("volume", _S),
        pa.field("issue", _S),
        pa.field("pages", _S),
        pa.field("publisher", _S),
        pa.field("abstract", _S),
        pa.field("keywords", _STRINGS),
        pa.field("affiliations", _STRINGS),  # organisations tagged on the record as a whole, as printed
        pa.field("identifiers", _IDENTIFIERS),
        pa.field("links", _STRINGS),
        pa.field("key", _S),  # the source's own key
        pa.field("extractor", _S),
        pa.field("score", pa.float64()),
    ]
)

MENTIONS = pa.schema(
    [
        pa.field("mention_id", _S, nullable=False),
        pa.field("document_id", _S, nullable=False),
        pa.field("record_id", _S),  # null outside records
        *_SELECTOR,
        pa.field("role", _S),  # model.MentionRole
        pa.field("ordinal", pa.int32()),
        pa.field("name", _S),  # as printed, without markup
        pa.field("affiliations", _STRINGS),
        pa.field("email_hash", _S),
        pa.field("identifiers", _IDENTIFIERS),
        pa.field("owner", pa.bool_()),
        pa.field("equal_contribution", pa.bool_()),
        pa.field("cluster_claim", _S),
    ]
)

ORGANISATION_MENTIONS = pa.schema(
    [
        pa.field("organisation_mention_id", _S, nullable=False),
        pa.field("document_id", _S, nullable=False),
        pa.field("record_id", _S),  # set when it is an affiliation tag of a record
        *_SELECTOR,
        pa.field("name", _S),
        pa.field("parent_mention_id", _S),  # organisation mention that this one is a unit of
        pa.field("place", _S),
        pa.field("identifiers", _IDENTIFIERS),  # that the source gives it: claims
    ]
)

POSITIONS = pa.schema(
    [
        pa.field("position_id", _S, nullable=False),
        pa.field("document_id", _S, nullable=False),
        *_SELECTOR,
        pa.field("kind", _S),  # model.PositionKind
        pa.field("person_mention_id", _S),
        pa.field("organisation_mention_id", _S),  # smallest unit named
        pa.field("role", _S),  # as printed
        pa.field("degree", _S),  # as printed
        pa.field("field", _S),
        pa.field("begin_date", _S),  # partial ISO dates
        pa.field("end_date", _S),
        pa.field("ongoing", pa.bool_()),
        pa.field("evidence_year", pa.int32()),
        pa.field("place", _S),
        pa.field("supervisor_mention_ids", _STRINGS),
        pa.field("score", pa.float64()),
    ]
)

EXTRACTED = {
    "documents": DOCUMENTS,
    "records": RECORDS,
    "mentions": MENTIONS,
    "organisation_mentions": ORGANISATION_MENTIONS,
    "positions": POSITIONS,
}

WORKS = pa.schema(
    [
        pa.field("work_id", _S, nullable=False),
        pa.field("title", _S),
        pa.field("alternative_titles", _STRINGS),
        pa.field("kind", _S),
        pa.field("year", pa.int32()),
        pa.field("date", _S),
        pa.field("venue_id", _S),
        pa.field("edition", _S),  # edition as printed ("26th", "ICPR'22"), or null
        pa.field("status", _S),  # furthest documented
        pa.field("author_list_complete", pa.bool_()),
        pa.field("deposited_in_id", _S),  # venue_id of the preprint server
        pa.field("submitted_to_id", _S),  # venue_id of a second venue it was only submitted to
        pa.field("volume", _S),
        pa.field("issue", _S),
        pa.field("pages", _S),
        pa.field("publisher", _S),
        pa.field("identifiers", _IDENTIFIERS),  # accepted ones
        pa.field("links", _STRINGS),
        pa.field("related_work_ids", _STRINGS),  # kg:relatedVersion
    ]
)

RECORD_WORKS = pa.schema(
    [
        pa.field("record_id", _S, nullable=False),
        pa.field("work_id", _S, nullable=False),
    ]
)

PEOPLE = pa.schema(
    [
        pa.field("person_id", _S, nullable=False),
        pa.field("name", _S),  # canonical: fullest, most frequent form, given name first
        pa.field("given_name", _S),
        pa.field("family_name", _S),
        pa.field("alternative_names", _STRINGS),  # every printed variant
        pa.field("homepage", _S),
        pa.field("identifiers", _IDENTIFIERS),
        pa.field("ambiguous", pa.bool_()),  # kg:AmbiguousPerson: mentions that could not be told
        pa.field("possible_person_ids", _STRINGS),  # of an ambiguous one
    ]
)

MENTION_PEOPLE = pa.schema(
    [
        pa.field("mention_id", _S, nullable=False),
        pa.field("person_id", _S, nullable=False),
    ]
)

AUTHORSHIPS = pa.schema(
    [
        pa.field("authorship_id", _S, nullable=False),
        pa.field("work_id", _S, nullable=False),
        pa.field("person_id", _S, nullable=False),
        pa.field("role", _S),  # "author" or "editor"
        pa.field("ordinal", pa.int32()),  # place in the work's list; null for a known but unprinted author
        pa.field("mention_ids", _STRINGS),
        pa.field("organisation_ids", _STRINGS),
    ]
)

VENUES = pa.schema(
    [
        pa.field("venue_id", _S, nullable=False),
        pa.field("name", _S),
        pa.field("abbreviation", _S),
        pa.field("alternative_names", _STRINGS),
        pa.field("kind", _S),  # "journal", "conference", "workshop", "preprint_server", "book_series", "other"
        pa.field("co_located_with_id", _S),  # a workshop's conference
        pa.field("identifiers", _IDENTIFIERS),
    ]
)

ORGANISATIONS = pa.schema(
    [
        pa.field("organisation_id", _S, nullable=False),
        pa.field("name", _S),
        pa.field("alternative_names", _STRINGS),
        pa.field("parent_id", _S),
        pa.field("kind", _S),  # "university", "department", "lab", "company", "other"
        pa.field("place", _S),
        pa.field("identifiers", _IDENTIFIERS),
    ]
)

MENTION_ORGANISATIONS = pa.schema(
    [
        pa.field("organisation_mention_id", _S, nullable=False),
        pa.field("organisation_id", _S, nullable=False),
    ]
)

MEMBERSHIPS = pa.schema(
    [
        pa.field("membership_id", _S, nullable=False),  # its position_id, or "<authorship>.a<n>" for an affiliation
        pa.field("person_id", _S, nullable=False),
        pa.field("organisation_id", _S, nullable=False),
        pa.field("kind", _S),  # model.PositionKind
        pa.field("role", _S),  # SKOS local name: "PhDStudent", "Postdoc", "Professor", "Researcher", "Intern" ...
        pa.field("role_as_printed", _S),
        pa.field("degree_type", _S),  # "Doctorate", "Master", "Bachelor", "OtherDegree"; null unless a degree
        pa.field("degree_as_printed", _S),
        pa.field("field", _S),
        pa.field("begin_date", _S),
        pa.field("end_date", _S),
        pa.field("ongoing", pa.bool_()),
        pa.field("evidence_year", pa.int32()),
        pa.field("place", _S),
        pa.field("supervisor_ids", _STRINGS),  # people
        pa.field("source_ids", _STRINGS),  # mention or record ids it was derived from
    ]
)

COAUTHORSHIPS = pa.schema(
    [
        pa.field("left_id", _S, nullable=False),  # person, left < right
        pa.field("right_id", _S, nullable=False),
        pa.field("weight", pa.int32()),  # joint works
        pa.field("first_year", pa.int32()),
        pa.field("last_year", pa.int32()),
    ]
)

DECISIONS = pa.schema(
    [
        pa.field("decision_id", _S, nullable=False),
        pa.field("kind", _S),  # "person", "work", "venue", "organisation"
        pa.field(
            "left_id", _S
        ),  # mention, record or organisation mention; left < right (venues: records that print them)
        pa.field("right_id", _S),
        pa.field("outcome", _S),  # "same", "different", "unsure"
        pa.field("score", pa.float64()),  # calibrated probability that they are the same, 0..1
        pa.field("threshold", pa.float64()),
        pa.field("agent", _S),  # resolver name and version, or curator
        pa.field("override", pa.bool_()),  # a human ruling
        pa.field("decided_at", _S),  # ISO time of a ruling; null: at the build
        pa.field("reverted_by", _S),  # decision_id of the ruling that reverted this one
    ]
)

EVIDENCE = pa.schema(
    [
        pa.field("decision_id", _S, nullable=False),
        pa.field("feature", _S),  # local name of the kg: feature concept: "SharedCoauthor", "NameCompatibility" ...
        pa.field(
            "weight", pa.float64()
        ),  # log-odds (natural logarithm); the weights of a decision add up to logit(score)
        pa.field("value", _S),  # in words: "both with Song Han (1 of 5 people called that)"
        pa.field("object_id", _S),  # "person/<id>", "organisation/<id>", "venue/<id>" … it is about, or null
        pa.field("source_ids", _STRINGS),  # records or mentions it was seen in
    ]
)

REPLACEMENTS = pa.schema(
    [
        pa.field("old", _S, nullable=False),  # "person/<id>"
        pa.field("new", _S, nullable=False),
    ]
)

RESOLVED = {
    "works": WORKS,
    "record_works": RECORD_WORKS,
    "people": PEOPLE,
    "mention_people": MENTION_PEOPLE,
    "authorships": AUTHORSHIPS,
    "venues": VENUES,
    "organisations": ORGANISATIONS,
    "mention_organisations": MENTION_ORGANISATIONS,
    "memberships": MEMBERSHIPS,
    "coauthorships": COAUTHORSHIPS,
    "decisions": DECISIONS,
    "evidence": EVIDENCE,
    "replacements": REPLACEMENTS,
}

TABLES = EXTRACTED | RESOLVED


def empty(name: str) -> pa.Table:
    """An empty table of that name."""
    return TABLES[name].empty_table()
