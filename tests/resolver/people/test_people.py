import math
import time
from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people_corpus import collection, person_of

from kg import schemas
from kg.errors import KGError, RulingError
from kg.resolver import rulings as curator
from kg.resolver.people import models, resolve_people

CV = {
    "id": "aaaaaaaaaaaaaaaa",
    "subject": "Ada Quill",
    "others": [("supervisor", "Bruno Tarrega")],
    "works": [
        {
            "names": ["A. Quill", "B. Tarrega", "C. Oyelaran"],
            "title": "Folding maps of caves",
            "work": "w1",
            "owner": [1],
        },
        {
            "names": ["A. Quill", "C. Oyelaran", "D. Vint"],
            "title": "Sounding lakes by echo",
            "work": "w2",
            "owner": [1],
        },
    ],
}
PAGE = {
    "id": "bbbbbbbbbbbbbbbb",
    "works": [
        {"names": ["Ada Quill", "Bruno Tarrega", "Chike Oyelaran"], "title": "Folding maps of caves", "work": "w1"},
        {"names": ["Zoe Marchetti", "Abel Quill"], "title": "Vowels of old dialects"},
    ],
}


def names_of(tables):
    return dict(zip(tables["mentions"]["mention_id"].to_pylist(), tables["mentions"]["name"].to_pylist(), strict=True))


def test_initials_are_resolved_through_a_shared_work():
    tables, works = collection(CV, PAGE)
    person = person_of(resolve_people(tables, works))
    assert person["aaaaaaaaaaaaaaaa.1000.3"] == person["bbbbbbbbbbbbbbbb.1000.3"] == person["aaaaaaaaaaaaaaaa.1001.2"]


def test_the_marked_owner_is_the_subject_and_has_the_full_name():
    tables, works = collection(CV)
    result = resolve_people(tables, works)
    person = person_of(result)
    assert person["aaaaaaaaaaaaaaaa.m0"] == person["aaaaaaaaaaaaaaaa.1000.1"] == person["aaaaaaaaaaaaaaaa.1001.1"]
    row = next(p for p in result.people.to_pylist() if p["person_id"] == person["aaaaaaaaaaaaaaaa.m0"])
    assert (row["name"], row["given_name"], row["family_name"]) == ("Ada Quill", "Ada", "Quill")
    assert row["alternative_names"] == ["A. Quill", "Ada Quill"]


def test_a_supervisor_is_the_co_author_with_the_fitting_name():
    tables, works = collection(CV)
    person = person_of(resolve_people(tables, works))
    assert person["aaaaaaaaaaaaaaaa.m1"] == person["aaaaaaaaaaaaaaaa.1000.2"]


def test_names_that_exclude_each_other_are_two_people():
    tables, works = collection(CV, PAGE)
    person = person_of(resolve_people(tables, works))
    assert person["bbbbbbbbbbbbbbbb.1000.1"] != person["bbbbbbbbbbbbbbbb.1001.2"]


def test_two_authors_of_one_work_are_two_people_though_they_have_one_name():
    work = {"names": ["Wei Wang", "Li Chen", "Wei Wang"], "title": "Two of a name"}
    person = person_of(resolve_people(*collection({"id": "d", "works": [work]})))
    assert person["d.1000.1"] != person["d.1000.3"]


def test_a_list_that_is_printed_twice_is_not_twice_as_many_people():
    names = ["Ada Quill", "Bruno Tarrega", "Chike Oyelaran"]
    person = person_of(resolve_people(*collection({"id": "d", "works": [{"names": names * 2, "title": "Echo"}]})))
    assert len(set(person.values())) == 3


@pytest.mark.parametrize(
    ("one", "two"), [("Qi Qian", "Qian Qi"), ("Chuang Gan", "Chuang Gang"), ("Shou-I Yu", "Shouo-I Yu")]
)
def test_swapped_and_misprinted_names_are_one_person_when_the_company_is_the_same(one, two):
    company = ["Marta Iglesias", "Rong Jin", "Xiuyu Sun"]
    document = {
        "id": "d",
        "subject": "Marta Iglesias",
        "works": [
            {"names": [one, *company], "title": "Nets for small devices", "owner": [2]},
            {"names": [two, *company], "title": "Nets for small sensors", "owner": [2]},
        ],
    }
    person = person_of(resolve_people(*collection(document)))
    assert person["d.1000.1"] == person["d.1001.1"]


def test_a_common_name_without_anything_in_common_stays_apart():
    documents = [
        {"id": "d1", "works": [{"names": ["Wei Wang", "Ana Ruiz"], "title": "Bridges under wind load"}]},
        {"id": "d2", "works": [{"names": ["Wei Wang", "Omar Said"], "title": "Insulin in young mice"}]},
    ]
    person = person_of(resolve_people(*collection(*documents)))
    assert person["d1.1000.1"] != person["d2.1000.1"]


def test_et_al_and_anonymous_are_ambiguous_and_never_joined():
    works = [{"names": ["Ada Quill", "et al."], "title": "A"}, {"names": ["Anonymous", "et al."], "title": "B"}]
    result = resolve_people(*collection({"id": "d", "works": works}))
    people = {row["person_id"]: row for row in result.people.to_pylist()}
    person = person_of(result)
    assert person["d.1000.2"] != person["d.1001.2"]
    assert all(people[person[m]]["ambiguous"] for m in ("d.1000.2", "d.1001.1", "d.1001.2"))


def test_tables_have_their_schema_and_every_mention_a_person():
    tables, works = collection(CV, PAGE)
    result = resolve_people(tables, works)
    assert result.people.schema.equals(schemas.PEOPLE)
    assert result.decisions.schema.equals(schemas.DECISIONS)
    assert result.evidence.schema.equals(schemas.EVIDENCE)
    assert set(person_of(result)) == set(names_of(tables))
    assert set(person_of(result).values()) == set(result.people["person_id"].to_pylist())


def test_nothing_gives_nothing():
    result = resolve_people(*collection())
    assert result.people.num_rows == result.decisions.num_rows == 0


def test_evidence_adds_up_to_the_score():
    result = resolve_people(*collection(CV, PAGE))
    total = defaultdict(float)
    for row in result.evidence.to_pylist():
        total[row["decision_id"]] += row["weight"]
    assert result.decisions.num_rows
    for row in result.decisions.to_pylist():
        assert row["left_id"] < row["right_id"]
        assert total[row["decision_id"]] == pytest.approx(math.log(row["score"] / (1 - row["score"])), abs=1e-6)


def test_every_cluster_hangs_together_by_its_decisions():
    result = resolve_people(*collection(CV, PAGE))
    merges = Counter()
    person = person_of(result)
    for row in result.decisions.to_pylist():
        if row["outcome"] == "same":
            assert person[row["left_id"]] == person[row["right_id"]]
            merges[person[row["left_id"]]] += 1
    for owner, size in Counter(person.values()).items():
        assert merges[owner] == size - 1


def test_a_ruling_joins_and_a_ruling_parts():
    tables, works = collection(CV, PAGE)
    one, two = "bbbbbbbbbbbbbbbb.1000.1", "bbbbbbbbbbbbbbbb.1001.2"
    person = person_of(resolve_people(tables, works, rulings=[curator.ruling("same", one, two)]))
    assert person[one] == person[two]
    one, two = "aaaaaaaaaaaaaaaa.1000.3", "bbbbbbbbbbbbbbbb.1000.3"
    person = person_of(resolve_people(tables, works, rulings=[curator.ruling("different", one, two)]))
    assert person[one] != person[two]


def test_a_ruling_on_an_unknown_mention_is_an_error_that_says_so():
    tables, works = collection(CV)
    with pytest.raises(RulingError, match=r"there is no mention cccccccccccccccc.1.1; undo the ruling"):
        resolve_people(
            tables, works, rulings=[curator.ruling("same", "aaaaaaaaaaaaaaaa.1000.1", "cccccccccccccccc.1.1")]
        )


def test_a_file_that_is_no_model_is_an_error_with_a_remedy(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("{}")
    with pytest.raises(KGError, match=r"is no model of people .*; train one"):
        models.load(path)


FAMILIES = ("Quill", "Wang", "Oyelaran")
GIVEN = ("Ada", "A.", "Wei", "W.", "Chike")
LISTS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILIES)).map(" ".join), min_size=1, max_size=4, unique=True
    ),
    min_size=1,
    max_size=7,
)


@settings(deadline=None, max_examples=25)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_cannot_links_hold(lists, random):
    works = [{"names": names, "title": f"Work number {n}"} for n, names in enumerate(lists)]
    tables, record_works = collection({"id": "d", "works": works})
    result = resolve_people(tables, record_works)

    def shuffled(table):
        order = list(range(table.num_rows))
        random.shuffle(order)
        return table.take(order)

    again = resolve_people({name: shuffled(table) for name, table in tables.items()}, shuffled(record_works))
    for field in ("mention_people", "people", "decisions", "evidence"):
        assert getattr(result, field).equals(getattr(again, field))
    person = person_of(result)
    for n, names in enumerate(lists):
        assert len({person[f"d.{1000 + n}.{k}"] for k in range(1, len(names) + 1)}) == len(names)
    assert all(0 <= score <= 1 for score in result.decisions["score"].to_pylist())


@pytest.mark.slow
def test_a_huge_block_of_one_name_without_evidence_stays_apart_in_bounded_time():
    works = [{"names": ["Wei Wang"], "title": ""} for _ in range(200_000)]
    tables, record_works = collection({"id": "d", "works": works})
    start = time.perf_counter()
    result = resolve_people(tables, record_works)
    assert result.people.num_rows == 200_000
    assert time.perf_counter() - start < 60


def test_five_thousand_authors_of_one_work_are_five_thousand_people():
    generator = np.random.default_rng(1)
    letters = [chr(97 + n) for n in range(26)]
    names = sorted({f"A. {''.join(generator.choice(letters, 6)).title()}" for _ in range(5000)})
    result = resolve_people(*collection({"id": "d", "works": [{"names": names, "title": "Collision"}]}))
    assert result.people.num_rows == len(names)


def test_one_paper_of_a_thousand_authors_in_forty_sources_is_a_thousand_people():
    names = [
        f"A. {first}{second}{third}ov" for first in "BDFGKLMNPR" for second in "aeiouyaeio" for third in "bdfgklmnpr"
    ]
    sources = [{"id": f"d{n}", "works": [{"names": sorted(set(names)), "title": "Collision"}]} for n in range(40)]
    tables, _ = collection(*sources)
    work = pa.array(["collision"] * tables["records"].num_rows)
    result = resolve_people(tables, pa.table({"record_id": tables["records"]["record_id"], "work_id": work}))
    assert result.people.num_rows == len(set(names))
    assert result.decisions.num_rows == 39 * len(set(names))
