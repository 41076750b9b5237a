"""Lines that hold a heading and something else, cut in two, and dates that a narrow column broke, mended.

"Education <tab> Carleton University" with the heading in the margin; "22 selected papers below **Journal articles**"
where a heading stands at the end of the line before it; "Oct 2018–Aug <tab> Postdoc" above "2020 <tab> …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extractors.prose.dates import MONTHS
from kg.extractors.prose.forms import label_kind
from kg.extractors.prose.headings import classify, coverage
from kg.extractors.prose.passage import moved_cells
from kg.model import Line, Run

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_OPEN_DATE = re.compile(
    rf"(?:{_MONTH})\.?|.*\d{{4}}\s*[-–—]\s*(?:{_MONTH})\.?|(?:spring|summer|fall|autumn|winter|since|from)", re.I
)
_REST_OF_DATE = re.compile(r"(?:19|20)\d\d(?:\s*[-–—]\s*[\w. ]{0,16})?|present|today|now", re.I)


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines with run-in headings as lines of their own and broken dates whole."""
    margin = _margin_headings(lines)
    tails = {number: place for number, line in enumerate(lines) if (place := _tail_heading(line))}
    result: list[Line] = []
    for number, line in enumerate(lines):
        if number in margin:
            cut = line.text.index("\t")
            heading = replace(_part(line, 0, cut), bold=1.0, gap=max(line.gap, 0.8))
            indent = lines[number + 1].indent if number + 1 < len(lines) else line.indent
            result += [heading, replace(_part(line, cut + 1, len(line.text)), indent=max(line.indent, indent), gap=0.0)]
            continue
        tail = tails.get(number, 0)
        if tail and len(tails) > 1:
            result += [_part(line, 0, tail), replace(_part(line, tail, len(line.text)), bold=1.0, gap=0.8)]
            continue
        result.append(line)
    return _with_whole_dates(result)


def _margin_headings(lines: Sequence[Line]) -> set[int]:
    """Lines with a heading in the margin: at least two of them, or the lines below stand where its text does."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        head, tab, rest = line.text.partition("\t")
        if not tab or line.heading or len(head.split()) > 4 or not rest.strip() or line.marker:
            continue
        if all(label_kind(cell) for cell in line.text.split("\t")):
            continue
        if classify(head) == "unknown" or coverage(head) < 0.99 or head.rstrip().endswith(":"):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        deeper = below is not None and below.indent > line.indent + 8 and "\t" not in below.text[:12]
        bold = any(run.bold and run.start == 0 and run.end >= len(head) - 1 for run in line.runs)
        caps = head.isupper() and len(head) > 4
        if deeper or bold or caps:
            found.add(number)
    return found if len(found) >= 2 else set()


def _tail_heading(line: Line) -> int:
    """Where a bold heading at the end of a line that is not bold starts; 0 if there is none."""
    if line.page is None or line.heading or len(line.runs) < 1:
        return 0
    last = line.runs[-1]
    words = line.text[last.start :].strip()
    if not last.bold or last.start < 12 or last.end < len(line.text) - 1:
        return 0
    if not re.search(r"[^\s,;:(–—-]\s$", line.text[: last.start]):
        return 0
    if classify(words) == "unknown" or coverage(words) < 0.99 or not words[:1].isupper() or len(words.split()) > 6:
        return 0
    return last.start


def _with_whole_dates(lines: list[Line]) -> list[Line]:
    result = list(lines)
    for number in range(len(result) - 1):
        upper, lower = result[number], result[number + 1]
        left, tab, _ = upper.text.partition("\t")
        rest, second, after = lower.text.partition("\t")
        if not tab or not second or not _OPEN_DATE.fullmatch(left.strip()) or not _REST_OF_DATE.fullmatch(rest.strip()):
            continue
        if not after.strip():
            continue
        place, length = len(left), len(rest)
        text = f"{left} {rest}{upper.text[place:]}"
        offsets = (*upper.offsets[:place], lower.offsets[0], *lower.offsets[:length], *upper.offsets[place:])
        runs = tuple(_moved(run, length + 1) if run.start >= place else run for run in upper.runs)
        result[number] = replace(upper, text=text, offsets=offsets, runs=runs, cells=())
        result[number + 1] = _part(lower, length + 1, len(lower.text))
    return result


def _moved(run: Run, by: int) -> Run:
    return replace(run, start=run.start + by, end=run.end + by)


def _part(line: Line, start: int, end: int) -> Line:
    """The stretch `start:end` of a line as a line, without white space at its ends."""
    while start < end and line.text[start].isspace():
        start += 1
    while end > start and line.text[end - 1].isspace():
        end -= 1
    runs = tuple(
        replace(run, start=max(run.start, start) - start, end=min(run.end, end) - start)
        for run in line.runs
        if run.start < end and run.end > start
    )
    share = sum(run.end - run.start for run in runs if run.bold) / max(1, end - start)
    return replace(
        line,
        text=line.text[start:end],
        offsets=tuple(line.offsets[start : end + 1]),
        runs=runs,
        cells=tuple(moved_cells(line.cells, start, end)),
        bold=min(1.0, share),
        marker=line.marker if start == 0 else "",
    )
