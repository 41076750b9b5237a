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
        len(words) > 12 and lower > 0.55 and not any(date.is_range for date in dates),
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
        if describes and current is not None and not (fact.only_date and not current.dated):
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


_LABEL = re.compile(
    r"\s*(?:dates?(?: \(from[^)]*\)| \(da[^)]*\))?|from|period|duration|years?|employer|employed by|datore di lavoro|"
    r"(?:name (?:and address )?of )?(?:the )?(?:employer|organi[sz]ation|institution|"
    r"company)(?: providing[^:\t]*)?|istituto|"
    r"istituzione|ente|university|school|institute?|institution|organi[sz]ation|company|place|location|"
    r"function|position"
    r"(?: held| title)?|occupation(?: or position held)?|job title|role|designation|post|tipo di impiego|"
    r"mansioni|qualifica"
    r"(?: conseguita)?|(?:title of )?qualification(?: awarded)?|degree|title|subject|field(?: of study)?|department|"
    r"zeitraum|dauer|arbeitgeber|tätigkeit|funktion|abschluss|hochschule|période|employeur|fonction|poste|diplôme|"
    r"établissement|fechas?|periodo|empresa|empleador|puesto|cargo|título(?: obtenido)?|centro|entidad(?: empleadora)?|"
    r"categoría profesional|período|instituição|grau|должность|организация|период|место работы|работодатель|"
    r"时间|单位|职务|学校|学位|期間|所属|職名)\s*(?:[:：]|\t\s*:?)\s*(?=\S)",
    re.I,
)


def find_labelled_items(lines: Sequence[Line], section: Section) -> list[Sequence[Line]]:
    """The items of a form ("Employer: …", "Period: …"), each as its lines without their labels; [] if it is none.

    An item begins with the label that the first one begins with.
    """
    labels = {n: match for n in range(section.start, section.stop) if (match := _LABEL.match(lines[n].text))}
    names = [match.group().strip(" :：\t").lower() for match in labels.values()]
    if len(labels) < 3 or len(labels) < 0.5 * (section.stop - section.start) or len(set(names)) < 2:
        return []
    items: list[list[Line]] = []
    for number in range(section.start, section.stop):
        match = labels.get(number)
        if match is not None and match.group().strip(" :：\t").lower() == names[0]:
            items.append([])
        if items and lines[number].text.strip():
            items[-1].append(lines[number] if match is None else part_of(lines[number], match.end()))
    return list(items)


def part_of(line: Line, start: int) -> Line:
    """The line from this place on."""
    runs = tuple(
        replace(run, start=max(0, run.start - start), end=run.end - start) for run in line.runs if run.end > start
    )
    return replace(line, text=line.text[start:], offsets=tuple(line.offsets[start:]), runs=runs, marker="")


def dated_part(lines: Sequence[Line], section: Section) -> Section | None:
    """The list of dated posts and degrees that stands without a heading at the top, as a section of posts."""
    dated = [
        number
        for number in range(section.start, section.stop)
        if _column_date(lines[number].text) is not None
        and "\t" in lines[number].text
        and (spans(lines[number].text, "roles") or spans(lines[number].text, "degrees"))
    ]
    spells = [date for number in dated if (date := _column_date(lines[number].text)) and date.is_range]
    if len(dated) < 2 or 2 * len(spells) < len(dated) or dated[-1] - dated[0] > 3 * len(dated):
        return None
    stop = dated[-1] + 1
    return replace(section, kind="employment", start=dated[0], stop=stop)


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
    return fact.prose or (bool(_FACT.match(line.text)) and not any(date.is_range for date in fact.dates))


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
            and (current.named or bool(current.body))
        )
    return False


def _same_look(line: Line, other: Line) -> bool:
    return (
        (line.bold > 0.8) == (other.bold > 0.8)
        and abs(line.indent - other.indent) < 2
        and abs(line.size - other.size) < 0.05
    )
