import json

import pytest

from kg import extractors
from kg.errors import InputError

PAPER = {
    "paperId": "649def34f8be52c8b66281af98ae884c09aef38b",
    "externalIds": {"DOI": "10.1000/S2.1", "ArXiv": "2101.00001", "CorpusId": 5},
    "title": "Construction of\n Graphs",
    "venue": "NAACL",
    "year": 2018,
    "publicationTypes": ["Conference"],
    "publicationDate": "2018-05-06",
    "journal": {"name": "J", "pages": "84-91", "volume": None},
    "authors": [
        {"authorId": "1741101", "name": "Oren E.", "affiliations": ["U. X"]},
        {"authorId": None, "name": "A B"},
    ],
}
DATASET = {"corpusid": 7, "externalids": None, "title": "Other", "authors": [], "year": 20255, "venue": "ArXiv"}


def read(tmp_path, text):
    path = tmp_path / "papers.json"
    path.write_text(text, encoding="utf-8")
    source = extractors.open_source(path)
    assert extractors.recognise(source).name == "semanticscholar"
    batches = list(extractors.extract(source))
    return (
        [r for b in batches for r in b.tables["records"].to_pylist()],
        [m for b in batches for m in b.tables["mentions"].to_pylist()],
        [w for b in batches for w in b.warnings],
    )


@pytest.mark.parametrize(
    "shape",
    [
        lambda papers: "\n".join(json.dumps(p) for p in papers),
        json.dumps,
        lambda papers: json.dumps({"total": 2, "offset": 0, "data": papers}, indent=1),
    ],
)
def test_papers_in_every_usual_shape(tmp_path, shape):
    records, names, warnings = read(tmp_path, shape([PAPER, DATASET]))
    first, second = records
    assert (first["title"], first["venue"], first["kind"], first["pages"]) == (
        "Construction of Graphs",
        "NAACL",
        "paper",
        "84-91",
    )
    assert first["identifiers"] == [
        {"scheme": "doi", "value": "10.1000/s2.1"},
        {"scheme": "arxiv", "value": "2101.00001"},
    ]
    assert (second["year"], second["year_as_printed"], second["deposited_in"]) == (None, "20255", "arXiv")
    assert [(m["name"], m["cluster_claim"]) for m in names] == [("Oren E.", "s2:1741101"), ("A B", None)]
    assert names[0]["affiliations"] == ["U. X"] and not warnings


def test_bad_lines_are_placed_and_the_others_are_read(tmp_path):
    bad = [json.dumps(PAPER)[:90], json.dumps({**PAPER, "title": None}), json.dumps({**PAPER, "authors": "nobody"})]
    records, _, warnings = read(tmp_path, "\n".join([json.dumps(PAPER), *bad, json.dumps(PAPER)]))
    assert len(records) == 2
    assert [w.where for w in warnings] == ["line=2", "line=3", "line=4"]


def test_nothing_readable_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no work in it could be read"):
        read(tmp_path, json.dumps({**PAPER, "title": ""}))
