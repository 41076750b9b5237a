"""Made-up training examples, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kg.extractors.references.corpus import Example
from kg.extractors.references.synthetic.bibliography import reference
from kg.extractors.references.synthetic.curriculum import entries
from kg.extractors.references.synthetic.facts import FactSource, work
from kg.extractors.references.synthetic.pieces import loosened, some_lines, wrapped
from kg.extractors.references.synthetic.plain import lines


def bibliography_examples(count: int, seed: int, source: FactSource) -> Iterator[Example]:
    """Reference strings; one in ten with hard line breaks, one in sixteen with spaces astray."""
    random = Random(f"bibliography {seed}")
    for _ in range(count):
        example = reference(random, work(random, source)).example()
        roll = random.random()
        if roll < 0.06:
            yield loosened(random, example)
        else:
            yield wrapped(example, random.randint(65, 115)) if roll < 0.16 else example


def curriculum_examples(count: int, seed: int, source: FactSource) -> Iterator[Example]:
    """Entries of CVs and homepages (whole, and single lines cut out of them), and lines that are no entries."""
    random = Random(f"curriculum {seed}")
    for _ in range(count):
        roll = random.random()
        if roll < 0.16:
            yield lines(random)
            continue
        example = entries(random, source)
        yield some_lines(random, example) if roll < 0.30 else example
