"""Invented documents of many layouts: their publications are found, and nothing else."""

import json

import pytest
from places import ROOT
from rapidfuzz import fuzz

import kg

FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))["invented"]
CASES = sorted(path.parent for path in (ROOT / "tests" / "quality" / "invented").glob("*/gold.json"))
ALIKE = 90  # rapidfuzz ratio from which two titles count as one


def alike(one, two):
    return fuzz.ratio(one.casefold(), two.casefold()) >= ALIKE


@pytest.fixture(scope="module")
def counts():
    """Titles found, wanted and read, over all documents."""
    hits = wanted = right = read = 0
    for case in CASES:
        gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
        titles = [work["title"] for work in gold["publications"]]
        optional = gold.get("ambiguous", [])
        found = [record["title"] for record in kg.extract(next(case.glob("doc.*")))]
        counted = [title for title in found if not any(alike(title, other) for other in optional)]
        hits += sum(any(alike(title, other) for other in found) for title in titles)
        right += sum(any(alike(title, other) for other in titles) for title in counted)
        wanted, read = wanted + len(titles), read + len(counted)
    return {"title_recall": hits / wanted, "title_precision": right / read}


@pytest.mark.parametrize("figure", FLOORS)
def test_titles_of_invented_documents_are_found_and_nothing_else(counts, figure):
    assert counts[figure] >= FLOORS[figure]
