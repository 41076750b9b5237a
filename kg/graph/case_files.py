"""What the tables hold about a person, a mention or a decision, gathered for explanations."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from kg.errors import AmbiguousName
from kg.graph.names import fold
from kg.graph.people import Tables, frame, hints, local_id, person_iri


@dataclass(frozen=True, slots=True)
class Place:
    """One mention or record where it stands. `where` is in words: "characters 120–133", "record=17"."""

    mention: str
    name: str
    document: str
    where: str
    work: str = ""
    role: str = "author"


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in numbers. `names` and `documents` come with how often, most frequent first."""

    person: str
    name: str
    mentions: int
    names: tuple[tuple[str, int], ...]
    documents: tuple[tuple[str, int], ...]
    works: int
    years: tuple[int, int] | None
    organisations: tuple[str, ...]
    ambiguous: bool = False
    possible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: `weight` in log-odds, `text` as the resolver words it, `about` what it is about."""

    feature: str
    weight: float
    text: str
    about: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One decision. `rest` is what its weights lack to the logit of its score (0 when they add up)."""

    decision: str
    outcome: str
    left: Place
    right: Place
    score: float
    threshold: float | None
    reasons: tuple[Reason, ...]
    agent: str = ""
    override: bool = False
    decided_at: str = ""
    reverted_by: str = ""

    @property
    def chance(self) -> str:
        """The score as a percentage."""
        return chance(self.score)

    @property
    def total(self) -> float:
        """The sum of the weights, in log-odds."""
        return math.fsum(reason.weight for reason in self.reasons)

    @property
    def rest(self) -> float:
        """What the recorded weights lack to the logit of the score; 0 for rulings and for scores of 0 and 1."""
        if self.override or not self.reasons or not 0 < self.score < 1:
            return 0.0
        return math.log(self.score / (1 - self.score)) - self.total


def chance(score: float) -> str:
    """A probability in per cent, never rounded to certainty.

    >>> chance(0.9996), chance(0.873)
    ('99.9 %', '87 %')
    """
    if score >= 0.995:
        return f"{min(math.floor(score * 1000) / 10, 99.9 if score < 1 else 100):g} %"
    if score < 0.005:
        return f"{max(math.ceil(score * 1000) / 10, 0.1 if score > 0 else 0):g} %"
    return f"{score * 100:.0f} %"


def in_words(feature: str) -> str:
    """The name of a feature as words: "SharedCoauthor" is "shared coauthor"."""
    return " ".join(re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", feature)).lower() or feature


def where(row: Mapping[str, Any]) -> str:
    """The place of a selector in words."""
    parts = [f"page {row['page']}"] if row.get("page") is not None else []
    if row.get("start") is not None and row.get("end") is not None:
        parts.append(f"characters {row['start']}–{row['end']}")
    elif row.get("fragment"):
        parts.append(str(row["fragment"]))
    return ", ".join(parts)


class CaseFiles:
    """The tables, read as far as explanations need them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._profiles: dict[str, Profile] = {}

    def _frame(self, name: str) -> pl.DataFrame:
        return frame(self._tables, name)

    @cached_property
    def decisions(self) -> pl.DataFrame:
        """All decisions."""
        return self._frame("decisions")

    @cached_property
    def _person_decisions(self) -> pl.DataFrame:
        """Decisions on people with the person that each side refers to."""
        of = self._frame("mention_people")
        return (
            self.decisions.filter(pl.col("kind").fill_null("person") == "person")
            .join(of.rename({"person_id": "left_person"}), left_on="left_id", right_on="mention_id", how="left")
            .join(of.rename({"person_id": "right_person"}), left_on="right_id", right_on="mention_id", how="left")
        )

    @cached_property
    def _paths(self) -> dict[str, str]:
        return dict(self._frame("documents").select("document_id", "path").iter_rows())

    def document(self, identifier: str) -> str:
        """The path of the document that an id of any kind belongs to."""
        document = identifier.split(".")[0]
        return self._paths.get(document) or document

    # ------------------------------------------------------------ people

    def mention(self, asked: str) -> str | None:
        """The mention id that was asked for, or None if it was something else."""
        mention = local_id(asked, "mention")
        return mention if self._frame("mentions").filter(pl.col("mention_id") == mention).height else None

    def only(self, people: Sequence[str], asked: str) -> str:
        """The one person of a list.

        Raises:
            AmbiguousName: there are several.
        """
        if len(people) > 1:
            rows = [(row["name"], person_iri(row["id"]), row["hint"]) for row in hints(self._tables, people)]
            raise AmbiguousName("person", asked, rows)
        return people[0]

    def profile(self, person: str) -> Profile:
        """One person in numbers."""
        if person not in self._profiles:
            self._profiles[person] = self._profile(person)
        return self._profiles[person]

    def _profile(self, person: str) -> Profile:
        row = next(self._frame("people").filter(pl.col("person_id") == person).iter_rows(named=True), None) or {}
        mentions = self.mentions(person)
        works = self._works(person)
        years = works["year"].drop_nulls()
        return Profile(
            person=person,
            name=row.get("name") or person,
            mentions=mentions.height,
            names=_counted(mentions["name"].to_list()),
            documents=_counted(map(self.document, mentions["document_id"].to_list())),
            works=works["work_id"].n_unique(),
            years=(int(years.min()), int(years.max())) if len(years) else None,  # type: ignore[arg-type]
            organisations=tuple(self._organisations(person)),
            ambiguous=bool(row.get("ambiguous")),
            possible=tuple(row.get("possible_person_ids") or ()),
        )

    def mentions(self, person: str) -> pl.DataFrame:
        """The rows of the mentions of a person."""
        of = self._frame("mention_people").filter(pl.col("person_id") == person)
        mine = self._frame("mentions").join(of, on="mention_id", how="semi")
        return mine.sort("document_id", "start", "mention_id", nulls_last=True)

    def _works(self, person: str) -> pl.DataFrame:
        mine = self._frame("authorships").filter(pl.col("person_id") == person).select("work_id", "ordinal")
        return mine.join(self._frame("works").select("work_id", "title", "year", "venue_id"), on="work_id", how="left")

    def _organisations(self, person: str) -> list[str]:
        mine = self._frame("memberships").filter(pl.col("person_id") == person).select("organisation_id")
        names = mine.join(self._frame("organisations").select("organisation_id", "name"), on="organisation_id")
        return sorted(set(names["name"].drop_nulls().to_list()))

    # ------------------------------------------------------------ decisions

    def inside(self, person: str) -> pl.DataFrame:
        """The decisions in force that say that two mentions of a person are the same."""
        mine = (pl.col("left_person") == person) & (pl.col("right_person") == person)
        in_force = pl.col("reverted_by").is_null() & (pl.col("outcome") == "same")
        return self._person_decisions.filter(mine & in_force)

    def between(self, left: str, right: str) -> pl.DataFrame:
        """The decisions in force on mentions of one and of the other."""
        one_way = (pl.col("left_person") == left) & (pl.col("right_person") == right)
        other_way = (pl.col("left_person") == right) & (pl.col("right_person") == left)
        return self._person_decisions.filter((one_way | other_way) & pl.col("reverted_by").is_null())

    def touching(self, person: str) -> pl.DataFrame:
        """The decisions in force that concern a mention of the person."""
        mine = (pl.col("left_person") == person) | (pl.col("right_person") == person)
        return self._person_decisions.filter(mine & pl.col("reverted_by").is_null())

    def neighbours(self, person: str) -> list[tuple[str, str, float, int]]:
        """(other person, "different" or "unsure", score of the nearest pair, decisions), nearest first."""
        other = pl.when(pl.col("left_person") == person).then("right_person").otherwise("left_person").alias("other")
        rows = (
            self.touching(person)
            .filter(pl.col("outcome") != "same")
            .with_columns(other)
            .filter((pl.col("other") != person) & pl.col("other").is_not_null() & pl.col("score").is_not_null())
            .group_by("other")
            .agg((pl.col("outcome") == "unsure").any().alias("unsure"), pl.col("score").max(), pl.len().alias("count"))
            .sort(["score", "other"], descending=[True, False])
        )
        return [(o, "unsure" if unsure else "different", score, count) for o, unsure, score, count in rows.iter_rows()]

    def unlinked(self, person: str) -> dict[str, list[str]]:
        """Names as printed of the mentions that no decision in force holds to another one, by document."""
        mentions = self.mentions(person)
        if mentions.height < 2:
            return {}
        decisions = self.inside(person)
        linked = pl.concat([decisions["left_id"], decisions["right_id"]]).unique().implode()
        loose: dict[str, list[str]] = {}
        for document, name in (
            mentions.filter(~pl.col("mention_id").is_in(linked)).select("document_id", "name").iter_rows()
        ):
            loose.setdefault(self.document(document), []).append(name)
        return dict(sorted(loose.items()))

    def steps(self, decisions: pl.DataFrame) -> list[Step]:
        """The decisions with their evidence, in the order of the rows."""
        ids = decisions["decision_id"].implode()
        reasons: dict[str, list[Reason]] = {}
        evidence = self._frame("evidence").filter(pl.col("decision_id").is_in(ids))
        for row in evidence.sort(pl.col("weight").abs(), "feature", descending=[True, False]).iter_rows(named=True):
            sources = tuple(dict.fromkeys(self.where_said(source) for source in row["source_ids"] or ()))
            reason = Reason(
                in_words(row["feature"] or ""),
                row["weight"] if row["weight"] is not None else 0.0,
                row["value"] or "",
                self._about(row["object_id"]),
                sources,
            )
            reasons.setdefault(row["decision_id"], []).append(reason)
        return [self._step(row, reasons.get(row["decision_id"], [])) for row in decisions.iter_rows(named=True)]

    def _step(self, row: Mapping[str, Any], reasons: list[Reason]) -> Step:
        return Step(
            decision=row["decision_id"],
            outcome=row["outcome"],
            left=self.place(row["left_id"]),
            right=self.place(row["right_id"]),
            score=row["score"] if row["score"] is not None else math.nan,
            threshold=row["threshold"],
            reasons=tuple(reasons),
            agent=row["agent"] or "",
            override=bool(row["override"]),
            decided_at=row["decided_at"] or "",
            reverted_by=row["reverted_by"] or "",
        )

    # ------------------------------------------------------------ where it was said

    def place(self, identifier: str) -> Place:
        """A mention, record or organisation mention where it stands."""
        for table, key in (("mentions", "mention_id"), ("organisation_mentions", "organisation_mention_id")):
            row = next(self._frame(table).filter(pl.col(key) == identifier).iter_rows(named=True), None)
            if row:
                title = self._title(row["record_id"]) if row["record_id"] else ""
                role = row.get("role") or ""
                return Place(identifier, row["name"] or "", self.document(identifier), where(row), title, role)
        row = next(self._frame("records").filter(pl.col("record_id") == identifier).iter_rows(named=True), None)
        if row:
            return Place(identifier, row["title"] or "", self.document(identifier), where(row), row["title"] or "", "")
        return Place(identifier, identifier, self.document(identifier), "")

    def _title(self, record: str) -> str:
        rows = self._frame("records").filter(pl.col("record_id") == record)
        return (rows["title"][0] or "") if rows.height else ""

    def where_said(self, identifier: str) -> str:
        """Document and place of anything that has an id."""
        place = self.place(identifier)
        return f"{place.document}, {place.where}" if place.where else place.document

    def name_of(self, identifier: str, kind: str) -> str:
        """What stands there: a name, or the title of a record."""
        place = self.place(identifier)
        return place.name if kind != "work" else place.work or place.name

    def _about(self, thing: str | None) -> str:
        kind, _, identifier = (thing or "").partition("/")
        tables = {"person": "people", "work": "works", "venue": "venues", "organisation": "organisations"}
        if kind not in tables:
            return thing or ""
        name = "title" if kind == "work" else "name"
        rows = self._frame(tables[kind]).filter(pl.col(f"{kind}_id") == identifier)[name].to_list()
        return (rows[0] or "") if rows else identifier

    # ------------------------------------------------------------ two people

    def comparison(self, left: str, right: str) -> list[str]:
        """What the tables show about two people, a sentence each."""
        facts = self._joint_works(left, right)
        shared = sorted(self._coauthors(left) & self._coauthors(right))
        names = ", ".join(self.profile(person).name for person in shared[:5])
        more = f" and {len(shared) - 5} more" if len(shared) > 5 else ""
        facts.append(f"Co-authors in common: {names}{more}." if shared else "No co-author in common.")
        one, other = self.profile(left), self.profile(right)
        common = sorted(set(one.organisations) & set(other.organisations))
        if common:
            facts.append(f"Organisations in common: {', '.join(common)}.")
        elif one.organisations and other.organisations:
            facts.append(f"No organisation in common: {_some(one.organisations)} – {_some(other.organisations)}.")
        if one.years and other.years and (one.years[1] < other.years[0] or other.years[1] < one.years[0]):
            facts.append(f"Their works do not overlap in time: {_years(one.years)} and {_years(other.years)}.")
        return facts

    def _joint_works(self, left: str, right: str) -> list[str]:
        both = (
            self._works(left).join(self._works(right), on="work_id", suffix="_other").unique("work_id").sort("work_id")
        )
        facts = []
        for row in (
            both.sort("work_id", "ordinal")
            .unique("work_id", keep="first", maintain_order=True)
            .head(3)
            .iter_rows(named=True)
        ):
            places = [row["ordinal"], row["ordinal_other"]]
            numbers = f", places {places[0]} and {places[1]}" if None not in places else ""
            facts.append(f"Both are authors of “{row['title']}”{numbers}: nobody stands twice in one author list.")
        return facts

    def _coauthors(self, person: str) -> set[str]:
        pairs = self._frame("coauthorships").filter((pl.col("left_id") == person) | (pl.col("right_id") == person))
        return set(pairs["left_id"].to_list() + pairs["right_id"].to_list()) - {person}

    def why_never_compared(self, left: str, right: str) -> str:
        """The end of the sentence "they were never compared"."""
        one, other = self.profile(left).name, self.profile(right).name
        families = [self._family(person) for person in (left, right)]
        if all(families) and fold(families[0]) != fold(families[1]):
            return f", because {families[0]} and {families[1]} are different surnames."
        if fold(one) != fold(other):
            return f"; nothing brought the names {one} and {other} near enough."
        return ", or no pair of their mentions came near enough to be recorded."

    def _family(self, person: str) -> str:
        rows = self._frame("people").filter(pl.col("person_id") == person)["family_name"].to_list()
        return (rows[0] or "") if rows else ""

    # ------------------------------------------------------------ what a turned decision would change

    def change(self, row: Mapping[str, Any]) -> str:
        """What would become of the people, works or organisations if the decision were turned."""
        kind = row["kind"] or "person"
        tables = {
            "person": ("mention_people", "mention_id", "person_id", "people", "mention"),
            "work": ("record_works", "record_id", "work_id", "works", "record"),
            "organisation": (
                "mention_organisations",
                "organisation_mention_id",
                "organisation_id",
                "organisations",
                "mention",
            ),
        }
        if kind not in tables:
            return "join or part the two"
        members, member, cluster, table, word = tables[kind]
        of = self._frame(members)
        sides = of.filter(pl.col(member).is_in([row["left_id"], row["right_id"]]))
        clusters = sorted(sides[cluster].unique().to_list())
        sizes = dict(of.filter(pl.col(cluster).is_in(clusters)).group_by(cluster).len().iter_rows())
        name = "title" if kind == "work" else "name"
        names = dict(self._frame(table).filter(pl.col(cluster).is_in(clusters)).select(cluster, name).iter_rows())
        described = [f"{names.get(c) or c} ({sizes[c]} {word}{'' if sizes[c] == 1 else 's'})" for c in clusters]
        if len(clusters) == 2:
            return f"join {described[0]} and {described[1]}"
        return f"part {described[0]}" if described else "change nothing that is in the graph"


def _counted(values: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    """Each value with how often it is there, most frequent first."""
    counts = Counter(value for value in values if value is not None)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _years(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
