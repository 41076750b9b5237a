"""The default engine: in this process, in memory while the rows are few, over hash partitions on disk when they are
many.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kg.engines.stages import Stage


@dataclass(frozen=True)
class LocalEngine:
    """Runs stages one partition after another.

    Up to `in_memory` rows a stage gets the whole table. Above, rows are spread over Parquet files by the hash of the
    key,
    about `in_memory` rows each, so that no more than one partition is in memory; `folder` is where they go (a temporary
    folder if None), removed afterwards.
    """

    in_memory: int = 2_000_000
    folder: Path | None = None

    def run(self, stage: Stage, table: pa.Table) -> pa.Table:
        """All rows that the stage makes of the table."""
        if table.num_rows <= self.in_memory:
            return stage.function(table).cast(stage.schema) if table.num_rows else stage.schema.empty_table()
        parts = -(-table.num_rows // self.in_memory)
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=f"kg-{stage.name}-") as temporary:
            files = _spread(table, stage.key, parts, Path(temporary))
            made = [stage.function(pq.read_table(path)).cast(stage.schema) for path in files]
        return pa.concat_tables(made) if made else stage.schema.empty_table()


def _spread(table: pa.Table, key: str, parts: int, folder: Path) -> list[Path]:
    """One file a partition; rows with the same key are in the same file. Empty partitions have none."""
    frame = pl.DataFrame(pl.from_arrow(table))
    number = frame[key].hash(seed=0) % parts
    files = []
    for part in range(parts):
        rows = table.filter(pa.array((number == part).to_numpy()))
        if rows.num_rows:
            path = folder / f"{part:05d}.parquet"
            pq.write_table(rows, path)
            files.append(path)
    return files
