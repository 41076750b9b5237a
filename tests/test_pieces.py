"""Big inputs are read in pieces: what comes out is the same whoever reads them, and after any interruption."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from places import ROOT

from kg import extractors, pieces, reading, schemas, workspace
from kg.engines.spill import mapped
from kg.errors import InputError
from kg.extractors import lines
from kg.reading import Manner
from kg.workspace import Extracted


def work(n, **more):
    return {
        "id": f"https://openalex.org/W{n}",
        "display_name": f"Work {n}",
        "publication_year": 2001,
        "authorships": [{"raw_author_name": "Müller, J.", "author": {"id": "A9"}}, {"raw_author_name": "A. N. Other"}],
        **more,
    }


# A line of each sort of harm, and what is said of it (None: it is read).
HOSTILE = [
    (b'{"id": "x", "display', "this is no OpenAlex work"),
    (b"[1, 2]", "a JSON object is wanted"),
    (b'{"authorships": 5, "display_name": "x"}', "this is no OpenAlex work"),
    (b'{"authorships": [7], "display_name": "x"}', "this is no OpenAlex work"),
    (b'{"authorships": [], "display_name": {"a": 1}, "primary_location": "no"}', "this is no OpenAlex work"),
    (b"\xff\xfe", "this is no OpenAlex work"),
    (b"[" * 100_000, "this is no OpenAlex work"),
    (b"", None),
    (b"   \r", None),
    (b'{"authorships": [], "display_name": {"a": 1}}', None),
    (b'{"authorships": [], "display_name": 5, "biblio": {"volume": 7, "issue": true}}', None),
    (b'{"authorships": [], "display_name": "\\ud800 lone", "publication_year": 99999999999999999999}', None),
    (b'{"authorships": [{"raw_author_name": ["x"], "raw_affiliation_strings": "y"}], "display_name": "x"}', None),
    (b'{"authorships": [{"raw_author_name": null, "raw_affiliation_strings": [null, 3, "z"]}], "title": "x"}', None),
    (b'{"authorships": null, "title": null, "display_name": null, "ids": {"pmid": 5}, "keywords": null}', None),
    (b'{"authorships": [], "title": "x", "abstract_inverted_index": {"b": [7], "a": [2], "": [3]}}', None),
    (b'{"authorships": [], "title": "x", "doi": "10.1000/", "id": "W1\\u0000"}', None),
]


def hostile_bytes(good=40):
    rows = [json.dumps(work(n)).encode() for n in range(good)]
    for n, (line, _) in enumerate(HOSTILE):
        rows.insert(2 * n + 1, line)
    return b"\n".join(rows)


def written(folder, data, name="works.jsonl"):
    path = folder / name
    path.write_bytes(data)
    return path


def read_small(path, size, folder, jobs=1):
    """Read through pieces of that size."""
    source = extractors.open_source(path)
    form = extractors.recognise(source)
    form = replace(form, pieces=replace(form.pieces, size=size))
    pieces.read(form, source, folder, jobs)
    store = Extracted(folder)
    tables = {name: mapped(schema, store.groups(name)) for name, schema in schemas.EXTRACTED.items()}
    return tables, store.warnings()


def read_whole(path):
    """Read as one stream."""
    batches = list(extractors.extract(extractors.open_source(path)))
    tables = {
        name: [row for b in batches if name in b.tables for row in b.tables[name].to_pylist()]
        for name in schemas.EXTRACTED
    }
    return tables, [w for b in batches for w in b.warnings]


CROSSREF = """{"DOI": "10.1000/a.1", "title": ["One"], "issued": {"date-parts": [[2001]]}, "author": [{"family": "A"}]}
{"DOI": "10.1000/a.2", "title": [], "issued": null, "author": null}
{"DOI": "10.1000/a.3", "title": ["Cut
[1]

{"DOI": 5, "title": "Four", "author": [{"family": "\\ud800", "given": "B"}, 7]}
{"DOI": "10.1000/a.5", "title": ["Five"], "author": [{"family": "\\ud800", "given": "B"}], "volume": {}}
"""
SNAPSHOT = """{"id": "0704.0001", "title": "One", "authors_parsed": [["A", "B", ""]], "versions": [], "categories": "x"}
{"id": "0704.0002", "title": null, "authors_parsed": null, "versions": [], "categories": "x"}
{"id": 5, "title": "Three", "authors_parsed": 7, "versions": [], "categories": ["x"]}
{"id": "0704.0004", "title": "Four", "authors": "C. D and E. F", "update_date": "2007-05-01", "categories": "x"}
"""


@pytest.mark.parametrize("body", [CROSSREF, SNAPSHOT])
def test_pieces_of_other_json_lines_are_read_as_the_stream_is(tmp_path, body):
    path = written(tmp_path, body.encode() * 4)
    tables, warnings = read_small(path, 200, tmp_path / "out")
    whole, noticed = read_whole(path)
    assert {name: table.to_pylist() for name, table in tables.items()} == whole
    assert warnings == noticed
    assert len(whole["records"]) >= 8


DBLP_HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
DBLP = """<article mdate="2020-01-01" key="journals/x/MuellerW20">
<author orcid="0000-0002-1825-0097">J&uuml;rgen M\xfcller</author><author>Wei Wang 0001</author>
<title>On <i>x</i><sub>2</sub> &amp; more,
  and yet more.</title><year>2020</year><journal>J. Things</journal><isbn>0-306-40615-2</isbn>
<ee>https://doi.org/10.1000/ABC</ee><ee type="oa">https://doi.org/10.1000/abc.5</ee></article>
<inproceedings key="k"><author/><year>year 1999</year></inproceedings><book key="j"><title>Same line</title></book>
<www key="homepages/1"><author>Wei Wang 0001</author><author>W. Wang</author><title>Home Page</title></www>
<cdrom>passed over</cdrom>
<proceedings key="p"><editor>Q. R</editor><title>Passed over, too</title></proceedings>
<book key="b"><editor pid="1/2">Q. R</editor><title>With editor</title><ee>http://arxiv.org/abs/2001.00001</ee></book>
"""
# XML that cannot be cut everywhere where a record seems to begin, or at all.
STRANGE = {
    "comment": DBLP + "<!-- a <article key='c'> within\n<article key='d'> -->\n" + DBLP,
    "cdata": DBLP + "<article key='c'><title><![CDATA[\n<article key='d'>]]></title></article>\n" + DBLP,
    "wrapped": "<r>" + DBLP + "</r>" + DBLP,
    "nested": "<article key='n'><title>Out</title><book key='o'><title>In</title></book></article>" + DBLP,
    "prefixed": "<x:article xmlns:x='u' key='n'><title>Prefixed</title></x:article>" + DBLP,
    "broken": DBLP + "<article key='c'><title>Not closed</article>" + DBLP,
    "no entity": DBLP.replace("&amp;", "&nonsense;"),
}


def dblp_bytes(body, times=6):
    return (DBLP_HEAD + body * times + "</dblp>\n").encode("iso-8859-1")


@pytest.mark.parametrize("size", [40, 700, 100_000])
@pytest.mark.parametrize("body", [DBLP, *STRANGE.values()], ids=["dump", *STRANGE])
def test_pieces_of_xml_are_read_as_the_stream_is(tmp_path, body, size):
    path = written(tmp_path, dblp_bytes(body), "dblp.xml")
    tables, warnings = read_small(path, size, tmp_path / "out")
    whole, noticed = read_whole(path)
    for name, table in tables.items():  # works and people come in turn, piece by piece
        assert by_id(table.to_pylist(), name) == by_id(whole[name], name)
    assert warnings == noticed
    assert whole["records"] and whole["documents"][1:]


def by_id(rows, name):
    return sorted(rows, key=lambda row: row[schemas.EXTRACTED[name].names[0]])


def test_the_dump_is_really_cut(tmp_path):
    path = written(tmp_path, dblp_bytes(DBLP), "dblp.xml")
    read_small(path, 700, tmp_path / "out", jobs=2)
    assert len(list((tmp_path / "out").glob("records-*.parquet"))) > 3


def test_xml_that_breaks_off_or_declares_entities_is_read_as_a_stream(tmp_path):
    path = written(tmp_path, dblp_bytes(DBLP)[:-300], "dblp.xml")
    tables, warnings = read_small(path, 700, tmp_path / "out")
    assert tables["records"].num_rows > 10 and "breaks off" in warnings[-1].problem
    bomb = dblp_bytes(DBLP).replace(b'SYSTEM "dblp.dtd"', b'[<!ENTITY a "aaaa">]')
    with pytest.raises(InputError, match="declares entities of its own"):
        read_small(written(tmp_path, bomb, "bomb.xml"), 700, tmp_path / "bomb")


@pytest.mark.parametrize("size", [7, 300, 5_000])
def test_the_size_of_pieces_changes_nothing(tmp_path, size):
    path = written(tmp_path, hostile_bytes())
    tables, warnings = read_small(path, size, tmp_path / "out")
    whole, noticed = read_whole(path)
    assert {name: table.to_pylist() for name, table in tables.items()} == whole
    assert warnings == noticed


def test_a_hostile_line_is_placed_and_harms_no_other(tmp_path):
    path = written(tmp_path, hostile_bytes())
    tables, warnings = read_whole(path)
    bad = [(f"line {2 * n + 2}", said) for n, (_, said) in enumerate(HOSTILE) if said]
    assert [w.where for w in warnings] == [where for where, _ in bad]
    assert all(said in w.problem for w, (_, said) in zip(warnings, bad, strict=True))
    good = [r for r in tables["records"] if (r["title"] or "").startswith("Work ")]
    assert [r["key"] for r in good] == [f"https://openalex.org/W{n}" for n in range(40)]
    assert all(r["record_id"].endswith("." + r["fragment"].removeprefix("line=")) for r in tables["records"])
    assert {m["name"] for m in tables["mentions"]} == {"Müller, J.", "A. N. Other", None, ""}


def test_the_number_of_processes_changes_no_piece(tmp_path, monkeypatch):
    path = written(tmp_path, hostile_bytes())
    monkeypatch.setattr(reading, "_BIG_BYTES", 0)
    found = []
    for jobs in (1, 3):
        place = workspace.Workspace(tmp_path / f"out{jobs}")
        tables, [one] = reading.read_all([path], place, Manner(jobs=jobs), lambda *step: None)
        found.append((tables, one.warnings))
        assert one.status == "read"
    in_memory, _ = reading.read_all([path], None, Manner(jobs=3), lambda *step: None)
    assert found[0] == found[1] and in_memory == found[0][0]


def test_a_packed_stream_that_breaks_off_gives_what_is_whole(tmp_path):
    whole = gzip.compress(b"".join(json.dumps(work(n, note="x" * (n % 97))).encode() + b"\n" for n in range(9_000)))
    path = written(tmp_path, whole[: len(whole) // 2], "works.jsonl.gz")
    tables, warnings = read_small(path, 100_000, tmp_path / "out", jobs=2)
    assert 2_000 < tables["records"].num_rows < 9_000
    assert "breaks off" in warnings[-1].problem
    assert tables["records"]["key"].to_pylist() == [
        f"https://openalex.org/W{n}" for n in range(tables["records"].num_rows)
    ]


def test_a_line_of_over_100_megabytes_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "MAX_LINE", 3_000_000)
    long = json.dumps(work(2, note="x" * 7_000_000)).encode()
    path = written(tmp_path, b"\n".join([json.dumps(work(1)).encode(), long, json.dumps(work(3)).encode()]))
    tables, [warning] = read_small(path, 1_000, tmp_path / "out")
    assert tables["records"]["fragment"].to_pylist() == ["line=1", "line=3"]
    assert (warning.where, warning.problem) == ("line 2", "one record of over 100 MB")


def test_nothing_readable_is_an_error_and_leaves_no_result(tmp_path):
    path = written(tmp_path, b'{"authorships": 5, "display_name": "x"}\n' * 50)
    with pytest.raises(InputError, match=r"no work in it could be read \(line 1: .*check that it holds OpenAlex works"):
        read_small(path, 100, tmp_path / "out")
    assert not Extracted(tmp_path / "out").complete


def test_pieces_that_are_finished_are_not_read_again(tmp_path):
    path = written(tmp_path, hostile_bytes())
    before, noticed = read_small(path, 500, tmp_path / "out")
    places = sorted((tmp_path / "out").glob("records-*.parquet"))
    assert len(places) > 3
    for place in (tmp_path / "out" / "warnings.json", tmp_path / "out" / "000002.json", places[2]):
        place.unlink()
    times = [place.stat().st_mtime_ns for place in places if place != places[2]]
    assert read_small(path, 500, tmp_path / "out") == (before, noticed)
    assert times == [place.stat().st_mtime_ns for place in places if place != places[2]]


KILLED = """
from pathlib import Path
from kg import reading, workspace
reading.read_all([Path({path!r})], workspace.Workspace({out!r}), reading.Manner(jobs=2), lambda *step: None)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
@pytest.mark.parametrize("finished", [1, 3])
def test_a_build_killed_while_it_reads_goes_on_to_the_same_tables(tmp_path, finished):
    row = json.dumps(work(7, note="x" * 5_000)).encode() + b"\n"
    path = written(tmp_path, row * 22_000)  # over a hundred megabytes: seven pieces
    out = tmp_path / "out"
    code = KILLED.format(path=str(path), out=str(out))
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ, PYTHONPATH=str(ROOT)))
    deadline = time.time() + 120
    while len(list(out.glob("extracted/*/[0-9]*.json"))) < finished and time.time() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    left = list(out.glob("extracted/*/[0-9]*.json"))
    assert finished <= len(left) and not list(out.glob("extracted/*/warnings.json"))
    again, _ = reading.read_all([path], workspace.Workspace(out), Manner(jobs=2), lambda *step: None)
    whole, _ = reading.read_all([path], workspace.Workspace(tmp_path / "one"), Manner(jobs=1), lambda *step: None)
    assert again["records"].num_rows == 22_000
    for name in schemas.EXTRACTED:
        workspace.write_tables({f"{name}-1": again[name], f"{name}-2": whole[name]}, tmp_path / "written")
        first, second = (tmp_path / "written" / f"{name}-{n}.parquet" for n in (1, 2))
        assert first.read_bytes() == second.read_bytes(), name
