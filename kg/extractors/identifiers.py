"""Outside identifiers: found, normalised, and their check digits verified.

What is given as an identifier and is none (a wrong check digit, another shape) is kept as printed, under a scheme that
begins with `UNVERIFIED`: it is told with the record that said so, and never accepted as anybody's identifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from kg.schemas import UNVERIFIED

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`]+", re.IGNORECASE)
# DOIs made of a SICI (ANSI/NISO Z39.56) hold angle brackets: 10.1002/(SICI)1097-0258(1998)17:15<1661::AID-X>3.0.CO;2-2
_SICI = re.compile(r"\b10\.\d{4,9}/\(SICI\)[^\s\"{}|\\^`<>]+<[^\s\"<>]*>[^\s\"<>]+", re.IGNORECASE)
_PLAIN_DOI = re.compile(r"https://doi\.org/(10\.[0-9]{4,9}/[a-z0-9._-]*[a-z0-9])", re.ASCII)
_ARXIV = re.compile(r"\b(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b")
_ORCID = re.compile(r"(?<![\d-])(\d{4})[-‐-― ]?(\d{4})[-‐-― ]?(\d{4})[-‐-― ]?(\d{3}[\dX])(?![\d-])", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\dXx-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\dXx-])")
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})[-‐-―]?(\d{3}[\dXx])(?![\dXx-])")
_ROR = re.compile(r"(?<![a-z0-9])0([a-hj-km-np-tv-z0-9]{6})(\d\d)(?![a-z0-9])", re.IGNORECASE)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # D. Crockford, "Base 32"
_MAX_PRINTED = 200
_ADDRESSES = {
    "orcid.org/": "orcid", "arxiv.org/": "arxiv", "arxiv:": "arxiv", "ror.org/": "ror", "openalex.org/": "openalex",
    "wikidata.org/entity/": "wikidata", "wikidata.org/wiki/": "wikidata", "dblp.org/pid/": "dblp",
    "dblp.org/rec/": "dblp", "pubmed.ncbi.nlm.nih.gov/": "pmid", "pmc.ncbi.nlm.nih.gov/articles/": "pmcid",
}  # fmt: skip


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


def plain_doi(value: str) -> tuple[str, str] | None:
    """What `identifier` finds in an address of the usual form ("https://doi.org/10.1000/abc.5"), sooner; else None."""
    found = _PLAIN_DOI.fullmatch(value)
    return ("doi", found[1]) if found else None


def claimed(value: object, scheme: str) -> dict[str, str] | None:
    """What was given as an identifier of a scheme, as the tables keep it; None for nothing.

    >>> claimed("ISBN 0-306-40615-2", "isbn"), claimed("0-306-40615-3", "isbn"), claimed(" ", "isbn")
    ({'scheme': 'isbn', 'value': '9780306406157'}, {'scheme': 'unverified-isbn', 'value': '0-306-40615-3'}, None)
    """
    printed = " ".join(value.split()) if isinstance(value, str) else str(value or "")
    if not any(c.isdigit() for c in printed):
        return None
    found = identifier(printed, scheme)
    if found:
        return {"scheme": found[0], "value": found[1]}
    return {"scheme": UNVERIFIED + scheme, "value": printed[:_MAX_PRINTED]}


def distinct(found: Iterable[dict[str, str] | None]) -> list[dict[str, str]]:
    """Each identifier once, in order, without what is none."""
    return list({(one["scheme"], one["value"]): one for one in found if one}.values())


def book_numbers(value: object) -> list[dict[str, str]]:
    """The ISBNs and ISSNs in a field that may hold either, or several; what is none of them as an unverified ISBN."""
    printed = " ".join(str(value or "").split())
    isbns = [one for found in _ISBN.finditer(printed) if (one := claimed(found[0], "isbn"))]
    rest = _ISBN.sub(" ", printed)
    issns = [one for found in _ISSN.finditer(rest) if (one := claimed(found[0], "issn"))]
    return distinct([*isbns, *issns]) or distinct([claimed(printed, "isbn")])


def _scheme_of(value: str) -> str:
    lower = value.lower()
    for mark, scheme in _ADDRESSES.items():
        if mark in lower:
            return scheme
    return "doi" if _DOI.search(lower) and ("doi" in lower or lower.startswith("10.")) else ""


def _doi(value: str) -> str | None:
    found = _SICI.search(value) or _DOI.search(value)
    if not found:
        return None
    doi = found[0].rstrip(".,;")
    while doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1].rstrip(".,;")
    return doi.lower()


def _arxiv(value: str) -> str | None:
    found = _ARXIV.search(value)
    return found[1] if found else None


def _orcid(value: str) -> str | None:
    """ISO 7064 MOD 11-2, as ORCID's "Structure of the ORCID Identifier" says."""
    found = _ORCID.search(value)
    if not found:
        return None
    parts = [part.upper() for part in found.groups()]
    digits = "".join(parts)
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(parts) if digits[-1] == ("X" if check == 10 else str(check)) else None


def _issn(value: str) -> str | None:
    """ISO 3297: weights 8 to 2, modulo 11."""
    found = _ISSN.search(value)
    if not found:
        return None
    digits = (found[1] + found[2]).upper()
    check = -sum(int(d) * w for d, w in zip(digits, range(8, 1, -1), strict=False)) % 11
    return f"{digits[:4]}-{digits[4:]}" if digits[-1] == ("X" if check == 10 else str(check)) else None


def _isbn(value: str) -> str | None:
    """ISO 2108, the first one of several; ten digits become thirteen."""
    found = _ISBN.search(value)
    digits = re.sub(r"[^0-9Xx]", "", found[0]).upper() if found else ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        check = -sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
        if digits[-1] != ("X" if check == 10 else str(check)):
            return None
        digits = "978" + digits[:9]
        digits += str(-sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return None
    return digits if sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0 else None


def _ror(value: str) -> str | None:
    """Base 32 and two digits, ISO 7064 MOD 97-10, as ROR's "ROR identifier pattern" says."""
    found = _ROR.search(value)
    if not found:
        return None
    number = 0
    for sign in found[1].lower():
        number = number * 32 + _CROCKFORD.index(sign)
    return found[0].lower() if int(found[2]) == 98 - number * 100 % 97 else None


def _pmcid(value: str) -> str | None:
    found = re.search(r"(?:\bPMC|^)(\d{3,})\b", value, re.IGNORECASE)
    return f"PMC{found[1]}" if found else None


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
    "pmid": _pattern(r"^\D*(?<![\dcC])(\d{1,9})(?!\d)"),
    "pmcid": _pmcid,
    "ror": _ror,
    "wikidata": _pattern(r"\b(Q\d+)\b"),
    "openalex": _pattern(r"^(?:https?://(?:api\.)?(?:sem)?openalex\.org/(?:\w+/)?)?([AWISVCPF]\d+)$"),
    "dblp": _pattern(r"^(?:https?://dblp\.org/)?(?:pid/|rec/|dblp:)?((?:[a-z0-9-]+/)+[\w:.+-]+?)(?:\.html|\.xml)?$"),
}
