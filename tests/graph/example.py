"""A small graph that uses every table and every column: two documents, six works, two people called Wei Chen.

cv000000000000aa   a CV in Markdown (text positions) of Ada Lindqvist
bib00000000000bb   a BibTeX file (record numbers), with one entry that names an author nobody can place
"""

import pyarrow as pa

from kg import schemas

CV, BIB = "cf00000000000aaa", "bb00000000000bbb"
NASTY = 'Robert "Bobby"\n\\ {O\'Neil} <b>&amp;</b>\x07 \u2028 名前 ?x . } SERVICE'


def table(name, rows):
    """A table of that name from dictionaries; what a row does not say is null."""
    schema = schemas.TABLES[name]
    unknown = {key for row in rows for key in row} - set(schema.names)
    assert not unknown, f"{name} has no column {unknown}"
    return pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)


def documents():
    return [
        dict(
            document_id=CV,
            path="seeds/ada.md",
            sha256=CV * 4,
            media_type="text/markdown",
            extractor="prose/1.0",
            subject_mention_id=f"{CV}.m2",
            subject_full_name="Ada Maria Lindqvist",
            homepage="https://ada.example.org/~ada",
        ),
        dict(
            document_id=BIB,
            path="seeds/refs.bib",
            sha256=BIB * 4,
            media_type="application/x-bibtex",
            extractor="bibtex/1.0",
        ),
    ]


def _text_record(start, title, year, **more):
    return dict(
        record_id=f"{CV}.{start}",
        document_id=CV,
        start=start,
        end=start + 90,
        page=1,
        title=title,
        title_start=start + 30,
        title_end=start + 30 + len(title),
        year=year,
        year_as_printed=str(year),
        kind="paper",
        status="published",
        author_list_complete=True,
        subject_is_author=False,
        extractor="prose/1.0",
        score=0.93,
        **more,
    )


def _bib_record(number, title, year, **more):
    row = dict(
        record_id=f"{BIB}.{number}",
        document_id=BIB,
        fragment=f"record={number}",
        title=title,
        year=year,
        year_as_printed=str(year),
        kind="article",
        status="published",
        author_list_complete=True,
        subject_is_author=False,
        extractor="bibtex/1.0",
        score=1.0,
    )
    return row | more


def records():
    doi = [dict(scheme="doi", value="10.1000/graph.2019.(1)<a>")]
    arxiv = [dict(scheme="arxiv", value="1901.00001")]
    return [
        _text_record(
            100,
            "Graphs of People",
            2019,
            venue="Proc. of ICGS 2019",
            venue_start=170,
            venue_end=188,
            affiliations=["Nordic Lab"],
            links=["https://example.org/a b.pdf", "javascript:alert(1)"],
        ),
        _text_record(300, "Walking Graphs", 2020, venue="ICGS", gap_after=2) | dict(author_list_complete=False),
        _text_record(500, "Names without End", 2021, submitted_to="Journal of Names", deposited_in="arXiv")
        | dict(status="submitted", kind="preprint"),
        _bib_record(
            1,
            "Graphs of people",
            2019,
            key="lindqvist2019",
            identifiers=doi,
            date="2019-07-14",
            volume="7",
            issue="2",
            pages="11--19",
            publisher="Example Press",
            abstract="We walk.",
            keywords=["graphs", "people"],
            kind="paper",
            venue="International Conference on Graph Studies",
            links=["https://example.org/paper"],
        ),
        _bib_record(2, NASTY, 2022, key="odd{key}", venue='The "Journal"\nof Names'),
        _bib_record(
            3, "A Workshop Paper", 2021, key="wei2021", venue="Workshop on Walks", identifiers=arxiv, kind="paper"
        ),
        _bib_record(4, "Names without End", 2021, key="lindqvist2021", deposited_in="arXiv", kind="preprint"),
    ]


def _mention(record, ordinal, name, **more):
    row = dict(
        mention_id=f"{record}.{ordinal}",
        document_id=record.split(".")[0],
        record_id=record,
        ordinal=ordinal,
        name=name,
        role="author",
        owner=False,
        equal_contribution=False,
    )
    if record.startswith(CV):
        start = int(record.split(".")[1]) + 10 * ordinal
        row |= dict(start=start, end=start + len(name), page=1)
    else:
        row |= dict(fragment=f"record={record.split('.')[1]}")
    return row | more


def mentions():
    outside = dict(document_id=CV, owner=False, equal_contribution=False, page=1)
    return [
        outside | dict(mention_id=f"{CV}.m2", start=2, end=15, role="subject", name="Ada Lindqvist", owner=True),
        outside | dict(mention_id=f"{CV}.m60", start=60, end=69, role="adviser", name="Eva Stone"),
        outside | dict(mention_id=f"{CV}.m80", start=80, end=88, role="supervisor", name="Wei Chen"),
        _mention(f"{CV}.100", 1, "A. Lindqvist", owner=True, equal_contribution=True, email_hash="ab" * 32),
        _mention(f"{CV}.100", 2, "W. Chen", affiliations=["Nordic Lab", "Univ. of the North"]),
        _mention(f"{CV}.100", 3, "E. Stone"),
        _mention(f"{CV}.300", 1, "A. Lindqvist", owner=True),
        _mention(f"{CV}.300", 2, "Eva Stone"),
        _mention(f"{CV}.500", 1, "A. Lindqvist", owner=True),
        _mention(f"{BIB}.1", 1, "Lindqvist, Ada", identifiers=[dict(scheme="orcid", value="0000-0002-1825-0097")]),
        _mention(f"{BIB}.1", 2, "Chen, Wei", cluster_claim="dblp:Wei Chen 0007"),
        _mention(f"{BIB}.1", 3, "Stone, Eva"),
        _mention(f"{BIB}.1", 1, "Smith, Jo", role="editor") | dict(mention_id=f"{BIB}.1.e1"),
        _mention(f"{BIB}.2", 1, "Stone, Eva"),
        _mention(f"{BIB}.2", 2, NASTY),
        _mention(f"{BIB}.3", 1, "Chen, Wei"),
        _mention(f"{BIB}.3", 2, "Kim, J."),
        _mention(f"{BIB}.4", 1, "Lindqvist, A."),
        _mention(f"{BIB}.4", 2, "Kim, Jun"),
    ]


def organisation_mentions():
    place = dict(document_id=CV, page=1)
    return [
        place
        | dict(
            organisation_mention_id=f"{CV}.o20",
            start=20,
            end=33,
            name="Dept. of Computing",
            parent_mention_id=f"{CV}.o35",
            place="Uppsala",
        ),
        place | dict(organisation_mention_id=f"{CV}.o35", start=35, end=53, name="Univ. of the North"),
        place
        | dict(organisation_mention_id=f"{CV}.100.o1", record_id=f"{CV}.100", start=180, end=190, name="Nordic Lab"),
    ]


def positions():
    place = dict(document_id=CV, page=1, person_mention_id=f"{CV}.m2", ongoing=False, score=0.9)
    return [
        place
        | dict(
            position_id=f"{CV}.p20",
            start=20,
            end=58,
            kind="degree",
            organisation_mention_id=f"{CV}.o20",
            degree="Ph.D.",
            role="PhD student",
            field="Graph theory",
            begin_date="2014-09",
            end_date="2018",
            supervisor_mention_ids=[f"{CV}.m60"],
            place="Uppsala",
        ),
        place
        | dict(
            position_id=f"{CV}.p70",
            start=70,
            end=95,
            kind="position",
            organisation_mention_id=f"{CV}.o35",
            role="Assistant professor",
            begin_date="2019-01-15",
            supervisor_mention_ids=[f"{CV}.m80"],
        )
        | dict(ongoing=True),
        place
        | dict(
            position_id=f"{CV}.p180",
            start=180,
            end=190,
            kind="affiliation",
            organisation_mention_id=f"{CV}.100.o1",
            evidence_year=2019,
        ),
    ]


W1, W2, W3, W4, W5 = "doi-00112233445566aa", f"{CV}.300", f"{CV}.500", f"{BIB}.2", f"{BIB}.3"
ADA, WEI, EVA, OTHER_WEI = "orcid-0000-0002-1825-0097", f"{BIB}.1.2", f"{BIB}.1.3", f"{BIB}.3.1"
ODD, JO, JUN, UNKNOWN_KIM = f"{BIB}.2.2", f"{BIB}.1.e1", f"{BIB}.4.2", f"{BIB}.3.2"


def works():
    doi = [dict(scheme="doi", value="10.1000/graph.2019.(1)<a>")]
    complete = dict(author_list_complete=True, status="published")
    return [
        complete
        | dict(
            work_id=W1,
            title="Graphs of People",
            alternative_titles=["Graphs of people"],
            kind="paper",
            year=2019,
            date="2019-07-14",
            venue_id="v-icgs",
            edition="ICGS 2019",
            volume="7",
            issue="2",
            pages="11--19",
            publisher="Example Press",
            identifiers=doi,
            links=["https://example.org/a b.pdf"],
            related_work_ids=[W2],
        ),
        complete
        | dict(
            work_id=W2,
            title="Walking Graphs",
            kind="paper",
            year=2020,
            date="2020-07",
            venue_id="v-icgs",
            related_work_ids=[W1],
        )
        | dict(author_list_complete=False),
        complete
        | dict(
            work_id=W3,
            title="Names without End",
            kind="preprint",
            year=2021,
            date="2021",
            deposited_in_id="v-arxiv",
            submitted_to_id="v-names",
            identifiers=[dict(scheme="arxiv", value="2101.00002")],
        )
        | dict(status="submitted"),
        complete
        | dict(work_id=W4, title=NASTY, kind="article", year=2022, venue_id="v-names", edition="vol. 3")
        | dict(author_list_complete=False),
        complete
        | dict(
            work_id=W5,
            title="A Workshop Paper",
            kind="paper",
            year=2021,
            venue_id="v-walks",
            identifiers=[dict(scheme="arxiv", value="1901.00001")],
        ),
    ]


def record_works():
    places = {
        W1: (f"{CV}.100", f"{BIB}.1"),
        W2: (f"{CV}.300",),
        W3: (f"{CV}.500", f"{BIB}.4"),
        W4: (f"{BIB}.2",),
        W5: (f"{BIB}.3",),
    }
    return [dict(record_id=record, work_id=work) for work, records in places.items() for record in records]


def people():
    def person(person_id, name, family, given, **more):
        return dict(person_id=person_id, name=name, family_name=family, given_name=given, ambiguous=False, **more)

    return [
        person(
            ADA,
            "Ada Lindqvist",
            "Lindqvist",
            "Ada",
            homepage="https://ada.example.org/~ada",
            alternative_names=["A. Lindqvist", "Ada Lindqvist", "Lindqvist, Ada"],
            identifiers=[dict(scheme="orcid", value="0000-0002-1825-0097"), dict(scheme="dblp", value="12/3456")],
        ),
        person(WEI, "Wei Chen", "Chen", "Wei", alternative_names=["Chen, Wei", "W. Chen", "Wei Chen"]),
        person(EVA, "Eva Stone", "Stone", "Eva", alternative_names=["E. Stone", "Eva Stone", "Stone, Eva"]),
        person(OTHER_WEI, "Wei Chen", "Chen", "Wei", alternative_names=["Chen, Wei"]),
        person(ODD, NASTY, None, NASTY, alternative_names=[NASTY], homepage="not an address"),
        person(JO, "Jo Smith", "Smith", "Jo"),
        person(JUN, "Jun Kim", "Kim", "Jun", alternative_names=["Kim, Jun"]),
        dict(
            person_id=UNKNOWN_KIM,
            name="J. Kim",
            alternative_names=["Kim, J."],
            ambiguous=True,
            possible_person_ids=[JUN],
        ),
    ]


def mention_people():
    of = {
        ADA: [f"{CV}.m2", f"{CV}.100.1", f"{CV}.300.1", f"{CV}.500.1", f"{BIB}.1.1", f"{BIB}.4.1"],
        WEI: [f"{CV}.m80", f"{CV}.100.2", f"{BIB}.1.2"],
        EVA: [f"{CV}.m60", f"{CV}.100.3", f"{CV}.300.2", f"{BIB}.1.3", f"{BIB}.2.1"],
        OTHER_WEI: [f"{BIB}.3.1"],
        ODD: [f"{BIB}.2.2"],
        JO: [f"{BIB}.1.e1"],
        JUN: [f"{BIB}.4.2"],
        UNKNOWN_KIM: [f"{BIB}.3.2"],
    }
    return [dict(mention_id=mention, person_id=person) for person, mentions in of.items() for mention in mentions]


def authorships():
    def row(work, ordinal, person, mentions, organisations=None):
        return dict(
            authorship_id=f"{work}.{ordinal}",
            work_id=work,
            person_id=person,
            role="author",
            ordinal=ordinal,
            mention_ids=mentions,
            organisation_ids=organisations,
        )

    return [
        row(W1, 1, ADA, [f"{CV}.100.1", f"{BIB}.1.1"]),
        row(W1, 2, WEI, [f"{CV}.100.2", f"{BIB}.1.2"], ["o-lab", "o-north"]),
        row(W1, 3, EVA, [f"{CV}.100.3", f"{BIB}.1.3"]),
        row(W1, 1, JO, [f"{BIB}.1.e1"]) | dict(authorship_id=f"{W1}.e1", role="editor"),
        row(W2, 1, ADA, [f"{CV}.300.1"]),
        row(W2, 3, EVA, [f"{CV}.300.2"]),
        row(W3, 1, ADA, [f"{CV}.500.1", f"{BIB}.4.1"]),
        row(W3, 2, JUN, [f"{BIB}.4.2"]),
        row(W4, 1, EVA, [f"{BIB}.2.1"]),
        row(W4, 2, ODD, [f"{BIB}.2.2"]),
        row(W4, None, ADA, [f"{CV}.m2"]) | dict(authorship_id=f"{W4}.s{CV}.m2"),
        row(W5, 1, OTHER_WEI, [f"{BIB}.3.1"]),
        row(W5, 2, UNKNOWN_KIM, [f"{BIB}.3.2"]),
    ]


def venues():
    return [
        dict(
            venue_id="v-icgs",
            name="International Conference on Graph Studies",
            abbreviation="ICGS",
            kind="conference",
            alternative_names=["ICGS", "Proc. of ICGS 2019"],
            identifiers=[dict(scheme="dblp", value="conf/icgs")],
        ),
        dict(
            venue_id="v-names",
            name="Journal of Names",
            kind="journal",
            alternative_names=['The "Journal"\nof Names'],
            identifiers=[dict(scheme="issn", value="2049-3630")],
        ),
        dict(venue_id="v-walks", name="Workshop on Walks", kind="workshop", co_located_with_id="v-icgs"),
        dict(venue_id="v-arxiv", name="arXiv", kind="preprint_server"),
    ]


def organisations():
    return [
        dict(
            organisation_id="o-dept",
            name="Department of Computing",
            alternative_names=["Dept. of Computing"],
            parent_id="o-north",
            kind="department",
            place="Uppsala",
        ),
        dict(
            organisation_id="o-north",
            name="University of the North",
            alternative_names=["Univ. of the North"],
            kind="university",
            identifiers=[dict(scheme="ror", value="02abcde12")],
        ),
        dict(organisation_id="o-lab", name="Nordic Lab", kind="lab", parent_id="o-north"),
    ]


def mention_organisations():
    pairs = ((f"{CV}.o20", "o-dept"), (f"{CV}.o35", "o-north"), (f"{CV}.100.o1", "o-lab"))
    return [dict(organisation_mention_id=mention, organisation_id=organisation) for mention, organisation in pairs]


def memberships():
    ada = dict(person_id=ADA, source_ids=[f"{CV}.m2"], ongoing=False)
    return [
        ada
        | dict(
            membership_id=f"{CV}.p20",
            organisation_id="o-dept",
            kind="degree",
            role="PhDStudent",
            role_as_printed="PhD student",
            degree_type="Doctorate",
            degree_as_printed="Ph.D.",
            field="Graph theory",
            begin_date="2014-09",
            end_date="2018",
            place="Uppsala",
            supervisor_ids=[EVA],
        ),
        ada
        | dict(
            membership_id=f"{CV}.p70",
            organisation_id="o-north",
            kind="position",
            role="AssistantProfessor",
            role_as_printed="Assistant professor",
            begin_date="2019-01-15",
            supervisor_ids=[WEI],
        )
        | dict(ongoing=True),
        ada
        | dict(
            membership_id=f"{CV}.p180",
            organisation_id="o-lab",
            kind="affiliation",
            evidence_year=2019,
            source_ids=[f"{CV}.100"],
        ),
        dict(
            membership_id=f"{W1}.2.a1",
            person_id=WEI,
            organisation_id="o-lab",
            kind="affiliation",
            evidence_year=2019,
            source_ids=[f"{CV}.100.2"],
            ongoing=False,
        ),
        dict(
            membership_id=f"{W1}.3.a1",
            person_id=EVA,
            organisation_id="o-north",
            kind="position",
            role="Professor",
            begin_date="2010",
            end_date="2020",
            source_ids=[f"{CV}.m60"],
            ongoing=False,
        ),
    ]


def coauthorships():
    def pair(one, other, weight, first, last):
        left, right = sorted((one, other))
        return dict(left_id=left, right_id=right, weight=weight, first_year=first, last_year=last)

    return [
        pair(ADA, EVA, 3, 2019, 2022),
        pair(ADA, WEI, 1, 2019, 2019),
        pair(EVA, WEI, 1, 2019, 2019),
        pair(ADA, JUN, 1, 2021, 2021),
        pair(ADA, ODD, 1, 2022, 2022),
        pair(EVA, ODD, 1, 2022, 2022),
    ]


D1, D2, D3, D4, D5, D6 = (letter * 16 for letter in "123456")


def decisions():
    def row(decision_id, left, right, outcome, score, **more):
        return (
            dict(
                decision_id=decision_id,
                kind="person",
                left_id=left,
                right_id=right,
                outcome=outcome,
                score=score,
                threshold=0.5,
                agent="kg resolver 0.1.0",
                override=False,
            )
            | more
        )

    curator = dict(agent="curator:jane", override=True)
    return [
        row(D1, f"{BIB}.1.1", f"{CV}.100.1", "same", 0.982),
        row(D2, f"{BIB}.1.2", f"{BIB}.3.1", "unsure", 0.48),
        row(D3, f"{BIB}.1.2", f"{CV}.100.2", "different", 0.2, reverted_by=D4),
        row(D4, f"{BIB}.1.2", f"{CV}.100.2", "same", 1.0, decided_at="2026-03-01T09:00:00Z", **curator),
        row(D5, f"{BIB}.1", f"{CV}.100", "same", 0.99, kind="work"),
        row(D6, f"{BIB}.3.2", f"{BIB}.4.2", "different", 0.0, decided_at="2026-03-02T09:00:00Z", **curator),
    ]


def evidence():
    def row(decision, feature, weight, value, object_id=None, sources=()):
        return dict(
            decision_id=decision,
            feature=feature,
            weight=weight,
            value=value,
            object_id=object_id,
            source_ids=list(sources),
        )

    return [
        row(D1, "SharedCoauthor", 3.1, 'both with "Eva Stone"', f"person/{EVA}", [f"{CV}.100", f"{BIB}.1"]),
        row(D1, "NameCompatibility", 0.9, "A. fits Ada"),
        row(D2, "NameCompatibility", 1.2, "the same full name"),
        row(D2, "NameRarity", -1.28, "a common name", None, [f"{BIB}.3.1"]),
        row(D3, "AffiliationContinuity", -1.39, "no organisation in common", "organisation/o-lab"),
        row(D5, "TitleSimilarity", 4.6, "titles equal but for case", None, [f"{CV}.100", f"{BIB}.1"]),
    ]


def replacements():
    return [dict(old=f"person/{CV}.100.1", new=f"person/{ADA}"), dict(old=f"work/{CV}.100", new=f"work/{W1}")]


def example_tables():
    """All tables of `kg.schemas.TABLES`, as the resolver would give them."""
    return {name: table(name, globals()[name]()) for name in schemas.TABLES}
