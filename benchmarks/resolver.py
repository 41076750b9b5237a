"""How fast who is who is told, and how that grows: `python -m benchmarks.resolver --works 10000 30000 100000`.

For each number of works an invented bibliography is written and read, and `kg.resolver.resolve` runs on its tables in a
process of its own. Prints signatures, people, seconds and CPU seconds of resolving, signatures a second of each, the
greatest memory of the process, the same without pages of mapped files (which the system can drop), the B-cubed figures
against the gold labels, and at the end the exponent with which CPU
time grows. With --input FILE a file that `kg build` reads is resolved instead.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from kg import extractors, resolver, schemas
from kg.engines.spill import mapped
from kg.evaluation.gold import read_gold

TABLES = "tables"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolver", description=__doc__)
    parser.add_argument("--works", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--input", type=Path, nargs="*", default=[], help="files to resolve instead")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(resolved(arguments.child)))
        return
    print(f"{'works':>9}{'names':>10}{'people':>10}{'s':>8}{'CPU s':>8}{'/s':>8}{'/CPU s':>8}", end="")
    print(f"{'GB':>6}{'own':>6}{'P':>7}{'R':>7}")
    measured = []
    for given in arguments.input or arguments.works:
        with tempfile.TemporaryDirectory() as folder:
            source, gold = (given, None) if arguments.input else invented(given, Path(folder))
            extract(source, Path(folder) / TABLES)
            measured.append(run(Path(folder), gold))
    if len(measured) > 1:
        first, last = measured[0], measured[-1]
        growth = math.log(last["cpu"] / first["cpu"]) / math.log(last["names"] / first["names"])
        print(f"CPU time grows with the number of names to the power of {growth:.2f}")


def invented(works: int, folder: Path) -> tuple[Path, Path]:
    """An invented bibliography of so many works, and its labels."""
    made, gold = folder / "works.jsonl", folder / "gold.jsonl"
    command = [sys.executable, "-m", "benchmarks.synthetic", "--works", works, "--out", made, "--gold", gold]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    return made, gold


def extract(path: Path, folder: Path) -> None:
    """The extracted tables of a file, as Parquet files."""
    folder.mkdir()
    source = extractors.open_source(path)
    batches = list(extractors.extract(source, as_format=extractors.recognise(source).name))
    for name in schemas.EXTRACTED:
        parts = [batch.tables[name] for batch in batches if name in batch.tables]
        pq.write_table(pa.concat_tables([schemas.empty(name), *parts]), folder / f"{name}.parquet")


def run(folder: Path, gold: Path | None) -> dict[str, Any]:
    """Resolve in a process of its own and print the line; what was measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.resolver", "--child", str(folder)], check=True, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout)
    names, seconds, cpu = found["names"], found["seconds"], found["cpu"]
    scores = "".join(f"{score:>7.3f}" for score in b_cubed(folder, gold)) if gold else ""
    print(
        f"{found['works']:>9}{names:>10}{found['people']:>10}{seconds:>8.1f}{cpu:>8.1f}{names / seconds:>8.0f}"
        f"{names / cpu:>8.0f}{found['memory']:>6.2f}{found['own']:>6.2f}{scores}",
        flush=True,
    )
    return found


def resolved(folder: Path) -> dict[str, Any]:
    """Resolve the tables of a folder; people are written beside them."""
    tables = {name: read(folder / TABLES / f"{name}.parquet", schema) for name, schema in schemas.EXTRACTED.items()}
    started, cpu = time.perf_counter(), time.process_time()
    with own_memory() as own:
        found = resolver.resolve(tables)
    measured = {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "own": max(own) / 1e6,
        "works": found["works"].num_rows,
        "names": tables["mentions"].num_rows,
        "people": found["people"].num_rows,
    }
    pq.write_table(found["mention_people"], folder / "mention_people.parquet")
    return measured


def read(path: Path, schema: pa.Schema) -> pa.Table:
    """A table as a build reads it: mapped from a file where it is large."""
    with pq.ParquetFile(path) as file:
        return mapped(schema, (file.read_row_group(number) for number in range(file.num_row_groups)))


@contextlib.contextmanager
def own_memory() -> Iterator[list[int]]:
    """Kilobytes of this process that are not pages of files, ten times a second; 0 where the system does not say."""
    seen, over = [0], threading.Event()
    status = Path("/proc/self/status")

    def watch() -> None:
        while not over.wait(0.1):
            said = re.search(r"RssAnon:\s+(\d+)", status.read_text())
            seen.append(int(said[1]) if said else 0)

    watcher = threading.Thread(target=watch, daemon=True)
    if status.exists():
        watcher.start()
    try:
        yield seen
    finally:
        over.set()


def b_cubed(folder: Path, gold: Path) -> tuple[float, float]:
    """B-cubed precision and recall of all labelled names, over the whole collection."""
    tables = {name: pq.read_table(folder / TABLES / f"{name}.parquet") for name in ("records", "mentions")}
    labels = pl.DataFrame(pl.from_arrow(read_gold(gold, tables))).join(
        pl.read_parquet(folder / "mention_people.parquet"), on="mention_id"
    )
    both = pl.len().over("person_id", "label")
    scores = labels.select(
        (both / pl.len().over("person_id")).mean().alias("precision"), (both / pl.len().over("label")).mean()
    )
    return scores.row(0)  # type: ignore[return-value]


if __name__ == "__main__":
    main()
