import os
import subprocess
import sys
import textwrap

import pyarrow as pa
import pytest

from kg import schemas, workspace
from kg.errors import GraphError, OutputError


def published(folder, stamp):
    place = workspace.Workspace(folder)
    new = place.begin()
    workspace.write_tables({name: schemas.empty(name) for name in schemas.TABLES}, new / "tables")
    workspace.write_json(workspace.manifest([], {"stamp": stamp}, "1"), new / "manifest.json")
    (new / "graph.nq").write_text(stamp, encoding="utf-8")
    return place


def test_a_build_under_way_leaves_the_last_good_one_whole(tmp_path):
    published(tmp_path / "out", "first").publish()
    published(tmp_path / "out", "second")
    again = workspace.Workspace(tmp_path / "out")
    assert (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8") == "first"
    assert again.manifest()["configuration"] == {"stamp": "first"}
    assert set(again.tables()) == set(schemas.TABLES)


def test_a_publication_that_was_cut_short_is_finished_by_the_next_reader(tmp_path):
    published(tmp_path / "out", "first").publish()
    place = published(tmp_path / "out", "second")
    (place.next / "COMPLETE").write_text("tables\ngraph.nq\nmanifest.json", encoding="utf-8")
    os.replace(place.next / "graph.nq", tmp_path / "out" / "graph.nq")  # one file moved, then the power failed
    reader = workspace.Workspace(tmp_path / "out")
    reader.recover()
    assert reader.manifest()["configuration"] == {"stamp": "second"}
    assert (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8") == "second"
    assert not place.next.exists()


def test_what_a_build_no_longer_makes_goes_away_with_it(tmp_path):
    first = published(tmp_path / "out", "first")
    (first.next / "graph.html").write_text("picture", encoding="utf-8")
    first.publish()
    published(tmp_path / "out", "second").publish()
    assert not (tmp_path / "out" / "graph.html").exists()


def test_rulings_are_never_touched_by_a_build(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "decisions.tsv").write_text("mine", encoding="utf-8")
    published(tmp_path / "out", "first").publish()
    assert (tmp_path / "out" / "decisions.tsv").read_text(encoding="utf-8") == "mine"


def test_a_folder_of_other_files_is_not_taken(tmp_path):
    (tmp_path / "thesis.tex").write_text("important", encoding="utf-8")
    with pytest.raises(OutputError, match="holds other files and no graph; give a new or empty folder"):
        workspace.Workspace(tmp_path).begin()


def test_a_file_is_no_output_folder(tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="a file, not a folder"):
        workspace.Workspace(tmp_path / "out").begin()


def test_no_graph_says_how_to_make_one(tmp_path):
    with pytest.raises(GraphError, match=r"there is no graph here; run: kg build"):
        workspace.Workspace(tmp_path).tables()


def test_a_damaged_table_is_named(tmp_path):
    place = published(tmp_path / "out", "first")
    place.publish()
    (tmp_path / "out" / "tables" / "people.parquet").write_bytes(b"not parquet")
    with pytest.raises(GraphError, match=r"people\.parquet: this table cannot be read"):
        place.tables()


def test_a_table_of_another_version_is_named(tmp_path):
    place = published(tmp_path / "out", "first")
    workspace.write_tables({"people": pa.table({"who": ["x"]})}, place.next / "tables")
    place.publish()
    with pytest.raises(GraphError, match="another version"):
        place.tables()


def test_a_full_disk_is_an_output_error_that_says_where(tmp_path):
    script = f"""
        import resource
        from pathlib import Path
        from kg import workspace
        from kg.errors import OutputError
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            workspace.write_json(["x" * 100_000], Path({str(tmp_path / "big.json")!r}))
        except OutputError as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "big.json: it cannot be written" in done.stdout or "it cannot be written" in done.stdout
