"""The resolved graph as blocks: works, people, venues, organisations, authorships, memberships, co-authorships."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from kg.graph import vocab
from kg.graph.blocks import Block, Frames, derived_from, has_identifiers, identifier_nodes, list_block
from kg.graph.terms import Term, local, mapped, named, outside, partial, sound_date, text, thing, triple, typed, year

GRAPH = named(vocab.RESOLVED_GRAPH)
WORK, PERSON, VENUE = thing("work", "work_id"), thing("person", "person_id"), thing("venue", "venue_id")
ORGANISATION, EDITION = thing("organisation", "organisation_id"), thing("edition", "edition_id")
AUTHORSHIP, MEMBERSHIP = thing("authorship", "authorship_id"), thing("membership", "membership_id")
KINDS_OF_DATE = ("gYear", "gYearMonth", "date")
INSTANT_PROPERTIES = (("time:inXSDgYear", "gYear"), ("time:inXSDgYearMonth", "gYearMonth"), ("time:inXSDDate", "date"))


def resolved_blocks(frames: Frames) -> Iterator[Block]:
    """Everything that goes into kg:resolved."""
    yield from _works(frames)
    yield from _creators(frames.lazy("authorships"))
    yield from _editions(frames)
    yield from _authorships(frames.lazy("authorships"))
    yield from _people(frames.lazy("people"))
    yield from _coauthorships(frames.lazy("coauthorships"))
    yield from _venues(frames.lazy("venues"))
    yield from _organisations(frames.lazy("organisations"))
    yield from _memberships(frames.lazy("memberships"))
    yield identifier_nodes(GRAPH, [frames.lazy(name) for name in ("works", "people", "venues", "organisations")])
    yield Block(GRAPH, local("old"), (("dcterms:isReplacedBy", local("new")),), frames.lazy("replacements"))


def _works(frames: Frames) -> Iterator[Block]:
    works = frames.lazy("works")
    yield Block(
        GRAPH,
        WORK,
        (
            ("rdf:type", mapped("kind", vocab.WORK_CLASSES, "fabio:Expression")),
            ("dcterms:title", text("title")),
            ("fabio:hasPublicationYear", year("year")),
            *(("dcterms:issued", partial("date", precision)) for precision in KINDS_OF_DATE),
            ("frbr:partOf", VENUE),
            ("kg:status", mapped("status", vocab.STATUSES)),
            ("kg:authorListComplete", typed("author_list_complete", "boolean")),
            ("kg:depositedIn", thing("venue", "deposited_in_id")),
            ("kg:submittedTo", thing("venue", "submitted_to_id")),
            ("prism:volume", text("volume")),
            ("prism:issueIdentifier", text("issue")),
            ("prism:pageRange", text("pages")),
            ("dc:publisher", text("publisher")),
        ),
        works.with_columns(pl.col("kind").fill_null("other"), sound_date("date")),
    )
    yield list_block(GRAPH, WORK, works, "kg:alternativeTitle", text("alternative_titles"))
    yield list_block(GRAPH, WORK, works, "foaf:page", outside("links"))
    yield list_block(GRAPH, WORK, works, "kg:relatedVersion", thing("work", "related_work_ids"))
    yield has_identifiers(GRAPH, WORK, works, same_as=True)


def _creators(authorships: pl.LazyFrame) -> Iterator[Block]:
    """The unordered short cuts, and where an author who is known but not printed comes from."""
    for role, predicate in (("author", "dcterms:creator"), ("editor", "schema:editor")):
        pairs = (
            authorships.filter(pl.col("role").fill_null("author") == role)
            .select("work_id", "person_id")
            .unique(maintain_order=True)
        )
        yield Block(GRAPH, WORK, ((predicate, PERSON),), pairs, repeats=True)
    implied = authorships.filter(pl.col("ordinal").is_null())
    yield list_block(GRAPH, WORK, implied, "kg:impliedBy", Term("source", "mention_ids"))


def _editions(frames: Frames) -> Iterator[Block]:
    """One edition a venue and year where the year is known (of a journal: and printed form), else a printed form."""
    slug = pl.col("edition").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
    venues = frames.lazy("venues").select("venue_id", pl.col("kind").fill_null("other"), pl.col("name").alias("series"))
    by_year = pl.col("year").is_not_null() & pl.col("kind").is_in(["conference", "workshop"])
    year_text = pl.col("year").cast(pl.String)
    editions = (
        frames.lazy("works")
        .select("work_id", "venue_id", "edition", "year", slug.alias("slug"))
        .filter(pl.col("venue_id").is_not_null() & (pl.col("slug").str.len_chars() > 0))
        .join(venues, on="venue_id", how="left")
        .with_columns(
            pl.when(by_year)
            .then(pl.concat_str("venue_id", year_text, separator="."))
            .otherwise(pl.concat_str("venue_id", year_text.fill_null("undated"), "slug", separator="."))
            .alias("edition_id"),
            pl.concat_str(
                "series",
                pl.when(by_year).then(year_text).otherwise(pl.col("edition")),
                separator=" ",
                ignore_nulls=True,
            ).alias("edition_name"),
        )
    )
    yield Block(GRAPH, WORK, (("kg:inEdition", EDITION),), editions.select("work_id", "edition_id"))
    yield Block(
        GRAPH,
        EDITION,
        (
            ("rdf:type", mapped("kind", vocab.EDITION_CLASSES, "fabio:AcademicProceedings")),
            ("foaf:name", text("edition_name")),
            ("fabio:hasPublicationYear", year("year")),
            ("frbr:partOf", VENUE),
        ),
        editions.sort("edition_id", "edition_name").unique("edition_id", keep="first", maintain_order=True),
    )
    printed = editions.select("edition_id", "edition").unique().sort("edition_id", "edition")
    yield Block(GRAPH, EDITION, (("skos:altLabel", text("edition")),), printed, repeats=True)


def _authorships(authorships: pl.LazyFrame) -> Iterator[Block]:
    placed = authorships.filter(pl.col("ordinal").is_not_null()).with_columns(pl.col("role").fill_null("author"))
    yield Block(
        GRAPH,
        AUTHORSHIP,
        (
            ("rdf:type", named("kg:Authorship")),
            ("pro:relatesToDocument", WORK),
            ("pro:isHeldBy", PERSON),
            ("pro:withRole", mapped("role", vocab.AUTHOR_ROLES)),
            ("kg:ordinal", typed("ordinal", "integer")),
        ),
        placed,
    )
    yield list_block(GRAPH, AUTHORSHIP, placed, "kg:madeOf", thing("mention", "mention_ids"))
    yield list_block(GRAPH, AUTHORSHIP, placed, "kg:affiliatedWith", thing("organisation", "organisation_ids"))


def _people(people: pl.LazyFrame) -> Iterator[Block]:
    ambiguous = pl.col("ambiguous").fill_null(value=False)
    kind = pl.when(ambiguous).then(pl.lit("ambiguous")).otherwise(pl.lit("person")).alias("person_class")
    yield Block(
        GRAPH,
        PERSON,
        (
            ("rdf:type", mapped("person_class", {"ambiguous": "kg:AmbiguousPerson", "person": "foaf:Person"})),
            ("foaf:name", text("name")),
            ("foaf:givenName", text("given_name")),
            ("foaf:familyName", text("family_name")),
            ("foaf:homepage", outside("homepage")),
        ),
        people.with_columns(kind),
    )
    yield list_block(GRAPH, PERSON, people, "skos:altLabel", text("alternative_names"))
    yield list_block(GRAPH, PERSON, people, "kg:possiblePerson", thing("person", "possible_person_ids"))
    yield has_identifiers(GRAPH, PERSON, people, same_as=True)


def _coauthorships(pairs: pl.LazyFrame) -> Iterator[Block]:
    left, right = thing("person", "left_id"), thing("person", "right_id")
    both = [pairs.select("left_id", "right_id"), pairs.select(left_id="right_id", right_id="left_id")]
    yield Block(GRAPH, left, (("kg:coAuthorWith", right),), pl.concat(both), repeats=True)
    yield Block(
        GRAPH,
        thing("coauthorship", "pair_id"),
        (
            ("rdf:type", named("kg:CoAuthorship")),
            ("kg:member", left),
            ("kg:member", right),
            ("kg:weight", typed("weight", "integer")),
            ("kg:firstYear", year("first_year")),
            ("kg:lastYear", year("last_year")),
        ),
        pairs.with_columns(pl.concat_str("left_id", "right_id", separator="--").alias("pair_id")),
    )


def _venues(venues: pl.LazyFrame) -> Iterator[Block]:
    yield Block(
        GRAPH,
        VENUE,
        (
            ("rdf:type", mapped("kind", vocab.VENUE_CLASSES, "kg:Venue")),
            ("foaf:name", text("name")),
            ("kg:abbreviation", text("abbreviation")),
            ("kg:coLocatedWith", thing("venue", "co_located_with_id")),
        ),
        venues.with_columns(pl.col("kind").fill_null("other")),
    )
    yield list_block(GRAPH, VENUE, venues, "skos:altLabel", text("alternative_names"))
    yield has_identifiers(GRAPH, VENUE, venues, same_as=True)


def _organisations(organisations: pl.LazyFrame) -> Iterator[Block]:
    unit = pl.col("kind").is_in(["department", "lab"]).fill_null(value=False)
    parent = pl.col("parent_id")
    yield Block(
        GRAPH,
        ORGANISATION,
        (
            ("rdf:type", named("org:Organization")),
            ("rdf:type", mapped("kind", vocab.ORGANISATION_CLASSES)),
            ("foaf:name", text("name")),
            ("org:unitOf", thing("organisation", "unit_of")),
            ("org:subOrganizationOf", thing("organisation", "part_of")),
            ("kg:place", text("place")),
        ),
        organisations.with_columns(
            pl.when(unit).then(parent).otherwise(None).alias("unit_of"),
            pl.when(unit).then(None).otherwise(parent).alias("part_of"),
        ),
    )
    yield list_block(GRAPH, ORGANISATION, organisations, "skos:altLabel", text("alternative_names"))
    yield has_identifiers(GRAPH, ORGANISATION, organisations, same_as=True)


def _memberships(memberships: pl.LazyFrame) -> Iterator[Block]:
    roles = {name: f"kg:{name}" for name in vocab.ROLES}
    degrees = {name: f"kg:{name}" for name in vocab.DEGREE_TYPES}
    dated = pl.col("begin_date").is_not_null() | pl.col("end_date").is_not_null()
    rows = memberships.with_columns(sound_date("begin_date"), sound_date("end_date")).with_columns(
        pl.when(pl.col("kind") == "degree").then(pl.lit("degree")).alias("degree_class"),
        pl.when(dated).then(pl.col("membership_id")).alias("interval_id"),
    )
    yield Block(
        GRAPH,
        MEMBERSHIP,
        (
            ("rdf:type", named("org:Membership")),
            ("rdf:type", mapped("degree_class", {"degree": "kg:Degree"})),
            ("org:member", PERSON),
            ("org:organization", ORGANISATION),
            ("org:role", mapped("role", roles, "kg:OtherRole")),
            ("kg:roleAsPrinted", text("role_as_printed")),
            ("kg:degreeType", mapped("degree_type", degrees, "kg:OtherDegree")),
            ("kg:degreeAsPrinted", text("degree_as_printed")),
            ("kg:field", text("field")),
            ("org:memberDuring", thing("interval", "interval_id")),
            ("kg:ongoing", typed("ongoing", "boolean")),
            ("kg:evidenceYear", year("evidence_year")),
            ("kg:place", text("place")),
        ),
        rows,
    )
    is_degree = pl.col("kind").eq_missing(pl.lit("degree"))
    for predicate, part in (("kg:advisedBy", rows.filter(is_degree)), ("kg:supervisedBy", rows.filter(~is_degree))):
        yield list_block(GRAPH, MEMBERSHIP, part, predicate, thing("person", "supervisor_ids"))
    yield derived_from(GRAPH, MEMBERSHIP, rows)
    yield from _intervals(rows.filter(pl.col("interval_id").is_not_null()))


def _intervals(rows: pl.LazyFrame) -> Iterator[Block]:
    ends = ((name, f"{name}_date", f"{name}_id") for name in ("begin", "end"))
    instants = rows.with_columns(
        pl.when(pl.col(column).is_not_null()).then(pl.concat_str("interval_id", pl.lit(f".{name}"))).alias(identifier)
        for name, column, identifier in ends
    )
    yield Block(
        GRAPH,
        thing("interval", "interval_id"),
        (
            ("rdf:type", named("time:ProperInterval")),
            ("time:hasBeginning", thing("instant", "begin_id")),
            ("time:hasEnd", thing("instant", "end_id")),
        ),
        instants,
    )
    for name in ("begin", "end"):
        dates = ((predicate, partial(f"{name}_date", precision)) for predicate, precision in INSTANT_PROPERTIES)
        yield Block(
            GRAPH,
            thing("instant", f"{name}_id"),
            (("rdf:type", named("time:Instant")), *dates),
            instants.filter(pl.col(f"{name}_id").is_not_null()),
        )


def reified_blocks(frames: Frames) -> Iterator[Block]:
    """RDF 1.2: the short cuts as reified triples, each by the node that knows more about it."""
    placed = frames.lazy("authorships").filter(pl.col("ordinal").is_not_null())
    for role, predicate in (("author", "dcterms:creator"), ("editor", "schema:editor")):
        rows = placed.filter(pl.col("role").fill_null("author") == role)
        yield Block(GRAPH, AUTHORSHIP, (("rdf:reifies", triple(WORK, predicate, PERSON)),), rows)
    left, right = thing("person", "left_id"), thing("person", "right_id")
    pairs = frames.lazy("coauthorships").with_columns(
        pl.concat_str("left_id", "right_id", separator="--").alias("pair_id")
    )
    for one, other in ((left, right), (right, left)):
        reified = triple(one, "kg:coAuthorWith", other)
        yield Block(GRAPH, thing("coauthorship", "pair_id"), (("rdf:reifies", reified),), pairs)
    member = triple(PERSON, "org:memberOf", ORGANISATION)
    yield Block(GRAPH, MEMBERSHIP, (("rdf:reifies", member),), frames.lazy("memberships"))
