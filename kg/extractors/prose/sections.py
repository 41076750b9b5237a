"""Lines to sections: where a heading stands, what it names, how deep it is.

A section's kind is a prior, never a gate: every section is tried for publications.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extractors.prose.headings import (
    SectionKind,
    classify,
    coverage,
    is_vague,
    is_weak_publication,
    without_numbering,
)
from kg.model import Line

_SENTENCE = re.compile(r"[.!?]\s+\S|[.;,]$")
# Below such a heading stand the works of others, if those of the owner stand above it.
_CITING = re.compile(
    r"\W*(?:citations?|cited by|citing (?:works?|articles?|papers?|documents?|publications?)|zitiert von|"
    r"cité par|citado por|citato da)\W*(?:\d+\W*)?",
    re.I,
)
_YEAR_HEADING = re.compile(r"^\W*((?:19|20)\d\d)\W*$")


@dataclass(frozen=True, slots=True)
class Section:
    """Lines `start:stop` under the heading line `heading` (None: before the first heading).

    `kind` is inherited from the heading above where the own words say nothing; `stated` tells that they did.
    """

    kind: SectionKind
    heading: int | None
    start: int
    stop: int
    level: float
    title: str = ""
    parent: SectionKind = "unknown"
    stated: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    kind: SectionKind
    level: float
    text: str


def find_sections(lines: Sequence[Line]) -> list[Section]:
    """Sections in order; together they cover every line that is no section heading."""
    headings = _headings(lines)
    sections: list[Section] = []
    first = headings[0].line if headings else len(lines)
    sections.append(Section("about", None, 0, first, 0))
    stack: list[tuple[float, SectionKind]] = []
    stated: dict[float, SectionKind] = {}  # last kind stated at a level, since its parent
    for place, heading in enumerate(headings):
        stop = headings[place + 1].line if place + 1 < len(headings) else len(lines)
        while stack and stack[-1][0] >= heading.level:
            stack.pop()
        parent = stack[-1][1] if stack else "unknown"
        stated = {level: known for level, known in stated.items() if level <= heading.level}
        sibling = stated.get(heading.level, parent)
        kind = _resolved(heading, parent if sibling == parent else "unknown" if heading.kind == "unknown" else parent)
        if parent == "citing" or (_CITING.fullmatch(heading.text) and any(s.kind == "publication" for s in sections)):
            kind = "citing"
        if heading.kind != "unknown":
            stated[heading.level] = kind
        stack.append((heading.level, kind))
        year = _YEAR_HEADING.match(heading.text)
        sections.append(
            Section(
                kind,
                heading.line,
                heading.line + 1,
                stop,
                heading.level,
                heading.text,
                parent,
                heading.kind != "unknown",
                int(year.group(1)) if year else None,
            )
        )
    sections = [section for section in sections if section.start < section.stop or section.heading is not None]
    return [part for section in sections for part in _without_footer(lines, section)]


def _without_footer(lines: Sequence[Line], section: Section) -> Iterator[Section]:
    """The section, and the foot of the page as a section of its own."""
    foot = next((n for n in range(section.start, section.stop) if lines[n].path.split("/")[0] == "footer"), None)
    if foot is None:
        yield section
        return
    yield replace(section, stop=foot)
    yield Section("contact", None, foot, section.stop, 0, stated=True)


# What is called by a word for works below these holds works: "Scholarship" is what one has written as often as what one
# was given.
_WITHOUT_WORKS = ("award", "education", "employment", "contact", "skill")


def _resolved(heading: _Heading, parent: SectionKind) -> SectionKind:
    """The kind in its place: "Conference" below "Publications" is a publication list, below "Service" it is service."""
    if heading.kind == "unknown" and parent in ("about", "other") and is_weak_publication(heading.text):
        return "publication"
    if heading.kind == "publication" and parent in _WITHOUT_WORKS:
        return "publication"
    if heading.kind == "unknown" or (parent not in ("unknown", "about", "other") and is_weak_publication(heading.text)):
        if heading.kind in ("unknown", "publication") and parent != "unknown":
            return parent
        if heading.kind == "unknown" and is_weak_publication(heading.text) and not is_vague(heading.text):
            return "publication"
    if heading.kind == "about" and is_weak_publication(heading.text):
        return "publication"
    if parent == "publication" and heading.kind in ("service", "about", "employment", "project"):
        return parent
    inferred = heading.level >= 10 and coverage(heading.text) > 0.99
    if parent in ("talk", "award", "service", "teaching") and heading.kind == "publication" and not inferred:
        return parent
    return heading.kind


def _headings(lines: Sequence[Line]) -> list[_Heading]:
    often = Counter(line.text.strip() for line in lines)
    candidates = [
        number
        for number in range(len(lines))
        if _may_head(lines, number) and (lines[number].heading or often[lines[number].text.strip()] < _OFTEN)
    ]
    kinds = {number: classify(_words(lines[number])) for number in candidates}
    sure = {n for n in candidates if kinds[n] != "unknown" and _is_sure(lines[n])}
    styles = Counter(_style(lines[number]) for number in sure)
    body = _style_of_body(lines)
    sizes = sorted({lines[n].size for n in sure}, reverse=True)
    found: list[_Heading] = []
    for number in candidates:
        line = lines[number]
        same_style = styles[_style(line)] >= (1 if line.heading else 2)
        plain = _style(line) == body
        like_others = kinds[number] != "unknown" and same_style and not plain
        if number not in sure and not like_others and _restarts(lines, number):
            level: float = line.heading or 30
            found.append(_Heading(number, kinds[number], level, _words(line)))
            continue
        own_title = kinds[number] == "unknown" and not same_style
        if number in sure or (same_style and not plain) or (kinds[number] == "unknown" and _divides(line)):
            if own_title and not _divides(line):
                continue
            found.append(_Heading(number, kinds[number], _level(line, sizes, styles), _words(line)))
    return _without_titles(lines, found, _style_of_headings(lines, candidates, kinds, sure))


def _style_of_headings(
    lines: Sequence[Line], candidates: Sequence[int], kinds: dict[int, SectionKind], sure: set[int]
) -> frozenset[int]:
    """Lines without heading words that are set as most headings are, and as nothing else: sections of another kind."""
    styles = Counter(_style(lines[number]) for number in sure)
    if not styles:
        return frozenset()
    style, count = styles.most_common(1)[0]
    strange = [
        number
        for number in candidates
        if kinds[number] == "unknown" and _style(lines[number]) == style and len(lines[number].text.split()) <= 5
    ]
    all_of_style = sum(_style(line) == style for line in lines)
    if count < 3 or len(strange) > 1.5 * count or all_of_style > 1.3 * (count + len(strange)) or style[0]:
        return frozenset()
    return frozenset(number for number in strange if number > min(sure) and lines[number].gap > 0.3)


def _restarts(lines: Sequence[Line], number: int) -> bool:
    """Whether a numbered list starts anew below a short line that stands alone: "Book Chapters", then "1."."""
    line = lines[number]
    if line.marker or line.gap < 0.6 or number + 1 >= len(lines) or len(line.text.split()) > 6:
        return False
    below = re.fullmatch(r"\W*1\W*", lines[number + 1].marker)
    if below is None or any(character.isdigit() for character in line.text):
        return False
    return any(
        re.fullmatch(r"\W*[2-9]\W*", lines[n].marker)
        for n in range(number + 2, min(len(lines), number + 40))
        if lines[n].marker
    ) or (classify(line.text) != "unknown" or is_weak_publication(line.text))


def _divides(line: Line) -> bool:
    """Lines that divide a list without being in its words: a year, "Journal", "Conference papers", "【翻訳】"."""
    if _BRACKETED.fullmatch(line.text):
        return True
    if _YEAR_HEADING.match(line.text):
        return bool(line.marker or line.heading or line.bold > 0.8 or line.size > 1.08 or line.gap >= 0.8)
    return bool(line.heading) and is_weak_publication(line.text) and len(line.text.split()) <= 4


_BRACKETED = re.compile(r"\s*【[^【】]{1,40}】\s*")
_OFTEN = 3  # times that a line without markup may stand in a document to head sections ("Abstract", "[Slides]")


def _words(line: Line) -> str:
    """What a heading says: without a note in another column where the markup states that it is one."""
    return line.text.split("\t")[0] if line.heading else line.text


def _may_head(lines: Sequence[Line], number: int) -> bool:
    line = lines[number]
    text = _words(line).strip()
    if not text or len(text) > 90 or len(text.split()) > 10 or "\t" in text or "@" in text or "://" in text:
        return False
    if line.heading:
        return True
    if re.search(r"：\s*\S", text):
        return False
    if line.marker and not re.match(r"^(?:[IVXA-H]|\d{1,2})[.)]?$", line.marker) and not _YEAR_HEADING.match(text):
        return False
    return not _SENTENCE.search(without_numbering(text)) and any(
        character.isalpha() or character.isdigit() for character in text
    )


def _is_sure(line: Line) -> bool:
    """A line with heading words that also looks like a heading, or has no other words."""
    if _BRACKETED.fullmatch(line.text):
        return True
    share = coverage(_words(line))
    letters = [character for character in line.text if character.isalpha()]
    caps = bool(letters) and all(not character.islower() for character in letters)
    look = (
        (2 if line.heading else 0)
        + (1 if line.size > 1.08 else 0)
        + (1 if line.bold > 0.8 else 0)
        + (1 if caps and len(letters) > 3 else 0)
        + (0.5 if line.gap > 0.7 else 0)
        + (0.5 if line.text.rstrip().endswith(":") else 0)
    )
    if line.heading:
        return share >= 0.34 or len(_words(line).split()) <= 4
    if line.marker:
        return share >= 0.99 and look >= 1
    if share >= 0.99:
        return look >= 0.5
    return (share >= 0.5 and look >= 1) or (share >= 0.24 and look >= 2)


def _style(line: Line) -> tuple[object, ...]:
    letters = [character for character in line.text if character.isalpha()]
    caps = bool(letters) and all(not character.islower() for character in letters)
    return (line.heading, round(line.size, 1), line.bold > 0.8, caps, round(line.indent / 4))


def _style_of_body(lines: Sequence[Line]) -> tuple[object, ...]:
    return Counter(_style(line) for line in lines).most_common(1)[0][0]


_LETTERED = re.compile(r"\s*(?:[A-Z]|[IVX]{1,4})[.)]\s+[^\W\d_]{2}")


def _level(line: Line, sizes: Sequence[float], styles: Counter[tuple[object, ...]]) -> float:
    """Depth: as the markup states, else by size, capitals and weight; what is lettered is below what is not."""
    if line.heading:
        return line.heading
    letters = [character for character in line.text if character.isalpha()]
    caps = bool(letters) and all(not character.islower() for character in letters)
    bigger = sum(size > line.size + 0.04 for size in sizes)
    lettered = _LETTERED.match(line.text) is not None
    return 10 + 3 * min(bigger, 3) + (0 if caps else 1) + (0 if line.bold > 0.8 else 1) + 0.5 * lettered


def _without_titles(lines: Sequence[Line], headings: list[_Heading], strange: frozenset[int]) -> list[_Heading]:
    """Without unclassified headings that only title the entries of a section (schools, jobs, projects)."""
    kept: list[_Heading] = []
    current: _Heading | None = None
    for heading in headings:
        deeper = current is not None and heading.level > current.level
        if current is not None and current.kind in ("education", "employment") and _YEAR_HEADING.match(heading.text):
            continue  # the date of what follows, not a part of the list
        if (
            heading.kind == "unknown"
            and heading.line not in strange
            and heading.level < 30
            and not _divides(lines[heading.line])
            and (deeper or heading.level >= 10)
        ):
            listed = current is None or current.kind in ("publication", "unknown", "about")
            if not (listed and is_weak_publication(heading.text)):
                continue
        if deeper and heading.kind != "unknown" and coverage(heading.text) < 0.99 and heading.kind != "publication":
            continue
        kept.append(heading)
        if heading.kind != "unknown" or heading.line in strange:
            current = heading
    return kept


def between(section: Section, taken: Sequence[Section]) -> Iterator[Section]:
    """What is left of a section beside parts of it, in order."""
    first = section.start
    for part in [*sorted(taken, key=lambda one: one.start), replace(section, start=section.stop)]:
        if part.start > first:
            yield replace(section, start=first, stop=part.start)
        first = max(first, part.stop)
