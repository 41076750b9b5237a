"""Where everything was said, as blocks: documents, records, mentions, selectors, and what each document claims."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kg.graph import vocab
from kg.graph.blocks import Block, Frames, WriteOptions, has_identifiers, identifier_nodes, list_block
from kg.graph.terms import Term, mapped, named, outside, partial, sound_date, text, thing, typed

GRAPH = named(vocab.PROVENANCE_GRAPH)
DOCUMENT, RECORD, MENTION = (
    thing("document", "document_id"),
    thing("record", "record_id"),
    thing("mention", "mention_id"),
)
ORGANISATION_MENTION = thing("organisation-mention", "organisation_mention_id")
POSITION, PERSON = thing("position", "position_id"), thing("person", "person_id")
ENTITY = ("rdf:type", named("prov:Entity"))


def provenance_blocks(frames: Frames, options: WriteOptions) -> Iterator[Block]:
    """Everything that goes into kg:provenance, then (if asked for) what goes into the graphs of the documents."""
    yield from _documents(frames)
    yield from _records(frames)
    yield from _mentions(frames, options)
    yield from _organisation_mentions(frames)
    yield from _positions(frames.lazy("positions"))
    yield identifier_nodes(GRAPH, [frames.lazy(name) for name in ("records", "mentions", "organisation_mentions")])
    if options.document_graphs:
        yield from _claims(frames, options)


def _selectors(frame: pl.LazyFrame, owner: Term) -> Iterator[Block]:
    """oa:hasSelector and the selector: a text position if there is one, else a fragment."""
    positioned = pl.col("start").is_not_null() & pl.col("end").is_not_null()
    fragment = ~positioned & (pl.col("fragment").str.len_chars() > 0)
    located = frame.select(owner.column, "start", "end", "page", "fragment", positioned.alias("positioned")).filter(
        positioned | fragment
    )
    kinds = {"true": "oa:TextPositionSelector", "false": "oa:FragmentSelector"}
    selector = thing("selector", owner.column)
    yield Block(GRAPH, owner, (("oa:hasSelector", selector),), located)
    yield Block(
        GRAPH,
        selector,
        (
            ("rdf:type", mapped("selector_kind", kinds)),
            ("oa:start", typed("start", "integer")),
            ("oa:end", typed("end", "integer")),
            ("rdf:value", text("fragment")),
            ("kg:page", typed("page", "integer")),
        ),
        located,
        change=lambda rows: rows.with_columns(
            pl.col("positioned").cast(pl.String).alias("selector_kind"),
            pl.when("positioned").then(pl.col("start")).alias("start"),
            pl.when("positioned").then(pl.col("end")).alias("end"),
        ),
    )


def _part_selectors(records: pl.LazyFrame, part: str) -> Iterator[Block]:
    """kg:titleSelector or kg:venueSelector: the place of one part of a record."""
    start, end = f"{part}_start", f"{part}_end"
    located = (
        records.select("record_id", start, end)
        .filter(pl.col(start).is_not_null() & pl.col(end).is_not_null())
        .with_columns(pl.concat_str("record_id", pl.lit(f".{part}")).alias("part_id"))
    )
    selector = thing("selector", "part_id")
    yield Block(GRAPH, RECORD, ((f"kg:{part}Selector", selector),), located)
    yield Block(
        GRAPH,
        selector,
        (
            ("rdf:type", named("oa:TextPositionSelector")),
            ("oa:start", typed(start, "integer")),
            ("oa:end", typed(end, "integer")),
        ),
        located,
    )


def _documents(frames: Frames) -> Iterator[Block]:
    documents = frames.lazy("documents")
    yield Block(
        GRAPH,
        DOCUMENT,
        (
            ENTITY,
            ("rdf:type", named("schema:DigitalDocument")),
            ("dcterms:identifier", text("path")),
            ("kg:sha256", text("sha256")),
            ("dcterms:format", text("media_type")),
            ("kg:extractor", text("extractor")),
        ),
        documents,
    )
    subjects = documents.select("document_id", "subject_mention_id").drop_nulls()
    people = frames.lazy("mention_people").join(
        subjects, left_on="mention_id", right_on="subject_mention_id", how="inner"
    )
    yield Block(GRAPH, DOCUMENT, (("foaf:primaryTopic", PERSON),), people.select("document_id", "person_id"))


def _records(frames: Frames) -> Iterator[Block]:
    records = frames.lazy("records")
    yield Block(
        GRAPH,
        RECORD,
        (
            ("rdf:type", named("kg:Record")),
            ENTITY,
            ("prov:hadPrimarySource", DOCUMENT),
            ("dcterms:identifier", text("key")),
            ("kg:titleAsPrinted", text("title")),
            ("kg:yearAsPrinted", text("year_as_printed")),
            ("kg:venueAsPrinted", text("venue")),
            ("kg:authorListComplete", typed("author_list_complete", "boolean")),
            ("kg:gapAfter", typed("gap_after", "integer")),
            ("kg:extractor", text("extractor")),
            ("kg:score", typed("score", "double")),
        ),
        records,
    )
    yield Block(GRAPH, RECORD, (("kg:describes", thing("work", "work_id")),), frames.lazy("record_works"))
    yield list_block(GRAPH, RECORD, records, "kg:affiliationAsPrinted", text("affiliations"))
    yield has_identifiers(GRAPH, RECORD, records, same_as=False)
    yield from _selectors(records, RECORD)
    yield from _part_selectors(records, "title")
    yield from _part_selectors(records, "venue")


def _mentions(frames: Frames, options: WriteOptions) -> Iterator[Block]:
    mentions = frames.lazy("mentions").with_columns(
        pl.when(pl.col("record_id").is_null()).then(pl.col("document_id")).alias("source_document"),
        pl.when("owner").then(pl.col("owner")).alias("owner"),
        pl.when("equal_contribution").then(pl.col("equal_contribution")).alias("equal_contribution"),
    )
    email = (("kg:emailHash", text("email_hash")),) if options.email_hashes else ()
    yield Block(
        GRAPH,
        MENTION,
        (
            ("rdf:type", named("kg:Mention")),
            ENTITY,
            ("kg:inRecord", RECORD),
            ("prov:hadPrimarySource", thing("document", "source_document")),
            ("kg:mentionRole", mapped("role", vocab.MENTION_ROLES)),
            ("kg:ordinal", typed("ordinal", "integer")),
            ("kg:nameAsPrinted", text("name")),
            ("kg:markedAsOwner", typed("owner", "boolean")),
            ("kg:equalContribution", typed("equal_contribution", "boolean")),
            ("kg:clusterClaim", text("cluster_claim")),
            *email,
        ),
        mentions,
    )
    yield Block(GRAPH, MENTION, (("kg:refersTo", PERSON),), frames.lazy("mention_people"))
    yield list_block(GRAPH, MENTION, mentions, "kg:affiliationAsPrinted", text("affiliations"))
    yield has_identifiers(GRAPH, MENTION, mentions, same_as=False)
    yield from _selectors(mentions, MENTION)


def _organisation_mentions(frames: Frames) -> Iterator[Block]:
    mentions = frames.lazy("organisation_mentions")
    yield Block(
        GRAPH,
        ORGANISATION_MENTION,
        (
            ("rdf:type", named("kg:OrganisationMention")),
            ENTITY,
            ("prov:hadPrimarySource", DOCUMENT),
            ("kg:inRecord", RECORD),
            ("kg:nameAsPrinted", text("name")),
            ("kg:unitOfMention", thing("organisation-mention", "parent_mention_id")),
            ("kg:place", text("place")),
        ),
        mentions,
    )
    refers = (("kg:refersTo", thing("organisation", "organisation_id")),)
    yield Block(GRAPH, ORGANISATION_MENTION, refers, frames.lazy("mention_organisations"))
    yield has_identifiers(GRAPH, ORGANISATION_MENTION, mentions, same_as=False)
    yield from _selectors(mentions, ORGANISATION_MENTION)


def _positions(positions: pl.LazyFrame) -> Iterator[Block]:
    """The claims that memberships are made of; the membership of a claim bears its id."""
    yield Block(
        GRAPH,
        POSITION,
        (
            ("rdf:type", named("kg:PositionClaim")),
            ENTITY,
            ("prov:hadPrimarySource", DOCUMENT),
            ("kg:claimKind", mapped("kind", vocab.POSITION_KINDS)),
            ("kg:claimant", thing("mention", "person_mention_id")),
            ("kg:claimedOrganisation", thing("organisation-mention", "organisation_mention_id")),
            ("kg:roleAsPrinted", text("role")),
            ("kg:degreeAsPrinted", text("degree")),
            ("kg:score", typed("score", "double")),
        ),
        positions,
    )
    yield from _selectors(positions, POSITION)


def _claims(frames: Frames, options: WriteOptions) -> Iterator[Block]:
    """One graph a document: what it says about its records, in its own words."""
    records, mentions = frames.lazy("records"), frames.lazy("mentions")
    abstract = (("dcterms:abstract", text("abstract")),) if options.abstracts else ()
    yield Block(
        DOCUMENT,
        RECORD,
        (
            ("kg:titleAsPrinted", text("title")),
            ("kg:yearAsPrinted", text("year_as_printed")),
            *(("dcterms:issued", partial("date", precision)) for precision in ("gYear", "gYearMonth", "date")),
            ("kg:venueAsPrinted", text("venue")),
            ("kg:claimedStatus", mapped("status", vocab.STATUSES)),
            ("kg:submittedToAsPrinted", text("submitted_to")),
            ("kg:depositedInAsPrinted", text("deposited_in")),
            ("prism:volume", text("volume")),
            ("prism:issueIdentifier", text("issue")),
            ("prism:pageRange", text("pages")),
            ("dc:publisher", text("publisher")),
            *abstract,
        ),
        records.with_columns(sound_date("date")),
    )
    yield list_block(DOCUMENT, RECORD, records, "prism:keyword", text("keywords"))
    yield list_block(DOCUMENT, RECORD, records, "foaf:page", outside("links"))
    yield Block(
        DOCUMENT,
        MENTION,
        (
            ("kg:inRecord", RECORD),
            ("kg:ordinal", typed("ordinal", "integer")),
            ("kg:nameAsPrinted", text("name")),
        ),
        mentions,
    )
    subject = thing("mention", "subject_mention_id")
    yield Block(DOCUMENT, subject, (("foaf:homepage", outside("homepage")),), frames.lazy("documents"))
