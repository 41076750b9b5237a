"""What the words of a printed name look like: initials, particles, suffixes, groups of people that are no person."""

from __future__ import annotations

import re
from typing import Literal

PieceKind = Literal[
    "initials", "surname", "surname-initials", "full", "particle-first", "initials-first", "cjk", "group", "other"
]

PARTICLES = frozenset(
    "van von vom zu zum zur de der den des del della delle di da do dos das du la le las los el al bin bint ibn abu "
    "ben ter ten te af av y e dal dello degli st san santa op".split()
)
_CAPITAL_PARTICLES = frozenset(
    "Van Von Vom Zu Zum Zur De Der Den Des Del Della Delle Di Da Do Dos Das VAN VON DE DER DEL DI".split()
)
SUFFIX = re.compile(
    r"(?:[Jj]r|[Ss]r|JR|SR|Jnr|Snr|II|III|IV|2nd|3rd|P[Hh]\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|M\.A|B\.A|MBA|MPH|RN|Esq|FRCP|FRS)\.?"
)
_INITIAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]\.?|(?:[^\W\d_]\.){2,5}|[^\W\d_a-zß-öø-ÿ]{2,3}|[^\W\d_]\.?", re.UNICODE)
_ABBREVIATION = re.compile(r"[^\W\d_]{1,3}\.")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af·•]+")
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|initiative|working group|study group|research group|group|team|committee|council|"
    r"organi[sz]ation|university|universit[àéyä]t?|universidad|universidade|institute?|institut|association|society|"
    r"ministry|ministère|ministerio|department|agency|commission|foundation|network|investigators|trialists|"
    r"corporation|company|inc|ltd|gmbh|press|bureau|office|bank|museum|library|authority|union|federation|"
    r"parliament|government|centre|center|laboratory|academy|service|board)\b",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|hon|herr|frau|ing|dipl|mag|habil|doc|med|phil|rer|nat)\.?[\s-]+)+(?=\S)",
    re.IGNORECASE,
)


def honorific_length(text: str) -> int:
    """Length of the titles in front of a name ("Prof. Dr. "), 0 if there are none."""
    match = _HONORIFIC.match(text)
    if not match or not text[match.end() :].strip():
        return 0
    # "Ing. " needs its full stop or a following surname with initials; "Sir"/"Dr" alone may be all there is.
    rest = text[match.end() :].split()
    return match.end() if rest and len(rest[0].strip(".")) >= 1 else 0


def is_suffix(text: str) -> bool:
    """Whether a piece between commas only adds to the name before it ("Jr.", "III", "PhD")."""
    return bool(SUFFIX.fullmatch(text.strip()))


def is_initial(word: str) -> bool:
    """Whether a word is one or several initials: "J.", "JK", "J.-P.", "A.B.", also abbreviations such as "Yu."."""
    if _ABBREVIATION.fullmatch(word):
        return True
    parts = [part for part in re.split(r"[-‐–]", word) if part]
    return bool(parts) and all(
        _INITIAL.fullmatch(part) and (part[0].isupper() or not part[0].islower()) and not _CJK.match(part)
        for part in parts
    )


def is_cjk(text: str) -> bool:
    """Whether the text is written in Han, Kana or Hangul throughout."""
    return all(_CJK.fullmatch(word) for word in text.split()) and bool(text.strip())


def is_particle(word: str) -> bool:
    """Whether a word belongs to the surname after it: "van", "De"; but "Ben", "Bin", "Le" may be given names."""
    return word in PARTICLES or word in _CAPITAL_PARTICLES


def names_a_group(text: str) -> bool:
    """Whether the text names a consortium, team or organisation: these are not people."""
    return bool(_GROUP.search(text)) or text.lower().startswith(("for the ", "on behalf of "))


def kind_of_piece(text: str) -> PieceKind:
    """What stands between two commas of an author list.

    >>> [kind_of_piece(t) for t in ("J. D.", "van den Berg", "Smith JK", "Song Han", "S. Han")]
    ['initials', 'surname', 'surname-initials', 'full', 'initials-first']
    """
    if is_cjk(text):
        return "cjk"
    if names_a_group(text):
        return "group"
    words = [word.strip("()") for word in text.split() if any(c.isalnum() for c in word)]
    if not words:
        return "other"
    initial = [is_initial(word) for word in words]
    if len(words) > 1 and not _dotted(words[0]) and len(words[0]) > 1 and len(words[0]) <= 3 and all(initial):
        # "LI J", "NG A.": a short surname in capitals before its initials
        return "surname-initials"
    if all(initial):
        return "initials"
    content = [word for word in words[:-1] if not is_particle(word)]
    if not content:
        return "surname"
    if len(words) > 8:
        return "other"
    if initial[0] and not initial[-1]:
        return "initials-first"
    if initial[-1]:
        return "surname-initials"
    return "particle-first" if words[0].lower() in PARTICLES else "full"


def _dotted(word: str) -> bool:
    return "." in word
