import gzip

import pytest

from kg import extractors
from kg.errors import InputError

HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
ENTRY = """<article mdate="2020-01-01" key="journals/x/MuellerW20">
<author orcid="0000-0002-1825-0097">J&uuml;rgen M&uuml;ller</author><author>Wei Wang 0001</author>
<title>On <i>x</i><sub>2</sub> &amp; more.</title>
<year>2020</year><journal>J. Things</journal><volume>3</volume><pages>1-10</pages>
<ee>https://doi.org/10.1000/ABC</ee></article>
"""
OTHERS = """<inproceedings key="conf/y/B99"><author>A. B</author><title>Talk.</title><booktitle>YCONF</booktitle>
<year>1999</year></inproceedings>
<article publtype="informal" key="journals/corr/abs-1"><author>A. B</author><title>Draft</title><journal>CoRR</journal>
<year>2021</year></article>
<www key="homepages/1"><author>Wei Wang 0001</author><title>Home Page</title></www>
"""


def read(path):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "dblp"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def write(tmp_path, text, name="dblp.xml"):
    path = tmp_path / name
    data = text.encode("iso-8859-1")
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


@pytest.mark.parametrize("name", ["dblp.xml", "dblp.xml.gz"])
def test_records_names_entities_and_homonym_numbers(tmp_path, name):
    records, names, warnings = read(write(tmp_path, HEAD + ENTRY + OTHERS + "</dblp>", name))
    assert [r["title"] for r in records] == ["On x2 & more", "Talk", "Draft"]
    assert [(m["name"], m["cluster_claim"]) for m in names[:2]] == [
        ("Jürgen Müller", None),
        ("Wei Wang", "dblp:Wei Wang 0001"),
    ]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert {"scheme": "doi", "value": "10.1000/abc"} in records[0]["identifiers"]
    assert records[0]["fragment"] == "line=4"
    assert (records[2]["venue"], records[2]["deposited_in"], records[2]["status"]) == (None, "arXiv", "preprint")
    assert not warnings


def test_an_entity_bomb_is_refused_and_nothing_outside_is_opened(tmp_path):
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE dblp [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<dblp>'
    with pytest.raises(InputError):
        read(write(tmp_path, bomb + ENTRY + "</dblp>"))
    (tmp_path / "secret").write_text("TOP SECRET", encoding="utf-8")
    outside = f'<?xml version="1.0"?>\n<!DOCTYPE dblp [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>\n<dblp>'
    with pytest.raises(InputError):
        read(write(tmp_path, outside + ENTRY.replace("Talk", "&x;") + "</dblp>"))


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path):
    records, _, warnings = read(write(tmp_path, HEAD + ENTRY + OTHERS[:100]))
    assert len(records) == 1
    assert "breaks off" in warnings[0].problem


def test_a_record_without_title_is_placed(tmp_path):
    records, _, warnings = read(
        write(tmp_path, HEAD + '<article key="k"><year>2000</year></article>\n' + ENTRY + "</dblp>")
    )
    assert len(records) == 1
    assert (warnings[0].where, warnings[0].problem) == ("line 4", "record k has no title")
