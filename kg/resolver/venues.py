"""Which printed venues are one series.

Work is done once for each distinct printed string, however many records print it. A string is led to a series by the
shipped table, by what the corpus itself teaches ("Full Name (ABBR)" printed somewhere explains "ABBR" elsewhere), or by
reading an abbreviated name word by word. Each route is evidence for the decision that joins two printed forms.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import polars as pl
from rapidfuzz import fuzz

from kg.resolver.decisions import Ledger
from kg.resolver.venue_names import (
    Series,
    VenueName,
    abbreviates,
    core_words,
    folded,
    initials,
    known_series,
    read_venue,
)

THRESHOLD = 0.6
PRIOR = -2.0  # of two strings that are compared at all, one pair in eight is one series
# how a printed form is led to its series, in log-odds
ROUTES = {
    "SameName": 5.0,  # the same words after edition, sponsor and "proceedings of" are set aside
    "KnownSeries": 6.0,  # the shipped table says so
    "LearntAbbreviation": 5.0,  # somebody in the corpus prints the abbreviation in brackets after the name
    "AbbreviatedWords": 4.0,  # every word stands for a word of the name, in order
    "SharedAbbreviation": 3.5,  # the same abbreviation in brackets and nearly the same words
    "NearlySameName": 3.0,  # a slip of the pen
}
_FROM_RECORD = {"article": "journal", "paper": "conference", "chapter": "book_series", "preprint": "preprint_server"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One printed string: how often, the smallest record that prints it, and what kind of work those records are."""

    printed: str
    count: int
    record_id: str
    record_kind: str
    name: VenueName


@dataclass(slots=True)
class _Venue:
    """A series in the making."""

    key: str
    name: str = ""
    abbreviation: str = ""
    kind: str = ""
    host: str = ""
    forms: list[tuple[Form, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Venues:
    """The venues, and where each printed string leads.

    `names`: "printed", "venue_id", "venue_kind", "edition". `venues`, `decisions`, `evidence`: rows of those tables.
    """

    names: pl.DataFrame
    venues: list[Row]
    decisions: list[Row]
    evidence: list[Row]


def venue_id(key: str) -> str:
    """Id of the series with that folded canonical key."""
    return sha256(key.encode()).hexdigest()[:16]


def printed_forms(records: pl.DataFrame) -> list[Form]:
    """Every distinct printed venue of the records, most frequent first."""
    columns = ("venue", "submitted_to", "deposited_in")
    said = pl.concat(
        records.select(pl.col(column).alias("printed"), "record_id", pl.col("kind").cast(pl.String))
        for column in columns
    ).filter(pl.col("printed").is_not_null())
    counted = (
        said.group_by("printed")
        .agg(
            pl.len().alias("count"),
            pl.col("record_id").min(),
            pl.col("kind").drop_nulls().sort().mode(maintain_order=True).first().alias("record_kind"),
        )
        .sort(["count", "printed"], descending=[True, False])
    )
    return [
        Form(printed, count, record_id, record_kind or "", read_venue(printed))
        for printed, count, record_id, record_kind in counted.iter_rows()
    ]


def resolve_venues(records: pl.DataFrame) -> Venues:
    """The series that the records print."""
    forms = [form for form in printed_forms(records) if not form.name.empty or form.name.workshop]
    reader = _Reader(forms)
    venues: dict[str, _Venue] = {}
    for form in forms:
        key, route = reader.key(form.name)
        made = venues.setdefault(key, _Venue(key))
        made.forms.append((form, route))
        if form.name.workshop and form.name.host:
            host, _ = reader.key(read_venue(form.name.host))
            made.host = made.host or host
            venues.setdefault(host, _Venue(host))
    for made in venues.values():
        _describe(made, reader)
    for made in venues.values():
        _call_workshops(made, venues)
    decisions, evidence = _explained(venues)
    names = pl.DataFrame(
        [
            (form.printed, venue_id(made.key), made.kind, form.name.edition or None)
            for made in venues.values()
            for form, _ in made.forms
        ],
        schema={"printed": pl.String, "venue_id": pl.String, "venue_kind": pl.String, "edition": pl.String},
        orient="row",
    )
    rows = sorted((_row(made) for made in venues.values()), key=lambda row: str(row["venue_id"]))
    return Venues(names, rows, decisions, evidence)


class _Reader:
    """Leads a read venue to the key of its series, with what the whole corpus teaches."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.by_name, self.by_abbreviation = known_series()
        self.counts: Counter[str] = Counter()
        self.taught: dict[str, Counter[str]] = defaultdict(Counter)
        self.spelled: dict[str, str] = {}
        for form in forms:
            name = form.name
            if name.workshop or not name.core:
                continue
            self.counts[name.core] += form.count
            self.spelled.setdefault(name.core, name.name)
            if name.abbreviation:
                self.taught[folded(name.abbreviation)][name.core] += form.count
        self.by_initials: dict[str, list[str]] = defaultdict(list)
        known = {core_words(series.name) for series in self.by_name.values()}
        for core in sorted(known | set(self.counts)):
            self.by_initials[initials(core)].append(core)

    def key(self, name: VenueName) -> tuple[str, str]:
        """The folded canonical key and the route that led there."""
        if name.workshop:
            return self._workshop_key(name), "SameName"
        if name.core:
            key, route = self._core_key(name)
            told = route != "SameName" or name.core in core_words(name.printed)
            return key, route if told else "KnownSeries"
        return self._abbreviation_key(folded(name.abbreviation))

    def _workshop_key(self, name: VenueName) -> str:
        if name.core:
            series = self.by_name.get(name.core)
            return core_words(series.name) if series else name.core
        host, _ = self.key(read_venue(name.host)) if name.host else ("", "")
        return f"workshops of {host}"

    def _core_key(self, name: VenueName) -> tuple[str, str]:
        series = self.by_name.get(name.core) or self._by_alias(name)
        if series is not None:
            return core_words(series.name), "KnownSeries" if core_words(series.name) != name.core else "SameName"
        long = self._spelled_out(name.core)
        if long:
            return long, "AbbreviatedWords"
        alike = self._alike(name)
        return (alike, "SharedAbbreviation") if alike else self._mended(name.core)

    def _by_alias(self, name: VenueName) -> Series | None:
        """The known series of the printed abbreviation, if the printed words agree with it."""
        series = self.by_abbreviation.get(folded(name.abbreviation)) if name.abbreviation else None
        if series is None:
            return None
        known = core_words(series.name)
        agrees = fuzz.token_set_ratio(known, name.core) >= 90 or abbreviates(name.core, known)
        return series if agrees else None

    def _spelled_out(self, core: str) -> str:
        """The one longer name that `core` abbreviates; "" if none or several do."""
        found = {long for long in self.by_initials[initials(core)] if len(long) > len(core) and abbreviates(core, long)}
        if len(found) > 1:  # "j comput phys": the known one before those that are only printed
            found = {long for long in found if long in self.by_name} or found
        if len(found) != 1:
            return ""
        long = found.pop()
        series = self.by_name.get(long)
        return core_words(series.name) if series else long

    def _alike(self, name: VenueName) -> str:
        """The most frequent name that the corpus prints with the same abbreviation and nearly the same words."""
        if not name.abbreviation:
            return ""
        rivals = self.taught[folded(name.abbreviation)]
        best = sorted(rivals, key=lambda core: (-rivals[core], core))
        for core in best:
            if core == name.core:
                return ""
            if fuzz.token_sort_ratio(core, name.core) >= 85 or abbreviates(name.core, core):
                return core
        return ""

    def _mended(self, core: str) -> tuple[str, str]:
        """The name itself, or a far more frequent one that differs by a letter or two."""
        if len(core) < 20 or self.counts[core] > 2:
            return core, "SameName"
        rivals = [
            other
            for other in self.by_initials[initials(core)]
            if other != core and (other in self.by_name or self.counts[other] > 3 * self.counts[core])
        ]
        near = [other for other in rivals if fuzz.ratio(core, other) >= 96 and _digits(core) == _digits(other)]
        return (near[0], "NearlySameName") if len(near) == 1 else (core, "SameName")

    def _abbreviation_key(self, abbreviation: str) -> tuple[str, str]:
        rivals = self.taught.get(abbreviation)
        if rivals:
            core, count = sorted(rivals.items(), key=lambda item: (-item[1], item[0]))[0]
            if count >= 0.8 * sum(rivals.values()):
                key, _ = self._core_key(VenueName("", core, abbreviation=abbreviation))
                return key, "LearntAbbreviation"
        series = self.by_abbreviation.get(abbreviation)
        return (core_words(series.name), "KnownSeries") if series else (abbreviation, "SameName")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _describe(made: _Venue, reader: _Reader) -> None:
    """Name, abbreviation and kind of a series: the table's, else the most frequent ones that are printed."""
    series = reader.by_name.get(made.key)
    if series is not None:
        made.name, made.abbreviation, made.kind = series.name, series.abbreviation, series.kind
        return
    names: Counter[str] = Counter()
    abbreviations: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for form, _ in made.forms:
        if form.name.core == made.key and form.name.name:
            names[form.name.name] += form.count
        if form.name.abbreviation:
            abbreviations[form.name.abbreviation] += form.count
        kinds[form.name.kind or _FROM_RECORD.get(form.record_kind, "")] += form.count
    del kinds[""]
    made.name = _most(names) or reader.spelled.get(made.key, "") or _most(abbreviations)
    made.abbreviation = _most(abbreviations)
    made.kind = _most(kinds) or "other"


def _call_workshops(made: _Venue, venues: Mapping[str, _Venue]) -> None:
    """Names what is only known as "the workshops of …"; a series without any name gets its key as name."""
    if made.key.startswith("workshops of "):
        host = venues.get(made.host)
        made.kind = "workshop"
        made.abbreviation = ""
        called = (host.abbreviation or host.name) if host else made.key.removeprefix("workshops of ")
        made.name = f"{called} Workshops".strip()
    made.name = made.name or made.key


def _most(counted: Counter[str]) -> str:
    """The most frequent; the first in the alphabet of several."""
    return min(counted, key=lambda item: (-counted[item], item)) if counted else ""


def _row(made: _Venue) -> Row:
    printed = {form.printed.strip() for form, _ in made.forms}
    if made.abbreviation:
        printed.add(made.abbreviation)
    return {
        "venue_id": venue_id(made.key),
        "name": made.name,
        "abbreviation": made.abbreviation or None,
        "alternative_names": sorted(printed - {made.name}),
        "kind": made.kind,
        "co_located_with_id": venue_id(made.host) if made.host and made.host != made.key else None,
        "identifiers": [],
    }


def _explained(venues: Mapping[str, _Venue]) -> tuple[list[Row], list[Row]]:
    """A decision for each printed form that was joined to another, and for each workshop kept from its conference."""
    ledger = Ledger("venue", (PRIOR, "two printed venues with words in common"), THRESHOLD)
    for made in sorted(venues.values(), key=lambda one: one.key):
        if not made.forms:
            continue
        (main, main_route), *others = sorted(made.forms, key=lambda item: (-item[0].count, item[0].printed))
        for form, route in others:
            reasons = [(route, f"“{form.printed}” read as “{made.name}”")]
            if main_route != route:
                reasons.append((main_route, f"“{main.printed}” read as “{made.name}”"))
            weighted = [(reason, ROUTES[reason], value) for reason, value in reasons]
            ledger.decide(main.record_id, form.record_id, weighted)
    for one, other, weighted in _refusals(venues):
        ledger.decide(one.record_id, other.record_id, weighted)
    return ledger.rows()


Weighted = list[tuple[str, float, str]]


def _refusals(venues: Mapping[str, _Venue]) -> Iterable[tuple[Form, Form, Weighted]]:
    """Pairs of series that look alike and are not one: a workshop and its conference, a journal and a conference."""
    journals = {re.sub(r"^journal of ", "", made.key): made for made in venues.values() if made.kind == "journal"}
    for made in sorted(venues.values(), key=lambda one: one.key):
        if not made.forms:
            continue
        host = venues.get(made.host)
        if host is not None and host.forms and host is not made:
            value = f"{made.name} is a workshop, {host.name} the conference beside it"
            yield (
                _first(made),
                _first(host),
                [("SharedWords", 2.0, "the conference is named"), ("Workshop", -6.0, value)],
            )
        topic = re.sub(r"^(\w+ )?conference on ", "", made.key)
        journal = journals.get(topic)
        if made.kind == "conference" and topic != made.key and journal is not None and journal.forms:
            value = f"{journal.name} is a journal, {made.name} a conference"
            yield _first(made), _first(journal), [("SharedWords", 2.0, f"both on {topic}"), ("VenueKind", -5.0, value)]


def _first(made: _Venue) -> Form:
    return min((form for form, _ in made.forms), key=lambda form: (-form.count, form.printed))
