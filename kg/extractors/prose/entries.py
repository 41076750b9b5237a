"""The publications of a document: sections to regions, regions to entries, entries to fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extractors.prose.boxes import Row
from kg.extractors.prose.cards import LineRole, document_roles, line_role, read_card
from kg.extractors.prose.consensus import Candidates, Votes, candidates, chosen, votes
from kg.extractors.prose.events import is_event, was_printed
from kg.extractors.prose.fields import (
    Fields,
    Hint,
    lead_date,
    names_of,
    names_others,
    quoted_titles,
    read_fields,
    without_quotes,
)
from kg.extractors.prose.grids import Grid, find_grids, read_row
from kg.extractors.prose.labels import label_role, read_labelled
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import NameRun
from kg.extractors.prose.passage import Passage, join, trim
from kg.extractors.prose.sections import Section
from kg.extractors.prose.segments import cut
from kg.extractors.prose.siblings import Listing
from kg.extractors.prose.siblings import read_row as read_listed
from kg.extractors.prose.wraps import find_wraps
from kg.model import Line

_EXCLUDED = frozenset({"award", "talk", "service", "teaching", "skill", "student", "membership", "contact"})
_FEW_ROWS = 4  # rows of a list that do not tell yet what is usual in it
_LONGEST = 40  # lines; author lists with one author a line are the longest entries
_NEVER = frozenset({"award", "talk", "service", "teaching", "student", "membership", "citing"})
_NOTE_LINE = re.compile(
    r"^\W*(?:denotes?|indicates?|means?|:|=|-|–|\*|†|\s)*(?:(?:joint|equal(?:ly)?|co-?first|shared|"
    r"corresponding|first)[- ]\w*\s?(?:authors?\w*|contribut\w+|statement)"
    r"|authors? (?:listed|are|in alphabetical)|alphabetical order).{0,40}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication entry: its text, its fields, the lines after it that tell about it."""

    passage: Passage
    fields: Fields
    first: int  # line numbers, half-open
    last: int
    section: Section
    abstract: str = ""


Read = tuple[int, int, Passage, Fields]


@dataclass(frozen=True, slots=True)
class ListContext:
    """What a whole list is like: regular (most entries read well), owned (its owner is an author of most)."""

    regular: bool
    owned: bool
    good: int
    with_authors: int
    with_year: int

    def is_usual(self, fields: Fields) -> bool:
        """Whether an entry has what nearly all others of the list have."""
        if (
            self.good > 2
            and (fields.year, fields.venue, fields.date) == (None, None, None)
            and self.with_year >= 0.7 * self.good
        ):
            return False
        if self.good <= 2 or fields.authors is not None:
            return True
        if self.good > 4 and self.with_authors >= 0.85 * self.good and fields.score < 0.66:
            return False
        return fields.year is not None or self.with_authors < 0.6 * self.good or self.with_year < 0.6 * self.good


class EntryReader:
    """Reads entries of one document; every stretch of lines is read once."""

    def __init__(self, lines: Sequence[Line], lexicon: Lexicon, listings: Sequence[Listing] = ()) -> None:
        self.lines = lines
        self.listings = listings
        self.lexicon = lexicon
        self.roles: list[LineRole] = document_roles(lines, lexicon)
        self.wraps = self._without_author_lines(find_wraps(lines))
        self.summaries = _summaries(lines, self.roles)
        self._roles: dict[str, LineRole] = {}
        self._listings: dict[int, list[tuple[Row, tuple[Passage, Fields, str]]]] = {}
        self._read: dict[tuple[int, int], tuple[Passage, Fields]] = {}

    def _without_author_lines(self, wraps: list[bool]) -> list[bool]:
        """A line of several authors below a full title line is no part of that line."""
        for number in range(1, len(self.lines)):
            before = self.lines[number - 1].text.rstrip()
            if wraps[number] and self.roles[number] == "authors" and self.roles[number - 1] not in ("authors", "venue"):
                names = sum(len(run.names) for run in self.lexicon.runs(self.lines[number].text.strip()))
                if (
                    names > 1
                    and not before.endswith((",", ";", "and", "&", "-", ":"))
                    and not self.lexicon.runs(before)
                ):
                    wraps[number] = False
        return wraps

    def entries(self, sections: Sequence[Section]) -> list[Entry]:
        """All publication entries in the order of the document."""
        found: list[Entry] = []
        lists: list[tuple[Section, list[Read], list[Candidates]]] = []
        for section in sections:
            if section.kind in _NEVER or section.start >= section.stop:
                continue
            found.extend(self._listed(section))
            for part, grid in self._parts(section):
                if grid is not None:
                    found.extend(self._rows(part, grid))
                    continue
                best = cut(self.lines, part.start, part.stop, self.roles, self.wraps, self.score)
                reads = self._agreed([(first, last, *self.read(first, last)) for first, last in best.entries])
                if not _are_told(part, reads):
                    lists.append((part, reads, self._candidates(part, reads)))
        of_document = votes(one for section, _, known in lists if section.kind == "publication" for one in known)
        for section, reads, known in lists:
            found.extend(self._accepted(section, self._chosen(section, reads, known, of_document)))
        return sorted(found, key=lambda entry: entry.first)

    def _listed(self, section: Section) -> Iterator[Entry]:
        """The entries that the markup sets apart and that begin in this section."""
        for listing in self.listings:
            for row, (passage, fields, abstract) in self._rows_of(listing):
                place = row.slots[listing.slots["title"]][0][0]
                if section.start <= place < section.stop and self._is_listed(section, passage, fields):
                    yield Entry(passage, fields, row.first, row.stop, section, abstract)

    def _rows_of(self, listing: Listing) -> list[tuple[Row, tuple[Passage, Fields, str]]]:
        """The rows of a list with what they hold; none that lacks authors and year where the others have both."""
        known = self._listings.get(id(listing))
        if known is None:
            reads = [(row, read_listed(self.lines, listing, row, self.lexicon)) for row in listing.rows]
            known = [(row, read) for row, read in reads if read is not None]
            whole = sum(fields.authors is not None and fields.year is not None for _, (_, fields, _) in known)
            if len(known) > _FEW_ROWS and whole >= 0.85 * len(known):
                known = [one for one in known if one[1][1].authors is not None or one[1][1].year is not None]
            self._listings[id(listing)] = known
        return known

    def _is_listed(self, section: Section, passage: Passage, fields: Fields) -> bool:
        if fields.title is None or (section.kind in _EXCLUDED | _NEVER and section.kind not in ("contact", "skill")):
            return False
        if section.kind in ("education", "employment", "project"):
            return fields.authors is not None and self._has_owner(passage, fields)
        if section.kind in ("unknown", "about", "other") and fields.venue is not None and fields.year is not None:
            return True
        return section.kind == "publication" or fields.authors is not None

    def _parts(self, section: Section) -> Iterator[tuple[Section, Grid | None]]:
        """What is left of the section beside the entries that the markup sets apart, in parts."""
        rows = sorted((row.first, row.stop) for listing in self.listings for row in listing.rows)
        if section.heading is None and any(section.start <= first < section.stop for first, _ in rows):
            return  # the head of an author page
        place = section.start
        for first, stop in [*rows, (section.stop, section.stop)]:
            first, stop = min(first, section.stop), min(stop, section.stop)
            if first > place:
                yield from _parts(self.lines, replace(section, start=place, stop=first))
            place = max(place, stop)

    def _rows(self, section: Section, grid: Grid) -> Iterator[Entry]:
        """The rows of a table of publications; other tables hold none."""
        if not grid.lists_publications:
            return
        number = grid.start
        while number < grid.stop:
            after = number + 1
            while after < grid.stop and self.lines[after].path.endswith("/br"):
                after += 1  # a cell with a line break
            passage = join(self.lines[number:after])
            fields = read_row(passage, grid.columns, self.lexicon) if after == number + 1 else None
            if fields is None:
                passage, fields = self.read(number, after)
            if fields.title is not None and (section.kind == "publication" or fields.authors or fields.venue):
                yield Entry(passage, fields, number, after, section)
            number = after

    def _candidates(self, section: Section, reads: list[Read]) -> list[Candidates]:
        if section.kind != "publication":
            return [Candidates(passage, [fields]) for _, _, passage, fields in reads]
        return [candidates(passage, fields, self.lexicon) for _, _, passage, fields in reads]

    def _chosen(self, section: Section, reads: list[Read], found: list[Candidates], of_document: Votes) -> list[Read]:
        """The readings after the lists have decided which of the possible ones are right."""
        if section.kind != "publication":
            return reads
        known = votes(found)
        known.include(of_document, 0.5)
        return [
            (first, last, passage, chosen(one, known, self.lexicon))
            for (first, last, passage, _), one in zip(reads, found, strict=True)
        ]

    def score(self, first: int, last: int) -> float:
        return self.read(first, last)[1].score

    def read(self, first: int, last: int) -> tuple[Passage, Fields]:
        """Text and fields of the entry in lines `first:last`; what follows it there is left out."""
        key = first, self._body_end(first, last)
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = self._fields(*key)
        return known

    def _fields(self, first: int, last: int) -> tuple[Passage, Fields]:
        if last - first > _LONGEST:
            return join(self.lines[first : first + 1]), Fields()
        numbers = [number for number in range(first, last) if number not in self.summaries]
        lines = [self.lines[number] for number in numbers]
        passage = join(lines, [self.wraps[number] for number in numbers])
        if not passage.text.strip():
            return passage, Fields()
        labelled = read_labelled(passage, self.lexicon) if any(label_role(line.text) for line in lines[:3]) else None
        if labelled is not None:
            return passage, labelled
        fields = read_fields(passage, self.lexicon)
        spans = logical_lines(passage.text)
        if len(spans) > 1:
            roles = [self.roles[number] for number in numbers]
            if len(spans) < len(lines):
                roles = [self._role(passage.text[start:stop]) for start, stop in spans]
            card = read_card(passage, spans, roles, self.lexicon)
            if card is not None and card.score >= fields.score - 0.02:
                fields = card
        return passage, replace(fields, score=max(0.0, fields.score - self._faults(passage, fields, first, last)))

    def _role(self, text: str) -> LineRole:
        """Role of a line that was wrapped in the document."""
        role = self._roles.get(text)
        if role is None:
            role = self._roles[text] = line_role(text, self.lexicon)
        return role

    def _faults(self, passage: Passage, fields: Fields, first: int, last: int) -> float:
        """What speaks against one whole entry: a second author run, a start in mid-sentence, great length."""
        text = passage.text
        fault = 0.0
        authors = fields.authors
        others = [
            run
            for run in self.lexicon.runs(without_quotes(text[: fields.end or len(text)]))
            if run.weight >= 1.5
            and authors is not None
            and (run.end <= authors.start or run.start >= authors.end)
            and not re.search(r"\b(?:eds?\.?|editors?|in:?)\W*$", text[: run.start][-12:], re.I)
            and not re.match(r"\W*(?:\(?eds?\b|editors)", text[run.end : run.end + 12], re.I)
        ]
        fault += min(0.5, 0.3 * len(others)) + 0.25 * (quoted_titles(text) > 1)
        if fields.title is not None and last > first + 1 and fields.title[0] > 0 and _described_before(text, fields):
            fault += 0.25
        if self.roles[first] in ("prose", "links") and last > first + 1:
            fault += 0.25
        if last > first + 1 and re.match(r"\W*(?!(?:19|20)\d\d\b)\d{1,6}\W*\n", text):
            fault += 0.15  # a number alone: what ends the entry above, such as how often it is cited
        if _dated_twice(text):
            fault += 0.3
        opening = text.lstrip(" \"“‘'([*")
        if opening[:1].islower() and not re.match(r"(?:van|von|de|del|der|di|da|el|al)\b", opening):
            fault += 0.15
        if len(text) > 1200 or last - first > 14:
            fault += 0.3
        return fault

    def _body_end(self, first: int, last: int) -> int:
        """Where abstract, description bullets or notes start."""
        head = self.lines[first]
        for number in range(first + 1, last):
            line, role = self.lines[number], self.roles[number]
            if number in self.summaries:
                continue
            deeper = bool(line.marker) and line.indent > head.indent + 0.5 and role in ("text", "prose")
            if role == "prose" or (line.heading and not self._leads_in(first, number)) or _NOTE_LINE.match(line.text):
                return number
            if deeper and self.roles[number - 1] != "authors":
                return number
            if self.roles[number - 1] == "links" and role == "text" and number - first >= 2 and not line.marker:
                return number
        return last

    def _leads_in(self, first: int, number: int) -> bool:
        """Whether lines from `first` on only lead in the heading below them: a venue or a date above a title."""
        return number - first <= 2 and all(
            self.roles[n] in ("venue", "date", "empty", "links") for n in range(first, number)
        )

    def _accepted(self, section: Section, reads: list[Read]) -> list[Entry]:
        entries: list[Entry] = []
        context = self._context(reads)
        column: int | None = None
        for first, last, passage, fields in reads:
            if lead_date(passage.text) and fields.year is not None:
                column = fields.year
            if self._is_publication(section, passage, fields, context):
                end = self._body_end(first, last)
                dated = replace(section, year=section.year or column)
                entries.append(Entry(passage, fields, first, end, dated, self._abstract(end, last)))
        return entries

    def _context(self, reads: list[Read]) -> ListContext:
        good = [(passage, fields) for _, _, passage, fields in reads if fields.score >= 0.6]
        owned = [
            passage
            for passage, fields in good
            if self._has_owner(passage, fields) and fields.authors and len(fields.authors.names) > 1
        ]
        return ListContext(
            regular=len(reads) > 2 and len(good) >= 0.6 * len(reads),
            owned=len(owned) >= 3 and len(owned) >= 0.6 * len(good),
            good=len(good),
            with_authors=sum(
                fields.authors is not None and not names_others(passage.text, fields.authors)
                for passage, fields in good
            ),
            with_year=sum(fields.year is not None for _, fields in good),
        )

    def _agreed(self, reads: list[Read]) -> list[Read]:
        """The readings after the list has decided: what most entries do, all do."""
        good = [(passage, fields) for _, _, passage, fields in reads if fields.score >= 0.6]
        if len(good) < 3:
            return reads
        lines = Counter(title_line(passage, fields) for passage, fields in good)
        line, count = lines.most_common(1)[0]
        if line is not None and count >= 0.55 * len(good):
            return [read if _is_above_authors(read) else self._with_title_line(read, line) for read in reads]
        first = sum(f.authors is not None and f.title is not None and f.authors.start < f.title[0] for _, f in good)
        if first >= 0.75 * len(good) or first <= 0.2 * len(good):
            return [self._in_order(read, authors_first=first > 0.5 * len(good)) for read in reads]
        return reads

    def _with_title_line(self, read: Read, line: int) -> Read:
        first, last, passage, fields = read
        if title_line(passage, fields) == line:
            return read
        lines = logical_lines(passage.text)
        if line >= len(lines) or line_length(passage.text, lines[line]) < 4:
            return read
        start, end = trim(passage.text, *lines[line], ' .,;:"“”')
        if len(re.findall(r"[^\W\d_]{2,}", passage.text[start:end])) < 2:
            return read
        forced = read_fields(passage, self.lexicon, Hint(title=(start, end)))
        better = forced.score >= fields.score - 0.2 and (forced.authors is not None or fields.authors is None)
        return (first, last, passage, forced) if better else read

    def _in_order(self, read: Read, *, authors_first: bool) -> Read:
        first, last, passage, fields = read
        if fields.authors is None or fields.title is None or (fields.authors.start < fields.title[0]) == authors_first:
            return read
        forced = read_fields(passage, self.lexicon, Hint(authors_first=authors_first))
        right = (
            forced.authors is not None
            and forced.title is not None
            and (forced.authors.start < forced.title[0]) == authors_first
        )
        return (first, last, passage, forced) if right and forced.score >= fields.score - 0.15 else read

    def _is_publication(self, section: Section, passage: Passage, fields: Fields, context: ListContext) -> bool:
        if fields.title is None or not context.is_usual(fields) or is_event(passage.text, fields):
            return False
        if section.kind in ("about", "contact") and "@" in passage.text:
            return False
        if _is_count(passage.text, fields) or _has_label(passage, fields):
            return False
        if section.kind == "publication":
            return fields.score >= (0.3 if context.regular else 0.48)
        if fields.authors is None:
            return False
        owner = self._has_owner(passage, fields)
        several = len(fields.authors.names) > 1
        if section.kind in _EXCLUDED:
            return context.owned and owner and several and fields.score >= 0.84 and section.kind in ("contact", "skill")
        if context.owned:
            return owner and fields.score >= 0.6
        if fields.score < (0.7 if context.regular else 0.8):
            return False
        if not several and fields.year is None:
            return False
        if not (several or context.regular):
            return owner and section.kind != "about" and fields.score >= 0.85 and "@" not in passage.text
        if section.kind in ("education", "employment", "project"):
            return owner and several and fields.score >= 0.95
        return owner or (several and context.regular)

    def _has_owner(self, passage: Passage, fields: Fields) -> bool:
        names = names_of(passage.text, fields.authors) if fields.authors is not None else []
        return any(self.lexicon.has_owner(name) for name in names)

    def _abstract(self, first: int, last: int) -> str:
        lines = [self.lines[n].text.strip() for n in range(first, last) if self.roles[n] == "prose"]
        return " ".join(lines)


_TOLD = re.compile(
    r"\bconference papers?\b|\bpapers? (?:given|read|delivered)\b|\bcomunicaciones\b|\bcommunications\b", re.I
)
_ON_DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?:\d{1,2}(?:[-–]\d{1,2})?,?\s)?(?:19|20)\d\d",
    re.I,
)


def _are_told(section: Section, reads: Sequence[Read]) -> bool:
    """Whether a list of "conference papers" is one of talks: no authors, most at a place in a month, none printed."""
    if not _TOLD.search(section.title) or not reads:
        return False
    texts = [passage.text for _, _, passage, _ in reads]
    days = sum(_ON_DAY.search(text) is not None for text in texts)
    return (
        all(fields.authors is None for *_, fields in reads)
        and 2 * days >= len(texts)
        and not any(was_printed(text) for text in texts)
    )


_STATISTICS = re.compile(
    r"\bh[- ]?index\b|\bh\s*=\s*\d|\bcitations?\b|\bcytowań\b|\bcitas\b|\bcitações\b|\bimpact factor\b|\bi10\b", re.I
)


def _is_count(text: str, fields: Fields) -> bool:
    """Whether a line sums up a list ("31 refereed papers, 1,204 citations, h = 17") instead of being in it."""
    sure = fields.authors is not None and fields.authors.weight >= 1.5
    return not sure and len(text) < 200 and _STATISTICS.search(text) is not None and not quoted_titles(text)


def _has_label(passage: Passage, fields: Fields) -> bool:
    """Whether an entry begins with a bold label that is no name: "Projects: …" among numbered headings."""
    first = passage.runs[0] if passage.runs else None
    if first is None or first.start > 1 or not first.bold:
        return False
    label = passage.text[: first.end].rstrip()
    named = fields.authors is not None and fields.authors.start < first.end and fields.authors.weight >= 1.5
    return label.endswith(":") and len(label.split()) <= 6 and not named and first.end < len(passage.text) - 4


def _parts(lines: Sequence[Line], section: Section) -> Iterator[tuple[Section, Grid | None]]:
    """The section in parts: its tables with column names, and what lies between them."""
    place = section.start
    for grid in find_grids(lines, section.start, section.stop):
        if place < grid.start - 1:
            yield replace(section, start=place, stop=grid.start - 1), None
        yield replace(section, start=grid.start, stop=grid.stop), grid
        place = grid.stop
    if place < section.stop:
        yield replace(section, start=place), None


def _summaries(lines: Sequence[Line], roles: Sequence[LineRole]) -> frozenset[int]:
    """Lines of description between the title of a card and its authors, where several cards have one."""
    found = {
        number
        for number in range(1, len(lines) - 1)
        if roles[number] in ("text", "prose")
        and roles[number + 1] == "authors"
        and _heads_card(lines[number - 1])
        and _is_told(lines[number].text)
    }
    return frozenset(found) if len(found) > 1 else frozenset()


def _heads_card(line: Line) -> bool:
    whole = max((run.end - run.start for run in line.runs if run.href or run.bold), default=0)
    return bool(line.heading) or whole >= 0.9 * len(line.text)


def _is_told(text: str) -> bool:
    """Whether a line is a sentence or the first ones of an abstract that is cut off."""
    words = re.findall(r"[^\W\d_]+", text)
    lower = sum(word[0].islower() for word in words)
    return len(words) >= 9 and lower > 0.6 * len(words) and text.rstrip().endswith((".", "…", "!"))


_DATED_END = re.compile(r"(?:19|20)\d\d[a-z]?[)\].;, ]{0,3}$|(?:19|20)\d\d[a-z]?\)[^()\n]{0,40}$")


def _dated_twice(text: str) -> bool:
    """Whether two long lines end with a year each: two entries, where each has a line."""
    ends = [_DATED_END.search(line) is not None for line in text.split("\n") if len(line) > _LONG_LINE]
    return sum(ends) > 1


_LONG_LINE = 40


def _described_before(text: str, fields: Fields) -> bool:
    """Whether a whole line that belongs to no field stands before title and authors: the end of the entry above."""
    assert fields.title is not None
    first = min(fields.title[0], fields.authors.start if fields.authors else fields.title[0])
    spans = [span for span in (fields.venue, fields.date) if span is not None]
    for start, end in logical_lines(text[:first])[:-1]:
        if end - start > 30 and not any(a < end and b > start for a, b in spans):
            return True
    return False


def logical_lines(text: str) -> list[tuple[int, int]]:
    """Lines of a passage with wrapped ones joined."""
    lines = []
    place = 0
    for line in text.split("\n"):
        lines.append((place, place + len(line)))
        place += len(line) + 1
    return lines


def line_length(text: str, span: tuple[int, int]) -> int:
    return len(text[span[0] : span[1]].strip())


def title_line(passage: Passage, fields: Fields) -> int | None:
    """Which line the title fills alone; None if it shares its line or has several."""
    if fields.title is None or "\n" not in passage.text:
        return None
    for number, span in enumerate(logical_lines(passage.text)):
        if span[0] <= fields.title[0] and fields.title[1] <= span[1]:
            return number if fields.title[1] - fields.title[0] >= line_length(passage.text, span) - 3 else None
    return None


def _is_above_authors(read: Read) -> bool:
    """Whether the title has the line right above the authors' line: badges may move both down."""
    _, _, passage, fields = read
    line = title_line(passage, fields)
    if line is None or fields.authors is None or line + 1 >= len(lines := logical_lines(passage.text)):
        return False
    return line > 0 and lines[line + 1][0] <= fields.authors.start <= lines[line + 1][0] + 2


__all__ = ["Entry", "EntryReader", "NameRun"]
