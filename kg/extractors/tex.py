r"""TeX in bibliographic text to Unicode: accents, ligatures, braces. `M{\"u}ller` is `Müller`."""

from __future__ import annotations

import functools
import re
from typing import Any

_DASHES = (("---", "—"), ("--", "–"))
_LOGOS = re.compile(r"\\((?:Xe|Lua|Bib)?(?:La)?TeX)(?![A-Za-z])")
_NEEDS_TEX = re.compile(r"[\\{}$~]|--")
# Letters, digits, harmless signs, and groups without anything else in them: braces are all the TeX there is.
_ONLY_BRACES = re.compile(r"(?:[^\W_]|[ ~,.:;()/+=*@|<>\[\]]|-(?!-)|'(?!'))*+")
_WITH_BRACES = _ONLY_BRACES.pattern
for _ in range(3):  # groups within groups
    _WITH_BRACES = rf"(?:{_ONLY_BRACES.pattern}(?:\{{{_WITH_BRACES}\}})?)*+"
_PLAIN_GROUPS = re.compile(_WITH_BRACES)


def to_text(value: str) -> str:
    r"""Decode TeX; text without any passes through.

    >>> to_text(r"G{\"o}del, {K}urt -- {\O}rsted \& Co.")
    'Gödel, Kurt – Ørsted & Co.'
    """
    if _NEEDS_TEX.search(value) and _PLAIN_GROUPS.fullmatch(value):
        value = value.replace("{", "").replace("}", "").replace("~", " ")
    elif _NEEDS_TEX.search(value):
        value = _decode(value)
        for tex, dash in _DASHES:
            value = value.replace(tex, dash)
    return " ".join(value.split())


@functools.lru_cache(maxsize=50_000)
def _decode(value: str) -> str:
    try:
        return str(_decoder().latex_to_text(_LOGOS.sub(r"\1", value.replace("~", " "))))
    except (ValueError, IndexError, RecursionError):  # the decoder gives up: show the source without braces
        return value.replace("{", "").replace("}", "")


@functools.cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=False)
