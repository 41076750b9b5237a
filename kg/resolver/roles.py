"""Roles and degrees as printed, as the concepts of the vocabulary; other languages than English in `kg.posts`."""

from __future__ import annotations

import re
from functools import lru_cache

from kg import posts

# first pattern that fits wins; the names are those of SKOS concepts in the namespace of kg
ROLES: tuple[tuple[str, str], ...] = (
    ("VisitingStudent", r"\b(visiting|exchange)\b.*\b(student|undergrad\w*|intern)\b|\b(student|undergrad\w*) visit"),
    ("VisitingScholar", r"\b(visiting|guest|sabbatical|academic visitor|visitor)\b"),
    ("Postdoc", r"\bpost[- ]?doc\w*|\bpostdoctoral\b|\b(research|junior) fellow\b.*\bph\.?d"),
    ("TeachingAssistant", r"\b(teaching|course|lab(oratory)?|lecture) (assistant|fellow|associate)(ship)?s?\b"
    r"|\bt\.?a\.?$|\b(tutor"
    r"|grader|demonstrator)\b"),
    ("Intern", r"\bintern(ship|ed)?s?\b|\bstagiaire\b|\bpraktik\w+|\btrainee\b|\bco-?op\b"),
    ("ResearchAssistant", r"\bresearch (assistant|aide|student|trainee)(ship)?s?\b|\b(r\.?a\.?)$"
    r"|\bstudent (researcher"
    r"|assistant)\b"
     r"|\b(graduate|undergraduate) (research|assistant)\w*|\bhiwi\b|\bstudentische hilfskraft"),
    ("PhDStudent", r"\b(ph\.?\s?d|d\.?phil|doctoral|doctorate|doktorand\w*)\b.*\b(student|candidate|researcher"
    r"|fellow)\b"
     r"|\b(ph\.?\s?d\.?|doktorand\w*|doctoral candidate|predoctoral|pre-?doc)$|\bgraduate student\b"),
    ("MasterStudent", r"\b(master'?s?|m\.?sc?\.?|m\.?eng\.?|mba|mphil)\b.*\bstudent\b|\bmaster('s)?$"),
    ("BachelorStudent", r"\b(bachelor'?s?|b\.?sc?\.?|b\.?eng\.?|undergraduate)\b.*\bstudent\b|\bundergraduate$"),
    ("AssistantProfessor", r"\b(assistant|asst\.?|junior|tenure[- ]track) (teaching |research |clinical )?prof\w*"
    r"|\bjuniorprof\w*"
     r"|\bma[iî]tre de conf\w+"),
    ("AssociateProfessor", r"\bassoc(iate|\.)? (teaching |research |clinical )?prof\w*|\breader\b"),
    ("Lecturer", r"\b(lecturer|instructor|docent|adjunct|dozent\w*|faculty fellow)\b"),
    ("Professor", r"\bprof(essor|\.)?\b|\bprofessur\b|\bchaired? prof|\b(tenured )?faculty( member)?\b"),
    ("Director", r"\b(director|head|dean|chair(man|woman|person)?|president|provost|vp|vice[- ]president|ceo|cto|cso"
     r"|chief \w+( \w+)? officer|chief scientist|managing|lead(er)?|principal investigator|pi)\b(?! engineer"
     r"| scien| research)"),
    ("Founder", r"\b(co-?)?founder\b|\bco-?founded\b"),
    ("Engineer", r"\b(engineer|developer|programmer|architect|sde|swe|devops|software|technician|consultant"
    r"|analyst)\w*\b"),
    ("Scientist", r"\bscientist\b"),
    ("Researcher", r"\b(research\w*|investigator|fellow|chercheu\w+|wissenschaftliche\w*|associate)\b"),
    ("Member", r"\b(member|fellow|affiliate|participant)\b"),
    ("Manager", r"\b(manager|coordinator|administrator|supervisor)\b"),
    ("Assistant", r"\bassistant\b"),
    ("Student", r"\b(student|pupil|scholar)\b"),
    ("Volunteer", r"\bvolunteer\b"),
)  # fmt: skip
OTHER_ROLE = "Other"
ROLE_NAMES = (*(name for name, _ in ROLES), OTHER_ROLE)
DEGREES: tuple[tuple[str, str], ...] = (
    ("Doctorate", r"\bph\.?\s?-?d\b|\bd\.?\s?phil\b|\bdoctor\w*|\bdr\.?\b|\bsc\.?\s?d\b|\bd\.?\s?sc\b"
    r"|\bm\.?d\.?\b|\bdoktor\w*|\bj\.?d\.?\b"
     r"|\bed\.?d\b|\bdr\.? ?rer|\bhabilitation|\bpromotion\b|\bdottorato\b"),
    ("Master", r"\bmaster\w*|\bm\.?\s?sc?\b|\bm\.?\s?s\.|\bm\.?\s?eng\b|\bm\.?\s?a\b|\bm\.?\s?phil\b"
    r"|\bm\.?b\.?a\b|\bm\.?\s?tech\b"
     r"|\bm\.?\s?res\b|\bmm?ath\b|\bs\.?m\.?\b|\bdiplom\w*|\blaurea magistrale\b|\bmagist\w+|\bm\.?p\.?h\b"
     r"|\bm\.?ed\b|\bmeng\b|\bmcs\b"),
    ("Bachelor", r"\bbachelor\w*|\bb\.?\s?sc?\b|\bb\.?\s?s\.|\bb\.?\s?eng\b|\bb\.?\s?a\b|\bb\.?\s?tech\b"
    r"|\bb\.?\s?s?\.?\s?e\b|\ba\.?b\.?\b|\bs\.?b\.?\b"
     r"|\blicen[cs]\w*|\blaurea\b|\bundergraduate\b|\bb\.?\s?math\b|\bbba\b|\bhons?\b|\bgrado\b"),
)  # fmt: skip
OTHER_DEGREE = "OtherDegree"
_ROLES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in ROLES)
_DEGREES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in DEGREES)
_STUDENTS = {
    "Doctorate": "PhDStudent",
    "Master": "MasterStudent",
    "Bachelor": "BachelorStudent",
    OTHER_DEGREE: "Student",
}


@lru_cache(maxsize=1 << 14)
def role_of(printed: str) -> str:
    """The concept of a printed role.

    >>> role_of("Part-time Research Assistant"), role_of("Postdoctoral Fellow"), role_of("Research Investigator")
    ('ResearchAssistant', 'Postdoc', 'Researcher')
    >>> role_of("Wissenschaftliche Mitarbeiterin"), role_of("доцент"), role_of("准教授")
    ('Researcher', 'AssociateProfessor', 'AssociateProfessor')
    """
    text = " ".join(printed.split())
    concept = posts.post_concept(text)
    if concept is not None:
        return concept
    return next((name for name, pattern in _ROLES if pattern.search(text)), OTHER_ROLE)


@lru_cache(maxsize=1 << 14)
def degree_of(printed: str) -> str:
    """The degree: "Doctorate", "Master", "Bachelor" or "OtherDegree".

    >>> degree_of("BEng"), degree_of("Ph.D."), degree_of("M.S. in Statistics")
    ('Bachelor', 'Doctorate', 'Master')
    """
    text = " ".join(printed.split())
    found = next((name for name, pattern in _DEGREES if pattern.search(text)), None)
    return posts.degree_concept(text) or found or OTHER_DEGREE


def student_role(degree: str) -> str:
    """The role of somebody who studies for that degree."""
    return _STUDENTS[degree]
