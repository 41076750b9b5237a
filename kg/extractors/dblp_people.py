"""Person records of dblp: `www` elements with a key of "homepages/…" in the dump, `person` elements on person pages.

They say which names (aliases, a name in its own script) are one person, which addresses that person has, and where
they worked: notes of type "affiliation", labelled with years or "former". A record that says no more than one name is
passed over; so is one for several people ("disambiguation"). Source: dblp's FAQ, "person records".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.directory import Entry, Stay
from kg.extractors.identifiers import claimed, distinct, identifier
from kg.extractors.markup import Element

TAGS = frozenset({"www", "person"})
_NUMBER = re.compile(r"\s+\d{4}$")
_YEARS = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)?\s*(-|–|since)?\s*(1[89]\d\d|20\d\d)?(?!\d)")
_NO_PERSON = ("disambiguation", "noname", "group")
_PROFILES = re.compile(
    r"orcid\.org|wikidata\.org|scholar\.google|dblp\.|acm\.org|researchgate|linkedin|twitter|x\.com|github\.com"
    r"|isni\.org|viaf\.org|d-nb\.info|loc\.gov|zbmath|mathgenealogy|openreview|semanticscholar|aclanthology",
    re.IGNORECASE,
)


def entries(element: Element) -> Iterator[Entry]:
    """The person of a record, if it is one and the record says something."""
    key = element.attributes.get("key", "")
    if not key.startswith("homepages/") or element.attributes.get("publtype") in _NO_PERSON:
        return
    notes = [(e.attributes.get("type", ""), e.attributes.get("label", ""), e.text) for e in element.all("note")]
    printed = [e.text for e in element.all("author") if e.text]
    names = [*printed, *(text for kind, _, text in notes if kind == "uname" and text)]
    links = [e.text for e in element.all("url") if e.text.startswith(("http://", "https://"))]
    stays = [_stay(label, text) for kind, label, text in notes if kind == "affiliation" and text]
    if not printed or not (len(names) > 1 or links or stays):
        return
    pid = key.removeprefix("homepages/")
    # as the authors of works are: by name in the dump, by "pid" on person pages
    named = not any("pid" in e.attributes for e in element.all("author"))
    own = [(e.attributes.get("type") == "archive", e.text) for e in element.all("url")]
    homepage = next((link for old, link in own if link in links and not old and not _PROFILES.search(link)), "")
    known = [identifier(link) for link in links]
    yield Entry(
        f"line={element.line}",
        [_NUMBER.sub("", name) for name in names],
        [f"dblp:{name}" if named and _NUMBER.search(name) else f"dblp:{pid}" for name in names],
        distinct(
            [
                {"scheme": "dblp", "value": pid},
                *({"scheme": found[0], "value": found[1]} for found in known if found and found[0] != "dblp"),
                *(claimed(link, "orcid") for link in links if "orcid.org/" in link),
            ]
        ),
        homepage,
        stays,
    )


def _stay(label: str, text: str) -> Stay:
    years = next((found for found in _YEARS.finditer(label) if found[1] or found[3]), None)
    if years is None:
        return Stay(text)
    if years[2] and years[3] and not years[1]:  # "since 2014", "-2014"
        is_begin = years[2] == "since"
        return Stay(text, begin=years[3] if is_begin else "", end="" if is_begin else years[3], ongoing=is_begin)
    if years[2] and years[1]:  # "2012-2015", "2012-"
        return Stay(text, begin=years[1], end=years[3] or "", ongoing=not years[3])
    year = years[1] or years[3]
    return Stay(text, evidence_year=int(year))
