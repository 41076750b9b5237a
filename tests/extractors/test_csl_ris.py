import json

import pytest

from kg import extractors
from kg.errors import InputError

ITEM = {
    "type": "journal-article",
    "title": ["Notes on the\n Analytical Engine"],
    "container-title": ["Scientific Memoirs"],
    "author": [
        {
            "given": "Ada",
            "family": "Lovelace",
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "affiliation": [{"name": "X"}],
        },
        {"given": "Ludwig", "non-dropping-particle": "van", "family": "Beethoven", "suffix": "Jr."},
        {"literal": "The Engine Collaboration"},
    ],
    "editor": [{"given": "R.", "family": "Taylor"}],
    "issued": {"date-parts": [[1843, 9]]},
    "DOI": "10.1000/XYZ.1",
    "volume": 3,
    "page": "666-731",
}
RIS = """TY  - JOUR
AU  - Lovelace, Ada
AU  - Babbage, C.
TI  - Notes on the Analytical Engine
JO  - Scientific Memoirs
PY  - 1843/09//
SP  - 666
EP  - 731
DO  - https://doi.org/10.1000/XYZ.1
KW  - engines
ER  -

"""


def read(path, name):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == name
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


SHAPES = {
    "list": lambda items: json.dumps(items),
    "lines": lambda items: "".join(json.dumps(i) + "\n" for i in items),
    "page": lambda items: json.dumps({"status": "ok", "message": {"items": items, "total-results": 2}}, indent=1),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_csl_and_crossref_in_every_usual_shape(tmp_path, shape):
    path = tmp_path / "works.json"
    path.write_text(SHAPES[shape]([ITEM, {**ITEM, "title": "Second"}]), encoding="utf-8")
    records, names, warnings = read(path, "csl")
    assert [r["title"] for r in records] == ["Notes on the Analytical Engine", "Second"]
    first = records[0]
    assert (first["year"], first["date"], first["venue"], first["kind"]) == (
        1843,
        "1843-09",
        "Scientific Memoirs",
        "article",
    )
    assert first["identifiers"] == [{"scheme": "doi", "value": "10.1000/xyz.1"}] and first["volume"] == "3"
    mine = [m for m in names if m["record_id"] == first["record_id"]]
    assert [(m["role"], m["name"]) for m in mine] == [
        ("author", "Lovelace, Ada"),
        ("author", "van Beethoven, Ludwig, Jr."),
        ("author", "The Engine Collaboration"),
        ("editor", "Taylor, R."),
    ]
    assert mine[0]["affiliations"] == ["X"]
    assert mine[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert not warnings


def test_a_bad_item_is_placed_and_the_others_are_read(tmp_path):
    path = tmp_path / "works.json"
    path.write_text(json.dumps([ITEM, {**ITEM, "title": ""}, {**ITEM, "author": "nobody"}, ITEM]), encoding="utf-8")
    records, _, warnings = read(path, "csl")
    assert len(records) == 2
    assert [(w.where, w.problem.split(" (")[0]) for w in warnings] == [
        ("record=2", "it has no title"),
        ("record=3", "unexpected structure"),
    ]


def test_broken_json_is_a_format_error(tmp_path):
    path = tmp_path / "works.json"
    path.write_text(json.dumps([ITEM])[:-5], encoding="utf-8")
    with pytest.raises(InputError, match=r"works\.json: no work in it could be read \(.*no valid JSON"):
        read(path, "csl")


def test_a_wrong_orcid_is_kept_as_printed_and_is_nobodys_identifier(tmp_path):
    path = tmp_path / "works.json"
    author = {"given": "A", "family": "B", "ORCID": "0000-0002-1825-0098"}
    path.write_text(json.dumps([{**ITEM, "author": [author]}]), encoding="utf-8")
    wrong = {"scheme": "unverified-orcid", "value": "0000-0002-1825-0098"}
    assert read(path, "csl")[1][0]["identifiers"] == [wrong]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ris_entries(tmp_path, newline):
    path = tmp_path / "export.ris"
    path.write_bytes(("\ufeff" + RIS + RIS.replace("Notes on", "More on")).replace("\n", newline).encode())
    records, names, warnings = read(path, "ris")
    assert [r["title"] for r in records] == ["Notes on the Analytical Engine", "More on the Analytical Engine"]
    first = records[0]
    assert (first["year"], first["venue"], first["pages"]) == (1843, "Scientific Memoirs", "666–731")
    assert first["identifiers"] == [{"scheme": "doi", "value": "10.1000/xyz.1"}] and first["fragment"] == "line=1"
    assert [m["name"] for m in names][:2] == ["Lovelace, Ada", "Babbage, C."]
    assert not warnings


def test_an_entry_cut_off_or_without_title_is_reported_and_the_rest_is_read(tmp_path):
    path = tmp_path / "export.ris"
    path.write_text(RIS + "TY  - BOOK\nAU  - Nobody\nER  - \n" + RIS.replace("ER  -\n", "") + RIS, encoding="utf-8")
    records, _, warnings = read(path, "ris")
    assert len(records) == 3
    assert [w.where for w in warnings] == ["line 13"]


def test_nothing_readable_is_an_error(tmp_path):
    path = tmp_path / "export.ris"
    path.write_text("TY  - BOOK\nER  - \n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"no work in it could be read \(line 1: this entry has no title.*check that it is RIS"
    ):
        read(path, "ris")
