"""How much of a document is read: CVs are short, and what is not must not stop a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Line, Warning

LONGEST_LINE = 12_000  # characters; the longest abstracts and author lists seen on one line have about 8,000
MOST_LINES = 12_000  # about 240 pages


def bounded(lines: Sequence[Line]) -> tuple[list[Line], list[Warning]]:
    """The lines that are read, none longer than `LONGEST_LINE`, and a warning for all that is left out."""
    kept: list[Line] = []
    warnings: list[Warning] = []
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        if len(line.text) <= LONGEST_LINE:
            kept.append(line)
            continue
        runs = tuple(replace(run, end=min(run.end, LONGEST_LINE)) for run in line.runs if run.start < LONGEST_LINE)
        kept.append(
            replace(line, text=line.text[:LONGEST_LINE], offsets=line.offsets[: LONGEST_LINE + 1], runs=runs, cells=())
        )
        problem = f"only the first {LONGEST_LINE:,} of {len(line.text):,} characters of one line are read"
        warnings.append(Warning(f"text line {number}", problem, "break the text into lines"))
    if len(lines) > MOST_LINES:
        problem = f"only the first {MOST_LINES:,} of {len(lines):,} lines are read"
        warnings.append(Warning("", problem, "give the pages with the publication list as a file of their own"))
    return kept, warnings
