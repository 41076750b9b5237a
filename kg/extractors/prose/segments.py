"""Where each entry of a list starts: many ways of cutting are tried, the list's own consistency chooses.

Candidate sets of start lines come from list markers, numbering, indentation, gaps, bold starts, markup paths, line
roles and years. Each set is judged by how well its entries read as one publication each; numbering, bullets and layout
win ties. The last resort is dynamic programming over all cuts with the same measure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extractors.prose.cards import LineRole
from kg.extractors.prose.labels import label_role
from kg.model import Line

EntryScore = Callable[[int, int], float]

_BONUS = {
    "numbering": 0.06,
    "bullets": 0.04,
    "labels": 0.1,
    "path": 0.03,
    "hanging": 0.03,
    "gap": 0.02,
    "whole": 0.02,
    "bold": 0.02,
    "year-column": 0.02,
}
_PASS = 0.55  # an entry below this counts against its set
_LOSS = -0.08


@dataclass(frozen=True, slots=True)
class Cut:
    """A way of cutting: its name, the entries as half-open line ranges, its value."""

    name: str
    entries: tuple[tuple[int, int], ...]
    value: float


def cut(
    lines: Sequence[Line],
    start: int,
    stop: int,
    roles: Sequence[LineRole],
    wraps: Sequence[bool],
    score: EntryScore,
) -> Cut:
    """The best way of cutting lines `start:stop` into entries; lines before the first start belong to none."""
    best = Cut("none", (), 0.0)
    seen: set[tuple[int, ...]] = set()
    whole = [number for number in range(start, stop) if not wraps[number]]
    for name, starts in [*candidate_starts(lines, start, stop, roles), ("whole", whole)]:
        key = tuple(starts)
        if not key or key in seen:
            continue
        seen.add(key)
        entries = tuple(zip(key, (*key[1:], stop), strict=True))
        value = _value(entries, score, _bonus(lines, name, key))
        value -= _SKIPPED * min(
            6, sum(roles[number] in ("authors", "text", "venue") for number in range(start, key[0]))
        )
        if name == "numbering" and len(entries) >= 3 and value > 0:
            value *= 1.5
        if value > best.value + 1e-9:
            best = Cut(name, entries, value)
    if _is_poor(best, stop - start) and stop - start <= 400:
        dynamic = _dynamic(start, stop, score)
        if dynamic.value > best.value * 1.05 + 0.1:
            return dynamic
    return best


_COUNTED, _BULLETED = 0.25, 0.12
_SKIPPED = 0.04  # for each line before the first entry that looks like a part of one


def _bonus(lines: Sequence[Line], name: str, starts: Sequence[int]) -> float:
    """What each entry of a set is worth beyond its reading: much where the writer counted or marked every one."""
    if name not in ("numbering", "bullets"):
        return _BONUS.get(name, 0.0)
    if not all(lines[number].marker for number in starts):
        return _BONUS[name]
    numbers = [re.search(r"\d+", lines[number].marker) for number in starts]
    if all(numbers):
        steps = {int(b.group()) - int(a.group()) for a, b in pairwise(numbers) if a and b}
        return _COUNTED if steps in ({1}, {-1}) or len(starts) == 1 else _BONUS[name]
    depth = min(lines[number].indent for number in starts)
    return _BULLETED if all(lines[number].indent <= depth + 1.0 for number in starts) else _BONUS[name]


def _value(entries: Sequence[tuple[int, int]], score: EntryScore, bonus: float = 0.0) -> float:
    """What a set of entries is worth; the bonus is for those that read well (marks before names make no entries)."""
    scores = (score(first, last) - _PASS for first, last in entries)
    return sum(max(value, _LOSS) + (bonus if value > 0 else 0.0) for value in scores)


def _is_poor(best: Cut, lines: int) -> bool:
    """Whether much is left unread: few good entries for the number of lines."""
    return best.value < 0.2 * max(1, len(best.entries)) or best.value == 0.0


def candidate_starts(
    lines: Sequence[Line], start: int, stop: int, roles: Sequence[LineRole]
) -> Iterator[tuple[str, list[int]]]:
    """Names and start lines of the ways of cutting worth a try."""
    numbers = range(start, stop)
    yield from _by_marker(lines, numbers)
    yield from _by_label(lines, numbers)
    yield from _by_path(lines, numbers)
    yield from _by_gap(lines, numbers)
    yield from _by_indent(lines, numbers)
    yield from _by_style(lines, numbers)
    yield from _by_roles(lines, numbers, roles)
    yield from _by_year(lines, numbers)
    yield "line", list(numbers)


def _by_label(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    """Forms: each entry begins with the label that the first one begins with ("Title: …")."""
    labels = {number: label_role(lines[number].text) for number in numbers}
    first = next((role for role in labels.values() if role), "")
    if first and sum(bool(role) for role in labels.values()) >= 2:
        yield "labels", [number for number in numbers if labels[number] == first]


def _by_marker(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    marked = [number for number in numbers if lines[number].marker]
    if not marked:
        return
    numbered = [number for number in marked if re.search(r"\d", lines[number].marker)]
    if len(numbered) >= 2:
        yield "numbering", _with_strays(lines, numbers, numbered)
        counted = _counted(lines, numbered)
        if 2 <= len(counted) < len(numbered):
            yield "numbering", counted
    by_indent = Counter(
        (lines[number].marker if not re.search(r"\d", lines[number].marker) else "#", round(lines[number].indent))
        for number in marked
    )
    for (marker, indent), _ in by_indent.most_common(4):
        group = [
            n for n in marked if round(lines[n].indent) == indent and ((lines[n].marker == marker) or marker == "#")
        ]
        yield "bullets", _with_strays(lines, numbers, group)
    yield "bullets", _with_strays(lines, numbers, marked)


def _counted(lines: Sequence[Line], numbered: Sequence[int]) -> list[int]:
    """The numbered lines without numbers that break a count: "8." of a wrapped "no. 8" between 3 and 4."""
    series = Counter(re.sub(r"[\W\d]", "", lines[place].marker) for place in numbered)
    if len(numbered) > 3:  # "G3:" that begins a wrapped line is no number of the list
        numbered = [place for place in numbered if series[re.sub(r"[\W\d]", "", lines[place].marker)] > 1]
    found = [re.search(r"\d+", lines[place].marker) for place in numbered]
    values = [int(match.group()) if match else 0 for match in found]
    kept: list[int] = []
    before: int | None = None  # the number kept last
    for order, place in enumerate(numbered):
        after = values[order + 1] if order + 1 < len(values) else None
        joins = before is None or abs(values[order] - before) == 1 or values[order] == 1
        broken = after is None or (before is not None and abs(after - before) == 1)
        if joins or not broken:
            kept.append(place)
            before = values[order]
    return kept


def _with_strays(lines: Sequence[Line], numbers: range, group: list[int]) -> list[int]:
    """The marked lines, and lines that cannot belong to the item before: other markers as far left, other paths."""
    chosen = set(group)
    current: Line | None = None
    starts: list[int] = []
    for number in numbers:
        line = lines[number]
        if number in chosen:
            current = line
            starts.append(number)
        elif current is not None and _is_stray(line, current):
            starts.append(number)
    return starts


def _is_stray(line: Line, item: Line) -> bool:
    if line.marker and line.indent <= item.indent + 0.5 and line.marker != item.marker:
        return True
    if line.path != item.path and not line.path.startswith(item.path) and line.gap > 0:
        return True
    return bool(line.heading)


def _by_path(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    """Repeated places in the markup tree: the first line of each sibling."""
    paths = Counter(lines[number].path for number in numbers if lines[number].path)
    for path, count in paths.most_common(5):
        if 2 <= count:
            group = [n for n in numbers if lines[n].path == path]
            yield "path", group
            firsts = [n for n in group if n == numbers.start or lines[n - 1].path != path]
            yield "path", firsts


def _by_gap(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    gaps = sorted({round(lines[number].gap, 1) for number in numbers})
    thresholds = sorted({gap for gap in gaps if gap > 0})
    step = max(1, len(thresholds) // 5)
    for threshold in thresholds[::step][:6]:
        yield "gap", [n for n in numbers if n == numbers.start or lines[n].gap >= threshold - 0.05]


def _by_indent(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    levels = Counter(round(lines[number].indent) for number in numbers)
    if len(levels) < 2:
        return
    for indent, _ in levels.most_common(4):
        starts = [n for n in numbers if abs(lines[n].indent - indent) < 1.5]
        firsts = [n for n in starts if n == numbers.start or abs(lines[n - 1].indent - indent) >= 1.5]
        yield "hanging", starts
        yield "hanging", firsts


def _by_style(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    def bold_start(number: int) -> bool:
        runs = lines[number].runs
        return lines[number].bold > 0.5 or bool(runs and runs[0].start <= 1 and runs[0].bold)

    bold = [number for number in numbers if bold_start(number)]
    if len(bold) >= 2:
        yield "bold", bold
        yield "bold", [n for n in bold if n == numbers.start or not bold_start(n - 1)]
    linked = [n for n in numbers if lines[n].runs and lines[n].runs[0].start <= 1 and lines[n].runs[0].href]
    if len(linked) >= 2:
        yield "bold", linked
    heads = [number for number in numbers if lines[number].heading]
    if len(heads) >= 2:
        yield "bold", heads


def _by_roles(lines: Sequence[Line], numbers: range, roles: Sequence[LineRole]) -> Iterator[tuple[str, list[int]]]:
    """Starts told by what lines hold: date, venue or author lines, and what follows an abstract."""
    for role in ("date", "venue", "authors"):
        group = [n for n in numbers if roles[n] == role and (n == numbers.start or roles[n - 1] != role)]
        if len(group) >= 2:
            yield "roles", group
            shifted = [n - 1 for n in group if n > numbers.start]
            yield "roles", sorted(set(shifted))
            yield "roles", sorted({n - 2 for n in group if n - 1 > numbers.start})
            after = sorted({n + 1 for n in group if n + 1 in numbers})
            yield "roles", [numbers.start, *[n for n in after if n != numbers.start]]
    for role in ("prose", "links"):
        after = [n + 1 for n in numbers if roles[n] == role and n + 1 in numbers and roles[n + 1] != role]
        if after:
            yield "roles", sorted({numbers.start, *after})


_COLUMN = re.compile(
    r"\W{0,2}(?:(?:19|20)\d\d\b(?!\s*[-–])|(?:[A-Z][\w&+./-]{0,14}[ -]?){0,3}(?:['’]\d\d| (?:19|20)\d\d)\t)"
)


def _by_year(lines: Sequence[Line], numbers: range) -> Iterator[tuple[str, list[int]]]:
    """A year column at the left, or years that end entries."""
    column = [n for n in numbers if _COLUMN.match(lines[n].text)]
    if len(column) >= 2:
        yield "year-column", column
    ends = [n for n in numbers if re.search(r"(?:19|20)\d\d[a-z]?\W{0,3}$", lines[n].text)]
    if len(ends) >= 2:
        yield "roles", sorted({numbers.start, *(n + 1 for n in ends if n + 1 in numbers)})


def _dynamic(start: int, stop: int, score: EntryScore) -> Cut:
    """Best sum over all cuts; a line may also belong to no entry."""
    value = [0.0] * (stop - start + 1)
    step: list[int] = [0] * (stop - start + 1)
    for last in range(1, stop - start + 1):
        value[last], step[last] = value[last - 1] - 0.01, 0
        for length in range(1, min(6, last) + 1):
            first = last - length
            gain = score(start + first, start + last) - _PASS
            if gain > 0.2 and value[first] + gain > value[last]:
                value[last], step[last] = value[first] + gain, length
    entries: list[tuple[int, int]] = []
    place = stop - start
    while place > 0:
        if step[place]:
            entries.append((start + place - step[place], start + place))
            place -= step[place]
        else:
            place -= 1
    return Cut("dynamic", tuple(reversed(entries)), value[-1])
