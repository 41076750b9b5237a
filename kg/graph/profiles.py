"""The resolved graph in the words of other models besides our own: dblp, schema.org, SemOpenAlex, VIVO, OpenCitations.

A profile adds terms, it takes none away. Most of it is a table: a class or property of ours, on one kind of thing, has
these names elsewhere. What needs a look at other rows (who comes next in a list of authors) is a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from kg.errors import QueryError
from kg.graph.blocks import Block, Frames
from kg.graph.resolved import AUTHORSHIP, GRAPH, MEMBERSHIP, ORGANISATION, PERSON, WORK
from kg.graph.terms import Term, named, partial, sound_date, text, thing
from kg.graph.vocab import WORK_CLASSES

More = Callable[[Frames], Iterator[Block]]
_ANY_WORK = tuple(dict.fromkeys(WORK_CLASSES.values()))


@dataclass(frozen=True)
class Profile:
    """One outside model. `classes`: our class to theirs; `properties`: (kind of subject, our property) to theirs."""

    classes: Mapping[str, tuple[str, ...]]
    properties: Mapping[tuple[str, str], tuple[str, ...]]
    more: More


def with_profile(blocks: Iterable[Block], name: str, frames: Frames) -> Iterator[Block]:
    """The blocks of the resolved graph with the terms of that profile added. Raises QueryError for an unknown one."""
    if name not in PROFILES:
        raise QueryError(name, "there is no such profile", "use one of " + ", ".join(PROFILES))
    profile = PROFILES[name]
    for block in blocks:
        yield replace(block, statements=(*_typed(block, profile), *_added(block, profile)))
    yield from profile.more(frames)


def _typed(block: Block, profile: Profile) -> Iterator[tuple[str, Term]]:
    """The statements, with their classes behind ours."""
    for predicate, term in block.statements:
        yield predicate, term
        if predicate == "rdf:type":
            yield from (("rdf:type", other) for other in _classes(term, profile.classes))


def _added(block: Block, profile: Profile) -> Iterator[tuple[str, Term]]:
    for predicate, term in block.statements:
        for other in profile.properties.get((block.subject.detail, predicate), ()):
            yield other, term


def _classes(term: Term, classes: Mapping[str, tuple[str, ...]]) -> Iterator[Term]:
    """Their classes for a term that gives ours."""
    if term.form == "named":
        yield from (named(other) for other in classes.get(term.detail, ()))
        return
    ours = dict(term.names or {})
    longest = max((len(classes.get(name, ())) for name in [*ours.values(), term.detail] if name), default=0)
    for place in range(longest):

        def at(name: str, place: int = place) -> str:
            others = classes.get(name, ())
            return others[place] if place < len(others) else ""

        names = {value: at(name) for value, name in ours.items() if at(name)}
        default = at(term.detail) if term.detail else ""
        # A value that we know and they do not must not fall through to their default.
        if default and len(names) < len(ours):
            default = ""
        if names or default:
            yield replace(term, names=names, detail=default)


def _placed(frames: Frames) -> pl.LazyFrame:
    """Authorships that have a place, with the role filled in."""
    placed = frames.lazy("authorships").filter(pl.col("ordinal").is_not_null())
    return placed.with_columns(pl.col("role").fill_null("author"))


def _dblp(frames: Frames) -> Iterator[Block]:
    """dblp:hasSignature, and the name as it stood at the first place that the signature was read."""
    placed = _placed(frames)
    yield Block(
        GRAPH, WORK, (("dblp:hasSignature", AUTHORSHIP),), placed.select("work_id", "authorship_id"), repeats=True
    )
    first = placed.select("authorship_id", pl.col("mention_ids").list.first().alias("mention_id")).drop_nulls()
    names = first.join(frames.lazy("mentions").select("mention_id", "name"), on="mention_id", how="inner")
    yield Block(GRAPH, AUTHORSHIP, (("dblp:signatureDblpName", text("name")),), names)


def _schema(frames: Frames) -> Iterator[Block]:
    """A schema:OrganizationRole carries its dates itself."""
    dated = frames.lazy("memberships").with_columns(sound_date("begin_date"), sound_date("end_date"))
    dates = [
        (predicate, partial(column, precision))
        for predicate, column in (("schema:startDate", "begin_date"), ("schema:endDate", "end_date"))
        for precision in ("gYear", "gYearMonth", "date")
    ]
    yield Block(GRAPH, MEMBERSHIP, tuple(dates), dated)
    yield Block(
        GRAPH, PERSON, (("schema:memberOf", MEMBERSHIP),), dated.select("person_id", "membership_id"), repeats=True
    )


def _semopenalex(frames: Frames) -> Iterator[Block]:
    placed = _placed(frames).filter(pl.col("role") == "author")
    pairs = placed.select("work_id", "authorship_id")
    yield Block(GRAPH, WORK, (("soa:hasAuthorship", AUTHORSHIP),), pairs, repeats=True)


def _vivo(frames: Frames) -> Iterator[Block]:
    """VIVO hangs people, works and organisations on a relation, from both sides."""
    placed = _placed(frames)
    for thing_, column in ((WORK, "work_id"), (PERSON, "person_id")):
        pairs = placed.select(column, "authorship_id")
        yield Block(GRAPH, thing_, (("vivo:relatedBy", AUTHORSHIP),), pairs, repeats=True)
    for thing_, column in ((PERSON, "person_id"), (ORGANISATION, "organisation_id")):
        pairs = frames.lazy("memberships").select(column, "membership_id")
        yield Block(GRAPH, thing_, (("vivo:relatedBy", MEMBERSHIP),), pairs, repeats=True)


def _ocdm(frames: Frames) -> Iterator[Block]:
    """OpenCitations: a work is the context of its roles, and the order of authors is a chain."""
    placed = _placed(frames)
    pairs = placed.select("work_id", "authorship_id")
    yield Block(GRAPH, WORK, (("pro:isDocumentContextFor", AUTHORSHIP),), pairs, repeats=True)
    following = pl.col("authorship_id").shift(-1).over("work_id", "role").alias("next_id")
    chain = placed.sort("work_id", "role", "ordinal", "authorship_id").with_columns(following)
    chain = chain.select("authorship_id", "next_id").drop_nulls()
    yield Block(GRAPH, AUTHORSHIP, (("oco:hasNext", thing("authorship", "next_id")),), chain)


PROFILES: Mapping[str, Profile] = {
    "dblp": Profile(
        classes={
            "foaf:Person": ("dblp:Person", "dblp:Creator"),
            "kg:AmbiguousPerson": ("dblp:AmbiguousCreator", "dblp:Creator"),
            "kg:Authorship": ("dblp:Signature",),
            "fabio:JournalArticle": ("dblp:Publication", "dblp:Article"),
            "fabio:ConferencePaper": ("dblp:Publication", "dblp:Inproceedings"),
            "fabio:Preprint": ("dblp:Publication", "dblp:Informal"),
            "fabio:BookChapter": ("dblp:Publication", "dblp:Incollection"),
            "fabio:Book": ("dblp:Publication", "dblp:Book"),
            "fabio:DoctoralThesis": ("dblp:Publication", "dblp:Book"),
            "fabio:ReportDocument": ("dblp:Publication",),
            "fabio:PatentDocument": ("dblp:Publication",),
            "fabio:Expression": ("dblp:Publication",),
            "fabio:Journal": ("dblp:Stream", "dblp:Journal"),
            "kg:ConferenceSeries": ("dblp:Stream", "dblp:Conference"),
            "kg:WorkshopSeries": ("dblp:Stream", "dblp:Conference"),
            "kg:PreprintServer": ("dblp:Stream", "dblp:Repository"),
            "fabio:BookSeries": ("dblp:Stream", "dblp:Series"),
            "kg:Venue": ("dblp:Stream",),
        },
        properties={
            ("person", "foaf:name"): ("dblp:primaryCreatorName", "dblp:creatorName"),
            ("person", "skos:altLabel"): ("dblp:otherCreatorName", "dblp:creatorName"),
            ("person", "foaf:homepage"): ("dblp:primaryHomepage",),
            ("person", "kg:coAuthorWith"): ("dblp:coCreatorWith",),
            ("person", "kg:possiblePerson"): ("dblp:possibleActualCreator",),
            ("work", "dcterms:title"): ("dblp:title",),
            ("work", "fabio:hasPublicationYear"): ("dblp:yearOfPublication",),
            ("work", "dcterms:creator"): ("dblp:authoredBy", "dblp:createdBy"),
            ("work", "schema:editor"): ("dblp:editedBy", "dblp:createdBy"),
            ("work", "frbr:partOf"): ("dblp:publishedInStream",),
            ("work", "prism:pageRange"): ("dblp:pagination",),
            ("work", "foaf:page"): ("dblp:documentPage",),
            ("authorship", "pro:isHeldBy"): ("dblp:signatureCreator",),
            ("authorship", "pro:relatesToDocument"): ("dblp:signaturePublication",),
            ("authorship", "kg:ordinal"): ("dblp:signatureOrdinal",),
            ("venue", "foaf:name"): ("dblp:streamTitle", "dblp:primaryStreamTitle"),
            ("venue", "skos:altLabel"): ("dblp:otherStreamTitle",),
        },
        more=_dblp,
    ),
    "schema": Profile(
        classes={
            "foaf:Person": ("schema:Person",),
            "kg:Authorship": ("schema:Role",),
            "fabio:JournalArticle": ("schema:ScholarlyArticle",),
            "fabio:ConferencePaper": ("schema:ScholarlyArticle",),
            "fabio:Preprint": ("schema:ScholarlyArticle",),
            "fabio:BookChapter": ("schema:Chapter",),
            "fabio:Book": ("schema:Book",),
            "fabio:DoctoralThesis": ("schema:Thesis",),
            "fabio:ReportDocument": ("schema:Report",),
            "fabio:PatentDocument": ("schema:CreativeWork",),
            "fabio:Expression": ("schema:CreativeWork",),
            "fabio:Journal": ("schema:Periodical",),
            "kg:ConferenceSeries": ("schema:EventSeries",),
            "kg:WorkshopSeries": ("schema:EventSeries",),
            "kg:PreprintServer": ("schema:ArchiveOrganization",),
            "fabio:BookSeries": ("schema:BookSeries",),
            "org:Organization": ("schema:Organization",),
            "org:Membership": ("schema:OrganizationRole",),
        },
        properties={
            ("person", "foaf:name"): ("schema:name",),
            ("person", "foaf:givenName"): ("schema:givenName",),
            ("person", "foaf:familyName"): ("schema:familyName",),
            ("person", "skos:altLabel"): ("schema:alternateName",),
            ("person", "foaf:homepage"): ("schema:url",),
            ("person", "kg:coAuthorWith"): ("schema:colleague",),
            ("person", "owl:sameAs"): ("schema:sameAs",),
            ("work", "dcterms:title"): ("schema:name",),
            ("work", "kg:alternativeTitle"): ("schema:alternateName",),
            ("work", "fabio:hasPublicationYear"): ("schema:datePublished",),
            ("work", "dcterms:creator"): ("schema:author",),
            ("work", "frbr:partOf"): ("schema:isPartOf",),
            ("work", "prism:pageRange"): ("schema:pagination",),
            ("work", "foaf:page"): ("schema:url",),
            ("work", "owl:sameAs"): ("schema:sameAs",),
            ("authorship", "pro:isHeldBy"): ("schema:author",),
            ("authorship", "kg:ordinal"): ("schema:position",),
            ("venue", "foaf:name"): ("schema:name",),
            ("venue", "skos:altLabel"): ("schema:alternateName",),
            ("venue", "owl:sameAs"): ("schema:sameAs",),
            ("organisation", "foaf:name"): ("schema:name",),
            ("organisation", "skos:altLabel"): ("schema:alternateName",),
            ("organisation", "org:unitOf"): ("schema:parentOrganization",),
            ("organisation", "org:subOrganizationOf"): ("schema:parentOrganization",),
            ("organisation", "owl:sameAs"): ("schema:sameAs",),
            ("membership", "org:organization"): ("schema:memberOf",),
            ("membership", "org:member"): ("schema:member",),
            ("membership", "kg:roleAsPrinted"): ("schema:roleName",),
        },
        more=_schema,
    ),
    "semopenalex": Profile(
        classes={
            "foaf:Person": ("soa:Author",),
            "kg:Authorship": ("soa:Authorship",),
            **dict.fromkeys(_ANY_WORK, ("soa:Work",)),
            "fabio:Journal": ("soa:Source",),
            "kg:ConferenceSeries": ("soa:Source",),
            "kg:WorkshopSeries": ("soa:Source",),
            "kg:PreprintServer": ("soa:Source",),
            "fabio:BookSeries": ("soa:Source",),
            "kg:Venue": ("soa:Source",),
            "org:Organization": ("soa:Institution",),
        },
        properties={
            ("authorship", "pro:isHeldBy"): ("soa:hasAuthor",),
            ("authorship", "kg:ordinal"): ("soa:position",),
            ("authorship", "kg:affiliatedWith"): ("soa:hasOrganization",),
            ("work", "frbr:partOf"): ("soa:hasSource",),
            ("work", "dcterms:creator"): ("soa:hasAuthor",),
            ("work", "prism:volume"): ("soa:hasVolume",),
            ("work", "prism:issueIdentifier"): ("soa:hasIssue",),
            ("person", "skos:altLabel"): ("soa:alternativeName",),
        },
        more=_semopenalex,
    ),
    "vivo": Profile(
        classes={
            "kg:Authorship": ("vivo:Authorship", "vivo:Relationship"),
            "fabio:JournalArticle": ("bibo:AcademicArticle",),
            "fabio:ConferencePaper": ("vivo:ConferencePaper",),
            "fabio:Preprint": ("bibo:Article",),
            "fabio:BookChapter": ("bibo:Chapter",),
            "fabio:Book": ("bibo:Book",),
            "fabio:DoctoralThesis": ("bibo:Thesis",),
            "fabio:ReportDocument": ("bibo:Report",),
            "fabio:PatentDocument": ("bibo:Patent",),
            "fabio:Expression": ("bibo:Document",),
            "fabio:Journal": ("bibo:Journal",),
            "fabio:BookSeries": ("bibo:Series",),
            "org:Organization": ("foaf:Organization",),
            "org:Membership": ("vivo:Position", "vivo:Relationship"),
            "kg:Degree": ("vivo:AwardedDegree",),
        },
        properties={
            ("authorship", "pro:isHeldBy"): ("vivo:relates",),
            ("authorship", "pro:relatesToDocument"): ("vivo:relates",),
            ("authorship", "kg:ordinal"): ("vivo:rank",),
            ("work", "frbr:partOf"): ("vivo:hasPublicationVenue",),
            ("work", "dcterms:title"): ("rdfs:label",),
            ("person", "foaf:name"): ("rdfs:label",),
            ("venue", "foaf:name"): ("rdfs:label",),
            ("organisation", "foaf:name"): ("rdfs:label",),
            ("membership", "org:member"): ("vivo:relates",),
            ("membership", "org:organization"): ("vivo:relates",),
            ("membership", "kg:roleAsPrinted"): ("rdfs:label",),
            ("membership", "org:memberDuring"): ("vivo:dateTimeInterval",),
        },
        more=_vivo,
    ),
    "ocdm": Profile(
        classes={
            "foaf:Person": ("foaf:Agent",),
            "kg:AmbiguousPerson": ("foaf:Agent",),
            "kg:Authorship": ("pro:RoleInTime",),
            **dict.fromkeys((name for name in _ANY_WORK if name != "fabio:Expression"), ("fabio:Expression",)),
            "fabio:BookSeries": ("fabio:Series",),
            "kg:ConferenceSeries": ("fabio:Series",),
            "kg:WorkshopSeries": ("fabio:Series",),
        },
        properties={
            ("venue", "foaf:name"): ("dcterms:title",),
            ("work", "dcterms:issued"): ("prism:publicationDate",),
        },
        more=_ocdm,
    ),
}
