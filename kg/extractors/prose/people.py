"""People that a CV names beside its owner: supervisors, advisers, mentors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extractors.prose.names import PARTICLES
from kg.model import MentionRole

_TITLE = (
    r"(?:(?:[Aa]ssoc(?:iate|\.)?\s+|[Aa]ss(?:istan)?t\.?\s+|[Ff]ull\s+)?(?:[Pp]rof(?:essors?|essor in|s?\.)?|"
    r"PROF\.?|[Dd]r(?:s|a)?\.?|Mr\.?|Ms\.?|Mrs\.?|Sir|Dame|PD|Ing\.)\s*(?:[Dd]r\.?\s*(?:-?\s?[Ii]ng\.?|rer\.\s?nat\.|"
    r"med\.|phil\.|habil\.)*\s*)?)+"
)
_WORD = r"(?:[A-Z]\.(?:[-‐]?[A-Z]\.)*(?=\s)|[A-ZÀ-ÖØ-Þ][\w'’]*(?:[-‐][A-Za-zÀ-ÿ][\w'’]*)*)"
_PARTICLE = "|".join(
    sorted(
        (
            particle
            for particle in PARTICLES
            if particle.isalpha() and particle not in {"und", "y", "e", "i", "o", "op"}
        ),
        key=len,
        reverse=True,
    )
)
_NAME = rf"{_WORD}(?:\s+(?:(?:{_PARTICLE})\s+){{0,2}}{_WORD}){{1,3}}"
_CJK_NAME = r"[\u4e00-\u9fff]{2,4}"
_PERSON = re.compile(
    rf"(?P<title>{_TITLE})?(?P<name>{_NAME}|(?<=[:：\s])[\u4e00-\u9fff]{{2,4}}?(?=\s*(?:教授|研究员|博士|老师|"
    rf"院士)?(?:[,，、;\s]|$)))"
)
_AND = re.compile(r"\s*(?:,\s*(?:and|&)?|and|&|und|et|y|e|;|/|\+|、)\s*")
_CUE = re.compile(
    r"(?P<adviser>(?<!\w)(?:co-?)?(?:phd |ph\.d\. |doctoral |thesis |dissertation |academic |research |"
    r"faculty |main |primary |first |second |joint )*advis(?:ed by|[eo]rs?(?:\s+(?:is|are|was|were))?|"
    r"ing professor)\b|\bunder the (?:guidance|direction|advice) of|"
    r"\bdirect(?:eur|rice|eurs) de th[èe]se|\brelatore|\bdirector(?:es|a)?(?: de (?:la )?tesis)?(?=\s*:)|"
    r"\borientador(?:a)?)"
    r"|(?P<mentor>(?<!\w)(?:co-?)?mentor(?:ed by|s|ship by)?\b|\bhost(?:ed by|s)?\b|\bmanager\b(?=\s*:))"
    r"|(?P<supervisor>(?<!\w)(?:co-?)?(?:phd |ph\.d\. |doctoral |thesis |academic |research |main |"
    r"principal )*supervis(?:ed by|ors?(?:\s+(?:is|are|was|were))?|ion(?: of| by)|ion:)|"
    r"\bunder the (?:co-?)?supervision of|\bbetreu(?:er|erin|t von|ung)\b(?: durch)?|"
    r"\bdoktorvater|\bdoktormutter|\bencadr(?:é|ée|ant|ants|ement)(?: par)?|\bsous la direction de|"
    r"\bsupervisor(?:e)?|\btutor(?:e)?\b(?=\s*:)|\bpromotor(?:en|s)?\b|\bunder(?=\s+(?:prof|dr)\b)|"
    r"\b(?:working |work |worked |collaborat\w+ )?with(?=\s+(?:prof|dr)\b)|"
    r"\bPI\b(?=\s*[:\s])|\b(?:assistant|student|intern|fellow|researcher|engineer|postdoc)\s+(?:to|of|"
    r"for)(?=\s+(?:prof|dr|mr|ms)\b)|导师|指导教师|指导老师)",
    re.I,
)
_BETWEEN = re.compile(r"\s*(?:\([^()]{0,40}\)\s*)?(?:[:：]|\bis\b|\bwas\b|\bare\b|\bwere\b|\bby\b|[-–—])?\s*")


@dataclass(frozen=True, slots=True)
class Person:
    """A named person in a text and the part he or she plays."""

    start: int
    end: int
    role: MentionRole


def find_people(text: str) -> list[Person]:
    """Supervisors, advisers and mentors, each with the place of the name without titles."""
    found: list[Person] = []
    for cue in _CUE.finditer(text):
        role: MentionRole = "adviser" if cue.group("adviser") else "mentor" if cue.group("mentor") else "supervisor"
        between = _BETWEEN.match(text, cue.end())
        place = between.end() if between else cue.end()
        for start, end in _names_from(text, place):
            if all(end <= one.start or start >= one.end for one in found):
                found.append(Person(start, end, role))
    return sorted(found, key=lambda person: person.start)


def _names_from(text: str, place: int) -> list[tuple[int, int]]:
    """The names in a row that start here: "Prof. A and Prof. B"."""
    names: list[tuple[int, int]] = []
    colon = text[:place].rstrip().endswith((":", "："))
    person = _PERSON.match(text, place)
    while person is not None and "\n" not in person.group():
        start, end = person.span("name")
        names.append((start, end))
        separator = _AND.match(text, end)
        if separator is None:
            break
        following = _PERSON.match(text, separator.end())
        listed = following is not None and (
            following.group("title") or colon or re.search(r"and|&|und|et|/|;|、", separator.group())
        )
        person = following if listed else None
    return names
