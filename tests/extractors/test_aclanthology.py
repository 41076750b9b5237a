import pytest

from kg import extractors
from kg.errors import InputError

TEXT = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2020.xyz">
  <volume id="main" ingest-date="2020-01-01" type="proceedings">
    <meta><booktitle>Proceedings of XYZ</booktitle><editor><first>E</first><last>Ditor</last></editor>
      <publisher>Association</publisher><year>2020</year></meta>
    <frontmatter><url hash="1">2020.xyz-main.0</url></frontmatter>
    <paper id="1">
      <title><fixed-case>BERT</fixed-case> in <i>use</i></title>
      <author id="yang-liu-ict"><first>Yang</first><last>Liu</last><affiliation>U. X</affiliation></author>
      <author orcid="0000-0002-1825-0097"><first/><last>Mono</last></author>
      <pages>1–9</pages><doi>10.1000/xyz.1</doi><bibkey>liu-2020</bibkey>
    </paper>
    <paper id="2"><author><first>A</first><last>B</last></author></paper>
  </volume>
"""


def read(tmp_path, text):
    path = tmp_path / "2020.xyz.xml"
    path.write_text(text, encoding="utf-8")
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "aclanthology"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def test_papers_take_venue_and_year_from_their_volume(tmp_path):
    records, names, warnings = read(tmp_path, TEXT + "</collection>")
    [paper] = records
    assert (paper["title"], paper["venue"], paper["year"], paper["kind"]) == (
        "BERT in use",
        "Proceedings of XYZ",
        2020,
        "paper",
    )
    assert paper["identifiers"] == [{"scheme": "doi", "value": "10.1000/xyz.1"}] and paper["key"] == "liu-2020"
    assert [(m["name"], m["cluster_claim"]) for m in names] == [("Liu, Yang", "acl:yang-liu-ict"), ("Mono", None)]
    assert names[0]["affiliations"] == ["U. X"] and names[1]["identifiers"][0]["scheme"] == "orcid"
    assert [w.problem for w in warnings] == ["paper 2 has no title"]


def test_a_collection_that_breaks_off_gives_the_volumes_before(tmp_path):
    records, _, warnings = read(tmp_path, TEXT + '<volume id="2"><paper')
    assert len(records) == 1 and any("breaks off" in w.problem for w in warnings)


def test_a_collection_without_papers_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no work in it could be read"):
        read(tmp_path, "<collection><volume><meta><booktitle>X</booktitle></meta></volume></collection>")
