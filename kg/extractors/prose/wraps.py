"""Which lines of a page only go on because the line before them was full."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extractors.prose.dates import find_dates
from kg.model import Line


def find_wraps(lines: Sequence[Line]) -> list[bool]:
    """Whether each line only goes on because the line before it was full: its first word would not have fitted."""
    margin = _margin(lines)
    wraps = [False] * len(lines)
    if not _is_wrapped(lines, margin):
        return wraps
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        if line.marker or line.heading or before.heading or not before.right or not line.text.strip():
            continue
        if line.gap > 0.55 or len(before.text) < 30 or (line.path and line.path != before.path):
            continue
        if "\t" in line.text or _changes_face(before, line) or abs(line.size - before.size) > 0.1:
            continue
        if _ends_in_column(before.text):
            continue
        width = (before.right - before.indent) / max(1, len(before.text))
        reach = before.right + (len(line.text.split(None, 1)[0]) + 1) * width
        hanging = (
            line.indent > before.indent + 3 * width or line.text[:1].islower() or before.text.endswith((",", "-", "–"))
        )
        wraps[number] = reach > margin * (0.86 if hanging else 0.985)
    return wraps


def _changes_face(before: Line, line: Line) -> bool:
    """Whether a line begins in another weight than the one before it ends, as a title above its authors does."""
    if abs(line.bold - before.bold) <= 0.7:
        return False
    ends = any(run.bold and run.end >= len(before.text) - 1 for run in before.runs)
    begins = any(run.bold and run.start <= 1 for run in line.runs)
    return ends != begins or not (before.runs or line.runs)


def _is_wrapped(lines: Sequence[Line], margin: float) -> bool:
    """Whether lines were broken at a margin: always on pages; else if many lines end just before a common width."""
    if any(line.page is not None for line in lines):
        return True
    long = [line for line in lines if line.right > 0.6 * margin]
    near = sum(0.82 * margin <= line.right <= margin for line in long)
    return 50 <= margin <= 120 and near >= 0.5 * len(long) and max(line.right for line in lines) < 1.3 * margin


def _margin(lines: Sequence[Line]) -> float:
    """Right margin: where long lines end, but for a few that run over."""
    rights = sorted(line.right for line in lines if len(line.text) > 45) or sorted(line.right for line in lines)
    return rights[-min(len(rights), max(2, len(rights) // 33))] if rights else 0.0


def _ends_in_column(text: str) -> bool:
    """Whether a line is full only because its date stands in a column at the right."""
    _, tab, last = text.rpartition("\t")
    if not tab or len(last) > 40:
        return False
    dates = find_dates(last)
    return bool(dates) and not last[: dates[0].start].strip(" (") and not last[dates[-1].end :].strip(" ).;")
