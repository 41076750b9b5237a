"""Labelled strings to train on: reading them, and bringing the conventions of their makers to one."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

from kg.errors import InputError
from kg.extractors.references.tagger import AFTER_TITLE, BEGIN
from kg.extractors.references.tokens import tokenise

Span = tuple[int, int, str]

# What the tagger tells apart. Rarer labels are told afterwards by their words (see `refine`).
MERGED = {"doi": "url", "isbn": "note", "genre": "note", "translator": "editor"}


@dataclass(frozen=True, slots=True)
class Example:
    """A string with labelled stretches (start, end, label), offsets in characters; `source` names who labelled it."""

    text: str
    spans: tuple[Span, ...]
    source: str = "synthetic"
    starts: tuple[int, ...] = ()  # where further entries start, if the text holds several


def read_references(folder: Path) -> dict[str, list[Example]]:
    """Labelled reference strings by source (JSON lines, maybe gzipped: {"raw", "spans", "source"}).

    Raises InputError where a line is no such object.
    """
    sources: dict[str, list[Example]] = {}
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")]):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for number, line in enumerate(data.splitlines(), 1):
            try:
                row = orjson.loads(line)
                spans = tuple((int(start), int(end), str(label)) for start, end, label in row["spans"])
                example = Example(row["raw"], spans, row.get("source") or path.name)
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
                raise InputError(f"{path}:{number}", f"no labelled reference ({error})", "remove the line") from error
            sources.setdefault(example.source, []).append(example)
    return sources


_QUOTED = re.compile(r"\s*[“\"«„].{4,}?[”\"»“][.,;:]?\s+(.*)", re.DOTALL)

_SMALL_WORD = re.compile(r"(?<= )[^\W\d_A-Z]\w*")


def looks_mislabelled(example: Example) -> bool:
    """Whether the labels of a string are surely wrong: a title that runs on behind its quotation, prose as authors.

    About one in twenty of the rougher sources; such strings teach the tagger to run over the clearest border there is.
    """
    for start, end, label in example.spans:
        stretch = example.text[start:end]
        if label == "title":
            quoted = _QUOTED.fullmatch(stretch)
            if quoted and len(quoted.group(1).strip(" .,;:")) > 8:
                return True
        elif label == "author" and len(_SMALL_WORD.findall(stretch)) > 6:
            return True
    labels = {label for _, _, label in example.spans}
    return "title" not in labels and "journal" not in labels and "author" not in labels


def labels_of(example: Example, places: list[tuple[int, int]]) -> list[str]:
    """The label of each word, in the one convention that the tagger is trained on.

    "In", "pp.", "vol." belong to what they introduce; an issue is told from its volume.
    """
    labels = _overlaps(example.spans, places)
    words = [example.text[start:end] for start, end in places]
    _claim_introductions(words, labels)
    _split_issues(words, labels)
    return [MERGED.get(label, label) for label in labels]


# Fields of several words: where one begins is a state of its own, as a field begins behind a mark and goes on without.
_LONG = frozenset(
    {"author", "title", "journal", "booktitle", "series", "editor", "publisher", "location", "institution", "note"}
)


def stated(labels: list[str], places: list[tuple[int, int]], starts: tuple[int, ...] = ()) -> list[str]:
    """The labels with the state that a chain cannot see: what stands after the title of its entry is marked.

    That teaches the chain that an entry has one title: behind it a container cannot be taken for another.
    """
    result = []
    after, inside = False, False
    waiting = list(starts)
    previous = ""
    for label, (start, _) in zip(labels, places, strict=True):
        if waiting and start >= waiting[0]:
            waiting.pop(0)
            after = inside = False
            previous = ""
        if label == "title" and not after:
            inside = True
        elif inside and label != "title":
            after = True
        begins = label in _LONG and label != previous
        result.append((BEGIN if begins else "") + label + (AFTER_TITLE if after else ""))
        previous = label
    return result


def _overlaps(spans: Iterable[Span], places: list[tuple[int, int]]) -> list[str]:
    ordered = sorted(spans)
    labels = []
    first = 0
    for start, end in places:
        while first < len(ordered) and ordered[first][1] <= start:
            first += 1
        best, most = "other", 0
        for begin, stop, label in ordered[first:]:
            if begin >= end:
                break
            common = min(end, stop) - max(start, begin)
            if common > most:
                best, most = label, common
        labels.append(best)
    return labels


_INTRODUCTIONS = {
    "pages": re.compile(r"[(\[]?(?:pp?|pages?|seiten?|pág|págs|S|página)[.:]?", re.IGNORECASE),
    "volume": re.compile(r"[(\[]?(?:vol|volume|band|bd|tome|t|v)[.:]?", re.IGNORECASE),
    "issue": re.compile(r"[(\[]?(?:no|nr|n°|nº|num|number|issue|heft|núm)[.:]?", re.IGNORECASE),
    "booktitle": re.compile(r"[(\[]?(?:in|dans|en|presented|at|the|of|to)[.:]?", re.IGNORECASE),
    "journal": re.compile(r"[(\[]?(?:in|dans|the)[.:]?", re.IGNORECASE),
    "editor": re.compile(r"[(\[]?(?:in|dans|eds?|edited|by|hrsg|editors?)[.:,)\]]*", re.IGNORECASE),
    "url": re.compile(
        r"[(\[]?(?:doi|url|https?|available|at|from|retrieved|arxiv|eprint|preprint)[.:]?", re.IGNORECASE
    ),
}


def _claim_introductions(words: list[str], labels: list[str]) -> None:
    """Give unlabelled "In", "pp." and the like the label of what follows them."""
    for i in range(len(words) - 2, -1, -1):
        if labels[i] == "other":
            pattern = _INTRODUCTIONS.get(MERGED.get(labels[i + 1], labels[i + 1]))
            if pattern and pattern.fullmatch(words[i]):
                labels[i] = labels[i + 1]
    for i in range(1, len(words)):
        if labels[i] == "other" and labels[i - 1] == "editor" and _INTRODUCTIONS["editor"].fullmatch(words[i]):
            labels[i] = "editor"


_ISSUE_WORD = re.compile(r"[(,;]?(?:no|nr|n°|nº|num|number|issue|heft|núm|iss)[.:]?", re.IGNORECASE)


def _split_issues(words: list[str], labels: list[str]) -> None:
    """Tell apart "6(1)" and "vol. 220, no. 2," given as one volume: the second number is the issue."""
    i = 0
    while i < len(words):
        if labels[i] != "volume":
            i += 1
            continue
        stop = i
        while stop < len(words) and labels[stop] == "volume":
            stop += 1
        seen = False
        issue = False
        for at in range(i, stop):
            issue = issue or (seen and (bool(_ISSUE_WORD.fullmatch(words[at])) or words[at].startswith("(")))
            if issue:
                labels[at] = "issue"
            seen = seen or any(c.isdigit() for c in words[at])
        i = stop


def training_rows(examples: Iterable[Example]) -> Iterable[tuple[list[list[str]], list[str]]]:
    """Features and labels of each example; empty ones are left out."""
    from kg.extractors.references.features import features

    for example in examples:
        places = tokenise(example.text)
        if places:
            labels = stated(labels_of(example, places), places, example.starts)
            yield features(example.text, places), labels
