"""Author identity on labelled sets: train without a set, build it, score it.

    python benchmarks/authors.py --data DIR --works FILE --scorer score_authors.py [--sets NAME …] [--without COLUMN …]

DIR holds NAME.openalex.jsonl.gz and NAME.gold.jsonl.gz. Prints a line a set: B-cubed precision, recall and F1 over all
blocks, macro F1 over ambiguous blocks, calibration error of the decisions, blocking recall, signatures a second of the
whole build, F1 of simple rivals. With --without it is an ablation: a column's products go with it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq


def run(*command, **variables):
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def train(name, given, folder):
    """A model trained without the set, with some columns' weights 0 where that is asked for."""
    model = folder / f"{name}.json"
    works = ("--works", given.works) if given.works else ()
    without = ("--without", *given.without) if given.without else ()
    command = (sys.executable, "-m", "kg.resolver.people.train", "--data", given.data, *works, *without)
    run(*command, "--leave-out", name, "--out", model)
    return model


def measure(name, given, folder):
    model, out = train(name, given, folder), folder / name
    start = time.perf_counter()
    source = given.data / f"{name}.openalex.jsonl.gz"
    run(sys.executable, "-m", "kg", "build", source, "--out", out, KG_PEOPLE_MODEL=str(model))
    seconds = time.perf_counter() - start
    gold = given.data / f"{name}.gold.jsonl.gz"
    scores = [
        json.loads(run(sys.executable, given.scorer, out / "graph.nq", gold, "--json", "--blocks", which))
        for which in ("all", "ambiguous")
    ]
    told = json.loads(run(sys.executable, "-m", "kg", "evaluate", "--graph", out, "--gold", gold, "--format", "json"))
    mentions = pq.read_metadata(out / "tables" / "mentions.parquet").num_rows
    micro = scores[0]["micro"]["b_cubed"]
    print(
        f"{name:<10}{micro['precision']:>8.3f}{micro['recall']:>8.3f}{micro['f1']:>8.3f}"
        f"{scores[1]['macro']['b_cubed']['f1']:>8.3f}{told['calibration_error']:>8.3f}{told['blocking_recall']:>8.4f}"
        f"{mentions / seconds:>10.0f}  "
        + " ".join(f"{rival} {figures['f1']:.3f}" for rival, figures in told["rivals_b_cubed"].items()),
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--works", type=Path, help="works without labels, of which further sets are made")
    parser.add_argument("--sets", nargs="*")
    parser.add_argument("--without", nargs="*", metavar="COLUMN", help="columns of features.py that weigh nothing")
    given = parser.parse_args()
    sets = given.sets or sorted(path.name.split(".")[0] for path in given.data.glob("*.gold.jsonl.gz"))
    print(f"{'set':<10}{'P':>8}{'R':>8}{'F1':>8}{'macro':>8}{'calib':>8}{'block':>8}{'sig/s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            measure(name, given, Path(folder))


if __name__ == "__main__":
    main()
