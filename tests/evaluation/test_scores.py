import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.evaluation.gold import read_gold
from kg.evaluation.plot import calibration_svg
from kg.evaluation.rivals import rivals
from kg.evaluation.scores import blocking_recall, calibration, calibration_error, evaluate


def answer(people):
    return pa.table({"mention_id": [f"m{n}" for n in range(len(people))], "person_id": people})


def truth(labels, block="x"):
    return pa.table(
        {"mention_id": [f"m{n}" for n in range(len(labels))], "block": [block] * len(labels), "label": labels}
    )


def test_hand_computed_b_cubed_and_pairs():
    found = evaluate(answer(["p", "p", "p", "q"]), truth(["1", "1", "2", "2"]))
    # precision: 2/3, 2/3, 1/3, 1; recall: 1, 1, 1/2, 1/2
    assert found.micro.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.micro.recall == pytest.approx(0.75)
    assert (found.pairwise.precision, found.pairwise.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert found.blocks.row(0, named=True)["clusters"] == 2


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("pqr"), st.sampled_from("123")), min_size=1, max_size=20))
def test_precision_and_recall_change_places_with_the_two_sides(rows):
    people, labels = [p for p, _ in rows], [label for _, label in rows]
    one, two = evaluate(answer(people), truth(labels)), evaluate(answer(labels), truth(people))
    assert one.micro.precision == pytest.approx(two.micro.recall)
    assert one.micro.recall == pytest.approx(two.micro.precision)
    assert evaluate(answer(labels), truth(labels)).micro.f1 == pytest.approx(1.0)


def test_a_labelled_mention_without_a_person_stands_alone_and_is_counted():
    found = evaluate(answer(["p"]), truth(["1", "1"]))
    assert found.missing == 1
    assert found.micro.precision == 1.0
    assert found.micro.recall == 0.5


def test_calibration_compares_scores_with_what_is_true():
    decisions = pa.table(
        {
            "kind": ["person"] * 2,
            "override": [False] * 2,
            "left_id": ["m0", "m0"],
            "right_id": ["m1", "m2"],
            "score": [0.9, 0.2],
        }
    )
    table = calibration(decisions, truth(["1", "1", "2"]))
    assert table["same"].to_list() == [0.0, 1.0]
    assert calibration_error(table) == pytest.approx((0.2 + 0.1) / 2)


def test_blocking_recall_counts_gold_pairs_that_share_a_key():
    keys = pa.table({"mention_id": ["m0", "m1", "m2"], "key": ["a", "a", "b"]})
    assert blocking_recall(keys, truth(["1", "1", "1"])) == pytest.approx(1 / 3)


def test_a_gold_file_is_joined_by_record_key_and_ordinal(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [
        '{"work": "w1", "ordinal": 2, "name": "x", "block": "b", "label": "7"}',
        '{"work": "w1", "ordinal": 1, "block": "b", "label": null}',
    ]
    path.write_text("\n".join(lines))
    tables = {
        "records": pa.table({"record_id": ["d.1"], "key": ["w1"]}),
        "mentions": pl.DataFrame(
            {"mention_id": ["d.1.1", "d.1.2"], "record_id": ["d.1"] * 2, "ordinal": [1, 2], "role": ["author"] * 2},
            schema_overrides={"ordinal": pl.Int32},
        ).to_arrow(),
    }
    assert read_gold(path, tables).to_pylist() == [{"mention_id": "d.1.2", "block": "b", "label": "7"}]


def test_a_file_that_is_no_gold_file_is_an_error_with_a_remedy(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("not json\n")
    with pytest.raises(InputError, match=r"is no gold file .*; each line must be"):
        read_gold(path, {})


def test_rivals_are_scored_by_block_name_and_company():
    names = ["wei wang", "wei wang", "wei wang", None]
    company = ["ann", "ann", "bob", "bob"]
    rows = [(f"m{n}", f"r{n}", name) for n, name in enumerate(names)] + [
        (f"c{n}", f"r{n}", name) for n, name in enumerate(company)
    ]
    columns = dict(zip(("mention_id", "record_id", "name"), map(list, zip(*rows, strict=True)), strict=True))
    gold = truth(["1", "1", "2", "2"])
    columns["written"] = [name or "w wang" for name in columns["name"]]
    found = rivals(pa.table(columns), pa.table(columns), gold)
    clusters = {name: sorted(len(v) for v in _groups(answer)) for name, answer in found.items()}
    assert clusters == {
        "all in one": [4],
        "no merge": [1, 1, 1, 1],
        "shared co-author": [2, 2],
        "same full name": [1, 3],
    }


def _groups(answer):
    people = {}
    for row in answer.to_pylist():
        people.setdefault(row["person_id"], set()).add(row["mention_id"])
    return people.values()


def test_the_calibration_plot_has_a_dot_for_each_bin():
    table = pl.DataFrame({"bin": [1, 9], "decisions": [4, 9], "score": [0.12, 0.93], "same": [0.25, 1.0]})
    picture = calibration_svg(table, 0.08)
    assert picture.count("<circle") == 2
    assert "0.93: 1.00 one person, 9 decisions" in picture and "error 0.080" in picture
