"""List markers at the start of a line: bullets, numbers, letters, keys in brackets."""

from __future__ import annotations

import re
from functools import cache

LONGEST = 60  # characters looked at
NONE = ""
SIGNS = "•◦▪▫▸▹►▻‣⁃∙●○■□◆◇❖➢➤➔→⇒»✓✔✦★☆❑❍⁌⁍⦾⦿◘◉"  # bullets that no text starts with
DASHES = "-–—−‒‐*∗⋆+·"  # bullets only if a blank follows
LETTERED = SIGNS + "–—−·"  # what is left for a line whose Markdown bullet is already cut off
ANY = SIGNS + DASHES

# A number, a letter or a key that stands where bullets stand. Four digits alone are a year, a capital with a dot is an
# initial, a number before the name of a month is a day.
_MONTHS = (
    r"(?!\s*(?:jan(?:uary?|vier)?|feb(?:ruary?)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|may|mai|maggio|mayo|jun[ei]?|juin|jul[yi]?"
    r"|juillet|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|février"
    r"|avril|décembre|enero|abril|agosto|diciembre|gennaio|luglio|settembre|ottobre|dicembre)\b)"
)
_NUMBERS = (
    r"\(@\w{0,12}\)"  # examples that Pandoc counts
    r"|\[[A-Za-z]{0,2}[-.:]?\d{1,3}[a-z]?\]"  # [3] [J12] [C-4], but not [ICML20]
    r"|\[[A-Z][^\[\]\d]{0,40}(?:\bet al\b|\band\b|&)[^\[\]\d]{0,40}\(?\d{4}\)?[a-z]?\]"  # [Feng et al., 2024b]
    rf"|\(?\d{{1,3}}\)(?=\s|\Z)|\d{{1,3}}\.(?=\s|\Z)(?i:{_MONTHS})"  # 1. 1) (1)
    r"|\([a-z]\)(?=\s|\Z)|[a-z]\)(?=\s|\Z)"  # (a) a)
    r"|\((?:i{1,3}|i?v|vi{1,3}|i?x|xi{1,3})\)(?=\s|\Z)|(?:ii|iii|iv|vi{1,3}|ix|xi{1,3})[.)](?=\s|\Z)"
    r"|[A-Z]{1,2}\d{1,3}[.):](?=\s|\Z)"  # J3. C12:
)


@cache
def _pattern(bullets: str) -> re.Pattern[str]:
    signs = "".join(re.escape(c) for c in bullets if c in SIGNS)
    dashes = "".join(re.escape(c) for c in bullets if c in DASHES)
    either = [f"[{signs}]" if signs else "", rf"[{dashes}](?=\s|\Z)" if dashes else "", _NUMBERS]
    return re.compile(rf"(?:{'|'.join(e for e in either if e)})")


def find(text: str, bullets: str = ANY) -> tuple[str, int]:
    """The marker that a text starts with and how many characters to cut off for it; ("", 0) if there is none.

    Of a bullet with a number ("- [1]") the number is the marker.

    >>> find("• [12] A. Lovelace, Notes")
    ('[12]', 7)
    >>> find("1998. Notes")
    ('', 0)
    """
    if not bullets:
        return "", 0
    marker, cut = "", 0
    for _ in range(2):
        found = _pattern(bullets).match(text, cut)
        if found is None:
            break
        end = found.end()
        while end < len(text) and text[end] in " \t":
            end += 1
        if marker and marker[0] not in ANY:  # "[1] 1. foo": the second number belongs to the text
            break
        marker, cut = found.group(), end
    return marker, cut
