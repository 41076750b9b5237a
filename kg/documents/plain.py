"""Plain text to lines: nothing is markup but character references, underlined headings and list markers."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kg.documents.pieces import MAX_LINE, Layout, Piece, Reading, make_line, split_long
from kg.model import Line, Warning

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
RULE = re.compile(r"([-=_*~#+])(?:[ \t]*\1){2,}\s*\Z")
MAX_LINES = 500_000  # some 250 MB of memory; more is no CV
_TAB = 4


def read(text: str) -> Reading:
    """One line for each line of the file that holds something; form feeds count pages."""
    lines: list[Line] = []
    paged = "\x0c" in text
    page = 1
    gap = 0
    cut_up = 0
    for start, end, form_feed in source_lines(text):
        if len(lines) >= MAX_LINES:
            return Reading(text, tuple(lines), warnings=(too_many(start, text),))
        raw = text[start : min(end, start + MAX_LINE)]
        if not raw.strip():
            gap += 1
        elif RULE.match(raw.strip()) and not any(c.isalnum() for c in raw):
            gap += _underlines(lines, raw.strip(), gap)
        else:
            parts = list(split_long(start, end, text))
            cut_up += len(parts) > 1
            for left, right in parts:
                indent, _ = measure(raw) if left == start else (0, 0)
                layout = Layout(page=page if paged else None, indent=indent, gap=gap, columns=True)
                line = make_line(decoded(text, left, right), layout)
                if line is not None:
                    lines.append(line)
                    gap = 0
        page += form_feed
    warnings = (too_long(cut_up),) if cut_up else ()
    return Reading(text, tuple(lines), warnings=warnings)


def too_long(count: int) -> Warning:
    """What is said of a text whose lines had to be cut up."""
    problem = f"{count} lines of more than {MAX_LINE:,} characters were cut into pieces"
    return Warning("", problem, "break the text into lines if entries run into one another")


def too_many(start: int, text: str) -> Warning:
    """What is said of a text that is longer than is read."""
    problem = f"only the first {MAX_LINES:,} lines were read, {len(text) - start:,} characters were not"
    return Warning(f"character {start}", problem, "split it into several files")


def source_lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end (without line end) of each line, and whether a form feed ends it."""
    start = 0
    for found in LINE_END.finditer(text):
        yield start, found.start(), found.group() == "\x0c"
        start = found.end()
    if start < len(text):
        yield start, len(text), False


def measure(raw: str) -> tuple[int, int]:
    """Columns and characters of the white space at the start; a tab goes to the next multiple of four."""
    column = 0
    for count, character in enumerate(raw):
        if character == "\t":
            column += _TAB - column % _TAB
        elif character.isspace() or character in "\ufeff\u200b":
            column += 1
        else:
            return column, count
    return column, len(raw)


def decoded(text: str, start: int, end: int) -> Iterator[Piece]:
    """The stretch in pieces, character references decoded."""
    done = start
    for found in REFERENCE.finditer(text, start, end):
        meaning = html.unescape(found.group())
        if meaning == found.group() or not meaning.isprintable():
            continue
        if found.start() > done:
            yield Piece(text[done : found.start()], done)
        yield Piece(meaning, found.start(), literal=False)
        done = found.end()
    if done < end:
        yield Piece(text[done:end], done)


def _underlines(lines: list[Line], rule: str, gap: int) -> int:
    """Makes the line above a heading if the rule underlines it; else the rule is a blank line more (returns 1)."""
    if gap or not lines or rule[0] not in "-=~":
        return 1
    above = lines[-1]
    if len(above.text) > 80 or len(rule) < 0.6 * len(above.text):
        return 1
    from dataclasses import replace

    lines[-1] = replace(above, heading=1 if rule[0] == "=" else 2)
    return 0
