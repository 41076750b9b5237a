"""Organisations in a text: where each unit stands, how large it is, which is part of which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extractors.prose import vocabulary
from kg.extractors.prose.language import spans

_UNIT_START = re.compile(
    r"(?<!\w)(?:the\s+)?(?:department|dept\.?|school|faculty|institute|center|centre|college|division|"
    r"laboratory|chair|graduate school|fachbereich|fakultät|institut|"
    r"département|departamento|dipartimento|facultad|faculté|facoltà|escuela|école)\s+(?:of|for|de|des|du|für|"
    r"di|d['’]|der)\s+(?:the\s+)?",
    re.I,
)
_WHOLE_LAST = re.compile(
    r"(?:[A-Z][\w'’.&-]*\s+){1,4}(?:University|Universität|Universiteit|Institute of Technology|College|"
    r"Institute)(?!\w)|University of(?: the)? (?:(?:New|North|South|West|East|Northern|Southern|Western|"
    r"Eastern|Central|San|Santa|Los|Hong|"
    r"British|Notre|Puerto|Saint|St\.|La|Las|Tel|Cape|Rhode|Massachusetts|California|Texas|Wisconsin|Illinois|"
    r"Sao|São|Buenos|Le|El)\s+)?[A-Z][\w'’-]*"
    r"(?:\s+(?:Medical|Law|Business)\s+(?:School|Center|Centre)|,? (?:at )?(?:Berkeley|Los Angeles|San Diego|"
    r"Irvine|Davis|Santa Barbara|Santa Cruz|Riverside|Merced|San Francisco|Urbana-Champaign|Chicago|Amherst|"
    r"Boston|Lowell|Austin|Dallas|"
    r"Arlington|San Antonio|El Paso|Madison|Milwaukee|College Park|Baltimore County|Baltimore|Chapel Hill|"
    r"Charlotte|Greensboro|Twin Cities|Ann Arbor|Dearborn|Boulder|Denver|Colorado Springs|Knoxville|Lincoln|"
    r"Omaha|Las Vegas|Reno))?"
)


_CAMPUS = re.compile(
    r"(?:,|\s[-–]|\s?,?\sat)\s?(?:Berkeley|Los Angeles|San Diego|Irvine|Davis|Santa Barbara|Santa Cruz|"
    r"Riverside|Merced|San Francisco|Urbana(?:[-–, ]+Champaign)?|Chicago|Amherst|Lowell|Austin|Dallas|"
    r"Arlington|San Antonio|El Paso|Madison|"
    r"Milwaukee|College Park|Baltimore County|Chapel Hill|Charlotte|Greensboro|Twin Cities|Ann Arbor|Dearborn|"
    r"Boulder|Denver|Knoxville|Birmingham|Manoa|Mānoa)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation in a text; `rank` 0 group or lab, 1 department or centre, 2 school or faculty, 3 a whole."""

    start: int
    end: int
    rank: int


def find_units(text: str) -> list[Unit]:
    """Organisations with a cue or a known name, left to right; glued and nested ones apart."""
    units: list[Unit] = []
    for start, end in spans(text, "organisations"):
        if _only_discipline(text[start:end]):
            continue
        campus = _CAMPUS.match(text, end) if re.search(r"University of [A-Z]\w+$", text[start:end]) else None
        units.extend(split_units(text, start, campus.end() if campus else end))
    for start, end in spans(text, "known"):
        if not _is_city(text, start, end) and all(end <= unit.start or start >= unit.end for unit in units):
            units.append(Unit(start, _known_end(text, end), 3))
    return sorted(set(units), key=lambda unit: (unit.start, -unit.end))


def _is_city(text: str, start: int, end: int) -> bool:
    """Whether a known name is a city here: "Oxford, UK", "Cambridge, MA", or "…, Berkeley"."""
    if text[start:end].lower() not in vocabulary.PLACES:
        return False
    if re.search(r"\w\s\($", text[:start]) and text[end : end + 1] == ")":
        return True  # "SLMath (Berkeley)"
    after = re.match(r",\s+([^,\t\n|;()]+)", text[end:])
    before = re.search(r"([^,\t\n|;()]+),\s+$", text[:start])
    return bool(after and vocabulary.is_place(after.group(1))) or bool(before and len(before.group(1).split()) > 1)


def _only_discipline(name: str) -> bool:
    """Whether it is a subject and no organisation: "Health and Technology"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
    return all(word in vocabulary.DISCIPLINES or word in ("of", "for", "in", "the") for word in words)


def _known_end(text: str, end: int) -> int:
    """A known name takes a following upper-case unit with it: "MIT EECS"."""
    more = re.compile(r"\s[A-Z]{3,6}(?![\w'’])").match(text, end)
    return more.end() if more else end


def split_units(text: str, start: int, end: int) -> list[Unit]:
    """The units in one stretch: "Department of Automation Tsinghua University" are two."""
    start, end = _bare(text, start, end)
    stretch = text[start:end]
    legal = re.search(r",?\s(?:LLC|LCC|Inc\.?|Ltd\.?|GmbH|Limited)(?!\w)(?:\s(?:and|&))?\s(?=[A-Z])", stretch)
    if legal:
        first = re.sub(r"\s(?:and|&)\s*$", "", stretch[: legal.end()]).rstrip()
        return [Unit(start, start + len(first), rank_of(first)), *split_units(text, start + legal.end(), end)]
    both = re.search(r"(?<=\w)\s(?:&|and|/|und|et|y|e)\s(?=University|Universit[éäàyá]|Universidad)", stretch)
    if both and re.search(r"[Uu]niversi", stretch[: both.start()]):
        return [*split_units(text, start, start + both.start()), *split_units(text, start + both.end(), end)]
    lead = _UNIT_START.match(stretch)
    if lead:
        inner = _after_discipline(stretch, lead.end())
        whole = _WHOLE_LAST.match(stretch, inner) if inner < len(stretch) else None
        if whole and inner > lead.end():
            unit = Unit(start, start + len(stretch[:inner].rstrip()), rank_of(stretch[:inner]))
            return [unit, *split_units(text, start + whole.start(), start + whole.end())]
    parent = re.search(r"\s(?:of|at|de|der)\s+(?:the\s+)?(?=[A-Z])", stretch)
    if (
        parent
        and not lead
        and re.search(r"(?:Academy|Labs?|Laboratory|Research|Group|Centre|Center|Team)$", stretch[: parent.start()])
    ):
        rest = stretch[parent.end() :]
        if vocabulary.ORGANISATION_CUE.search(rest) or rest.split(" (")[0].lower() in vocabulary.KNOWN_ORGANISATIONS:
            return [Unit(start, end, 1), Unit(start + parent.end(), end, 3)]
    medical = re.match(r"(University of [A-Z]\w+)\s+(?:Medical|Law|Business)\s+(?:School|Center|Centre)$", stretch)
    if medical:
        return [Unit(start, end, 2), Unit(start, start + medical.end(1), 3)]
    inside = re.search(
        r"^(.{6,}?(?:Department|School|Institute|Center|Centre|Lab|Laboratory|Group)) (University of .+|"
        r"(?:[A-Z]\w+ ){1,3}University)$",
        stretch,
    )
    if inside:
        return [
            Unit(start, start + inside.end(1), rank_of(inside.group(1))),
            *split_units(text, start + inside.start(2), end),
        ]
    tail = re.match(r"((?:The |the )?(?:[A-Z][\w'’-]*\s){1,4}(?:University|College))\s+(?=[A-Z])", stretch)
    if (
        tail
        and not re.match(
            r"(?:of|at|Medical|Hospital|Press|School|Law|College|Research|Center|Centre)", stretch[tail.end() :]
        )
        and vocabulary.is_place(stretch[tail.end() :])
    ):
        return [Unit(start, start + tail.end(1), 3)]
    return [Unit(start, end, rank_of(stretch))]


def _after_discipline(stretch: str, place: int) -> int:
    """Where the words of a discipline end: "Department of |Computer Science and Engineering| Michigan …"."""
    last = place
    for word in re.finditer(r"[^\s,]+", stretch[place:]):
        bare = word.group().lower().strip("().")
        if bare not in vocabulary.DISCIPLINES and not word.group().startswith("("):
            break
        last = place + word.end()
    while last < len(stretch) and stretch[last] in " ,":
        last += 1
    return last


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without an article in lower case before and marks after."""
    article = re.compile(r"the\s+").match(text, start, end)
    if article:
        start = article.end()
    while end > start and text[end - 1] in " ,;:-–—|":
        end -= 1
    return start, end


def rank_of(name: str) -> int:
    """How large a unit its name tells it to be, 0..3."""
    head = name.split("(")[0]
    if re.search(
        r"universi|университет|大学$|大學$|대학교$|politecnico|hochschule|\binstitute of technology\b", head, re.I
    ) and not _UNIT_START.match(head):
        return 3
    if _UNIT_START.match(head):
        return (
            2 if re.match(r"(?:the\s+)?(?:school|faculty|college|fakultät|faculté|facultad|facoltà)", head, re.I) else 1
        )
    if vocabulary.SMALL.search(head) and not re.search(
        r"\b(?:Group|Labs)\b.*\b(?:Limited|Inc|Ltd)\b|\b(?:Holdings?)\b", head
    ):
        return 0
    if re.search(r"school|college|faculty|学院|學院|研究科|学部|대학원|학부|факультет", head, re.I):
        return 2
    if vocabulary.MIDDLE.search(head) or vocabulary.CENTRE.search(head):
        return 1
    return 3
