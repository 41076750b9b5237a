import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolver_corpus import Corpus

from kg.resolver import rulings as curator
from kg.resolver.columns import frame
from kg.resolver.decisions import logit
from kg.resolver.venues import resolve_venues
from kg.resolver.works import resolve_works, signatures


def resolved(corpus, rulings=(), seed=None):
    tables = corpus.tables(seed)
    records = frame(tables, "records")
    named = resolve_venues(records).names
    venues = records.select("record_id", pl.col("venue").alias("printed")).join(named, on="printed")
    signed = signatures(records, frame(tables, "mentions"), venues.select("record_id", "venue_id", "venue_kind"))
    return resolve_works(signed, rulings)


def work_of(clusters):
    return dict(clusters.record_works.iter_rows())


def one(clusters, a, b):
    works = work_of(clusters)
    return works[a] == works[b]


def evidence(clusters, a, b):
    decision = clusters.decisions.filter((pl.col("left_id") == min(a, b)) & (pl.col("right_id") == max(a, b)))
    rows = clusters.evidence.join(decision.select("decision_id", "score"), on="decision_id")
    return dict(rows.select("feature", "weight").iter_rows()), decision["score"].to_list()


TITLE = "Learning Sparse Routes for Distant Networks"
# one row a case: is it one work, and the two records as (title, authors, fields)
CASES = [
    (
        "the same title and authors, initials against full names",
        True,
        (TITLE, "A. Berg; C. Dahl; E. Falk", {"year": 2019}),
        (TITLE.upper(), "Anna Berg; Carl Dahl; Eva Falk", {"year": 2019}),
    ),
    (
        "a cut author list",
        True,
        (TITLE, "Anna Berg; Carl Dahl; Eva Falk; Guy Holm", {"year": 2019}),
        (TITLE, "A. Berg; C. Dahl", {"year": 2018, "author_list_complete": False}),
    ),
    (
        "a made-up name in front in one of them",
        True,
        ("RouteNetX: " + TITLE, "Anna Berg; Carl Dahl", {"year": 2021}),
        (TITLE.lower(), "Anna Berg; Carl Dahl", {"year": 2021}),
    ),
    (
        "retitled between submission and preprint under one made-up name",
        True,
        ("QRX: Automatic Graph Pruning and Growth with Random Walks", "A. Berg; C. Dahl; E. Falk",
         {"year": 2018, "status": "submitted"}),
        ("QRX: AutoML for Graph Pruning and Growth on Small Devices", "Anna Berg; Carl Dahl; Guy Holm",
         {"year": 2018, "status": "preprint", "author_list_complete": False}),
    ),
    (
        "a slip of the pen",
        True,
        ("Confirmation in multimodal dialogue systems", "P. Quist; R. Sand", {"year": 1998}),
        ("Confirmtion in multimodal dialogue systems", "P. Quist; R. Sand", {"year": 1998}),
    ),
    (
        "a preprint and its publication",
        True,
        (TITLE, "Anna Berg; Carl Dahl", {"year": 2019, "status": "preprint", "venue": "arXiv"}),
        (TITLE, "Anna Berg; Carl Dahl", {"year": 2020, "venue": "ICML"}),
    ),
    (
        "one identifier, a changed title",
        True,
        ("Routes in Distant Networks", "A. Berg; C. Dahl", {"ids": ["doi:10.1000/x"], "year": 2019}),
        ("Sparse Routes for Networks at a Distance", "A. Berg; C. Dahl", {"ids": ["doi:10.1000/x"], "year": 2019}),
    ),
    (
        "one identifier, but nothing else agrees",
        False,
        ("A History of Glass", "P. Quist", {"ids": ["doi:10.1000/x"], "year": 2001}),
        ("Sparse Routes for Networks", "A. Berg; C. Dahl", {"ids": ["doi:10.1000/x"], "year": 2019}),
    ),
    (
        "two DOIs of publishers",
        False,
        ("Introduction to the volume", "A. Berg", {"ids": ["doi:10.1000/x"], "year": 2019}),
        ("Introduction to the volume", "A. Berg", {"ids": ["doi:10.1000/y"], "year": 2019}),
    ),
    (
        "the journal version of a conference paper",
        False,
        (TITLE, "Anna Berg; Carl Dahl", {"year": 2019, "venue": "ICML"}),
        (TITLE, "Anna Berg; Carl Dahl; Eva Falk", {"year": 2021, "venue": "Neural Networks"}),
    ),
    (
        "an extended version under the same made-up name three years later",
        False,
        ("QRX: Shift Layer for Fast Video Tasks", "Anna Berg; Carl Dahl; Eva Falk", {"year": 2018}),
        ("QRX: Shift Layer for Fast and Scalable Video Tasks on Edge Devices", "Anna Berg; Carl Dahl; Guy Holm",
         {"year": 2021, "author_list_complete": False}),
    ),
    (
        "a follow-up with a version number",
        False,
        ("TinyNet: Deep Learning on Small Devices", "Anna Berg; Carl Dahl", {"year": 2020}),
        ("TinyNetV2: Deep Learning by Patches on Small Devices", "Anna Berg; Carl Dahl", {"year": 2021}),
    ),
    (
        "one team, two reports that differ by a number",
        False,
        ("GPX-4 System Card", "", {"year": 2024}),
        ("GPX-5 System Card", "", {"year": 2025}),
    ),
    (
        "a paper and its erratum",
        False,
        (TITLE, "Anna Berg; Carl Dahl", {"year": 2019, "venue": "Neural Networks"}),
        ("Erratum: " + TITLE, "Anna Berg; Carl Dahl", {"year": 2019, "venue": "Neural Networks"}),
    ),
    (
        "one word is another",
        False,
        ("Convolutional networks for Arabic dialect identification", "Anna Berg", {"year": 2018}),
        ("Convolutional networks for German dialect identification", "Anna Berg", {"year": 2018}),
    ),
    (
        "a title that many works have, by others",
        False,
        ("Introduction", "P. Quist", {"year": 1999}),
        ("Introduction", "R. Sand", {"year": 1999}),
    ),
    (
        "the same four authors, other words",
        False,
        ("Runtime Network Routing for Efficient Image Classification", "Y. Ro; J. Li; J. Lu; J. Zo", {"year": 2018}),
        ("Runtime Neural Pruning", "Ji Li; Yo Ro; Jim Lu; Joe Zo", {"year": 2017}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("same", "left", "right"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_two_records_of_two_documents_are_one_work_or_two(same, left, right):
    corpus = Corpus().record("doca.10", left[0], left[1], **left[2]).record("docb.10", right[0], right[1], **right[2])
    assert one(resolved(corpus), "doca.10", "docb.10") is same


def test_two_titles_of_one_list_are_two_works_where_those_of_two_documents_may_be_one():
    first = ("QRX: Automatic Graph Pruning and Growth with Random Walks", "A. Berg; C. Dahl; E. Falk")
    second = ("QRX: AutoML for Graph Pruning and Growth", "A. Berg; C. Dahl; E. Falk")
    apart = Corpus().record("doca.10", *first, year=2018).record("docb.10", *second, year=2018)
    together = Corpus().record("doca.10", *first, year=2018).record("doca.20", *second, year=2018)
    assert one(resolved(apart), "doca.10", "docb.10")
    assert not one(resolved(together), "doca.10", "doca.20")


def test_one_title_listed_twice_at_two_venues_is_two_publications_and_at_one_venue_one():
    corpus = Corpus().record("doca.10", TITLE, "A. Berg; C. Dahl", year=2020, venue="ICML")
    corpus.record("doca.20", TITLE, "A. Berg; C. Dahl", year=2020, venue="ICML 2020 Workshop on Roads")
    corpus.record("doca.30", TITLE, "A. Berg; C. Dahl", year=2020, venue="International Conference on Machine Learning")
    clusters = resolved(corpus)
    assert not one(clusters, "doca.10", "doca.20")
    assert one(clusters, "doca.10", "doca.30")


def test_the_weights_of_a_decision_are_the_documented_ones_and_add_up_to_its_score():
    corpus = Corpus()
    corpus.record("doca.10", "Fast Maps", "Anna Berg; Carl Dahl", year=2019)
    corpus.record("docb.10", "Fast Maps", "A. Berg; C. Dahl", year=2020)
    weights, score = evidence(resolved(corpus), "doca.10", "docb.10")
    # two content words: 1 + 1.3 * 2; two shared of two: 1 + 0.7 * 2; one year apart: 0.3
    assert weights == {
        "Prior": -3.0, "TitleSimilarity": 3.6, "SharedAuthors": 2.4, "SameFirstAuthors": 1.5, "SameYear": 0.3,
    }  # fmt: skip
    assert score == [pytest.approx(1 / (1 + math.exp(-4.8)))]


def test_versions_that_stay_apart_are_related():
    corpus = Corpus()
    corpus.record("doca.10", TITLE, "Anna Berg; Carl Dahl", year=2019, venue="ICML")
    corpus.record("docb.10", TITLE, "Anna Berg; Carl Dahl; Eva Falk", year=2021, venue="Neural Networks")
    assert resolved(corpus).related.rows() == [("doca.10", "docb.10")]


def test_the_same_paper_forty_times_is_one_work():
    corpus = Corpus()
    for n in range(40):
        corpus.record(f"doc{n:02d}.10", TITLE, "Anna Berg; Carl Dahl", year=2019)
    assert set(work_of(resolved(corpus)).values()) == {"doc00.10"}


def test_a_doi_names_the_work_if_all_records_that_have_one_agree():
    corpus = Corpus()
    corpus.record("doca.10", TITLE, "Anna Berg; Carl Dahl", year=2019, ids=["doi:10.1000/x"])
    corpus.record("docb.10", TITLE, "Anna Berg; Carl Dahl", year=2019)
    works = set(work_of(resolved(corpus)).values())
    assert len(works) == 1
    assert works.pop().startswith("doi-")


def test_an_identifier_that_many_titles_bear_joins_nothing_and_names_nothing():
    corpus = Corpus()
    for n, topic in enumerate(["Glass", "Iron", "Paper", "Bread", "Water"]):
        corpus.record(
            f"doca.{n}", f"A History of {topic} Making", "P. Quist; R. Sand", ids=["doi:10.1000/vol"], year=2001
        )
    works = set(work_of(resolved(corpus)).values())
    assert works == {f"doca.{n}" for n in range(5)}


def test_rulings_join_and_part_against_all_evidence():
    corpus = Corpus()
    corpus.record("doca.10", TITLE, "Anna Berg; Carl Dahl", year=2019)
    corpus.record("docb.10", TITLE, "Anna Berg; Carl Dahl", year=2019)
    corpus.record("docc.10", "A History of Glass", "P. Quist", year=1999)
    part = [curator.ruling("different", "doca.10", "docb.10")]
    assert not one(resolved(corpus, part), "doca.10", "docb.10")
    join = [curator.ruling("same", "doca.10", "docc.10")]
    assert one(resolved(corpus, join), "doca.10", "docc.10")


def test_a_refusal_between_two_records_is_not_bridged_by_a_third():
    corpus = Corpus()
    corpus.record("doca.10", TITLE, "Anna Berg; Carl Dahl", year=2018, status="preprint")
    corpus.record("docb.10", TITLE, "Anna Berg; Carl Dahl", year=2018, venue="ICML")
    corpus.record("docc.10", TITLE, "Anna Berg; Carl Dahl", year=2020, venue="Neural Networks")
    clusters = resolved(corpus)
    assert one(clusters, "doca.10", "docb.10")
    assert not one(clusters, "docb.10", "docc.10")
    assert not one(clusters, "doca.10", "docc.10")


def test_records_without_titles_authors_and_years_stay_alone():
    corpus = Corpus()
    for n in range(3):
        corpus.record(f"doca.{n}", None).record(f"docb.{n}", "")
    assert len(set(work_of(resolved(corpus)).values())) == 6


def test_no_records_give_no_works():
    assert resolved(Corpus()).record_works.is_empty()


words = st.sampled_from("glass iron paper bread water stone light sound maps roads".split())
titles = st.lists(words, min_size=1, max_size=4).map(" ".join)
lists = st.lists(st.sampled_from(["A. Berg", "Anna Berg", "Carl Dahl", "E. Falk", "Li, Q."]), max_size=3, unique=True)
entries = st.tuples(titles, lists, st.none() | st.integers(2018, 2021), st.sampled_from(["a", "b", "c"]))


@settings(max_examples=25, deadline=None)
@given(st.lists(entries, min_size=1, max_size=12), st.integers(0, 9))
def test_the_order_of_rows_changes_nothing_and_every_score_is_the_logistic_of_its_weights(rows, seed):
    corpus = Corpus()
    for n, (title, authors, year, document) in enumerate(rows):
        corpus.record(f"doc{document}.{n}", title, "; ".join(authors), year=year)
    first, second = resolved(corpus), resolved(corpus, seed=seed)
    assert first.record_works.equals(second.record_works)
    assert first.decisions.equals(second.decisions)
    assert first.evidence.equals(second.evidence)
    assert set(first.record_works["record_id"]) == {f"doc{row[3]}.{n}" for n, row in enumerate(rows)}
    total = first.evidence.group_by("decision_id").agg(pl.col("weight").sum()).join(first.decisions, on="decision_id")
    for weight, score in total.select("weight", "score").iter_rows():
        assert 0 < score < 1
        assert weight == pytest.approx(logit(score), abs=1e-6)
