"""Train the reference tagger: `python -m kg.extractors.references.train [--refs DIR] [--out FILE] [--seed N]`.

Without labelled references at hand it trains on made-up strings alone. Same data, seed and versions: same model.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import orjson

from kg.extractors.references.corpus import Example, looks_mislabelled, read_references, training_rows
from kg.extractors.references.synthetic.facts import FactSource
from kg.extractors.references.synthetic.make import bibliography_examples, curriculum_examples
from kg.extractors.references.synthetic.people import person_called
from kg.extractors.references.tagger import MODEL


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train on and how. Counts are examples; a labelled source is cut down to `most_per_source` at random."""

    bibliography: int = 7000
    curriculum: int = 8000
    most_per_source: int = 5000
    seed: int = 1
    iterations: int = 50
    rarest: int = 3  # what fewer words than this have is no evidence
    c1: float = 1.5  # L1 keeps the model small, and from learning strings by heart
    c2: float = 0.02
    quick: bool = False  # averaged perceptron: several times faster, a point less accurate, and its scores mean nothing


def read_facts(folder: Path | None, references: Iterable[Example], banned: set[str]) -> FactSource:
    """Titles, venues and names to print, from training references and works (OpenAlex JSON lines) in `folder`.

    Titles whose folded form is in `banned` are left out.
    """
    facts = FactSource()
    for example in references:
        for start, end, label in example.spans:
            text = " ".join(example.text[start:end].split()).strip(" .,;:“”\"'«»()")
            if label == "title" and 12 < len(text) < 220 and fold(text) not in banned:
                facts.titles.append(text)
            elif label == "journal" and 3 < len(text) < 90 and not any(c.isdigit() for c in text):
                facts.journals.append(text)
            elif (
                label == "booktitle"
                and 8 < len(text) < 120
                and not text.lower().startswith("in ")
                and "ed" not in text[-5:]
            ):
                facts.conferences.append(text)
            elif label == "publisher" and 3 < len(text) < 60:
                facts.publishers.append(text)
    for path in sorted(folder.glob("*.jsonl*")) if folder and folder.is_dir() else ():
        _read_works(path, facts, banned)
    return facts


def _read_works(path: Path, facts: FactSource, banned: set[str]) -> None:
    import gzip

    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            title = row.get("display_name") or ""
            # one field of science: a part of its titles, so that they do not outweigh those of all the others
            if 8 < len(title) < 200 and hash_of(title) % 6 == 0 and fold(title) not in banned:
                facts.titles.append(title)
            source = ((row.get("primary_location") or {}).get("source") or {}).get("display_name") or ""
            if source.startswith("Proceedings") and hash_of(source) % 8 == 0:
                facts.conferences.append(source)
            for authorship in row.get("authorships") or ():
                name = authorship.get("raw_author_name") or ""
                if 4 < len(name) < 40 and hash_of(name) % 4 == 0:
                    facts.names.append(person_called(name))


def hash_of(text: str) -> int:
    """A number that depends on the text only (Python's own hash changes from run to run)."""
    import zlib

    return zlib.crc32(text.encode())


def fold(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def sampled(examples: Sequence[Example], most: int, seed: int) -> list[Example]:
    if len(examples) <= most:
        return list(examples)
    return Random(f"sample {seed}").sample(list(examples), most)


def training_set(sources: dict[str, list[Example]], facts: FactSource, plan: Plan) -> list[Example]:
    """Everything to train on: the labelled sources and made-up strings."""
    chosen = [
        example
        for name in sorted(sources)
        for example in sampled(sources[name], plan.most_per_source, plan.seed)
        if not looks_mislabelled(example)
    ]
    chosen += bibliography_examples(plan.bibliography, plan.seed, facts)
    chosen += curriculum_examples(plan.curriculum, plan.seed, facts)
    return chosen


def train(examples: Iterable[Example], out: Path, plan: Plan) -> dict[str, float]:
    """Write a model trained on the examples to `out`; returns counts and seconds."""
    import pycrfsuite

    started = time.perf_counter()
    trainer = pycrfsuite.Trainer(algorithm="ap" if plan.quick else "lbfgs", verbose=False)
    regularised = {} if plan.quick else {"c1": plan.c1, "c2": plan.c2}
    iterations = 10 if plan.quick else plan.iterations
    trainer.set_params({"max_iterations": iterations, "feature.minfreq": plan.rarest, **regularised})
    strings = words = 0
    for rows, labels in training_rows(examples):
        trainer.append(rows, labels)
        strings += 1
        words += len(labels)
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))
    return {"strings": strings, "words": words, "seconds": time.perf_counter() - started, "bytes": out.stat().st_size}


def banned_titles(folders: Iterable[Path]) -> set[str]:
    """Folded titles of evaluation documents (gold.json, works.json), which no training string may print."""
    banned = set()
    for folder in folders:
        for path in [*folder.glob("*/gold.json"), *folder.glob("works.json")]:
            data = orjson.loads(path.read_bytes())
            rows = data.get("publications") or [] if isinstance(data, dict) else data
            for row in rows:
                titles = [
                    row.get("title"),
                    *(row.get("alt_titles") or ()),
                    *(m.get("title") for m in row.get("mentions") or ()),
                ]
                banned |= {fold(title) for title in titles if title}
    return banned


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refs", type=Path, help="folder of labelled references (JSON lines)")
    parser.add_argument("--facts", type=Path, help="folder of works to print (OpenAlex JSON lines)")
    parser.add_argument(
        "--exclude", type=Path, nargs="*", default=[], help="folders of evaluation documents whose titles stay out"
    )
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="a quick model: a quarter of the strings")
    options = parser.parse_args(arguments)
    plan = Plan(seed=options.seed)
    if options.small:
        plan = Plan(2000, 7000, 1500, options.seed, 70)
    sources = read_references(options.refs) if options.refs else {}
    banned = banned_titles(options.exclude)
    facts = read_facts(options.facts, (e for name in sorted(sources) for e in sources[name]), banned)
    report = train(training_set(sources, facts, plan), options.out, plan)
    sys.stderr.write(f"{options.out}: " + ", ".join(f"{value:.0f} {name}" for name, value in report.items()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
