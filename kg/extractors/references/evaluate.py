"""Cross-validation by source: `python -m kg.extractors.references.evaluate --refs DIR [--facts DIR] [--only NAME]`.

Each labelled source is tagged by a model that was trained without it; of the many small files of one maker, a fold of
files at a time is held out. Strings that stand in the held-out part too are taken out of the training part, as sources
copy from each other. Measure: F1 of author, title, year and venue; values compared folded, equal or ratio >= 90.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from kg.extractors.references.corpus import Example, read_references
from kg.extractors.references.refine import refined
from kg.extractors.references.tagger import Tagger
from kg.extractors.references.tokens import tokenise
from kg.extractors.references.train import Plan, fold, read_facts, train, training_set

FIELDS = {
    "author": {"author"},
    "title": {"title"},
    "year": {"date"},
    "venue": {"journal", "booktitle", "series"},
}
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SAME = 90  # rapidfuzz ratio from which two values count as one


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one evaluation: per field matches, gold and predicted; strings and processor seconds of tagging."""

    fields: dict[str, Counter[str]]
    strings: int
    seconds: float

    def f1(self, name: str) -> float:
        counts = self.fields[name]
        total = counts["gold"] + counts["predicted"]
        return 2 * counts["match"] / total if total else 0.0

    @property
    def macro(self) -> float:
        return sum(self.f1(name) for name in FIELDS) / len(FIELDS)

    def plus(self, other: Score) -> Score:
        added = {name: self.fields[name] + other.fields[name] for name in FIELDS}
        return Score(added, self.strings + other.strings, self.seconds + other.seconds)


def evaluate(tagger: Tagger, examples: Sequence[Example]) -> Score:
    """Tag the examples' texts and compare with their spans."""
    from rapidfuzz import fuzz

    fields = {name: Counter[str]() for name in FIELDS}
    started = time.process_time()
    found = [tagger.tag_words(example.text, tokenise(example.text)) for example in examples]
    seconds = time.process_time() - started
    for example, spans in zip(examples, found, strict=True):
        predicted = [(span.start, span.end, span.label) for span in refined(example.text, spans)]
        for name in FIELDS:
            gold, guess = _value(example.text, example.spans, name), _value(example.text, predicted, name)
            alike = gold == guess or (name != "year" and bool(guess) and fuzz.ratio(gold, guess) >= _SAME)
            fields[name].update(gold=int(bool(gold)), predicted=int(bool(guess)), match=int(bool(gold) and alike))
    return Score(fields, len(examples), seconds)


def _value(text: str, spans: Sequence[tuple[int, int, str]], name: str) -> str:
    """The folded value of a field: its stretches joined; the first four-digit number of the date."""
    joined = " ".join(text[start:end] for start, end, label in sorted(spans) if label in FIELDS[name])
    plain = unicodedata.normalize("NFKD", joined)
    if name == "year":
        match = _YEAR.search(plain)
        return match.group() if match else ""
    return fold(plain)


def folds(sources: dict[str, list[Example]], number: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """(name, sources held out): each maker with few files file by file; of a maker of many files, `number` folds."""
    makers: dict[str, list[str]] = {}
    for source in sorted(sources):
        makers.setdefault(source.split("/")[0], []).append(source)
    for maker, files in makers.items():
        if len(files) < 2 * number:
            yield from ((file, [file]) for file in files)
            continue
        # the largest file is a fold by itself, the others are dealt out
        largest, *rest = sorted(files, key=lambda file: -len(sources[file]))
        Random(seed).shuffle(rest)
        yield maker, [largest]
        for part in range(number - 1):
            yield maker, rest[part :: number - 1]


def half_of_each_maker(
    sources: dict[str, list[Example]], number: int, seed: int, *, other: bool = False
) -> list[tuple[str, list[str]]]:
    """(name, sources held out) to score with one training: of each maker the smallest file, or half of its folds.

    `other` gives the other half of the folds instead, and no smallest files: both together measure all folds.
    """
    makers: dict[str, list[tuple[str, list[str]]]] = {}
    for name, held in folds(sources, number, seed):
        makers.setdefault(name.split("/")[0], []).append((name, held))
    chosen = []
    for maker, parts in makers.items():
        if all(name == maker for name, _ in parts):
            numbered = [(f"{maker} {i + 1}", held) for i, (_, held) in enumerate(parts)]
            half = len(parts) // 2
            chosen += numbered[half:] if other else numbered[:half]
        elif not other:
            chosen.append(min(parts, key=lambda part: sum(len(sources[source]) for source in part[1])))
    return chosen


def held_out_scores(
    sources: dict[str, list[Example]],
    parts: Sequence[tuple[str, list[str]]],
    plan: Plan,
    facts: Path | None,
    *,
    copies: bool = False,
) -> dict[str, Score]:
    """Scores on each of the held-out parts of one model trained on all the others.

    `copies` leaves strings that stand in both.
    """
    held = {source for _, files in parts for source in files}
    test = [example for source in sorted(held) for example in sources[source]]
    known = set() if copies else {fold(example.text) for example in test}
    rest = {
        name: [example for example in examples if fold(example.text) not in known]
        for name, examples in sources.items()
        if name not in held
    }
    titles = {fold(e.text[start:end]) for e in test for start, end, label in e.spans if label == "title"}
    source = read_facts(facts, (e for name in sorted(rest) for e in rest[name]), titles)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "model.crfsuite"
        train(training_set(rest, source, plan), out, plan)
        tagger = Tagger(out)
        return {name: evaluate(tagger, [e for file in files for e in sources[file]]) for name, files in parts}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--refs", type=Path, required=True)
    parser.add_argument("--facts", type=Path)
    parser.add_argument("--only", help="one held-out source or maker")
    parser.add_argument("--folds", type=int, default=4, help="for a maker of many files")
    parser.add_argument("--copies", action="store_true", help="leave copies of held-out strings in the training part")
    parser.add_argument("--at-once", action="store_true", help="one training without a part of each maker")
    parser.add_argument("--other-half", action="store_true", help="with --at-once: the folds that it leaves unmeasured")
    parser.add_argument("--quick", action="store_true", help="train with an averaged perceptron")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sources = read_references(options.refs)
    # lines of CVs do not change what is measured here, and cost most of the time
    plan = replace(Plan(seed=options.seed), curriculum=0, quick=options.quick)
    totals: dict[str, Score] = {}
    write = sys.stdout.write
    header = "".join(f"{name:>9}" for name in (*FIELDS, "macro"))
    write(f"{'held out':<18}{'strings':>8}{header}{'strings/s':>11}\n")
    trainings = [[fold] for fold in folds(sources, options.folds, options.seed) if (options.only or "") in fold[0]]
    if options.at_once:
        trainings = [half_of_each_maker(sources, options.folds, options.seed, other=options.other_half)]
    for parts in trainings:
        for name, score in held_out_scores(sources, parts, plan, options.facts, copies=options.copies).items():
            totals[name] = totals[name].plus(score) if name in totals else score
            write(_row(name if name in sources else f"{name} fold", score))
        sys.stdout.flush()
    for name, score in totals.items():
        if name not in sources and not options.at_once:
            write(_row(f"{name} all", score))
    return 0


def _row(name: str, score: Score) -> str:
    values = "".join(f"{score.f1(field):>9.4f}" for field in FIELDS)
    speed = score.strings / score.seconds if score.seconds else 0.0
    return f"{name:<18}{score.strings:>8}{values}{score.macro:>9.4f}{speed:>11.0f}\n"


if __name__ == "__main__":
    raise SystemExit(main())
