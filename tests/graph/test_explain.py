import math

import pyarrow as pa
import pytest
from example import ADA, BIB, CV, D1, D2, EVA, JUN, NASTY, ODD, OTHER_WEI, UNKNOWN_KIM, WEI, example_tables

from kg import schemas
from kg.errors import AmbiguousName, QueryError
from kg.graph.case_files import chance
from kg.graph.explain import explain, explain_decision, review


@pytest.fixture(scope="module")
def tables():
    return example_tables()


def with_rows(tables, name, *rows):
    complete = [{key: row.get(key) for key in schemas.TABLES[name].names} for row in rows]
    more = pa.Table.from_pylist(complete, schema=schemas.TABLES[name])
    return tables | {name: pa.concat_tables([tables[name], more])}


def test_one_person_is_explained_by_the_decisions_that_hold_the_mentions_together(tables):
    told = explain(tables, "Ada Lindqvist")
    assert told.outcome == "same"
    assert told.verdict.startswith("6 mentions in 2 documents are taken for one person.")
    (step,) = told.steps
    assert step.decision == D1
    assert {step.left.mention, step.right.mention} == {f"{BIB}.1.1", f"{CV}.100.1"}
    assert [reason.weight for reason in step.reasons] == [3.1, 0.9]
    assert step.right.document == "seeds/ada.md" and step.right.where == "page 1, characters 110–122"
    assert step.left.where == "record=1" and step.left.work == "Graphs of people"
    assert step.reasons[0].sources == ("seeds/ada.md, page 1, characters 100–190", "seeds/refs.bib, record=1")


def test_the_weights_add_up_to_the_score_and_what_is_missing_is_said(tables):
    (step,) = explain(tables, "Ada Lindqvist").steps
    assert step.total == pytest.approx(4.0)  # 3.1 + 0.9, and logit(0.982) is 3.9997
    assert step.rest == pytest.approx(math.log(0.982 / 0.018) - 4.0)
    assert "+4.0  in all (log-odds) = 98 %" in explain(tables, "Ada Lindqvist").to_text()
    short = tables | {"evidence": tables["evidence"].slice(1)}
    text = explain(short, "Ada Lindqvist").to_text()
    assert "+3.1  not itemised" in text and "+4.0  in all" in text


def test_mentions_that_hang_together_without_a_decision_are_said_to(tables):
    facts = explain(tables, "Ada Lindqvist").facts
    assert facts[0] == "3 mentions in seeds/ada.md (Ada Lindqvist, A. Lindqvist) joined without a decision on record."


def test_a_name_that_two_people_bear_lists_both_and_says_why_they_are_two(tables):
    told = explain(tables, "Wei Chen")
    assert told.outcome == "several"
    assert {profile.person for profile in told.profiles} == {WEI, OTHER_WEI}
    assert [step.decision for step in told.steps] == [D2]
    text = told.to_text()
    assert "'Wei Chen' is the name of 2 people. Some of them may be one person" in text
    assert "−1.3  a common name" in text and "+1.2  the same full name" in text
    assert "No co-author in common." in text


def test_two_people_who_were_never_compared_are_said_to_be(tables):
    told = explain(tables, "Eva Stone", "Ada Lindqvist")
    assert told.outcome == "different" and not told.steps
    assert "they were never compared, because Stone and Lindqvist are different surnames" in told.verdict
    assert any("Both are authors of “Walking Graphs”, places 3 and 1" in fact for fact in told.facts)


def test_a_ruling_is_named_with_its_curator_and_date(tables):
    told = explain(tables, UNKNOWN_KIM, JUN)
    assert told.verdict == "They are two people: curator:jane ruled so."
    assert "ruled by curator:jane on 2026-03-02" in told.to_text()


def test_a_reverted_decision_no_longer_counts(tables):
    text = explain(tables, WEI).to_text()
    assert "ruled by curator:jane on 2026-03-01" in text and "3333333333333333" not in text


def test_two_mentions_of_one_person_are_explained_by_the_chain_between_them(tables):
    extra = dict(
        decision_id="7" * 16, kind="person", left_id=f"{BIB}.1.1", right_id=f"{BIB}.4.1", outcome="same", score=0.8
    )
    told = explain(with_rows(tables, "decisions", extra), f"{CV}.100.1", f"{BIB}.4.1")
    assert [step.decision for step in told.steps] == [D1, "7" * 16]
    assert "by a chain of 2 decisions, the weakest 80 % sure" in told.verdict
    direct = explain(tables, f"{CV}.100.1", f"https://w3id.org/kg/id/mention/{BIB}.1.1")
    assert "by one decision that is 98 % sure" in direct.verdict
    assert "no decision between the two is on record" in explain(tables, f"{CV}.100.1", f"{CV}.500.1").verdict


def test_only_the_strongest_decisions_that_are_needed_are_shown(tables):
    pairs = [(f"{CV}.100.1", f"{CV}.300.1", 0.9), (f"{CV}.300.1", f"{BIB}.1.1", 0.7), (f"{BIB}.1.1", f"{BIB}.4.1", 0.6)]
    rows = [
        dict(decision_id=f"{n}" * 16, kind="person", left_id=left, right_id=right, outcome="same", score=score)
        for n, (left, right, score) in enumerate(pairs, start=7)
    ]
    told = explain(with_rows(tables, "decisions", *rows), "Ada Lindqvist")
    assert {step.decision for step in told.steps} == {D1, "7" * 16, "9" * 16}  # 8…8 closes a circle and is the weakest
    assert "The weakest link between two of them is 60 % sure." in told.verdict
    assert told.to_text().index("9" * 16) < told.to_text().index(D1)


def test_steps_of_one_kind_are_told_once_and_counted(tables):
    rows = [
        dict(decision_id=f"{n}" * 16, kind="person", left_id=left, right_id=right, outcome="same", score=0.99)
        for n, (left, right) in enumerate([(f"{CV}.100.1", f"{CV}.300.1"), (f"{CV}.100.1", f"{CV}.500.1")], start=7)
    ]
    reasons = [
        dict(decision_id=row["decision_id"], feature="PageOwner", weight=4.6, value="marked as owner") for row in rows
    ]
    many = with_rows(with_rows(tables, "decisions", *rows), "evidence", *reasons)
    text = explain(many, "Ada Lindqvist").to_text()
    assert text.count("marked as owner") == 1
    assert "and 1 more of this kind, each at least 99 %: “Graphs of People”" in text


def test_people_who_cannot_be_told_apart_are_unsure(tables):
    told = explain(tables, "J. Kim")
    assert told.outcome == "unsure" and "possible: Jun Kim" in told.verdict


def test_nobody_and_several_are_errors_that_say_what_to_do(tables):
    with pytest.raises(QueryError, match="did you mean Ada Lindqvist"):
        explain(tables, "Ada Linqvist")
    with pytest.raises(AmbiguousName, match="fits 2 things"):
        explain(tables, "Wei Chen", "Ada Lindqvist")


def test_html_and_terminal_output_of_hostile_names_are_harmless(tables):
    told = explain(tables, f"person/{ODD}")
    assert "\x07" not in told.to_text() and "<b>" not in told.to_html().split("<body>")[1].replace("<b>&", "")
    assert "&lt;b&gt;" in told.to_html() and "default-src 'none'" in told.to_html()
    assert NASTY not in told.to_html()


def test_one_decision_can_be_asked_for_by_its_iri(tables):
    assert explain_decision(tables, f"https://w3id.org/kg/id/decision/{D2}").score == 0.48
    with pytest.raises(QueryError, match="not on record"):
        explain_decision(tables, "nothing")


def test_the_review_queue_has_the_nearest_to_the_threshold_first_and_says_what_each_would_change(tables):
    rows = review(tables)
    assert [row["score"] for row in rows] == [0.48, 0.982, 0.99]
    assert rows[0]["turned"] == "join Wei Chen (3 mentions) and Wei Chen (1 mention)"
    assert rows[1]["turned"] == "part Ada Lindqvist (6 mentions)"
    assert rows[2]["turned"] == "part Graphs of People (2 records)"
    assert len(review(tables, limit=1)) == 1


def test_explanations_do_not_depend_on_the_order_of_rows(tables):
    turned = {name: table.take(list(range(table.num_rows))[::-1]) for name, table in tables.items()}
    for asked in ("Ada Lindqvist", "Wei Chen", EVA):
        assert explain(turned, asked).to_text() == explain(tables, asked).to_text()


def test_a_graph_without_decisions_still_answers():
    tables = example_tables() | {"decisions": schemas.empty("decisions"), "evidence": schemas.empty("evidence")}
    assert explain(tables, ADA).verdict == "6 mentions in 2 documents are taken for one person."
    assert len(review(tables)) == 0


@pytest.mark.parametrize(
    ("score", "words"),
    [(1.0, "100 %"), (0.99999, "99.9 %"), (0.996, "99.6 %"), (0.5, "50 %"), (0.0001, "0.1 %"), (0.0, "0 %")],
)
def test_a_chance_is_never_rounded_to_certainty(score, words):
    assert chance(score) == words
