import json
import shutil
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
from kg.graph.compact import folded_names, graphs_asked, in_default_graph, is_large
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


def test_a_compact_store_holds_the_resolved_graph_in_the_default_graph_and_the_description(folder):
    store = GraphStore.open(folder)
    assert store.compact
    whole = example_asker().store
    resolved = {
        (q.subject, q.predicate, q.object)
        for q in whole.quads_for_pattern(None, None, None, ox.NamedNode("https://w3id.org/kg/ns#resolved"))
    }
    held = {
        (q.subject, q.predicate, q.object) for q in store.raw.quads_for_pattern(None, None, None, ox.DefaultGraph())
    }
    assert held == resolved
    assert {graph.value for graph in store.raw.named_graphs()} == {"https://w3id.org/kg/ns#provenance"}


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_answers_on_a_compact_store_with_the_expected_rows(name, asker):
    expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    rows = asker.answer(asker.question(PRESETS[name], expected["params"]))
    assert plain_rows(rows) == expected["rows"]
    whole = example_asker()
    assert rows.labels == whole.answer(whole.question(PRESETS[name], expected["params"])).labels


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
    ("text", "message"),
    [
        (
            "SELECT (SHA1(?n) AS ?s) { GRAPH kg:provenance { ?m kg:nameAsPrinted ?n } }",
            "answers this only from its tables",
        ),
        ("SELECT ?s FROM kg:resolved { ?s ?p ?o }", "the dataset of a graph of this size cannot be chosen"),
    ],
)
def test_what_neither_store_nor_tables_answer_is_refused_and_never_answered_empty(asker, text, message):
    with pytest.raises(QueryError, match=message):
        asker.answer(asker.question("PREFIX kg: <https://w3id.org/kg/ns#> " + text))


def test_a_damaged_compact_store_is_rebuilt_from_the_tables(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "store" / SEAL).unlink()
    rebuilt = GraphStore.open(copy)
    assert not rebuilt.compact  # of so small a graph, the whole
    assert len(Asker(rebuilt).store) == len(example_asker().store)


def test_what_makes_a_graph_large_is_its_rows():
    rows = pa.table({"mention_id": ["a", "b"]})
    assert is_large({"mentions": rows}, 2) and not is_large({"mentions": rows}, 3)


def test_only_the_resolved_graph_is_read_as_the_default_graph():
    text = (
        'PREFIX k: <https://w3id.org/kg/ns#> SELECT * { GRAPH k:resolved { ?a ?b "GRAPH k:resolved" } '
        "# GRAPH k:resolved\n GRAPH ?g { ?a ?c ?d } }"
    )
    assert graphs_asked(text) == {"https://w3id.org/kg/ns#resolved", "?"}
    changed = in_default_graph(text)
    assert len(changed) == len(text)
    assert changed.count("k:resolved") == 2 and "GRAPH ?g" in changed


def test_whole_columns_are_folded_as_single_names_are():
    import polars as pl

    names = ["Ada  Lindqvist", "Müller-Lüdenscheidt, José", "王伟", "O'Brien", "...", "ß", ""]
    assert folded_names(pl.Series(names)).to_list() == [fold(name) for name in names]
