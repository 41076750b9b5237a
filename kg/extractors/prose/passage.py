"""A stretch of a document as one string that still knows where every character came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Cell, Line, Run, Selector


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines joined with a line break or, where a line was only wrapped, with a blank.

    `offsets` has one entry per character of `text`, plus one for the end, into `Document.text`;
    `breaks` are the places in `text` where each line starts (the first is 0).
    """

    text: str
    offsets: tuple[int, ...]
    breaks: tuple[int, ...]
    runs: tuple[Run, ...] = ()
    page: int | None = None
    marker: str = ""

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Place in the document of `text[start:end]`."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def selector(self, start: int = 0, end: int | None = None) -> Selector:
        """Selector of `text[start:end]`, without white space at its ends."""
        first, last = trim(self.text, start, len(self.text) if end is None else end)
        begin, finish = self.span(first, last)
        return Selector(begin, finish, self.page)

    def part(self, start: int, end: int) -> Passage:
        """The stretch `text[start:end]` as a passage of its own."""
        end = max(start, end)
        inside = tuple(place - start for place in self.breaks if start < place < end)
        return Passage(
            self.text[start:end],
            self.offsets[start : end + 1],
            (0, *inside),
            tuple(moved_runs(self.runs, start, end)),
            self.page,
            self.marker if start == 0 else "",
        )

    def lines(self) -> Iterator[tuple[int, int]]:
        """Start and end of each line, without the break."""
        for place, start in enumerate(self.breaks):
            end = self.breaks[place + 1] if place + 1 < len(self.breaks) else len(self.text)
            yield start, end - (self.text[end - 1 : end] in ("\n", " ") and place + 1 < len(self.breaks))

    def links(self) -> list[str]:
        """Targets of the links in it, in order, each once."""
        return list(dict.fromkeys(run.href for run in self.runs if run.href))

    def slanted(self) -> list[tuple[int, int]]:
        """Stretches in italics, those with only white space between them as one."""
        return self._joined((run.start, run.end) for run in self.runs if run.italic)

    def emboldened(self) -> list[tuple[int, int]]:
        """Stretches in bold, those with only white space between them as one."""
        return self._joined((run.start, run.end) for run in self.runs if run.bold)

    def linked(self) -> list[tuple[int, int]]:
        """Stretches that are links, as they stand."""
        return [(run.start, run.end) for run in self.runs if run.href]

    def _joined(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for start, end in spans:
            if found and not self.text[found[-1][1] : start].strip():
                found[-1] = (found[-1][0], max(found[-1][1], end))
            else:
                found.append((start, end))
        return found

    def marked(self, start: int, end: int) -> bool:
        """Whether most of `text[start:end]` is bold or underlined."""
        length = sum(
            max(0, min(run.end, end) - max(run.start, start)) for run in self.runs if run.bold or run.underline
        )
        return length * 2 > end - start


def moved_runs(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    for run in runs:
        first, last = max(run.start, start), min(run.end, end)
        if first < last:
            yield Run(first - start, last - start, run.bold, run.italic, run.underline, run.href)


def moved_cells(cells: Iterable[Cell], start: int, end: int) -> Iterator[Cell]:
    for cell in cells:
        first, last = max(cell.start, start), min(cell.end, end)
        if first < last:
            yield Cell(first - start, last - start, cell.box)


def trim(text: str, start: int, end: int, extra: str = "") -> tuple[int, int]:
    """The stretch without white space, and without the characters of `extra`, at its ends."""
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return start, end


_BROKEN_WORD = re.compile(r"[^\W\d_][-‐]$")
_WITHOUT_SPACES = r"[\u3040-\u30ff\u3400-\u9fff。、，「」『』（）]"  # scripts that put none between words
IDEOGRAPHS_BROKEN = re.compile(rf"(?<={_WITHOUT_SPACES})\n(?={_WITHOUT_SPACES})")


def _goes_on(before: str, after: str) -> bool:
    """Whether a line break between two parts of a text stands for nothing."""
    if IDEOGRAPHS_BROKEN.search(f"{before[-1:]}\n{after[:1]}"):
        return True
    return bool(_BROKEN_WORD.search(before)) and after[:1].islower()


def join(lines: Sequence[Line], wraps: Sequence[bool] | None = None) -> Passage:
    """One passage of several lines; `wraps[i]` says that line i goes on from the one before it."""
    pieces: list[str] = []
    offsets: list[int] = []
    breaks: list[int] = []
    runs: list[Run] = []
    place = 0
    for number, line in enumerate(lines):
        wrapped = number > 0 and wraps is not None and wraps[number]
        if number and not (wrapped and _goes_on(lines[number - 1].text, line.text)):
            pieces.append(" " if wrapped else "\n")
            offsets.append(lines[number - 1].offsets[-1])
            place += 1
        breaks.append(place)
        runs.extend(Run(r.start + place, r.end + place, r.bold, r.italic, r.underline, r.href) for r in line.runs)
        pieces.append(line.text)
        offsets.extend(line.offsets[:-1])
        place += len(line.text)
    offsets.append(lines[-1].offsets[-1] if lines else 0)
    return Passage(
        "".join(pieces),
        tuple(offsets),
        tuple(breaks),
        tuple(runs),
        lines[0].page if lines else None,
        lines[0].marker if lines else "",
    )
