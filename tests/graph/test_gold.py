"""Perfect tables give a perfect graph: the evaluation material as tables, through the writer, to its scorer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from example import table

from kg import schemas
from kg.graph.blocks import RunInfo
from kg.graph.validate import validate
from kg.graph.writer import write_nquads

SHARED = Path(__file__).parents[2] / "../shared"
GOLD = SHARED / "gold" / "seeds"
SCORER = SHARED / "tools" / "score_seeds.py"
pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not SCORER.exists(), reason="the evaluation material is not here"),
]
KIND = {"conference": "paper", "workshop": "paper", "journal": "article", "preprint": "preprint"}
VENUE = {"preprint": "preprint_server"}
ORGANISATION = {"department": "department", "lab": "lab", "company": "company"}


class Rows:
    """The rows of the gold standard, table by table."""

    def __init__(self):
        self.rows = {name: [] for name in schemas.TABLES}
        parts = ("works", "persons", "venues", "organisations", "profiles", "hard_cases")
        self.works, self.persons, self.venues, self.organisations, self.profiles, self.hard = (
            json.loads((GOLD / f"{part}.json").read_text(encoding="utf-8")) for part in parts
        )
        for profile in self.profiles:
            document = profile["doc"][:3]
            self.add(
                "documents",
                document_id=document,
                path=f"seeds/{profile['doc']}",
                extractor="gold/1",
                subject_mention_id=f"{document}.m{profile['name']['start']}",
            )
        self.add_people()
        self.add_venues()
        for work in self.works:
            self.add_work(work)
        self.add_role_mentions()
        self.add_memberships()

    def add(self, into, /, **row):
        if row not in self.rows[into]:
            self.rows[into].append(row)

    def tables(self):
        used = {row[name] for row in self.rows["works"] for name in ("venue_id", "deposited_in_id")}
        self.rows["venues"] = [row for row in self.rows["venues"] if row["venue_id"] in used]
        return {name: table(name, rows) for name, rows in self.rows.items()}

    def add_people(self):
        swapped = {h["a"]["person"]: h["b"] for h in self.hard if h["kind"] in ("swapped_name", "author_string")}
        for person in self.persons:
            name = person["name"] or person["variants"][0]
            family, _, given = (
                name.partition(", ") if "," in name else (name.split()[-1], "", " ".join(name.split()[:-1]))
            )
            if person["id"] in swapped:
                family, given = swapped[person["id"]]["surname"], swapped[person["id"]]["given"]
            self.add(
                "people",
                person_id=person["id"],
                name=name,
                family_name=family,
                given_name=given,
                ambiguous=False,
                alternative_names=sorted(set(person["variants"])),
            )

    def add_venues(self):
        for venue in self.venues:
            self.add(
                "venues",
                venue_id=venue["id"],
                name=venue["name"],
                abbreviation=venue["iso_abbreviation"],
                kind=VENUE.get(venue["type"], venue["type"]),
                alternative_names=venue["variants"],
            )

    def add_work(self, work):
        preprint = work["venue_type"] == "preprint"
        self.add(
            "works",
            work_id=work["id"],
            title=work["title"],
            alternative_titles=work["alt_titles"],
            year=work["year"],
            kind=KIND[work["venue_type"]],
            venue_id=None if preprint else work["venue_id"],
            deposited_in_id=work["venue_id"] if preprint else None,
            status=work["status"],
            author_list_complete=work["authors_complete"],
        )
        made_of = {person: [] for person in work["authors"]}
        for mention in work["mentions"]:
            document = mention["doc"][:3]
            record = f"{document}.{mention['start']}"
            printed = mention["date"] or mention["year"]
            self.add(
                "records",
                record_id=record,
                document_id=document,
                start=mention["start"],
                end=mention["end"],
                title=mention["title"],
                year_as_printed=str(printed) if printed else None,
                venue=mention["venue"],
                extractor="gold/1",
                score=1.0,
            )
            self.add("record_works", record_id=record, work_id=work["id"])
            rows = zip(mention["authors"], mention["author_spans"], mention["author_ids"], strict=True)
            for ordinal, (name, (start, end), person) in enumerate(rows, 1):
                identifier = f"{record}.{ordinal}"
                self.add(
                    "mentions",
                    mention_id=identifier,
                    document_id=document,
                    record_id=record,
                    start=start,
                    end=end,
                    role="author",
                    ordinal=ordinal,
                    name=name,
                )
                self.add("mention_people", mention_id=identifier, person_id=person)
                made_of[person].append(identifier)
        for ordinal, person in enumerate(work["authors"], 1):
            self.add(
                "authorships",
                authorship_id=f"{work['id']}.{ordinal}",
                work_id=work["id"],
                person_id=person,
                role="author",
                ordinal=ordinal,
                mention_ids=made_of[person],
            )
        for person in work["implied_authors"]:
            profile = next(p for p in self.profiles if p["person"] == person)
            mention = f"{profile['doc'][:3]}.m{profile['name']['start']}"
            self.add(
                "authorships",
                authorship_id=f"{work['id']}.s{mention}",
                work_id=work["id"],
                person_id=person,
                role="author",
                mention_ids=[mention],
            )

    def add_outside(self, file, text, start, end, person, role):
        mention = f"{file[:3]}.m{start}"
        self.add("mentions", mention_id=mention, document_id=file[:3], start=start, end=end, role=role, name=text)
        self.add("mention_people", mention_id=mention, person_id=person)
        return mention

    def add_role_mentions(self):
        for person in self.persons:
            for m in person["role_mentions"]:
                role = (
                    m.get("role") if m.get("role") in ("subject", "supervisor", "adviser", "mentor") else "supervisor"
                )
                self.add_outside(m["doc"], m["text"], m["start"], m["end"], person["id"], role)
        for profile in self.profiles:
            name = profile["name"]
            spot = f"{profile['doc'][:3]}.m{name['start']}"
            if all(row["mention_id"] != spot for row in self.rows["mentions"]):
                self.add_outside(profile["doc"], name["text"], name["start"], name["end"], profile["person"], "subject")

    def add_memberships(self):
        at = {}
        for organisation in self.organisations:
            self.add(
                "organisations",
                organisation_id=organisation["id"],
                name=organisation["name"],
                alternative_names=organisation["variants"],
                parent_id=organisation["parent"],
                kind=ORGANISATION.get(organisation["type"], "university"),
            )
            for m in organisation["mentions"]:
                at[m["doc"], m["start"], m["end"]] = organisation["id"]
                identifier = f"{m['doc'][:3]}.o{m['start']}-{m['end']}"
                self.add(
                    "organisation_mentions",
                    organisation_mention_id=identifier,
                    document_id=m["doc"][:3],
                    start=m["start"],
                    end=m["end"],
                    name=m["text"],
                )
                self.add(
                    "mention_organisations", organisation_mention_id=identifier, organisation_id=organisation["id"]
                )
        for profile in self.profiles:
            for kind in ("position", "degree"):
                for number, row in enumerate(profile[f"{kind}s"]):
                    self.add_membership(profile, kind, number, row, at)

    def add_membership(self, profile, kind, number, row, at):
        spans = [row[part] for part in ("department", "organisation") if row[part]]
        found = [at[key] for s in spans if (key := (profile["doc"], s["start"], s["end"])) in at]
        place = found[0] if found else f"x{profile['doc'][:3]}-{kind}-{number}"
        if not found:
            self.add("organisations", organisation_id=place, name=row["organisation"]["text"], kind="other")
        self.add(
            "memberships",
            membership_id=f"{profile['doc'][:3]}.p{number}-{kind}",
            person_id=profile["person"],
            organisation_id=place,
            kind=kind,
            begin_date=row["start"],
            end_date=row["end"],
            ongoing=row["end"] is None,
            source_ids=[f"{profile['doc'][:3]}.m{profile['name']['start']}"],
        )


@pytest.fixture(scope="module")
def tables():
    return Rows().tables()


@pytest.fixture(scope="module")
def scores(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("gold") / "graph.nq"
    write_nquads(tables, path, run=RunInfo())
    answer = subprocess.run([sys.executable, SCORER, path, "--json"], capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)


def test_perfect_tables_score_perfectly(scores):
    assert len(scores["figures"]) > 50
    wrong = {name: row for name, row in scores["figures"].items() if row["value"] != 1.0}
    assert wrong == {}


def test_perfect_tables_hold_to_the_shapes(tables):
    report = validate(tables)
    assert report.conforms, report.to_text(limit=5)
