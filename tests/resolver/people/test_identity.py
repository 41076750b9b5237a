"""ORCIDs and the author ids of sources: what they hold together, what they speak against, when they are not trusted."""

import logging

import pyarrow as pa
from people_corpus import collection, person_of

from kg import schemas
from kg.resolver import rulings as curator
from kg.resolver.people import resolve_people

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"


def said(lists, orcids=None, claims=None):
    """Works with one author list each; `orcids` and `claims` say something of a (work, ordinal), counted from 1."""
    works = [{"names": names, "title": f"subject {n} of its own"} for n, names in enumerate(lists)]
    tables, record_works = collection({"id": "d", "works": works})
    rows = tables["mentions"].to_pylist()
    for row in rows:
        place = (int(row["record_id"].rsplit(".", 1)[1]) - 999, row["ordinal"])
        row["identifiers"] = [{"scheme": "orcid", "value": v} for v in (orcids or {}).get(place, [])]
        row["cluster_claim"] = (claims or {}).get(place)
    tables["mentions"] = pa.Table.from_pylist(rows, schema=schemas.MENTIONS)
    return tables, record_works


def people(*arguments, **named):
    found = resolve_people(*said(*arguments, **named))
    return found, person_of(found)


def test_one_orcid_holds_signatures_together_that_share_nothing_else():
    found, person = people([["Wei Wang", "A. Abel"], ["W. Wang", "B. Bebel"]], {(1, 1): [ONE], (2, 1): [ONE]})
    assert person["d.1000.1"] == person["d.1001.1"]
    row = next(row for row in found.people.to_pylist() if row["person_id"] == person["d.1000.1"])
    assert row["identifiers"] == [{"scheme": "orcid", "value": ONE}]
    assert f"both have ORCID {ONE}" in {
        row["value"] for row in found.evidence.to_pylist() if row["feature"] == "SharedIdentifier"
    }


def test_who_has_an_orcid_is_called_by_it_whatever_else_is_read():
    _, alone = people([["W. Wang", "B. Bebel"]], {(1, 1): [ONE]})
    _, more = people([["Wei Wang", "A. Abel"], ["W. Wang", "B. Bebel"]], {(2, 1): [ONE], (1, 1): [ONE]})
    assert alone["d.1000.1"] == more["d.1001.1"] == f"orcid-{ONE}"
    assert more["d.1000.2"] == "d.1000.2"


def test_an_orcid_of_two_people_calls_neither():
    tables, record_works = said([["Wei Wang", "A. Abel"], ["Wei Wang", "B. Bebel"]], {(1, 1): [ONE], (2, 1): [ONE]})
    ruling = curator.ruling("different", "d.1000.1", "d.1001.1")
    found = person_of(resolve_people(tables, record_works, rulings=[ruling]))
    assert (found["d.1000.1"], found["d.1001.1"]) == ("d.1000.1", "d.1001.1")


def test_two_orcids_keep_namesakes_apart_who_share_a_co_author():
    lists = [["Marta Kowal", "Ulf Rare", "Ann Seldom"], ["Marta Kowal", "Ulf Rare", "Ann Seldom"]]
    _, together = people(lists)
    assert together["d.1000.1"] == together["d.1001.1"]
    found, person = people(lists, {(1, 1): [ONE], (2, 1): [TWO]})
    assert person["d.1000.1"] != person["d.1001.1"]
    assert "DifferentIdentifier" in found.evidence["feature"].to_pylist()


def test_an_orcid_of_two_authors_of_one_work_is_not_trusted_and_said_so(caplog):
    with caplog.at_level(logging.INFO):
        found, person = people([["Wei Wang", "Wei Wang", "A. Abel"]], {(1, 1): [ONE], (1, 2): [ONE]})
    assert person["d.1000.1"] != person["d.1000.2"]
    assert f"ORCID {ONE} is not trusted: Wei Wang and Wei Wang are authors of one work" in caplog.text
    assert not any(found.people["identifiers"].to_pylist())


def test_an_orcid_of_names_that_exclude_each_other_is_not_trusted(caplog):
    with caplog.at_level(logging.INFO):
        _, person = people([["Wei Wang"], ["Jane Doe"]], {(1, 1): [ONE], (2, 1): [ONE]})
    assert person["d.1000.1"] != person["d.1001.1"]
    assert "Wang" in caplog.text and "Doe" in caplog.text


def test_two_orcids_at_one_place_of_one_work_are_not_trusted(caplog):
    with caplog.at_level(logging.INFO):
        people([["Wei Wang"], ["Wei Wang"]], {(1, 1): [ONE, TWO], (2, 1): [ONE]})
    assert f"{TWO} and {ONE} at one place of one work" in caplog.text


def test_an_author_id_of_a_source_is_evidence_and_yields_to_a_name():
    lists = [["Marek Novak", "A. Abel"], ["Marek Novak", "B. Bebel"], ["Milan Novak", "C. Cebel"]]
    number = dict.fromkeys([(1, 1), (2, 1), (3, 1)], "dblp:Marek Novak 0001")
    found, person = people(lists, claims=number)
    assert person["d.1000.1"] == person["d.1001.1"] != person["d.1002.1"]
    assert "dblp has one author id for both" in found.evidence["value"].to_pylist()
    _, apart = people(lists, claims={(1, 1): "dblp:Marek Novak 0001", (2, 1): "dblp:Marek Novak 0002"})
    assert apart["d.1000.1"] != apart["d.1001.1"]


def test_a_ruling_is_above_an_orcid():
    tables, record_works = said([["Wei Wang", "A. Abel"], ["Wei Wang", "B. Bebel"]], {(1, 1): [ONE], (2, 1): [ONE]})
    ruling = curator.ruling("different", "d.1000.1", "d.1001.1")
    found = person_of(resolve_people(tables, record_works, rulings=[ruling]))
    assert found["d.1000.1"] != found["d.1001.1"]
