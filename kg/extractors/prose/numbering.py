"""List numbers that stand in the text of a line instead of its marker, put where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Line, Run

_NUMBERED = re.compile(
    r"(?P<marker>\[?(?P<number>\d{1,3})[.)\]])\s*(?:\t|\s)\s*(?=\S)|"
    r"(?P<label>\[?(?P<series>[A-Z]{1,5})-?(?P<count>\d{1,3})[.)\]:]?)\s*\t\s*(?=\S)"
)
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
        number = int(match.group("number") or match.group("count"))
        if match.group("label"):  # "C9", "C8": lists by kind count down as often as up
            counts = before in (number - 1, number + 1) or after in (number - 1, number + 1) or number == 1
        else:
            counts = before == number - 1 or (after == number + 1 and number <= 1)
        if counts:
            result[place] = _cut(line, match.end(), match.group("marker") or match.group("label"))
    return result


def _number(line: Line) -> int | None:
    if line.marker:
        found = _MARKER.search(line.marker)
        return int(found.group()) if found and len(line.marker) <= 6 else None
    match = _NUMBERED.match(line.text)
    return int(match.group("number") or match.group("count")) if match else None


def _cut(line: Line, start: int, marker: str) -> Line:
    runs = tuple(
        Run(max(0, run.start - start), run.end - start, run.bold, run.italic, run.underline, run.href)
        for run in line.runs
        if run.end > start
    )
    return replace(line, text=line.text[start:], offsets=line.offsets[start:], marker=marker, runs=runs)
