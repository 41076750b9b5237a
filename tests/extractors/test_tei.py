import pytest

from kg import extractors
from kg.errors import InputError

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xml:space="preserve" xmlns="http://www.tei-c.org/ns/1.0">
"""
HEADER = """<teiHeader xml:lang="en"><fileDesc><titleStmt><title level="a" type="main">Main Work</title></titleStmt>
<sourceDesc><biblStruct><analytic>
<author><persName><forename type="first">Ana</forename><forename type="middle">B</forename><surname>Muñoz</surname>
</persName><idno type="ORCID">0000-0002-1825-0097</idno><email>ana@x.example</email>
<affiliation key="aff0"><orgName type="department">Dept. of Y</orgName><orgName type="institution">U. X</orgName>
<address><country>Z</country></address></affiliation></author>
<title level="a" type="main">Main Work</title></analytic><monogr><imprint><date/></imprint></monogr>
<idno type="DOI">10.1000/TEI</idno></biblStruct></sourceDesc></fileDesc>
<profileDesc><abstract><p>Short.</p></abstract></profileDesc></teiHeader>
"""
REFERENCES = """<text><back><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a" type="main">Cited Paper</title><author><persName>
<forename type="first">W</forename><surname>Wang</surname></persName></author></analytic>
<monogr><title level="j">Journal J</title><imprint><biblScope unit="volume">3</biblScope>
<biblScope unit="page" from="1" to="9"/><date type="published" when="1999-05">May 1999</date></imprint></monogr>
</biblStruct>
<biblStruct xml:id="b1"><monogr><title>A Book</title><author><persName><surname>Old</surname></persName></author>
<imprint><publisher>Press</publisher><date type="published" when="1950">1950</date></imprint></monogr></biblStruct>
<biblStruct xml:id="b2"><monogr><imprint/></monogr></biblStruct>
</listBibl></back></text></TEI>
"""


def read(tmp_path, text):
    path = tmp_path / "paper.xml"
    path.write_text(text, encoding="utf-8")
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "tei"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def test_the_header_and_the_references(tmp_path):
    records, names, warnings = read(tmp_path, HEAD + HEADER + REFERENCES)
    assert [(r["title"], r["venue"], r["year"], r["kind"]) for r in records[1:]] == [
        ("Cited Paper", "Journal J", 1999, "article"),
        ("A Book", None, 1950, "book"),
    ]
    assert (records[0]["title"], records[0]["abstract"]) == ("Main Work", "Short.")
    assert records[0]["identifiers"] == [{"scheme": "doi", "value": "10.1000/tei"}]
    assert (records[1]["volume"], records[1]["pages"], records[1]["date"]) == ("3", "1–9", "1999-05")
    assert (records[2]["publisher"], records[2]["key"]) == ("Press", "b1")
    assert [m["name"] for m in names] == ["Muñoz, Ana B", "Wang, W", "Old"]
    assert names[0]["affiliations"] == ["Dept. of Y, U. X"]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert [w.problem for w in warnings] == ["this biblStruct has no title"]


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path):
    records, _, warnings = read(tmp_path, HEAD + HEADER + REFERENCES[:100])
    assert len(records) == 1 and "breaks off" in warnings[0].problem


def test_nothing_readable_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no work in it could be read"):
        read(tmp_path, HEAD + "<teiHeader/></TEI>")
