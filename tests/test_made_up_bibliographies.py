"""The invented bibliographies that benchmarks are run on."""

import collections
import json
import subprocess
import sys

import pytest
from places import ROOT

from kg import extractors


def made(folder, *, fmt="openalex", works=600, seed=3, out="works"):
    command = [sys.executable, "-m", "benchmarks.synthetic", "--works", str(works), "--seed", str(seed)]
    command += ["--format", fmt, "--out", str(folder / out), "--gold", str(folder / f"{out}.gold")]
    command += ["--versions", str(folder / f"{out}.versions")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    gold = [json.loads(line) for line in (folder / f"{out}.gold").read_text(encoding="utf-8").splitlines()]
    return folder / out, gold


def read(path):
    batches = list(extractors.extract(extractors.open_source(path)))
    tables = [
        [row for batch in batches if name in batch.tables for row in batch.tables[name].to_pylist()]
        for name in ("records", "mentions")
    ]
    return *tables, [warning for batch in batches for warning in batch.warnings]


@pytest.mark.parametrize("fmt", ["openalex", "dblp", "bibtex"])
def test_every_name_is_read_as_it_was_labelled(tmp_path, fmt):
    path, gold = made(tmp_path, fmt=fmt)
    records, names, warnings = read(path)
    keys = {record["record_id"]: record["key"] for record in records}
    assert len(records) == 600 and not warnings
    assert [(keys[m["record_id"]], m["ordinal"], m["name"]) for m in names] == [
        (row["work"], row["ordinal"], row["name"]) for row in gold
    ]


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    one, _ = made(tmp_path, out="one")
    two, _ = made(tmp_path, out="two")
    three, _ = made(tmp_path, out="three", seed=4)
    assert one.read_bytes() == two.read_bytes() != three.read_bytes()


def test_it_holds_what_makes_people_hard_to_tell(tmp_path):
    path, gold = made(tmp_path, works=5_000)
    people, names, works = collections.defaultdict(set), collections.defaultdict(set), collections.Counter()
    for row in gold:
        people[row["label"]].add(row["name"])
        names[row["name"]].add(row["label"])
        works[row["label"]] += 1
    assert any(len(who) > 1 for who in names.values()), "homonyms"
    assert any(len(printed) > 2 for printed in people.values()), "people printed in several ways"
    assert max(works.values()) > 20 and sum(n == 1 for n in works.values()) > 0.2 * len(works), "a tail of productivity"
    assert (path.parent / "works.versions").read_text().count("\n") > 100, "works that are there twice"
    affiliations = collections.defaultdict(set)
    labels = {(row["work"], row["ordinal"]): row["label"] for row in gold}
    for line in path.read_text(encoding="utf-8").splitlines():
        work = json.loads(line)
        for ordinal, said in enumerate(work["authorships"], start=1):
            for text in said["raw_affiliation_strings"]:
                affiliations[labels[work["id"], ordinal]].add(text.split(", ")[-1])
    assert sum(len(countries) > 1 for countries in affiliations.values()) > 20, "people who move"
