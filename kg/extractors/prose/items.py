"""Sections of schools and jobs to items: the lines that name one position or degree, and the lines that describe it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extractors.prose import vocabulary
from kg.extractors.prose.dates import DateRange, find_dates
from kg.extractors.prose.language import spans
from kg.extractors.prose.organisations import find_units
from kg.extractors.prose.sections import Section
from kg.model import Line

_FACT = re.compile(
    r"^\W*(?:gpa|grade|thesis|dissertation|title|advis|supervis|mentor|relevant|course|major|minor|honou?rs?|"
    r"award|scholarship|note|topic|focus|project|summary|skills|tech|publication|rank|score|abschluss|note)\w*\b",
    re.I,
)


_NAMES_PERSON = re.compile(
    r"\W*(?:co-?)?(?:(?:ph\.?d|thesis|doctoral|academic)\s+)?(?:advis[eo]rs?|supervisors?|mentors?|hosts?|betreuer(?:in)?|"
    r"encadrants?|directeurs? de thèse|directora?(?: de tesis)?|orientadora?|relatore|committee)\s*:",
    re.I,
)
_TELLS = re.compile(r"(?:[A-Z][a-z]+(?:ed)|Taught|Led|Built|Wrote|Ran|Held|Gave|Lectured)\s[a-z]")


@dataclass(slots=True)
class LineFacts:
    """What one line holds, for deciding where an item starts."""

    dates: list[DateRange]
    role: bool
    degree: bool
    organisation: bool
    prose: bool
    only_date: bool


@dataclass(slots=True)
class Item:
    """Line numbers of one position or degree: those that name it, and those that describe it."""

    header: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    dated: bool = False
    named: bool = False  # an organisation was seen
    titled: bool = False  # a role or degree was seen


def facts_of(line: Line) -> LineFacts:
    text = line.text
    dates = [date for date in find_dates(text) if not _in_words(text, date)]
    rest = sum(character.isalpha() for character in text) - sum(
        sum(c.isalpha() for c in text[d.start : d.end]) for d in dates
    )
    words = re.findall(r"[^\W\d_]+", text)
    lower = sum(word[0].islower() for word in words) / len(words) if words else 0.0
    return LineFacts(
        dates,
        bool(spans(text, "roles")),
        any(not vocabulary.is_state(text, *span) for span in spans(text, "degrees")),
        bool(find_units(text)),
        (len(words) > 12 and lower > 0.55 and not any(date.is_range for date in dates))
        or (bool(dates) and _TELLS.match(text) is not None),
        bool(dates) and rest <= 2,
    )


def _in_words(text: str, date: DateRange) -> bool:
    """Years that are part of a name or a citation: "ICML 2018", "class of 2012"."""
    before = text[max(0, date.start - 12) : date.start]
    return (
        not date.is_range
        and bool(re.search(r"(?:\b[A-Z]{2,}[a-z]?|class of|[A-Z]{3,}-)\s?$", before))
        and not re.search(r"(?:PhD|MSc|BSc|BS|MS|BA|MA|MIT|USA|UK)\s?$", before)
    )


def find_items(lines: Sequence[Line], section: Section, wraps: Sequence[bool]) -> list[Item]:
    """The items of a section in order; a list in which most dated lines are bulleted has its items in bullets."""
    facts = {number: facts_of(lines[number]) for number in range(section.start, section.stop)}
    dated = [number for number in facts if facts[number].dates]
    bulleted = sum(bool(lines[number].marker) for number in dated) > 0.6 * len(dated)
    depth = min((lines[n].indent for n in dated if lines[n].marker), default=0.0)
    items: list[Item] = []
    current: Item | None = None
    for number in range(section.start, section.stop):
        line, fact = lines[number], facts[number]
        if not line.text.strip():
            continue
        if current is not None and wraps[number] and not fact.dates and not line.marker:
            (current.body if current.body or fact.prose else current.header).append(number)
            current.named |= fact.organisation and not current.body
            continue
        if current is not None and current.header == [number - 1] and stacked_date(lines, number) is not None:
            current.body.append(number)
            current.dated = True
            continue
        describes = _describes(line, fact, bulleted=bulleted, depth=depth)
        describes |= current is not None and _hangs_below(lines, facts, current, number)
        if describes and current is not None and _names_employer(lines, facts, current, number):
            current.header.append(number)
            current.named = True
            continue
        if current is not None and _only_adds(facts, items[0], current, number):
            current.body.append(number)
            continue
        if describes and current is not None and not (fact.only_date and not current.dated):
            current.body.append(number)
            continue
        if current is not None and current is not items[0] and _looks_odd(lines, facts, items[0], number):
            current.body.append(number)
            continue
        if current is None or _starts(lines, facts, current, number) or _leads(facts, items[0], current, number):
            current = Item()
            items.append(current)
        if current.body and current.dated and not fact.dates:
            current.body.append(number)
            continue
        current.header.append(number)
        current.dated |= bool(fact.dates)
        current.named |= fact.organisation
        current.titled |= fact.role or fact.degree
    return items


def dated_parts(lines: Sequence[Line], section: Section) -> list[Section]:
    """The lists of dated posts and degrees without a heading of their own, each as a section of posts.

    Two lines or more, one below the other, that begin or end with a date and name a post or degree; half of them name
    an organisation, and half are spells of time or degrees: a list of talks or students is none.
    """
    parts: list[Section] = []
    rows: list[int] = []
    for number in [*range(section.start, section.stop), section.stop]:
        if number < section.stop and (not lines[number].text.strip() or _is_row(lines[number].text)):
            rows += [number] if lines[number].text.strip() else []
            continue
        texts = [lines[row].text for row in rows]
        named = sum(bool(find_units(text)) for text in texts)
        spells = sum(any(date.is_range for date in find_dates(text)) or bool(spans(text, "degrees")) for text in texts)
        if len(rows) > 1 and 5 * named >= 2 * len(rows) and 2 * spells >= len(rows):
            parts.append(replace(section, kind="employment", start=rows[0], stop=rows[-1] + 1))
        rows = []
    return parts


def _is_row(text: str) -> bool:
    if len(text) > _LONGEST_ROW or not (spans(text, "roles") or spans(text, "degrees")):
        return False
    dates = find_dates(text)
    at_an_end = any(not text[: date.start].strip(" [(") or not text[date.end :].strip(" .;])") for date in dates)
    return at_an_end and len(dates) == 1


_LONGEST_ROW = 200  # characters of a line that names one post
_COLUMN_NOW = re.compile(r"(?:now|present|today|current|heute|actuel\w*)\s*\t", re.I)


def stacked_date(lines: Sequence[Line], number: int) -> DateRange | None:
    """The range of two dates stacked in a column at the left: the line above begins with one, this one with the other.

    "2017 / 2015", "Now / 2017" and "Mar 2024 - / Sep 2024" are all met; what follows in the lower line names nothing.
    """
    if number < 1:
        return None
    above, text = lines[number - 1].text, lines[number].text
    upper, lower = _column_date(above), _column_date(text)
    now = _COLUMN_NOW.match(above)
    if lower is None or lower.is_range or "\t" not in text or (upper is None and not now):
        return None
    if spans(text, "degrees") or (spans(text, "roles") and find_units(text)):
        return None
    if upper is None:
        return replace(lower, ongoing=True, is_range=True)
    if upper.is_range and not upper.ongoing:
        return None
    begin, finish = sorted((upper.begin, lower.begin))
    return replace(upper, begin=begin, finish=finish, ongoing=False, is_range=True)


def _column_date(text: str) -> DateRange | None:
    return next((date for date in find_dates(text) if not text[: date.start].strip()), None)


def _describes(line: Line, fact: LineFacts, *, bulleted: bool, depth: float) -> bool:
    """Whether a line only describes the item above it."""
    if fact.only_date:
        return False
    if line.marker:
        if bulleted and line.indent <= depth + 1.0:
            return not fact.dates and (bool(_FACT.match(line.text)) or fact.prose)
        return True
    if _NAMES_PERSON.match(line.text):
        return True
    return fact.prose or (bool(_FACT.match(line.text)) and not any(date.is_range for date in fact.dates))


def _names_employer(lines: Sequence[Line], facts: dict[int, LineFacts], current: Item, number: int) -> bool:
    """Whether the first bullet below a dated post names where it was: nothing else has."""
    line, fact = lines[number], facts[number]
    below = bool(line.marker) and current.header == [number - 1] and line.indent > lines[number - 1].indent
    if not below or current.named or not (current.dated and current.titled) or fact.dates or fact.prose or fact.role:
        return False
    words = [word for word in line.text.split() if len(word) > 3]
    return ":" not in line.text and len(words) <= 8 and all(word[0].isupper() for word in words)


def _only_adds(facts: dict[int, LineFacts], pattern: Item, current: Item, number: int) -> bool:
    """Whether a unit alone follows a whole item of a list whose items begin with the post: a group inside it."""
    first, fact = facts[pattern.header[0]] if pattern.header else facts[number], facts[number]
    begins_with_post = (first.role or first.degree) and not first.organisation
    whole = current.dated and current.named and current.titled
    return begins_with_post and whole and fact.organisation and not (fact.role or fact.degree or fact.dates)


def _hangs_below(lines: Sequence[Line], facts: dict[int, LineFacts], current: Item, number: int) -> bool:
    """Whether a line is indented below one that has its date: it describes it, unless it is what that lacks."""
    fact, first = facts[number], current.header[0] if current.header else number
    deeper = bool(lines[first].path) and lines[number].path.startswith(lines[first].path + "/")
    if deeper and current.dated and current.titled and not (fact.only_date or fact.role or lines[number].marker):
        return True  # a paragraph inside the block of the post
    if not (current.dated and facts[first].dates) or fact.dates or lines[number].heading:
        return False
    if lines[number].indent < lines[first].indent + 3 or lines[number].page != lines[first].page:
        return False
    lacks = (fact.organisation and not current.named) or ((fact.role or fact.degree) and not current.titled)
    return not lacks and "\t" not in lines[number].text


def _starts(lines: Sequence[Line], facts: dict[int, LineFacts], current: Item, number: int) -> bool:
    """Whether the line starts a new item."""
    line, fact = lines[number], facts[number]
    first = lines[current.header[0]] if current.header else line
    complete = current.dated and (current.named or current.titled)
    if fact.only_date and not current.dated:
        return False
    if line.heading:
        if first.heading and line.heading > first.heading:
            return False
        return bool(current.header)
    if fact.dates and current.dated:
        return True
    if not current.dated:
        looks_new = fact.organisation or (line.bold > 0.8 and first.bold > 0.8 and not current.titled)
        return bool(current.body) and not fact.dates and looks_new
    if current.body:
        return fact.organisation or fact.role or fact.degree or line.bold > 0.5 or bool(fact.dates) or bool(line.marker)
    if line.marker:
        return True
    if complete and current.named and current.titled:
        return fact.organisation or fact.role or fact.degree or line.gap > 0.9 or (line.bold > 0.8 and first.bold > 0.8)
    if complete and _same_look(line, first) and line.bold > 0.8:
        return True
    return (
        complete
        and line.gap > max(0.9, *(lines[n].gap for n in current.header[1:] or [number - 1]))
        and not vocabulary.is_place(line.text)
    )


def _leads(facts: dict[int, LineFacts], pattern: Item, current: Item, number: int) -> bool:
    """Whether a line is what the first item began with: an organisation alone, or a role or degree alone."""
    if not (current.dated and pattern.header) or (current is pattern and not (current.named and current.titled)):
        return False
    first, fact = facts[pattern.header[0]], facts[number]
    if first.organisation and not (first.role or first.degree or first.dates):
        return fact.organisation and not (fact.role or fact.degree) and current.titled
    if (first.role or first.degree) and not (first.organisation or first.dates):
        return (
            (fact.role or fact.degree)
            and not fact.organisation
            and not fact.dates
            and (current.named or bool(current.body) or len(current.header) >= len(pattern.header))
        )
    return False


def _looks_odd(lines: Sequence[Line], facts: dict[int, LineFacts], pattern: Item, number: int) -> bool:
    """Whether neither this line nor the next is bold where one of the first two of the first item is: a description."""
    if len(pattern.header) < 2 or facts[number].dates or number + 1 not in facts or facts[number + 1].dates:
        return False
    shown = [lines[n].bold > 0.8 for n in pattern.header[:2]]
    return shown[0] != shown[1] and lines[number].bold < 0.2 and lines[number + 1].bold < 0.2


def _same_look(line: Line, other: Line) -> bool:
    return (
        (line.bold > 0.8) == (other.bold > 0.8)
        and abs(line.indent - other.indent) < 2
        and abs(line.size - other.size) < 0.05
    )
