import json
import zipfile

import pytest

from kg import pipeline
from kg.errors import InputError
from kg.ror import Ror

OSLO, BORAS, MIT, PHYSICS_GB, PHYSICS_PL, BOTH_A, BOTH_B = (
    "01xtthb56", "01fdxwh83", "042nb2s44", "04y4z7k61", "01dr6c206", "05dxps055", "03vek6s52",
)  # fmt: skip


def entry(ror, name, country, city, *others, status="active"):
    code, spelled = country
    names = [{"value": name, "types": ["ror_display", "label"], "lang": "en"}]
    names += [{"value": other, "types": ["acronym" if other.isupper() else "alias"], "lang": None} for other in others]
    details = {"country_code": code, "country_name": spelled, "name": city}
    return {
        "id": f"https://ror.org/{ror}",
        "names": names,
        "locations": [{"geonames_id": 1, "geonames_details": details}],
        "status": status,
        "types": ["education"],
    }


def first_schema(said):
    names = {mark: [n["value"] for n in said["names"] if mark in n["types"]] for mark in ("label", "alias", "acronym")}
    place = said["locations"][0]["geonames_details"]
    return {
        "id": said["id"],
        "name": names["label"][0],
        "aliases": names["alias"],
        "acronyms": names["acronym"],
        "labels": [],
        "country": {"country_code": place["country_code"], "country_name": place["country_name"]},
        "addresses": [{"city": place["name"]}],
        "status": said["status"],
    }


NORWAY, SWEDEN, USA, UK, POLAND = (
    ("NO", "Norway"), ("SE", "Sweden"), ("US", "United States"), ("GB", "United Kingdom"), ("PL", "Poland"),
)  # fmt: skip
DUMP = [
    entry(OSLO, "University of Oslo", NORWAY, "Oslo", "Universitetet i Oslo", "UIO"),
    entry(BORAS, "University of Borås", SWEDEN, "Borås"),
    entry(MIT, "Massachusetts Institute of Technology", USA, "Cambridge", "MIT"),
    entry(PHYSICS_GB, "Institute of Physics", UK, "London", "IOP"),
    entry(PHYSICS_PL, "Institute of Physics", POLAND, "Warsaw"),
    entry(BOTH_A, "Central University", UK, "Leeds"),
    entry(BOTH_B, "Central University", POLAND, "Lublin"),
    entry("0384j8v12", "University of Sydney", ("AU", "Australia"), "Sydney"),
    entry("04aj4c181", "University of Atlantis", UK, "Atlantis", status="withdrawn"),
]
PRINTED = {
    "Department of Informatics, University of Oslo, Oslo, Norway": OSLO,
    "Universitetet i Oslo, Oslo": OSLO,
    "University of Boras": BORAS,
    "Institute of Physics": None,  # two of them, and a name that many give a part
    "Institute of Physics, London, UK": PHYSICS_GB,
    "Central University": None,  # two of them, and no place
    "Central University, Lublin, Poland": BOTH_B,
    "University of Oslo, Sydney, Australia": None,
    "University of Atlantis": None,
    "Loomkit Ltd": None,
}


def works(folder, *affiliations):
    path = folder / "works.json"
    items = [
        {
            "title": f"Work {n} on looms",
            "DOI": f"10.1000/{n}",
            "issued": {},
            "author": [{"family": f"Weaver{chr(97 + n)}", "given": "Ada", "affiliation": [{"name": printed}]}],
        }
        for n, printed in enumerate(affiliations)
    ]
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def dump(folder, said=DUMP, name="v2.0-ror-data_schema_v2.json"):
    path = folder / name
    path.write_text(json.dumps(said, indent=4), encoding="utf-8")
    return path


def linked(built):
    """ROR id of each organisation by its name."""
    return {
        row["name"]: next((one["value"] for one in row["identifiers"]), None)
        for row in built.tables["organisations"].to_pylist()
    }


@pytest.mark.parametrize(("printed", "ror"), PRINTED.items())
def test_an_organisation_is_linked_by_name_and_place_and_never_where_several_fit(tmp_path, printed, ror):
    built = pipeline.build([works(tmp_path, printed)], None, options=pipeline.Options(ror=dump(tmp_path)))
    assert {value for value in linked(built).values() if value} == ({ror} if ror else set())


@pytest.mark.parametrize("shape", ["second schema", "first schema", "zip"])
def test_both_schemas_and_the_archive_are_read(tmp_path, shape):
    path = dump(tmp_path)
    if shape == "first schema":
        path = dump(tmp_path, [first_schema(said) for said in DUMP], "v1.json")
    if shape == "zip":
        with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
            archive.writestr("v2.0-ror-data.json", json.dumps([first_schema(said) for said in DUMP[3:]]))
            archive.writestr("v2.0-ror-data_schema_v2.json", json.dumps(DUMP))
            archive.writestr("v2.0-ror-data.csv", "id,name\n")
        path = tmp_path / "dump.zip"
    found = list(Ror(path).bearers({"university of oslo", "central university"}))
    assert [(e.id, e.number, e.country_code, e.city) for e in found] == [
        (OSLO, 1, "NO", "Oslo"),
        (BOTH_A, 6, "GB", "Leeds"),
        (BOTH_B, 7, "PL", "Lublin"),
    ]
    assert found[0].forms == {"university of oslo": "name", "universitetet i oslo": "alias", "uio": "acronym"}


def test_names_of_one_entry_are_one_organisation_and_the_link_is_a_decision(tmp_path):
    file = works(tmp_path, "University of Oslo, Oslo, Norway", "Universitetet i Oslo, Oslo", "University of Borås")
    built = pipeline.build([file], None, options=pipeline.Options(ror=dump(tmp_path)))
    names = {row["name"]: row for row in built.tables["organisations"].to_pylist()}
    assert set(names) == {"Universitetet i Oslo", "University of Borås"}
    oslo = names["Universitetet i Oslo"]
    assert oslo["alternative_names"] == ["University of Oslo"]
    assert oslo["identifiers"] == [{"scheme": "ror", "value": OSLO}]
    [mention] = [m for m in built.tables["organisation_mentions"].to_pylist() if m["name"] == "University of Oslo"]
    assert mention["fragment"] == "record=1" and mention["place"] == "Oslo, Norway"
    assert mention["document_id"] in built.tables["documents"]["document_id"].to_pylist()
    decisions = [d for d in built.tables["decisions"].to_pylist() if mention["organisation_mention_id"] in d.values()]
    assert decisions and all(d["outcome"] == "same" and d["score"] > 0.9 for d in decisions)
    about = {d["decision_id"] for d in decisions}
    reasons = {e["value"] for e in built.tables["evidence"].to_pylist() if e["decision_id"] in about}
    assert "name of University of Oslo: “university of oslo”" in reasons and "Norway in both" in reasons
    used = {o for a in built.tables["authorships"].to_pylist() for o in a["organisation_ids"] or []}
    assert used == set(built.tables["organisations"]["organisation_id"].to_pylist())


def test_an_acronym_alone_is_linked_with_no_entry(tmp_path):
    options = pipeline.Options(ror=dump(tmp_path))
    assert set(linked(pipeline.build([works(tmp_path, "UIO")], None, options=options)).values()) == {None}


def test_ids_that_sources_give_are_accepted_without_a_dump_where_they_agree(tmp_path):
    def author(n, ror, name):
        place = {
            "institution": {"id": f"https://openalex.org/I{n}", "ror": f"https://ror.org/{ror}", "display_name": name}
        }
        return {"id": f"https://openalex.org/A{n}", "display_name": f"Ada {n}", "display_name_alternatives": [],
                "works_count": 1, "affiliations": [place | {"years": [2020]}]}  # fmt: skip

    said = [author(1, OSLO, "University of Oslo"), author(2, OSLO, "University of Oslo"),
            author(3, BORAS, "Loom School"), author(4, MIT, "Loom School")]  # fmt: skip
    path = tmp_path / "authors.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")
    assert linked(pipeline.build([path], None)) == {"University of Oslo": OSLO, "Loom School": None}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"colour": "red"}', "this is no dump of ROR"),
        ("[]", "this is no dump of ROR"),
        (json.dumps(DUMP)[:-40], "the dump of ROR breaks off after record 8"),
    ],
)
def test_what_is_no_dump_or_half_of_one_is_said_before_anything_is_built(tmp_path, text, problem):
    path = tmp_path / "ror.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"ror.json: {problem}"):
        pipeline.build([works(tmp_path, "University of Oslo")], None, options=pipeline.Options(ror=path))
    with pytest.raises(InputError, match="there is no such file"):
        Ror(tmp_path / "none.zip")
