r"""TeX in bibliographic text to Unicode: accents, ligatures, braces. `M{\"u}ller` is `Müller`."""

from __future__ import annotations

import functools
import re
from typing import Any

_DASHES = (("---", "—"), ("--", "–"))
_LOGOS = re.compile(r"\\((?:Xe|Lua|Bib)?(?:La)?TeX)(?![A-Za-z])")
_NEEDS_TEX = re.compile(r"[\\{}$~]|--")


def to_text(value: str) -> str:
    r"""Decode TeX; text without any passes through.

    >>> to_text(r"G{\"o}del, {K}urt -- {\O}rsted \& Co.")
    'Gödel, Kurt – Ørsted & Co.'
    """
    if _NEEDS_TEX.search(value):
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
