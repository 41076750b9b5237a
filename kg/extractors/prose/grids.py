"""Tables with a row of column names: what stands in each cell is told by its column, not by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.extractors.prose.fields import Fields, names_of, quality, year_in
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import NameRun
from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.tagging import run_between
from kg.extractors.prose.titles import Span
from kg.model import Line

ColumnRole = Literal["number", "title", "authors", "venue", "year", "event", "other"]

_ROLES: tuple[tuple[ColumnRole, str], ...] = (
    ("number", r"s\.? ?no\.?|sl\.? ?no\.?|sr\.? ?no\.?|no\.?|nr\.?|#|№|n°|num\.?|序号|番号"),
    ("event", r".*\b(?:conference|seminar|workshop|congress|event|meeting)\b.*(?<!proceedings)|конференция"),
    (
        "title",
        r"(?:title|paper|publication|article|work|topic)s?\b.*|titel|titre|t[íi]tulo.*|titolo|название.*|题目|标题|论文题目|题名|"
        r"論文名|論題|題目",
    ),
    (
        "authors",
        r"(?:co-?)?authors?\b.*|author\(s\)|names? of (?:the )?(?:co-?)?authors?|autor(?:en|es)?|auteurs?|"
        r"autori|autores|"
        r"авторы|соавторы|作者|著者",
    ),
    (
        "venue",
        r"(?:name of (?:the )?)?(?:journal|venue|published in|publisher|proceedings|source|publication venue|"
        r"where)\b.*|"
        r"zeitschrift|revue|revista|rivista|журнал|издание|выходные данные|期刊.*|刊物.*|発表雑誌.*|雑誌名",
    ),
    ("year", r"(?:publication )?(?:year|date)\b.*|published|jahr|année|año|anno|ano|год|年份|年|発行年|时间"),
)
_COMPILED = tuple((role, re.compile(pattern, re.I)) for role, pattern in _ROLES)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows `start:stop` of a table (line numbers) below its row of names, and what each column holds."""

    start: int
    stop: int
    columns: tuple[ColumnRole, ...]

    @property
    def lists_publications(self) -> bool:
        """Whether its rows are works: with a title and what else works have, and no event they were told at."""
        known = set(self.columns)
        return "title" in known and bool(known & {"authors", "venue", "year"}) and "event" not in known


def find_grids(lines: Sequence[Line], start: int, stop: int) -> list[Grid]:
    """The tables with a row of column names between two lines."""
    grids: list[Grid] = []
    place = start
    while place < stop:
        columns = column_roles(lines[place].text)
        place += 1
        if columns is None:
            continue
        end = place
        while end < stop and _is_row(lines[end], len(columns)):
            end += 1
        if end > place:
            grids.append(Grid(place, end, columns))
            place = end
    return grids


def column_roles(text: str) -> tuple[ColumnRole, ...] | None:
    r"""What the columns hold by the names in this row; None if it is no row of names.

    >>> column_roles("Year\tTitle\tJournal")
    ('year', 'title', 'venue')
    """
    cells = [cell.strip(" :*") for cell in text.split("\t")]
    if len(cells) < 2 or len(text) > 160:
        return None
    roles = [_role(cell) for cell in cells]
    named = [role for role in roles if role != "other"]
    return tuple(roles) if len(named) >= 2 and len(set(named)) >= 2 else None


def _role(cell: str) -> ColumnRole:
    if len(cell.split()) > 6:
        return "other"
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(cell)), "other")


def _is_row(line: Line, width: int) -> bool:
    return not line.heading and 2 <= line.text.count("\t") + 1 <= width


def read_row(passage: Passage, columns: Sequence[ColumnRole], lexicon: Lexicon) -> Fields | None:
    """Fields of one row; None without a title, or if cells are missing."""
    text = passage.text
    cells = _cells(text)
    offset = 1 if columns[0] == "number" and len(cells) == len(columns) - 1 else 0  # a number may be its marker
    if len(cells) + offset != len(columns):
        return None
    found: dict[str, Span] = {}
    for cell, role in zip(cells, columns[offset:], strict=False):
        if cell[1] > cell[0]:
            found.setdefault(role, cell)
    title = found.get("title")
    if title is None:
        return None
    title = trim(text, *title, ' ,.;:"“”')
    authors = _authors(text, found.get("authors"), lexicon)
    year, where = (None, None)
    if "year" in found:
        year, where = year_in(text[: found["year"][1]], found["year"], title)
    if year is None:
        year, where = year_in(text, None, title)
    fields = Fields(authors, title, found.get("venue"), year, where, len(text))
    return replace(fields, score=max(0.7, quality(text, fields)))


def _authors(text: str, cell: Span | None, lexicon: Lexicon) -> NameRun | None:
    run = run_between(text, *cell, lexicon) if cell is not None else None
    return run if run is not None and names_of(text, run) else None


def _cells(text: str) -> list[Span]:
    cells: list[Span] = []
    place = 0
    for cell in text.split("\t"):
        cells.append(trim(text, place, place + len(cell)))
        place += len(cell) + 1
    return cells
