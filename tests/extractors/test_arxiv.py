import gzip
import json

import pytest

from kg import extractors
from kg.errors import InputError

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=all:things</title><id>http://arxiv.org/api/abc</id>
  <entry>
    <id>http://arxiv.org/abs/2101.00001v3</id><published>2021-01-02T10:00:00Z</published>
    <title>On things
  and others</title><summary>We look.</summary>
    <author><name>Ana Muñoz</name>
<arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">U. X</arxiv:affiliation>
    </author><author><name>Wei Wang</name></author>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v1</id><published>1999-01-02T10:00:00Z</published>
    <title>Strings</title><author><name>B. Old</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/ABC</arxiv:doi>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">Phys.Rev. D 60 (2000) 1-9</arxiv:journal_ref>
  </entry>
  <entry><id>http://arxiv.org/abs/2101.00009v1</id></entry>
</feed>
"""
LINE = {
    "id": "0704.0001",
    "submitter": "P. N.",
    "authors": "C. Bal\\'azs, P. M. Nadolsky (MSU) and Third III",
    "title": "Calculation of\n  diphoton cross sections",
    "journal-ref": None,
    "doi": None,
    "categories": "hep-ph hep-ex",
    "abstract": " A. ",
    "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
    "update_date": "2008-11-26",
    "authors_parsed": [["Bal\\'azs", "C.", ""], ["Nadolsky", "P. M.", ""], ["Third", "A.", "III"]],
}
OAI = """<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created><authors><author>
<keyname>Nadolsky</keyname><forenames>P. M.</forenames><affiliation>MSU</affiliation></author></authors>
<title>Calculation</title><categories>hep-ph</categories></arXiv></metadata></record></ListRecords></OAI-PMH>
"""


def read(tmp_path, data):
    path = tmp_path / "arxiv.dat"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "arxiv"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def test_the_atom_feed(tmp_path):
    records, names, warnings = read(tmp_path, ATOM)
    first, second = records
    assert (first["title"], first["date"], first["status"], first["deposited_in"], first["venue"]) == (
        "On things and others",
        "2021-01-02",
        "preprint",
        "arXiv",
        None,
    )
    assert first["identifiers"] == [{"scheme": "arxiv", "value": "2101.00001"}]
    assert (second["venue"], second["year"], second["status"], second["date"]) == (
        "Phys.Rev. D",
        2000,
        "published",
        None,
    )
    assert second["identifiers"] == [
        {"scheme": "arxiv", "value": "hep-th/9901001"},
        {"scheme": "doi", "value": "10.1000/abc"},
    ]
    assert [(m["name"], m["affiliations"]) for m in names] == [
        ("Ana Muñoz", ["U. X"]),
        ("Wei Wang", []),
        ("B. Old", []),
    ]
    assert [w.where for w in warnings] == ["line 19"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_snapshot_with_a_line_cut_in_half(tmp_path, pack):
    text = json.dumps(LINE) + "\n" + json.dumps(LINE)[:80] + "\n" + json.dumps({**LINE, "authors_parsed": None}) + "\n"
    records, names, warnings = read(tmp_path, pack(text.encode()))
    assert [r["title"] for r in records] == ["Calculation of diphoton cross sections"] * 2
    assert (records[0]["date"], records[0]["keywords"]) == ("2007-04-02", ["hep-ph", "hep-ex"])
    assert [m["name"] for m in names[:3]] == ["Balázs, C.", "Nadolsky, P. M.", "Third, A., III"]
    assert [m["name"] for m in names[3:]] == ["C. Balázs", "P. M. Nadolsky", "Third III"]
    assert [w.where for w in warnings] == ["line=2"]


def test_oai_records(tmp_path):
    records, names, _ = read(tmp_path, OAI)
    assert (records[0]["title"], records[0]["year"]) == ("Calculation", 2007)
    assert (names[0]["name"], names[0]["affiliations"]) == ("Nadolsky, P. M.", ["MSU"])


def test_a_feed_that_breaks_off_and_one_with_nothing(tmp_path):
    records, _, warnings = read(tmp_path, ATOM[: ATOM.index("Strings")])
    assert len(records) == 1 and "breaks off" in warnings[0].problem
    with pytest.raises(InputError, match="no work in it could be read"):
        read(tmp_path, ATOM[: ATOM.index("<entry>")] + "<!-- arxiv.org/ --></feed>")
