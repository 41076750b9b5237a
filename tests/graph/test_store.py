import json

import pyoxigraph as ox
import pytest
from example import example_tables

from kg.errors import GraphError, OutputError
from kg.graph.blocks import RunInfo
from kg.graph.store import SEAL, GraphStore
from kg.graph.writer import write_nquads


@pytest.fixture(scope="module")
def nquads(tmp_path_factory):
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    write_nquads(example_tables(), path, run=RunInfo())
    return path


@pytest.fixture
def folder(tmp_path, nquads):
    GraphStore.build(tmp_path / "store", nquads)
    return tmp_path / "store"


def count(path):
    return sum(1 for _ in ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


def test_a_store_in_memory_holds_what_was_loaded(nquads):
    store = GraphStore.memory()
    assert store.load(nquads) == count(nquads) == len(store.raw)


def test_a_store_on_disk_answers_after_it_is_opened_again(folder, nquads):
    solutions = GraphStore.open(folder).query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert int(next(iter(solutions))["n"].value) == count(nquads)


def test_nothing_but_the_store_is_left_in_the_folder(folder):
    assert [path.name for path in folder.parent.iterdir()] == ["store"]


def test_a_reader_goes_on_reading_while_the_next_store_takes_its_place(folder, nquads):
    reader = GraphStore.open(folder)
    GraphStore.build(folder, nquads)
    assert len(reader.raw) == count(nquads)


def test_a_missing_store_says_how_to_build_one(tmp_path):
    with pytest.raises(GraphError, match=r"there is no graph store here; run: kg build"):
        GraphStore.open(tmp_path / "store")


def test_an_unfinished_store_is_noticed(folder):
    (folder / SEAL).unlink()
    with pytest.raises(GraphError, match="unfinished"):
        GraphStore.open(folder)


@pytest.mark.parametrize("seal", ["", "[]", "{}", "null"])
def test_a_damaged_seal_is_noticed(folder, seal):
    (folder / SEAL).write_text(seal)
    with pytest.raises(GraphError, match="seal of the graph store is damaged"):
        GraphStore.open(folder)


def test_a_store_of_another_version_is_noticed(folder):
    (folder / SEAL).write_text(json.dumps({"version": 99}))
    with pytest.raises(GraphError, match="of version 99"):
        GraphStore.open(folder)


def damage(folder):
    for table in folder.glob("*.sst"):
        with table.open("r+b") as file:
            file.truncate(50)


def test_a_damaged_store_is_noticed_and_rebuilt_from_the_nquads(folder, nquads):
    damage(folder)
    with pytest.raises(GraphError, match="damaged"):
        GraphStore.open(folder)
    assert len(GraphStore.open_or_rebuild(folder, nquads).raw) == count(nquads)


def test_a_damaged_store_without_nquads_stays_an_error(folder, tmp_path):
    damage(folder)
    with pytest.raises(GraphError, match="damaged"):
        GraphStore.open_or_rebuild(folder, tmp_path / "none.nq")


def test_a_file_that_is_not_nquads_leaves_the_last_store_whole(folder, nquads, tmp_path):
    bad = tmp_path / "bad.nq"
    bad.write_text("<http://a> <http://b> <http://c> .\nnonsense\n")
    with pytest.raises(GraphError, match=r"bad\.nq:2: not N-Quads"):
        GraphStore.build(folder, bad)
    assert len(GraphStore.open(folder).raw) == count(nquads)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GraphError, match=r"none\.nq: there is no such file"):
        GraphStore.memory().load(tmp_path / "none.nq")


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path, nquads):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        GraphStore.build(tmp_path / "file" / "store", nquads)
