import gzip
import io
import json

import pytest

from kg import extractors
from kg.errors import InputError
from kg.extractors import json_pieces, jsons
from kg.extractors.bulk import Report
from kg.extractors.json_pieces import Pieces

WORKS = [{"title": f'Title {n} with }} and ] and \\" in it', "DOI": f"10.1000/{n}", "issued": {}} for n in range(50)]


def read(tmp_path, data, name="works.json"):
    path = tmp_path / name
    path.write_bytes(data)
    source = extractors.open_source(path)
    batches = list(extractors.extract(source, as_format="csl"))
    records = [r for b in batches for r in b.tables["records"].to_pylist()]
    return records, [w for b in batches for w in b.warnings]


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 1 << 20])
@pytest.mark.parametrize("shape", [WORKS, {"status": "ok", "message": {"items-per-page": 2, "items": WORKS}}])
def test_objects_are_cut_out_of_a_list_or_its_wrappers_however_the_stream_comes(step, shape, monkeypatch):
    monkeypatch.setattr(json_pieces, "_CHUNK", step)
    for indent in (None, 2):
        pieces = Pieces(io.BytesIO(json.dumps(shape, indent=indent).encode()), ("message", "items"))
        assert [json.loads(piece) for _, piece in pieces] == WORKS
        assert not pieces.broken and not pieces.oversized


def test_a_long_text_is_read_as_a_short_one(tmp_path, monkeypatch):
    data = json.dumps({"message": {"items": WORKS}}).encode()
    short, _ = read(tmp_path, data)
    monkeypatch.setattr(jsons, "_WHOLE", 100)
    assert read(tmp_path, data) == (short, [])
    assert len(short) == 50


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_list_that_is_cut_off_gives_what_came_before_and_says_so(tmp_path, pack):
    whole = pack(json.dumps(WORKS).encode())
    records, warnings = read(tmp_path, whole[: len(whole) * 2 // 3])
    assert 10 < len(records) < 50
    assert any("the JSON breaks off after record" in w.problem for w in warnings)


def test_objects_that_follow_each_other_without_a_list_are_read(tmp_path):
    data = "\n".join(json.dumps(work, indent=1) for work in WORKS[:3]).encode()
    assert [r["title"] for r in read(tmp_path, data)[0]] == [w["title"] for w in WORKS[:3]]


def test_a_record_of_too_many_bytes_is_reported_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(json_pieces, "MAX_OBJECT", 3_000_000)
    monkeypatch.setattr(jsons, "_WHOLE", 100)
    big = {"title": "big", "DOI": "10.1000/big", "issued": {}, "note": [{"x": "y" * 1_000_000}] * 6}
    records, warnings = read(tmp_path, json.dumps([WORKS[0], big, WORKS[1]]).encode())
    assert [r["title"] for r in records] == [WORKS[0]["title"], WORKS[1]["title"]]
    assert [(w.where, w.problem) for w in warnings] == [("record=2", "one record of over 100 MB")]


def test_a_line_of_too_many_bytes_is_reported_once_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(jsons, "_MAX_LINE", 1_000)
    report = Report()
    lines = list(jsons.bounded_lines(io.BytesIO(b"{}\n" + b"x" * 5_500 + b"\n\n[]"), report))
    assert lines == [(1, b"{}\n"), (4, b"[]")]
    assert [(w.where, w.problem) for w in report.warnings] == [("line=2", "one line of over 100 MB")]


def test_a_line_cut_in_half_is_placed_and_lone_surrogates_and_control_characters_pass(tmp_path):
    good = json.dumps({"title": "A \ud800 B \u0007 C", "DOI": "10.1000/1", "issued": {}}).encode()
    records, warnings = read(tmp_path, good + b"\n" + good[:30] + b"\n" + good, "works.jsonl")
    assert len(records) == 2 and warnings[0].where == "line=2"
    assert "\ufffd" in records[0]["title"] or "\ud800" not in records[0]["title"]


def test_what_is_no_json_at_all_says_where(tmp_path):
    with pytest.raises(InputError, match="no valid JSON"):
        read(tmp_path, b'{"title": "x", "DOI" "y"}')
