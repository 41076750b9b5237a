"""Figures on evaluation material that is not part of the project; skipped where it is missing.

Matching is by place (seeds) and by folded title (real CVs), nothing of the resolver is involved.
"""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from kg.documents.reading import read
from kg.extractors.prose import extract
from kg.model import Extraction, Record

SHARED = Path(__file__).parents[3] / "../shared"
GOLD = SHARED / "gold/seeds"
CVS = SHARED / "bench/cv"

needs_seeds = pytest.mark.skipif(not GOLD.is_dir(), reason="evaluation material is not here")
needs_cvs = pytest.mark.skipif(not CVS.is_dir(), reason="evaluation material is not here")


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in text if not unicodedata.combining(c)))


@pytest.fixture(scope="module")
def seeds() -> dict[str, Extraction]:
    return {path.name: extract(read(path)) for path in sorted((SHARED / "seeds").glob("*.txt"))}


@pytest.mark.quality
@needs_seeds
def test_every_entry_of_the_seed_documents_is_read_exactly(seeds):
    wanted = 0
    right = 0
    for work in json.loads((GOLD / "works.json").read_text(encoding="utf-8")):
        for entry in work["mentions"]:
            wanted += 1
            records = [
                r
                for r in seeds[entry["doc"]].records
                if r.selector.start < entry["end"] and r.selector.end > entry["start"]
            ]
            right += len(records) == 1 and _same(records[0], entry)
    assert sum(len(extraction.records) for extraction in seeds.values()) == wanted
    assert right == wanted


def _same(record: Record, entry: dict[str, object]) -> bool:
    names = [re.sub(r"\s*[*\\]+", "", name) for name in entry["authors"]]
    return (
        record.title == entry["title"]
        and [mention.name for mention in record.mentions] == names
        and record.year == entry["year"]
        and record.status == entry["status"]
    )


@pytest.mark.quality
@needs_seeds
def test_positions_and_degrees_of_the_seed_documents_have_the_right_years(seeds):
    for profile in json.loads((GOLD / "profiles.json").read_text(encoding="utf-8")):
        positions = seeds[profile["doc"]].positions
        found = sorted((p.start[:4], p.end[:4]) for p in positions)
        rows = [*profile["positions"], *profile["degrees"]]
        wanted = sorted(((row["start"] or "")[:4], (row["end"] or "")[:4]) for row in rows)
        assert found == wanted, profile["doc"]


@pytest.mark.quality
@pytest.mark.slow
@needs_cvs
def test_titles_of_real_documents_are_found():
    matched = found = wanted = 0
    for case in sorted(CVS.iterdir()):
        gold = json.loads((case / "gold.json").read_text(encoding="utf-8"))
        if not gold.get("publications_complete"):
            continue
        document = next(path for path in case.iterdir() if path.name.startswith("doc."))
        titles = {_fold(record.title) for record in extract(read(document)).records}
        aside = {
            title for title in titles for known in gold.get("ambiguous") or [] if fuzz.ratio(_fold(known), title) >= 90
        }
        matched += sum(
            any(fuzz.ratio(_fold(item["title"]), title) >= 90 for title in titles) for item in gold["publications"]
        )
        found += len(titles - aside)
        wanted += len(gold["publications"])
    assert 2 * matched / (found + wanted) >= 0.96
