"""The tagger: a linear-chain CRF over words, loaded once from the file that ships with the package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.extractors.references.features import features
from kg.extractors.references.repair import repaired
from kg.extractors.references.tokens import tokenise

MODEL = Path(__file__).parent / "model" / "references.crfsuite"
# Longer texts are tagged in parts: time stays linear and the marginals need memory for every word.
_MOST_WORDS = 1200


@dataclass(frozen=True, slots=True)
class TokenTag:
    """One word: place in the text, best label, and its marginal probability (0..1)."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A run of words with one label, without the punctuation around it; score is the mean of its words' marginals."""

    start: int
    end: int
    label: str
    score: float


class Tagger:
    """Labels reference strings and CV entries. Line breaks and tabs in a text are evidence, keep them."""

    def __init__(self, path: Path = MODEL) -> None:
        import pycrfsuite

        if not path.is_file():
            raise InputError(
                str(path), "the reference model is missing", "run python -m kg.extractors.references.train"
            )
        self._crf: Any = pycrfsuite.Tagger()
        self._crf.open(str(path))
        self._known = frozenset(self._crf.labels())

    @staticmethod
    def load() -> Tagger:
        """The shipped model, loaded once a process."""
        return _shipped()

    def tag(self, texts: Sequence[str]) -> list[list[TaggedSpan]]:
        """The labelled stretches of each text in reading order; words without a field ("other") are left out."""
        return [merge(text, self._repaired(text, self.tag_tokens(text))) for text in texts]

    def _repaired(self, text: str, tags: list[TokenTag]) -> list[TokenTag]:
        labels = [tag.label for tag in tags]
        better = repaired([text[tag.start : tag.end] for tag in tags], labels)
        return [
            tag if tag.label == label else TokenTag(tag.start, tag.end, label, tag.score)
            for tag, label in zip(tags, better, strict=True)
        ]

    def tag_tokens(self, text: str) -> list[TokenTag]:
        """Every word of the text with its label and marginal."""
        places = tokenise(text)
        tags: list[TokenTag] = []
        for first in range(0, len(places), _MOST_WORDS):
            part = places[first : first + _MOST_WORDS]
            self._crf.set(features(text, part))
            labels = self._crf.tag()
            tags += [
                TokenTag(start, end, label.rstrip("+"), self._marginal(label.rstrip("+"), i))
                for i, ((start, end), label) in enumerate(zip(part, labels, strict=True))
            ]
        return tags

    def _marginal(self, label: str, i: int) -> float:
        """Probability that the word has the label, before the title of its entry or after it."""
        score = sum(self._crf.marginal(state, i) for state in (label, label + "+") if state in self._known)
        return float(min(score, 1.0))

    def labels(self, text: str, places: list[tuple[int, int]]) -> list[str]:
        """Labels alone, without marginals: faster."""
        labels: list[str] = []
        for first in range(0, len(places), _MOST_WORDS):
            found = self._crf.tag(features(text, places[first : first + _MOST_WORDS]))
            labels += [label.rstrip("+") for label in found]
        return labels


@lru_cache(maxsize=1)
def _shipped() -> Tagger:
    return Tagger()


def merge(text: str, tags: Sequence[TokenTag]) -> list[TaggedSpan]:
    """Runs of equally labelled words as spans, trimmed."""
    spans = []
    for first, stop in runs([tag.label for tag in tags]):
        label = tags[first].label
        if label == "other":
            continue
        start, end = trimmed(text, tags[first].start, tags[stop - 1].end, label)
        if start < end:
            score = sum(tag.score for tag in tags[first:stop]) / (stop - first)
            spans.append(TaggedSpan(start, end, label, score))
    return spans


def runs(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Bounds of the runs of equal labels."""
    first = 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[first]:
            yield first, i
            first = i


_LEADING = " \t\n\r,.;:)]}–—-•*|/”»·。，"
_TRAILING = " \t\n\r,;:([{–—|/·，；：•"
_INITIAL_END = re.compile(r"(?:^|[\s.,-])[^\W\d_]\.$|\b(?:al|Jr|Sr|eds?|Eds?|Hrsg|etc|Proc|Inc)\.$")


def trimmed(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """The stretch without loose punctuation at its ends; the full stop of an abbreviation stays."""
    while start < end and text[start] in _LEADING:
        start += 1
    while end > start:
        last = text[end - 1]
        if last in _TRAILING or (last == "." and not _keeps_stop(text, start, end, label)):
            end -= 1
            continue
        if text[start] in "([" and {"(": ")", "[": "]"}[text[start]] not in text[start:end]:
            start += 1
            continue
        opened = {")": "(", "]": "[", "”": "“", "»": "«", "}": "{"}.get(last)
        if opened and opened not in text[start : end - 1]:
            end -= 1
            continue
        break
    if label in ("title", "date", "pages", "issue", "volume"):
        start, end = _unwrapped(text, start, end)
    return start, end


def _keeps_stop(text: str, start: int, end: int, label: str) -> bool:
    if label in ("author", "editor"):
        return bool(_INITIAL_END.search(text[max(start, end - 8) : end]))
    if label in ("journal", "booktitle", "publisher"):
        return "." in text[start : end - 1]
    return False


_PAIRS = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’", "(": ")", "[": "]", "`": "'", "*": "*", "'": "'"}


def _unwrapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without one or two pairs of quotation marks or brackets around the whole."""
    for _ in range(2):
        opening = text[start : start + 1]
        if opening in _PAIRS and end - start > 2:
            inner = end
            while inner > start + 1 and text[inner - 1] in " .,":
                inner -= 1
            if text[inner - 1] == _PAIRS[opening] and opening not in text[start + 1 : inner - 1]:
                start, end = start + 1, inner - 1
                while end > start and text[end - 1] in " .,\u00a0":
                    end -= 1
                while start < end and text[start] in " \u00a0":
                    start += 1
                continue
            if opening in '“«„`"' and _PAIRS[opening] not in text[start + 1 : end]:
                start += 1
                continue
        break
    return start, end
