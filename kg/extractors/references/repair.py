"""Corrections to a tagged entry that a chain looking one label back cannot make: an entry has one title.

Works on the labels of the words; every rule leaves an entry that keeps the rules as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

_CONTAINERS = frozenset({"booktitle", "journal"})
_INTRODUCED = re.compile(r"[(\[\"“«„‘]*(?:in|dans|proc|proceedings|proceeding|presented|paper)\b", re.IGNORECASE)
_EDITOR_MARK = re.compile(r"[(\[]?(?:eds?|editors?|hrsg|hg|dirs?|coords?|comps?|éds?)[.)\]:,;]*", re.IGNORECASE)
_CONNECTOR = re.compile(r"(?:and|und|et|y|e|&|＆)", re.IGNORECASE)

_SURE = 0.85  # some makers of training strings call the title of a book its booktitle, in styles that the tagger knows

Run = tuple[str, int, int]


def repaired(words: Sequence[str], labels: Sequence[str], scores: Sequence[float] | None = None) -> list[str]:
    """The labels of one entry's words, corrected; `scores` are the labels' probabilities, if known.

    >>> words = "Doe, J. Sparse trees. Boston: Wiley, 1999.".split()
    >>> repaired(words, ["author", "author", "booktitle", "booktitle", "location", "publisher", "date"])[2:5]
    ['title', 'title', 'location']
    """
    result = list(labels)
    _finish_names(words, result, _runs(result))
    _join_halves(words, result, _runs(result))
    _book_is_title(words, result, _runs(result), scores)
    _container_after_editors(result, _runs(result))
    _editors_first(words, result, _runs(result))
    _year_of_venue(words, result, _runs(result))
    return result


def _runs(labels: Sequence[str]) -> list[Run]:
    runs = []
    at = 0
    for label, group in groupby(labels):
        length = len(list(group))
        runs.append((label, at, at + length))
        at += length
    return runs


def _finish_names(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Authors cannot end in "and": the name that follows is one, up to its full stop, comma or colon."""
    for (label, _, stop), (after, _, end) in pairwise(runs):
        if label != "author" or after != "title" or not _CONNECTOR.fullmatch(words[stop - 1]):
            continue
        for at in range(stop, min(stop + 4, end - 1)):
            if words[at][-1:] in ".,:" and len(words[at]) > 2:
                labels[stop : at + 1] = ["author"] * (at + 1 - stop)
                break


def _join_halves(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A title and a book side by side without any mark between them are one: the longer half says which."""
    for (left, first, middle), (right, _, stop) in pairwise(runs):
        if {left, right} != {"title", "booktitle"}:
            continue
        if words[middle - 1][-1:].isalnum() and not _INTRODUCED.match(words[middle]):
            winner = left if middle - first >= stop - middle else right
            labels[first:stop] = [winner] * (stop - first)


def _book_is_title(words: Sequence[str], labels: list[str], runs: list[Run], scores: Sequence[float] | None) -> None:
    """An entry without title whose book is not introduced ("In") is that book, unless the tagger is sure."""
    found = {label for label, _, _ in runs}
    if "title" in found or not found & {"publisher", "location", "author", "editor"}:
        return
    books = [(first, stop) for label, first, stop in runs if label == "booktitle"]
    if len(books) != 1 or _INTRODUCED.match(words[books[0][0]]):
        return
    first, stop = books[0]
    if scores is None or sum(scores[first:stop]) / (stop - first) < _SURE:
        labels[first:stop] = ["title"] * (stop - first)


def _container_after_editors(labels: list[str], runs: list[Run]) -> None:
    """Behind title and editors, a second "title" and what it is broken into is the book."""
    kinds = [label for label, _, _ in runs]
    if kinds.count("title") < 2 or "editor" not in kinds:
        return
    for number in range(kinds.index("title") + 1, len(runs)):
        label, first, stop = runs[number]
        if label == "title" and (kinds[number - 1] == "editor" or kinds[number - 1] in _CONTAINERS):
            labels[first:stop] = ["booktitle"] * (stop - first)


def _editors_first(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Names that open an entry and end in "(eds.)" are editors."""
    for number, (label, first, stop) in enumerate(runs[:3]):
        if label != "author":
            continue
        after = runs[number + 1][0] if number + 1 < len(runs) else ""
        if after in ("editor", "other", "title", "date") and _EDITOR_MARK.fullmatch(words[stop]):
            labels[first : stop + 1] = ["editor"] * (stop + 1 - first)
        elif stop - first > 1 and _EDITOR_MARK.fullmatch(words[stop - 1]) and not words[stop - 1][:1].isupper():
            labels[first:stop] = ["editor"] * (stop - first)
        return


_YEAR = re.compile(r"[(\[]?(?:19|20)\d\d[)\].,;:]*")


def _year_of_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """In an entry without a date, the year that ends the venue ("ICRA 2021") is the date."""
    if "date" in labels:
        return
    for label, first, stop in reversed(runs):
        if label in _CONTAINERS and stop - first > 1 and _YEAR.fullmatch(words[stop - 1]):
            labels[stop - 1] = "date"
            return
