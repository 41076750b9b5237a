import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from resolver_corpus import Corpus

from kg.resolver import rulings as curator
from kg.resolver.columns import frame
from kg.resolver.organisation_names import core_of, read_affiliation
from kg.resolver.organisations import resolve_organisations


def resolved(corpus, strings=(), rulings=(), seed=None):
    return resolve_organisations(frame(corpus.tables(seed), "organisation_mentions"), strings, rulings)


def names_of(found):
    """Name of the organisation and of its parents, by mention."""
    rows = {row["organisation_id"]: row for row in found.organisations}

    def chain(organisation):
        row = rows[organisation]
        return (row["name"], *(chain(row["parent_id"]) if row["parent_id"] else ()))

    return {mention: chain(organisation) for mention, organisation in found.mentions.iter_rows()}


def printed(*names):
    corpus = Corpus()
    for n, name in enumerate(names):
        corpus.organisation(f"doc{n}.o1", name)
    return corpus


@pytest.mark.parametrize(
    "names",
    [
        ("MIT", "mit", "Massachusetts Institute of Technology"),
        ("Alibaba Group (U.S.)", "Alibaba Group", "Alibaba"),
        ("The University of Hong Kong", "University of Hong Kong", "HKU"),
        ("Janssen Research & Development, LLC", "Janssen Research &amp; Development"),
        ("Univ. of Oslo", "University of Oslo"),
        ("berkeley", "University of California, Berkeley", "UC Berkeley"),
        ("Nordic Institute for Small Things (NIST-X)", "Nordic Institute for Small Things"),
        ("Institute for Very Small Maps (IVSM)", "IVSM"),
    ],
)
def test_one_organisation_printed_in_several_ways_is_one(names):
    found = resolved(printed(*names))
    assert len(set(found.mentions["organisation_id"])) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("University of Michigan", "Michigan State University", "University of Michigan Medical School"),
        ("Google", "Google DeepMind"),
        ("University of Washington", "Washington University in St. Louis"),
        ("Boston College", "Boston University"),
    ],
)
def test_organisations_that_look_alike_stay_apart(names):
    found = resolved(printed(*names))
    assert len(set(found.mentions["organisation_id"])) == len(names)


def test_a_department_is_the_same_in_two_documents_if_it_is_of_the_same_university():
    corpus = Corpus()
    for document, university in (("doca", "Tsinghua University"), ("docb", "Tsinghua"), ("docc", "Peking University")):
        corpus.organisation(f"{document}.o1", university)
        corpus.organisation(f"{document}.o2", "Department of Automation", parent=f"{document}.o1")
    names, found = names_of(resolved(corpus)), resolved(corpus)
    organisation = dict(found.mentions.iter_rows())
    assert names["doca.o2"] == ("Department of Automation", "Tsinghua University")
    assert organisation["doca.o2"] == organisation["docb.o2"] != organisation["docc.o2"]
    made = next(d for d in found.decisions if {d["left_id"], d["right_id"]} == {"doca.o2", "docb.o2"})
    weights = {e["feature"]: e["weight"] for e in found.evidence if e["decision_id"] == made["decision_id"]}
    assert weights == {"Prior": -2.0, "SameName": 4.0, "SameParent": 3.0}
    assert made["score"] == pytest.approx(1 / (1 + math.exp(-5.0)))


def test_initials_of_a_department_are_spelled_out_within_its_university():
    corpus = Corpus().organisation("doca.o1", "Wuhan University")
    corpus.organisation("doca.o2", "Department of Electronic Engineering", parent="doca.o1")
    corpus.organisation("doca.o3", "EE Dept.", parent="doca.o1")
    organisation = dict(resolved(corpus).mentions.iter_rows())
    assert organisation["doca.o2"] == organisation["doca.o3"]


def test_a_unit_that_begins_or_ends_with_the_name_of_a_whole_belongs_to_it():
    corpus = printed("MIT EECS", "Quux Academy of Alibaba Group", "Huawei Nordic Research Center", "Huawei")
    assert names_of(resolved(corpus)) == {
        "doc0.o1": ("MIT EECS", "Massachusetts Institute of Technology"),
        "doc1.o1": ("Quux Academy of Alibaba Group", "Alibaba Group"),
        "doc2.o1": ("Huawei Nordic Research Center", "Huawei"),
        "doc3.o1": ("Huawei",),
    }


def test_parents_that_go_round_in_a_circle_end():
    corpus = (
        Corpus().organisation("doca.o1", "Lab A", parent="doca.o2").organisation("doca.o2", "Lab B", parent="doca.o1")
    )
    parents = {row["organisation_id"]: row["parent_id"] for row in resolved(corpus).organisations}
    for start in parents:
        seen, here = set(), start
        while here:
            assert here not in seen
            seen.add(here)
            here = parents[here]


@pytest.mark.parametrize(
    ("text", "chain", "place"),
    [
        (
            "Department of Physics, University of Oslo, Oslo, Norway. a.b@uio.no",
            ("Department of Physics", "University of Oslo"),
            "Oslo, Norway",
        ),
        (
            "Computer Science Division, University of California, Berkeley, CA 94720, USA",
            ("Computer Science Division", "University of California, Berkeley"),
            "USA",
        ),
        ("1 School of Law, Uppsala University, Sweden", ("School of Law", "Uppsala University"), "Sweden"),
        ("Uppsala University, Department of Law, Uppsala", ("Department of Law", "Uppsala University"), "Uppsala"),
        ("Google Research", ("Google Research",), ""),
        ("", (), ""),
        ("someone@example.org", (), ""),
    ],
)
def test_an_affiliation_string_is_taken_apart(text, chain, place):
    found = read_affiliation(text)
    assert (found.chain, found.place) == (chain, place)


def test_an_affiliation_string_leads_to_the_department_that_a_document_names():
    corpus = Corpus().organisation("doca.o1", "University of Oslo")
    corpus.organisation("doca.o2", "Department of Physics", parent="doca.o1")
    text = "Dept. of Physics, Univ. of Oslo, Norway"
    found = resolved(corpus, [text])
    assert dict(found.affiliations.iter_rows())[text] == dict(found.mentions.iter_rows())["doca.o2"]


def test_rulings_join_and_part_organisations():
    corpus = printed("Alpha Works", "Beta Works", "Gamma Ltd", "Gamma")
    join = [curator.ruling("same", "doc0.o1", "doc1.o1")]
    part = [curator.ruling("different", "doc2.o1", "doc3.o1")]
    organisation = dict(resolved(corpus, rulings=[*join, *part]).mentions.iter_rows())
    assert organisation["doc0.o1"] == organisation["doc1.o1"]
    assert organisation["doc2.o1"] != organisation["doc3.o1"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=50), st.text(max_size=50))
def test_any_text_can_be_an_organisation(left, right):
    corpus = Corpus().organisation("doca.o1", left).organisation("doca.o2", right, parent="doca.o1")
    found = resolved(corpus, [left, right])
    assert set(found.mentions["organisation_mention_id"]) == {"doca.o1", "doca.o2"}
    assert set(found.mentions["organisation_id"]) <= {row["organisation_id"] for row in found.organisations}


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 99))
def test_the_order_of_mentions_changes_nothing(seed):
    corpus = printed("MIT", "mit", "Google", "Google DeepMind", "Boston College", "EE Dept.", "MIT EECS")
    corpus.organisation("docx.o1", "Department of Physics", parent="doc0.o1")
    first, second = resolved(corpus, ["MIT, Boston"]), resolved(corpus, ["MIT, Boston"], seed=seed)
    assert first.organisations == second.organisations
    assert first.decisions == second.decisions
    assert first.mentions.sort("organisation_mention_id").equals(second.mentions.sort("organisation_mention_id"))


@pytest.mark.parametrize(
    ("printed", "chain", "place"),
    [
        ("Comput. Sci. Dept., Missouri State Univ., MO, USA", "Comput. Sci. Dept|Missouri State Univ", "MO, USA"),
        ("Washington University in St. Louis, St. Louis, USA", "Washington University in St. Louis", "St. Louis, USA"),
        ("Department of Physics. University of Oslo. Oslo", "Department of Physics|University of Oslo", "Oslo"),
        ("University of California, Davis 95616, USA", "University of California, Davis", "USA"),
        ("OPIM Department, University of Utah, U.S.A.", "OPIM Department|University of Utah", "U.S.A"),
        ("National Institute on Aging, 5600 Shock Drive, Baltimore", "National Institute on Aging", "Baltimore"),
        ("Key Lab. of Optics, Chinese Acad. of Sci., Beijing", "Key Lab. of Optics|Chinese Acad. of Sci", "Beijing"),
    ],
)
def test_affiliations_are_parted_at_commas_and_not_within_abbreviations(printed, chain, place):
    found = read_affiliation(printed)
    assert ("|".join(found.chain), found.place) == (chain, place)


def test_words_cut_short_by_an_index_make_no_other_organisation():
    assert core_of("Harbin Eng. Univ.") == core_of("Harbin Engineering University")
    assert core_of("Dept. of Comput. Sci.") == core_of("Department of Computer Science")
