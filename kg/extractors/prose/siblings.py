"""Lists whose entries are alike in their markup: what a place holds in most entries, it holds in all.

Author pages and publication lists are written by programs: every entry is the same tree of elements, and an element
of one place and class holds titles in all entries or in none. So each place is judged by what all entries have there;
the words in the names of classes ("title", "authors") count as a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.extractors.prose.boxes import FEWEST, Row, Slot, Stretch, Tree, text_of
from kg.extractors.prose.cards import line_role, read_card
from kg.extractors.prose.fields import Fields, Hint, Span, body_end, quality, read_fields, year_in
from kg.extractors.prose.headings import classify, coverage
from kg.extractors.prose.labels import LINE_LABEL
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import Name, NameRun, looks_like_name
from kg.extractors.prose.passage import Passage, join, trim
from kg.extractors.prose.tagging import run_between
from kg.extractors.prose.venues import CUE_ANY
from kg.model import Line

FieldRole = Literal["title", "authors", "venue", "year"]

_SAMPLE = 40  # rows that are looked at
_MOST_FAMILIES = 40
_HINTS = {
    "noise": r"keyword|affiliat|badge|metric|cited|citations?-?(?:count|number)|count|action|download|btn|button|"
    r"menu|toolbar|stat(?:s|istics)?(?![a-z])|link|reads|subject|language|classif|marker|identifier|checkbox|"
    r"(?<![a-z])types?(?![a-z])|labels?(?![a-z])|(?<![a-z])fos(?![a-z])|rating|thumb|icon",
    "abstract": r"abstract|summary-?text|snippet|description|descr(?![a-z])|tl-?dr|teaser|excerpt",
    "venue": r"venue|journal|periodical|(?<![a-z])source|pub-?name|publication-?(?:name|title|info)|ispartof|"
    r"epub-section|proceeding|container-title|serial|book-?title|s-results-pub",
    "authors": r"author|creator|contributor|person|byline|(?<![a-z])names?(?![a-z])|people|participants",
    "year": r"year|date(?!-?line)|(?<![a-z])datetime|published(?![a-z])",
    "title": r"titles?(?![a-z])|headline|heading",
}
_COMPILED = {role: re.compile(pattern) for role, pattern in _HINTS.items()}
_ANY_NAME = re.compile(r"(?:full-?|display-?)?names?")  # of people, or of what the element around it is
_IDENTIFIER = re.compile(r"arxiv[:/.]|\b10\.\d{4,}/|\bPM(?:C|ID|CID):?\s?\d{4}", re.I)
_HEADS = re.compile(r"/(?:h[1-6]|strong|b|dt|a)(?:\.[^/]*)?(?=/|$)")
_HEADINGS = re.compile(r"/h[1-6](?:\.[^/]*)?(?=/|$)")
_SET = re.compile(r"/(?:em|i|cite)(?:\.[^/]*)?$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|spring|summer|fall|autumn|winter"
_DATE = re.compile(
    rf"\W*(?:(?:publi\w+|posted|year|date|on|in|issued?|erschienen|{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)?)\b\W*)*"
    rf"(?:19|20)\d\d(?:\W+(?:{_MONTH}|\d{{1,2}}))*\W*",
    re.I,
)
_LATER = re.compile(r"modif|revis|updat|access|deposit|added|created|epub", re.I)
_YEAR = re.compile(r"(?<![\d:./-])(?:19|20)\d\d(?!\d|\.\d)")
_NUMBERED = re.compile(
    r"\W*(?:arxiv|doi|hal|pmid|pmcid|issn|isbn|mr|zbl)?\W*(?:[a-z-]+[./])?[\d./:()-]*\d{4}\S*\W*", re.I
)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of entries of one kind, and the slot of each field."""

    rows: tuple[Row, ...]
    slots: dict[FieldRole, Slot]
    noise: frozenset[Slot]
    value: float

    @property
    def numbers(self) -> set[int]:
        """The lines of its entries."""
        return {number for row in self.rows for number in range(row.first, row.stop)}


def find_listings(lines: Sequence[Line], lexicon: Lexicon) -> list[Listing]:
    """The lists of works that the markup of a page shows, none overlapping, in order."""
    if not any(line.cells for line in lines):
        return []
    tree = Tree(lines)
    found: list[Listing] = []
    for members in tree.families()[:_MOST_FAMILIES]:
        listing = _listing(tree, members, lexicon)
        if listing is not None:
            found.append(listing)
    kept: list[Listing] = []
    taken: set[int] = set()
    for listing in sorted(found, key=lambda one: (-one.value, one.rows[0].first)):
        if not listing.numbers & taken:
            kept.append(listing)
            taken |= listing.numbers
    return sorted(kept, key=lambda one: one.rows[0].first)


def without_headings(lines: Sequence[Line], listings: Sequence[Listing]) -> list[Line]:
    """The lines; what the markup calls a heading is none inside an entry."""
    inside = {number for listing in listings for number in listing.numbers}
    return [replace(line, heading=0) if number in inside else line for number, line in enumerate(lines)]


# ---- what a slot holds


@dataclass(slots=True)
class _Column:
    """One slot over the rows that were looked at."""

    slot: Slot
    order: int  # of first appearance
    values: list[str]
    share: float  # of the rows that fill it
    names: float = 0.0  # mean share of letters in names
    people: float = 0.0  # mean number of names
    dates: float = 0.0
    hint: str = ""
    spans: Stretch | None = None  # in the first row that has it


def _listing(tree: Tree, members: Sequence, lexicon: Lexicon) -> Listing | None:  # type: ignore[type-arg]
    rows = tree.rows(members)
    if len(rows) < FEWEST:
        return None
    columns = list(_columns(tree, rows[:_SAMPLE], lexicon))
    title = max(columns, key=_as_title, default=None)
    if title is None or _as_title(title) < _LEAST_TITLE:
        return None
    if title.share < 1.0:  # what has no title goes on from the one above
        rows = tree.rows([member for member, row in zip(members, rows, strict=True) if title.slot in row.slots])
        columns = list(_columns(tree, rows[:_SAMPLE], lexicon))
        title = next((column for column in columns if column.slot == title.slot), None)
    if len(rows) < FEWEST or title is None or _is_of_parts(title, columns) or _hold_headings(tree, rows, title.slot):
        return None
    slots: dict[FieldRole, Slot] = {"title": title.slot}
    others = [column for column in columns if not _touches(rows, column, title)]
    authors = max(others, key=_as_authors, default=None)
    authors = _whole(rows, authors, others) if authors is not None else None
    if authors is not None and _as_authors(authors) >= _LEAST_AUTHORS:
        slots["authors"] = authors.slot
        others = [column for column in others if not _touches(rows, column, authors)]
    year = max(others, key=_as_year, default=None)
    if year is not None and _as_year(year) >= _LEAST_YEAR:
        slots["year"] = year.slot
    venue = max(others, key=_as_venue, default=None)
    if venue is not None and _as_venue(venue) >= _LEAST_VENUE:
        slots["venue"] = venue.slot
    if "authors" not in slots and not (title.hint == "title" and len(slots) > 1):
        return None
    if len(rows) < _FEWEST_PLAIN and (title.hint, authors.hint if authors else "") != ("title", "authors"):
        return None
    noise = frozenset(column.slot for column in columns if column.hint in ("noise", "abstract"))
    filled = [row for row in rows if title.slot in row.slots]
    if len(slots) < 3 and sum(row.stop - row.first for row in filled) < 0.4 * (filled[-1].stop - filled[0].first):
        return None  # what belongs to the entries stands between them
    value = sum(sum(_WORTH[role] for role, slot in slots.items() if slot in row.slots) for row in filled)
    return Listing(tuple(filled), slots, noise, value)


def _is_of_parts(title: _Column, columns: Sequence[_Column]) -> bool:
    """Whether the rows are parts of the page that hold lists themselves: headed so, or with several titles each."""
    heads = sum(classify(value) != "unknown" and coverage(value) > 0.9 for value in title.values)
    path, order = title.slot
    more = next((column for column in columns if column.slot == (path, order + 1)), None)
    again = (
        more is not None
        and not path.endswith("/line")
        and _as_title(replace(more, share=1.0)) >= _LEAST_TITLE
        and _as_venue(replace(more, share=1.0)) < _LEAST_VENUE
    )
    return again or heads > 0.3 * len(title.values)


_FEWEST_PLAIN = 3  # siblings that make a list where no class says what they hold
_LEAST_SHARE = 0.2  # of siblings that have a title, where entries have several siblings
_WORTH: dict[FieldRole, float] = {"title": 1.0, "authors": 1.0, "venue": 0.4, "year": 0.4}


def _whole(rows: Sequence[Row], authors: _Column, others: Sequence[_Column]) -> _Column:
    """The element around the names where it holds more of them, such as the owner who is not linked."""
    if authors.slot[1] >= 0:
        return authors
    around = [
        column
        for column in others
        if column.slot[1] >= 0
        and column.names >= 0.9
        and column.people > 1.2 * authors.people
        and not any("(" in value for value in column.values)
        and _touches(rows, column, authors)
    ]
    return min(around, key=lambda column: column.people, default=authors)


def _hold_headings(tree: Tree, rows: Sequence[Row], title: Slot) -> bool:
    """Whether many rows have headings that are not their titles."""
    found = 0
    for row in rows:
        stretch = row.slots.get(title, ((-1, 0), (-1, 0)))
        inside = range(stretch[0][0], stretch[1][0] + 1)
        found += any(tree.lines[n].heading and n not in inside for n in range(row.first, row.stop))
    return found > 0.3 * len(rows)


_LONG = 120  # characters of a value that is no name of a journal
_FEW_NAMES = 1.3  # names an entry: fewer may be places or schools
_LEAST_TITLE, _LEAST_AUTHORS, _LEAST_YEAR, _LEAST_VENUE = 0.75, 0.7, 0.6, 0.3
_PLAIN_VENUE = 0.4  # of what differs between entries and is nothing else
_KINDS = (
    r"(?:(?:conference|journal|research|review|original|proceedings|workshop|book|full|short)[\s-]*)?"
    r"(?:papers?|articles?|preprints?|chapters?|books?|thes[ei]s|posters?|reviews?|reports?|other|dataset)"
)
_KIND = re.compile(rf"\W*{_KINDS}\W*", re.I)
_KIND_OR_DATE = re.compile(rf"\S*\d\S*|\b{_KINDS}\b(?=\W*(?:$|\|))|\b(?:{_MONTH}|year)\b|\bpublishers?:?\s*\S+", re.I)


def _columns(tree: Tree, rows: Sequence[Row], lexicon: Lexicon) -> Iterator[_Column]:
    order: dict[Slot, int] = {}
    for row in rows:
        for slot, _ in sorted(row.slots.items(), key=lambda one: one[1]):
            order.setdefault(slot, len(order))
    for slot, place in order.items():
        stretches = [row.slots[slot] for row in rows if slot in row.slots]
        if len(stretches) < 0.2 * len(rows):
            continue
        values = [text[: body_end(text)] for text in map(_without_label, map(tree.text, stretches)) if text]
        if not values:
            continue
        told = _told(values)
        column = _Column(slot, place, values, len(values) / len(rows), hint=_hint(slot[0], told=told))
        words = next((row.words[slot[0]] for row in rows if slot in row.slots and slot[0] in row.words), "")
        if told and _COMPILED["abstract"].search(words):
            column.hint = "abstract"
        pieces = [row.pieces.get(slot, []) for row in rows if slot in row.slots]
        if slot[1] < 0:
            named = [[_is_name(tree.text(one)) for one in some] for some in pieces]
            column.names = sum(sum(one) for one in named) / max(1, sum(map(len, named)))
            column.people = sum(map(len, named)) / len(named)
        else:
            counted = [_names(value, lexicon) for value in values]
            column.names = sum(share for share, _ in counted) / len(values)
            column.people = sum(number for _, number in counted) / len(values)
        column.dates = sum(bool(_DATE.fullmatch(value)) for value in values) / len(values)
        yield column


def _hint(path: str, *, told: bool) -> str:
    """What the classes of an element call it; the innermost word counts, "" without one; `told`: it holds sentences."""
    found = ""
    for key in [key for key in reversed(path.split("/")[2:]) if "." in key][:3]:
        words = key.partition(".")[2]
        hint = next((role for role, pattern in _COMPILED.items() if pattern.search(words)), "")
        if hint == "abstract" and not told:
            continue
        if hint and (not found or _ANY_NAME.fullmatch(words) is None):
            if not _ANY_NAME.fullmatch(words):
                return hint
            found = hint
    return found


def _without_label(text: str) -> str:
    """The value of a field that is named: "Authors: …"."""
    label = LINE_LABEL.match(text)
    return text[label.end() if label else 0 :].strip()


def _is_name(text: str) -> bool:
    bare = text.strip(" ,;*\n")
    return looks_like_name(bare) and not re.search(r"[()\[\]\d\n]", bare)


def _told(values: Sequence[str]) -> bool:
    """Whether most values are sentences, not names of things."""
    return sum(len(value) > _LONG or line_role(value, Lexicon()) == "prose" for value in values) > 0.5 * len(values)


def _names(text: str, lexicon: Lexicon) -> tuple[float, int]:
    """Share of the letters in names of people, and how many names there are."""
    if len(text) > 4_000:
        return 0.0, 0
    run = run_between(text, 0, len(text), lexicon)
    if run is None:
        return 0.0, 0
    inside = sum(sum(map(str.isalpha, text[name.start : name.end])) for name in run.names)
    rest = re.sub(r"\b(?:and|und|et al|with|by|y|e|et)\b", "", text, flags=re.I)
    return min(1.0, inside / max(1, sum(map(str.isalpha, rest)))), len(run.names)


def _touches(rows: Sequence[Row], one: _Column, other: _Column) -> bool:
    """Whether two slots share text in some row."""
    for row in rows[:_SAMPLE]:
        a, b = row.slots.get(one.slot), row.slots.get(other.slot)
        if a is not None and b is not None and a[0] < b[1] and b[0] < a[1]:
            return True
    return False


def _share(column: _Column, pattern: re.Pattern[str]) -> float:
    """Share of the values in which a pattern is found."""
    return sum(bool(pattern.search(value)) for value in column.values) / len(column.values)


def _as_title(column: _Column) -> float:
    """How surely a slot holds titles."""
    if column.share < _LEAST_SHARE or column.slot[1] < 0 or column.hint in ("noise", "abstract"):
        return 0.0
    likeness = sum(map(_title_likeness, column.values)) / len(column.values)
    distinct = len({value.casefold() for value in column.values}) / len(column.values)
    score = likeness * distinct
    headed = bool(_HEADINGS.search(column.slot[0]))
    score -= 0.8 * (column.hint in ("authors", "venue", "year"))
    score -= (0.3 if headed else 0.7) * column.names * (column.hint != "title")
    score -= 0.8 * column.dates + 0.3 * _share(column, CUE_ANY)
    words = sum(len(value.split()) for value in column.values) / len(column.values)
    score += 0.5 * (column.hint == "title") + 0.15 * bool(_HEADS.search(column.slot[0])) + 0.1 * headed
    score += 0.1 * (words >= 4)
    return score - 0.01 * min(column.order, 15)


def _title_likeness(value: str) -> float:
    letters = sum(map(str.isalpha, value))
    if letters < 4 or len(value) > 350 or body_end("x\n" + value) <= 1 or _DATE.fullmatch(value):
        return 0.0
    likeness = 1.0
    if "\n" in value or "\t" in value:
        likeness -= 0.4
    if _YEAR.search(value[-8:]) or re.search(r"\d+\s*\(\d+\)|\bpp\.|\bdoi\b|://", value):
        likeness -= 0.4
    if len(value) > 200 or re.search(r"[a-z]{3,}\.\s+[A-Z]\w*\s[a-z]", value):
        likeness -= 0.4
    return max(0.0, likeness - 0.3 * (len(value.split()) < 2))


def _as_authors(column: _Column) -> float:
    hint = 0.3 * (column.hint == "authors") - 0.5 * (column.hint in ("noise", "abstract", "venue", "title"))
    alike = len(set(column.values)) == 1 and column.people <= 1
    if column.share < 0.3 or column.dates > 0.5 or (hint <= 0 and (alike or column.people < _FEW_NAMES)):
        return 0.0
    apart = 0.3 * (column.slot[1] < 0 and column.names > 0.9 and column.people > _FEW_NAMES)
    return column.names * min(1.0, 0.6 + column.share / 2) + hint + apart + min(0.3, 0.1 * (column.people - 1))


def _as_year(column: _Column) -> float:
    if column.share < 0.5 or column.slot[1] < 0 or _share(column, _LATER) > 0.3:
        return 0.0
    return column.dates * column.share + 0.2 * (column.hint == "year") - 0.01 * column.order


def _as_venue(column: _Column) -> float:
    if column.share < 0.25 or column.slot[1] < 0 or column.names > 0.85 or column.dates > 0.4:
        return 0.0
    if column.hint in ("noise", "abstract", "title"):
        return 0.0
    if all(map(_KIND.fullmatch, column.values)):
        return 0.0
    bad = sum(not _may_be_venue(value) for value in column.values) / len(column.values)
    cues = _share(column, CUE_ANY)
    numbered = sum(bool(_YEAR.search(value) or re.search(r"\d+\s*\(\d+\)|\bpp?\.", value)) for value in column.values)
    again = len({value.casefold() for value in column.values}) < len(column.values)
    score = 0.6 * (column.hint == "venue") + 0.5 * cues + 0.4 * bool(_SET.search(column.slot[0])) + 0.1 * again
    length = sum(map(len, column.values)) / len(column.values)
    score += _PLAIN_VENUE * (len(set(column.values)) > 1 and not _told(column.values))
    score += 0.15 * numbered / len(column.values) - 0.7 * bad - 0.4 * (column.hint in ("authors", "year"))
    score -= 0.1 * column.slot[0].endswith("/line") + 0.3 * column.names
    return score - 0.001 * length - 0.005 * min(column.order, 30)


def _may_be_venue(value: str) -> bool:
    letters = sum(map(str.isalpha, _KIND_OR_DATE.sub(" ", value)))
    if re.match(r"\W*(?:vol|no|pp?|pages?|issue|number)\b", value, re.I):
        return False
    if _NUMBERED.fullmatch(value) or letters < 3 or len(value) > 300 or "\n" in value:
        return False
    return body_end("x\n" + value) > 1


# ---- fields of one row


def read_row(lines: Sequence[Line], listing: Listing, row: Row, lexicon: Lexicon) -> tuple[Passage, Fields, str] | None:
    """Text, fields and abstract of one entry; None where its title is no title."""
    numbers = [number for number in range(row.first, row.stop) if not _is_noise(lines, listing, row, number)]
    passage = join([lines[number] for number in numbers])
    places = dict(zip(numbers, passage.breaks, strict=True))
    known = {role: row.slots[slot] for role, slot in listing.slots.items() if slot in row.slots}
    spans = {role: _span(passage.text, places, stretch) for role, stretch in known.items()}
    title = spans.get("title")
    if title is None:
        return None
    text = passage.text
    title = trim(text, title[0], title[0] + body_end(text[slice(*title)]), ' .,;:"“”')
    if title[1] - title[0] < 3:
        return None
    fields = replace(_shaped(passage, title, lexicon), title=title, end=len(text))
    authors = spans.get("authors")
    if authors is not None:
        run = _apart(text, listing, row, places) or run_between(text, *authors, lexicon)
        whole = fields.authors is not None and run is not None and len(fields.authors.names) > len(run.names)
        if run is not None and not (whole and _goes_on(text, run.start, authors[1])):
            fields = replace(fields, authors=run)
    venue = spans.get("venue")
    if venue is not None and re.search(r"[^\W\d_]{2}", text[slice(*venue)]):
        fields = replace(fields, venue=trim(text, *venue, " .,;"))
    elif fields.venue is not None and not _speaks_of_venue(text[slice(*fields.venue)]):
        fields = replace(fields, venue=None)
    fields = _dated(text, fields, spans.get("year"))
    abstract = _abstract(lines, row, set(numbers))
    return passage, replace(fields, score=max(0.75, quality(text, fields))), abstract


def _shaped(passage: Passage, title: Span, lexicon: Lexicon) -> Fields:
    """What the shape of the entry tells where its title is known: by the roles of its lines, or as one text."""
    fields = read_fields(passage, lexicon, Hint(title=title))
    spans = list(passage.lines())
    if len(spans) < 2:
        return fields
    roles = [line_role(passage.text[start:end], lexicon) for start, end in spans]
    roles = ["text" if start <= title[0] < end else role for (start, end), role in zip(spans, roles, strict=True)]
    card = read_card(passage, spans, roles, lexicon)
    if card is None or card.title is None or abs(card.title[0] - title[0]) + abs(card.title[1] - title[1]) > 6:
        return fields
    return card if card.score >= fields.score - 0.02 else fields


def _apart(text: str, listing: Listing, row: Row, places: dict[int, int]) -> NameRun | None:
    """The names where each has an element of its own; None where they have not."""
    spans = [_span(text, places, stretch) for stretch in row.pieces.get(listing.slots["authors"], ())]
    names = [trim(text, *span, " ,;&*") for span in spans if span is not None]
    if not names or not all(_is_name(text[start:end]) for start, end in names):
        return None
    found = tuple(Name(start, end, "full") for start, end in names)
    more = _MORE.match(text, names[-1][1])
    end = more.end() if more else names[-1][1]
    return NameRun(names[0][0], end, found, len(found) if more else None, float(len(found)))


_MORE = re.compile(r"[\s,;]*(?:and\s+)?(?:et\.?\s+al\b\.?|…|\.\.\.)")


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether an author list has names outside the stretch: a separator stands before or after it."""
    before, after = text[max(0, start - 5) : start], text[end : end + 6]
    inside = text[end - 1 : end] in ",;"
    return bool(re.search(r"(?:[,;&]|\b(?:and|und|et))\s*$", before)) or (
        inside or re.match(r"\s*(?:[,;&]|\b(?:and|und|et)\b)", after) is not None
    )


def _speaks_of_venue(phrase: str) -> bool:
    """Whether a phrase that no slot holds is a venue, not a label or a button."""
    return not LINE_LABEL.match(f"{phrase}:") and bool(CUE_ANY.search(phrase) or re.search(r"\d", phrase))


def _dated(text: str, fields: Fields, where: Span | None) -> Fields:
    """With the year of its own slot, else with that of the venue's phrase, else as it was read."""
    for span in (where, fields.venue):
        if span is None:
            continue
        found = list(_YEAR.finditer(text, *span))
        if len({year.group() for year in found}) == 1 or (found and span == where):
            return replace(fields, year=int(found[0].group()), date=found[0].span())
    known = [span[1] for span in (fields.title, fields.venue) if span is not None]
    last = max([*known, fields.authors.end if fields.authors else 0])
    end = text.find("\n", last)
    for part in (text[: end if end >= 0 else len(text)], text):
        year, place = year_in(part, None, fields.title)
        if year is not None:
            return replace(fields, year=year, date=place)
    return fields


def _is_noise(lines: Sequence[Line], listing: Listing, row: Row, number: int) -> bool:
    """Whether a line has no part in the entry: its abstract, buttons, how often it is cited."""
    whole = (number, 0), (number, len(lines[number].text))
    for slot in listing.slots.values():
        stretch = row.slots.get(slot)
        if stretch is not None and stretch[0] < whole[1] and whole[0] < stretch[1]:
            return False
    if _IDENTIFIER.search(lines[number].text) and len(lines[number].text) < _LONG:
        return False
    if line_role(lines[number].text, Lexicon()) in ("prose", "links", "empty"):
        return True
    for slot in listing.noise:
        stretch = row.slots.get(slot)
        if stretch is not None and stretch[0] <= whole[0] and whole[1] <= stretch[1]:
            return True
    return False


def _span(text: str, places: dict[int, int], stretch: Stretch) -> Span | None:
    (first, start), (last, end) = stretch
    if first not in places or last not in places:
        return None
    start, end = places[first] + start, places[last] + end
    label = LINE_LABEL.match(text[start:end])
    return start + (label.end() if label else 0), end


def _abstract(lines: Sequence[Line], row: Row, kept: set[int]) -> str:
    told = [lines[number].text.strip() for number in range(row.first, row.stop) if number not in kept]
    return " ".join(text for text in told if line_role(text, Lexicon()) == "prose")


__all__ = ["Listing", "find_listings", "read_row", "text_of", "without_headings"]
