"""Author identity on labelled sets: train without a set, build it, score it.

    python benchmarks/authors.py --data DIR --scorer score_authors.py [--sets NAME ...]

DIR holds NAME.openalex.jsonl.gz and NAME.gold.jsonl.gz. Prints a line a set: B-cubed precision, recall and F1 over all
blocks, macro F1 over ambiguous blocks, calibration error of the decisions, signatures a second of the whole build.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.evaluation.gold import read_gold
from kg.evaluation.scores import blocking_recall, calibration, calibration_error
from kg.resolver.names import block_keys, parse_name


def run(*command, **variables):
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def measure(name, data, scorer, folder):
    model, out = folder / f"{name}.json", folder / name
    run(sys.executable, "-m", "kg.resolver.people.train", "--data", data, "--leave-out", name, "--out", model)
    start = time.perf_counter()
    run(
        sys.executable,
        "-m",
        "kg",
        "build",
        data / f"{name}.openalex.jsonl.gz",
        "--out",
        out,
        KG_PEOPLE_MODEL=str(model),
    )
    seconds = time.perf_counter() - start
    gold_path = data / f"{name}.gold.jsonl.gz"
    scores = [
        json.loads(run(sys.executable, scorer, out / "graph.nq", gold_path, "--json", "--blocks", which))
        for which in ("all", "ambiguous")
    ]
    tables = {
        table: pq.read_table(out / "tables" / f"{table}.parquet") for table in ("records", "mentions", "decisions")
    }
    gold = read_gold(gold_path, tables)
    wanted = set(gold["mention_id"].to_pylist())
    rows = zip(tables["mentions"]["mention_id"].to_pylist(), tables["mentions"]["name"].to_pylist(), strict=True)
    keys = [{"mention_id": m, "key": k} for m, text in rows if m in wanted for k in block_keys(parse_name(text))]
    micro = scores[0]["micro"]["b_cubed"]
    error = calibration_error(calibration(tables["decisions"], gold))
    met = blocking_recall(pa.Table.from_pylist(keys), gold)
    print(
        f"{name:<10}{micro['precision']:>8.3f}{micro['recall']:>8.3f}{micro['f1']:>8.3f}"
        f"{scores[1]['macro']['b_cubed']['f1']:>8.3f}{error:>8.3f}{met:>8.4f}"
        f"{tables['mentions'].num_rows / seconds:>10.0f}",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--sets", nargs="*")
    given = parser.parse_args()
    sets = given.sets or sorted(path.name.split(".")[0] for path in given.data.glob("*.gold.jsonl.gz"))
    print(f"{'set':<10}{'P':>8}{'R':>8}{'F1':>8}{'macro':>8}{'calib':>8}{'block':>8}{'sig/s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            measure(name, given.data, given.scorer, Path(folder))


if __name__ == "__main__":
    main()
