"""List numbers that stand in the text of a line instead of its marker, put where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extractors.prose.passage import moved_cells
from kg.model import Line, Run

_NUMBERED = re.compile(
    r"(?P<marker>\[?(?P<number>\d{1,3})[.)\]])\s*(?:\t|\s)\s*(?=\S)|"
    r"(?P<label>\[?[A-Z]{1,5}(?:-?(?P<count>\d{1,3})[.)\]:]?(?=\s*\t)|\.(?P<part>\d{1,3})[.)\]:]?(?=\s)))\s+(?=\S)"
)
_BARE = re.compile(r"(?P<number>\d{1,3})\s+(?=[\"“«„‘]?[^\W\d_a-z])")
_BARE_RUN = 3  # lines that begin with a number and nothing else are a list from so many on
_MARKER = re.compile(r"\d+")


def with_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines; a number at the start of a text becomes its marker where the list counts that way.

    A number is one of a list if the numbered line before has the number before, or the one after the number after.
    """
    numbers = [_number(line) for line in lines]
    result = list(lines)
    numbered = [place for place, number in enumerate(numbers) if number is not None]
    for order, place in enumerate(numbered):
        line = lines[place]
        match = _NUMBERED.match(line.text) if not line.marker else None
        if match is None:
            continue
        before = numbers[numbered[order - 1]] if order else None
        after = numbers[numbered[order + 1]] if order + 1 < len(numbered) else None
        number = _counted(match)
        if match.group("label"):  # "C9", "C8": lists by kind count down as often as up
            counts = before in (number - 1, number + 1) or after in (number - 1, number + 1) or number == 1
        else:
            counts = before == number - 1 or (after == number + 1 and number <= 1)
        if counts:
            result[place] = _cut(line, match.end(), match.group("marker") or match.group("label"))
    for place in _short_romans(result):
        match = _ROMAN.match(result[place].text)
        result[place] = _cut(result[place], match.end(), match["marker"]) if match else result[place]
    for place, match in _bare_numbers(result).items():
        result[place] = _cut(result[place], match.end(), match["number"])
    return result


_ROMAN = re.compile(r"(?P<marker>[ivx])\.\s+(?=\S)")
_NEXT = {"i": "ii", "v": "vi", "x": "xi"}


def _short_romans(lines: Sequence[Line]) -> list[int]:
    """Lines that begin with "i.", "v." or "x." where the next counted line has the number after it."""
    found: list[int] = []
    for place, line in enumerate(lines):
        match = None if line.marker else _ROMAN.match(line.text)
        after = next((one.marker.strip("().") for one in lines[place + 1 : place + 12] if one.marker), "")
        if match and after == _NEXT[match["marker"]]:
            found.append(place)
        elif match and match["marker"] == "i" and found[-1:] != [place - 1] and _stands_alone(lines, place):
            found.append(place)
    return found


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    """Whether "i." is set off by a tab, as the only number of a list is."""
    return "\t" in lines[place].text[:4]


def _number(line: Line) -> int | None:
    if line.marker:
        found = _MARKER.search(line.marker)
        return int(found.group()) if found and len(line.marker) <= 6 else None
    match = _NUMBERED.match(line.text)
    return _counted(match) if match else None


def _counted(match: re.Match[str]) -> int:
    return int(match["number"] or match["count"] or match["part"])


def _bare_numbers(lines: Sequence[Line]) -> dict[int, re.Match[str]]:
    """Lines that begin "1 Name", "2 Name", "3 Name" …, however many lines stand between them."""
    found: dict[int, re.Match[str]] = {}
    run: dict[int, re.Match[str]] = {}
    for place, line in enumerate(lines):
        match = None if line.marker else _BARE.match(line.text)
        if match is None:
            continue
        number = int(match["number"])
        if number == 1:
            run = {}
        if number == len(run) + 1:
            run[place] = match
            if len(run) >= _BARE_RUN:
                found.update(run)
    return found


def _cut(line: Line, start: int, marker: str) -> Line:
    runs = tuple(
        Run(max(0, run.start - start), run.end - start, run.bold, run.italic, run.underline, run.href)
        for run in line.runs
        if run.end > start
    )
    cells = tuple(moved_cells(line.cells, start, len(line.text)))
    return replace(line, text=line.text[start:], offsets=line.offsets[start:], marker=marker, runs=runs, cells=cells)
