"""The same stages on a real Spark."""

import shutil
import warnings

import pytest
from stage_of_totals import SCHEMA, STAGE, rows

from kg.engines.local import LocalEngine
from kg.engines.spark import SparkEngine, local_session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.spark,
    pytest.mark.skipif(not shutil.which("java"), reason="no Java: install default-jre-headless"),
    pytest.mark.filterwarnings("default"),  # Spark and its gateway warn of sockets and versions that are not ours
]


@pytest.fixture(scope="module")
def session():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        spark = local_session()
    yield spark
    spark.stop()


def test_spark_gives_the_same_rows_as_the_local_engine(session):
    given = rows([(f"k{n % 37}", n * n % 101) for n in range(2000)])
    here = LocalEngine().run(STAGE, given).sort_by("key")
    there = SparkEngine(session, partitions=5).run(STAGE, given).sort_by("key")
    assert there.equals(here)


def test_nothing_in_gives_nothing_out_and_few_keys_leave_partitions_empty(session):
    assert SparkEngine(session).run(STAGE, rows([])).equals(SCHEMA.empty_table())
    assert SparkEngine(session, partitions=8).run(STAGE, rows([("a", 1), ("a", 2)])).to_pylist() == [
        {"key": "a", "total": 3, "values": [1, 2]}
    ]
