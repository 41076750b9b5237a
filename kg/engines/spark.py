"""Stages on a Spark cluster: the same functions, each over whole groups of a partition.

Needs the extra `kg[spark]` and Java 17 or later. Used in place of `LocalEngine` where rows are more than one machine
takes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.engines.stages import Stage
from kg.errors import MissingExtra

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class SparkEngine:
    """Runs a stage with `repartition(key)` and `mapInArrow`.

    `session` is the cluster; None starts Spark on this machine, on all cores, and keeps it until the process ends.
    `partitions` is how many parts the rows are spread over (None: what the session is set to).
    """

    session: SparkSession | None = None
    partitions: int | None = None

    def run(self, stage: Stage, table: pa.Table) -> pa.Table:
        """All rows that the stage makes of the table.

        Raises:
            MissingExtra: PySpark is not installed.
        """
        if not table.num_rows:
            return stage.schema.empty_table()
        spark = self.session or local_session()
        from pyspark.sql.pandas.types import from_arrow_schema

        rows = spark.createDataFrame(table)
        spread = rows.repartition(self.partitions, stage.key) if self.partitions else rows.repartition(stage.key)
        made = spread.mapInArrow(_partition(stage), from_arrow_schema(stage.schema))
        return made.toArrow().cast(stage.schema)


def _partition(stage: Stage) -> Any:
    """What Spark calls with the batches of one partition."""
    function, schema = stage.function, stage.schema

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held = list(batches)
        if held:
            yield from function(pa.Table.from_batches(held)).cast(schema).to_batches()

    return run


def local_session() -> SparkSession:
    """Spark on this machine, reached from nowhere else; started once."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtra("the Spark engine", "spark") from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    paths = os.pathsep.join(path for path in sys.path if path)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.executorEnv.PYTHONPATH": paths,  # functions are looked up by name where they run
    }
    builder = SparkSession.builder.appName("kg").master("local[*]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
