"""Tables to RDF, to a store, to files: how many triples a second and how much memory, on made-up works.

    python benchmarks/graph.py [--works 100000] [--only nquads,turtle,store,…]

The works are made up (three authors each, a tenth of them authors of several works); the shape of the rows is that of a
bulk feed: one document, structured selectors. Each step runs in its own process, so that its peak memory is its own.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa

from kg import schemas

DOCUMENT = "fe0000000000000d"
AUTHORS = 3


def _strings(template, numbers):
    return pa.array([template.format(n) for n in numbers.tolist()], pa.string())


def _table(table, rows, /, **columns):
    schema = schemas.TABLES[table]
    arrays = []
    for field in schema:
        column = columns.get(field.name)
        if column is None:
            arrays.append(pa.nulls(rows, field.type))
        elif isinstance(column, pa.Array | pa.ChunkedArray):
            arrays.append(column.cast(field.type))
        else:
            arrays.append(pa.array(np.repeat(np.array([column]), rows)).cast(field.type))
    return pa.table(arrays, schema=schema)


def _single_lists(values):
    offsets = pa.array(np.arange(len(values) + 1, dtype=np.int32))
    return pa.ListArray.from_arrays(offsets, values)


def made_up_tables(works: int, seed: int = 7) -> dict[str, pa.Table]:
    """Tables of a graph with that many works, three times as many signatures, and half as many people."""
    random = np.random.default_rng(seed)
    people = max(10, works // 2)
    numbers = np.arange(works)
    years = random.integers(1990, 2026, works).astype(np.int32)
    record_ids = _strings(DOCUMENT + ".{}", numbers)
    titles = _strings("On the made-up matter of number {} and what follows from it", numbers)
    signatures = np.arange(works * AUTHORS)
    work_of = np.repeat(numbers, AUTHORS)
    ordinal = np.tile(np.arange(1, AUTHORS + 1, dtype=np.int32), works)
    person_of = (random.pareto(1.2, works * AUTHORS) * people / 50).astype(np.int64) % people
    person_of = (person_of + ordinal) % people
    mention_ids = pa.array([f"{DOCUMENT}.{w}.{o}" for w, o in zip(work_of.tolist(), ordinal.tolist(), strict=True)])
    person_ids = _strings("p{}", person_of)
    names = _strings("Given{0} Family{0}", person_of)
    venues = max(5, works // 1000)
    venue_of = random.integers(0, venues, works)
    pairs = _pairs(person_of, works, years)
    fragments = _strings("record={}", numbers)
    tables = {name: schemas.empty(name) for name in schemas.TABLES}
    return tables | {
        "documents": _table("documents", 1, document_id=DOCUMENT, path="feed.jsonl", sha256=DOCUMENT * 4),
        "records": _table(
            "records",
            works,
            record_id=record_ids,
            document_id=DOCUMENT,
            fragment=fragments,
            title=titles,
            kind="paper",
            year=pa.array(years),
            year_as_printed=pa.array(years.astype(str)),
            venue=_strings("Venue {}", venue_of),
            status="published",
            author_list_complete=True,
            key=_strings("W{}", numbers),
            extractor="made-up/1",
            score=1.0,
        ),
        "mentions": _table(
            "mentions",
            len(signatures),
            mention_id=mention_ids,
            document_id=DOCUMENT,
            record_id=record_ids.take(work_of),
            fragment=fragments.take(work_of),
            role="author",
            ordinal=pa.array(ordinal),
            name=names,
            owner=False,
            equal_contribution=False,
        ),
        "works": _table(
            "works",
            works,
            work_id=record_ids,
            title=titles,
            kind="paper",
            year=pa.array(years),
            status="published",
            venue_id=_strings("v{}", venue_of),
            author_list_complete=True,
        ),
        "record_works": _table("record_works", works, record_id=record_ids, work_id=record_ids),
        "people": _table(
            "people",
            people,
            person_id=_strings("p{}", np.arange(people)),
            ambiguous=False,
            name=_strings("Given{0} Family{0}", np.arange(people)),
            given_name=_strings("Given{}", np.arange(people)),
            family_name=_strings("Family{}", np.arange(people)),
            alternative_names=_single_lists(_strings("G. Family{}", np.arange(people))),
        ),
        "mention_people": _table("mention_people", len(signatures), mention_id=mention_ids, person_id=person_ids),
        "authorships": _table(
            "authorships",
            len(signatures),
            authorship_id=mention_ids,
            work_id=record_ids.take(work_of),
            person_id=person_ids,
            role="author",
            ordinal=pa.array(ordinal),
            mention_ids=_single_lists(mention_ids),
        ),
        "venues": _table(
            "venues",
            venues,
            venue_id=_strings("v{}", np.arange(venues)),
            name=_strings("Venue {}", np.arange(venues)),
            kind="conference",
        ),
        "coauthorships": pairs,
    }


def _pairs(person_of, works, years):
    grid = person_of.reshape(works, AUTHORS)
    left = np.concatenate([grid[:, 0], grid[:, 0], grid[:, 1]])
    right = np.concatenate([grid[:, 1], grid[:, 2], grid[:, 2]])
    low, high = np.minimum(left, right), np.maximum(left, right)
    keep = low != high
    code = low[keep] * (high.max() + 1) + high[keep]
    year = np.tile(years, 3)[keep]
    order = np.argsort(code, kind="stable")
    unique, start, count = np.unique(code[order], return_index=True, return_counts=True)
    first = np.minimum.reduceat(year[order], start)
    last = np.maximum.reduceat(year[order], start)
    base = high.max() + 1
    return _table(
        "coauthorships",
        len(unique),
        left_id=_strings("p{}", unique // base),
        right_id=_strings("p{}", unique % base),
        weight=pa.array(count.astype(np.int32)),
        first_year=pa.array(first),
        last_year=pa.array(last),
    )


def _nquads(tables, folder, run):
    from kg.graph.writer import write_nquads

    return sum(write_nquads(tables, folder / "graph.nq", run=run).values())


def _turtle(tables, folder, run):
    from kg.graph.turtle import write_turtle

    return write_turtle(tables, folder / "graph.ttl", run=run)


def _turtle_all(tables, folder, run):
    from kg.graph.turtle import write_turtle

    return write_turtle(tables, folder / "all.ttl", run=run, provenance=True)


def _store(tables, folder, run):
    from kg.graph.store import GraphStore

    return len(GraphStore.create(folder / "store", folder / "graph.nq").raw)


def _store_resolved(tables, folder, run):
    from kg.graph.store import GraphStore

    return len(GraphStore.create_from_tables(folder / "resolved-store", tables, run=run).raw)


STEPS = {
    "nquads": _nquads,
    "turtle": _turtle,
    "turtle-provenance": _turtle_all,
    "store": _store,
    "store-resolved": _store_resolved,
}


def _measured(step, works, folder):
    from kg.graph.writer import RunInfo

    tables = made_up_tables(works)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, cpu = time.perf_counter(), time.process_time()
    triples = STEPS[step](tables, Path(folder), RunInfo())
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return triples, seconds, cpu, before / 1024, peak / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--only", default=",".join(STEPS))
    arguments = parser.parse_args()
    print("| step | triples | wall s | CPU s | triples/s (wall) | tables MB | peak MB |")
    print("|---|---|---|---|---|---|---|")
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for step in arguments.only.split(","):
            with ProcessPoolExecutor(1, mp_context=context) as process:
                triples, wall, cpu, before, peak = process.submit(_measured, step, arguments.works, folder).result()
            rate = f"{triples / wall:,.0f}"
            print(
                f"| {step} | {triples:,} | {wall:.1f} | {cpu:.1f} | {rate} | {before:,.0f} | {peak:,.0f} |", flush=True
            )


if __name__ == "__main__":
    main()
