import json

import pytest

from kg import extractors
from kg.errors import InputError

DATE = {"year": {"value": "2015"}, "month": {"value": "09"}, "day": None}
ORGANISATION = {"name": "University of Somewhere", "address": {"city": "Town", "region": None, "country": "GB"}}
RECORD = {
    "orcid-identifier": {"uri": "https://orcid.org/0000-0002-1825-0097", "path": "0000-0002-1825-0097"},
    "person": {
        "name": {
            "given-names": {"value": "Josiah"},
            "family-name": {"value": "Carberry"},
            "credit-name": {"value": "J. S. Carberry"},
        },
        "other-names": {"other-name": [{"content": "Josiah Stinkney Carberry"}]},
        "researcher-urls": {
            "researcher-url": [{"url-name": "Personal page", "url": {"value": "https://carberry.example/"}}]
        },
    },
    "activities-summary": {
        "employments": {
            "affiliation-group": [
                {
                    "summaries": [
                        {
                            "employment-summary": {
                                "department-name": "Psychoceramics",
                                "role-title": "Professor",
                                "start-date": DATE,
                                "end-date": None,
                                "organization": ORGANISATION,
                            }
                        }
                    ]
                }
            ]
        },
        "educations": {
            "education-summary": [
                {"role-title": "PhD", "start-date": None, "end-date": DATE, "organization": ORGANISATION},
                {"role-title": "MSc", "organization": None},
            ]
        },
        "works": {
            "group": [
                {
                    "work-summary": [
                        {
                            "put-code": 17,
                            "title": {"title": {"value": "Toward a Unified Theory"}},
                            "type": "journal-article",
                            "journal-title": {"value": "Journal of Psychoceramics"},
                            "publication-date": DATE,
                            "external-ids": {
                                "external-id": [
                                    {
                                        "external-id-type": "doi",
                                        "external-id-value": "10.5555/12345678",
                                        "external-id-relationship": "self",
                                    },
                                    {
                                        "external-id-type": "isbn",
                                        "external-id-value": "9783161484100",
                                        "external-id-relationship": "part-of",
                                    },
                                ]
                            },
                        }
                    ]
                },
                {"work-summary": [{"put-code": 18, "title": None}]},
            ]
        },
    },
}
XML = """<?xml version="1.0" encoding="UTF-8"?>
<record:record path="/0000-0002-1825-0097" xmlns:record="http://www.orcid.org/ns/record"
 xmlns:common="http://www.orcid.org/ns/common" xmlns:work="http://www.orcid.org/ns/work"
 xmlns:person="http://www.orcid.org/ns/person" xmlns:activities="http://www.orcid.org/ns/activities">
<common:orcid-identifier><common:uri>https://orcid.org/0000-0002-1825-0097</common:uri>
<common:path>0000-0002-1825-0097</common:path></common:orcid-identifier>
<person:person><person:name><pd:given-names>Josiah</pd:given-names><pd:family-name>Carberry</pd:family-name>
</person:name></person:person>
<activities:activities-summary><activities:employments><activities:affiliation-group>
<employment:employment-summary><common:role-title>Professor</common:role-title>
<common:start-date><common:year>2015</common:year></common:start-date>
<common:organization><common:name>University of Somewhere</common:name></common:organization>
</employment:employment-summary></activities:affiliation-group></activities:employments>
<activities:works><activities:group><work:work-summary><work:title><common:title>A Theory</common:title></work:title>
<common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type>
<common:external-id-value>10.5555/ABC</common:external-id-value>
<common:external-id-relationship>self</common:external-id-relationship></common:external-id></common:external-ids>
<work:type>book-chapter</work:type><common:publication-date><common:year>2011</common:year>
</common:publication-date></work:work-summary></activities:group></activities:works>
</activities:activities-summary></record:record>
"""


def read(tmp_path, text):
    path = tmp_path / "record.dat"
    path.write_text(text, encoding="utf-8")
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "orcid"
    [found] = extractors.extract(source)
    return {name: table.to_pylist() for name, table in found.tables.items()}, found.warnings


def test_the_person_is_the_subject_with_names_positions_and_works(tmp_path):
    tables, warnings = read(tmp_path, json.dumps(RECORD))
    [document] = tables["documents"]
    subject, *others = tables["mentions"]
    assert document["subject_mention_id"] == subject["mention_id"] == f"{document['document_id']}.m1"
    assert (subject["role"], subject["name"]) == ("subject", "Josiah Carberry")
    assert [m["name"] for m in others] == ["J. S. Carberry", "Josiah Stinkney Carberry"]
    assert subject["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert document["homepage"] == "https://carberry.example/"
    names = {o["organisation_mention_id"]: o for o in tables["organisation_mentions"]}
    employment, education = tables["positions"]
    unit = names[employment["organisation_mention_id"]]
    assert (unit["name"], names[unit["parent_mention_id"]]["name"]) == ("Psychoceramics", "University of Somewhere")
    assert (employment["kind"], employment["role"], employment["begin_date"], employment["ongoing"]) == (
        "position",
        "Professor",
        "2015-09",
        True,
    )
    assert employment["person_mention_id"] == education["person_mention_id"] == subject["mention_id"]
    assert (education["kind"], education["degree"], education["end_date"], education["ongoing"]) == (
        "degree",
        "PhD",
        "2015-09",
        False,
    )
    assert unit["place"] == "Town, GB"
    [work] = tables["records"]
    assert (work["title"], work["venue"], work["year"], work["kind"], work["subject_is_author"]) == (
        "Toward a Unified Theory",
        "Journal of Psychoceramics",
        2015,
        "article",
        True,
    )
    assert work["identifiers"] == [{"scheme": "doi", "value": "10.5555/12345678"}]
    assert [(w.where, w.problem) for w in warnings] == [
        ("education=3", "it names no organisation"),
        ("work=2", "it has no title"),
    ]


def test_the_xml_of_the_dump_says_the_same(tmp_path):
    tables, warnings = read(tmp_path, XML)
    assert tables["mentions"][0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert [(p["role"], p["begin_date"]) for p in tables["positions"]] == [("Professor", "2015")]
    [work] = tables["records"]
    assert (work["title"], work["kind"], work["year"]) == ("A Theory", "chapter", 2011)
    assert work["identifiers"] == [{"scheme": "doi", "value": "10.5555/abc"}]
    assert not warnings


def test_a_wrong_check_digit_keeps_the_person_and_the_identifier_as_printed(tmp_path):
    wrong = {**RECORD, "orcid-identifier": {"path": "0000-0002-1825-0098"}}
    tables, warnings = read(tmp_path, json.dumps(wrong))
    assert tables["mentions"][0]["identifiers"] == [{"scheme": "unverified-orcid", "value": "0000-0002-1825-0098"}]
    assert any("no ORCID iD" in w.problem for w in warnings)


@pytest.mark.parametrize(
    "text", [json.dumps(RECORD)[:-9], XML[:900], json.dumps({**RECORD, "person": {"name": None}}), XML.split("<act")[0]]
)
def test_half_a_record_or_one_without_name_is_said(tmp_path, text):
    with pytest.raises(InputError, match=r"ORCID record"):
        read(tmp_path, text)


def test_a_second_record_in_one_file_is_reported(tmp_path):
    _, warnings = read(tmp_path, json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n")
    assert any("second record" in w.problem and w.where == "line=2" for w in warnings)
