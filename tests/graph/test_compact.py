import json
import pickle
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from asking import asking_tables, example_asker, plain_rows

from kg.errors import AmbiguousName, QueryError
from kg.graph import presets
from kg.graph.asker import Asker
from kg.graph.blocks import RunInfo
from kg.graph.compact import DESCRIPTION, folded_names, is_large
from kg.graph.names import fold
from kg.graph.query import run
from kg.graph.store import SEAL, GraphStore
from kg.graph.vocab import PREFIXES

EXPECTED = Path(__file__).parent / "expected"
PRESETS = presets.load_all()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An output folder as a large graph has it: a compact store, and the tables beside it."""
    folder = tmp_path_factory.mktemp("compact")
    tables = asking_tables()
    (folder / "tables").mkdir()
    for name, table in tables.items():
        pq.write_table(table, folder / "tables" / f"{name}.parquet")
    GraphStore.build(folder / "store", tables, run=RunInfo(), large_rows=0)
    return folder


@pytest.fixture(scope="module")
def asker(folder):
    return Asker(GraphStore.open(folder))


def test_a_compact_store_gives_every_statement_of_the_dataset_by_pattern(asker):
    whole = example_asker().store
    graphs = [ox.NamedNode(PREFIXES["kg"] + name) for name in ("resolved", "provenance", "decisions")]
    held = {quad for graph in graphs for quad in whole.quads_for_pattern(None, None, None, graph)}
    statements = asker.compact.statements
    assert set(statements.quads_for_pattern(None, None, None)) == held
    for quad in sorted(held, key=str)[::40]:
        asked = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        assert list(statements.quads_for_pattern(*asked)) == [quad]
        for place in range(4):
            some = tuple(None if n == place else part for n, part in enumerate(asked))
            expected = {q for graph in graphs for q in whole.quads_for_pattern(*some[:3], some[3] or graph)}
            assert set(statements.quads_for_pattern(*some)) == expected


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_answers_on_a_compact_store_with_the_expected_rows(name, asker):
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    rows = asker.answer(asker.question(PRESETS[name], expected["params"]))
    assert plain_rows(rows) == expected["rows"]
    whole = example_asker()
    assert rows.labels == whole.answer(whole.question(PRESETS[name], expected["params"])).labels


@pytest.mark.parametrize("name", PRESETS)
def test_rows_that_are_columns_are_written_as_other_rows_are(name, asker):
    params = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))["params"]
    rows = asker.answer(asker.question(PRESETS[name], params))
    plain = replace(rows, terms=tuple(rows.terms), labels=dict(rows.labels))
    carried = pickle.loads(pickle.dumps(rows))
    for found in (rows, carried):
        assert found == plain
        assert found.to_dicts() == plain.to_dicts()
        for form in ("table", "csv", "tsv", "html"):
            assert found.serialise(form) == plain.serialise(form)
        assert json.loads(found.serialise("json")) == json.loads(plain.serialise("json"))
        assert found.to_polars().equals(plain.to_polars()) or not len(plain)
        assert found.to_pandas().equals(plain.to_pandas()) or not len(plain)


def test_the_process_that_can_be_stopped_answers_from_the_tables_too(folder):
    store = GraphStore.open(folder)
    assert len(run(store, "mentions-of-person", {"person": "Ada Lindqvist"}, timeout=60)) > 1


@pytest.mark.parametrize(
    "value", ["Ada Lindqvist", "ÁDA LINDQVÏST", "Lindqvist, Ada", "A. Lindqvist", "0000-0002-1825-0097"], ids=str
)
def test_a_person_is_found_by_any_name_and_identifier(asker, value):
    assert asker.look_up(value, "http://xmlns.com/foaf/0.1/Person").endswith("/person/orcid-0000-0002-1825-0097")


def test_names_that_several_bear_or_nobody_are_listed(asker):
    person = "http://xmlns.com/foaf/0.1/Person"
    with pytest.raises(AmbiguousName, match="1 work, 2019"):
        asker.look_up("Wei Chen", person)
    with pytest.raises(QueryError, match="did you mean Ada Lindqvist <https"):
        asker.look_up("Ada Lindquist", person)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?n { <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> foaf:name ?n }", 1),
        ("SELECT ?n { GRAPH kg:resolved { ?p a foaf:Person ; foaf:name ?n } }", 7),
        ("SELECT ?m { GRAPH kg:provenance { ?m a kg:Mention } } LIMIT 3", 3),
        ("SELECT ?n { GRAPH kg:provenance { ?d a void:Dataset ; void:triples ?n } }", 4),
        ("ASK { ?p a foaf:Person }", 1),
        ("CONSTRUCT { ?p foaf:name ?n } { ?p a foaf:Person ; foaf:name ?n }", 7),
        ("SELECT (SHA1(?n) AS ?s) { ?p a foaf:Person ; foaf:name ?n }", 7),
    ],
)
def test_free_questions_go_to_the_store_or_to_the_tables(asker, text, rows):
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("foaf", "kg", "void"))
    whole = example_asker()
    found = asker.answer(asker.question(prefixes + text))
    assert len(found) == rows
    if "LIMIT" not in text and "void" not in text:
        assert set(found.terms) == set(whole.answer(whole.question(prefixes + text)).terms)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (SHA1(?n) AS ?s) { GRAPH kg:provenance { ?m kg:nameAsPrinted ?n } }",
        "SELECT ?p (GROUP_CONCAT(?n; SEPARATOR=', ') AS ?all) { ?p a foaf:Person ; foaf:name ?n } GROUP BY ?p",
        "SELECT ?s ?o FROM kg:resolved { ?s foaf:name ?o }",
        "SELECT ?s ?o FROM kg:provenance FROM NAMED kg:decisions "
        "{ ?s kg:refersTo ?o FILTER EXISTS { GRAPH ?g { ?d ?e ?s } } }",
        "SELECT ?n (COUNT(DISTINCT *) AS ?c) { ?a kg:coAuthorWith/foaf:name ?n } GROUP BY ?n",
        "SELECT ?s { ?s a foaf:Person . FILTER(STRLEN(ENCODE_FOR_URI(STR(?s))) > 3) ?s kg:coAuthorWith* ?o }",
        "SELECT ?p ?o { ?p !kg:coAuthorWith ?o . ?p a foaf:Person }",
        "DESCRIBE <https://w3id.org/kg/id/person/orcid-0000-0002-1825-0097> FROM kg:provenance",
        "CONSTRUCT { ?p foaf:nick ?u } { ?p foaf:name ?n BIND(SHA1(?n) AS ?u) }",
        "ASK FROM kg:decisions { ?d kg:outcome kg:Same }",
    ],
)
def test_what_columns_do_not_know_is_answered_from_all_that_it_touches(asker, text):
    text = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("foaf", "kg")) + text
    whole = example_asker()
    assert Counter(asker.answer(asker.question(text)).terms) == Counter(whole.answer(whole.question(text)).terms)


def test_a_question_that_touches_too_much_is_refused(asker, monkeypatch):
    monkeypatch.setattr("kg.graph.columns.slices._MOST_STATEMENTS", 5)
    with pytest.raises(QueryError, match="SHA1 is not answered from columns; it touches more than 5 statements"):
        asker.answer(asker.question("SELECT (SHA1(?n) AS ?s) { ?p <http://xmlns.com/foaf/0.1/name> ?n }"))


def test_a_path_that_may_be_empty_between_two_unknown_ends_is_refused(asker):
    text = "SELECT ?a ?b { ?a <https://w3id.org/kg/ns#coAuthorWith>* ?b }"
    with pytest.raises(QueryError, match="a path that may be empty between two unknown ends"):
        asker.answer(asker.question(text))


def test_a_whole_store_is_made_of_a_small_graph_whose_compact_one_is_damaged(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "store" / SEAL).unlink()
    rebuilt = GraphStore.open(copy)
    assert not rebuilt.compact
    assert len(Asker(rebuilt).store) == len(example_asker().store)


@pytest.mark.parametrize("damage", ["seal", "missing", "cut", "version", "description"])
def test_a_damaged_store_of_a_large_graph_is_rebuilt_from_the_tables(folder, tmp_path, monkeypatch, damage):
    monkeypatch.setattr("kg.graph.compact.LARGE_ROWS", 1)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    store = copy / "store"
    if damage == "seal":
        (store / SEAL).write_text("{", encoding="utf-8")
    elif damage == "missing":
        (store / "w.person").unlink()
    elif damage == "cut":
        (store / "c.0.0").write_bytes((store / "c.0.0").read_bytes()[:-8])
    elif damage == "version":
        seal = json.loads((store / SEAL).read_text(encoding="utf-8"))
        (store / SEAL).write_text(json.dumps(seal | {"version": 2}), encoding="utf-8")
    else:
        (store / DESCRIPTION).write_bytes(b"<" * (store / DESCRIPTION).stat().st_size)
    rebuilt = GraphStore.open(copy)
    assert rebuilt.compact and rebuilt.folder == store
    assert run(rebuilt, "coauthors", {"person": "Ada Lindqvist"})
    assert GraphStore.open_store(store).compact  # and stays so


def test_what_makes_a_graph_large_is_its_rows():
    rows = pa.table({"mention_id": ["a", "b"]})
    assert is_large({"mentions": rows}, 2) and not is_large({"mentions": rows}, 3)


def test_whole_columns_are_folded_as_single_names_are():
    import polars as pl

    names = ["Ada  Lindqvist", "Müller-Lüdenscheidt, José", "王伟", "O'Brien", "...", "ß", ""]
    assert folded_names(pl.Series(names)).to_list() == [fold(name) for name in names]
