import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError, RulingError
from kg.resolver import rulings
from kg.resolver.rulings import Ruling, append, effective, pairs, read, reverse, ruling, thing_kind

A, B, C = "doca.10.1", "doca.20.1", "docb.5.2"


def written(path, *rows):
    lines = ["\t".join(rulings.COLUMNS[:3]), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("0a.12.3", "person"),
        ("0a.12-2.3", "person"),
        ("0a.12.e1", "person"),
        ("0a.m77", "person"),
        ("0a.12", "work"),
        ("0a.o33", "organisation"),
        ("0a.12.o1", "organisation"),
        ("0123456789abcdef", "decision"),
        ("person/12", ""),
        ("", ""),
    ],
)
def test_an_id_tells_what_it_names(thing, kind):
    assert thing_kind(thing) == kind


def test_no_file_holds_no_rulings(tmp_path):
    assert read(tmp_path / "decisions.tsv") == []


def test_what_is_appended_is_read_back_with_lines_agents_and_comments(tmp_path):
    path = tmp_path / "decisions.tsv"
    append(path, [ruling("same", B, A, agent="ada", time="2024-01-02", comment="one\tperson\nindeed")])
    found = append(path, [ruling("different", A, C)])
    assert found == read(path)
    assert [(r.kind, r.things, r.agent, r.time) for r in found] == [
        ("same", (A, B), "ada", "2024-01-02"),
        ("different", (A, C), "", ""),
    ]
    assert found[0].comment == "one person indeed"
    assert found[0].line < found[1].line
    assert path.read_text().count("subject_id") == 1


def test_ids_may_be_written_as_iris_or_curies(tmp_path):
    iri = "https://w3id.org/kg/id/mention/" + A
    assert read(written(tmp_path / "d.tsv", (iri, "owl:sameAs", "mention:" + B)))[0].things == (A, B)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ((A, "kg:likes", B), "predicate_id is 'kg:likes'"),
        ((A, "skos:exactMatch", "doca.10"), "the two things are of different kinds"),
        ((A, "skos:exactMatch", A), "'same' needs two different things"),
        ((A, "skos:exactMatch", "person/7"), "'7' is no id"),
        ((A, "kg:undoes", "x"), "an undo names something else"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path, row, problem):
    with pytest.raises(RulingError) as caught:
        read(written(tmp_path / "d.tsv", row))
    assert "d.tsv:2" in str(caught.value)
    assert problem in str(caught.value)


def test_a_missing_column_and_a_binary_file_are_named(tmp_path):
    path = tmp_path / "d.tsv"
    path.write_text("subject_id\tobject_id\nx\ty\n")
    with pytest.raises(RulingError, match="the column predicate_id is missing"):
        read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulingError, match="save it as UTF-8 text"):
        read(path)


def test_contradicting_rulings_name_both_lines(tmp_path):
    path = written(
        tmp_path / "d.tsv", (A, "skos:exactMatch", B), (B, "skos:exactMatch", C), (A, "owl:differentFrom", C)
    )
    with pytest.raises(RulingError) as caught:
        effective(read(path), str(path))
    assert "d.tsv:4" in str(caught.value)
    assert "line 2" in str(caught.value)


def test_a_contradiction_is_not_written(tmp_path):
    path = tmp_path / "decisions.tsv"
    append(path, [ruling("same", A, B)])
    before = path.read_bytes()
    with pytest.raises(RulingError):
        append(path, [ruling("different", A, B)])
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.tsv"]


def test_an_undone_ruling_no_longer_holds_and_an_undone_undo_lets_it_hold_again():
    same = ruling("same", A, B)
    undo = ruling("undo", same.decision_id)
    assert effective([same, undo]) == []
    again = ruling("undo", undo.decision_id)
    assert effective([same, undo, again]) == [same]
    assert effective([same, undo, ruling("different", A, B)])[0].kind == "different"


def test_an_undo_of_nothing_is_an_error():
    with pytest.raises(RulingError, match="no ruling 0123456789abcdef to undo"):
        effective([Ruling("undo", ("0123456789abcdef",), line=9)])


def test_the_same_ruling_given_twice_has_two_ids(tmp_path):
    first, second = append(tmp_path / "d.tsv", [ruling("same", A, B), ruling("same", A, B)])
    assert first.decision_id != second.decision_id
    undone = [first, second, ruling("undo", first.decision_id)]
    assert effective(undone) == [second]


def test_reversing_a_decision_of_the_resolver_rules_the_opposite_and_of_a_ruling_undoes_it():
    decision = {"decision_id": "0123456789abcdef", "outcome": "same", "left_id": A, "right_id": B, "override": False}
    assert reverse(decision).kind == "different"
    assert reverse(decision | {"outcome": "unsure"}).kind == "same"
    assert reverse(decision | {"override": True}) == ruling("undo", "0123456789abcdef")


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        append(tmp_path / "file" / "decisions.tsv", [ruling("same", A, B)])


mentions = st.builds("d{}.{}.{}".format, st.integers(0, 3), st.integers(0, 3), st.integers(1, 3))


@given(st.lists(st.tuples(st.sampled_from(["same", "different"]), mentions, mentions), max_size=8))
def test_rulings_in_force_never_contradict_each_other(rows):
    given_rulings = [ruling(kind, a, b) for kind, a, b in rows if a != b]
    try:
        held = effective(given_rulings)
    except RulingError:
        return
    same, different = pairs(held, "person")
    group = {thing: thing for pair in (*same, *different) for thing in pair}
    for _ in group:
        for a, b in same:
            group[a] = group[b] = min(group[a], group[b])
    assert all(group[a] != group[b] for a, b in different)
