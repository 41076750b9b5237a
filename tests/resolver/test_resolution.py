import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolver_corpus import Corpus

from kg import resolver
from kg.errors import RulingError
from kg.resolver import rulings as curator
from kg.resolver.decisions import logit
from kg.schemas import EXTRACTED, RESOLVED, empty

TITLE = "Learning Sparse Routes for Distant Networks"


def page():
    """An author page with cut lists, a CV with positions and a feed with affiliations."""
    corpus = Corpus().document("doca", subject="Anna Berg")
    corpus.record(
        "doca.100",
        TITLE,
        "Carl Dahl; Eva Falk",
        year=2019,
        author_list_complete=False,
        gap_after=2,
        subject_is_author=True,
        deposited_in="arXiv",
        status="preprint",
    )
    corpus.record(
        "doca.200",
        "Stress in Heterogeneous Chips",
        "Kurt Lem; A. Berg",
        year=2019,
        author_list_complete=False,
        gap_after=2,
        subject_is_author=True,
    )
    corpus.record("doca.300", "Maps of Old Roads", "Carl Dahl; Gun Holm", year=2020, subject_is_author=True)
    corpus.document("docb", subject="Carl Dahl")
    corpus.record(
        "docb.100", TITLE, "C. Dahl; E. Falk; Anna Berg; Per Quist", year=2020, venue="ICML 2020", pages="1-9"
    )
    corpus.organisation("docb.o1", "Uppsala University").organisation("docb.o2", "Department of Law", parent="docb.o1")
    corpus.position("docb.p10", "docb.o2", role="PhD student", begin_date="2014", end_date="2018-06")
    corpus.position("docb.p20", "docb.o1", kind="degree", degree="Ph.D.", end_date="2018-06", field="Law")
    corpus.document("docc")
    corpus.record(
        "docc.1",
        "Roads and Bridges",
        "Carl Dahl; Zoe Ro",
        year=2017,
        prose=False,
        affiliations={1: ["Department of Law, Uppsala University, Sweden"]},
    )
    return corpus  # fmt: skip


def frames(tables):
    return {name: pl.from_arrow(table) for name, table in tables.items()}


@pytest.fixture(scope="module")
def found():
    return frames(resolver.resolve(page().tables()))


def work(found, start):
    titled = found["works"].filter(pl.col("title").str.starts_with(start))
    assert titled.height == 1
    return titled.row(0, named=True)


def authors(found, work_id):
    names = found["people"].select("person_id", "name")
    rows = found["authorships"].filter(pl.col("work_id") == work_id).join(names, on="person_id")
    return {row["ordinal"]: row["name"] for row in rows.iter_rows(named=True)}


def test_every_resolved_table_has_its_schema_even_of_nothing():
    tables = resolver.resolve({})
    assert list(tables) == list(RESOLVED)
    for name, table in tables.items():
        assert table.schema.equals(RESOLVED[name])
        assert table.num_rows == 0
    for name, table in resolver.resolve(page().tables()).items():
        assert table.schema.equals(RESOLVED[name]), name


def test_the_complete_list_gives_the_places(found):
    row = work(found, "Learning")
    assert authors(found, row["work_id"]) == {1: "Carl Dahl", 2: "Eva Falk", 3: "Anna Berg", 4: "Per Quist"}
    assert row["author_list_complete"]


def test_a_work_has_the_furthest_status_and_the_venue_of_that(found):
    row = work(found, "Learning")
    venues = dict(found["venues"].select("venue_id", "abbreviation").iter_rows())
    assert (row["status"], row["year"], row["kind"], row["pages"]) == ("published", 2020, "paper", "1-9")
    assert (venues[row["venue_id"]], venues[row["deposited_in_id"]]) == ("ICML", "arXiv")


def test_the_subject_of_a_page_is_an_author_of_a_cut_list_that_does_not_print_anybody_like_him():
    corpus = Corpus().document("doca", subject="Anna Berg")
    corpus.record("doca.100", TITLE, "Carl Dahl; Eva Falk", author_list_complete=False, subject_is_author=True)
    tables = frames(resolver.resolve(corpus.tables()))
    row = tables["authorships"].filter(pl.col("ordinal").is_null()).row(0, named=True)
    assert row["authorship_id"] == "doca.100.sdoca.m0"
    assert row["mention_ids"] == ["doca.m0"]
    assert tables["works"]["author_list_complete"].to_list() == [False]


def test_a_namesake_in_print_and_a_complete_list_imply_nobody(found):
    assert authors(found, work(found, "Stress")["work_id"]).keys() == {1, 2}
    assert authors(found, work(found, "Maps")["work_id"]).keys() == {1, 2}


def test_positions_degrees_and_affiliations_become_memberships(found):
    rows = {row["membership_id"]: row for row in found["memberships"].iter_rows(named=True)}
    names = dict(found["organisations"].select("organisation_id", "name").iter_rows())
    position, degree = rows["docb.p10"], rows["docb.p20"]
    assert (position["role"], position["begin_date"], position["degree_type"]) == ("PhDStudent", "2014", None)
    assert (degree["role"], degree["degree_type"], degree["field"]) == ("PhDStudent", "Doctorate", "Law")
    assert (names[position["organisation_id"]], names[degree["organisation_id"]]) == (
        "Department of Law",
        "Uppsala University",
    )
    beside = rows["docc.1.1.a1"]
    assert (beside["kind"], beside["evidence_year"], beside["source_ids"]) == ("affiliation", 2017, ["docc.1.1"])
    assert beside["organisation_id"] == position["organisation_id"]


def test_an_organisation_tagged_on_a_record_is_its_only_authors_and_of_nobody_if_there_are_several():
    corpus = Corpus().document("doca")
    corpus.record("doca.10", "Maps of Iron", "Anna Berg", year=2011)
    corpus.record("doca.20", "Maps of Glass", "Anna Berg; Carl Dahl", year=2012)
    for row in corpus.rows["records"]:
        row["affiliations"] = ["mit"]
    tables = frames(resolver.resolve(corpus.tables()))
    assert tables["memberships"].select("membership_id", "evidence_year").rows() == [("doca.10.1.a1", 2011)]
    assert tables["organisations"]["name"].to_list() == ["Massachusetts Institute of Technology"]


def test_coauthors_are_counted_once_a_work(found):
    names = dict(found["people"].select("person_id", "name").iter_rows())
    pairs = {
        frozenset((names[left], names[right])): (weight, first, last)
        for left, right, weight, first, last in found["coauthorships"].iter_rows()
    }
    assert pairs[frozenset(("Carl Dahl", "Eva Falk"))] == (1, 2020, 2020)
    assert (found["coauthorships"]["left_id"] < found["coauthorships"]["right_id"]).all()


def test_every_decision_has_evidence_that_adds_up_to_its_score(found):
    total = found["evidence"].group_by("decision_id").agg(pl.col("weight").sum())
    both = found["decisions"].join(total, on="decision_id", how="left")
    assert both["decision_id"].is_unique().all()
    assert both["weight"].null_count() == 0
    mine = both.filter(pl.col("kind") != "person")
    assert mine.height > 0
    for weight, score in mine.select("weight", "score").iter_rows():
        assert weight == pytest.approx(logit(score), abs=1e-6)


def test_every_id_that_a_table_names_is_there(found):
    people, works = set(found["people"]["person_id"]), set(found["works"]["work_id"])
    venues, organisations = set(found["venues"]["venue_id"]), set(found["organisations"]["organisation_id"])
    assert set(found["authorships"]["person_id"]) <= people
    assert set(found["authorships"]["work_id"]) == works == set(found["record_works"]["work_id"])
    for column in ("venue_id", "deposited_in_id", "submitted_to_id"):
        assert set(found["works"][column].drop_nulls()) <= venues
    assert set(found["venues"]["co_located_with_id"].drop_nulls()) <= venues
    assert set(found["organisations"]["parent_id"].drop_nulls()) <= organisations
    assert set(found["memberships"]["organisation_id"]) <= organisations
    assert set(found["mention_organisations"]["organisation_id"]) <= organisations


def test_contradicting_rulings_stop_everything():
    same, different = (
        curator.ruling("same", "doca.100", "docb.100"),
        curator.ruling("different", "doca.100", "docb.100"),
    )
    with pytest.raises(RulingError):
        resolver.resolve(page().tables(), rulings=[same, different])


def test_a_ruling_is_a_decision_with_its_agent_and_an_undone_one_says_by_what():
    ruled = curator.ruling("different", "doca.100", "docb.100", agent="ada", time="2024-01-02")
    undo = curator.ruling("undo", ruled.decision_id)
    parted = frames(resolver.resolve(page().tables(), rulings=[ruled]))
    assert len(set(parted["record_works"]["work_id"])) == 5
    again = frames(resolver.resolve(page().tables(), rulings=[ruled, undo]))
    assert len(set(again["record_works"]["work_id"])) == 4
    row = again["decisions"].filter(pl.col("decision_id") == ruled.decision_id).row(0, named=True)
    assert (row["override"], row["agent"], row["decided_at"]) == (True, "ada", "2024-01-02")
    assert row["reverted_by"] == undo.decision_id


def test_an_id_that_is_gone_says_where_its_records_went():
    before = resolver.resolve(page().tables())
    corpus = page().record("doc0.1", TITLE, "Carl Dahl; Eva Falk; Anna Berg; Per Quist", year=2020)
    after = resolver.resolve(corpus.tables(), previous=before)
    moved = dict(pl.from_arrow(after["replacements"]).iter_rows())
    assert moved["work/doca.100"] == "work/doc0.1"
    gone, there = set(moved), {f"work/{w}" for w in after["works"]["work_id"].to_pylist()}
    assert not gone & there
    assert not gone & set(moved.values())


def test_replacements_are_carried_on_over_builds_without_circles():
    first = resolver.resolve(page().tables())
    second = resolver.resolve(
        page().record("doc1.1", TITLE, "Carl Dahl; Eva Falk; Anna Berg; Per Quist", year=2020).tables(), previous=first
    )
    corpus = page().record("doc1.1", TITLE, "Carl Dahl; Eva Falk; Anna Berg; Per Quist", year=2020)
    third = resolver.resolve(
        corpus.record("doc0.1", TITLE, "Carl Dahl; Eva Falk; Anna Berg; Per Quist", year=2020).tables(), previous=second
    )
    moved = dict(pl.from_arrow(third["replacements"]).iter_rows())
    assert moved["work/doca.100"] == moved["work/doc1.1"] == "work/doc0.1"
    back = resolver.resolve(page().tables(), previous=third)
    assert "work/doca.100" not in set(pl.from_arrow(back["replacements"])["old"])


def test_nothing_changes_when_it_is_built_again():
    before = resolver.resolve(page().tables())
    after = resolver.resolve(page().tables(), previous=before)
    assert after["replacements"].num_rows == 0
    for name in RESOLVED:
        assert before[name].equals(after[name]), name


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 999))
def test_the_order_of_all_rows_changes_nothing(seed):
    first, second = resolver.resolve(page().tables()), resolver.resolve(page().tables(seed))
    for name in RESOLVED:
        assert first[name].equals(second[name]), name


def test_columns_that_are_missing_count_as_empty_and_unknown_ones_are_left_aside():
    tables = page().tables()
    tables["records"] = tables["records"].drop_columns(["abstract"]).append_column("colour", [["red"] * 5])
    assert resolver.resolve(tables)["works"].num_rows == 4
    assert empty("works").num_rows == 0
    assert set(EXTRACTED) == set(tables)


HOSTILE = [
    "",
    " ",
    "et al.",
    "Anonymous",
    "<script>alert(1)</script>",
    "a\nb\tc",
    '"}) { ?s ?p ?o }',
    "\u202eabc",
    "李明",
    "💥",
]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=4, max_size=4), st.none() | st.integers(-5, 9999)
)
def test_any_text_in_any_field_is_survived(texts, year):
    title, name, venue, affiliation = texts
    corpus = Corpus().document("doca", subject=name or "x")
    corpus.record("doca.1", title, "", venue=venue, year=year, submitted_to=title, deposited_in=name, status=None)
    corpus.record("doca.2", title, name.replace(";", ","), venue=venue, year=year, affiliations={1: [affiliation]})
    corpus.organisation("doca.o1", affiliation).position("doca.p1", "doca.o1", role=title, degree=name)
    tables = frames(resolver.resolve(corpus.tables()))
    assert set(tables["record_works"]["record_id"]) == {"doca.1", "doca.2"}
    assert tables["memberships"].filter(pl.col("membership_id") == "doca.p1").height == 1
