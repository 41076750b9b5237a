"""Fields that are named where they stand: "Title: …", "Autores: …", "Year : 2021", as on forms and in data bases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.extractors.prose.fields import Fields, names_of, quality, year_in
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.tagging import run_between
from kg.extractors.prose.titles import Span

LabelRole = Literal["title", "authors", "venue", "year", "event", "other"]

_ROLES: tuple[tuple[LabelRole, str], ...] = (
    (
        "title",
        r"(?:title|paper|article)(?: of (?:the )?(?:paper|article|work|publication|book))?|titel|titre|"
        r"t[íi]tulo(?: del \w+)?|"
        r"titolo|название(?: \w+)?|заглавие|题目|标题|论文题目|論文名|題目",
    ),
    (
        "authors",
        r"contributors?|(?:co-?)?authors?(?: ?\(s\)|s)?(?: \(p\.o\. de firma\))?|autor(?:en|es|in)?|"
        r"autores(?: \(p\.o\. de firma\))?|auteurs?|"
        r"autori|авторы?|соавторы|作者|著者",
    ),
    (
        "venue",
        r"(?:name of (?:the )?)?(?:journal|venue|publication|magazine|publisher|published(?: in)?|"
        r"conference proceedings|source|journal[- ]ref(?:erence)?|published in|"
        r"in)|book(?: title)?|zeitschrift|erschienen in|verlag|revue|éditeur|revista|editorial|libro|rivista|"
        r"editore|журнал|"
        r"издание|издательство|期刊|期刊名称|刊物|出版社|雑誌",
    ),
    (
        "year",
        r"(?:publication )?(?:year|date)(?: of publication)?|jahr|année|date|a[ñn]o|fecha|anno|ano|data|год|年份|"
        r"发表时间|年",
    ),
    (
        "event",
        r"event|conference|congress|meeting|seminar|workshop|veranstaltung|tagung|congreso|congrès|convegno|"
        r"place|lugar|"
        r"tipo de participaci[óo]n|type of (?:presentation|participation)",
    ),
    (
        "other",
        r"doi|isbn|issn|url|link|links|pages?|pp|volume|vol|issue|number|no|status|type|impact factor|if|"
        r"abstract|keywords?|comments?|subjects?|(?:msc|acm|jel)[- ]class(?:es|ification)?|report[- ]no|cite as|"
        r"language|role|seiten|band|p[áa]ginas|volumen|clave|[íi]ndice de impacto|calidad|posici[óo]n",
    ),
)
_ANY = "|".join(f"(?P<{role}>{pattern})" for role, pattern in _ROLES)
_LABEL = re.compile(rf"(?:^|(?<=\n)|(?<=\t)|(?<=[.;,|]\s))\s*(?:{_ANY})\s*(?:[:：]|\t\s*:?)\s*", re.I)
LINE_LABEL = re.compile(rf"\s*(?:{_ANY})\s*(?:[:：]|\t\s*:)", re.I)


@dataclass(frozen=True, slots=True)
class _Field:
    role: str
    value: Span


def label_role(line: str) -> str:
    """The role of the label that a line begins with, "" if it has none.

    >>> label_role("Authors : Ada Lovelace")
    'authors'
    """
    match = LINE_LABEL.match(line)
    return str(match.lastgroup) if match else ""


def read_labelled(passage: Passage, lexicon: Lexicon) -> Fields | None:
    """Fields of an entry whose title and one more field have labels; None if it is not of that kind.

    What names an event and no journal is no publication: its score is 0.
    """
    text = passage.text
    found: dict[str, Span] = {}
    for field in _fields(text):
        found.setdefault(field.role, field.value)
    title = found.get("title")
    if title is None or not set(found) & {"authors", "venue", "year", "event"}:
        return None
    title = trim(text, *title, ' .,;"“”«»')
    if title[1] - title[0] < 3:
        return None
    if "event" in found and "venue" not in found:
        return Fields(title=title, end=len(text), score=0.0)
    authors = run_between(text, *found["authors"], lexicon) if "authors" in found else None
    if authors is not None and not names_of(text, authors):
        authors = None
    year, where = year_in(text[: found["year"][1]], found["year"], title) if "year" in found else (None, None)
    if year is None:
        year, where = year_in(text, None, title)
    venue = trim(text, *found["venue"], " .,;") if "venue" in found else None
    fields = Fields(authors, title, venue, year, where, len(text))
    return replace(fields, score=max(0.75, quality(text, fields)))


def _fields(text: str) -> Iterator[_Field]:
    labels = list(_LABEL.finditer(text))
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        stop = text.find("\n", label.end(), end)
        stop = end if stop < 0 or label.lastgroup in ("title", "authors") else stop
        yield _Field(str(label.lastgroup), trim(text, label.end(), stop))
