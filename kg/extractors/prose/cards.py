"""Entries whose lines hold one field each: a date line, a title line, author lines, an abstract.

What one line is can be doubtful ("john cohn", "GPT-4o System Card"); what the lines at its place are in the whole list
is not. So each line gets a role by itself first, and the list then decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from kg.extractors.prose.dates import find_dates
from kg.extractors.prose.fields import Fields, body_end, lead_label, names_of, quality, year_in
from kg.extractors.prose.lexicon import Lexicon
from kg.extractors.prose.names import Name, NameRun
from kg.extractors.prose.passage import Passage, trim
from kg.extractors.prose.titles import Span, set_apart, without_status
from kg.extractors.prose.venues import ACRONYM_YEAR, CUE_ANY, leads
from kg.model import Line

LineRole = Literal["authors", "date", "venue", "prose", "links", "text", "empty"]

_CATEGORY = re.compile(r"^(?:[A-Z]{2}|[a-z-]+\.[A-Z]{2})\s*")
_LABEL_AFTER = re.compile(r"\s*(?:Code|PDF|New|Oral)$")


_FEWEST_VOTES, _MAJORITY = 4, 0.7  # places of one kind that decide what stands there


def line_role(text: str, lexicon: Lexicon) -> LineRole:
    """What one line is, taken alone."""
    bare = text.strip()
    if not bare:
        return "empty"
    if body_end("x\n" + bare) <= 1:
        return "links"
    letters = sum(character.isalnum() for character in bare)
    if _is_date_line(bare):
        return "date"
    if re.fullmatch(r"[“„«][^“”„«»]{10,250}[”“»][.,]?", bare):
        return "text"  # a title, however much it reads like a sentence
    if len(bare) > 260 or (
        len(bare) > 140
        and len(re.findall(r"[a-z]{3,}[.!?]\s+[A-Z][a-z]*\s+[a-z]", bare)) >= 1
        and _lower_share(bare) > 0.7
    ):
        return "prose" if not _has_names(bare, lexicon) else "text"
    if _is_sentence(bare) and not _has_names(bare, lexicon):
        return "prose"
    runs = lexicon.runs(bare)
    covered = sum(
        sum(character.isalnum() for character in bare[run.start : run.end]) for run in runs if run.weight >= 0.8
    )
    names = sum(len(run.names) for run in runs)
    dated = names == 1 and re.search(r"(?:19|20)\d\d\W*$", bare)
    if letters and covered / letters >= 0.75 and not dated and (names > 1 or not CUE_ANY.search(bare)):
        return "authors"
    rest = re.split(r"·|\||•", bare)
    if len(rest) > 1 and lexicon.runs(rest[0]) and line_role(rest[0], lexicon) == "authors":
        return "authors"
    if len(bare) < 200 and _speaks_of_venue(bare):
        return "venue"
    return "text"


def document_roles(lines: Sequence[Line], lexicon: Lexicon) -> list[LineRole]:
    """The role of every line; items between two author items of one list are author lines too ("john cohn")."""
    roles: list[LineRole] = [
        "links" if _is_row_of_links(line) else line_role(line.text[lead_label(line.text) :], lexicon) for line in lines
    ]
    roles = ["text" if line.heading and role == "authors" else role for line, role in zip(lines, roles, strict=True)]
    for number in range(1, len(lines) - 1):
        before, line, after = lines[number - 1 : number + 2]
        same = (before.marker, before.indent) == (line.marker, line.indent) == (after.marker, after.indent)
        if same and line.marker and roles[number - 1] == "authors" == roles[number + 1] and len(line.text.split()) <= 4:
            roles[number] = "authors"
    for number in range(len(lines) - 1):
        if roles[number] == "authors" == roles[number + 1] and (number == 0 or roles[number - 1] != "authors"):
            if _is_title_above(lines[number], lines[number + 1], lexicon):
                roles[number] = "text"
    for number in range(len(lines) - 1):
        if (
            roles[number] == "authors"
            and roles[number + 1] in ("venue", "date")
            and _stands_out(lines[number], lexicon)
        ):
            roles[number] = "text"
    _vote(roles)
    return roles


def _stands_out(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line in bold that could be one full name is a title ("Shift Swaps") above its venue."""
    runs = lexicon.runs(line.text.strip())
    single = len(runs) == 1 and len(runs[0].names) == 1 and runs[0].names[0].style == "full"
    return single and line.bold > 0.8 and not lexicon.has_owner(line.text)


def _is_row_of_links(line: Line) -> bool:
    """Whether a line is nothing but links with labels ("Project Paper Code ★ 40"), with or without blanks between."""
    labels = [line.text[run.start : run.end] for run in line.runs if run.href]
    covered = sum(map(len, labels))
    if len(labels) < 2 or covered < 0.7 * len(line.text.replace(" ", "")):
        return False
    known = sum(body_end("x\n" + re.sub(r"[★☆⭐]?\s*\d*\s*$", "", label)) <= 1 for label in labels)
    return 2 * known >= len(labels)


def _vote(roles: list[LineRole]) -> None:
    """The line below a date or venue line is what most lines at that place are: a title may look like names.

    "Lite Transformer with Long-Short Range Attention" between a date line and an author line is a title if the other
    entries of the document have theirs there.
    """
    for above in ("date", "venue"):
        places = [n for n in range(1, len(roles) - 1) if roles[n - 1] == above]
        titles = sum(roles[n] == "text" for n in places)
        if len(places) < _FEWEST_VOTES or titles < _MAJORITY * len(places):
            continue
        for n in places:
            if roles[n] == "authors" == roles[n + 1]:
                roles[n] = "text"


def _is_title_above(line: Line, below: Line, lexicon: Lexicon) -> bool:
    """Whether a line that could be one name is the title above an author line: set apart, or too long for a name."""
    runs = lexicon.runs(line.text.strip())
    if len(runs) != 1 or len(runs[0].names) != 1 or runs[0].names[0].style != "full":
        return False
    name = line.text.strip()
    if (
        lexicon.has_owner(name)
        or name.endswith((",", ";", "and", "&"))
        or (line.marker and line.marker == below.marker)
    ):
        return False
    apart = (line.bold > 0.8) != (below.bold > 0.8) or bool(line.heading)
    return apart or len(name.split()) >= 3


def _has_names(text: str, lexicon: Lexicon) -> bool:
    return any(run.weight >= 3 for run in lexicon.runs(text[:1500]))


_SENTENCE_WORD = re.compile(
    r"\b(?:we|our|you|your|this|these|those|can|is|are|was|were|be|been|lets?|allows?|enables?|makes?|has|have|"
    r"had|I|my|it|its|they|their|if|without|than|wir|est|sont|nous|son|es|se)\b"
)


def _is_sentence(text: str) -> bool:
    """A line of running text: many words in lower case, a word that sentences have, a full stop at the end."""
    words = text.split()
    if len(words) < 7 or _lower_share(text) < 0.6 or not re.search(r"[.!][\"”)]?$", text):
        return False
    return bool(_SENTENCE_WORD.search(text)) and not re.search(r"\b(?:19|20)\d\d\b", text)


def _lower_share(text: str) -> float:
    words = re.findall(r"[^\W\d_]+", text)
    return sum(word[0].islower() for word in words) / len(words) if words else 0.0


def _is_date_line(text: str) -> bool:
    """Whether the line is a date, glued labels ("CL", "Code") aside."""
    if len(text) > 40:
        return False
    rest = text
    for date in reversed(find_dates(text)):
        rest = rest[: date.start] + rest[date.end :]
    if rest == text:
        bare = re.fullmatch(
            r"(?:[A-Z]{2})?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:Code|PDF)?", text
        )
        return bool(bare)
    rest = _LABEL_AFTER.sub("", rest.strip())
    if re.search(r"[^\W\d_]{3}", rest):
        return False
    return sum(character.isalnum() for character in _CATEGORY.sub("", rest)) <= 4


def _speaks_of_venue(text: str) -> bool:
    if leads(text) and CUE_ANY.search(text):
        return True
    cues = len(CUE_ANY.findall(text))
    year = re.search(r"\b(?:19|20)\d\d\b|['’]\d\d\b", text)
    words = len(text.split())
    return bool(year and (cues or ACRONYM_YEAR.search(text)) and words <= 22) or (
        cues >= 2 and words <= 14 and _lower_share(text) < 0.5
    )


def read_card(passage: Passage, spans: Sequence[Span], roles: Sequence[LineRole], lexicon: Lexicon) -> Fields | None:
    """Fields of an entry by the roles of its lines (places in its text); None if they are not one field a line."""
    roles = _smoothed(roles)
    title = _title_line(passage.text, spans, roles)
    authors = _author_lines(passage.text, spans, roles, lexicon)
    if title is None or (authors is None and "venue" not in roles and "date" not in roles):
        return None
    start, stop = trim(passage.text, spans[title[0]][0], spans[title[1]][1], ' .,;:"“”')
    start, stop = set_apart(passage, without_status(passage.text, (start, stop)))
    venue = next((spans[number] for number, role in enumerate(roles) if role == "venue"), None)
    if venue is not None:
        venue = venue[0], venue[0] + body_end(passage.text[venue[0] : venue[1]])
    dated = next((spans[number] for number, role in enumerate(roles) if role == "date"), None)
    if venue is None and authors is not None:
        venue = _after_authors(passage.text, spans, roles)
    year, where = _year(passage.text, dated, venue)
    end = max(
        (spans[number][1] for number, role in enumerate(roles) if role not in ("prose", "links", "empty")), default=0
    )
    if authors is not None:
        end = max(end, authors.end)
    fields = Fields(authors, (start, stop), _trimmed(passage.text, venue), year, where or dated, end)
    return replace(fields, score=quality(passage.text, fields))


def _after_authors(text: str, spans: Sequence[Span], roles: Sequence[LineRole]) -> Span | None:
    """A short line right after title and authors, where other entries have their venue ("NeurIPS")."""
    last = max((number for number, role in enumerate(roles) if role == "authors"), default=-1)
    if last < 1 or last + 1 >= len(roles) or roles[last + 1] != "text" or "text" not in roles[:last]:
        return None
    start, end = spans[last + 1]
    end = start + body_end(text[start:end])
    return (start, end) if end - start <= 80 and not text[end - 1 : end] == "." else None


def _trimmed(text: str, span: Span | None) -> Span | None:
    return None if span is None else trim(text, span[0], span[1], " .,;")


def _year(text: str, dated: Span | None, venue: Span | None) -> tuple[int | None, Span | None]:
    for span in (dated, venue):
        if span is None:
            continue
        for date in find_dates(text[span[0] : span[1]]):
            if date.begin:
                return int(date.begin[:4]), (span[0] + date.start, span[0] + date.end)
        year, where = year_in(text[span[0] : span[1]], None, None)
        if year is not None and where is not None:
            return year, (span[0] + where[0], span[0] + where[1])
    return None, None


def _smoothed(roles: Sequence[LineRole]) -> list[LineRole]:
    """A doubtful line between author lines is one too."""
    smooth = list(roles)
    for number in range(1, len(smooth) - 1):
        if smooth[number] in ("text", "venue") and smooth[number - 1] == "authors" and smooth[number + 1] == "authors":
            smooth[number] = "authors"
    return smooth


_BADGE = re.compile(
    r"\W*(?:[A-Z0-9][\w&'’.:+-]*\W*){1,3}|.*\b(?:award|oral|spotlight|highlight|honou?rable|nominee|finalist|"
    r"runner-up|new!?)\b.*",
)


def _title_line(text: str, spans: Sequence[Span], roles: Sequence[LineRole]) -> tuple[int, int] | None:
    """First and last line of the title: the text lines next to the author lines, before them if there are any.

    A title may be broken in two or three lines; a badge above it ("NAACL", "Best Paper Award") is no part of it.
    """
    texts = [number for number, role in enumerate(roles) if role == "text"]
    if not texts:
        return None
    authors = [number for number, role in enumerate(roles) if role == "authors"]
    before = [number for number in texts if authors and number < authors[0]]
    if not before:
        return texts[0], texts[0]
    last = next((end for end in before if end + 1 not in before), before[-1])
    if authors[0] - 1 in before:
        last = authors[0] - 1
    first = last
    while first - 1 in before and not _BADGE.fullmatch(text[spans[first - 1][0] : spans[first - 1][1]].strip()):
        first -= 1
    return (first, last) if last - first <= 2 else None


def _dots_part_names(line: str, lexicon: Lexicon) -> bool:
    """Whether the dots of an author line stand between names, not before the authors' organisations."""
    pieces = [piece.strip() for piece in line.split("·")]
    return len(pieces) > 1 and "," not in line and all(lexicon.runs(piece) for piece in pieces if piece)


def _author_lines(text: str, spans: Sequence[Span], roles: Sequence[LineRole], lexicon: Lexicon) -> NameRun | None:
    """All names of the author lines as one run; a line without a recognisable name is one name."""
    names: list[Name] = []
    gap: int | None = None
    end = 0
    for number, role in enumerate(roles):
        if role != "authors" or (names and "authors" not in roles[number - 1 : number]):
            continue
        start, stop = spans[number]
        piece = text[start:stop] if _dots_part_names(text[start:stop], lexicon) else text[start:stop].split("·")[0]
        runs = lexicon.runs(piece)
        for run in runs:
            if run.gap_after is not None and gap is None:
                gap = len(names) + run.gap_after
            names.extend(replace(name, start=name.start + start, end=name.end + start) for name in run.names)
            end = start + run.end
        if not runs and piece.strip():
            first, last = trim(text, start, start + len(piece), ",;&")
            names.append(Name(first, last, "single"))
            end = last
        end = max(end, stop if "·" in text[start:stop] else end)
    if not names:
        return None
    return NameRun(names[0].start, end, tuple(names), gap, float(len(names)))


__all__ = ["LineRole", "document_roles", "line_role", "names_of", "read_card"]
