"""The lines of real documents: are the titles that people found in them there, whole and in order?"""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from kg import documents

CASES = Path(__file__).parents[2] / "../shared/bench/cv"
SEEDS = Path(__file__).parents[2] / "../shared/seeds"
pytestmark = [pytest.mark.quality, pytest.mark.skipif(not CASES.exists(), reason="the evaluation material is not here")]


def fold(text):
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in text if c.isalnum())


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("name", names(CASES))
def test_every_title_stands_whole_in_the_joined_lines(name):
    document = documents.read(next((CASES / name).glob("doc.*")))
    joined = fold(" ".join(line.text for line in document.lines))
    gold = json.loads((CASES / name / "gold.json").read_text(encoding="utf-8"))
    assert [p["title"] for p in gold["publications"] or [] if fold(p["title"]) not in joined] == []


@pytest.mark.parametrize(
    "path", [*sorted(SEEDS.glob("*.txt")), *sorted(CASES.glob("*/doc.*"))], ids=lambda p: p.parent.name + p.name
)
def test_every_character_stands_at_its_place(path):
    document = documents.read(path)
    for line in document.lines:
        for character, place in zip(line.text, line.offsets, strict=False):
            source = document.text[place]
            assert character == source or source.isspace() or source in "&<|" or re.match(r"[ﬀ-ﬆ]", source)
