import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_of_totals import SCHEMA, STAGE, rows

from kg.engines.local import LocalEngine
from kg.engines.stages import Stage


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 99)), max_size=40), st.integers(1, 7))
def test_partitions_on_disk_give_the_same_rows_as_one_table_in_memory(pairs, limit):
    whole = LocalEngine().run(STAGE, rows(pairs)).sort_by("key")
    spread = LocalEngine(in_memory=limit).run(STAGE, rows(pairs)).sort_by("key")
    assert whole.equals(spread)


def test_partitions_are_removed_afterwards(tmp_path):
    LocalEngine(in_memory=2, folder=tmp_path).run(STAGE, rows([("a", 1), ("b", 2), ("c", 3), ("d", 4)]))
    assert not list(tmp_path.iterdir())


def test_partitions_are_removed_when_a_stage_fails(tmp_path):
    def broken(table):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        LocalEngine(in_memory=1, folder=tmp_path).run(
            Stage("broken", "key", broken, SCHEMA), rows([("a", 1), ("b", 2)])
        )
    assert not list(tmp_path.iterdir())
