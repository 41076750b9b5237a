import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest

from kg.extractors.references.corpus import Example, labels_of, looks_mislabelled, stated
from kg.extractors.references.synthetic.bibliography import STYLES
from kg.extractors.references.synthetic.facts import FactSource, work
from kg.extractors.references.synthetic.make import bibliography_examples, curriculum_examples
from kg.extractors.references.synthetic.pieces import Pieces, joined, some_lines, wrapped
from kg.extractors.references.tokens import tokenise


def examples(count=300, seed=7):
    source = FactSource()
    return [*bibliography_examples(count, seed, source), *curriculum_examples(count, seed, source)]


def test_labels_stand_inside_the_text_in_order_and_cover_no_outer_white_space_alone():
    for example in examples():
        end = 0
        for start, stop, _ in example.spans:
            assert end <= start < stop <= len(example.text)
            assert example.text[start:stop].strip()
            end = stop


def test_the_same_seed_gives_the_same_strings_in_another_process():
    code = (
        "from kg.extractors.references.synthetic.make import *;"
        "from kg.extractors.references.synthetic.facts import FactSource;"
        "import hashlib,sys;"
        "s=FactSource();t='\\n'.join(e.text for e in [*bibliography_examples(60,3,s),*curriculum_examples(60,3,s)]);"
        "sys.stdout.write(hashlib.sha256(t.encode()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
    assert len(runs.pop()) == 64


def test_strings_start_with_authors_titles_venues_and_dates():
    firsts = {example.spans[0][2] for example in examples(400) if example.spans}
    assert {"author", "title", "date", "journal", "booktitle", "citation-number"} <= firsts


def test_a_good_part_has_line_breaks_and_some_lines_have_no_field():
    made = examples(400)[400:]
    assert 0.3 < sum("\n" in example.text for example in made) / len(made) < 0.9
    assert 0.05 < sum(not example.spans for example in made) / len(made) < 0.3


def test_wrapping_and_cutting_keep_the_labels_on_their_words():
    example = Pieces().add("Ada Lovelace", "author").add(". ").add("Notes on an engine that weaves", "title").example()
    narrow = wrapped(example, 20)
    assert [narrow.text[s:e].replace("\n", " ") for s, e, _ in narrow.spans] == [
        "Ada Lovelace",
        "Notes on an engine that weaves",
    ]
    assert max(map(len, narrow.text.split("\n"))) <= 21
    part = some_lines(Random(1), narrow)
    assert part.text in narrow.text
    assert all(part.text[s:e].strip() for s, e, _ in part.spans)


def test_what_follows_the_title_of_each_entry_is_marked():
    one = Pieces().add("Doe", "author").add(" ").add("Trees", "title").add(" ").add("2001", "date").example()
    two = joined([one, one], "\n")
    places = tokenise(two.text)
    assert stated(labels_of(two, places), places, two.starts) == ["^author", "^title", "date+"] * 2


def test_an_issue_is_told_from_its_volume_and_in_belongs_to_the_book():
    example = Example("In Trees 6(1) no. 3", ((3, 8, "booktitle"), (9, 19, "volume")))
    labels = labels_of(example, tokenise(example.text))
    assert labels == ["booktitle", "booktitle", "volume", "issue", "issue", "issue"]


def test_a_title_that_runs_over_its_closing_quotation_is_a_mislabelled_string():
    good = Example("“Short words.” In Long Books", ((0, 14, "title"), (15, 28, "booktitle")))
    bad = Example("“Short words.” In Long Books", ((0, 28, "title"),))
    assert not looks_mislabelled(good)
    assert looks_mislabelled(bad)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_every_style_labels_words_that_stand_in_its_text(style):
    random = Random(style.__name__)
    for _ in range(60):
        example = style(random, work(random, FactSource())).example()
        spans = sorted(example.spans)
        assert spans
        assert "{" not in example.text
        assert all(example.text[start:end].strip() for start, end, _ in spans)
        assert all(stop <= start for (_, stop, _), (start, _, _) in pairwise(spans))
