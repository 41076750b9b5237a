"""What divides a publication list: "Books", "Articles in journals", in whatever style the list has for such lines.

Words tell some of these lines; the style that those are set in tells the rest, in any language. They belong to no
entry, so a list is cut there before its entries are looked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extractors.prose.headings import classify, coverage, is_weak_publication, names_sort, without_numbering
from kg.extractors.prose.sections import Section
from kg.model import Line

_STATUS = re.compile(
    r"\W*(?:to appear|under (?:review|revision|submission)|submitted|in press|forthcoming|preprint|accepted|"
    r"in preparation|draft|(?:technical |working )?(?:report|paper)|journal|conference|workshop|book|chapter|"
    r"thesis|dissertation|patent|review|abstract|poster|talk|demo|article)\b.{0,14}",
    re.I,
)
_DIRECTED = re.compile(r"direct|superv|advis|mentor|betreu|encadr|dirig|orient", re.I)
_LETTERED = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d\.\d)[.)]\s+[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"[.;,]$|[.!?]\s+\S")
_FEWEST_NAMED = 0.3  # share of the lines of a style that name a sort of work where the style is that of such lines
_MOST_ODD = 0.34  # share of other lines in it, at most
_MOST_WORDS = 7

Style = tuple[object, ...]


def with_subheadings(lines: Sequence[Line], sections: Sequence[Section], wraps: Sequence[bool]) -> list[Section]:
    """The sections, publication lists cut where a line divides them."""
    dividing = _dividing(lines, sections, wraps)
    return [part for section in sections for part in _cut(lines, section, dividing, wraps)]


def _cut(lines: Sequence[Line], section: Section, dividing: set[int], wraps: Sequence[bool]) -> Iterator[Section]:
    first, heading = section.start, section
    for number in range(section.start, section.stop):
        if number in dividing and section.kind == "publication":
            if number > first or heading is section:
                yield replace(heading, start=first, stop=number)
            after = _after(lines, number, wraps)
            text = " ".join(line.text for line in lines[number:after])
            kind = classify(text)
            told = kind in ("talk", "award") or (kind == "student" and _DIRECTED.search(text) is not None)
            kind = kind if told and coverage(text) > 0.5 else "publication"
            heading = Section(kind, number, after, section.stop, section.level + 1, text, "publication", True)
            first = after
    yield replace(heading, start=first, stop=section.stop)


def _dividing(lines: Sequence[Line], sections: Sequence[Section], wraps: Sequence[bool]) -> set[int]:
    """Numbers of the lines that divide the publication lists."""
    listed = [section for section in sections if section.kind == "publication"]
    numbers = [number for section in listed for number in range(section.start, section.stop)]
    short = {number for number in numbers if _may_divide(lines, number, wraps)}
    inside = set(numbers)
    heads = [s.heading for s in listed if s.heading is not None and s.parent == "publication"]
    groups: dict[Style, list[int]] = defaultdict(list)
    for number in [*numbers, *heads]:
        groups[_style(lines[number])].append(number)
    found: set[int] = set()
    for style, members in groups.items():
        named = [n for n in members if (n in short and _is_named(lines, n, wraps, style)) or n in heads]
        shown = [n for n in members if n in short or n in heads]
        odd = len(members) - len(shown)
        if any(style[:4]) and named and len(named) >= _FEWEST_NAMED * len(shown) and odd <= _MOST_ODD * len(shown):
            found.update(n for n in shown if n in inside)
        else:
            found.update(n for n in named if n in inside and _stands_alone(lines, n))
    return {number for number in found if number + 1 in inside}


def _style(line: Line) -> Style:
    """Italic, bold, underlined, in capitals; then size and indentation."""
    length = max(1, len(line.text.strip()))
    shares = [
        sum(run.end - run.start for run in line.runs if getattr(run, look)) / length > 0.85
        for look in ("italic", "bold", "underline")
    ]
    letters = [character for character in line.text if character.isalpha()]
    caps = len(letters) > 3 and not any(character.islower() for character in letters)
    return (shares[0], shares[1] or line.bold > 0.85, shares[2], caps, round(line.size, 1), round(line.indent / 6))


def _may_divide(lines: Sequence[Line], number: int, wraps: Sequence[bool]) -> bool:
    """Whether a line is short, whole and alone enough to divide a list."""
    line = lines[number]
    whole = "\t" not in line.text and not wraps[number] and any(_style(line)[:4])
    if whole and not line.marker and _LETTERED.match(line.text):
        return True
    if whole and re.fullmatch(r"\(?[a-zA-Z][.)]", line.marker) and names_sort(line.text):
        return True
    text = without_numbering(line.text).strip()
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    if (
        not bare
        or len(bare.split()) > _MOST_WORDS
        or len(bare) > 60
        or line.marker
        or "\t" in line.text
        or line.heading
    ):
        return False
    if re.search(r"\d", bare) or _SENTENCE_END.search(bare) or not bare[0].isalpha():
        return False
    return not wraps[number] and not (number + 1 < len(lines) and wraps[number + 1])


def _after(lines: Sequence[Line], number: int, wraps: Sequence[bool]) -> int:
    """The line after a dividing line and what of it was wrapped."""
    after = number + 1
    while after < len(lines) and wraps[after] and _style(lines[after])[:4] == _style(lines[number])[:4]:
        after += 1
    return after


def _is_named(lines: Sequence[Line], number: int, wraps: Sequence[bool], style: Style) -> bool:
    """Whether all words name a sort of work; a status or kind alone may as well end the entry above.

    In a style of its own one such word does, or a letter that counts such lines, or that a marked entry follows.
    """
    text = lines[number].text
    if any(style[:3]):
        after = _after(lines, number, wraps)
        marked = after < len(lines) and bool(lines[after].marker) and not lines[number].marker
        if marked or classify(text) == "publication" or is_weak_publication(text):
            return True
    return names_sort(text) and (lines[number].gap >= 0.6 or not _STATUS.fullmatch(text.strip(" :")))


def _stands_alone(lines: Sequence[Line], number: int) -> bool:
    """Whether a line in plain type has a blank above it that the line below has not."""
    return lines[number].gap > 0.2 and lines[number].gap >= lines[number + 1].gap - 0.05
