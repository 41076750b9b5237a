import json
import os
import shutil

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
    GraphStore.create(tmp_path / "store", nquads)
    return tmp_path / "store"


def count(path):
    return sum(1 for _ in ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


def test_a_store_in_memory_holds_what_was_loaded(nquads):
    store = GraphStore.memory()
    assert store.load(nquads) == count(nquads) == len(store.raw)


def test_a_store_on_disk_answers_after_it_is_opened_again(folder, nquads):
    solutions = GraphStore.open_store(folder).query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert int(next(iter(solutions))["n"].value) == count(nquads)


def test_nothing_but_the_store_is_left_in_the_folder(folder):
    assert [path.name for path in folder.parent.iterdir()] == ["store"]


def test_a_reader_goes_on_reading_while_the_next_store_takes_its_place(folder, nquads):
    reader = GraphStore.open_store(folder)
    GraphStore.create(folder, nquads)
    assert len(reader.raw) == count(nquads)


def test_a_missing_store_says_how_to_build_one(tmp_path):
    with pytest.raises(GraphError, match=r"there is no graph store here; run: kg build"):
        GraphStore.open_store(tmp_path / "store")


def test_an_unfinished_store_is_noticed(folder):
    (folder / SEAL).unlink()
    with pytest.raises(GraphError, match="unfinished"):
        GraphStore.open_store(folder)


@pytest.mark.parametrize("seal", ["", "[]", "{}", "null"])
def test_a_damaged_seal_is_noticed(folder, seal):
    (folder / SEAL).write_text(seal)
    with pytest.raises(GraphError, match="seal of the graph store is damaged"):
        GraphStore.open_store(folder)


def test_a_store_of_another_version_is_noticed(folder):
    (folder / SEAL).write_text(json.dumps({"version": 99}))
    with pytest.raises(GraphError, match="of version 99"):
        GraphStore.open_store(folder)


def damage(folder):
    for table in folder.glob("*.sst"):
        with table.open("r+b") as file:
            file.truncate(50)


def test_a_damaged_store_is_noticed_and_rebuilt_from_the_nquads(folder, nquads):
    damage(folder)
    with pytest.raises(GraphError, match="damaged"):
        GraphStore.open_store(folder)
    shutil.copy(nquads, folder.parent / "graph.nq")
    assert len(GraphStore.open(folder.parent).raw) == count(nquads)


def test_a_damaged_store_without_nquads_stays_an_error(folder, tmp_path):
    damage(folder)
    with pytest.raises(GraphError, match="damaged"):
        GraphStore.open(tmp_path)


def test_a_file_that_is_not_nquads_leaves_the_last_store_whole(folder, nquads, tmp_path):
    bad = tmp_path / "bad.nq"
    bad.write_text("<http://a> <http://b> <http://c> .\nnonsense\n")
    with pytest.raises(GraphError, match=r"bad\.nq:2: not N-Quads"):
        GraphStore.create(folder, bad)
    assert len(GraphStore.open_store(folder).raw) == count(nquads)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GraphError, match=r"none\.nq: there is no such file"):
        GraphStore.memory().load(tmp_path / "none.nq")


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path, nquads):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        GraphStore.create(tmp_path / "file" / "store", nquads)


@pytest.fixture
def output(tmp_path, nquads):
    (tmp_path / "out").mkdir()
    shutil.copy(nquads, tmp_path / "out" / "graph.nq")
    GraphStore.create(tmp_path / "out" / "store", nquads)
    return tmp_path / "out"


def test_the_store_of_an_output_folder_is_found_in_it(output):
    assert GraphStore.open(output).folder == output / "store"


def test_the_damaged_store_of_an_output_folder_is_rebuilt_in_place(output, nquads):
    damage(output / "store")
    assert len(GraphStore.open(output).raw) == count(nquads)
    assert GraphStore.open_store(output / "store").folder == output / "store"


def test_the_missing_store_of_a_folder_that_cannot_be_written_is_held_in_memory(output, nquads, monkeypatch):
    shutil.rmtree(output / "store")
    (output / f".store.{os.getpid()}.part").write_text("in the way")
    opened = GraphStore.open(output)
    assert (len(opened.raw), opened.folder) == (count(nquads), None)


def test_tables_go_into_memory_as_the_same_quads_as_into_a_file(nquads):
    memory = GraphStore.in_memory(example_tables(), run=RunInfo())
    assert set(memory.raw) == set(ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS))


def test_a_store_is_made_of_tables_alone(tmp_path, nquads):
    store = GraphStore.create_from_tables(tmp_path / "store", example_tables(), run=RunInfo())
    assert len(store.raw) == count(nquads)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
