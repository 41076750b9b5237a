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
AFTER_TITLE = "+"  # ends the state of a word that stands after the title of its entry
BEGIN = "^"  # starts the state of the first word of a field
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
        states = self._crf.labels()
        # one label may be several states of the chain: before the title of an entry or after it, first word or not
        self._labels = {state: state.strip(AFTER_TITLE + BEGIN) for state in states}
        self._twins = {
            label: tuple(state for state in states if self._labels[state] == label) for label in self._labels.values()
        }

    @staticmethod
    def load() -> Tagger:
        """The shipped model, loaded once a process."""
        return _shipped()

    def tag(self, texts: Sequence[str]) -> list[list[TaggedSpan]]:
        """The labelled stretches of each text in reading order; words without a field ("other") are left out.

        A book that stands alone is a title. `tag_words` leaves it a booktitle where the tagger is sure that the makers
        of its training strings would call it so.
        """
        return [self._spans(text, tokenise(text), sure_books=False) for text in texts]

    def tag_words(self, text: str, places: list[tuple[int, int]]) -> list[TaggedSpan]:
        """The labelled stretches of one text whose words are known already, in the conventions of reference strings."""
        return self._spans(text, places, sure_books=True)

    def _spans(self, text: str, places: list[tuple[int, int]], *, sure_books: bool) -> list[TaggedSpan]:
        labels, scores = self._decoded(text, places)
        better = repaired([text[start:end] for start, end in places], labels, scores if sure_books else None)
        return merge(text, places, better, scores)

    def tag_tokens(self, text: str) -> list[TokenTag]:
        """Every word of the text with its label and marginal."""
        places = tokenise(text)
        labels, scores = self._decoded(text, places)
        return [
            TokenTag(start, end, label, score)
            for (start, end), label, score in zip(places, labels, scores, strict=True)
        ]

    def _decoded(self, text: str, places: list[tuple[int, int]]) -> tuple[list[str], list[float]]:
        """Best label of each word, and its probability before or after the title of its entry."""
        labels: list[str] = []
        scores: list[float] = []
        marginal = self._crf.marginal
        for first in range(0, len(places), _MOST_WORDS):
            self._crf.set(features(text, places[first : first + _MOST_WORDS]))
            for i, state in enumerate(self._crf.tag()):
                label = self._labels[state]
                labels.append(label)
                score = 0.0
                for twin in self._twins[label]:
                    score += marginal(twin, i)
                scores.append(min(1.0, score))
        _hold_addresses(text, places, labels)
        return labels, scores


_ADDRESS_START = re.compile(r"https?://|www\.|doi\.org/|10\.\d{4,9}/")


def _hold_addresses(text: str, places: Sequence[tuple[int, int]], labels: list[str]) -> None:
    """Words cut out of one address ("10.1007/JHEP" "07(2017)141") have the label of its first word."""
    whole = False
    for i in range(1, len(places)):
        glued = places[i - 1][1] == places[i][0]
        whole = glued and (whole or bool(_ADDRESS_START.match(text, *places[i - 1])))
        if whole:
            labels[i] = labels[i - 1]


@lru_cache(maxsize=1)
def _shipped() -> Tagger:
    return Tagger()


def merge(
    text: str, places: Sequence[tuple[int, int]], labels: Sequence[str], scores: Sequence[float]
) -> list[TaggedSpan]:
    """Runs of equally labelled words as spans, trimmed."""
    spans = []
    for first, stop in runs(labels):
        label = labels[first]
        if label == "other":
            continue
        start, end = trimmed(text, places[first][0], places[stop - 1][1], label)
        if start < end:
            spans.append(TaggedSpan(start, end, label, sum(scores[first:stop]) / (stop - first)))
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
        if last == "/" and label == "url":
            break
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
