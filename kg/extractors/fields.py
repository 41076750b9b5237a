"""Values that many formats give alike: years, dates, pages, links, text with markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d])")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def year_of(printed: object) -> int | None:
    """The first year from 1500 to 2099 in a text; "20255" and "0" are none.

    >>> year_of("submitted 2019, printed 2020"), year_of("20255"), year_of(1843)
    (2019, None, 1843)
    """
    found = YEAR.search(str(printed or ""))
    return int(found[1]) if found else None


def partial_date(year: object, month: object = "", day: object = "") -> str | None:
    """A partial ISO date as far as its parts are sound; months in figures or in English.

    >>> partial_date("2014", "Aug", "1"), partial_date(2014, "08"), partial_date("2014", "spring"), partial_date("0")
    ('2014-08-01', '2014-08', '2014', None)
    """
    known = year_of(year)
    if known is None:
        return None
    name = str(month or "").strip().lower()
    number = _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else int(name) if name.isdecimal() else 0
    if not 1 <= number <= 12:
        return str(known)
    last = str(day or "").strip()
    if not (last.isdecimal() and 1 <= int(last) <= 31):
        return f"{known}-{number:02}"
    return f"{known}-{number:02}-{int(last):02}"


def iso_date(printed: object) -> str | None:
    """The partial ISO date at the start of a text ("2021-07-18T00:00:00Z"); None if it does not begin with one."""
    found = _ISO.match(str(printed or "").strip())
    return partial_date(*found.groups(default="")) if found else None


def pages(first: object, last: object = "") -> str | None:
    """A range of pages from its ends."""
    start, end = str(first or "").strip(), str(last or "").strip()
    return f"{start}–{end}" if start and end and start != end else start or None


def links(given: Iterable[object]) -> list[str]:
    """The web addresses among some values, each once."""
    return list(dict.fromkeys(one for one in given if isinstance(one, str) and one.startswith(("http://", "https://"))))


def family_first(family: str, given: str, suffix: str = "") -> str:
    """A name as "family, given, suffix"."""
    return ", ".join(part for part in (family, given, suffix) if part)


def unmarked(printed: str) -> str:
    """Text without the tags and character entities that some sources leave in titles and abstracts.

    >>> unmarked("On <i>E. coli</i> &amp; H<sub>2</sub>O where a < b"), unmarked("<p>Two</p><p>parts</p>")
    ('On E. coli & H2O where a < b', 'Two parts')
    """
    if "<" in printed:
        printed = re.sub(r"</(?:\w+:)?(?:p|title|sec|div|li)>", " ", printed)
        printed = _TAG.sub("", printed)
    if "&" in printed:
        printed = html.unescape(printed)
    return " ".join(printed.split())
