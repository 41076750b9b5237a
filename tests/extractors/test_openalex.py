import bz2
import gzip
import json
import lzma

import pytest

from kg import extractors, pipeline
from kg.errors import InputError


def work(n, **more):
    return {
        "id": f"https://openalex.org/W{n}",
        "doi": f"https://doi.org/10.1000/ABC.{n}",
        "display_name": f"Work {n}",
        "publication_year": 2001,
        "type": "article",
        "primary_location": {"source": {"display_name": "Journal of Things"}},
        "authorships": [
            {
                "raw_author_name": "Müller, J.",
                "raw_affiliation_strings": ["Dept of X, University of Y"],
                "author": {"id": "https://openalex.org/A9", "orcid": "https://orcid.org/0000-0002-1825-0097"},
            },
            {"raw_author_name": "A. N. Other", "raw_affiliation_strings": []},
        ],
        "abstract_inverted_index": {"of": [1], "Tables": [0], "looms": [2]},
        **more,
    }


def lines(*works):
    return "".join(json.dumps(w) + "\n" for w in works).encode()


def read(path):
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "openalex"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


def test_raw_names_affiliations_and_claims_are_kept(tmp_path):
    path = tmp_path / "works.jsonl"
    path.write_bytes(lines(work(7)))
    [record], names, warnings = read(path)
    assert (record["title"], record["year"], record["venue"]) == ("Work 7", 2001, "Journal of Things")
    assert record["abstract"] == "Tables of looms"
    assert record["fragment"] == "line=1" and record["key"] == "https://openalex.org/W7"
    assert {"scheme": "doi", "value": "10.1000/abc.7"} in record["identifiers"]
    assert names[0]["name"] == "Müller, J." and names[0]["affiliations"] == ["Dept of X, University of Y"]
    assert names[0]["identifiers"] == [{"scheme": "orcid", "value": "0000-0002-1825-0097"}]
    assert [m["cluster_claim"] for m in names] == ["openalex:A9", None]
    assert not warnings


@pytest.mark.parametrize("indent", [None, 2])
def test_a_page_of_the_api_and_a_list_are_read_too(tmp_path, indent):
    for shape in ({"meta": {"count": 2}, "results": [work(1), work(2)], "group_by": []}, [work(1), work(2)]):
        path = tmp_path / "page.json"
        path.write_text(json.dumps(shape, indent=indent), encoding="utf-8")
        records, names, warnings = read(path)
        assert [r["fragment"] for r in records] == ["record=1", "record=2"] and len(names) == 4 and not warnings


def test_the_folders_of_the_snapshot_are_read_for_works_and_authors(tmp_path):
    author = {"id": "https://openalex.org/A9", "display_name": "Jo Doe", "works_count": 2}
    author["display_name_alternatives"] = ["J. Doe"]
    parts = {
        "works/updated_date=2024-01-01/part_000.gz": work(1),
        "works/updated_date=2024-01-02/part_000.gz": work(2),
        "authors/updated_date=2024-01-01/part_000.gz": author,
        "institutions/updated_date=2024-01-01/part_000.gz": {"id": "https://openalex.org/I1"},
    }
    for name, said in parts.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(lines(said)))
    for folder in ("works", "authors", "institutions"):
        (tmp_path / "data" / folder / "manifest").write_text('{"entries": []}', encoding="utf-8")
    (tmp_path / "RELEASE_NOTES.txt").write_text("Notes", encoding="utf-8")
    built = pipeline.build([tmp_path], None)
    assert {(i.status, i.format) for i in built.inputs} == {
        ("read", "openalex"),
        ("read", "openalex-authors"),
        ("skipped", ""),
    }
    reasons = {i.problem for i in built.inputs if i.status == "skipped"}
    assert "OpenAlex institutions; kg reads its works and authors" in reasons
    assert built.tables["works"].num_rows == 2
    assert "J. Doe" in built.tables["mentions"]["name"].to_pylist()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_input_is_read_directly(tmp_path, pack):
    path = tmp_path / "works.packed"
    path.write_bytes(pack(lines(work(1), work(2))))
    assert len(read(path)[0]) == 2


def test_a_truncated_gzip_gives_what_is_there_and_a_warning(tmp_path):
    path = tmp_path / "works.jsonl.gz"
    whole = gzip.compress(lines(*(work(n, note="x" * (n % 97)) for n in range(20_000))))
    path.write_bytes(whole[: len(whole) // 2])
    records, _, warnings = read(path)
    assert 1000 < len(records) < 20_000
    assert "breaks off" in warnings[-1].problem or "JSON" in warnings[-1].problem


@pytest.mark.parametrize(
    "bad", [b'{"id": "x", "display', b"[1, 2]", b'{"authorships": 5, "display_name": "x"}', b"\xff\xfe"]
)
def test_a_bad_line_is_placed_and_the_others_are_read(tmp_path, bad):
    path = tmp_path / "works.jsonl"
    path.write_bytes(lines(work(1)) + bad + b"\n" + lines(work(2)))
    records, _, warnings = read(path)
    assert [r["key"][-2:] for r in records] == ["W1", "W2"]
    assert [w.where for w in warnings] == ["line 2"]


def test_lone_surrogates_and_wild_years_are_survived(tmp_path):
    path = tmp_path / "works.jsonl"
    body = lines(work(1, publication_year=20255), work(2, publication_year=0)).replace(
        b"A. N. Other", b"A \\ud800 Other"
    )
    path.write_bytes(body)
    records, names, warnings = read(path)
    assert [(r["year"], r["year_as_printed"]) for r in records] == [(None, "20255"), (None, "0")]
    assert [m["name"] for m in names[1::2]] == ["A ? Other"] * 2
    assert not warnings


def test_nothing_readable_is_an_error(tmp_path):
    path = tmp_path / "works.jsonl"
    path.write_bytes(b'{"authorships": 5, "display_name": "x"}\n')
    with pytest.raises(InputError, match=r"no work in it could be read \(line 1: .*check that it holds OpenAlex works"):
        list(extractors.extract(extractors.open_source(path)))
