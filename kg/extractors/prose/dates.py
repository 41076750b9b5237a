"""Dates and date ranges in the forms that CVs use, in several languages.

"Aug 2014 – June 2018", "2015—2018", "2015-18", "09/2019–", "since 2021", "Dec. 2022 - present", "June – August 2019",
"Fall 2019, Fall 2020", "2019年9月至今", "15.3.2010 bis heute".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MONTHS = {
    1: "january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari января январь янв "
    "styczeń stycznia ocak január leden ledna",
    2: "february feb februar février févr fév febrero fevereiro fev febbraio febbr februari февраля февраль "
    "фев luty lutego şubat február únor února",
    3: "march mar märz mrz mär mars marzo março maart марта март мар marzec marca mart március březen března",
    4: "april apr avril avr abril abr aprile апреля апрель апр kwiecień kwietnia nisan április duben dubna",
    5: "may mai mayo maio maggio magg mei мая май maj maja mayıs május květen května",
    6: "june jun juni juin junio junho giugno giu июня июнь czerwiec czerwca haziran június červen června",
    7: "july jul juli juillet juil julio julho luglio lug июля июль lipiec lipca temmuz július červenec července",
    8: "august aug août aout agosto ago augustus augusti августа август авг sierpień sierpnia ağustos "
    "augusztus srpen srpna",
    9: "september sep sept septembre septiembre setembro set settembre sett сентября сентябрь сен сент "
    "wrzesień września eylül szeptember září",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott октября октябрь окт październik "
    "października ekim október říjen října",
    11: "november nov novembre noviembre novembro ноября ноябрь ноя listopad listopada kasım",
    12: "december dec dezember dez décembre déc diciembre dic dezembro dicembre desember декабря декабрь дек "
    "grudzień grudnia aralık prosinec prosince",
}
MONTHS = {word: number for number, words in _MONTHS.items() for word in words.split()}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SEASON = (
    r"spring|summer|fall|autumn|winter|michaelmas|hilary|trinity|lent|easter|semester|term|q[1-4]|ws|ss|sose|wise"
    r"|wintersemester|sommersemester|printemps|été|automne|hiver|primavera|verano|otoño|invierno|estate|"
    r"autunno|mid|early|late|end of"
)
PRESENT = (
    r"presently|present|now|current(?:ly)?|on-?going|today|(?:up\s+)?to\s+(?:date|now)|till\s+(?:date|now)|date|"
    r"heute|laufend|lfd|aktuell|derzeit|jetzt|présent|aujourd['’]hui|en\s+cours|actuel(?:lement)?|maintenant|ce\s+jour|"
    r"(?:a\s+)?(?:la\s+)?(?:actualidad|fecha)|hasta\s+hoy|devam(?:\s+ediyor)?|halen|do\s+(?:teraz|chwili\s+obecnej)|"
    r"حتى\s+(?:الآن|تاريخه)|الآن|الحاضر|actualmente|presente|actual|oggi|in\s+corso|attuale|attualmente|"
    r"atual(?:mente)?|(?:o\s+)?momento|hoje|至今|现在|現在(?:に至る)?|今|현재|지금|heden|nu|nå|"
    r"pågående|nuvarande|nykyinen|obecnie|nadal|chwili\s+obecnej|dosud|doposud|současnost|súčasnosť|jelenleg|halen|"
    r"prezent|н\.\s?в\.?|наст(?:оящее)?\.?\s?вр(?:емя|\.)|сегодня|теперь|дотепер|σήμερα"
)
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_POINT = re.compile(
    rf"""
    (?:(?<![\w/])|(?<=[A-Z])(?=(?-i:[A-Z][a-z]{{2}})))(?:
      (?P<iso>(?P<iso_year>{_YEAR})(?:[-/.](?P<iso_month>0[1-9]|1[0-2])(?:[-/.](?P<iso_day>0[1-9]|[12]\d|3[01]))?
        |[./](?P<iso_digit>[1-9]))(?!\d|[/.-]\d{{1,2}}(?!\d)))
    | (?P<han>(?P<han_year>{_YEAR})\s?[年년]度?(?:\s?(?P<han_month>1[0-2]|0?[1-9])\s?[月월])?(?:\s?\d+\s?[日일])?)
    | (?P<num>(?:(?P<num_day>0?[1-9]|[12]\d|3[01])[./-])?(?P<num_month>0?[1-9]|1[0-2])\s?[./-]\s?(?P<num_year>{_YEAR}))
    | (?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|\.|°|º)?\s+(?:de\s+)?)?(?P<month>{_MONTH})\b\.?,?\s*
        (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*)?
        (?:de\s+|del\s+|of\s+)?(?:(?P<month_year>{_YEAR})|['’](?P<month_short>\d\d))
    | (?P<year_month>{_YEAR}),?\s+(?P<month_after>{_MONTH})\b\.?(?:\s*(?P<day3>\d{{1,2}})\b(?!\s*[-–—]?\d{{3}}))?
    | (?:{_SEASON})\b\.?(?:\s+(?:semester|term|quarter|of|session))?,?\s*
        (?:(?P<season_year>{_YEAR})(?:\s?/\s?(?P<season_end>\d\d(?:\d\d)?))?|['’](?P<season_short>\d\d))
    | (?P<year>{_YEAR})
    | ['’](?P<short>\d\d)(?![\w])
    )(?:(?![\w%])|(?=(?-i:[A-Z][a-z]))|(?=[至到今現かま까부현]))
    """,
    re.I | re.X,
)
_BARE = re.compile(
    rf"(?<!\w)(?P<day>\d{{1,2}}\.?\s+)?(?P<month>{_MONTH}|(?P<season>spring|summer|fall|autumn|winter))\b\.?", re.I
)
_SHORT_MONTHS = re.compile(
    rf"(?<![\w/.])(?P<month>0?[1-9]|1[0-2])/(?P<year>\d\d)\s*[-–—]\s*"
    rf"(?:(?P<last_month>0?[1-9]|1[0-2])/(?P<last_year>\d\d)(?![\w/.])|(?:{PRESENT})(?!\w))",
    re.I,
)
_BETWEEN = re.compile(
    r"\s*(?:г\.\s*)?,?\s*(?:[-–—−‐‑‒―~～〜→➔➝⟶⇒>－]+|--+|\.\.+|…|から|부터|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bbis\b|\bà\b|\bau\b|\bal\b|"
    r"\bad?\b|\bdo\b|\btil\b|\bпо\b|\bдо\b|\bhasta\b|\baté\b|至|到|\btot\b|\bjusqu['’]à\b)\s*"
    r"(?:the\s+|\(?expected\)?:?\s*|exp\.?\s*)?",
    re.I,
)
_NOW = re.compile(rf"(?:{PRESENT})(?:(?![\w])|(?=(?-i:[A-ZÀ-Þ][a-zà-ÿ])))", re.I)  # "PresentSheffield" is glued
_SINCE = re.compile(
    r"(?:\bsince|\bseit|\bab|\bdepuis|\bdesde|\bdal|\bsinds|"
    r"\bvanaf|\bsedan|\bfra|\bod|\bс|\bсо|\bdall['’]|\bà partir d[eu]|\ba partir de|"
    r"\bas of|\bstarting|\bfrom|\bstart(?:ing)?:?|自|从)\s*(?:in\s+|of\s+)?$",
    re.I,
)
_UNTIL = re.compile(r"(?:\buntil|\btill|\bbis|\bjusqu['’]en)\s*$", re.I)
_OPEN = re.compile(r"\s?(?:[-–—‐~→➔]+\s?…?)(?=\s*(?:$|[\n\t)\],;:|]))")
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


def find_dates(text: str) -> list[DateRange]:
    """All dates of the text, ranges joined, left to right."""
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


def is_present(text: str) -> bool:
    """Whether a cell says that something goes on: "present", "Till date"."""
    return re.fullmatch(rf"\W*(?:(?:un)?till?\s+)?(?:{PRESENT})\W*", text, re.I) is not None


def _points(text: str) -> Iterator[_Point]:
    """Dates and bare months, left to right, none overlapping."""
    found = [_point(match) for match in _POINT.finditer(text)]
    found += _short_months(text)
    taken = [(one.start, one.end) for one in found]
    for match in _BARE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_Point(match.start(), match.end(), "", MONTHS.get(match.group("month").lower(), 0)))
    return iter(sorted(found, key=lambda one: one.start))


def _short_months(text: str) -> list[_Point]:
    """Months with short years, as ranges only: "07/12-06/15" begins in July 2012."""
    found = []
    for match in _SHORT_MONTHS.finditer(text):
        for month, year in (("month", "year"), ("last_month", "last_year")):
            if match[month]:
                date = _iso(century(match[year]), match[month])
                found.append(_Point(match.start(month), match.end(year), date, int(match[month])))
    return found


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
