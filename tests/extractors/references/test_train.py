import gzip
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extractors.references.corpus import read_references
from kg.extractors.references.evaluate import evaluate, folds, half_of_each_maker
from kg.extractors.references.synthetic.facts import FactSource
from kg.extractors.references.synthetic.make import bibliography_examples
from kg.extractors.references.tagger import Tagger
from kg.extractors.references.train import Plan, banned_titles, fold, read_facts, train, training_set

SHARED = Path(__file__).parents[3] / "../shared"


@pytest.mark.slow
def test_training_on_made_up_strings_alone_gives_a_working_tagger_and_the_same_twice(tmp_path):
    plan = Plan(bibliography=350, curriculum=150, iterations=25, seed=5)
    made = training_set({}, FactSource(), plan)
    first = train(made, tmp_path / "a.crfsuite", plan)
    train(training_set({}, FactSource(), plan), tmp_path / "b.crfsuite", plan)
    assert (tmp_path / "a.crfsuite").read_bytes() == (tmp_path / "b.crfsuite").read_bytes()
    assert first["strings"] == 500
    score = evaluate(Tagger(tmp_path / "a.crfsuite"), list(bibliography_examples(100, 99, FactSource())))
    assert score.macro > 0.75


def test_labelled_references_are_read_by_source_and_bad_lines_are_named(tmp_path):
    row = {"raw": "Doe 2001", "spans": [[0, 3, "author"], [4, 8, "date"]], "source": "x/one"}
    (tmp_path / "refs.jsonl.gz").write_bytes(gzip.compress((json.dumps(row) + "\n").encode()))
    assert read_references(tmp_path)["x/one"][0].spans == ((0, 3, "author"), (4, 8, "date"))
    (tmp_path / "bad.jsonl").write_text('{"raw": 1}\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:1: no labelled reference .*; remove the line"):
        read_references(tmp_path)


def test_titles_of_evaluation_documents_are_never_printed(tmp_path):
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc" / "gold.json").write_text(json.dumps({"publications": [{"title": "Secret Gardens of Bonn"}]}))
    banned = banned_titles([tmp_path])
    names = [{"raw_author_name": "Ada Roe"}]
    titles = ["Secret gardens of Bonn.", *(f"Open gardens of Bonn {number}" for number in range(60))]
    rows = [json.dumps({"display_name": title, "authorships": names}) + "\n" for title in titles]
    (tmp_path / "works.jsonl").write_text("".join(rows))
    assert "Secret gardens of Bonn." in read_facts(tmp_path, [], set()).titles
    printed = read_facts(tmp_path, [], banned).titles
    assert 0 < len(printed) < 30  # a part of one field's titles
    assert set(printed) <= set(titles[1:])
    assert fold("A-b C") == "abc"


def test_no_source_is_trained_and_tested_on():
    sources = {"a/one": [], "b/one": [], **{f"g/{n}": [] for n in range(20)}}
    held = [files for _, files in folds(sources, 4, 1)]
    assert sorted(file for files in held for file in files) == sorted(sources)
    assert ["a/one"] in held
    assert len(held) == 6


def test_one_training_leaves_out_the_smallest_file_of_a_maker_of_few_and_half_of_many():
    few = {"a/one": [None] * 3, "a/two": [None] * 2}
    many = {f"g/{n}": [None] * (n + 1) for n in range(20)}
    parts = dict(half_of_each_maker({**few, **many}, 4, 1))
    assert parts["a/two"] == ["a/two"]
    assert parts["g 1"] == ["g/19"]
    assert list(parts) == ["a/two", "g 1", "g 2"]


@pytest.mark.quality
def test_the_shipped_model_reads_the_strings_it_was_trained_on():
    folder = SHARED / "bench/refs"
    if not folder.exists():
        pytest.skip("evaluation material absent")
    core = read_references(folder)["anystyle/core"][::5]
    assert evaluate(Tagger.load(), core).macro > 0.95
