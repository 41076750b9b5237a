"""A plausible co-authorship graph of any size, as tables, from a fixed seed."""

import hashlib
import itertools
import random

import pyarrow as pa

from kg.schemas import TABLES

GIVEN = (
    "Ada Bao Chen Dana Elif Femi Grace Hana Ines Jun Kofi Lena Maria Noor Olga Priya Quentin Rosa Sven Tariq Uma Vera "
    "Wei Xin Yael Zoe"
).split()
FAMILY = (
    "Abe Becker Costa Dang Eriksen Fischer García Huang Ivanova Jansen Kowalski Łukasz Müller Nakamura Okafor Petrov "
    "Quispe Rossi Schmidt Tanaka Ueda Varga Wang Xu Yılmaz Zhang"
).split()
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "محمد بن سلمان الخوارزمي",
    "Long " + "Name " * 59,
    "Ada 🧠 Łovelace",
    "Same Name",
    "Same Name",
    "Quote \"Double\" 'Single' {{ braces }} \u2028 line",
)
VENUES = ("NeurIPS", "ICML", "ICLR", "ACL", "CVPR", "KDD", "Nature Methods", "J. Mach. Learn. Res.", "SIGIR", "arXiv")
CITIES = ("Oslo", "Kyoto", "Lagos", "Lima", "Delft", "Graz", "Porto", "Minsk", "Leuven", "Turku", "Fez", "Kandy")


class Maker:
    def __init__(self, people, seed, hostile):
        self.random = random.Random(seed)
        self.rows = {name: [] for name in TABLES}
        self.documents = [
            hashlib.sha256(f"doc{d}".encode()).hexdigest()[:16] for d in range(max(1, min(40, people // 8)))
        ]
        for d, key in enumerate(self.documents):
            self.add(
                "documents",
                document_id=key,
                path=f"inbox/cv-{d:02}.md",
                sha256=key * 4,
                media_type="text/markdown",
                extractor="prose/1",
            )
        self.people = [f"{self.documents[0]}.{i * 7}.1" for i in range(people)]
        self.names = [self.name(i) for i in range(people)]
        for i, name in enumerate(HOSTILE if hostile else ()):
            if i < people:
                self.names[i] = name
        self.mention_ids = [[] for _ in range(people)]
        self.records = 0

    def name(self, i):
        middle = "" if i < len(GIVEN) * len(FAMILY) else f" {chr(65 + i // 676 % 26)}."
        return f"{GIVEN[(i * 7) % len(GIVEN)]}{middle} {FAMILY[(i // len(GIVEN) + i * 3) % len(FAMILY)]}"

    def add(self, table, **row):
        self.rows[table].append({field.name: row.get(field.name) for field in TABLES[table]})

    def tables(self):
        return {name: pa.Table.from_pylist(self.rows[name], schema=schema) for name, schema in TABLES.items()}


def make(people=300, works_each=1.9, seed=3, hostile=False, isolates=0):
    """All tables of a graph with `people` people; about `works_each` works a person, three or four authors a work."""
    maker = Maker(people, seed, hostile)
    chance = maker.random
    groups = max(1, people // 24)
    home = [min(int(chance.random() ** 1.5 * groups), groups - 1) for _ in range(people)]
    members = [[i for i in range(people - isolates) if home[i] == g] for g in range(groups)]
    for i, venue in enumerate(VENUES):
        kind = "preprint_server" if venue == "arXiv" else "conference"
        maker.add(
            "venues", venue_id=f"v{i}", name=venue, abbreviation=venue, alternative_names=[], kind=kind, identifiers=[]
        )
    for g in range(groups):
        name = f"University of {CITIES[g % len(CITIES)]}" + (f" {g // len(CITIES) + 1}" if g >= len(CITIES) else "")
        maker.add(
            "organisations", organisation_id=f"o{g}", name=name, alternative_names=[], kind="university", identifiers=[]
        )
    pairs = {}
    for w in range(int(people * works_each)):
        group = home[chance.randrange(people)]
        pool = members[group]
        if not pool:
            continue
        size = min(1 + min(int(chance.expovariate(0.4)) + 1, 9), len(pool))
        authors = [pool[min(int(abs(chance.gauss(0, 0.35)) * len(pool)), len(pool) - 1)] for _ in range(size)]
        if chance.random() < 0.12 and members[(group + 1) % groups]:
            authors.append(chance.choice(members[(group + 1) % groups]))
        add_work(maker, w, list(dict.fromkeys(authors)), group, pairs)
    for (a, b), years in pairs.items():
        left, right = sorted((maker.people[a], maker.people[b]))
        maker.add(
            "coauthorships",
            left_id=left,
            right_id=right,
            weight=len(years),
            first_year=min(years),
            last_year=max(years),
        )
    for i, key in enumerate(maker.people):
        add_person(maker, i, key, home[i])
    return maker.tables()


def add_work(maker, w, authors, group, pairs):
    chance = maker.random
    year = min(2025, 2008 + int(chance.random() ** 0.6 * 18))
    subject = chance.choice("graphs proteins parsing vision speech climate markets galaxies fairness robots".split())
    title = f"{chance.choice(['Learning', 'Towards', 'Rethinking', 'On', 'Scaling'])} {subject} with method {w}"
    work = f"w{w}"
    maker.add(
        "works",
        work_id=work,
        title=title,
        alternative_titles=[],
        kind="paper",
        year=year,
        venue_id=f"v{(group + chance.randrange(3)) % len(VENUES)}",
        status="published",
        author_list_complete=True,
        related_work_ids=[],
        identifiers=[{"scheme": "doi", "value": f"10.1234/{w}"}] if w % 3 == 0 else [],
        links=["https://example.org/paper.pdf", "javascript:alert(3)"] if w % 50 == 0 else [],
    )
    for a in authors:
        for b in authors:
            if a < b:
                pairs.setdefault((a, b), []).append(year)
    made = {a: [] for a in authors}
    for document in sorted({chance.choice(maker.documents) for _ in range(chance.choice((1, 1, 2, 3)))}):
        maker.records += 1
        start = maker.records * 180
        record = f"{document}.{start}"
        maker.add(
            "records",
            record_id=record,
            document_id=document,
            start=start,
            end=start + 170,
            title=title,
            kind="paper",
            year=year,
            year_as_printed=str(year),
            venue="venue",
            status="published",
            author_list_complete=True,
            extractor="prose/1",
            score=0.97,
        )
        maker.add("record_works", record_id=record, work_id=work)
        for ordinal, a in enumerate(authors, 1):
            key = f"{record}.{ordinal}"
            name = maker.names[a]
            printed = name if chance.random() < 0.7 else f"{name[:1]}. {name.split()[-1]}"
            maker.add(
                "mentions",
                mention_id=key,
                document_id=document,
                record_id=record,
                start=start + 12 * ordinal,
                end=start + 12 * ordinal + 10,
                role="author",
                ordinal=ordinal,
                name=printed,
                affiliations=[],
                identifiers=[],
                owner=False,
            )
            maker.add("mention_people", mention_id=key, person_id=maker.people[a])
            maker.mention_ids[a].append((key, printed))
            made[a].append(key)
    for ordinal, a in enumerate(authors, 1):
        maker.add(
            "authorships",
            authorship_id=f"{work}.{ordinal}",
            work_id=work,
            person_id=maker.people[a],
            role="author",
            ordinal=ordinal,
            mention_ids=made[a],
            organisation_ids=[],
        )


def add_person(maker, i, key, group):
    chance = maker.random
    name = maker.names[i]
    mentions = maker.mention_ids[i]
    ambiguous = chance.random() < 0.02
    maker.add(
        "people",
        person_id=key,
        name=name,
        given_name=name.split()[0],
        family_name=name.split()[-1],
        alternative_names=sorted({printed for _, printed in mentions}),
        homepage="https://example.org/~x" if i % 5 == 0 else None,
        identifiers=[{"scheme": "orcid", "value": f"0000-0002-1825-{i:04}"}] if i % 4 == 0 else [],
        ambiguous=ambiguous,
        possible_person_ids=[maker.people[(i + 1) % len(maker.people)]] if ambiguous else [],
    )
    begin = 2005 + i % 15
    maker.add(
        "memberships",
        membership_id=f"{key}.p1",
        person_id=key,
        organisation_id=f"o{group}",
        kind="position",
        role="PhDStudent",
        role_as_printed="PhD student",
        begin_date=f"{begin}-09",
        end_date=str(begin + 4),
        ongoing=False,
        supervisor_ids=[],
        source_ids=[m for m, _ in mentions[:1]],
    )
    if i % 3 == 0:
        maker.add(
            "memberships",
            membership_id=f"{key}.p2",
            person_id=key,
            organisation_id=f"o{group}",
            kind="position",
            role="Professor",
            begin_date=str(begin + 6),
            ongoing=True,
            supervisor_ids=[maker.people[(i + 2) % len(maker.people)]],
            source_ids=[],
        )
    for n, ((left, _), (right, _)) in enumerate(itertools.pairwise(mentions)):
        add_decision(maker, left, right, "same", 0.83 + 0.16 * chance.random(), n)
    if i and i % 6 == 0 and mentions and maker.mention_ids[i - 1]:
        outcome = "unsure" if i % 12 == 0 else "different"
        add_decision(
            maker, mentions[0][0], maker.mention_ids[i - 1][0][0], outcome, 0.46 if outcome == "unsure" else 0.04, 0
        )


def add_decision(maker, left, right, outcome, score, n):
    left, right = sorted((left, right))
    key = hashlib.sha256(f"person{left}{right}".encode()).hexdigest()[:16]
    maker.add(
        "decisions",
        decision_id=key,
        kind="person",
        left_id=left,
        right_id=right,
        outcome=outcome,
        score=score,
        threshold=0.5,
        agent="resolver 1",
        override=False,
    )
    evidence = [
        ("NameCompatibility", 1.2, "“A. Becker” fits “Ada Becker”"),
        ("SharedCoauthor", 2.4, "both with Bao Huang (1 of 3 people called that)"),
    ]
    if outcome == "different":
        evidence = [("NameCompatibility", 0.9, "same name"), ("YearGap", -4.1, "31 years apart")]
    for feature, weight, value in evidence[: 2 + n % 2]:
        maker.add("evidence", decision_id=key, feature=feature, weight=weight, value=value, source_ids=[left, right])
