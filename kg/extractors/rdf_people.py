"""People in RDF of kg itself, dblp and SemOpenAlex: other names, positions, degrees and homepages.

Each becomes an entry of a directory. Of kg's own graph those are kept apart whom no work names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extractors.directory import Entry, Stay
from kg.extractors.rdf_works import Statements, claim, identifiers_of, named_in_works, short

_TYPES = ("foaf:Person", "dblp:Person", "soa:Author")
_OTHER_NAMES = ("skos:altLabel", "dblp:otherCreatorName", "soa:alternativeName", "dblp:creatorName")
_STAYS = ("dblp:primaryAffiliation", "dblp:affiliation", "dblp:otherAffiliation", "org:memberOf")
_HOMEPAGES = ("dblp:primaryHomepage", "foaf:homepage", "dblp:homepage")
_DATES = ("time:inXSDDate", "time:inXSDgYearMonth", "time:inXSDgYear")
_NUMBER = re.compile(r"\s+\d{4}$")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DEEPEST = 8


def entries(statements: Statements) -> Iterator[Entry]:
    """Each person of whom more is said than one name and works."""
    memberships = defaultdict(list)
    for node in statements.said:
        for person in statements.all(node, ("org:member",)):
            memberships[person].append(node)
    writers = named_in_works(statements)
    number = 0
    for node, about in statements.said.items():
        if not any(short(iri) in _TYPES for iri in about.get("rdf:type", ())):
            continue
        number += 1
        said = [statements.name(node), *(v[1:] for p in _OTHER_NAMES for v in about.get(p, ()) if v.startswith('"'))]
        names = list(dict.fromkeys(" ".join(name.split()) for name in said if name.strip()))
        places = dict.fromkeys(place for p in _STAYS for place in about.get(p, ()))
        stays = [_stay(statements, place) for place in places if statements.name(place)]
        stays += [stay for one in memberships[node] if (stay := _membership(statements, one))]
        if names and (len(names) > 1 or stays or node not in writers):
            yield Entry(
                f"person={number}",
                [_NUMBER.sub("", name) for name in names],
                [claimed for name in names if (claimed := claim(node, name))],
                [one for one in identifiers_of(statements, node) if one["scheme"] != "doi"],
                next((page for p in _HOMEPAGES for page in about.get(p, ()) if page.startswith("http")), ""),
                stays,
            )


def _stay(statements: Statements, place: str) -> Stay:
    return Stay(statements.name(place), identifiers=_organisation_ids(statements, place))


def _membership(statements: Statements, node: str) -> Stay | None:
    """A position or degree; an affiliation that only the author lists of works state is read with the works."""
    place = next(iter(statements.all(node, ("org:organization",))), "")
    intervals = statements.all(node, ("org:memberDuring",))
    degree = _called(statements, node, "kg:degreeAsPrinted", "kg:degreeType")
    role = _called(statements, node, "kg:roleAsPrinted", "org:role")
    if not statements.name(place) or not (intervals or degree or role):
        return None
    begin, end = (_date(statements, intervals, f"time:has{which}") for which in ("Beginning", "End"))
    supervisors = statements.all(node, ("kg:advisedBy", "kg:supervisedBy"))
    return Stay(
        statements.name(place),
        place=statements.text(node, "kg:place"),
        begin=begin,
        end=end,
        ongoing=statements.text(node, "kg:ongoing") == "true",
        identifiers=_organisation_ids(statements, place),
        kind="degree" if degree else "position",
        role="" if degree else role,
        degree=degree,
        field=statements.text(node, "kg:field"),
        units=_above(statements, place),
        supervisors=[(name, claim(one, name)) for one in supervisors if (name := statements.name(one))],
    )


def _called(statements: Statements, node: str, printed: str, concept: str) -> str:
    """The word as printed, else the name of the concept ("PhDStudent": "PhD Student")."""
    known = [short(iri).rpartition(":")[2] for iri in statements.all(node, (concept,)) if not iri.startswith('"')]
    return statements.text(node, printed) or next((_WORDS.sub(" ", k) for k in known if not k.startswith("Other")), "")


def _date(statements: Statements, intervals: list[str], end: str) -> str:
    for interval in intervals:
        for instant in statements.all(interval, (end,)):
            if found := statements.text(instant, *_DATES):
                return found
    return ""


def _above(statements: Statements, place: str) -> list[str]:
    names: list[str] = []
    while len(names) < _DEEPEST and (above := statements.all(place, ("org:unitOf",))):
        place = above[0]
        names.append(statements.name(place))
    return [name for name in names if name]


def _organisation_ids(statements: Statements, place: str) -> list[dict[str, str]]:
    own = [] if place.startswith('"') else identifiers_of(statements, place)
    return [one for one in own if one["scheme"] in ("ror", "openalex")]
