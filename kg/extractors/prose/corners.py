"""Entries of Japanese lists: names, a title in corner brackets, what it stands in in double ones.

高橋遥「港町の図書館」『図書館史研究』12巻3号、2021年5月、14-30頁
高橋遥・森下渉『船と本』（海風社、2018年）
"""

from __future__ import annotations

import re

from kg.extractors.prose.names import Name, NameRun
from kg.extractors.prose.titles import Span

_OPEN, _CLOSE = "「『", "」』"
_LETTER = r"[\u3040-\u30ff\u3400-\u9fff々ー]"
_PERSON = re.compile(rf"(?!.*を)(?:{_LETTER}{{2,8}}|{_LETTER}{{1,5}}[ \u3000]{_LETTER}{{1,6}})")
_WORK_OF = re.compile(
    r"\s*(?:[(（](?:単著|共著|編著|編|著|訳|監修)[)）]|編著|共編|共著|監修|著|編|訳)?\s*[:：,，、]?\s*$"
)
_SEPARATOR = re.compile(r"\s*[・、，,／/&＆]\s*")
_BRACKET = re.compile("[「『]")
_LONGEST_HEAD = 120
_GOES_ON = re.compile(r"\s*[\u3040-\u309f]")  # a sentence that only speaks of something in brackets
_VOLUME = re.compile(r"\s*[、，,。（(0-9０-９]|\s*第[0-9０-９一二三四五六七八九十]")
_YEAR = re.compile(r"(?<![\d０-９])((?:19|20)\d\d)\s*年|[（(、，,]\s*((?:19|20)\d\d)(?=\s*[)）、，,.．。/]|$)")


def read_cornered(text: str) -> tuple[NameRun | None, Span, Span | None, int | None, Span | None] | None:
    """Authors, title, venue, year and where the year stands; None if the entry is not built like that."""
    bracket = _BRACKET.search(text, 0, _LONGEST_HEAD + 1)
    if bracket is None or not re.search(_LETTER, text):
        return None
    first = bracket.start()
    authors = _authors(text[:first])
    if text[:first].strip() and authors is None:
        return None
    title = _inside(text, first)
    if title is None or _GOES_ON.match(text, title[1] + 1):
        return None
    after = title[1] + 1
    year = _YEAR.search(text, after)
    where = (year.start(year.lastindex or 0), year.end(year.lastindex or 0)) if year else None
    number = int(year[1] or year[2]) if year else None
    return authors, title, _venue(text, text[first], after), number, where


def _authors(head: str) -> NameRun | None:
    stop = _WORK_OF.search(head)
    end = stop.start() if stop else len(head)
    names, place = [], len(head) - len(head.lstrip())
    for match in (*_SEPARATOR.finditer(head, place, end), None):
        here = match.start() if match else end
        if not _PERSON.fullmatch(head, place, here):
            return None
        names.append(Name(place, here, "cjk"))
        place = match.end() if match else end
    return NameRun(names[0].start, names[-1].end, tuple(names), weight=float(len(names)))


def _inside(text: str, first: int) -> Span | None:
    """What stands between the bracket at `first` and the one that closes it."""
    opening, closing = text[first], _CLOSE[_OPEN.index(text[first])]
    depth = 0
    for place in range(first, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return (first + 1, place) if place - first > 2 else None
    return None


def _venue(text: str, opening: str, after: int) -> Span | None:
    """The periodical or book after the title of an article; the publisher after the title of a book."""
    if opening == "「":
        place = text.find("『", after, after + 60)
        if place >= 0:
            return _inside(text, place)
    elif text[after : after + 1] in ("（", "("):
        after += 1
    stop = _VOLUME.search(text, after)
    end = stop.start() if stop else len(text)
    while after < end and text[after] in " \n、，,":
        after += 1
    return (after, end) if 1 < end - after < 60 else None
