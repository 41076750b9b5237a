"""Identifiers from inputs to the graph: what is accepted of whom, and what is told because it cannot be right."""

import json

import pyarrow as pa
import pytest

from kg import pipeline, schemas
from kg.conflicts import conflicts

ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def item(number, title, *authors, **more):
    people = [dict(zip(("family", "given", "ORCID"), author, strict=False)) for author in authors]
    return {"id": f"x{number}", "title": title, "DOI": f"10.1000/{number}", "author": people, "issued": {}} | more


@pytest.fixture
def built(tmp_path):
    def build(*items):
        path = tmp_path / "works.json"
        path.write_text(json.dumps(items), encoding="utf-8")
        return pipeline.build([path], None)

    return build


def test_an_identifier_that_fails_its_check_is_told_with_its_place(built):
    done = built(item(1, "On looms", ("Lovelace", "Ada", "0000-0002-1825-0098"), ISBN="978-3-16-148410-1", type="book"))
    told = [(w.where, w.problem) for w in done.inputs[0].warnings]
    assert ("record=1&author=1", "'0000-0002-1825-0098' is no valid ORCID iD") in told
    assert ("record=1", "'978-3-16-148410-1' is no valid ISBN") in told
    assert done.tables["works"]["identifiers"].to_pylist() == [[{"scheme": "doi", "value": "10.1000/1"}]]


def test_a_year_that_can_be_none_is_told_and_kept_as_printed(tmp_path):
    path = tmp_path / "refs.bib"
    entries = [
        f"@misc{{k{n}, title={{Work {n}}}, author={{A B}}, year={{{y}}}}}" for n, y in enumerate((0, 20255, 1999))
    ]
    path.write_text("\n".join([*entries, "@misc{f, title={Soon}, author={A B}, year={to appear}}"]), encoding="utf-8")
    done = pipeline.build([path], None)
    assert [(w.where, w.problem) for w in done.inputs[0].warnings] == [
        ("line=1", "'0' is no year"),
        ("line=2", "'20255' is no year"),
    ]
    assert done.tables["records"]["year_as_printed"].to_pylist() == ["0", "20255", "1999", "to appear"]


def test_one_orcid_at_several_authors_of_a_work_is_told_and_joins_nobody(built):
    done = built(item(1, "On looms", ("Lovelace", "Ada", ONE), ("Babbage", "Charles", ONE), ("Zuse", "Konrad", ONE)))
    [warning] = done.inputs[0].warnings
    assert warning.where == "record=1"
    names = "Lovelace, Ada; Babbage, Charles; Zuse, Konrad"
    assert warning.problem == f"the ORCID iD {ONE} stands at 3 names ({names})"
    assert done.tables["people"].num_rows == 3 and not done.conflicts


def test_one_id_for_records_of_different_titles_is_told_and_both_are_kept(built):
    done = built(item(1, "On looms", id="a"), item(2, "On threads", id="a"), item(3, "On Looms.", id="b", DOI=""))
    assert [w.problem for w in done.inputs[0].warnings] == [
        "the id 'a' stands at 2 records of different titles (record=1; record=2)"
    ]
    assert done.tables["records"].num_rows == 3


def test_a_doi_used_for_two_works_is_told_and_makes_them_one_by_no_means(built):
    ada, grace = ("Lovelace", "Ada"), ("Hopper", "Grace")
    first = item(1, "On the tension of silk threads", ada, DOI="10.1000/same", page="1-9", volume="1")
    second = item(2, "Compilers for the rest of us", grace, DOI="10.1000/same", page="30-41", volume="7")
    done = built(first | {"issued": {"date-parts": [[1843]]}}, second | {"issued": {"date-parts": [[1952]]}})
    assert done.tables["works"].num_rows == 2
    titles = "Compilers for the rest of us; On the tension of silk threads"
    assert done.conflicts == (f"the DOI 10.1000/same stands at 2 works ({titles}); accepted for none",)
    assert done.tables["works"]["identifiers"].to_pylist() == [[], []]
    assert pipeline.report(done, 0.0)["conflicts"] == list(done.conflicts)


def test_two_orcids_of_one_person_and_one_of_two_people_are_told():
    said = [("a", ONE, "p"), ("b", ONE, "p"), ("c", OTHER, "p"), ("d", ONE, "q"), ("e", None, "q")]
    mentions = [
        {"mention_id": f"{m}.1", "record_id": m, "identifiers": [{"scheme": "orcid", "value": orcid}] if orcid else []}
        for m, orcid, _ in said
    ]
    people = [{"person_id": "p", "name": "Ada Lovelace"}, {"person_id": "q", "name": "Konrad Zuse"}]
    owners = [{"mention_id": f"{m}.1", "person_id": person} for m, _, person in said]
    rows = {"mentions": mentions, "people": people, "mention_people": owners}
    tables = {name: pa.Table.from_pylist(rows.get(name, []), schema=schema) for name, schema in schemas.TABLES.items()}
    assert conflicts(tables) == [
        f"the ORCID iD {ONE} stands at 2 people (Ada Lovelace; Konrad Zuse); they are kept apart",
        f"Ada Lovelace has 2 ORCID iDs ({ONE} at 2 mentions; {OTHER} at 1 mention); it may be several people",
    ]


def printed_in(number, title, venue, **more):
    return {"title": title, "DOI": f"10.1000/{number}", "container-title": venue, "issued": {}, "author": []} | more


def ids(built, table):
    return {
        row.get("name") or row["title"]: [f"{i['scheme']}:{i['value']}" for i in row["identifiers"]]
        for row in built.tables[table].to_pylist()
    }


def test_an_issn_is_the_venues_and_never_the_works(built):
    done = built(
        printed_in(1, "On looms", "Journal of Looms", ISSN=["0378-5955"]),
        printed_in(2, "On threads", "Journal of Looms", ISSN=["2049-3630", "0378-5956"]),
        printed_in(3, "On needles", "Needle Letters", ISSN=["0378-5955"], type="article-journal"),
    )
    assert ids(done, "venues") == {"Journal of Looms": ["issn:2049-3630"], "Needle Letters": []}
    assert ids(done, "works") == {
        "On looms": ["doi:10.1000/1"],
        "On threads": ["doi:10.1000/2"],
        "On needles": ["doi:10.1000/3"],
    }


def test_the_isbn_of_a_book_makes_no_one_work_of_its_chapters(built):
    book = {"ISBN": "978-3-16-148410-0", "author": [{"family": "Lovelace", "given": "Ada"}]}
    done = built(
        printed_in(1, "Looms of the north", "Handbook", type="chapter", **book),
        printed_in(2, "Looms of the south", "Handbook", type="chapter", **book),
        printed_in(3, "Handbook", "", type="book", **book),
    )
    assert ids(done, "works") == {
        "Looms of the north": ["doi:10.1000/1"],
        "Looms of the south": ["doi:10.1000/2"],
        "Handbook": ["doi:10.1000/3", "isbn:9783161484100"],
    }
