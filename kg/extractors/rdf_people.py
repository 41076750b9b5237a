"""People in RDF of dblp and SemOpenAlex: other names, affiliations and homepages, as entries of a directory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.directory import Entry, Stay
from kg.extractors.rdf_works import Statements, claim, identifiers_of, short

_TYPES = ("dblp:Person", "soa:Author")
_OTHER_NAMES = ("dblp:otherCreatorName", "soa:alternativeName", "dblp:creatorName")
_STAYS = ("dblp:primaryAffiliation", "dblp:affiliation", "dblp:otherAffiliation", "org:memberOf")
_HOMEPAGES = ("dblp:primaryHomepage", "foaf:homepage", "dblp:homepage")
_NUMBER = re.compile(r"\s+\d{4}$")


def entries(statements: Statements) -> Iterator[Entry]:
    """Each person of whom more is said than one name."""
    number = 0
    for node, about in statements.said.items():
        if not any(short(iri) in _TYPES for iri in about.get("rdf:type", ())):
            continue
        number += 1
        said = [statements.name(node), *(v[1:] for p in _OTHER_NAMES for v in about.get(p, ()) if v.startswith('"'))]
        names = list(dict.fromkeys(" ".join(name.split()) for name in said if name.strip()))
        places = dict.fromkeys(place for p in _STAYS for place in about.get(p, ()))
        stays = [_stay(statements, place) for place in places if statements.name(place)]
        if names and (len(names) > 1 or stays):
            yield Entry(
                f"person={number}",
                [_NUMBER.sub("", name) for name in names],
                [claimed for name in names if (claimed := claim(node, name))],
                [one for one in identifiers_of(statements, node) if one["scheme"] != "doi"],
                next((page for p in _HOMEPAGES for page in about.get(p, ()) if page.startswith("http")), ""),
                stays,
            )


def _stay(statements: Statements, place: str) -> Stay:
    own = [] if place.startswith('"') else identifiers_of(statements, place)
    return Stay(statements.name(place), identifiers=[one for one in own if one["scheme"] in ("ror", "openalex")])
