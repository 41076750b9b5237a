"""Every preset on a graph of many works: the store made and opened, then rows and milliseconds.

    python benchmarks/presets.py --works 100000 [--folder DIR] [--engines oxigraph,rdflib] [--whole]

The graph is the one of benchmarks/made_up.py and stays in --folder. A large graph has a compact store; with --whole it
has one of the whole dataset, on which rdflib can be asked too. Times are CPU milliseconds of this process, which other
work on the machine disturbs little, and wall time beside them.
"""

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

from made_up import BULK, made_up, write

from kg.errors import KGError
from kg.graph.asker import Asker
from kg.graph.blocks import RunInfo
from kg.graph.presets import load_all
from kg.graph.store import GraphStore
from kg.graph.vocab import BASE

GIVEN = {
    "person": f"{BASE}person/p0",
    "other": f"{BASE}person/p1",
    "venue": f"{BASE}venue/v1",
    "organisation": f"{BASE}organisation/o4",
    "work": f"{BASE}work/{BULK}.5",
}
PLAIN = {"integer": 2015, "literal": "kalimo", "decimal": 0.1}


def parameters(preset):
    """Values for what a preset needs: one busy person and its like."""
    return {p.name: GIVEN.get(p.name, PLAIN.get(p.type)) for p in preset.parameters if not p.optional}


def prepared(folder, works, *, whole):
    """The store of a made-up graph; says what loading and opening took."""
    if not (folder / "tables").is_dir():
        write(made_up(works), folder / "tables")
    if not (folder / "store").is_dir():
        wall, cpu = time.perf_counter(), time.process_time()
        rows = {"large_rows": 10**12} if whole else {}
        GraphStore.build(folder / "store", folder / "tables", run=RunInfo(), **rows)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"store: {cpu:.1f} CPU s, {wall:.1f} s, peak {peak:,} MB", flush=True)
    wall = time.perf_counter()
    asker = Asker(GraphStore.open(folder))
    print(
        f"opened: {1000 * (time.perf_counter() - wall):.0f} ms, {'compact' if asker.compact else 'whole'}", flush=True
    )
    return asker


def measured(asker, preset, engine, repeat):
    """(rows, CPU milliseconds at first, median of CPU, median of wall)."""
    question = asker.question(preset, parameters(preset))
    times, rows = [], 0
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        rows = len(asker.answer(question, engine, limit=10_000))
        times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    cpus, walls = zip(*times, strict=True)
    return rows, cpus[0], statistics.median(cpus), statistics.median(walls)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", default="oxigraph")
    parser.add_argument("--only", default="")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="kg-presets-"))
    asker = prepared(folder, options.works, whole=options.whole)
    only = set(options.only.split(",")) - {""}
    for engine in options.engines.split(","):
        print(f"| {engine}, {options.works:,} works | about | rows | first ms CPU | ms CPU | ms wall |")
        print("|---|---|---|---|---|---|")
        total = 0.0
        for name, preset in load_all().items():
            if only and name not in only:
                continue
            about = "one thing" if any(p.thing and not p.optional for p in preset.parameters) else "the graph"
            try:
                rows, first, cpu, wall = measured(asker, preset, engine, options.repeat)
            except KGError as error:
                print(f"| {name} | {about} | {error} | | | |", flush=True)
                continue
            total += cpu
            print(f"| {name} | {about} | {rows:,} | {first:.0f} | {cpu:.1f} | {wall:.1f} |", flush=True)
        print(f"| all together | | | | {total:.0f} | |")


if __name__ == "__main__":
    main()
