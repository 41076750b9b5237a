"""Corrections to the venue of a tagged entry: where it begins, what is called one and is none, and what is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extractors.references.gazetteer import word_classes
from kg.extractors.references.outline import (
    CONTAINERS,
    EDITOR_MARK,
    INITIAL,
    INTRODUCED,
    TITLE_WORDS,
    Run,
    in_name,
    phrases_in,
)


def container_begins(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A journal begins behind a mark: words in front of it up to the mark are its own, if they look like a name."""
    for (left, first, middle), (right, _, _) in pairwise(runs):
        if left != "title" or right != "journal" or not _runs_on(words[middle - 1]) or words[middle][:1] in ',.;:("“':
            continue
        for at in range(middle - 1, max(first + 1, middle - 9), -1):
            if words[at - 1][-1:] in '.,?!”"»' and not INITIAL.fullmatch(words[at - 1]):
                if all(in_name(word) or word.lower() in TITLE_WORDS for word in words[at:middle]):
                    labels[at:middle] = ["journal"] * (middle - at)
                break
        return


def _runs_on(word: str) -> bool:
    """Whether no break stands behind the word: a letter, an apostrophe, the stop of a short abbreviation ("St.")."""
    if word[-1:] in "’'":
        return word[-2:-1].isalnum()  # not the end of a quotation: "trees,'"
    return word[-1:].isalnum() or (word[-1:] == "." and len(word) < 4)


def kinds_and_houses(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A "journal" that is a kind of work ("Draft Paper") is none; one that is a publisher's name is the publisher."""
    for label, first, stop in runs:
        if label not in CONTAINERS or INTRODUCED.match(words[first]):
            continue
        for begin, end, name in phrases_in(words, first, stop):
            if name == "waiting" and end == stop and begin > first:
                labels[begin:stop] = ["note"] * (stop - begin)
            elif name == "kind" and end == stop and stop - first <= 6 and "title" in labels:
                labels[begin:end] = ["note"] * (end - begin)
                house = "note" if words[begin - 1][-1:].isalnum() else "publisher"
                labels[first:begin] = [house] * (begin - first)
            elif name == "publisher" and begin == first and stop - end <= 1 and "title" in labels:
                labels[first:stop] = ["publisher"] * (stop - first)


_OF_SERIES = re.compile(r"[(]?(?:volumes?|vols?\.?|band|bd\.?|tome|t\.)", re.IGNORECASE)


def volume_of_series(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A book's name ends in front of "volume 17 of": what follows is the series ("In Trees, volume 17 of LNCS")."""
    for label, first, stop in runs:
        if label not in CONTAINERS:
            continue
        for at in range(first, stop - 2):
            if not _OF_SERIES.fullmatch(words[at]):
                continue
            of = next((i for i in range(at + 2, min(at + 5, stop - 1)) if words[i].lower() in ("of", "in")), None)
            if of is not None:
                labels[at:of] = ["volume"] * (of - at)
                labels[of:stop] = ["series"] * (stop - of)
                break


_NUMBER = re.compile(r" \[\d+\][.,]?")
_PAIR = re.compile(
    r"[(\[]?(?i:in):?\s(?:[^\W\d_a-z][\w'’-]+)(?:,?\s(?:and|&|und|et)\s(?!al\b)[^\W\d_a-z][\w'’-]+|\set\sal\.?)"
)


def names_of_a_cross_reference(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Two names behind "In" are the editors of a book that is listed elsewhere ("In Hecht and Steere, 43-96")."""
    if "pages" not in labels or not {"publisher", "location", "volume", "url"}.isdisjoint(labels):
        return
    for number, (label, first, stop) in enumerate(runs):
        after = runs[number + 1][0] if number + 1 < len(runs) else ""
        if label != "booktitle" or not 3 <= stop - first <= 5 or after not in ("pages", "date"):
            continue
        if all(in_name(word) or _NUMBER.fullmatch(f" {word}") for word in words[first + 1 : stop]):
            if _PAIR.fullmatch(_NUMBER.sub("", " ".join(words[first:stop])).rstrip(".,;: ")) and not _serial(
                words, first + 1, stop
            ):
                labels[first:stop] = ["editor"] * (stop - first)


def editors_behind_in(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Names between "In" and "editors" are such; what follows is the book ("In A. Doe, editor, Logics of Leaves")."""
    for number, (label, first, stop) in enumerate(runs):
        if label not in CONTAINERS or words[first].lower().rstrip(":") != "in":
            continue
        after, _, end = runs[number + 1] if number + 1 < len(runs) else ("", stop, stop)
        at = first + 1
        while at < stop and in_name(words[at]) and not EDITOR_MARK.fullmatch(words[at]):
            at += 1
        marked = first + 2 < at + 1 < stop and EDITOR_MARK.fullmatch(words[at]) is not None
        torn = at == stop and after == "editor" and words[stop - 1].lower() in ("and", "&", "et", "und")
        if marked:
            labels[first : at + 1] = ["editor"] * (at + 1 - first)
        elif torn and any(EDITOR_MARK.fullmatch(word) for word in words[stop:end]):
            labels[first:stop] = ["editor"] * (stop - first)


def _serial(words: Sequence[str], first: int, stop: int) -> bool:
    return any("venue" in word_classes(word.strip(".,;:()[]").lower()) for word in words[first:stop])


_NO_VENUE = re.compile(r"[(\[]?(?:available|retrieved|accessed|last modified)\b", re.IGNORECASE)
_ISSUE = re.compile(r"[(\[]?special issue,?", re.IGNORECASE)


def what_is_no_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Where something is to be had ("Available at SSRN") is a note, and so is "Special issue," before a journal."""
    for label, first, stop in runs:
        if label not in CONTAINERS:
            continue
        if _NO_VENUE.match(words[first]):
            labels[first:stop] = ["note"] * (stop - first)
        elif (
            stop - first > 3 and words[first + 1].endswith(",") and _ISSUE.fullmatch(" ".join(words[first : first + 2]))
        ):
            labels[first : first + 2] = ["note"] * 2


_NOT_SERIAL = frozenset({"report", "link", "award", "organisation", "publisher", "month"})


def note_is_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Capitalised words between a title and date, volume or pages are the journal, if the entry names no other."""
    kinds = [label for label, _, _ in runs]
    if not {"series", "institution", "publisher", *CONTAINERS}.isdisjoint(kinds) or "author" not in kinds:
        return
    for (left, _, middle), (right, _, stop), (after, _, _) in zip(runs, runs[1:], runs[2:], strict=False):
        if left not in ("title", "date") or right != "note" or after not in ("date", "volume", "pages", "issue"):
            continue
        if left == "date" and "title" not in kinds[: kinds.index("date") + 1]:
            continue
        named = all(in_name(word) or word.lower() in TITLE_WORDS for word in words[middle:stop])
        if named and words[middle][:1].isupper() and stop - middle <= 12 and _is_serial_name(words, middle, stop):
            labels[middle:stop] = ["journal"] * (stop - middle)
        return


def _is_serial_name(words: Sequence[str], first: int, stop: int) -> bool:
    if phrases_in(words, first, stop):
        return False
    classes = {name for word in words[first:stop] for name in word_classes(word.strip(".,;:()[]").lower())}
    return "report" not in classes and ("venue" in classes or classes.isdisjoint(_NOT_SERIAL))


def journal_behind_helpers(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Behind "(trans.)," and in front of a volume stands the journal, not another name."""
    for (label, first, stop), (after, _, _) in pairwise(runs):
        if label != "editor" or after not in ("volume", "issue", "date") or not CONTAINERS.isdisjoint(labels):
            continue
        at = next((i + 1 for i in range(first + 1, stop - 1) if _MARK_INSIDE.fullmatch(words[i])), None)
        if at is not None and stop - at <= 8 and "title" in labels[:first]:
            numbered = re.fullmatch(r"\d+[.,]?", words[stop - 1]) is not None
            end = stop - 1 if numbered else stop
            if end > at and not any(INITIAL.fullmatch(word) for word in words[at:end]):
                labels[at:end] = ["journal"] * (end - at)
                labels[end:stop] = ["volume"] * (stop - end)


_MARK_INSIDE = re.compile(r"\((?:trans|transl|ed|eds|trad)\.\),", re.IGNORECASE)


def proceedings_of_science(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """The volume of PoS is the name of a meeting: "PoS LATTICE 2011 (2011) 011", "PoS(LAT2009)011"."""
    at = next((i for i, word in enumerate(words) if _POS.fullmatch(word)), None)
    if at is None or labels[at] not in ("author", "title", "note", *CONTAINERS):
        return
    meeting = _MEETING.match(" ".join(words[at + 1 : at + 3]))
    if meeting:
        labels[at] = "journal"
        stop = at + 1 + len(meeting.group().split())
        labels[at + 1 : stop] = ["volume"] * (stop - at - 1)


_POS = re.compile(r"[,.(]?PoS")
_MEETING = re.compile(r"[(\[]?[A-Z][A-Za-z&-]{1,12} ?(?:(?:19|20)\d\d|\d\d(?!\d))[)\],]*(?=\s|$|\()")


CORRECTIONS = (
    editors_behind_in,
    kinds_and_houses,
    volume_of_series,
    names_of_a_cross_reference,
    what_is_no_venue,
    note_is_venue,
    journal_behind_helpers,
    proceedings_of_science,
)
