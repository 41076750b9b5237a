"""Organisations and a registry of them (ROR): which entry an organisation is, as decisions with evidence.

A name that several entries bear is linked only where the place tells them apart; an acronym never without the place.
What is linked becomes a mention of the registry's document, so that the link is explained like every other one. The
ids that sources give to organisations themselves count too, with or without a registry.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

import polars as pl

from kg.resolver.decisions import Ledger, logistic
from kg.resolver.organisation_names import core_of, read_organisation
from kg.resolver.organisations import Organisations

THRESHOLD = 0.9  # a wrong identifier spreads to other data sets
PRIOR = -3.0  # an entry with one word in common
_FORMS = {"name": 5.0, "label": 4.5, "alias": 4.0, "acronym": 1.0}
_SAME_COUNTRY, _OTHER_COUNTRY, _SAME_CITY = 2.0, -8.0, 2.0
_ONLY = 1.5  # no other entry bears the form
_SHORT = -2.0  # one word, or a name that many organisations give a part
_CLAIMED = 6.0  # a source gives the organisation this id
_CLOSE = 1.5  # of two entries nearer than this neither is taken
_COUNTRIES = {
    "usa": "US", "us": "US", "u s a": "US", "united states of america": "US", "united states": "US", "uk": "GB",
    "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB",
    "northern ireland": "GB", "p r china": "CN", "pr china": "CN", "prc": "CN", "china": "CN",
    "peoples republic of china": "CN", "people s republic of china": "CN", "korea": "KR", "south korea": "KR",
    "republic of korea": "KR", "russia": "RU", "russian federation": "RU", "deutschland": "DE", "espana": "ES",
    "italia": "IT", "brasil": "BR", "the netherlands": "NL", "netherlands": "NL", "holland": "NL", "iran": "IR",
    "czech republic": "CZ", "turkey": "TR", "turkiye": "TR", "viet nam": "VN", "taiwan": "TW", "hong kong": "HK",
}  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Registered:
    """One entry: its place in the registry (from 1), id, name, and every form by `name_key` with what it is."""

    number: int
    id: str
    name: str
    forms: Mapping[str, str]
    country_code: str
    country: str
    city: str
    active: bool = True

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.city, self.country) if part)


class Registry(Protocol):
    """What the resolver asks of a registry; the file behind it is named in the graph."""

    path: Any
    sha256: str
    countries: dict[str, str]  # code of each country by `name_key`; complete after `bearers`

    def bearers(self, keys: Set[str]) -> Iterator[Registered]:
        """Entries that bear a form of one of these keys."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The organisations with their ids, and the rows that explain them; `documents` and `mentions` are extracted."""

    organisations: Organisations
    documents: list[Row]
    mentions: list[Row]


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The comparable form of an organisation's name, and of a place's.

    >>> name_key("The Université de Liège (Belgium)"), name_key("I.B.M. Research")
    ('universite de liege', 'ibm research')
    """
    name = re.sub(r"\s*\([^()]*\)\s*$", "", name)
    name = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", name)
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", " ", plain.casefold()).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def said_of(organisations: Organisations, beside: pl.DataFrame) -> dict[str, str]:
    """For each organisation the first thing that names it: an organisation mention, else a mention that prints it.

    `beside`: "mention_ids" (one), "printed", the affiliations of mentions. Who names a unit names the whole too.
    """
    column = pl.col("mention_ids").alias("thing")
    printed = beside.join(organisations.affiliations, on="printed").select("organisation_id", column)
    named = organisations.mentions.select("organisation_id", pl.col("organisation_mention_id").alias("thing"))
    found: dict[str, str] = {}
    parents = {row["organisation_id"]: row["parent_id"] for row in organisations.organisations}
    for rows in (named, printed):
        first = rows.group_by("organisation_id").agg(pl.col("thing").min()).sort("thing", "organisation_id")
        for organisation, thing in first.iter_rows():
            seen = set()
            place: str | None = organisation
            while place and place not in seen:
                seen.add(place)
                found.setdefault(place, thing)
                place = parents.get(place)
    return found


def link(organisations: Organisations, claims: pl.DataFrame, sources: Mapping[str, str], registry: Any) -> Linked:
    """Give organisations their ids of the registry; organisations of one id become one.

    Args:
        organisations: as resolved by their names.
        claims: "organisation_mention_id", "value": ids that sources give.
        sources: for each organisation something that was said of it: an organisation mention or a mention.
        registry: see `Registry`; None where there is none, and claims alone count.
    """
    claimed = _claims(organisations, claims)
    rows = [row for row in organisations.organisations if row["organisation_id"] in sources]
    wholes = [row for row in rows if row["parent_id"] is None]
    if registry is None:
        single = [row["organisation_id"] for row in rows if len(claimed.get(row["organisation_id"], ())) == 1]
        accepted = {organisation: next(iter(claimed[organisation])) for organisation in single}
        return Linked(_with_ids(organisations, _own(accepted)), [], [])
    linker = _Linker(registry, wholes, claimed)
    document = registry.sha256[:16]
    ledger = Ledger("organisation", (PRIOR, "an entry of the registry with a word in common"), THRESHOLD)
    accepted = {}
    mentions: dict[str, Row] = {}
    of_mention: dict[str, str] = {}
    for row in wholes:
        organisation = str(row["organisation_id"])
        found = linker.best(row)
        if found is None:
            continue
        entry, reasons = found
        accepted[organisation] = entry.id
        mention = f"{document}.o{entry.number}"
        mentions[mention] = _mention(mention, document, entry)
        of_mention[mention] = organisation
        ledger.decide(sources[organisation], mention, reasons)
    merged = _merged(organisations, accepted)
    decisions, evidence = ledger.rows()
    told = replace(
        merged,
        mentions=pl.concat([merged.mentions, _led(of_mention, merged, accepted)]),
        decisions=[*merged.decisions, *decisions],
        evidence=[*merged.evidence, *evidence],
    )
    return Linked(_with_ids(told, accepted), [_document(registry)] if mentions else [], list(mentions.values()))


def _claims(organisations: Organisations, claims: pl.DataFrame) -> Mapping[str, Counter[str]]:
    """The ids that sources give to each organisation, with how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    joined = claims.join(organisations.mentions, on="organisation_mention_id")
    for organisation, value in joined.select("organisation_id", "value").sort("organisation_id", "value").iter_rows():
        found[organisation][value] += 1
    return found


def _own(accepted: Mapping[str, str]) -> dict[str, str]:
    """Without ids that several organisations have: they are accepted for none."""
    counted = Counter(accepted.values())
    return {organisation: value for organisation, value in accepted.items() if counted[value] == 1}


class _Linker:
    """The entries that the organisations of a graph may be, found in one pass over the registry."""

    def __init__(self, registry: Registry, wholes: Iterable[Row], claimed: Mapping[str, Counter[str]]) -> None:
        self._claimed = claimed
        keys = {key for row in wholes for key in _keys(row)}
        self._by_form: dict[str, list[Registered]] = defaultdict(list)
        for entry in registry.bearers(keys):
            for form in entry.forms:
                if form in keys:
                    self._by_form[form].append(entry)
        self._countries = {**registry.countries, **_COUNTRIES}

    def best(self, row: Row) -> tuple[Registered, list[tuple[str, float, str]]] | None:
        """The entry that an organisation is, and why; None if there is none, or several are as likely."""
        found = [(sum(weight for _, weight, _ in reasons), entry, reasons) for entry, reasons in self._graded(row)]
        graded = sorted(found, key=lambda grade: (-grade[0], grade[1].id))
        if not graded or logistic(PRIOR + graded[0][0]) < THRESHOLD:
            return None
        if len(graded) > 1 and graded[0][0] - graded[1][0] < _CLOSE:
            return None
        return graded[0][1], graded[0][2]

    def _graded(self, row: Row) -> Iterator[tuple[Registered, list[tuple[str, float, str]]]]:
        forms = _keys(row)
        entries = {entry.id: entry for form in forms for entry in self._by_form.get(form, ()) if entry.active}
        country, places = self._where(row)
        for entry in entries.values():
            shared = [(_FORMS[entry.forms[form]], form) for form in forms if form in entry.forms]
            weight, form = max(shared)
            what = entry.forms[form]
            reasons = [
                ("SameAcronym" if what == "acronym" else "SameName", weight, f"{what} of {entry.name}: “{form}”")
            ]
            if sum(other.active for other in self._by_form[form]) == 1:
                reasons.append(("OnlyBearer", _ONLY, "no other entry bears that form"))
            name = read_organisation(str(row["name"]))
            if what != "acronym" and (" " not in form or name.unit or name.generic):
                reasons.append(("OtherFeature", _SHORT, "one word, or a name that many give a part"))
            if country:
                same = country == entry.country_code
                words = f"{entry.country} in both" if same else f"{row['place']}, and {entry.country}"
                reasons.append(("OtherFeature", _SAME_COUNTRY if same else _OTHER_COUNTRY, words))
            if entry.city and name_key(entry.city) in places:
                reasons.append(("OtherFeature", _SAME_CITY, f"{entry.city} in both"))
            said = self._claimed.get(str(row["organisation_id"]), Counter())
            if said[entry.id]:
                reasons.append(("SharedIdentifier", _CLAIMED, f"a source gives it {entry.id}"))
            yield entry, reasons

    def _where(self, row: Row) -> tuple[str, set[str]]:
        """The country that the place ends in ("" if it is none), and all parts of the place."""
        printed = [part.strip() for part in str(row["place"] or "").split(",") if part.strip()]
        parts = [name_key(re.sub(r"\d+", " ", part)) for part in printed]
        last = printed[-1] if printed else ""
        code = self._countries.get(parts[-1], "") if parts else ""
        if not code and re.fullmatch(r"[A-Z]{2}", last):
            code = last
        return code, set(parts)


def _keys(row: Row) -> set[str]:
    """Keys of all printed names, also with usual abbreviations written out and without a legal form."""
    names = [str(name) for name in (row["name"], *row["alternative_names"]) if name]
    return {key for name in names for key in (name_key(name), name_key(core_of(name))) if len(key) > 1}


def _merged(organisations: Organisations, accepted: Mapping[str, str]) -> Organisations:
    """Organisations of one entry become one; the smallest id stays."""
    groups: dict[str, list[str]] = defaultdict(list)
    for organisation, value in sorted(accepted.items()):
        groups[value].append(organisation)
    into = {gone: group[0] for group in groups.values() for gone in group[1:]}
    if not into:
        return organisations
    rows: dict[str, Row] = {}
    for row in organisations.organisations:
        kept = into.get(row["organisation_id"], row["organisation_id"])
        parent = into.get(row["parent_id"] or "", row["parent_id"])
        new = {**row, "organisation_id": kept, "parent_id": None if parent == kept else parent}
        rows[str(kept)] = _joined(rows[str(kept)], new) if kept in rows else new
    moved = pl.col("organisation_id").replace(into)
    return replace(
        organisations,
        mentions=organisations.mentions.with_columns(moved),
        affiliations=organisations.affiliations.with_columns(moved),
        organisations=sorted(rows.values(), key=lambda row: str(row["organisation_id"])),
    )


def _joined(one: Row, other: Row) -> Row:
    names = {one["name"], other["name"], *one["alternative_names"], *other["alternative_names"]}
    longer = max((one, other), key=lambda row: (len(str(row["name"])), str(row["name"])))
    return {**one, "name": longer["name"], "alternative_names": sorted(names - {longer["name"]}),
            "place": one["place"] or other["place"], "kind": longer["kind"]}  # fmt: skip


def _led(of_mention: Mapping[str, str], merged: Organisations, accepted: Mapping[str, str]) -> pl.DataFrame:
    """The registry's mentions and the organisations that they mean."""
    kept = {row["organisation_id"] for row in merged.organisations}
    of_value = {accepted[one]: one for one in sorted(accepted, reverse=True) if one in kept}
    rows = [(mention, of_value[accepted[organisation]]) for mention, organisation in sorted(of_mention.items())]
    return pl.DataFrame(rows, schema=merged.mentions.schema, orient="row")


def _with_ids(organisations: Organisations, accepted: Mapping[str, str]) -> Organisations:
    rows = [
        {**row, "identifiers": [{"scheme": "ror", "value": accepted[row["organisation_id"]]}]}
        if row["organisation_id"] in accepted
        else row
        for row in organisations.organisations
    ]
    return replace(organisations, organisations=rows)


def _document(registry: Registry) -> Row:
    return {
        "document_id": registry.sha256[:16],
        "path": str(registry.path),
        "sha256": registry.sha256,
        "media_type": "application/json",
        "extractor": "ror/1",
    }


def _mention(mention: str, document: str, entry: Registered) -> Row:
    return {
        "organisation_mention_id": mention,
        "document_id": document,
        "fragment": f"record={entry.number}",
        "name": entry.name,
        "place": entry.place or None,
        "identifiers": [{"scheme": "ror", "value": entry.id}],
    }
