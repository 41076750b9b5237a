"""Tables to RDF and to a store: how many triples a second and how much memory, on made-up works.

    python benchmarks/graph.py [--works 100000] [--only nquads,turtle,compact,whole]

The graph is that of `made_up.py`, read from Parquet as a finished build's is. `compact` is the store of a large graph,
`whole` that of a small one, made from the N-Quads. Each step runs in a process of its own, so that its peak memory
is its own.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from made_up import made_up, write


def nquads(folder, run):
    from kg.graph.writer import write_nquads

    return sum(write_nquads(folder / "tables", folder / "graph.nq", run=run).values())


def turtle(folder, run):
    from kg.graph.turtle import write_turtle

    return write_turtle(folder / "tables", folder / "graph.ttl", run=run)


def compact(folder, run):
    from kg.graph.store import GraphStore

    described = GraphStore.create_compact(folder / "store", folder / "tables", run=run).raw
    most = "SELECT (MAX(?n) AS ?all) { GRAPH ?g { ?part <http://rdfs.org/ns/void#triples> ?n } }"
    return int(next(iter(described.query(most)))["all"].value)


def whole(folder, run):
    from kg.graph.store import GraphStore

    del run
    return len(GraphStore.create(folder / "whole-store", folder / "graph.nq").raw)


STEPS = {step.__name__: step for step in (nquads, turtle, compact, whole)}


def measured(step, folder):
    from kg.graph.writer import RunInfo

    started, cpu = time.perf_counter(), time.process_time()
    triples = STEPS[step](folder, RunInfo())
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    return triples, seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--only", default=",".join(STEPS))
    arguments = parser.parse_args()
    print("| step | triples | wall s | CPU s | triples/s (CPU) | peak MB |")
    print("|---|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(made_up(arguments.works), folder / "tables")
        for step in arguments.only.split(","):
            with ProcessPoolExecutor(1, mp_context=context) as process:
                triples, wall, cpu, peak = process.submit(measured, step, folder).result()
            print(f"| {step} | {triples:,} | {wall:.1f} | {cpu:.1f} | {triples / cpu:,.0f} | {peak:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
