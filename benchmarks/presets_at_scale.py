"""Every preset on a graph of many works: rows and milliseconds.

    python benchmarks/presets_at_scale.py --works 100000 [--folder DIR]

The graph is made up (seeded): authors are drawn with a long tail from groups, so that degrees, homonyms and venues look
like those of a bibliography. Needs nothing but kg.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from kg import schemas
from kg.errors import QueryTimeout
from kg.graph.asker import Asker, Question
from kg.graph.blocks import RunInfo
from kg.graph.presets import load_all
from kg.graph.store import GraphStore
from kg.graph.worker import Worker
from kg.graph.writer import write_nquads

SYLLABLES = "ka li mo ru se ta vi no pa de han chen mar son el ri os wu ja ber".split()


def _names(random, count):
    def word(parts):
        return "".join(random.choice(SYLLABLES, parts)).capitalize()

    given = [word(2) for _ in range(max(count // 40, 20))]
    family = [word(3) for _ in range(max(count // 15, 50))]
    return [f"{random.choice(given)} {random.choice(family)}" for _ in range(count)]


def _table(name, columns):
    schema = schemas.TABLES[name]
    rows = len(next(iter(columns.values())))
    arrays = [pa.array(columns[f.name], type=f.type) if f.name in columns else pa.nulls(rows, f.type) for f in schema]
    return pa.table(arrays, schema=schema)


def make(works, seed=7):
    """Tables of a made-up bibliography: `works` works, three authors for every five works, 2,000 venues per 100,000."""
    random = np.random.default_rng(seed)
    people, venues, organisations = works * 3 // 5, max(works // 50, 20), max(works // 200, 10)
    sizes = random.integers(1, 8, works)
    group = random.integers(0, max(people // 30, 1), works)
    work = np.repeat(np.arange(works), sizes)
    ordinal = np.arange(len(work)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    member = np.minimum(random.zipf(1.6, len(work)), 30) - 1
    outside = random.random(len(work)) < 0.15
    person = np.where(outside, random.integers(0, people, len(work)), np.repeat(group, sizes) * 30 + member) % people
    authors = pl.DataFrame({"work": work, "ordinal": ordinal, "person": person}).unique(
        ["work", "person"], keep="first"
    )
    authors = authors.sort("work", "ordinal").with_columns((pl.int_range(pl.len()).over("work") + 1).alias("ordinal"))
    years = 1990 + random.integers(0, 35, works)
    return {
        **_things(random, works, people, venues, organisations, years),
        **_links(random, authors, works, people, organisations, years),
    }


def _things(random, works, people, venues, organisations, years):
    words = np.array([f"{a}{b}" for a in SYLLABLES for b in SYLLABLES])
    titles = [" ".join(row).capitalize() for row in random.choice(words, (works, 6))]
    names = _names(random, people)
    return {
        "works": _table(
            "works",
            {
                "work_id": [f"d0.{n}" for n in range(works)],
                "title": titles,
                "kind": random.choice(["paper", "article", "preprint"], works).tolist(),
                "year": years.tolist(),
                "venue_id": [f"v{n}" for n in random.integers(0, venues, works)],
                "status": ["published"] * works,
                "author_list_complete": [True] * works,
            },
        ),
        "people": _table(
            "people",
            {
                "person_id": [f"p{n}" for n in range(people)],
                "name": names,
                "alternative_names": [[name, f"{name[0]}. {name.split()[1]}"] for name in names],
                "ambiguous": [False] * people,
            },
        ),
        "venues": _table(
            "venues",
            {
                "venue_id": [f"v{n}" for n in range(venues)],
                "name": [f"Venue {n}" for n in range(venues)],
                "kind": ["conference"] * venues,
            },
        ),
        "organisations": _table(
            "organisations",
            {
                "organisation_id": [f"o{n}" for n in range(organisations)],
                "name": [f"Organisation {n}" for n in range(organisations)],
                "kind": ["university"] * organisations,
                "parent_id": [None if n < 10 else f"o{n % 10}" for n in range(organisations)],
            },
        ),
        "documents": _table(
            "documents", {"document_id": ["d0"], "path": ["made-up.jsonl"], "media_type": ["application/json"]}
        ),
        "records": _table(
            "records",
            {
                "record_id": [f"d0.{n}" for n in range(works)],
                "document_id": ["d0"] * works,
                "fragment": [f"record={n}" for n in range(works)],
                "title": titles,
                "year_as_printed": [str(year) for year in years],
            },
        ),
        "record_works": _table(
            "record_works",
            {"record_id": [f"d0.{n}" for n in range(works)], "work_id": [f"d0.{n}" for n in range(works)]},
        ),
    }


def _links(random, authors, works, people, organisations, years):
    identifiers = (pl.concat_str(pl.lit("d0."), "work", pl.lit("."), "ordinal")).alias("id")
    frame = authors.with_columns(identifiers, pl.concat_str(pl.lit("p"), "person").alias("person_id"))
    ids, persons = frame["id"].to_list(), frame["person_id"].to_list()
    names = [f"Name {person}" for person in persons]
    dated = frame.join(pl.DataFrame({"work": np.arange(works), "year": years}), on="work")
    pairs = (
        dated.select("work", "year", pl.col("person").alias("left"))
        .join(dated.select("work", pl.col("person").alias("right")), on="work")
        .with_columns(
            pl.concat_str(pl.lit("p"), "left").alias("left_id"), pl.concat_str(pl.lit("p"), "right").alias("right_id")
        )
        .filter(pl.col("left_id") < pl.col("right_id"))
        .group_by("left_id", "right_id")
        .agg(
            pl.len().cast(pl.Int32).alias("weight"),
            pl.col("year").min().cast(pl.Int32).alias("first_year"),
            pl.col("year").max().cast(pl.Int32).alias("last_year"),
        )
    )
    begins = random.integers(1990, 2020, people)
    decisions = max(len(ids) // 10, 1)
    left, right = random.integers(0, len(ids), (2, decisions))
    return {
        "mentions": _table(
            "mentions",
            {
                "mention_id": ids,
                "document_id": ["d0"] * len(ids),
                "record_id": [f"d0.{n}" for n in frame["work"]],
                "fragment": [f"record={n}" for n in frame["work"]],
                "role": ["author"] * len(ids),
                "ordinal": frame["ordinal"].to_list(),
                "name": names,
            },
        ),
        "mention_people": _table("mention_people", {"mention_id": ids, "person_id": persons}),
        "authorships": _table(
            "authorships",
            {
                "authorship_id": ids,
                "work_id": [f"d0.{n}" for n in frame["work"]],
                "person_id": persons,
                "role": ["author"] * len(ids),
                "ordinal": frame["ordinal"].to_list(),
                "mention_ids": [[i] for i in ids],
            },
        ),
        "coauthorships": pairs.select(schemas.COAUTHORSHIPS.names).to_arrow().cast(schemas.COAUTHORSHIPS),
        "memberships": _table(
            "memberships",
            {
                "membership_id": [f"d0.p{n}" for n in range(people)],
                "person_id": [f"p{n}" for n in range(people)],
                "organisation_id": [f"o{n}" for n in random.integers(0, organisations, people)],
                "kind": ["position"] * people,
                "begin_date": [str(year) for year in begins],
                "end_date": [str(year) for year in begins + random.integers(0, 6, people)],
                "source_ids": [["d0.0"]] * people,
            },
        ),
        "decisions": _table(
            "decisions",
            {
                "decision_id": [f"{n:016x}" for n in range(decisions)],
                "kind": ["person"] * decisions,
                "left_id": [ids[n] for n in left],
                "right_id": [ids[n] for n in right],
                "outcome": random.choice(["same", "different", "unsure"], decisions).tolist(),
                "score": random.random(decisions).tolist(),
                "threshold": [0.5] * decisions,
                "override": [False] * decisions,
            },
        ),
    }


def parameters(preset):
    """Values for what a preset needs: one busy person and its like."""
    base = "https://w3id.org/kg/id/"
    given = {
        "person": f"{base}person/p0",
        "other": f"{base}person/p1",
        "venue": f"{base}venue/v1",
        "organisation": f"{base}organisation/o11",
        "work": f"{base}work/d0.1",
    }
    plain = {"integer": 2015, "literal": "graphs", "decimal": 0.1}
    return {p.name: given.get(p.name, plain.get(p.type)) for p in preset.parameters if not p.optional}


def measure(asker, worker, repeat, timeout):
    """(preset, rows, median milliseconds or None if it was stopped, whether it is about one thing), slowest first."""
    results = []
    for name, preset in load_all().items():
        times, rows = [], 0
        for _ in range(repeat):
            question = asker.question(preset, parameters(preset))
            worker.answer(Question("ASK {}", "ASK"), timeout=60)  # a stopped process starts anew; that is not measured
            started = time.perf_counter()
            try:
                rows = len(worker.answer(question, timeout=timeout, limit=10_000))
            except QueryTimeout:
                times = [float("inf")]
                break
            times.append(1000 * (time.perf_counter() - started))
            if times[-1] > 1000:
                break
        one = bool(set(parameters(preset)) & {"person", "work"})
        results.append((name, rows, statistics.median(times), one))
        print(
            f"{name:28} {rows:8,} {statistics.median(times):10.1f}  {'one person or work' if one else 'the graph'}",
            flush=True,
        )
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="kg-scale-"))
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "store").exists():
        started = time.perf_counter()
        counts = write_nquads(make(options.works), folder / "graph.nq", run=RunInfo())
        print(f"written: {sum(counts.values()):,} quads in {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        GraphStore.create(folder / "store", folder / "graph.nq")
        print(f"loaded: {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    asker = Asker(GraphStore.open(folder / "store"))
    print(f"opened: {1000 * (time.perf_counter() - started):.0f} ms")
    print(f"{options.works:,} works on oxigraph\n{'preset':28} {'rows':>8} {'ms':>10}  about")
    with Worker(folder / "store") as worker:
        results = measure(asker, worker, options.repeat, options.timeout)
    stopped = [row[0] for row in results if row[2] == float("inf")]
    print(f"{'all together':28} {'':8} {sum(row[2] for row in results if row[0] not in stopped):10.1f}")
    print(f"stopped after {options.timeout:g} s: {', '.join(stopped) or 'none'}")


if __name__ == "__main__":
    main()
