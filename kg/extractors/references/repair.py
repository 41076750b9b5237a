"""Corrections to a tagged entry that a chain looking one label back cannot make: an entry has one title.

Works on the labels of the words; every rule leaves an entry that keeps the rules as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from kg.extractors.references import outline, venues
from kg.extractors.references.outline import CONTAINERS as _CONTAINERS
from kg.extractors.references.outline import EDITOR_MARK as _EDITOR_MARK
from kg.extractors.references.outline import INTRODUCED as _INTRODUCED
from kg.extractors.references.outline import Run

_CONNECTOR = re.compile(r"(?:and|und|et|y|e|&|＆)", re.IGNORECASE)

_KIND = re.compile(
    r"[(\[]?(?:(?:tech(?:nical)?\.?|research|internal|annual)\s(?:report|rep\.|memo)\b.{0,40}|internet-draft\b.{0,20}|"
    r"(?:arxiv\s)?(?:e-?print|preprint)s?|(?:un)?published manuscript|working paper\b.{0,20}|"
    r"(?:ph\.?\s?d\.?|master['’]?s?|doctoral|bachelor['’]?s?|m\.?sc\.?)\s(?:thesis|dissertation))[.,;:)\]]*",
    re.IGNORECASE,
)

_SURE = 0.85  # some makers of training strings call the title of a book its booktitle, in styles that the tagger knows

Correction = Callable[[Sequence[str], list[str], list[Run]], None]


def repaired(words: Sequence[str], labels: Sequence[str], scores: Sequence[float] | None = None) -> list[str]:
    """The labels of one entry's words, corrected; `scores` are the labels' probabilities, if known.

    >>> words = "Doe, J. Sparse trees. Boston: Wiley, 1999.".split()
    >>> repaired(words, ["author", "author", "booktitle", "booktitle", "location", "publisher", "date"])[2:5]
    ['title', 'title', 'location']
    """
    result = list(labels)
    runs, known = _runs(result), list(result)
    for correct in _corrections(scores):
        correct(words, result, runs)
        if result != known:
            runs, known = _runs(result), list(result)
    return result


def _corrections(scores: Sequence[float] | None) -> Iterator[Correction]:
    """In the order in which they build on each other."""
    yield from _FIRST
    yield lambda words, labels, runs: _book_is_title(words, labels, runs, scores)
    yield from _LAST


def _runs(labels: Sequence[str]) -> list[Run]:
    runs = []
    first, last, previous = 0, len(labels), labels[0] if labels else ""
    for at in range(1, last):
        label = labels[at]
        if label != previous:
            runs.append((previous, first, at))
            first, previous = at, label
    if labels:
        runs.append((previous, first, last))
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


_OPENING = {"“": "”", '"': '"', "«": "»", "„": "“”", "``": "''"}


def _title_ends(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A title ends where its quotation closes, and in front of ". In": what follows is the book or the journal."""
    for number, (label, first, stop) in enumerate(runs):
        if label != "title":
            continue
        after = runs[number + 1][0] if number + 1 < len(runs) else ""
        contained = not _CONTAINERS.isdisjoint(labels)
        closed = _closed(words, first, stop) if after in _CONTAINERS else None
        # "flight,” Systems, Man": a comma within the quotation ends the title; so does the quotation where no mark does
        if closed is not None and (words[closed - 1][-2:-1] == "," or words[stop - 1][-1:].isalnum()):
            at: int | None = closed
        else:
            at = _end_of_title(words, first, stop, contained=contained)
        if at is None or (not after and not contained):
            continue
        if _KIND.match(" ".join(words[at : at + 4])):
            labels[at:stop] = ["note"] * (stop - at)
            return
        book = "journal" if after in ("volume", "issue") and not _INTRODUCED.match(words[at]) else "booktitle"
        labels[at:stop] = [after if after in _CONTAINERS else book] * (stop - at)
        return


def _end_of_title(words: Sequence[str], first: int, stop: int, *, contained: bool) -> int | None:
    """Where within a run of title words something else must begin; None if nowhere."""
    closed = _closed(words, first, stop)
    if closed is not None and (not contained or words[closed].lower() in ("in", "in:")):
        return closed
    for at in range(first + 2, stop):
        if words[at - 1][-1:] in ".,?!)”" and _KIND.match(" ".join(words[at : at + 4])):
            return at
    for at in range(first + 1, stop - 1):
        before, word, after = words[at - 1][-1:], words[at], words[at + 1][:1]
        if word in ("In", "In:") and before in '.?!”"»' and (after.isupper() or after in '“"«'):
            return at
        if word == "in" and before in ",”" and after.isupper() and not contained and at > first + 1:
            return at
    return None


def _closed(words: Sequence[str], first: int, stop: int) -> int | None:
    """The word behind the quotation that a run of words begins with, if at least two words follow it."""
    opening = next((mark for mark in _OPENING if words[first].startswith(mark)), "")
    if not opening:
        return None
    for at in range(first, stop - 2):
        word = words[at][len(opening) :] if at == first else words[at]
        core = word.rstrip(".,;:")
        if core.endswith(tuple(_OPENING[opening])):
            # “Behind the store”: shops between the wars - the title goes on where no mark ends it
            ended = word[len(core) :][:1] in (".", ",") or core.rstrip("".join(_OPENING.values()))[-1:] in ".,?!"
            return at + 1 if ended or words[at + 1].lower() in ("in", "in:") else None
    return None


def _subtitle(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """What follows a title's colon is title, up to the next mark where it was taken for a house or a person."""
    for (label, _, stop), (after, _, end) in pairwise(runs):
        if label != "title":
            continue
        if words[stop - 1].endswith(":") and not _INTRODUCED.match(words[stop]):
            if after in ("publisher", "note", "editor"):
                end = next((at + 1 for at in range(stop, end) if words[at][-1:] in ".,"), end)
            if after in ("publisher", "note", "editor", *_CONTAINERS):
                labels[stop:end] = ["title"] * (end - stop)
        return


def _title_after_editors(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Behind "(eds.)" at the start of an entry without a title comes its title."""
    if "title" in labels or not runs or runs[0][0] != "editor" or not _CONTAINERS.isdisjoint(labels):
        return
    _, first, stop = runs[0]
    for at in range(first + 1, stop - 1):
        if _EDITOR_MARK.fullmatch(words[at]) and not words[at][:1].isupper() and words[at][-1:] in ".,:)":
            labels[at + 1 : stop] = ["title"] * (stop - at - 1)
            return


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


def _container_after_editors(_words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
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
        if after == "editor" and _CONNECTOR.fullmatch(words[stop]) and number == 0:
            labels[first:stop] = ["editor"] * (stop - first)  # "A, B, and C, eds."
        elif after in ("editor", "other", "title", "date") and _EDITOR_MARK.fullmatch(words[stop]):
            labels[first : stop + 1] = ["editor"] * (stop + 1 - first)
        elif stop - first > 1 and _EDITOR_MARK.fullmatch(words[stop - 1]) and not words[stop - 1][:1].isupper():
            labels[first:stop] = ["editor"] * (stop - first)
        return


def _kind_is_no_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """What kind a work is ("Technical report 12", "PhD thesis") is not where it is."""
    for label, first, stop in runs:
        if label in _CONTAINERS and _KIND.fullmatch(" ".join(words[first:stop])):
            labels[first:stop] = ["note"] * (stop - first)


_PARTS = (
    ("pages", re.compile(r"[(\[]?(?:pp?\.?|pages?|seiten?|p[áa]gs?\.?)", re.IGNORECASE)),
    ("volume", re.compile(r"[(\[]?(?:volumes?|vols?\.?)", re.IGNORECASE)),
    ("issue", re.compile(r"[(\[]?(?:no\.?|nr\.?|n°|number|issue)", re.IGNORECASE)),
)
_NUMBER = re.compile(r"[a-z]?\d+\b.*|[ivxl]+[.,;:)]*", re.IGNORECASE)
_EDITION = re.compile(
    r"[(\[]?(?:\d+(?:st|nd|rd|th|e|ème|\.|ª|º)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"rev(?:\.|ised)|new|expanded|updated)\s(?:ed\.?|edn\.?|edition|aufl\.?|auflage|éd\.?|ed)\b.{0,12}",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[(\[]?special (?:issue|section)\b.*", re.IGNORECASE)


def _venue_ends(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """A journal's or book's name ends in front of ", pages 3-9", "(2nd ed.)" at its end and ", Special issue on …"."""
    for label, first, stop in runs:
        if label == "title" or label in _CONTAINERS:
            for at in range(max(first + 1, stop - 3), stop - 1):
                if _EDITION.fullmatch(" ".join(words[at:stop])):
                    labels[at:stop] = ["edition"] * (stop - at)
                    break
    for label, first, stop in _runs(labels):
        if label not in _CONTAINERS:
            continue
        for at in range(first + 1, stop):
            rest = stop - at
            part = next((name for name, lead in _PARTS if lead.fullmatch(words[at])), "")
            if part and 2 <= rest <= 3 and _NUMBER.fullmatch(words[at + 1]):
                labels[at:stop] = [part] * rest
            elif rest > 1 and _SPECIAL.match(f"{words[at]} {words[at + 1]}"):
                labels[at:stop] = ["note"] * rest
            else:
                continue
            break


_INITIAL = re.compile(r"[^\W\d_a-z]\.,?|(?:[^\W\d_a-z]\.-?){2,},?|[^\W\d_a-z]{1,2},")
_NAMELESS = frozenset({"title", "journal", "booktitle", "series", "editor", "publisher", "note"})


def _journal_alone(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Volume and pages of nothing but an "author" without initials: that is the journal ("Leukemia (2009) 23, 7")."""
    if not _NAMELESS.isdisjoint(labels) or "volume" not in labels or labels.count("author") > 12:
        return
    named = [(first, stop) for label, first, stop in runs if label == "author"]
    if len(named) == 1 and not any(_INITIAL.fullmatch(word) for word in words[named[0][0] + 1 : named[0][1]]):
        first, stop = named[0]
        if not _INITIAL.fullmatch(words[first]) or _SERIAL.match(words[first]):
            labels[first:stop] = ["journal"] * (stop - first)


_SERIAL = re.compile(
    r"\b(?:journal|review|transactions|bulletin|letters|annals|magazine|quarterly|proceedings|symposium|conference|workshop|"
    r"zeitschrift|revue|revista|rivista)\b|\b(?:trans|proc|j|lett|ann)\.",
    re.IGNORECASE,
)


def _publisher_is_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """In an entry with neither place nor container, a "publisher" that is called a journal or a conference is one."""
    if "title" not in labels or not (_CONTAINERS | {"location", "editor"}).isdisjoint(labels):
        return
    for label, first, stop in runs:
        if label == "publisher" and _SERIAL.search(" ".join(words[first:stop])):
            labels[first:stop] = ["journal"] * (stop - first)
            return


_YEAR = re.compile(r"[,;.(\[]{0,2}(?:18|19|20)\d\d[a-z]?[)\].,;:]*")
_OF_YEARS = frozenset({"in", "of", "since", "until", "from", "to", "and", "after", "before", "circa", "year"})


def _year_of_venue(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Without a year, the one that ends the venue ("ICRA 2021") or starts the volume ("1999; 368") is the date."""
    dated = [(first, stop) for label, first, stop in runs if label == "date"]
    if any(_YEAR.fullmatch(words[at]) for first, stop in dated for at in range(first, stop)):
        _number_of_volume(words, labels, runs)
        return
    if any(re.search(r"\d{4}|['’]\d\d", words[at]) for first, stop in dated for at in range(first, stop)):
        return
    for number in range(len(runs) - 1, -1, -1):
        label, first, stop = runs[number]
        after = runs[number + 1][0] if number + 1 < len(runs) else ""
        if label in _CONTAINERS and not dated and stop - first > 1 and _YEAR.fullmatch(words[stop - 1]):
            labels[stop - 1] = "date"
            return
        if label == "volume" and stop - first > 1 and _YEAR.fullmatch(words[first]) and words[first][-1] in ";,:":
            labels[first] = "date"
            return
        if label in ("publisher", "location", "note", "pages") and _YEAR.fullmatch(words[stop - 1]):
            labels[stop - 1] = "date"
            return
        closed = after in _CONTAINERS or (bool(after) and words[max(stop - 2, first)].endswith(","))
        if label == "title" and closed and stop - first > 3 and _YEAR.fullmatch(words[stop - 1]):
            if words[stop - 2].lower() not in _OF_YEARS:
                labels[stop - 1] = "date"
            return
    if not dated:
        _year_left_over(words, labels)


_DAY = re.compile(r"[(]?[0-3]?\d[/.-][01]?\d[/.-](?:19|20)\d\d[).,;:]*")


def _year_left_over(words: Sequence[str], labels: list[str]) -> None:
    """The only year of an entry, in no field or taken for an issue ("32(4)(2014)"), is its date."""
    for at, word in enumerate(words):
        if _DAY.fullmatch(word) and labels[at] in ("volume", "issue", "pages", "note", "other"):
            labels[at] = "date"
            return
    years = [at for at, word in enumerate(words) if _YEAR.fullmatch(word)]
    if len(years) == 1 and labels[years[0]] in ("other", "issue") and "title" in labels:
        labels[years[0]] = "date"


def _number_of_volume(words: Sequence[str], labels: list[str], runs: list[Run]) -> None:
    """Behind a journal, four digits before 1850 are its volume ("JHEP 1704, 134 (2017)") if there is another year."""
    for (label, _, _), (after, first, stop) in pairwise(runs):
        if label == "journal" and after == "date" and stop - first == 1 and sum(run[0] == "date" for run in runs) > 1:
            if re.fullmatch(r"1[5-7]\d\d[.,;:]*|18[0-4]\d[.,;:]*", words[first]):
                labels[first] = "volume"
            return


_FIRST: tuple[Correction, ...] = (
    _finish_names,
    outline.editors_open,
    outline.names_around_the_date,
    outline.title_behind_inverted_name,
    outline.title_among_names,
    outline.title_up_to_colon,
    _join_halves,
    _title_ends,
    outline.title_tail,
    venues.container_begins,
    _subtitle,
    _title_after_editors,
)
_LAST: tuple[Correction, ...] = (
    outline.subtitle_of_book,
    outline.title_tail,
    _container_after_editors,
    _editors_first,
    _year_of_venue,
    _journal_alone,
    _kind_is_no_venue,
    _venue_ends,
    *venues.CORRECTIONS,
    _publisher_is_venue,
)
