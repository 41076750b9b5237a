"""Figures of the scorers never fall below benchmarks/floors.json. Skipped where the evaluation material is absent."""

import json
import subprocess
import sys

import pytest
from places import ROOT

SHARED = ROOT.parent / "shared"
FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="no evaluation material beside the project")


def score(tool, *arguments):
    done = subprocess.run(
        [sys.executable, SHARED / "tools" / tool, *map(str, arguments), "--json"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    from kg import pipeline

    folder = tmp_path_factory.mktemp("shared") / "graph"
    pipeline.build([SHARED / "seeds"], folder)
    return score("score_seeds.py", folder / "graph.nq")


@pytest.mark.parametrize("figure", FLOORS["seeds"])
def test_seeds(seeds, figure):
    assert seeds["figures"][figure]["value"] >= FLOORS["seeds"][figure]


def test_seeds_have_no_broken_integrity(seeds):
    assert {k: v["violations"] for k, v in seeds["integrity"].items() if v["violations"]} == {}


@pytest.fixture(scope="module")
def curricula(tmp_path_factory):
    from kg import pipeline

    root = tmp_path_factory.mktemp("cv")
    for case in sorted((SHARED / "bench" / "cv").iterdir()):
        options = pipeline.Options(only=frozenset({"nq"}))
        pipeline.build([next(case.glob("doc.*"))], root / case.name, options=options)
    return score("score_cv.py", SHARED / "bench" / "cv", root)


@pytest.mark.parametrize("figure", FLOORS["cv"])
def test_curricula(curricula, figure):
    average, measure = figure.split(".")
    assert curricula[average][measure] >= FLOORS["cv"][figure]
