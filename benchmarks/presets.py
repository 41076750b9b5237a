"""Every preset on a graph of many works: the store made and opened, then rows and milliseconds.

    python benchmarks/presets.py --works 1000000 [--folder DIR]
    python benchmarks/presets.py --works 10000 --engines columns,oxigraph,rdflib [--seconds 120]

The graph is the one of benchmarks/made_up.py and stays in --folder. `columns` is the store of a large graph; `oxigraph`
and `rdflib` are asked with the same texts on a store of the whole dataset. Times are CPU milliseconds of this process,
which other work on the machine disturbs little, and wall time beside them. The rows are counted, not turned into
Python objects, on every engine that can leave that out. A preset that takes more than --seconds of CPU time is given
up, where the engine lets itself be interrupted.
"""

import argparse
import resource
import signal
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


def prepared(folder, works, *, columns):
    """The store of a made-up graph, of columns or whole; says what making and opening it took."""
    if not (folder / "tables").is_dir():
        write(made_up(works), folder / "tables")
    place = folder / ("store" if columns else "whole-store")
    if not place.is_dir():
        wall, cpu = time.perf_counter(), time.process_time()
        GraphStore.build(place, folder / "tables", run=RunInfo(), large_rows=0 if columns else 10**12)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{place.name}: {cpu:.1f} CPU s, {wall:.1f} s, peak {peak:,} MB", flush=True)
    wall = time.perf_counter()
    asker = Asker(GraphStore.open_store(place))
    print(f"{place.name} opened: {1000 * (time.perf_counter() - wall):.0f} ms", flush=True)
    return asker


def measured(asker, preset, engine, repeat):
    """(rows, CPU milliseconds at first, median of CPU, median of wall)."""
    question = asker.question(preset, parameters(preset))
    times, rows = [], 0
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        rows = len(asker.answer(question, engine))
        times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
    cpus, walls = zip(*times, strict=True)
    return rows, cpus[0], statistics.median(cpus[1:] or cpus), statistics.median(walls[1:] or walls)


def given_up(number, frame):
    raise TimeoutError


def table(asker, engine, options, only):
    """Prints the lines of one engine; returns CPU milliseconds by preset."""
    print(f"| {engine}, {options.works:,} works | about | rows | first ms CPU | ms CPU | ms wall |")
    print("|---|---|---|---|---|---|")
    taken = {}
    asked = "rdflib" if engine == "rdflib" else "oxigraph"
    if engine == "rdflib":
        cpu = time.process_time()
        asker.answer(asker.question("ASK {}"), asked)
        print(f"rdflib loaded: {time.process_time() - cpu:.0f} CPU s", flush=True)
    for name, preset in load_all().items():
        if only and name not in only:
            continue
        about = "one thing" if any(p.thing and not p.optional for p in preset.parameters) else "the graph"
        signal.setitimer(signal.ITIMER_PROF, options.seconds)
        try:
            rows, first, cpu, wall = measured(asker, preset, asked, 1 if engine == "rdflib" else options.repeat)
        except (KGError, TimeoutError, RecursionError) as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            print(
                f"| {name} | {about} | {str(error) or f'given up after {options.seconds:.0f} CPU s'} | | | |",
                flush=True,
            )
            continue
        signal.setitimer(signal.ITIMER_PROF, 0)
        taken[name] = cpu
        print(f"| {name} | {about} | {rows:,} | {first:.0f} | {cpu:.1f} | {wall:.1f} |", flush=True)
    print(f"| all together | {len(taken)} presets | | | {sum(taken.values()):.0f} | |", flush=True)
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--engines", default="columns")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, given_up)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="kg-presets-"))
    only = set(options.only.split(",")) - {""}
    taken = {}
    for engine in options.engines.split(","):
        taken[engine] = table(prepared(folder, options.works, columns=engine == "columns"), engine, options, only)
    fastest = taken.get("columns", {})
    for engine, times in taken.items():
        both = times.keys() & fastest.keys()
        if engine != "columns" and both:
            mine, theirs = (sum(found[name] for name in both) for found in (fastest, times))
            print(f"{engine}: {theirs / max(mine, 0.001):.1f} times the time of columns, over {len(both)} presets")


if __name__ == "__main__":
    main()
