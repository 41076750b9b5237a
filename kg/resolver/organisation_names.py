"""What a printed organisation says: its name, whether it is a unit of another one, kind and place.

Pure functions on one printed string; which strings name one organisation is decided in `kg.resolver.organisations`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.resolver.venue_names import folded, initials

KINDS = {"u": "university", "c": "company", "l": "lab", "o": "other"}
_TOP = re.compile(
    r"\b(univ\w*|universi\w+|institute? (of|for) (technology|science|advanced)|polytechni\w*|politecnico|hospital"
    r"|infirmary"
    r"|acad(emy|emia|\.) of|college|hochschule|école|ecole|eth|epfl|mit|inc|ltd|llc|gmbh|corp(oration)?|company|co"
    r"|limited|s\.?a"
    r"|national laborator\w+|national institutes?|ministry|agency|cnrs|inserm|inria|cern|nasa|research council"
    r"|foundation)\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"\b(dep(artmen)?t\w*|departement|département|dipartimento|departamento|school|faculty|faculté|facoltà"
    r"|facultad|fakultät"
    r"|division|div|section|unit|service|laborator\w+|lab|labs|group|chair|lehrstuhl|institut\w*|cent(er|re|rum)"
    r"|clinic"
    r"|program(me)?|team|office|bureau|college|branch|unité|graduate|ward)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(the )?(dep(artmen)?t|departement|dipartimento|departamento|school|faculty|college|division|institute?"
    r"|laboratory|lab|"
    r"graduate school|section|program(me)?|chair|cent(er|re)|faculte|fakultat|facultad|medical school|law school"
    r"|business school|engineering)\b",
    re.IGNORECASE,
)
_UNIVERSITY = re.compile(
    r"\b(univ\w*|institute of (technology|science)|polytechni\w*|politecnico|college|hochschule|école|ecole)\b", re.I
)
_COMPANY = re.compile(
    r"\b(inc|ltd|llc|lcc|gmbh|corp(oration)?|company|limited|group|technologies|ag|bv|plc|s\.?a\.?)\.?$", re.I
)
_LAB = re.compile(r"\b(lab|labs|laborator\w+|cent(er|re)|group|institute?)\b", re.IGNORECASE)
_LEGAL = re.compile(
    r"[,\s]+(inc|ltd|llc|lcc|gmbh|corp|corporation|co|company|limited|plc|ag|bv|s\.a)\b\.?", re.IGNORECASE
)
_COUNTRY = (
    "usa us uk china pr prc india japan germany france italy spain canada australia brazil korea "
    "taiwan singapore switzerland netherlands sweden israel england scotland"
).split()
# Words that indexes of abstracts cut short ("Dept. of Comput. Sci.").
_WRITTEN_OUT = {
    "univ": "university", "inst": "institute", "dept": "department", "dpt": "department", "dep": "department",
    "ctr": "center", "centre": "center", "lab": "laboratory", "labs": "laboratory", "coll": "college",
    "acad": "academy", "sch": "school", "fac": "faculty", "eng": "engineering", "engng": "engineering",
    "sci": "science", "technol": "technology", "comput": "computer", "inf": "information", "math": "mathematics",
    "phys": "physics", "chem": "chemistry", "electr": "electrical", "electron": "electronic", "mech": "mechanical",
    "med": "medical", "natl": "national", "commun": "communication", "res": "research", "polytech": "polytechnic",
}  # fmt: skip
_CUT_SHORT = re.compile(
    r"\b("
    + "|".join(_WRITTEN_OUT)
    + r"|syst|intell|process|manag|manage|autom|telecommun|appl|adv|softw|mater|stat|econ"
    r"|ind|int|biol|biomed|environ|agric|archit|astron|hosp|lib|libr|corp|div|bus|educ|hum|soc|psychol|technics)\.",
    re.IGNORECASE,
)
# A full stop ends an organisation after a whole word ("St. Louis" goes on), and where words are cut short only before
# one that begins another organisation ("Sci. Dept." goes on).
_ANY_STOP = re.compile(r"(?<=[^\W\d_]{4})\.\s+(?=[^\W\d_a-zß-ÿ])")
_STOP = re.compile(
    r"(?<=[^\W\d_]{4})\.\s+(?=(?:The )?(?:Department|University|School|Faculty|Institute?|Division|Laborator(?:y|ies)"
    r"|Hospital|Cent(?:er|re)|College|Academy|Section|Clinic|Dipartimento|Departamento|Département|Universit)[^\W\d_]*\b)"
)
_STREET = re.compile(
    r"^\d+[\w-]*\s.*\b(road|rd|street|st|avenue|ave|av|drive|dr|boulevard|blvd|lane|way|parkway|pkwy|square|place|rue|via"
    r"|strasse|straße|weg|floor)\b|^\d+-\d+[\s-]|^(rue|via|avenue|calle|av)\b.*\d",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"[\s-]*\b[A-Z]{0,2}\d[\d -]*$")
_EMAIL = re.compile(r"\S+@\S+|\b(e-?mail|electronic address|corresponding author)\b.*$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*")


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """One organisation as printed. `core`: folded words without article, legal form, what stands in brackets."""

    printed: str
    core: str
    abbreviation: str = ""
    kind: str = "other"
    unit: bool = False  # a part of another organisation
    generic: bool = False  # a name that many organisations give a part ("Department of Physics")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An affiliation string taken apart: organisations from the smallest unit to the whole, and the place."""

    chain: tuple[str, ...]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One row of the shipped table."""

    name: str
    kind: str
    forms: tuple[str, ...]


@lru_cache(maxsize=1)
def known_organisations() -> Mapping[str, Known]:
    """The shipped organisations by the core of every form."""
    found: dict[str, Known] = {}
    path = Path(__file__).with_name("data") / "organisations.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, kind, others = [*line.split("\t"), ""][:3]
        forms = tuple(other for other in others.split("|") if other)
        known = Known(name, KINDS[kind], forms)
        for form in (name, *forms):
            found.setdefault(core_of(form), known)
    return found


@lru_cache(maxsize=1 << 17)
def core_of(name: str) -> str:
    """The folded words that make out an organisation.

    >>> core_of("The University of Hong Kong"), core_of("Alibaba Group (U.S.)"), core_of("Univ. of Oslo")
    ('university of hong kong', 'alibaba group', 'university of oslo')
    >>> core_of("Harbin Eng. Univ."), core_of("Coll. of Comput. Sci. & Technol.")
    ('harbin engineering university', 'college of computer science technology')
    """
    text = _BRACKET.sub(" ", html.unescape(name))
    text = _LEGAL.sub(" ", text)
    text = re.sub(r"\bat\b|@", " ", text) if re.search(r"university .* at\b", text, re.IGNORECASE) else text
    words = folded(text)
    words = re.sub(r"^(the|at|in) ", "", words)
    words = " ".join(_WRITTEN_OUT.get(word, word) for word in words.split(" "))
    return re.sub(r"\btech\b(?=.)", "technology", words) or folded(name)


@lru_cache(maxsize=1 << 17)
def read_organisation(printed: str) -> OrganisationName:
    """The parts of one printed organisation."""
    text = re.sub(r"[*_`\"“”]", " ", html.unescape(printed)).strip(" .,;:·-–")
    abbreviation = next((b.strip() for b in _BRACKET.findall(text) if _ACRONYM.fullmatch(b.strip())), "")
    core = core_of(text)
    known = known_organisations().get(core)
    if known is not None:
        return OrganisationName(printed, core_of(known.name), abbreviation, known.kind)
    unit = bool(UNIT.search(text)) and not _whole(text)
    generic = unit and bool(_GENERIC.match(text) or re.search(r"\bdep(artmen)?t\b", text, re.IGNORECASE))
    return OrganisationName(printed, core, abbreviation, kind_of(text, unit=unit), unit, generic)


def _whole(text: str) -> bool:
    """True if the name is one of a whole organisation although it has a word of a unit ("Boston College")."""
    return bool(_UNIVERSITY.search(text)) and not re.match(
        r"\W*(dep|school|faculty|division|lab|college of)", text, re.I
    )


def kind_of(text: str, *, unit: bool) -> str:
    """The kind that the words of the name tell: "university", "department", "lab", "company" or "other"."""
    if unit:
        lab = re.search(r"\b(lab|labs|laborator\w+|group|cent(er|re)|team)\b", text, re.IGNORECASE)
        return "lab" if lab and not re.match(r"\W*(dep|school|faculty)", text, re.IGNORECASE) else "department"
    if _UNIVERSITY.search(text):
        return "university"
    if _COMPANY.search(text):
        return "company"
    return "lab" if _LAB.search(text) else "other"


@lru_cache(maxsize=1 << 18)
def read_affiliation(printed: str) -> Affiliation:
    """The organisations and the place of an affiliation string as publishers print it.

    >>> read_affiliation("Department of Physics, University of Oslo, Oslo, Norway. a.b@uio.no")
    Affiliation(chain=('Department of Physics', 'University of Oslo'), place='Oslo, Norway')
    """
    text = html.unescape(printed)
    text = _EMAIL.sub(" ", text)
    text = re.sub(r"^\W*(\d|[a-h])?\s*(?=[A-Z])", "", text.strip())
    stops = _STOP if _CUT_SHORT.search(text) else _ANY_STOP
    pieces = [piece.strip(" .;:*") for part in stops.split(text) for piece in re.split(r"\s*[,;|]\s*", part)]
    pieces = [piece for piece in pieces if piece and not re.fullmatch(r"[\d\s-]+|[A-Z]{1,2}[ -]?\d[\w -]*", piece)]
    pieces = [piece for piece in pieces if not _STREET.search(piece)]
    if not pieces:
        return Affiliation(())
    top = next((n for n, piece in enumerate(pieces) if _is_top(piece)), None)
    if top is None:
        units = [n for n, piece in enumerate(pieces) if UNIT.search(piece)]
        top = units[-1] if units else 0
    chain = [piece for piece in pieces[:top] if UNIT.search(piece) or not _looks_like_place(piece)]
    rest = pieces[top + 1 :]
    # "University of California, Berkeley": the campus belongs to the name
    campus = _POSTCODE.sub("", rest[0]) if rest else ""
    if campus and core_of(f"{pieces[top]} {campus}") in known_organisations():
        pieces[top], rest = f"{pieces[top]}, {campus}", rest[1:]
    # a unit printed after its university ("University of X, Department of Y, City")
    late = [piece for piece in rest if UNIT.search(piece) and not _is_top(piece)]
    place = ", ".join(piece for piece in rest if piece not in late and not _is_top(piece))
    return Affiliation((*chain, *reversed(late), pieces[top]), place)


@lru_cache(maxsize=1 << 17)
def _is_top(piece: str) -> bool:
    if _is_country(piece):
        return False
    if core_of(piece) in known_organisations():
        return True
    unit = re.match(
        r"\W*(the )?(dep|school|faculty|division|lab|college of|section|institut\w* (of|for) (?!tech))", piece, re.I
    )
    return bool(_TOP.search(piece)) and not unit


def _looks_like_place(piece: str) -> bool:
    return bool(re.search(r"\d{4,}", piece)) or _is_country(piece)


def _is_country(piece: str) -> bool:
    return piece.lower().replace(".", "").strip() in _COUNTRY


@lru_cache(maxsize=1 << 17)
def unit_initials(core: str) -> str:
    """Initials of what a department is of: "department of electronic engineering" gives "ee"."""
    words = re.sub(r"^(department|school|faculty|division|institute|college|laboratory) (of|for) ", "", core)
    return initials(words)


def short_unit(core: str) -> str:
    """The abbreviation in "ee department" or "eecs"; "" if the name has none."""
    match = re.fullmatch(r"([a-z]{2,5})(?: (?:department|laboratory|school|division))?", core)
    return match[1] if match else ""
