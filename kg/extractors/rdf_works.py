"""Works in RDF statements: what the terms of the usual vocabularies say about a work, its people and its venue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from kg.extractors.batches import Person
from kg.extractors.bulk import Item, Report
from kg.extractors.fields import pages
from kg.extractors.identifiers import identifier

_NAMESPACES = {
    "https://w3id.org/kg/ns#": "kg", "http://purl.org/dc/terms/": "dct", "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/spar/fabio/": "fabio", "http://purl.org/vocab/frbr/core#": "frbr",
    "http://xmlns.com/foaf/0.1/": "foaf", "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://purl.org/spar/pro/": "pro", "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://purl.org/spar/datacite/": "datacite", "http://www.essepuntato.it/2010/06/literalreification/": "lit",
    "https://schema.org/": "schema", "http://schema.org/": "schema", "https://dblp.org/rdf/schema#": "dblp",
    "https://semopenalex.org/ontology/": "soa", "https://dbpedia.org/ontology/": "dbo",
    "http://www.w3.org/ns/org#": "org", "http://www.w3.org/2006/time#": "time",
    "http://purl.org/ontology/bibo/": "bibo", "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf", "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
}  # fmt: skip
_KINDS = {
    "article": "fabio:JournalArticle fabio:Article bibo:AcademicArticle bibo:Article dblp:Article "
    "schema:ScholarlyArticle schema:Article schema:MedicalScholarlyArticle",
    "paper": "fabio:ConferencePaper fabio:ProceedingsPaper dblp:Inproceedings",
    "preprint": "fabio:Preprint dblp:Informal",
    "chapter": "fabio:BookChapter bibo:Chapter bibo:BookSection schema:Chapter dblp:Incollection",
    "book": "fabio:Book fabio:Monograph bibo:Book bibo:EditedBook schema:Book dblp:Book",
    "thesis": "fabio:DoctoralThesis fabio:MastersThesis fabio:Thesis bibo:Thesis schema:Thesis",
    "report": "fabio:ReportDocument fabio:TechnicalReport bibo:Report schema:Report schema:TechArticle",
    "patent": "fabio:PatentDocument bibo:Patent",
    "other": "fabio:Expression bibo:Document schema:CreativeWork dblp:Publication schema:SoftwareSourceCode "
    "schema:SoftwareApplication schema:Dataset bibo:Manuscript soa:Work",
}
_KIND_OF = {term: kind for kind, terms in _KINDS.items() for term in terms.split()}
_OPENALEX_TYPES = {
    "article": "article", "journal-article": "article", "proceedings-article": "paper", "posted-content": "preprint",
    "preprint": "preprint", "book-chapter": "chapter", "book": "book", "monograph": "book", "dissertation": "thesis",
    "report": "report",
}  # fmt: skip
_TITLES = ("dct:title", "dc:title", "dblp:title", "schema:headline", "schema:name")
_NAMES = (
    "foaf:name", "schema:name", "dblp:primaryCreatorName", "dblp:creatorName", "skos:prefLabel", "rdfs:label",
    "dblp:primaryStreamTitle", "dblp:streamTitle", "dct:title", "dc:title", "schema:legalName",
)  # fmt: skip
_YEARS = (
    "fabio:hasPublicationYear", "dblp:yearOfPublication", "schema:datePublished", "dct:issued", "dct:date", "dc:date",
    "prism:publicationDate", "bibo:issued", "dct:created",
)  # fmt: skip
_CONTAINERS = (
    "frbr:partOf", "dct:isPartOf", "schema:isPartOf", "dblp:publishedInStream", "dblp:publishedIn",
    "prism:publicationName", "bibo:presentedAt", "schema:publication", "soa:hasPrimaryLocation", "soa:hasHostVenue",
    "soa:hasSource", "soa:hasLocation",
)  # fmt: skip
_AUTHORS = ("bibo:authorList", "schema:author", "dct:creator", "dc:creator", "dblp:authoredBy", "schema:creator",
            "foaf:maker")  # fmt: skip
_EDITORS = ("bibo:editorList", "bibo:editor", "schema:editor", "dblp:editedBy")
_DIRECT = {
    "bibo:doi": "doi", "prism:doi": "doi", "dblp:doi": "", "schema:identifier": "", "owl:sameAs": "",
    "schema:sameAs": "", "dblp:orcid": "orcid", "bibo:pmid": "pmid", "bibo:isbn13": "isbn", "bibo:isbn10": "isbn",
    "schema:isbn": "isbn", "fabio:hasPubMedId": "pmid", "fabio:hasPubMedCentralId": "pmcid", "datacite:doi": "doi",
    "dbo:orcidId": "orcid", "soa:ror": "ror", "dblp:wikidata": "wikidata",
    "prism:issn": "issn", "bibo:issn": "issn", "dct:identifier": "", "dc:identifier": "",
}  # fmt: skip
_SIGNATURE = {
    "work": ("pro:relatesToDocument", "dblp:signaturePublication"),
    "person": ("pro:isHeldBy", "dblp:signatureCreator"),
    "ordinal": ("kg:ordinal", "dblp:signatureOrdinal"),
}
_TEXTS = {
    "volume": ("prism:volume", "bibo:volume", "schema:volumeNumber", "dblp:publishedInJournalVolume", "soa:hasVolume"),
    "issue": (
        "prism:issueIdentifier",
        "bibo:issue",
        "schema:issueNumber",
        "dblp:publishedInJournalVolumeIssue",
        "soa:hasIssue",
    ),
    "pages": ("prism:pageRange", "bibo:pages", "schema:pagination", "dblp:pagination"),
    "abstract": ("dct:abstract", "bibo:abstract", "schema:abstract"),
}
# What is said about a person beside the name; see `rdf_people`.
PERSON_TERMS = (
    "dblp:otherCreatorName", "soa:alternativeName", "dblp:affiliation", "dblp:primaryAffiliation",
    "dblp:otherAffiliation", "org:memberOf", "dblp:primaryHomepage", "dblp:homepage", "foaf:homepage",
    "skos:altLabel", "org:member", "org:organization", "org:unitOf", "org:role", "kg:roleAsPrinted", "kg:degreeType",
    "kg:degreeAsPrinted", "kg:field", "kg:place", "kg:ongoing", "kg:supervisedBy", "kg:advisedBy", "org:memberDuring",
    "time:hasBeginning", "time:hasEnd", "time:inXSDDate", "time:inXSDgYearMonth", "time:inXSDgYear",
)  # fmt: skip
_OTHERS = (
    "rdf:type", "rdf:first", "rdf:rest", "foaf:givenName", "foaf:familyName", "schema:givenName", "schema:familyName",
    "dblp:signatureDblpName", "pro:withRole", "kg:affiliatedWith", "schema:affiliation", "datacite:hasIdentifier",
    "datacite:usesIdentifierScheme", "lit:hasLiteralValue", "schema:propertyID", "schema:value", "kg:status",
    "kg:authorListComplete", "kg:depositedIn", "dc:publisher", "dct:publisher", "schema:publisher",
    "schema:keywords", "foaf:page", "dblp:documentPage", "schema:url", "soa:hasAuthorship", "soa:hasAuthor",
    "soa:position", "soa:rawAffiliation", "soa:hasOrganization", "soa:crossrefType", "soa:workType",
    "prism:startingPage", "prism:endingPage",
)  # fmt: skip
PREDICATES = frozenset(
    [*_TITLES, *_NAMES, *_YEARS, *_CONTAINERS, *_AUTHORS, *_EDITORS, *_DIRECT, *_OTHERS, *PERSON_TERMS]
    + [term for terms in (*_SIGNATURE.values(), *_TEXTS.values()) for term in terms]
)
_STATUSES = {"Published": "published", "ToAppear": "to_appear", "Submitted": "submitted", "PreprintStatus": "preprint"}
_NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_NUMBER = re.compile(r"\s+\d{4}$")
_MAX_LIST = 100_000


def short(iri: str) -> str:
    """An IRI with the prefix that it has here ("dct:title"); the IRI itself if its vocabulary is not known."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _NAMESPACES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix else iri


Signature = tuple[int, str, str]  # ordinal, the person, the authorship


class Statements:
    """What was said, by subject and predicate, each in the order in which it was said and once."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, dict[str, None]]] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.said.setdefault(subject, {}).setdefault(predicate, {})[value] = None

    def all(self, node: str, predicates: Sequence[str]) -> list[str]:
        """Objects of the first of these predicates that has some."""
        about = self.said.get(node, {})
        return next((list(about[p]) for p in predicates if p in about), [])

    def text(self, node: str, *predicates: str) -> str:
        """The first literal of these predicates, white space single; "" without one."""
        about = self.said.get(node, {})
        found = (value for p in predicates for value in about.get(p, ()) if value.startswith('"'))
        return " ".join(next(found, "").removeprefix('"').split())

    def name(self, node: str) -> str:
        """What a literal or a resource is called."""
        return " ".join(node[1:].split()) if node.startswith('"') else self.text(node, *_NAMES)

    @cached_property
    def signatures(self) -> dict[str, list[Signature]]:
        """Who signs each work, in order; to be asked once all is said."""
        return _signatures(self)

    def opened(self, nodes: Sequence[str]) -> list[str]:
        """The nodes, RDF lists among them replaced by what they hold; a list that runs in a circle ends there."""
        found: list[str] = []
        for node in nodes:
            seen: set[str] = set()
            while "rdf:first" in self.said.get(node, {}) and node not in seen and len(seen) < _MAX_LIST:
                seen.add(node)
                found.extend(self.all(node, ("rdf:first",)))
                node = next(iter(self.all(node, ("rdf:rest",))), _NIL)
            if not seen and node != _NIL:
                found.append(node)
        return found


def items(statements: Statements, report: Report) -> Iterator[Item]:
    """The works among the subjects. What is only the container of a work and has no people of its own is no work."""
    signatures = statements.signatures
    containers = {node for about in statements.said.values() for p in _CONTAINERS for node in about.get(p, ())}
    number = 0
    for node, about in statements.said.items():
        kinds = [_KIND_OF[term] for iri in about.get("rdf:type", ()) if (term := short(iri)) in _KIND_OF]
        has_people = node in signatures or any(p in about for p in (*_AUTHORS, *_EDITORS))
        if not kinds or (node in containers and not has_people):
            continue
        number += 1
        title = statements.text(node, *_TITLES)
        if "dblp:title" in about:
            title = title.rstrip(".")  # dblp ends every title with a full stop
        if title:
            yield _item(statements, node, number, title, kinds, signatures.get(node, []))
        else:
            report(f"record={number}", f"the work {node[:100]} has no title")


def _signatures(statements: Statements) -> dict[str, list[Signature]]:
    found: dict[str, list[Signature]] = {}
    for node in statements.said:
        person = next(iter(statements.all(node, _SIGNATURE["person"])), "")
        ordinal = statements.text(node, *_SIGNATURE["ordinal"])
        if person and ordinal.isdecimal():
            for work in statements.all(node, _SIGNATURE["work"]):
                found.setdefault(work, []).append((int(ordinal), person, node))
    for work, about in statements.said.items():
        for number, node in enumerate(about.get("soa:hasAuthorship", ()), start=1):
            # SemOpenAlex tells the first and the last; those between are in the order in which they are told
            rank = {"first": 0, "last": 2}.get(statements.text(node, "soa:position"), 1)
            for person in statements.all(node, ("soa:hasAuthor",)):
                found.setdefault(work, []).append((rank * _MAX_LIST + number, person, node))
    return {work: sorted(signed) for work, signed in found.items()}


def named_in_works(statements: Statements) -> set[str]:
    """The people whom some work names as author or editor."""
    found = {person for signed in statements.signatures.values() for _, person, _ in signed}
    for about in statements.said.values():
        for predicate in (*_AUTHORS, *_EDITORS):
            found.update(statements.opened(list(about.get(predicate, ()))))
    return found


def _item(
    statements: Statements, node: str, number: int, title: str, kinds: list[str], signed: list[Signature]
) -> Item:
    types = [_OPENALEX_TYPES.get(statements.text(node, term), "other") for term in ("soa:crossrefType", "soa:workType")]
    kinds = [*kinds, *types]
    kind = next((k for k in ("preprint", *kinds) if k in kinds and k != "other"), "other")
    dates = [text for p in _YEARS if (text := statements.text(node, p))]
    year = next((int(found[1]) for text in dates if (found := _YEAR.search(text))), None)
    iso = [text for text in dates if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text) and text[:4] == str(year)]
    status = next((_STATUSES.get(short(s)[3:]) for s in statements.all(node, ("kg:status",))), None)
    server = next(iter(statements.all(node, ("kg:depositedIn",))), "")
    publisher = next(iter(statements.all(node, ("dc:publisher", "dct:publisher", "schema:publisher"))), "")
    links = statements.all(node, ("foaf:page", "dblp:documentPage", "schema:url"))
    fields: dict[str, Any] = {
        "title": title,
        "kind": kind,
        "status": status or ("preprint" if kind == "preprint" else "published"),
        "year": year,
        "year_as_printed": dates[0] if dates else None,
        "date": iso[0] if iso else None,
        "venue": _venue(statements, node) or None,
        "deposited_in": statements.name(server) or None,
        "author_list_complete": statements.text(node, "kg:authorListComplete") != "false",
        "publisher": statements.name(publisher) or None,
        **{name: _outwards(statements, node, terms) or None for name, terms in _TEXTS.items()},
        "pages": statements.text(node, *_TEXTS["pages"])
        or pages(statements.text(node, "prism:startingPage"), statements.text(node, "prism:endingPage")),
        "keywords": [k[1:] for k in statements.all(node, ("schema:keywords",)) if k.startswith('"')],
        "identifiers": identifiers_of(statements, node),
        "links": [link for link in links if link.startswith(("http://", "https://"))],
        "key": node,
    }
    editing = {s for s in signed if any("ditor" in r for r in statements.all(s[2], ("pro:withRole", "rdf:type")))}
    authors = [_person(statements, person, place) for o, person, place in signed if (o, person, place) not in editing]
    editors = [_person(statements, person, place) for o, person, place in signed if (o, person, place) in editing]
    authors = authors or [_person(statements, p) for p in statements.opened(statements.all(node, _AUTHORS))]
    editors = editors or [_person(statements, p) for p in statements.opened(statements.all(node, _EDITORS))]
    return Item(f"record={number}", [p for p in authors if p.name], fields, [p for p in editors if p.name])


def _outwards(statements: Statements, node: str, terms: Sequence[str]) -> str:
    """A text of the work, else of the issue or volume that it is part of."""
    for _ in range(3):
        found = statements.text(node, *terms)
        containers = statements.all(node, _CONTAINERS)
        if found or not containers:
            return found
        node = containers[0]
    return ""


def _venue(statements: Statements, node: str) -> str:
    """The name of what the work is part of: the outermost of an issue, its volume and its journal."""
    name = ""
    for _ in range(4):
        containers = statements.all(node, _CONTAINERS)
        if not containers:
            break
        node = containers[0]
        name = statements.name(node) or name
    return name


def _person(statements: Statements, node: str, authorship: str = "") -> Person:
    family = statements.text(node, "foaf:familyName", "schema:familyName")
    given = statements.text(node, "foaf:givenName", "schema:givenName")
    joined = f"{family}, {given}" if family and given else family or given
    name = statements.text(authorship, "dblp:signatureDblpName") or statements.name(node) or joined
    beside = ("kg:affiliatedWith", "soa:rawAffiliation", "soa:hasOrganization")
    organisations = statements.all(authorship, beside) or statements.all(node, ("schema:affiliation",))
    identifiers = [known for known in identifiers_of(statements, node) if known["scheme"] != "doi"]
    return Person(
        _NUMBER.sub("", name),
        [printed for one in organisations if (printed := statements.name(one))],
        identifiers,
        claim(node, name),
    )


def claim(node: str, name: str) -> str | None:
    """The source's word about who a resource is, spelled as where that source is read in its own format."""
    known = identifier(node)
    if known and known[0] == "dblp":
        return f"dblp:{name}" if _NUMBER.search(name) else f"dblp:{known[1]}"
    if known and known[0] == "openalex":
        return f"openalex:{known[1]}"
    return f"rdf:{node}" if node.startswith(("http://", "https://", "urn:")) else None


def identifiers_of(statements: Statements, node: str) -> list[dict[str, str]]:
    found = {identifier(node): None}
    for place in statements.all(node, ("datacite:hasIdentifier",)):
        scheme = next(iter(statements.all(place, ("datacite:usesIdentifierScheme",))), "")
        value = statements.text(place, "lit:hasLiteralValue")
        found[identifier(value, short(scheme).rpartition(":")[2].lower()) if scheme else identifier(value)] = None
    about = statements.said.get(node, {})
    for predicate, scheme in _DIRECT.items():
        for said in about.get(predicate, ()):
            value = said.removeprefix('"')
            inner = statements.text(said, "schema:value")
            wanted = statements.text(said, "schema:propertyID").lower() if inner else scheme
            found[identifier(inner or value, wanted.rpartition("/")[2])] = None
    return [{"scheme": known[0], "value": known[1]} for known in found if known]
