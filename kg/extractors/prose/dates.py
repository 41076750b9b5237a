"""Dates and date ranges in the forms that CVs use, in several languages.

"Aug 2014 – June 2018", "2015—2018", "2015-18", "09/2019–", "since 2021", "Dec. 2022 - present", "June – August 2019",
"Fall 2019, Fall 2020", "2019年9月至今", "15.3.2010 bis heute".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MONTHS = {
    1: "january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari",
    2: "february feb februar février févr fév febrero fevereiro fev febbraio febbr februari",
    3: "march mar märz mrz mär mars marzo março maart",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maio maggio magg mei",
    6: "june jun juni juin junio junho giugno giu",
    7: "july jul juli juillet juil julio julho luglio lug",
    8: "august aug août aout agosto ago augustus",
    9: "september sep sept septembre septiembre setembro set settembre sett",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez décembre déc diciembre dic dezembro dicembre",
}
MONTHS = {word: number for number, words in _MONTHS.items() for word in words.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SEASON = (
    r"spring|summer|fall|autumn|winter|michaelmas|hilary|trinity|lent|easter|semester|term|q[1-4]|ws|ss|sose|wise"
    r"|wintersemester|sommersemester|printemps|été|automne|hiver|primavera|verano|otoño|invierno|estate|"
    r"autunno|mid|early|late|end of"
)
PRESENT = (
    r"presently|present|now|current(?:ly)?|on-?going|today|to\s+date|date|heute|laufend|jetzt|présent|"
    r"aujourd['’]hui|en\s+cours|actuel(?:lement)?"
    r"|н\.?\s?в\.?|настоящее(?:\s+время)?|по\s+наст\w*\.?(?:\s*вр\w*\.?)?|till\s+date|a\s+oggi|ad\s+oggi"
    r"|actualidad|actualmente|presente|actual|oggi|in\s+corso|attuale|atual(?:mente)?|hoje|至今|现在|現在|今|heden"
)
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_POINT = re.compile(
    rf"""
    (?:(?<![\w/])|(?<=[A-Z])(?=(?-i:[A-Z][a-z]{{2}})))(?:
      (?P<iso>(?P<iso_year>{_YEAR})(?:[-/.](?P<iso_month>0[1-9]|1[0-2])(?:[-/.](?P<iso_day>0[1-9]|[12]\d|3[01]))?
        |[./](?P<iso_digit>[1-9]))(?!\d|[/.-]\d{{1,2}}(?!\d)))
    | (?P<han>(?P<han_year>{_YEAR})\s?年(?:\s?(?P<han_month>1[0-2]|0?[1-9])\s?月)?(?:\s?\d+\s?日)?)
    | (?P<num>(?:(?P<num_day>0?[1-9]|[12]\d|3[01])[./])?(?P<num_month>0?[1-9]|1[0-2])\s?[./-]\s?(?P<num_year>{_YEAR}))
    | (?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th|\.|°|º|er)?\s+)?(?P<month>{_MONTH})\b\.?,?\s*
        (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*)?
        (?:de\s+|del\s+|of\s+)?(?:(?P<month_year>{_YEAR})|['’](?P<month_short>\d\d))
    | (?P<year_month>{_YEAR}),?\s+(?P<month_after>{_MONTH})\b\.?(?:\s*(?P<day3>\d{{1,2}})\b(?!\s*[-–—]?\d{{3}}))?
    | (?:{_SEASON})\b\.?(?:\s+(?:semester|term|quarter|of|session))?,?\s*
        (?:(?P<season_year>{_YEAR})(?:\s?/\s?(?P<season_end>\d\d(?:\d\d)?))?|['’](?P<season_short>\d\d))
    | (?P<year>{_YEAR})
    | ['’](?P<short>\d\d)(?![\w])
    )(?:(?![\w%])|(?=(?-i:[A-Z][a-z]))|(?=[至到今現]))
    """,
    re.I | re.X,
)
_BARE = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}}\.?\s+)?(?P<month>{_MONTH}|(?P<season>spring|summer|fall|autumn|winter))\b\.?", re.I
)
_BETWEEN = re.compile(
    r"\s*,?\s*(?:[-–—−‐‑‒―~～→－]+|--+|\.\.\.?|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bbis\b|\bà\b|"
    r"\bau\b|\bal\b|"
    r"\ba\b|\bhasta\b|\baté\b|至|到|\btot\b|\bjusqu['’]à\b)\s*"
    r"(?:the\s+|\(?expected\)?:?\s*|exp\.?\s*)?",
    re.I,
)
_NOW = re.compile(rf"(?:{PRESENT})(?![\w])", re.I)
_SINCE = re.compile(
    r"(?:\bsince|\bseit|\bab|\bdepuis|\bdesde|\bdal|\bsinds|\bstarting|\bfrom|\bstart(?:ing)?:?|自|从)\s*(?:in\s+)?$",
    re.I,
)
_UNTIL = re.compile(r"(?:\buntil|\btill|\bbis|\bjusqu['’]en)\s*$", re.I)
_OPEN = re.compile(r"\s?(?:[-–—‐~]+)(?=\s*(?:$|[\n\t)\],;:|]))")
_SHORT_END = re.compile(r"\s?[-–—/]\s?(\d\d)(?![\d/.-])")
_LIST = re.compile(r"\s*(?:,|;|/|&|\band\b|\+)\s*", re.I)
_EXPECTED = re.compile(
    r"\s*\(?\s*(?:expected|anticipated|exp\.|prévue?|voraussichtlich|previsto|in progress)\b[^)\n]{0,15}\)?", re.I
)


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date or range in a text: place, partial ISO dates at the precision given. One date alone has `begin` only."""

    start: int
    end: int
    begin: str
    finish: str = ""
    ongoing: bool = False
    is_range: bool = False
    expected: bool = False

    @property
    def years(self) -> tuple[int, int | None]:
        return int(self.begin[:4] or 0), int(self.finish[:4]) if self.finish else None


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    date: str  # "" for a bare month that takes its year from what follows
    month: int = 0
    plain: bool = False  # a year and nothing else
    finish: str = ""


_SHORT_MONTHS = re.compile(
    r"(?<![\d/])(0?[1-9]|1[0-2])/(\d\d)\s*[-–—]\s*(?:(0?[1-9]|1[0-2])/(\d\d)(?![\d/])|(present|now|current))", re.I
)


def _short_range(match: re.Match[str]) -> DateRange:
    """Month and year of two digits on both sides: 07/12-06/15."""
    begin = _iso(century(match.group(2)), match.group(1))
    if match.group(5):
        return DateRange(match.start(), match.end(), begin, ongoing=True, is_range=True)
    return DateRange(match.start(), match.end(), begin, _iso(century(match.group(4)), match.group(3)), is_range=True)


def find_dates(text: str) -> list[DateRange]:
    """All dates of the text, ranges joined, left to right."""
    short = [_short_range(match) for match in _SHORT_MONTHS.finditer(text)]
    if short:
        return short
    points = list(_points(text))
    dates: list[DateRange] = []
    place = 0
    while place < len(points):
        point = points[place]
        if dates and point.start < dates[-1].end:
            place += 1
            continue
        found, used = _range_at(text, points, place)
        if found is not None:
            dates.append(_with_words(text, found))
        place += used
    return _joined_lists(text, dates)


def _points(text: str) -> Iterator[_Point]:
    """Dates and bare months, left to right, none overlapping."""
    found = [_point(match) for match in _POINT.finditer(text)]
    taken = [(one.start, one.end) for one in found]
    for match in _BARE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_Point(match.start(), match.end(), "", MONTHS.get(match.group("month").lower(), 0)))
    return iter(sorted(found, key=lambda one: one.start))


def _point(match: re.Match[str]) -> _Point:
    part = match.groupdict()
    if part["iso"]:
        return _iso_point(match)
    if part["han"]:
        return _Point(
            match.start(), match.end(), _iso(part["han_year"], part["han_month"]), int(part["han_month"] or 0)
        )
    if part["num"]:
        month = int(part["num_month"])
        return _Point(match.start(), match.end(), _iso(part["num_year"], month, part["num_day"]), month)
    if part["month"]:
        month = MONTHS[part["month"].lower()]
        year = part["month_year"] or century(part["month_short"])
        return _Point(match.start(), match.end(), _iso(year, month, part["day1"] or part["day2"]), month)
    if part["year_month"]:
        month = MONTHS[part["month_after"].lower()]
        return _Point(match.start(), match.end(), _iso(part["year_month"], month, part["day3"]), month)
    if part["season_year"] or part["season_short"]:
        year = part["season_year"] or century(part["season_short"])
        finish = part["season_end"] or ""
        return _Point(match.start(), match.end(), year, finish=year[:2] + finish if len(finish) == 2 else finish)
    return _Point(match.start(), match.end(), part["year"] or century(part["short"]), plain=bool(part["year"]))


def _iso_point(match: re.Match[str]) -> _Point:
    """A month ("2019-09"), or two years as "2011-12" more likely is."""
    part = match.groupdict()
    year, month = part["iso_year"], int(part["iso_month"] or part["iso_digit"])
    if not part["iso_day"] and match.group()[4] in "-/" and month == (int(year) + 1) % 100:
        return _Point(match.start(), match.end(), year, finish=str(int(year) + 1))
    return _Point(match.start(), match.end(), _iso(year, month, part["iso_day"]), month)


def _iso(year: str, month: int | str | None = None, day: int | str | None = None) -> str:
    if not month:
        return year
    text = f"{year}-{int(month):02d}"
    return f"{text}-{int(day):02d}" if day and 1 <= int(day) <= 31 else text


def century(short: str) -> str:
    """A year from its last two digits: '98 is 1998, '24 is 2024."""
    return f"{'19' if int(short) > 45 else '20'}{short}"


def _range_at(text: str, points: list[_Point], place: int) -> tuple[DateRange | None, int]:
    """The date or range that starts with this point, and how many points it takes."""
    point = points[place]
    if point.finish:
        return DateRange(point.start, point.end, point.date, point.finish, is_range=True), 1
    between = _BETWEEN.match(text, point.end)
    if between:
        now = _NOW.match(text, between.end())
        if now and point.date:
            return DateRange(point.start, now.end(), point.date, ongoing=True, is_range=True), 1
        following = points[place + 1] if place + 1 < len(points) else None
        if following is not None and following.start == between.end() and following.date:
            begin = point.date or _iso(following.date[:4], point.month)
            if begin[:4] <= following.date[:4]:
                return DateRange(point.start, following.end, begin, following.date, is_range=True), 2
    if not point.date:
        return None, 1
    short = _SHORT_END.match(text, point.end) if point.plain else None
    if short and (point.date[2:] < short.group(1) or short.group(1) < "30" < point.date[2:]):
        return DateRange(point.start, short.end(), point.date, century(short.group(1)), is_range=True), 1
    opened = _OPEN.match(text, point.end)
    if opened:
        return DateRange(point.start, opened.end(), point.date, ongoing=True, is_range=True), 1
    return DateRange(point.start, point.end, point.date), 1


def _with_words(text: str, date: DateRange) -> DateRange:
    """The words around it taken in: "since 2021", "until 2019", "2026 (expected)"."""
    expected = _EXPECTED.match(text, date.end)
    if expected:
        date = replace(date, end=expected.end(), expected=True)
    if date.is_range:
        return date
    before = text[max(0, date.start - 14) : date.start]
    since = _SINCE.search(before)
    if since and not re.match(r"from|start", since.group(), re.I):
        return replace(date, start=date.start - len(since.group()), ongoing=True, is_range=True)
    until = _UNTIL.search(before)
    if until:
        return replace(date, begin="", finish=date.begin, is_range=True)
    return date


def _joined_lists(text: str, dates: list[DateRange]) -> list[DateRange]:
    """Lists as one stretch of time ("Fall 2019, Fall 2020, Fall 2021"); ranges stay apart."""
    joined: list[DateRange] = []
    for date in dates:
        last = joined[-1] if joined else None
        if last is not None and _LIST.fullmatch(text[last.end : date.start]) and _joins(text, last, date):
            begin, finish = min(last.begin, date.begin), max(last.finish or last.begin, date.finish or date.begin)
            joined[-1] = replace(last, end=date.end, begin=begin, finish=finish, ongoing=date.ongoing, is_range=True)
        else:
            joined.append(date)
    return joined


def _joins(text: str, last: DateRange, date: DateRange) -> bool:
    if not last.begin or not date.begin or last.ongoing:
        return False
    plain = not date.is_range and (not last.is_range or "," in text[last.start : last.end])
    return plain and "\n" not in text[last.start : date.end]
