"""The terms of the graph: prefixes, own names, and what each value of a table column is called in RDF.

Everything is written as a CURIE ("kg:Record"); `expand` gives the full IRI. `ontologies/kg.ttl` declares every `kg:`
term used here, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KG: Final = "https://w3id.org/kg/ns#"
BASE: Final = "https://w3id.org/kg/id/"  # instances; the user may set another one

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "datacite": "http://purl.org/spar/datacite/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "frbr": "http://purl.org/vocab/frbr/core#",
        "kg": KG,
        "literal": "http://www.essepuntato.it/2010/06/literalreification/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "pro": "http://purl.org/spar/pro/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "time": "http://www.w3.org/2006/time#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)

# Prefixes of the profiles; written only where one is asked for.
PROFILE_PREFIXES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "dblp": {"dblp": "https://dblp.org/rdf/schema#"},
        "schema": {},
        "semopenalex": {"soa": "https://semopenalex.org/ontology/"},
        "vivo": {"bibo": "http://purl.org/ontology/bibo/", "vivo": "http://vivoweb.org/ontology/core#"},
        "ocdm": {"oco": "https://w3id.org/oc/ontology/"},
    }
)
_ALL_PREFIXES = dict(PREFIXES) | {p: n for extra in PROFILE_PREFIXES.values() for p, n in extra.items()}

RESOLVED_GRAPH: Final = "kg:resolved"
PROVENANCE_GRAPH: Final = "kg:provenance"
DECISIONS_GRAPH: Final = "kg:decisions"
GRAPHS: Final = (RESOLVED_GRAPH, PROVENANCE_GRAPH, DECISIONS_GRAPH)

WORK_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "article": "fabio:JournalArticle",
        "paper": "fabio:ConferencePaper",
        "preprint": "fabio:Preprint",
        "chapter": "fabio:BookChapter",
        "book": "fabio:Book",
        "thesis": "fabio:DoctoralThesis",
        "report": "fabio:ReportDocument",
        "patent": "fabio:PatentDocument",
        "other": "fabio:Expression",
    }
)

VENUE_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "journal": "fabio:Journal",
        "conference": "kg:ConferenceSeries",
        "workshop": "kg:WorkshopSeries",
        "preprint_server": "kg:PreprintServer",
        "book_series": "fabio:BookSeries",
        "other": "kg:Venue",
    }
)

EDITION_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conference": "fabio:AcademicProceedings",
        "workshop": "fabio:AcademicProceedings",
        "journal": "fabio:JournalIssue",
    }
)

ORGANISATION_CLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "university": "org:FormalOrganization",
        "company": "org:FormalOrganization",
        "department": "org:OrganizationalUnit",
        "lab": "org:OrganizationalUnit",
    }
)

STATUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "published": "kg:Published",
        "to_appear": "kg:ToAppear",
        "submitted": "kg:Submitted",
        "preprint": "kg:PreprintStatus",
    }
)

MENTION_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "editor": "kg:Editor",
        "subject": "kg:Subject",
        "supervisor": "kg:Supervisor",
        "adviser": "kg:Adviser",
        "mentor": "kg:Mentor",
    }
)

AUTHOR_ROLES: Final[Mapping[str, str]] = MappingProxyType({"author": "pro:author", "editor": "pro:editor"})

OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {"same": "kg:Same", "different": "kg:Different", "unsure": "kg:Unsure"}
)

DECISION_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "person": "kg:PersonIdentity",
        "work": "kg:WorkIdentity",
        "venue": "kg:VenueIdentity",
        "organisation": "kg:OrganisationIdentity",
    }
)

POSITION_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"position": "kg:PositionStatement", "degree": "kg:DegreeStatement", "affiliation": "kg:AffiliationStatement"}
)

# Local names that the resolver writes as they are; a name that is not here is written as the last one of its family.
ROLES: Final = (
    "VisitingStudent",
    "VisitingScholar",
    "Postdoc",
    "TeachingAssistant",
    "Intern",
    "ResearchAssistant",
    "PhDStudent",
    "MasterStudent",
    "BachelorStudent",
    "Student",
    "AssistantProfessor",
    "AssociateProfessor",
    "Professor",
    "Lecturer",
    "Director",
    "Founder",
    "Engineer",
    "Scientist",
    "Researcher",
    "Manager",
    "Member",
    "Assistant",
    "Volunteer",
    "OtherRole",
)
DEGREE_TYPES: Final = ("Doctorate", "Master", "Bachelor", "OtherDegree")
FEATURES: Final = (
    "Prior",
    "NameCompatibility",
    "NameRarity",
    "SharedCoauthor",
    "SecondOrderCoauthor",
    "AffiliationContinuity",
    "SharedIdentifier",
    "DifferentIdentifier",
    "SharedEmail",
    "SharedVenue",
    "TopicSimilarity",
    "YearGap",
    "SamePageClaim",
    "SubjectOfDocument",
    "SupervisorOfDocument",
    "SameDossier",
    "OnlyBearer",
    "OnlyTheName",
    "ClusterAgreement",
    "OthersLikelySame",
    "CannotLinkSamePaper",
    "SameWorkSamePlace",
    "TitleSimilarity",
    "SharedAuthors",
    "SameFirstAuthors",
    "ExtraAuthors",
    "AuthorListSize",
    "SameYear",
    "SharedPages",
    "DifferentNumbers",
    "SubmittedVersion",
    "SameDocument",
    "SameDocumentList",
    "SameName",
    "NearlySameName",
    "SharedWords",
    "DifferentWords",
    "AbbreviatedWords",
    "SameAcronym",
    "DifferentAcronym",
    "SharedAbbreviation",
    "LearntAbbreviation",
    "KnownSeries",
    "VenueKind",
    "Workshop",
    "KnownOrganisation",
    "SameParent",
    "DifferentParent",
    "UnitInitials",
    "Ruling",
    "OtherFeature",
)

# scheme -> (name of the scheme, start of the outside IRI or "", pattern that a value must fit to be given that IRI)
IDENTIFIER_SCHEMES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "doi": ("datacite:doi", "https://doi.org/", r"^10\.\d{4,9}/\S+$"),
        "orcid": ("datacite:orcid", "https://orcid.org/", r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"),
        "arxiv": ("datacite:arxiv", "https://arxiv.org/abs/", r"^(\d{4}\.\d{4,5}|[a-z.-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$"),
        "issn": ("datacite:issn", "https://portal.issn.org/resource/ISSN/", r"^\d{4}-\d{3}[\dX]$"),
        "isbn": ("datacite:isbn", "", ""),
        "pmid": ("datacite:pmid", "https://pubmed.ncbi.nlm.nih.gov/", r"^\d+$"),
        "pmcid": ("datacite:pmcid", "https://pmc.ncbi.nlm.nih.gov/articles/", r"^PMC\d+$"),
        "isni": ("datacite:isni", "https://isni.org/isni/", r"^\d{15}[\dX]$"),
        "viaf": ("datacite:viaf", "https://viaf.org/viaf/", r"^\d+$"),
        # Wikidata's own IRIs begin with http, and only they join with its data.
        "wikidata": ("datacite:wikidata", "http://www.wikidata.org/entity/", r"^[QPL]\d+$"),
        "ror": ("kg:RorScheme", "https://ror.org/", r"^0[a-z0-9]{8}$"),
        "dblp": ("kg:DblpScheme", "https://dblp.org/", r"^[A-Za-z0-9]+(/[A-Za-z0-9_.:-]+)+$"),
        "openalex": ("kg:OpenAlexScheme", "https://openalex.org/", r"^[WASIVCP]\d+$"),
        "s2": ("kg:SemanticScholarScheme", "", ""),
        "acl": ("kg:AclAnthologyScheme", "https://aclanthology.org/", r"^[A-Za-z0-9.-]+$"),
        "hal": ("kg:HalScheme", "https://hal.science/", r"^[a-z]+-\d+$"),
    }
)
OTHER_SCHEME: Final = "datacite:local-resource-identifier-scheme"


def expand(curie: str) -> str:
    """The full IRI of a CURIE whose prefix is in `PREFIXES` or `PROFILE_PREFIXES`.

    >>> expand("kg:Record")
    'https://w3id.org/kg/ns#Record'
    """
    prefix, _, local = curie.partition(":")
    return _ALL_PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """The CURIE of an IRI if a prefix fits, else the IRI itself.

    >>> shorten("http://xmlns.com/foaf/0.1/name")
    'foaf:name'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri
