"""Outside identifiers: found, normalised, and their check digits verified."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
_ARXIV = re.compile(r"\b(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b")
_ORCID = re.compile(r"\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b", re.IGNORECASE)


def identifier(value: str, scheme: str = "") -> tuple[str, str] | None:
    """The identifier in `value` as (scheme, normal form); None if it is none, or its check digit is wrong.

    Without a scheme, only what says its own scheme (a DOI, an arXiv or ORCID address) is recognised.

    >>> identifier("https://doi.org/10.1000/ABC.5"), identifier("0000-0002-1825-0097", "orcid")
    (('doi', '10.1000/abc.5'), ('orcid', '0000-0002-1825-0097'))
    """
    value = unquote(value.strip())
    if not scheme:
        scheme = _scheme_of(value)
    normal = _NORMALISERS.get(scheme)
    found = normal(value) if normal else None
    return (scheme, found) if found else None


def _scheme_of(value: str) -> str:
    lower = value.lower()
    for mark, scheme in (("orcid.org/", "orcid"), ("arxiv.org/", "arxiv"), ("arxiv:", "arxiv"), ("ror.org/", "ror")):
        if mark in lower:
            return scheme
    return "doi" if _DOI.search(lower) and ("doi" in lower or lower.startswith("10.")) else ""


def _doi(value: str) -> str | None:
    found = _DOI.search(value)
    return found[0].rstrip(".,;)").lower() if found else None


def _arxiv(value: str) -> str | None:
    found = _ARXIV.search(value)
    return found[1] if found else None


def _orcid(value: str) -> str | None:
    """ISO 7064 MOD 11-2, as ORCID's "Structure of the ORCID Identifier" says."""
    found = _ORCID.search(value)
    if not found:
        return None
    digits = found[1].replace("-", "").upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return found[1].upper() if digits[-1] == ("X" if check == 10 else str(check)) else None


def _issn(value: str) -> str | None:
    """ISO 3297: weights 8 to 2, modulo 11."""
    digits = re.sub(r"[^0-9Xx]", "", value).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return None
    check = -sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=False)) % 11
    return f"{digits[:4]}-{digits[4:]}" if digits[-1] == ("X" if check == 10 else str(check)) else None


def _isbn(value: str) -> str | None:
    """ISO 2108; ten digits become thirteen."""
    digits = re.sub(r"[^0-9Xx]", "", value).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        check = -sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
        if digits[-1] != ("X" if check == 10 else str(check)):
            return None
        digits = "978" + digits[:9]
        digits += str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return None
    return digits if sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0 else None


def _pattern(pattern: str, lower: bool = False) -> Callable[[str], str | None]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def normalise(value: str) -> str | None:
        found = compiled.search(value)
        return (found[1].lower() if lower else found[1]) if found else None

    return normalise


_NORMALISERS: dict[str, Callable[[str], str | None]] = {
    "doi": _doi,
    "arxiv": _arxiv,
    "orcid": _orcid,
    "issn": _issn,
    "isbn": _isbn,
    "pmid": _pattern(r"(?<!\d)(\d{1,9})(?!\d)"),
    "ror": _pattern(r"\b(0[a-hj-km-np-tv-z0-9]{6}\d{2})\b", lower=True),
    "wikidata": _pattern(r"\b(Q\d+)\b"),
    "openalex": _pattern(r"^(?:https?://openalex\.org/)?([AWISVCPF]\d+)$"),
    "dblp": _pattern(r"(?:pid/|dblp:)?((?:[a-z0-9-]+/)+[A-Za-z0-9-]+)"),
}
