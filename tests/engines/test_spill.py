import pyarrow as pa
import pytest

from kg.engines import spill
from kg.errors import OutputError

SCHEMA = pa.schema([("n", pa.int64()), ("words", pa.list_(pa.string()))])


def piece(first, count=100):
    numbers = range(first, first + count)
    return pa.table({"n": list(numbers), "words": [[f"word {n}", "more"] for n in numbers]}, schema=SCHEMA)


@pytest.mark.parametrize("limit", [0, 5_000, 10**9])
def test_a_table_is_the_same_in_memory_and_on_disk_and_nothing_stays_behind(monkeypatch, tmp_path, limit):
    monkeypatch.setattr(spill, "IN_MEMORY", limit)
    monkeypatch.setattr(spill.tempfile, "tempdir", str(tmp_path))
    with spill.Spill(SCHEMA) as rows:
        for n in range(10):
            rows.add(piece(100 * n))
        assert bool(list(tmp_path.iterdir())) == (limit < 10**9)
        table = rows.table()
    assert table.equals(piece(0, 1000))
    assert not list(tmp_path.iterdir())


def test_nothing_added_gives_an_empty_table():
    with spill.Spill(SCHEMA) as rows:
        assert rows.table().equals(SCHEMA.empty_table())


def test_an_error_meanwhile_leaves_no_file(monkeypatch, tmp_path):
    monkeypatch.setattr(spill, "IN_MEMORY", 0)
    monkeypatch.setattr(spill.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError), spill.Spill(SCHEMA) as rows:
        rows.add(piece(0))
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_an_error_that_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(spill, "IN_MEMORY", 0)
    monkeypatch.setattr(spill.tempfile, "tempdir", str(tmp_path / "absent"))
    with (
        pytest.raises(OutputError, match=r"cannot be written .*; free some space, or set TMPDIR"),
        spill.Spill(SCHEMA) as rows,
    ):
        rows.add(piece(0))


@pytest.mark.parametrize("limit", [0, 10**9])
def test_pieces_are_one_table_wherever_it_is(monkeypatch, tmp_path, limit):
    monkeypatch.setattr(spill, "IN_MEMORY", limit)
    monkeypatch.setattr(spill.tempfile, "tempdir", str(tmp_path))
    assert spill.mapped(SCHEMA, (piece(100 * n) for n in range(3))).equals(piece(0, 300))
    assert spill.mapped(SCHEMA, ()).equals(SCHEMA.empty_table())
    assert not list(tmp_path.iterdir())
