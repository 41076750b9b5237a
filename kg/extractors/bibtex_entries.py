r"""BibTeX entries of the plain form that programs write, found sooner than a parser of the whole language can.

`plain` takes what is exactly of the form `@type{key, name = {value}, name = "value", name = 12}` and names the
stretches that are not: those are for the parser, which also says what is broken in them. Both give the same for the
same entry.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A value in braces: no "@", which may begin an entry, and no escaped brace.
_TEXT = r"[^{}\\@]++|\\[^{}@]"
_VALUE = f"(?:{_TEXT})*+"
for _ in range(4):  # braces within braces
    _VALUE = rf"(?:{_TEXT}|(?<!\\)\{{{_VALUE}(?<!\\)\}})*+"
_HEAD = re.compile(r"@([A-Za-z]+)[ \t]*\{[ \t]*([^\s,{}\"=@\\()#%]+)\s*,\s*")
_FIELD = re.compile(
    rf"([A-Za-z][\w:.+-]*)\s*=\s*(?:\{{({_VALUE})(?<!\\)\}}|\"([^\"{{}}\\@]*+)\"|([A-Za-z0-9]+))\s*(,?)\s*"
)
_OTHER = re.compile(r"@\s*(?:comment|preamble|string)\b", re.IGNORECASE)  # what is no entry, and may hold some
_LINE = re.compile(r"^[ \t]*@", re.MULTILINE)


class Entry(NamedTuple):
    """One entry: where it begins in the text, its type and key, and its fields by lower-case name."""

    start: int
    kind: str
    key: str
    fields: dict[str, str]


def plain(text: str, *, words: bool) -> tuple[list[Entry], list[tuple[int, int]]]:
    """The plain entries, and the stretches (start, end) that must be parsed.

    Args:
        text: begins with an entry or between two.
        words: whether a value may be a bare word, which stands for itself where no macro has that name.
    """
    if _OTHER.search(text):
        return [], [(0, len(text))]
    found: list[Entry] = []
    others: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        at = text.find("@", place)
        between = text[place : at if at >= 0 else len(text)]
        entry, end = _entry(text, at, words=words) if at >= 0 and not ("{" in between or "}" in between) else (None, 0)
        if entry:
            found.append(entry)
            place = end
            continue
        if at < 0 and not ("{" in between or "}" in between):
            break
        following = _LINE.search(text, max(at, place) + 1)
        end = following.start() if following else len(text)
        if others and others[-1][1] == place:
            others[-1] = (others[-1][0], end)
        else:
            others.append((place, end))
        place = end
    return found, others


def _entry(text: str, at: int, *, words: bool) -> tuple[Entry | None, int]:
    """The entry that begins here, if it is plain, and where it ends."""
    head = _HEAD.match(text, at)
    if not head:
        return None, 0
    fields: dict[str, str] = {}
    place, comma = head.end(), ","
    while comma:
        field = _FIELD.match(text, place)
        if not field:
            break
        name, braced, quoted, word, comma = field.groups()
        name = name.lower()
        if name in fields or (word and not (words or word.isdecimal())):
            return None, 0
        fields[name] = (braced if braced is not None else quoted if quoted is not None else word).strip()
        place = field.end()
    if not fields or text[place : place + 1] != "}":
        return None, 0
    return Entry(at, head[1], head[2], fields), place + 1
